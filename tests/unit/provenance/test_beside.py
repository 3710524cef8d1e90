from datetime import datetime
from pathlib import Path

from retrat.provenance import cast
from retrat.provenance.beside import traces
from retrat.provenance.bundle import export, import_bundle
from retrat.provenance.home import Home
from retrat.provenance.keys import installation_key


def kinds(home: Home) -> list[tuple[str, tuple[str, ...]]]:
    return [(trace.id, trace.kinds) for trace in traces(home, installation_key(home).public)]


def test_everything_that_an_entry_must_tell_of(
    home: Home, photo: Path, voice: Path, tmp_path: Path, now: datetime
) -> None:
    assert kinds(home) == []
    ana = cast.enrol(home, cast.Enrolment(name="Ana", photos=[photo]), now=now).consent_id
    assert kinds(home) == [(ana, ("consent", "import"))]
    cast.revoke_all(home, "Ana", now=now)
    assert kinds(home) == [(ana, ("revocation", "erasure")), (ana, ("consent", "import"))]
    cast.erase_all(home, "Ana", now=now)
    assert kinds(home) == [(ana, ("revocation", "erasure"))]
    (home.outputs / "00000000000007.json").write_bytes(b"{}")
    assert kinds(home)[0] == ("00000000000007", ("generation",))


def test_records_of_others_count_once_they_are_accepted(
    home: Home, photo: Path, tmp_path: Path, now: datetime
) -> None:
    cast.enrol(home, cast.Enrolment(name="Ana", photos=[photo]), now=now)
    bundle = export(home, "Ana", tmp_path / "ana.zip")
    other = Home(root=tmp_path / "other")
    key = installation_key(home).public
    record = import_bundle(other, bundle, accept_key=key, now=now)
    assert [who for who, _ in kinds(other)] == [record.consent_id]
    accepted = other.cast / record.consent_id / "accepted.json"
    accepted.write_bytes(accepted.read_bytes().replace(b"accepted", b"declined"))
    assert kinds(other) == []
