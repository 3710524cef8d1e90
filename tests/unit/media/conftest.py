"""A moving picture with a beep in it, made by code."""

import math

import pytest
import torch

from retrat.types import Audio, Clip, FrameRate


@pytest.fixture
def clip() -> Clip:
    """Two seconds of 64x96 with colours that move, and a beep from 0.5 to 0.6 s."""
    frames, height, width = 48, 64, 96
    rows = torch.linspace(-1, 1, height)[:, None].expand(height, width)
    columns = torch.linspace(-1, 1, width)[None].expand(height, width)
    pixels = torch.stack(
        [
            torch.stack([rows, columns, torch.full_like(rows, math.sin(i / 9))])
            for i in range(frames)
        ]
    )
    seconds = torch.arange(48_000) / 24_000
    is_on = (seconds >= 0.5) & (seconds < 0.6)
    samples = torch.where(is_on, 0.5 * torch.sin(2 * math.pi * 440 * seconds), 0.0)[None]
    return Clip(
        pixels=pixels,
        frame_rate=FrameRate(numerator=24),
        audio=Audio(samples=samples, sample_rate=24_000),
    )
