"""A long corridor: of a hotel, of a school, of an office with glass walls, or an old arcade."""

from __future__ import annotations

import math

import numpy as np

from retrat.train.data.places.corridor_walls import (
    LOCKERS,
    Wall,
    benches,
    console,
    glass_rooms,
    lockers,
    notices,
    panelled_door,
    panels,
    sconce,
    slats,
    upright,
)
from retrat.train.data.places.equipment import (
    Hall,
    Pile,
    Windows,
    ceiling_grid,
    clock,
    daylight,
    garden_window,
    hall,
    lamp_panel,
    painting,
    turned_view,
)
from retrat.train.data.places.halls import arc, arch, spandrel
from retrat.train.data.places.interiors import hanging, house_plant, table_lamp
from retrat.train.data.places.site import (
    BLACK,
    BRASS,
    STEEL,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    cloth,
    leaf,
    mixed,
    plaster,
)
from retrat.train.data.places.things import Glazing, window

PAPERS: tuple[Colour, ...] = (
    (0.1, 0.17, 0.17), (0.36, 0.3, 0.22), (0.16, 0.2, 0.14), (0.3, 0.12, 0.1), (0.12, 0.16, 0.25),
    (0.5, 0.44, 0.35),
)  # fmt: skip
CARPETS: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((0.16, 0.02, 0.025), (0.5, 0.3, 0.1), (0.06, 0.012, 0.02)),
    ((0.03, 0.06, 0.12), (0.45, 0.38, 0.25), (0.015, 0.025, 0.06)),
    ((0.04, 0.09, 0.07), (0.42, 0.34, 0.18), (0.02, 0.045, 0.04)),
    ((0.22, 0.17, 0.12), (0.42, 0.36, 0.28), (0.1, 0.07, 0.05)),
)  # fmt: skip


def build(site: Site, moment: str) -> None:
    assert not moment
    look = 1 if site.seed.bit_count() % 2 else -1
    kind = (_hotel, _school, _office, _arcade)[site.seed % 4]
    exposure = kind(site, look)
    yaw = look * site.between(0.15, 0.23)
    site.view = turned_view(yaw, stop=site.between(2.2, 2.8), exposure=exposure)


def _walk(site: Site, half: float, depth: float, often: float) -> None:
    """People go along where least stands."""
    ways = [((x, 3.2, 0.0), (x, depth, 0.0)) for x in np.linspace(-half, half, 5).tolist()]
    site.free_lane(ways, often=often, is_free=True)


def _walls(away: float) -> tuple[Wall, Wall]:
    return Wall(side=-1, away=away), Wall(side=1, away=away)


# A hotel.
def _hotel(site: Site, look: int) -> float:
    half, depth, high = site.between(1.05, 1.25), site.between(16, 20), site.between(2.6, 2.8)
    paper = plaster(site.pick(*PAPERS)).but(vary=0.12, vary_scale=14, rough=0.7)
    is_pale = site.seed % 8 < 4
    trim = (
        Matter(colour=(0.68, 0.65, 0.58), rough=0.45)
        if is_pale
        else upright(site.pick((0.14, 0.06, 0.03), (0.22, 0.11, 0.05)), 0.3)
    )
    base, figure, border = CARPETS[int(site.rng.integers(len(CARPETS)))]
    carpet = Matter(colour=base, rough=1.0, sheen=0.3, bump=0.4, bump_scale=120, vary=0.12)
    hall(site, Hall(half_width=half, depth=depth, height=high, wall=paper, floor=carpet,
                    ceiling=plaster((0.68, 0.65, 0.58)), skirting=trim))  # fmt: skip
    _carpet(site, (half, depth), carpet, (figure, border))
    door = upright(site.pick((0.2, 0.09, 0.04), (0.3, 0.16, 0.07), (0.1, 0.05, 0.03)), 0.35)
    door = Matter(colour=(0.66, 0.63, 0.56), rough=0.4) if is_pale and site.chance(0.4) else door
    pile, every = Pile(), site.between(3.0, 3.5)
    for wall in _walls(half):
        panels(pile, wall, depth, trim)
        shift = site.between(0.0, 0.8)
        for number in range(int(depth / every) + 1):
            y = 0.6 + every * number + shift
            if y > depth - 0.8:
                continue
            panelled_door(pile, wall, y, (door, trim))
            plate = wall.spot(y - 0.68, 1.5, 0.02)
            pile.box(plate, (0.11, 0.02, 0.15), BRASS, wall.turn)
            if y + every / 2 < depth - 0.4:
                sconce(site, wall, y + every / 2)
                if wall.side == look and site.chance(0.5):
                    console(site, wall, y + every / 2, trim)
    for wall in _walls(half):
        pile.box(wall.spot(depth / 2, high - 0.12, 0.05), (depth, 0.1, 0.12), trim, wall.turn)
    pile.put(site)
    for y in np.arange(2.0, depth, every).tolist():
        _ceiling_lamp(site, (0.0, y, high))
    _hotel_end(site, (half, depth, high), trim)
    _walk(site, 0.3, depth - 1.0, 3)
    site.sky = Sky(zenith=(0.3, 0.3, 0.3), horizon=(0.3, 0.28, 0.25), strength=0.15)
    return 0.55


def _carpet(
    site: Site, size: tuple[float, float], base: Matter, colours: tuple[Colour, Colour]
) -> None:
    """Borders, and a row of lozenges within lozenges."""
    half, depth = size
    figure, border = (base.but(colour=each) for each in colours)
    for x in (-half + 0.14, half - 0.14):
        site.plane((x, depth / 2 - 1, 0.003), (0.28, depth + 2), border)
        site.plane((x - math.copysign(0.17, x), depth / 2 - 1, 0.003), (0.03, depth + 2), figure)
    step, wide = site.between(0.8, 1.1), half - 0.36
    spots = np.arange(1.0, depth, step)
    for share, lift, matter in (
        (1.0, 0.003, figure), (0.86, 0.004, border), (0.5, 0.005, figure), (0.38, 0.006, base),
        (0.14, 0.007, figure),
    ):  # fmt: skip
        around = np.array([(-1, 0), (0, -1), (1, 0), (0, 1)]) * (wide, step / 2) * share
        points = np.array([[(a, y + b, lift) for a, b in around.tolist()] for y in spots.tolist()])
        site.mesh(points.reshape(-1, 3), np.arange(4 * len(spots)).reshape(-1, 4), matter)
    edge = np.array([(-1, -0.5), (-0.72, -0.5), (-1, -0.22)])
    corners = [edge, edge * (1, -1), edge * (-1, 1), edge * (-1, -1)]
    points = np.array(
        [[(a * wide, y + b * step, 0.003) for a, b in c.tolist()] for y in spots for c in corners]
    )
    site.mesh(points.reshape(-1, 3), np.arange(points.size // 3).reshape(-1, 3), border)


def _ceiling_lamp(site: Site, at: Point) -> None:
    """A flat bowl of milk glass."""
    x, y, z = at
    milk = Matter(colour=(1.0, 0.84, 0.62), rough=0.5, glow=2.2, moves="lights")
    site.lathe((x, y, z - 0.12), [(0.02, 0), (0.13, 0.02), (0.19, 0.09)], milk, sides=24)
    site.lathe((x, y, z - 0.03), [(0.2, 0), (0.2, 0.03)], BRASS, sides=24)
    site.lamp((x, y, z - 0.2), watts=15, colour=(1.0, 0.82, 0.6), radius=0.12)


def _hotel_end(site: Site, size: Point, trim: Matter) -> None:
    """A window between curtains, or a picture over a table with a lamp."""
    _, depth, high = size
    if site.chance(0.6):
        garden_window(site, (0.0, depth - 0.06, 0.75), (1.1, 1.5))
        folds = cloth(site.pick((0.4, 0.3, 0.16), (0.26, 0.05, 0.05), (0.5, 0.46, 0.38)))
        for x in (-0.72, 0.72):
            hanging(site, (x, depth - 0.14, 0.03), (0.4, high - 0.3), folds.but(thin=0.2))
    else:
        painting(site, (0.0, depth - 0.02, 1.25), (0.9, 0.9), BRASS)
        site.lamp((0, depth - 1.0, high - 0.3), watts=22, colour=(1.0, 0.8, 0.56))
    site.box((0, depth - 0.2, 0), (0.9, 0.3, 0.72), trim)
    table_lamp(site, (0.3 * site.pick((-1, 0, 0), (1, 0, 0))[0], depth - 0.22, 0.72), watts=12)


# A school.
def _school(site: Site, look: int) -> float:
    accent = site.pick(*LOCKERS)
    half, depth, high = site.between(1.5, 1.75), site.between(19, 23), site.between(2.9, 3.1)
    paint = site.pick((0.62, 0.6, 0.5), (0.56, 0.62, 0.6), (0.66, 0.63, 0.56))
    tone = site.pick((0.42, 0.39, 0.33), (0.36, 0.4, 0.4), (0.46, 0.4, 0.3))
    floor = Matter(colour=tone, rough=0.16, vary=0.06, vary_scale=6)
    windows = Windows(first=2.2, width=1.7, gap=0.75, count=int((depth - 3) / 2.45), sill=1.0,
                      height=1.55, panes=(2, 2))  # fmt: skip
    has_windows = site.seed % 8 < 4
    room = Hall(
        half_width=half, depth=depth, height=high, wall=plaster(paint), floor=floor, ceiling=WHITE,
        side=-look, windows=windows if has_windows else None,
        skirting=Matter(colour=mixed(accent, (0.2, 0.2, 0.2), 0.4), rough=0.4),
    )  # fmt: skip
    hall(site, room)
    ceiling_grid(site, room)
    site.sky = Sky(zenith=(0.3, 0.46, 0.8), horizon=(0.8, 0.88, 0.95), strength=1.6, cover=0.4)
    if has_windows:
        daylight(site, room, watts=420)
        site.sun(site.between(30, 40), -look * site.between(60, 80), watts=4)
    stripe = floor.but(colour=mixed(accent, tone, 0.3))
    for x in (-half + 0.3, half - 0.3):
        site.plane((x, depth / 2 - 1, 0.003), (0.12, depth + 2), stripe)
    for y in np.arange(1.5, depth, 2.4).tolist():
        lamp_panel(site, (0.0, y, high - 0.005), (0.58, 1.18), watts=12 if has_windows else 34)
    pile = Pile()
    lockers(site, pile, Wall(side=look, away=half), depth, accent)
    if has_windows:
        benches(pile, Wall(side=-look, away=half), depth, accent)
    else:
        notices(site, pile, Wall(side=-look, away=half), depth, accent)
    pile.put(site)
    _school_end(site, (half, depth, high), accent)
    clock(site, (0.0, depth - 0.03, high - 0.35))
    _walk(site, 0.7, depth - 1.5, 9)
    return -0.35 if has_windows else -0.1


def _school_end(site: Site, size: Point, accent: Colour) -> None:
    """Glazed double doors with the day behind them."""
    half, depth, _ = size
    frame = Matter(colour=mixed(accent, (0.1, 0.1, 0.1), 0.4), rough=0.4)
    sky = Glazing(frame=frame, panes=(4, 2), outside=(0.82, 0.9, 1.0), strength=1.9, watts=70)
    window(site, (0.0, depth - 0.08, 0.06), (1.7 * half, 2.25), sky)
    green = leaf((0.22, 0.38, 0.12)).but(glow=0.6)
    for _ in range(6):
        middle = (site.between(-0.75, 0.75) * half, depth - 0.066, site.between(0.7, 1.4))
        site.leaves(middle, (0.4, 0.008, 0.35), green, count=160, size=0.05)
    for x in (-0.09, 0.09):
        site.box((x, depth - 0.16, 0.95), (0.03, 0.05, 0.3), STEEL)


# An office.
def _office(site: Site, look: int) -> float:
    half, depth, high = site.between(1.35, 1.6), site.between(18, 21), site.between(2.75, 3.0)
    deep, wide = 4.4, 2 * (half + 4.5)
    accent = site.pick((0.07, 0.2, 0.22), (0.5, 0.26, 0.1), (0.12, 0.2, 0.12), (0.13, 0.17, 0.3))
    white = plaster((0.7, 0.69, 0.66))
    tone = site.pick((0.15, 0.16, 0.17), (0.26, 0.24, 0.21), (0.1, 0.14, 0.17))
    carpet = Matter(
        colour=tone, rough=1.0, bump=0.4, bump_scale=100, pattern="checks",
        second=mixed(tone, (0.5, 0.5, 0.5), 0.16), pattern_scale=2.0,
    )  # fmt: skip
    site.plane((0, depth / 2 - 1.5, 0), (wide, depth + 3), carpet)
    oak = upright(site.pick((0.42, 0.28, 0.15), (0.3, 0.18, 0.09)), 0.4)
    runner = Matter(colour=mixed(tone, accent, 0.25), rough=1.0, bump=0.4, bump_scale=100)
    site.plane((0, depth / 2 - 1.5, 0.003), (2 * half - 0.9, depth + 3), runner)
    site.box((0, depth / 2 - 1.5, high), (wide, depth + 3, 0.1), white, bevel=0)
    site.box((0, depth + 0.1, 0), (wide, 0.2, high), white, bevel=0)
    site.box((0, -3, 0), (wide, 0.2, high), white, bevel=0)
    near, far = Wall(side=-look, away=half), Wall(side=look, away=half)
    pile = Pile()
    frame = BLACK if site.chance(0.6) else Matter(colour=(0.6, 0.6, 0.6), rough=0.4, metal=0.5)
    glass_rooms(site, pile, far, (depth, high, deep), (frame, plaster(accent), oak))
    room = Hall(half_width=half + deep, depth=depth, height=high, wall=white, floor=carpet,
                ceiling=white, side=look)  # fmt: skip
    site.sky = Sky(zenith=(0.3, 0.46, 0.8), horizon=(0.8, 0.88, 0.95), strength=1.7, cover=0.4)
    daylight(site, room, watts=650)
    site.box(near.spot(depth / 2 - 1.5, 0, -0.1), (depth + 3, 0.2, high), white, turn=near.turn,
             bevel=0)  # fmt: skip
    slats(site, pile, near, (depth, high), (oak, plaster(accent)))
    pile.put(site)
    for y in np.arange(1.2, depth, 3.0).tolist():
        lamp_panel(site, (0.0, y, high - 0.005), (0.14, 2.2), watts=34)
    garden_window(site, (0.0, depth - 0.02, 0.35), (1.5 * half, high - 0.8))
    for x in (-half + 0.35, half - 0.35):
        house_plant(site, (x, depth - 0.5, 0), site.between(1.0, 1.5))
    _walk(site, 0.6, depth - 1.2, 8)
    return 0.5


# An old arcade.
def _arcade(site: Site, look: int) -> float:
    half, bay, count = site.between(1.8, 2.2), site.between(3.0, 3.4), 8
    open_to, spring = site.between(1.05, 1.2), site.between(2.2, 2.5)
    high = spring + open_to + 0.4
    depth = bay * count + 1.0
    lime = site.pick((0.66, 0.57, 0.42), (0.62, 0.48, 0.32), (0.66, 0.62, 0.54), (0.6, 0.42, 0.3))
    wall = Matter(colour=lime, rough=0.95, vary=0.07, vary_scale=0.8, bump=0.2, bump_scale=9)
    grey = site.pick((0.42, 0.37, 0.3), (0.36, 0.34, 0.31), (0.46, 0.36, 0.26))
    stone = Matter(colour=grey, rough=0.85, vary=0.25, vary_scale=4, bump=0.3, bump_scale=12)
    side = look if site.chance(0.5) else -look
    _arcade_floor(site, half, depth)
    _vault(site, (half, depth, high), bay, (wall, stone))
    _openings(site, Wall(side=side, away=half), (bay, count, open_to, spring, high), (wall, stone))
    _closed_wall(site, Wall(side=-side, away=half), (bay, count, high), (wall, stone))
    _arcade_end(site, (half, depth, high), (wall, stone))
    _garden(site, side, half)
    site.sky = Sky(zenith=(0.12, 0.28, 0.6), horizon=(0.7, 0.8, 0.92), strength=1.3, cover=0.3)
    site.sun(site.between(30, 38), side * site.between(70, 110), watts=7,
             colour=(1.0, 0.88, 0.68), angle=0.012)  # fmt: skip
    x = side * (half + 0.6)
    site.panel((x, 6, 1.9), (0, 7, 1.2), (14, 2.4), watts=190, colour=(0.95, 0.97, 1.0))
    _walk(site, 0.7, depth - 1.5, 6)
    return 0.65


def _arcade_floor(site: Site, half: float, depth: float) -> None:
    tone = site.pick((0.45, 0.4, 0.33), (0.4, 0.23, 0.15), (0.5, 0.46, 0.4))
    other = site.pick((0.2, 0.13, 0.1), (0.15, 0.15, 0.15), (0.3, 0.24, 0.18))
    floor = Matter(colour=tone, rough=0.3, pattern="checks", second=other, vary=0.14,
                   pattern_scale=site.between(1.4, 2.2))  # fmt: skip
    site.plane((0, depth / 2 - 2, 0), (2 * half + 1.2, depth + 4), floor)


def _vault(site: Site, size: Point, bay: float, matters: tuple[Matter, Matter]) -> None:
    """A round ceiling, ribs between the bays."""
    half, depth, high = size
    wall, stone = matters
    outline = arc(half, 0.0) * (1.0, 0.75)
    count = len(outline)
    points = np.concatenate(
        [np.stack([outline[:, 0], np.full(count, y), outline[:, 1] + high], axis=1)
         for y in (-4.0, depth)]
    )  # fmt: skip
    first = np.arange(count - 1)
    faces = np.stack([first, first + 1, first + count + 1, first + count], axis=1)
    site.mesh(points, faces, wall, is_smooth=True)
    site.box((0, depth / 2 - 2, high + half), (2 * half + 3, depth + 4, 0.1), wall, bevel=0)
    for number in range(round(depth / bay) + 1):
        at = (0.0, number * bay, high)
        arch(site, at, outline * 0.93, (0.14, 0.42), stone)
        for x in (-half + 0.08, half - 0.08):
            site.box((x, at[1], 0), (0.16, 0.42, high), stone)
            site.box((x, at[1], high - 0.12), (0.28, 0.52, 0.14), stone)
            site.box((x, at[1], 0), (0.24, 0.5, 0.3), stone)


def _openings(
    site: Site,
    wall: Wall,
    told: tuple[float, int, float, float, float],
    matters: tuple[Matter, Matter],
) -> None:
    """Arches to a garden, on a low wall."""
    bay, count, half, spring, high = told
    plain, stone = matters
    low = 0.75 if site.chance(0.6) else 0.0
    outline = arc(half, spring)
    band = np.concatenate([[(-half, low)], outline, [(half, low)]])
    for number in range(-1, count):
        y = (number + 0.5) * bay
        for out in (0.0, -0.5):
            spandrel(site, wall.spot(y, 0, out), outline, high + 0.1, plain, turn=wall.turn)
        arch(site, wall.spot(y, 0, -0.25), band, (0.02, 0.48), plain, turn=wall.turn)
        arch(site, wall.spot(y, 0, 0.0), band, (0.18, 0.06), stone, turn=wall.turn)
        pier = (bay - 2 * half - 0.04, 0.5, high + 0.1)
        site.box(wall.spot(y + bay / 2, 0, -0.25), pier, plain, turn=wall.turn, bevel=0)
        if low:
            site.box(wall.spot(y, 0, -0.25), (2 * half, 0.5, low), plain, turn=wall.turn, bevel=0)
            site.box(wall.spot(y, low, -0.25), (2 * half, 0.6, 0.07), stone, turn=wall.turn)
    end = wall.spot(count * bay + 0.6, 0, -0.25)
    site.box(end, (1.4, 0.5, high + 0.1), plain, turn=wall.turn, bevel=0)


def _closed_wall(
    site: Site, wall: Wall, told: tuple[float, int, float], matters: tuple[Matter, Matter]
) -> None:
    """Doors in frames of stone, pictures, benches and lanterns along a wall."""
    bay, count, high = told
    plain, stone = matters
    long = bay * (count + 2)
    site.box(wall.spot(long / 2 - bay, 0, -0.15), (long + 2, 0.3, high + 0.1), plain,
             turn=wall.turn, bevel=0)  # fmt: skip
    oak = upright(site.pick((0.16, 0.08, 0.04), (0.24, 0.13, 0.06), (0.05, 0.1, 0.08)), 0.5)
    outline = arc(0.6, 1.75)
    band = np.concatenate([[(-0.6, 0.0)], outline, [(0.6, 0.0)]])
    for number in range(count):
        y = (number + 0.5) * bay
        if number % 2 == int(site.chance(0.5)):
            x = wall.spot(y, 0, 0.015)[0]
            face = [(x, y + across, up) for across, up in band.tolist()]
            site.mesh(face, [tuple(range(len(face)))], oak)
            arch(site, wall.spot(y, 0, 0.02), band, (0.2, 0.12), stone, turn=wall.turn)
            for off in (-0.3, 0.0, 0.3):
                site.box(wall.spot(y + off, 0, 0.02), (0.02, 0.02, 2.1), BLACK, turn=wall.turn)
            site.box(wall.spot(y + 0.12, 1.05, 0.04), (0.04, 0.06, 0.08), BLACK, turn=wall.turn)
        else:
            if site.chance(0.6):
                painting(site, wall.spot(y, 1.35, 0.01), (1.1, 1.3), oak, turn=wall.turn)
            if site.chance(0.7):
                site.box(wall.spot(y, 0.42, 0.28), (1.7, 0.42, 0.07), oak, turn=wall.turn)
                for off in (-0.65, 0.65):
                    site.box(wall.spot(y + off, 0, 0.28), (0.12, 0.36, 0.42), stone, turn=wall.turn)
            else:
                house_plant(site, wall.spot(y + 0.4, 0, 0.4), site.between(0.9, 1.3))


def _arcade_end(site: Site, size: Point, matters: tuple[Matter, Matter]) -> None:
    """An open arch, the garden beyond it."""
    half, depth, high = size
    plain, stone = matters
    wide, spring = 0.62 * half, 2.1
    outline = arc(wide, spring)
    band = np.concatenate([[(-wide, 0.0)], outline, [(wide, 0.0)]])
    top = high + half
    spandrel(site, (0, depth, 0), outline, top, plain)
    arch(site, (0, depth, 0), band, (0.22, 0.3), stone)
    for hand in (-1, 1):
        x = hand * (wide + (half - wide) / 2 + 0.2)
        site.box((x, depth + 0.1, 0), (half - wide + 0.4, 0.2, top), plain, bevel=0)
    bright = Matter(colour=(0.85, 0.92, 1.0), glow=0.8)
    site.box((0, depth + 16, -1), (16, 0.1, 9), bright, bevel=0)


def _garden(site: Site, side: int, half: float) -> None:
    """Grass, shrubs and trees, a wing of the house across."""
    grass = Matter(colour=(0.14, 0.22, 0.05), rough=1.0, vary=0.35, vary_scale=1.5)
    site.plane((side * (half + 15), 14, -0.12), (29, 60), grass)
    site.plane((0, 45, -0.12), (20, 40), grass)
    greens = [leaf(each) for each in ((0.1, 0.22, 0.05), (0.15, 0.27, 0.06), (0.2, 0.28, 0.08))]
    for number in range(16):
        away = site.between(2.0, 9.0)
        reach = site.between(0.5, 1.1) * (1 + 0.1 * away)
        at = (side * (half + away), 2.6 * number * site.between(0.8, 1.1), 0.6 * reach)
        site.leaves(at, (reach, reach, reach), greens[number % 3], count=700, size=0.09)
    for number in range(9):
        at = (site.between(-5, 5), 34 + site.between(0, 3), site.between(0.5, 3))
        site.leaves(at, (1.6, 1.2, 1.6), greens[number % 3], count=500, size=0.16)
    for number in range(4):
        at = (side * (half + site.between(6, 10)), 8 + 9 * number, site.between(3.4, 4.6))
        site.rod((at[0], at[1], -0.2), at, 0.14, Matter(colour=(0.14, 0.1, 0.06), rough=1.0))
        site.leaves(at, (2.0, 2.0, 1.6), greens[number % 3], count=2200, size=0.13)
    wing = plaster((0.62, 0.52, 0.38))
    site.box((side * (half + 19), 20, -1), (4, 70, 8), wing, bevel=0)
