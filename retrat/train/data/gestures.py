"""One person in one place whose head, body, brows, lids and eyes stand otherwise in every picture.

What an animator learns from: nothing else changes between the pictures, and how far each gesture
goes is written down. The mouth is as shut or open as in the first.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from jaxtyping import Float, UInt8

from retrat.models.animator import GESTURES
from retrat.train.data.clips import ClipRequest, as_busts, split_stream, take_of
from retrat.train.data.expressions import lids_with_gaze
from retrat.train.data.motion import HEAD_BONES, TORSO_BONES
from retrat.train.data.people import person_from_seed, seeds_of

if TYPE_CHECKING:
    from pathlib import Path

    from numpy import ndarray
    from numpy.random import Generator

    from retrat.train.data.motion import Take
    from retrat.train.data.render import Renderer
    from retrat.train.data.splits import Split

PICTURES, FACES_ONLY = 12, 6
"""In the first FACES_ONLY of the pictures the head is still: while all else moves, nobody sees that
lids shut.
"""
POINTS = 240
_SIZE = 320
_OPEN_SHARE = 0.3  # of the people have the mouth open
_SHUT_SHARE, _HALF_SHARE = 0.25, 0.35  # of the pictures: eyes shut, somewhere between
_HEAD = (0.06, 0.09, 0.06), 0.25  # radians: a standard deviation of each turn, the most
_BODY = (0.012, 0.025, 0.012), 0.06
_GAZE = (0.13, 0.07), 0.35
_STILL = 1e9  # frames a second: the place has no time to change


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Gestured:
    """Pictures of one person; gestures as GESTURES says, less those of the first picture, whose
    eyes are open (or, of moods, how much of each of EXPRESSIONS); where points that the first
    shows are in each, in pixels.
    """

    frames: UInt8[np.ndarray, "f 256 256 3"]
    gestures: Float[np.ndarray, "f g"]
    points: Float[np.ndarray, "f k 2"]
    landmarks: Float[np.ndarray, "f l 2"]


def save_gestured(path: Path, sample: Gestured) -> None:
    """Written whole or not at all."""
    partial = path.with_suffix(".part")
    with partial.open("wb") as file:
        np.savez(file, **{each.name: getattr(sample, each.name) for each in fields(sample)})
    partial.rename(path)


def load_gestured(path: Path) -> Gestured:
    with np.load(path) as file:
        return Gestured(**{name: file[name] for name in file.files})


def gestured_from_seed(seed: int, split: Split, renderer: Renderer) -> Gestured:
    rng = np.random.default_rng([seed, split_stream(split), 23])
    take = still_take(rng, split, renderer, PICTURES)
    if rng.random() < _OPEN_SHARE:
        take.face["jawOpen"] = np.full(PICTURES, rng.uniform(0.03, 0.2))
    gestures = drawn_gestures(rng)
    return photographed(gesturing(take, gestures), gestures, renderer)


def still_take(
    rng: Generator, split: Split, renderer: Renderer, pictures: int, expression: str | None = None
) -> Take:
    """Somebody in some place, the same in every picture."""
    person = person_from_seed(seeds_of(split, rng), renderer.pack)
    request = ClipRequest(
        split=split,
        frames=pictures,
        frame_rate=_STILL,
        size=(_SIZE, _SIZE),
        action="stand",
        expression=expression,
        framing="medium",
    )
    return stilled(take_of(rng, request, person, int(rng.integers(2**31)), ()))


def photographed(take: Take, told: Float[ndarray, "f g"], renderer: Renderer) -> Gestured:
    """A take's pictures as busts, with what they are told to show."""
    drawn = renderer.render(take)
    busts = as_busts(drawn)
    # Everything is where the crop of the first picture has put the landmarks.
    before, after = drawn.landmarks[0], busts.landmarks[0]
    scale = np.linalg.norm(after[0] - after[1]) / np.linalg.norm(before[0] - before[1])
    points = (renderer.track(take, POINTS) - before[0]) * scale + after[0]
    return Gestured(
        frames=busts.frames,
        gestures=told.astype(np.float32),
        points=points.astype(np.float32),
        landmarks=busts.landmarks,
    )


def drawn_gestures(rng: Generator) -> Float[ndarray, "f g"]:
    """Every picture's own; the first has none."""

    def turns(spread: tuple[float, ...], most: float) -> ndarray:
        return np.clip(rng.normal(0, spread, (PICTURES, len(spread))), -most, most)

    chance = rng.random(PICTURES)
    half = np.where(chance < _SHUT_SHARE + _HALF_SHARE, rng.random(PICTURES), 0.0)
    blink = np.where(chance < _SHUT_SHARE, 1.0, half)
    brows = np.where(rng.random(PICTURES) < 0.5, rng.uniform(0, 0.8, PICTURES), 0.0)
    values = [turns(*_HEAD), turns(*_BODY), brows[:, None], blink[:, None], turns(*_GAZE)]
    gestures = np.concatenate(values, axis=1)
    gestures[:FACES_ONLY, :6] = 0  # turns of head and body
    gestures[0] = 0
    return gestures


def stilled(take: Take) -> Take:
    """The first moment of a take, eyes open, for as long."""

    def held(curve: ndarray) -> ndarray:
        return np.repeat(curve[:1], len(curve), axis=0)

    def all_held(curves: dict[str, ndarray]) -> dict[str, ndarray]:
        return {name: held(curve) for name, curve in curves.items()}

    camera: dict[str, Any] = {
        each.name: held(value)
        for each in fields(take.camera)
        if isinstance(value := getattr(take.camera, each.name), np.ndarray)
    }
    face = all_held(take.face)
    face["eyeBlinkLeft"] = face["eyeBlinkRight"] = np.zeros(take.frames)
    return replace(
        take,
        camera=replace(take.camera, **camera),
        camera_move="still",
        face=face,
        joints=all_held(take.joints),
        hands=all_held(take.hands),
        fingers=all_held(take.fingers),
        twist=all_held(take.twist),
        gaze=held(take.gaze),
        root=held(take.root),
    )


def gesturing(take: Take, gestures: Float[ndarray, "f g"]) -> Take:
    """A still take whose person does these."""
    said = dict(zip(GESTURES, gestures.T, strict=True))
    joints = dict(take.joints)
    for part, bones in (("head", HEAD_BONES), ("body", TORSO_BONES)):
        turn = np.stack([said[f"{part} pitch"], said[f"{part} yaw"], -said[f"{part} roll"]], axis=1)
        for bone, share in bones:
            joints[bone] = joints.get(bone, 0) + share * turn
    gaze = take.gaze + np.stack([said["gaze side"], said["gaze up"]], axis=1)
    face = dict(take.face) | lids_with_gaze(gaze)
    for name in ("browInnerUp", "browOuterUpLeft", "browOuterUpRight"):
        face[name] = face.get(name, 0) + said["brows"]
    face["eyeBlinkLeft"] = face["eyeBlinkRight"] = said["blink"]
    face = {name: np.clip(curve, 0, 1) for name, curve in face.items()}
    return replace(take, joints=joints, gaze=gaze, face=face)
