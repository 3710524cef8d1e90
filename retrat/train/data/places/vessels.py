"""What cars, trains and harbours share: padded seats, thin wires, skins over grids of points, and
boats that lie on the water.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from jaxtyping import Float

from retrat.train.data.places.landscape import smooth
from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    cloth,
    mixed,
    placed,
    wood,
)
from retrat.train.data.places.streets import PANE, Box, balls, boxes

Spots = Float[np.ndarray, "n 3"]
Wire = tuple[Point, Point]
HULLS: tuple[Colour, ...] = (
    (0.02, 0.09, 0.25), (0.4, 0.03, 0.03), (0.03, 0.2, 0.13), (0.68, 0.67, 0.63),
    (0.05, 0.25, 0.4), (0.55, 0.3, 0.04), (0.03, 0.03, 0.035), (0.15, 0.32, 0.36),
)  # fmt: skip
PALE = Matter(colour=(0.74, 0.73, 0.69), rough=0.35, vary=0.08, vary_scale=1.5)
ALLOY = Matter(colour=(0.62, 0.62, 0.62), rough=0.35, metal=0.6)


def surface(site: Site, grid: np.ndarray, matter: Matter, keep: np.ndarray | None = None) -> None:
    """A skin over a grid of points, of whose faces only those to `keep` are there."""
    rows, columns = grid.shape[:2]
    first = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    faces = np.stack([first, first + 1, first + columns + 1, first + columns], axis=1)
    if keep is not None:
        faces = faces[keep.ravel()]
    if len(faces):
        used, corners = np.unique(faces, return_inverse=True)
        points = grid.reshape(-1, 3)[used]
        site.mesh(points, corners.reshape(-1, 4), matter, is_smooth=True)


def padded(
    site: Site, at: Point, size: Point, matter: Matter, *, turn: float = 0.0, lean: float = 0.0
) -> None:
    """A soft block with round edges; `at` is the middle of its bottom, and it leans back."""
    up, around = np.meshgrid(
        np.linspace(-math.pi / 2, math.pi / 2, 17), np.linspace(0, 2 * math.pi, 33)
    )

    def power(values: np.ndarray) -> np.ndarray:
        bent: np.ndarray = np.sign(values) * np.abs(values) ** 0.42
        return bent

    x = power(np.cos(up)) * power(np.cos(around)) * size[0] / 2
    y = power(np.cos(up)) * power(np.sin(around)) * size[1] / 2
    z = (power(np.sin(up)) + 1) * size[2] / 2
    c, s = math.cos(lean), math.sin(lean)
    points = np.stack([x, y * c + z * s, z * c - y * s], axis=-1)
    surface(site, placed(points.reshape(-1, 3), at, turn).reshape(points.shape), matter)


def wires(site: Site, all_of_them: Sequence[Wire], radius: float, matter: Matter) -> None:
    """Many thin bars of one matter as one mesh."""
    if not all_of_them:
        return
    ends = np.array(all_of_them, float)
    along = ends[:, 1] - ends[:, 0]
    along /= np.maximum(1e-9, np.linalg.norm(along, axis=1, keepdims=True))
    guide = np.where(np.abs(along[:, 2:]) < 0.9, (0, 0, 1.0), (1.0, 0, 0))
    aside = np.cross(along, guide)
    aside /= np.linalg.norm(aside, axis=1, keepdims=True)
    other = np.cross(along, aside)
    turn = np.linspace(0, 2 * math.pi, 6, endpoint=False)[None, :, None]
    ring = radius * (np.cos(turn) * aside[:, None] + np.sin(turn) * other[:, None])
    points = np.concatenate([ends[:, :1] + ring, ends[:, 1:] + ring], axis=1).reshape(-1, 3)
    sides = np.arange(6)
    after = (sides + 1) % 6
    faces = np.stack([sides, after, 6 + after, 6 + sides], axis=1)
    faces = faces[None] + 12 * np.arange(len(ends))[:, None, None]
    site.mesh(points, faces.reshape(-1, 4), matter, is_smooth=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Boat:
    """`at` is its middle on the water, and its bow is away from the camera where it is not turned;
    `free` is how high its sides are, `rise` how much higher its bow is.
    """

    at: Point
    turn: float
    length: float
    beam: float
    free: float
    rise: float
    paint: Colour
    trim: Colour

    def there(self, point: Point) -> Point:
        x, y, z = placed(np.array([point], float), self.at, self.turn)[0]
        return float(x), float(y), float(z)

    def half(self, share: np.ndarray) -> np.ndarray:
        """Half its beam, from the stern at 0 to the bow at 1."""
        fine = 1 - np.clip((share - 0.4) / 0.6, 0, 1) ** 2.3
        full: np.ndarray = self.beam / 2 * fine * (0.74 + 0.26 * smooth(share / 0.4))
        return full

    def edge(self, share: np.ndarray) -> np.ndarray:
        """How high its side is there."""
        high: np.ndarray = self.free + self.rise * np.clip((share - 0.25) / 0.75, 0, 1) ** 2
        return high

    def side(self, y: float) -> float:
        return float(self.half(np.array(y / self.length + 0.5)))

    def top(self, y: float) -> float:
        return float(self.edge(np.array(y / self.length + 0.5)))


def _hull(site: Site, boat: Boat, deck: Matter, sunk: float) -> None:
    """Its sides in bands of paint, and a deck `sunk` below its edge."""
    share, deep = np.meshgrid(np.linspace(0, 1, 34), np.linspace(0, 1, 22), indexing="ij")
    keel = -0.45 * boat.free
    edge = boat.edge(share)
    z = edge + (keel - edge) * deep
    x = boat.half(share) * (1 - deep**2.6) ** 0.75
    y = (share - 0.5) * boat.length - 0.16 * boat.length * deep * share**5
    shine = Matter(colour=boat.paint, rough=0.25, vary=0.12, vary_scale=1.2)
    bands = (
        (-9.0, 0.1, Matter(colour=(0.16, 0.05, 0.04), rough=0.7, vary=0.3)),
        (0.1, 0.2, PALE),
        (0.2, 9.0, shine),
    )
    for hand in (-1, 1):
        grid = np.stack([hand * x, y, z], axis=-1)
        shape = grid.shape
        grid = placed(grid.reshape(-1, 3), boat.at, boat.turn).reshape(shape)
        level = 0.25 * (z[1:, 1:] + z[:-1, 1:] + z[1:, :-1] + z[:-1, :-1])
        for low, high, matter in bands:
            surface(site, grid, matter, (level >= low) & (level < high))
        rail = np.stack([hand * x[:, 0] * 1.01, y[:, 0], edge[:, 0]], axis=1)
        rail = placed(rail, boat.at, boat.turn)
        trim = Matter(colour=boat.trim, rough=0.4)
        points = [(float(a), float(b), float(c)) for a, b, c in rail]
        wires(site, list(pairwise(points)), 0.045, trim)
    across = np.linspace(-1, 1, 7)[None]
    s = np.linspace(0, 1, 34)[:, None]
    flat = np.stack(
        [0.97 * boat.half(s) * across, (s - 0.5) * boat.length + 0 * across,
         boat.edge(s) - sunk + 0 * across], axis=-1,
    )  # fmt: skip
    surface(site, placed(flat.reshape(-1, 3), boat.at, boat.turn).reshape(flat.shape), deck)
    high = boat.top(-boat.length / 2)
    wide = 2 * boat.side(-boat.length / 2)
    stern: Box = ((0, -boat.length / 2 + 0.02, 0.1), (0.96 * wide, 0.06, high - 0.1))
    boxes(site, [stern], shine, at=boat.at, turn=boat.turn)


def _block(site: Site, boat: Boat, ends: tuple[float, float], size: Point, matter: Matter) -> None:
    """A raised part with slanted sides from one y to another; `size` is its width below and above
    and its height.
    """
    start, end = ends
    low = boat.top((start + end) / 2) - 0.1
    points = []
    for half, z, cut in ((size[0] / 2, low, 0.0), (size[1] / 2, low + size[2], 0.18)):
        long = cut * size[2] / 0.4
        points += [(-half, start + 0.3 * long, z), (half, start + 0.3 * long, z)]
        points += [(0.8 * half, end - 2.5 * long, z), (-0.8 * half, end - 2.5 * long, z)]
    faces = [(0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7), (4, 5, 6, 7)]
    site.mesh(placed(np.array(points), boat.at, boat.turn), faces, matter, bevel=0.05)


def sailing_boat(site: Site, boat: Boat) -> None:
    """A yacht with its sails furled."""
    long, free = boat.length, boat.free
    teak = wood((0.36, 0.24, 0.13), rough=0.7) if site.chance(0.4) else PALE
    _hull(site, boat, teak, 0.05)
    cabin = (-0.1 * long, 0.26 * long)
    _block(site, boat, cabin, (0.62 * boat.beam, 0.5 * boat.beam, 0.42), PALE)
    low = boat.top(0.08 * long) - 0.1
    panes: list[Box] = [
        ((hand * 0.275 * boat.beam, y * long, low + 0.14), (0.06, 0.08 * long, 0.15))
        for hand in (-1, 1)
        for y in (-0.02, 0.08)
    ]
    boxes(site, panes, PANE, at=boat.at, turn=boat.turn)
    canvas = cloth(site.pick((0.03, 0.06, 0.18), (0.5, 0.46, 0.38), (0.25, 0.03, 0.04)))
    padded(
        site, boat.there((0, -0.16 * long, free + 0.15)), (0.6 * boat.beam, 1.0, 0.75), canvas,
        turn=boat.turn,
    )  # fmt: skip
    _rig(site, boat, canvas)
    _rails(site, boat)
    fenders = []
    for hand in (-1, 1):
        for y in (-0.28, -0.05, 0.18):
            x = hand * (boat.side(y * long) + 0.09)
            fenders.append(boat.there((x, y * long, 0.25 * free)))
    matter = WHITE if site.chance(0.6) else Matter(colour=(0.03, 0.06, 0.2), rough=0.5)
    for at in fenders:
        site.lathe(at, [(0.03, 0), (0.1, 0.08), (0.1, 0.45), (0.03, 0.55)], matter, sides=12)


def _rig(site: Site, boat: Boat, canvas: Matter) -> None:
    """Mast, boom and what holds them."""
    long, free = boat.length, boat.free
    foot, tall = 0.1 * long, site.between(1.2, 1.4) * long
    top = boat.there((0, foot, tall))
    site.rod(boat.there((0, foot, free)), top, 0.075, ALLOY)
    boom, end = free + 1.15, -0.32 * long
    site.rod(boat.there((0, foot, boom)), boat.there((0, end, boom)), 0.06, ALLOY)
    reach = foot - end - 0.2
    padded(
        site, boat.there((0, foot - 0.1 - reach / 2, boom + 0.02)), (0.24, reach, 0.34), canvas,
        turn=boat.turn,
    )  # fmt: skip
    bow = boat.there((0, 0.48 * long, boat.top(0.48 * long)))
    site.rod(
        bow, boat.there((0, foot + 0.1, 0.95 * tall)), 0.05, canvas.but(colour=(0.6, 0.58, 0.52))
    )
    lines = [(top, boat.there((0, -0.49 * long, free))), (top, boat.there((0, end, boom)))]
    for hand in (-1, 1):
        chain = boat.there((hand * 0.94 * boat.side(foot), foot - 0.1, boat.top(foot)))
        for share in (0.52, 0.97):
            arm = boat.there((hand * 0.26 * boat.beam, foot, share * 0.97 * tall))
            hold = boat.there((0, foot, min(1.0, share + 0.02) * tall))
            if share < 0.9:
                site.rod(boat.there((0, foot, share * 0.97 * tall)), arm, 0.025, ALLOY)
            lines += [(chain, arm), (arm, hold)]
    wires(site, lines, 0.009, ALLOY)
    wires(site, [(top, boat.there((0, foot, tall + 0.5)))], 0.012, BLACK)


def _rails(site: Site, boat: Boat) -> None:
    bars: list[Wire] = []
    for hand in (-1, 1):
        tops = []
        for y in np.linspace(-0.48, 0.46, 8) * boat.length:
            x, z = hand * 0.95 * boat.side(float(y)), boat.top(float(y))
            bars.append((boat.there((x, float(y), z)), boat.there((x, float(y), z + 0.6))))
            tops.append((x, float(y), z + 0.6))
        for drop in (0.0, 0.28):
            level = [boat.there((x, y, z - drop)) for x, y, z in tops]
            bars += list(pairwise(level))
    wires(site, bars, 0.012, STEEL)


def fishing_boat(site: Site, boat: Boat) -> None:
    """A wooden one with a wheelhouse, nets and buoys."""
    long = boat.length
    planks = wood((0.2, 0.13, 0.08), rough=0.8)
    _hull(site, boat, planks, 0.4)
    house = site.between(0.08, 0.16) * long
    floor = boat.top(house) - 0.4
    wide, deep, tall = 0.56 * boat.beam, 0.24 * long, 2.1
    wall = PALE if site.chance(0.7) else Matter(colour=mixed(boat.trim, (0.7, 0.68, 0.6), 0.5))
    trim = Matter(colour=boat.trim, rough=0.45)
    at = boat.there((0, house, floor))
    boxes(site, [((0, 0, 0), (wide, deep, tall))], wall, at=at, turn=boat.turn, bevel=0.05)
    roof: Box = ((0, 0.05, tall), (wide + 0.3, deep + 0.35, 0.09))
    boxes(site, [roof, ((0, 0, 0.95), (wide + 0.03, deep + 0.03, 0.07))], trim, at=at,
          turn=boat.turn)  # fmt: skip
    panes: list[Box] = [
        ((hand * wide / 2, y * deep, 1.2), (0.03, 0.38 * deep, 0.62))
        for hand in (-1, 1)
        for y in (-0.23, 0.23)
    ]
    panes += [
        ((x * wide, end * deep / 2, 1.2), (0.26 * wide, 0.03, 0.62))
        for x in (-0.31, 0.0, 0.31)
        for end in (-1, 1)
    ]
    boxes(site, panes, PANE, at=at, turn=boat.turn)
    _gear(site, boat, (house, floor + tall))
    tyres = Matter(colour=(0.025, 0.025, 0.026), rough=0.9)
    for hand in (-1, 1):
        for y in (-0.3, -0.08, 0.14):
            x = hand * (boat.side(y * long) + 0.07)
            middle = boat.there((x, y * long, 0.55 * boat.free))
            foot = (middle[0], middle[1], middle[2] - 0.25)
            profile = [(0.05, 0), (0.13, 0.06), (0.13, 0.44), (0.05, 0.5)]
            site.lathe(foot, profile, tyres, sides=12)


def _gear(site: Site, boat: Boat, house: tuple[float, float]) -> None:
    """Mast and derrick, nets in a heap, crates and buoys."""
    long, (y, roof) = boat.length, house
    iron = Matter(
        colour=site.pick((0.6, 0.58, 0.52), (0.5, 0.28, 0.05), (0.3, 0.1, 0.06)), rough=0.5
    )
    aft = y - 0.16 * long
    tall = roof + site.between(1.6, 3.0)
    site.rod(boat.there((0, aft, 0.3)), boat.there((0, aft, tall)), 0.06, iron)
    end = boat.there((0, -0.42 * long, roof + site.between(0.2, 1.0)))
    site.rod(boat.there((0, aft, roof - 0.8)), end, 0.045, iron)
    top = boat.there((0, aft, tall))
    stays = [(top, end), (top, boat.there((0, 0.48 * long, boat.top(0.48 * long))))]
    stays += [(top, boat.there((hand * 0.45 * boat.beam, aft, boat.free))) for hand in (-1, 1)]
    wires(site, stays, 0.012, BLACK)
    frame = -0.43 * long
    for hand in (-1, 1):
        foot = boat.there((hand * 0.34 * boat.beam, frame, boat.free - 0.3))
        site.rod(foot, boat.there((hand * 0.26 * boat.beam, frame, boat.free + 1.7)), 0.05, iron)
    arms = [boat.there((hand * 0.28 * boat.beam, frame, boat.free + 1.7)) for hand in (-1, 1)]
    site.rod(arms[0], arms[1], 0.05, iron)
    net = Matter(
        colour=site.pick((0.03, 0.22, 0.2), (0.4, 0.16, 0.04), (0.05, 0.12, 0.25)), rough=0.9,
        vary=0.4, vary_scale=9,
    )  # fmt: skip
    heap = boat.there((0, -0.28 * long, boat.free - 0.1))
    site.leaves(heap, (0.35 * boat.beam, 0.8, 0.4), net, count=700, size=0.1, hollow=0.2)
    crates: list[Box] = [
        ((x * boat.beam, (-0.1 - 0.05 * number) * long, boat.free - 0.4), (0.6, 0.42, 0.3))
        for number, x in enumerate((-0.25, 0.22, -0.2))
    ]
    boxes(site, crates, Matter(colour=site.pick((0.05, 0.2, 0.4), (0.6, 0.5, 0.1))), at=boat.at,
          turn=boat.turn)  # fmt: skip
    buoys = [
        (boat.there((hand * 0.36 * boat.beam, k * long, boat.free + 0.05)), site.between(0.14, 0.2))
        for hand, k in ((1, -0.2), (-1, -0.33), (1, 0.3))
    ]
    balls(site, buoys, Matter(colour=(0.75, 0.18, 0.03), rough=0.4))


def rowing_boat(site: Site, boat: Boat) -> None:
    """An open one with benches."""
    oak = wood((0.32, 0.18, 0.08), rough=0.6)
    _hull(site, boat, oak, 0.32)
    benches: list[Box] = []
    for y in (-0.3, 0.0, 0.22):
        wide = 1.9 * boat.side(y * boat.length)
        benches.append(((0, y * boat.length, boat.free - 0.15), (wide, 0.24, 0.035)))
    boxes(site, benches, oak, at=boat.at, turn=boat.turn)
    oars = [
        [boat.there((x, y * boat.length, boat.free)) for y in (-0.35, 0.25)] for x in (-0.15, 0.18)
    ]
    wires(site, [(oar[0], oar[1]) for oar in oars], 0.025, oak)
