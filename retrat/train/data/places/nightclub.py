"""A nightclub: a dance floor in coloured light, beams in haze, a wall of light, a mirror ball, who
plays the music, and people who dance far away.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from jaxtyping import Float

from retrat.train.data.places.dancers import dancer
from retrat.train.data.places.halls import beam, boxes, drape, painted, spot, wall_grid
from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    glowing,
    hills,
    mixed,
)
from retrat.train.data.places.streets import balls
from retrat.train.data.places.vessels import wires

SCREEN, FRAMES, DISCO = 0, 1, 2
LOOKS: tuple[tuple[Colour, Colour], ...] = (
    ((1.0, 0.03, 0.42), (0.04, 0.13, 1.0)),
    ((0.0, 0.5, 0.6), (1.0, 0.26, 0.02)),
    ((0.38, 0.05, 1.0), (0.04, 0.75, 0.22)),
)
SIDES: tuple[int, int] = (-1, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Club:
    """Its two colours, and where things are."""

    kind: int
    one: Colour
    two: Colour
    aside: int  # the side of who plays
    depth: float
    yaw: float  # of the view
    half_width: float = 4.6
    height: float = 4.3

    @property
    def stage(self) -> Point:
        return 2.9 * self.aside, self.depth - 1.3, 0.85


def build(site: Site, moment: str) -> None:
    del moment  # no daylight comes in
    one, two = LOOKS[site.seed % 3]
    if site.chance(0.5):
        one, two = two, one
    aside = 1 if site.chance(0.5) else -1
    club = _Club(
        kind=(site.seed + site.seed // 3) % 3,
        one=one,
        two=two,
        aside=aside,
        depth=site.between(9.5, 11.0),
        yaw=site.between(0.02, 0.14) * aside,
    )
    _hall(site, club)
    if club.kind == SCREEN:
        _screen(site, club)
        _pillars(site, club)
    elif club.kind == FRAMES:
        _frames(site, club)
    else:
        _disco(site, club)
    _desk(site, club)
    _rig(site, club)
    if club.kind == DISCO or site.chance(0.4):
        _ball(site, club)
    _crowd(site, club)
    _fill(site, club)
    site.lane((-2.4, 4.1, 0), (2.4, 4.1, 0), often=5)
    to = (4 * math.sin(club.yaw), 4 * math.cos(club.yaw), 1.6)
    site.view = View(to=to, stop=site.between(1.2, 1.5), exposure=0.8)


def _hazy(club: _Club, colour: Colour, share: float) -> Matter:
    """Dark, with a little of the light that hangs in the air before it."""
    air = mixed(club.one, club.two, 0.5)
    return Matter(colour=mixed(colour, air, share), rough=0.7, glow=0.06, vary=0.2, vary_scale=1.0)


def _hall(site: Site, club: _Club) -> None:
    half, deep, high = club.half_width, club.depth, club.height
    wall = _hazy(club, (0.04, 0.04, 0.05), 0.12)
    gloss = Matter(colour=(0.035, 0.034, 0.038), rough=0.16, vary=0.5, vary_scale=1.5)
    above = _hazy(club, (0.02, 0.02, 0.025), 0.04)
    site.room((half, deep, high), wall=wall, floor=gloss, ceiling=above)
    for z in (0.9, 2.7):
        for side, colour in zip(SIDES, (club.one, club.two), strict=True):
            tube = glowing(colour, 3)
            site.rod((side * (half - 0.08), 4, z), (side * (half - 0.08), deep, z), 0.03, tube)


def _picture(site: Site, club: _Club, cells: tuple[int, int]) -> Float[np.ndarray, "y x 3"]:
    """An abstract one: rings, rays, bars, arrows or waves."""
    rows, columns = cells
    wide = columns / rows
    y, x = np.mgrid[0 : 1 : rows * 1j, -wide / 2 : wide / 2 : columns * 1j]
    kind = int(site.rng.integers(5))
    many, phase = site.between(5, 9), site.between(0, 6)
    away = np.hypot(x - site.between(-0.5, 0.5), y - 0.5)
    if kind == 0:
        light = np.sin(2 * math.pi * many * 0.5 * away - phase)
    elif kind == 1:
        light = np.sin(many * 2 * np.arctan2(y - 0.55, x) + phase) * np.clip(2 * away, 0, 1)
    elif kind == 2:
        bars = np.floor((x + wide / 2) * many * 1.3).astype(int)
        tall = site.rng.uniform(0.15, 1.0, bars.max() + 1)[bars]
        gaps = np.mod((x + wide / 2) * many * 1.3, 1) > 0.25
        light = np.where((1 - y < tall) & gaps & (np.mod(y * 12, 1) > 0.25), 1.0 - 1.3 * y, -0.8)
    elif kind == 3:
        light = np.sin(2 * math.pi * many * 0.45 * (np.abs(x) + 0.8 * np.abs(y - 0.5)) - phase)
    else:
        light = np.sin(9 * hills(site.rng, cells, 3) + phase)
    blend = np.clip(0.5 + 0.5 * np.sin(1.7 * x + 2.2 * y + phase), 0, 1)[..., None]
    tone = (1 - blend) * np.array(club.one) + blend * np.array(club.two)
    light = np.clip(0.5 + 0.75 * light, 0, 1)[..., None]
    return 0.035 * tone + light * (0.8 * tone + 0.06) + 0.25 * np.clip(light - 0.8, 0, 1)


def _panel(site: Site, club: _Club, at: Point, size: tuple[float, float], glow: float) -> None:
    """A screen of many lamps in a black frame."""
    x, y, z = at
    site.box((x, y + 0.06, z - 0.06), (size[0] + 0.12, 0.1, size[1] + 0.12), BLACK, bevel=0)
    cells = (max(12, int(size[1] * 22)), max(12, int(size[0] * 22)))
    lit = glowing(club.one, glow)
    painted(site, wall_grid(at, size, cells), _picture(site, club, cells), lit, shades=40)


def _screen(site: Site, club: _Club) -> None:
    """One large one across the back, or several of them."""
    y = club.depth - 0.35
    if site.chance(0.5):
        _panel(site, club, (0, y, 1.5), (8.4, 2.5), 0.8)
    else:
        for x, wide in ((-3.1, 1.7), (-1.2, 1.7), (0.7, 1.7), (2.9, 2.2)):
            _panel(site, club, (x, y, 1.0 + site.between(0, 0.5)), (wide, 2.6), 0.8)
    middle = mixed(club.one, club.two, 0.5)
    site.panel((0, y - 0.2, 2.6), (0, 3, 0.5), (7, 2.2), watts=110, colour=middle)


def _pillars(site: Site, club: _Club) -> None:
    """With tubes of light up their edges."""
    dark = Matter(colour=(0.03, 0.03, 0.035), rough=0.3, metal=0.5)
    for side in SIDES:
        for number, y in enumerate((5.6, 7.4)):
            x = side * (0.43 * y + 0.05 - 0.25 * number)
            site.box((x, y, 0), (0.4, 0.4, club.height), dark, bevel=0.02)
            for dx in (-0.21, 0.21):
                tone = club.one if (number + (side > 0)) % 2 else club.two
                site.rod((x + dx, y - 0.2, 0.2), (x + dx, y - 0.2, 3.9), 0.022, glowing(tone, 5))
            site.lamp((x - side * 0.4, y - 0.5, 1.8), watts=14, colour=tone, radius=0.2)


def _frames(site: Site, club: _Club) -> None:
    """Gates of tubes, one behind another, down to a screen."""
    count = int(site.rng.integers(4, 6))
    lean = site.between(0.3, 0.7) if site.chance(0.4) else 0.0
    for number in range(count):
        y = 4.9 + (club.depth - 5.6) * number / (count - 1)
        half, high = 2.35 + 0.12 * number, 3.15 + 0.1 * number
        tone = mixed(club.one, club.two, number / (count - 1))
        tube = glowing(tone, 4)
        corners = [(-half, 0.05), (-half + lean, high), (half - lean, high), (half, 0.05)]
        ends: list[Point] = [(x, y, z) for x, z in corners]
        wires(site, list(pairwise(ends)), 0.035, tube)
        behind: list[Point] = [(x, y + 0.08, z) for x, _, z in ends]
        wires(site, list(pairwise(behind)), 0.07, BLACK)
        for side in SIDES:
            site.lamp((side * (half - 0.3), y - 0.2, 2.0), watts=16, colour=tone, radius=0.25)
        site.panel((0, y, high - 0.1), (0, y, 0), (3.5, 0.1), watts=22, colour=tone)
    _panel(site, club, (0, club.depth - 0.25, 0.9), (4.2, 2.3), 0.75)


def _disco(site: Site, club: _Club) -> None:
    """Curtains, a floor of lit squares, and flecks of light from the mirror ball."""
    velvet = Matter(
        colour=mixed(mixed(club.one, club.two, 0.3), (0.1, 0.02, 0.06), 0.6), rough=0.8, sheen=0.7
    )
    drape(site, (0, club.depth - 0.3, 0), (9.2, club.height), velvet, folds=(0.1, 0.4))
    for x in np.linspace(-3.9, 3.9, 7):
        tone = club.one if site.chance(0.5) else club.two
        site.panel((float(x), club.depth - 0.7, 0.1), (float(x), club.depth - 0.3, 3), (0.5, 0.2),
                   watts=26, colour=tone)  # fmt: skip
    squares: list[list[Point]] = [[], [], []]
    for x in np.arange(-2.8, 2.9, 0.7):
        for y in np.arange(3.6, club.depth - 2.2, 0.7):
            squares[int(site.rng.integers(3))].append((float(x), float(y), 0.0))
    dark = Matter(colour=(0.04, 0.04, 0.045), rough=0.12)
    lit = [
        Matter(colour=tone, glow=0.45, rough=0.12, moves="lights") for tone in (club.one, club.two)
    ]
    for ats, matter in zip(squares, (*lit, dark), strict=True):
        boxes(site, ats, [(0.66, 0.66, 0.03)] * len(ats), matter, bevel=0)
    spots: list[tuple[Point, float]] = []
    for _ in range(150):
        up = site.between(0.3, 4.0)
        spots.append(((site.between(-4.4, 4.4), club.depth - 0.45, up), site.between(0.02, 0.045)))
    balls(site, spots, glowing(mixed(club.one, (1, 1, 1), 0.6), 1.6))


def _ball(site: Site, club: _Club) -> None:
    """Of mirrors: flat pieces, none quite as the ball is round, some of which catch a lamp."""
    radius, at = site.between(0.32, 0.4), (4.9 * club.yaw - 1.35 * club.aside, 4.9, 2.75)
    rows, columns = 26, 52
    down = np.linspace(0.06, math.pi - 0.06, rows + 1)
    around = np.linspace(0, 2 * math.pi, columns + 1)
    v, u = np.meshgrid(down, around, indexing="ij")
    points = radius * np.stack([np.sin(v) * np.cos(u), np.sin(v) * np.sin(u), np.cos(v)], -1)
    quads = np.stack([points[:-1, :-1], points[1:, :-1], points[1:, 1:], points[:-1, 1:]], axis=2)
    quads = quads.reshape(-1, 4, 3)
    middle = quads.mean(axis=1, keepdims=True)
    quads = middle + 0.9 * (quads - middle) + site.rng.normal(0, 0.0025, quads.shape)
    silver = Matter(colour=(0.8, 0.8, 0.84), rough=0.06, metal=1.0)
    white = mixed(club.one, (1, 1, 1), 0.55)
    matters = (silver, glowing(club.one, 1.2), glowing(club.two, 1.2), glowing(white, 7))
    kinds = site.rng.choice(4, len(quads), p=(0.56, 0.18, 0.18, 0.08))
    for number, matter in enumerate(matters):
        some = quads[kinds == number].reshape(-1, 3) + np.array(at)
        site.mesh(some, np.arange(len(some)).reshape(-1, 4), matter)
    site.ball(at, 0.97 * radius, BLACK)
    site.rod((at[0], at[1], at[2] + radius), (at[0], at[1], club.height), 0.012, STEEL)


def _desk(site: Site, club: _Club) -> None:
    """Of who plays, on a stage, between loudspeakers."""
    x, y, z = club.stage
    dark = Matter(colour=(0.03, 0.03, 0.034), rough=0.4)
    site.box((x, y + 0.1, 0), (3.4, 2.0, z), dark, bevel=0.02)
    for level in (0.12, z - 0.06):
        site.box((x, y - 0.91, level), (3.4, 0.02, 0.035), glowing(club.two, 6), bevel=0)
    site.box((x, y - 0.2, z), (1.7, 0.6, 0.95), dark, bevel=0.02)
    cells = (14, 26)
    points = wall_grid((x, y - 0.51, z + 0.06), (1.6, 0.84), cells)
    painted(site, points, _picture(site, club, cells), glowing(club.one, 1.3), shades=24)
    site.box((x, y - 0.2, z + 0.95), (1.8, 0.66, 0.05), BLACK)
    for dx in (-0.55, 0.0, 0.55):
        site.box((x + dx, y - 0.2, z + 1.0), (0.4, 0.36, 0.08), dark, bevel=0.01)
        lit = glowing(club.two, 5)
        balls(site, [((x + dx + k, y - 0.35, z + 1.09), 0.012) for k in (-0.12, 0.0, 0.12)], lit)
    dancer(site, (x, y + 0.3, z), turn=math.pi, pose=2)
    site.lamp((x - 0.3, y - 0.7, z + 1.5), watts=14, colour=(1.0, 0.8, 0.7), radius=0.1)
    mesh = Matter(colour=(0.06, 0.06, 0.065), rough=0.5, metal=0.5)
    for side in SIDES:
        at = (x + 1.35 * side, y - 0.3)
        for level, tall in ((z, 0.85), (z + 0.87, 0.85)):
            site.box((*at, level), (0.62, 0.55, tall), dark, bevel=0.02)
            site.box((at[0], at[1] - 0.29, level + 0.05), (0.52, 0.02, tall - 0.1), mesh)


def _rig(site: Site, club: _Club) -> None:
    """Trusses with spotlights whose beams are seen in the haze."""
    far = club.depth - site.between(2.4, 3.2)
    for y, z in ((5.2, 3.62), (far, 3.75)):
        rails: list[tuple[Point, Point]] = []
        for dy, dz in ((-0.14, 0.0), (0.14, 0.0), (0.0, 0.26)):
            rails.append(((-4.5, y + dy, z + dz), (4.5, y + dy, z + dz)))
        for number in range(30):
            x = -4.5 + 0.3 * number
            rise = (0.0, 0.26) if number % 2 else (0.26, 0.0)
            rails.append(((x, y, z + rise[0]), (x + 0.3, y, z + rise[1])))
        wires(site, rails, 0.018, STEEL.but(colour=(0.3, 0.3, 0.32)))
    count = int(site.rng.integers(6, 9))
    fan = site.between(-0.9, 0.9)
    for number in range(count):
        x = -3.4 + 6.8 * (number + 0.5) / count
        colour = club.one if number % 2 else club.two
        at = (x, far, 3.5)
        to = (x * (1 + fan) + site.between(-0.2, 0.2), far - site.between(0.3, 2.0), 0.0)
        spot(site, at, to, watts=site.between(150, 230), colour=colour)
        beam(site, at, to, 0.55, colour=colour, glow=1.2)
    for side in SIDES:
        colour = club.two if side == club.aside else club.one
        at, to = (2.0 * side, 5.2, 3.4), (1.3 * side, 6.6, 0.0)
        spot(site, at, to, watts=190, colour=colour)
        beam(site, at, to, 0.6, colour=colour, glow=0.9)
    if club.kind != DISCO and site.chance(0.6):
        _lasers(site, club)


def _lasers(site: Site, club: _Club) -> None:
    """A fan of thin rays from beside who plays."""
    x, y, z = club.stage
    start = (x - 1.9 * club.aside, y - 0.5, z + 1.3)
    rays: list[tuple[Point, Point]] = []
    for share in np.linspace(-1, 1, 9):
        end = (start[0] + 4.4 * float(share), 4.6, 3.6 + 0.4 * site.rng.random())
        rays.append((start, end))
    wires(site, rays, 0.012, glowing(club.two, 1.1))


def _crowd(site: Site, club: _Club) -> None:
    """In uneven rows, fewer of them in the front."""
    y = 5.1
    while y < club.depth - 2.7:
        x = -0.43 * y - 0.2 + site.between(0, 0.5)
        while x < 0.43 * y + 0.3:
            if site.chance(0.7 + 0.05 * (y - 5)) and _is_free(club, x, y):
                at = (x + site.between(-0.1, 0.1), y + site.between(-0.2, 0.2), 0.0)
                dancer(site, at, turn=site.between(-0.9, 0.9), pose=int(site.rng.integers(4)))
            x += site.between(0.5, 0.75)
        y += site.between(0.65, 0.85)


def _is_free(club: _Club, x: float, y: float) -> bool:
    """Whether somebody there touches no pillar and does not hide who plays."""
    stage_x, stage_y, _ = club.stage
    hides = abs(x / y - stage_x / stage_y) < 0.05
    return not hides and (club.kind == DISCO or not 2.0 < abs(x) < 3.3)


def _fill(site: Site, club: _Club) -> None:
    """What makes that a face is at home there."""
    for side, colour, watts in ((-1, club.one, 70.0), (1, club.two, 70.0)):
        at = (side * 3.4, 2.4, 3.5)
        site.panel(at, (0, 6, 0.8), (1.2, 0.8), watts=watts, colour=mixed(colour, (1, 1, 1), 0.1))
    site.panel((0.5, 0.4, 4.0), (0, 5, 0.5), (1.6, 1.2), watts=12, colour=(1.0, 0.82, 0.74))
    air = mixed(club.one, club.two, 0.5)
    site.sky = Sky(zenith=air, horizon=air, strength=0.06)
