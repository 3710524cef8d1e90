from pathlib import Path

import pytest

from retrat.errors import ProvenanceError
from retrat.provenance.consent import Grant
from retrat.provenance.home import Home
from retrat.provenance.manifest import Making
from retrat.provenance.payload import Payload
from retrat.provenance.record import is_same_file, made_with, manifest_of, recall, remember

GRANT = Grant(
    consent_id="ana",
    record_sha256="ab",
    kind="face",
    field="reference",
    expires="2027-11-22T00:00:00Z",
    matched_by="file",
)


def making(file_id: int) -> Making:
    return Making(
        payload=Payload(file_id=file_id),
        version="0.1.0",
        model="tiny",
        weights_sha256="",
        mode="reference",
        seconds=1.0,
        grants=[GRANT, GRANT],
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"a video")
    return path


def test_found_by_the_whole_id_or_what_sound_has_of_it(home: Home, file: Path) -> None:
    record = remember(home, making(0x1234567890ABCD), path=file, manifest=b"manifest")
    assert record.consent_ids == ("ana",)
    assert recall(home, "1234567890abcd") == record
    assert recall(home, "1234567890") == record
    assert manifest_of(home, record.name) == b"manifest"
    assert is_same_file(record, file)
    file.write_bytes(b"another")
    assert not is_same_file(record, file)


def test_what_is_not_known(home: Home, file: Path) -> None:
    assert recall(home, "1234567890abcd") is None
    assert recall(home, "../../etc") is None
    assert manifest_of(home, "1234567890abcd") is None


def test_two_files_whose_sound_says_the_same(home: Home, file: Path) -> None:
    for file_id in (0x1234567890ABCD, 0x1234567890ABCE):
        remember(home, making(file_id), path=file, manifest=b"")
    assert recall(home, "1234567890") is None
    assert recall(home, "1234567890abce") is not None


def test_what_was_made_with_my_face(home: Home, file: Path) -> None:
    remember(home, making(7), path=file, manifest=b"")
    assert [entry.data["file_id"] for entry in made_with(home, "ana")] == ["00000000000007"]
    assert made_with(home, "ben") == ()


def test_a_damaged_record(home: Home, file: Path) -> None:
    remember(home, making(0x1234567890ABCD), path=file, manifest=b"")
    (home.outputs / "1234567890abcd.json").write_bytes(b"{}")
    with pytest.raises(ProvenanceError, match="damaged"):
        recall(home, "1234567890abcd")
