"""A street market: stalls with plain or striped awnings, crates of fruit and vegetables, houses."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from retrat.train.data.places.site import (
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    cloth,
    leaf,
    mixed,
    placed,
    wood,
)
from retrat.train.data.places.streets import Box, House, balls, boxes, house, lamp_post, row
from retrat.train.data.places.things import tree

AWNINGS: tuple[tuple[Colour, Colour], ...] = (
    ((0.5, 0.05, 0.04), (0.76, 0.73, 0.65)), ((0.04, 0.2, 0.1), (0.76, 0.73, 0.65)),
    ((0.04, 0.12, 0.34), (0.76, 0.74, 0.7)), ((0.72, 0.42, 0.05), (0.76, 0.73, 0.65)),
    ((0.66, 0.6, 0.48), (0.66, 0.6, 0.48)), ((0.45, 0.07, 0.04), (0.45, 0.07, 0.04)),
    ((0.06, 0.2, 0.12), (0.06, 0.2, 0.12)), ((0.1, 0.3, 0.36), (0.75, 0.73, 0.68)),
    ((0.62, 0.34, 0.06), (0.62, 0.34, 0.06)),
)  # fmt: skip
FLOWERS: tuple[Colour, ...] = (
    (0.7, 0.1, 0.2), (0.8, 0.55, 0.04), (0.7, 0.3, 0.45), (0.75, 0.72, 0.66), (0.35, 0.12, 0.5),
    (0.75, 0.25, 0.06), (0.5, 0.02, 0.03),
)  # fmt: skip
GREENS: tuple[Colour, ...] = ((0.16, 0.34, 0.05), (0.08, 0.22, 0.04), (0.3, 0.42, 0.1))
POLE = Matter(colour=(0.55, 0.54, 0.52), rough=0.4, metal=0.6)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fruit:
    """What is sold: its colours, how big one is, and how long for its width."""

    colours: tuple[Colour, Colour]
    radius: float
    long: float = 1.0


FRUITS: tuple[Fruit, ...] = (
    Fruit(colours=((0.55, 0.03, 0.02), (0.5, 0.2, 0.04)), radius=0.04),
    Fruit(colours=((0.8, 0.3, 0.02), (0.75, 0.24, 0.02)), radius=0.042),
    Fruit(colours=((0.8, 0.6, 0.05), (0.7, 0.6, 0.08)), radius=0.034, long=1.3),
    Fruit(colours=((0.3, 0.45, 0.06), (0.45, 0.5, 0.1)), radius=0.04),
    Fruit(colours=((0.65, 0.04, 0.02), (0.6, 0.08, 0.02)), radius=0.036, long=0.85),
    Fruit(colours=((0.06, 0.015, 0.05), (0.09, 0.02, 0.08)), radius=0.05, long=1.8),
    Fruit(colours=((0.75, 0.36, 0.2), (0.7, 0.2, 0.1)), radius=0.038),
    Fruit(colours=((0.08, 0.2, 0.04), (0.12, 0.26, 0.06)), radius=0.03, long=3.2),
    Fruit(colours=((0.36, 0.25, 0.13), (0.42, 0.3, 0.16)), radius=0.034, long=1.25),
    Fruit(colours=((0.75, 0.28, 0.03), (0.7, 0.24, 0.03)), radius=0.022, long=4.0),
    Fruit(colours=((0.6, 0.05, 0.03), (0.75, 0.5, 0.04)), radius=0.045, long=1.2),
    Fruit(colours=((0.12, 0.02, 0.06), (0.16, 0.03, 0.09)), radius=0.022),
    Fruit(colours=((0.62, 0.55, 0.4), (0.55, 0.3, 0.25)), radius=0.042, long=0.85),
    Fruit(colours=((0.18, 0.3, 0.08), (0.22, 0.34, 0.1)), radius=0.1),
)


@dataclass(kw_only=True, slots=True)
class Goods:
    """Fruits of all stalls, gathered by what they are, so that each sort is one mesh."""

    piles: dict[tuple[int, int, int], list[tuple[Point, float]]]

    def heap(self, site: Site, sort: int, crate: tuple[Point, float, bool]) -> None:
        """Fills a crate that slopes to its front; far ones are filled with fewer, larger ones."""
        at, turn, is_near = crate
        radius = FRUITS[sort].radius * (1.0 if is_near else 1.7)
        wide, deep = 0.44, 0.32
        count = min(60, int(1.5 * wide * deep / (math.pi * radius**2 * FRUITS[sort].long ** 0.5)))
        spots = site.rng.uniform(-0.5, 0.5, (max(5, count), 2)) * (wide - radius, deep - radius)
        for a, b in spots:
            bulge = 0.05 * (1 - (2 * a / wide) ** 2)
            z = 0.07 + 0.3 * (b + deep / 2) + bulge + site.between(-0.02, 0.02)
            x, y, z = placed(np.array([(a, b, z)]), at, turn)[0]
            key = (sort, int(site.rng.integers(2)), int(is_near))
            self.piles.setdefault(key, []).append(
                ((float(x), float(y), float(z)), radius * site.between(0.88, 1.1))
            )

    def lay_out(self, site: Site) -> None:
        for (sort, other, _), some in self.piles.items():
            matter = Matter(
                colour=FRUITS[sort].colours[other], rough=0.35, vary=0.25, vary_scale=14
            )
            long = FRUITS[sort].long
            if long < 1.1:
                balls(site, some, matter)
            else:
                _longish(site, some, long, matter)


def _longish(site: Site, some: list[tuple[Point, float]], long: float, matter: Matter) -> None:
    """Spindles that lie about."""
    sides, rings = 8, 6
    around = np.linspace(0, 2 * math.pi, sides, endpoint=False)
    share = np.linspace(-1, 1, rings)
    radius = np.sqrt(np.clip(1 - share**2, 0.02, 1))
    unit = np.stack(
        [
            np.repeat(share, sides) * long,
            (radius[:, None] * np.cos(around)).ravel(),
            (radius[:, None] * np.sin(around)).ravel(),
        ],
        axis=1,
    )
    first = (np.arange(rings - 1)[:, None] * sides + np.arange(sides)).ravel()
    after = (np.arange(rings - 1)[:, None] * sides + (np.arange(sides) + 1) % sides).ravel()
    faces = np.stack([first, after, after + sides, first + sides], axis=1)
    turn = site.rng.normal(0.3, 0.5, len(some))
    c, s = np.cos(turn)[:, None], np.sin(turn)[:, None]
    x, y, z = unit.T
    shape = np.stack([x * c - y * s, x * s + y * c, z + 0 * c], axis=-1)
    sizes = np.array([each[1] for each in some])[:, None, None]
    points = np.array([each[0] for each in some])[:, None] + shape * sizes
    corners = faces[None] + len(unit) * np.arange(len(some))[:, None, None]
    site.mesh(points.reshape(-1, 3), corners.reshape(-1, 4), matter, is_smooth=True)


def build(site: Site, moment: str) -> None:
    assert moment == "by day"
    side = 1 if site.chance(0.5) else -1
    is_sunny = site.chance(0.82)
    _light(site, is_sunny, side)
    _paving(site)
    goods = Goods(piles={})
    near, far = site.between(1.35, 1.6), site.between(1.7, 2.3)
    is_open = site.chance(0.4)  # a square on one side
    _aisle(site, -side * near, goods, (site.between(2.9, 3.3), 19.0))
    if is_open:
        _aisle(site, side * far, goods, (site.between(5.4, 6.4), 15.0))
        for number in range(4):
            at = (side * (7.5 + 3.2 * number), site.between(12, 15), 0.0)
            _stall(site, (at, site.between(-0.1, 0.1)), goods, is_near=False)
    else:
        _aisle(site, side * far, goods, (site.between(3.4, 4.4), 20.0))
    _houses(site, side, is_open)
    _around(site, side)
    goods.lay_out(site)
    for hand, edge in ((-1, near), (1, far)):
        ways = [side * hand * (edge - off) for off in (0.6, 0.75, 0.9, 1.05, 1.2)]
        site.free_lane([((x, 3.2, 0), (x, 30, 0)) for x in ways], often=8, is_free=True)
    rows = np.arange(21.5, 26, 0.5)
    site.free_lane([((-5.6, float(y), 0), (5.6, float(y), 0)) for y in rows], often=14)
    site.view = View(
        to=(side * site.between(-0.25, 0.25), 4, 1.52), stop=site.between(2.0, 2.8),
        exposure=0.35 if is_sunny else 0.85,
    )  # fmt: skip


def _light(site: Site, is_sunny: bool, side: int) -> None:
    if is_sunny:
        site.sky = Sky(
            zenith=(0.08, 0.22, 0.55), horizon=(0.68, 0.8, 0.92), strength=1.0,
            cover=site.between(0.2, 0.5),
        )  # fmt: skip
        azimuth = side * site.between(30, 60) if site.chance(0.4) else side * site.between(120, 155)
        site.sun(site.between(40, 54), azimuth, watts=4.0, colour=(1.0, 0.92, 0.8), angle=0.012)
    else:
        site.sky = Sky(
            zenith=(0.58, 0.62, 0.67), horizon=(0.78, 0.8, 0.82), strength=1.0, cover=0.6,
            cloud=(0.64, 0.66, 0.7),
        )  # fmt: skip
        site.sun(58, side * 110, watts=1.0, colour=(1.0, 0.97, 0.93), angle=0.7)


def _paving(site: Site) -> None:
    """Setts, each a little higher or darker; a gutter of lighter ones."""
    tone = site.pick((0.24, 0.22, 0.2), (0.3, 0.26, 0.21), (0.2, 0.2, 0.2))
    stone = Matter(colour=tone, rough=0.7, vary=0.25, vary_scale=5, bump=0.4, bump_scale=20)
    site.plane((0, 60, -0.02), (140, 140), stone.but(colour=mixed(tone, (0, 0, 0), 0.5)))
    kinds: list[list[Box]] = [[] for _ in range(4)]
    for line in range(110):
        y, wide = 1.8 + 0.15 * line, 0.2
        reach = 0.5 * y + 0.6
        for number in range(int(2 * reach / wide)):
            x = -reach + wide * (number + 0.5 * (line % 2))
            size = (wide - 0.018, 0.132, 0.02)
            kinds[int(site.rng.integers(4))].append(
                ((x, y, -0.02 + site.between(-0.004, 0.006)), size)
            )
    for share, some in zip((0.75, 0.92, 1.05, 1.25), kinds, strict=True):
        red, green, blue = (share * part for part in tone)
        boxes(site, some, stone.but(colour=(red, green, blue)), bevel=0)


def _aisle(site: Site, x: float, goods: Goods, ends: tuple[float, float]) -> None:
    """Stalls in a row along the way, their fronts to its middle."""
    side = 1 if x > 0 else -1
    y = ends[0]
    while y < ends[1]:
        at = (x + side * site.between(0.0, 0.15), y + 1.3, 0.0)
        _stall(site, (at, -side * math.pi / 2), goods, is_near=y < 8.0)
        y += site.between(2.75, 3.2)


def _stall(site: Site, where: tuple[Point, float], goods: Goods, *, is_near: bool) -> None:
    """A table in steps, crates on it, an awning over it; `where` is the middle of its front and
    its turn.
    """
    at, turn = where
    wide, deep = 2.5, 1.5
    high, low = site.between(2.5, 2.75), site.between(2.1, 2.25)
    poles: list[Box] = [
        ((x, y, 0), (0.045, 0.045, z))
        for x in (-wide / 2, wide / 2)
        for y, z in ((0.05, low), (deep, high - 0.1))
    ]
    poles += [((0, y, z), (wide, 0.04, 0.04)) for y, z in ((0.05, low), (deep, high - 0.12))]
    boxes(site, poles, POLE, at=at, turn=turn)
    _awning(site, where, (wide + 0.3, deep + 0.75), (low, high))
    board = wood(site.pick((0.3, 0.18, 0.09), (0.4, 0.27, 0.15)), rough=0.7)
    steps: list[Box] = [((0, 0.4, 0.55), (wide, 0.75, 0.03)), ((0, 1.05, 0.85), (wide, 0.6, 0.03))]
    steps += [((x, 0.4, 0), (0.05, 0.6, 0.55)) for x in (-1.1, 0, 1.1)]
    steps += [((x, 1.05, 0), (0.05, 0.5, 0.85)) for x in (-1.1, 0, 1.1)]
    boxes(site, steps, board, at=at, turn=turn)
    skirt = cloth(
        site.pick((0.1, 0.2, 0.1), (0.3, 0.05, 0.04), (0.5, 0.46, 0.38), (0.05, 0.07, 0.15))
    )
    if site.chance(0.6):
        boxes(site, [((0, 0.06, 0.05), (wide, 0.015, 0.5))], skirt, at=at, turn=turn)
    _crates(site, where, goods, is_near)
    _behind(site, where, board)


def _crates(site: Site, where: tuple[Point, float], goods: Goods, is_near: bool) -> None:
    at, turn = where
    woods = [wood((0.5, 0.36, 0.2), 0.8), wood((0.38, 0.25, 0.13), 0.8)]
    plastics = [
        Matter(colour=each, rough=0.5) for each in ((0.03, 0.12, 0.06), (0.03, 0.03, 0.035))
    ]
    kinds = plastics if site.chance(0.35) else woods
    sorts = site.rng.permutation(len(FRUITS))
    sides: list[list[Box]] = [[], []]
    for level, (y, z) in enumerate(((0.22, 0.6), (0.58, 0.72), (1.02, 0.9))):
        for number in range(5):
            spot = placed(np.array([(-1.0 + 0.5 * number, y, z)]), at, turn)[0]
            here = (float(spot[0]), float(spot[1]), float(spot[2]))
            x = -1.0 + 0.5 * number
            sides[(number + level) % 2] += [
                ((x, y - 0.18, z), (0.47, 0.015, 0.1)), ((x, y + 0.18, z), (0.47, 0.015, 0.2)),
                ((x - 0.23, y, z), (0.015, 0.36, 0.13)), ((x + 0.23, y, z), (0.015, 0.36, 0.13)),
                ((x, y, z), (0.46, 0.36, 0.03)),
            ]  # fmt: skip
            if site.chance(0.17):
                green = leaf(site.pick(*GREENS), moves="")
                middle = (here[0], here[1], here[2] + 0.14)
                site.leaves(middle, (0.2, 0.2, 0.13), green, count=90, size=0.07)
            else:
                goods.heap(site, int(sorts[(2 * number + 5 * level) % len(FRUITS)]),
                           (here, turn, is_near))  # fmt: skip
    for matter, some in zip(kinds, sides, strict=True):
        boxes(site, some, matter, at=at, turn=turn, bevel=0)


def _behind(site: Site, where: tuple[Point, float], board: Matter) -> None:
    """Empty crates on the ground, what hangs from the bar, a sheet at the back."""
    at, turn = where
    stacked: list[Box] = []
    for x in (-1.0, 0.9):
        if site.chance(0.6):
            stacked += [((x, 1.75, 0.26 * n), (0.55, 0.38, 0.23)) for n in range(1, 5)]
    boxes(site, stacked, board, at=at, turn=turn)
    if site.chance(0.5):
        sheet = cloth(site.pick((0.5, 0.48, 0.43), (0.16, 0.2, 0.24), (0.4, 0.3, 0.2)))
        boxes(site, [((0, 1.56, 0.9), (2.45, 0.02, 1.5))], sheet.but(thin=0.3), at=at, turn=turn)
    for _ in range(int(site.rng.integers(0, 4))):
        spot = (site.between(-1.1, 1.1), 0.12, site.between(1.75, 1.95))
        x, y, z = placed(np.array([spot]), at, turn)[0]
        colour = site.pick(
            (0.7, 0.55, 0.06), (0.5, 0.04, 0.03), (0.66, 0.62, 0.54), (0.12, 0.25, 0.05)
        )
        bunch = Matter(colour=colour, rough=0.6, vary=0.3, vary_scale=12)
        site.leaves((x, y, z), (0.09, 0.09, 0.16), bunch, count=60, size=0.06)
        site.rod((x, y, z), (x, y, z + 0.35), 0.006, POLE, 5)


def _awning(
    site: Site, where: tuple[Point, float], size: tuple[float, float], ends: tuple[float, float]
) -> None:
    """Sagging cloth that slopes to the front, with a scalloped edge."""
    at, turn = where
    wide, deep = size
    low, high = ends
    pair = AWNINGS[int(site.rng.integers(len(AWNINGS)))]
    stripes = 2 * round(wide / site.between(0.4, 0.7)) + 1
    across = np.linspace(-wide / 2, wide / 2, 4 * stripes + 1)
    rows = []
    for share in np.linspace(0, 1, 9):
        sag = 0.09 * math.sin(math.pi * share) * (1 + 0.4 * np.cos(across * 2.5))
        z = high + (low - 0.14 - high) * share - sag
        y = deep - 0.55 - deep * share
        rows.append(np.stack([across, np.full_like(across, y), z], axis=1))
    scallop = 0.2 + 0.05 * np.abs(np.sin(np.linspace(0, stripes * math.pi, len(across))))
    hem = rows[-1].copy()
    hem[:, 2] -= scallop
    hem[:, 1] += site.between(-0.03, 0.03)
    points = placed(np.concatenate([*rows, hem]), at, turn)
    columns = len(across)
    first = (np.arange(9)[:, None] * columns + np.arange(columns - 1)).ravel()
    faces = np.stack([first, first + 1, first + columns + 1, first + columns], axis=1)
    stripe = (first % columns) // 4 % 2
    for number, colour in enumerate(pair):
        matter = cloth(colour).but(thin=0.4, vary=0.08, vary_scale=2)
        site.mesh(points, faces[stripe == number], matter, is_smooth=True)


def _houses(site: Site, side: int, is_open: bool) -> None:
    """Rows along both sides, or a square's far side, and what closes the street."""
    row(site, -side * site.between(4.6, 5.6), (0.0, 46), shop=0.35)
    row(site, side * (site.between(16, 19) if is_open else site.between(5.4, 6.6)), (1.0, 46),
        shop=0.35)  # fmt: skip
    x = -22.0
    while x < 30:
        width = site.between(6.5, 9.5)
        colour = site.pick((0.62, 0.5, 0.36), (0.6, 0.42, 0.32), (0.66, 0.6, 0.5), (0.5, 0.5, 0.47))
        wall = Matter(colour=mixed(colour, (0.6, 0.68, 0.78), 0.2), rough=0.9, vary=0.1)
        told = House(width=width, storeys=int(site.rng.integers(2, 4)), wall=wall, shop=0.3)
        house(site, (x + width / 2, 47 + site.between(-1, 1), 0), told)
        x += width


def _around(site: Site, side: int) -> None:
    """A tree or two, a lantern, sacks, baskets and buckets of flowers on the ground."""
    green = leaf(site.pick((0.14, 0.3, 0.05), (0.2, 0.36, 0.08)))
    for number in range(2):
        at = (side * site.between(3.2, 4.6), 21 + 7.0 * number, 0.0)
        tree(site, at, height=site.between(5.5, 7.5), green=green, count=2600, size=0.15)
    lamp_post(site, (-side * 3.9, site.between(9, 13), 0))
    for hand, y in ((-side * 1.15, 4.6), (side * 1.5, 6.6), (-side * 1.1, 8.6), (side * 1.5, 11.0)):
        x = hand + site.between(-0.08, 0.08)
        if site.chance(0.5):
            for number in range(int(site.rng.integers(2, 6))):
                spot = (x + site.between(-0.1, 0.1), y + 0.34 * number, 0.0)
                _bucket(site, spot)
        elif site.chance(0.7):
            _sack(site, (x, y, 0))


def _sack(site: Site, at: Point) -> None:
    """Full of potatoes, onions or oranges."""
    x, y, _ = at
    sack = cloth(site.pick((0.4, 0.3, 0.18), (0.5, 0.42, 0.3), (0.25, 0.2, 0.14)))
    high = site.between(0.34, 0.48)
    profile = [(0.2, 0), (0.24, 0.4 * high), (0.21, 0.9 * high), (0.23, high)]
    site.lathe(at, profile, sack)
    heap = Matter(colour=site.pick((0.36, 0.25, 0.13), (0.6, 0.3, 0.05), (0.5, 0.2, 0.1)), vary=0.3)
    spots = site.rng.normal(0, 0.08, (26, 2))
    balls(site, [((x + a, y + b, high), 0.045) for a, b in spots.tolist()], heap)


def _bucket(site: Site, at: Point) -> None:
    """Of cut flowers."""
    x, y, _ = at
    tin = Matter(colour=site.pick((0.04, 0.05, 0.05), (0.4, 0.4, 0.42), (0.06, 0.12, 0.08)))
    site.lathe(at, [(0.1, 0), (0.13, 0.28)], tin, sides=18)
    high = site.between(0.4, 0.6)
    stems = leaf(site.pick(*GREENS))
    site.leaves((x, y, 0.75 * high), (0.15, 0.15, 0.16), stems, count=110, size=0.06)
    petals = Matter(colour=site.pick(*FLOWERS), rough=0.7, thin=0.3, vary=0.2, moves="leaves")
    site.leaves((x, y, high), (0.18, 0.18, 0.12), petals, count=130, size=0.035)
