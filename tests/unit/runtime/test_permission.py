import subprocess
from pathlib import Path

import numpy as np
import pytest
from files import write_photo, write_sound
from people import astronaut, grace_hopper
from PIL import Image

from retrat.errors import RequestError
from retrat.provenance.cast import Enrolment, enrol, revoke
from retrat.provenance.home import Home
from retrat.runtime import permission, speakers
from retrat.runtime.checks import Materials, inspect
from retrat.runtime.models import release_named
from retrat.runtime.order import Order
from retrat.runtime.permission import permitted


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(root=tmp_path / "home")


def materials(tmp_path: Path, consent: str | None) -> Materials:
    order = Order(
        prompt="x",
        references=(write_photo(tmp_path / "me.png"),),
        voice=write_sound(tmp_path / "me.wav"),
        consent=consent,
    )
    return inspect(order, release_named("tiny-random"), output=tmp_path / "a.mp4")


def test_nobody_without_consent(tmp_path: Path, home: Home) -> None:
    with pytest.raises(RequestError, match="gave consent"):
        permitted(materials(tmp_path, None), home, show=print)


def test_oneself_in_one_step_shown_once(tmp_path: Path, home: Home) -> None:
    shown: list[str] = []
    grants = permitted(materials(tmp_path, "self"), home, show=shown.append)
    assert {grant.kind for grant in grants} == {"face", "voice"}
    assert len(shown) == 1
    assert "my face and my voice" in shown[0]
    permitted(materials(tmp_path, "self"), home, show=shown.append)
    permitted(materials(tmp_path, None), home, show=shown.append)
    assert len(shown) == 1


def test_somebody_enrolled_and_revoked(tmp_path: Path, home: Home) -> None:
    asked = materials(tmp_path, "Ana")
    with pytest.raises(RequestError, match="Nobody called 'Ana'"):
        permitted(asked, home, show=print)
    given = Enrolment(name="Ana", photos=(tmp_path / "me.png",), voices=(tmp_path / "me.wav",))
    enrol(home, given)
    assert len(permitted(asked, home, show=print)) == 2
    revoke(home, "Ana")
    with pytest.raises(RequestError, match="withdrew consent"):
        permitted(asked, home, show=print)


def test_no_person_no_question(tmp_path: Path, home: Home) -> None:
    asked = inspect(Order(prompt="Rain"), release_named("tiny-random"), output=tmp_path / "a.mp4")
    assert permitted(asked, home, show=print) == ()


def pictured(tmp_path: Path, picture: np.ndarray, *, consent: str | None = None) -> Materials:
    """An order whose first frame is this picture."""
    Image.fromarray(picture).save(tmp_path / "given.png")
    order = Order(prompt="x", image=tmp_path / "given.png", consent=consent)
    return inspect(order, release_named("tiny-random"), output=tmp_path / "a.mp4")


def enrolled(tmp_path: Path, home: Home) -> None:
    Image.fromarray(astronaut()).save(tmp_path / "enrolled.png")
    enrol(home, Enrolment(name="Eileen", photos=(tmp_path / "enrolled.png",)))


def test_another_photo_of_somebody_enrolled(tmp_path: Path, home: Home) -> None:
    enrolled(tmp_path, home)
    (grant,) = permitted(pictured(tmp_path, astronaut()[:, ::-1]), home, show=print)
    assert grant.matched_by == "embedding"
    with pytest.raises(RequestError, match="matches none of the 1 people"):
        permitted(pictured(tmp_path, grace_hopper()), home, show=print)
    revoke(home, "Eileen")
    with pytest.raises(RequestError, match="withdrew consent"):
        permitted(pictured(tmp_path, astronaut()[:, ::-1]), home, show=print)


def test_a_picture_of_two_needs_both(tmp_path: Path, home: Home) -> None:
    enrolled(tmp_path, home)
    other = np.asarray(Image.fromarray(grace_hopper()).resize((512, 600)))[:512]
    both = pictured(tmp_path, np.concatenate([astronaut(), other], axis=1), consent="self")
    with pytest.raises(RequestError, match="matches none"):
        permitted(both, home, show=print)
    Image.fromarray(grace_hopper()).save(tmp_path / "grace.png")
    enrol(home, Enrolment(name="Grace", photos=(tmp_path / "grace.png",)))
    grants = permitted(both, home, show=print)
    assert len({grant.consent_id for grant in grants}) == 2


def spoken(flite: str, path: Path, voice: str, words: str) -> Path:
    subprocess.run([flite, "-voice", voice, "-t", words, "-o", str(path)], check=True)
    return path


def with_voice(tmp_path: Path, voice: Path) -> Materials:
    order = Order(prompt="x", voice=voice)
    return inspect(order, release_named("tiny-random"), output=tmp_path / "a.mp4")


def test_another_recording_of_somebody_enrolled(flite: str, tmp_path: Path, home: Home) -> None:
    if not speakers.knows_voices():
        pytest.skip("Resemblyzer is not installed")
    first = "Please bring the green umbrella to the kitchen before the rain begins again."
    second = "The children walked along the river and sang until the evening came."
    ana = spoken(flite, tmp_path / "ana.wav", "slt", first)
    enrol(home, Enrolment(name="Ana", voices=(ana,)))
    again = spoken(flite, tmp_path / "again.wav", "slt", second)
    (grant,) = permitted(with_voice(tmp_path, again), home, show=print)
    assert (grant.kind, grant.matched_by) == ("voice", "embedding")
    stranger = spoken(flite, tmp_path / "stranger.wav", "rms", first)
    with pytest.raises(RequestError, match="The voice in voice matches none of the 1 people"):
        permitted(with_voice(tmp_path, stranger), home, show=print)
    revoke(home, "Ana")
    with pytest.raises(RequestError, match="withdrew consent"):
        permitted(with_voice(tmp_path, again), home, show=print)


def test_without_the_network_only_the_very_recording(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(permission, "knows_voices", lambda: False)
    ana = write_sound(tmp_path / "ana.wav")
    enrol(home, Enrolment(name="Ana", voices=(ana,)))
    assert len(permitted(with_voice(tmp_path, ana), home, show=print)) == 1
    other = write_sound(tmp_path / "other.mp3")
    with pytest.raises(RequestError, match=r"with retrat\[evaluate\] installed"):
        permitted(with_voice(tmp_path, other), home, show=print)


def test_the_face_that_is_asked_for_is_the_one_that_needs_consent(
    tmp_path: Path, home: Home
) -> None:
    other = np.asarray(Image.fromarray(grace_hopper()).resize((512, 600)))[:512]
    Image.fromarray(np.concatenate([astronaut(), other], axis=1)).save(tmp_path / "both.png")
    release, output = release_named("tiny-random"), tmp_path / "a.mp4"

    def asked(face: int, consent: str | None = None) -> Materials:
        order = Order(prompt="x", references=(tmp_path / "both.png",), face=face, consent=consent)
        return inspect(order, release, output=output)

    permitted(asked(1, "self"), home, show=print)
    (grant,) = permitted(asked(1), home, show=print)
    assert grant.matched_by == "embedding"  # the file shows somebody else, too
    with pytest.raises(RequestError, match="matches none of the 1 people"):
        permitted(asked(2), home, show=print)
