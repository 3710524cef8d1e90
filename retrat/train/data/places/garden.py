"""Flower beds along a lawn, behind them a house, a hedge or a fence, and trees."""

from __future__ import annotations

import math

import numpy as np

from retrat.train.data.places.greenery import (
    Kind,
    bark,
    blades,
    bush,
    daylight,
    flowers,
    foliage,
    grass,
    greens,
    hedge,
    scattered,
    tree,
    treeline,
)
from retrat.train.data.places.site import (
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    leaf,
    plaster,
    wood,
)
from retrat.train.data.places.things import chair, table

APPLE = Kind(
    greens=greens((0.1, 0.22, 0.03), (0.18, 0.33, 0.045), (0.28, 0.44, 0.07)),
    bark=bark((0.14, 0.11, 0.08)),
    wide=0.85,
)
BOX = Kind(
    greens=greens((0.08, 0.19, 0.03), (0.13, 0.28, 0.04), (0.2, 0.36, 0.06)),
    bark=bark((0.12, 0.1, 0.07)),
    leaf=0.028,
    count=1500,
    clumps=16,
    clump=0.55,
)
PALETTES: tuple[tuple[Colour, ...], ...] = (
    ((0.75, 0.3, 0.42), (0.82, 0.66, 0.68), (0.45, 0.2, 0.55), (0.82, 0.8, 0.76)),
    ((0.3, 0.2, 0.65), (0.5, 0.34, 0.72), (0.82, 0.8, 0.76), (0.82, 0.62, 0.1)),
    ((0.75, 0.08, 0.05), (0.85, 0.35, 0.05), (0.85, 0.6, 0.08), (0.6, 0.1, 0.25)),
    ((0.82, 0.8, 0.76), (0.8, 0.7, 0.5), (0.78, 0.5, 0.52), (0.7, 0.76, 0.6)),
)


def build(site: Site, moment: str) -> None:
    assert moment == "by day"
    side = 1 if site.chance(0.5) else -1
    site.sky = Sky(
        zenith=(0.12, 0.3, 0.66), horizon=(0.74, 0.83, 0.92), strength=1.0,
        cover=site.between(0.3, 0.6),
    )  # fmt: skip
    daylight(site, site.between(32, 48), side * site.between(65, 145), watts=6, warm=0.2)
    site.view = View(stop=site.between(1.9, 2.6), exposure=0.55)
    palette = PALETTES[int(site.rng.integers(len(PALETTES)))]
    back = site.between(8.2, 10.0)
    _lawn(site)
    for hand in (-1, 1):
        _bed(site, hand, palette, back)
    _far_bed(site, palette, back)
    _behind(site, side, back)
    if site.chance(0.6):
        _terrace(site, side * site.between(1.9, 2.2), site.between(5.2, 6.0))
    _trees(site, side, back)


def _trees(site: Site, side: int, back: float) -> None:
    """Some behind the garden, shrubs in its corners, one beside the camera that gives shade."""
    dark = APPLE.but(greens=BOX.greens)
    treeline(site, 25, 11, [APPLE.but(count=2400, leaf=0.13), dark.but(count=2400, leaf=0.13)], 10)
    for hand in (-1, 1):
        y = back + site.between(2.5, 5)
        at = (hand * y * site.between(0.2, 0.42), y, 0.0)
        tree(site, at, site.between(5.5, 8), dark if site.chance(0.4) else APPLE)
        for _ in range(2):
            y, tall = back - site.between(0.4, 1.6), site.between(1.6, 2.8)
            shrub = (dark if site.chance(0.5) else APPLE).but(count=2600, clumps=20, clump=0.45)
            spot = (hand * y * site.between(0.32, 0.5), y, 0.0)
            bush(site, spot, (1.7, 1.6, tall), shrub.but(leaf=0.045))
    if site.chance(0.65):
        shade = APPLE.but(count=7500, bare=0.4)
        tree(site, (side * site.between(4.4, 5.6), site.between(4.5, 6.0), 0), 5.8, shade)


def _lawn(site: Site) -> None:
    fresh = site.pick((0.1, 0.24, 0.04), (0.13, 0.27, 0.05))
    soil = Matter(colour=fresh, rough=1.0, vary=0.35, vary_scale=0.9, bump=0.8, bump_scale=16)
    site.plane((0, 40, 0), (160, 90), soil)
    tones = greens(fresh, (fresh[0] * 0.6, fresh[1] * 0.7, 0.02), (0.2, 0.32, 0.06))
    grass(site, scattered(site, 5500, 2.9, 14), 0.06, tones)
    if site.chance(0.5):
        stone = Matter(
            colour=site.pick((0.26, 0.22, 0.17), (0.2, 0.19, 0.17), (0.3, 0.2, 0.14)),
            rough=0.95, vary=0.35, vary_scale=5, bump=0.6, bump_scale=9,
        )  # fmt: skip
        lean = site.between(-0.07, 0.07)
        for number in range(11):
            x = lean * number + 0.1 * math.sin(number * 1.9)
            _flagstone(site, (x, 3.2 + 0.55 * number, 0.0), stone)


def _flagstone(site: Site, at: Point, stone: Matter) -> None:
    """A flat one with a broken outline."""
    corners = 9
    around = np.linspace(0, 2 * math.pi, corners, endpoint=False)
    reach = 0.24 * site.rng.uniform(0.75, 1.2, corners)
    x, y = at[0] + 1.15 * reach * np.cos(around), at[1] + 0.9 * reach * np.sin(around)
    rings = [np.stack([x, y, np.full(corners, level)], axis=1) for level in (0.0, 0.03)]
    points = np.concatenate([*rings, [[at[0], at[1], 0.034]]])
    sides = [
        (i, (i + 1) % corners, corners + (i + 1) % corners, corners + i) for i in range(corners)
    ]
    top = [(corners + i, corners + (i + 1) % corners, 18, 18) for i in range(corners)]
    site.mesh(points, [*sides, *top], stone)


def _bed(site: Site, hand: int, palette: tuple[Colour, ...], back: float) -> None:
    """Plants along one side of the lawn, higher ones further from it."""
    earth = Matter(colour=(0.09, 0.06, 0.04), rough=1.0, vary=0.3, bump=1.0, bump_scale=9)
    site.box((hand * 3.6, back / 2 + 1.4, 0), (3.6, back - 2.0, 0.05), earth)
    for number in range(26):
        y = site.between(3.3, back - 0.5)
        out = site.between(0.0, 1.0) ** 0.8
        x = hand * (1.75 + 0.12 * math.sin(2 * y) + out * (0.5 + 0.2 * y))
        _planting(site, (x, y, 0.04), 0.45 + 0.55 * out, palette[number % len(palette)])
    for number in range(9):
        edge = (hand * site.between(1.75, 2.0), 3.3 + 0.62 * number, 0.04)
        _planting(site, edge, site.between(0.25, 0.4), palette[number % len(palette)])


def _far_bed(site: Site, palette: tuple[Colour, ...], back: float) -> None:
    for number in range(16):
        x = -4.4 + 8.8 * (number + site.between(0.1, 0.9)) / 16
        spot = (x, back - site.between(0.5, 1.2), 0.0)
        _planting(site, spot, site.between(0.5, 0.9), palette[number % len(palette)])


def _planting(site: Site, at: Point, tall: float, colour: Colour) -> None:
    """A plant about so many metres high, of one of four kinds."""
    petal = Matter(colour=colour, rough=0.6, thin=0.35, vary=0.2, vary_scale=9, moves="leaves")
    kind = int(site.rng.integers(4))
    x, y, z = at
    count = 26
    if kind == 0:  # a round bush in flower
        wide = site.between(0.6, 1.0)
        bush(site, at, (wide, wide, tall), BOX)
        towards = site.rng.normal(size=(2 * count, 3))
        towards[:, 2] = np.abs(towards[:, 2])
        towards /= np.linalg.norm(towards, axis=1, keepdims=True)
        heads = np.asarray(at) + towards * (wide * 0.52, wide * 0.52, 0.55 * tall)
        heads[:, 2] += 0.47 * tall
        flowers(site, heads, 0.05, petal, petal.but(colour=(0.7, 0.5, 0.1)))
        return
    stems = x + 0.22 * site.rng.normal(size=count), y + 0.22 * site.rng.normal(size=count)
    heights = tall * site.rng.uniform(0.7, 1.1, count)
    tops = np.stack([*stems, z + heights], axis=1)
    green = greens((0.08, 0.2, 0.04), (0.14, 0.28, 0.06))
    grass(site, stems, tall * 0.85, green)
    low = BOX.but(count=500, clumps=7, leaf=0.05)
    bush(site, at, (0.75, 0.75, 0.55 * tall), low)
    if kind == 1:  # spikes
        share = site.rng.random((count, 30, 1))
        spots = tops[:, None] - np.array((0, 0, 0.45 * tall)) * share
        spots = spots + site.rng.normal(size=spots.shape) * 0.018 * (0.4 + share)
        ways = site.rng.normal(size=(30 * count, 3))
        blades(site, spots.reshape(-1, 3), ways, 0.018, [petal])
    elif kind == 2:  # daisies
        flowers(site, tops, 0.042, petal, petal.but(colour=(0.75, 0.5, 0.05)))
    else:  # balls of small petals
        spots = np.repeat(tops[:12], 60, axis=0) + site.rng.normal(size=(720, 3)) * 0.03
        blades(site, spots, site.rng.normal(size=(720, 3)), 0.02, [petal])


def _behind(site: Site, side: int, back: float) -> None:
    """What ends the garden: a hedge or a fence, and often a house."""
    has_house = site.chance(0.65)
    if has_house:
        _house(site, side, back + 0.6)
    if site.chance(0.5):
        clipped = BOX.but(count=26000, leaf=0.036)
        hedge(site, (-9, back + 0.2, 0), (9, back + 0.2, 0), (0.9, site.between(1.5, 2.1)), clipped)
    else:
        _fence(site, back + 0.2)


def _fence(site: Site, y: float) -> None:
    """Upright boards, no two alike."""
    old, painted = (0.26, 0.2, 0.14), (0.68, 0.68, 0.64)
    colour = site.pick(old, painted, (0.16, 0.09, 0.05), (0.2, 0.27, 0.24))
    tall, x = site.between(1.25, 1.8), -8.0
    tones = [
        wood((colour[0] * t, colour[1] * t, colour[2] * t), rough=0.85) for t in (0.85, 1, 1.1)
    ]
    upright = [each.but(stretch=(12, 12, 1)) for each in tones]
    while x < 8:
        board = upright[int(site.rng.integers(3))]
        size = (0.115, 0.02, tall + site.between(-0.02, 0.02))
        site.box((x, y + site.between(-0.006, 0.006), 0.05), size, board, bevel=0.004)
        x += 0.128
    for level in (0.3, tall - 0.25):
        site.box((0, y + 0.04, level), (16, 0.04, 0.1), tones[0])


def _house(site: Site, side: int, y: float) -> None:
    """A wall with windows, a roof that juts out, and something that climbs up a corner."""
    bricks = Matter(
        colour=(0.34, 0.13, 0.08), rough=0.9, pattern="bricks", second=(0.42, 0.38, 0.33),
        vary=0.25, bump=0.3,
    )  # fmt: skip
    tone = site.pick((0.55, 0.46, 0.33), (0.58, 0.54, 0.47), (0.45, 0.3, 0.2))
    wall = bricks if site.chance(0.4) else plaster(tone).but(vary=0.12, vary_scale=0.8)
    width, eave = site.between(6.0, 7.5), site.between(5.0, 5.5)
    middle = side * (width / 2 + site.between(1.1, 1.8))
    site.box((middle, y + 2, 0), (width, 4, eave), wall)
    tiles = Matter(colour=(0.2, 0.09, 0.06), rough=0.9, vary=0.35, vary_scale=6, bump=0.8)
    half = width / 2 + 0.35
    for row in range(9):
        site.box((middle, y - 0.3 + 0.3 * row, eave + 0.2 * row), (2 * half, 0.4, 0.06), tiles)
    white = wood(site.pick((0.68, 0.67, 0.62), (0.12, 0.2, 0.16), (0.2, 0.1, 0.05)))
    gutter = (middle - half, y - 0.5, eave - 0.02), (middle + half, y - 0.5, eave - 0.02)
    site.rod(*gutter, 0.07, white)
    site.box((middle, y - 0.24, eave - 0.05), (2 * half, 0.5, 0.04), white)
    corner = middle - side * (width / 2 - 0.18)
    site.rod((corner, y - 0.1, 0), (corner, y - 0.1, eave), 0.045, white)
    shutter = Matter(
        colour=site.pick((0.1, 0.2, 0.18), (0.14, 0.2, 0.28), (0.26, 0.14, 0.07)), rough=0.7
    )
    for offset in (-0.26, 0.05, 0.34):
        for level in (1.25, 3.35):
            _window(site, (middle - side * offset * width, y, level), white, shutter)
    _climber(site, middle - side * (width / 2 - 0.1), y, side)


def _window(site: Site, at: Point, frame: Matter, shutter: Matter) -> None:
    x, y, z = at
    pane = Matter(colour=(0.05, 0.06, 0.07), rough=0.05)
    site.box((x, y - 0.01, z), (1.0, 0.03, 1.35), pane, bevel=0)
    for offset in (-0.5, 0.0, 0.5):
        site.box((x + offset, y - 0.03, z), (0.07, 0.07, 1.35), frame)
    for level in (-0.03, 0.75, 1.35):
        site.box((x, y - 0.03, z + level), (1.07, 0.07, 0.06), frame)
    site.box((x, y - 0.08, z - 0.09), (1.25, 0.2, 0.05), frame)
    for hand in (-1, 1):
        site.box((x + hand * 0.8, y - 0.03, z), (0.5, 0.04, 1.38), shutter)
        for number in range(11):
            slat = (x + hand * 0.8, y - 0.055, z + 0.1 + 0.11 * number)
            site.box(slat, (0.4, 0.02, 0.07), shutter, bevel=0.008)


def _climber(site: Site, x: float, y: float, side: int) -> None:
    """Leaves and some flowers up the corner of a house."""
    clumps = 26
    z = site.rng.uniform(0.2, 3.9, clumps)
    across = x + side * np.abs(site.rng.normal(size=clumps)) * (0.25 + 0.2 * z)
    centres = np.stack([across, np.full(clumps, y - 0.1), z], axis=1)
    foliage(site, centres, site.rng.uniform(0.22, 0.42, clumps), BOX.but(count=5000, leaf=0.04))
    colour = site.pick((0.75, 0.3, 0.4), (0.8, 0.75, 0.7), (0.45, 0.3, 0.65))
    heads = np.repeat(centres, 5, axis=0) + site.rng.normal(size=(5 * clumps, 3)) * 0.22
    heads[:, 1] = y - site.rng.uniform(0.25, 0.42, len(heads))
    petal = leaf(colour)
    flowers(site, heads, 0.05, petal, petal.but(colour=(0.7, 0.5, 0.2)))


def _terrace(site: Site, x: float, y: float) -> None:
    """Flagstones, a table and chairs, pots."""
    stone = Matter(colour=(0.42, 0.38, 0.32), rough=0.9, vary=0.25, vary_scale=1.5, bump=0.4)
    for column in range(4):
        for row in range(4):
            spot = (x - 1.05 + 0.7 * column, y - 1.05 + 0.7 * row, 0.0)
            site.box(spot, (0.68, 0.68, 0.07 + site.between(0, 0.008)), stone)
    paint = site.pick((0.72, 0.7, 0.66), (0.1, 0.2, 0.2), (0.3, 0.17, 0.08))
    board = wood(paint)
    table(site, (x, y, 0.07), board, radius=0.42, height=0.72)
    for offset, turn in ((-0.72, 1.57), (0.72, -1.57)):
        at = (x + offset, y + site.between(-0.15, 0.15), 0.07)
        chair(site, at, board, turn=turn + site.between(-0.4, 0.4), legs=board)
    clay = Matter(colour=(0.42, 0.17, 0.09), rough=0.9, vary=0.15)
    for offset in (-1.1, 1.15):
        big = site.between(0.16, 0.24)
        foot = (x + offset, y - site.between(0.2, 0.7), 0.07)
        site.lathe(foot, [(0.7 * big, 0), (big, 1.5 * big), (1.1 * big, 1.6 * big)], clay)
        ball = (foot[0], foot[1], 0.07 + 1.3 * big)
        bush(site, ball, (0.6, 0.6, 0.6), BOX.but(leaf=0.022, clump=0.6))
