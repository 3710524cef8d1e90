"""Cuts that grow out of the head of somebody who sits for a photo.

Each hair leaves its root, turns the way its cut is combed, lies in a layer over the head, and falls
where nothing holds it. Lengths and directions are told at places of the template, so that one cut
fits every head.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from jaxtyping import Bool, Float
from scipy.spatial import cKDTree

from retrat.train.data.sittings.fields import noise, step
from retrat.train.data.sittings.hair import Lock, Surface, locks, resampled

if TYPE_CHECKING:
    from numpy import ndarray
    from numpy.random import Generator

POINTS = 16  # of a hair that lies or falls
STRIDE = 0.007  # metres, at most, in which it is laid
NEAREST = 3  # places of the skin that say where its surface is
WHORL = (0.012, 0.835, -0.075)  # of the template: what short hair turns about
TIE = (0.0, 0.790, -0.075)  # of the template: where hair is tied together
CLUMPS = 6  # hairs that close in on one
NECK = 0.595  # of the template: what is lower holds no hair
ABOVE, LAYERED = 0.009, 8  # metres that hair lies above cloth; places of it that are asked
BESIDE, DENSER = 0.009, 4.0  # metres from a parting in which more hair grows, and how much more
DEEPEST = 0.12  # metres that hair may lie in cloth, to fall before it
LOCK = Lock(strands=12, apart=0.0016, out=(0.0, 0.0022), wavering=0.0010, shorter=0.30)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """Lengths in metres, on top, at the sides, at the nape and above the forehead; how thick its
    layer is on top and at the sides; how far it rises before it lies (0 to 1); where it parts (the
    template's x); and the height of the template above which its ends are cut.
    """

    way: Literal["forward", "aside", "back", "down", "tied"]
    top: float
    side: float
    nape: float
    fringe: float
    thick: tuple[float, float] = (0.016, 0.005)
    lift: float = 0.5
    parting: float = 0.030
    ends: float | None = None
    wave: float = 0.0  # metres aside
    waves: float = 18.0  # in a metre
    tufted: float = 0.5  # how far hairs close in on each other, 0 to 1
    falls: float = 0.10  # how much weight bends them at every step
    has_bangs: bool = False  # hair above the forehead falls over it
    loose: float = 1.0  # how far strands leave their lock
    drawn: float = 0.25  # how much of what is above the layer goes back into it at every step


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Head:
    """A head in its pose: its skin, where hair grows on it (of each of its places, 0 to 1), and
    what hair may fall on.
    """

    skin: Surface
    grows: Float[ndarray, " n"]
    cloth: Surface | None = None


def directions(cut: Cut, canon: Float[ndarray, "n 3"]) -> Float[ndarray, "n 3"]:
    """Where a comb leads hair at places of the template."""
    if cut.way == "tied":
        found = np.array(TIE) - canon
        return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    x, y, z = canon.T
    top = np.maximum(step(0.795, 0.835, y), _forehead(canon))
    front = step(0.03, 0.10, z)
    nape = step(0.01, -0.03, z)
    fallen = np.stack([0 * x, -1 + 0 * y, -0.25 - 0.35 * front * (1 - nape)], axis=1)
    if cut.way == "forward":
        way = canon - np.array(WHORL)
        way = way / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
        way = way + np.stack([0 * x, 0 * x, 0.5 * top], axis=1)
    elif cut.way == "back":
        way = np.stack([4 * x, 0.25 + 0 * y, -1 + 0 * z], axis=1)
    else:
        side = np.tanh((x - cut.parting + 0.004 * (noise(canon * 150) - 0.5)) / 0.0012)
        ahead = 0.35 * front if cut.way == "aside" else -0.55 * front
        behind = step(-0.015, -0.05, z)
        way = np.stack([side * (1 - behind), -0.25 - behind, ahead - 0.15 - 0.3 * behind], axis=1)
    if cut.has_bangs:
        bangs = (_forehead(canon) * step(0.046, 0.036, np.abs(x)))[:, None]
        over = np.stack([2.5 * x + 0.1, -0.2 + 0 * y, 1 + 0 * z], axis=1)
        way = way + bangs * (over - way)
    found = top[:, None] * way + (1 - top)[:, None] * fallen
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


def _forehead(canon: Float[ndarray, "n 3"]) -> Float[ndarray, " n"]:
    """Where hair above it begins: that goes with what grows on top."""
    x, y, z = np.abs(canon[:, 0]), canon[:, 1], canon[:, 2]
    found: ndarray = step(0.062, 0.092, z) * step(0.755, 0.775, y) * step(0.062, 0.050, x)
    return found


def lengths(cut: Cut, canon: Float[ndarray, "n 3"]) -> Float[ndarray, " n"]:
    """Of hair that grows at places of the template, in metres."""
    x, y, z = canon.T
    top = np.maximum(step(0.775, 0.822, y + 0.10 * np.minimum(z, 0)), _forehead(canon))
    fringe = top * step(0.075, 0.115, z)
    nape = (1 - top) * step(0.03, -0.02, z) * step(0.76, 0.70, y)
    sides = cut.side + (cut.nape - cut.side) * nape
    if cut.way == "tied":
        return 1.15 * np.linalg.norm(canon - TIE, axis=1)
    found: ndarray = sides + (cut.top - sides) * top + (cut.fringe - cut.top) * fringe
    if cut.has_bangs:
        bangs = _forehead(canon) * step(0.046, 0.036, np.abs(x))
        found = found + bangs * (np.clip(1.25 * (y - 0.752) + 0.006, 0.02, 0.08) - found)
    return found


def layers(cut: Cut, canon: Float[ndarray, "n 3"]) -> Float[ndarray, " n"]:
    """How thick hair lies, in metres."""
    top = step(0.775, 0.825, canon[:, 1] + 0.05 * np.minimum(canon[:, 2], 0))
    top = np.maximum(top, _forehead(canon))
    found: ndarray = cut.thick[1] + (cut.thick[0] - cut.thick[1]) * top
    return found


def groomed(head: Head, cut: Cut, count: int, rng: Generator) -> Float[ndarray, "k p 3"]:
    """Strands of a cut, from root to tip, in locks about `count` lines."""
    lines, canon = _laid(head, cut, count, rng)
    lines = _tufts(lines, cut.tufted, rng)
    if cut.wave:
        lines = _waved(lines, cut, canon)
    if cut.ends is not None:
        if head.cloth is not None:
            lines = _before(resampled(lines, 2 * POINTS), canon, head.cloth)
        lines = _cut_off(lines, _risen(head) + cut.ends, rng)
    whole = np.linalg.norm(np.diff(lines, axis=1), axis=2).sum(axis=1)
    whole = whole * ~_astray(lines, head, cut)
    lock = replace(LOCK, out=(0.0, cut.loose * LOCK.out[1]), wavering=cut.loose * LOCK.wavering)
    return locks(lines[whole > 0.004], head.skin, lock, rng)


def _laid(
    head: Head, cut: Cut, count: int, rng: Generator
) -> tuple[Float[ndarray, "k p 3"], Float[ndarray, "k 3"]]:
    """Lines as they lie, and where on the template their roots are."""
    skin, grows = head.skin, head.grows
    if cut.way == "tied":  # nothing in front of ears
        grows = grows * ~((skin.canon[:, 1] < 0.745) & (skin.canon[:, 2] > 0.015))
    chances = (grows * _denser(cut, skin.canon))[skin.triangles].mean(axis=1)
    rows, shares = skin.roots(chances, count, rng)
    weight = skin.at(grows[:, None], rows, shares)[:, 0].clip(0, 1)
    kept = rng.random(count) < 1.8 * weight
    rows, shares, weight = rows[kept], shares[kept], weight[kept]
    place, normal = skin.at(skin.positions, rows, shares), skin.at(skin.normals, rows, shares)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    canon = skin.at(skin.canon, rows, shares)
    ways = directions(cut, canon)
    length = lengths(cut, canon) * rng.uniform(0.78, 1.08, len(canon)) * (0.6 + 0.4 * weight)
    high = layers(cut, canon) * rng.random(len(canon)) ** 0.8 * (0.3 + 0.7 * weight)
    ground = _Ground(head, cut)
    heading = ways - (ways * normal).sum(axis=1, keepdims=True) * normal
    heading = cut.lift * normal + (1 - cut.lift) * heading + rng.normal(0, 0.06, normal.shape)
    steps = max(POINTS - 1, int(np.ceil(float(length.max()) / STRIDE)))
    stride = (length / steps)[:, None]
    paths, gone = [place - 0.001 * normal], np.zeros((len(place), 1))
    for _ in range(steps):
        heading /= np.maximum(np.linalg.norm(heading, axis=1, keepdims=True), 1e-9)
        gone = gone + stride
        place = paths[-1] + stride * heading
        rise, over, wanted, held = ground.at(place)
        flat = wanted - (wanted * over).sum(axis=1, keepdims=True) * over
        ramp = high[:, None] * np.clip(gone / np.maximum(2.5 * high[:, None], 1e-6), 0, 1)
        place = place + held * np.clip(ramp - rise, 0, 0.006) * over
        place = place - held * cut.drawn * np.clip(rise - 1.15 * ramp - 0.002, 0, 0.02) * over
        moved = (place - paths[-1]) / np.maximum(stride, 1e-9)
        falls = cut.falls + 0.5 * (1 - held)
        near = 0.38 * np.exp(-np.clip(rise - ramp, 0, None) / 0.012)
        heading = (1 - near) * moved + near * flat + falls * np.array([0.0, -1.0, 0.0])
        paths.append(place)
    lines = np.stack(paths, axis=1)
    for _ in range(2):
        lines[:, 1:-1] = 0.25 * lines[:, :-2] + 0.5 * lines[:, 1:-1] + 0.25 * lines[:, 2:]
    return resampled(lines, POINTS), canon


def _denser(cut: Cut, canon: Float[ndarray, "n 3"]) -> Float[ndarray, " n"]:
    """More hair along a parting: nothing else lies over what it leaves bare."""
    if cut.way not in ("down", "aside"):
        return np.ones(len(canon))
    away = (canon[:, 0] - cut.parting) / BESIDE
    found: ndarray = 1 + DENSER * np.exp(-(away**2)) * step(0.78, 0.82, canon[:, 1])
    return found


class _Ground:
    """What hair lies on: a head and its neck. What falls farther falls freely."""

    def __init__(self, head: Head, cut: Cut) -> None:
        skin = head.skin
        near = skin.canon[:, 1] > NECK
        self.places, self.normals = skin.positions[near], skin.normals[near]
        self.held = step(NECK, NECK + 0.055, skin.canon[near, 1])
        self.ways = directions(cut, skin.canon[near])
        # Off the face, to its sides.
        x, y, z = skin.canon[near].T
        face = step(0.075, 0.11, z) * step(0.775, 0.755, y) * (y > 0.60)
        aside = np.stack([np.sign(x) * 1.2, -1 + 0 * y, -0.6 + 0 * z], axis=1)
        self.ways = self.ways + face[:, None] * (aside - self.ways)
        self.tree = cKDTree(self.places)

    def at(
        self, place: Float[ndarray, "k 3"]
    ) -> tuple[
        Float[ndarray, "k 1"], Float[ndarray, "k 3"], Float[ndarray, "k 3"], Float[ndarray, "k 1"]
    ]:
        """Metres above it, which way is up, where the comb leads, and whether it holds hair."""
        away, nearest = self.tree.query(place, k=NEAREST)
        weight = 1 / np.maximum(away, 1e-4) ** 2
        weight = (weight / weight.sum(axis=1, keepdims=True))[..., None]
        over = (self.normals[nearest] * weight).sum(axis=1)
        over /= np.maximum(np.linalg.norm(over, axis=1, keepdims=True), 1e-9)
        near = (self.places[nearest] * weight).sum(axis=1)
        rise = ((place - near) * over).sum(axis=1, keepdims=True)
        wanted = (self.ways[nearest] * weight).sum(axis=1)
        return rise, over, wanted, (self.held[nearest][..., None] * weight).sum(axis=1)


def _astray(lines: Float[ndarray, "k p 3"], head: Head, cut: Cut) -> Bool[ndarray, " k"]:
    """Which lie on a face: all that are no fringe, and of a fringe those that reach the eyes."""
    _, nearest = cKDTree(head.skin.positions).query(lines[:, ::2].reshape(-1, 3))
    x, y, z = head.skin.canon[nearest].reshape(len(lines), -1, 3).transpose(2, 0, 1)
    lowest = 0.748 if cut.has_bangs or cut.way in ("forward", "aside") else 0.772
    found: ndarray = ((y < lowest) & (z > 0.105) & (np.abs(x) < 0.048)).any(axis=1)
    return found


def _before(
    lines: Float[ndarray, "k p 3"], canon: Float[ndarray, "k 3"], cloth: Surface
) -> Float[ndarray, "k p 3"]:
    """Lines that fall over a chest and not into it; those from the back of a head behind it."""
    before = cloth.positions[cloth.normals[:, 2] > 0.15]
    places = lines.reshape(-1, 3)
    away, nearest = cKDTree(before[:, :2]).query(places[:, :2], k=LAYERED)
    front = np.where(away < 0.025, before[nearest, 2], -np.inf).max(axis=1)
    deep = front + ABOVE - places[:, 2]
    deep = np.where(deep < DEEPEST, deep, 0).clip(0)  # what is deeper is behind the back
    deep = deep.reshape(lines.shape[:2]) * step(0.0, 0.02, canon[:, 2])[:, None]
    lines = lines.copy()
    lines[..., 2] += np.maximum.accumulate(deep, axis=1)
    return lines


def _tufts(
    lines: Float[ndarray, "k p 3"], closing: float, rng: Generator
) -> Float[ndarray, "k p 3"]:
    """Lines that close in on some of them towards their tips."""
    chosen = rng.choice(len(lines), size=max(len(lines) // CLUMPS, 1), replace=False)
    _, nearest = cKDTree(lines[chosen, 0]).query(lines[:, 0])
    leading = lines[chosen][nearest]
    part = np.linspace(0, 1, lines.shape[1])[None, :, None] ** 1.3
    share = closing * rng.uniform(0.4, 1.0, (len(lines), 1, 1)) * part
    return lines + share * (leading - lines)


def _waved(
    lines: Float[ndarray, "k p 3"], cut: Cut, canon: Float[ndarray, "k 3"]
) -> Float[ndarray, "k p 3"]:
    """Neighbours wave alike."""
    lines = resampled(lines, 2 * POINTS)
    stride = np.linalg.norm(np.diff(lines, axis=1), axis=2)
    gone = np.concatenate([np.zeros((len(lines), 1)), stride.cumsum(axis=1)], axis=1)
    phase = 6 * noise(canon * 40)[:, None] + 3 * noise(canon * 110 + 5)[:, None]
    towards = np.gradient(lines, axis=1)
    towards /= np.maximum(np.linalg.norm(towards, axis=2, keepdims=True), 1e-9)
    aside = np.cross(towards, [0.0, 0.0, 1.0])
    aside /= np.maximum(np.linalg.norm(aside, axis=2, keepdims=True), 1e-3)
    other = np.cross(towards, aside)
    grown = cut.wave * np.clip((gone - 0.02) / 0.06, 0, 1)
    turn = 2 * np.pi * (cut.waves * gone + phase)
    bent: ndarray = lines + (grown * np.sin(turn))[..., None] * aside
    return bent + (0.7 * grown * np.cos(turn))[..., None] * other


def _risen(head: Head) -> float:
    """How much higher than the template a head is held."""
    return float((head.skin.positions[:, 1] - head.skin.canon[:, 1])[head.grows > 0.5].mean())


def _cut_off(
    lines: Float[ndarray, "k p 3"], height: float, rng: Generator
) -> Float[ndarray, "k p 3"]:
    """What of lines is above a height, their ends not quite even."""
    points = lines.shape[1]
    at = height + rng.normal(0, 0.004, (len(lines), 1))
    below = np.cumsum(lines[..., 1] < at, axis=1) > 0
    left = np.where(below.any(axis=1), below.argmax(axis=1), points)
    kept = left > 2
    lines, left = lines[kept], left[kept]
    ends = np.minimum(np.arange(points)[None], left[:, None] - 1)
    return resampled(np.take_along_axis(lines, ends[..., None], axis=1), points)
