from dataclasses import replace
from pathlib import Path

import av
import pytest
import torch

from retrat.errors import RequestError
from retrat.media import encode_clip
from retrat.provenance import cast, log
from retrat.provenance.consent import Grant
from retrat.provenance.home import Home
from retrat.provenance.manifest import Making, Manifest, sign
from retrat.provenance.seal import Origin, mark, payload_for, seal
from retrat.provenance.verify import _about_manifest, verify
from retrat.types import Audio, Clip, FrameRate


def clip() -> Clip:
    pixels = torch.rand(24, 3, 64, 64, generator=torch.Generator().manual_seed(0)) * 0.4 - 0.2
    return Clip(pixels=pixels, frame_rate=FrameRate(numerator=24))


@pytest.fixture
def delivered(home: Home, tmp_path: Path) -> Path:
    return left(home, tmp_path)


def left(home: Home, tmp_path: Path, *grants: Grant) -> Path:
    """A clip that was made here, as these people agreed to."""
    origin = Origin(
        home=home,
        version="0.1.0",
        model="tiny",
        weights_sha256="",
        mode="reference" if grants else "text",
        settings={},
        grants=grants,
    )
    payload = payload_for(origin)
    encode_clip(mark(clip(), payload), tmp_path / "plain.mp4")
    out = tmp_path / "out.mp4"
    seal(tmp_path / "plain.mp4", out, origin, payload=payload, seconds=1.0)
    return out


def test_as_it_left(delivered: Path, home: Home) -> None:
    found = verify(delivered, home=home)
    assert (found.verdict, found.exit_code, found.is_same_file) == ("intact", 0, True)
    assert found.record is not None
    assert found.as_json()["picture_mark"]["found"]
    assert "not a bit has changed" in " ".join(found.sentences)
    assert log.entries(home)[-1].kind == "verification"


def test_it_says_with_whose_consent(home: Home, tmp_path: Path, photo: Path) -> None:
    people = [
        cast.enrol(home, cast.Enrolment(name=name, photos=[photo]))
        for name in ("Ana", "Ben", "Cem")
    ]
    grants = [
        Grant(
            consent_id=who.consent_id,
            record_sha256="0" * 64,
            kind="face",
            field="photo",
            expires=who.expires,
            matched_by="file",
        )
        for who in people
    ]
    told = " ".join(verify(left(home, tmp_path, *grants), home=home).sentences)
    assert "with tiny (reference) and the consent of Ana, Ben and Cem; not a bit" in told
    cast.revoke_all(home, "Ben")
    told = " ".join(verify(tmp_path / "out.mp4", home=home).sentences)
    assert "Ben (withdrawn since)" in told
    other = " ".join(verify(tmp_path / "out.mp4", home=Home(root=tmp_path / "other")).sentences)
    assert "Ana" not in other, "nobody elsewhere learns that"


def test_a_stranger_sees_the_mark_and_the_manifest(delivered: Path, tmp_path: Path) -> None:
    found = verify(delivered, home=Home(root=tmp_path / "other"))
    assert (found.verdict, found.record) == ("intact", None)
    assert "does not know the signer" in " ".join(found.sentences)


def remuxed(path: Path, out: Path) -> Path:
    with av.open(str(path)) as source, av.open(str(out), "w") as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        for packet in source.demux(stream):
            if packet.dts is not None:
                packet.stream = copy
                target.mux(packet)
    return out


def test_a_remux_loses_the_manifest_and_the_mark_finds_the_record(
    delivered: Path, home: Home, tmp_path: Path
) -> None:
    found = verify(remuxed(delivered, tmp_path / "copy.mp4"), home=home)
    assert (found.verdict, found.exit_code) == ("altered", 3)
    assert found.manifest.state == "none"
    assert found.record is not None
    assert not found.is_same_file


def test_a_changed_bit(delivered: Path, home: Home) -> None:
    content = bytearray(delivered.read_bytes())
    content[-100] ^= 1
    delivered.write_bytes(content)
    assert verify(delivered, home=home).exit_code == 3


def test_an_unmarked_file(home: Home, tmp_path: Path) -> None:
    encode_clip(clip(), tmp_path / "plain.mp4")
    found = verify(tmp_path / "plain.mp4", home=home)
    assert (found.verdict, found.exit_code) == ("unmarked", 4)
    assert "proves nothing" in found.sentences[0]


@pytest.mark.parametrize("content", [b"", b"garbage" * 100])
def test_bad_files(home: Home, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.mp4"
    path.write_bytes(content)
    with pytest.raises(RequestError):
        verify(path, home=home)
    with pytest.raises(RequestError, match="not there"):
        verify(tmp_path / "gone.mp4", home=home)


def spoken(home: Home, tmp_path: Path, name: str) -> Path:
    """A delivered clip of three seconds that rustles."""
    noise = torch.randn(1, 72_000, generator=torch.Generator().manual_seed(1)) * 0.1
    told = clip()
    told = replace(
        told,
        pixels=told.pixels.repeat(3, 1, 1, 1),
        audio=Audio(samples=noise, sample_rate=24_000),
    )
    origin = Origin(
        home=home, version="0.1.0", model="tiny", weights_sha256="", mode="text", settings={}
    )
    payload = payload_for(origin)
    encode_clip(mark(told, payload), tmp_path / "plain.mp4")
    seal(tmp_path / "plain.mp4", tmp_path / name, origin, payload=payload, seconds=3.0)
    return tmp_path / name


def with_sound_of(path: Path, other: Path, out: Path) -> Path:
    with av.open(str(path)) as seen, av.open(str(other)) as heard, av.open(str(out), "w") as target:
        streams = {seen: seen.streams.video[0], heard: heard.streams.audio[0]}
        copies = {one: target.add_stream_from_template(one) for one in streams.values()}
        for source, stream in streams.items():
            for packet in source.demux(stream):
                if packet.dts is not None:
                    packet.stream = copies[stream]
                    target.mux(packet)
    return out


def test_the_sound_alone_leads_to_the_record(home: Home, tmp_path: Path) -> None:
    whole = spoken(home, tmp_path, "out.mp4")
    found = verify(whole, home=home)
    assert (found.verdict, found.as_json()["sound_mark"]["found"]) == ("intact", True)
    with av.open(str(whole)) as source, av.open(str(tmp_path / "only.m4a"), "w") as target:
        copy = target.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(source.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = copy
                target.mux(packet)
    alone = verify(tmp_path / "only.m4a", home=home)
    assert (alone.verdict, alone.picture) == ("altered", None)
    assert alone.record == found.record
    assert alone.file_id == found.file_id[:10]


def test_the_sound_of_another_clip(home: Home, tmp_path: Path) -> None:
    first, second = (spoken(home, tmp_path, name) for name in ("a.mp4", "b.mp4"))
    found = verify(with_sound_of(first, second, tmp_path / "mixed.mp4"), home=home)
    assert found.verdict == "altered"
    assert "Picture and sound come from different files." in found.sentences
    # Not even when somebody signs the mixture anew under the picture's id.
    assert found.picture is not None
    assert found.picture.payload is not None
    origin = Origin(
        home=home, version="0.1.0", model="tiny", weights_sha256="", mode="text", settings={}
    )
    signed = tmp_path / "signed.mp4"
    seal(tmp_path / "mixed.mp4", signed, origin, payload=found.picture.payload, seconds=3.0)
    assert verify(signed, home=home).manifest.state == "trusted"
    assert verify(signed, home=home).verdict == "altered"


def test_another_file_under_an_id_of_ours_whoever_signed_it(
    delivered: Path, home: Home, tmp_path: Path
) -> None:
    """Everybody can write the mark that they read, and sign with a certificate of their own."""
    payload = verify(delivered, home=home).picture.payload
    for signer in (Home(root=tmp_path / "other"), home):
        origin = Origin(
            home=signer, version="0.1.0", model="tiny", weights_sha256="", mode="text", settings={}
        )
        darker = replace(clip(), pixels=clip().pixels - 0.2)
        encode_clip(mark(darker, payload), tmp_path / "plain.mp4")
        making = Making(
            payload=payload, version="0", model="x", weights_sha256="", mode="text", seconds=1.0
        )
        sign(origin.home, tmp_path / "plain.mp4", tmp_path / "forged.mp4", making)
        found = verify(tmp_path / "forged.mp4", home=home)
        assert found.manifest.state == ("trusted" if signer == home else "valid")
        assert (found.verdict, found.exit_code) == ("altered", 3)
    assert verify(delivered, home=home).verdict == "intact"


def test_an_unknown_signer_is_named_first(delivered: Path, home: Home, tmp_path: Path) -> None:
    assert "does not know who" in verify(delivered, home=Home(root=tmp_path / "o")).sentences[0]
    assert "does not know who" not in verify(delivered, home=home).sentences[0]


def test_what_it_was_said_to_be_for_is_told_of_a_manifest_that_holds() -> None:
    for state, is_told in (("trusted", True), ("valid", True), ("invalid", False), ("none", False)):
        said = _about_manifest(Manifest(state=state, generator="retrat", purpose="school"))
        assert ("It says that it is for school use." in said) == is_told
        assert "It says" not in _about_manifest(Manifest(state=state, generator="retrat"))
