"""Music by rules."""

import numpy as np
import pytest

from retrat.media.music import MAJOR, MIDDLE_C, MINOR, MOODS, _pitch, _plucked, played
from retrat.media.noises import SAMPLE_RATE

SECONDS = 6


def piece(mood: str, seed: int = 3) -> np.ndarray:
    return played(mood, np.random.default_rng(seed), SECONDS * SAMPLE_RATE)


@pytest.mark.parametrize("mood", MOODS)
def test_it_is_as_long_and_as_loud_as_asked_all_the_time(mood: str) -> None:
    sound = piece(mood)
    assert len(sound) == SECONDS * SAMPLE_RATE
    assert np.sqrt(np.mean(sound**2)) == pytest.approx(1)
    seconds = sound.reshape(SECONDS, -1)
    assert np.sqrt((seconds**2).mean(axis=1)).min() > 0.5
    assert np.abs(sound).max() < 12


@pytest.mark.parametrize("mood", MOODS)
def test_a_seed_makes_one_piece_and_another_another(mood: str) -> None:
    assert np.array_equal(piece(mood), piece(mood))
    assert not np.allclose(piece(mood), piece(mood, seed=4))


@pytest.mark.parametrize("mood", ["upbeat", "electronic", "chill"])
def test_drums_keep_the_tempo(mood: str) -> None:
    """How loud it is repeats after a beat, or two, or a bar."""
    how = MOODS[mood]
    sound = piece(mood)
    level = np.sqrt((sound.reshape(-1, 240) ** 2).mean(axis=1))  # a hundred a second
    level = level - level.mean()
    alike = np.correlate(level, level, "full")[len(level) - 1 :]
    beats = [60 / tempo for tempo in np.linspace(*how.tempo, 25)]
    on = max(alike[round(400 * beat)] for beat in beats)
    assert on > 0.25 * alike[0]


def test_notes_are_of_a_scale_on_equal_steps() -> None:
    major, minor = MOODS["upbeat"], MOODS["sad"]
    assert major.scale is MAJOR
    assert minor.scale is MINOR
    assert _pitch(major, 0, 0) == pytest.approx(MIDDLE_C)
    assert _pitch(major, 0, 7) == pytest.approx(2 * MIDDLE_C)
    assert _pitch(major, 2, 2) == pytest.approx(MIDDLE_C * 2 ** (6 / 12))
    assert _pitch(minor, 0, 2) == pytest.approx(MIDDLE_C * 2 ** (3 / 12))


@pytest.mark.parametrize("pitch", [196.0, 311.1, 523.3])
def test_strings_are_in_tune(pitch: float) -> None:
    sound = _plucked(pitch, 1.0, np.random.default_rng(0))
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 16 * len(sound)))
    hertz = np.fft.rfftfreq(16 * len(sound), 1 / SAMPLE_RATE)
    near = (hertz > 0.9 * pitch) & (hertz < 1.1 * pitch)
    heard = hertz[near][spectrum[near].argmax()]
    assert abs(1200 * np.log2(heard / pitch)) < 5, "cents"
