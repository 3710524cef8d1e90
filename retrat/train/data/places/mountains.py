"""Peaks with snow on them beyond wooded foothills, a meadow or rocky pasture in front."""

import numpy as np

from retrat.train.data.places.landscape import (
    Height,
    Relief,
    blades,
    clear_day,
    fan,
    fir_wood,
    hazy,
    low_sun,
    patches,
    smooth,
    steepness,
    strewn,
)
from retrat.train.data.places.site import Matter, Site, View

BARK = Matter(colour=(0.09, 0.06, 0.045), rough=1.0)
SNOW = Matter(colour=(0.85, 0.87, 0.9), rough=0.7)
HAZES = 9


def build(site: Site, moment: str) -> None:
    side = 1 if site.chance(0.5) else -1
    if moment == "at sunset":
        low_sun(site, side)
        site.view = View(exposure=0.75, stop=3.2)
    else:
        clear_day(site, side)
        site.view = View(exposure=0.4, stop=3.2)
    rolling, knolls = Relief(site, 120.0, 4), Relief(site, 7.0, 5)
    dip = site.between(6, 25)

    def meadow(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        far = smooth((y - 12) / 200)
        return far * (9 * rolling(x, y) - dip) + 0.16 * knolls(x, y) + 0.1

    thick = site.between(9000, 15000)
    _peaks(site, thick)
    _meadow(site, meadow)
    _wood(site, meadow, thick)


def _peaks(site: Site, thick: float) -> None:
    """From the foothills up to where rock and snow are."""
    x, y = fan(220, 9500, 400, 320)
    summits, forms = Relief(site, site.between(2200, 3200), 9, 0.47), Relief(site, 900.0, 4)
    valley = site.between(-0.25, 0.25)
    open_middle = 1 - 0.6 * np.exp(-(((x / (y + 3) - valley) / 0.16) ** 2)) * (y < 6500)
    rise = smooth((y - 500) / 4300) * site.between(1500, 2200) * open_middle
    z = rise * summits.crests(x, y) + 70 * smooth((y - 220) / 900) * forms(x, y) - 30
    steep = steepness(x, y, z)
    ragged = forms(3 * x, 3 * y)
    snow_line, tree_line = site.between(520, 850), site.between(260, 420)
    cover = np.where(z + 110 * ragged > snow_line + 260 * (steep - 0.7), 2, 1)
    cover = np.where(z + 70 * ragged < tree_line, 0, cover)
    share = np.clip(1 - np.exp(-y / thick) + site.rng.uniform(-0.04, 0.04, y.shape), 0, 0.99)
    rock = Matter(
        colour=site.pick((0.16, 0.145, 0.13), (0.2, 0.17, 0.14), (0.13, 0.13, 0.14)),
        rough=1.0, vary=0.35, vary_scale=0.006, stretch=(1, 1, 1.5),
    )  # fmt: skip
    wood = Matter(colour=(0.035, 0.07, 0.03), rough=1.0, vary=0.5, vary_scale=0.03)
    air = site.sky.horizon
    matters = [
        hazy(matter, air, number / HAZES, 0.45)
        for matter in (wood, rock, SNOW)
        for number in range(HAZES)
    ]
    patches(site, (x, y, z), cover * HAZES + (share * HAZES).astype(int), matters)


def _meadow(site: Site, height: Height) -> None:
    green = site.pick((0.15, 0.22, 0.045), (0.2, 0.22, 0.06), (0.12, 0.2, 0.05))
    ground = Matter(colour=green, rough=1.0, vary=0.4, vary_scale=0.5, bump=0.8, bump_scale=12)
    x, y = fan(2.0, 420, 260, 200)
    patches(site, (x, y, height(x, y)), np.zeros(x.shape, int), [ground])
    tufts = Relief(site, 2.2, 3)
    for shade in (0.75, 1.0, 1.35):
        colour = (green[0] * shade * 1.1, green[1] * shade, green[2] * shade)
        grass = Matter(
            colour=colour, rough=0.6, thin=0.4, vary=0.25, vary_scale=0.8, moves="leaves"
        )
        x, y = strewn(site, 22000, 2.8, 34)
        tall = np.clip(0.16 + 0.14 * tufts(x, y), 0.05, 0.5) * site.rng.uniform(0.5, 1.3, len(x))
        roots = np.stack([x, y, height(x, y) - 0.01], axis=1)
        blades(site, roots, tall, grass, wide=0.011)
    _flowers(site, height)


def _flowers(site: Site, height: Height) -> None:
    petals = site.pick((0.8, 0.78, 0.7), (0.75, 0.55, 0.05), (0.35, 0.15, 0.5), (0.7, 0.25, 0.3))
    for colour, count in ((petals, 420), ((0.8, 0.8, 0.75), 160)):
        x, y = strewn(site, count, 3.2, 22)
        matter = Matter(colour=colour, rough=0.7, thin=0.3, moves="leaves")
        z = height(x, y) + site.rng.uniform(0.12, 0.38, count)
        middle = np.stack([x, y, z], axis=1)[:, None]
        corners = middle + site.rng.normal(0, 0.016, (count, 4, 3))
        site.mesh(corners.reshape(-1, 3), np.arange(4 * count).reshape(-1, 4), matter)


def _wood(site: Site, height: Height, thick: float) -> None:
    green = Matter(colour=(0.045, 0.085, 0.035), rough=0.8, thin=0.15, vary=0.3, vary_scale=2)
    x, y = strewn(site, 700, 60, 400)
    groups = Relief(site, 70.0, 3)(x, y) - 0.8 * (np.abs(x) < 0.12 * y)
    chosen = groups > site.between(-0.1, 0.25)
    fir_wood(site, height, (x[chosen], y[chosen]), (8, 20), (green, BARK), thick / 12)
    near = [
        (hand * away * site.between(0.3, 0.46), away)
        for hand in (-1, 1)
        for away in (site.between(9, 14), site.between(16, 30))
        if site.chance(0.25)
    ]
    if near:
        x, y = np.array(near).T
        fir_wood(site, height, (x, y), (5, 12), (green, BARK), thick)
