"""A classroom: a board with chalk on it, a teacher's desk, pupils' desks and chairs, windows on one
side.
"""

import math
from itertools import pairwise

import numpy as np

from retrat.train.data.places.equipment import (
    PAPER,
    QUARTER,
    Hall,
    Pile,
    Windows,
    clock,
    daylight,
    full_bookcase,
    hall,
    lamp_panel,
    papers,
    there,
    turned_view,
)
from retrat.train.data.places.site import (
    BRASS,
    STEEL,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    plaster,
    wood,
)
from retrat.train.data.places.things import BRIGHT, SPINES, chair, desk, plant, vase

CHALK = Matter(colour=(0.4, 0.41, 0.38), rough=1.0, vary=0.4, vary_scale=14)


def build(site: Site, moment: str) -> None:
    assert moment == "by day"
    side = 1 if site.chance(0.5) else -1
    yaw = side * site.between(0.04, 0.25)
    paint = site.pick((0.7, 0.66, 0.54), (0.6, 0.66, 0.6), (0.66, 0.68, 0.7), (0.72, 0.6, 0.42))
    room = Hall(
        half_width=site.between(3.0, 3.5),
        depth=site.between(5.8, 6.8),
        height=3.2,
        wall=plaster(paint),
        floor=wood((0.34, 0.2, 0.1), 0.3) if site.chance(0.6) else _tiles(site),
        ceiling=plaster((0.76, 0.75, 0.72)),
        side=side,
        windows=Windows(first=0.6, width=1.5, gap=0.4, count=3, sill=0.9, height=1.9, panes=(2, 2)),
        skirting=wood((0.3, 0.17, 0.08)),
    )
    hall(site, room)
    site.sky = Sky(zenith=(0.25, 0.42, 0.75), horizon=(0.8, 0.88, 0.95), strength=2.2, cover=0.4)
    daylight(site, room, watts=site.between(1000, 1300))
    if site.chance(0.6):
        site.sun(site.between(30, 48), side * site.between(60, 95), watts=5)
    for x in (-1.5, 1.5):
        for y in (2.4, 4.9):
            lamp_panel(site, (x, y, 3.19), (0.3, 1.3), watts=site.between(6, 10))
    axis = math.tan(yaw) * room.depth
    if site.chance(0.75):
        _front(site, room, axis)
    else:
        _rear(site, room, axis)
    _pupils(site, room, math.tan(yaw))
    site.view = turned_view(yaw, stop=site.between(2.0, 2.6), exposure=0.05)


def _tiles(site: Site) -> Matter:
    colour = site.pick((0.4, 0.36, 0.3), (0.3, 0.34, 0.32), (0.42, 0.32, 0.22))
    other = (0.86 * colour[0], 0.86 * colour[1], 0.86 * colour[2])
    return Matter(
        colour=colour, rough=0.3, pattern="checks", second=other, pattern_scale=2.5, vary=0.08
    )


def _front(site: Site, room: Hall, axis: float) -> None:
    """The wall with the board."""
    y, side = room.depth, room.side
    colour = site.pick((0.025, 0.07, 0.05), (0.02, 0.055, 0.04), (0.03, 0.032, 0.035))
    board = Matter(
        colour=colour, rough=0.75, vary=0.4, vary_scale=2.2, stretch=(0.7, 1, 1.6), bump=0.02
    )
    oak = wood(site.pick((0.4, 0.23, 0.1), (0.28, 0.15, 0.07)))
    wide = site.between(3.4, 4.2)
    x = axis * 0.6
    site.box((x, y - 0.03, 0.95), (wide, 0.03, 1.3), board, bevel=0)
    for z in (0.9, 2.25):
        site.box((x, y - 0.04, z), (wide + 0.12, 0.06, 0.06), oak)
    for end in (-1, 1):
        site.box((x + end * (wide + 0.06) / 2, y - 0.04, 0.9), (0.06, 0.06, 1.4), oak)
    site.box((x, y - 0.1, 0.88), (wide - 0.4, 0.1, 0.025), oak)
    for _ in range(7):
        stick = (x + site.between(-1.4, 1.4), y - 0.11, 0.905)
        tone = site.pick((0.85, 0.85, 0.8), (0.8, 0.7, 0.3), (0.75, 0.4, 0.4))
        site.box(stick, (0.08, 0.012, 0.012), Matter(colour=tone), turn=site.between(-0.4, 0.4))
    site.box((x - 0.9 * side, y - 0.1, 0.905), (0.16, 0.06, 0.05), wood((0.3, 0.16, 0.08)))
    _chalk(site, (x, y - 0.047, 1.0), wide)
    clock(site, (x + site.between(-0.4, 0.4), y, 2.68))
    _pictures(site, room, axis + site.pick((-2.6, 0, 0), (2.6, 0, 0))[0])
    pile, board = Pile(), wood((0.36, 0.21, 0.1))
    colours: tuple[Colour, ...] = (*BRIGHT, *SPINES)
    for place in (y - 0.6, y - 1.7):
        at = (-side * (room.half_width - 0.2), place, 0.0)
        told = (side * QUARTER, colours, 0.38)
        full_bookcase(site, pile, at, (1.08, 0.38, site.between(1.2, 2.0)), board, told)
    pile.put(site)
    _teacher(site, (axis - side * site.between(1.4, 1.7), y - 1.35), oak)


def _chalk(site: Site, at: Point, wide: float) -> None:
    """Figures of geometry in chalk, and where it was wiped off."""
    quads: list[np.ndarray] = []
    for corner in (-0.37, -0.2, 0.27, 0.41):
        middle = np.array([corner * wide, site.between(0.45, 0.85)])
        sides = (3, 4, 28, 6)[int(site.rng.integers(4))]
        around = np.linspace(0, 2 * math.pi, sides + 1) + site.between(0, 1)
        ring = middle + site.between(0.14, 0.24) * np.stack([np.cos(around), np.sin(around)], 1)
        quads += [_stroke(a, b) for a, b in pairwise(ring)]
        if site.chance(0.3):
            low = middle - np.array([0.3, 0.36])
            quads.append(_stroke(low, low + np.array([0.6, 0.0])))
            quads.append(_stroke(low, low + np.array([0.0, 0.7])))
    flat = np.concatenate(quads)
    points = np.stack([at[0] + flat[:, 0], np.full(len(flat), at[1]), at[2] + flat[:, 1]], 1)
    site.mesh(points, np.arange(len(points)).reshape(-1, 4), CHALK)


def _stroke(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    along = end - start
    aside = 0.006 * np.array([-along[1], along[0]]) / max(1e-6, float(np.linalg.norm(along)))
    return np.stack([start - aside, end - aside, end + aside, start + aside])


def _teacher(site: Site, at: tuple[float, float], oak: Matter) -> None:
    x, y = at
    desk(site, (x, y, 0), (1.5, 0.75, 0.76), oak, legs=oak)
    site.box((x, y - 0.3, 0.2), (1.36, 0.03, 0.5), oak)
    chair(site, (x + 0.1, y + 0.62, 0), oak, turn=site.between(-0.3, 0.3))
    papers(site, (x - 0.1, y - 0.05, 0.76), 6)
    for number in range(4):
        cover = Matter(colour=site.pick(*SPINES), rough=0.6)
        place = (x + 0.5, y, 0.76 + 0.035 * number)
        site.box(place, (0.2, 0.27, 0.033), cover, turn=site.between(-0.3, 0.3))
    if site.chance(0.6):
        _globe(site, (x - 0.5, y + 0.1, 0.76))
    else:
        vase(site, (x - 0.5, y + 0.1, 0.76), flowers=site.pick((0.8, 0.6, 0.1), (0.7, 0.2, 0.3)))


def _globe(site: Site, at: Point) -> None:
    x, y, z = at
    site.lathe(at, [(0.09, 0), (0.085, 0.02), (0.015, 0.04), (0.012, 0.1)], BRASS)
    sea = Matter(colour=(0.06, 0.2, 0.36), rough=0.35, vary=0.2, vary_scale=6)
    site.ball((x, y, z + 0.24), 0.14, sea)
    land = Matter(colour=(0.3, 0.32, 0.12), rough=0.5, vary=0.4, vary_scale=20)
    for _ in range(6):
        towards = site.rng.normal(size=3) * (1, 1, 0.6)
        towards *= 0.062 / np.linalg.norm(towards)
        middle = (x + towards[0], y + towards[1], z + 0.24 + towards[2])
        site.ball(middle, site.between(0.081, 0.085), land)


def _pictures(site: Site, room: Hall, x: float) -> None:
    """Children's paintings on a board of cork."""
    pile, y = Pile(), room.depth
    cork = Matter(colour=(0.42, 0.25, 0.12), rough=0.95, vary=0.25, vary_scale=40)
    pile.box((x, y - 0.02, 1.1), (1.3, 0.02, 1.1), cork)
    for column in range(4):
        for row in range(3):
            if site.chance(0.12):
                continue
            at = (x - 0.46 + 0.31 * column, y - 0.03, 1.16 + 0.34 * row + site.between(-0.03, 0.03))
            size = (0.21, 0.006, 0.29) if site.chance(0.5) else (0.28, 0.006, 0.2)
            pile.box(at, size, PAPER)
            for number in range(3):
                spot = Matter(colour=site.pick(*BRIGHT), rough=0.8)
                wide, tall = site.between(0.04, 0.15), site.between(0.03, 0.1)
                place = (at[0] + site.between(-0.04, 0.04), y - 0.034 - 0.001 * number)
                pile.box((*place, at[2] + site.between(0.02, 0.1)), (wide, 0.004, tall), spot)
    pile.put(site)


def _rear(site: Site, room: Hall, axis: float) -> None:
    """The wall behind the pupils: low shelves, paintings, plants."""
    pile, y = Pile(), room.depth
    board = wood((0.5, 0.33, 0.18)) if site.chance(0.6) else WHITE
    for number in range(4):
        x = axis - 2.4 + 1.6 * number
        colours: tuple[Colour, ...] = (*BRIGHT, *SPINES)
        full_bookcase(site, pile, (x, y - 0.2, 0), (1.5, 0.36, 0.85), board, (0.0, colours, 0.4))
        if site.chance(0.6):
            plant(site, (x + site.between(-0.4, 0.4), y - 0.2, 0.85), height=0.5)
    pile.put(site)
    for x in (-2.0, -0.4, 1.3, 2.8):
        _pictures(site, room, axis + x)
    clock(site, (axis + site.between(-0.5, 0.5), y, 2.6))


def _pupils(site: Site, room: Hall, slope: float) -> None:
    """Two rows of desks, an aisle between them."""
    tops = (wood((0.5, 0.32, 0.17), 0.35), Matter(colour=(0.62, 0.6, 0.54), rough=0.4))
    top = tops[int(site.chance(0.4))]
    seat = wood((0.5, 0.3, 0.14)) if site.chance(0.5) else Matter(colour=site.pick(*BRIGHT))
    for y in (2.5, 3.75):
        for x in (-2.9, -1.45, 1.45, 2.9):
            at = (slope * y + x + site.between(-0.08, 0.08), y + site.between(-0.08, 0.08), 0.0)
            if abs(at[0]) > room.half_width - 0.6 or y > room.depth - 2.2:
                continue
            turn = site.between(-0.06, 0.06)
            desk(site, at, (1.2, 0.55, 0.7), top, legs=STEEL, turn=turn)
            for place in (-0.28, 0.28):
                push = there((place, -0.42 + site.between(-0.1, 0.12), 0), at, turn)
                chair(site, push, seat, turn=2 * QUARTER + site.between(-0.25, 0.25), legs=STEEL)
                if site.chance(0.6):
                    book = Matter(colour=site.pick(*BRIGHT, *SPINES), rough=0.6)
                    spot = there((place, 0.02, 0.7), at, turn)
                    site.box(spot, (0.21, 0.29, 0.02), book, turn=site.between(-0.3, 0.3))
                else:
                    papers(site, there((place, 0.02, 0.7), at, turn), 2)
