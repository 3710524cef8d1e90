from pathlib import Path

import numpy as np
import pytest
from files import write_photo, write_sound
from people import astronaut, grace_hopper
from PIL import Image

from retrat.errors import RequestError
from retrat.provenance.cast import Enrolment, enrol, revoke
from retrat.provenance.home import Home
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
