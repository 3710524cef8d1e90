from pathlib import Path

import numpy as np
import torch
from PIL import Image

from retrat.media import encode_clip
from retrat.media.stills import write_animation, write_thumbnail
from retrat.types import Clip, FrameRate


def test_a_thumbnail_is_small_and_shows_the_clip(tmp_path: Path) -> None:
    pixels = torch.full((24, 3, 192, 640), -0.5)
    clip = Clip(pixels=pixels, frame_rate=FrameRate(numerator=24))
    encode_clip(clip, tmp_path / "a.mp4", settings={})
    write_thumbnail(tmp_path / "a.mp4", tmp_path / "a.webp")
    with Image.open(tmp_path / "a.webp") as still:
        assert still.size == (320, 96)
        assert abs(float(np.asarray(still).mean()) - 64) < 6


def test_an_animation_moves(tmp_path: Path) -> None:
    frames = np.stack([np.full((100, 200, 3), level, np.uint8) for level in (10, 120, 240)])
    write_animation(tmp_path / "a.webp", frames, side=50, milliseconds=100)
    with Image.open(tmp_path / "a.webp") as moving:
        assert (moving.size, moving.n_frames) == ((50, 25), 3)
    write_animation(tmp_path / "b.webp", frames[:1], side=50, milliseconds=100)
    with Image.open(tmp_path / "b.webp") as still:
        assert still.n_frames == 1
