"""Two real people whose pictures come with open packages: same is near, other is far."""

import numpy as np
import pytest

pytest.importorskip("dlib")
pytest.importorskip("skimage")
pytest.importorskip("matplotlib")

from retrat.evaluate.identity import (
    clip_faces,
    find_face,
    reference_descriptor,
    score_identity,
)


def _square(image: np.ndarray, left: int, top: int, side: int) -> np.ndarray:
    from PIL import Image

    cut = Image.fromarray(image).crop((left, top, left + side, top + side))
    return np.asarray(cut.resize((256, 256)))


@pytest.fixture(scope="module")
def astronaut() -> np.ndarray:
    from skimage import data

    return data.astronaut()


@pytest.fixture(scope="module")
def hopper() -> np.ndarray:
    from matplotlib.cbook import get_sample_data
    from PIL import Image

    with get_sample_data("grace_hopper.jpg") as file:
        return np.asarray(Image.open(file).convert("RGB"))


@pytest.fixture(scope="module")
def references(astronaut: np.ndarray, hopper: np.ndarray) -> list[np.ndarray]:
    pictures = [_square(astronaut, 100, 0, 256), _square(hopper, 80, 30, 400)]
    return [reference_descriptor([each]) for each in pictures]


def _moving(image: np.ndarray, side: int, frames: int = 6) -> np.ndarray:
    """A clip: the same picture, sliding and brightening a little."""
    shifts = range(frames)
    moved = [_square(image, 80 + 3 * n, 4 + n, side).astype(float) * (1 + 0.02 * n) for n in shifts]
    return np.clip(moved, 0, 255).astype(np.uint8)


def test_the_same_picture_is_at_distance_nothing(astronaut, references) -> None:
    face = find_face(_square(astronaut, 100, 0, 256))
    assert face is not None
    assert np.linalg.norm(face.descriptor - references[0]) < 1e-6


def test_two_people_are_far_apart(references) -> None:
    assert np.linalg.norm(references[0] - references[1]) > 0.6


def test_a_clip_of_a_person_is_nearest_to_that_person(astronaut, references) -> None:
    faces = clip_faces(_moving(astronaut, 280), fps=24, judged=3)
    right, wrong = score_identity(faces, references, 0), score_identity(faces, references, 1)
    assert faces.found == 1
    assert right.is_nearest
    assert not wrong.is_nearest
    assert right.distance <= right.worst_distance < 0.4 < 0.6 < wrong.distance


def test_a_clip_that_turns_into_somebody_else_drifts(astronaut, hopper, references) -> None:
    one, other = _moving(astronaut, 280), _moving(hopper, 420)
    faces = clip_faces(np.concatenate([one, other]), fps=24, judged=4)
    steady = score_identity(clip_faces(one, fps=24, judged=4), references, 0)
    score = score_identity(faces, references, 0)
    assert score.drift_per_second > 0.3 > abs(steady.drift_per_second) * 2
    assert score.worst_distance > 0.6


def test_a_clip_without_a_face_is_nobody(references) -> None:
    faces = clip_faces(np.full((4, 128, 128, 3), 90, np.uint8), fps=24, judged=2)
    score = score_identity(faces, references, 0)
    assert faces.found == 0
    assert faces.mean is None
    assert not score.is_nearest
    assert score.distance == float("inf")
    assert reference_descriptor([np.zeros((64, 64, 3), np.uint8)]) is None
