"""Old houses of the south: plaster, shutters, balconies, lanterns, flowers and tiled roofs.

A front faces the camera where it is not turned; its places are told from the middle of its foot.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from retrat.train.data.places.halls import arc, arch, spandrel
from retrat.train.data.places.site import (
    Colour,
    Matter,
    Point,
    Site,
    glowing,
    leaf,
    mixed,
    placed,
    wood,
)
from retrat.train.data.places.streets import Box, boxes

PLASTERS: tuple[Colour, ...] = (
    (0.62, 0.4, 0.17), (0.66, 0.5, 0.28), (0.58, 0.3, 0.17), (0.68, 0.6, 0.46), (0.56, 0.24, 0.14),
    (0.66, 0.42, 0.3), (0.7, 0.64, 0.54), (0.6, 0.46, 0.32),
)  # fmt: skip
SHUTTERS: tuple[Colour, ...] = (
    (0.05, 0.13, 0.08), (0.1, 0.19, 0.22), (0.15, 0.07, 0.035), (0.06, 0.16, 0.16),
    (0.26, 0.32, 0.3), (0.09, 0.14, 0.24), (0.2, 0.05, 0.04),
)  # fmt: skip
PETALS: tuple[Colour, ...] = (
    (0.62, 0.03, 0.05),
    (0.68, 0.12, 0.3),
    (0.6, 0.05, 0.32),
    (0.75, 0.32, 0.04),
    (0.72, 0.66, 0.6),
    (0.4, 0.16, 0.5),
)  # fmt: skip
IRON = Matter(colour=(0.02, 0.02, 0.021), rough=0.55, metal=0.2)
CLAY = Matter(colour=(0.45, 0.19, 0.1), rough=0.9, vary=0.25, vary_scale=9)
TILES = Matter(colour=(0.42, 0.2, 0.11), rough=0.9, vary=0.45, vary_scale=5, bump=0.3)
DARK = Matter(colour=(0.035, 0.04, 0.045), rough=0.12)
THICK, DEEP = 0.3, 6.0  # metres: a wall, a house
TREAD, RISE = 0.62, 0.14


@dataclass(frozen=True, kw_only=True, slots=True)
class Town:
    """What all of its houses share: the stone of their trims, whether lamps are lit, and from
    where on steps lead up.
    """

    stone: Matter
    is_lit: bool
    foot: float = math.inf

    def ground(self, y: float) -> float:
        return RISE * max(0, math.floor((y - self.foot) / TREAD) + 1) if y > self.foot else 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Hole:
    """An opening in a wall; `x` is its middle, and it may be a door."""

    x: float
    low: float
    wide: float
    tall: float
    is_door: bool = False
    has_balcony: bool = False


@dataclass(kw_only=True, slots=True)
class Front:
    """A house while it is built: boxes by matter, their places told from the middle of its foot."""

    at: Point
    turn: float
    width: float
    is_near: bool
    wall: Matter
    shutter: Matter
    parts: dict[Matter, list[Box]] = field(default_factory=dict)

    def add(self, matter: Matter, *some: Box) -> None:
        self.parts.setdefault(matter, []).extend(some)

    def spot(self, x: float, y: float, z: float) -> Point:
        a, b, c = placed(np.array([(x, y, z)]), self.at, self.turn)[0].tolist()
        return a, b, c

    def put(self, site: Site) -> None:
        for matter, some in self.parts.items():
            bevel = 0.006 if self.is_near and matter is not self.wall else 0.0
            boxes(site, some, matter, at=self.at, turn=self.turn, bevel=bevel)


def front_of(
    site: Site, at: Point, turn: float, width: float, away: float, unlike: Colour = (0, 0, 0)
) -> Front:
    """The next house, of another colour than the last."""
    colour = site.pick(*[each for each in PLASTERS if each != unlike])
    wall = Matter(
        colour=colour, rough=0.95, vary=0.2, vary_scale=0.9, bump=0.35, bump_scale=9,
        stretch=(1, 1, 0.6),
    )  # fmt: skip
    paint = Matter(colour=site.pick(*SHUTTERS), rough=0.6, vary=0.15, vary_scale=9)
    return Front(at=at, turn=turn, width=width, is_near=away < 13, wall=wall, shutter=paint)


def house(site: Site, town: Town, front: Front, *, storeys: int) -> None:
    ground, storey = site.between(2.9, 3.3), site.between(2.6, 2.9)
    height = ground + (storeys - 1) * storey + site.between(0.0, 0.4)
    bays = max(2, round(front.width / site.between(1.8, 2.3)))
    bay, wide = front.width / bays, site.between(0.78, 0.9)
    tall = site.between(1.35, 1.55)
    door, balcony = int(site.rng.integers(bays)), int(site.rng.integers(1, 4))
    holes = []
    for number in range(bays):
        x = (number + 0.5) * bay - front.width / 2 + site.between(-0.08, 0.08)
        if number == door:
            holes.append(Hole(x=x, low=0.0, wide=site.between(1.0, 1.25), tall=2.3, is_door=True))
        elif site.chance(0.8):
            holes.append(Hole(x=x, low=1.15, wide=0.75, tall=1.05))
        for level in range(1, storeys):
            low = ground + (level - 1) * storey
            if level == balcony and number == (door + 1) % bays:
                hole = Hole(x=x, low=low + 0.1, wide=wide, tall=tall + 0.75, has_balcony=True)
            else:
                hole = Hole(x=x, low=low + 0.8, wide=wide, tall=tall * (1 - 0.1 * (level - 1)))
            if site.chance(0.9):
                holes.append(hole)
    _wall(front, height, holes)
    is_arched = site.chance(0.5)
    for hole in holes:
        if hole.is_door:
            _door(site, town, front, hole, is_arched)
        else:
            _window(site, town, front, hole)
    _foot(site, town, front)
    _roof(site, front, height)
    if front.is_near and site.chance(0.3):
        _climber(site, front, -math.copysign(front.width / 2 - 0.3, holes[0].x + 0.01))
    front.put(site)


def _wall(front: Front, height: float, holes: list[Hole]) -> None:
    """The wall around its holes, and the dark house behind it."""
    half = front.width / 2
    edges = [edge for hole in holes for edge in (hole.x - hole.wide / 2, hole.x + hole.wide / 2)]
    for left, right in pairwise(sorted({-half, half, *edges})):
        x, z = (left + right) / 2, -2.0
        over = sorted(
            (hole.low, hole.low + hole.tall) for hole in holes if abs(hole.x - x) < hole.wide / 2
        )
        for low, high in [*over, (height, height)]:
            if low > z:
                front.add(front.wall, ((x, THICK / 2, z), (right - left, THICK, low - z)))
            z = high
    front.add(front.wall, ((0, THICK + DEEP / 2, -2), (front.width, DEEP, height + 2)))


def _door(site: Site, town: Town, front: Front, hole: Hole, is_arched: bool) -> None:
    x, half, tall = hole.x, hole.wide / 2, hole.tall
    oak = wood(site.pick((0.2, 0.1, 0.04), (0.12, 0.06, 0.03), front.shutter.colour), 0.6)
    front.add(oak, ((x, 0.24, 0), (hole.wide, 0.06, tall)))
    for hand in (-1, 1):
        for low, high in ((0.15, 0.75), (0.9, 1.55)):
            front.add(oak, ((x + hand * half / 2, 0.2, low), (0.72 * half, 0.05, high - low)))
    front.add(IRON, ((x + 0.08, 0.18, 1.02), (0.03, 0.06, 0.05)))
    front.add(town.stone, ((x, 0.0, -0.3), (hole.wide + 0.5, 0.7, 0.4)))
    if is_arched:
        outline = arc(half, tall - half)
        spandrel(site, front.spot(x, 0.0, 0), outline, tall + 0.02, front.wall, turn=front.turn)
        feet = np.array([(-half, 0.0)]), np.array([(half, 0.0)])
        outline = np.concatenate([feet[0], outline, feet[1]])
        at = front.spot(x, 0.09, 0)
        arch(site, at, outline, (0.17, 0.26), town.stone, turn=front.turn)
    else:
        sides: list[Box] = [
            ((x + hand * (half + 0.07), 0.07, 0), (0.18, 0.24, tall + 0.18)) for hand in (-1, 1)
        ]
        front.add(town.stone, *sides, ((x, 0.06, tall), (hole.wide + 0.36, 0.28, 0.2)))
    if site.chance(0.75) and front.is_near:
        _lantern(site, town, front, (x + site.pick((-1, 0, 0), (1, 0, 0))[0] * (half + 0.5), 2.65))


def _window(site: Site, town: Town, front: Front, hole: Hole) -> None:
    x, low, wide, tall = hole.x, hole.low, hole.wide, hole.tall
    is_ground = low < 2
    pane = DARK
    if town.is_lit and site.chance(0.4):
        pane = glowing(site.pick((1.0, 0.58, 0.24), (1.0, 0.66, 0.34)), 0.8)
    front.add(pane, ((x, 0.22, low), (wide, 0.03, tall)))
    frame = Matter(colour=mixed(front.shutter.colour, (0.7, 0.68, 0.62), 0.75), rough=0.6)
    for off in (-wide / 2 + 0.03, 0.0, wide / 2 - 0.03):
        front.add(frame, ((x + off, 0.19, low), (0.05, 0.05, tall)))
    for share in (0.0, 0.36, 0.68, 1.0):
        front.add(frame, ((x, 0.19, low + share * (tall - 0.05)), (wide, 0.045, 0.045)))
    for hand in (-1, 1):
        front.add(town.stone, ((x + hand * (wide / 2 + 0.05), 0.05, low), (0.12, 0.18, tall)))
    front.add(town.stone, ((x, 0.05, low + tall), (wide + 0.22, 0.2, 0.13)))
    front.add(town.stone, ((x, 0.0, low - 0.09), (wide + 0.3, 0.34, 0.09)))
    if hole.has_balcony:
        _balcony(site, town, front, hole)
    if is_ground:
        bars: list[Box] = [
            ((x + off, -0.06, low), (0.018, 0.018, tall)) for off in np.linspace(-0.33, 0.33, 6)
        ]
        bars += [
            ((x, -0.06, low + share * tall), (wide, 0.022, 0.022)) for share in (0.1, 0.5, 0.9)
        ]
        front.add(IRON, *bars)
        return
    is_shut = site.chance(0.2) and pane is DARK
    for hand in (-1, 1):
        off = hand * (0.25 if is_shut else 0.78) * wide + (0 if is_shut else hand * 0.1)
        _shutter(front, (x + off, 0.02 if is_shut else -0.05, low), (wide / 2, tall))
    if site.chance(0.5) and front.is_near and not hole.has_balcony:
        _blooms(site, front.spot(x, -0.12, low), (wide, 0.2), front.turn)


def _shutter(front: Front, at: Point, size: tuple[float, float]) -> None:
    """A leaf with slats."""
    x, y, z = at
    wide, tall = size
    rim: list[Box] = [
        ((x + off, y, z), (0.06, 0.045, tall)) for off in (0.03 - wide / 2, wide / 2 - 0.03)
    ]
    rim += [((x, y, z + level), (wide, 0.045, 0.07)) for level in (0.0, 0.5 * tall, tall - 0.07)]
    back = front.shutter.but(colour=mixed(front.shutter.colour, (0, 0, 0), 0.45))
    front.add(front.shutter, *rim)
    front.add(back, ((x, y + 0.012, z), (wide - 0.08, 0.012, tall)))
    if front.is_near:
        slats = np.arange(0.09, tall - 0.08, 0.062)
        front.add(
            front.shutter, *[((x, y, z + float(s)), (wide - 0.1, 0.035, 0.03)) for s in slats]
        )


def _balcony(site: Site, town: Town, front: Front, hole: Hole) -> None:
    """A slab on brackets, an iron rail, flowers on it."""
    x, low, half, deep = hole.x, hole.low, hole.wide / 2 + 0.35, 0.62
    front.add(town.stone, ((x, -deep / 2, low - 0.12), (2 * half, deep, 0.11)))
    for hand in (-1, 1):
        front.add(town.stone, ((x + hand * (half - 0.2), -0.2, low - 0.34), (0.12, 0.4, 0.23)))
        front.add(IRON, *[((x + hand * (half - 0.03), -y, low), (0.016, 0.016, 0.92))
                          for y in np.arange(0.1, deep, 0.1)])  # fmt: skip
        front.add(IRON, ((x + hand * (half - 0.03), -deep / 2, low + 0.92), (0.03, deep, 0.025)))
    bars = np.linspace(0.03 - half, half - 0.03, round(2 * half / 0.1))
    front.add(IRON, *[((x + float(b), 0.03 - deep, low), (0.016, 0.016, 0.92)) for b in bars])
    for z, tall in ((0.06, 0.02), (0.92, 0.03)):
        front.add(IRON, ((x, 0.03 - deep, low + z), (2 * half, 0.03, tall)))
    _blooms(site, front.spot(x, -deep - 0.08, low + 0.66), (1.7 * half, 0.2), front.turn)


def _blooms(site: Site, at: Point, size: tuple[float, float], turn: float) -> None:
    """A trough of flowers."""
    wide, deep = size
    x, y, z = at
    site.box(at, (wide, deep, 0.16), CLAY, turn=turn, bevel=0.015)
    green = leaf(site.pick((0.12, 0.24, 0.05), (0.08, 0.18, 0.05)))
    petal = Matter(colour=site.pick(*PETALS), rough=0.7, thin=0.3, vary=0.2, moves="leaves")
    clumps = max(2, round(wide / 0.26))
    for number in range(clumps):
        off = wide * ((number + 0.5) / clumps - 0.5)
        a, b = x + off * math.cos(turn), y + off * math.sin(turn)
        high = site.between(0.13, 0.2)
        site.leaves((a, b, z + 0.18), (0.17, 0.17, high), green, count=90, size=0.04)
        site.leaves((a, b, z + 0.2), (0.19, 0.19, high + 0.02), petal, count=70, size=0.024)


def _lantern(site: Site, town: Town, front: Front, spot: tuple[float, float]) -> None:
    """On an iron arm."""
    x, z = spot
    site.rod(front.spot(x, 0, z + 0.5), front.spot(x, -0.5, z + 0.5), 0.014, IRON)
    site.rod(front.spot(x, 0, z + 0.15), front.spot(x, -0.36, z + 0.5), 0.01, IRON)
    at = front.spot(x, -0.5, z)
    glass = glowing((1.0, 0.66, 0.3), 9) if town.is_lit else Matter(
        colour=(0.7, 0.66, 0.56), rough=0.2
    )  # fmt: skip
    site.lathe(at, [(0.075, 0), (0.12, 0.3)], glass, sides=6)
    site.lathe((*at[:2], at[2] + 0.3), [(0.15, 0), (0.1, 0.08), (0.02, 0.2)], IRON, sides=6)
    site.lathe((*at[:2], at[2] - 0.03), [(0.03, 0), (0.085, 0.03)], IRON, sides=6)
    for around in np.linspace(0, 2 * math.pi, 7)[:-1].tolist():
        c, s = math.cos(around), math.sin(around)
        site.rod((at[0] + 0.077 * c, at[1] + 0.077 * s, at[2]),
                 (at[0] + 0.122 * c, at[1] + 0.122 * s, at[2] + 0.3), 0.008, IRON, 5)  # fmt: skip
    if town.is_lit:
        site.lamp(front.spot(x, -0.75, z - 0.05), watts=22, colour=(1.0, 0.62, 0.3), radius=0.12)


def _foot(site: Site, town: Town, front: Front) -> None:
    """A stained strip along the ground, patches where the plaster has come off, pots."""
    half = front.width / 2
    x = np.linspace(-half, half, 40)
    top = site.between(0.35, 0.9) + 0.12 * np.cumsum(site.rng.normal(0, 0.5, 40)) / 3
    top = np.clip(top, 0.15, 1.1)
    points = np.concatenate(
        [np.stack([x, np.full(40, -0.006), z], axis=1) for z in (np.full(40, -2.0), top)]
    )
    first = np.arange(39)
    faces = np.stack([first, first + 1, first + 41, first + 40], axis=1)
    damp = mixed(front.wall.colour, town.stone.colour, 0.65)
    site.mesh(placed(points, front.at, front.turn), faces, front.wall.but(colour=damp, vary=0.35))
    if not front.is_near:
        return
    for _ in range(int(site.rng.integers(2, 6))):
        at = (site.between(-half + 0.1, half - 0.1), site.between(0.15, 0.4))
        size = site.between(0.2, 0.42)
        pot(site, front.spot(at[0], -at[1], 0.0), size)


def pot(site: Site, at: Point, size: float) -> None:
    x, y, z = at
    shape = ((0.3, 0), (0.46, 0.8), (0.5, 0.8), (0.5, 0.95), (0.42, 0.95))
    site.lathe(at, [(size * r, size * h) for r, h in shape], CLAY, sides=18)
    green = leaf(site.pick((0.1, 0.22, 0.05), (0.07, 0.17, 0.05), (0.16, 0.24, 0.09)))
    reach = site.between(0.75, 1.1) * size
    tall = site.between(0.7, 1.7) * size
    site.leaves((x, y, z + size + 0.6 * tall), (reach, reach, tall), green, count=260, size=0.05)
    if site.chance(0.5):
        petal = Matter(colour=site.pick(*PETALS), rough=0.7, thin=0.3, vary=0.2, moves="leaves")
        middle = (x, y, z + size + 0.75 * tall)
        site.leaves(middle, (reach, reach, tall), petal, count=80, size=0.03, hollow=0.9)


def _climber(site: Site, front: Front, x: float) -> None:
    """A bougainvillea or a vine up a corner and along the wall."""
    green = leaf(site.pick((0.1, 0.22, 0.04), (0.14, 0.26, 0.06)))
    colour = site.pick((0.6, 0.04, 0.3), (0.66, 0.1, 0.4), (0.7, 0.3, 0.1), (0.45, 0.1, 0.45))
    petal = Matter(colour=colour, rough=0.7, thin=0.35, vary=0.25, vary_scale=5, moves="leaves")
    hand = -1 if x > 0 else 1
    site.rod(front.spot(x, -0.1, -0.2), front.spot(x + 0.15 * hand, -0.1, 2.4), 0.03,
             Matter(colour=(0.14, 0.09, 0.05), rough=1.0))  # fmt: skip
    share = site.between(0.3, 1.0)
    for number in range(18):
        along = number / 17
        up = 1.4 + 2.6 * min(1.0, 1.7 * along) + site.between(-0.3, 0.3)
        out = share * hand * max(0.0, along - 0.35) * 0.8 * front.width + site.between(-0.3, 0.3)
        reach = site.between(0.25, 0.5)
        spot = front.spot(x + out, -0.1 - 0.25 * reach, up)
        site.leaves(spot, (reach, 0.6 * reach, reach), green, count=190, size=0.05)
        if share > 0.45:
            site.leaves(spot, (1.1 * reach, 0.7 * reach, 1.1 * reach), petal, count=170, size=0.035)


def _roof(site: Site, front: Front, height: float) -> None:
    """Rows of round tiles that reach over the wall, on beams; a gutter, a pipe, a chimney."""
    half, eave, ridge = front.width / 2, 0.42, 3.3
    oak = Matter(colour=(0.16, 0.09, 0.05), rough=0.9)
    beams = np.arange(-half + 0.2, half, 0.5)
    front.add(oak, *[((float(b), 0.1 - eave / 2, height - 0.1), (0.08, eave, 0.1)) for b in beams])
    front.add(front.wall, ((0, 0.1, height - 0.28), (front.width, 0.5, 0.16)))
    count = max(8, round(front.width / 0.2)) * (4 if front.is_near else 2) + 1
    x = np.linspace(-half - 0.05, half + 0.05, count)
    wave = 0.055 * np.abs(np.sin(np.linspace(0, math.pi * (count - 1) / 4, count)))
    rows = []
    for number in range(9):
        for lift, share in ((0.0, number), (0.045, number + 0.98)):
            y = -eave + (ridge + eave) * share / 9
            z = height + 0.02 + 0.36 * (y + eave) - lift + wave
            rows.append(np.stack([x, np.full(count, y), z], axis=1))
    top = height + 0.36 * (ridge + eave)
    rows.append(np.stack([x, np.full(count, DEEP + 0.6), np.full(count, height)], axis=1))
    first = (np.arange(len(rows) - 1)[:, None] * count + np.arange(count - 1)).ravel()
    faces = np.stack([first, first + 1, first + count + 1, first + count], axis=1)
    red, green, blue = (site.between(0.8, 1.25) * part for part in TILES.colour)
    tiles = TILES.but(colour=(red, green, blue))
    site.mesh(placed(np.concatenate(rows), front.at, front.turn), faces, tiles)
    for hand in (-half, half):
        gable = np.array(
            [(hand, 0, height - 0.02), (hand, DEEP, height - 0.02), (hand, ridge, top)]
        )
        site.mesh(placed(gable, front.at, front.turn), [(0, 1, 2, 2)], front.wall)
    pipe = Matter(colour=(0.2, 0.12, 0.08), rough=0.6, metal=0.3)
    edge = site.pick((-1, 0, 0), (1, 0, 0))[0] * (half - 0.12)
    site.rod(front.spot(edge, -0.07, 0), front.spot(edge, -0.07, height - 0.2), 0.045, pipe)
    ends = front.spot(-half, -eave - 0.04, height), front.spot(half, -eave - 0.04, height)
    site.rod(*ends, 0.06, pipe)
    if site.chance(0.5):
        front.add(front.wall, ((0.5 * edge, 1.8, height), (0.5, 0.5, 1.9)))
        front.add(TILES, ((0.5 * edge, 1.8, height + 1.9), (0.64, 0.64, 0.1)))
