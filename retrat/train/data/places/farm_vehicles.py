"""An old tractor and a cart for hay; their fronts are towards the camera where not turned."""

from __future__ import annotations

import math

import numpy as np

from retrat.train.data.places.farmyard import RUBBER, STRAW, part, put, straw
from retrat.train.data.places.greenery import blades, joined, tube
from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    mixed,
    wood,
)
from retrat.train.data.places.streets import Box, boxes, turned
from retrat.train.data.places.vessels import Wire, padded, surface, wires

IRON = Matter(colour=(0.07, 0.068, 0.065), rough=0.65, metal=0.3, vary=0.3)


def _ring(at: Point, radius: float, count: int = 40) -> np.ndarray:
    """Points around an axle that lies along x, the first once more at the end."""
    angle = np.linspace(0, 2 * math.pi, count + 1)
    return np.array(at) + np.stack(
        [0 * angle, radius * np.cos(angle), radius * np.sin(angle)], axis=1
    )


def _tyre(site: Site, at: Point, size: tuple[float, float], rim: Matter, lugs: int) -> None:
    """A wheel of so large a radius and width, with slanted lugs around it."""
    radius, wide = size
    half = wide / 2
    profile = [
        (0.58 * radius, -0.8 * half), (0.7 * radius, -half), (0.93 * radius, -half),
        (0.98 * radius, -0.7 * half), (0.98 * radius, 0.7 * half), (0.93 * radius, half),
        (0.7 * radius, half), (0.58 * radius, 0.8 * half),
    ]  # fmt: skip
    turned(site, at, profile, RUBBER, sides=40)
    for hand in (-1, 1):
        disc = ((0.59, 0.75), (0.56, 0.55), (0.3, 0.3), (0.18, 0.5), (0.01, 0.55))
        turned(site, at, [(r * radius, hand * x * half) for r, x in disc], rim, sides=36)
    points = []
    for number in range(lugs):
        hand = 1 if number % 2 else -1
        for r in (0.96 * radius, 1.05 * radius):
            for x, ahead in ((0.0, 0.0), (hand * half, 0.5), (hand * half, 1.0), (0.0, 0.5)):
                angle = 2 * math.pi * (number + ahead) / lugs
                points.append((x, r * math.cos(angle), r * math.sin(angle)))
    faces = np.array([(4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)])
    corners = faces[None] + 8 * np.arange(lugs)[:, None, None]
    site.mesh(np.array(points) + at, corners.reshape(-1, 4), RUBBER)


def tractor(site: Site, at: Point, paint: Colour, turn: float) -> None:
    """A small one without a cabin."""
    made = part(site)
    skin = Matter(colour=paint, rough=0.38, vary=0.16, vary_scale=3)
    yellow = mixed(paint, (0.75, 0.55, 0.1), 0.9) if site.chance(0.5) else (0.62, 0.6, 0.55)
    rim = Matter(colour=yellow, rough=0.5, vary=0.2)
    for hand in (-1, 1):
        _tyre(made, (hand * 0.72, 0.75, 0.7), (0.7, 0.36), rim, 36)
        _tyre(made, (hand * 0.58, -1.1, 0.4), (0.4, 0.19), rim, 26)
        _mudguard(made, hand, skin)
    for y, x, z, r in ((0.75, 0.72, 0.7, 0.09), (-1.1, 0.58, 0.42, 0.05)):
        made.rod((-x, y, z), (x, y, z), r, IRON)
    made.box((0, -0.35, 0.5), (0.34, 1.9, 0.42), IRON, bevel=0.04)
    made.box((0, 0.6, 0.5), (0.5, 0.6, 0.5), IRON, bevel=0.06)
    padded(made, (0, -0.62, 0.86), (0.56, 1.65, 0.52), skin)
    _front(made, skin)
    made.rod((0.14, -0.75, 1.3), (0.14, -0.75, 1.95), 0.035, IRON)
    made.rod((-0.12, -1.0, 1.3), (-0.12, -1.0, 1.55), 0.05, IRON)
    made.rod((0, 0.1, 1.1), (0, 0.42, 1.42), 0.022, IRON)
    wheel = _ring((0, 0, 0), 0.2)[:, [1, 0, 2]]
    wheel = np.stack([wheel[:, 0], 0.42 + 0.7 * wheel[:, 2], 1.44 - 0.7 * wheel[:, 2]], axis=1)
    made.mesh(*tube(wheel, np.full(len(wheel), 0.016), 6), BLACK, is_smooth=True)
    made.rod((0, 0.9, 0.95), (0, 0.98, 1.12), 0.06, IRON)
    padded(made, (0, 0.98, 1.1), (0.46, 0.4, 0.12), BLACK)
    padded(made, (0, 1.2, 1.14), (0.46, 0.1, 0.3), BLACK, lean=0.2)
    put(site, made, at, turn)


def _mudguard(site: Site, hand: int, skin: Matter) -> None:
    angle, across = np.meshgrid(
        np.linspace(-0.25, 2.5, 22), np.linspace(-0.2, 0.2, 5), indexing="ij"
    )
    radius = 0.8 - 0.25 * (np.abs(across) > 0.15)
    out, up = radius * np.cos(angle), radius * np.sin(angle)
    surface(site, np.stack([hand * (0.7 + across), 0.75 + out, 0.7 + up], axis=-1), skin)


def _front(site: Site, skin: Matter) -> None:
    """The grille, its bars, two lamps and what holds the front axle."""
    site.box((0, -1.43, 0.66), (0.46, 0.08, 0.64), skin, bevel=0.03)
    site.box((0, -1.47, 0.74), (0.36, 0.04, 0.48), BLACK, bevel=0)
    bars: list[Box] = [((0, -1.495, 0.77 + 0.07 * k), (0.34, 0.015, 0.022)) for k in range(7)]
    boxes(site, bars, STEEL, bevel=0)
    site.box((0, -1.2, 0.36), (0.3, 0.5, 0.3), IRON, bevel=0.03)
    for hand in (-1, 1):
        site.rod((hand * 0.22, -1.3, 1.0), (hand * 0.4, -1.36, 1.08), 0.018, IRON)
        lamp = [(0.04, 0.1), (0.085, 0.02), (0.09, -0.04)]
        made = part(site)
        turned(made, (0, 0, 0), lamp, skin, sides=16)
        turned(made, (0, 0, 0), [(0.08, -0.045), (0.01, -0.06)], WHITE.but(rough=0.1), sides=16)
        put(site, made, (hand * 0.42, -1.38, 1.1), math.pi / 2)


def cart(site: Site, at: Point, turn: float) -> None:
    """Two large wheels with spokes, sides of slats, shafts on the ground, and a load of hay."""
    made = part(site)
    grey = wood(site.pick((0.24, 0.19, 0.14), (0.3, 0.2, 0.11), (0.2, 0.17, 0.14)), rough=0.85)
    paint = site.pick((0.35, 0.06, 0.03), (0.22, 0.16, 0.1), (0.05, 0.16, 0.18))
    red = Matter(colour=paint, rough=0.8, vary=0.3)
    parts, spokes = [], []
    for hand in (-1, 1):
        hub = (hand * 0.82, 0.0, 0.62)
        rim = _ring(hub, 0.59)
        parts += [
            tube(rim + np.array((off, 0, 0)), np.full(len(rim), 0.035), 6) for off in (-0.02, 0.02)
        ]
        spokes += [(hub, _there(end)) for end in _ring(hub, 0.58, 14)[:-1]]
        turned(
            made, hub, [(0.02, -0.16), (0.09, -0.14), (0.11, 0.0), (0.09, 0.14), (0.02, 0.16)], grey
        )
    made.mesh(*joined(parts), red, is_smooth=True)
    wires(made, spokes, 0.024, red)
    made.rod((-0.85, 0, 0.62), (0.85, 0, 0.62), 0.05, grey)
    made.box((0, 0, 0.7), (1.3, 2.5, 0.08), grey)
    slats: list[Box] = []
    for hand in (-1, 1):
        slats += [((hand * 0.66, 0, z), (0.03, 2.5, 0.12)) for z in (0.84, 1.04, 1.24)]
        slats += [((hand * 0.69, y, 0.72), (0.05, 0.06, 0.68)) for y in (-1.2, -0.4, 0.4, 1.2)]
    slats += [((0, 1.25, z), (1.3, 0.03, 0.12)) for z in (0.84, 1.04, 1.24)]
    boxes(made, slats, grey)
    shafts: list[Wire] = [((h * 0.45, -1.2, 0.72), (h * 0.4, -3.0, 0.08)) for h in (-1, 1)]
    wires(made, shafts, 0.045, grey)
    made.box((0, -1.15, 0.02), (0.1, 0.1, 0.7), grey)
    _load(made)
    put(site, made, at, turn)


def _there(where: np.ndarray) -> Point:
    x, y, z = where.tolist()
    return x, y, z


def _load(site: Site) -> None:
    """A heap of loose hay."""
    rise, around = np.meshgrid(
        np.linspace(0, 1, 14), np.linspace(0, 2 * math.pi, 40), indexing="ij"
    )
    lump = 1 + 0.12 * np.sin(3 * around + 1) + 0.08 * np.sin(7 * around + 4 * rise)
    wide = np.cos(rise * math.pi / 2) ** 0.5 * lump
    grid = np.stack([0.66 * wide * np.cos(around), 1.28 * wide * np.sin(around), 0.8 + 0.95 * rise],
                    axis=-1)  # fmt: skip
    surface(site, grid, straw())
    spots = grid.reshape(-1, 3)[site.rng.integers(0, grid.size // 3, 2600)]
    spots = spots + site.rng.normal(0, 0.04, spots.shape)
    tones = [
        straw(mixed(STRAW, other, 0.4)).but(bump=0)
        for other in ((0.8, 0.66, 0.36), (0.3, 0.22, 0.08))
    ]
    blades(site, spots, site.rng.normal(size=spots.shape), 0.1, tones, slim=0.06)
