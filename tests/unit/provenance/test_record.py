import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from retrat.errors import ProvenanceError, RequestError
from retrat.provenance import log
from retrat.provenance.consent import Grant
from retrat.provenance.home import Home
from retrat.provenance.manifest import Making
from retrat.provenance.payload import Payload
from retrat.provenance.record import (
    as_left,
    is_same_file,
    made_with,
    recall,
    remember,
)

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
    assert (home.outputs / "1234567890abcd.c2pa").read_bytes() == b"manifest"
    assert is_same_file(home, record, file)
    file.write_bytes(b"another")
    assert not is_same_file(home, record, file)


def test_what_is_not_known(home: Home, file: Path) -> None:
    assert recall(home, "1234567890abcd") is None
    assert recall(home, "../../etc") is None


def test_two_files_whose_sound_says_the_same(home: Home, file: Path) -> None:
    for file_id in (0x1234567890ABCD, 0x1234567890ABCE):
        remember(home, making(file_id), path=file, manifest=b"")
    assert recall(home, "1234567890") is None
    assert recall(home, "1234567890abce") is not None


def test_what_a_clip_was_said_to_be_for(home: Home, file: Path) -> None:
    remember(home, making(1), path=file, manifest=b"")
    remember(home, replace(making(2), purpose="school"), path=file, manifest=b"")
    remember(home, replace(making(3), purpose="school", grants=[]), path=file, manifest=b"")
    said = [entry.data.get("purpose") for entry in log.entries(home)]
    assert said == [None, "school", None]
    assert "purpose" not in log.entries(home)[0].data
    record = recall(home, f"{2:014x}")
    assert record is not None
    assert (record.purpose, as_left(home, record, file)) == ("school", record)
    path = home.outputs / f"{2:014x}.json"
    for changed in ({"purpose": "publish"}, {"purpose": None}):
        path.write_text(json.dumps({**asdict(record), **changed}))
        with pytest.raises(ProvenanceError, match="is not the one that the log tells of"):
            recall(home, f"{2:014x}")
    fields = asdict(record)
    del fields["purpose"]  # as versions wrote it that did not ask
    remember(home, making(2), path=file, manifest=b"")
    path.write_text(json.dumps(fields))
    old = recall(home, f"{2:014x}")
    assert old is not None
    assert old.purpose is None


def test_what_was_made_with_my_face(home: Home, file: Path) -> None:
    remember(home, making(7), path=file, manifest=b"")
    assert [entry.data["file_id"] for entry in made_with(home, "ana")] == ["00000000000007"]
    assert made_with(home, "ben") == ()


def test_a_damaged_record(home: Home, file: Path) -> None:
    remember(home, making(0x1234567890ABCD), path=file, manifest=b"")
    (home.outputs / "1234567890abcd.json").write_bytes(b"{}")
    with pytest.raises(ProvenanceError, match="damaged"):
        recall(home, "1234567890abcd")


def test_a_record_that_says_something_else_than_the_log(home: Home, file: Path) -> None:
    record = remember(home, making(0x1234567890ABCD), path=file, manifest=b"")
    path = home.outputs / "1234567890abcd.json"
    for change in ({"consent_ids": []}, {"sha256": "0" * 64}, {"name": "1234567890abce"}):
        path.write_text(json.dumps(asdict(record) | change))
        with pytest.raises(ProvenanceError, match="not the one that the log tells of"):
            recall(home, "1234567890abcd")
    path.write_text(json.dumps(asdict(record)))
    path.rename(home.outputs / "1234567890abce.json")
    with pytest.raises(ProvenanceError, match="not the one that the log tells of"):
        recall(home, "1234567890abce")


def test_the_same_clip_made_again_under_another_consent(home: Home, file: Path) -> None:
    remember(home, making(0x1234567890ABCD), path=file, manifest=b"")
    again = file.with_name("b.mp4")
    again.write_bytes(b"the same clip, signed a second later")
    bens = replace(making(0x1234567890ABCD), grants=[replace(GRANT, consent_id="ben")])
    record = remember(home, bens, path=again, manifest=b"")
    assert recall(home, "1234567890abcd") == record
    for path, who in ((file, "ana"), (again, "ben")):
        assert is_same_file(home, record, path)
        found = as_left(home, record, path)
        assert found is not None
        assert found.consent_ids == (who,)
    again.write_bytes(b"another")
    assert as_left(home, record, again) is None


def test_what_is_refused_at_the_last_moment_is_not_kept(home: Home, file: Path) -> None:
    def refuse() -> None:
        raise RequestError("Ana withdrew.", field="consent")

    with pytest.raises(RequestError):
        remember(home, making(7), path=file, manifest=b"", require=refuse)
    assert not list(home.outputs.iterdir())
