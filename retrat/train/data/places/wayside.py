"""What goes by outside a window: a strip of country along a railway or a road, as two layers.

Both are seen straight from the side, without perspective, and go on at their ends as they begin:
whoever looks out of a moving window sees each of them go by as fast as it is far away.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import UInt8

from retrat.models.made_places import FAR, NEAR, Strip
from retrat.train.data.places.greenery import Kind, bark, greens, hedge, tree
from retrat.train.data.places.landscape import Relief, woods
from retrat.train.data.places.site import Colour, Matter, Site, Sky, View

# Metres that are drawn of a strip. Near trees are round, and who looks along the way sees them as
# wide as from aside, not as narrow as a sheet that they were painted on: so they are stretched.
DRAWN = {NEAR.name: 64.0, FAR.name: 256.0}
AIR: Colour = (0.72, 0.81, 0.9)
BUSH = Kind(
    greens=greens((0.1, 0.2, 0.04), (0.14, 0.24, 0.05), (0.07, 0.15, 0.03)),
    bark=bark((0.13, 0.1, 0.07)),
    count=9000,
    leaf=0.09,
)


def near(seed: int) -> Site:
    """Trees, bushes and hedges right beside the line; nothing behind them."""
    site, long = Site(seed=seed), DRAWN[NEAR.name]
    _light(site)
    kinds = [
        BUSH,
        BUSH.but(greens=greens((0.13, 0.2, 0.03), (0.2, 0.27, 0.05)), wide=0.6),
        BUSH.but(greens=greens((0.06, 0.14, 0.03), (0.1, 0.19, 0.05)), bare=0.16),
    ]
    x = 0.0
    while x < long:
        kind = kinds[int(site.rng.integers(len(kinds)))]
        _everywhere(site, x, (0.0, site.between(-2, 2)), site.between(5.0, 9.5), kind)
        x += site.between(2.0, 7.0)
    for number in range(5):
        start, size = 13.0 * number + site.between(0, 4), (0.9, site.between(0.8, 1.5))
        state = site.rng.bit_generator.state
        for turn in (-1, 0, 1):
            site.rng.bit_generator.state = state
            ends = ((start + turn * long, -2.5, 0.0), (start + 6 + turn * long, -2.5, 0.0))
            hedge(site, *ends, size, BUSH.but(leaf=0.05, count=2600))
    return _from_aside(site, long)


def far(seed: int) -> Site:
    """Fields, woods and hills in the haze, up to the sky."""
    site, long = Site(seed=seed), DRAWN[FAR.name]
    _light(site)
    for row, (away, high) in enumerate(((120.0, 5.0), (60.0, 3.0), (10.0, 1.2))):
        _hill(site, (long, away, high), row)
    return _from_aside(site, long)


def _from_aside(site: Site, long: float) -> Site:
    site.view = View(at=(long / 2, -200, 0), to=(long / 2, 0, 0), wide=long)
    return site


def strip_of(drawn: UInt8[np.ndarray, "y x 4"], strip: Strip) -> UInt8[np.ndarray, "v u 4"]:
    """The rows of a square picture that a strip has: the ground is in its middle."""
    metre = strip.columns / DRAWN[strip.name]
    top, bottom = (round(strip.columns / 2 - metre * each) for each in (strip.top, strip.bottom))
    return drawn[top:bottom]


def _light(site: Site) -> None:
    site.sky = Sky(zenith=(0.3, 0.48, 0.8), horizon=AIR, strength=1.0)
    site.sun(38, 150, watts=4.0, colour=(1.0, 0.94, 0.84), angle=0.02)


def _everywhere(site: Site, x: float, off: tuple[float, float], height: float, kind: Kind) -> None:
    """A tree, and the same once more beyond each end of the strip."""
    state = site.rng.bit_generator.state
    for turn in (0, -1, 1):
        site.rng.bit_generator.state = state
        tree(site, (x + turn * DRAWN[NEAR.name] + off[0], off[1], -0.1), height, kind)


def _hill(site: Site, told: tuple[float, float, float], row: int) -> None:
    """A ridge with fields on its slope and woods on its back."""
    long, away, high = told
    share = min(0.5, away / 300)
    waves = [
        (site.between(0.3, 1.0) / number, number, site.between(0, 6.3)) for number in range(1, 6)
    ]

    def ridge(x: np.ndarray) -> np.ndarray:
        total = sum(size * np.sin(2 * np.pi * n * x / long + at) for size, n, at in waves)
        found: np.ndarray = high * (1.2 + 0.5 * np.asarray(total))
        return found

    x = np.linspace(-long, 2 * long, 700)
    fields: Sequence[Colour] = (
        (0.16, 0.24, 0.06), (0.34, 0.3, 0.12), (0.22, 0.26, 0.08), (0.12, 0.2, 0.05)
    )  # fmt: skip
    borders = np.sort(site.rng.uniform(0, long, 5))
    kinds = np.searchsorted(borders, np.mod(x, long)) % len(fields)
    top = ridge(x)
    for number, colour in enumerate(fields):
        matter = Matter(colour=colour, rough=1.0, vary=0.2, vary_scale=0.1).far(AIR, share)
        chosen = np.flatnonzero(kinds[:-1] == number)
        points = np.stack(
            [
                np.stack([x, np.full_like(x, away - 30), np.full_like(x, -3.0)], axis=1),
                np.stack([x, np.full_like(x, away), top], axis=1),
            ]
        ).reshape(-1, 3)
        faces = np.stack([chosen, chosen + 1, chosen + 1 + len(x), chosen + len(x)], axis=1)
        site.mesh(points, faces, matter)
    green = Matter(colour=(0.09, 0.15, 0.04), rough=0.8, thin=0.3, vary=0.3, vary_scale=0.4)
    count = 90
    spots = site.rng.uniform(0, long, count)
    spots = spots[Relief(site, 30.0, 2)(spots, 0 * spots) > -0.1]
    heights = site.rng.uniform(5, 10, len(spots))
    state = site.rng.bit_generator.state
    for turn in (-1, 0, 1):
        site.rng.bit_generator.state = state
        there = spots + turn * long
        feet = np.stack([there, np.full_like(there, away + 2), ridge(there) - 0.6], axis=1)
        woods(site, feet, heights, green.far(AIR, share), 200 if row else 120)
