import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from files import write_photo, write_sound
from people import astronaut, grace_hopper, with_bystander
from PIL import Image

from retrat.errors import RequestError
from retrat.provenance.cast import Enrolment, default_scope, enrol, revoke_all
from retrat.provenance.consent import Scope
from retrat.provenance.home import Home
from retrat.provenance.store import load_cast
from retrat.runtime import permission, speakers
from retrat.runtime.checks import Materials, _uses, inspect
from retrat.runtime.faces import find_faces
from retrat.runtime.likeness import PLAIN, plain_embeddings
from retrat.runtime.models import release_named
from retrat.runtime.order import Order, Person
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
    revoke_all(home, "Ana")
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
    revoke_all(home, "Eileen")
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


def test_who_was_chosen_before_vectors_were_whitened_is_still_known(
    tmp_path: Path, home: Home
) -> None:
    other = np.asarray(Image.fromarray(grace_hopper()).resize((512, 600)))[:512]
    group = np.concatenate([astronaut(), other], axis=1)
    Image.fromarray(group).save(tmp_path / "group.png")
    before = plain_embeddings(astronaut(), find_faces(astronaut()))
    photos = (tmp_path / "group.png",)
    chosen = Enrolment(name="E", photos=photos, embeddings={"face": before}, embedders=PLAIN)
    enrol(home, chosen)
    (grant,) = permitted(pictured(tmp_path, astronaut()[:, ::-1]), home, show=print)
    assert grant.matched_by == "embedding"
    revoke_all(home, "E")
    with pytest.raises(RequestError, match="withdrew consent"):
        permitted(pictured(tmp_path, astronaut()[:, ::-1], consent="self"), home, show=print)


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
    revoke_all(home, "Ana")
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


def group_photo(tmp_path: Path) -> Path:
    other = np.asarray(Image.fromarray(grace_hopper()).resize((512, 600)))[:512]
    return write_photo(tmp_path / "both.png", np.concatenate([astronaut(), other], axis=1))


@pytest.mark.parametrize("consent", [None, "self"])
def test_one_group_photo_for_two_people_needs_both(
    tmp_path: Path, home: Home, consent: str | None
) -> None:
    both = group_photo(tmp_path)
    enrolled(tmp_path, home)
    other = Person(references=(both,), face=2)
    order = Order(prompt="x", references=(both,), face=1, others=(other,), consent=consent)
    asked = Materials(order=order, request=None, uses=_uses(order, has_face=False))
    with pytest.raises(RequestError, match="matches none of the 1 people"):
        permitted(asked, home, show=print)
    write_photo(tmp_path / "grace.png", grace_hopper())
    enrol(home, Enrolment(name="Grace", photos=(tmp_path / "grace.png",)))
    grants = permitted(asked, home, show=print)
    assert len({grant.consent_id for grant in grants}) == 2


def scoped(**changes) -> Scope:
    return replace(default_scope(), **changes)


def test_oneself_does_not_override_what_somebody_withdrew(tmp_path: Path, home: Home) -> None:
    enrolled(tmp_path, home)
    revoke_all(home, "Eileen")
    for picture in (astronaut(), astronaut()[:, ::-1]):  # the very photo, and another one
        with pytest.raises(RequestError, match="Eileen withdrew consent"):
            permitted(pictured(tmp_path, picture, consent="self"), home, show=print)
    assert [member.record.name for member in load_cast(home).members] == ["Eileen"]
    enrolled(tmp_path, home)  # on purpose
    assert permitted(pictured(tmp_path, astronaut(), consent="self"), home, show=print)


@pytest.mark.parametrize(
    ("scope", "match"),
    [
        (scoped(modes=("reference",)), "not to mode 'image'"),
        (scoped(purposes=("publish",)), "not to purpose"),
        (scoped(until=datetime.now(UTC) + timedelta(seconds=0.1)), "consent ended"),
    ],
    ids=["mode", "purpose", "expired"],
)
def test_oneself_does_not_override_a_limit(
    tmp_path: Path, home: Home, scope: Scope, match: str
) -> None:
    write_photo(tmp_path / "enrolled.png")
    early = datetime.now(UTC) - timedelta(days=2)
    given = Enrolment(name="Ana", photos=(tmp_path / "enrolled.png",), scope=scope)
    enrol(home, given, now=early)
    with pytest.raises(RequestError, match=match):
        permitted(pictured(tmp_path, astronaut(), consent="self"), home, show=print)
    assert len(load_cast(home).members) == 1


def test_what_a_clip_is_for_is_asked_for(tmp_path: Path, home: Home) -> None:
    photo = write_photo(tmp_path / "ana.png")
    given = Enrolment(name="Ana", photos=(photo,), scope=scoped(purposes=("school", "publish")))
    enrol(home, given)

    def asked(purpose: str | None) -> Materials:
        order = Order(prompt="x", references=(photo,), purpose=purpose)
        return inspect(order, release_named("tiny-random"), output=tmp_path / "a.mp4")

    assert permitted(asked("publish"), home, show=print)
    for purpose, says in ((None, "private"), ("family", "family")):
        with pytest.raises(RequestError, match=f"not to purpose '{says}'. If it is for that, say"):
            permitted(asked(purpose), home, show=print)


def test_oneself_enrols_only_what_is_new(tmp_path: Path, home: Home) -> None:
    enrolled(tmp_path, home)
    order = Order(
        prompt="x",
        references=(tmp_path / "enrolled.png",),
        voice=write_sound(tmp_path / "me.wav"),
        consent="self",
    )
    asked = inspect(order, release_named("tiny-random"), output=tmp_path / "a.mp4")
    permitted(asked, home, show=print)
    (own,) = [m.record for m in load_cast(home).members if m.record.name == "self"]
    assert own.covers == ("voice",)


def test_a_first_frame_beside_references_is_asked_for_as_one(tmp_path: Path, home: Home) -> None:
    """Ana allows her photos as references alone; Ben's reference does not turn hers into one."""
    ana, ben = (
        write_photo(tmp_path / name, picture)
        for name, picture in (("ana.png", astronaut()), ("ben.png", grace_hopper()))
    )
    enrol(home, Enrolment(name="Ana", photos=(ana,), scope=scoped(modes=("reference",))))
    enrol(home, Enrolment(name="Ben", photos=(ben,)))
    order = Order(prompt="x", references=(ben,), image=ana)
    asked = inspect(order, release_named("tiny-random"), output=tmp_path / "a.mp4")
    assert asked.order.mode == "reference"
    with pytest.raises(RequestError, match="Ana agreed to reference, not to mode 'image'"):
        permitted(asked, home, show=print)


def test_a_bystander_in_a_first_frame_is_somebody(tmp_path: Path, home: Home) -> None:
    enrolled(tmp_path, home)
    shown = with_bystander()
    assert len(find_faces(shown)) == 1
    with pytest.raises(RequestError, match="matches none of the 1 people"):
        permitted(pictured(tmp_path, shown), home, show=print)
    write_photo(tmp_path / "given.png", shown)
    enrol(home, Enrolment(name="Eileen", photos=(tmp_path / "given.png",)))
    with pytest.raises(RequestError, match="matches none of the 2 people"):  # nor by its bytes
        permitted(pictured(tmp_path, shown), home, show=print)
