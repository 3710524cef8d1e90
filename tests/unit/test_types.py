"""Values and their rules."""

import pytest
import torch

from retrat.types import Audio, Clip, ClipShape, FrameRate, LatentShape


def test_frame_rates_are_fractions() -> None:
    assert FrameRate(numerator=24000, denominator=1001).value == pytest.approx(23.976, abs=1e-3)
    assert FrameRate(numerator=24).frames_in(4.0) == 96


@pytest.mark.parametrize("frames", [1, 2, 5, 96, 97, 98, 240])
def test_latent_frames_cover_all_frames_and_no_more(frames: int) -> None:
    clip = ClipShape(frames=frames, height=256, width=320)
    shape = LatentShape.of(clip, temporal=4, spatial=16)
    assert (shape.height, shape.width) == (16, 20)
    assert frames <= shape.frames(temporal=4) < frames + 4


def test_seconds() -> None:
    audio = Audio(samples=torch.zeros(1, 12_000), sample_rate=24_000)
    assert audio.seconds == 0.5
    clip = Clip(pixels=torch.zeros(12, 3, 2, 2), frame_rate=FrameRate(numerator=24), audio=audio)
    assert clip.seconds == 0.5
