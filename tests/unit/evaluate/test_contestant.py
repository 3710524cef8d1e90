"""Reconstructions have the original's length, and the engine's clips come with consent."""

from pathlib import Path

import pytest
import torch

from retrat.evaluate.contestant import Contestant, reconstruct
from retrat.pipeline.components import tiny_components
from retrat.runtime.models import TINY
from retrat.runtime.order import Order
from retrat.types import Audio, Clip, FrameRate


@pytest.mark.parametrize("frames", [5, 7])
def test_a_reconstruction_is_as_long_and_as_large(frames: int) -> None:
    clip = Clip(
        pixels=torch.zeros(frames, 3, 32, 32),
        frame_rate=FrameRate(numerator=24),
        audio=Audio(samples=torch.zeros(1, 5_001), sample_rate=24_000),
    )
    copy = reconstruct(clip, tiny_components(0))
    assert copy.pixels.shape == clip.pixels.shape
    assert copy.audio is not None
    assert copy.audio.samples.shape == (1, 5_001)
    assert copy.pixels.abs().max() <= 1


@pytest.mark.slow
def test_the_engine_makes_its_clips_and_its_home_is_gone_afterwards(tmp_path: Path) -> None:
    with Contestant.of(TINY) as ours:
        order = Order(prompt="A beach at sunset.", seconds=1.0, model=TINY, steps=1)
        made = ours.make(order, tmp_path / "a.mp4", name="nobody")
        home = Path(ours._folder.name)
    assert made.path.stat().st_size > 1_000
    assert not home.exists()
