"""A recording studio at home: acoustic panels, coloured light on the wall, a microphone on an arm
over a desk, headphones, shelves with records and plants, a warm lamp.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from retrat.train.data.places.equipment import Pile, papers, spines
from retrat.train.data.places.interiors import (
    house_plant,
    rug,
    standing_lamp,
    table_lamp,
    there,
    trailing_plant,
)
from retrat.train.data.places.site import (
    BLACK,
    BRASS,
    STEEL,
    WARM,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    cloth,
    glowing,
    mixed,
    plaster,
    wood,
)
from retrat.train.data.places.sound_gear import (
    SATIN,
    boom,
    condenser,
    headphones,
    loudspeaker,
    mixing_desk,
    neon,
    round_sheet,
    stout_microphone,
    tracks,
)
from retrat.train.data.places.streets import planks
from retrat.train.data.places.things import BRIGHT, SPINES, cup, glass, table
from retrat.train.data.places.vessels import padded

LIGHTS: tuple[tuple[Colour, Colour], ...] = (
    ((0.04, 0.62, 0.75), (1.0, 0.42, 0.12)),
    ((0.36, 0.12, 1.0), (1.0, 0.16, 0.5)),
    ((1.0, 0.66, 0.36), (1.0, 0.52, 0.22)),
    ((0.08, 0.28, 1.0), (0.6, 0.14, 1.0)),
    ((1.0, 0.3, 0.1), (0.12, 0.4, 0.95)),
    ((0.06, 0.7, 0.5), (1.0, 0.62, 0.3)),
)
FOAM = Matter(colour=(0.06, 0.062, 0.068), rough=1.0, bump=0.5, bump_scale=160)
TOP = 0.74  # metres: how high the desk is


@dataclass(frozen=True, kw_only=True, slots=True)
class Studio:
    """`side` is where the microphone is, 1 for the right; `tint` and `second` colour the wall."""

    side: int
    yaw: float
    depth: float
    height: float
    tint: Colour
    second: Colour
    wall: Colour
    oak: Matter

    def across(self, share: float, away: float) -> float:
        """The x so far away that is seen at that share of half the picture's width."""
        return away * math.tan(self.yaw + math.atan(0.4286 * share))


def build(site: Site, moment: str) -> None:
    assert not moment
    tint, second = LIGHTS[int(site.rng.integers(len(LIGHTS)))]
    side = 1 if site.chance(0.5) else -1
    studio = Studio(
        side=side,
        yaw=site.between(0.02, 0.13) * (1 if site.chance(0.5) else -1),
        depth=site.between(3.7, 4.2),
        height=site.between(2.6, 2.8),
        tint=tint,
        second=second,
        wall=site.pick(
            (0.13, 0.14, 0.16), (0.1, 0.14, 0.15), (0.26, 0.24, 0.22), (0.16, 0.13, 0.13)
        ),
        oak=wood(site.pick((0.42, 0.24, 0.11), (0.22, 0.11, 0.05), (0.5, 0.34, 0.19))),
    )
    _room(site, studio)
    _panels(site, studio)
    _light(site, studio)
    if site.chance(0.5):
        _control_desk(site, studio)
    else:
        _seats(site, studio)
    _microphone(site, studio)
    _far_side(site, studio)
    _near_side(site, studio)
    to = (4 * math.sin(studio.yaw), 4 * math.cos(studio.yaw), 1.47)
    site.sky = Sky(zenith=(0.4, 0.36, 0.34), horizon=(0.4, 0.36, 0.34), strength=0.12)
    site.view = View(to=to, stop=site.between(2.0, 2.6), exposure=0.85)


def _room(site: Site, studio: Studio) -> None:
    paint = plaster(studio.wall)
    half = 2.15
    floor = Matter(colour=(0.06, 0.06, 0.065), rough=1.0, sheen=0.3, bump=0.5, bump_scale=70)
    site.room(
        (half, studio.depth, studio.height),
        wall=paint,
        floor=floor,
        ceiling=plaster(mixed(studio.wall, (0.02, 0.02, 0.02), 0.5)),
    )
    if site.chance(0.6):
        planks(site, half, studio.depth, site.pick((0.3, 0.18, 0.1), (0.2, 0.13, 0.08)))
    board = Matter(colour=mixed(studio.wall, (0.0, 0.0, 0.0), 0.5), rough=0.4)
    site.box((0, studio.depth - 0.01, 0), (2 * half, 0.02, 0.09), board)


def _panels(site: Site, studio: Studio) -> None:
    """What keeps the echo down: foam, slats, felt or cloth on the back wall, foam on the sides."""
    kind = int(site.rng.integers(4))
    if kind == 0:
        _foam_wall(site, studio)
    elif kind == 1:
        _slats(site, studio)
    elif kind == 2:
        _honeycomb(site, studio)
    else:
        _cloth_panels(site, studio)
    hand = 1 if studio.yaw > 0 else -1
    cells = [(row, column) for row in range(4) for column in range(4) if (row + column) % 2 == 0]
    at = (hand * 2.14, studio.depth - 0.95, 0.95)
    _foam(site, at, cells, FOAM, turn=-hand * math.pi / 2)


def _wedges() -> tuple[Float[np.ndarray, "v 3"], Int[np.ndarray, "f 4"]]:
    """A tile of foam whose ridges are upright; its back is at y = 0, its lower left corner in the
    middle of everything.
    """
    ridges, wide = 5, 0.295
    x = np.linspace(0, wide, 2 * ridges + 1)
    y = np.where(np.arange(2 * ridges + 1) % 2, -0.065, -0.02)
    low = np.stack([x, y, 0 * x], axis=1)
    high = np.stack([x, y, 0 * x + wide], axis=1)
    ends = np.array([(0, 0, 0), (wide, 0, 0), (0, 0, wide), (wide, 0, wide)])
    count = len(x)
    faces = [(i, i + 1, count + i + 1, count + i) for i in range(count - 1)]
    for i in range(1, count, 2):
        for base in (0, count):
            faces.append((base + i - 1, base + i, base + i + 1, base + i + 1))
    first = 2 * count
    faces += [(first, 0, count, first + 2), (first + 1, count - 1, 2 * count - 1, first + 3)]
    faces += [(first, first + 1, count - 1, 0), (first + 2, first + 3, 2 * count - 1, count)]
    return np.concatenate([low, high, ends]), np.array(faces)


def _foam(
    site: Site, at: Point, cells: list[tuple[int, int]], matter: Matter, *, turn: float = 0.0
) -> None:
    """Tiles of foam at rows and columns, every other one turned; `at` is the middle of the foot of
    a field of four columns.
    """
    points, faces = _wedges()
    lying = points[:, (2, 1, 0)]
    parts, corners = [], []
    c, s = math.cos(turn), math.sin(turn)
    for number, (row, column) in enumerate(cells):
        tile = points if (row + column) % 2 else lying
        moved = tile + np.array([0.3 * (column - 2), 0, 0.3 * row])
        spun = np.stack([c * moved[:, 0] - s * moved[:, 1], s * moved[:, 0] + c * moved[:, 1]], 1)
        parts.append(np.c_[spun, moved[:, 2]] + at)
        corners.append(faces + number * len(points))
    site.mesh(np.concatenate(parts), np.concatenate(corners), matter)


def _foam_wall(site: Site, studio: Studio) -> None:
    """Foam all over, or in a chequered field of two colours."""
    middle = studio.across(0, studio.depth)
    at = (middle, studio.depth, 0.6 if site.chance(0.5) else 0.75)
    colour = site.pick((0.1, 0.02, 0.025), (0.02, 0.05, 0.09), (0.1, 0.1, 0.11), (0.03, 0.07, 0.06))
    other = FOAM.but(colour=colour)
    is_full = site.chance(0.5)
    columns = range(-4, 9) if is_full else range(-2, 6)
    for parity, matter in ((0, FOAM), (1, other)):
        cells = [
            (row, column)
            for row in range(6 if is_full else 5)
            for column in columns
            if (row // 2 + column // 2) % 2 == parity
        ]
        _foam(site, at, cells, matter)


def _slats(site: Site, studio: Studio) -> None:
    """Slim battens of wood before dark felt, over a part of the wall or all of it."""
    pile = Pile()
    y = studio.depth
    felt = Matter(colour=(0.02, 0.02, 0.02), rough=1.0)
    is_full = site.chance(0.5)
    start = studio.across(-1.4, y) if is_full else studio.across(-0.5, y)
    end = studio.across(1.4, y) if is_full else studio.across(0.95, y)
    if not is_full and studio.side < 0:
        start, end = studio.across(-0.95, y), studio.across(0.5, y)
    start, end = max(start, -2.12), min(end, 2.12)
    tall = studio.height - 0.1
    site.box(((start + end) / 2, y - 0.012, 0.09), (end - start, 0.02, tall), felt, bevel=0)
    tones = [studio.oak.but(colour=mixed(studio.oak.colour, (0.04, 0.02, 0.01), share),
                            stretch=(12, 12, 1)) for share in (0.0, 0.14, 0.3)]  # fmt: skip
    for x in np.arange(start + 0.02, end - 0.01, 0.052):
        tone = tones[int(site.rng.integers(3))]
        pile.box((float(x), y - 0.037, 0.09), (0.03, 0.03, tall), tone)
    pile.put(site)
    if not is_full:
        edge = start if studio.side > 0 else end
        lit = glowing(mixed(studio.tint, (1, 1, 1), 0.15), 3.5)
        site.box((edge, y - 0.03, 0.2), (0.02, 0.02, tall - 0.2), lit, bevel=0)


def _honeycomb(site: Site, studio: Studio) -> None:
    """Six-sided plates of felt in a loose group."""
    reach, deep = 0.2, 0.035
    around = np.arange(6) * math.pi / 3
    ring = np.stack([reach * np.cos(around), 0 * around, reach * np.sin(around)], axis=1) * 0.96
    faces = [(0, 1, 2, 3), (0, 3, 4, 5)] + [
        (i, (i + 1) % 6, 6 + (i + 1) % 6, 6 + i) for i in range(6)
    ]
    base = site.pick((0.3, 0.3, 0.31), (0.1, 0.2, 0.2), (0.3, 0.14, 0.08), (0.2, 0.18, 0.3))
    tones = [cloth(mixed(base, (0.02, 0.02, 0.03), share)) for share in (0.0, 0.45, 0.8)]
    parts: list[list[np.ndarray]] = [[], [], []]
    middle = studio.across(0.0, studio.depth)
    for column in range(-5, 6):
        for row in range(5):
            x = middle + 1.5 * reach * column
            z = 0.95 + math.sqrt(3) * reach * (row + 0.5 * (column % 2))
            if abs(x) > 1.9 or z > studio.height - 0.25 or site.chance(0.1 + 0.05 * abs(column)):
                continue
            out = deep + (0.02 if site.chance(0.4) else 0.0)
            front = ring + np.array([x, studio.depth - out, z])
            back = front * (1, 0, 1) + (0, studio.depth - 0.002, 0)
            parts[int(site.rng.integers(3))].append(np.concatenate([front, back]))
    for tone, some in zip(tones, parts, strict=True):
        if some:
            corners = np.array(faces)[None] + 12 * np.arange(len(some))[:, None, None]
            site.mesh(np.concatenate(some), corners.reshape(-1, 4), tone, bevel=0.008)


def _cabinet(site: Site, at: Point, studio: Studio) -> None:
    """Square cells of boards, with records, books, a plant and a lamp."""
    pile, (x, y, _) = Pile(), at
    cell, board = (
        0.37,
        studio.oak if site.chance(0.6) else Matter(colour=(0.03, 0.03, 0.033), rough=0.5),
    )
    rows = 5
    for column in (-1, 0, 1):
        pile.box((x + cell * column, y, 0), (0.028, 0.34, cell * rows + 0.03), board)
    for row in range(rows + 1):
        pile.box((x, y, cell * row), (2 * cell + 0.028, 0.34, 0.028), board)
    pile.box((x, y + 0.165, 0), (2 * cell, 0.01, cell * rows), BLACK)
    covers = (*SPINES, *BRIGHT)
    for row in range(rows):
        for column in (0, 1):
            left = (x + cell * (column - 1) + 0.016, y - 0.14, cell * row + 0.03)
            if row < 3 or site.chance(0.25):
                _records(site, pile, left, covers)
            elif site.chance(0.6):
                spines(site, pile, left, (cell - 0.1, 0.2, 0.27), turn=0.0, colours=SPINES)
            else:
                _ornament(site, (left[0] + cell / 2 - 0.016, y - 0.02, left[2]))
    pile.put(site)
    top = cell * rows + 0.03
    hand = 1 if site.chance(0.5) else -1
    table_lamp(site, (x + 0.18 * hand, y, top), watts=6.5, tall=0.2)
    trailing_plant(site, (x - 0.2 * hand, y - 0.03, top), drop=0.45)


def _records(site: Site, pile: Pile, at: Point, covers: tuple[Colour, ...]) -> None:
    """A row of sleeves, as thin as they are."""
    x = 0.0
    wide = site.between(0.2, 0.335)
    while x < wide:
        thick = site.between(0.004, 0.008)
        matter = Matter(colour=site.pick(*covers), rough=0.6)
        size = (thick, 0.29, 0.31)
        pile.box(
            (at[0] + x + thick / 2, at[1] + 0.145 + site.between(0, 0.02), at[2]), size, matter
        )
        x += thick + 0.001


def _ornament(site: Site, at: Point) -> None:
    """A camera, a globe, or a small plant."""
    x, y, z = at
    kind = int(site.rng.integers(3))
    if kind == 0:
        site.box(at, (0.15, 0.07, 0.09), SATIN, bevel=0.012)
        site.rod((x + 0.01, y - 0.1, z + 0.045), (x + 0.01, y, z + 0.045), 0.035, BLACK, 20)
        site.rod((x + 0.01, y - 0.104, z + 0.045), (x + 0.01, y - 0.1, z + 0.045), 0.026, STEEL, 20)
    elif kind == 1:
        site.lathe(at, [(0.06, 0), (0.06, 0.012), (0.008, 0.03), (0.008, 0.06)], BRASS)
        site.ball((x, y, z + 0.14), 0.085, Matter(colour=(0.08, 0.2, 0.28), rough=0.3, vary=0.6))
    else:
        house_plant(site, at, 0.3)


def _on_board(site: Site, at: Point, half: float) -> None:
    """Books, ornaments and a plant on a board."""
    x, y, z = at
    pile, hand = Pile(), 1 if site.chance(0.5) else -1
    start = -half if hand > 0 else 0.05
    spines(
        site, pile, (x + start, y - 0.08, z), (half - 0.08, 0.18, 0.26), turn=0.0, colours=SPINES
    )
    pile.put(site)
    _ornament(site, (x + 0.14 * hand, y, z))
    if site.chance(0.7):
        trailing_plant(site, (x + 0.34 * hand, y - 0.02, z), drop=0.3)


def _cloth_panels(site: Site, studio: Studio) -> None:
    """Frames covered with cloth before strips of light."""
    colour = site.pick(
        (0.34, 0.31, 0.28), (0.14, 0.15, 0.17), (0.08, 0.17, 0.18), (0.34, 0.14, 0.07)
    )
    fabric = cloth(colour)
    wide, tall, z = site.between(0.5, 0.6), site.between(1.4, 1.55), 0.85
    lit = glowing(studio.tint, 5.0)
    for number in range(-1, 4):
        x = studio.across(0, studio.depth) + (wide + 0.2) * (number - 0.4) * studio.side
        if abs(x) + wide / 2 < 2.1:
            at = (x, studio.depth - 0.1, z)
            site.box(at, (wide, 0.06, tall), fabric, bevel=0.02)
            at = (x, studio.depth - 0.03, z + 0.05)
            site.box(at, (wide - 0.1, 0.03, tall - 0.1), lit, bevel=0)


def _light(site: Site, studio: Studio) -> None:
    """The wall is washed with two colours; a soft lamp before it all; a tube of light."""
    y, side = studio.depth, studio.side
    for share, colour, watts in ((0.75, studio.tint, (16, 23)), (-0.75, studio.second, (9, 20))):
        x = max(-1.9, min(1.9, studio.across(side * share, y)))
        low, high = (x, y - 0.55, 0.12), (x, y - 0.5, studio.height - 0.06)
        site.panel(low, (x, y + 0.1, 1.9), (1.1, 0.12), watts=watts[0], colour=colour)
        site.panel(high, (x, y, 1.2), (1.1, 0.1), watts=watts[1], colour=colour)
    lit = glowing(mixed(studio.tint, (1, 1, 1), 0.1), 3.0)
    kind = int(site.rng.integers(3))
    if kind == 0:
        site.box((0, y - 0.03, studio.height - 0.05), (4.2, 0.03, 0.025), lit, bevel=0)
    elif kind == 1:
        x = 1.98 if studio.yaw > 0 else -1.98
        site.rod((x, y - 0.14, 0.1), (x, y - 0.14, 1.75), 0.02, lit.but(glow=5.0))
        site.lathe((x, y - 0.14, 0), [(0.1, 0), (0.1, 0.03), (0.02, 0.1)], SATIN)
    warm = (1.0, 0.86, 0.72)
    site.panel((-1.7 * side, -0.6, 2.4), (0.2 * side, 3.4, 1), (1.4, 1), watts=50, colour=warm)
    site.panel((1.5 * side, 0.7, 2.4), (0.8 * side, 2.3, 1.5), (0.4, 0.4), watts=9, colour=warm)


def _control_desk(site: Site, studio: Studio) -> None:
    """A wide desk with a mixing desk and loudspeakers beside a monitor."""
    side, y = studio.side, 2.86
    x = studio.across(0.12 * side, y)
    _desk(site, (x, y, 0), (site.between(2.0, 2.3), 0.76), studio)
    mixing_desk(site, (studio.across(0.1 * side, y), y - 0.1, TOP), studio.tint)
    tones, is_yellow = (studio.tint, studio.second), site.chance(0.5)
    middle = studio.across(-0.25 * side, y)
    tracks(site, (middle, y + 0.2, TOP), tones, turn=0.1 * side)
    for hand in (-1, 1):
        at = (middle + 0.58 * hand, y + 0.2, TOP)
        loudspeaker(site, at, turn=-0.2 * hand, is_yellow=is_yellow)
    mug = Matter(colour=site.pick(*BRIGHT), rough=0.3)
    cup(site, (studio.across(-0.5 * side, y), y - 0.2, TOP), mug)
    _stand(site, (studio.across(0.64 * side, y), y + 0.15, TOP))


def _seats(site: Site, studio: Studio) -> None:
    """A small desk at one side, an armchair at the other, a rug between them."""
    side, y = studio.side, 2.86
    tone = site.pick((0.3, 0.12, 0.05), (0.45, 0.28, 0.05), (0.06, 0.16, 0.17), (0.3, 0.3, 0.29))
    soft = cloth(tone) if site.chance(0.6) else Matter(colour=tone, rough=0.42, bump=0.1)
    x = studio.across(0.75 * side, y)
    _desk(site, (x, y, 0), (1.15, 0.62), studio)
    papers(site, (x - 0.3 * side, y, TOP), 4)
    cup(site, (x + 0.1 * side, y - 0.12, TOP), Matter(colour=site.pick(*BRIGHT), rough=0.3))
    _stand(site, (x - 0.12 * side, y + 0.16, TOP))
    seat = (studio.across(-0.42 * side, 3.0), 3.0, 0.0)
    _armchair(site, seat, soft, turn=site.between(-0.5, -0.2) * side)
    colours = ((0.3, 0.26, 0.22), mixed(tone, (0.2, 0.2, 0.2), 0.4))
    rug(site, (studio.across(-0.2 * side, 2.7), 2.7, 0.005), (2.0, 1.5), *colours)
    table(site, (seat[0] + 0.72 * side, 3.1, 0), studio.oak, radius=0.22, height=0.52)
    glass(site, (seat[0] + 0.7 * side, 3.05, 0.52))


def _desk(site: Site, at: Point, size: tuple[float, float], studio: Studio) -> None:
    x, y, _ = at
    wide, deep = size
    site.box((x, y, TOP - 0.045), (wide, deep, 0.045), studio.oak)
    for end in (-1, 1):
        for edge in (-1, 1):
            foot = (x + end * (wide / 2 - 0.1), y + edge * (deep / 2 - 0.08), 0.0)
            site.rod(foot, (foot[0] - 0.06 * end, foot[1], TOP - 0.045), 0.022, BLACK)


def _stand(site: Site, at: Point) -> None:
    """Headphones on a stand."""
    site.lathe(at, [(0.09, 0), (0.09, 0.015), (0.012, 0.03), (0.012, 0.29)], SATIN)
    headphones(site, (at[0], at[1], at[2] + 0.3), turn=site.between(-0.5, 0.5))


def _armchair(site: Site, at: Point, matter: Matter, *, turn: float) -> None:
    """Its seat is towards the camera where it is not turned."""
    for x in (-0.28, 0.28):
        for y in (-0.26, 0.26):
            foot = there((1.15 * x, 1.15 * y, 0), at, turn)
            site.rod(foot, there((x, y, 0.24), at, turn), 0.016, BLACK)
    padded(site, there((0, 0, 0.22), at, turn), (0.7, 0.7, 0.22), matter, turn=turn)
    back = there((0, 0.26, 0.36), at, turn)
    padded(site, back, (0.7, 0.2, 0.62), matter, turn=turn, lean=0.2)
    for x in (-0.36, 0.36):
        padded(site, there((x, 0, 0.26), at, turn), (0.16, 0.66, 0.4), matter, turn=turn)


def _microphone(site: Site, studio: Studio) -> None:
    """On an arm at the edge of the desk."""
    side = studio.side
    foot = (studio.across(0.95 * side, 2.55), 2.58, TOP)
    elbow = (studio.across(site.between(0.84, 0.98) * side, 2.5), 2.5, site.between(1.66, 1.82))
    end = (studio.across(site.between(0.6, 0.68) * side, 2.1), 2.1, site.between(1.58, 1.68))
    boom(site, foot, elbow, end)
    if site.chance(0.45):
        condenser(site, end)
    else:
        stout_microphone(site, end, side)


def _far_side(site: Site, studio: Studio) -> None:
    """Beside the head, away from the microphone: a cabinet, or boards on the wall."""
    y = studio.depth - 0.2
    x = max(-1.6, min(1.6, studio.across(-0.74 * studio.side, y)))
    if site.chance(0.6):
        _cabinet(site, (x, y, 0), studio)
        return
    colour = mixed(studio.second, WARM, 0.5)
    for z in (1.32, 1.82):
        site.box((x, y + 0.06, z), (0.95, 0.26, 0.035), studio.oak)
        site.box((x, y + 0.16, z - 0.012), (0.9, 0.012, 0.01), glowing(colour, 4.0), bevel=0)
        under, down = (x, y + 0.1, z - 0.02), (x, y + 0.14, z - 1)
        site.panel(under, down, (0.9, 0.03), watts=2.0, colour=colour)
        _on_board(site, (x, y + 0.04, z + 0.035), 0.4)
    if site.chance(0.5):
        house_plant(site, (x - 0.2 * studio.side, y - 0.2, 0), site.between(0.8, 1.05))


def _near_side(site: Site, studio: Studio) -> None:
    """Behind the microphone: a line of light or records on the wall, a lamp or a plant."""
    side, y = studio.side, studio.depth
    x = max(-1.75, min(1.75, studio.across(0.72 * side, y)))
    has_neon = site.chance(0.6)
    if has_neon:
        at = (x, y - 0.13, min(studio.height - 0.4, site.between(2.1, 2.25)))
        neon(site, at, studio.second, int(site.rng.integers(4)))
    has_lamp = not has_neon and site.chance(0.5)
    place = (max(-1.85, min(1.85, studio.across(0.95 * side, y - 0.4))), y - 0.36, 0.0)
    if has_lamp:
        standing_lamp(site, place, watts=10, height=site.between(1.2, 1.3))
        return
    house_plant(site, place, site.between(1.1, 1.5))
    if not has_neon:
        _hung_records(site, (x, y - 0.1, 1.95))


def _hung_records(site: Site, at: Point) -> None:
    """Four in frames."""
    x, y, z = at
    for across, up in ((-0.2, 0.22), (0.2, 0.22), (-0.2, -0.18), (0.2, -0.18)):
        middle = (x + across, y, z + up)
        site.box((middle[0], y, middle[2] - 0.18), (0.36, 0.025, 0.36), BLACK)
        paper = Matter(colour=site.pick((0.7, 0.67, 0.6), (0.12, 0.12, 0.13)), rough=0.8)
        site.box((middle[0], y - 0.008, middle[2] - 0.165), (0.33, 0.02, 0.33), paper, bevel=0)
        disc = BRASS if site.chance(0.3) else Matter(colour=(0.01, 0.01, 0.01), rough=0.25)
        label = Matter(colour=site.pick(*BRIGHT), rough=0.6)
        for radius, out, matter in ((0.145, 0.021, disc), (0.05, 0.024, label)):
            round_sheet(site, (middle[0], y - out, middle[2]), radius, matter)
