"""A person taken from a clip of them."""

from pathlib import Path

import pytest
import torch
from people import astronaut, babble

from retrat.errors import RequestError
from retrat.media import encode_clip, from_bytes
from retrat.runtime.assets import Asset, AssetStore
from retrat.runtime.portraits import taken_from
from retrat.types import Audio, Clip, FrameRate


@pytest.fixture
def store(tmp_path: Path) -> AssetStore:
    return AssetStore(tmp_path / "assets")


def clip_of(store: AssetStore, folder: Path, frame: torch.Tensor, audio: Audio | None) -> Asset:
    pixels = torch.stack([torch.zeros_like(frame)] * 12 + [frame] * 24)
    clip = Clip(pixels=pixels, frame_rate=FrameRate(numerator=24), audio=audio)
    encode_clip(clip, folder / "clip.mp4", settings={})
    with (folder / "clip.mp4").open("rb") as file:
        return store.keep(file, name="clip.mp4")


def test_the_same_clip_gives_the_same_face_and_voice(store: AssetStore, tmp_path: Path) -> None:
    video = clip_of(store, tmp_path, from_bytes(astronaut()), babble(1.5))
    assert (video.kind, video.width) == ("video", 512)
    first = taken_from(store, video)
    assert first == taken_from(store, video)
    assert store.get(first.photo).kind == "image"
    assert first.voice is not None
    assert store.get(first.voice).kind == "audio"


def test_a_silent_clip_has_no_voice_and_an_empty_one_no_person(
    store: AssetStore, tmp_path: Path
) -> None:
    assert taken_from(store, clip_of(store, tmp_path, from_bytes(astronaut()), None)).voice is None
    with pytest.raises(RequestError, match="exactly one face"):
        taken_from(store, clip_of(store, tmp_path, torch.zeros(3, 256, 256), None))
