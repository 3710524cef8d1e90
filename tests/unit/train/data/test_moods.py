"""Pictures of one person between which only the expression changes."""

import numpy as np
import pytest

from retrat.models.animator import EXPRESSIONS
from retrat.train.data import expressions as world
from retrat.train.data.gestures import POINTS
from retrat.train.data.moods import CALM, PICTURES, drawn_expressions, moods_from_seed
from retrat.train.data.shot import LANDMARKS

MOUTH = [LANDMARKS.index(f"{side} mouth") for side in ("left", "right")]


def test_every_expression_is_shown_after_two_calm_pictures() -> None:
    drawn = np.stack([drawn_expressions(np.random.default_rng(seed)) for seed in range(50)])
    assert drawn.shape == (50, PICTURES, len(EXPRESSIONS))
    assert (drawn[:, 0] == 0).all()
    assert (drawn[:, 1, EXPRESSIONS.index("smile")] <= 0.5).all()
    alone = drawn[:, CALM:-1]
    assert ((alone > 0).sum(axis=-1) == 1).all()
    assert (alone.argmax(axis=-1) == np.arange(len(EXPRESSIONS))).all()
    assert ((drawn[:, -1] > 0).sum(axis=-1) == 2).all()


def test_expressions_are_those_of_the_world() -> None:
    assert set(EXPRESSIONS) == set(world.EXPRESSIONS) - {"neutral"}


@pytest.fixture(scope="module")
def sample(renderer):
    return moods_from_seed(3, "train", renderer)


def test_only_the_face_changes(sample) -> None:
    assert sample.frames.shape == (PICTURES, 256, 256, 3)
    assert sample.points.shape == (PICTURES, POINTS, 2)
    apart = np.abs(sample.frames.astype(int) - sample.frames[0].astype(int)).max(axis=(0, 3))
    faces = np.zeros((256, 256), dtype=bool)
    left, top = sample.landmarks[0].min(axis=0).astype(int) - 24
    right, bottom = sample.landmarks[0].max(axis=0).astype(int) + 24
    faces[max(top, 0) : bottom, max(left, 0) : right] = True
    assert apart[faces].max() > 40
    assert (apart[~faces] > 8).mean() < 0.02  # hair that brows lift


def test_a_smile_lifts_the_corners_of_a_mouth_and_sorrow_lets_them_fall(sample) -> None:
    at = {name: CALM + number for number, name in enumerate(EXPRESSIONS)}
    height = sample.landmarks[:, MOUTH, 1].mean(axis=1)
    assert height[at["smile"]] < height[0] < height[at["sad"]]
    moved = np.abs(sample.points[1:] - sample.points[0]).max(axis=(1, 2))
    assert (moved[1:] > 0.5).all()
