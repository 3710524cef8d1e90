"""Snow in a clearing among firs, or on open hills with a wood behind them."""

import numpy as np

from retrat.train.data.places.landscape import (
    Height,
    Relief,
    blades,
    clear_day,
    fan,
    fir_wood,
    hazy,
    patches,
    smooth,
    strewn,
)
from retrat.train.data.places.site import Matter, Site, Sky, View

SNOW = Matter(
    colour=(0.84, 0.87, 0.92), rough=0.55, vary=0.03, vary_scale=0.6, bump=0.35, bump_scale=14
)
GREEN = Matter(colour=(0.028, 0.06, 0.035), rough=0.8, thin=0.15, vary=0.3, vary_scale=2)
BARK = Matter(colour=(0.07, 0.05, 0.04), rough=1.0)


def build(site: Site, moment: str) -> None:
    side = 1 if site.chance(0.5) else -1
    is_forest = site.chance(0.6)  # and else hills, which are brighter
    is_clear = moment == "on a clear winter day"
    if is_clear:
        clear_day(site, side, elevation=(20, 30))
        thick = 900.0
        site.view = View(exposure=0.3 if is_forest else -0.15, stop=2.8)
    else:
        grey = site.pick((0.62, 0.65, 0.69), (0.66, 0.67, 0.69), (0.58, 0.62, 0.67))
        site.sky = Sky(zenith=(0.74, 0.76, 0.79), horizon=grey, strength=0.8)
        site.panel((-4.0 * side, -3, 6), (0, 4, 0.5), (6, 4), watts=350, colour=(0.9, 0.95, 1.0))
        thick = site.between(60, 110) * (1 if is_forest else 2.2)
        site.view = View(exposure=0.3 if is_forest else -0.4, stop=2.8)
    drifts, hills = Relief(site, 9.0, 6, 0.45), Relief(site, 150.0, 3)

    def height(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        rise = 1.5 * smooth((y - 8) / 40) if is_forest else 26 * smooth((y - 20) / 240)
        rolling = hills(x, y) * (0.4 if is_forest else 9) * smooth((y - 6) / 90)
        return rise + rolling + 0.3 * drifts(x, y)

    _ground(site, height, thick)
    _trees(site, height, is_forest, thick)


def _ground(site: Site, height: Height, thick: float) -> None:
    x, y = fan(2.2, 900, 330, 240)
    far = 1 - np.exp(-y / thick)
    kinds = np.clip((far * 8 + site.rng.uniform(-0.5, 0.5, y.shape)).astype(int), 0, 7)
    air = site.sky.horizon
    matters = [hazy(SNOW, air, share) for share in np.arange(8) / 8]
    patches(site, (x, y, height(x, y)), kinds, matters)


def _trees(site: Site, height: Height, is_forest: bool, thick: float) -> None:
    firs = (GREEN, BARK, SNOW.but(bump=0, vary=0))
    near = [
        (hand * away * site.between(0.27, 0.5), away)
        for hand in (-1, 1)
        for away in (site.between(6, 9), site.between(9, 13), site.between(12, 20))
        if site.chance(0.85 if is_forest else 0.65)
    ]
    if near:
        x, y = np.array(near).T
        fir_wood(site, height, (x, y), (3.5, 8.5), firs, thick)
    x, y = strewn(
        site, 260 if is_forest else 420, 17 if is_forest else 60, 110 if is_forest else 420
    )
    open_way = np.abs(x - 0.1 * y * site.between(-1, 1)) > 0.1 * y * (y < 50)
    groups = Relief(site, 60.0, 2)(x, y) > (-9 if is_forest else 0.0)
    x, y = x[open_way & groups], y[open_way & groups]
    fir_wood(site, height, (x, y), (7, 16), firs, thick)
    _grass(site, height)


def _grass(site: Site, height: Height) -> None:
    """Dry stalks that stick out of the snow in tufts."""
    dry = Matter(colour=(0.34, 0.24, 0.12), rough=0.9, thin=0.3, vary=0.3, moves="leaves")
    x, y = strewn(site, 14, 3.4, 14)
    x, y = (np.repeat(each, 16) + site.rng.normal(0, 0.09, 16 * 14) for each in (x, y))
    chosen = np.abs(x) > 0.2 * y
    x, y = x[chosen], y[chosen]
    roots = np.stack([x, y, height(x, y) - 0.02], axis=1)
    blades(site, roots, site.rng.uniform(0.15, 0.5, len(x)), dry, wide=0.006, lean=0.2)
