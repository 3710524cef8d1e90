import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from people import astronaut, grace_hopper, with_bystander
from PIL import Image

from retrat.errors import RequestError
from retrat.media import from_bytes
from retrat.runtime import faces, likeness
from retrat.runtime.faces import everybody, face_places, find_faces, portrait


def on_paper(*faces: tuple[int, int], height: int = 500) -> np.ndarray:
    """The astronaut's head several times on white, each (left edge, size of the picture)."""
    paper = np.full((height, 900, 3), 255, np.uint8)
    for left, size in faces:
        head = Image.fromarray(astronaut()).resize((size, size), Image.Resampling.LANCZOS)
        paper[:size, left : left + size] = np.asarray(head)
    return paper


@pytest.mark.parametrize(
    ("picture", "eyes"),
    [(astronaut(), [[204, 102], [246, 104]]), (grace_hopper(), [[223, 193], [307, 190]])],
    ids=["astronaut", "hopper"],
)
def test_people_in_photographs(picture: np.ndarray, eyes: list[list[int]]) -> None:
    found = portrait(picture, name="photo.jpg", field="reference")
    np.testing.assert_allclose(found.face.points[:2], eyes, atol=6)
    assert found.aligned.shape == (112, 112, 3)
    assert found.bust.shape == (512, 512, 3)
    again = portrait(found.bust, name="bust", field="reference")
    eyes_at = again.face.points[:2].mean(axis=0) / 512
    np.testing.assert_allclose(eyes_at, [0.5, 0.36], atol=0.03)


def test_a_phone_photo_gives_the_same_face() -> None:
    large = Image.fromarray(astronaut()).resize((3000, 3000), Image.Resampling.LANCZOS)
    small = portrait(astronaut(), name="a", field="reference")
    found = portrait(np.asarray(large), name="b", field="reference")
    assert found.face.side == pytest.approx(small.face.side * 3000 / 512, rel=0.15)
    difference = np.abs(found.bust.astype(int) - small.bust)
    assert difference.mean() < 14


def test_places_of_faces_come_from_left_to_right() -> None:
    bust = portrait(astronaut(), name="a", field="reference").bust
    (found,) = face_places(from_bytes(bust))
    assert found.scale == pytest.approx(2, abs=0.24)
    at = (found.x, found.y)
    np.testing.assert_allclose(at, [256, 0.36 * 512], atol=20)
    small, large = face_places(from_bytes(on_paper((0, 250), (300, 500))))
    assert small.x < 300 < large.x
    assert small.scale < large.scale
    assert face_places(from_bytes(np.full((256, 256, 3), 90, np.uint8))) == []


def test_no_face() -> None:
    with pytest.raises(RequestError, match=r"cat\.jpg shows no face") as caught:
        portrait(np.full((300, 300, 3), 200, np.uint8), name="cat.jpg", field="reference")
    assert caught.value.field == "reference"


def test_several_faces_ask_for_one() -> None:
    picture = on_paper((0, 400), (450, 450))
    assert len(find_faces(picture)) == 2
    with pytest.raises(RequestError, match=r"2 faces: 1 .* number 2 is the largest.*face=2"):
        portrait(picture, name="two.jpg", field="reference")
    left = portrait(picture, name="two.jpg", field="reference", face=1)
    right = portrait(picture, name="two.jpg", field="reference", face=2)
    assert left.face.box[0] < right.face.box[0]
    with pytest.raises(RequestError, match=r"face=3 is not in two\.jpg") as caught:
        portrait(picture, name="two.jpg", field="reference", face=3)
    assert caught.value.field == "face"


def test_a_face_far_behind_is_background() -> None:
    picture = on_paper((0, 130), (400, 490))
    found = portrait(picture, name="one.jpg", field="reference")
    assert found.face.box[0] > 400


def test_a_small_face_is_refused() -> None:
    small = Image.fromarray(astronaut()).resize((230, 230), Image.Resampling.LANCZOS)
    with pytest.raises(RequestError, match=r"is \d\d pixels wide; at least 48"):
        portrait(np.asarray(small), name="far.jpg", field="reference")


def test_everybody_in_a_picture_that_is_shown_as_it_is() -> None:
    for picture, count in ((astronaut(), 1), (grace_hopper(), 1), (with_bystander(), 2)):
        assert len(everybody(picture)) == count
        assert len(find_faces(picture)) == 1
    left, right = everybody(with_bystander())
    assert left.side < right.side / 3
    assert everybody(np.full((300, 300, 3), 200, np.uint8)) == []


def test_the_bust_of_a_large_photo_is_sharper_than_half_of_its_size_can_show() -> None:
    large = Image.fromarray(astronaut()).resize((2000, 2000), Image.Resampling.LANCZOS)
    picture = np.asarray(large).copy()
    rows, columns = np.mgrid[:2000, :2000] // 2
    picture[(rows + columns) % 2 == 0] //= 2
    bust = portrait(picture, name="a", field="reference").bust
    assert bust.shape == (512, 512, 3)
    half = Image.fromarray(bust).resize((256, 256), Image.Resampling.BOX).resize((512, 512))
    apart = np.abs(bust.astype(int) - np.asarray(half)).mean()
    plain = portrait(np.asarray(large), name="b", field="reference").bust
    soft = Image.fromarray(plain).resize((256, 256), Image.Resampling.BOX).resize((512, 512))
    assert apart > 2 * np.abs(plain.astype(int) - np.asarray(soft)).mean()


class Watched:
    """A network of dlib's that notices when two threads are in it."""

    def __init__(self, network, inside: threading.Semaphore) -> None:
        self.network, self.inside = network, inside

    def __getattr__(self, name: str):
        return lambda *given: self._alone(getattr(self.network, name), *given)

    def __call__(self, *given):
        return self._alone(self.network, *given)

    def _alone(self, ask, *given):
        assert self.inside.acquire(blocking=False), "two at a time"
        try:
            return ask(*given)
        finally:
            self.inside.release()


def test_a_server_of_many_threads_looks_at_one_face_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two threads in dlib's detector had overwritten each other's memory and ended the server."""
    inside = threading.Semaphore(1)
    for module in (faces, likeness):
        networks = [Watched(network, inside) for network in module._networks()]
        monkeypatch.setattr(module, "_networks", lambda networks=networks: networks)
    small = np.asarray(Image.fromarray(astronaut()).resize((256, 256)))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(likeness.face_embeddings, [small] * 8))
    assert all(np.array_equal(found[0], each) for each in found)
    assert len(found[0]) == 1
