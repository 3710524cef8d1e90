"""What a hand can say: poses of a right hand and its forearm, posed from a made person's.

A pose bends joints of fingers, and turns and bends the wrist; all else is as the body model has it
at rest. What comes out stands upright: x to the right, y up along the forearm from the elbow, z out
of the palm, in metres, as somebody who stands before it sees it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float, Int

from retrat.train.data.figure import base_shape, body_parts, fitted_part
from retrat.train.data.hands.props import PROPS
from retrat.train.data.meshes import quads, vertex_normals
from retrat.train.data.pose import bone_matrices, rotation

if TYPE_CHECKING:
    from numpy import ndarray

    from retrat.train.data.assets import Pack
    from retrat.train.data.figure import Part
    from retrat.train.data.people import Person

FINGERS = ("thumb", "index", "middle", "ring", "little")
SLEEVE = "male_casualsuit03"  # of whose clothes the sleeve is
Way = tuple[float, float, float]
Bend = tuple[float, float, float]  # degrees, towards the palm, of the joints from the palm on
STRAIGHT: Bend = (0, 0, 0)
_RIGHT, _UP, _OUT = np.eye(3)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pose:
    """Degrees, of an arm that points up with its palm to the viewer. `spread` moves fingers to the
    thumb's side; `thumb` is where its three bones point: right, up, to the viewer. `turn` turns the
    arm about itself, thumb away from the viewer, and `tilt` then tilts it towards them; `wrist`
    bends it to the little finger's side. A `prop` is held so many metres beyond the wrist and
    before the palm (`grip`), upright where the thumb is above the other fingers.
    """

    bends: Mapping[str, Bend] = field(default_factory=dict)
    spread: Mapping[str, float] = field(default_factory=dict)
    thumb: tuple[Way, Way, Way] | None = None  # None: as at rest
    turn: float = 0
    tilt: float = 0
    wrist: float = 0
    prop: str | None = None
    grip: tuple[float, float] = (0.088, 0.03)


_FOLDED: Bend = (74, 106, 68)
_FIST = dict.fromkeys(FINGERS[1:], _FOLDED)
_OVER = (0.3, 0.7, 0.65), (-0.45, 0.75, 0.45), (-0.85, 0.5, -0.1)
_CLOSED = dict.fromkeys(FINGERS[1:], (66, 84, 52))
_WIDE = dict.fromkeys(FINGERS[1:], (42, 62, 40))
_FLAT = dict.fromkeys(FINGERS[1:], (78, 14, 8))
_AROUND = (0.35, 0.6, 0.7), (0.15, 0.9, 0.4), (0.1, 0.9, -0.4)
_BEHIND = (0.45, 0.35, 0.75), (0.55, 0.2, 0.8), (0.45, 0.1, 0.88)
# Fingers, thumb, and where what is held is: metres beyond the wrist, and before the palm.
_HOLDING = {
    "cup": (_CLOSED, _AROUND, (0.088, 0.03)),
    "phone": (_FLAT, _BEHIND, (0.088, 0.02)),
    "microphone": (_CLOSED, _AROUND, (0.088, 0.026)),
    "book": (_FLAT, _BEHIND, (0.088, 0.02)),
    "flowers": (_CLOSED, _AROUND, (0.088, 0.026)),
    "bottle": (_WIDE, _AROUND, (0.088, 0.042)),
    "glass": (_CLOSED, _AROUND, (0.088, 0.024)),
    "paper": (_FLAT, _BEHIND, (0.088, 0.02)),
    "box": (_FLAT, _BEHIND, (0.088, 0.02)),
}
POSES: Mapping[str, Pose] = {
    "open": Pose(
        bends={
            "index": (-4, -6, -4),
            "middle": (-2, -6, -4),
            "ring": (0, -6, -4),
            "little": (0, -8, -4),
        },
        spread={"index": 6, "ring": -6, "little": -12},
    ),
    "thumb": Pose(
        bends=_FIST, thumb=((0.8, 0.5, 0.3), (0.97, 0.2, 0.1), (0.99, 0.1, -0.1)), turn=76, tilt=55
    ),
    "victory": Pose(
        bends=_FIST | {"index": (0, -8, -4), "middle": (0, -8, -4)},
        spread={"index": 10, "middle": -8},
        thumb=_OVER,
    ),
    "finger": Pose(bends=_FIST | {"index": (0, -8, -4)}, thumb=_OVER),
    "ring": Pose(
        bends={
            "index": (52, 52, 30),
            "middle": (6, 0, 0),
            "ring": (0, -4, 0),
            "little": (-6, -4, 0),
        },
        spread={"ring": -8, "little": -16},
        thumb=((0.5, 0.55, 0.6), (0.2, 0.75, 0.6), (0.0, 0.85, 0.5)),
    ),
    "fist": Pose(bends=_FIST, thumb=_OVER),
    "talking": Pose(
        bends={
            "index": (14, 20, 10),
            "middle": (20, 26, 14),
            "ring": (26, 30, 16),
            "little": (30, 32, 18),
        },
        spread={"index": 4, "ring": -4, "little": -8},
        turn=70,
        tilt=50,
        wrist=-15,
    ),
    "clap": Pose(
        bends=dict.fromkeys(FINGERS[1:], (6, 6, 4)),
        spread={"index": -2, "ring": 3, "little": 5},
        thumb=((0.75, 0.55, 0.2), (0.8, 0.6, 0.1), (0.75, 0.65, 0.05)),
        turn=80,
        tilt=40,
    ),
    "heart": Pose(
        bends=dict.fromkeys(FINGERS[1:], (8, 8, 5)),
        spread={"index": -2, "ring": 3, "little": 6},
        turn=180,
    ),
    **{
        name: Pose(bends=bends, thumb=thumb, turn=86, tilt=55, wrist=32, prop=name, grip=grip)
        for name, (bends, thumb, grip) in _HOLDING.items()
    },
}


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Mesh:
    """A piece of an arm: what it is of, where its corners are, and what is true of them."""

    material: str
    points: Float[ndarray, "n 3"]
    faces: Int[ndarray, "q 4"]  # -1: none
    flat: Float[ndarray, "n 3"]  # where each is in an open hand that faces the viewer
    palm: Float[ndarray, " n"]  # how much of each is the palm's side
    nail: Float[ndarray, " n"]
    look: tuple[float, float, float, float, float] | None = None  # a prop's colour, rough, metal


def posed(pose: Pose, person: Person, pack: Pack) -> list[Mesh]:
    """The hand and forearm of somebody, and a sleeve."""
    labels, parents = pack.labels["bones"], [int(parent) for parent in pack["bone_parents"]]
    positions, heads = base_shape(person, pack)
    bone = _joints(heads, labels)
    axes = _axes(bone)
    turns = _turns(pose, bone, axes)
    bones = bone_matrices(turns, np.zeros((1, 3)), heads, (labels, parents))[0]
    arm = [labels.index(name) for name in labels if _is_of_arm(name)]
    skin = body_parts(pack, positions, np.zeros(len(positions), bool))[0]
    sleeve = fitted_part(SLEEVE, "cloth", pack, positions, expressive=False)
    elbow = bone["lowerarm01.R"]
    place = _about(_RIGHT, pose.tilt) @ _about(_UP, pose.turn)
    hinge = (bone["wrist.R"] - elbow) @ axes.T  # a tilted arm bends there as seen
    found = []
    for part in (skin, sleeve):
        whole = _joined(part)
        faces = whole.faces[np.isin(whole.bones[whole.faces], arm).any(axis=1)]
        used, faces = np.unique(faces, return_inverse=True)
        normals = vertex_normals(whole.points.astype(np.float32), whole.faces)[used]
        upright = (_moved(whole, bones)[used] - elbow) @ axes.T
        found.append(
            Mesh(
                material=part.material,
                points=(upright - hinge) @ place.T + hinge,
                faces=quads(faces.reshape(-1, 3)),
                flat=(whole.points[used] - elbow) @ axes.T,
                palm=0.5 + 0.5 * normals @ axes[2],
                nail=whole.nail[used],
            )
        )
    if pose.prop is not None:
        found += _held(pose, place, hinge)
    return found


def _held(pose: Pose, place: Float[ndarray, "3 3"], wrist: Float[ndarray, " 3"]) -> Iterator[Mesh]:
    """The prop in a hand: its own right, up and near are the palm's side, the thumb's, fingers'."""
    assert pose.prop is not None
    along, out = pose.grip
    turn = place @ _about(_OUT, pose.wrist)
    for piece in PROPS[pose.prop]():
        in_hand = piece.points[:, [1, 2, 0]] + [0.0, along, out]
        none = np.zeros(len(in_hand))
        yield Mesh(
            material="prop",
            points=in_hand @ turn.T + wrist,
            faces=piece.faces,
            flat=piece.points,
            palm=none,
            nail=none + 1,
            look=(*piece.colour, piece.rough, piece.metal),
        )


def open_joints(person: Person, pack: Pack) -> dict[str, Float[ndarray, " 3"]]:
    """Where the joints of somebody's hand are while it is open: as `Mesh.flat`."""
    bone = _joints(base_shape(person, pack)[1], pack.labels["bones"])
    return {name: (place - bone["lowerarm01.R"]) @ _axes(bone).T for name, place in bone.items()}


def _joints(heads: Float[ndarray, "b 3"], labels: list[str]) -> dict[str, Float[ndarray, " 3"]]:
    return {name: heads[row].astype(np.float64) for row, name in enumerate(labels)}


def _is_of_arm(name: str) -> bool:
    return name.endswith(".R") and name.startswith(("lowerarm", "wrist", "metacarpal", "finger"))


def _axes(bone: dict[str, ndarray]) -> Float[ndarray, "3 3"]:
    """Right, up and to the viewer, if the palm faces them and fingers point up; rows."""
    up = _unit(bone["wrist.R"] - bone["lowerarm01.R"])
    across = bone["finger2-1.R"] - bone["finger5-1.R"]  # to the thumb's side: the viewer's right
    right = _unit(across - up * (across @ up))
    return np.stack([right, up, np.cross(right, up)])


def _turns(
    pose: Pose, bone: dict[str, ndarray], axes: Float[ndarray, "3 3"]
) -> dict[str, Float[ndarray, "1 3 3"]]:
    """Of bones, in the body's axes."""
    out = axes[2]
    found: dict[str, ndarray] = {"wrist.R": _about(out, pose.wrist)[None]}
    for number, finger in enumerate(FINGERS[1:], start=2):
        along = _unit(bone[f"finger{number}-2.R"] - bone[f"finger{number}-1.R"])
        inwards = _unit(out - along * (out @ along))
        bend = np.cross(along, inwards)
        for joint, degrees in enumerate(pose.bends.get(finger, STRAIGHT), start=1):
            turn = _about(bend, degrees)
            if joint == 1:
                turn = _about(inwards, -pose.spread.get(finger, 0.0)) @ turn
            found[f"finger{number}-{joint}.R"] = turn[None]
    if pose.thumb is not None:
        above = np.eye(3)
        ends = (*(bone[f"finger1-{joint}.R"] for joint in (1, 2, 3)), _tip(bone))
        for joint, way in enumerate(pose.thumb, start=1):
            wanted = above.T @ (np.array(way) @ axes)
            turn = _aligned(ends[joint] - ends[joint - 1], wanted)
            found[f"finger1-{joint}.R"] = turn[None]
            above = above @ turn
    return found


def _tip(bone: dict[str, ndarray]) -> Float[ndarray, " 3"]:
    """Where a thumb ends, nearly: it goes on as it came."""
    return 2 * bone["finger1-3.R"] - bone["finger1-2.R"]


def _aligned(one: Float[ndarray, " 3"], other: Float[ndarray, " 3"]) -> Float[ndarray, "3 3"]:
    """The least turn that brings one direction to the other."""
    one, other = _unit(one), _unit(other)
    axis = np.cross(one, other)
    far = float(np.linalg.norm(axis))
    angle = np.arctan2(far, float(one @ other))
    return rotation((angle * axis / max(far, 1e-9))[None])[0]


def _about(axis: Float[ndarray, " 3"], degrees: float) -> Float[ndarray, "3 3"]:
    return rotation((np.radians(degrees) * axis)[None])[0]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Joined:
    """A part without seams."""

    points: Float[ndarray, "n 3"]
    faces: Int[ndarray, "t 3"]
    bone_indices: Int[ndarray, "n 4"]
    bone_weights: Float[ndarray, "n 4"]
    bones: Int[ndarray, " n"]
    nail: Float[ndarray, " n"]


def _joined(part: Part) -> _Joined:
    first = np.unique(part.corner, return_index=True)[1]
    indices, weights = part.bone_indices[first].astype(int), part.bone_weights[first]
    rows = np.arange(len(first))
    return _Joined(
        points=part.positions[first].astype(np.float64),
        faces=part.corner[part.triangles],
        bone_indices=indices,
        bone_weights=weights,
        bones=indices[rows, weights.argmax(axis=1)],
        nail=part.paint[first, 2].astype(np.float64),
    )


def _moved(part: _Joined, bones: Float[ndarray, "b 4 4"]) -> Float[ndarray, "n 3"]:
    rest = np.concatenate([part.points, np.ones((len(part.points), 1))], axis=1)
    turned = np.einsum("nkij,nj->nki", bones[part.bone_indices], rest)
    moved: ndarray = (part.bone_weights[..., None] * turned).sum(axis=1)[:, :3]
    return moved


def _unit(vector: Float[ndarray, " 3"]) -> Float[ndarray, " 3"]:
    found: ndarray = vector / np.linalg.norm(vector)
    return found
