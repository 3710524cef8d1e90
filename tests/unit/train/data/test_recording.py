"""A voice across a room is the same voice, as loud, with the room's echoes and noise."""

import numpy as np

from retrat.train.data.recording import LONGEST_ECHO, as_recorded
from retrat.train.data.speech import SAMPLE_RATE


def clicks() -> np.ndarray:
    samples = np.zeros(2 * SAMPLE_RATE)
    samples[SAMPLE_RATE // 2 :: SAMPLE_RATE] = 0.9
    return samples


def test_the_same_numbers_record_the_same_and_others_another() -> None:
    tone = 0.1 * np.sin(np.arange(SAMPLE_RATE) / 9)
    one, two = (as_recorded(tone, np.random.default_rng(1)) for _ in range(2))
    np.testing.assert_array_equal(one, two)
    assert np.abs(as_recorded(tone, np.random.default_rng(2)) - one).max() > 0.01
    assert one.dtype == np.float32
    assert len(one) == len(tone)


def test_it_is_as_loud_as_before_and_never_clips() -> None:
    tone = 0.3 * np.sin(np.arange(SAMPLE_RATE) / 9)
    for seed in range(5):
        heard = as_recorded(tone, np.random.default_rng(seed))
        assert abs(np.sqrt(np.mean(heard**2)) / np.sqrt(np.mean(tone**2)) - 1) < 0.05
    assert np.abs(as_recorded(3 * tone, np.random.default_rng(0))).max() <= 1


def test_a_click_has_echoes_after_it_that_die_away() -> None:
    heard = np.mean(
        [as_recorded(clicks(), np.random.default_rng(seed)) ** 2 for seed in range(12)], axis=0
    )
    at, part = SAMPLE_RATE // 2, SAMPLE_RATE // 50
    before = heard[at - 2 * part : at - part].mean()
    soon = heard[at + part : at + 2 * part].mean()
    gone = round(LONGEST_ECHO * SAMPLE_RATE)
    late = heard[at + gone : at + gone + part].mean()
    assert soon > 5 * before, "an echo"
    assert late < 2 * before, "no echo for ever"


def test_lows_and_highs_are_lost() -> None:
    noise = 0.1 * np.random.default_rng(0).standard_normal(SAMPLE_RATE)
    heard = np.mean(
        [
            np.abs(np.fft.rfft(as_recorded(noise, np.random.default_rng(seed)))) ** 2
            for seed in range(6)
        ],
        axis=0,
    )
    low, middle, high = heard[5:40].mean(), heard[800:3000].mean(), heard[11_600:].mean()
    assert low < 0.5 * middle
    assert high < 0.5 * middle
