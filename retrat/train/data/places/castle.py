"""A castle's hall: walls of blocks, arches, torches, plain banners, a hearth or a throne."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from retrat.train.data.places.halls import (
    arc,
    arch,
    boxes,
    candle,
    candlestick,
    column,
    drape,
    flame,
    pane,
    stonework,
    there,
)
from retrat.train.data.places.site import (
    BLACK,
    BRASS,
    STEEL,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    cloth,
    glowing,
    wood,
)

IRON = Matter(colour=(0.03, 0.028, 0.026), rough=0.55, metal=0.7, bump=0.3, bump_scale=40)
FIRE: Colour = (1.0, 0.55, 0.22)
BANNERS: tuple[tuple[Colour, Colour], ...] = (
    ((0.35, 0.02, 0.02), (0.6, 0.38, 0.08)),
    ((0.02, 0.06, 0.25), (0.6, 0.55, 0.45)),
    ((0.03, 0.15, 0.06), (0.55, 0.4, 0.1)),
    ((0.2, 0.03, 0.15), (0.55, 0.5, 0.42)),
)


def build(site: Site, moment: str) -> None:
    del moment  # thick walls know none
    tone = site.pick((0.3, 0.27, 0.23), (0.26, 0.25, 0.25), (0.36, 0.29, 0.21))
    stone = Matter(colour=tone, rough=0.92, vary=0.28, vary_scale=4, bump=0.55, bump_scale=10)
    aside = 1 if site.chance(0.5) else -1
    depth, half, high = 8.0, 2.6, 5.2
    stonework(site, (0, depth, 0), (2 * half + 0.4, high), stone)
    for side in (-1, 1):
        stonework(
            site, (side * half, depth / 2, 0), (depth + 2, high), stone, turn=-side * math.pi / 2
        )
    _floor(site, half, depth)
    _roof(site, half, depth, high)
    has_hearth = site.chance(0.5)
    _windows(site, depth, stone, 3 if has_hearth and site.chance(0.5) else 2)
    field, hem = BANNERS[int(site.rng.integers(len(BANNERS)))]
    for side in (-1, 1):
        _side(site, side, half, stone)
        _banners(site, side * (half - 0.2), cloth(field), cloth(hem))
    if has_hearth:
        _hearth(site, aside * site.between(0.9, 1.25), depth, stone)
    else:
        _throne(site, -aside * site.between(0.0, 0.4), depth)
    if site.chance(0.7):
        _board(site, -aside * 1.6, 4.6)
    if site.chance(0.55):
        _armour(site, (aside * 1.95, 5.2, 0))
    _ring(site, (site.between(-0.4, 0.4), 5.2, 3.05))
    site.panel(
        (aside * 2.6, 1.2, 3.4),
        (-aside * 0.8, 6, 1.2),
        (0.9, 2.0),
        watts=50,
        colour=(0.7, 0.82, 1.0),
    )
    site.panel(
        (-aside * 2.4, 1.2, 2.6),
        (aside * 1.2, 6, 1.0),
        (0.8, 0.8),
        watts=45,
        colour=(1.0, 0.7, 0.42),
    )
    site.sky = Sky(zenith=(0.3, 0.3, 0.35), horizon=(0.3, 0.3, 0.35), strength=0.08)
    site.view = View(stop=2.2, exposure=0.6)


def _floor(site: Site, half: float, depth: float) -> None:
    flag = Matter(
        colour=(0.22, 0.2, 0.17), rough=0.55, vary=0.3, vary_scale=3, bump=0.25, bump_scale=6
    )
    ats, sizes = [], []
    y = -1.0
    while y < depth + 0.5:
        long, x = site.between(0.5, 0.8), -half - site.between(0, 0.5)
        while x < half + 0.5:
            wide = site.between(0.5, 1.0)
            ats.append((x + wide / 2, y + long / 2, -0.1 + site.between(0, 0.008)))
            sizes.append((wide - 0.012, long - 0.012, 0.1))
            x += wide
        y += long
    boxes(site, ats, sizes, flag, bevel=0.008)
    site.plane(
        (0, depth / 2, -0.012), (2 * half + 1, depth + 3), flag.but(colour=(0.06, 0.055, 0.05))
    )
    if site.chance(0.6):
        red = cloth(site.pick((0.22, 0.02, 0.02), (0.03, 0.05, 0.14), (0.1, 0.05, 0.03)))
        site.box((0, 4.5, 0.008), (1.5, 6.6, 0.012), red)
        for x in (-0.66, 0.66):
            site.box((x, 4.5, 0.01), (0.06, 6.5, 0.013), cloth((0.5, 0.35, 0.1)), bevel=0)


def _roof(site: Site, half: float, depth: float, high: float) -> None:
    beam = wood((0.1, 0.055, 0.03), rough=0.7)
    site.box(
        (0, depth / 2, high), (2 * half + 1, depth + 3, 0.1), wood((0.12, 0.07, 0.04)), bevel=0
    )
    for y in np.arange(1.8, depth, 1.5):
        site.box((0, float(y), high - 0.38), (2 * half, 0.26, 0.34), beam, bevel=0.02)
        for side in (-1, 1):
            site.rod(
                (side * (half - 0.05), float(y), high - 1.4),
                (side * (half - 1.1), float(y), high - 0.35),
                0.1,
                beam,
                6,
            )


def _windows(site: Site, depth: float, stone: Matter, count: int) -> None:
    """Some pointed ones, high in the back wall."""
    outline = arc(0.42, 1.25, peak=1.55)
    light = Matter(colour=(0.72, 0.84, 1.0), glow=1.7)
    xs = (-1.65, 0.0, 1.65) if count == 3 else (-1.6, 1.6)
    for x in xs:
        at = (x, depth - 0.04, 2.45)
        pane(site, at, outline, light)
        arch(site, (x, depth - 0.02, 2.45), outline, (0.14, 0.2), stone.but(bump=0.3))
        site.box((x, depth - 0.1, 2.36), (1.15, 0.3, 0.1), stone)
        site.box((x, depth - 0.06, 2.45), (0.05, 0.05, 1.85), stone, bevel=0.01)
        for z in np.arange(2.6, 4.0, 0.2):
            site.box((x, depth - 0.055, float(z)), (0.84, 0.012, 0.012), BLACK, bevel=0)
        site.panel(
            (x, depth - 0.25, 3.3),
            (0.3 * x, depth - 3, 0),
            (0.8, 1.5),
            watts=26,
            colour=(0.7, 0.84, 1.0),
        )


def _side(site: Site, side: int, half: float, stone: Matter) -> None:
    """Half columns, arches against the wall, torches on the columns."""
    x = side * (half - 0.12)
    smooth = stone.but(bump=0.25, vary=0.2)
    for number, y in enumerate((3.1, 5.3, 7.5)):
        column(site, (x, y, 0), 2.7, 0.17, smooth)
        arch(
            site, (x, y + 1.1, 0), arc(0.98, 2.72, peak=1.25), (0.2, 0.3), smooth, turn=math.pi / 2
        )
        if number < 2:
            _torch(site, (side * (half - 0.3), y, 1.75), side)


def _banners(site: Site, x: float, field: Matter, hem: Matter) -> None:
    """Plain ones along a side wall."""
    turn = -math.copysign(math.pi / 2, x)
    pole = wood((0.2, 0.1, 0.05))
    for y in (4.2, 6.4):
        z = 1.75 + site.between(-0.1, 0.1)
        drape(site, (x, y, z), (0.75, 1.75), field, turn=turn, folds=(0.02, 0.4))
        for level, tall in ((z, 0.12), (z + 1.35, 0.07)):
            nearer = x - math.copysign(0.03, x)
            drape(site, (nearer, y, level), (0.76, tall), hem, turn=turn, folds=(0.02, 0.4))
        site.rod((x, y - 0.45, z + 1.76), (x, y + 0.45, z + 1.76), 0.02, pole)


def _torch(site: Site, at: Point, side: int) -> None:
    x, y, z = at
    site.rod(
        (x + 0.15 * side, y, z - 0.1),
        (x - 0.05 * side, y, z + 0.3),
        0.022,
        wood((0.12, 0.07, 0.04)),
    )
    site.lathe(
        (x - 0.06 * side, y, z + 0.27), [(0.03, 0), (0.065, 0.05), (0.07, 0.14)], IRON, sides=14
    )
    for dx, dy, tall in ((0, 0, 0.3), (0.02, 0.025, 0.22), (-0.025, -0.02, 0.2)):
        flame(
            site, (x - 0.06 * side + dx, y + dy, z + 0.36), tall * site.between(0.85, 1.15), glow=13
        )
    site.lamp((x - 0.13 * side, y - 0.05, z + 0.52), watts=38, colour=FIRE, radius=0.07)


def _hearth(site: Site, x: float, depth: float, stone: Matter) -> None:
    y = depth - 0.35
    for dx in (-0.85, 0.85):
        site.box((x + dx, y, 0), (0.36, 0.7, 1.35), stone, bevel=0.02)
    site.box((x, y, 1.35), (2.3, 0.8, 0.3), stone, bevel=0.03)
    points = [(x + a, y + b, z) for z, s in ((1.65, 1.0), (2.5, 0.55)) for a, b in
              ((-1.0 * s, -0.34), (1.0 * s, -0.34), (1.0 * s, 0.3), (-1.0 * s, 0.3))]  # fmt: skip
    site.mesh(points, [(i, (i + 1) % 4, 4 + (i + 1) % 4, 4 + i) for i in range(4)], stone)
    site.box((x, depth - 0.06, 0), (1.4, 0.05, 1.35), Matter(colour=(0.02, 0.018, 0.016), rough=1))
    for number in range(6):
        a, b = site.between(-0.35, 0.35), site.between(-0.35, 0.35)
        site.rod(
            (x + a - 0.25, y - 0.05, 0.1 + 0.04 * number),
            (x + b + 0.25, y + 0.05, 0.14 + 0.04 * number),
            0.05,
            wood((0.09, 0.05, 0.03)),
        )
    for _ in range(9):
        flame(
            site,
            (x + site.between(-0.32, 0.32), y + site.between(-0.1, 0.1), 0.22),
            site.between(0.2, 0.5),
            glow=9,
        )
    site.leaves(
        (x, y, 0.12), (0.45, 0.15, 0.06), glowing((1.0, 0.25, 0.04), 5), count=90, size=0.04
    )
    site.lamp((x, y - 0.3, 0.5), watts=90, colour=(1.0, 0.45, 0.16), radius=0.15)
    for dx in (-0.75, 0.7):
        candlestick(site, (x + dx, y - 0.2, 1.65), height=0.3)


def _throne(site: Site, x: float, depth: float) -> None:
    oak, red = wood((0.14, 0.07, 0.035)), cloth(site.pick((0.3, 0.02, 0.02), (0.04, 0.05, 0.2)))
    step = Matter(colour=(0.24, 0.21, 0.18), rough=0.7, vary=0.2, bump=0.3, bump_scale=8)
    for number in range(3):
        site.box(
            (x, depth - 0.9, 0.15 * number),
            (3.4 - 0.6 * number, 1.9 - 0.5 * number, 0.15),
            step,
            bevel=0.02,
        )
    y = depth - 0.75
    site.box((x, y, 0.45), (0.85, 0.7, 0.45), oak, bevel=0.02)
    site.box((x, y - 0.03, 0.9), (0.7, 0.6, 0.1), red, bevel=0.04)
    site.box((x, y + 0.32, 0.9), (0.85, 0.1, 1.25), oak, bevel=0.02)
    site.box((x, y + 0.26, 1.0), (0.62, 0.06, 0.95), red, bevel=0.03)
    for side in (-1, 1):
        site.box((x + side * 0.42, y, 1.15), (0.1, 0.6, 0.08), oak, bevel=0.02)
        site.ball((x + side * 0.4, y + 0.32, 2.2), 0.075, BRASS)
        _stand(site, (x + side * 1.25, depth - 0.9, 0.15))
    drape(site, (x, depth - 0.12, 0.4), (2.2, 3.6), red, folds=(0.07, 0.32))


def _stand(site: Site, at: Point) -> None:
    """Iron, with five candles."""
    x, y, z = at
    site.lathe(at, [(0.18, 0), (0.16, 0.03), (0.02, 0.08), (0.02, 1.4)], IRON)
    for number in range(5):
        dx = 0.13 * (number - 2)
        top = (x + dx, y, z + 1.42 + 0.05 * (2 - abs(number - 2)))
        site.rod((x, y, z + 1.3), top, 0.012, IRON, 6)
        candle(site, top, height=site.between(0.1, 0.2), radius=0.016)
    site.lamp((x, y - 0.1, z + 1.75), watts=26, colour=(1.0, 0.62, 0.3), radius=0.1)


def _board(site: Site, x: float, y: float) -> None:
    """A long table with candles, cups and bread."""
    oak = wood((0.18, 0.09, 0.045))
    site.box((x, y, 0.7), (0.95, 3.0, 0.07), oak, bevel=0.015)
    for dy in (-1.2, 1.2):
        site.box((x, y + dy, 0), (0.7, 0.12, 0.7), oak, bevel=0.02)
    for dx in (-0.75, 0.75):
        site.box((x + dx, y, 0.4), (0.3, 2.8, 0.05), oak, bevel=0.01)
        for dy in (-1.1, 1.1):
            site.box((x + dx, y + dy, 0), (0.22, 0.06, 0.4), oak)
    pewter = Matter(colour=(0.3, 0.3, 0.3), rough=0.35, metal=1.0)
    for number in range(6):
        a, b = site.between(-0.32, 0.32), y - 1.2 + 0.48 * number
        site.lathe((x + a, b, 0.77), [(0.12, 0), (0.13, 0.015)], pewter, sides=20)
        site.lathe(
            (x - a, b + 0.2, 0.77),
            [(0.035, 0), (0.012, 0.04), (0.045, 0.08), (0.045, 0.15)],
            pewter if number % 2 else BRASS,
            sides=18,
        )
    for dy in (-0.9, 0.0, 0.9):
        candlestick(site, (x + site.between(-0.1, 0.1), y + dy, 0.77), watts=3.0)
    loaf = Matter(
        colour=(0.4, 0.2, 0.07), rough=0.8, vary=0.3, vary_scale=14, bump=0.4, bump_scale=20
    )
    site.ball((x + 0.2, y + 0.45, 0.84), 0.1, loaf)


def _armour(site: Site, at: Point) -> None:
    x, y, z = at
    site.box(at, (0.6, 0.6, 0.12), wood((0.12, 0.07, 0.04)))
    for dx in (-0.12, 0.12):
        site.lathe(
            (x + dx, y, z + 0.12),
            [(0.07, 0), (0.055, 0.1), (0.075, 0.35), (0.06, 0.45), (0.095, 0.8)],
            STEEL,
        )
    site.lathe(
        (x, y, z + 0.85), [(0.24, 0), (0.17, 0.16), (0.24, 0.42), (0.2, 0.58), (0.08, 0.62)], STEEL
    )
    for side in (-1, 1):
        site.ball((x + side * 0.27, y, z + 1.4), 0.11, STEEL)
        site.rod((x + side * 0.3, y, z + 1.36), (x + side * 0.32, y - 0.1, z + 0.95), 0.055, STEEL)
    site.lathe(
        (x, y, z + 1.5), [(0.1, 0), (0.12, 0.1), (0.125, 0.2), (0.09, 0.29), (0.015, 0.33)], STEEL
    )
    site.box((x, y - 0.115, z + 1.63), (0.16, 0.02, 0.02), BLACK, bevel=0)
    site.rod((x + 0.4, y - 0.1, z), (x + 0.4, y - 0.1, z + 2.3), 0.018, wood((0.2, 0.1, 0.05)))


def _ring(site: Site, at: Point) -> None:
    """An iron ring of candles on chains."""
    x, y, z = at
    around = np.linspace(0, 2 * math.pi, 25)
    for a, b in pairwise(around):
        ends = [there((0.75 * math.cos(t), 0.75 * math.sin(t), 0), at) for t in (a, b)]
        site.rod(ends[0], ends[1], 0.022, IRON, 6)
    for number in range(9):
        turn = 2 * math.pi * number / 9
        foot = (x + 0.75 * math.cos(turn), y + 0.75 * math.sin(turn), z + 0.02)
        site.lathe(foot, [(0.05, 0), (0.055, 0.02)], IRON, sides=12)
        candle(site, (foot[0], foot[1], z + 0.04), height=site.between(0.08, 0.16), radius=0.018)
        if number % 3 == 0:
            site.rod(foot, (x, y, z + 1.1), 0.008, IRON, 6)
    site.rod((x, y, z + 1.1), (x, y, 5.2), 0.012, IRON, 6)
    site.lamp((x, y, z + 0.25), watts=60, colour=(1.0, 0.64, 0.32), radius=0.3)
