"""A hall with lanes, starting blocks and tall windows, or a pool in a garden with loungers."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from retrat.train.data.places.greenery import Kind, bark, bush, greens, hedge, tree
from retrat.train.data.places.interiors import mirrored, pillow
from retrat.train.data.places.landscape import Relief, patches
from retrat.train.data.places.site import (
    STEEL,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    cloth,
    mixed,
    placed,
    plaster,
    wood,
)
from retrat.train.data.places.streets import Box, balls, boxes
from retrat.train.data.places.things import plant

LEVEL = -0.09  # of the water
WATERS: tuple[Colour, ...] = ((0.02, 0.24, 0.38), (0.03, 0.3, 0.36), (0.015, 0.18, 0.36))
BRIGHTS: tuple[Colour, ...] = (
    (0.55, 0.04, 0.03), (0.75, 0.5, 0.04), (0.03, 0.14, 0.45), (0.04, 0.35, 0.2), (0.7, 0.25, 0.04),
)  # fmt: skip
CLOTHS: tuple[Colour, ...] = (
    (0.72, 0.68, 0.6), (0.75, 0.45, 0.1), (0.1, 0.36, 0.42), (0.55, 0.12, 0.08), (0.2, 0.3, 0.16),
)  # fmt: skip
Span = tuple[float, float]


def build(site: Site, moment: str) -> None:
    assert moment == ""
    if site.chance(0.55):
        _hall(site)
    else:
        _garden(site)
    if site.chance(0.5):
        mirrored(site)


def _hall(site: Site) -> None:
    """Its windows are to the right."""
    right, left, deep, high = site.between(4.3, 5.2), -9.5, site.between(21, 25), 5.2
    accent = site.pick(*BRIGHTS)
    lane = site.between(1.75, 2.0)
    pool_x = (-8.0, (1.5 if site.chance(0.3) else 1.0) * lane + site.between(0.2, 0.5))
    pool_y = (site.between(4.3, 5.0), deep - 2.2)
    middles = [float(x) for x in np.arange(pool_x[1] - lane / 2, pool_x[0] + 0.4 * lane, -lane)]
    _water(site, pool_x, pool_y, middles, is_sunny=False)
    tile = site.pick((0.6, 0.57, 0.5), (0.5, 0.53, 0.54), (0.55, 0.48, 0.4))
    deck = Matter(
        colour=tile, rough=0.3, pattern="checks", second=mixed(tile, (0, 0, 0), 0.1),
        pattern_scale=3.3, vary=0.08, vary_scale=1.2,
    )  # fmt: skip
    _deck(site, (pool_x, pool_y), ((left, right), (-3.0, deep)), deck)
    for middle in middles:
        _block(site, (middle, pool_y[0] - 0.45, 0), accent)
        _rope(site, middle - lane / 2, pool_y, accent)
    _walls(site, (left, right), deep, high)
    _glazing(site, right, deep, high)
    _roof(site, (left, right), deep, high)
    _beside(site, right, pool_y, accent)
    site.view = View(
        at=(site.between(-0.4, 0.1), 0, 1.5),
        to=(site.between(-0.1, 0.5), 4, 1.5),
        stop=site.between(1.9, 2.6),
        exposure=-0.3,
    )


def _water(site: Site, across: Span, away: Span, lines: list[float], *, is_sunny: bool) -> None:
    """Ripples, dark lines on the ground and, in the sun, a net of light."""
    colour = site.pick(*WATERS)
    water = Matter(
        colour=colour, rough=0.04, bump=0.12, bump_scale=2.2, stretch=(1, 0.7, 1), moves="water"
    )
    y = np.geomspace(away[0], away[1], 330)[:, None] + np.zeros(330)
    x = np.linspace(across[0], across[1], 330)[None] + np.zeros((330, 1))
    ripple, swell, net = Relief(site, 0.45, 2), Relief(site, 1.7, 2), Relief(site, 0.42, 1)
    small, wide = ripple(x, y), swell(x, y)
    z = LEVEL + 0.007 * small + 0.012 * wide
    tones = 6
    kinds = np.clip(2.2 + 1.5 * wide + 1.0 * small, 0, tones - 1).astype(int)
    if is_sunny:
        kinds[np.abs(net(x + 0.2 * wide, y)) < 0.13] = tones
    bent = x + 0.07 * wide + 0.05 * small
    for line in lines:
        kinds[np.abs(bent - line) < 0.13] = tones + 1
    deep = mixed(colour, (0.0, 0.02, 0.06), 0.35)
    pale = mixed(colour, (0.5, 0.8, 0.8), 0.22)
    matters = [water.but(colour=mixed(deep, pale, share)) for share in np.arange(tones) / 5]
    matters.append(water.but(colour=mixed(colour, (0.6, 0.92, 0.9), 0.3)))
    matters.append(water.but(colour=mixed(colour, (0.0, 0.01, 0.03), 0.75)))
    patches(site, (x, y, z), kinds, matters)


def _deck(site: Site, pool: tuple[Span, Span], hall: tuple[Span, Span], matter: Matter) -> None:
    """The floor around the pool, and its edge."""
    (a, b), (near, far) = pool
    (left, right), (front, back) = hall
    parts = [
        (left, right, front, near), (left, right, far, back), (left, a, near, far),
        (b, right, near, far),
    ]  # fmt: skip
    floor: list[Box] = [
        (((u + v) / 2, (s + t) / 2, -0.3), (v - u, t - s, 0.3)) for u, v, s, t in parts
    ]
    boxes(site, floor, matter, bevel=0)
    edge: list[Box] = [(((a + b) / 2, y, -0.28), (b - a + 0.5, 0.26, 0.295)) for y in (near, far)]
    edge += [((x, (near + far) / 2, -0.28), (0.26, far - near, 0.294)) for x in (a, b)]
    boxes(site, edge, Matter(colour=(0.7, 0.69, 0.65), rough=0.4, vary=0.06), bevel=0.02)
    blue = Matter(colour=(0.03, 0.12, 0.28), rough=0.2)
    band: list[Box] = [(((a + b) / 2, far - 0.14, -0.14), (b - a, 0.02, 0.1))]
    band += [((x, (near + far) / 2, -0.14), (0.02, far - near, 0.1)) for x in (a + 0.14, b - 0.14)]
    boxes(site, band, blue, bevel=0)
    joints: list[Box] = [(((a + b) / 2, near - 0.2 - 0.09 * n, 0), (b - a, 0.02, 0.004))
                         for n in range(3)]  # fmt: skip
    boxes(site, joints, Matter(colour=(0.2, 0.2, 0.2), rough=0.6), bevel=0)


def _block(site: Site, at: Point, colour: Colour) -> None:
    """To start from: a foot and a sloping board."""
    x, y, _ = at
    site.box((x, y - 0.05, 0), (0.42, 0.42, 0.5), WHITE, bevel=0.03)
    top = Matter(colour=colour, rough=0.7)
    u, low, high = 0.27, 0.58, 0.72
    points = [
        (x + s * u, y + d, h + t) for t in (0.0, 0.05) for s, d, h in
        ((-1, -0.36, high), (1, -0.36, high), (1, 0.36, low), (-1, 0.36, low))
    ]  # fmt: skip
    faces = [
        (0, 3, 2, 1), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7),
    ]  # fmt: skip
    site.mesh(points, faces, top, bevel=0.01)
    site.box((x, y - 0.02, 0.48), (0.3, 0.34, 0.15), WHITE, bevel=0.02)
    for side in (-0.3, 0.3):
        site.rod((x + side, y - 0.3, 0.3), (x + side, y + 0.25, 0.42), 0.018, STEEL)
        site.rod((x + side, y + 0.25, 0.42), (x + side, y + 0.25, 0.62), 0.018, STEEL)


def _rope(site: Site, x: float, away: Span, accent: Colour) -> None:
    """Floats on a line, of one colour near its ends."""
    steps = np.arange(away[0] + 0.4, away[1] - 0.3, 0.15)
    kinds: dict[bool, list[tuple[Point, float]]] = {True: [], False: []}
    for number, y in enumerate(steps):
        is_end = min(y - away[0], away[1] - y) < 4.0
        drift = 0.03 * math.sin(0.8 * y + x)
        place = (x + drift, float(y), LEVEL + 0.015 + 0.012 * math.sin(3 * y))
        kinds[is_end or number // 5 % 2 == 0].append((place, 0.07))
    balls(site, kinds[True], Matter(colour=accent, rough=0.35))
    balls(site, kinds[False], Matter(colour=(0.78, 0.78, 0.75), rough=0.35))


def _walls(site: Site, across: Span, deep: float, high: float) -> None:
    """Tiles below, plaster above; a window in the far wall, rings and boards to swim with."""
    left, right = across
    wide, middle = right - left, (left + right) / 2
    upper = plaster(site.pick((0.68, 0.66, 0.6), (0.5, 0.56, 0.58), (0.66, 0.58, 0.46)))
    tiled = Matter(
        colour=site.pick((0.62, 0.66, 0.66), (0.08, 0.26, 0.34), (0.16, 0.34, 0.34)), rough=0.2,
        vary=0.12, vary_scale=6,
    )  # fmt: skip
    site.box((left - 0.1, deep / 2, 0), (0.2, deep + 8, high), upper, bevel=0)
    site.box((left + 0.02, deep / 2, 0), (0.06, deep + 6, 1.5), tiled, bevel=0)
    site.box((middle, -3.2, 0), (wide, 0.2, high), upper, bevel=0)
    site.box((middle, deep + 0.1, 0), (wide, 0.2, 1.5), tiled, bevel=0)
    site.box((middle, deep + 0.1, high - 0.9), (wide, 0.2, 0.9), upper, bevel=0)
    piers: list[Box] = []
    x, step = right - 0.35, site.between(2.6, 3.6)
    while x > left:
        piers.append(((x, deep + 0.1, 1.5), (site.between(0.5, 0.7), 0.24, high - 2.4)))
        x -= step
    boxes(site, piers, upper, bevel=0)
    frame = Matter(colour=(0.06, 0.065, 0.07), rough=0.4)
    bars: list[Box] = [
        ((middle, deep + 0.12, z), (wide, 0.06, 0.07)) for z in (1.52, 3.1, high - 1)
    ]
    bars += [((a[0][0] - step / 2, deep + 0.12, 1.5), (0.06, 0.06, high - 2.4)) for a in piers]
    boxes(site, bars, frame)
    red = Matter(colour=(0.6, 0.07, 0.03), rough=0.5)
    for number in range(2):
        _ring(site, (left + 3.0 + 5.5 * number, deep - 0.04, 0.95), red)


def _ring(site: Site, at: Point, matter: Matter) -> None:
    """A lifebuoy on the wall."""
    around, about = np.meshgrid(
        np.linspace(0, 2 * math.pi, 25), np.linspace(0, 2 * math.pi, 9), indexing="ij"
    )
    radius = 0.27 + 0.07 * np.cos(about)
    points = np.stack(
        [radius * np.cos(around), 0.07 * np.sin(about), radius * np.sin(around)], axis=-1
    )
    first = (np.arange(24)[:, None] * 9 + np.arange(8)).ravel()
    faces = np.stack([first, first + 1, first + 10, first + 9], axis=1)
    white = (first // 9) % 6 < 2
    flat = placed(points.reshape(-1, 3), at)
    site.mesh(flat, faces[~white], matter, is_smooth=True)
    site.mesh(flat, faces[white], WHITE, is_smooth=True)


def _glazing(site: Site, right: float, deep: float, high: float) -> None:
    """The wall of glass to the right, a garden outside, and the light through both."""
    frame = Matter(colour=site.pick((0.06, 0.065, 0.07), (0.6, 0.6, 0.58)), rough=0.4)
    step = site.between(1.8, 2.6)
    bars: list[Box] = [
        ((right, float(y), 0.3), (0.14, 0.09, high - 0.6)) for y in np.arange(-2, deep, step)
    ]
    bars += [((right, deep / 2, z), (0.14, deep + 6, 0.1)) for z in (0.3, 2.4, high - 0.3)]
    boxes(site, bars, frame)
    stone = Matter(colour=(0.5, 0.48, 0.44), rough=0.7)
    boxes(site, [((right, deep / 2, 0), (0.3, deep + 6, 0.32))], stone)
    boxes(site, [((right, deep / 2, high - 0.32), (0.3, deep + 6, 0.34))], stone)
    site.sky = Sky(zenith=(0.4, 0.58, 0.9), horizon=(0.85, 0.92, 1.0), strength=1.5, cover=0.5)
    grass = Matter(colour=(0.14, 0.25, 0.06), rough=1.0, vary=0.4, vary_scale=0.5)
    site.plane((0, 20, -0.4), (160, 160), grass)
    kind = Kind(
        greens=greens((0.12, 0.26, 0.05), (0.2, 0.34, 0.07)), bark=bark((0.1, 0.07, 0.05)),
        leaf=0.16, count=3000,
    )  # fmt: skip
    for number in range(9):
        far = site.between(5, 12)
        at = (right + far, 6 + 3.2 * number + site.between(-1, 1), -0.4)
        if number % 2:
            at = (-9 + 2.4 * number + site.between(-1, 1), deep + far, -0.4)
        tree(site, at, site.between(4.5, 8.5), kind)
    for y in (5.0, 12.0, 18.5):
        site.panel(
            (right + 0.3, y, high / 2), (-3.5, y + 1, 0.3), (6.2, high - 0.8), watts=420,
            colour=(0.93, 0.97, 1.0),
        )  # fmt: skip
    site.panel((-2, deep + 0.3, 3.0), (-2, 8, 0.0), (12, 2.6), watts=380, colour=(0.93, 0.97, 1.0))
    site.sun(site.between(22, 32), site.between(55, 75), watts=3.0, colour=(1.0, 0.88, 0.7))


def _roof(site: Site, across: Span, deep: float, high: float) -> None:
    """Glued beams across under boards, and round lamps between."""
    left, right = across
    wide, middle = right - left + 1, (left + right) / 2
    board = wood(site.pick((0.5, 0.33, 0.18), (0.6, 0.56, 0.48), (0.34, 0.21, 0.12)), rough=0.6)
    site.box((middle, deep / 2, high), (wide, deep + 8, 0.1), board, bevel=0)
    beam = wood(site.pick((0.45, 0.28, 0.14), (0.55, 0.38, 0.22)), rough=0.5)
    ys = [float(y) for y in np.arange(1.5, deep, site.between(2.6, 3.6))]
    boxes(site, [((middle, y, high - 0.55), (wide, 0.2, 0.55)) for y in ys], beam, bevel=0.01)
    lamp = Matter(colour=(1.0, 0.93, 0.82), glow=5)
    for y in ys:
        for x in (right - 3.0, right - 7.0, right - 11.0):
            site.lathe((x, y + 1.3, high - 0.42), [(0.24, 0), (0.24, 0.1)], lamp, sides=18)
    for x in (right - 3.0, right - 9.0):
        for y in (5.0, 12.0):
            site.panel((x, y, high - 0.7), (x, y, 0), (1.5, 3), watts=45, colour=(1.0, 0.93, 0.82))


def _beside(site: Site, right: float, away: Span, accent: Colour) -> None:
    """Along the windows: loungers or benches, plants, boards to swim with, a high seat."""
    x = right - 0.85
    y = away[0] + 0.6
    while y < away[1] - 2:
        if site.chance(0.65):
            _lounger(site, (x, y + 0.9, 0), math.pi / 2 + site.between(-0.1, 0.1))
            y += site.between(1.1, 1.6)
        else:
            height = site.between(1.2, 1.9)
            plant(site, (right - 0.5, y + 0.4, 0), height=height, pot=(0.5, 0.48, 0.44))
            y += site.between(0.9, 1.4)
    for number in range(7):
        colour = site.pick(accent, *BRIGHTS)
        float_board = Matter(colour=colour, rough=0.7)
        at = (right - 1.35, away[0] - 0.25, 0.035 * number)
        site.box(at, (0.3, 0.46, 0.033), float_board, turn=site.between(-0.3, 0.3), bevel=0.01)
    _high_seat(site, (right - 1.5, site.between(9.5, 12.0), 0))


def _high_seat(site: Site, at: Point) -> None:
    """For who watches the pool: a ladder on both sides, a seat above."""
    x, y, _ = at
    for b in (-0.35, 0.35):
        for a in (-0.45, 0.45):
            site.rod((x + a, y + b, 0), (x + 0.55 * a, y + b, 1.8), 0.025, WHITE)
        for z in (0.4, 0.8, 1.2):
            site.rod(
                (x - 0.4 + 0.1 * z, y - 0.35, z), (x - 0.4 + 0.1 * z, y + 0.35, z), 0.02, WHITE
            )
    site.box((x, y, 1.7), (0.5, 0.62, 0.05), WHITE)
    site.box((x + 0.24, y, 1.75), (0.04, 0.62, 0.55), WHITE)


def _lounger(site: Site, at: Point, turn: float) -> None:
    """Its head is towards +y where it is not turned; some with a towel."""
    frame = wood((0.4, 0.24, 0.12)) if site.chance(0.5) else WHITE
    legs: list[Box] = [((x, y, 0), (0.05, 0.05, 0.3)) for x in (-0.3, 0.3) for y in (-0.8, 0.5)]
    legs += [((x, 0, 0.26), (0.05, 1.9, 0.05)) for x in (-0.32, 0.32)]
    boxes(site, legs, frame, at=at, turn=turn)
    mat = cloth(site.pick(*CLOTHS))
    boxes(site, [((0, -0.35, 0.31), (0.62, 1.25, 0.08))], mat, at=at, turn=turn, bevel=0.03)
    points = np.array(
        [
            (x, y, z)
            for y, z in ((0.26, 0.31), (0.26, 0.4), (0.85, 0.72), (0.9, 0.64))
            for x in (-0.31, 0.31)
        ]
    )
    faces = [(0, 1, 3, 2), (2, 3, 5, 4), (4, 5, 7, 6), (6, 7, 1, 0), (0, 2, 4, 6), (1, 7, 5, 3)]
    site.mesh(placed(points, at, turn), faces, mat, bevel=0.02)
    if site.chance(0.5):
        towel = cloth(site.pick(*CLOTHS, *BRIGHTS))
        boxes(site, [((0, -0.6, 0.385), (0.4, 0.5, 0.05))], towel, at=at, turn=turn, bevel=0.02)


def _garden(site: Site) -> None:
    """A pool before a hedge, a house to one side, the sun from behind the camera."""
    pool_x = (-site.between(4.5, 6.5), site.between(2.2, 3.6))
    pool_y = (site.between(4.2, 4.9), site.between(11.5, 14.5))
    stone = Matter(
        colour=site.pick((0.56, 0.5, 0.4), (0.5, 0.47, 0.43), (0.6, 0.5, 0.38)), rough=0.75,
        pattern="checks", second=(0.5, 0.45, 0.37), pattern_scale=1.6, vary=0.12, vary_scale=2,
    )  # fmt: skip
    _water(site, pool_x, pool_y, [], is_sunny=True)
    ends = (pool_y[1] + 2.6, pool_y[1] + 4.2)
    _deck(site, (pool_x, pool_y), ((-14.0, 11.0), (-6.0, ends[0])), stone)
    grass = Matter(colour=(0.1, 0.2, 0.035), rough=1.0, vary=0.35, vary_scale=1.5, bump=0.5)
    site.plane((0, 60 + ends[0], -0.02), (160, 120), grass)
    x = pool_x[0] + 0.6
    while x < 6.0:
        if site.chance(0.72):
            _lounger(site, (x, pool_y[1] + 1.4, 0), site.between(-0.25, 0.25))
        elif site.chance(0.7):
            _parasol(site, (x, pool_y[1] + 1.5, 0))
        x += site.between(1.0, 1.4)
    for number in range(3):
        y = pool_y[0] + 1.2 + 2.4 * number + site.between(-0.3, 0.3)
        _lounger(site, (pool_x[1] + 1.5, y, 0), -math.pi / 2 + site.between(-0.2, 0.2))
    _parasol(site, (pool_x[1] + 1.3, pool_y[0] + site.between(2.6, 4.4), 0))
    _planting(site, ends[1], pool_x)
    _ladder(site, (pool_x[0] + 1.0, pool_y[1], 0))
    _swimming(site, pool_x, pool_y)
    site.sky = Sky(
        zenith=(0.08, 0.24, 0.62), horizon=(0.62, 0.78, 0.93), strength=0.95,
        cover=site.between(0.2, 0.5), cloud_scale=site.between(2, 4),
    )  # fmt: skip
    azimuth = site.between(128, 160) * (1 if site.chance(0.5) else -1)
    site.sun(site.between(34, 48), azimuth, watts=3.7, colour=(1.0, 0.92, 0.8), angle=0.012)
    site.view = View(
        to=(site.between(-0.35, 0.45), 4, 1.5), stop=site.between(2.4, 3.4), exposure=-0.2
    )


def _parasol(site: Site, at: Point) -> None:
    x, y, _ = at
    top, wide = site.between(2.3, 2.6), site.between(1.2, 1.5)
    site.lathe(at, [(0.25, 0), (0.25, 0.07), (0.03, 0.1), (0.03, 0.3)], STEEL, sides=16)
    site.rod((x, y, 0), (x, y, top + 0.05), 0.025, wood((0.45, 0.28, 0.14)))
    shade = cloth(site.pick(*CLOTHS)).but(thin=0.3)
    around = np.linspace(0, 2 * math.pi, 8, endpoint=False)
    rims = [
        np.stack([r * np.cos(around) + x, r * np.sin(around) + y, np.full(8, z)], axis=1)
        for r, z in ((0.02, top), (wide, top - 0.5), (1.01 * wide, top - 0.66))
    ]
    faces = [
        (8 * ring + i, 8 * ring + (i + 1) % 8, 8 * ring + 8 + (i + 1) % 8, 8 * ring + 8 + i)
        for ring in (0, 1)
        for i in range(8)
    ]
    site.mesh(np.concatenate(rims), faces, shade)


def _planting(site: Site, y: float, across: Span) -> None:
    """A hedge, trees and shrubs behind, perhaps a white house to the right."""
    dark = Kind(
        greens=greens((0.08, 0.18, 0.035), (0.15, 0.28, 0.06), (0.11, 0.24, 0.05)),
        bark=bark((0.12, 0.08, 0.05)), leaf=0.06, count=11000,
    )  # fmt: skip
    hedge(site, (-13, y, 0), (12, y, 0), (0.9, site.between(1.5, 2.1)), dark)
    light = dark.but(greens=greens((0.16, 0.32, 0.06), (0.24, 0.4, 0.09)), leaf=0.11, count=6000)
    low = light.but(bare=0.08, wide=0.85, clumps=60)
    for number in range(11):
        x = -15 + 3.0 * number + site.between(-1.3, 1.3)
        at = (x, y + site.between(2, 9), 0.0)
        kind = low if site.chance(0.6) else dark.but(leaf=0.1, bare=0.1, wide=0.6, count=6000)
        tree(site, at, site.between(3.6, 7.5), kind)
    for _ in range(5):
        at = (site.between(across[0] - 3, 8), y - site.between(0.8, 1.1), 0.0)
        size = site.between(0.7, 1.2)
        bush(site, at, (size, size, 0.9 * size), light.but(count=1200, clumps=12, leaf=0.06))
    if site.chance(0.55):
        _house(site, site.between(5.2, 6.4), y)


def _house(site: Site, x: float, y: float) -> None:
    wall = plaster(site.pick((0.78, 0.74, 0.66), (0.7, 0.55, 0.38), (0.74, 0.72, 0.69)))
    site.box((x + 4, y - 5, 0), (8, 9, site.between(3.2, 5.8)), wall, bevel=0.01)
    frame, dark = wood((0.2, 0.12, 0.07)), Matter(colour=(0.05, 0.07, 0.08), rough=0.06)
    for number in range(3):
        at = (x - 0.02, y - 8 + 2.6 * number, 0.0)
        site.box(at, (0.06, 1.6, 2.3), frame)
        site.box((x - 0.04, at[1], 0.06), (0.06, 1.45, 2.15), dark, bevel=0)
    site.box((x - 1.2, y - 5, 2.75), (2.6, 9.4, 0.14), wood((0.36, 0.24, 0.14)))
    for number in range(3):
        site.box((x - 2.3, y - 9 + 4 * number, 0), (0.14, 0.14, 2.75), wood((0.36, 0.24, 0.14)))


def _ladder(site: Site, at: Point) -> None:
    """Two bent steel rails over the far edge."""
    x, y, _ = at
    for side in (-0.25, 0.25):
        around = np.linspace(0, math.pi, 9)
        path = [(x + side, y + 0.35 * math.cos(a), 0.75 * math.sin(a)) for a in around]
        for start, end in pairwise(path):
            site.rod(start, end, 0.022, STEEL)


def _swimming(site: Site, across: Span, away: Span) -> None:
    """A ball, an air mattress."""
    if site.chance(0.6):
        at = (site.between(across[0] + 1, -1.5), site.between(7.0, 9.5), LEVEL - 0.02)
        mattress = Matter(colour=site.pick(*BRIGHTS), rough=0.4)
        pillow(site, at, (0.75, 0.22, 1.8), mattress, turn=site.between(-1.2, 1.2), lean=1.45)
    if site.chance(0.5):
        at = (site.between(1.0, across[1] - 0.4), site.between(away[0] + 1.5, 9), LEVEL + 0.12)
        site.ball(at, 0.2, Matter(colour=site.pick(*BRIGHTS), rough=0.35))
