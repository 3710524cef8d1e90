"""Ground, trees, grass and air of wide places: what hills, dunes, shores and forests share."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from jaxtyping import Float, Int

from retrat.train.data.places.site import Colour, Matter, Point, Site, Sky

Grid = Float[np.ndarray, "y x"]
Spots = Float[np.ndarray, "n 3"]
Height = Callable[[np.ndarray, np.ndarray], np.ndarray]  # of the ground, at x and y


def fan(near: float, far: float, rows: int, columns: int, spread: float = 0.6) -> tuple[Grid, Grid]:
    """x and y of a grid that gets wider and coarser away from the camera, as the view does."""
    y = np.geomspace(near, far, rows)[:, None] + np.zeros(columns)
    return np.linspace(-spread, spread, columns) * (y + 3), y


class Relief:
    """Fractal noise in about [-1, 1] over the ground, its bumps `size` metres wide."""

    def __init__(self, site: Site, size: float, octaves: int = 5, rough: float = 0.5) -> None:
        self.rough = rough
        self.sizes = size / 2.03 ** np.arange(octaves)
        self.turns = site.rng.uniform(0, 2 * math.pi, octaves)
        self.shifts = site.rng.uniform(0, 64, (octaves, 2))
        self.lattices = site.rng.uniform(-1, 1, (octaves, 64, 64))

    def octaves(self, x: np.ndarray, y: np.ndarray) -> Iterator[np.ndarray]:
        """Each octave's own noise, in [-1, 1], the widest first."""
        for size, turn, shift, lattice in zip(
            self.sizes, self.turns, self.shifts, self.lattices, strict=True
        ):
            u = (x * math.cos(turn) - y * math.sin(turn)) / size + shift[0]
            v = (x * math.sin(turn) + y * math.cos(turn)) / size + shift[1]
            i, j = np.floor(u).astype(int), np.floor(v).astype(int)
            a, b = smooth(u - i), smooth(v - j)
            i, j, k, m = i % 64, j % 64, (i + 1) % 64, (j + 1) % 64
            low = lattice[i, j] * (1 - a) + lattice[k, j] * a
            high = lattice[i, m] * (1 - a) + lattice[k, m] * a
            yield low * (1 - b) + high * b

    def __call__(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        total, height = np.zeros(np.broadcast(x, y).shape), 1.0
        for noise in self.octaves(x, y):
            total += height * noise
            height *= self.rough
        return total

    def crests(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """In about [0, 1], with sharp crests and gullies between, as mountains have."""
        total, height, weight = np.zeros(x.shape), 0.55, np.ones(x.shape)
        for noise in self.octaves(x, y):
            crest = (1 - np.abs(noise)) ** 2
            total += height * crest * weight
            weight = np.clip(1.3 * crest, 0, 1)
            height *= self.rough
        return total


def smooth(share: np.ndarray) -> np.ndarray:
    """From 0 to 1, gently at both ends."""
    inside = np.clip(share, 0, 1)
    return inside * inside * (3 - 2 * inside)


def steepness(x: Grid, y: Grid, z: Grid) -> Grid:
    """Rise over run of a grid of ground."""
    rows, columns = np.gradient(z)
    across, away = np.gradient(x, axis=1), np.gradient(y, axis=0)
    return np.hypot(columns / across, rows / away)


def patches(
    site: Site,
    places: tuple[Grid, Grid, Grid],
    kinds: Int[np.ndarray, "y x"],
    matters: list[Matter],
) -> None:
    """Ground of several matters: `kinds` numbers what it is of at each place."""
    rows, columns = kinds.shape
    points = np.stack(places, axis=-1).reshape(-1, 3)
    first = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    faces = np.stack([first, first + 1, first + columns + 1, first + columns], axis=1)
    face_kinds = kinds[:-1, :-1].ravel()
    for number, matter in enumerate(matters):
        chosen = faces[face_kinds == number]
        if len(chosen):
            used, corners = np.unique(chosen, return_inverse=True)
            site.mesh(points[used], corners.reshape(-1, 4), matter, is_smooth=True)


def hazy(matter: Matter, air: Colour, share: float, light: float = 0.3) -> Matter:
    """As seen through so much lit air, in [0, 1]."""
    return matter.far(air, share).but(glow=light * share, bump=matter.bump * (1 - share))


def firs(
    site: Site,
    spots: Spots,
    heights: Float[np.ndarray, "n"],
    matters: tuple[Matter, ...],
    *,
    boughs: int = 110,
    twigs: int = 12,
) -> None:
    """Firs at spots, of green, bark and, as a third matter, the snow that lies on them."""
    rng, count = site.rng, len(spots)
    shape = (count, boughs, twigs)
    up = (np.arange(boughs) + rng.random((count, boughs))) / boughs
    up = 0.07 + 0.92 * up[..., None]
    around = rng.uniform(0, 2 * math.pi, (count, boughs, 1))
    slim = rng.uniform(0.16, 0.23, (count, 1, 1))
    tall = heights[:, None, None]
    long = (
        tall * slim * (1 - up) ** 0.8 * rng.uniform(0.65, 1.15, (count, boughs, 1)) + 0.012 * tall
    )
    along = (np.arange(twigs) + 0.5 * rng.random(shape)) / twigs
    droop = rng.uniform(0.25, 0.5, (count, boughs, 1)) - 0.35 * up
    flat = np.stack([np.cos(around), np.sin(around)], -1) * np.ones((*shape, 1))
    root = np.concatenate(
        [
            flat * (long * along)[..., None] + spots[:, None, None, :2],
            (spots[:, 2, None, None] + tall * up - long * droop * along**1.5)[..., None],
        ],
        axis=-1,
    )
    hand = np.where(np.arange(twigs) % 2, 1.0, -1.0) * rng.uniform(0.4, 1.1, shape)
    towards = np.stack(
        [
            np.cos(around + hand),
            np.sin(around + hand),
            -0.25 - 0.4 * droop + rng.uniform(-0.25, 0.15, shape),
        ],
        axis=-1,
    )
    size = (long * (0.5 - 0.3 * along) * math.sqrt(12 / twigs))[..., None]
    aside = np.cross(towards, rng.normal((0, 0, 1), 0.45, (*shape, 3)))
    aside *= 0.24 * size * math.sqrt(12 / twigs)
    middle, tip = root + 0.5 * size * towards, root + size * towards
    quads = np.stack([root, middle + aside, tip, middle - aside], axis=-2).reshape(-1, 4, 3)
    _quads(site, quads, matters[0])
    _trunks(site, spots, heights, matters[1])
    if len(matters) > 2:
        lying = quads[rng.random(len(quads)) < 0.62]
        centre = lying.mean(axis=1, keepdims=True)
        thick = 0.03 + 0.25 * np.ptp(lying[..., 2], axis=1)[:, None]
        raised = centre + (lying - centre) * np.array([1.0, 1.0, 0.55])
        raised[..., 2] += thick * rng.uniform(0.5, 1.0, thick.shape)
        _quads(site, raised, matters[2])


def _trunks(site: Site, spots: Spots, heights: Float[np.ndarray, "n"], matter: Matter) -> None:
    around = np.linspace(0, 2 * math.pi, 7, endpoint=False)
    ring = np.stack([np.cos(around), np.sin(around), 0 * around], -1)
    low = spots[:, None] + 0.016 * heights[:, None, None] * ring - (0, 0, 0.2)
    high = spots[:, None] + 0.002 * heights[:, None, None] * ring
    high[..., 2] += 0.98 * heights[:, None]
    points = np.concatenate([low, high], axis=1).reshape(-1, 3)
    side = np.arange(7)
    after = (side + 1) % 7
    faces = np.stack([side, after, 7 + after, 7 + side], axis=1)
    faces = faces[None] + 14 * np.arange(len(spots))[:, None, None]
    site.mesh(points, faces.reshape(-1, 4), matter, is_smooth=True)


def fir_wood(
    site: Site,
    height: Height,
    places: tuple[np.ndarray, np.ndarray],
    tall: tuple[float, float],
    matters: tuple[Matter, ...],
    thick: float,
) -> None:
    """Firs at x and y, the farther the plainer and the paler in an air `thick` metres clear."""
    x, y = places
    spots = np.stack([x, y, height(x, y)], axis=1)
    heights = site.rng.uniform(*tall, len(x)) * site.rng.uniform(0.7, 1.0, len(x))
    edges = (0, 14, 26, 45, 80, 140, 260, 500, 5000)
    for near, far in pairwise(edges):
        chosen = (y >= near) & (y < far)
        if chosen.any():
            share = 1 - float(np.exp(-y[chosen].mean() / thick))
            seen = tuple(hazy(each, site.sky.horizon, share) for each in matters)
            boughs, twigs = (230, 22) if far < 20 else (110, 8) if far < 50 else (60, 3)
            firs(site, spots[chosen], heights[chosen], seen, boughs=boughs, twigs=twigs)


def woods(
    site: Site,
    spots: Spots,
    heights: Float[np.ndarray, "n"],
    matter: Matter,
    leaves: int = 60,
) -> None:
    """Round trees far off: each a cloud of what are, from there, its leaves."""
    rng, shape = site.rng, (len(spots), leaves, 3)
    towards = rng.normal(size=shape)
    towards /= np.linalg.norm(towards, axis=-1, keepdims=True)
    tall = heights[:, None, None]
    centre = towards * (0.55 + 0.45 * rng.random((*shape[:2], 1))) * tall * (0.36, 0.36, 0.46)
    lump = 1 + 0.25 * np.sin(
        5 * towards[..., :1] + 7 * towards[..., 2:] + 9 * rng.random((len(spots), 1, 1))
    )
    centre = centre * lump + spots[:, None] + np.array([0, 0, 0.52]) * tall
    along = rng.normal(size=shape)
    along *= 0.11 * tall * (60 / leaves) ** 0.65 / np.linalg.norm(along, axis=-1, keepdims=True)
    aside = 0.7 * np.cross(along, rng.normal(size=shape)) / 1.4
    quads = np.stack([centre - along, centre + aside, centre + along, centre - aside], axis=-2)
    _quads(site, quads.reshape(-1, 4, 3), matter)


def wood_of(
    site: Site,
    height: Height,
    places: tuple[np.ndarray, np.ndarray],
    tall: tuple[float, float],
    matter: Matter,
    thick: float,
) -> None:
    """Round trees at x and y, the farther the plainer and the paler."""
    x, y = places
    spots = np.stack([x, y, height(x, y)], axis=1)
    heights = site.rng.uniform(*tall, len(x))
    edges = (0, 100, 180, 300, 5000)
    for near, far in pairwise(edges):
        chosen = (y >= near) & (y < far)
        if chosen.any():
            share = 1 - float(np.exp(-y[chosen].mean() / thick))
            seen = hazy(matter, site.sky.horizon, share)
            woods(
                site,
                spots[chosen],
                heights[chosen],
                seen,
                420 if far < 150 else 120 if far < 250 else 50,
            )


def blades(
    site: Site,
    roots: Spots,
    tall: Float[np.ndarray, "n"],
    matter: Matter,
    *,
    wide: float = 0.012,
    lean: float = 0.35,
) -> None:
    """Grass or reeds, a bent blade at each root."""
    rng, count = site.rng, len(roots)
    around = rng.uniform(0, 2 * math.pi, count)
    aside = np.stack([np.cos(around), np.sin(around), 0 * around], 1) * wide / 2
    bent = rng.normal(0, lean, (count, 3)) * tall[:, None]
    up = np.array([0, 0, 1.0]) * tall[:, None]
    middle = roots + 0.6 * up + 0.3 * bent * (1, 1, 0.2)
    tip = roots + up + bent * (1, 1, 0.3)
    quads = np.stack([roots - aside, roots + aside, middle + 0.7 * aside, middle - 0.7 * aside], 1)
    tips = np.stack([middle - 0.7 * aside, middle + 0.7 * aside, tip, tip], 1)
    _quads(site, np.concatenate([quads, tips]), matter)


def _quads(site: Site, quads: Float[np.ndarray, "n 4 3"], matter: Matter) -> None:
    site.mesh(quads.reshape(-1, 3), np.arange(4 * len(quads)).reshape(-1, 4), matter)


def boulder(site: Site, at: Point, size: float, matter: Matter) -> None:
    """A rounded stone, part of it in the ground."""
    around, up = np.meshgrid(np.linspace(0, 2 * math.pi, 13)[:-1], np.linspace(-0.6, 1.5, 7))
    lump = 1 + 0.28 * Relief(site, 1.0, 3)(2 * np.cos(around) + up, 2 * np.sin(around) - up)
    flat = site.between(0.45, 0.8)
    points = np.stack(
        [
            size * lump * np.cos(up) * np.cos(around) + at[0],
            size * lump * np.cos(up) * np.sin(around) + at[1],
            size * flat * lump * np.sin(up) + at[2],
        ],
        axis=-1,
    ).reshape(-1, 3)
    faces = [
        (12 * r + s, 12 * r + (s + 1) % 12, 12 * r + 12 + (s + 1) % 12, 12 * r + 12 + s)
        for r in range(6)
        for s in range(12)
    ]
    site.mesh(points, faces, matter, is_smooth=True)


def strewn(
    site: Site, count: int, near: float, far: float, spread: float = 0.55
) -> tuple[Float[np.ndarray, "n"], Float[np.ndarray, "n"]]:
    """x and y of places all over the view, thinner far off."""
    y = near * (far / near) ** site.rng.random(count)
    return site.rng.uniform(-spread, spread, count) * (y + 3), y


def sun_disc(site: Site, elevation: float, azimuth: float, colour: Colour) -> None:
    """The sun as it is seen when low; off the light's own way, so that it does not cover it."""
    up, aside, away = math.radians(elevation), math.radians(azimuth), 9000.0
    at = (
        away * math.cos(up) * math.sin(aside),
        away * math.cos(up) * math.cos(aside),
        away * math.sin(up),
    )
    site.ball(at, 0.011 * away, Matter(colour=colour, glow=7.0))


def clear_day(site: Site, side: int, *, elevation: tuple[float, float] = (26, 46)) -> None:
    """Blue, some clouds, the sun behind one shoulder."""
    site.sky = Sky(
        zenith=site.pick((0.06, 0.2, 0.56), (0.08, 0.22, 0.5), (0.1, 0.26, 0.56)),
        horizon=site.pick((0.6, 0.76, 0.92), (0.66, 0.78, 0.88), (0.55, 0.72, 0.9)),
        strength=0.85,
        cover=site.between(0.15, 0.6),
        cloud_scale=site.between(1.8, 4.5),
    )
    site.sun(
        site.between(*elevation),
        side * site.between(95, 145),
        watts=3.6,
        colour=(1.0, 0.93, 0.83),
        angle=0.015,
    )


def low_sun(site: Site, side: int) -> None:
    """Warm light from one side, under a sky that turns violet."""
    site.sky = Sky(
        zenith=site.pick((0.13, 0.17, 0.36), (0.2, 0.18, 0.36), (0.16, 0.26, 0.44)),
        horizon=site.pick((0.95, 0.45, 0.22), (0.95, 0.55, 0.36), (1.0, 0.62, 0.28)),
        strength=0.7,
        cover=site.between(0.2, 0.55),
        cloud=site.pick((0.9, 0.42, 0.3), (0.85, 0.5, 0.42)),
        cloud_scale=site.between(1.8, 4.5),
    )
    site.sun(
        site.between(9, 14),
        side * site.between(70, 120),
        watts=3.2,
        colour=(1.0, 0.6, 0.32),
        angle=0.03,
    )
