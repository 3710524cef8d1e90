"""What places sound like."""

import numpy as np
import pytest

from retrat.conditioning.named_places import _NAMES, _WITHIN
from retrat.media.ambience import NIGHTS, PLACES, place_sound
from retrat.media.noises import SAMPLE_RATE


def sound(name: str, seed: int = 0, *, at_night: bool = False) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return place_sound(name, rng, 2 * SAMPLE_RATE, at_night=at_night)


def test_every_place_that_words_name_has_a_sound() -> None:
    assert set(PLACES) == {*_NAMES, *_WITHIN}
    assert set(NIGHTS) < set(PLACES)


@pytest.mark.parametrize("name", PLACES)
def test_it_lasts_as_asked_and_follows_from_its_generator(name: str) -> None:
    first, again, other = sound(name), sound(name), sound(name, 1)
    assert first.shape == (2 * SAMPLE_RATE,)
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)
    assert np.isfinite(first).all()
    level = np.sqrt(np.mean(first**2))
    assert 0.02 < level < 4
    assert np.abs(first).max() < 15 * level, "nothing sticks out"
    assert len(place_sound(name, np.random.default_rng(0), 100)) == 100


@pytest.mark.parametrize("name", NIGHTS)
def test_nights_are_other_sounds(name: str) -> None:
    assert not np.allclose(sound(name), sound(name, at_night=True))


def test_a_place_that_is_alike_by_night_stays() -> None:
    assert np.array_equal(sound("office"), sound("office", at_night=True))
