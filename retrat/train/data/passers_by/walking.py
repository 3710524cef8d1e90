"""How somebody walks: a cycle of poses of a made person, from head to foot.

Angles of hips, knees and ankles over a cycle are, to a few degrees, those that gait laboratories
report of adults on level ground at their own pace; arms swing against the legs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float, Int

from retrat.models.made_places import PHASES
from retrat.train.data.figure import dressed_parts
from retrat.train.data.pose import bone_matrices, reach, rotation

if TYPE_CHECKING:
    from numpy import ndarray

    from retrat.train.data.assets import Pack
    from retrat.train.data.figure import Part
    from retrat.train.data.people import Colour, Outfit, Person

Curve = tuple[tuple[float, float], ...]
# Degrees that hips go forward, knees bend and toes rise, by hundredths of a cycle that begins as
# the heel meets the ground.
HIP: Curve = ((0, 27), (10, 24), (30, 6), (50, -12), (60, -6), (70, 10), (85, 27), (100, 27))
KNEE: Curve = (
    (0, 5), (14, 19), (25, 14), (40, 5), (50, 12), (60, 36), (72, 62), (85, 32), (96, 3), (100, 5)
)  # fmt: skip
ANKLE: Curve = (
    (0, 0), (7, -6), (20, 3), (42, 10), (52, 0), (62, -18), (75, -4), (85, 1), (100, 0)
)  # fmt: skip
TWIST = 5.0  # degrees that hips and shoulders turn against each other
SWING, HANG, OUT = 0.3, 0.94, 0.14  # of an arm's length: hands forward and back, down, aside
SEEN = ("skin", "hair", "cloth", "hat", "beard")
PALE = 0.86  # of a skin's light: outdoors, faces are in the shade of brows and hair
SHOES, SHOE = 0.10, (0.09, 0.08, 0.08)  # metres over the soles of the template; sRGB


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Walk:
    """Somebody over one cycle: x to their left, y up from the ground, z forward; metres."""

    points: Float[ndarray, "phases n 3"]
    triangles: Int[ndarray, "t 3"]
    colours: Float[ndarray, "t 3"]  # sRGB in [0, 1], of each triangle
    stride: float  # metres that a cycle goes on


def walk(person: Person, outfit: Outfit, pack: Pack, height: float) -> Walk:
    """Somebody so many metres tall; `pack` goes down to the feet (`build_pack(whole=True)`)."""
    parts, heads = dressed_parts(person, outfit, pack)
    labels, parents = pack.labels["bones"], [int(parent) for parent in pack["bone_parents"]]
    bones = bone_matrices(turns(heads, labels), np.zeros((PHASES, 3)), heads, (labels, parents))
    seen = [part for part in parts if part.material in SEEN]
    points = np.concatenate([_moved(part, bones) for part in seen], axis=1)
    soles = points[..., 1].min(axis=1)
    points[..., 1] -= soles[:, None]
    larger = height / float(points[..., 1].max())
    firsts = np.cumsum([0, *(len(part.positions) for part in seen)])
    return Walk(
        points=(larger * points).astype(np.float32),
        triangles=np.concatenate(
            [part.triangles + first for part, first in zip(seen, firsts, strict=False)]
        ).astype(np.int32),
        colours=np.concatenate([_colours(part, person, outfit) for part in seen]),
        stride=larger * _stride(bones, heads, labels),
    )


def turns(heads: Float[ndarray, "b 3"], labels: list[str]) -> dict[str, Float[ndarray, "f 3 3"]]:
    """Of every bone that a walk moves, in each phase; the left heel is down in the first."""
    found: dict[str, ndarray] = {}
    share = np.arange(PHASES) / PHASES
    swing = np.cos(2 * np.pi * share)  # the left leg is in front at 1, the right one at -1
    for side, sign, phase in (("L", 1.0, share), ("R", -1.0, share + 0.5)):
        found[f"upperleg01.{side}"] = _about_x(-_at(HIP, phase))
        found[f"lowerleg01.{side}"] = _about_x(_at(KNEE, phase))
        found[f"foot.{side}"] = _about_x(-_at(ANKLE, phase))
        bones = (f"{bone}.{side}" for bone in ("upperarm01", "lowerarm01", "wrist"))
        arm = heads[[labels.index(bone) for bone in bones]]
        long = np.linalg.norm(arm[1] - arm[0]) + np.linalg.norm(arm[2] - arm[1])
        forward = -sign * SWING * swing + 0.12
        hand = np.stack([np.full(PHASES, sign * OUT), -HANG + 0.5 * forward**2, forward], axis=1)
        behind = np.tile([sign * 0.3, -0.3, -0.9], (PHASES, 1))
        upper, lower = reach(arm, arm[0] + long * hand, behind)
        found[f"upperarm01.{side}"], found[f"lowerarm01.{side}"] = upper, lower
    angle = np.radians(TWIST) * swing
    zero = 0 * angle
    found["root"] = rotation(np.stack([zero, -angle, zero], axis=1))
    found["spine03"] = rotation(np.stack([zero + 0.03, 2 * angle, zero], axis=1))
    found["neck02"] = rotation(np.stack([zero, -angle, zero], axis=1))
    return found


def _at(curve: Curve, phase: Float[ndarray, " f"]) -> Float[ndarray, " f"]:
    hundredths, degrees = np.array(curve, float).T
    return np.interp(np.mod(100 * phase, 100), hundredths, degrees)


def _about_x(degrees: Float[ndarray, " f"]) -> Float[ndarray, "f 3 3"]:
    zero = 0 * degrees
    return rotation(np.stack([np.radians(degrees), zero, zero], axis=1))


def _moved(part: Part, bones: Float[ndarray, "f b 4 4"]) -> Float[ndarray, "f n 3"]:
    rest = np.concatenate([part.positions, np.ones((len(part.positions), 1))], axis=1)
    placed = np.zeros((len(bones), len(rest), 3))
    for slot in range(part.bone_indices.shape[1]):
        moved = np.einsum("fnij,nj->fni", bones[:, part.bone_indices[:, slot], :3], rest)
        placed += part.bone_weights[None, :, slot, None] * moved
    return placed


def _stride(bones: Float[ndarray, "f b 4 4"], heads: ndarray, labels: list[str]) -> float:
    """Twice what a foot goes back while it stands: from where it meets the ground to where the
    other one does.
    """
    foot = labels.index("foot.L")
    along = bones[:, foot, 2, :3] @ heads[foot] + bones[:, foot, 2, 3]
    return 2 * float(along[0] - along[len(bones) // 2])


def _colours(part: Part, person: Person, outfit: Outfit) -> Float[ndarray, "t 3"]:
    """Flat ones: from afar nobody sees more."""
    flat: dict[str, Colour] = {
        "skin": person.skin, "hair": person.hair, "beard": person.hair, "hat": outfit.hat_colour
    }  # fmt: skip
    if part.material == "cloth":
        pieces = part.component[part.triangles[:, 0]].astype(int) % len(outfit.colours)
        return np.array(outfit.colours)[pieces]
    colours = np.tile(np.array(flat[part.material]), (len(part.triangles), 1))
    if part.material == "skin":
        colours *= PALE
        height = part.canon[part.triangles, 1].max(axis=1) - part.canon[:, 1].min()
        colours[height < SHOES] = SHOE
    return colours
