import numpy as np
import pytest

from retrat.media.recompress import recompress_frames, recompress_sound


def test_coarser_coding_leaves_more_error() -> None:
    rng = np.random.default_rng(0)
    frames = rng.integers(90, 160, (5, 64, 64, 3)).astype(np.uint8)
    errors = [
        float(np.mean((recompress_frames(frames, quality=quality) - frames.astype(float)) ** 2))
        for quality in (10, 28, 40)
    ]
    assert errors == sorted(errors)
    assert recompress_frames(frames).shape == frames.shape


@pytest.mark.parametrize("codec", ["aac", "libmp3lame", "libopus"])
def test_sound_comes_back_in_place(codec: str) -> None:
    rng = np.random.default_rng(0)
    seconds = np.arange(24_000) / 24_000
    tone = np.sin(2 * np.pi * 440 * seconds) * np.exp(-(((seconds - 0.5) / 0.1) ** 2))
    samples = (0.5 * tone + 0.001 * rng.normal(size=24_000)).astype(np.float32)
    heard = recompress_sound(samples, 24_000, codec=codec)
    assert heard.shape == samples.shape
    likeness = np.correlate(heard, samples, "full")
    assert abs(int(np.argmax(likeness)) - 23_999) < 1_200
