"""Wheat or a meadow in flower, hedges and hills far away, a lone tree, a wide sky."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from retrat.train.data.places.greenery import (
    Keep,
    Kind,
    Numbers,
    bark,
    blades,
    bush,
    daylight,
    flowers,
    grass,
    greens,
    ribbon,
    scattered,
    tree,
    treeline,
)
from retrat.train.data.places.site import Colour, Matter, Site, Sky, View, hills, leaf, mixed

OAK = Kind(
    greens=greens((0.11, 0.22, 0.03), (0.19, 0.33, 0.04), (0.28, 0.42, 0.06)),
    bark=bark((0.12, 0.09, 0.06)),
    leaf=0.09,
    count=14000,
    wide=0.95,
    bare=0.2,
    trunk=0.03,
)
PETALS: tuple[Colour, ...] = (
    (0.75, 0.05, 0.03), (0.16, 0.2, 0.7), (0.85, 0.84, 0.8), (0.85, 0.62, 0.06), (0.6, 0.25, 0.55),
)  # fmt: skip


def build(site: Site, moment: str) -> None:
    is_sunset = moment == "at sunset"
    air = _light(site, is_sunset)
    is_wheat = site.chance(0.5)
    dry = site.pick((0.56, 0.36, 0.12), (0.62, 0.43, 0.17), (0.48, 0.33, 0.1))
    fresh = site.pick((0.2, 0.33, 0.05), (0.16, 0.3, 0.05), (0.27, 0.36, 0.08))
    _ground(site, dry if is_wheat else fresh)
    track = site.between(-1.0, 1.0)

    def middle(y: Numbers) -> Numbers:
        return 0.9 * np.sin(y * 0.09 + track) - 0.9 * math.sin(track) + 0.1 * track * y

    has_track = site.chance(0.4)
    if has_track:
        earth = Matter(
            colour=(0.42, 0.3, 0.17), rough=1.0, vary=0.25, vary_scale=2, bump=0.6, bump_scale=10
        )
        for wheel in (-0.6, 0.6):
            ribbon(site, partial(_beside, middle, wheel), 0.5, (1.2, 90), earth)

    def beside(x: Numbers, y: Numbers) -> np.ndarray:
        kept: np.ndarray = np.abs(np.abs(x - middle(y)) - 0.6) > (0.24 if has_track else -1.0)
        return kept

    def outside(x: Numbers, y: Numbers) -> np.ndarray:
        kept: np.ndarray = np.abs(x - middle(y)) > (0.95 if has_track else -1.0)
        return kept

    def on_track(x: Numbers, y: Numbers) -> np.ndarray:
        kept: np.ndarray = beside(x, y) & ~outside(x, y)
        return kept

    if is_wheat:
        if has_track:
            grass(site, scattered(site, 4000, 1.5, 60, on_track), 0.16, greens(fresh, fresh, dry))
        _wheat(site, dry, scattered(site, 25000, 1.5, 90, outside))
    else:
        _meadow(site, fresh, scattered(site, 8000, 2.4, 70, beside), beside)
    _far(site, air)


def _beside(middle: Callable[[Numbers], Numbers], aside: float, y: Numbers) -> Numbers:
    return middle(y) + aside


def _light(site: Site, is_sunset: bool) -> Colour:
    """Returns the colour of the air far away."""
    side = 1 if site.chance(0.5) else -1
    if is_sunset:
        low = site.pick((1.0, 0.5, 0.18), (1.0, 0.58, 0.3), (1.0, 0.45, 0.25))
        azimuth = side * site.between(16, 24)
        site.sky = Sky(
            elevation=site.between(5.0, 7.0), azimuth=azimuth, dust=site.between(3.0, 6.0),
            strength=0.16, cover=site.between(0.2, 0.45), cloud=(6.0, 3.4, 2.3), cloud_scale=2.5,
        )  # fmt: skip
        site.view = View(stop=site.between(2.2, 3.2), exposure=0.1)
        return mixed(low, (0.6, 0.4, 0.4), 0.4)
    site.sky = Sky(
        zenith=site.pick((0.06, 0.2, 0.58), (0.1, 0.26, 0.6)),
        horizon=(0.62, 0.77, 0.92),
        strength=0.9,
        cover=site.between(0.3, 0.65),
        cloud_scale=site.between(2.2, 4.5),
    )
    daylight(site, site.between(30, 50), side * site.between(65, 145), watts=6, warm=0.2)
    site.view = View(stop=site.between(2.4, 3.6), exposure=0.1)
    return (0.5, 0.62, 0.75)


def _ground(site: Site, colour: Colour) -> None:
    soil = Matter(
        colour=mixed(colour, (0.12, 0.08, 0.03), 0.45), rough=1.0, vary=0.3, vary_scale=1.5
    )
    site.plane((0, 20, 0), (80, 60), soil)
    crop = Matter(
        colour=mixed(colour, (0.1, 0.07, 0.02), 0.12), rough=1.0, vary=0.28, vary_scale=0.5,
        bump=1.0, bump_scale=5, stretch=(2.0, 0.4, 1.0),
    )  # fmt: skip
    heights = 0.3 + 1.1 * np.linspace(0, 1, 60)[:, None] ** 2 + 0.5 * hills(site.rng, (60, 80), 4)
    site.ground(heights * np.linspace(0, 1, 60)[:, None] ** 0.5, (0, 45), (260, 110), crop)


def _wheat(site: Site, dry: Colour, spots: tuple[Numbers, Numbers]) -> None:
    """Stalks, and on each an ear that nods, with awns."""
    x, y = spots
    count, rng = len(x), site.rng
    stalks = [leaf(mixed(dry, (0.12, 0.2, 0.03), share)) for share in (0.05, 0.25, 0.45)]
    grass(site, (x[: count // 3], y[: count // 3]), 0.62, stalks)
    x, y = np.repeat(x, 2), np.repeat(y, 2)
    count = len(x)
    x, y = x + 0.02 * y * rng.normal(size=count), y + 0.02 * y * rng.normal(size=count)
    tall = 0.72 + 0.07 * np.sin(0.8 * x + 0.4 * y) + 0.07 * rng.normal(size=count)
    wind = site.between(0, 2 * math.pi)
    nod = np.array((math.cos(wind), math.sin(wind), 0.9)) + rng.normal(size=(count, 3)) * 0.45
    heads = np.stack([x, y, tall], axis=1)
    wide = np.maximum(1.0, y / 4)
    ears = [leaf(mixed(dry, (0.8, 0.6, 0.28), share)) for share in (0.0, 0.35, 0.7)]
    blades(site, heads, nod, 0.045 * wide, ears, slim=0.24)
    spray = nod + rng.normal(size=(count, 3)) * 0.3
    blades(site, heads + 0.05 * nod, spray, 0.08 * wide, ears, slim=0.05)


def _meadow(site: Site, fresh: Colour, spots: tuple[Numbers, Numbers], beside: Keep) -> None:
    straw = mixed(fresh, (0.5, 0.4, 0.16), 0.5)
    tones = [leaf(fresh), leaf(mixed(fresh, (0.06, 0.14, 0.02), 0.4)), leaf(straw)]
    grass(site, spots, 0.42, tones)
    main = int(site.rng.integers(len(PETALS)))
    for number, colour in enumerate(PETALS):
        count = 900 if number == main else int(site.between(40, 260))
        x, y = scattered(site, count, 2.8, 45, beside)
        drift = np.sin(0.9 * x + 1.7 * number) + np.sin(0.5 * y + 2.1 * number) > site.between(
            -1, 0.3
        )
        x, y = x[drift], y[drift]
        z = site.rng.uniform(0.3, 0.58, len(x))
        heads = np.stack([x, y, z], axis=1)
        petal = Matter(colour=colour, rough=0.6, thin=0.4, vary=0.2, moves="leaves")
        heart = (0.04, 0.02, 0.03) if colour[0] < 0.8 else (0.7, 0.45, 0.04)
        flowers(site, heads, 0.04, petal, Matter(colour=heart, rough=0.8, moves="leaves"))


def _far(site: Site, air: Colour) -> None:
    side = 1 if site.chance(0.5) else -1
    if site.sky.elevation is not None:  # its shadow must not fall on all that is near
        side = -1 if site.sky.azimuth > 0 else 1
    if site.chance(0.8):
        y = site.between(22, 48)
        at = (side * y * site.between(0.24, 0.34), y, 0.1)
        tree(
            site,
            at,
            site.between(0.26, 0.36) * y + 2,
            OAK.far(air, 0.08).but(count=9000, leaf=0.16),
        )
    if site.chance(0.5):
        _fence(site, -side)
    rows = [(170, 0.5, 11.0), (95, 0.25, 6.0)]
    for y, share, height in rows[: 1 + int(site.chance(0.5))]:
        kind = OAK.far(air, share).but(count=700, clumps=12, leaf=0.45 + y / 400, bare=0.1)
        treeline(site, y, 34, [kind], height)
    shrub = OAK.far(air, 0.15).but(count=1500, clumps=14, clump=0.5, leaf=0.13)
    start, slope = site.between(25, 40), site.between(0.5, 1.6)
    for number in range(14):
        y, wide = start + 3.0 * slope * number, site.between(2.0, 4.5)
        x = -side * (0.55 * start - 2.2 * number) + site.between(-1, 1)
        if abs(x / y) > 0.1:
            bush(site, (x, y, 0), (wide, wide, site.between(1.2, 3.2)), shrub)
    lower = 0.55 if site.sky.elevation is not None else 1.0  # it must not hide a low sun
    for number, y in enumerate((420, 900)):
        tone = mixed((0.12, 0.2, 0.06), air, 0.62 + 0.2 * number)
        rise = lower * (40 + 75 * number) * (0.7 + 0.5 * hills(site.rng, (24, 120), 5, 0.45))
        rise = rise * np.sin(np.linspace(0.05, 3.0, 24))[:, None]
        matter = Matter(colour=tone, rough=1.0, vary=0.25, vary_scale=0.02)
        site.ground(rise - 1, (0, y), (3 * y, 0.7 * y), matter)


def _fence(site: Site, side: int) -> None:
    """Posts and two rails that run away from the camera."""
    old = Matter(colour=(0.24, 0.2, 0.16), rough=0.95, vary=0.4, bump=0.5, bump_scale=20)
    x, step, slope = side * 2.1, 2.2, side * site.between(0.12, 0.22)
    last: list[tuple[float, float, float]] = []
    for number in range(14):
        y = 3.4 + step * number
        post = (x + slope * step * number, y, -0.1)
        site.box(post, (0.1, 0.1, 1.2 + site.between(-0.06, 0.06)), old, turn=site.between(0, 1))
        ends = [(post[0], y, level + site.between(-0.03, 0.03)) for level in (0.55, 0.95)]
        for start, end in zip(last, ends, strict=False):
            site.rod(start, end, 0.035, old)
        last = ends
