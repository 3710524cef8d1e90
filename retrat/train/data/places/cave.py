"""A cave: folded rock, stalactites, still water, and daylight from a hole or warm lamps."""

from __future__ import annotations

import math

import numpy as np

from retrat.train.data.places.halls import beam
from retrat.train.data.places.interiors import mirrored
from retrat.train.data.places.landscape import Relief, boulder, patches, smooth
from retrat.train.data.places.site import (
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    leaf,
    mixed,
)

ROCKS: tuple[Colour, ...] = (
    (0.34, 0.25, 0.17), (0.3, 0.27, 0.24), (0.4, 0.28, 0.17), (0.26, 0.24, 0.23), (0.38, 0.3, 0.22),
)  # fmt: skip
WARM_LAMP: Colour = (1.0, 0.7, 0.42)
LONG = 26.0  # metres


class Hollow:
    """The rock's inner face: how far it is from the middle line, towards an angle, at a depth."""

    def __init__(self, site: Site, *, is_open: bool) -> None:
        self.is_open = is_open
        self.half, self.high = site.between(3.4, 4.4), site.between(3.6, 4.6)
        self.folds, self.lumps = Relief(site, 3.2, 5, 0.52), Relief(site, 0.7, 4, 0.55)
        self.bends = Relief(site, 12.0, 2)
        self.drips = Relief(site, 0.5, 2)

    def middle(self, y: np.ndarray) -> np.ndarray:
        return 0.9 * self.bends(y, 0 * y) * smooth((y - 3) / 8)

    def points(self, around: np.ndarray, y: np.ndarray) -> np.ndarray:
        """`around` is 0 to the right, a quarter turn above."""
        wide = self.half * (1 + 0.28 * self.bends(0 * y + 40, y))
        high = self.high * (1 + 0.25 * self.bends(y, 0 * y + 70))
        along = around * 3.6
        fold = self.folds(along + 0.25 * y, 0.6 * y)
        crest = self.folds.crests(along, 0.8 * y) - 0.5
        inward = 0.55 * fold + 0.75 * crest + 0.22 * self.lumps(along, y)
        inward += 0.16 * self.drips(2.2 * along, 0.4 * y + 0 * along)
        shrink = 1 - inward / 4.2
        if not self.is_open:
            shrink = shrink * (1 - 0.9 * smooth((y - 15) / (LONG - 16)))
        x = self.middle(y) + wide * shrink * np.cos(around)
        z = 0.2 + high * shrink * np.sin(around)
        return np.stack([x, y + 0.25 * fold, z], axis=-1)

    def above(self, x: float, y: float) -> float:
        """The roof's height over a spot, about."""
        around = np.linspace(0.25, math.pi - 0.25, 90)
        points = self.points(around, np.full(90, y))
        return float(np.interp(x, points[::-1, 0], points[::-1, 2]))


def build(site: Site, moment: str) -> None:
    assert moment == ""
    kind = int(site.rng.integers(3))  # a hole above, lamps, or the way out behind
    hollow = Hollow(site, is_open=kind == 2)
    tone = site.pick(*ROCKS)
    rock = Matter(colour=tone, rough=0.75, vary=0.4, vary_scale=1.1, bump=0.7, bump_scale=7)
    hole = (site.between(1.2, 2.4), site.between(8.0, 10.5), site.between(1.3, 1.9))
    _walls(site, hollow, rock, hole if kind == 0 else None)
    _floor(site, hollow, rock)
    _dripstones(site, hollow, tone)
    _boulders(site, rock)
    if kind == 0:
        _shaft(site, hollow, hole)
    elif kind == 1:
        _lamps(site, hollow)
    else:
        _way_out(site, hollow)
    side = 1 if site.chance(0.5) else -1
    site.panel((-3.0, -1.0, 3.2), (0.5, 5, 1.0), (1.6, 1.6), watts=12, colour=(1.0, 0.8, 0.6))
    if side < 0:
        mirrored(site)
    site.view = View(
        to=(side * site.between(0.0, 0.45), 4, 1.55), stop=site.between(2.0, 2.8),
        exposure=(0.55, 0.45, 0.6)[kind],
    )  # fmt: skip


def _walls(site: Site, hollow: Hollow, rock: Matter, hole: Point | None) -> None:
    """Walls and roof; the rock is paler where it stands out, and dark with damp in bands."""
    rows, columns = 300, 300
    y = np.linspace(-3.0, LONG, rows)[:, None] + np.zeros(columns)
    around = np.linspace(-0.35, math.pi + 0.35, columns)[None] + np.zeros((rows, 1))
    points = hollow.points(around, y)
    stains, spots = Relief(site, 1.8, 4), Relief(site, 0.5, 3)
    tone = 2.5 + 2.0 * stains(around * 6, 0.35 * y) + 1.0 * spots(around * 4, y)
    kinds = np.clip(tone, 0, 5).astype(int)
    if hole:
        out = np.hypot(points[..., 0] - hole[0], points[..., 1] - hole[1])
        edge = hole[2] * (1 + 0.25 * spots(points[..., 0], points[..., 1]))
        kinds[(out < edge) & (points[..., 2] > 2.2)] = 6
    patches(site, (points[..., 0], points[..., 1], points[..., 2]), kinds, _tones(rock))
    for end in (-2.6,) if hollow.is_open else (-2.6, LONG - 0.5):
        site.box((0, end, -1), (30, 0.3, 12), rock.but(bump=1.0, bump_scale=2), bevel=0)


def _tones(rock: Matter) -> list[Matter]:
    damp = mixed(rock.colour, (0.03, 0.03, 0.028), 0.65)
    pale = mixed(rock.colour, (0.6, 0.52, 0.4), 0.3)
    rust = mixed(rock.colour, (0.35, 0.14, 0.04), 0.4)
    return [
        rock.but(colour=damp, rough=0.3),
        rock.but(colour=mixed(damp, rock.colour, 0.5), rough=0.45),
        rock,
        rock.but(colour=rust),
        rock.but(colour=mixed(rock.colour, pale, 0.5)),
        rock.but(colour=pale, rough=0.6),
    ]


def _floor(site: Site, hollow: Hollow, rock: Matter) -> None:
    """Uneven ground that falls to water on the right."""
    rows, columns = 260, 220
    y = np.geomspace(1.0, LONG + 3, rows)[:, None] + np.zeros(columns)
    x = np.linspace(-7.5, 7.5, columns)[None] + np.zeros((rows, 1))
    lumps, fine, shore = Relief(site, 2.2, 5, 0.55), Relief(site, 0.4, 3), Relief(site, 4.0, 3)
    start = site.between(0.2, 1.1)
    far = smooth((y - 4.2) / 3) * (1 - smooth((y - 17) / 4))
    dip = smooth((x - start - 0.9 * shore(x, y)) / 1.6) * far
    z = 0.09 * lumps(x, y) + 0.045 * fine(x, y) + 0.05 - 0.75 * dip
    z += 0.5 * smooth((np.abs(x - hollow.middle(y)) - 2.2) / 2.5) * (1 - dip)
    kinds = np.clip(2.4 + 0.8 * fine(x, y) + 1.6 * lumps(x, y), 0, 5).astype(int)
    kinds[(z < -0.02) & (z > -0.3)] = 0
    kinds = np.maximum(kinds - 1, 0)
    patches(site, (x, y, z), kinds, [each.but(rough=0.8) for each in _tones(rock.but(bump=0.9))])
    blue = site.pick((0.01, 0.09, 0.1), (0.01, 0.06, 0.09), (0.02, 0.08, 0.06))
    water = Matter(colour=blue, rough=0.02, bump=0.05, bump_scale=2.5, moves="water")
    site.plane((3.5, LONG / 2 + 1, -0.1), (9.5, LONG + 2), water)


def _dripstones(site: Site, hollow: Hollow, tone: Colour) -> None:
    """From the roof in clusters, some on the ground below, a few grown together."""
    pale = mixed(tone, (0.62, 0.52, 0.38), 0.4)
    stone = Matter(colour=pale, rough=0.4, vary=0.35, vary_scale=2.5, bump=0.6, bump_scale=9)
    shapes: list[tuple[Point, float, float]] = []
    for _ in range(11):
        y = site.between(3.6, 17)
        x = float(hollow.middle(np.array([y]))[0]) + site.between(-0.8, 0.8) * hollow.half
        for _ in range(int(site.rng.integers(5, 16))):
            a, b = x + site.rng.normal(0, 0.45), max(3.2, y + site.rng.normal(0, 0.5))
            top = hollow.above(a, b) + 0.25
            long = 0.25 + site.rng.exponential(0.42)
            long = min(long, max(0.3, top - 2.15)) if abs(a) < 0.3 * b else min(long, 2.0)
            shapes.append(((a, b, top), -long - 0.25, 0.05 + 0.1 * long))
    for number in range(7):
        y = 5.2 + 1.7 * number + site.between(-0.6, 0.6)
        side = -1 if site.chance(0.65) else 1
        x = side * site.between(0.24, 0.38) * y
        high = site.between(0.3, 1.3)
        shapes.append(((x, y, -0.1), high + 0.1, 0.12 + 0.14 * high))
        if number > 0 and site.chance(0.3) and abs(x) < 0.8 * hollow.half:
            top = hollow.above(x, y) + 0.3
            shapes.append(((x, y, -0.2), 0.75 * top, 0.42))
            shapes.append(((x, y, top), -0.75 * top, 0.4))
    _cones(site, shapes, stone)


def _cones(site: Site, shapes: list[tuple[Point, float, float]], matter: Matter) -> None:
    """Many as one mesh: where each starts, its height (below zero it hangs), its radius there."""
    rings, sides = 15, 14
    share = np.linspace(0, 1, rings)[:, None]
    around = np.linspace(0, 2 * math.pi, sides, endpoint=False)[None]
    first = (np.arange(rings - 1)[:, None] * sides + np.arange(sides)).ravel()
    after = (np.arange(rings - 1)[:, None] * sides + (np.arange(sides) + 1) % sides).ravel()
    faces = np.stack([first, after, after + sides, first + sides], axis=1)
    points, corners = [], []
    for number, ((x, y, z), high, radius) in enumerate(shapes):
        rng = site.rng
        knobs = 1 + 0.13 * np.sin(share * rng.uniform(9, 20) + rng.uniform(0, 6))
        flutes = 1 + 0.14 * np.sin(around * rng.integers(3, 6) + 5 * share + rng.uniform(0, 6))
        taper = (1 - share) ** rng.uniform(0.8, 1.3) * 0.95 + 0.05 + 0.7 * np.exp(-share * 14)
        width = radius * taper * knobs * flutes * np.where(share == 1, 0.1, 1)
        bend = rng.normal(0, 0.03, 2) * abs(high)
        points.append(
            np.stack(
                [
                    x + width * np.cos(around) + bend[0] * share**2,
                    y + width * np.sin(around) + bend[1] * share**2,
                    z + high * share + 0 * around,
                ],
                axis=-1,
            ).reshape(-1, 3)
        )
        corners.append(faces + number * rings * sides)
    site.mesh(np.concatenate(points), np.concatenate(corners), matter, is_smooth=True)


def _boulders(site: Site, rock: Matter) -> None:
    for _ in range(16):
        y = site.between(4.2, 15)
        side = 1 if site.chance(0.4) else -1
        x = side * min(site.between(0.25, 0.5) * y, 4.0)
        boulder(site, (x, y, -0.05), 0.12 + float(site.rng.exponential(0.2)), rock)


def _shaft(site: Site, hollow: Hollow, hole: Point) -> None:
    """Daylight through a hole in the roof, with ferns at its edge."""
    x, y, wide = hole
    top = hollow.above(x, y)
    cool = (0.86, 0.94, 1.0)
    site.sky = Sky(zenith=(0.6, 0.75, 0.95), horizon=(0.7, 0.8, 0.9), strength=0.9)
    site.panel((x, y, top + 2.0), (x - 0.5, y - 0.2, 0), (1.6, 1.6), watts=1300, colour=cool)
    site.panel((x, y, top - 0.3), (x, y, 0), (2 * wide, 2 * wide), watts=130, colour=cool)
    beam(site, (x + 0.3, y, top + 1.5), (x - 0.6, y - 0.3, 0), 1.1, colour=cool, glow=0.35)
    green = leaf((0.14, 0.3, 0.05))
    for number in range(12):
        turn = 2 * math.pi * number / 12
        at = (x + wide * math.cos(turn), y + wide * math.sin(turn), top + 0.1)
        site.leaves(at, (0.35, 0.35, 0.45), green, count=60, size=0.1)
    site.lamp((-2.4, 5.5, 0.7), watts=30, colour=WARM_LAMP, radius=0.1)
    site.lamp((-2.0, 14.0, 0.8), watts=60, colour=WARM_LAMP, radius=0.1)


def _lamps(site: Site, hollow: Hollow) -> None:
    """Small lamps on the ground, some behind stones, that light the walls from below."""
    for number, y in enumerate((4.6, 7.0, 9.5, 12.5, 16.0)):
        side = 1 if number % 2 else -1
        y += site.between(-0.4, 0.4)
        x = float(hollow.middle(np.array([y]))[0]) + side * site.between(0.5, 0.68) * hollow.half
        tint = mixed(WARM_LAMP, (1.0, 0.8, 0.55), site.between(0, 1))
        site.lamp(
            (x, y, 0.75), watts=(40 + 7 * y) * site.between(0.3, 1.3), colour=tint, radius=0.08
        )
        if number > 1:
            site.lathe(
                (x, y, 0.5), [(0.07, 0), (0.07, 0.12)], Matter(colour=tint, glow=6), sides=10
            )
    site.lamp((2.4, 10.5, 1.1), watts=50, colour=(0.45, 0.8, 0.9), radius=0.1)
    site.lamp((0.3, 17.0, 1.6), watts=70, colour=(1.0, 0.62, 0.34), radius=0.2)
    site.sky = Sky(zenith=(0, 0, 0), horizon=(0, 0, 0), strength=0.0)


def _way_out(site: Site, hollow: Hollow) -> None:
    """The cave ends in daylight, with a slope of green outside."""
    middle = float(hollow.middle(np.array([LONG]))[0])
    site.sky = Sky(zenith=(0.35, 0.55, 0.9), horizon=(0.85, 0.92, 1.0), strength=0.9, cover=0.4)
    site.plane((middle, LONG + 30, -0.1), (120, 60), Matter(colour=(0.14, 0.24, 0.06), rough=1))
    for _ in range(16):
        far = site.between(3, 14)
        at = (middle + site.between(-0.6, 0.6) * (far + 8), LONG + far, site.between(0.0, 2.8))
        reach = site.between(0.8, 1.8)
        green = leaf(site.pick((0.14, 0.3, 0.05), (0.24, 0.4, 0.09), (0.1, 0.22, 0.05)))
        site.leaves(at, (reach, reach, reach), green, count=500, size=0.16)
    cool = (0.88, 0.95, 1.0)
    site.panel((middle, LONG + 6, 5.0), (0, 10, 1.0), (9, 6), watts=1900, colour=cool)
    site.sun(48, 150, watts=2.0)
    for y, x in ((6.0, -2.6), (11.0, 2.6)):
        site.lamp((x, y, 1.3), watts=26, colour=(0.95, 0.85, 0.7), radius=0.4)
    site.panel((2.5, 3.0, 3.0), (-1, 8, 1), (2, 2), watts=60, colour=cool)
