from pathlib import Path

import numpy as np
import pytest
from people import astronaut, grace_hopper
from PIL import Image

from retrat.runtime.likeness import THRESHOLDS, enrolled_faces, face_embeddings


@pytest.fixture(scope="module")
def known() -> np.ndarray:
    return face_embeddings(astronaut())


def another_photo() -> np.ndarray:
    """The same face, smaller, darker and tilted."""
    picture = Image.fromarray(astronaut()).resize((360, 360)).rotate(6)
    return (np.asarray(picture) * 0.75).astype(np.uint8)


def test_one_person_twice(known: np.ndarray) -> None:
    assert known.shape == (1, 128)
    assert float(known[0] @ face_embeddings(another_photo())[0]) > THRESHOLDS.face


def test_a_mirrored_photo_says_the_same(known: np.ndarray) -> None:
    mirrored = face_embeddings(np.ascontiguousarray(astronaut()[:, ::-1]))
    assert float(known[0] @ mirrored[0]) > 0.9978


def test_two_people(known: np.ndarray) -> None:
    assert float(known[0] @ face_embeddings(grace_hopper())[0]) < THRESHOLDS.face


def test_no_face() -> None:
    assert face_embeddings(np.full((64, 64, 3), 128, np.uint8)).shape == (0, 128)


def test_a_photo_of_several_tells_of_nobody(tmp_path: Path) -> None:
    both = np.concatenate([astronaut()[:300, 100:400], astronaut()[:300, 100:400]], axis=1)
    Image.fromarray(both).save(tmp_path / "both.png")
    assert len(face_embeddings(both)) == 2
    assert enrolled_faces([tmp_path / "both.png"]).shape == (0, 128)
