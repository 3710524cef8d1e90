"""A person before one place and then, in the very same pose, before another.

What a photo and a prompt ask of a small model first of all: keep the person, change the place. Both
pictures are cropped as a user's photo is, so they lie on each other pixel by pixel. What is behind
the person differs, and now and then the light that falls on them. Either is the reference of the
other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from retrat.train.data.captions import caption, labels_of
from retrat.train.data.clips import ClipRequest, as_busts, sample_labels, split_stream, take_of
from retrat.train.data.people import outfit_from_seed, person_from_seed, seeds_of
from retrat.train.data.sample import Sample
from retrat.train.data.scenes import SCENE_NAMES, scene_from_seed

if TYPE_CHECKING:
    from numpy.random import Generator

    from retrat.train.data.motion import Take
    from retrat.train.data.render import Rendered, Renderer
    from retrat.train.data.scenes import Scene
    from retrat.train.data.splits import Split

POSES = 3
RELIT = 0.15  # of the pairs, each picture has the light of its own place
_SIZE = 384
_ACTIONS = ("stand", "talk", "nod", "tilt", "laugh", "look around", "shake", "turn")


def portraits_from_seed(seed: int, split: Split, renderer: Renderer) -> Iterator[Sample]:
    """One person in one outfit: for every pose, each of two places seen from the other."""
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
        drawn = [as_busts(renderer.render(each)) for each in takes]
        for index, each in enumerate(takes):
            yield _sample(seed, request, each, drawn[index], drawn[1 - index], rng)


def _scene(name: str, rng: Generator) -> Scene:
    return scene_from_seed(str(name), int(rng.integers(2**31)))


def _sample(
    seed: int,
    request: ClipRequest,
    take: Take,
    target: Rendered,
    reference: Rendered,
    rng: Generator,
) -> Sample:
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
        voice=np.zeros(0, np.float16),
    )
