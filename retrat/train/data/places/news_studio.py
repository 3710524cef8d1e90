"""A television studio: screens with drifting blue shapes, strips of light, a desk's end."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from jaxtyping import Float

from retrat.train.data.places.halls import boxes, painted, there, wall_grid
from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    hills,
    mixed,
)
from retrat.train.data.places.things import screen

LOOKS: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((0.005, 0.02, 0.1), (0.02, 0.18, 0.6), (0.3, 0.75, 1.0)),
    ((0.004, 0.03, 0.07), (0.01, 0.25, 0.4), (0.35, 0.95, 0.95)),
    ((0.03, 0.01, 0.09), (0.12, 0.1, 0.55), (0.75, 0.55, 1.0)),
    ((0.01, 0.015, 0.06), (0.06, 0.15, 0.5), (1.0, 0.55, 0.2)),
)


def build(site: Site, moment: str) -> None:
    del moment  # no daylight comes in
    look = LOOKS[int(site.rng.integers(len(LOOKS)))]
    aside = 1 if site.chance(0.5) else -1
    dark = Matter(colour=mixed((0.06, 0.065, 0.08), look[1], 0.15), rough=0.35, vary=0.1)
    gloss = Matter(colour=(0.05, 0.055, 0.07), rough=0.12, vary=0.2, vary_scale=2)
    site.room((4.2, 6.4, 4.2), wall=dark, floor=gloss, ceiling=BLACK)
    if site.chance(0.5):
        _wide_screen(site, look)
    else:
        _newsroom(site, look, aside)
    _strips(site, look, aside)
    _desk(site, look, aside)
    _ceiling(site)
    for side, watts in ((1, 70.0), (-1, 40.0)):
        site.panel((side * aside * 2.0, 1.0, 3.7), (side * aside * 0.6, 5, 1.0), (1.2, 0.8),
                   watts=watts, colour=(0.95, 0.96, 1.0))  # fmt: skip
    site.sky = Sky(zenith=(0.3, 0.4, 0.6), horizon=(0.3, 0.4, 0.6), strength=0.15)
    site.view = View(stop=1.8, exposure=0.55)


def _graphic(
    site: Site, look: tuple[Colour, Colour, Colour], cells: tuple[int, int], kind: int
) -> Float[np.ndarray, "y x 3"]:
    """Abstract: clouds of light, lines that swing, a grid of points."""
    low, middle, high = (np.array(c) for c in look)
    rows, columns = cells
    y, x = np.meshgrid(np.linspace(0, 1, rows), np.linspace(0, 1, columns), indexing="ij")
    cloud = 0.5 + 0.6 * hills(site.rng, cells, 3)
    cloud = np.clip(cloud + 0.5 * (y - 0.5), 0, 1)[..., None]
    colour = low + (middle - low) * cloud
    bright = np.zeros(cells)
    if kind == 0:
        for _ in range(9):
            at, swing = site.between(0.2, 0.9), site.between(0.03, 0.15)
            line = at + swing * np.sin(site.between(3, 7) * x + site.between(0, 6))
            bright += site.between(0.2, 0.9) * np.exp(
                -(((y - line) / site.between(0.006, 0.03)) ** 2)
            )
    elif kind == 1:
        land = np.clip(3 * hills(site.rng, cells, 5) - 0.2, 0, 1)
        dots = (np.sin(90 * x) > 0.1) & (np.sin(90 * y * rows / columns) > 0.1)
        bright += 0.55 * land * dots + 0.25 * np.clip(hills(site.rng, cells, 2), 0, 1)
    else:
        for _ in range(7):
            slope, at = (
                site.pick((0.4, 0, 0), (-0.4, 0, 0), (0.9, 0, 0))[0],
                site.between(-0.4, 1.3),
            )
            wide = site.between(0.02, 0.12)
            bright += 0.5 * (np.abs(x + slope * (y - 0.5) - at) < wide) * np.clip(1.3 - y, 0, 1)
    return colour + np.clip(bright, 0, 1.2)[..., None] * (0.5 * high)


def _wide_screen(site: Site, look: tuple[Colour, Colour, Colour]) -> None:
    """One across the back, bent, of panels with thin seams."""
    cells = (110, 240)
    points = wall_grid((0, 0, 0.55), (6.6, 2.7), cells)
    bent = points[..., 0] / 3.3
    points[..., 1] = 6.0 - 0.7 * bent**2
    picture = Matter(colour=look[1], glow=1.0, rough=0.3, moves="lights")
    painted(
        site, points, _graphic(site, look, cells, int(site.rng.integers(3))), picture, shades=64
    )
    for number in range(13):
        x = -3.3 + 0.55 * number
        y = 5.99 - 0.7 * (x / 3.3) ** 2
        site.box((x, y, 0.5), (0.012, 0.02, 2.8), BLACK, bevel=0)
    for z in (0.43, 3.27):
        across = np.linspace(-3.4, 3.4, 24)
        for a, b in pairwise(across):
            ends = [(float(v), 5.93 - 0.7 * (float(v) / 3.3) ** 2, z) for v in (a, b)]
            site.rod(ends[0], ends[1], 0.06, STEEL)


def _newsroom(site: Site, look: tuple[Colour, Colour, Colour], aside: int) -> None:
    """Several screens, and desks with monitors before them."""
    picture = Matter(colour=look[1], glow=0.9, rough=0.3, moves="lights")
    frame = Matter(colour=(0.02, 0.02, 0.025), rough=0.3)
    places = (
        (-2.0 * aside, 1.5, 2.1, 1.25),
        (1.35 * aside, 1.25, 2.7, 1.6),
        (-2.1 * aside, 2.9, 2.0, 0.7),
    )
    for number, (x, z, wide, tall) in enumerate(places):
        turn = -0.16 * np.sign(x)
        site.box((x, 5.62, z - 0.04), (wide + 0.08, 0.06, tall + 0.08), frame, turn=turn)
        cells = (60, 96)
        points = wall_grid((x, 5.57, z), (wide, tall), cells, turn)
        painted(site, points, _graphic(site, look, cells, (number + site.seed) % 3), picture)
    wood = Matter(colour=(0.3, 0.3, 0.32), rough=0.3)
    for x in (-1.9, 1.8):
        site.box((x, 4.6, 0.72), (1.5, 0.7, 0.04), wood)
        site.box((x, 4.85, 0), (1.4, 0.04, 0.72), frame)
        for dx in (-0.38, 0.36):
            screen(site, (x + dx, 4.7, 0.76), (0.58, 0.36), turn=site.between(-0.25, 0.25),
                   colour=mixed(look[1], look[2], site.between(0.2, 0.7)), glow=1.0)  # fmt: skip


def _strips(site: Site, look: tuple[Colour, Colour, Colour], aside: int) -> None:
    """Pillars with an edge of light, and panels between them."""
    edge = Matter(colour=mixed(look[2], (1, 1, 1), 0.1), glow=2.4)
    panel = Matter(colour=mixed((0.1, 0.11, 0.13), look[1], 0.25), rough=0.3, metal=0.5)
    white = Matter(colour=(0.55, 0.57, 0.6), rough=0.35)
    is_white = site.chance(0.5)
    for side in (-1, 1):
        for number, y in enumerate((3.4, 4.5)):
            x = side * (0.43 * y + 0.1 - 0.2 * number + 0.15 * (side == aside))
            site.box((x, y, 0), (0.42, 0.3, 3.9), white if is_white else panel, turn=-0.5 * side,
                     bevel=0.03)  # fmt: skip
            for dx in (-0.25, 0.25):
                at = there((dx, -0.1, 0), (x, y, 0), -0.5 * side)
                site.box(at, (0.03, 0.03, 3.9), edge, turn=-0.5 * side)
    for z in (0.1, 3.5):
        site.box((0, 6.2, z), (7, 0.04, 0.05), edge)


def _desk(site: Site, look: tuple[Colour, Colour, Colour], aside: int) -> None:
    """The end of a round desk, with light under its top."""
    x, y = aside * site.between(1.55, 1.8), site.between(2.9, 3.3)
    angles = np.linspace(0.25 * math.pi, 1.75 * math.pi, 40) + (math.pi if aside < 0 else 0)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1)

    def band(radii: tuple[float, float], heights: tuple[float, float], matter: Matter) -> None:
        low = np.c_[x + radii[0] * ring[:, 0], y + radii[0] * ring[:, 1], np.full(40, heights[0])]
        high = np.c_[x + radii[1] * ring[:, 0], y + radii[1] * ring[:, 1], np.full(40, heights[1])]
        faces = [(i, i + 1, 41 + i, 40 + i) for i in range(39)]
        site.mesh(np.concatenate([low, high]), faces, matter, is_smooth=True)

    body = Matter(colour=mixed((0.5, 0.52, 0.55), look[1], 0.2), rough=0.2)
    band((0.62, 0.75), (0.0, 0.68), body)
    band((0.76, 0.76), (0.69, 0.71), Matter(colour=mixed(look[2], (1, 1, 1), 0.4), glow=6))
    top = Matter(colour=(0.65, 0.67, 0.7), rough=0.08)
    site.lathe((x, y, 0.72), [(0.85, 0), (0.86, 0.02), (0.85, 0.04)], top, sides=48)
    papers = Matter(colour=(0.75, 0.75, 0.75))
    ats: list[Point] = [(x - 0.2 * aside, y - 0.3, 0.76 + 0.003 * n) for n in range(3)]
    boxes(site, ats, [(0.21, 0.29, 0.002)] * 3, papers, turn=0.3, bevel=0)
    site.lathe((x - 0.45 * aside, y + 0.1, 0.76), [(0.035, 0), (0.04, 0.1)], STEEL)


def _ceiling(site: Site) -> None:
    for y in (2.5, 4.4):
        site.rod((-4, y, 3.7), (4, y, 3.7), 0.03, BLACK)
        for x in (-2.2, -0.8, 0.6, 1.9):
            where = x + site.between(-0.2, 0.2)
            site.box((where, y, 3.32), (0.3, 0.25, 0.25), BLACK, turn=site.between(-0.5, 0.5))
            lamp = Matter(colour=(1.0, 0.97, 0.9), glow=6)
            site.box((where, y - 0.135, 3.35), (0.24, 0.01, 0.18), lamp, bevel=0)
