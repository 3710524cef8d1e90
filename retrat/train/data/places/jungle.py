"""A rainforest: huge trees, palms, ferns and lianas, rays of sun in mist, at times a waterfall."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from retrat.train.data.places.greenery import (
    UP,
    Kind,
    bark,
    blades,
    fallen,
    foliage,
    greens,
    joined,
    scattered,
    trunk,
    tube,
    unit,
)
from retrat.train.data.places.interiors import fronds
from retrat.train.data.places.landscape import Height, Relief, boulder, fan, hazy, patches, smooth
from retrat.train.data.places.site import Colour, Matter, Point, Site, Sky, View, mixed
from retrat.train.data.places.tropics import (
    STEM,
    Blades,
    Frond,
    banana,
    broad,
    elephant_ears,
    feathers,
    fern,
    moss_on,
    palm,
    rooted,
    tree_fern,
)

TONES = (
    greens((0.05, 0.17, 0.03), (0.09, 0.25, 0.035), (0.17, 0.34, 0.045)),
    greens((0.035, 0.14, 0.045), (0.07, 0.21, 0.05), (0.13, 0.29, 0.07)),
    greens((0.07, 0.18, 0.02), (0.13, 0.27, 0.03), (0.23, 0.37, 0.05)),
)
AIRS: tuple[Colour, ...] = ((0.5, 0.66, 0.36), (0.44, 0.62, 0.5), (0.66, 0.64, 0.34))
MOSS: Colour = (0.1, 0.19, 0.025)
WATER = Matter(
    colour=(0.02, 0.07, 0.06), rough=0.08, bump=0.25, bump_scale=2.2, moves="water"
)  # fmt: skip
FOAM = Matter(colour=(0.8, 0.86, 0.86), rough=0.6, thin=0.3, moves="water")


@dataclass(kw_only=True, slots=True)
class Wood:
    """What all parts of one forest share; `side` is where the water is, if there is any."""

    site: Site
    side: int
    has_water: bool
    air: Colour
    clear: float
    tones: tuple[Matter, ...]
    lumps: Relief
    stands: list[tuple[float, float, float]]

    def seen(self, matter: Matter, y: float) -> Matter:
        """Through the mist, in steps, so that not every leaf is of its own matter."""
        step = round(8 * (1 - math.exp(-max(0.0, y - 5) / self.clear))) / 8
        return hazy(matter, self.air, 0.92 * step, 0.3) if step else matter

    def green(self, y: float) -> Matter:
        return self.seen(self.tones[int(self.site.rng.integers(len(self.tones)))], y)

    def stream(self, y: np.ndarray | float) -> np.ndarray:
        """Where the middle of the water is."""
        return self.side * (0.27 * np.asarray(y, float) + 0.35)

    def wet(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """In [0, 1] how much of the stream's bed is there."""
        if not self.has_water:
            return np.zeros(np.broadcast(x, y).shape)
        half = 0.45 + 0.12 * self.lumps(x, y) + 1.9 * smooth((y - 8.5) / 4)
        return 1 - smooth((np.abs(x - self.stream(y)) - half) / 0.8)

    def height(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        bank = 0.5 * smooth((np.abs(x) - 0.16 * y - 0.6) / 5)
        return 0.12 * self.lumps(x, y) + bank * (1 - self.wet(x, y)) - 0.5 * self.wet(x, y)

    def foot(self, x: float, y: float) -> Point:
        return x, y, float(self.height(np.array(x), np.array(y)))

    def places(self, count: int, near: float, far: float, gap: float) -> list[Point]:
        """Free spots on dry ground, off the middle of the picture by `gap` of the distance."""
        found: list[Point] = []
        deep = near * (far / near) ** self.site.rng.random(30 * count)
        wide = self.site.rng.uniform(-0.58, 0.58, 30 * count) * deep
        high = self.height(wide, deep)
        is_free = (np.abs(wide / deep) > gap) & (self.wet(wide, deep) < 0.15)
        for x, y, z in np.stack([wide, deep, high], axis=1)[is_free].tolist():
            if any(math.dist((x, y), (a, b)) < away + 0.03 * y for a, b, away in self.stands):
                continue
            found.append((x, y, z))
            self.stands.append((x, y, 0.25))
            if len(found) == count:
                break
        return found


def build(site: Site, moment: str) -> None:
    assert moment == ""
    wood = Wood(
        site=site,
        side=1 if site.chance(0.5) else -1,
        has_water=site.chance(0.5),
        air=site.pick(*AIRS),
        clear=site.between(18, 26),
        tones=TONES[int(site.rng.integers(len(TONES)))],
        lumps=Relief(site, 2.6, 4),
        stands=[],
    )
    hand = 1 if site.chance(0.5) else -1
    site.sky = Sky(zenith=(0.6, 0.74, 0.85), horizon=(0.85, 0.95, 0.72), strength=0.9)
    high, aside = site.between(44, 56), hand * site.between(35, 70)
    site.sun(high, aside, watts=13, colour=(1.0, 0.88, 0.64), angle=0.012)
    pan = wood.side * site.between(0.1, 0.35) if wood.has_water else site.between(-0.25, 0.25)
    site.view = View(to=(pan, 4, 1.5), stop=2.0, exposure=0.6)
    _floor(wood)
    if wood.has_water:
        _waterfall(wood)
    _giants(wood)
    _stems(wood)
    _backdrop(wood)
    _plants(wood)
    _undergrowth(wood)
    _lianas(wood)
    _canopy(wood)
    _frame(wood)
    _rays(wood, high, aside)


def _floor(wood: Wood) -> None:
    """Earth, moss and fallen leaves, with stones in it."""
    site = wood.site
    x, y = fan(1.2, 80, 190, 150, 0.7)
    soil = Matter(
        colour=(0.1, 0.07, 0.035), rough=1.0, vary=0.45, vary_scale=1.4, bump=0.8, bump_scale=7
    )
    moss = soil.but(colour=mixed(MOSS, (0.03, 0.06, 0.02), 0.35))
    fine = Relief(site, 1.1, 4)
    mossy = fine(x, y) + 0.5 * wood.lumps(x, y) > 0.15
    band = np.clip((y - 5) / 9, 0, 4).astype(int)
    bands = [5.0, 14.0, 23.0, 32.0, 45.0]
    matters = [wood.seen(kind, far) for far in bands for kind in (soil, moss)]
    patches(site, (x, y, wood.height(x, y) + 0.02 * fine(x, y)), 2 * band + mossy, matters)
    litter = greens((0.2, 0.1, 0.04), (0.3, 0.16, 0.06), (0.12, 0.12, 0.03))

    def is_dry(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        dry: np.ndarray = wood.wet(a, b) < 0.2
        return dry

    spots = scattered(site, 5000, 3.0, 26, is_dry)
    first = len(site.shapes)
    fallen(site, spots, 0.07, litter)
    for shape in site.shapes[first:]:
        shape.vertices[:, 2] += wood.height(shape.vertices[:, 0], shape.vertices[:, 1]) + 0.02
    rock = Matter(
        colour=(0.15, 0.15, 0.12), rough=0.8, vary=0.5, vary_scale=2.5, bump=0.8, bump_scale=8
    )
    green = rock.but(colour=mixed(MOSS, rock.colour, 0.3))
    for a, b, z in wood.places(16, 4.2, 16, 0.12):
        boulder(site, (a, b, z), min(0.4, 0.1 + float(site.rng.exponential(0.1))), green)
    if wood.has_water:
        site.plane((wood.side * 6, 11, -0.24), (14, 18), WATER)
        for _ in range(34):
            b = site.between(4, 14)
            half = 0.75 + 1.9 * float(smooth(np.array((b - 8.5) / 4)))
            a = float(wood.stream(b)) + site.pick((-1, 0, 0), (1, 0, 0))[0] * half
            a += site.between(-0.4, 0.5)
            size = 0.13 + float(site.rng.exponential(0.16))
            boulder(site, (a, b, -0.25), size, rock if site.chance(0.5) else green)


def _waterfall(wood: Wood) -> None:
    """A cliff with ledges at one side, over which water comes down in white strands."""
    site = wood.site
    middle, away, tall = float(wood.stream(14.5)), 15.5, site.between(5.2, 7.2)
    ledges = [(0.28 * tall, 0.8), (site.between(0.5, 0.62) * tall, 0.6)]
    folds, fine = Relief(site, 2.2, 5, 0.55), Relief(site, 0.35, 3)

    def front(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        out = sum(deep * smooth((level - z) / 0.35) for level, deep in ledges)
        curve = 0.05 * (x - middle) ** 2
        return away - np.asarray(out) - curve + 0.55 * folds(x, 1.3 * z) + 0.12 * fine(x, z)

    x, z = np.meshgrid(middle + np.linspace(-5.5, 5.5, 100), np.linspace(-0.6, tall, 90))
    top = tall * (1 - 0.2 * smooth(np.abs(x - middle) / 5)) + 0.25 * folds(x, 0 * x)
    rise = z * top / tall
    rock = wood.seen(
        Matter(colour=(0.12, 0.11, 0.09), rough=0.5, vary=0.5, bump=0.8, bump_scale=5), 12
    )
    kinds = np.clip(1.4 + 1.5 * folds(2 * x, 2 * z + 9) + fine(x, z), 0, 2).astype(int)
    kinds[np.abs(x - middle) < 0.9] = 0
    moss = rock.but(colour=mixed(MOSS, wood.air, 0.2), rough=1.0)
    tones = [rock, rock.but(colour=mixed(rock.colour, moss.colour, 0.55)), moss]
    patches(site, (x, front(x, rise), rise), kinds, tones)
    _strands(wood, front, middle, tall)
    bushy = Kind(greens=tuple(wood.seen(each, 14) for each in wood.tones), bark=rock, leaf=0.1)
    a = middle + site.rng.uniform(-5.5, 5.5, 40)
    edge = np.stack([a, site.rng.uniform(15.2, 17, 40), tall + site.rng.uniform(-1.2, 0.8, 40)], 1)
    edge = edge[np.abs(a - middle) > 1.1]
    foliage(site, edge, site.rng.uniform(0.5, 1.0, len(edge)), bushy.but(count=7000), flat=0.7)
    for _ in range(16):
        x_there = middle + site.between(0.8, 4.5) * (1 if site.chance(0.5) else -1)
        z_there = site.between(0, 1) * tall
        y_there = float(front(np.array(x_there), np.array(z_there))) - 0.05
        fern(site, (x_there, y_there, z_there), site.between(0.5, 0.9), wood.green(14))


def _strands(wood: Wood, front: Height, middle: float, tall: float) -> None:
    """Water that falls from ledge to ledge, spray where it lands."""
    site = wood.site
    half = site.between(0.7, 1.05)
    u, z = np.meshgrid(np.linspace(-1, 1, 70), np.linspace(-0.35, tall + 0.02, 110))
    streaks, gaps = Relief(site, 0.16, 4, 0.7), Relief(site, 0.7, 3)
    x = middle + half * u * (1.25 - 0.3 * z / tall) + 0.05 * gaps(0 * u, z)
    y = np.minimum(front(x, z), front(x, z + 0.25)) - 0.1 - 0.05 * streaks(x, 0.15 * z)
    tone = streaks(2 * x, 0.12 * z) + 0.6 * gaps(2 * x, 0.5 * z) - 1.6 * np.abs(u) ** 3
    kinds = np.clip(2.6 + 1.6 * tone, 0, 4).astype(int)
    shades = [mixed((0.2, 0.28, 0.27), FOAM.colour, share) for share in (0.2, 0.6, 0.85, 1.0)]
    matters = [FOAM.but(colour=each, glow=0.42) for each in shades]
    # Where the strands are thinnest, the rock is seen.
    kept = np.where(kinds == 0, len(matters), kinds - 1)
    patches(site, (x, y, z), kept, matters)
    foot = float(front(np.array(middle), np.array(0.0)))
    spray = FOAM.but(glow=0.2)
    for reach, count in (((1.3, 0.5, 0.35), 500), ((0.9, 0.4, 0.9), 260)):
        site.leaves((middle, foot - 0.4, -0.2), reach, spray, count=count, size=0.03, hollow=0.1)


def _giants(wood: Wood) -> None:
    """Old trees that stand on roots like walls, mossy, with plants on them."""
    site = wood.site
    first = -wood.side if wood.has_water else (1 if site.chance(0.5) else -1)
    spots = [(first * site.between(0.27, 0.4), site.between(5.6, 8.0))]
    spots.append((-first * site.between(0.26, 0.42), site.between(9.5, 13)))
    if site.chance(0.7):
        spots.append((first * site.between(0.16, 0.26), site.between(13, 17)))
    for share, y in spots:
        x = share * y
        if wood.has_water and float(wood.wet(np.array(x), np.array(y))) > 0.05:
            x = -x
        wood.stands.append((x, y, 1.3))
        _giant(wood, wood.foot(x, y), site.between(0.4, 0.6))


def _giant(wood: Wood, at: Point, radius: float) -> None:
    site = wood.site
    z, around = np.meshgrid(
        np.concatenate([np.linspace(-0.3, 3, 40), np.linspace(3.2, 13, 20)]),
        np.linspace(0, 2 * math.pi, 121), indexing="ij",
    )  # fmt: skip
    count = int(site.rng.integers(5, 8))
    angles = (np.arange(count) + site.rng.uniform(-0.3, 0.3, count)) * 2 * math.pi / count
    total = np.full(z.shape, radius) * (1 - 0.018 * z)
    for angle in angles:
        bent = angle + 0.12 * np.sin(1.4 * z + angle)
        off = np.abs((around - bent + math.pi) % (2 * math.pi) - math.pi)
        reach = site.between(1.6, 2.9) * radius
        low = np.exp(-np.clip(z, 0, None) / site.between(0.7, 1.15))
        total += reach * low * np.exp(-((off / (0.13 + 0.1 * (1 - low))) ** 2))
        total += 0.12 * radius * np.exp(-((off / 0.3) ** 2)) * np.exp(-z / 4)
    rough, spots = Relief(site, 0.6, 4, 0.6), Relief(site, 0.9, 4)
    total *= 1 + 0.05 * rough(around * 1.2, 0.5 * z)
    lean = site.rng.normal(0, 0.03, 2)
    x = at[0] + total * np.cos(around) + lean[0] * z
    y = at[1] + total * np.sin(around) + lean[1] * z
    tone = site.pick((0.16, 0.13, 0.09), (0.2, 0.17, 0.13), (0.13, 0.09, 0.06))
    skin = bark(tone).but(bump=0.7)
    mossy = spots(2 * np.cos(around) + 5, 2 * np.sin(around) + z) + 0.9 * np.exp(-z / 1.6) - 0.35
    kinds = np.clip(1.2 + 2.2 * mossy, 0, 2).astype(int)
    tones = [skin, skin.but(colour=mixed(tone, MOSS, 0.5)), moss_on(tone, MOSS, 1.0)]
    patches(site, (x, y, z + at[2]), kinds, [wood.seen(each, at[1]) for each in tones])
    _climber(wood, at, radius)
    for _ in range(int(site.rng.integers(2, 5))):
        turn, level = site.between(math.pi, 2 * math.pi), site.between(2.2, 0.42 * at[1] + 1.2)
        side = np.array([math.cos(turn), math.sin(turn), 0.0])
        root = np.repeat((np.array(at) + radius * 1.02 * side + level * UP)[None], 16, 0)
        aims = unit(site.rng.normal(0, 0.5, (16, 3)) + side + 0.7 * UP)
        fronds(site, root, aims, (0.5, 0.03), wood.green(at[1]), droop=0.35)


def _climber(wood: Wood, at: Point, radius: float) -> None:
    """A vine with broad leaves around a stem."""
    site = wood.site
    count = 170
    z = site.rng.uniform(0.6, 0.45 * at[1] + 2, count)
    turn = site.between(3.6, 5.8) + 0.5 * np.sin(1.3 * z) + site.rng.normal(0, 0.45, count)
    out = np.stack([np.cos(turn), np.sin(turn), 0 * z], axis=1)
    spots = np.array(at) + out * (1.12 * radius + 0.25 * radius * np.exp(-z))[:, None]
    spots[:, 2] += z
    aims = unit(site.rng.normal(0, 0.45, (count, 3)) - UP + 0.2 * out)
    sizes = site.rng.uniform(0.09, 0.2, count)
    broad(
        site, Blades(spots=spots, aims=aims, faces=out + 0.4 * UP, sizes=sizes), wood.green(at[1])
    )


def _stems(wood: Wood) -> None:
    """Slimmer trees, paler the farther away."""
    site = wood.site
    tones = ((0.17, 0.14, 0.1), (0.1, 0.075, 0.05), (0.22, 0.2, 0.16))
    for count, near, far, gap in ((9, 6, 14, 0.2), (26, 14, 30, 0.1), (34, 30, 58, 0.0)):
        for at in wood.places(count, near, far, gap):
            kind = Kind(greens=(), bark=wood.seen(bark(site.pick(*tones)), at[1]))
            height = site.between(15, 20) + 0.25 * at[1]
            trunk(site, at, height, kind.but(trunk=site.between(0.005, 0.012)))


def _backdrop(wood: Wood) -> None:
    """Leaves between the far stems, and a slope that ends the view."""
    site = wood.site
    for y, clumps, count in ((13, 50, 6000), (19, 80, 9000), (28, 120, 11000), (42, 140, 12000)):
        x = site.rng.uniform(-0.6, 0.6, clumps) * y
        z = (0.15 + 0.5 * site.rng.random(clumps) ** 1.1) * y - 0.12 * y
        deep = y * site.rng.uniform(0.85, 1.15, clumps)
        is_kept = (np.abs(x / y) > 0.2) | (z > 0.3 * y) | (y > 30) | (z < 0.1 * y)
        if wood.has_water:
            is_kept &= (deep > 18) | (np.abs(x - wood.stream(deep)) > 4.5)
        centres = np.stack([x, deep, z], axis=1)[is_kept]
        greened = tuple(wood.seen(each, float(y)) for each in wood.tones)
        kind = Kind(greens=greened, bark=greened[0], leaf=0.0075 * y, count=count)
        radius = 0.055 * y * site.rng.uniform(0.6, 1.5, len(centres))
        foliage(site, centres, radius, kind, flat=0.6)
    slope = hazy(Matter(colour=(0.1, 0.2, 0.05), rough=1.0, vary=0.3), wood.air, 0.9, 0.35)
    across, rise = np.meshgrid(np.linspace(-45, 45, 60), np.linspace(-1, 1, 24))
    away = 62 + 16 * rise
    high = 9 * (rise + 0.8) + 2 * wood.lumps(across / 6, away / 6)
    patches(site, (across, away, high), np.zeros(across.shape, int), [slope])


def _plants(wood: Wood) -> None:
    """Palms, tree ferns, bananas and elephant ears on both sides."""
    site = wood.site
    order = site.rng.permutation(4)
    spots = wood.places(9, 4.6, 12, 0.2) + wood.places(14, 11, 26, 0.12)
    for number, at in enumerate(spots):
        y = at[1]
        tones = [wood.green(y) for _ in range(2)]
        skin = wood.seen(STEM, y)
        kind = order[number % (4 if y < 12 else 2)]
        if kind == 0:
            palm(site, at, max(0.3, 0.36 * y + site.between(-0.9, 0.7)), tones, skin)
        elif kind == 1:
            tree_fern(site, at, site.between(1.2, 2.2) + 0.1 * y, tones, skin)
        elif kind == 2:
            banana(site, at, site.between(2.0, 2.9), tones, skin)
        else:
            elephant_ears(site, at, site.between(0.9, 1.7), tones[0])


def _undergrowth(wood: Wood) -> None:
    """Ferns, small broad plants and bushes, thickest away from the middle."""
    site = wood.site
    for at in wood.places(46, 3.9, 22, 0.1):
        if site.chance(0.6):
            fern(site, at, site.between(0.4, 0.85), wood.green(at[1]))
        else:
            elephant_ears(site, at, site.between(0.35, 0.8), wood.green(at[1]))
    for at in wood.places(16, 5, 20, 0.16):
        centres = np.array(at) + site.rng.normal(0, 0.35, (7, 3)) * (1, 1, 0.5) + 0.35 * UP
        kind = Kind(greens=tuple(wood.seen(each, at[1]) for each in wood.tones), bark=STEM)
        foliage(site, centres, site.rng.uniform(0.25, 0.5, 7), kind.but(count=700, leaf=0.055))


def _lianas(wood: Wood) -> None:
    """Ropes that hang from above, some in loops, with a few leaves."""
    site = wood.site
    parts, leafy = [], []
    for _ in range(16):
        y = site.between(4.8, 15)
        share = site.between(0.17, 0.42) * (1 if site.chance(0.5) else -1)
        start = np.array((share * y, y, site.between(6, 10)))
        end = start + site.rng.normal(0, 1.2, 3) * np.array((1.4, 1.0, 0.6))
        t = np.linspace(0, 1, 40)[:, None]
        if site.chance(0.55):  # a loop, or else a rope to the ground
            path = start + (end - start) * t - site.between(3.0, 6.0) * 4 * t * (1 - t) * UP
        else:
            path = start * (1 - t) + np.array((start[0] + 0.3, y, -0.2)) * t
        twist = 0.05 * np.sin(9 * t + site.between(0, 6)) + 0.02 * np.sin(31 * t)
        path = path + twist * np.array((1, 0.6, 0))
        parts.append(tube(path, np.full(40, site.between(0.012, 0.04)), 7))
        leafy.append(path[site.rng.integers(0, 40, 14)])
    points, faces = joined(parts)
    site.mesh(points, faces, moss_on((0.11, 0.08, 0.05), MOSS, 0.3), is_smooth=True)
    spots = np.concatenate(leafy)
    ways = site.rng.normal(size=(len(spots), 3)) - 0.6 * UP
    blades(site, spots + 0.04 * ways, ways, 0.08, wood.tones)


def _canopy(wood: Wood) -> None:
    """High leaves which let the sun through in spots; what is seen of them is at the upper edge."""
    site, clumps = wood.site, 210
    x, y = site.rng.uniform(-18, 18, clumps), site.rng.uniform(-6, 26, clumps)
    centres = np.stack([x, y, site.rng.uniform(9, 15, clumps)], axis=1)
    kind = Kind(greens=wood.tones, bark=STEM, leaf=0.19, count=12000)
    foliage(site, centres, site.rng.uniform(0.7, 1.9, clumps), kind, flat=0.35)


def _frame(wood: Wood) -> None:
    """Large leaves right before the camera, at its edges, and boughs that hang in from above."""
    site = wood.site
    for side in (-1, 1):
        clumps = 10
        y = site.rng.uniform(4.5, 9, clumps)
        x = side * y * site.rng.uniform(0.12, 0.5, clumps)
        centres = np.stack([x, y, 1.5 + y * site.rng.uniform(0.34, 0.5, clumps)], axis=1)
        kind = Kind(greens=wood.tones, bark=STEM, leaf=0.07, count=2600)
        foliage(site, centres, site.rng.uniform(0.4, 0.8, clumps), kind, flat=0.45)
    hand = 1 if site.chance(0.5) else -1
    if wood.has_water:  # it must not hide that
        hand = -wood.side
    green = wood.green(0)
    shaded = green.but(colour=mixed(green.colour, (0.01, 0.03, 0.0), 0.45), thin=0.15)
    away = site.between(2.6, 3.2)
    elephant_ears(site, (hand * 0.47 * away, away, 0.0), site.between(1.1, 1.5), shaded)
    away = site.between(3.0, 3.8)
    root = rooted((-hand * 0.52 * away, away, site.between(0.3, 0.9)), 9)
    aims = site.rng.normal(0, 0.5, (9, 3)) + np.array((hand * 0.25, 0, 1.0))
    told = Frond(length=1.3, droop=0.5, leaflets=30, reach=0.28, slim=0.07)
    feathers(site, root, aims, told, shaded)


def _rays(wood: Wood, high: float, aside: float) -> None:
    """Sun in the mist: bundles of hair-thin rays, all one way."""
    site = wood.site
    up, turn = math.radians(high), math.radians(aside)
    way = np.array((math.cos(up) * math.sin(turn), math.cos(up) * math.cos(turn), math.sin(up)))
    across = unit(np.cross(way, (0, 1.0, 0)))
    quads = []
    for number in range(14):
        y = site.between(7.5, 15)
        share = (1 if number % 2 else -1) * site.between(0.08, 0.42)
        heart = np.array((share * y, y, 1.5 + y * site.between(0.0, 0.3)))
        count = int(site.rng.integers(16, 64))
        off = site.rng.normal(0, site.between(0.13, 0.4), count)[:, None] * across
        off = off + site.rng.normal(0, 0.3, (count, 1)) * (0, 1.0, 0)
        low = heart + off - site.rng.uniform(0.05, 0.5, (count, 1)) * y * way
        top = heart + off + site.rng.uniform(0.4, 0.7, (count, 1)) * y * way
        half = across * 0.00012 * y
        middle = 0.45 * low + 0.55 * top
        quads.append(np.stack([low, middle - half, top, middle + half], axis=1).reshape(-1, 3))
    points = np.concatenate(quads)
    warm = Matter(colour=(1.0, 0.93, 0.72), glow=1.7, moves="lights")
    site.mesh(points, np.arange(len(points)).reshape(-1, 4), warm)
