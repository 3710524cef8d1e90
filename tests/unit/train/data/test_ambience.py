"""Places can be heard, are told apart, and stay below speech."""

from itertools import pairwise

import numpy as np
import pytest

from retrat.errors import RequestError
from retrat.train.data.ambience import AMBIENCES, SAMPLE_RATE, SPEECH_RMS, ambient_sound
from retrat.train.data.scenes import SCENE_NAMES


def sound_of(name: str, seed: int = 0, seconds: float = 2.0) -> np.ndarray:
    return ambient_sound(name, np.random.default_rng(seed), seconds)


def decibels(sound: np.ndarray) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(sound.astype(float) ** 2))))


def spectrum(sound: np.ndarray) -> np.ndarray:
    """Level in twelve bands, without the overall level."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    edges = np.geomspace(60, 11_000, 13) * len(sound) / SAMPLE_RATE
    bands = [power[int(a) : int(b)].mean() for a, b in pairwise(edges)]
    level = 10 * np.log10(np.array(bands) + 1e-12)
    return level - level.mean()


def test_every_scene_has_a_sound() -> None:
    assert set(AMBIENCES) == set(SCENE_NAMES)


@pytest.mark.parametrize("name", SCENE_NAMES)
def test_a_sound_lies_under_speech_and_lasts_as_asked(name: str) -> None:
    sound = sound_of(name)
    assert sound.dtype == np.float32
    assert sound.shape == (2 * SAMPLE_RATE,)
    assert np.isfinite(sound).all()
    assert np.abs(sound).max() < 0.5
    below = 20 * np.log10(SPEECH_RMS) - decibels(sound)
    assert 14.5 < below < 25.5


@pytest.mark.parametrize("name", SCENE_NAMES)
def test_a_sound_follows_from_its_generator(name: str) -> None:
    first, again, other = sound_of(name, 1, 1.0), sound_of(name, 1, 1.0), sound_of(name, 2, 1.0)
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)


def test_the_level_can_be_chosen() -> None:
    sound = ambient_sound("rain_window", np.random.default_rng(0), 1.0, below_speech_db=18.0)
    assert decibels(sound) == pytest.approx(20 * np.log10(SPEECH_RMS) - 18.0, abs=0.2)


def test_short_and_odd_lengths_are_exact() -> None:
    for seconds in (0.01, 0.3, 1.2345):
        assert len(sound_of("beach", seconds=seconds)) == round(seconds * SAMPLE_RATE)


def test_rain_is_brighter_than_traffic_and_both_than_space() -> None:
    def brightness(name: str) -> float:
        bands = spectrum(sound_of(name, seconds=4.0))
        return float(bands[8:].mean() - bands[:4].mean())

    assert brightness("rain_window") > brightness("city_day") + 6
    assert brightness("rain_window") > brightness("space") + 6


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(RequestError) as refusal:
        sound_of("volcano")
    assert refusal.value.field == "scene"
