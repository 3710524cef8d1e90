"""Sand, surf and sea under a wide sky, a palm or a headland."""

import math

import numpy as np

from retrat.train.data.places.landscape import Relief, blades, fan, patches, smooth, sun_disc
from retrat.train.data.places.site import Matter, Point, Site, Sky, View, hills, leaf, mixed

WATERLINE = 8.0  # metres away
FOAM = 9  # the number of that matter, after those of water


def build(site: Site, moment: str) -> None:
    is_sunset = moment == "at sunset"
    aside = (1 if site.chance(0.5) else -1) * site.between(12, 19)
    if is_sunset:
        site.sky = Sky(
            zenith=site.pick((0.12, 0.16, 0.36), (0.2, 0.16, 0.36), (0.16, 0.27, 0.45)),
            horizon=site.pick((1.0, 0.42, 0.16), (1.0, 0.5, 0.28), (1.0, 0.62, 0.24)),
            strength=0.75,
            cover=site.between(0.25, 0.55),
            cloud_scale=site.between(1.8, 4.5),
            cloud=(0.9, 0.42, 0.3),
        )
        high = site.between(5, 9)
        site.sun(high, aside, watts=1.1, colour=(1.0, 0.55, 0.25), angle=0.05)
        sun_disc(site, high - 2, aside, (1.0, 0.62, 0.25))
        site.panel((3.0, -2.0, 3.0), (0, 2, 1), (3, 3), watts=60, colour=(1.0, 0.7, 0.5))
        site.view = View(exposure=0.2, stop=2.8)
    else:
        low = moment == "in the morning"
        site.sky = Sky(
            zenith=(0.06, 0.2, 0.58),
            horizon=(0.62, 0.78, 0.92),
            strength=0.85,
            cover=site.between(0.3, 0.6),
            cloud_scale=site.between(1.8, 4.5),
        )
        site.sun(
            site.between(18, 26) if low else site.between(38, 52),
            180 + 3.2 * aside,
            watts=3.6,
            colour=(1.0, 0.86, 0.68) if low else (1.0, 0.95, 0.88),
        )
        site.view = View(exposure=-0.55, stop=2.8)
    shore = Relief(site, 6.0, 4)
    _sand(site, shore)
    _sea(site, shore, is_sunset)
    _washed_up(site, shore)
    site.lane((-6, WATERLINE + 0.35, 0), (6, WATERLINE + 0.35, 0), often=5)
    if site.chance(0.6):
        side = 1 if site.chance(0.5) else -1
        _palm(site, (side * site.between(2.4, 3.4), site.between(6, 8), 0.1), side)
    if site.chance(0.6):
        _headland(site, 1 if site.chance(0.5) else -1, site.sky.horizon)


def _sand(site: Site, shore: Relief) -> None:
    colour = site.pick((0.62, 0.46, 0.28), (0.7, 0.55, 0.36), (0.55, 0.4, 0.25))
    sand = Matter(colour=colour, rough=0.95, vary=0.12, vary_scale=2, bump=0.5, bump_scale=9)
    x, y = fan(2.2, WATERLINE + 4, 260, 260, 0.75)
    steps, lumps = Relief(site, 0.55, 3), Relief(site, 3.0, 3)
    short = _before_water(x, y, shore)
    dry = smooth((short - 2.2) / 2.0)
    z = 0.055 * short + dry * (0.06 * lumps(x, y) + 0.06 * steps(x, y))
    damp = 1 - smooth((short + 0.35 * lumps(2 * x, 2 * y) - 0.3) / 2.6)
    kinds = np.clip((damp * 8 + site.rng.uniform(-0.3, 0.3, x.shape)).astype(int), 0, 7)
    dark = mixed(colour, (0.16, 0.11, 0.07), 0.8)
    matters = [
        sand.but(
            colour=mixed(colour, dark, share),
            rough=0.95 - 0.8 * share**2,
            bump=0.5 * (1 - share) ** 2,
        )
        for share in np.arange(8) / 7
    ]
    patches(site, (x, y, z), kinds, matters)


def _washed_up(site: Site, shore: Relief) -> None:
    """Weed and shells where the last tide reached, in places driftwood and grass."""
    x = site.rng.uniform(-6, 6, 900)
    y = WATERLINE + 1.1 * shore(x, 0 * x) - 2.6 + 0.5 * shore(2 * x, 0 * x + 9)
    y += site.rng.normal(0, 0.12, 900)
    kept = Relief(site, 0.9, 3)(x, y) > 0.15
    x, y = x[kept], y[kept]
    middle = np.stack([x, y, 0.06 * (WATERLINE + 1.1 * shore(x, 0 * x) - y) + 0.03], axis=1)
    reach = site.rng.uniform(0.01, 0.06, (len(x), 1, 1)) * (1, 0.7, 0.35)
    corners = middle[:, None] + site.rng.normal(0, 1, (len(x), 4, 3)) * reach
    weed = Matter(colour=(0.08, 0.05, 0.025), rough=0.8, vary=0.4)
    site.mesh(corners.reshape(-1, 3), np.arange(4 * len(x)).reshape(-1, 4), weed)
    for _ in range(34):
        away = site.between(3.3, 6.5)
        at = (site.between(-0.5, 0.5) * (away + 2), away, 0.06 * (WATERLINE - away) - 0.01)
        shell = Matter(colour=site.pick((0.75, 0.68, 0.6), (0.5, 0.36, 0.28), (0.3, 0.27, 0.25)))
        size = site.between(0.012, 0.035)
        site.lathe(at, [(0.01, 0), (size, 0.3 * size), (0.2 * size, 0.8 * size)], shell, sides=9)
    side = 1 if site.chance(0.5) else -1
    if site.chance(0.5):
        _driftwood(site, (side * site.between(1.7, 2.2), site.between(4.6, 5.6), 0.2))
    if site.chance(0.55):
        count = 2600
        green = Matter(colour=(0.3, 0.32, 0.13), rough=0.7, thin=0.3, vary=0.3, moves="leaves")
        tufts = site.rng.integers(0, 9, count)
        x = -side * site.rng.uniform(1.6, 3.6, 9)[tufts] + site.rng.normal(0, 0.13, count)
        y = site.rng.uniform(3.6, 6.2, 9)[tufts] + site.rng.normal(0, 0.13, count)
        roots = np.stack([x, y, 0.055 * (WATERLINE - y)], axis=1)
        blades(site, roots, site.rng.uniform(0.25, 0.85, count), green, wide=0.008, lean=0.3)


def _driftwood(site: Site, at: Point) -> None:
    grey = Matter(
        colour=(0.3, 0.26, 0.21), rough=0.9, vary=0.35, bump=0.6, bump_scale=20, stretch=(1, 6, 6)
    )
    turn, last, thick = site.between(-0.5, 0.5), np.array(at), site.between(0.06, 0.1)
    for step in range(6):
        along = np.array([math.cos(turn), math.sin(turn), site.between(-0.05, 0.12)])
        after = last + 0.3 * along
        site.rod(tuple(last), tuple(after), thick, grey)
        site.ball(tuple(after), thick, grey)
        if step in (2, 4):
            branch = after + np.array([site.between(0.2, 0.4), site.between(-0.2, 0.1), 0.2])
            site.rod(tuple(after), tuple(branch), 0.45 * thick, grey)
        last, thick, turn = after, 0.88 * thick, turn + site.between(-0.35, 0.35)


def _before_water(x: np.ndarray, y: np.ndarray, shore: Relief) -> np.ndarray:
    """How far it still is to the water's edge."""
    return WATERLINE + 1.1 * shore(x, 0 * y) - y


def _sea(site: Site, shore: Relief, is_sunset: bool) -> None:
    deep = (0.02, 0.045, 0.07) if is_sunset else site.pick((0.008, 0.09, 0.15), (0.01, 0.12, 0.17))
    shallow = (0.1, 0.12, 0.11) if is_sunset else (0.16, 0.42, 0.38)
    water = Matter(
        colour=deep, rough=0.1, bump=0.5, bump_scale=1.6, stretch=(0.6, 1.5, 1), moves="water"
    )
    matters = [
        water.but(
            colour=mixed(shallow, deep, share**0.7),
            rough=(0.3 if is_sunset else 0.08) + 0.2 * share,
        )
        for share in np.arange(FOAM) / (FOAM - 1)
    ]
    foam = Matter(colour=(0.82, 0.85, 0.86), rough=0.8, bump=0.6, bump_scale=14, moves="water")
    waves = [Relief(site, size, 3) for size in (5.0, 14.0, 0.5, 1.3)]
    near_rows = np.linspace(WATERLINE - 3, 34, 400)
    far_rows = np.geomspace(34, 9000, 170)
    for rows, columns in ((near_rows, 300), (far_rows, 200)):
        y = rows[:, None] + np.zeros(columns)
        x = np.linspace(-0.6, 0.6, columns) * (y + 3)
        out = -_before_water(x, y, shore)
        z, is_foam = _waves(x, y, out, waves)
        kinds = np.clip(FOAM * (1 - np.exp(-np.clip(out, 0, None) / 22)), 0, FOAM - 1).astype(int)
        patches(site, (x, y, z), np.where(is_foam, FOAM, kinds), [*matters, foam])


def _waves(x: np.ndarray, y: np.ndarray, out: np.ndarray, noises: list[Relief]) -> tuple:
    """Heights of the sea, and where there is foam: at its edge and on waves that break."""
    bend, groups, lace, chop = (noise(x, y) for noise in noises)
    z = np.clip(0.012 + 0.02 * np.clip(out, -9, 3), -0.6, 0.07)
    z += 0.03 * chop * smooth(out / 6) * np.exp(-y / 60)
    swell = out / 4.6 + 0.35 * bend
    crest = np.clip(np.cos(2 * math.pi * swell), 0, 1) ** 3
    tall = smooth((out - 1.5) / 5) * np.clip(0.5 + 0.6 * groups, 0.05, 1) * np.exp(-y / 70)
    z += 0.32 * tall * crest
    phase = swell - np.round(swell)
    breaking = (
        (out > 2) & (out < 16) & (groups + 0.3 * chop > 0.15) & (phase > -0.22) & (phase < 0.03)
    )
    edge = (out > -0.02) & (out < 0.35 + 0.3 * groups)
    trail = (out > 0) & (out < 4.5)
    is_foam = (
        (breaking & (lace > -0.1 - 7 * (phase + 0.05)))
        | (edge & (lace > -0.5))
        | (trail & (np.abs(lace) < 0.07))
    )
    return z, is_foam


def _palm(site: Site, at: Point, side: int) -> None:
    bark = Matter(
        colour=(0.2, 0.13, 0.08), rough=0.95, vary=0.3, bump=0.8, bump_scale=6, stretch=(1, 1, 5)
    )
    x, y, z = at
    height, lean = site.between(4.2, 5.2), -side * site.between(0.5, 1.3)
    last = at
    for step in range(1, 9):
        share = step / 8
        next_one = (x + lean * share**2, y, z + height * share)
        site.rod(last, next_one, 0.15 - 0.06 * share, bark)
        last = next_one
    green = leaf((0.1, 0.22, 0.05))
    points: list[np.ndarray] = []
    faces: list[tuple[int, int, int, int]] = []
    for number in range(17):
        around = 2 * math.pi * number / 17 + site.between(-0.15, 0.15)
        rise, long = site.between(-0.1, 0.75), site.between(1.5, 2.1)
        for step in range(26):
            share = step / 25
            middle = np.array(last) + long * share * np.array(
                [math.cos(around), math.sin(around), rise - 1.15 * share]
            )
            for hand in (-1, 1):
                aside = (
                    hand
                    * 0.42
                    * math.sin(math.pi * min(1.0, 0.15 + 0.85 * share))
                    * np.array([-math.sin(around), math.cos(around), -0.55])
                )
                along = 0.12 * np.array([math.cos(around), math.sin(around), -0.6])
                first = len(points)
                points += [
                    middle,
                    middle + 0.5 * aside + along * 0.4,
                    middle + aside + along,
                    middle + 0.5 * aside - along * 0.1,
                ]
                faces.append((first, first + 1, first + 2, first + 3))
    site.mesh(np.array(points), faces, green)


def _headland(site: Site, side: int, air: tuple[float, float, float]) -> None:
    rock = Matter(colour=(0.09, 0.14, 0.06), rough=1.0, vary=0.5, vary_scale=0.05).far(air, 0.45)
    heights = 34 + 22 * hills(site.rng, (50, 120), 6, 0.55)
    across = np.linspace(-1, 1, 120)[None] * side
    heights = (
        heights
        * np.clip(1.5 * (across + 0.25), 0, 1) ** 0.7
        * np.sin(np.linspace(0.05, 3.0, 50))[:, None]
        - 0.5
    )
    site.ground(heights, (side * 90, 300), (420, 160), rock)
