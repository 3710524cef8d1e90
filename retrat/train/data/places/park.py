"""A lawn under trees, a path, benches, a pond; blossom in spring, coloured leaves in autumn."""

from __future__ import annotations

import math

import numpy as np

from retrat.train.data.places.greenery import (
    Kind,
    Numbers,
    bark,
    bush,
    daylight,
    fallen,
    flowers,
    foliage,
    grass,
    greens,
    ribbon,
    scattered,
    tree,
    treeline,
)
from retrat.train.data.places.site import (
    BLACK,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    placed,
    wood,
)

LINDEN = Kind(
    greens=greens((0.09, 0.2, 0.03), (0.16, 0.31, 0.045), (0.25, 0.42, 0.07)),
    bark=bark((0.13, 0.1, 0.07)),
)
MAPLES = (
    greens((0.5, 0.1, 0.02), (0.66, 0.22, 0.03), (0.7, 0.36, 0.05)),
    greens((0.6, 0.3, 0.03), (0.74, 0.45, 0.05), (0.78, 0.58, 0.1)),
    greens((0.2, 0.22, 0.03), (0.5, 0.36, 0.04), (0.68, 0.44, 0.05)),
)
BLOSSOMS = (
    greens((0.82, 0.5, 0.55), (0.86, 0.64, 0.67), (0.88, 0.76, 0.76)),
    greens((0.82, 0.78, 0.73), (0.86, 0.83, 0.8), (0.88, 0.78, 0.77)),
    greens((0.8, 0.36, 0.45), (0.85, 0.5, 0.57), (0.87, 0.64, 0.68)),
)
SPRING = greens((0.14, 0.28, 0.04), (0.22, 0.4, 0.06), (0.3, 0.46, 0.09))
WATER = Matter(
    colour=(0.02, 0.035, 0.025), rough=0.06, bump=0.22, bump_scale=1.6, stretch=(0.6, 1.8, 1),
    moves="water",
)  # fmt: skip


def build(site: Site, moment: str) -> None:
    side = 1 if site.chance(0.5) else -1
    kinds = _kinds(site, moment)
    site.sky = Sky(
        zenith=(0.12, 0.3, 0.66), horizon=(0.72, 0.82, 0.92), strength=1.0,
        cover=site.between(0.35, 0.6),
    )  # fmt: skip
    warm = {"in summer": 0.12, "in spring": 0.1, "in autumn": 0.45}[moment]
    daylight(site, site.between(28, 42), side * site.between(50, 110), watts=6.5, warm=warm)
    site.view = View(stop=site.between(2.0, 2.8), exposure=0.6 if moment == "in spring" else 0.75)
    has_pond = site.chance(0.55)
    pond = (-side * site.between(3.5, 5.5), site.between(10, 13), site.between(4.5, 6), 3.2)
    bend = site.between(0.7, 1.3)

    def middle(y: Numbers) -> Numbers:
        return side * (0.25 + bend * np.sin(0.16 * (y - 3)) + 0.012 * y * y * 0.4)

    def is_lawn(x: Numbers, y: Numbers) -> np.ndarray:
        free: np.ndarray = np.abs(x - middle(y)) > 0.72
        if has_pond:
            free &= ((x - pond[0]) / pond[2]) ** 2 + ((y - pond[1]) / pond[3]) ** 2 > 1
        return free

    _lawn(site, moment, kinds, is_lawn)
    gravel = Matter(
        colour=site.pick((0.36, 0.27, 0.18), (0.3, 0.26, 0.22), (0.4, 0.28, 0.18)),
        rough=1.0, vary=0.3, vary_scale=1.3, bump=0.7, bump_scale=18,
    )  # fmt: skip
    ribbon(site, middle, 1.4, (1.5, 40.0), gravel)
    if has_pond:
        _pond(site, pond)
    for number in range(1 + int(site.chance(0.6))):
        y = site.between(4.6, 5.6) + 4.5 * number
        x = float(middle(np.array([y]))[0]) + side * 1.25
        if x * side > 0.27 * y:
            bench(site, (x, y, 0), turn=-side * site.between(0.5, 1.1))
    _trees(site, kinds, side, is_lawn)
    first, last = (float(x) for x in np.asarray(middle(np.array([3.2, 13.0]))))
    ways = [last + off for off in np.linspace(-0.4, 0.4, 9)]
    site.free_lane([((first, 3.2, 0), (x, 13.0, 0)) for x in ways], often=5, is_free=True)
    rows = [float(y) for y in np.arange(16.8, 24, 0.4)]
    site.free_lane([((-11, y, 0), (11, y, 0)) for y in rows], often=8)


def _kinds(site: Site, moment: str) -> list[Kind]:
    bare = LINDEN.but(
        bark=bark(site.pick((0.13, 0.1, 0.07), (0.09, 0.065, 0.05), (0.2, 0.17, 0.14)))
    )
    if moment == "in summer":
        yellow = greens((0.14, 0.24, 0.03), (0.23, 0.36, 0.045), (0.34, 0.46, 0.07))
        return [bare, bare.but(greens=yellow), bare.but(leaf=0.045, count=12000, wide=0.55)]
    if moment == "in spring":
        petals = BLOSSOMS[int(site.rng.integers(len(BLOSSOMS)))]
        cherry = bare.but(greens=petals, leaf=0.042, wide=0.95, count=13000, bare=0.24, clump=0.27)
        return [cherry, cherry, bare.but(greens=SPRING, count=6000)]
    first = int(site.rng.integers(len(MAPLES)))
    return [bare.but(greens=MAPLES[(first + step) % 3], count=7500) for step in range(3)]


def _lawn(site: Site, moment: str, kinds: list[Kind], is_lawn) -> None:  # noqa: ANN001
    fresh = (0.13, 0.22, 0.04) if moment == "in autumn" else site.pick(
        (0.1, 0.24, 0.04), (0.13, 0.27, 0.05)
    )  # fmt: skip
    soil = Matter(colour=fresh, rough=1.0, vary=0.3, vary_scale=0.8, bump=0.8, bump_scale=14)
    site.plane((0, 60, 0), (240, 130), soil)
    tones = greens(fresh, (fresh[0] * 0.6, fresh[1] * 0.7, 0.02), (0.2, 0.3, 0.06))
    grass(site, scattered(site, 6500, 2.9, 26, is_lawn), 0.085, tones)
    if moment == "in autumn":
        for kind in kinds[:2]:
            fallen(site, scattered(site, 2600, 2.9, 40), 0.055, kind.greens)
    elif moment == "in spring":
        fallen(site, scattered(site, 3500, 2.9, 40), 0.018, kinds[0].greens)
    if moment != "in autumn":
        x, y = scattered(site, 420, 3.0, 22, is_lawn)
        heads = np.stack([x, y, site.rng.uniform(0.06, 0.12, len(x))], axis=1)
        white, yellow = Matter(colour=(0.82, 0.8, 0.76)), Matter(colour=(0.8, 0.55, 0.04))
        colour = yellow if site.chance(0.5) else white
        flowers(site, heads, 0.022, colour.but(moves="leaves"), yellow.but(moves="leaves"))


def _pond(site: Site, pond: tuple[float, float, float, float]) -> None:
    """Water, a rim of mud and stones, reeds."""
    x, y, wide, deep = pond
    around = np.linspace(0, 2 * math.pi, 90, endpoint=False)
    uneven = 1 + 0.06 * np.sin(3 * around + 1) + 0.04 * np.sin(7 * around)
    flat = np.stack([wide * np.cos(around) * uneven, deep * np.sin(around) * uneven], axis=1)
    mud = Matter(colour=(0.12, 0.1, 0.06), rough=0.9, vary=0.3, bump=0.6)
    for scale, level, matter in ((1.07, 0.012, mud), (1.0, 0.02, WATER)):
        rim = np.column_stack([flat[:, 0] * scale + x, flat[:, 1] * scale + y, np.full(90, level)])
        points = np.concatenate([rim, [[x, y, level]]])
        site.mesh(points, [(90, i, (i + 1) % 90) for i in range(90)], matter)
    stone = Matter(colour=(0.28, 0.26, 0.23), rough=0.9, vary=0.3, bump=0.6, bump_scale=8)
    for angle in site.rng.uniform(0, 2 * math.pi, 16):
        big = site.between(0.1, 0.28)
        at = (x + 1.05 * wide * math.cos(angle), y + 1.05 * deep * math.sin(angle), 0.0)
        site.lathe(
            at, [(big, -0.05), (0.9 * big, 0.4 * big), (0.4 * big, 0.6 * big)], stone, sides=9
        )
    share = site.rng.uniform(0.2, 3.6, 220)
    reeds = (
        x + 1.02 * wide * np.cos(share) + 0.12 * site.rng.normal(size=220),
        y + 1.02 * deep * np.sin(share) + 0.12 * site.rng.normal(size=220),
    )
    grass(site, reeds, 0.7, greens((0.1, 0.2, 0.04), (0.2, 0.26, 0.07)))


def bench(site: Site, at: Point, *, turn: float) -> None:
    """Slats on two iron frames; it looks towards the camera where it is not turned."""
    slat = wood(site.pick((0.3, 0.16, 0.07), (0.2, 0.1, 0.05), (0.1, 0.16, 0.08)))

    def there(x: float, y: float, z: float) -> Point:
        point = placed(np.array([[x, y, z]]), at, turn)[0]
        return float(point[0]), float(point[1]), float(point[2])

    for number in range(4):
        site.box(there(0, -0.2 + 0.13 * number, 0.43), (1.6, 0.1, 0.03), slat, turn=turn)
    for number in range(3):
        spot = there(0, 0.28 + 0.03 * number, 0.53 + 0.13 * number)
        site.box(spot, (1.6, 0.03, 0.1), slat, turn=turn)
    for x in (-0.66, 0.66):
        for y in (-0.2, 0.22):
            site.box(there(x, y, 0), (0.05, 0.05, 0.43), BLACK, turn=turn)
        site.box(there(x, 0.0, 0.4), (0.05, 0.5, 0.03), BLACK, turn=turn)
        site.rod(there(x, 0.22, 0.42), there(x, 0.37, 0.92), 0.022, BLACK)
        site.box(there(x, -0.03, 0.62), (0.05, 0.42, 0.03), BLACK, turn=turn)
        site.box(there(x, -0.2, 0.43), (0.04, 0.04, 0.2), BLACK, turn=turn)


def _trees(site: Site, kinds: list[Kind], side: int, is_lawn) -> None:  # noqa: ANN001
    air: Colour = (0.6, 0.68, 0.68)
    for hand, low, high in ((side, 6.5, 9.0), (-side, 7.5, 11.0)):
        y = site.between(low, high)
        near = kinds[0].but(count=int(kinds[0].count * 1.3))
        tree(site, (hand * y * site.between(0.3, 0.4), y, 0), site.between(6.5, 8.5), near)
    for number in range(9):
        y = site.between(14, 34)
        x = y * site.between(0.12, 0.5) * (1 if number % 2 else -1)
        if bool(is_lawn(np.array([x]), np.array([y]))[0]):
            kind = kinds[number % len(kinds)].but(leaf=0.1, count=4200)
            tree(site, (x, y, 0), site.between(7, 11), kind)
    for y, share, height in ((46, 0.15, 11.0), (75, 0.35, 17.0)):
        row = [kind.far(air, share).but(count=1300, leaf=0.24 + y / 300) for kind in kinds]
        treeline(site, y, 17, row, height)
    shrub = kinds[-1].but(count=1500, clumps=14, clump=0.5, leaf=0.06)
    for _ in range(11):
        y, wide = site.between(17, 40), site.between(1.2, 3.2)
        x = y * site.between(-0.5, 0.5)
        if bool(is_lawn(np.array([x]), np.array([y]))[0]):
            bush(site, (x, y, 0), (wide, wide, site.between(0.9, 1.9)), shrub)
    clumps = 8
    far = site.rng.uniform(3.6, 5.5, clumps)
    across, z = (
        side * far * site.rng.uniform(0.18, 0.5, clumps),
        1.5 + far * site.rng.uniform(0.36, 0.5, clumps),
    )
    sprays = kinds[0].but(count=2600)
    foliage(
        site,
        np.stack([across, far, z], axis=1),
        site.rng.uniform(0.3, 0.55, clumps),
        sprays,
        flat=0.5,
    )
