"""A person before one place and then, in the very same pose, before another.

What a photo and a prompt ask of a small model first of all: keep the person, change the place. Both
pictures are cropped as a user's photo is, so they lie on each other pixel by pixel. What is behind
the person differs, and in every other pair the light that falls on them. Either is the reference of
the other; and each has its place as it would be with nobody in it. More places are seen behind the
same person when asked for, without their light: those cost little to draw.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from retrat.media.crops import crop_bust
from retrat.train.data.captions import caption, labels_of
from retrat.train.data.clips import (
    ClipRequest,
    as_busts,
    framing_points,
    sample_labels,
    split_stream,
    take_of,
)
from retrat.train.data.people import outfit_from_seed, person_from_seed, seeds_of
from retrat.train.data.sample import Sample
from retrat.train.data.scenes import SCENE_NAMES, scene_from_seed

if TYPE_CHECKING:
    from jaxtyping import UInt8
    from numpy import ndarray
    from numpy.random import Generator

    from retrat.train.data.motion import Take
    from retrat.train.data.render import Rendered, Renderer
    from retrat.train.data.scenes import Scene
    from retrat.train.data.splits import Split

POSES = 3
RELIT = 0.5  # of the pairs, each picture has the light of its own place
_SIZE = 384
_ACTIONS = ("stand", "talk", "nod", "tilt", "laugh", "look around", "shake", "turn")


def portraits_from_seed(
    seed: int, split: Split, renderer: Renderer, *, beside: int = 0
) -> Iterator[Sample]:
    """One person in one outfit: for every pose, each of two places seen from the other.

    After each pair come `beside` samples in which the first picture's person stands before yet
    another place, and that picture is the reference.
    """
    rng = np.random.default_rng([seed, split_stream(split), 17])
    person = person_from_seed(seeds_of(split, rng), renderer.pack)
    outfit = outfit_from_seed(int(rng.integers(2**31)), person)
    for _ in range(POSES):
        request = ClipRequest(
            split=split,
            frames=1,
            size=(_SIZE, _SIZE),
            action=str(rng.choice(_ACTIONS)),
            framing="medium",
        )
        take = replace(take_of(rng, request, person, 0, ()), outfit=outfit)
        here, there = rng.choice(SCENE_NAMES, 2, replace=False)
        scenes = [_scene(name, rng) for name in (here, there)]
        if rng.random() >= RELIT:
            scenes[1] = replace(scenes[1], light=scenes[0].light)
        takes = [replace(take, scene=scene) for scene in scenes]
        # The crop depends on the pose alone, so it is the same for both.
        drawn = [renderer.render(each) for each in takes]
        busts = [as_busts(each) for each in drawn]
        for index, each in enumerate(takes):
            place = crop_bust(renderer.place(each), framing_points(drawn[index]))
            shown = _Shown(target=busts[index], reference=busts[1 - index], place=place)
            yield _sample(seed, request, each, shown, rng)
        for name in rng.choice(SCENE_NAMES, beside, replace=False):
            moved = replace(takes[0], scene=_scene(name, rng))
            place = crop_bust(renderer.place(moved), framing_points(drawn[0]))
            there = replace(busts[0], frames=_before(place, busts[0]))
            shown = _Shown(target=there, reference=busts[0], place=place)
            yield _sample(seed, request, moved, shown, rng)


def _before(place: UInt8[ndarray, "y x 3"], bust: Rendered) -> UInt8[ndarray, "f y x 3"]:
    """The person of a bust before another place."""
    share = bust.mattes[..., None].astype(np.float32) / 255
    return np.round(bust.frames * share + place * (1 - share)).astype(np.uint8)


def _scene(name: str, rng: Generator) -> Scene:
    return scene_from_seed(str(name), int(rng.integers(2**31)))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shown:
    """A bust, another of the same pose, and what is behind the first."""

    target: Rendered
    reference: Rendered
    place: UInt8[ndarray, "y x 3"]


def _sample(seed: int, request: ClipRequest, take: Take, shown: _Shown, rng: Generator) -> Sample:
    target, reference = shown.target, shown.reference
    points = target.landmarks[0]
    box = np.concatenate([points.min(0), points.max(0)]).astype(np.float32)
    labels = labels_of(take, words="", reference=1 if rng.random() < 0.6 else 0)
    return Sample(
        labels=sample_labels(seed, request, take, None, "", caption(labels, rng), (True,), None),
        frames=target.frames,
        sound=np.zeros(0, np.float16),
        phones=np.zeros(0, np.uint8),
        phone_ends=np.zeros(0, np.float32),
        mouth_open=np.zeros(1, np.float32),
        face_box=box[None],
        landmarks=target.landmarks,
        head_yaw=np.zeros(1, np.float32),
        references=reference.frames,
        reference_mattes=reference.mattes,
        reference_landmarks=reference.landmarks,
        reference_boxes=box[None],
        places=shown.place[None],
        voice=np.zeros(0, np.float16),
    )
