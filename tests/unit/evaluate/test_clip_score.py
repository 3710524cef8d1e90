"""Pieces of a clip's score whose answer is known."""

import numpy as np
import pytest
import torch

pytest.importorskip("dlib")
pytest.importorskip("pyworld")
pytest.importorskip("skimage")

from retrat.evaluate.clip_score import eight_bit, mono, score_fidelity
from retrat.types import Audio, Clip, FrameRate


def clip(levels: np.ndarray, samples: torch.Tensor | None = None) -> Clip:
    return Clip(
        pixels=torch.from_numpy(levels).permute(0, 3, 1, 2).float() / 127.5 - 1,
        frame_rate=FrameRate(numerator=24),
        audio=None if samples is None else Audio(samples=samples, sample_rate=24_000),
    )


@pytest.fixture
def levels() -> np.ndarray:
    return np.random.default_rng(0).integers(1, 250, (3, 32, 32, 3), dtype=np.uint8)


def test_eight_bits_come_back_exactly(levels: np.ndarray) -> None:
    assert np.array_equal(eight_bit(clip(levels)), levels)


def test_both_channels_are_heard() -> None:
    samples = torch.tensor([[1.0, 0.0], [0.0, 0.5]])
    heard = mono(clip(np.zeros((1, 2, 2, 3), np.uint8), samples))
    assert np.allclose(heard, [0.5, 0.25])
    assert mono(clip(np.zeros((1, 2, 2, 3), np.uint8))) is None


def test_a_copy_one_level_off_is_48_decibels_away(levels: np.ndarray) -> None:
    noise = torch.randn(1, 24_000) * 0.1
    fidelity = score_fidelity(clip(levels, noise), clip(levels + 1, noise / 2))
    assert fidelity.psnr == pytest.approx(48.13, abs=0.01)
    assert fidelity.mel_distance == pytest.approx(6.02, abs=0.1)


def test_silent_copies_are_pictures_alone(levels: np.ndarray) -> None:
    fidelity = score_fidelity(clip(levels), clip(levels))
    assert fidelity.mel_distance is None
    assert fidelity.voice_similarity is None
    assert fidelity.psnr == float("inf")
