"""Poses of a hand become pictures: colours and where it is, and what of it is cloth or palm."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float, UInt8
from PIL import Image, ImageDraw, ImageFilter

from retrat.models.made_hands import HAND_HIGH, HAND_LOW, HAND_WIDE, HELD_WIDE
from retrat.train.data.hands.poses import Pose, open_joints, posed
from retrat.train.data.tracing import traced

if TYPE_CHECKING:
    from numpy import ndarray

    from retrat.train.data.assets import Pack
    from retrat.train.data.people import Person

Joints = dict[str, Float[np.ndarray, " 3"]]
PIXELS, SAMPLES = 384, 48  # of the height
SIDE, METRES = 1024, 0.6  # pixels and metres of a square that shows creases, the elbow below it
SOFT = 1.2  # pixels
# Creases over a finger's joint: metres along it, and how deep, of 255.
INNER = ((-0.0012, 200), (0.0012, 170))
OUTER = ((-0.005, 90), (-0.0025, 150), (0.0, 190), (0.0025, 150), (0.005, 90))
THIN, ROOT = 0.0007, 0.0009  # metres that they are wide; where fingers begin
# Lines of a palm, each through places between joints: shares of fingers 2 to 5's first joints, the
# thumb's second and the wrist. Then how wide they are, and how deep.
_PALM = (
    (
        ((0.8, 0, 0, 0, 0.2, 0), (0.45, 0, 0.35, 0, 0.2, 0), (0, 0.3, 0, 0, 0.2, 0.5),
         (0, 0.15, 0, 0, 0, 0.85)),
        0.0012, 230,
    ),
    (
        ((0.8, 0, 0, 0, 0.2, 0), (0, 0.62, 0, 0, 0.18, 0.2), (0, 0, 0.6, 0, 0, 0.4),
         (0, 0, 0, 0.45, 0, 0.55)),
        0.001, 200,
    ),
    (
        ((0, 0, 0, 0.75, 0, 0.25), (0, 0, 0.8, 0, 0, 0.2), (0, 0.88, 0, 0, 0, 0.12),
         (0.5, 0.5, 0, 0, 0, 0)),
        0.001, 210,
    ),
)  # fmt: skip


def drawn(
    pose: Pose, person: Person, pack: Pack, *, pixels: int = PIXELS, samples: int = SAMPLES
) -> tuple[UInt8[ndarray, "y x 4"], UInt8[ndarray, "y x 3"]]:
    """A picture, and how much of each pixel is a sleeve, the palm's side and nails; a prop is told
    as both sleeve and nails.
    """
    arrays: dict[str, ndarray] = {}
    for number, mesh in enumerate(posed(pose, person, pack)):
        is_cloth = np.full(len(mesh.points), float(mesh.material != "skin"))
        arrays[f"points{number}"] = mesh.points.astype(np.float32)
        arrays[f"faces{number}"] = mesh.faces.astype(np.int32)
        arrays[f"flat{number}"] = mesh.flat.astype(np.float32)
        told = np.stack([is_cloth, mesh.palm, mesh.nail], axis=1)
        arrays[f"told{number}"] = told.astype(np.float32)
        if mesh.look is not None:
            arrays[f"look{number}"] = np.array(mesh.look)
    arrays["creases"] = creases(open_joints(person, pack))
    arrays["metres"], arrays["window"] = (
        np.array(METRES),
        np.array([HAND_WIDE if pose.prop is None else HELD_WIDE, HAND_HIGH, HAND_LOW]),
    )
    with tempfile.TemporaryDirectory() as folder:
        file, picture = Path(folder) / "hand.npz", Path(folder) / "hand.png"
        np.savez(file, **arrays)  # type: ignore[arg-type]
        traced(Path(__file__).with_name("blender.py"), file, picture, pixels, samples)
        with Image.open(picture) as shown, Image.open(picture.with_suffix(".told.png")) as said:
            return np.asarray(shown.convert("RGBA")).copy(), np.asarray(said.convert("RGB")).copy()


def creases(joints: Joints) -> UInt8[ndarray, "s s 3"]:
    """How deep the skin of an open hand is creased on the palm's side (red) and the back's (green),
    both seen from the palm's side.
    """
    sides = [Image.new("L", (SIDE, SIDE)) for _ in range(2)]
    inner, outer = (ImageDraw.Draw(side) for side in sides)
    flat = {name: place[:2] for name, place in joints.items()}
    for number in range(1, 6):
        for joint in (2, 3) if number > 1 else (3,):
            here, before = flat[f"finger{number}-{joint}.R"], flat[f"finger{number}-{joint - 1}.R"]
            along = _unit(here - before)
            for off, depth in INNER:
                _stroke(inner, _across(here + off * along, along, 0.012), THIN, depth)
            for off, depth in OUTER:
                bent = _across(here + off * along, along, 0.008, 0.0015 * np.sign(off))
                _stroke(outer, bent, THIN, depth)
    for number in range(2, 6):
        first, second = flat[f"finger{number}-1.R"], flat[f"finger{number}-2.R"]
        root = first + 0.55 * (second - first)
        _stroke(inner, _across(root, _unit(second - first), 0.011), ROOT, 200)
    known = np.stack(
        [
            *(flat[f"finger{number}-1.R"] for number in range(2, 6)),
            flat["finger1-2.R"],
            flat["wrist.R"],
        ]
    )
    for line, metres, depth in _PALM:
        _stroke(inner, _rounded(np.array(line) @ known), metres, depth)
    for above in (-0.004, 0.002):
        wrist = flat["wrist.R"] + [0.0, above]
        _stroke(inner, _across(wrist, np.array([0.0, 1.0]), 0.022, -0.002), THIN, 170)
    soft = [np.asarray(side.filter(ImageFilter.GaussianBlur(SOFT))) for side in sides]
    return np.dstack([*soft, np.zeros_like(soft[0])])


def _across(
    middle: Float[ndarray, " 2"], along: Float[ndarray, " 2"], reach: float, bulge: float = 0.0
) -> Float[ndarray, "n 2"]:
    """A line across a direction, to both sides of a place, its middle drawn along it."""
    share = np.linspace(-1, 1, 7)[:, None]
    aside = np.array([-along[1], along[0]])
    line: ndarray = middle + share * reach * aside + bulge * (1 - share**2) * along
    return line


def _rounded(points: Float[ndarray, "n 2"]) -> Float[ndarray, "m 2"]:
    """A smooth line through points (Catmull and Rom)."""
    ends = 2 * points[0] - points[1], 2 * points[-1] - points[-2]
    known = np.concatenate([ends[0][None], points, ends[1][None]])
    share = np.linspace(0, 1, 8)[:, None]
    found = []
    for a, b, c, d in zip(known, known[1:], known[2:], known[3:], strict=False):
        bent = (2 * a - 5 * b + 4 * c - d) * share**2 + (3 * b - a - 3 * c + d) * share**3
        found.append(0.5 * (2 * b + (c - a) * share + bent))
    return np.concatenate(found)


def _stroke(
    pen: ImageDraw.ImageDraw, points: Float[ndarray, "n 2"], metres: float, depth: int
) -> None:
    at = np.column_stack([points[:, 0] / METRES + 0.5, 1 - points[:, 1] / METRES]) * SIDE
    wide = max(1, round(metres / METRES * SIDE))
    pen.line([(float(x), float(y)) for x, y in at], fill=depth, width=wide, joint="curve")


def _unit(vector: Float[ndarray, " 2"]) -> Float[ndarray, " 2"]:
    found: ndarray = vector / np.linalg.norm(vector)
    return found
