"""From plain motion curves to bone matrices: forward kinematics, and arms that reach for a
point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float

if TYPE_CHECKING:
    from numpy import ndarray


def rotation(vectors: Float[ndarray, "*n 3"]) -> Float[ndarray, "*n 3 3"]:
    """Rotation matrices of rotation vectors (axis times angle in radians)."""
    angle = np.linalg.norm(vectors, axis=-1, keepdims=True)
    axis = vectors / np.maximum(angle, 1e-9)
    x, y, z = axis[..., 0], axis[..., 1], axis[..., 2]
    zero = np.zeros_like(x)
    cross = np.stack([zero, -z, y, z, zero, -x, -y, x, zero], -1).reshape(*x.shape, 3, 3)
    sine, cosine = np.sin(angle)[..., None], np.cos(angle)[..., None]
    return np.eye(3) + sine * cross + (1 - cosine) * (cross @ cross)


def bone_matrices(
    joints: dict[str, Float[ndarray, "f 3 3"]],
    root: Float[ndarray, "f 3"],
    heads: Float[ndarray, "b 3"],
    skeleton: tuple[list[str], list[int]],
) -> Float[ndarray, "f b 4 4"]:
    """World matrices from rest; joints turn about their heads in the body's axes."""
    labels, parents = skeleton
    frames = len(root)
    world = np.zeros((frames, len(labels), 4, 4), np.float32)
    base = np.tile(np.eye(4, dtype=np.float32), (frames, 1, 1))
    base[:, :3, 3] = root
    done = np.zeros(len(labels), bool)
    while not done.all():
        for bone, parent in enumerate(parents):
            if done[bone] or (parent >= 0 and not done[parent]):
                continue
            above = world[:, parent] if parent >= 0 else base
            turn = joints.get(labels[bone])
            if turn is None:
                world[:, bone] = above
            else:
                local = np.tile(np.eye(4, dtype=np.float32), (frames, 1, 1))
                local[:, :3, :3] = turn
                local[:, :3, 3] = heads[bone] - turn @ heads[bone]
                world[:, bone] = above @ local
            done[bone] = True
    return world


def reach(
    arm: Float[ndarray, "3 3"], target: Float[ndarray, "f 3"], elbow_towards: Float[ndarray, "f 3"]
) -> tuple[Float[ndarray, "f 3 3"], Float[ndarray, "f 3 3"]]:
    """Turns of upper arm and forearm that bring the wrist to `target`.

    `arm` holds shoulder, elbow and wrist at rest; `elbow_towards` is the direction in which the
    elbow points.
    """
    shoulder, elbow, wrist = arm
    upper, lower = np.linalg.norm(elbow - shoulder), np.linalg.norm(wrist - elbow)
    line = target - shoulder
    far = np.clip(np.linalg.norm(line, axis=1), abs(upper - lower) + 0.01, (upper + lower) * 0.995)
    along = _unit(line)
    side = _unit(elbow_towards - along * (elbow_towards * along).sum(1, keepdims=True))
    cosine = np.clip((upper**2 + far**2 - lower**2) / (2 * upper * far), -1, 1)
    bent = (
        shoulder
        + along * (upper * cosine)[:, None]
        + side * (upper * np.sqrt(1 - cosine**2))[:, None]
    )
    reached = shoulder + along * far[:, None]
    hinge = _unit(np.cross(side, along))
    rest_hinge = _unit(np.cross(elbow - shoulder, wrist - elbow)[None])
    turn_upper = _frames(bent - shoulder, hinge) @ _frames(
        (elbow - shoulder)[None], rest_hinge
    ).transpose(0, 2, 1)
    turn_lower = _frames(reached - bent, hinge) @ _frames(
        (wrist - elbow)[None], rest_hinge
    ).transpose(0, 2, 1)
    return turn_upper, turn_upper.transpose(0, 2, 1) @ turn_lower


def _frames(
    direction: Float[ndarray, "f 3"], hinge: Float[ndarray, "f 3"]
) -> Float[ndarray, "f 3 3"]:
    along = _unit(direction)
    across = _unit(hinge - along * (hinge * along).sum(1, keepdims=True))
    return np.stack([along, across, np.cross(along, across)], axis=-1)


def _unit(vectors: Float[ndarray, "f 3"]) -> Float[ndarray, "f 3"]:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
