"""Tones of known frequency and level."""

import numpy as np
import pytest

pytest.importorskip("scipy")

from retrat.evaluate.spectra import resampled, speech_envelope

RATE = 16_000
SECONDS = np.arange(RATE) / RATE


def tone(hertz: float) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * hertz * SECONDS)


def test_resampling_keeps_a_tone_and_its_length() -> None:
    up = resampled(tone(440), rate=RATE, to=24_000)
    assert len(up) == 24_000
    assert np.argmax(np.abs(np.fft.rfft(up))) == 440


def test_the_envelope_of_a_tone_is_its_level() -> None:
    level = speech_envelope(tone(1000), rate=RATE, at_seconds=np.array([0.5]), width=0.1)
    assert level[0] == pytest.approx(0.5 / np.sqrt(2), rel=0.02)
    rumble = speech_envelope(tone(40), rate=RATE, at_seconds=np.array([0.5]), width=0.1)
    assert rumble[0] < 0.02
