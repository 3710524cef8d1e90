from pathlib import Path

import pytest
import torch

from retrat.errors import ReleaseError, RequestError
from retrat.runtime.models import (
    TINY,
    components_of,
    device_name,
    multiplying_in,
    recommendations,
    release_named,
    require_files,
    usual_size,
)
from retrat.weights import Release, publish_part, read_release, releases, write_release


def test_the_tiny_one_is_there_but_not_listed() -> None:
    release = release_named(TINY)
    require_files(release)
    assert TINY not in releases()
    parts = components_of(release, "cpu")
    assert not any(parameter.is_meta for parameter in parts.transformer.parameters())


def test_every_shipped_card_can_be_read() -> None:
    for release in releases().values():
        assert recommendations(release).steps >= 1
        assert release.settings["frames_per_second"] == 24
        assert sum(file.bytes_ for file in release.files.values()) <= 100_000_000


def test_a_published_release_becomes_components(tmp_path: Path) -> None:
    """What tiny components were published as computes what they computed."""
    tiny = components_of(release_named(TINY), "cpu")
    folder = tmp_path / "small"
    folder.mkdir()
    settings = {"frames_per_second": 24, "steps": 3, "shift": 2.0, "guidance": [1.0, 2.0, 1.5]}
    head = {"name": "small", "version": "1", "licence": "x", "summary": "x"}
    card = Release(**head, folder=folder, settings=settings, files={})
    write_release(folder, card, {})
    with pytest.raises(ReleaseError, match="has no transformer"):
        require_files(release_named("small", [tmp_path]))
    for part in ("transformer", "video_vae", "audio_vae", "identity_encoder"):
        publish_part(folder, part, getattr(tiny, part), metadata={})
    release = read_release(folder)
    require_files(release)
    loaded = components_of(release, "cpu")
    assert loaded.transformer.config == tiny.transformer.config
    assert loaded.recommended.guidance.people == 2.0
    assert loaded.speech_encoder is None
    ids, _ = loaded.tokenize(["a woman on a beach"])
    assert ids.shape[1] <= tiny.transformer.config.video.text_tokens


def test_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    assert device_name("auto") in ("cpu", "cuda", "mps")
    assert device_name("cpu") == "cpu"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    for name in ("cuda", "cuda:1", "mps"):
        assert device_name(name) == name


@pytest.mark.parametrize(
    ("asked", "count", "says"),
    [
        ("cuda", 0, "there is none"),
        ("cuda:99", 0, "there is none"),
        ("cuda:2", 2, "there are 2, counted from 0"),
        ("mps", 0, "Metal"),
    ],
)
def test_a_device_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch, asked: str, count: int, says: str
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: count > 0)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: count)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    with pytest.raises(RequestError, match=f"device={asked}: .*{says}") as caught:
        device_name(asked)
    assert caught.value.field == "device"


@pytest.mark.parametrize("missing", ["frames_per_second", "steps", "guidance"])
def test_a_card_without_what_clips_are_made_with(tmp_path: Path, missing: str) -> None:
    settings = {"frames_per_second": 24, "steps": 3, "shift": 2.0, "guidance": [1.0, 2.0, 1.5]}
    del settings[missing]
    (tmp_path / "small").mkdir()
    head = {"name": "small", "version": "1", "licence": "x", "summary": "x"}
    card = Release(**head, folder=tmp_path, settings=settings, files={})
    write_release(tmp_path / "small", card, {})
    with pytest.raises(ReleaseError, match=f"The card of small .*{missing}"):
        release_named("small", [tmp_path])


def test_a_card_says_the_usual_size(tmp_path: Path) -> None:
    assert usual_size(release_named(TINY)) == (256, 256)
    settings = {"frames_per_second": 24, "steps": 3, "shift": 2.0, "guidance": [1.0, 2.0, 1.5]}
    head = {"name": "small", "version": "1", "licence": "x", "summary": "x"}
    (tmp_path / "small").mkdir()
    for size in ([640, 384], [640], "large"):
        card = Release(**head, folder=tmp_path, settings={**settings, "size": size}, files={})
        write_release(tmp_path / "small", card, {})
        if size == [640, 384]:
            assert usual_size(release_named("small", [tmp_path])) == (640, 384)
            continue
        with pytest.raises(ReleaseError, match="The card of small"):
            release_named("small", [tmp_path])


def test_an_unknown_release() -> None:
    with pytest.raises(RequestError, match="model='big'"):
        release_named("big")


def test_matrices_are_kept_in_the_format_they_are_multiplied_in() -> None:
    parts = components_of(release_named(TINY), "cpu")
    parts = multiplying_in(parts, torch.bfloat16)
    assert parts.transformer.video.out.weight.dtype == torch.bfloat16
    assert parts.transformer.video.modulation.dtype == torch.float32
    for module in (parts.audio_vae, parts.video_vae, parts.lip_sync):
        assert {parameter.dtype for parameter in module.parameters()} == {torch.float32}
