from pathlib import Path

import pytest
from files import write_photo

from retrat.errors import ConsentError
from retrat.provenance.cast import Enrolment, enrol, revoke
from retrat.provenance.home import Home
from retrat.runtime import casting
from retrat.runtime.casting import CastBook


def test_the_cast_is_read_again_only_after_it_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, reads = Home(root=tmp_path / "home"), []
    real = casting.load_cast
    monkeypatch.setattr(casting, "load_cast", lambda home: reads.append(1) or real(home))
    book, photo = CastBook(home), write_photo(tmp_path / "a.png")
    assert book.load().members == book.load().members == ()
    with pytest.raises(ConsentError, match="nobody yet"):
        book.standing("Ann")
    record = enrol(home, Enrolment(name="Ann", photos=[photo]))
    member = book.standing("Ann")
    assert book.standing(record.consent_id) == member
    assert [path.read_bytes() for path in book.files(member, "face")] == [photo.read_bytes()]
    assert len(reads) == 2
    revoke(home, "Ann")
    with pytest.raises(ConsentError, match="withdrew"):
        book.standing("Ann")
