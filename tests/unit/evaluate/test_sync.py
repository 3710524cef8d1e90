"""Sound moved by a known time is found moved by that time."""

import numpy as np
import pytest

pytest.importorskip("scipy")
pytest.importorskip("dlib")

from retrat.evaluate.sync import mouth_openings, score_sync

RATE, FPS, SECONDS = 24_000, 24.0, 4.0


def syllable_times() -> np.ndarray:
    return np.cumsum(np.random.default_rng(3).uniform(0.18, 0.5, 11))


def level(seconds: np.ndarray) -> np.ndarray:
    """Loudness of made-up speech: one bump for each syllable."""
    return np.exp(-(((seconds[:, None] - syllable_times()) / 0.06) ** 2)).sum(axis=1)


def babble(delay: float = 0.0) -> np.ndarray:
    seconds = np.arange(int(SECONDS * RATE)) / RATE
    noise = np.random.default_rng(0).normal(size=len(seconds))
    return (0.2 * level(seconds - delay) * noise).astype(np.float32)


def mouth() -> np.ndarray:
    return 0.4 * level((np.arange(int(SECONDS * FPS)) + 0.5) / FPS)


@pytest.mark.parametrize("delay", [-0.2, -0.08, 0.0, 0.04, 0.12, 0.25])
def test_a_shift_is_found_in_milliseconds(delay: float) -> None:
    score = score_sync(mouth(), babble(delay), rate=RATE, fps=FPS)
    assert abs(score.lag_milliseconds - 1000 * delay) <= 20
    assert score.best_correlation > 0.7
    assert score.best_correlation >= score.correlation


def test_another_speech_does_not_correlate() -> None:
    seconds = np.arange(int(SECONDS * RATE)) / RATE
    other = np.interp(seconds, np.linspace(0, 4, 30), np.random.default_rng(9).uniform(0, 1, 30))
    noise = np.random.default_rng(1).normal(size=len(seconds))
    score = score_sync(mouth(), (0.1 * other * noise).astype(np.float32), rate=RATE, fps=FPS)
    assert score.correlation < 0.35


@pytest.mark.parametrize(
    ("openings", "samples"),
    [
        (mouth(), np.zeros(int(SECONDS * RATE), np.float32)),
        (np.full(96, 0.2), babble()),
        (np.full(96, np.nan), babble()),
    ],
)
def test_silence_a_stiff_mouth_and_no_face_are_nothing(
    openings: np.ndarray, samples: np.ndarray
) -> None:
    score = score_sync(openings, samples, rate=RATE, fps=FPS)
    assert np.isnan(score.correlation)
    assert np.isnan(score.lag_milliseconds)


def test_frames_the_judge_cannot_see_are_left_out() -> None:
    openings = mouth()
    openings[::5] = np.nan
    score = score_sync(openings, babble(0.08), rate=RATE, fps=FPS)
    assert abs(score.lag_milliseconds - 80) <= 20


def test_a_painted_mouth_opens() -> None:
    data = pytest.importorskip("skimage.data")
    picture = data.astronaut()[0:256, 100:356]
    empty = np.zeros_like(picture)
    found = mouth_openings(np.stack([picture, empty]))
    assert 0 <= found[0] < 0.5
    assert np.isnan(found[1])
