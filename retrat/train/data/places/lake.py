"""Still water between wooded shores, hills behind, sometimes a jetty or reeds at one side."""

import numpy as np

from retrat.train.data.places.landscape import (
    Height,
    Relief,
    blades,
    boulder,
    clear_day,
    fan,
    fir_wood,
    hazy,
    low_sun,
    patches,
    smooth,
    strewn,
    wood_of,
)
from retrat.train.data.places.site import Matter, Site, View, wood

LEVEL = -0.35  # of the water
BARK = Matter(colour=(0.09, 0.06, 0.045), rough=1.0)
HAZES = 8


def build(site: Site, moment: str) -> None:
    side = 1 if site.chance(0.5) else -1
    if moment == "at sunset":
        low_sun(site, side)
        site.view = View(exposure=0.5, stop=3.2)
    else:
        clear_day(site, side)
        site.view = View(exposure=0.35, stop=3.2)
    _water(site)
    _far_shore(site, side)
    _hills(site)
    has_jetty = site.chance(0.55)
    _near_shore(site, side, has_jetty)
    if has_jetty:
        _jetty(site, -side)


def _water(site: Site) -> None:
    deep = site.pick((0.008, 0.03, 0.035), (0.012, 0.028, 0.022), (0.01, 0.035, 0.05))
    calm = Relief(site, 60.0, 3)
    x, y = fan(2.5, 1500, 260, 160)
    swell, ripple = Relief(site, 2.6, 3, 0.5), Relief(site, 0.7, 2)
    z = 0.018 * swell(0.45 * x, y) + 0.006 * ripple(0.6 * x, y)
    z = LEVEL + z * np.exp(-y / 50)
    kinds = np.clip((1.5 + 1.6 * calm(0.3 * x, y)).astype(int), 0, 2)
    matters = [
        Matter(
            colour=deep,
            rough=rough,
            bump=bump,
            bump_scale=2.2,
            stretch=(0.5, 1.2, 1),
            moves="water",
        )
        for rough, bump in ((0.04, 0.12), (0.06, 0.25), (0.1, 0.4))
    ]
    patches(site, (x, y, z), kinds, matters)


def _far_shore(site: Site, side: int) -> None:
    """Land with trees on it across the water, nearer at one side."""
    away, bays = site.between(140, 260), Relief(site, 120.0, 4)
    arm = site.between(0.55, 0.85)

    def height(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        near = away * (1 - arm * smooth((side * x / (y + 3) + 0.1) / 0.4)) + 22 * bays(x, y)
        return np.clip(0.09 * (y - near), -2, 60) + LEVEL + 0.3 * bays(8 * x, 8 * y)

    x, y = fan(40, 700, 170, 220)
    bank = Matter(colour=(0.1, 0.13, 0.05), rough=1.0, vary=0.4, vary_scale=0.15)
    share = 1 - np.exp(-y / 2600)
    matters = [hazy(bank, site.sky.horizon, number / HAZES) for number in range(HAZES)]
    patches(site, (x, y, height(x, y)), (share * HAZES).astype(int), matters)
    x, y = strewn(site, 1800, 60, 480)
    ashore = height(x, y) > LEVEL + 0.5
    x, y = x[ashore], y[ashore]
    is_fir = Relief(site, 90.0, 3)(x, y) > site.between(-0.4, 0.4)
    green = Matter(colour=(0.045, 0.085, 0.035), rough=0.8, thin=0.15, vary=0.3, vary_scale=0.4)
    fir_wood(site, height, (x[is_fir], y[is_fir]), (9, 19), (green, BARK), 2200)
    for shade in ((0.07, 0.13, 0.035), (0.1, 0.14, 0.03), (0.05, 0.1, 0.035)):
        chosen = ~is_fir & (site.rng.random(len(x)) < 0.36)
        leafy = Matter(colour=shade, rough=0.8, thin=0.25, vary=0.3, vary_scale=0.4)
        wood_of(site, height, (x[chosen], y[chosen]), (7, 15), leafy, 2200)


def _hills(site: Site) -> None:
    x, y = fan(500, 9000, 150, 260)
    forms, steepest = Relief(site, site.between(1200, 2200), 7, 0.48), site.between(600, 1300)
    gap = site.between(-0.3, 0.3)
    dip = 1 - 0.55 * np.exp(-(((x / y - gap) / 0.15) ** 2))
    z = smooth((y - 500) / 4200) * steepest * forms.crests(x, y) * dip - 3
    slope = Matter(colour=(0.06, 0.09, 0.045), rough=1.0, vary=0.4, vary_scale=0.02)
    share = 1 - np.exp(-y / 5200) + site.rng.uniform(-0.04, 0.04, y.shape)
    matters = [hazy(slope, site.sky.horizon, number / HAZES) for number in range(HAZES)]
    patches(site, (x, y, z), np.clip((share * HAZES).astype(int), 0, HAZES - 1), matters)


def _near_shore(site: Site, side: int, has_jetty: bool) -> None:
    """Where the camera stands: grass, then stones, then reeds in the water."""
    edge, knolls = Relief(site, 4.0, 4), Relief(site, 2.0, 4)
    out, near = site.between(0.25, 0.6), site.between(3.4, 4.6)

    def height(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        shore = near + 1.1 * edge(x, y) + out * np.clip(side * x, -2, 12) * 1.4
        return LEVEL + np.clip(0.22 * (shore - y), -1.5, 0.4) + 0.05 * knolls(x, y)

    x, y = fan(2.0, 30, 180, 220, 0.7)
    z = height(x, y)
    above = z - LEVEL + 0.03 * edge(6 * x, 6 * y)
    kinds = np.where(above < 0.04, 0, np.where(above < 0.13, 1, 2))
    wet = Matter(
        colour=(0.07, 0.055, 0.04), rough=0.6, vary=0.4, vary_scale=14, bump=1.0, bump_scale=18
    )
    pebbles = Matter(
        colour=(0.22, 0.2, 0.17), rough=0.9, vary=0.5, vary_scale=22, bump=1.0, bump_scale=22
    )
    grassy = Matter(colour=(0.09, 0.13, 0.04), rough=1.0, vary=0.4, vary_scale=2, bump=0.8)
    patches(site, (x, y, z), kinds, [wet, pebbles, grassy])
    for shade, tall in (((0.1, 0.17, 0.04), 0.22), ((0.16, 0.18, 0.06), 0.3)):
        x, y = strewn(site, 16000, 2.6, 22, 0.7)
        chosen = height(x, y) > LEVEL + 0.1 + 0.08 * site.rng.random(len(x))
        chosen &= ~(has_jetty & (-side * x > 0.7))
        x, y = x[chosen], y[chosen]
        matter = Matter(colour=shade, rough=0.6, thin=0.4, vary=0.3, moves="leaves")
        roots = np.stack([x, y, height(x, y)], axis=1)
        blades(site, roots, tall * site.rng.uniform(0.4, 1.2, len(x)), matter)
    _reeds(site, height, side, has_jetty)
    x, y = strewn(site, 60, 2.8, 14, 0.6)
    z = height(x, y)
    for each in np.flatnonzero(np.abs(z - LEVEL) < 0.12):
        if abs(x[each]) > 0.2 * y[each]:
            grey = site.between(0.1, 0.28)
            stone = pebbles.but(colour=(grey, 0.94 * grey, 0.86 * grey), vary_scale=6)
            at = (float(x[each]), float(y[each]), float(z[each]))
            boulder(site, at, site.between(0.06, 0.22), stone)


def _reeds(site: Site, height: Height, side: int, has_jetty: bool) -> None:
    x, y = strewn(site, 9000, 3.2, 24, 0.7)
    z = height(x, y)
    groups = Relief(site, 2.5, 2)(x, y)
    chosen = (z < LEVEL + 0.05) & (z > LEVEL - 0.35) & (groups > 0.15) & (np.abs(x) > 0.22 * y)
    chosen &= ~(has_jetty & (-side * x > 0.3))
    roots = np.stack([x, y, z], axis=1)[chosen]
    green = Matter(
        colour=site.pick((0.14, 0.18, 0.06), (0.3, 0.24, 0.11), (0.1, 0.16, 0.06)),
        rough=0.6, thin=0.4, vary=0.3, moves="leaves",
    )  # fmt: skip
    tall = site.rng.uniform(0.7, 1.6, len(roots))
    if len(roots):
        blades(site, roots, tall, green, wide=0.016, lean=0.12)


def _jetty(site: Site, side: int) -> None:
    """Grey planks on posts, out into the water."""
    grey = site.pick((0.2, 0.18, 0.16), (0.26, 0.2, 0.14))
    start, turn = side * site.between(1.5, 1.9), -side * site.between(0.12, 0.3)
    y, height = 2.0, LEVEL + 0.42
    end = site.between(8, 13)
    dark = wood((0.1, 0.08, 0.065), rough=0.8)
    while y < end:
        wide = site.between(0.12, 0.15)
        shade = site.between(0.7, 1.2)
        plank = wood((grey[0] * shade, grey[1] * shade, grey[2] * shade), rough=0.8)
        x = start - turn * (y - 2.0) + site.between(-0.02, 0.02)
        at = (x, y, height + site.between(-0.006, 0.006))
        site.box(at, (1.3, wide, 0.035), plank, turn=turn + site.between(-0.01, 0.01))
        y += wide + 0.012
    for number in range(int((end - 2) / 1.9) + 1):
        y = 2.4 + 1.9 * number
        for hand in (-1, 1):
            x = start - turn * (y - 2.0) + hand * 0.62
            top = height + (site.between(0.35, 0.5) if number % 2 else -0.02)
            site.rod((x, y, LEVEL - 1), (x, y, top), 0.06, dark)
            site.lathe((x, y, top - 0.01), [(0.06, 0), (0.05, 0.02)], dark, sides=10)
