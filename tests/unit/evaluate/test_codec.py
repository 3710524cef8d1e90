"""Errors of known size have known scores."""

import numpy as np
import pytest

pytest.importorskip("scipy")

from retrat.evaluate.codec import mel_distance, psnr, score_codec, ssim


@pytest.fixture
def picture() -> np.ndarray:
    rows, columns = np.mgrid[0:96, 0:96]
    image = 120 + 60 * np.sin(rows / 7) * np.cos(columns / 5)
    return np.repeat(image[..., None], 3, axis=2).astype(np.uint8)


def test_an_error_of_one_level_is_48_decibels(picture) -> None:
    assert psnr(picture, picture + 1) == pytest.approx(48.13, abs=0.01)
    assert psnr(picture, picture) == float("inf")


def test_ssim_agrees_with_scikit_image(picture) -> None:
    metrics = pytest.importorskip("skimage.metrics")
    noise = np.random.default_rng(0).normal(0, 12, picture.shape)
    noisy = np.clip(picture + noise, 0, 255).astype(np.uint8)
    theirs = metrics.structural_similarity(
        picture,
        noisy,
        channel_axis=2,
        gaussian_weights=True,
        use_sample_covariance=False,
        data_range=255,
    )
    assert ssim(picture, noisy) == pytest.approx(theirs, abs=0.01)
    assert ssim(picture, picture) == pytest.approx(1)


def test_a_clip_is_the_mean_of_its_frames(picture) -> None:
    score = score_codec(np.stack([picture] * 2), np.stack([picture, picture + 2]))
    assert score.psnr == pytest.approx(psnr(picture, picture + 2) + 10 * np.log10(2), abs=0.01)
    assert score.ssim == pytest.approx((1 + ssim(picture, picture + 2)) / 2)


def test_half_the_amplitude_is_six_decibels() -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, 24_000).astype(np.float32)
    assert mel_distance(noise, 0.5 * noise, rate=24_000) == pytest.approx(6.02, abs=0.05)
    assert mel_distance(noise, noise, rate=24_000) == 0
