"""A football ground: mown grass with white lines, a goal, stands full of people, floodlights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from retrat.train.data.places.crowds import cards, crowd_colours, seats_of
from retrat.train.data.places.interiors import mirrored
from retrat.train.data.places.landscape import Relief, fan, patches
from retrat.train.data.places.site import (
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    cloth,
    glowing,
    mixed,
    placed,
)
from retrat.train.data.places.streets import Box, boxes, discs

CLUBS: tuple[tuple[Colour, Colour], ...] = (
    ((0.5, 0.03, 0.03), (0.7, 0.68, 0.64)), ((0.02, 0.08, 0.35), (0.7, 0.68, 0.64)),
    ((0.03, 0.2, 0.07), (0.65, 0.62, 0.55)), ((0.65, 0.45, 0.03), (0.03, 0.03, 0.03)),
    ((0.03, 0.25, 0.45), (0.35, 0.03, 0.06)), ((0.5, 0.16, 0.02), (0.03, 0.04, 0.1)),
)  # fmt: skip
CONCRETE = Matter(colour=(0.3, 0.29, 0.28), rough=0.95, vary=0.15, vary_scale=0.8)
DARK = Matter(colour=(0.05, 0.055, 0.06), rough=0.6)
Line = tuple[float, float, float, float]  # from x, y to x, y


@dataclass(frozen=True, kw_only=True, slots=True)
class Stand:
    """Rows of seats that climb away from the pitch; `at` is the middle of its foot, and it faces
    the camera where it is not turned.
    """

    at: Point
    turn: float
    width: float
    rows: int
    full: float  # the share of seats with people, in [0, 1]
    club: tuple[Colour, Colour]
    has_roof: bool
    is_lit: bool

    @property
    def deep(self) -> float:
        return 0.85 * self.rows

    @property
    def high(self) -> float:
        return 1.6 + self.rise(self.deep)

    def rise(self, out: float) -> float:
        return 0.42 * out + 0.0045 * out * out


def build(site: Site, moment: str) -> None:
    is_night = moment == "at night"
    club = CLUBS[int(site.rng.integers(len(CLUBS)))]
    full = site.between(0.72, 0.96) if is_night or site.chance(0.6) else site.between(0.02, 0.12)
    _light(site, is_night)
    goal = site.between(17, 26)
    aside = site.between(-13, -5) if site.chance(0.7) else site.between(-3, 3)
    _grass(site)
    _lines(site, aside, goal)
    _goal(site, (aside, goal, 0))
    end, flank = goal + site.between(9, 13), site.between(14, 18)
    rows, roofs = int(site.rng.integers(20, 34)), site.chance(0.65)
    _round(site, (end, flank), club, is_night)
    for at, turn, width in (
        ((flank - 29.0, end + 2.5, 0.0), 0.0, 114.0),
        ((flank + 2.5, end / 2 + 7, 0.0), -math.pi / 2, end - 9),
    ):
        stand = Stand(
            at=at, turn=turn, width=width, rows=rows + int(site.rng.integers(-4, 5)), full=full,
            club=club, has_roof=roofs, is_lit=is_night,
        )  # fmt: skip
        _stand(site, stand)
    for hand in (-1, 1) if not roofs else ():
        away = end + 33
        x = hand * site.between(0.17, 0.24) * away + 0.14 * away
        _mast(site, (x, away, 0), site.between(22, 24), is_night)
    _on_the_pitch(site, club)
    side = 1
    if site.chance(0.5):
        mirrored(site)
        side = -1
    site.view = View(
        to=(side * site.between(0.35, 1.0), 4, 1.62),
        stop=site.between(2.6, 3.4),
        exposure=0.15 if is_night else -0.1,
    )


def _light(site: Site, is_night: bool) -> None:
    if is_night:
        site.sky = Sky(zenith=(0.004, 0.007, 0.02), horizon=(0.04, 0.05, 0.1), strength=1.0)
        for azimuth, watts in ((-40, 0.8), (40, 0.8), (-140, 1.0), (135, 1.3)):
            site.sun(33, azimuth, watts=watts, colour=(0.95, 0.98, 1.0), angle=0.03)
        return
    site.sky = Sky(
        zenith=(0.08, 0.22, 0.58), horizon=(0.64, 0.78, 0.92), strength=0.95,
        cover=site.between(0.25, 0.6), cloud_scale=site.between(2, 4),
    )  # fmt: skip
    turn = site.between(105, 150) * (1 if site.chance(0.5) else -1)
    site.sun(site.between(36, 50), turn, watts=3.7, colour=(1.0, 0.93, 0.83), angle=0.012)


def _grass(site: Site) -> None:
    """Mown in bands that run across or away, worn in places."""
    x, y = fan(1.5, 130, 360, 300, 0.8)
    worn, fine = Relief(site, 5.0, 4), Relief(site, 0.7, 4)
    wide, is_across = site.between(4.2, 6.0), site.chance(0.6)
    band = np.floor(((y if is_across else x + 3) + 0.05 * fine(x, y)) / wide).astype(int) % 2
    noise = 0.9 * worn(x, y) + 0.7 * fine(x, y)
    kinds = 4 * band + np.clip(1.5 + 1.3 * noise, 0, 3).astype(int)
    light = site.pick((0.11, 0.24, 0.035), (0.13, 0.25, 0.04), (0.09, 0.22, 0.04))
    grass = Matter(colour=light, rough=0.9, vary=0.2, vary_scale=9, bump=0.8, bump_scale=40)
    dark = mixed(light, (0.01, 0.05, 0.01), 0.35)
    matters = [
        grass.but(colour=mixed(base, (0.3, 0.27, 0.09), 0.05 * step))
        for base in (light, dark)
        for step in range(4)
    ]
    patches(site, (x, y, np.zeros_like(x)), kinds, matters)


def _lines(site: Site, aside: float, goal: float) -> None:
    """The goal line, the areas before it, the arc and the spot, and one line near the camera."""
    paint = Matter(colour=(0.72, 0.74, 0.68), rough=0.95, vary=0.12, vary_scale=6)
    lines: list[Line] = [(-60, goal, 60, goal)]
    for half, out in ((9.16, 5.5), (20.16, 16.5)):
        lines += [
            (aside - half, goal - out, aside + half, goal - out),
            (aside - half, goal - out, aside - half, goal),
            (aside + half, goal - out, aside + half, goal),
        ]
    around = np.linspace(math.pi + 0.64, 2 * math.pi - 0.64, 40)
    arc = [(aside + 9.15 * math.cos(a), goal - 11 + 9.15 * math.sin(a)) for a in around]
    lines += [(*a, *b) for a, b in pairwise(arc)]
    lines.append((aside - 0.11, goal - 11, aside + 0.11, goal - 11))
    flat = np.array(lines)
    along = flat[:, 2:] - flat[:, :2]
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    across = 0.075 * np.stack([-along[:, 1], along[:, 0]], axis=1)
    corners = np.stack(
        [flat[:, :2] - across, flat[:, 2:] - across, flat[:, 2:] + across, flat[:, :2] + across], 1
    )
    points = np.concatenate([corners, np.full((len(flat), 4, 1), 0.012)], axis=-1)
    site.mesh(points.reshape(-1, 3), np.arange(4 * len(flat)).reshape(-1, 4), paint)


def _goal(site: Site, at: Point) -> None:
    """Posts, and a net of threads."""
    x, y, _ = at
    for side in (-3.66, 3.66):
        site.rod((x + side, y, 0), (x + side, y, 2.44), 0.06, WHITE)
        site.rod((x + side, y, 2.44), (x + side, y + 1.0, 2.4), 0.02, WHITE)
        site.rod((x + side, y + 1.0, 2.4), (x + side, y + 2.0, 0), 0.02, WHITE)
    site.rod((x - 3.72, y, 2.44), (x + 3.72, y, 2.44), 0.06, WHITE)
    threads: list[Box] = [
        ((x - 3.66 + 0.24 * n, y + 1.5, 0), (0.012, 0.012, 2.4)) for n in range(31)
    ]
    threads += [((x, y + 1.5, 0.24 * n), (7.3, 0.012, 0.012)) for n in range(1, 11)]
    for side in (-3.66, 3.66):
        threads += [((x + side, y + 0.8, 0.24 * n), (0.012, 1.5, 0.012)) for n in range(1, 11)]
    boxes(site, threads, Matter(colour=(0.6, 0.61, 0.6), rough=0.9), bevel=0)


def _round(site: Site, ends: tuple[float, float], club: tuple[Colour, Colour], lit: bool) -> None:
    """Boards in plain colours along the pitch, and the low wall before the seats."""
    end, flank = ends
    colours = [club[0], club[1], site.pick((0.02, 0.05, 0.2), (0.5, 0.3, 0.03)), (0.03, 0.03, 0.04)]
    if lit:
        colours = [mixed(colour, (0.02, 0.03, 0.08), 0.45) for colour in colours]
    glow = 1.0 if lit else 0.0
    kinds: list[list[Box]] = [[] for _ in colours]
    x = -50.0
    while x < flank - 0.5:
        long = site.between(3.5, 8)
        kind = int(site.rng.integers(len(colours)))
        kinds[kind].append(((x + long / 2, end, 0.05), (long - 0.05, 0.12, 0.9)))
        x += long
    y = 5.0
    while y < end - 1:
        long = site.between(3.5, 8)
        kind = int(site.rng.integers(len(colours)))
        kinds[kind].append(((flank, y + long / 2, 0.05), (0.12, long - 0.05, 0.9)))
        y += long
    for colour, some in zip(colours, kinds, strict=True):
        boxes(
            site, some, Matter(colour=colour, rough=0.4, glow=glow, moves="lights" if lit else "")
        )
    track = Matter(colour=site.pick((0.24, 0.1, 0.06), (0.16, 0.16, 0.17)), rough=0.95, vary=0.1)
    site.box((0, end + 1.6, 0), (120, 2.6, 0.02), track, bevel=0)


def _stand(site: Site, stand: Stand) -> None:
    """Steps, seats, people and, over them, a roof on posts."""
    steps: list[Box] = [((0, 0, 0), (stand.width, 0.3, 1.5))]
    spots = seats_of(site, stand.width, stand.rows, stand.rise)
    for row in range(stand.rows):
        out = 0.85 * row
        steps.append(((0, out + 0.6, 0), (stand.width, 0.86, 1.2 + stand.rise(out))))
    back = (0, stand.deep + 1.0, 0)
    steps.append((back, (stand.width, 0.5, stand.high + (0.8 if not stand.has_roof else 3.0))))
    boxes(site, steps, CONCRETE, at=stand.at, turn=stand.turn, bevel=0)
    taken = site.rng.random(len(spots)) < stand.full
    block = (np.floor((spots[:, 0] + 200) / 14).astype(int) + (spots[:, 1] > 9)) % 2
    where = (stand.at, stand.turn)
    for number, colour in enumerate(stand.club):
        free = spots[~taken & (block == number)]
        seat = Matter(colour=colour, rough=0.5)
        cards(site, free + np.array((0, 0.15, 0.1)), (0.44, 0.5), seat, where)
    _people(site, spots[taken], stand)
    if stand.has_roof:
        _roof(site, stand)


def _people(site: Site, spots: np.ndarray, stand: Stand) -> None:
    """A coat and a head each, from afar."""
    if not len(spots):
        return
    rng, where = site.rng, (stand.at, stand.turn)
    spots = spots + rng.normal(0, 1, spots.shape) * (0.06, 0.04, 0.05)
    spots[:, 2] += 0.35 * (rng.random(len(spots)) < 0.12)
    colours = crowd_colours(stand.club)
    kinds = rng.integers(0, len(colours), len(spots))
    fans = np.sin(0.35 * spots[:, 0] + site.between(0, 6)) > 0.1
    kinds = np.where(fans & (rng.random(len(spots)) < 0.55), rng.integers(0, 2, len(spots)), kinds)
    for number, colour in enumerate(colours):
        chosen = spots[kinds == number]
        cards(site, chosen + np.array((0, 0.1, 0.12)), (0.46, 0.62), cloth(colour), where)
    heads = spots + np.array((0, 0.05, 0.74))
    tones = rng.integers(0, 4, len(spots))
    skins = ((0.5, 0.3, 0.2), (0.42, 0.24, 0.15), (0.2, 0.1, 0.06), (0.07, 0.045, 0.03))
    for number, colour in enumerate(skins):
        cards(site, heads[tones == number], (0.2, 0.26), Matter(colour=colour), where)


def _roof(site: Site, stand: Stand) -> None:
    top, deep = stand.high + 3.2, stand.deep + 1.5
    front = 0.45 * deep
    sheet = Matter(colour=site.pick((0.45, 0.46, 0.47), (0.6, 0.6, 0.58), (0.14, 0.15, 0.17)))
    half = stand.width / 2
    points = np.array(
        [
            (x, y, top + z + lift)
            for lift in (0.0, 0.35)
            for x, y, z in (
                (-half, front, 1.2), (half, front, 1.2), (half, deep, -0.6), (-half, deep, -0.6),
            )
        ]
    )  # fmt: skip
    faces = [
        (0, 3, 2, 1), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7),
    ]  # fmt: skip
    site.mesh(placed(points, stand.at, stand.turn), faces, sheet)
    trusses: list[Box] = [
        ((float(x), (front + deep) / 2, top - 0.3), (0.18, deep - front, 0.5))
        for x in np.arange(-half + 2, half, 6.5)
    ]
    trusses += [((float(x), deep - 1.6, 2.0), (0.35, 0.35, top - 2.4))
                for x in np.arange(-half + 2, half, 13.0)]  # fmt: skip
    trusses.append(((0, front, top + 0.75), (stand.width, 0.25, 0.6)))
    boxes(site, trusses, Matter(colour=(0.5, 0.5, 0.5), rough=0.5), at=stand.at, turn=stand.turn)
    if not stand.is_lit:
        return
    lamps = np.array([(float(x), front - 0.2, top + 0.85) for x in np.arange(-half + 1, half, 1.7)])
    lamps = lamps[(np.arange(len(lamps)) // 4) % 2 == 0]
    cards(site, lamps, (0.75, 0.5), glowing((0.93, 0.97, 1.0), 30), (stand.at, stand.turn))
    for x in (-half / 2, half / 2):
        at, to = placed(
            np.array([(x, front - 3, top - 0.4), (x, 0.7 * deep, 4.0)]), stand.at, stand.turn
        )
        site.panel(tuple(at), tuple(to), (half, 1.0), watts=2600, colour=(1.0, 0.95, 0.88))


def _mast(site: Site, at: Point, high: float, is_lit: bool) -> None:
    """Of four bars, with rows of lamps above."""
    x, y, _ = at
    steel = Matter(colour=(0.42, 0.43, 0.44), rough=0.5, metal=0.5)
    for a, b in ((-0.6, -0.6), (0.6, -0.6), (0.6, 0.6), (-0.6, 0.6)):
        site.rod((x + a, y + b, 0), (x + 0.5 * a, y + 0.5 * b, high), 0.09, steel, 6)
    for number in range(12):
        low, top = high * number / 12, high * (number + 1) / 12
        side = 0.6 if number % 2 else -0.6
        site.rod((x - side, y - 0.55, low), (x + side, y - 0.5, top), 0.05, steel, 6)
    bars: list[Box] = [((x, y - 0.6, high + 1.0 * n), (6.2, 0.2, 0.14)) for n in range(5)]
    bars += [((x + a, y - 0.5, high - 0.2), (0.14, 0.2, 5.0)) for a in (-2.9, 0, 2.9)]
    boxes(site, bars, DARK)
    lamps = [
        ((x - 2.6 + 1.3 * column, y - 0.75, high + 0.5 + row), 0.25)
        for row in range(5)
        for column in range(5)
    ]
    off = Matter(colour=(0.6, 0.62, 0.64), rough=0.15)
    discs(site, lamps, glowing((0.93, 0.97, 1.0), 40) if is_lit else off)


def _on_the_pitch(site: Site, club: tuple[Colour, Colour]) -> None:
    """Balls, cones, a corner's stick or a bench with water."""
    leather = Matter(colour=(0.75, 0.75, 0.73), rough=0.4, vary=0.5, vary_scale=9)
    for _ in range(int(site.rng.integers(1, 4))):
        side = 1 if site.chance(0.5) else -1
        y = site.between(5.5, 10)
        site.ball((side * site.between(0.26, 0.4) * y, y, 0.11), 0.11, leather)
    if site.chance(0.5):
        for number in range(5):
            cone = Matter(colour=site.pick((0.8, 0.25, 0.02), (0.75, 0.6, 0.03)), rough=0.5)
            at = (-3.4 + 0.3 * number, 7.5 + 1.4 * number, 0.0)
            site.lathe(at, [(0.14, 0), (0.13, 0.02), (0.03, 0.22), (0.03, 0.23)], cone, sides=16)
    side = 1 if site.chance(0.5) else -1
    hut = Matter(colour=club[0], rough=0.4)
    x, y = side * site.between(7.5, 9.0), site.between(14.5, 17)
    if site.chance(0.4):
        boxes(site, [((x, y, 0), (3.2, 0.06, 1.9)), ((x, y - 0.5, 1.85), (3.2, 1.1, 0.06))], hut)
        boxes(site, [((x, y - 0.35, 0.3), (3.0, 0.4, 0.1))], WHITE)
