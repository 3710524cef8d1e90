"""An airliner on the ground, and what serves it there: a bridge to its door, lorries, carts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from retrat.train.data.places.site import BLACK, STEEL, Colour, Matter, Point, Site, mixed, placed
from retrat.train.data.places.streets import PANE, Box, balls, boxes
from retrat.train.data.places.vessels import surface, wires

LONG, RADIUS, AXIS = 37.5, 2.0, 3.9  # metres: its length, its body's radius and height
SIDES = 48
PAINTS: tuple[tuple[Colour, Colour], ...] = (
    ((0.02, 0.06, 0.24), (0.7, 0.68, 0.64)), ((0.4, 0.03, 0.03), (0.68, 0.66, 0.6)),
    ((0.02, 0.2, 0.2), (0.7, 0.5, 0.1)), ((0.6, 0.25, 0.02), (0.7, 0.68, 0.64)),
    ((0.1, 0.03, 0.2), (0.65, 0.4, 0.1)), ((0.03, 0.22, 0.08), (0.68, 0.67, 0.6)),
    ((0.03, 0.2, 0.45), (0.7, 0.55, 0.06)),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Airliner:
    """`at` is below its nose, which points towards the camera where it is not turned; `paint` is
    of its tail, `mark` of what is on that.
    """

    at: Point
    turn: float
    paint: Colour
    mark: Colour
    body: Colour = (0.72, 0.72, 0.7)
    is_lit: bool = False

    def there(self, points: np.ndarray) -> np.ndarray:
        flat = placed(points.reshape(-1, 3), self.at, self.turn)
        return flat.reshape(points.shape)

    def point(self, x: float, y: float, z: float) -> Point:
        a, b, c = self.there(np.array([x, y, z], float)).tolist()
        return a, b, c


def airliner(site: Site, plane: Airliner) -> None:
    _body(site, plane)
    _panes(site, plane)
    skin = Matter(colour=mixed(plane.body, (0.4, 0.41, 0.43), 0.5), rough=0.35)
    paint = Matter(colour=plane.paint, rough=0.3)
    for hand in (-1, 1):
        wing = [
            (1.4, 12.6, 20.0, AXIS - 1.15, 0.85), (6.2, 16.2, 20.4, AXIS - 0.7, 0.5),
            (16.6, 21.4, 23.2, AXIS + 0.35, 0.18),
        ]  # fmt: skip
        _blade(site, plane, [(hand * x, *rest) for x, *rest in wing], skin)
        tip = [(16.6, 21.4, 23.2, AXIS + 0.35, 0.18), (17.4, 22.9, 23.9, AXIS + 2.3, 0.1)]
        _blade(site, plane, [(hand * x, *rest) for x, *rest in tip], paint)
        tail = [(0.5, 31.6, 35.6, AXIS + 0.95, 0.4), (6.2, 35.3, 37.0, AXIS + 1.45, 0.12)]
        _blade(site, plane, [(hand * x, *rest) for x, *rest in tail], skin)
        _engine(site, plane, hand * 5.8)
        _wheels(site, plane, (hand * 3.7, 18.4), 0.58)
    _fin(site, plane, paint)
    _wheels(site, plane, (0.0, 5.2), 0.4)
    if plane.is_lit:
        red = Matter(colour=(1.0, 0.06, 0.03), glow=30, moves="lights")
        white = Matter(colour=(1.0, 0.95, 0.9), glow=25)
        balls(site, [(plane.point(0, 15, AXIS + RADIUS + 0.1), 0.14)], red)
        balls(site, [(plane.point(hand * 17.3, 22.8, AXIS + 1.0), 0.12) for hand in (-1, 1)], white)


def _radius(y: np.ndarray) -> np.ndarray:
    nose = np.sqrt(np.clip(1 - (1 - np.clip(y, 0, 5.2) / 5.2) ** 2.1, 1e-4, 1)) ** 1.05
    tail = 1 - 0.93 * np.clip((y - 24.5) / (LONG - 24.5), 0, 1) ** 1.55
    round_: np.ndarray = RADIUS * nose * tail
    return round_


def _middle(y: np.ndarray) -> np.ndarray:
    """The height of its axis."""
    droop = 0.55 * (1 - np.clip(y / 5.2, 0, 1)) ** 1.6
    high: np.ndarray = AXIS - droop + 0.8 * (RADIUS - _radius(np.maximum(y, 10)))
    return high


def _hull(y: np.ndarray, angle: np.ndarray, out: float = 0.0) -> np.ndarray:
    """Points of its skin; the angle is from its top on to its left, which is where x is more."""
    radius = _radius(y) + out
    x, z = radius * np.sin(angle), _middle(y) + radius * np.cos(angle)
    return np.stack(np.broadcast_arrays(x, y, z), axis=-1)


def _body(site: Site, plane: Airliner) -> None:
    """Its skin: light above, grey below, and the tail's colour behind."""
    front = 5.2 * (np.linspace(0, 1, 26) ** 1.8)
    y = np.concatenate([front, np.linspace(5.2, 24.5, 24)[1:], np.linspace(24.5, LONG, 50)[1:]])
    angle = np.linspace(0, 2 * math.pi, SIDES + 1)
    grid = _hull(y[:, None], angle[None])
    middle = 0.25 * (grid[1:, 1:] + grid[:-1, 1:] + grid[1:, :-1] + grid[:-1, :-1])
    behind = middle[..., 1] > 27.5 - 1.3 * (middle[..., 2] - AXIS)
    below = (middle[..., 2] < AXIS - 0.95) & ~behind
    points = plane.there(grid)
    grey = Matter(colour=mixed(plane.body, (0.3, 0.31, 0.33), 0.6), rough=0.3)
    surface(site, points, Matter(colour=plane.body, rough=0.22), ~behind & ~below)
    surface(site, points, grey, below)
    surface(site, points, Matter(colour=plane.paint, rough=0.25), behind)


def _panes(site: Site, plane: Airliner) -> None:
    """The pilots' windows, the passengers' and the doors."""
    dark = Matter(colour=(0.02, 0.022, 0.025), rough=0.08)
    pilots = ((0.06, 0.42, 1.55, 2.1), (0.46, 0.86, 1.65, 2.45), (0.92, 1.22, 2.0, 2.9))
    for hand in (-1, 1):
        for a, b, near, far in pilots:
            y, share = np.meshgrid(np.linspace(near, far, 6), np.linspace(0, 1, 6), indexing="ij")
            angle = hand * (a + (b - a) * share)
            surface(site, plane.there(_hull(y + 0.5 * share**2, angle, 0.02)), dark)
        middles = np.arange(6.9, 29.0, 0.53)
        middles = middles[(np.abs(middles - 15.9) > 0.3)]
        corners = np.array([(-0.13, 1.25), (0.13, 1.25), (0.13, 1.43), (-0.13, 1.43)])
        y = (middles[:, None] + corners[None, :, 0]).ravel()
        angle = hand * np.tile(corners[:, 1], len(middles))
        panes = Matter(colour=(1.0, 0.8, 0.5), glow=2.5) if plane.is_lit else dark
        faces = np.arange(len(y)).reshape(-1, 4)
        site.mesh(plane.there(_hull(y, angle, 0.02)), faces, panes)
        for door in (5.9, 29.6):
            for side in (-0.42, 0.42):
                edges = door + side + np.array([-0.03, 0.03])
                heights = hand * np.linspace(1.05, 1.85, 8)
                y, angle = np.meshgrid(edges, heights, indexing="ij")
                surface(site, plane.there(_hull(y, angle, 0.015)), dark.but(rough=0.5))


def _blade(site: Site, plane: Airliner, stations: list[tuple[float, ...]], matter: Matter) -> None:
    """A wing: at each station its x, where it begins and ends, its height, how thick it is."""
    around = np.linspace(0, 2 * math.pi, 17)
    along = 0.5 - 0.5 * np.cos(around)
    thick = np.sin(around) * (1 - 0.75 * along) * np.sqrt(np.maximum(along, 0) + 0.06)
    rows = [
        np.stack([np.full(17, x), y + (end - y) * along, z + high * thick], axis=-1)
        for x, y, end, z, high in stations
    ]
    surface(site, plane.there(np.stack(rows)), matter)


def _fin(site: Site, plane: Airliner, paint: Matter) -> None:
    around = np.linspace(0, 2 * math.pi, 17)
    along = 0.5 - 0.5 * np.cos(around)
    thick = np.sin(around) * (1 - 0.75 * along)
    rows = [
        np.stack([wide * thick, y + (end - y) * along, np.full(17, z)], axis=-1)
        for y, end, z, wide in ((27.5, 36.4, AXIS + 1.5, 0.3), (30.0, 36.6, AXIS + 2.3, 0.3),
                                (34.9, 37.6, AXIS + 7.6, 0.12), (35.4, 37.6, AXIS + 7.7, 0.02))
    ]  # fmt: skip
    surface(site, plane.there(np.stack(rows)), paint)
    mark = Matter(colour=plane.mark, rough=0.3)
    turns = np.linspace(0, 2 * math.pi, 25)[:-1]
    for hand in (-1, 1):
        disc = np.stack(
            [np.full(24, hand * 0.32), 34.4 + 1.05 * np.cos(turns), AXIS + 4.4 + np.sin(turns)], -1
        )
        site.mesh(plane.there(disc), [tuple(range(24))], mark)


def _engine(site: Site, plane: Airliner, x: float) -> None:
    y, z = 12.6, AXIS - 2.05
    shell = Matter(colour=plane.body, rough=0.25)
    parts: tuple[tuple[list[tuple[float, float]], Matter], ...] = (
        ([(0.92, 0.5), (0.92, 0.12), (1.0, 0.0), (1.08, 0.1)], STEEL),
        ([(1.08, 0.1), (1.2, 0.9), (1.2, 1.9), (1.05, 3.1), (0.85, 3.7)], shell),
        ([(0.85, 3.7), (0.6, 3.6), (0.5, 4.3), (0.05, 4.9)], Matter(colour=(0.2, 0.2, 0.2))),
        ([(0.92, 0.5), (0.3, 0.55), (0.28, 0.4), (0.01, 0.15)], Matter(colour=(0.04, 0.04, 0.045))),
    )
    for profile, matter in parts:
        _round(site, plane, (x, y, z), profile, matter)
    pylon = [(x - 0.12, y + 1.0, z + 1.1), (x - 0.12, y + 5.0, z + 1.3),
             (x - 0.12, y + 5.5, z + 1.7), (x - 0.12, y + 2.6, z + 1.7)]  # fmt: skip
    other = [(a + 0.24, b, c) for a, b, c in pylon]
    faces = [(0, 1, 2, 3), (4, 7, 6, 5), (0, 4, 5, 1), (3, 2, 6, 7), (0, 3, 7, 4), (1, 5, 6, 2)]
    site.mesh(plane.there(np.array([*pylon, *other])), faces, shell)


def _wheels(site: Site, plane: Airliner, at: tuple[float, float], radius: float) -> None:
    """A strut with two wheels."""
    x, y = at
    wires(site, [(plane.point(x, y, radius), plane.point(x, y, AXIS - 1.2))], 0.14, STEEL)
    for side in (-0.42, 0.42):
        profile = [(0.3 * radius, -0.16), (radius, -0.15), (radius, 0.15), (0.3 * radius, 0.16)]
        _round(site, plane, (x + side, y, radius), profile, BLACK, is_across=True)


def _round(
    site: Site,
    plane: Airliner,
    at: Point,
    profile: list[tuple[float, float]],
    matter: Matter,
    *,
    is_across: bool = False,
) -> None:
    """Something round that lies along the airliner, or across it: (radius, distance) in order."""
    around = np.linspace(0, 2 * math.pi, 29)
    radius, far = (np.array(profile)[:, None, k] for k in (0, 1))
    parts = (far, radius * np.cos(around)) if is_across else (radius * np.cos(around), far)
    grid = np.stack(np.broadcast_arrays(*parts, radius * np.sin(around)), axis=-1)
    surface(site, plane.there(grid + np.array(at)), matter)


def bridge(site: Site, plane: Airliner, start: Point, hand: int, wall: Matter) -> None:
    """A covered way to its front door on the side 1 (its left) or -1; `start` is on the ground
    where it comes from.
    """
    high = AXIS - 0.9
    x, y, _ = plane.point(hand * 2.6, 6.0, 0)
    ground = start[2]
    end = (x, y, ground + high)
    first = (start[0], start[1], ground + high + 0.5)
    turn = math.atan2(start[0] - x, y - start[1])
    pane = Matter(colour=(1.0, 0.85, 0.62), glow=1.6) if plane.is_lit else PANE
    _tunnel(site, (first, end), (2.0, 2.5, 0.0), wall)
    _tunnel(site, (first, end), (2.06, 0.75, 1.05), pane)
    way = np.array(end) - first
    for share in np.arange(0.06, 1.0, 0.09).tolist():
        at = np.array(first) + way * share
        site.box((at[0], at[1], at[2] + 0.9), (2.1, 0.16, 1.05), wall, turn=turn, bevel=0)
    cab = Matter(colour=mixed(wall.colour, (0.1, 0.1, 0.1), 0.5), rough=0.6)
    site.box((x, y, ground + high - 0.15), (2.9, 2.9, 2.9), cab, turn=plane.turn, bevel=0.15)
    leg = np.array(first) + 0.72 * way
    for side in (-1.2, 1.2):
        a, b = leg[0] + side * math.cos(turn), leg[1] + side * math.sin(turn)
        site.box((a, b, ground), (0.35, 0.35, high + 0.6), STEEL, turn=turn)
        site.box((a, b, ground), (0.4, 1.1, 1.1), BLACK, turn=turn, bevel=0.15)


def _tunnel(
    site: Site, ends: tuple[Point, Point], told: tuple[float, float, float], matter: Matter
) -> None:
    """A long box between two points; `told` is its width, its height and how far up it begins."""
    (a, b), (wide, tall, up) = (np.array(end) for end in ends), told
    aside = np.array([-(b - a)[1], (b - a)[0], 0])
    aside *= wide / 2 / np.linalg.norm(aside)
    points = [
        end + hand * aside + (0, 0, z) for end in (a, b) for hand in (-1, 1)
        for z in (up, up + tall)
    ]  # fmt: skip
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (1, 5, 7, 3), (0, 2, 6, 4)]
    site.mesh(np.array(points), faces, matter)


def lorry(site: Site, at: Point, paint: Colour, *, turn: float, is_high: bool = False) -> None:
    """One with a box behind its cab, which for meals is lifted up to a door."""
    wall = Matter(colour=paint, rough=0.35)
    pale = Matter(colour=(0.68, 0.67, 0.64), rough=0.4)
    low = 2.3 if is_high else 0.8
    boxes(site, [((0, 1.4, low), (2.4, 4.4, 2.2))], pale, at=at, turn=turn, bevel=0.04)
    boxes(site, [((0, 1.4, low + 0.5), (2.44, 4.42, 0.5)), ((0, -1.9, 0.5), (2.3, 1.7, 1.7))], wall,
          at=at, turn=turn, bevel=0.1)  # fmt: skip
    dark: list[Box] = [((0, -2.3, 1.3), (2.2, 0.95, 0.65)), ((0, 0.6, 0.45), (1.9, 6.4, 0.3))]
    dark += [((x, y, 0), (0.35, 0.9, 0.85)) for x in (-0.98, 0.98) for y in (-1.9, 2.3)]
    if is_high:
        dark += [((x, 1.4, 0.7), (0.15, 3.6, 1.6)) for x in (-0.8, 0.8)]
    boxes(site, dark, PANE.but(rough=0.3), at=at, turn=turn, bevel=0.05)


def carts(site: Site, at: Point, count: int, colours: tuple[Colour, ...], turn: float) -> None:
    """A tug with luggage carts behind it."""
    paint = Matter(colour=site.pick((0.6, 0.4, 0.03), (0.66, 0.65, 0.62)), rough=0.5)
    parts: list[Box] = [((0, 0, 0.35), (1.3, 2.4, 0.6)), ((0, 0.7, 0.95), (1.2, 0.8, 0.3))]
    dark: list[Box] = []
    bags: dict[Colour, list[Box]] = {}
    for number in range(count):
        y = 3.2 + 3.1 * number
        parts += [((0, y, 0.4), (1.5, 2.6, 0.12)), ((0, y, 2.0), (1.6, 2.7, 0.08))]
        dark += [((x, y + k, 0.5), (0.06, 0.06, 1.5)) for x in (-0.7, 0.7) for k in (-1.2, 1.2)]
        dark += [((x, y + k, 0), (0.15, 0.45, 0.42)) for x in (-0.6, 0.6) for k in (-0.9, 0.9)]
        for k in np.arange(-1.0, 1.0, 0.4).tolist():
            size = (site.between(0.9, 1.3), 0.36, site.between(0.4, 1.2))
            bags.setdefault(site.pick(*colours), []).append(((0, y + k, 0.52), size))
    dark += [((x, k, 0), (0.25, 0.55, 0.55)) for x in (-0.6, 0.6) for k in (-0.8, 0.8)]
    boxes(site, parts, paint, at=at, turn=turn)
    boxes(site, dark, BLACK, at=at, turn=turn)
    for colour, some in bags.items():
        boxes(site, some, Matter(colour=colour, rough=0.6), at=at, turn=turn)
