"""Trunks on both sides of a glade or a path, ferns, and light that falls through the leaves."""

from __future__ import annotations

import math

import numpy as np

from retrat.train.data.places.greenery import (
    Kind,
    bark,
    blades,
    bush,
    daylight,
    fallen,
    foliage,
    grass,
    greens,
    ribbon,
    scattered,
    tree,
    trunk,
    unit,
)
from retrat.train.data.places.site import Colour, Matter, Point, Site, Sky, View, hills, leaf, mixed

SUMMER = (
    greens((0.08, 0.2, 0.03), (0.14, 0.3, 0.04), (0.22, 0.38, 0.06)),
    greens((0.05, 0.15, 0.04), (0.09, 0.22, 0.05), (0.15, 0.3, 0.07)),
    greens((0.12, 0.24, 0.03), (0.2, 0.34, 0.04), (0.3, 0.42, 0.07)),
)
AUTUMN = (
    greens((0.4, 0.16, 0.02), (0.6, 0.28, 0.03), (0.7, 0.42, 0.05)),
    greens((0.45, 0.09, 0.02), (0.6, 0.2, 0.03), (0.62, 0.35, 0.04)),
    greens((0.3, 0.24, 0.03), (0.6, 0.4, 0.04), (0.72, 0.52, 0.08)),
)
BARKS: tuple[Colour, ...] = ((0.2, 0.18, 0.15), (0.13, 0.09, 0.06), (0.24, 0.13, 0.07))


def build(site: Site, moment: str) -> None:
    is_autumn = moment == "in autumn"
    leaves = (AUTUMN if is_autumn else SUMMER)[int(site.rng.integers(3))]
    kind = Kind(greens=leaves, bark=bark(site.pick(*BARKS)), leaf=0.055)
    air = (0.75, 0.6, 0.34) if is_autumn else (0.5, 0.62, 0.34)
    side = 1 if site.chance(0.5) else -1
    site.sky = Sky(zenith=(0.5, 0.66, 0.85), horizon=(0.95, 0.97, 0.9), strength=1.2)
    daylight(site, site.between(32, 46), side * site.between(40, 75), watts=9, warm=0.25)
    site.view = View(stop=site.between(1.8, 2.4), exposure=0.7 if is_autumn else 0.95)
    bend = site.between(-0.05, 0.05)
    _floor(site, kind, bend, is_autumn)
    barks = [bark(mixed(kind.bark.colour, (0.05, 0.06, 0.03), share)) for share in (0, 0.3, 0.6)]
    for number, (x, y) in enumerate(_stems(site, 20, 3.6, 16)):
        stem = kind.but(trunk=site.between(0.006, 0.015), bark=barks[number % 3])
        trunk(site, (x, y, 0), site.between(13, 19), stem)
    for number, (x, y) in enumerate(_stems(site, 70, 16, 55)):
        hazy = kind.but(bark=barks[number % 3]).far(air, min(0.75, y / 75))
        trunk(site, (x, y, 0), 22, hazy.but(trunk=site.between(0.006, 0.014)))
    sapling = kind.but(count=1100, clumps=12, clump=0.42, wide=0.8, bare=0.2, trunk=0.008)
    for x, y in _stems(site, 13, 6, 22):
        tree(site, (x, y, 0), site.between(2.5, 5.5), sapling)
    _backdrop(site, kind, air)
    _canopy(site, kind)
    _boughs(site, kind)


def _stems(site: Site, count: int, near: float, far: float) -> list[tuple[float, float]]:
    """Where trees stand: not in the middle, and not too close to each other."""
    found: list[tuple[float, float]] = []
    for _ in range(60 * count):
        y = near * (far / near) ** float(site.rng.random())
        x = site.between(-0.62, 0.62) * y
        gap = 0.22 if y < 16 else 0.05
        if abs(x / y) < gap or any(math.dist((x, y), each) < 0.09 * y + 0.5 for each in found):
            continue
        found.append((x, y))
        if len(found) == count:
            break
    return found


def _floor(site: Site, kind: Kind, bend: float, is_autumn: bool) -> None:
    soil = Matter(
        colour=(0.2, 0.1, 0.04) if is_autumn else (0.1, 0.09, 0.04),
        rough=1.0, vary=0.5, vary_scale=1.2, bump=0.8, bump_scale=6,
    )  # fmt: skip
    heights = 0.12 * hills(site.rng, (90, 90), 6) - 0.1
    site.ground(heights, (0, 0.5), (60, 60), soil)

    def middle(y: np.ndarray) -> np.ndarray:
        return 0.4 * np.sin(y * 0.25) + bend * y

    has_path = site.chance(0.55)
    if has_path:
        earth = Matter(
            colour=(0.3, 0.2, 0.11), rough=1.0, vary=0.3, vary_scale=2, bump=0.6, bump_scale=12
        )
        ribbon(site, middle, site.between(0.9, 1.5), (2.0, 50.0), earth)

    def beside(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.abs(x - middle(y)) > (0.65 if has_path else 0.0)

    litter = AUTUMN[0] + AUTUMN[2] if is_autumn else greens((0.2, 0.1, 0.04), (0.28, 0.16, 0.06))
    fallen(site, scattered(site, 14000 if is_autumn else 5000, 3.0, 30), 0.045, litter)
    grass(site, scattered(site, 700 if is_autumn else 2200, 3.0, 25, beside), 0.22, kind.greens)
    for x, y in zip(*scattered(site, 34, 3.4, 20, beside), strict=True):
        if abs(x / y) > 0.14:
            _fern(site, (float(x), float(y), 0.0), is_autumn)
    shrub = kind.but(count=900, clumps=10, clump=0.5, leaf=0.05)
    for x, y in _stems(site, 12, 5, 24):
        wide = site.between(0.8, 2.0)
        bush(site, (x, y, 0), (wide, wide, site.between(0.5, 1.5)), shrub)


def _fern(site: Site, at: Point, is_autumn: bool) -> None:
    """Fronds in a ring, each with two rows of leaflets."""
    colour = (0.3, 0.18, 0.04) if is_autumn else site.pick((0.1, 0.27, 0.05), (0.15, 0.32, 0.06))
    fronds, leaflets = 13, 22
    around = (
        np.linspace(0, 2 * math.pi, fronds, endpoint=False) + site.rng.normal(size=fronds) * 0.2
    )
    share = np.linspace(0.12, 1, leaflets)
    long = site.rng.uniform(0.45, 0.8, fronds)[:, None]
    out, up = long * share, long * (1.1 * share - 0.85 * share**2)
    x, y = np.cos(around)[:, None] * out, np.sin(around)[:, None] * out
    spots = np.stack([x, y, up], axis=-1) + np.asarray(at)
    side = np.stack([-np.sin(around), np.cos(around), np.zeros(fronds)], axis=1)[:, None]
    ahead = np.stack([np.cos(around), np.sin(around), np.zeros(fronds)], axis=1)[:, None]
    reach = 0.11 * np.sin(math.pi * np.clip(0.1 + 0.9 * share, 0, 1)) + 0.015
    for hand in (-1, 1):
        lean = hand * side + 0.4 * ahead
        middle = spots + unit(lean) * reach[:, None]
        sizes = np.broadcast_to(reach, (fronds, leaflets)).ravel()
        ways = np.broadcast_to(lean, spots.shape).reshape(-1, 3)
        blades(site, middle.reshape(-1, 3), ways, sizes, [leaf(colour)])


def _backdrop(site: Site, kind: Kind, air: Colour) -> None:
    """Leaves between the far trunks, hazier with every row, and a slope that ends the view."""
    for y, clumps, count in ((15, 60, 8000), (24, 90, 10000), (36, 110, 11000), (52, 120, 11000)):
        x = site.rng.uniform(-0.6, 0.6, clumps) * y
        z = 0.2 + (0.3 + 0.5 * y) * site.rng.random(clumps) ** 1.2
        deep = y * site.rng.uniform(0.85, 1.15, clumps)
        is_kept = (np.abs(x / y) > 0.2) | (y > 30) | ((y > 20) & (z > 0.28 * y))
        centres = np.stack([x, deep, z], axis=1)[is_kept]
        share = min(0.65, y / 75)
        hazy = kind.but(
            greens=tuple(each.far(air, share) for each in kind.greens), leaf=0.0062 * y, count=count
        )
        foliage(site, centres, 0.06 * y * site.rng.uniform(0.6, 1.5, len(centres)), hazy, flat=0.6)
    low = 110
    x, deep = site.rng.uniform(-26, 26, low), site.rng.uniform(33, 54, low)
    centres = np.stack([x, deep, site.rng.uniform(0.1, 2.2, low)], axis=1)
    far = kind.but(greens=tuple(each.far(air, 0.5) for each in kind.greens), leaf=0.2, count=9000)
    foliage(site, centres, site.rng.uniform(0.8, 2.0, low), far, flat=0.6)
    slope = Matter(colour=mixed(kind.greens[1].colour, air, 0.6), rough=1.0, vary=0.3)
    heights = 7 * np.linspace(0, 1, 30)[:, None] + 1.2 * hills(site.rng, (30, 60), 4) - 0.9
    site.ground(heights, (0, 38), (150, 60), slope)


def _canopy(site: Site, kind: Kind) -> None:
    """High leaves which nobody sees, but their shadows."""
    clumps = 230
    centres = np.stack(
        [
            site.rng.uniform(-18, 18, clumps),
            site.rng.uniform(-8, 28, clumps),
            site.rng.uniform(10, 16, clumps),
        ],
        axis=1,
    )
    high = kind.but(leaf=0.17, count=13000)
    foliage(site, centres, site.rng.uniform(0.6, 1.7, clumps), high, flat=0.35)


def _boughs(site: Site, kind: Kind) -> None:
    """Leaves that hang into the picture at its upper corners."""
    for side in (-1, 1):
        clumps = 9
        y = site.rng.uniform(4.0, 7.5, clumps)
        x = side * y * site.rng.uniform(0.2, 0.5, clumps)
        z = 1.5 + y * site.rng.uniform(0.3, 0.5, clumps)
        centres = np.stack([x, y, z], axis=1)
        near = kind.but(count=3500, leaf=0.045)
        foliage(site, centres, site.rng.uniform(0.4, 0.8, clumps), near, flat=0.4)
