import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from files import write_photo, write_sound
from people import astronaut, babble
from PIL import Image

from retrat.conditioning.sizes import FINE, MADE, SIZES, drawn, rim, shrunk, trimmed
from retrat.errors import RequestError
from retrat.media import from_bytes
from retrat.pipeline.notes import notes_of
from retrat.pipeline.request import GenerateRequest
from retrat.runtime.checks import inspect, notes_before
from retrat.runtime.models import release_named
from retrat.runtime.order import Order, Person

TINY = release_named("tiny-random")


def test_words_decide_the_length(tmp_path: Path) -> None:
    output = tmp_path / "a.mp4"
    short = inspect(Order(prompt='He says: "Hi."'), TINY, output=output)
    words = "the quick brown fox jumps over the lazy dog while we watch it from the window"
    long = inspect(Order(prompt=f'He says: "{words}"'), TINY, output=output)
    silent = inspect(Order(prompt="He waits."), TINY, output=output)
    story = inspect(
        Order(prompt='Shot 1: he says: "Hi." Shot 2: rain. Shot 3: he waits.'), TINY, output=output
    )
    assert short.request.seconds == 2
    assert silent.request.seconds == 4
    assert story.request.seconds == 6
    assert 4 < long.request.seconds <= 10
    assert long.order.seconds == long.request.seconds, "written down, to be made again"


def test_a_recording_decides_the_length(tmp_path: Path) -> None:
    talk = write_sound(tmp_path / "a.wav", babble(2.5))
    found = inspect(Order(prompt="x", audio=talk), TINY, output=tmp_path / "a.mp4")
    assert found.request.seconds == pytest.approx(2.5, abs=0.01)
    cut = inspect(Order(prompt="x", audio=talk, seconds=1.5), TINY, output=tmp_path / "a.mp4")
    assert cut.request.seconds == 1.5
    assert cut.request.audio is not None
    assert cut.request.audio.seconds <= 1.5


def test_a_seed_is_drawn_and_kept(tmp_path: Path) -> None:
    orders = [inspect(Order(prompt="x"), TINY, output=tmp_path / "a.mp4").order for _ in range(2)]
    assert orders[0].seed is not None
    assert orders[0].seed != orders[1].seed
    assert inspect(Order(prompt="x", seed=3), TINY, output=tmp_path / "a.mp4").request.seed == 3


def test_a_place_fills_the_clip_and_shows_nobody(tmp_path: Path) -> None:
    rows = np.linspace(0, 255, 300).astype(np.uint8)[:, None, None]
    wall = write_photo(tmp_path / "wall.png", np.broadcast_to(rows, (300, 500, 3)).copy())
    order = Order(prompt="x", place=wall, size=(192, 320))
    found = inspect(order, TINY, output=tmp_path / "a.mp4")
    assert found.request.place is not None
    assert found.request.place.shape == (3, 320, 192)
    assert found.request.place[:, 0].mean() < -0.9
    assert found.request.place[:, -1].mean() > 0.9
    assert found.uses == ()
    somebody = Order(prompt="x", place=write_photo(tmp_path / "me.png"))
    with pytest.raises(RequestError, match="shows somebody") as caught:
        inspect(somebody, TINY, output=tmp_path / "a.mp4")
    assert caught.value.field == "place"


def test_pictures_of_one_person(tmp_path: Path) -> None:
    photos = tuple(write_photo(tmp_path / f"{i}.png") for i in range(2))
    found = inspect(Order(prompt="x", references=photos), TINY, output=tmp_path / "a.mp4")
    (person,) = found.request.references
    assert [tuple(bust.shape) for bust in person.busts] == [(3, 512, 512)] * 2
    assert [tuple(face.shape) for face in person.faces] == [(3, 112, 112)] * 2
    assert person.voice is None
    assert [(use.kind, use.field) for use in found.uses] == [("face", "reference")] * 2


def test_two_people_each_with_what_is_theirs(tmp_path: Path) -> None:
    photos = [write_photo(tmp_path / f"{i}.png") for i in range(2)]
    voice = write_sound(tmp_path / "v.wav")
    other = Person(references=(photos[1],), voice=voice, consent="Bea")
    order = Order(
        prompt='character2 says: "Hi."', references=(photos[0],), consent="Ann", others=(other,)
    )
    found = inspect(order, TINY, output=tmp_path / "a.mp4")
    assert [person.voice is None for person in found.request.references] == [True, False]
    said = [(use.kind, use.field, use.claimed) for use in found.uses]
    assert said == [
        ("face", "reference", "Ann"),
        ("face", "reference", "Bea"),
        ("voice", "voice", "Bea"),
    ]


@pytest.mark.parametrize("size", SIZES)
def test_a_first_frame_fills_the_clip_around_the_face(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    wide = np.full((512, 1400, 3), 255, np.uint8)
    wide[:, 850:1362] = astronaut()
    photo = write_photo(tmp_path / "a.png", wide)
    order = Order(prompt="x", image=photo, size=size)
    found = inspect(order, TINY, output=tmp_path / "a.mp4")
    image = found.request.image
    assert image is not None
    assert image.shape == (3, *drawn(size)[::-1])
    assert image.mean() < 0.9, "the white half was cut away"
    assert [(use.kind, use.field) for use in found.uses] == [("face", "image")]


def test_a_landscape_needs_nobody(tmp_path: Path) -> None:
    rng = torch.Generator().manual_seed(0)
    noise = (torch.rand(200, 300, 3, generator=rng) * 255).byte().numpy()
    photo = write_photo(tmp_path / "a.png", noise)
    found = inspect(Order(prompt="x", image=photo), TINY, output=tmp_path / "a.mp4")
    assert found.uses == ()


def test_cheap_refusals_come_first(tmp_path: Path) -> None:
    """A missing photo is not looked for while the words do not fit."""
    order = Order(prompt="x", seconds=40, references=(tmp_path / "none.jpg",))
    with pytest.raises(RequestError) as caught:
        inspect(order, TINY, output=tmp_path / "a.mp4")
    assert caught.value.field == "seconds"


def test_the_rate_is_the_models(tmp_path: Path) -> None:
    inspect(Order(prompt="x", frames_per_second=24), TINY, output=tmp_path / "a.mp4")
    with pytest.raises(RequestError, match="24 frames a second"):
        inspect(Order(prompt="x", frames_per_second=30), TINY, output=tmp_path / "a.mp4")


@pytest.mark.parametrize("name", ["references", "voice", "image", "place", "audio"])
def test_what_is_given_is_never_written_over(tmp_path: Path, name: str) -> None:
    given = tmp_path / "talk.mp4"
    given.write_bytes(b"not even looked at")
    with pytest.raises(RequestError, match="would be overwritten") as caught:
        inspect(Order(prompt="x", **{name: given}), TINY, output=given)
    assert caught.value.field == "output"


@pytest.mark.parametrize("name", ["references", "voice", "image", "place", "audio"])
def test_a_pipe_is_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RequestError, match="is a pipe or a device"):
        inspect(Order(prompt="x", **{name: tmp_path / "pipe"}), TINY, output=tmp_path / "a.mp4")


def test_a_playlist_is_not_followed(tmp_path: Path) -> None:
    """Consent is asked by the hash of what is given, which would be that of the list alone."""
    write_sound(tmp_path / "t.wav")
    (tmp_path / "a.wav").write_text("ffconcat version 1.0\nfile t.wav\n")
    for name in ("voice", "audio"):
        order = Order(prompt="x", **{name: tmp_path / "a.wav"})
        with pytest.raises(RequestError, match="can't be read as sound") as caught:
            inspect(order, TINY, output=tmp_path / "a.mp4")
        assert caught.value.field == name


def test_long_prompts_are_refused_before_they_are_taken_apart(tmp_path: Path) -> None:
    prompt = "character" + "1" * 5000 + ' says: "Hi."'
    with pytest.raises(RequestError, match="at most 2000"):
        inspect(Order(prompt=prompt), TINY, output=tmp_path / "a.mp4")


def test_words_beside_a_recording_need_no_voice(tmp_path: Path) -> None:
    words = "\u4f60\u597d, " + "many words " * 60
    order = Order(prompt=f'She says: "{words}"', audio=write_sound(tmp_path / "a.wav"))
    found = inspect(order, TINY, output=tmp_path / "a.mp4")
    assert found.request.seconds == pytest.approx(3, abs=0.1)
    with pytest.raises(RequestError, match="Ask for at least"):
        inspect(Order(prompt='"' + "many words " * 60 + '"'), TINY, output=tmp_path / "a.mp4")


def test_what_is_not_heeded_is_known_before_a_file_is_opened(tmp_path: Path) -> None:
    photo, other = (write_photo(tmp_path / name, astronaut()) for name in ("a.png", "b.png"))
    tunnel = Order(
        prompt="Two women jump in a tunnel",
        references=(photo, other),
        others=(Person(references=(photo,)),),
    )
    before = notes_before(tunnel, TINY)
    assert [note.split()[0] for note in before] == ["Jumping", "The", "Of"]
    assert before == notes_of(inspect(tunnel, TINY, output=tmp_path / "a.mp4").request)
    gone = tmp_path / "gone.jpg"
    assert notes_before(Order(prompt="A man in a tunnel", place=gone), TINY) == ()
    assert notes_before(Order(prompt="A man in a tunnel", image=gone), TINY) == ()


@pytest.mark.parametrize("made", MADE)
def test_a_larger_clip_is_given_more_of_the_same_pictures(
    tmp_path: Path, made: tuple[int, int]
) -> None:
    width, height = 2 * made[0], 2 * made[1]
    large = np.asarray(Image.fromarray(astronaut()).resize((1400, 1400)))
    rng = np.random.default_rng(0)
    photo = write_photo(tmp_path / "a.png", large)
    wall = write_photo(tmp_path / "w.png", rng.integers(0, 255, (900, 1100, 3), dtype=np.uint8))

    def given(order: Order, size: tuple[int, int]) -> GenerateRequest:
        return inspect(replace(order, size=size), TINY, output=tmp_path / "a.mp4").request

    for order in (Order(prompt="x", image=photo), Order(prompt="x", place=wall)):
        fine, usual = given(order, (width, height)), given(order, made)
        seen = [each.image if order.place is None else each.place for each in (fine, usual)]
        assert seen[0].shape == (3, height, width)
        assert torch.equal(shrunk(seen[0], 2), seen[1]), "the same clip in every size"
    somebody = Order(prompt="x", references=(photo,))
    fine, usual = given(somebody, (width, height)), given(somebody, made)
    assert fine.references[0].busts[0].shape == (3, 512, 512)
    assert torch.equal(fine.references[0].busts[0], usual.references[0].busts[0])


@pytest.mark.parametrize("size", FINE)
def test_the_largest_are_given_what_is_beside_the_picture_as_a_rim(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """And a first frame of just that size is seen as it is, to the last pixel."""
    width, height = size
    wall = np.random.default_rng(1).integers(0, 255, (height + 200, width + 200, 3), dtype=np.uint8)
    given = wall[100:-100, 100:-100]
    exact = write_photo(tmp_path / "e.png", given)

    def first(order: Order) -> torch.Tensor:
        image = inspect(order, TINY, output=tmp_path / "a.mp4").request.image
        assert image is not None
        return image

    image = first(Order(prompt="x", image=exact, size=size))
    assert torch.equal(trimmed(image, size), from_bytes(given))
    above, left = rim(size)
    assert torch.equal(image[:, 0, left : -left or None], from_bytes(given)[:, above])
    assert torch.equal(image[:, above : -above or None, 0], from_bytes(given)[:, :, left])


def test_a_place_goes_on_into_the_rim(tmp_path: Path) -> None:
    """Where its picture is higher than the clip nothing is mirrored."""
    high = np.zeros((1280, 1280, 3), np.uint8)
    high[:] = np.linspace(0, 255, 1280).astype(np.uint8)[:, None, None]
    order = Order(prompt="x", place=write_photo(tmp_path / "h.png", high), size=(1280, 720))
    place = inspect(order, TINY, output=tmp_path / "a.mp4").request.place
    assert place is not None
    assert (place[0, :, 9].diff() >= 0).all()
    assert place.shape == (3, 768, 1280)


def test_the_largest_are_given_larger_photos(tmp_path: Path) -> None:
    large = np.asarray(Image.fromarray(astronaut()).resize((1400, 1400)))
    order = Order(prompt="x", references=(write_photo(tmp_path / "a.png", large),), size=(960, 960))
    (person,) = inspect(order, TINY, output=tmp_path / "a.mp4").request.references
    assert person.busts[0].shape == (3, 1024, 1024)
    assert person.faces[0].shape == (3, 112, 112)
