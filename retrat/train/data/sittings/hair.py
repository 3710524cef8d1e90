"""What strands of people who sit for a photo are made of: lines along a mesh of hair, locks, curls,
and short hair out of skin.

A mesh of hair says where hair is, and how it is combed follows from its cut. Everything else grows
out of skin, in regions of the template.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float, Int
from scipy.spatial import cKDTree

from retrat.train.data.meshes import vertex_normals
from retrat.train.data.sittings.fields import noise, step

if TYPE_CHECKING:
    from numpy import ndarray
    from numpy.random import Generator

    from retrat.train.data.people import Person

CROSSINGS = 90  # of triangles, at most, by a strand
POINTS = 14  # of a strand of long hair
SHORT = 5  # of a short one
SUNK = 0.0010  # metres that a root lies under the skin


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Surface:
    """A mesh in its pose, one vertex a place."""

    positions: Float[ndarray, "n 3"]
    normals: Float[ndarray, "n 3"]
    canon: Float[ndarray, "n 3"]
    triangles: Int[ndarray, "t 3"]

    def roots(
        self, chances: Float[ndarray, " t"], count: int, rng: Generator
    ) -> tuple[Int[ndarray, " k"], Float[ndarray, "k 3"]]:
        """Triangles, and shares of their corners: places at random, by area and chances."""
        a, b, c = (self.positions[self.triangles[:, corner]] for corner in range(3))
        odds = np.linalg.norm(np.cross(b - a, c - a), axis=1) * chances
        if odds.sum() <= 0:
            return np.zeros(0, int), np.zeros((0, 3))
        rows = rng.choice(len(odds), size=count, p=odds / odds.sum())
        u, v = rng.random((2, count))
        over = u + v > 1
        u, v = np.where(over, 1 - u, u), np.where(over, 1 - v, v)
        return rows, np.stack([1 - u - v, u, v], axis=1)

    def at(
        self, values: Float[ndarray, "n c"], rows: Int[ndarray, " k"], shares: Float[ndarray, "k 3"]
    ) -> Float[ndarray, "k c"]:
        found: ndarray = (values[self.triangles[rows]] * shares[..., None]).sum(axis=1)
        return found


def surface(
    positions: Float[ndarray, "n 3"],
    canon: Float[ndarray, "n 3"],
    corner: Int[ndarray, " n"],
    triangles: Int[ndarray, "t 3"],
) -> Surface:
    """Vertices that seams split are joined."""
    size = int(corner.max()) + 1
    joined, places = np.zeros((size, 3)), np.zeros((size, 3))
    joined[corner], places[corner] = positions, canon
    corners = corner[triangles]
    normals = vertex_normals(joined, corners)
    return Surface(positions=joined, normals=normals, canon=places, triangles=corners)


#
# along a mesh


@dataclass(frozen=True, kw_only=True, slots=True)
class Comb:
    """How a cut lies, at places of the template: to both sides of a parting (`parting`, its x),
    away from a place (`away`), or back to where it is tied (`tied`); and how long its strands are
    in metres.
    """

    length: tuple[float, float]
    parting: float | None = None
    swept: float = 0.6  # how far aside hair lies on a forehead
    away: tuple[float, float, float] = (0.0, 0.862, -0.005)
    tied: tuple[float, float, float] | None = None
    loose: float = 1.0  # how far strands leave the way they are combed


COMBS = {
    "short01": Comb(length=(0.030, 0.060)),
    "short02": Comb(length=(0.035, 0.070), away=(0.0, 0.860, -0.020)),
    "short03": Comb(length=(0.045, 0.100), parting=0.034, swept=1.3),
    "short04": Comb(length=(0.040, 0.090), away=(0.0, 0.79, 0.170)),
    "bob01": Comb(length=(0.10, 0.26), parting=0.030, swept=0.9),
    "bob02": Comb(length=(0.10, 0.26), parting=0.026, swept=0.9),
    "long01": Comb(length=(0.25, 0.70), parting=0.0, swept=0.5),
    "ponytail01": Comb(length=(0.25, 0.60), tied=(0.0, 0.785, -0.048), loose=0.45),
    "braid01": Comb(length=(0.12, 0.30), parting=0.028, swept=0.9),
}


def lying(shape: Surface, comb: Comb) -> Float[ndarray, "t 3"]:
    """Of each triangle: the unit direction from root to tip."""
    corners = shape.positions[shape.triangles]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    place = shape.canon[shape.triangles].mean(axis=1)
    if comb.tied is not None:
        tie = np.array(comb.tied)
        is_tail = (place[:, 2] < tie[2] + 0.004) & (place[:, 1] < tie[1] + 0.008)
        wanted = np.where(is_tail[:, None], [0.0, -1.0, 0.0], tie - place)
    elif comb.parting is not None:
        side = np.where(place[:, 0] > comb.parting, 1.0, -1.0)
        above = step(0.76, 0.84, place[:, 1])
        front = step(0.08, 0.13, place[:, 2])
        aside = 0.04 + comb.swept * np.maximum(above, 0.7 * front * step(0.74, 0.78, place[:, 1]))
        wanted = np.stack([side * aside, -np.ones(len(place)), 0.25 * front], axis=1)
    else:
        wanted = place - comb.away
        wanted /= np.maximum(np.linalg.norm(wanted, axis=1, keepdims=True), 1e-9)
        wanted = wanted + np.array([0.0, -0.5, 0.0]) * step(0.83, 0.75, place[:, 1])[:, None]
    flat = wanted - (wanted * normal).sum(axis=1, keepdims=True) * normal
    return flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-12)


def rising(shape: Surface, values: Float[ndarray, " n"]) -> Float[ndarray, "t 3"]:
    """Of each triangle: the unit direction in which values grow most."""
    a, b, c = (shape.positions[shape.triangles[:, corner]] for corner in range(3))
    first, second, third = values[shape.triangles].T
    normal = np.cross(b - a, c - a)
    ways = first[:, None] * (c - b) + second[:, None] * (a - c) + third[:, None] * (b - a)
    grown = np.cross(normal, ways)
    return grown / np.maximum(np.linalg.norm(grown, axis=1, keepdims=True), 1e-18)


def _neighbours(triangles: Int[ndarray, "t 3"]) -> Int[ndarray, "t 3"]:
    """Across the edge that follows each corner; -1: nothing."""
    ends = np.sort(np.stack([triangles, np.roll(triangles, -1, axis=1)], axis=-1).reshape(-1, 2))
    keys = ends[:, 0] * 1_000_000 + ends[:, 1]
    order = np.argsort(keys, kind="stable")
    same = keys[order][1:] == keys[order][:-1]
    found = np.full(len(keys), -1)
    found[order[:-1][same]], found[order[1:][same]] = order[1:][same] // 3, order[:-1][same] // 3
    return found.reshape(-1, 3)


def _walked(
    shape: Surface,
    ways: Float[ndarray, "t 3"],
    rows: Int[ndarray, " k"],
    places: Float[ndarray, "k 3"],
) -> Float[ndarray, "k s 3"]:
    """Straight on in every triangle and over its edges, until the mesh or its direction ends."""
    beyond = _neighbours(shape.triangles)
    corners = shape.positions[shape.triangles]
    edges = np.roll(corners, -1, axis=1) - corners
    flat = np.cross(edges[:, 0], edges[:, 1])
    outward = np.cross(edges, flat[:, None])
    row, place, goes = rows.copy(), places.copy(), np.ones(len(rows), bool)
    paths = [place]
    for _ in range(CROSSINGS):
        way = ways[row]
        speed = (way[:, None] * outward[row]).sum(axis=2)
        left = ((corners[row] - place[:, None]) * outward[row]).sum(axis=2)
        reach = np.where(speed > 1e-15, left / np.where(speed > 1e-15, speed, 1), np.inf)
        reach = np.maximum(reach, 0)
        edge = reach.argmin(axis=1)
        far = np.take_along_axis(reach, edge[:, None], axis=1)[:, 0]
        goes &= np.isfinite(far)
        place = np.where(goes[:, None], place + np.where(goes, far, 0)[:, None] * way, place)
        following = beyond[row, edge]
        goes &= (following >= 0) & ((ways[following] * way).sum(axis=1) > 0.0)
        row = np.where(goes, following, row)
        paths.append(place)
        if not goes.any():
            break
    return np.stack(paths, axis=1)


def resampled(paths: Float[ndarray, "k s 3"], points: int) -> Float[ndarray, "k p 3"]:
    """The same lines, as many points at even distances."""
    lengths = np.linalg.norm(np.diff(paths, axis=1), axis=2)
    gone = np.concatenate([np.zeros((len(paths), 1)), lengths.cumsum(axis=1)], axis=1)
    wanted = gone[:, -1:] * np.linspace(0, 1, points)
    after = (gone[:, None, :] < wanted[:, :, None]).sum(axis=2).clip(1, paths.shape[1] - 1)
    low, high = (np.take_along_axis(gone, after - back, axis=1) for back in (1, 0))
    part = ((wanted - low) / np.maximum(high - low, 1e-9)).clip(0, 1)[..., None]
    first, second = (
        np.take_along_axis(paths, (after - back)[..., None], axis=1) for back in (1, 0)
    )
    return first * (1 - part) + second * part


def along(
    shape: Surface,
    ways: Float[ndarray, "t 3"],
    count: int,
    length: tuple[float, float],
    rng: Generator,
) -> Float[ndarray, "k p 3"]:
    """Lines from root to tip through places at random, of lengths at random, or up to the mesh's
    ends.
    """
    rows, shares = shape.roots(np.ones(len(ways)), count, rng)
    places = shape.at(shape.positions, rows, shares)
    onward, back = (_walked(shape, sign * ways, rows, places) for sign in (1.0, -1.0))
    lines = resampled(np.concatenate([back[:, :0:-1], onward], axis=1), 4 * POINTS)
    whole = np.linalg.norm(np.diff(lines, axis=1), axis=2).sum(axis=1)
    part = np.minimum(rng.uniform(*length, count) / np.maximum(whole, 1e-6), 1.0)
    # Where nothing holds them back strands start anywhere, and more at the roots.
    start = (1 - part) * rng.random(count)
    lines = _piece(lines, start, start + part)
    for _ in range(2):
        lines[:, 1:-1] = 0.25 * lines[:, :-2] + 0.5 * lines[:, 1:-1] + 0.25 * lines[:, 2:]
    return lines[whole * part > 0.006]


def grown_over(
    lines: Float[ndarray, "k p 3"], most: tuple[float, float], rng: Generator
) -> Float[ndarray, "k p 3"]:
    """Lines that go on, up to so many metres, before their roots and beyond their tips: partings
    and fringes are not as even as a mesh's edges.
    """
    lines = lines.copy()
    for end, beside, metres in ((0, 2, most[0]), (-1, -3, most[1])):
        way = lines[:, end] - lines[:, beside]
        way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
        lines[:, end] += way * metres * rng.random((len(lines), 1))
    return lines


def _piece(
    lines: Float[ndarray, "k s 3"], starts: Float[ndarray, " k"], ends: Float[ndarray, " k"]
) -> Float[ndarray, "k p 3"]:
    """Lines between these parts of their length."""
    at = starts[:, None] + (ends - starts)[:, None] * np.linspace(0, 1, POINTS)
    at = at * (lines.shape[1] - 1)
    low = np.minimum(at.astype(int), lines.shape[1] - 2)
    part = (at - low)[..., None]
    first = np.take_along_axis(lines, low[..., None], axis=1)
    second = np.take_along_axis(lines, low[..., None] + 1, axis=1)
    return first * (1 - part) + second * part


@dataclass(frozen=True, kw_only=True, slots=True)
class Lock:
    """How the strands about a line differ: their number, how far they lie apart and out of the
    mesh, how much they waver (metres), and how much shorter they may be.
    """

    strands: int
    apart: float
    out: tuple[float, float]
    wavering: float
    shorter: float


def locks(
    lines: Float[ndarray, "k p 3"], shape: Surface, lock: Lock, rng: Generator
) -> Float[ndarray, "m p 3"]:
    _, nearest = cKDTree(shape.positions).query(lines.reshape(-1, 3))
    normals = shape.normals[nearest].reshape(lines.shape)
    towards = np.gradient(lines, axis=1)
    aside = np.cross(normals, towards)
    aside /= np.maximum(np.linalg.norm(aside, axis=2, keepdims=True), 1e-9)
    count, points = len(lines) * lock.strands, lines.shape[1]
    lines, normals, aside = (
        np.repeat(each, lock.strands, axis=0) for each in (lines, normals, aside)
    )
    part = np.linspace(0, 1, points)
    far, high = rng.normal(0, lock.apart, (count, 1)), rng.uniform(*lock.out, (count, 1))
    stray = np.where(rng.random((count, 1)) < 0.03, 2.5, 1.0)
    waves = [
        lock.wavering * stray * rng.normal(0, 1, (count, 1)) * (0.25 + part)
        * np.sin(2 * np.pi * (rng.uniform(0.4, 2.2, (count, 1)) * part + rng.random((count, 1))))
        for _ in range(2)
    ]  # fmt: skip
    # Locks close in on their tips a little; roots lie in the mesh.
    close = 1 - 0.65 * part**2
    sideways = (far * close * stray + waves[0])[..., None]
    upward = (high * part**0.7 - 0.0012 * (1 - part) ** 4 + 0.5 * waves[1])[..., None]
    drawn = lines + sideways * aside + upward * normals
    ends = 1 - lock.shorter * rng.random(count) ** 2
    return _piece(drawn, np.zeros(count), ends)


def curls(
    shape: Surface,
    inside: Float[ndarray, " n"],
    count: int,
    size: tuple[float, float],
    rng: Generator,
) -> Float[ndarray, "k p 3"]:
    """Springs that stand out of a shell: their radius and their length, in metres; shorter where
    it ends.
    """
    rows, shares = shape.roots(np.ones(len(shape.triangles)), count, rng)
    full = 0.3 + 0.7 * shape.at(inside[:, None], rows, shares)
    place, normal = shape.at(shape.positions, rows, shares), shape.at(shape.normals, rows, shares)
    normal = normal + rng.normal(0, 0.55, normal.shape)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    aside = np.cross(normal, rng.normal(0, 1, normal.shape))
    aside /= np.maximum(np.linalg.norm(aside, axis=1, keepdims=True), 1e-9)
    other = np.cross(normal, aside)
    part = np.linspace(0, 1, POINTS)
    turns = 2 * np.pi * (rng.uniform(1.2, 2.6, (count, 1)) * part + rng.random((count, 1)))
    radius = size[0] * rng.uniform(0.5, 1.3, (count, 1)) * (0.4 + 0.6 * part)
    out = full * size[1] * rng.uniform(0.4, 1.25, (count, 1)) * (part - 0.35)
    ring = [(radius * turn(turns))[..., None] for turn in (np.cos, np.sin)]
    drawn: ndarray = place[:, None] + out[..., None] * normal[:, None]
    return drawn + ring[0] * aside[:, None] + ring[1] * other[:, None]


#
# out of skin


def scalp(canon: Float[ndarray, "n 3"], person: Person, soft: float = 1.0) -> Float[ndarray, " n"]:
    """Where hair grows on a head: behind a line along forehead, temple, ear and nape."""
    x, y, z = np.abs(canon[:, 0]), canon[:, 1], canon[:, 2]
    ragged = soft * ((noise(canon * 260) - 0.5) * 0.010 + (noise(canon * 70) - 0.5) * 0.006)
    high, recess = person.hairline
    front = high - 0.9 * np.maximum(x - 0.03, 0) * recess - 1.76 * np.maximum(x - 0.046, 0)
    wide = 0.004 + 0.004 * soft
    forehead = step(-wide, wide, y - front + ragged) * step(0.74, 0.76, y)
    side = step(-wide, wide, 0.082 - z + 1.1 * np.maximum(y - 0.735, 0) + ragged)
    side = side * step(0.706, 0.718, y + 2 * ragged)
    back = step(0.030, 0.018, z + ragged) * step(0.655, 0.680, y + 2 * ragged)
    ears = step(0.088, 0.080, x + 0 * z) * 1.0
    found: ndarray = np.clip(np.maximum(np.maximum(forehead, side), back), 0, 1) * ears
    return found


def beard(canon: Float[ndarray, "n 3"]) -> Float[ndarray, "4 n"]:
    """Jaw, moustache, chin and sides of the mouth, each from 0 to 1."""
    x, y, z = np.abs(canon[:, 0]), canon[:, 1], canon[:, 2]
    rough = 0.008 * (noise(canon * 90) - 0.5)
    edge = 0.652 + 0.85 * np.maximum(x - 0.030, 0) + rough
    jaw = step(0.010, -0.008, y - edge) * step(0.602, 0.624, y) * step(0.030, 0.055, z)
    low, high = 0.6665 - 0.10 * np.maximum(x - 0.008, 0), 0.6830 - 0.30 * np.maximum(x - 0.008, 0)
    upper = step(0.0350, 0.028, x) * step(low - 0.0015, low + 0.0015, y)
    upper = (
        upper * step(high + 0.003, high - 0.003, y) * (z > 0.11) * (0.7 + 0.3 * step(0.0, 0.004, x))
    )
    chin = step(0.033, 0.022, x) * step(0.653, 0.645, y) * step(0.585, 0.60, y) * (z > 0.09)
    sides = step(0.008, 0.002, np.abs(x - 0.0305)) * step(0.638, 0.646, y)
    sides = sides * step(0.674, 0.662, y) * (z > 0.1)
    return np.stack([jaw, upper, chin, sides])


@dataclass(frozen=True, kw_only=True, slots=True)
class Grown:
    """Short hair: how many, how long (metres), how much it stands (0 lies, 1 stands), how much its
    directions differ.
    """

    count: int
    length: tuple[float, float]
    stands: float
    differs: float = 0.25


def grown(
    skin: Surface,
    weights: Float[ndarray, " n"],
    towards: Float[ndarray, "n 3"],
    hair: Grown,
    rng: Generator,
) -> Float[ndarray, "k p 3"]:
    """Hair where these weights of vertices allow it, along directions at them."""
    rows, shares = skin.roots(weights[skin.triangles].mean(axis=1), hair.count, rng)
    if not len(rows):
        return np.zeros((0, SHORT, 3))
    place, normal = skin.at(skin.positions, rows, shares), skin.at(skin.normals, rows, shares)
    way = skin.at(towards, rows, shares)
    # Lengths follow weights, too: borders of a beard are short.
    weight = skin.at(weights[:, None], rows, shares)[:, 0].clip(0, 1)
    kept = rng.random(len(rows)) < 1.6 * weight
    full = (0.45 + 0.55 * weight)[kept]
    return sprouted(place[kept], normal[kept], way[kept], (hair, full), rng)


def sprouted(
    place: Float[ndarray, "k 3"],
    normal: Float[ndarray, "k 3"],
    way: Float[ndarray, "k 3"],
    hair: tuple[Grown, Float[ndarray, " k"]],
    rng: Generator,
) -> Float[ndarray, "k p 3"]:
    """Out of the skin and over into a direction."""
    kind, full = hair
    way = way - (way * normal).sum(axis=1, keepdims=True) * normal
    way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
    way = way + rng.normal(0, kind.differs, way.shape)
    part = np.linspace(0, 1, SHORT)[None, :, None]
    length = (rng.uniform(*kind.length, len(place)) * full)[:, None, None]
    bend = rng.normal(0, 0.25 * kind.differs, (len(place), 1, 3)) * part**2
    out = kind.stands * part + (0.35 * (1 - kind.stands)) * part * (1 - 0.6 * part)
    aside = (1 - 0.6 * kind.stands) * part * (0.6 + 0.4 * part)
    start = place[:, None] - SUNK * normal[:, None]
    drawn: ndarray = start + length * (out * normal[:, None] + aside * way[:, None] + bend)
    return drawn
