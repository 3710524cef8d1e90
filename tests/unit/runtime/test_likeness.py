from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from people import astronaut, grace_hopper
from PIL import Image

from retrat.runtime import likeness
from retrat.runtime.faces import find_faces
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


def test_a_face_is_looked_at_from_nearer_and_farther_and_in_the_mirror(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[np.ndarray] = []

    class Sees:
        def compute_face_descriptor(self, chip: np.ndarray) -> np.ndarray:
            looks.append(chip)
            return np.eye(128)[len(looks)]

    predictor, _ = likeness._networks()
    monkeypatch.setattr(likeness, "_networks", lambda: (predictor, Sees()))
    picture = astronaut().copy()
    picture[0, 0] = 0  # one that no test has shown before
    seen = likeness.plain_embeddings(picture, find_faces(picture))
    assert seen[0, 1:7] == pytest.approx(np.full(6, 6**-0.5))
    plain, mirrored = looks[::2], looks[1::2]
    assert all(np.array_equal(a, b[:, ::-1]) for a, b in zip(plain, mirrored, strict=True))
    assert not any(np.array_equal(a, b) for a, b in pairwise(plain))


def test_what_one_person_differs_in_counts_less() -> None:
    with np.load(Path(likeness.__file__).with_name("faces.npz")) as stored:
        whitening = stored["whitening"].astype(float)
    assert whitening == pytest.approx(whitening.T)
    assert np.trace(whitening) == pytest.approx(128, rel=0.01)
    counts = np.linalg.eigvalsh(whitening)
    assert 0.3 < counts[0] < 0.8 < 1.05 < counts[-1] < 1.5
    plain = likeness.plain_embeddings(astronaut(), find_faces(astronaut()))
    assert np.linalg.norm(plain) == pytest.approx(1)
    whitened = plain @ whitening
    assert face_embeddings(astronaut()) == pytest.approx(whitened / np.linalg.norm(whitened))


def test_two_people(known: np.ndarray) -> None:
    assert float(known[0] @ face_embeddings(grace_hopper())[0]) < THRESHOLDS.face


def test_no_face() -> None:
    assert face_embeddings(np.full((64, 64, 3), 128, np.uint8)).shape == (0, 128)


def test_a_photo_of_several_tells_of_nobody(tmp_path: Path) -> None:
    both = np.concatenate([astronaut()[:300, 100:400], astronaut()[:300, 100:400]], axis=1)
    Image.fromarray(both).save(tmp_path / "both.png")
    assert len(face_embeddings(both)) == 2
    assert enrolled_faces([tmp_path / "both.png"]).shape == (0, 128)
