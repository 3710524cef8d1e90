import socket
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from retrat.errors import ProvenanceError
from retrat.media import encode_clip
from retrat.provenance import manifest
from retrat.provenance.consent import Grant
from retrat.provenance.home import Home
from retrat.provenance.payload import Payload
from retrat.types import Clip, FrameRate

GRANT = Grant(
    consent_id="6f3a37f0-3ac4-4b6a-8d59-9d4d2cf6a001",
    record_sha256="ab" * 32,
    kind="face",
    field="reference",
    expires="2027-11-22T00:00:00Z",
    matched_by="file",
)
MAKING = manifest.Making(
    payload=Payload(file_id=0xABC, shows_person=True),
    version="0.1.0",
    model="tiny-random 1",
    weights_sha256="cd" * 32,
    mode="reference",
    seconds=0.25,
    settings={"seed": 1},
    grants=[GRANT],
)


@pytest.fixture
def signed(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    clip = Clip(pixels=torch.zeros(6, 3, 32, 32), frame_rate=FrameRate(numerator=24))
    encode_clip(clip, tmp_path / "plain.mp4")

    def no_network(*given: object) -> None:
        raise AssertionError("a manifest needs no network")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    manifest.sign(home, tmp_path / "plain.mp4", tmp_path / "signed.mp4", MAKING)
    return tmp_path / "signed.mp4"


def test_what_it_says(signed: Path, home: Home) -> None:
    told = manifest.read(signed, home)
    assert (told.state, told.problems) == ("trusted", ())
    assert told.generator == "retrat"
    assert told.is_ai
    assert told.file_name == "00000000000abc"
    assert told.consent_records == ("sha256:" + "ab" * 32,)
    assert told.making["weights_sha256"] == "cd" * 32


def test_what_it_is_for_is_told_where_it_was_said(signed: Path, home: Home, tmp_path: Path) -> None:
    assert manifest.read(signed, home).purpose is None
    assert b"purpose" not in signed.read_bytes()
    said = replace(MAKING, purpose="family")
    manifest.sign(home, tmp_path / "plain.mp4", tmp_path / "said.mp4", said)
    assert manifest.read(tmp_path / "said.mp4", home).purpose == "family"
    nobody = replace(said, grants=[])
    manifest.sign(home, tmp_path / "plain.mp4", tmp_path / "nobody.mp4", nobody)
    assert manifest.read(tmp_path / "nobody.mp4", home).purpose is None


def test_strangers_see_it_is_intact(signed: Path, tmp_path: Path) -> None:
    assert manifest.read(signed).state == "valid"
    assert manifest.read(signed, Home(root=tmp_path / "other")).state == "valid"


def test_nothing_of_a_person_is_in_the_file(signed: Path) -> None:
    content = signed.read_bytes()
    assert GRANT.consent_id.encode() not in content
    assert b"\xff\xd8\xff" not in content
    assert b"IHDR" not in content


@pytest.mark.parametrize("place", [-200, -40])
def test_one_bit(signed: Path, home: Home, place: int) -> None:
    content = bytearray(signed.read_bytes())
    content[content.rfind(b"mdat") + 40 if place == -40 else place] ^= 1
    signed.write_bytes(content)
    assert manifest.read(signed, home).state == "invalid"


def test_files_without_one(home: Home, tmp_path: Path, signed: Path) -> None:
    assert manifest.read(tmp_path / "plain.mp4", home).state == "none"
    (tmp_path / "a.mkv").write_bytes(b"")
    assert manifest.read(tmp_path / "a.mkv", home).state == "none"
    signed.write_bytes(signed.read_bytes()[:3000])
    assert manifest.read(signed, home).state == "invalid"


def test_files_that_take_none(home: Home, tmp_path: Path) -> None:
    with pytest.raises(ProvenanceError, match="a manifest goes into"):
        manifest.sign(home, tmp_path / "a.mkv", tmp_path / "b.mkv", MAKING)


@pytest.mark.parametrize(
    "making",
    [{"file_id": 5, "made": 7}, ["a list"], "text", None],
    ids=["number", "list", "text", "none"],
)
def test_what_anybody_may_have_signed(making: object) -> None:
    data = [
        {"label": manifest.MAKING_LABEL, "data": making},
        {"label": manifest.CONSENT_LABEL, "data": [{"records": 5}]},
    ]
    if making == "text":
        data[1]["data"] = {"records": 5, "purpose": ["publish"]}
    told = {"active_manifest": "a", "manifests": {"a": {"assertions": data}}}
    found = manifest._told(told, "valid")
    assert (found.state, found.file_name, found.consent_records) == ("valid", None, ())
    assert found.purpose is None
