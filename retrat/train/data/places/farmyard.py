"""What stands about a farm: barns, silos, wind pumps, bales, fences, cows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from retrat.train.data.places.greenery import blades
from retrat.train.data.places.halls import stonework
from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    Colour,
    Matter,
    Point,
    Site,
    glowing,
    mixed,
    placed,
    wood,
)
from retrat.train.data.places.streets import PANE, Box, boxes, turned
from retrat.train.data.places.vessels import Wire, padded, wires

Span = tuple[float, float, float, float, float]  # from, to, bottom, top where it begins and ends
STRAW: Colour = (0.62, 0.44, 0.17)
RUBBER = Matter(colour=(0.022, 0.021, 0.02), rough=0.9, vary=0.3, bump=0.2)
GALVANISED = Matter(colour=(0.5, 0.51, 0.52), rough=0.45, metal=0.5, vary=0.15, vary_scale=1.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Barn:
    """Its front is a gable towards the camera where it is not turned, its middle at the origin.
    With a `knee` its roof is bent on both sides; of `stone`, only its gables are of boards.
    """

    width: float
    depth: float
    eaves: float
    ridge: float
    knee: bool
    paint: Matter
    trim: Matter
    roof: Matter
    stone: Matter | None
    door: tuple[float, float] = (1.5, 3.0)  # half its width, its height

    def outline(self) -> np.ndarray:
        """x and z of the roof, from the left eaves to the right."""
        half, rise = self.width / 2, self.ridge - self.eaves
        left = [(-half, self.eaves)]
        if self.knee:
            left.append((-0.62 * half, self.eaves + 0.64 * rise))
        right = [(-x, z) for x, z in reversed(left)]
        return np.array([*left, (0.0, self.ridge), *right])


def part(site: Site) -> Site:
    """Something built by itself, before it is put into a site."""
    made = Site(seed=site.seed)
    made.rng = site.rng
    return made


def put(site: Site, made: Site, at: Point, turn: float = 0.0) -> None:
    """Puts there what was built around the origin."""
    for shape in made.shapes:
        points = placed(shape.vertices, at, turn).astype("f4")
        site.shapes.append(replace(shape, vertices=points))
    for light in made.lights:
        x, y, z = placed(np.array([light.at]), at, turn)[0].tolist()
        site.lights.append(replace(light, at=(x, y, z)))


def boards(
    site: Site, spans: Sequence[Span], at: tuple[float, float], matter: Matter, *, along: str = "x"
) -> None:
    """Upright boards side by side, each of its own tone; `at` is where their faces and their backs
    are.
    """
    points = []
    for start, end, low, first, last in spans:
        out = at[0] + site.between(-0.012, 0.012) * np.sign(at[1] - at[0])
        for y in (out, at[1]):
            points.append([(start, y, low), (end, y, low), (end, y, last), (start, y, first)])
    grid = np.array(points, float).reshape(-1, 8, 3)
    if along == "y":
        grid = grid[..., [1, 0, 2]]
    faces = np.array([(0, 1, 2, 3), (7, 6, 5, 4), (0, 4, 5, 1), (1, 5, 6, 2), (2, 6, 7, 3),
                      (3, 7, 4, 0)])  # fmt: skip
    which = site.rng.integers(4, size=len(grid))
    for number, share in enumerate((0.78, 0.92, 1.0, 1.14)):
        chosen = grid[which == number]
        if len(chosen):
            corners = faces[None] + 8 * np.arange(len(chosen))[:, None, None]
            red, green, blue = (share * c for c in matter.colour)
            tone = matter.but(colour=(red, green, blue))
            site.mesh(chosen.reshape(-1, 3), corners.reshape(-1, 4), tone)


def bar(site: Site, ends: tuple[Point, Point], size: tuple[float, float], matter: Matter) -> None:
    """A straight board in an upright sheet along x; `size` is its width there and its depth."""
    a, b = np.array(ends[0]), np.array(ends[1])
    along = (b - a) / np.linalg.norm(b - a)
    aside = np.array((-along[2], 0, along[0])) * size[0] / 2
    deep = np.array((0, size[1], 0))
    points = [
        p + s * aside + d * deep for d in (0, 1) for p, s in ((a, -1), (b, -1), (b, 1), (a, 1))
    ]
    faces = [(0, 1, 2, 3), (7, 6, 5, 4), (0, 4, 5, 1), (1, 5, 6, 2), (2, 6, 7, 3), (3, 7, 4, 0)]
    site.mesh(np.array(points), faces, matter)


def barn(site: Site, told: Barn) -> None:
    """With doors that stand open, hay and a lamp inside."""
    half, (door, high), eaves = told.width / 2, told.door, told.eaves
    outline = told.outline()
    low = eaves if told.stone else 0.0
    edges = np.arange(-half, half + 0.01, 0.22)
    tops = np.interp(edges, outline[:, 0], outline[:, 1])
    spans = [
        (float(a), float(b) - 0.012, max(low, high if (abs(a + b) / 2 < door) else 0.0),
         float(s), float(t))
        for a, b, s, t in zip(edges[:-1], edges[1:], tops[:-1], tops[1:], strict=True)
    ]  # fmt: skip
    boards(site, spans, (-0.03, 0.05), told.paint)
    boards(site, [(a, b, 0.0, s, t) for a, b, _, s, t in spans], (told.depth, told.depth - 0.08),
           told.paint)  # fmt: skip
    lengths = np.arange(0.0, told.depth, 0.22)
    sides = [(float(y), float(y) + 0.208, 0.0, eaves, eaves) for y in lengths]
    for hand in (-1, 1):
        face = hand * half
        if told.stone:
            stonework(site, (face, told.depth / 2, 0), (told.depth, eaves), told.stone,
                      turn=hand * math.pi / 2)  # fmt: skip
        else:
            boards(site, sides, (face, face - hand * 0.08), told.paint, along="y")
    if told.stone:
        wide = half - door
        for hand in (-1, 1):
            stonework(site, (hand * (door + wide / 2), 0, 0), (wide, eaves), told.stone)
        stonework(site, (0, 0, high), (2 * door, eaves - high), told.stone)
    _trims(site, told)
    _roof(site, told, outline)
    _doors(site, told)
    _inside(site, told)


def _trims(site: Site, told: Barn) -> None:
    """White boards along edges, windows, a small door to the hayloft, a lamp over the large one."""
    half, (door, high) = told.width / 2, told.door
    frames: list[Box] = []
    if not told.stone:
        frames += [((hand * (half - 0.07), -0.05, 0), (0.2, 0.06, told.eaves)) for hand in (-1, 1)]
    frames += [((hand * (door + 0.08), -0.06, 0), (0.2, 0.12, high)) for hand in (-1, 1)]
    frames.append(((0, -0.06, high), (2 * door + 0.36, 0.12, 0.22)))
    panes: list[Box] = []
    loft = told.eaves + 0.35 if told.stone else told.eaves + 0.1
    for x, low, wide, tall in ((-0.78 * half, 1.2, 0.8, 0.95), (0.78 * half, 1.2, 0.8, 0.95)):
        panes.append(((x, -0.03, low), (wide, 0.06, tall)))
        for step in (-0.5, 0.0, 0.5):
            frames.append(((x + step * wide, -0.07, low), (0.09 if step else 0.05, 0.06, tall)))
            frames.append(((x, -0.07, low + (step + 0.5) * tall - 0.04), (wide + 0.1, 0.06, 0.08)))
    boxes(site, frames, told.trim, bevel=0.008)
    boxes(site, panes, PANE, bevel=0)
    _leaf(site, (0.0, -0.05, loft), (1.3, 1.5), told)
    outline = told.outline()
    for a, b in pairwise(outline):
        ends = ((float(a[0]), -0.42, float(a[1])), (float(b[0]), -0.42, float(b[1])))
        bar(site, ends, (0.26, 0.05), told.trim)
    site.rod((0, -0.1, high + 0.55), (0, -0.5, high + 0.62), 0.02, BLACK)
    site.lathe((0, -0.5, high + 0.42), [(0.2, 0), (0.06, 0.16), (0.05, 0.22)], BLACK, sides=14)
    site.ball((0, -0.5, high + 0.4), 0.06, glowing((1.0, 0.72, 0.4), 4.0))


def _leaf(site: Site, at: Point, size: tuple[float, float], told: Barn) -> None:
    """A door of boards with a frame and a cross of trim; `at` is the middle of its lower edge."""
    x, y, z = at
    wide, tall = size
    edges = np.linspace(x - wide / 2, x + wide / 2, max(3, round(wide / 0.2)))
    spans = [(float(a), float(b) - 0.01, z, z + tall, z + tall) for a, b in pairwise(edges)]
    boards(site, spans, (y - 0.03, y + 0.03), told.paint)
    left, right, low, top = x - wide / 2 + 0.07, x + wide / 2 - 0.07, z + 0.07, z + tall - 0.07
    front = y - 0.07
    middle = (low + top) / 2
    lines = [((left, low), (right, low)), ((left, top), (right, top)), ((left, low), (left, top)),
             ((right, low), (right, top)), ((left, middle), (right, middle)),
             ((left, low), (right, middle)), ((left, middle), (right, low))]  # fmt: skip
    for (a, b), (c, d) in lines:
        bar(site, ((a, front, b), (c, front, d)), (0.14, 0.04), told.trim)


def _doors(site: Site, told: Barn) -> None:
    """Both halves, folded back against the wall, one of them not quite."""
    door, high = told.door
    size = (door + 0.05, high + 0.05)
    for hand in (-1, 1):
        made = part(site)
        _leaf(made, (hand * (door / 2 + 0.05), 0.0, 0.05), size, told)
        swing = site.between(0.1, 0.75)
        put(site, made, (hand * (door + 0.12), -0.14, 0.0), -hand * swing)


def _roof(site: Site, told: Barn, outline: np.ndarray) -> None:
    """Courses of shingles, or sheets of metal with seams; perhaps a small tower on its ridge."""
    ends = (-0.45, told.depth + 0.45)
    is_metal = told.roof.metal > 0
    seams: list[Wire] = []
    for number, (a, b) in enumerate(pairwise(outline)):
        low, high = (a, b) if a[1] < b[1] else (b, a)
        along = (high - low) / np.linalg.norm(high - low)
        if number in (0, len(outline) - 2):
            low = low - 0.45 * along
        out = np.array((-along[1], along[0])) * (1 if along[0] > 0 else -1)
        long = float(np.linalg.norm(high - low))
        courses = 1 if is_metal else round(long / 0.24)
        steps = np.linspace(0, 1, courses + 1)
        for step, (start, end) in enumerate(pairwise(steps)):
            p, q = low + start * (high - low) + 0.12 * out, low + end * (high - low) + 0.09 * out
            under = p - 0.05 * out
            rows = [(under, 0), (p, 0), (q, 0)]
            points = [(float(w[0]), y, float(w[1])) for w, _ in rows for y in ends]
            red, green, blue = (
                c * (0.85 + 0.3 * float(site.rng.random())) for c in told.roof.colour
            )
            tone = told.roof if is_metal or step % 3 else told.roof.but(colour=(red, green, blue))
            site.mesh(points, [(0, 1, 3, 2), (2, 3, 5, 4)], tone)
        if is_metal:
            for y in np.arange(ends[0], ends[1], 0.5):
                p, q = low + 0.13 * out, high + 0.1 * out
                seams.append(
                    ((float(p[0]), float(y), float(p[1])), (float(q[0]), float(y), float(q[1])))
                )
    wires(site, seams, 0.025, told.roof)
    site.rod((0, ends[0], told.ridge + 0.1), (0, ends[1], told.ridge + 0.1), 0.09, told.roof)
    if site.chance(0.6):
        y = told.depth * site.between(0.25, 0.5)
        site.box((0, y, told.ridge - 0.2), (1.2, 1.2, 1.25), told.trim)
        slats: list[Box] = [
            ((0, y - 0.62, told.ridge + 0.35 + 0.13 * k), (0.8, 0.03, 0.08)) for k in range(5)
        ]
        boxes(site, slats, told.paint)
        site.lathe(
            (0, y, told.ridge + 1.05), [(1.05, 0), (0.06, 0.75), (0.03, 1.5)], told.roof, sides=4
        )


def _inside(site: Site, told: Barn) -> None:
    """A floor of straw, bales in rows, posts, and a warm lamp."""
    half = told.width / 2
    floor = Matter(colour=mixed(STRAW, (0.2, 0.13, 0.06), 0.5), rough=1.0, vary=0.4, bump=0.6)
    site.plane((0, told.depth / 2, 0.02), (told.width - 0.2, told.depth - 0.2), floor)
    for x in (-0.5 * half, 0.5 * half):
        for y in (2.5, 6.0, 9.5):
            site.box((x, y, 0), (0.22, 0.22, told.eaves + 0.5), wood((0.2, 0.13, 0.08)))
    made = part(site)
    stack(made, (5, 3, 5))
    put(site, made, (site.between(-0.4, 0.2), 6.5, 0.02), 0.0)
    site.lamp((0.2, 3.2, 3.4), watts=90, colour=(1.0, 0.72, 0.42), radius=0.1)
    site.ball((0.2, 3.2, 3.4), 0.07, glowing((1.0, 0.72, 0.4), 9.0))
    site.rod((0.2, 3.2, 3.45), (0.2, 3.2, told.ridge - 0.6), 0.012, BLACK)


def straw(colour: Colour = STRAW) -> Matter:
    return Matter(colour=colour, rough=1.0, vary=0.45, vary_scale=9, bump=1.0, bump_scale=45)


def _wisps(site: Site, spots: np.ndarray, long: float) -> None:
    """Straws that stick out."""
    tones = [
        straw(mixed(STRAW, other, 0.4)).but(bump=0)
        for other in ((0.8, 0.66, 0.36), (0.3, 0.2, 0.08))
    ]
    ways = site.rng.normal(size=(len(spots), 3))
    blades(site, spots, ways, long, tones, slim=0.06)


def stack(site: Site, count: tuple[int, int, int]) -> None:
    """Square bales: so many along x, one behind another, and above each other, uneven on top."""
    wide, deep, tall = 0.92, 0.46, 0.38
    reach = np.array((wide, 1.06 * deep, 1.05 * tall))
    gaps: set[tuple[int, int]] = set()  # nothing lies on what is not there
    bales, bands, spots = [], [], []
    for level in range(count[2]):
        for row in range(count[1]):
            for number in range(count[0]):
                is_end = number in (0, count[0] - 1)
                if (row, number) in gaps or (level and is_end and site.chance(0.12 + 0.14 * level)):
                    gaps.add((row, number))
                    continue
                x = (number - (count[0] - 1) / 2) * (wide + 0.02) + site.between(-0.04, 0.04)
                y = row * (deep + 0.02) + site.between(-0.04, 0.04)
                bales.append(((x, y, level * tall), (wide, deep, tall - 0.015)))
                for off in (-0.2, 0.2):
                    bands.append(((x + off, y, level * tall - 0.003), (0.015, deep + 0.01, tall)))
                middle = np.array((x, y, (level + 0.5) * tall))
                spots.append(middle + site.rng.uniform(-0.5, 0.5, (26, 3)) * reach)
    boxes(site, bales, straw(), bevel=0.03)
    boxes(site, bands, Matter(colour=(0.5, 0.22, 0.08), rough=0.8), bevel=0)
    _wisps(site, np.concatenate(spots), 0.07)


def round_bale(site: Site, at: Point, radius: float, turn: float) -> None:
    """A rolled one that lies on its side."""
    made, half = part(site), 0.6
    rolls = [
        (radius * share, half + 0.025 * (k % 2)) for k, share in enumerate(np.linspace(1, 0.04, 14))
    ]
    profile = [(radius * 0.97, -half), (radius, 0.9 - 1.45), *rolls]
    turned(made, (0, 0, radius), profile, straw(), sides=34)
    turned(made, (0, 0, radius), [(r, -x) for r, x in rolls], straw(), sides=34)
    angle = site.rng.uniform(0, 2 * math.pi, 420)
    across = site.rng.uniform(-half, half, 420)
    spots = np.stack([across, radius * np.cos(angle), radius + radius * np.sin(angle)], axis=1)
    _wisps(made, spots, 0.08)
    put(site, made, at, turn)


def silo(site: Site, at: Point, size: tuple[float, float], matter: Matter) -> None:
    """A round tower of so large a radius and height, in hoops, under a dome, with a ladder."""
    radius, tall = size
    profile = [(radius + (0.03 if k % 2 else 0.0), tall * k / 40) for k in range(41)]
    site.lathe(at, profile, matter, sides=40)
    dome = [(radius * 1.03 * math.cos(a), tall + 0.75 * radius * math.sin(a))
            for a in np.linspace(0, 1.52, 12)]  # fmt: skip
    site.lathe(at, dome, GALVANISED, sides=40)
    x, y, z = at
    bars: list[Wire] = []
    for off in (-0.22, 0.22):
        bars.append(((x + off, y - radius - 0.15, z), (x + off, y - radius - 0.15, z + tall)))
    for level in np.arange(0.3, tall, 0.35):
        bars.append(
            ((x - 0.22, y - radius - 0.15, z + level), (x + 0.22, y - radius - 0.15, z + level))
        )
    wires(site, bars, 0.025, STEEL)


def wind_pump(site: Site, at: Point, tall: float, turn: float) -> None:
    """A wheel of many blades and a tail on a lattice tower."""
    x, y, z = at
    bars: list[Wire] = []
    levels = np.linspace(0, 1, 6)
    corners = [
        [(x + a * (1.3 - 1.15 * s), y + b * (1.3 - 1.15 * s), z + s * tall)
         for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))] for s in levels
    ]  # fmt: skip
    for low, high in pairwise(corners):
        for k in range(4):
            bars += [(low[k], high[k]), (high[k], high[(k + 1) % 4]), (low[k], high[(k + 1) % 4])]
    wires(site, bars, 0.04, GALVANISED)
    made = part(site)
    radius, count = 1.7, 18
    angle = np.linspace(0, 2 * math.pi, count, endpoint=False)
    blade = []
    for a in angle:
        for r, half, out in ((0.55, 0.09, 0.06), (radius, 0.25, 0.14)):
            for s in (-1, 1):
                turned_by = a + s * half / r
                blade.append((r * math.cos(turned_by), s * out, r * math.sin(turned_by)))
    faces = [(4 * k, 4 * k + 1, 4 * k + 3, 4 * k + 2) for k in range(count)]
    made.mesh(np.array(blade), faces, GALVANISED)
    hub = [
        ((0.0, 0.0, 0.0), (float(radius * math.cos(a)), 0.0, float(radius * math.sin(a))))
        for a in angle[::3]
    ]
    wires(made, [*hub, ((0.0, 0.0, 0.0), (0.0, 2.4, 0.0))], 0.03, STEEL)
    tail = [(0.0, 1.6, -0.1), (0.0, 2.7, -0.5), (0.0, 2.7, 0.6), (0.0, 1.6, 0.15)]
    made.sheet(tail, GALVANISED)
    put(site, made, (x, y, z + tall + 0.2), turn)


def fence(site: Site, points: Sequence[Point], matter: Matter, *, rails: int = 3) -> None:
    """Posts along a line of points, and boards between them."""
    last: list[Point] = []
    for (ax, ay, az), (bx, by, bz) in pairwise(points):
        count = max(1, round(math.dist((ax, ay), (bx, by)) / 2.2))
        turn = math.atan2(by - ay, bx - ax)
        for k in range(count + 1):
            s = k / count
            foot = (ax + s * (bx - ax), ay + s * (by - ay), az + s * (bz - az))
            site.box((foot[0], foot[1], foot[2] - 0.1), (0.11, 0.11, 1.35), matter, turn=turn)
            levels = np.linspace(0.4, 1.1, rails)
            ends = [
                (foot[0], foot[1], foot[2] + float(v) + site.between(-0.02, 0.02)) for v in levels
            ]
            if k:
                for start, end in zip(last, ends, strict=True):
                    _rail(site, start, end, matter)
            last = ends


def _rail(site: Site, start: Point, end: Point, matter: Matter) -> None:
    a, b = np.array(start), np.array(end)
    aside = np.array((-(b - a)[1], (b - a)[0], 0.0))
    aside = 0.016 * aside / np.linalg.norm(aside)
    up = np.array((0, 0, 0.065))
    points = [
        e + s * aside + t * up for s in (-1, 1) for e, t in ((a, -1), (b, -1), (b, 1), (a, 1))
    ]
    faces = [(0, 1, 2, 3), (7, 6, 5, 4), (0, 4, 5, 1), (1, 5, 6, 2), (2, 6, 7, 3), (3, 7, 4, 0)]
    site.mesh(np.array(points), faces, matter)


def cow(site: Site, at: Point, coat: Matter, turn: float) -> None:
    """One that grazes, to be seen from afar."""
    made = part(site)
    padded(made, (0, 0, 0.62), (0.62, 1.6, 0.78), coat)
    padded(made, (0, -0.95, 0.7), (0.34, 0.75, 0.42), coat, lean=-0.3)
    padded(made, (0, -1.32, 0.2), (0.26, 0.3, 0.55), coat, lean=0.3)
    legs: list[Wire] = [
        ((x, y, 0.0), (x, y, 0.8)) for x in (-0.2, 0.2) for y in (-0.6, -0.5, 0.55, 0.65)
    ]
    wires(made, legs, 0.06, coat)
    put(site, made, at, turn)
