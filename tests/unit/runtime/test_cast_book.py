from pathlib import Path

import pytest
from files import write_photo, write_sound

from retrat.errors import ConsentError
from retrat.provenance.cast import Enrolment, enrol, revoke_all
from retrat.provenance.home import Home
from retrat.runtime import cast_book
from retrat.runtime.cast_book import CastBook


def test_the_cast_is_read_again_only_after_it_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, reads = Home(root=tmp_path / "home"), []
    real = cast_book.load_cast
    monkeypatch.setattr(cast_book, "load_cast", lambda home: reads.append(1) or real(home))
    book, photo = CastBook(home), write_photo(tmp_path / "a.png")
    assert book.load().members == book.load().members == ()
    with pytest.raises(ConsentError, match="nobody yet"):
        book.standing("Ann")
    record = enrol(home, Enrolment(name="Ann", photos=[photo]))
    member = book.standing("Ann")
    assert book.standing(record.consent_id) == member
    assert [path.read_bytes() for path in book.files(member, "face")] == [photo.read_bytes()]
    assert len(reads) == 2
    person = book.person("Ann", has_voice=True)
    assert (len(person.references), person.voice, person.consent) == (1, None, "Ann")
    revoke_all(home, "Ann")
    with pytest.raises(ConsentError, match="withdrew"):
        book.standing("Ann")


def test_a_voice_that_is_enrolled_later_is_theirs(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "home")
    book = CastBook(home)
    photo, voice = write_photo(tmp_path / "a.png"), write_sound(tmp_path / "a.wav")
    face = enrol(home, Enrolment(name="Ann", photos=[photo]))
    enrol(home, Enrolment(name="Bea", voices=[voice]))
    assert book.person("Ann", has_voice=True).voice is None, "nobody else's voice is Ann's"
    later = enrol(home, Enrolment(name="Ann", voices=[voice]))
    for who in ("Ann", face.consent_id, later.consent_id):
        person = book.person(who, has_voice=True)
        assert person.voice is not None, who
        assert (len(person.references), person.consent) == (1, "Ann")
        assert {each.record.consent_id for each in book.consents(who)} == {
            face.consent_id,
            later.consent_id,
        }
    assert book.person("Ann", has_voice=False).voice is None
    revoke_all(home, later.consent_id)
    assert book.person(face.consent_id, has_voice=True).voice is None
