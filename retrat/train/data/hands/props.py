"""Things that a hand may hold, as meshes: a cup, a telephone, a microphone, a book, flowers, a
bottle, a glass, a sheet of paper, a box.

In metres: y is up, z to the viewer, x to the viewer's right, away from the palm; a hand is closed
about the place of no distance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float, Int

if TYPE_CHECKING:
    from numpy import ndarray

AROUND = 48  # corners of what is turned
Colour = tuple[float, float, float]  # linear


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Piece:
    """A piece of a prop: corners, faces of four, and how it looks; `rough`, `metal` in [0, 1]."""

    points: Float[ndarray, "n 3"]
    faces: Int[ndarray, "q 4"]
    colour: Colour
    rough: float = 0.4
    metal: float = 0.0

    def moved(self, right: float = 0.0, up: float = 0.0, near: float = 0.0) -> Piece:
        return self.turned(np.eye(3), np.array([right, up, near]))

    def turned(self, turn: Float[ndarray, "3 3"], by: Float[ndarray, " 3"]) -> Piece:
        return replace(self, points=self.points @ turn.T + by)


def lathed(profile: Sequence[tuple[float, float]], colour: Colour, **look: float) -> Piece:
    """What turns about y: radii and heights, from the lower end to the upper."""
    angle = np.linspace(0, 2 * np.pi, AROUND, endpoint=False)
    rings = [
        np.stack([r * np.sin(angle), np.full(AROUND, y), r * np.cos(angle)], 1) for r, y in profile
    ]
    return Piece(
        points=np.concatenate(rings), faces=_grid(len(profile), AROUND), colour=colour, **look
    )


def slab(
    width: float, height: float, depth: float, colour: Colour, corner: float = 0.0, **look: float
) -> Piece:
    """A board that faces the viewer, its corners and edges round."""
    corner = max(corner, 1e-4)
    edge = min(corner, depth) / 2
    angle = np.linspace(0, np.pi / 2, 8)
    outline = []
    for number, (sx, sy) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        turn = angle + number * np.pi / 2
        middle = sx * (width / 2 - corner), sy * (height / 2 - corner)
        outline.append(np.stack([np.cos(turn), np.sin(turn)], 1) * corner + middle)
    flat = np.concatenate(outline)
    inwards = -flat / np.maximum(np.abs(flat), 1e-9) * edge
    rings = []
    for share, deep in ((1.3, 0.0), (1.0, 0.0), (0.3, 0.3), (0.0, 1.0)):
        z = deep * edge - depth / 2
        rings.append(np.column_stack([flat + share * inwards, np.full(len(flat), z)]))
    rings += [ring * [1, 1, -1] for ring in rings[::-1]]
    ends = [np.column_stack([0 * flat, np.full(len(flat), z)]) for z in (-depth / 2, depth / 2)]
    whole = np.concatenate([ends[0], *rings, ends[1]])
    return Piece(points=whole, faces=_grid(len(rings) + 2, len(flat)), colour=colour, **look)


def tube(
    way: Float[ndarray, "n 3"], radius: float, colour: Colour, flat: float = 1.0, **look: float
) -> Piece:
    """Along a way in a plane before the viewer; `flat` is how deep it is, of its width."""
    along = np.gradient(way, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    aside = np.stack([-along[:, 1], along[:, 0], 0 * along[:, 0]], 1)
    angle = np.linspace(0, 2 * np.pi, 16, endpoint=False)[None, :, None]
    near = np.array([0.0, 0.0, flat])
    rings = way[:, None] + radius * (np.cos(angle) * aside[:, None] + np.sin(angle) * near)
    return Piece(points=rings.reshape(-1, 3), faces=_grid(len(way), 16), colour=colour, **look)


def cup() -> list[Piece]:
    """A mug whose handle the hand is closed about."""
    radius, height, wall = 0.042, 0.098, 0.003
    low, high = -0.045, -0.045 + height
    outer = [(0.0, low), (0.03, low), (radius - 0.004, low + 0.003), (radius, low + 0.014)]
    outer += [(radius, low + share * height) for share in (0.3, 0.5, 0.7, 0.9)]
    rim = [(radius, high - 0.001), (radius - wall / 2, high), (radius - wall, high - 0.001)]
    inner = [(radius - wall, high - 0.02), (radius - wall, high - 0.0201), (0.0, high - 0.0202)]
    middle = radius + 0.026
    angle = np.linspace(-0.62 * np.pi, 0.62 * np.pi, 24)
    handle = np.stack([-0.026 * np.cos(angle), 0.034 * np.sin(angle), 0 * angle], 1)
    glaze: Colour = (0.62, 0.20, 0.09)
    return [
        lathed([*outer, *rim, *inner[:1]], glaze, rough=0.22).moved(right=middle),
        lathed(inner[1:], (0.05, 0.022, 0.01), rough=0.1).moved(right=middle),  # coffee
        tube(handle, 0.006, glaze, flat=1.5, rough=0.22).moved(right=0.022),
    ]


def phone() -> list[Piece]:
    """Its back to the viewer, fingers before it."""
    body = slab(0.073, 0.15, 0.008, (0.025, 0.028, 0.035), 0.01, rough=0.25, metal=0.4)
    island = slab(0.03, 0.034, 0.002, (0.04, 0.042, 0.05), 0.008, rough=0.3).moved(
        -0.016, 0.052, 0.005
    )
    lenses = [
        lathed([(0.0, 0.0), (0.006, 0.0), (0.006, 0.0012), (0.0045, 0.0014), (0.0, 0.001)],
               (0.01, 0.012, 0.02), rough=0.05)
        .turned(_ABOUT_X, np.array([-0.016, 0.052 + up, 0.006]))
        for up in (-0.008, 0.008)
    ]  # fmt: skip
    return [each.moved(0.04, 0.035, -0.004) for each in (body, island, *lenses)]


def microphone() -> list[Piece]:
    handle = [(0.0, -0.075), (0.009, -0.075), (0.0105, -0.072), (0.0125, 0.04), (0.017, 0.075)]
    ring = [(0.017, 0.075), (0.0265, 0.081), (0.0275, 0.084), (0.0275, 0.09), (0.026, 0.092)]
    angle = np.linspace(-0.2, 0.5 * np.pi, 14)
    ball = [(0.0262 * np.cos(turn), 0.098 + 0.026 * np.sin(turn)) for turn in angle]
    return [
        lathed(handle, (0.012, 0.012, 0.014), rough=0.45),
        lathed(ring, (0.35, 0.35, 0.37), rough=0.3, metal=1.0),
        lathed(ball, (0.09, 0.09, 0.095), rough=0.55, metal=0.6),
    ]


def book() -> list[Piece]:
    """Closed, its cover to the viewer."""
    width, height, depth = 0.115, 0.17, 0.022
    cloth: Colour = (0.03, 0.09, 0.22)
    covers = [
        slab(width, height, 0.003, cloth, 0.003, rough=0.7).moved(near=sign * depth / 2)
        for sign in (-1, 1)
    ]
    pages = slab(width - 0.006, height - 0.008, depth - 0.003, (0.75, 0.70, 0.58), rough=0.9)
    spine = slab(0.004, height, depth, cloth, 0.003, rough=0.7).moved(right=-width / 2)
    gold: Colour = (0.75, 0.55, 0.2)
    lines = [
        slab(wide, thick, 0.0006, gold, rough=0.35, metal=0.8).moved(0.0, up, depth / 2 + 0.0017)
        for wide, thick, up in ((0.08, 0.006, 0.05), (0.06, 0.006, 0.036), (0.045, 0.003, 0.016))
    ]
    return [each.moved(0.05, 0.048, -0.013) for each in (*covers, pages, spine, *lines)]


def flowers() -> list[Piece]:
    rng = np.random.default_rng(7)
    found = [
        lathed([(0.0, -0.085), (0.011, -0.085), (0.009, 0.0), (0.016, 0.05), (0.02, 0.07)],
               (0.05, 0.14, 0.03), rough=0.7)
    ]  # fmt: skip
    colours: tuple[Colour, ...] = ((0.62, 0.05, 0.07), (0.80, 0.32, 0.38), (0.82, 0.70, 0.52))
    for number in range(17):  # on a dome, as seeds of a sunflower lie
        far, turn = np.sqrt((number + 0.5) / 17), 2.39996 * number
        way = np.array([0.82 * far * np.sin(turn), 1.0, 0.82 * far * np.cos(turn)])
        up = np.array([0.0, 0.03, 0.0])
        at = up + (0.105 + 0.006 * rng.uniform(-1, 1)) * way / np.linalg.norm(way)
        found += _rose(at, way, colours[number % 3], rng)
    for number in range(9):
        turn = 2 * np.pi * number / 9
        way = np.array([np.sin(turn), 0.75, np.cos(turn)])
        found.append(_leaf(np.array([0.0, 0.035, 0.0]), way, 0.1))
    return found


def bottle() -> list[Piece]:
    glass: Colour = (0.02, 0.085, 0.03)
    body = [(0.0, -0.085), (0.027, -0.085), (0.0305, -0.08), (0.031, 0.04), (0.0285, 0.055)]
    neck = [(0.016, 0.085), (0.0135, 0.1), (0.0128, 0.135), (0.0145, 0.137), (0.0145, 0.143)]
    cap = [(0.015, 0.14), (0.0155, 0.146), (0.014, 0.149), (0.0, 0.1495)]
    label = [(0.0313, 0.003), (0.0313, 0.038)]
    return [
        lathed([*body, *neck], glass, rough=0.08),
        lathed(cap, (0.6, 0.45, 0.15), rough=0.3, metal=0.9),
        lathed(label, (0.72, 0.66, 0.5), rough=0.7),
    ]


def glass() -> list[Piece]:
    """Of red wine, its stem in the hand."""
    bowl = [(0.004, 0.045), (0.02, 0.05), (0.034, 0.066), (0.039, 0.09), (0.037, 0.115)]
    bowl += [(0.033, 0.14)]
    inside = [(radius - 0.0012, up) for radius, up in bowl[::-1]]
    stem = [(0.0, -0.075), (0.033, -0.075), (0.032, -0.073), (0.006, -0.066), (0.0038, -0.05)]
    wine = [(0.0, 0.046), (0.0186, 0.051), (0.0326, 0.0665), (0.0376, 0.09), (0.0, 0.0901)]
    clear: Colour = (0.95, 0.97, 0.97)
    return [
        lathed([*stem, *bowl, *inside, (0.0, 0.047)], clear, rough=0.0),
        lathed(wine, (0.34, 0.012, 0.04), rough=0.15),
    ]


def paper() -> list[Piece]:
    """A sheet, nothing on it."""
    sheet = slab(0.12, 0.165, 0.0008, (0.82, 0.81, 0.78), 0.0005, rough=0.85)
    return [sheet.moved(0.05, 0.047, -0.004)]


def box() -> list[Piece]:
    """A parcel with a ribbon around it."""
    width, height, depth = 0.115, 0.09, 0.08
    paper, silk = (0.10, 0.22, 0.34), (0.80, 0.62, 0.22)
    found = [slab(width, height, depth, paper, 0.002, rough=0.5)]
    found.append(slab(0.018, height + 0.002, depth + 0.002, silk, 0.001, rough=0.3))
    found.append(slab(width + 0.002, 0.018, depth + 0.002, silk, 0.001, rough=0.3))
    for side in (-1, 1):
        angle = np.linspace(0, 2 * np.pi, 24)
        loop = np.stack([side * 0.018 * (1 - np.cos(angle)), 0.012 * np.sin(angle), 0 * angle], 1)
        found.append(tube(loop, 0.002, silk, flat=4.0, rough=0.3).moved(up=height / 2 + 0.006))
    return [each.moved(0.055, 0.045, -0.035) for each in found]


PROPS: Mapping[str, Callable[[], list[Piece]]] = {
    "cup": cup, "phone": phone, "microphone": microphone, "book": book, "flowers": flowers,
    "bottle": bottle, "glass": glass, "paper": paper, "box": box,
}  # fmt: skip
_ABOUT_X = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])  # up becomes near


def _grid(rows: int, columns: int) -> Int[ndarray, "q 4"]:
    """Faces between rows of corners that close to rings."""
    row, column = np.meshgrid(np.arange(rows - 1), np.arange(columns), indexing="ij")
    after = (column + 1) % columns
    first, second = row * columns, (row + 1) * columns
    corners = first + column, first + after, second + after, second + column
    return np.stack(corners, -1).reshape(-1, 4)


def _rose(
    at: Float[ndarray, " 3"], way: Float[ndarray, " 3"], colour: Colour, rng: np.random.Generator
) -> list[Piece]:
    """Petals about each other, the inner ones upright."""
    found, first = [], rng.uniform(0, 2 * np.pi)
    layers = (3, 0.004, 0.1), (5, 0.009, 0.5), (6, 0.014, 1.0)
    for layer, (count, far, open_) in enumerate(layers):
        for number in range(count):
            turn = first + layer + 2 * np.pi * number / count
            darker = tuple(value * (0.7 + 0.15 * layer) for value in colour)
            petal = _petal(0.024 - 0.001 * layer, far, open_, darker)  # type: ignore[arg-type]
            found.append(petal.turned(_standing(way) @ _about_y(turn), at))
    return found


def _petal(long: float, far: float, open_: float, colour: Colour) -> Piece:
    """A cupped blade that stands at a distance from the y axis and leans out."""
    u, v = np.meshgrid(np.linspace(-1, 1, 7), np.linspace(0, 1, 7), indexing="ij")
    wide = 0.75 * long * np.sqrt(np.clip(np.sin(np.pi * (0.12 + 0.83 * v)), 0, None))
    x, y = u * wide, long * v
    z = far + open_ * 0.55 * long * v**2 - 0.35 * wide * u**2
    points = np.stack([x, y - 0.012, z], -1).reshape(-1, 3)
    return Piece(points=points, faces=_sheet(7, 7), colour=colour, rough=0.6)


def _leaf(at: Float[ndarray, " 3"], way: Float[ndarray, " 3"], long: float) -> Piece:
    u, v = np.meshgrid(np.linspace(-1, 1, 5), np.linspace(0, 1, 9), indexing="ij")
    wide = 0.24 * long * np.sin(np.pi * v**0.8)
    points = np.stack([u * wide, long * v, 0.2 * wide * np.abs(u) - 0.15 * long * v**2], -1)
    leaf = Piece(
        points=points.reshape(-1, 3), faces=_sheet(5, 9), colour=(0.04, 0.13, 0.03), rough=0.6
    )
    turn = np.arctan2(way[0], way[2])
    return leaf.turned(_standing(way) @ _about_y(turn), at)


def _sheet(rows: int, columns: int) -> Int[ndarray, "q 4"]:
    row, column = np.meshgrid(np.arange(rows - 1), np.arange(columns - 1), indexing="ij")
    first = row * columns + column
    return np.stack([first, first + 1, first + columns + 1, first + columns], -1).reshape(-1, 4)


def _about_y(turn: float) -> Float[ndarray, "3 3"]:
    sine, cosine = np.sin(turn), np.cos(turn)
    return np.array([[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]])


def _standing(way: Float[ndarray, " 3"]) -> Float[ndarray, "3 3"]:
    """Turns y to a way."""
    up = way / np.linalg.norm(way)
    right = np.cross(up, [0.0, 0.0, 1.0]) if abs(up[2]) < 0.9 else np.cross(up, [1.0, 0.0, 0.0])
    right /= np.linalg.norm(right)
    return np.stack([right, up, np.cross(right, up)], axis=1)
