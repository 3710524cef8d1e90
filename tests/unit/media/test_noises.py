"""Sounds made from noise and a few tones."""

import inspect
from collections.abc import Callable

import numpy as np
import pytest

from retrat.media import noises
from retrat.media.noises import (
    BEAT_SECONDS,
    FIRST_BEAT,
    SAMPLE_RATE,
    clap,
    hiss,
    music,
    scatter,
    step,
)

GROUNDS = ("snow", "sand", "grass", "leaves", "gravel", "wood", "stone")
EVENTS = ("drip", "clink", "beep", "thud", "chime", "chirp", "gull", "horn")
BEDS = ("birds", "wind", "leaves", "room", "traffic", "murmur", "crickets", "lapping", "clatter")


def share_above(sound: np.ndarray, hertz: float) -> float:
    power = np.abs(np.fft.rfft(sound)) ** 2
    return float(power[int(hertz * len(sound) / SAMPLE_RATE) :].sum() / power.sum())


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_is_short_and_dies_away(name: str) -> None:
    sound = getattr(noises, name)(np.random.default_rng(1))
    assert 0.03 < len(sound) / SAMPLE_RATE < 3
    assert 0.01 < np.abs(sound).max() < 8
    assert np.abs(sound[-24:]).max() < 0.2 * np.abs(sound).max()


@pytest.mark.parametrize("name", BEDS)
def test_a_bed_lasts_as_asked_and_follows_from_its_generator(name: str) -> None:
    made: Callable[..., np.ndarray] = getattr(noises, name)
    given = (2.0,) if "per_second" in list(inspect.signature(made).parameters)[2:3] else ()
    one, again, other = (made(np.random.default_rng(seed), 30_000, *given) for seed in (1, 1, 2))
    assert one.shape == (30_000,)
    assert np.array_equal(one, again)
    assert not np.allclose(one, other)
    assert np.isfinite(one).all()
    assert one.any()


def test_hiss_is_where_it_is_asked_for() -> None:
    low, high = (
        hiss(np.random.default_rng(0), 48_000, *band) for band in ((100, 500), (3000, 6000))
    )
    assert np.sqrt(np.mean(low**2)) == pytest.approx(1)
    assert share_above(low, 1000) < 0.01
    assert share_above(high, 2000) > 0.99


@pytest.mark.parametrize("seed", range(6))
def test_what_is_due_comes_in_a_short_while_too(seed: int) -> None:
    """Surf of 2.4 s apart is heard in four seconds, whatever the seed."""
    spikes = scatter(np.random.default_rng(seed), 4 * SAMPLE_RATE, 0.5, lambda _: np.ones(10))
    assert spikes.sum() in (20, 15, 30, 25), "two of them, or one half of one at the edge"


def test_music_beats_when_it_says() -> None:
    sound = np.abs(music(np.random.default_rng(0), 4 * SAMPLE_RATE))
    at = np.arange(FIRST_BEAT, 4, BEAT_SECONDS)
    loud = [sound[int(each * SAMPLE_RATE) :][:1200].max() for each in at]
    before = [sound[: int(each * SAMPLE_RATE)][-1200:].max() for each in at]
    assert min(loud) > 2 * max(before)


@pytest.mark.parametrize("ground", GROUNDS)
def test_a_step_comes_down_at_once(ground: str) -> None:
    sound = step(np.random.default_rng(3), ground)
    first, last = np.split(np.abs(sound), 2)
    assert first.mean() > 3 * last.mean()
    assert 0.1 < np.abs(sound).max() < 8


def test_ground_is_heard() -> None:
    leaves, sand, wood = (
        step(np.random.default_rng(3), each) for each in ("leaves", "sand", "wood")
    )
    assert share_above(leaves, 2000) > 0.7
    assert share_above(sand, 2500) < 0.2
    assert share_above(wood, 250) < share_above(sand, 250)


def test_a_clap_is_short_and_of_a_hollow() -> None:
    sound = clap(np.random.default_rng(3))
    tenth = len(sound) // 10
    assert np.abs(sound[:tenth]).max() > 20 * np.abs(sound[-tenth:]).max()
    assert share_above(sound, 500) > 0.95
    assert not np.array_equal(sound, clap(np.random.default_rng(4)))
