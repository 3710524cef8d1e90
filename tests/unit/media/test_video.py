import math
from dataclasses import replace
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F

from retrat.errors import RequestError
from retrat.media import decode_video, encode_clip, probe
from retrat.types import Audio, Clip, FrameRate


def onset(samples: torch.Tensor, sample_rate: int) -> float:
    """Seconds until the sound is first clearly there."""
    return (samples[0].abs() > 0.1).nonzero()[0].item() / sample_rate


def test_a_file_that_any_player_opens(clip: Clip, tmp_path: Path) -> None:
    encode_clip(clip, tmp_path / "out.mp4", settings={"seed": 7, "prompt": 'déjà "vu"'})
    found = probe(tmp_path / "out.mp4")
    assert found.video is not None
    assert found.audio is not None
    assert (found.video.codec, found.video.pixel_format) == ("h264", "yuv420p")
    assert (found.video.width, found.video.height, found.video.frames) == (96, 64, 48)
    assert found.video.frames_per_second == 24
    assert (found.audio.codec, found.audio.sample_rate, found.audio.channels) == ("aac", 48_000, 1)
    assert abs(found.video.seconds - found.audio.seconds) < 1 / 24
    assert found.is_indexed_in_front
    assert found.settings == {"seed": 7, "prompt": 'déjà "vu"'}
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp4"]


def test_picture_and_sound_come_back_in_place(clip: Clip, tmp_path: Path) -> None:
    encode_clip(clip, tmp_path / "out.mp4")
    back = decode_video(tmp_path / "out.mp4")
    assert back.frame_rate == FrameRate(numerator=24)
    assert back.pixels.shape == clip.pixels.shape
    assert (back.pixels - clip.pixels).abs().mean() < 0.03
    assert back.audio is not None
    assert clip.audio is not None
    assert abs(back.seconds - back.audio.seconds) < 1 / 24
    # The encoder's priming samples must not push the lips away from the words.
    late = onset(back.audio.samples, 24_000) - onset(clip.audio.samples, 24_000)
    assert abs(late) < 0.005


@pytest.mark.parametrize("seconds", [0.7, 3.3])
def test_sound_gets_the_length_of_the_picture(clip: Clip, tmp_path: Path, seconds: float) -> None:
    samples = 0.2 * torch.sin(torch.arange(round(seconds * 24_000)) / 9)[None]
    encode_clip(
        replace(clip, audio=Audio(samples=samples, sample_rate=24_000)), tmp_path / "out.mp4"
    )
    found = probe(tmp_path / "out.mp4")
    assert found.audio is not None
    assert abs(found.audio.seconds - 2) < 1 / 24


def test_no_sound_no_track(clip: Clip, tmp_path: Path) -> None:
    encode_clip(replace(clip, audio=None), tmp_path / "out.mp4")
    assert probe(tmp_path / "out.mp4").audio is None


def test_stereo_and_an_uneven_rate(clip: Clip, tmp_path: Path) -> None:
    samples = torch.stack(
        [torch.sin(torch.arange(96_000) * math.tau * 300 / 48_000), torch.zeros(96_000)]
    )
    uneven = replace(
        clip,
        frame_rate=FrameRate(numerator=24_000, denominator=1001),
        audio=Audio(samples=samples * 0.3, sample_rate=48_000),
    )
    encode_clip(uneven, tmp_path / "out.mp4")
    found = probe(tmp_path / "out.mp4")
    assert found.video is not None
    assert found.audio is not None
    assert found.audio.channels == 2
    assert found.video.frames_per_second == pytest.approx(24_000 / 1001)
    assert abs(found.video.seconds - found.audio.seconds) < 1 / 24


def test_the_same_clip_gives_the_same_bytes(clip: Clip, tmp_path: Path) -> None:
    """At a size that clips have: of 96 x 64, x264 writes one file in some two hundred otherwise."""
    clip = replace(clip, pixels=F.interpolate(clip.pixels[:24], size=(256, 256)))
    for name in ("a.mp4", "b.mp4"):
        encode_clip(clip, tmp_path / name, settings={"seed": 1})
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_odd_sizes_are_a_mistake_of_ours(clip: Clip, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="63"):
        encode_clip(replace(clip, pixels=clip.pixels[:, :, :63]), tmp_path / "out.mp4")
    assert not list(tmp_path.iterdir())


def test_what_is_no_video(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("not a video")
    with pytest.raises(RequestError, match="can't be read as a video"):
        decode_video(tmp_path / "text.mp4")
    with pytest.raises(RequestError, match="is not there"):
        decode_video(tmp_path / "none.mp4")
