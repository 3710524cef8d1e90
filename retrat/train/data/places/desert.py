"""Dunes with ripples on them, in some deserts mesas far off or a stony plain with dry shrubs."""

import math

import numpy as np

from retrat.train.data.places.landscape import (
    Height,
    Relief,
    blades,
    boulder,
    clear_day,
    fan,
    hazy,
    low_sun,
    patches,
    smooth,
    strewn,
)
from retrat.train.data.places.site import Colour, Matter, Site, View

HAZES = 8


def build(site: Site, moment: str) -> None:
    side = 1 if site.chance(0.5) else -1
    if moment == "at sunset":
        low_sun(site, side)
        site.view = View(exposure=0.2, stop=3.2)
    else:
        clear_day(site, side, elevation=(20, 32))
        site.view = View(exposure=-0.35, stop=3.2)
    colour = site.pick((0.56, 0.34, 0.16), (0.62, 0.4, 0.2), (0.52, 0.27, 0.12), (0.6, 0.45, 0.27))
    has_mesas = site.chance(0.45)
    _sand(site, colour, has_mesas, side)
    if has_mesas:
        for hand in (-1, 1):
            _mesa(site, hand * site.between(0.3, 0.48), site.between(700, 1500), colour)
            if site.chance(0.5):
                _mesa(site, hand * site.between(0.1, 0.22), site.between(2000, 3200), colour)


def _dunes(site: Site, side: int, is_plain: bool) -> Height:
    """Long dunes, gentle to windward and steep to the lee, with crooked crests."""
    bend, swell = Relief(site, 130.0, 3, 0.4), Relief(site, 160.0, 3)
    small, fine = Relief(site, 14.0, 3), Relief(site, 4.0, 3)
    turn = (-side if site.chance(0.7) else side) * site.between(1.0, 1.35)
    long, tall = site.between(44, 62), 1.2 if is_plain else site.between(11, 16)

    start = float(bend(np.zeros(1), np.full(1, 14.0))[0]) + site.between(-0.2, 0.25)

    def height(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        along = x * math.sin(turn) - (y - 14) * math.cos(turn)
        phase = along / long + 0.55 * (bend(x, y) - start)
        share = phase - np.floor(phase)
        windward = 0.4 * smooth(share / 0.62) + 0.6 * (share / 0.62) ** 1.6
        lee = (1 - np.clip((share - 0.62) / 0.38, 0, 1)) ** 1.15
        crest = np.where(share < 0.62, windward, lee)
        far = smooth((y - 5) / 60)
        large = tall * (0.75 + 0.5 * swell(x, y)) * crest + 0.25 * tall * swell(x, y)
        return far * large + 0.3 * small(x, y) + 0.05 * fine(x, y)

    return height


def _sand(site: Site, colour: Colour, is_plain: bool, side: int) -> None:
    height = _dunes(site, side, is_plain)
    sand = Matter(colour=colour, rough=0.95, vary=0.1, vary_scale=0.4, bump=0.25, bump_scale=40)
    air = site.sky.horizon
    matters = [hazy(sand, air, number / HAZES, 0.4) for number in range(HAZES)]
    ripples = _ripples(site)
    for near, far, rows, columns in ((2.0, 330, 560, 260), (330, 7000, 90, 260)):
        x, y = fan(near, far, rows, columns)
        share = 1 - np.exp(-y / 2600) + site.rng.uniform(-0.05, 0.05, y.shape)
        kinds = np.clip((share * HAZES).astype(int), 0, HAZES - 1)
        patches(site, (x, y, height(x, y) + ripples(x, y)), kinds, matters)
    _shrubs(site, height, 26 if is_plain else 5)
    if is_plain:
        _stones(site, height, colour)


def _ripples(site: Site) -> Height:
    """Of the wind, near the camera, where they are seen."""
    turn, bend, fade = site.between(-0.5, 0.5), Relief(site, 1.6, 3), Relief(site, 5.0, 2)

    def height(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        along = y * math.cos(turn) + x * math.sin(turn) + 0.16 * bend(x, y)
        strength = 0.012 * np.clip(0.8 + fade(x, y), 0, 1) * (y < 14)
        return strength * np.sin(along * 2 * math.pi / 0.17)

    return height


def _shrubs(site: Site, height: Height, count: int) -> None:
    dry = Matter(
        colour=site.pick((0.3, 0.24, 0.11), (0.16, 0.17, 0.08)),
        rough=0.9, thin=0.3, vary=0.3, moves="leaves",
    )  # fmt: skip
    x, y = strewn(site, count, 4.5, 60)
    chosen = np.abs(x) > 0.2 * y
    size = site.rng.uniform(0.15, 0.45, count)
    x, y, size = (np.repeat(each[chosen], 120) for each in (x, y, size))
    x = x + site.rng.normal(0, 0.35, len(x)) * size
    y = y + site.rng.normal(0, 0.35, len(y)) * size
    roots = np.stack([x, y, height(x, y)], axis=1)
    blades(site, roots, 1.6 * size * site.rng.uniform(0.5, 1, len(x)), dry, wide=0.012, lean=0.5)


def _stones(site: Site, height: Height, colour: Colour) -> None:
    x, y = strewn(site, 130, 3.2, 60)
    size = 0.03 + 0.16 * site.rng.random(130) ** 4
    for each in range(130):
        if abs(x[each]) < 0.14 * y[each]:
            continue
        dark = site.between(0.35, 0.8)
        stone = Matter(
            colour=(dark * colour[0], 0.85 * dark * colour[1], 0.85 * dark * colour[2]),
            rough=0.95, vary=0.25, vary_scale=8, bump=0.6, bump_scale=12,
        )  # fmt: skip
        at = (
            float(x[each]),
            float(y[each]),
            float(height(x[each : each + 1], y[each : each + 1])[0]),
        )
        boulder(site, at, float(size[each]), stone)


def _mesa(site: Site, aside: float, away: float, sand: Colour) -> None:
    """Cliffs of layered rock on a skirt of rubble, with a flat top."""
    at = (aside * away, away)
    colour = (0.75 * sand[0], 0.5 * sand[1], 0.42 * sand[2])
    wide, tall = site.between(0.06, 0.16) * away, site.between(0.09, 0.16) * away
    around = np.linspace(0, 2 * math.pi, 181)
    ups = np.concatenate([np.linspace(0, 0.45, 14), np.linspace(0.46, 1.0, 40), [1.0]])
    turn, up = np.meshgrid(around, ups)
    gully = Relief(site, 0.6, 5, 0.6)(np.cos(turn), np.sin(turn) + 0.06 * up)
    broad = Relief(site, 1.3, 2)(np.cos(turn), np.sin(turn))
    ledge = 1 - 0.14 * smooth((up + 0.06 * broad - 0.7) / 0.03)
    layers = 0.03 * Relief(site, 0.12, 3)(up, 0 * up) * (up > 0.45)
    talus = 1 + (1.0 + 0.3 * broad) * np.clip(0.45 - up, 0, 1) / 0.45
    radius = wide * talus * (ledge + 0.3 * broad + gully * np.where(up > 0.45, 0.22, 0.08) + layers)
    radius[-1] = 0
    points = np.stack(
        [
            at[0] + radius * np.cos(turn),
            at[1] + 0.7 * radius * np.sin(turn),
            tall * up * (1 + 0.1 * broad * up + 0.03 * gully) - 4,
        ],
        axis=-1,
    )
    rock = Matter(colour=colour, rough=1.0, vary=0.4, vary_scale=0.02, stretch=(0.15, 0.15, 6))
    seen = hazy(rock, site.sky.horizon, 1 - math.exp(-away / 5500), 0.4).but(vary=0.3)
    first = (np.arange(len(ups) - 1)[:, None] * 181 + np.arange(180)).ravel()
    faces = np.stack([first, first + 1, first + 182, first + 181], axis=1)
    site.mesh(points.reshape(-1, 3), faces, seen)
