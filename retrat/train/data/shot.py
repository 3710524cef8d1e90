"""From a take and a figure to matrices, and the labels that follow from them.

Bone matrices of every frame, cameras, what is seen, where the shadow falls, and where the
landmarks of
the face land in the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Bool, Float

from retrat.train.data.pose import reach, rotation

if TYPE_CHECKING:
    from numpy import ndarray

    from retrat.train.data.figure import Figure
    from retrat.train.data.motion import Camera, Take
    from retrat.train.data.scene_looks import Light

LANDMARKS = (
    "left eye",
    "right eye",
    "nose",
    "left mouth",
    "right mouth",
    "upper lip",
    "lower lip",
    "chin",
    "forehead",
    "nose base",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Views:
    matrices: Float[ndarray, "f 4 4"]
    eyes: Float[ndarray, "f 3"]


def joints(take: Take, figure: Figure, labels: list[str]) -> dict[str, ndarray]:
    joints = {name: rotation(vectors) for name, vectors in take.joints.items()}
    for side, sign in (("L", 1.0), ("R", -1.0)):
        arm = figure.bone_heads[
            [labels.index(f"{bone}.{side}") for bone in ("upperarm01", "lowerarm01", "wrist")]
        ]
        length = np.linalg.norm(arm[1] - arm[0]) + np.linalg.norm(arm[2] - arm[1])
        target = arm[0] + take.hands[side] * [sign * length, length, length]
        towards = np.tile([sign * 0.35, -0.85, -0.4], (take.frames, 1))
        upper, lower = reach(arm, target, towards)
        joints[f"upperarm01.{side}"], joints[f"lowerarm01.{side}"] = upper, lower
        joints[f"lowerarm02.{side}"] = rotation(
            _unit(arm[2] - arm[1]) * (sign * take.twist[side])[:, None]
        )
        joints |= _finger_turns(figure.bone_heads, labels, side, take.fingers[side])
    for side in "LR":
        joints[f"eye.{side}"] = rotation(
            np.stack([-take.gaze[:, 1], take.gaze[:, 0], 0 * take.gaze[:, 0]], axis=1)
        )
    return joints


def _unit(vector: Float[ndarray, " 3"]) -> Float[ndarray, " 3"]:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def _finger_turns(
    heads: ndarray, labels: list[str], side: str, curl: Float[ndarray, "f 2"]
) -> dict[str, ndarray]:
    """Fingers bend about the line of the knuckles, towards the side where the thumb is."""

    def head(finger: int, joint: int) -> ndarray:
        return heads[labels.index(f"finger{finger}-{joint}.{side}")]

    knuckles = _unit(head(2, 1) - head(5, 1))
    along = _unit(head(3, 3) - head(3, 1))
    palm = head(1, 3) - head(3, 1)
    if np.cross(knuckles, along) @ palm < 0:
        knuckles = -knuckles
    turns = {}
    for finger in range(1, 6):
        amount = curl[:, 0 if finger == 2 else 1] * (0.35 if finger == 1 else 1.15)
        for joint in range(1, 4):
            turns[f"finger{finger}-{joint}.{side}"] = rotation(knuckles * amount[:, None])
    return turns


def face_weights(take: Take, labels: list[str]) -> Float[ndarray, "f a"]:
    weights = np.zeros((take.frames, len(labels)), np.float32)
    for name, curve in take.face.items():
        weights[:, labels.index(name)] = curve
    return weights


def views(
    camera: Camera, figure: Figure, size: tuple[int, int], labels: list[str], bones: ndarray
) -> Views:
    """Cameras that look at the head's mean place, so that the head moves and the camera does not
    chase it.
    """
    centre = figure.eye_centres.mean(0) - [0, 0.02, 0]
    head = bones[:, labels.index("head")].mean(0)
    centre = head[:3, :3] @ centre + head[:3, 3]
    face_metres = face_height(figure)
    matrices, eyes = [], []
    for yaw, pitch, shift, pixels in zip(
        camera.yaw, camera.pitch, camera.shift, camera.face_pixels, strict=True
    ):
        visible = face_metres * 256 / pixels  # metres of picture height at the face
        distance = visible * camera.focal
        back = np.array([np.sin(yaw) * np.cos(pitch), np.sin(pitch), np.cos(yaw) * np.cos(pitch)])
        right = np.array([np.cos(yaw), 0, -np.sin(yaw)])
        up = np.cross(back, right)
        target = centre - right * shift[0] * visible / 2 - up * shift[1] * visible / 2
        eye = target + back * distance
        view = np.eye(4)
        view[:3, :3] = np.stack([right, up, back])
        view[:3, 3] = -view[:3, :3] @ eye
        near, far = distance * 0.3, distance + 3.0
        scale = 2 * camera.focal
        projection = np.array(
            [
                [scale * size[1] / size[0], 0, 0, 0],
                [0, scale, 0, 0],
                [0, 0, -(far + near) / (far - near), -2 * far * near / (far - near)],
                [0, 0, -1, 0],
            ]
        )
        matrices.append(projection @ view)
        eyes.append(eye)
    return Views(matrices=np.array(matrices), eyes=np.array(eyes))


def visible(figure: Figure, bones: ndarray, matrices: ndarray) -> Bool[ndarray, " n"]:
    """Vertices that come into the picture, with a margin, at the start, the middle or the end of a
    take.
    """
    seen = np.zeros(len(figure.positions), bool)
    first = figure.bone_indices[:, 0]
    rest = np.concatenate([figure.positions, np.ones((len(seen), 1), np.float32)], axis=1)
    for index in {0, len(bones) // 4, len(bones) // 2, 3 * len(bones) // 4, len(bones) - 1}:
        clip_from_rest = (matrices[index] @ bones[index]).astype(np.float32)
        clip = np.einsum("nij,nj->ni", clip_from_rest[first], rest)
        seen |= (np.abs(clip[:, :2]) < 1.25 * clip[:, 3:]).all(1)
    return seen


def face_height(figure: Figure) -> float:
    """Chin to hairline in metres."""
    head = (figure.canon[:, 1] > 0.60) & (figure.canon[:, 2] > 0.05)
    eyes = figure.eye_centres[0, 1]
    chin = figure.positions[
        head & (np.abs(figure.canon[:, 0]) < 0.02) & (figure.canon[:, 1] < 0.64), 1
    ]
    return float(eyes - np.median(chin)) * 1.75


def shadow_matrix(light: Light, figure: Figure, view_yaw: float) -> Float[ndarray, "4 4"]:
    back = np.array(turned(light.key_direction, view_yaw))
    back /= np.linalg.norm(back)
    right = np.cross([0, 1, 0] if abs(back[1]) < 0.95 else [0, 0, 1], back)
    right /= np.linalg.norm(right)
    up = np.cross(back, right)
    centre = figure.eye_centres.mean(0) - [0, 0.14, 0.08]
    reach_ = 0.42
    matrix = np.eye(4)
    matrix[:3, :3] = np.stack([right, up, -back / 2]) / reach_
    matrix[:3, 3] = -matrix[:3, :3] @ centre
    return matrix


# labels


def measure(
    figure: Figure,
    faces: ndarray,
    bones: ndarray,
    matrices: ndarray,
    size: tuple[int, int],
    labels: list[str],
    eyes: ndarray,
) -> dict[str, ndarray]:
    """Mouth opening, face box, landmarks and head yaw of every frame."""
    points = _landmark_points(figure)
    head = bones[:, labels.index("head")]
    rest = figure.positions[points][None] + np.einsum(
        "fa,akc->fkc", faces, figure.action_basis[:, points, :3]
    )
    world = np.einsum("fij,fkj->fki", head[:, :3, :3], rest) + head[:, None, :3, 3]
    clip = np.einsum("fij,fkj->fki", matrices[:, :3, :3], world) + matrices[:, None, :3, 3]
    depth = np.einsum("fj,fkj->fk", matrices[:, 3, :3], world) + matrices[:, None, 3, 3]
    places = clip[..., :2] / depth[..., None]
    pixels = _pixels(places, size)
    lips = rest[:, [LANDMARKS.index("upper lip"), LANDMARKS.index("lower lip")]]
    low, high = pixels.min(1), pixels.max(1)
    margin = 0.15 * (high[:, 1] - low[:, 1])[:, None] * np.array([1.0, 0.0])
    forward = head[:, :3, 2]
    to_camera = eyes - world.mean(1)
    yaw = np.arctan2(forward[:, 0], forward[:, 2]) - np.arctan2(to_camera[:, 0], to_camera[:, 2])
    return {
        "mouth_open": np.linalg.norm(lips[:, 0] - lips[:, 1], axis=1) / face_height(figure),
        "face_box": np.concatenate([low - margin, high + margin], axis=1).astype(np.float32),
        "landmarks": pixels.astype(np.float32),
        "head_yaw": yaw.astype(np.float32),
    }


_CELL, _DEEPER = 8, 0.03  # pixels, metres: what lies so far behind another point is hidden
_FACING = 0.3  # cosine of the angle to the camera


def tracks(
    figure: Figure,
    faces: ndarray,
    bones: ndarray,
    matrices: ndarray,
    size: tuple[int, int],
    count: int,
) -> Float[ndarray, "f k 2"]:
    """Pixels of `count` vertices (fewer where fewer are seen) that the first frame shows."""
    clip = _projected(figure, np.arange(len(figure.positions)), faces[:1], bones[:1], matrices[:1])
    depth = clip[0, :, 3]
    places = _pixels(clip[0, :, :2] / depth[:, None], size)
    rotations = bones[0, :, :3, :3][figure.bone_indices[:, 0]]
    back = -matrices[0, 3, :3] / np.linalg.norm(matrices[0, 3, :3])
    facing = np.einsum("nij,nj,i->n", rotations, figure.normals, back)
    seen = (facing > _FACING) & (places >= 0).all(axis=1) & (places < size).all(axis=1)
    found = np.flatnonzero(seen)
    cells = (places[found] // _CELL).astype(int) @ [1, size[0]]
    nearest = np.full(cells.max(initial=0) + 1, np.inf)
    np.minimum.at(nearest, cells, depth[found])
    found = found[depth[found] < nearest[cells] + _DEEPER]
    chosen = np.random.default_rng(0).permutation(found)[:count]
    clip = _projected(figure, chosen, faces, bones, matrices)
    return _pixels(clip[..., :2] / clip[..., 3:], size).astype(np.float32)


def _projected(
    figure: Figure, vertices: ndarray, faces: ndarray, bones: ndarray, matrices: ndarray
) -> Float[ndarray, "f k 4"]:
    """Vertices in every frame, before the division by depth."""
    rest = np.repeat(figure.positions[vertices][None].astype(np.float64), len(faces), axis=0)
    moved = np.flatnonzero(vertices < figure.moving)
    rest[:, moved] += np.einsum(
        "fa,akc->fkc", faces, figure.action_basis[:, vertices[moved], :3], optimize=True
    )
    rest = np.concatenate([rest, np.ones((*rest.shape[:2], 1))], axis=-1)
    world = np.zeros_like(rest)
    for index in range(figure.bone_indices.shape[1]):
        turns = bones[:, figure.bone_indices[vertices, index]]
        weight = figure.bone_weights[vertices, index, None]
        world += weight * np.einsum("fkij,fkj->fki", turns, rest)
    return np.einsum("fij,fkj->fki", matrices, world)


def _pixels(places: Float[ndarray, "*n 2"], size: tuple[int, int]) -> Float[ndarray, "*n 2"]:
    """From -1 to 1, up and to the right, to pixels from the top left."""
    return (places * [1, -1] + 1) * np.array(size) / 2


_LANDMARK_PLACES = (
    (0.031, 0.728, 0.135), (-0.031, 0.728, 0.135), (0.0, 0.695, 0.178), (0.0255, 0.661, 0.137),
    (-0.0255, 0.661, 0.137),
    (0.0, 0.6615, 0.155), (0.0, 0.6595, 0.155), (0.0, 0.618, 0.145), (0.0, 0.79, 0.13),
    (0.0, 0.6815, 0.158),
)  # fmt: skip


def _landmark_points(figure: Figure) -> list[int]:
    """The vertices of the face nearest to the landmarks' places on the template."""
    canon = figure.canon[: figure.moving]
    skin = np.zeros(len(canon), bool)
    triangles = figure.draws["skin"].ravel()
    skin[triangles[triangles < len(canon)]] = True
    found = []
    for name, place in zip(LANDMARKS, _LANDMARK_PLACES, strict=True):
        distance = np.linalg.norm(canon - place, axis=1) + np.where(skin, 0, 9)
        if "lip" in name:
            jaw = np.abs(figure.action_basis[:, :, 1]).max(0)
            distance += np.where((jaw > 0.012) == (name == "lower lip"), 0, 1)
        found.append(int(np.argmin(distance)))
    return found


def turned(vector: tuple[float, ...], yaw: float) -> tuple[float, float, float]:
    """A direction given in the camera's axes, in the person's."""
    x, y, z = vector
    return (
        float(x * np.cos(yaw) + z * np.sin(yaw)),
        float(y),
        float(-x * np.sin(yaw) + z * np.cos(yaw)),
    )
