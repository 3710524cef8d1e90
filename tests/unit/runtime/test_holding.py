import os
import subprocess
import sys
from pathlib import Path

import pytest
from files import write_photo
from people import astronaut, grace_hopper

from retrat.errors import ConsentError, RequestError
from retrat.provenance.cast import Enrolment, enrol
from retrat.provenance.home import Home
from retrat.runtime import checks
from retrat.runtime.engine import Engine
from retrat.runtime.holding import copied, held, sweep
from retrat.runtime.order import Order, Person
from retrat.runtime.settings import Settings


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(root=tmp_path / "home")


def write(path: Path) -> Path:
    path.write_bytes(path.name.encode())
    return path


def test_every_file_of_an_order_is_held(tmp_path: Path, home: Home) -> None:
    names = ("a.png", "b.png", "a.wav", "first.png", "place.png", "talk.wav", "before.mp4", "o.wav")
    a, b, voice, first, place, talk, before, other = (write(tmp_path / name) for name in names)
    order = Order(
        prompt="x",
        references=(a, b),
        voice=voice,
        image=first,
        place=place,
        audio=talk,
        continues=before,
        others=(Person(references=(a,), voice=other, face=2, consent="Ben"),),
        consent="Ana",
    )
    with held(order, home) as own:
        for path in order.files:
            path.write_bytes(b"exchanged")
        assert [path.name for path in own.files] == [path.name for path in order.files]
        for path in own.files:
            assert path.read_bytes() == path.name.encode()
            assert path.stat().st_mode & 0o077 == 0
            assert path.is_relative_to(home.root / "held")
        assert (home.root / "held").stat().st_mode & 0o077 == 0
        assert (own.consent, own.others[0].face, own.others[0].consent) == ("Ana", 2, "Ben")
    assert not [path for path in (home.root / "held").rglob("*") if path.name != ".lock"]


def test_nothing_is_held_for_words_alone(home: Home) -> None:
    with held(Order(prompt="Rain"), home) as own:
        assert own == Order(prompt="Rain")
    assert not home.root.exists()


def test_refusals_name_what_was_given(tmp_path: Path, home: Home) -> None:
    photo = write(tmp_path / "a.png")
    with (
        pytest.raises(ConsentError, match="is nobody") as caught,
        copied(home, {photo: "reference"}) as own,
    ):
        raise ConsentError(f"{own[photo]} is nobody.", field="reference")
    assert str(caught.value) == caught.value.message == f"{photo} is nobody."
    assert caught.value.field == "reference"
    with pytest.raises(RequestError, match=r"gone\.wav is not there") as caught:
        copied(home, {photo: "photo", tmp_path / "gone.wav": "voice"}).__enter__()
    assert caught.value.field == "voice"


def test_a_full_disk_is_one_sentence(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(RequestError, match=r"on device\. Make room there") as caught:
        copied(home, {write(tmp_path / "a.png"): "image"}).__enter__()
    assert caught.value.field == "image"
    assert not list((home.root / "held").glob("*/*"))


HOLDING = """
import sys
from pathlib import Path
from retrat.provenance.home import Home
from retrat.runtime.holding import copied
with copied(Home(root=Path(sys.argv[1])), {Path(sys.argv[2]): "image"}):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_what_a_killed_process_left_goes_and_what_one_works_on_stays(
    tmp_path: Path, home: Home
) -> None:
    photo = write(tmp_path / "a.png")
    command = [sys.executable, "-c", HOLDING, str(home.root), str(photo)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env={**os.environ}) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with copied(home, {photo: "image"}) as own:
            sweep(home)
            assert len(list((home.root / "held").glob("*/0/a.png"))) == 2
            process.kill()
            process.wait()
            sweep(home)
            assert list((home.root / "held").glob("*/0/a.png")) == [own[photo]]


@pytest.mark.parametrize("enrolled_is_given", [True, False])
def test_an_exchanged_photo_is_neither_shown_nor_asked_for(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch, enrolled_is_given: bool
) -> None:
    """A stranger's photo, exchanged after it was decoded for one that is enrolled, or that one."""
    enrolled = write_photo(tmp_path / "enrolled.png", astronaut())
    enrol(home, Enrolment(name="Eileen", photos=(enrolled,)))
    stranger = write_photo(tmp_path / "stranger.png", grace_hopper())
    given, other = (enrolled, stranger) if enrolled_is_given else (stranger, enrolled)
    path = write_photo(tmp_path / "given.png")
    path.write_bytes(given.read_bytes())
    real = checks.portrait

    def exchanged(*values: object, **named: object) -> object:
        path.write_bytes(other.read_bytes())
        return real(*values, **named)

    monkeypatch.setattr(checks, "portrait", exchanged)
    engine = Engine(Settings(), home=home)
    order = Order(prompt="x", references=(path,), model="tiny-random", seconds=1, steps=1, seed=1)
    if not enrolled_is_given:
        with pytest.raises(ConsentError, match="matches none of the 1 people"):
            engine.make(order, tmp_path / "a.mp4")
        assert not (tmp_path / "a.mp4").exists()
        return
    made = engine.make(order, tmp_path / "a.mp4")
    (told,) = made.settings["references"]
    assert told["name"] == "given.png"
    assert told["sha256"] == checks.sha256_of(enrolled.read_bytes())
