"""A farmyard: a barn with open doors, a fence, hay, a tractor or a cart, fields and trees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from retrat.train.data.places.farm_vehicles import cart, tractor
from retrat.train.data.places.farmyard import (
    GALVANISED,
    STRAW,
    Barn,
    barn,
    cow,
    fence,
    part,
    put,
    round_bale,
    silo,
    stack,
    straw,
    wind_pump,
)
from retrat.train.data.places.greenery import Kind, bark, bush, grass, greens, tree, treeline
from retrat.train.data.places.landscape import (
    Relief,
    clear_day,
    fan,
    hazy,
    low_sun,
    patches,
    smooth,
    strewn,
)
from retrat.train.data.places.site import (
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    View,
    hills,
    leaf,
    mixed,
    wood,
)
from retrat.train.data.places.vessels import Wire, wires

OAK = Kind(
    greens=greens((0.09, 0.19, 0.03), (0.16, 0.29, 0.04), (0.25, 0.39, 0.06)),
    bark=bark((0.13, 0.1, 0.07)),
    leaf=0.07,
    count=11000,
    wide=0.85,
    bare=0.2,
    trunk=0.028,
)
PAINTS: tuple[Colour, ...] = ((0.36, 0.035, 0.025), (0.29, 0.045, 0.03), (0.25, 0.17, 0.11))
TRACTORS: tuple[Colour, ...] = ((0.5, 0.03, 0.02), (0.03, 0.2, 0.05), (0.04, 0.13, 0.34))


@dataclass(kw_only=True, slots=True)
class Farm:
    """What its parts share: the barn is at `side`; the yard ends at `end`."""

    site: Site
    side: int
    is_sunset: bool
    end: float
    lumps: Relief
    swell: Relief
    grasses: tuple[Colour, Colour]
    crop: Colour
    barn: Point
    bare: float  # how much wider the yard's bare ground is

    @property
    def air(self) -> Colour:
        return self.site.sky.horizon

    def height(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        far = smooth((y - self.end) / 60)
        return far * (1.2 * self.swell(x, y) + 0.035 * (y - self.end)) - 0.05 * far

    def yard(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Above zero where the ground is bare."""
        across = self.side * x
        edge = self.fence(x) - 1.2 - y
        out = np.where(across > 0, 0.28 * y + 1.6 + 6 * smooth((y - 7) / 4) - across,
                       0.2 * y + 1.6 + across)  # fmt: skip
        ground: np.ndarray = np.minimum(edge, out + self.bare) + 1.1 * self.lumps(x, y)
        return ground

    def fence(self, x: np.ndarray) -> np.ndarray:
        """How far away the fence is that slants towards the open side."""
        out = np.clip(1.0 - self.side * x, 0, 9) / 9
        return self.end + out * (12.5 - self.end)


def build(site: Site, moment: str) -> None:
    side = 1 if site.chance(0.5) else -1
    away = site.between(14, 20)
    fresh = site.pick((0.11, 0.22, 0.04), (0.15, 0.25, 0.05), (0.19, 0.26, 0.06))
    farm = Farm(
        site=site,
        side=side,
        is_sunset=moment == "at sunset",
        end=away + site.between(5, 8),
        lumps=Relief(site, 2.4, 4),
        swell=Relief(site, 60.0, 2),
        grasses=(fresh, mixed(fresh, (0.36, 0.32, 0.1), 0.45)),
        crop=site.pick((0.52, 0.38, 0.13), (0.16, 0.27, 0.05), (0.42, 0.36, 0.12)),
        barn=(side * (0.2 * away + 1.8), away, 0.0),
        bare=site.between(-1.0, 0.4),
    )
    _light(farm)
    _ground(farm)
    _barn(farm)
    _fences(farm)
    _vehicle(farm)
    _hay(farm)
    _tower(farm)
    _trees(farm)
    _weeds(farm)
    _cows(farm)
    rows = [float(y) for y in np.linspace(11, away - 2, 3)]
    site.free_lane([((-8, y, 0), (8, y, 0)) for y in rows], often=2)


def _light(farm: Farm) -> None:
    site, side = farm.site, farm.side
    site.view = View(
        to=(side * site.between(-0.1, 0.25), 4, 1.5),
        stop=site.between(2.2, 2.8),
        exposure=0.6 if farm.is_sunset else 0.3,
    )
    if not farm.is_sunset:
        clear_day(site, -side)
        return
    low_sun(site, -side)
    site.panel((-side * 3.0, -2.5, 3.0), (0, 5, 0.5), (3, 3), watts=60, colour=(1.0, 0.75, 0.55))


def _ground(farm: Farm) -> None:
    """Bare earth in the yard, grass around it, a field and meadows beyond."""
    site = farm.site
    x, y = fan(1.2, 420, 330, 220, 0.62)
    z = farm.height(x, y)
    tone = site.pick((0.35, 0.21, 0.1), (0.29, 0.19, 0.11), (0.37, 0.24, 0.13))
    earth = Matter(colour=tone, rough=1.0, vary=0.3, vary_scale=1.6, bump=1.0, bump_scale=16)
    pale = earth.but(colour=mixed(tone, (0.5, 0.38, 0.24), 0.28))
    dark = earth.but(colour=mixed(tone, (0.12, 0.08, 0.05), 0.35))
    sward = Matter(
        colour=mixed(farm.grasses[0], (0.1, 0.09, 0.03), 0.25), rough=1.0, vary=0.35, bump=0.8,
        bump_scale=9,
    )  # fmt: skip
    dry = sward.but(colour=mixed(farm.grasses[1], (0.1, 0.09, 0.03), 0.2))
    field = Matter(
        colour=farm.crop, rough=1.0, vary=0.2, vary_scale=0.3, bump=1.0, bump_scale=4,
        stretch=(2.0, 0.4, 1.0),
    )  # fmt: skip
    bare = farm.yard(x, y)
    fine = Relief(site, 0.7, 3)(x, y)
    ruts = np.abs(np.abs(x - 1.2 * np.sin(0.16 * y) * farm.side - 0.1 * y * -farm.side) - 0.7)
    kinds = np.where(bare > 0.4 * fine, 0, 2)
    kinds[(kinds == 0) & (ruts + 0.3 * fine < 0.2)] = 1
    kinds[(kinds == 0) & (fine + farm.lumps(x + 7, y) > 0.7)] = 7
    kinds[(kinds == 2) & (farm.lumps(x / 3, y / 3) > 0.1)] = 3
    kinds[y > farm.end + 16 + 4 * farm.swell(x, y)] = 4
    kinds[y > 75] = 5
    kinds[y > 150] = 6
    meadow = [hazy(sward, farm.air, share).but(bump=0) for share in (0.2, 0.4)]
    patches(site, (x, y, z), kinds, [earth, pale, sward, dry, field, *meadow, dark])
    far = mixed((0.09, 0.15, 0.06), farm.air, 0.6)
    for number, away in enumerate((420, 900)):
        rise = (30 + 60 * number) * (0.7 + 0.5 * hills(site.rng, (24, 120), 5, 0.45))
        rise = rise * np.sin(np.linspace(0.05, 3.0, 24))[:, None]
        ridge = Matter(colour=mixed(far, farm.air, 0.35 * number), rough=1.0, vary=0.15,
                       vary_scale=0.02)  # fmt: skip
        site.ground(rise + 4, (0, away), (3 * away, 0.7 * away), ridge)


def _barn(farm: Farm) -> None:
    site, side = farm.site, farm.side
    kind = int(site.rng.integers(4))
    is_stone = kind == 3
    paint = site.pick(*PAINTS) if kind < 3 else site.pick((0.22, 0.12, 0.06), (0.26, 0.2, 0.15))
    knee = site.chance(0.6) and not is_stone
    width = site.between(8.0, 9.4)
    roofs = (
        Matter(colour=(0.09, 0.08, 0.075), rough=0.85, vary=0.3, vary_scale=2),
        Matter(colour=(0.2, 0.1, 0.06), rough=0.9, vary=0.35, vary_scale=2),
        GALVANISED.but(colour=(0.34, 0.35, 0.36)),
    )
    boarded = Matter(
        colour=paint, rough=0.8, vary=0.22, vary_scale=2.5, bump=0.35, bump_scale=14,
        stretch=(3, 3, 0.4),
    )  # fmt: skip
    trim = WHITE.but(colour=(0.72, 0.7, 0.65), rough=0.7, vary=0.1)
    told = Barn(
        width=width,
        depth=site.between(11, 13),
        eaves=site.between(3.5, 3.9),
        ridge=site.between(7.2, 8.0) if knee else site.between(6.6, 7.4),
        knee=knee,
        paint=boarded,
        trim=trim if paint[0] > 2 * paint[1] else trim.but(colour=(0.46, 0.44, 0.41)),
        roof=roofs[int(site.rng.integers(3))],
        stone=Matter(colour=site.pick((0.36, 0.31, 0.24), (0.3, 0.28, 0.26)), rough=0.95, vary=0.3,
                     bump=0.6, bump_scale=9) if is_stone else None,
    )  # fmt: skip
    made = part(site)
    barn(made, told)
    _clutter(made, told)
    put(site, made, farm.barn, -side * site.between(-0.12, 0.55))


def _clutter(site: Site, told: Barn) -> None:
    """Churns, a barrel and a ladder before the barn's front."""
    hand, door = (1 if site.chance(0.5) else -1), 2.2 * told.door[0]
    churn = GALVANISED.but(colour=(0.55, 0.55, 0.54), rough=0.35)
    profile = [(0.16, 0), (0.17, 0.03), (0.17, 0.42), (0.09, 0.54), (0.09, 0.62), (0.12, 0.66)]
    for number in range(int(site.rng.integers(2, 5))):
        at = (hand * (door + 0.4 + 0.42 * number), -0.8 - site.between(0, 0.25), 0.0)
        site.lathe(at, profile, churn, sides=18)
    oak = wood((0.26, 0.15, 0.07), rough=0.7)
    barrel = [(0.24, 0), (0.3, 0.22), (0.32, 0.42), (0.3, 0.62), (0.24, 0.84), (0.2, 0.84)]
    site.lathe((-hand * (door + 0.7), -0.9, 0), barrel, oak, sides=22)
    x = -hand * (told.width / 2 - 0.7)
    bars: list[Wire] = [((x + off, -1.1, 0.0), (x + off, -0.1, 3.3)) for off in (-0.2, 0.2)]
    bars += [
        ((x - 0.2, -1.1 + k / 11, 0.3 * k), (x + 0.2, -1.1 + k / 11, 0.3 * k)) for k in range(1, 11)
    ]
    wires(site, bars, 0.028, oak)


def _fences(farm: Farm) -> None:
    """Between the yard and the meadow, slanting towards the open side."""
    site, side = farm.site, farm.side
    tone = site.pick((0.62, 0.6, 0.55), (0.22, 0.18, 0.14), (0.34, 0.3, 0.25))
    old = Matter(colour=tone, rough=0.9, vary=0.3, vary_scale=4, bump=0.4, bump_scale=20)
    x = side * np.array([2.5, 1.0, -8.0, -11.0])
    points = [(float(a), float(b), 0.0) for a, b in zip(x, farm.fence(x), strict=True)]
    fence(site, points, old)


def _vehicle(farm: Farm) -> None:
    """A tractor or a cart on the side that the barn leaves free."""
    site, side = farm.site, farm.side
    y = site.between(7.5, 10.5)
    at = (-side * site.between(0.26, 0.33) * y, y, 0.0)
    if site.chance(0.62):
        tractor(site, at, site.pick(*TRACTORS), side * site.between(0.3, 0.95))
    else:
        cart(site, at, -side * site.between(0.6, 1.3))


def _hay(farm: Farm) -> None:
    """Square bales beside the barn; round ones in the field."""
    site, side = farm.site, farm.side
    made = part(site)
    if site.chance(0.6):
        stack(made, (3, 2, 3))
        y = site.between(8.0, 10.5)
        put(site, made, (side * site.between(0.36, 0.42) * y, y, 0), -side * site.between(0.1, 0.6))
    else:
        for step in range(2):
            y = site.between(7.5, 8.5) + 2.6 * step
            round_bale(site, (side * 0.4 * y, y, 0), 0.68, site.between(0.5, 1.2))
    for _ in range(9):
        y = site.between(farm.end + 12, 70)
        x = y * site.between(-0.45, 0.45)
        z = float(farm.height(np.array(x), np.array(y)))
        bale = Matter(colour=mixed(STRAW, farm.air, 0.1), rough=1.0, vary=0.3)
        site.rod((x - 0.6, y, z + 0.7), (x + 0.6, y + 0.3, z + 0.7), 0.75, bale, 20)
    across, away = strewn(site, 700, 3.2, farm.end - 2)
    near = farm.yard(across, away) > 0
    wisps = np.stack([across, away, 0 * across + 0.012], axis=1)[near]
    reach = site.rng.normal(0, 1, (len(wisps), 1, 3)) * (0.07, 0.07, 0.004)
    aside = reach[..., [1, 0, 2]] * (0.06, -0.06, 0.0)
    quads = wisps[:, None] + np.concatenate([-reach, aside, reach, -aside], axis=1)
    site.mesh(quads.reshape(-1, 3), np.arange(4 * len(quads)).reshape(-1, 4), straw().but(bump=0))


def _tower(farm: Farm) -> None:
    """A silo behind the barn or a wind pump in the field, or neither."""
    site, side = farm.site, farm.side
    kind = site.between(0, 1)
    if kind < 0.4:
        concrete = Matter(colour=(0.46, 0.44, 0.4), rough=0.9, vary=0.2, vary_scale=0.7)
        matter = concrete if site.chance(0.5) else GALVANISED
        y = site.between(28, 33)
        silo(site, (-side * site.between(0.14, 0.24) * y, y, 0), (2.1, site.between(9, 11)), matter)
    elif kind < 0.75:
        y = site.between(30, 42)
        x = -side * site.between(0.24, 0.32) * y
        z = float(farm.height(np.array(x), np.array(y)))
        wind_pump(site, (x, y, z - 0.2), site.between(8.5, 11), site.between(-0.7, 0.7))


def _trees(farm: Farm) -> None:
    site, side = farm.site, farm.side
    y = site.between(26, 36)
    x = -side * site.between(0.34, 0.46) * y
    z = float(farm.height(np.array(x), np.array(y)))
    tree(site, (x, y, z - 0.1), site.between(8, 11), OAK.but(leaf=0.13))
    tree(site, (side * 0.5 * 34, 38, 0), 11, OAK.but(leaf=0.16, count=8000))
    y = site.between(80, 110)
    lift = float(farm.height(np.array(0.0), np.array(y)))
    first = len(site.shapes)
    woods = OAK.far(farm.air, 0.3).but(count=700, clumps=12, leaf=0.6, bare=0.1)
    treeline(site, y, 36, [woods], 8.0)
    for shape in site.shapes[first:]:
        shape.vertices[:, 2] += lift - 0.5
    shrub = OAK.but(count=1600, clumps=14, clump=0.5, leaf=0.09)
    for _ in range(7):
        y = site.between(farm.end + 1, farm.end + 9)
        x = -side * site.between(0.0, 0.45) * y
        wide = site.between(1.2, 3.0)
        bush(site, (x, y, -0.1), (wide, wide, site.between(0.8, 2.0)), shrub)


def _weeds(farm: Farm) -> None:
    """Grass beside the yard, tufts in it and along the walls."""
    site = farm.site
    x, y = strewn(site, 16000, 2.6, farm.end + 10, 0.5)
    kept = farm.yard(x, y) < 0.15 * site.rng.normal(size=len(x))
    tones = [
        leaf(each) for each in (*farm.grasses, mixed(farm.grasses[0], (0.03, 0.08, 0.01), 0.4))
    ]
    grass(site, (x[kept], y[kept]), 0.26, tones, farm.height)
    x, y = strewn(site, 900, 3.0, farm.end, 0.45)
    kept = (farm.lumps(1.7 * x + 9, 1.7 * y) > 0.75) & (farm.yard(x, y) > 0)
    grass(site, (x[kept], y[kept]), 0.1, tones)


def _cows(farm: Farm) -> None:
    """A few in the meadow, far off."""
    site = farm.site
    coat = site.pick((0.6, 0.57, 0.52), (0.2, 0.09, 0.04), (0.03, 0.028, 0.027))
    for _ in range(4):
        y = site.between(farm.end + 4, farm.end + 16)
        x = -farm.side * site.between(0.12, 0.45) * y
        at = (x, y, float(farm.height(np.array(x), np.array(y))))
        cow(site, at, Matter(colour=coat, rough=0.9, vary=0.3), site.between(0, 6.3))
