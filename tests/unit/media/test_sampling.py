from pathlib import Path

import pytest
import torch

from retrat.errors import RequestError
from retrat.media import encode_clip
from retrat.media.sampling import sample_frames
from retrat.types import Clip, FrameRate


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """Frames that grow lighter, one step a frame."""
    levels = torch.linspace(-0.9, 0.9, 24)[:, None, None, None].expand(24, 3, 32, 48)
    clip = Clip(pixels=levels.contiguous(), frame_rate=FrameRate(numerator=24))
    encode_clip(clip, tmp_path / "a.mp4")
    return tmp_path / "a.mp4"


def test_every_third(video: Path) -> None:
    frames = list(sample_frames(video, every=3, most=5))
    light = [float(frame.mean()) for frame in frames]
    assert len(frames) == 5
    assert frames[0].shape == (32, 48, 3)
    assert light == sorted(light)


def test_key_frames_alone(video: Path) -> None:
    assert len(list(sample_frames(video, only_key_frames=True))) == 1


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="not there"):
        list(sample_frames(tmp_path / "gone.mp4"))
