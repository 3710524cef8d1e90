import shutil
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from retrat.errors import ProvenanceError, RequestError
from retrat.provenance import cast, log
from retrat.provenance.bundle import export, import_bundle
from retrat.provenance.home import Home
from retrat.provenance.keys import installation_key
from retrat.provenance.store import files, load_cast


@pytest.fixture
def other(tmp_path: Path) -> Home:
    return Home(root=tmp_path / "other")


@pytest.fixture
def bundle(home: Home, photo: Path, tmp_path: Path, now: datetime) -> Path:
    cast.enrol(home, cast.Enrolment(name="Ana", photos=[photo]), now=now)
    return export(home, "Ana", tmp_path / "ana.consent")


def test_to_another_machine(home: Home, other: Home, bundle: Path, now: datetime) -> None:
    with pytest.raises(RequestError, match="another installation"):
        import_bundle(other, bundle, now=now)
    record = import_bundle(other, bundle, accept_key=installation_key(home).public, now=now)
    (member,) = load_cast(other).members
    assert member.record == record
    (other.cast / record.consent_id / "accepted.json").unlink()
    assert "another installation" in load_cast(other).problems[record.consent_id]


def test_what_is_refused(other: Home, bundle: Path, tmp_path: Path, now: datetime) -> None:
    key = "0" * 64
    with pytest.raises(ProvenanceError, match="ended on"):
        import_bundle(other, bundle, accept_key=key, now=now + timedelta(days=400))
    for name, content in (("empty", b""), ("text", b"hello")):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(ProvenanceError, match="not a consent bundle"):
            import_bundle(other, path, accept_key=key, now=now)
    changed = tmp_path / "changed.consent"
    with zipfile.ZipFile(bundle) as whole, zipfile.ZipFile(changed, "w") as copy:
        for info in whole.infolist():
            content = whole.read(info)
            copy.writestr(info, content.replace(b'"Ana"', b'"Eva"'))
    with pytest.raises(ProvenanceError, match="changed after it was signed"):
        import_bundle(other, changed, accept_key=key, now=now)
    with zipfile.ZipFile(bundle) as whole, zipfile.ZipFile(changed, "w") as copy:
        copy.writestr("record.json", whole.read("record.json"))
    with pytest.raises(ProvenanceError, match="missing or was changed"):
        import_bundle(other, changed, accept_key=key, now=now)
    assert not load_cast(other).members


def test_a_withdrawn_consent_does_not_come_back(home: Home, bundle: Path, now) -> None:
    cast.revoke_all(home, "Ana", now=now)
    with pytest.raises(ProvenanceError, match="withdrawn"):
        import_bundle(home, bundle, now=now)


def test_nothing_is_left_behind_when_it_cannot_be_logged(
    home: Home, other: Home, bundle: Path, now: datetime
) -> None:
    key = installation_key(home).public
    log.append(other, "verification", {}, now=now)
    with pytest.raises(ProvenanceError, match="clock says"):
        import_bundle(other, bundle, accept_key=key, now=now - timedelta(days=1))
    other.log.write_bytes(other.log.read_bytes().replace(b'"verification"', b'"generation"'))
    with pytest.raises(ProvenanceError, match="was changed"):
        import_bundle(other, bundle, accept_key=key, now=now)
    assert not list(other.cast.iterdir())


def test_another_key_accepts_nothing(
    home: Home, other: Home, bundle: Path, tmp_path: Path, now: datetime
) -> None:
    record = import_bundle(other, bundle, accept_key=installation_key(home).public, now=now)
    third = Home(root=tmp_path / "third")
    for leave_out in ("", "accepted.json"):  # dropped in by hand, with and without the acceptance
        folder = third.cast / record.consent_id
        shutil.copytree(other.cast / record.consent_id, folder)
        (folder / leave_out).unlink() if leave_out else None
        found = load_cast(third)
        assert not found.members
        assert "another installation" in found.problems[record.consent_id]
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("given", "kept"), [(".PNG", ".png"), (".jpeg", ".jpg"), (".html", ".bin"), ("", ".bin")]
)
def test_files_end_as_what_they_are_used_as(
    home: Home, other: Home, bundle: Path, tmp_path: Path, now: datetime, given: str, kept: str
) -> None:
    renamed = tmp_path / "renamed.consent"
    with zipfile.ZipFile(bundle) as whole, zipfile.ZipFile(renamed, "w") as copy:
        for info in whole.infolist():
            name = info.filename.replace(".png", given)
            copy.writestr(name, whole.read(info))
    record = import_bundle(other, renamed, accept_key=installation_key(home).public, now=now)
    (path,) = files(other, record, "face")
    assert path.suffix == kept
