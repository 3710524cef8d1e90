"""What happens in a take: head, body, arms, gaze, blinks, mouth and camera, as plain curves.

A Take is data: every label in it is exact, and rendering it twice gives the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float

from retrat.train.data.expressions import (
    BEAM,
    add_curves,
    babble,
    blinks,
    expression_curves,
    expression_for,
    lids_with_gaze,
    pulse,
    smooth_noise,
    wandering_gaze,
)
from retrat.train.data.visemes import closed_by, mouth_curves, saying

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import ndarray
    from numpy.random import Generator

    from retrat.train.data.people import Outfit, Person
    from retrat.train.data.scenes import Scene

ACTIONS: tuple[str, ...] = (
    "talk", "turn", "nod", "shake", "wave", "point", "walk", "sit", "laugh", "look around",
    "tilt", "shrug", "stand",
)  # fmt: skip
CAMERA_MOVES: tuple[str, ...] = ("still", "push-in", "pan", "orbit")
FRAMINGS: dict[str, tuple[float, float]] = {
    "close-up": (118, 142),
    "head and shoulders": (88, 116),
    "medium": (66, 86),
}
HEAD_BONES = (("neck01", 0.15), ("neck02", 0.15), ("neck03", 0.2), ("head", 0.5))
TORSO_BONES = (("spine04", 0.25), ("spine03", 0.25), ("spine02", 0.25), ("spine01", 0.25))
"""Each with its share of a turn."""
_LIKELY_ACTION = {"talk": 4.0}


@dataclass(frozen=True, kw_only=True, slots=True)
class Camera:
    """Where the picture is taken from. Angles in radians, 0 is straight in front of the person."""

    yaw: Float[ndarray, " f"]
    pitch: Float[ndarray, " f"]
    shift: Float[
        ndarray, "f 2"
    ]  # the face's centre in the picture, in half-heights from the middle
    face_pixels: Float[
        ndarray, " f"
    ]  # height of the face (chin to hairline) at 256 pixels of picture height
    focal: float = 3.4  # distance in picture heights: longer flattens


@dataclass(frozen=True, kw_only=True, slots=True)
class Take:
    """One shot of one person. All curves have one value a frame."""

    person: Person
    outfit: Outfit
    scene: Scene
    frame_rate: float
    size: tuple[int, int]  # width, height
    action: str
    expression: str
    framing: str
    camera_move: str
    face: dict[str, Float[ndarray, " f"]]
    joints: dict[str, Float[ndarray, "f 3"]]
    hands: dict[
        str, Float[ndarray, "f 3"]
    ]  # wrists, in arm lengths from the shoulder (side, up, forward)
    fingers: dict[str, Float[ndarray, "f 2"]]  # curl of the index finger, curl of the others
    twist: dict[str, Float[ndarray, " f"]]  # of the forearms, radians
    gaze: Float[ndarray, "f 2"]  # to the person's left, up; radians in the head
    root: Float[ndarray, "f 3"]
    camera: Camera
    start_seconds: float = 0.0  # of the scene's clock
    extra: dict[str, float] = field(default_factory=dict)

    @property
    def frames(self) -> int:
        return len(self.gaze)


@dataclass(frozen=True, kw_only=True, slots=True)
class TakeRequest:
    """What is fixed before a take is drawn; fields left at None are drawn from the seed."""

    frames: int
    frame_rate: float = 24.0
    size: tuple[int, int] = (256, 256)
    action: str | None = None
    expression: str | None = None
    framing: str | None = None
    camera_move: str | None = None
    phones: Sequence[tuple[str, float, float]] = ()


def take_from_seed(
    seed: int, request: TakeRequest, person: Person, outfit: Outfit, scene: Scene
) -> Take:
    rng = np.random.default_rng([seed, 3])
    seconds = np.arange(request.frames) / request.frame_rate
    action = request.action or _likely_action(request, rng)
    expression = request.expression or expression_for(action, rng)
    shows_body = action in ("wave", "point", "walk", "sit", "shrug")
    framing = request.framing or str(
        rng.choice(list(FRAMINGS), p=[0.0, 0.35, 0.65] if shows_body else [0.27, 0.53, 0.2])
    )
    camera_move = request.camera_move or str(rng.choice(CAMERA_MOVES, p=[0.55, 0.2, 0.12, 0.13]))
    body = _Body(seconds=seconds, rng=rng)
    _MOTIONS[action](body)
    _idle(body)
    face = expression_curves(expression, action, seconds, rng)
    gaze = body.gaze + wandering_gaze(seconds, rng)
    add_curves(face, blinks(seconds, rng))
    add_curves(face, lids_with_gaze(gaze))
    add_curves(face, body.face)
    if request.phones:
        curves, closure = mouth_curves(
            request.phones, seconds, strength=float(rng.uniform(0.85, 1.15))
        )
        # A face that speaks shows less of its expression in the mouth.
        kept = 1 - YIELDS * saying(request.phones, seconds)
        face = {
            name: curve * kept if name.startswith(("mouth", "jaw")) else curve
            for name, curve in face.items()
        }
        add_curves(face, curves)
        face = closed_by(face, closure)
    elif action == "talk":
        add_curves(face, babble(seconds, rng))
    return Take(
        person=person,
        outfit=outfit,
        scene=scene,
        frame_rate=request.frame_rate,
        size=request.size,
        action=action,
        expression="grin" if expression == BEAM else expression,
        framing=framing,
        camera_move=camera_move,
        face={name: np.clip(curve, 0, 1) for name, curve in face.items()},
        joints=body.joints,
        hands=body.hands,
        fingers=body.fingers,
        twist=body.twist,
        gaze=gaze,
        root=body.root,
        camera=_camera(framing, camera_move, seconds, rng),
        start_seconds=float(rng.uniform(0, 60)),
    )


YIELDS = 0.7  # of a mouth's expression, while it speaks: who grins can't say m
WAVE_TWIST = 1.5  # turns the palm to the camera


class _Body:
    """Curves that an action fills in."""

    def __init__(self, seconds: Float[ndarray, " f"], rng: Generator) -> None:
        frames = len(seconds)
        self.seconds, self.rng = seconds, rng
        self.joints: dict[str, ndarray] = {}
        self.hands = {
            side: np.tile(
                [0.16 + 0.03 * rng.random(), -0.93, 0.10 + 0.1 * rng.random()], (frames, 1)
            )
            for side in "LR"
        }
        self.fingers = {side: np.full((frames, 2), 0.35) for side in "LR"}
        self.twist = {side: np.zeros(frames) for side in "LR"}
        self.face: dict[str, ndarray] = {}
        self.gaze = np.zeros((frames, 2))
        self.root = np.zeros((frames, 3))

    def turn(
        self,
        bone: str,
        *,
        pitch: ndarray | float = 0,
        yaw: ndarray | float = 0,
        roll: ndarray | float = 0,
    ) -> None:
        """Pitch forward, yaw to the person's left, roll towards the person's left shoulder;
        radians.
        """
        vector = np.stack(
            np.broadcast_arrays(pitch, yaw, -np.asarray(roll), self.seconds)[:3], axis=1
        ).astype(float)
        self.joints[bone] = self.joints.get(bone, 0) + vector

    def turn_head(
        self, *, pitch: ndarray | float = 0, yaw: ndarray | float = 0, roll: ndarray | float = 0
    ) -> None:
        for bone, share in HEAD_BONES:
            self.turn(
                bone,
                pitch=np.asarray(pitch) * share,
                yaw=np.asarray(yaw) * share,
                roll=np.asarray(roll) * share,
            )

    def turn_torso(
        self, *, pitch: ndarray | float = 0, yaw: ndarray | float = 0, roll: ndarray | float = 0
    ) -> None:
        for bone, share in TORSO_BONES:
            self.turn(
                bone,
                pitch=np.asarray(pitch) * share,
                yaw=np.asarray(yaw) * share,
                roll=np.asarray(roll) * share,
            )

    def move_hand(self, side: str, target: Sequence[float] | ndarray, level: ndarray) -> None:
        self.hands[side] = (
            self.hands[side] * (1 - level[:, None]) + np.asarray(target) * level[:, None]
        )


def _idle(body: _Body) -> None:
    """Nobody stands like a statue: breath, sway and a head that is never quite still."""
    s, rng = body.seconds, body.rng
    body.turn_torso(
        yaw=np.clip(rng.normal(0, 0.14), -0.3, 0.3) + 0.02 * smooth_noise(s, 4.0, rng),
        roll=rng.normal(0, 0.02),
        pitch=0.012 * np.sin(2 * np.pi * s / 3.7 + rng.random() * 6),
    )
    body.turn_head(
        yaw=np.clip(rng.normal(0, 0.14), -0.3, 0.3) + 0.05 * smooth_noise(s, 2.3, rng),
        pitch=rng.normal(0.02, 0.06) + 0.025 * smooth_noise(s, 1.9, rng),
        roll=rng.normal(0, 0.05) + 0.025 * smooth_noise(s, 3.1, rng),
    )
    body.root += 0.004 * np.stack(
        [smooth_noise(s, 3.3, rng), smooth_noise(s, 5.1, rng), s * 0], axis=1
    )


def _talk(body: _Body) -> None:
    s, rng = body.seconds, body.rng
    body.turn_head(
        pitch=0.05 * smooth_noise(s, 0.9, rng),
        yaw=0.07 * smooth_noise(s, 1.3, rng),
        roll=0.03 * smooth_noise(s, 1.1, rng),
    )
    body.face["browInnerUp"] = 0.3 * np.clip(smooth_noise(s, 1.4, rng), 0, 1)
    if rng.random() < 0.4:
        side = str(rng.choice(["L", "R"]))
        level = pulse(s, rng.uniform(0, 0.4), 9, 0.6)
        beat = 0.05 * smooth_noise(s, 0.7, rng)
        body.move_hand(side, np.stack([0.05 + beat, -0.42 + beat, 0.62 - beat], axis=1), level)


def _turn(body: _Body) -> None:
    s, rng = body.seconds, body.rng
    there = rng.choice([-1, 1]) * rng.uniform(0.5, 0.85)
    phase = np.clip((s - rng.uniform(0, 0.3)) / rng.uniform(0.9, 1.6), 0, 1)
    ease = phase * phase * (3 - 2 * phase)
    sweep = there * (1 - 2 * ease) if rng.random() < 0.5 else there * ease
    body.turn_head(yaw=sweep * 0.75)
    body.turn_torso(yaw=sweep * 0.35)


def _nod(body: _Body) -> None:
    s, rng = body.seconds, body.rng
    body.turn_head(
        pitch=rng.uniform(0.16, 0.26)
        * np.sin(2 * np.pi * rng.uniform(1.2, 1.9) * s + rng.random() * 6)
    )


def _shake(body: _Body) -> None:
    s, rng = body.seconds, body.rng
    body.turn_head(
        yaw=rng.uniform(0.28, 0.42)
        * np.sin(2 * np.pi * rng.uniform(1.1, 1.7) * s + rng.random() * 6)
    )


def _tilt(body: _Body) -> None:
    s, rng = body.seconds, body.rng
    body.turn_head(
        roll=rng.choice([-1, 1]) * rng.uniform(0.2, 0.35) * pulse(s, rng.uniform(0, 0.3), 9, 0.8)
    )


def _wave(body: _Body) -> None:
    s, rng = body.seconds, body.rng
    side = str(rng.choice(["L", "R"]))
    level = pulse(s, rng.uniform(-0.5, 0.2), 9, 0.6)
    swing = np.sin(2 * np.pi * rng.uniform(1.4, 2.0) * s + rng.random() * 6)
    body.move_hand(side, np.stack([0.24 + 0.10 * swing, 0.10 + 0 * s, 0.40 + 0 * s], axis=1), level)
    body.twist[side] = body.twist[side] + WAVE_TWIST * level
    body.fingers[side] = np.stack([0.05 + 0 * s, 0.05 + 0 * s], axis=1)
    sign = 1 if side == "L" else -1
    body.turn(f"wrist.{side}", roll=-sign * 0.35 * swing * level)
    body.turn_head(roll=sign * 0.06)


def _point(body: _Body) -> None:
    s, rng = body.seconds, body.rng
    side = str(rng.choice(["L", "R"]))
    sign = 1 if side == "L" else -1
    level = pulse(s, rng.uniform(-0.4, 0.3), 9, 0.55)
    body.move_hand(
        side, [rng.uniform(0.2, 0.5), rng.uniform(-0.05, 0.15), rng.uniform(0.6, 0.75)], level
    )
    body.fingers[side] = np.stack([0.03 + 0 * s, 0.35 + 0.85 * level], axis=1)
    body.turn_head(yaw=sign * 0.35 * level)
    body.gaze[:, 0] += sign * 0.2 * level


def _walk(body: _Body) -> None:
    s, rng = body.seconds, body.rng
    pace = 2 * np.pi * rng.uniform(0.8, 1.05) * s + rng.random() * 6
    body.root += np.stack([0.016 * np.sin(pace), 0.020 * np.cos(2 * pace), 0 * s], axis=1)
    body.turn_torso(yaw=0.09 * np.sin(pace), roll=0.03 * np.sin(pace))
    body.turn_head(yaw=-0.07 * np.sin(pace), pitch=0.015 * np.cos(2 * pace))
    for side, sign in (("L", 1), ("R", -1)):
        swing = np.sin(pace) * sign
        body.hands[side] = np.stack(
            [0.13 + 0 * s, -0.93 + 0.03 * np.abs(swing), 0.16 + 0.32 * swing], axis=1
        )
        body.turn(f"upperleg01.{side}", pitch=0.4 * swing)


def _sit(body: _Body) -> None:
    s, rng = body.seconds, body.rng
    for side in "LR":
        body.turn(f"upperleg01.{side}", pitch=-1.45)
        body.hands[side] = np.tile([-0.05, -0.72, 0.58], (len(s), 1))
    body.turn_torso(pitch=0.10 + 0.01 * smooth_noise(s, 3, rng))


def _laugh(body: _Body) -> None:
    s, rng = body.seconds, body.rng
    level = 0.6 + 0.4 * pulse(s, rng.uniform(-0.3, 0.2), 9, 0.5)
    shake = np.sin(2 * np.pi * rng.uniform(4.0, 5.0) * s)
    body.turn_head(
        pitch=-0.16 * level + 0.03 * shake * level, roll=0.05 * smooth_noise(s, 1.5, rng)
    )
    body.turn_torso(pitch=0.05 * level + 0.015 * shake * level)
    body.root[:, 1] += 0.004 * shake * level
    for name, value in (
        ("jawOpen", 0.30),
        ("mouthSmileLeft", 0.85),
        ("mouthSmileRight", 0.85),
        ("cheekSquintLeft", 0.8),
        ("cheekSquintRight", 0.8),
        ("eyeSquintLeft", 0.55),
        ("eyeSquintRight", 0.55),
        ("mouthUpperUpLeft", 0.4),
        ("mouthUpperUpRight", 0.4),
    ):
        body.face[name] = value * level * (1 + (0.25 * shake if name == "jawOpen" else 0))


def _look_around(body: _Body) -> None:
    s, rng = body.seconds, body.rng
    period = rng.uniform(1.8, 3.0)
    sweep = np.sin(2 * np.pi * s / period + rng.random() * 6)
    ahead = np.sin(2 * np.pi * (s + 0.12) / period + rng.random() * 0)
    body.turn_head(yaw=0.6 * sweep, pitch=0.10 * smooth_noise(s, 2.0, rng))
    body.gaze[:, 0] += 0.25 * ahead
    body.gaze[:, 1] += 0.08 * smooth_noise(s, 1.5, rng)


def _shrug(body: _Body) -> None:
    s, rng = body.seconds, body.rng
    level = pulse(s, rng.uniform(0, 0.4), rng.uniform(1.1, 1.7), 0.3)
    for side, sign in (("L", 1), ("R", -1)):
        body.turn(f"clavicle.{side}", roll=-sign * 0.28 * level)
        body.move_hand(side, [0.42, -0.40, 0.52], level)
        body.fingers[side] = np.stack([0.35 - 0.25 * level] * 2, axis=1)
    body.turn_head(roll=rng.choice([-1, 1]) * 0.12 * level)
    body.face["browInnerUp"] = 0.6 * level
    body.face["mouthShrugLower"] = 0.6 * level


def _stand(body: _Body) -> None:
    """Nothing but idling."""


_MOTIONS = {
    "talk": _talk, "turn": _turn, "nod": _nod, "shake": _shake, "wave": _wave, "point": _point,
    "walk": _walk,
    "sit": _sit, "laugh": _laugh, "look around": _look_around, "tilt": _tilt, "shrug": _shrug,
    "stand": _stand,
}  # fmt: skip


def _likely_action(request: TakeRequest, rng: Generator) -> str:
    chances = np.array([_LIKELY_ACTION.get(name, 1.0) for name in ACTIONS])
    if request.phones:
        chances[ACTIONS.index("laugh")] = chances[ACTIONS.index("stand")] = 0
    return str(rng.choice(ACTIONS, p=chances / chances.sum()))


def _camera(framing: str, move: str, seconds: ndarray, rng: Generator) -> Camera:
    low, high = FRAMINGS[framing]
    ones = np.ones(len(seconds))
    along = seconds / max(float(seconds[-1]), 1e-6) - 0.5 if len(seconds) > 1 else 0 * seconds
    length = float(seconds[-1]) if len(seconds) > 1 else 0.0
    yaw = np.clip(rng.normal(0, 0.2), -0.45, 0.45) * ones
    face = rng.uniform(low, high) * ones
    shift = np.stack([rng.normal(0, 0.08) * ones, rng.normal(0.14, 0.05) * ones], axis=1)
    sign = float(rng.choice([-1, 1]))
    if move == "push-in":
        face = face * np.exp(sign * 0.06 * length * along)
    if move == "pan":
        shift[:, 0] += sign * 0.16 * length * along
    if move == "orbit":
        yaw = yaw + sign * 0.25 * length * along
    return Camera(yaw=yaw, pitch=rng.normal(0.02, 0.06) * ones, shift=shift, face_pixels=face)
