from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from retrat.errors import ProvenanceError, RequestError
from retrat.provenance import cast, log
from retrat.provenance.consent import ConsentRecord, MatchThresholds, ReferenceUse, Scope, Use
from retrat.provenance.home import Home
from retrat.provenance.store import files, load_cast, sha256_of

USE = Use(mode="reference")


@pytest.fixture
def ana(home: Home, photo: Path, voice: Path, now: datetime) -> ConsentRecord:
    enrolment = cast.Enrolment(name="Ana", photos=[photo], voices=[voice])
    return cast.enrol(home, enrolment, now=now)


def reference(path: Path, **changes) -> ReferenceUse:
    known = {"kind": "face", "field": "photo", "sha256": sha256_of(path.read_bytes())}
    return ReferenceUse(**known | changes)


def test_enrolled_people_are_allowed(
    home: Home, ana: ConsentRecord, photo: Path, voice: Path, now: datetime
) -> None:
    wanted = [reference(photo), reference(voice, kind="voice", field="voice")]
    grants = cast.require_consent(home, wanted, USE, now=now)
    assert [found.consent_id for found in grants] == [ana.consent_id] * 2
    cast.require_standing(home, [ana.consent_id], now=now)


def test_strangers_are_refused(home: Home, ana: ConsentRecord, tmp_path: Path, now) -> None:
    stranger = tmp_path / "stranger.png"
    stranger.write_bytes(b"someone else")
    with pytest.raises(RequestError, match="matches none of the 1 people"):
        cast.require_consent(home, [reference(stranger)], USE, now=now)
    assert cast.require_consent(home, [], USE, now=now) == ()


def test_everyone_in_the_picture(home: Home, ana: ConsentRecord, photo: Path, now) -> None:
    faces = MatchThresholds(face=0.8, voice=0.8)
    both = [reference(photo), reference(photo, sha256="x", embedding=np.array([0.0, 1.0]))]
    with pytest.raises(RequestError, match="matches none"):
        cast.require_consent(home, both, USE, thresholds=faces, now=now)


def test_consent_self_is_one_step(home: Home, photo: Path, now: datetime) -> None:
    enrolment = cast.Enrolment(name="me", photos=[photo])
    assert "I, me, agree that my face" in cast.propose(enrolment, now=now)
    record = cast.enrol_self(home, enrolment, now=now)
    assert record.evidence == "self"
    assert cast.require_consent(home, [reference(photo)], USE, now=now)


def test_revoking_works_at_once(home: Home, ana: ConsentRecord, photo: Path, now) -> None:
    cast.revoke_all(home, "Ana", now=now)
    with pytest.raises(RequestError, match="withdrew"):
        cast.require_consent(home, [reference(photo)], USE, now=now)
    with pytest.raises(RequestError, match="was withdrawn"):
        cast.require_standing(home, [ana.consent_id], now=now)
    (home.cast / ana.consent_id / "revoked.json").unlink()
    with pytest.raises(RequestError, match="withdrew"):  # the log remembers
        cast.require_consent(home, [reference(photo)], USE, now=now)


def test_erasing_leaves_ids_alone(home: Home, ana: ConsentRecord, now: datetime) -> None:
    cast.erase_all(home, "Ana", now=now)
    left = [path for path in home.root.rglob("*") if path.is_file()]
    contents = b"".join(path.read_bytes() for path in left)
    for personal in (b"Ana", b"picture", ana.photos[0].encode()):
        assert personal not in contents
    assert not load_cast(home).members
    with pytest.raises(RequestError, match="removed"):
        cast.require_standing(home, [ana.consent_id], now=now)


def test_it_is_known_who_agreed_and_what_became_of_it(
    home: Home, ana: ConsentRecord, photo: Path, now: datetime
) -> None:
    ben = cast.enrol(home, cast.Enrolment(name="Ben", photos=[photo]), now=now)
    both = [ana.consent_id, ben.consent_id, ana.consent_id]
    assert cast.who_agreed(home, both) == ("Ana", "Ben")
    assert cast.who_agreed(home, []) == ()
    cast.revoke_all(home, "Ben", now=now)
    assert cast.who_agreed(home, both) == ("Ana", "Ben (withdrawn since)")
    cast.erase_all(home, "Ben", now=now)
    assert cast.who_agreed(home, both) == ("Ana", "somebody who was erased since")
    (home.cast / ana.consent_id / "record.json").write_bytes(b"{}")
    assert cast.who_agreed(home, both[:1]) == ("somebody whose record was damaged since",)


def test_the_log_knows_no_name(home: Home, ana: ConsentRecord, now: datetime) -> None:
    cast.revoke_all(home, "Ana", now=now)
    assert [entry.kind for entry in log.entries(home)] == ["consent", "revocation"]
    assert b"Ana" not in home.log.read_bytes()


def test_a_consent_that_ends(home: Home, photo: Path, now: datetime) -> None:
    scope = Scope(until=now + timedelta(hours=1))
    enrolment = cast.Enrolment(name="Ana", photos=[photo], scope=scope)
    record = cast.enrol(home, enrolment, now=now)
    later = now + timedelta(hours=2)
    with pytest.raises(RequestError, match="ended on 2026-11-22"):
        cast.require_consent(home, [reference(photo)], USE, now=later)
    with pytest.raises(RequestError, match="ended on"):
        cast.require_standing(home, [record.consent_id], now=later)
    log.append(home, "verification", {}, now=later)
    with pytest.raises(ProvenanceError, match="clock"):  # setting it back does not help
        cast.require_consent(home, [reference(photo)], USE, now=now)


def test_a_changed_record_allows_nothing(home: Home, ana: ConsentRecord, photo, now) -> None:
    path = home.cast / ana.consent_id / "record.json"
    path.write_bytes(path.read_bytes().replace(b'"private"', b'"publish"'))
    with pytest.raises(RequestError, match="changed after it was signed"):
        cast.require_consent(home, [reference(photo)], USE, now=now)


def test_a_changed_log_allows_nothing(home: Home, ana: ConsentRecord, photo, now) -> None:
    home.log.write_bytes(home.log.read_bytes().replace(b'"consent"', b'"clock"'))
    with pytest.raises(ProvenanceError, match="was changed"):
        cast.require_consent(home, [reference(photo)], USE, now=now)


@pytest.mark.parametrize("line", [b"not JSON\n", b"[]\n", b"{}\n"])
def test_a_log_that_ends_in_nonsense_allows_nothing(
    home: Home, ana: ConsentRecord, photo: Path, now: datetime, line: bytes
) -> None:
    home.log.write_bytes(home.log.read_bytes() + line)
    with pytest.raises(ProvenanceError, match="at entry 1: a line"):
        cast.require_consent(home, [reference(photo)], USE, now=now)
    with pytest.raises(ProvenanceError, match="at entry 1: a line"):
        cast.require_standing(home, [ana.consent_id], now=now)


def test_nobody_is_enrolled_who_cannot_be_logged(
    home: Home, ana: ConsentRecord, photo: Path, now: datetime
) -> None:
    bea = cast.Enrolment(name="Bea", photos=[photo])
    with pytest.raises(ProvenanceError, match="clock says"):
        cast.enrol(home, bea, now=now - timedelta(days=1))
    home.log.write_bytes(home.log.read_bytes().replace(b'"consent"', b'"clock"'))
    with pytest.raises(ProvenanceError, match="was changed"):
        cast.enrol(home, bea, now=now)
    assert [path.name for path in home.cast.iterdir()] == [ana.consent_id]


def test_files_are_the_ones_that_were_given(home: Home, ana: ConsentRecord) -> None:
    (path,) = files(home, ana, "face")
    assert path.read_bytes() == b"a picture of Ana"
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(b"another")
    with pytest.raises(ProvenanceError, match="was changed"):
        files(home, ana, "face")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"name": ""}, "printable"),
        ({"photos": []}, "neither a photo nor a voice"),
        ({"photos": [Path("/nowhere.png")]}, "cannot be read"),
    ],
)
def test_bad_enrolments(home: Home, photo: Path, given: dict, message: str) -> None:
    with pytest.raises(RequestError, match=message):
        cast.enrol(home, cast.Enrolment(**{"name": "Ana", "photos": [photo]} | given))
    assert not log.entries(home)
    assert not list(home.cast.iterdir())


@pytest.fixture
def ana_later(home: Home, ana: ConsentRecord, tmp_path: Path, now: datetime) -> ConsentRecord:
    """Ana's other voice, enrolled a day after."""
    (tmp_path / "later.wav").write_bytes(b"the voice of Ana, later")
    enrolment = cast.Enrolment(name="Ana", voices=[tmp_path / "later.wav"])
    return cast.enrol(home, enrolment, now=now + timedelta(days=1))


def test_revoking_by_name_revokes_everything_under_it(
    home: Home, ana: ConsentRecord, ana_later: ConsentRecord, photo: Path, now: datetime
) -> None:
    later = now + timedelta(days=2)
    assert cast.revoke_all(home, "Ana", now=later) == (ana_later, ana)
    assert all(member.revoked for member in load_cast(home).members)
    with pytest.raises(RequestError, match="withdrew"):
        cast.require_consent(home, [reference(photo)], USE, now=later)


def test_revoking_by_id_revokes_that_one(
    home: Home, ana: ConsentRecord, ana_later: ConsentRecord, now: datetime
) -> None:
    assert cast.revoke_all(home, ana.consent_id, now=now + timedelta(days=2)) == (ana,)
    standing = {m.record.consent_id: m.revoked is None for m in load_cast(home).members}
    assert standing == {ana.consent_id: False, ana_later.consent_id: True}


def test_erasing_by_name_erases_what_was_withdrawn_before_too(
    home: Home, ana: ConsentRecord, ana_later: ConsentRecord, now: datetime
) -> None:
    later = now + timedelta(days=2)
    cast.revoke_all(home, ana.consent_id, now=later)
    assert set(cast.erase_all(home, "Ana", now=later)) == {ana, ana_later}
    left = {path.name for path in home.cast.rglob("*") if path.is_file()}
    assert left == {"revoked.json"}


def test_erasing_by_id_erases_that_one(
    home: Home, ana: ConsentRecord, ana_later: ConsentRecord, now: datetime
) -> None:
    cast.erase_all(home, ana.consent_id[:8], now=now + timedelta(days=2))
    assert [member.record for member in load_cast(home).members] == [ana_later]


def test_the_line_comes_first(
    home: Home, ana: ConsentRecord, photo: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stop in between leaves nothing that the log does not tell of."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for name in ("write_member", "write_tombstone"):
        monkeypatch.setattr(cast, name, stop)
    for act in (
        lambda: cast.enrol(home, cast.Enrolment(name="Bea", photos=[photo]), now=now),
        lambda: cast.revoke_all(home, "Ana", now=now),
    ):
        with pytest.raises(KeyboardInterrupt):
            act()
        assert log.untold(home) == ()
    with pytest.raises(RequestError, match="withdrew"):
        cast.require_consent(home, [reference(photo)], USE, now=now)
