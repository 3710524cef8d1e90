"""Bottles of many shapes and glasses, in rows on boards."""

from __future__ import annotations

import math

import numpy as np

from retrat.train.data.places.site import GLASS, Colour, Matter, Point, Site, glowing
from retrat.train.data.places.streets import balls

DRINKS: tuple[Colour, ...] = (
    (0.75, 0.3, 0.05), (0.55, 0.16, 0.03), (0.82, 0.5, 0.14), (0.75, 0.8, 0.8), (0.6, 0.72, 0.76),
    (0.04, 0.22, 0.07), (0.2, 0.42, 0.12), (0.55, 0.03, 0.03), (0.05, 0.2, 0.55),
    (0.14, 0.06, 0.02), (0.85, 0.62, 0.12), (0.03, 0.08, 0.04), (0.7, 0.12, 0.05),
    (0.8, 0.76, 0.6),
)  # fmt: skip
LABELS: tuple[Colour, ...] = (
    (0.75, 0.7, 0.58), (0.03, 0.03, 0.035), (0.7, 0.68, 0.65), (0.5, 0.05, 0.04), (0.6, 0.42, 0.12),
    (0.06, 0.15, 0.1), (0.08, 0.14, 0.3),
)  # fmt: skip
Profile = tuple[tuple[float, float], ...]
# Outlines of bottles: shares of their radius and height, and how many sides they have.
BOTTLES: tuple[tuple[Profile, int], ...] = (
    (((0.95, 0), (1, 0.03), (1, 0.56), (0.9, 0.64), (0.4, 0.74), (0.36, 1)), 14),
    (((0.95, 0), (1, 0.03), (1, 0.4), (0.72, 0.6), (0.36, 0.76), (0.34, 1)), 14),
    (((1, 0), (1, 0.6), (0.85, 0.66), (0.34, 0.7), (0.34, 0.95)), 4),
    (((1.15, 0), (1.3, 0.08), (1.3, 0.3), (1.0, 0.44), (0.36, 0.55), (0.3, 0.9)), 16),
    (((0.7, 0), (0.72, 0.02), (0.62, 0.6), (0.38, 0.8), (0.32, 1.1)), 14),
    (((0.8, 0), (1.25, 0.14), (1.3, 0.28), (0.9, 0.46), (0.32, 0.56), (0.34, 0.88)), 16),
    (((1, 0), (1.02, 0.5), (1.05, 0.62), (0.5, 0.68), (0.46, 0.78)), 8),
)
STEM: Profile = ((0.95, 0), (0.1, 0.04), (0.09, 0.48), (0.6, 0.56), (1, 0.74), (0.86, 1))


class Stock:
    """Bottles and glasses, which become one mesh for each matter."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.parts: dict[Matter, list[tuple[np.ndarray, np.ndarray]]] = {}
        self.glints: list[tuple[Point, float]] = []

    def turned(self, at: Point, profile: Profile, size: tuple[float, float], told: tuple) -> None:
        """On a lathe; `told` is its matter and how many sides it has."""
        matter, sides = told
        around = np.linspace(0, 2 * math.pi, sides, endpoint=False) + math.pi / sides
        rings = [(r * size[0], h * size[1]) for r, h in (*profile, (1e-3, profile[-1][1]))]
        points = np.concatenate(
            [
                np.stack([r * np.cos(around), r * np.sin(around), 0 * around + h], 1)
                for r, h in rings
            ]
        )
        ring, side = (each.ravel() for each in np.mgrid[0 : len(rings) - 1, 0:sides])
        first, after = ring * sides + side, ring * sides + (side + 1) % sides
        faces = np.stack([first, after, after + sides, first + sides], axis=1)
        self.parts.setdefault(matter, []).append((points + np.array(at), faces))

    def bottle(self, at: Point) -> None:
        site = self.site
        profile, sides = BOTTLES[int(site.rng.integers(len(BOTTLES)))]
        radius, tall = site.between(0.037, 0.046), site.between(0.26, 0.33)
        liquid = Matter(colour=site.pick(*DRINKS), rough=0.08, thin=0.5)
        self.turned(at, profile, (radius, tall), (liquid, sides))
        paper = Matter(colour=site.pick(*LABELS), rough=0.6)
        x, y, z = at
        wide = radius * 1.02 * max(share for share, _ in profile[:3])
        low, high = (0.1, 0.32) if max(share for share, _ in profile) > 1.2 else (0.14, 0.46)
        if site.chance(0.8):
            band = ((1.0, 0.0), (1.0, high - low))
            self.turned((x, y, z + low * tall), band, (wide, tall), (paper, max(sides, 4)))
        neck, head = profile[-1]
        cap = Matter(colour=site.pick((0.02, 0.02, 0.02), (0.6, 0.42, 0.15), (0.4, 0.26, 0.14),
                                      (0.45, 0.04, 0.03)), rough=0.35)  # fmt: skip
        self.turned(
            (x, y, z + (head - 0.1) * tall), ((1.08, 0), (1.08, 0.13)), (neck * radius, tall),
            (cap, 10),
        )  # fmt: skip
        if site.chance(0.4):
            spark = (x + site.between(-0.6, 0.6) * radius, y - 1.02 * radius, z + 0.56 * tall)
            self.glints.append((spark, site.between(0.003, 0.005)))

    def glass(self, at: Point, *, is_stemmed: bool, is_hung: bool = False) -> None:
        radius, tall = (0.04, 0.17) if is_stemmed else (0.038, 0.11)
        profile = STEM if is_stemmed else ((0.85, 0.0), (1.0, 1.0))
        if is_hung:
            profile = tuple((share, -high) for share, high in profile)
        self.turned(at, profile, (radius, tall), (GLASS, 12))

    def row(self, start: float, end: float, at: tuple[float, float], *, glasses: float) -> None:
        """Along x at a `y` and a `z`: bottles, and some stretches of glasses."""
        x = start + 0.05
        while x < end - 0.04:
            if self.site.chance(glasses):
                is_stemmed = self.site.chance(0.5)
                for _ in range(int(self.site.rng.integers(3, 6))):
                    if x < end - 0.04:
                        self.glass((x, at[0], at[1]), is_stemmed=is_stemmed)
                    x += 0.095
            else:
                self.bottle((x, at[0] + self.site.between(-0.02, 0.02), at[1]))
                x += self.site.between(0.092, 0.125)

    def put(self) -> None:
        for matter, parts in self.parts.items():
            firsts = np.cumsum([0, *(len(points) for points, _ in parts[:-1])])
            faces = [each + first for (_, each), first in zip(parts, firsts, strict=True)]
            self.site.mesh(
                np.concatenate([points for points, _ in parts]), np.concatenate(faces), matter,
                is_smooth=True,
            )  # fmt: skip
        balls(self.site, self.glints, glowing((1.0, 0.82, 0.58), 40))
