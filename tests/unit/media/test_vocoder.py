"""Sound taken apart and put together again."""

from dataclasses import replace

import numpy as np
import pytest

from retrat.media.vocoder import Voicing, analysed, pitch_of, synthesised

RATE, FFT, SECONDS = 24_000, 2048, 0.6


@pytest.fixture(scope="module")
def hum() -> np.ndarray:
    """Twelve harmonics of a pitch that rises from 110 to 130 Hz."""
    at = np.arange(round(RATE * SECONDS)) / RATE
    phase = 2 * np.pi * np.cumsum(110 + 20 * at / SECONDS) / RATE
    return sum(np.sin(k * phase) / k for k in range(1, 13)) * 0.1


@pytest.fixture(scope="module")
def voicing(hum: np.ndarray) -> Voicing:
    return analysed(hum, RATE, fft=FFT)


def test_pitch_is_found(hum: np.ndarray) -> None:
    middle = pitch_of(hum, RATE)[20:-20]
    assert middle[0] == pytest.approx(113, abs=1.5)
    assert middle[-1] == pytest.approx(127, abs=1.5)
    assert not pitch_of(np.zeros(4800), RATE).any()


def test_what_is_put_together_sounds_as_before(hum: np.ndarray, voicing: Voicing) -> None:
    again = synthesised(voicing, RATE)
    assert len(again) == pytest.approx(len(hum), abs=240)
    inside = slice(2400, -2400)
    assert np.std(again[inside]) == pytest.approx(np.std(hum[inside]), rel=0.15)
    assert np.allclose(pitch_of(again, RATE)[20:95], voicing.pitch[20:95], atol=2)


def test_another_pitch_leaves_the_rest(voicing: Voicing) -> None:
    higher = synthesised(replace(voicing, pitch=voicing.pitch * 1.5), RATE)
    assert np.allclose(pitch_of(higher, RATE)[20:95], 1.5 * voicing.pitch[20:95], atol=4)
