"""What lines the walls of corridors: doors, panels, wall lamps, lockers, notice boards."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from retrat.train.data.places.equipment import (
    NEUTRAL,
    PAPER,
    QUARTER,
    Pile,
    lamp_panel,
    monitor,
    office_chair,
    painting,
    there,
)
from retrat.train.data.places.interiors import house_plant
from retrat.train.data.places.site import (
    BLACK,
    BRASS,
    STEEL,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    cloth,
    mixed,
    wood,
)
from retrat.train.data.places.things import vase

LOCKERS: tuple[Colour, ...] = (
    (0.05, 0.14, 0.3), (0.42, 0.07, 0.05), (0.05, 0.24, 0.2), (0.66, 0.4, 0.06), (0.06, 0.2, 0.1),
)  # fmt: skip
PANE = 1.5  # metres: from one upright of a glass wall to the next
NOTES: tuple[Colour, ...] = (
    (0.78, 0.77, 0.73), (0.78, 0.77, 0.73), (0.75, 0.66, 0.25), (0.35, 0.55, 0.68),
    (0.7, 0.4, 0.4), (0.45, 0.65, 0.4),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Wall:
    """One of the long walls: on the `side` 1 (right) or -1, so far from the middle."""

    side: int
    away: float

    @property
    def turn(self) -> float:
        return -self.side * QUARTER

    def spot(self, y: float, z: float, out: float = 0.0) -> Point:
        return self.side * (self.away - out), y, z


def upright(colour: Colour, rough: float) -> Matter:
    """Wood whose grain runs upwards."""
    return wood(colour, rough).but(stretch=(12.0, 12.0, 1.0))


def panels(pile: Pile, wall: Wall, depth: float, trim: Matter) -> None:
    """Wainscot: a dado with raised frames and a rail."""
    pile.box(wall.spot(depth / 2, 0.0, 0.012), (depth + 4, 0.024, 0.92), trim, wall.turn)
    pile.box(wall.spot(depth / 2, 0.9, 0.025), (depth + 4, 0.05, 0.06), trim, wall.turn)
    pile.box(wall.spot(depth / 2, 0.0, 0.02), (depth + 4, 0.04, 0.14), trim, wall.turn)
    for y in np.arange(0.4, depth, 0.8).tolist():
        for z in (0.22, 0.76):
            pile.box(wall.spot(y, z, 0.03), (0.62, 0.02, 0.03), trim, wall.turn)
        for off in (-0.3, 0.3):
            pile.box(wall.spot(y + off, 0.22, 0.03), (0.03, 0.02, 0.56), trim, wall.turn)


def panelled_door(pile: Pile, wall: Wall, y: float, matters: tuple[Matter, Matter]) -> None:
    """A leaf with panels in a frame, and its handle."""
    leaf_of, frame = matters
    for off in (-0.5, 0.5):
        pile.box(wall.spot(y + off, 0, 0.05), (0.11, 0.1, 2.12), frame, wall.turn)
    pile.box(wall.spot(y, 2.1, 0.055), (1.16, 0.11, 0.13), frame, wall.turn)
    pile.box(wall.spot(y, 0, 0.02), (0.92, 0.04, 2.1), leaf_of, wall.turn)
    for z, tall in ((0.2, 0.62), (1.0, 0.9)):
        for off in (-0.32, 0.32):
            pile.box(wall.spot(y + off, z, 0.045), (0.035, 0.02, tall), leaf_of, wall.turn)
        for level in (z, z + tall - 0.03):
            pile.box(wall.spot(y, level, 0.045), (0.66, 0.02, 0.035), leaf_of, wall.turn)
    pile.box(wall.spot(y - 0.36, 0.98, 0.05), (0.05, 0.03, 0.16), BRASS, wall.turn)
    pile.box(wall.spot(y - 0.31, 1.04, 0.09), (0.13, 0.02, 0.02), BRASS, wall.turn)


def sconce(site: Site, wall: Wall, y: float) -> None:
    """A shade on an arm, light above and below it."""
    x, _, z = wall.spot(y, 1.72, 0.13)
    site.box(wall.spot(y, z - 0.05, 0.015), (0.07, 0.03, 0.2), BRASS, turn=wall.turn)
    site.rod(wall.spot(y, z, 0.0), (x, y, z), 0.012, BRASS)
    shade = Matter(colour=(1.0, 0.72, 0.42), rough=0.9, glow=1.6, moves="lights")
    site.lathe((x, y, z), [(0.085, 0), (0.065, 0.2)], shade, sides=20)
    lamp = wall.spot(y, z + 0.3, 0.16)
    site.lamp(lamp, watts=7, colour=(1.0, 0.74, 0.46), radius=0.05)
    site.lamp((lamp[0], y, z - 0.12), watts=5, colour=(1.0, 0.74, 0.46), radius=0.05)


def console(site: Site, wall: Wall, y: float, trim: Matter) -> None:
    """A narrow table with flowers or a plant, a picture above it."""
    site.box(wall.spot(y, 0.76, 0.16), (0.8, 0.28, 0.04), trim, turn=wall.turn)
    for off in (-0.35, 0.35):
        site.box(wall.spot(y + off, 0, 0.26), (0.04, 0.04, 0.76), trim, turn=wall.turn)
        site.box(wall.spot(y + off, 0, 0.06), (0.04, 0.04, 0.76), trim, turn=wall.turn)
    petals = site.pick((0.7, 0.66, 0.6), (0.6, 0.1, 0.12), (0.7, 0.45, 0.1))
    vase(site, wall.spot(y + 0.2, 0.8, 0.16), flowers=petals)


def lockers(site: Site, pile: Pile, wall: Wall, depth: float, accent: Colour) -> None:
    """Rows of narrow doors with vents, doors of rooms between the rows."""
    paints = [Matter(colour=accent, rough=0.35, metal=0.1)]
    if site.chance(0.4):
        paints.append(paints[0].but(colour=mixed(accent, (0.7, 0.68, 0.6), 0.6)))
    oak = upright(site.pick((0.42, 0.26, 0.13), (0.5, 0.36, 0.2)), 0.4)
    y, tiers = -1.0, 2 if site.chance(0.5) else 1
    while y < depth - 2:
        count = int(site.rng.integers(7, 12))
        if y + 0.34 * count > depth - 1.6:
            break
        long = 0.34 * count
        dark = Matter(colour=(0.03, 0.03, 0.03), rough=0.6)
        pile.box(wall.spot(y + long / 2, 0.0, 0.19), (long, 0.36, 0.1), dark, wall.turn)
        pile.box(wall.spot(y + long / 2, 0.1, 0.19), (long, 0.38, 1.75), dark, wall.turn)
        pile.box(wall.spot(y + long / 2, 1.85, 0.2), (long + 0.04, 0.4, 0.03), paints[0], wall.turn)
        for end in (y - 0.012, y + long + 0.012):
            pile.box(wall.spot(end, 0.0, 0.19), (0.02, 0.39, 1.86), paints[0], wall.turn)
        for number in range(count):
            for tier in range(tiers):
                tall = 1.75 / tiers
                spot = (y + 0.34 * (number + 0.5), 0.1 + tall * tier)
                paint = paints[int(site.rng.integers(len(paints)))]
                _locker(pile, wall, spot, tall - 0.015, paint)
        _poster(site, pile, wall, y + long / 2)
        y += long + 0.5
        classroom_door(site, pile, wall, y + 0.35, oak)
        y += 1.2
    for _ in range(3):
        colour = site.pick((0.5, 0.1, 0.06), (0.06, 0.12, 0.25), (0.1, 0.1, 0.11))
        bag = wall.spot(site.between(4, 11), 0.0, 0.55)
        site.box(bag, (0.32, 0.2, 0.42), cloth(colour), turn=wall.turn + 0.2, bevel=0.06)


def _poster(site: Site, pile: Pile, wall: Wall, y: float) -> None:
    """Drawings in a row above the lockers."""
    for number in range(int(site.rng.integers(3, 6))):
        wide, tall = site.between(0.3, 0.42), site.between(0.3, 0.45)
        sheet = Matter(colour=site.pick(*NOTES), rough=0.9)
        at = wall.spot(y - 1.0 + 0.5 * number, 2.15 + site.between(0, 0.05), 0.005)
        pile.box(at, (wide, 0.01, tall), sheet, wall.turn)
        blot = Matter(colour=site.pick(*LOCKERS), rough=0.9, vary=0.6, vary_scale=9)
        pile.box((at[0], at[1], at[2] + 0.06), (wide - 0.1, 0.016, tall - 0.12), blot, wall.turn)


def benches(pile: Pile, wall: Wall, depth: float, accent: Colour) -> None:
    """A painted dado with a rail, and benches and radiators along it."""
    paint = Matter(colour=mixed(accent, (0.6, 0.6, 0.56), 0.55), rough=0.45)
    rail = upright((0.45, 0.3, 0.16), 0.4)
    pile.box(wall.spot(depth / 2 - 1.5, 0.0, 0.006), (depth + 3, 0.012, 0.95), paint, wall.turn)
    pile.box(wall.spot(depth / 2 - 1.5, 0.9, 0.02), (depth + 3, 0.04, 0.07), rail, wall.turn)
    for number, y in enumerate(np.arange(3.05, depth - 1.5, 2.45).tolist()):
        if number % 2:
            for off in np.arange(-0.6, 0.61, 0.075).tolist():
                pile.box(wall.spot(y + off, 0.18, 0.07), (0.055, 0.1, 0.6), WHITE, wall.turn)
            continue
        pile.box(wall.spot(y, 0.42, 0.24), (1.6, 0.36, 0.05), rail, wall.turn)
        for off in (-0.65, 0.65):
            pile.box(wall.spot(y + off, 0, 0.24), (0.05, 0.3, 0.42), BLACK, wall.turn)


def _locker(pile: Pile, wall: Wall, spot: tuple[float, float], tall: float, paint: Matter) -> None:
    y, z = spot
    pile.box(wall.spot(y, z, 0.385), (0.325, 0.015, tall), paint, wall.turn)
    vent = Matter(colour=(0.02, 0.02, 0.02), rough=0.8)
    for number in range(5):
        pile.box(wall.spot(y, z + tall - 0.1 - 0.035 * number, 0.394), (0.16, 0.004, 0.012), vent,
                 wall.turn)  # fmt: skip
    pile.box(wall.spot(y - 0.11, z + 0.5 * tall, 0.4), (0.03, 0.02, 0.11), STEEL, wall.turn)
    pile.box(wall.spot(y, z + tall - 0.32, 0.394), (0.09, 0.006, 0.035), PAPER, wall.turn)


def classroom_door(site: Site, pile: Pile, wall: Wall, y: float, oak: Matter) -> None:
    frame = Matter(colour=(0.6, 0.6, 0.57), rough=0.4)
    for off in (-0.5, 0.5):
        pile.box(wall.spot(y + off, 0, 0.04), (0.08, 0.08, 2.1), frame, wall.turn)
    pile.box(wall.spot(y, 2.08, 0.04), (1.08, 0.08, 0.08), frame, wall.turn)
    pile.box(wall.spot(y, 0, 0.02), (0.92, 0.04, 2.08), oak, wall.turn)
    lit = Matter(colour=(0.8, 0.86, 0.9), glow=0.6, rough=0.1)
    pile.box(wall.spot(y - 0.22, 1.05, 0.04), (0.2, 0.02, 0.8), lit, wall.turn)
    pile.box(wall.spot(y + 0.36, 1.0, 0.06), (0.04, 0.05, 0.14), STEEL, wall.turn)
    plate = Matter(colour=site.pick(*LOCKERS), rough=0.4)
    pile.box(wall.spot(y - 0.7, 1.5, 0.01), (0.16, 0.02, 0.2), plate, wall.turn)


def notices(site: Site, pile: Pile, wall: Wall, depth: float, accent: Colour) -> None:
    """Boards with sheets of paper pinned on, doors, benches below."""
    cork = Matter(colour=(0.42, 0.26, 0.13), rough=1.0, vary=0.3, vary_scale=40)
    felt = cloth(mixed(accent, (0.1, 0.1, 0.1), 0.3))
    oak = upright((0.45, 0.3, 0.16), 0.4)
    y = 2.6
    while y < depth - 2.5:
        long = site.between(1.7, 2.4)
        board = cork if site.chance(0.5) else felt
        pile.box(wall.spot(y + long / 2, 0.95, 0.015), (long + 0.06, 0.03, 1.16), oak, wall.turn)
        pile.box(wall.spot(y + long / 2, 0.98, 0.02), (long, 0.03, 1.1), board, wall.turn)
        x = y + 0.08
        while x < y + long - 0.34:
            wide = site.between(0.2, 0.32)
            z = 1.02 + site.between(0, 0.1)
            while z < 1.75:
                tall = min(site.between(0.2, 0.42), 2.05 - z)
                if site.chance(0.85):
                    note = Matter(colour=site.pick(*NOTES), rough=0.9)
                    out = 0.038 + site.between(0, 0.004)
                    pile.box(wall.spot(x + wide / 2, z, out), (wide, 0.003, tall), note, wall.turn)
                z += tall + site.between(0.03, 0.08)
            x += wide + site.between(0.03, 0.08)
        if site.chance(0.6):
            middle = y + long / 2
            pile.box(wall.spot(middle, 0.42, 0.24), (long, 0.36, 0.05), oak, wall.turn)
            for off in (-0.4, 0.4):
                pile.box(
                    wall.spot(middle + off * long, 0, 0.24), (0.05, 0.3, 0.42), BLACK, wall.turn
                )
        y += long + 0.8
        classroom_door(site, pile, wall, y + 0.1, oak)
        y += 1.1


def glass_rooms(
    site: Site, pile: Pile, wall: Wall, size: Point, matters: tuple[Matter, Matter, Matter]
) -> None:
    """Rooms behind a wall of frames, their windows on the far side."""
    depth, high, deep = size
    frame, paint, oak = matters
    top = 2.45
    milk = Matter(colour=(0.78, 0.84, 0.85), rough=0.6, thin=0.75)
    pile.box(wall.spot(depth / 2 - 1.5, top, 0), (depth + 3, 0.1, high - top), WHITE, wall.turn)
    for z in (0.0, top - 0.06):
        pile.box(wall.spot(depth / 2 - 1.5, z, 0), (depth + 3, 0.07, 0.06), frame, wall.turn)
    for y in np.arange(-3.0, depth, PANE).tolist():
        pile.box(wall.spot(y, 0, 0), (0.05, 0.07, top), frame, wall.turn)
    for z in (0.98, 1.1, 1.22):
        pile.box(wall.spot(depth / 2, z, 0), (depth, 0.006, 0.06), milk, wall.turn)
    start = -3.0
    while start < depth - 2.5:
        long = PANE * int(site.rng.integers(3, 5))
        end = min(start + long, depth)
        side = paint if site.chance(0.5) else WHITE
        pile.box(wall.spot(end, 0, -deep / 2), (0.1, deep, high), side, wall.turn)
        pile.box(wall.spot(end - 0.9 * PANE, 0.95, 0.06), (0.03, 0.03, 0.5), STEEL, wall.turn)
        painting(site, there((0.0, -0.06, 1.1), wall.spot(end, 0, -0.55 * deep), 0.0),
                 (1.5, 0.95), frame)  # fmt: skip
        middle = (start + end) / 2
        _room(site, wall, (middle, deep, end - start), oak)
        lamp = wall.spot(middle, high - 0.005, -deep / 2)
        lamp_panel(site, lamp, (1.1, 0.3), watts=26, colour=NEUTRAL)
        start = end
    edge = -deep
    pile.box(wall.spot(depth / 2, 0, edge), (depth + 3, 0.2, 0.7), WHITE, wall.turn)
    pile.box(wall.spot(depth / 2, 2.5, edge), (depth + 3, 0.2, high - 2.5), WHITE, wall.turn)
    for y in np.arange(-1.45, depth + 1, 1.15).tolist():
        pile.box(wall.spot(y, 0.7, edge), (0.05, 0.08, 1.8), frame, wall.turn)


def _room(site: Site, wall: Wall, place: Point, oak: Matter) -> None:
    """A table with chairs around it, or desks with screens; a plant."""
    y, deep, long = place
    colour = site.pick((0.1, 0.1, 0.11), (0.4, 0.2, 0.08), (0.1, 0.2, 0.24), (0.45, 0.43, 0.4))
    middle = wall.spot(y, 0.0, -0.5 * deep)
    if site.chance(0.55):
        site.box((middle[0], y, 0.71), (2.4, 1.0, 0.04), oak)
        site.box((middle[0], y, 0), (1.4, 0.4, 0.71), BLACK)
        for across in (-0.75, 0.0, 0.75):
            for hand in (-1, 1):
                at = (middle[0] + across, y + hand * min(0.85, 0.5 * long - 0.7), 0.0)
                office_chair(site, at, colour, turn=0.0 if hand > 0 else math.pi)
        site.box((middle[0], y + 0.1, 0.75), (0.3, 0.22, 0.015), PAPER, turn=0.4)
    else:
        for off in (0.3, 0.68):
            x = wall.spot(y, 0, -off * deep)[0]
            site.box((x, y, 0.71), (0.75, 1.6, 0.03), oak)
            for end in (-0.74, 0.74):
                site.box((x, y + end, 0), (0.7, 0.04, 0.71), WHITE)
            turn = wall.side * QUARTER
            monitor(site, (x + 0.12 * wall.side, y, 0.74), turn=turn + math.pi)
            office_chair(site, (x - 0.7 * wall.side, y, 0), colour, turn=turn)
    if site.chance(0.8):
        house_plant(site, wall.spot(y + 0.5 * long - 0.4, 0.0, -0.45), site.between(0.9, 1.5))


def slats(
    site: Site, pile: Pile, wall: Wall, size: tuple[float, float], matters: tuple[Matter, Matter]
) -> None:
    """Stretches of upright slats, pictures and doors between them."""
    depth, high = size
    oak, paint = matters
    dark = Matter(colour=(0.03, 0.025, 0.02), rough=0.9)
    y = site.between(1.8, 2.6)
    while y < depth - 3:
        long = site.between(2.2, 3.4)
        pile.box(wall.spot(y + long / 2, 0, 0.01), (long, 0.02, high), dark, wall.turn)
        for along in np.arange(y + 0.04, y + long, 0.085).tolist():
            pile.box(wall.spot(along, 0, 0.04), (0.045, 0.05, high), oak, wall.turn)
        y += long + 0.4
        if site.chance(0.5):
            panelled_door(pile, wall, y + 0.65, (oak, BLACK))
            y += 1.7
        else:
            pile.box(wall.spot(y + 0.8, 0, 0.005), (1.9, 0.01, high), paint, wall.turn)
            frame = BLACK if site.chance(0.5) else oak
            painting(site, wall.spot(y + 0.8, 1.0, 0.015), (1.2, 1.0), frame, turn=wall.turn)
            y += 2.0
