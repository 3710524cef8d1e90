from dataclasses import replace
from pathlib import Path

import pytest
import torch

from retrat import __version__
from retrat.errors import RequestError
from retrat.media import probe
from retrat.provenance import cast, log
from retrat.provenance.consent import Grant
from retrat.provenance.home import Home
from retrat.provenance.seal import Origin
from retrat.provenance.verify import verify
from retrat.runtime import deliver as exit_
from retrat.runtime.deliver import deliver
from retrat.types import Clip, FrameRate


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    return Origin(
        home=Home(root=tmp_path / "home"),
        version=__version__,
        model="tiny-random",
        weights_sha256="0" * 64,
        mode="text",
        settings={"seed": 3},
    )


def clip() -> Clip:
    pixels = torch.rand(24, 3, 64, 64, generator=torch.Generator().manual_seed(0)) * 0.4 - 0.2
    return Clip(pixels=pixels, frame_rate=FrameRate(numerator=24))


def test_the_file_says_how_it_was_made(tmp_path: Path, origin: Origin) -> None:
    delivery = deliver(clip(), tmp_path / "a.mp4", settings={"seed": 3}, origin=origin)
    assert delivery.settings == {"retrat": __version__, "seed": 3}
    assert probe(tmp_path / "a.mp4").settings == delivery.settings
    assert [path.name for path in tmp_path.glob("*.mp4")] == ["a.mp4"]


def test_the_file_is_marked_signed_and_remembered(tmp_path: Path, origin: Origin) -> None:
    delivery = deliver(clip(), tmp_path / "a.mp4", settings={}, origin=origin)
    found = verify(tmp_path / "a.mp4", home=origin.home)
    assert (found.verdict, found.exit_code) == ("intact", 0)
    assert found.file_id == delivery.file_id
    assert found.is_same_file
    assert [entry.kind for entry in log.entries(origin.home)] == ["generation", "verification"]


def test_a_folder_that_went_away(tmp_path: Path, origin: Origin) -> None:
    with pytest.raises(RequestError, match="no such file or directory"):
        deliver(clip(), tmp_path / "gone" / "a.mp4", settings={}, origin=origin)


def test_a_consent_withdrawn_meanwhile(tmp_path: Path, origin: Origin) -> None:
    photo = tmp_path / "a.png"
    photo.write_bytes(b"a picture")
    record = cast.enrol(origin.home, cast.Enrolment(name="Ana", photos=[photo]))
    grant = Grant(
        consent_id=record.consent_id,
        record_sha256=record.sha256,
        kind="face",
        field="reference",
        expires=record.expires,
        matched_by="file",
    )
    with_ana = Origin(
        home=origin.home,
        version=origin.version,
        model=origin.model,
        weights_sha256=origin.weights_sha256,
        mode="reference",
        settings={},
        grants=[grant],
    )
    cast.revoke_all(origin.home, "Ana")
    with pytest.raises(RequestError, match="withdrawn"):
        deliver(clip(), tmp_path / "a.mp4", settings={}, origin=with_ana)
    assert not (tmp_path / "a.mp4").exists()


def test_a_consent_withdrawn_while_the_clip_is_marked(
    tmp_path: Path, origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "a.png"
    photo.write_bytes(b"a picture")
    record = cast.enrol(origin.home, cast.Enrolment(name="Ana", photos=[photo]))
    use = cast.ReferenceUse(kind="face", field="reference", sha256=record.photos[0])
    grants = cast.require_consent(origin.home, [use], cast.Use(mode="reference"))
    encode = exit_.encode_clip

    def and_withdraw(*given: object, **options: object) -> None:
        encode(*given, **options)
        cast.revoke_all(origin.home, "Ana")

    monkeypatch.setattr(exit_, "encode_clip", and_withdraw)
    with pytest.raises(RequestError, match="withdrawn"):
        deliver(clip(), tmp_path / "a.mp4", settings={}, origin=replace(origin, grants=grants))
    assert not list(tmp_path.glob("*.mp4"))
    assert not list(origin.home.outputs.iterdir())
    assert [entry.kind for entry in log.entries(origin.home)] == ["consent", "revocation"]
