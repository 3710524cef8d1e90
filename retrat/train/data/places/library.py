"""A library: full bookcases up to the ceiling or in rows, a ladder, reading tables with lamps."""

import math

import numpy as np

from retrat.train.data.places.equipment import (
    PALETTES,
    QUARTER,
    Hall,
    Pile,
    Windows,
    bar_lamp,
    daylight,
    full_bookcase,
    garden_window,
    hall,
    night_city,
    papers,
    there,
    turned_view,
)
from retrat.train.data.places.site import (
    BRASS,
    WARM,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    cloth,
    plaster,
    wood,
)
from retrat.train.data.places.things import BRIGHT, SPINES, chair, desk, plant, sofa, table

LEATHER: tuple[Colour, ...] = (
    *SPINES, (0.2, 0.05, 0.03), (0.3, 0.16, 0.06), (0.12, 0.05, 0.03), (0.4, 0.28, 0.14),
    (0.06, 0.08, 0.05), (0.1, 0.03, 0.05),
)  # fmt: skip
MODERN: tuple[Colour, ...] = (
    *SPINES, *BRIGHT, (0.75, 0.74, 0.7), (0.7, 0.68, 0.6), (0.3, 0.4, 0.45), (0.5, 0.5, 0.48),
)  # fmt: skip


def build(site: Site, moment: str) -> None:
    is_day = moment == "by day"
    is_old = site.chance(0.6)
    side = 1 if site.chance(0.5) else -1
    room = _room(site, side, is_old)
    hall(site, room)
    if is_day:
        site.sky = Sky(zenith=(0.3, 0.45, 0.75), horizon=(0.82, 0.88, 0.95), strength=2.2)
        daylight(site, room, watts=site.between(1000, 1300))
        if site.chance(0.5):
            site.sun(site.between(28, 42), side * site.between(60, 90), watts=5)
    else:
        site.sky = Sky(zenith=(0.01, 0.02, 0.06), horizon=(0.05, 0.07, 0.14), strength=0.6)
        night_city(site, room)
    board = _board(site, is_old)
    books = LEATHER if is_old else MODERN
    is_aisle = site.chance(0.35)
    yaw = site.between(-0.05, 0.05) if is_aisle else -side * site.between(-0.1, 0.2)
    pile = Pile()
    if is_aisle:
        _aisle(site, room, pile, (board, books, is_day))
    else:
        _walls(site, room, pile, (board, books, is_day))
        _tables(site, room, math.tan(yaw), is_day)
    pile.put(site)
    _lamps(site, room, is_day, is_old)
    if is_old:
        _carpet(site, math.tan(yaw) * 4.5)
    site.view = turned_view(
        yaw, stop=site.between(1.8, 2.4), exposure=(0.4 if is_old else 0.15) if is_day else 0.15
    )


def _board(site: Site, is_old: bool) -> Matter:
    if is_old:
        return wood(site.pick((0.16, 0.075, 0.035), (0.24, 0.12, 0.055), (0.1, 0.05, 0.03)))
    return wood((0.55, 0.4, 0.25)) if site.chance(0.6) else WHITE


def _room(site: Site, side: int, is_old: bool) -> Hall:
    oak = wood((0.26, 0.14, 0.07), 0.3)
    green = plaster(site.pick((0.12, 0.17, 0.13), (0.35, 0.28, 0.2), (0.2, 0.1, 0.08)))
    carpet = cloth(site.pick((0.12, 0.16, 0.18), (0.22, 0.2, 0.17), (0.16, 0.09, 0.07)))
    windows = Windows(first=0.8, width=1.3, gap=0.9, count=3, sill=0.8, height=2.3, panes=(2, 4))
    return Hall(
        half_width=site.between(3.1, 3.5),
        depth=site.between(7.4, 8.4),
        height=3.9 if is_old else 3.2,
        wall=green if is_old else plaster((0.72, 0.71, 0.67)),
        floor=oak if is_old or site.chance(0.4) else carpet,
        ceiling=plaster((0.66, 0.6, 0.5)) if is_old else WHITE,
        side=side,
        windows=windows,
        skirting=wood((0.16, 0.08, 0.04)),
    )


def _aisle(
    site: Site, room: Hall, pile: Pile, told: tuple[Matter, tuple[Colour, ...], bool]
) -> None:
    """Bookcases to the left and to the right, a window where they end."""
    board, books, is_day = told
    tall = room.height - 0.6 if room.height > 3.5 else 2.3
    half = site.between(1.35, 1.6)
    for side in (-1, 1):
        gap = site.between(4.2, 5.6) if site.chance(0.5) else 99.0
        y = 1.6
        while y < room.depth - 0.8:
            if abs(y - gap) > 0.55:
                at = (side * (half + 0.18), y, 0.0)
                size = (1.0, 0.34, tall)
                full_bookcase(site, pile, at, size, board, (-side * QUARTER, books, 0.34))
            y += 1.03
    x = site.between(-0.3, 0.3)
    at = (x, room.depth - 0.03, 0.9)
    garden_window(site, at, (1.5, 2.0), is_day=is_day)
    if room.height > 3.5:
        _ladder(site, (half - 0.02, site.between(3.6, 4.6)), tall, 1 if site.chance(0.5) else -1)
    for side in (-1, 1):
        low = 1.05 if site.chance(0.5) else tall
        at = (x + side * 1.35, room.depth - 0.18, 0.0)
        full_bookcase(site, pile, at, (1.02, 0.34, low), board, (0.0, books, 0.34))
    for side in (-1, 1):
        at = (side * (half - 0.35), room.depth - 0.6, 0.0)
        if site.chance(0.5):
            plant(site, at, height=site.between(0.9, 1.3))


def _walls(
    site: Site, room: Hall, pile: Pile, told: tuple[Matter, tuple[Colour, ...], bool]
) -> None:
    """Bookcases along the back wall and the wall that has no windows."""
    board, books, is_day = told
    tall = room.height - 0.75 if room.height > 3.5 else 2.3
    y, half = room.depth, room.half_width
    hole = site.between(-1.6, 1.6)
    x = -half + 0.5
    while x < half:
        if abs(x - hole) > 1.05:
            size = (1.02, 0.34, tall)
            full_bookcase(site, pile, (x, y - 0.18, 0), size, board, (0.0, books, 0.35))
        x += 1.04
    garden_window(site, (hole, y - 0.06, 0.9), (1.1, tall - 1.1), is_day=is_day)
    side = -room.side
    place = 1.5
    while place < y - 0.9:
        at = (side * (half - 0.18), place, 0.0)
        size = (1.02, 0.34, tall)
        full_bookcase(site, pile, at, size, board, (-side * QUARTER, books, 0.35))
        place += 1.04
    pile.box((0, y - 0.2, tall), (2 * half, 0.42, 0.12), board)
    pile.box((side * (half - 0.2), y / 2, tall), (0.42, y, 0.12), board)
    if room.height > 3.5:
        _ladder(site, (half - 0.36, site.between(4.0, 6.0)), tall, side)
        for number in range(5):
            _bust(site, (site.between(-half, half), y - 0.2, tall + 0.12), number)


def _bust(site: Site, at: Point, number: int) -> None:
    """Vases and balls that stand on the bookcases."""
    clay = Matter(colour=site.pick((0.5, 0.45, 0.36), (0.3, 0.14, 0.08), (0.1, 0.14, 0.2)))
    tall = site.between(0.25, 0.42)
    if number % 2:
        shape = ((0.4, 0), (0.7, 0.4), (0.9, 0.65), (0.4, 0.9), (0.5, 1.0))
        site.lathe(at, [(0.32 * tall * r, tall * h) for r, h in shape], clay)
    else:
        site.lathe(at, [(0.1, 0), (0.02, 0.05), (0.02, 0.1)], BRASS)
        site.ball((at[0], at[1], at[2] + 0.24), 0.15, clay)


def _ladder(site: Site, at: tuple[float, float], tall: float, side: int) -> None:
    """Leans on the bookcases of a side, on a rail of brass."""
    x, y = at
    oak = wood((0.32, 0.17, 0.08))
    top = min(tall - 0.15, 2.75)
    low, high = side * (x - 0.65), side * (x - 0.06)
    for edge in (-0.22, 0.22):
        site.rod((low, y + edge, 0.0), (high, y + edge, top + 0.1), 0.025, oak)
    for number in range(1, 9):
        share = number / 9
        step = (low + share * (high - low), y, share * top)
        site.box(step, (0.09, 0.44, 0.025), oak)
    site.rod((side * (x - 0.04), 1.2, top), (side * (x - 0.04), y + 3, top), 0.014, BRASS)


def _tables(site: Site, room: Hall, slope: float, is_day: bool) -> None:
    oak = wood(site.pick((0.28, 0.14, 0.06), (0.4, 0.24, 0.12)), 0.35)
    is_old = room.height > 3.5
    seat = oak if site.chance(0.6) else wood((0.12, 0.06, 0.03))
    for y, aside in ((3.6, -1.75), (4.1, 1.7), (6.0, -1.9), (6.2, 2.0)):
        x = slope * y + aside + site.between(-0.15, 0.15)
        if abs(x) > room.half_width - 1.1:
            continue
        turn = site.between(-0.08, 0.08) + QUARTER * site.chance(0.3)
        if not is_old and site.chance(0.4):
            table(site, (x, y, 0), oak, radius=0.5)
        else:
            desk(site, (x, y, 0), (1.6, 0.85, 0.75), oak, legs=oak, turn=turn)
        _lamp(site, there((site.between(-0.3, 0.3), 0.1, 0.75), (x, y, 0), turn), is_day, turn)
        for number in range(int(site.rng.integers(2, 7))):
            cover = Matter(colour=site.pick(*LEATHER), rough=0.6)
            place = there((-0.5, -0.05, 0.75 + 0.036 * number), (x, y, 0), turn)
            site.box(place, (0.19, 0.26, 0.035), cover, turn=site.between(-0.4, 0.4), bevel=0.003)
        papers(site, there((0.35, -0.18, 0.75), (x, y, 0), turn), 2)
        for edge, back in ((-0.62, math.pi), (0.62, 0.0)):
            away = edge + site.between(-0.1, 0.1)
            spot = there((site.between(-0.35, 0.35), away, 0), (x, y, 0), turn)
            chair(site, spot, seat, turn=turn + back + site.between(-0.3, 0.3), legs=seat)
    if site.chance(0.5):
        hide = Matter(colour=site.pick((0.2, 0.08, 0.03), (0.05, 0.09, 0.06)), rough=0.4)
        x = slope * 6.6 - 0.8 * room.side
        sofa(site, (x, 6.7, 0), 0.7, hide, turn=site.between(-0.5, 0.5))


def _lamp(site: Site, at: Point, is_day: bool, turn: float) -> None:
    """A reading lamp of brass with a long shade of green glass."""
    site.lathe(at, [(0.09, 0), (0.08, 0.02), (0.012, 0.035), (0.012, 0.34)], BRASS, sides=20)
    around = np.linspace(-0.15, math.pi + 0.15, 12)
    ring = np.stack([0.075 * np.cos(around), 0.075 * np.sin(around)], 1)
    ends = [np.stack([np.full(12, end), ring[:, 0], ring[:, 1] + 0.3], 1) for end in (-0.14, 0.14)]
    points = [there(tuple(each), at, turn) for each in np.concatenate(ends)]
    faces = [(i, i + 1, 13 + i, 12 + i) for i in range(11)]
    faces += [
        (base, base + i, base + i + 1, base + i + 1) for base in (0, 12) for i in range(1, 11)
    ]
    tint = (0.05, 0.3, 0.12) if site.chance(0.75) else (0.6, 0.35, 0.1)
    shade = Matter(colour=tint, rough=0.2, thin=0.5, glow=0.35)
    site.mesh(np.array(points), faces, shade, is_smooth=True)
    x, y, z = at
    site.lamp((x, y, z + 0.29), watts=4 if is_day else 9, colour=WARM, radius=0.05)


def _lamps(site: Site, room: Hall, is_day: bool, is_old: bool) -> None:
    if not is_old:
        for x in (-2.2, -0.8, 0.8, 2.2):
            for y in (3.4, 6.0):
                watts = 7.0 if is_day else 12.0
                bar_lamp(site, (x, y, 2.75), 1.8, ceiling=room.height, watts=watts)
        return
    milk = Matter(colour=(1.0, 0.8, 0.55), glow=2.2 if is_day else 5.0)
    for x in (-1.2, 1.2):
        for y in (2.6, 4.9, 7.0):
            site.rod((x, y, 3.15), (x, y, room.height), 0.012, BRASS)
            site.lathe((x, y, 3.06), [(0.03, 0), (0.1, 0.03), (0.05, 0.12)], BRASS)
            site.ball((x, y, 2.93), 0.15, milk)
            watts = 10.0 if is_day else 26.0
            site.lamp((x, y, 2.7), watts=watts, colour=WARM, radius=0.15)


def _carpet(site: Site, x: float) -> None:
    colours = PALETTES[int(site.rng.integers(1, len(PALETTES)))]
    tones = (colours[0], colours[4], colours[1], colours[0], colours[1])
    pile = Pile()
    for number, tone in enumerate(tones):
        size = (2.8 - 0.34 * number, 4.4 - 0.34 * number, 0.004 + 0.002 * number)
        darker = (0.6 * tone[0], 0.6 * tone[1], 0.6 * tone[2])
        pile.box((x, 4.6, 0.002), size, cloth(darker).but(vary=0.2, vary_scale=12))
    star = cloth((0.4, 0.3, 0.2))
    for row in range(5):
        for column in range(3):
            at = (x - 0.45 + 0.45 * column, 3.7 + 0.45 * row, 0.01)
            pile.box(at, (0.16, 0.16, 0.006), star, QUARTER / 2)
    pile.put(site)
