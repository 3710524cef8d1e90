"""Motion whose flow, flicker and freezes are known."""

import numpy as np
import pytest

pytest.importorskip("skimage")

from skimage import data

from retrat.evaluate.motion import score_motion


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    return data.astronaut()[:300, :300]


def sliding(picture: np.ndarray, pixels: int) -> np.ndarray:
    return np.stack([picture[20:276, pixels * n : pixels * n + 256] for n in range(5)])


def test_a_pan_moves_at_its_speed_and_warps_well(picture) -> None:
    score = score_motion(sliding(picture, 4))
    assert abs(score.speed - 2) < 0.5  # judged at half the size
    jumbled = np.random.default_rng(0).integers(0, 255, (5, 256, 256, 3), dtype=np.uint8)
    assert score.warping_error < 4 < score_motion(jumbled).warping_error
    assert score.frozen == 0


def test_a_still_is_frozen_and_without_flicker(picture) -> None:
    score = score_motion(np.stack([picture] * 4))
    assert score.frozen == 1
    assert score.flicker == 0
    assert score.warping_error == pytest.approx(0, abs=1e-6)


def test_half_the_frames_repeated_is_half_frozen(picture) -> None:
    score = score_motion(np.repeat(sliding(picture, 4), 2, axis=0)[:9])
    assert score.frozen == 0.5


def test_a_pulsing_light_flickers(picture) -> None:
    pulsing = np.stack([np.clip(picture * gain, 0, 255) for gain in (0.9, 1.0, 0.9, 1.0)])
    assert score_motion(pulsing.astype(np.uint8)).flicker > 3
