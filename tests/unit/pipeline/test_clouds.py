"""Clouds that drift over the sky alone."""

from dataclasses import replace

import pytest
import torch

from retrat.pipeline.clouds import SPEEDS, drifting
from retrat.pipeline.surroundings import Surroundings
from tests.unit.pipeline.around import SIDE, places, surroundings

FRAMES, RATE, SEED = 48, 24.0, 3
HORIZON = 80


def around() -> Surroundings:
    """The sky is above the horizon, but for a tower on the right."""
    screens = torch.zeros(1, SIDE, SIDE)
    screens[:, :HORIZON] = 1
    screens[:, 20:HORIZON, 90:110] = 0
    return surroundings(places([1.0, 0.0, 1.4, [], None, 0]), screens)


def place() -> torch.Tensor:
    """A soft cloud in a dark sky, a white tower, and light ground."""
    across, down = torch.arange(SIDE), torch.arange(SIDE)[:, None]
    cloud = torch.exp(-((across - 50) / 12.0).square() - ((down - 30) / 14.0).square())
    picture = (1.4 * cloud - 0.9).repeat(3, 1, 1)
    picture[:, HORIZON:] = 0.5
    picture[:, 20:HORIZON, 90:110] = 0.9
    return picture


def clip(there: Surroundings, people: torch.Tensor | None = None, seed: int = SEED) -> torch.Tensor:
    pixels = place().repeat(FRAMES, 1, 1, 1)
    return drifting(pixels, place(), people, there, rate=RATE, seed=seed)


def middle(frame: torch.Tensor, row: int) -> float:
    light = (frame[0, row, :88] + 0.9).clamp(min=0)
    return float((light * torch.arange(88)).sum() / light.sum())


@pytest.mark.parametrize("seed", range(5))
def test_they_drift_as_fast_as_clouds_do_and_faster_higher_up(seed: int) -> None:
    made = clip(around(), seed=seed)
    assert torch.allclose(made[0], place(), atol=1e-5)
    seconds = (FRAMES - 1) / RATE
    high, low = (abs(middle(made[-1], row) - middle(made[0], row)) / seconds for row in (20, 45))
    assert 0.6 * SPEEDS[0] * SIDE < high < SPEEDS[1] * SIDE
    assert low < 0.95 * high


def test_some_drift_to_the_left_and_some_to_the_right() -> None:
    ways = {middle(clip(around(), seed=seed)[-1], 25) > middle(place(), 25) for seed in range(8)}
    assert ways == {True, False}


def test_what_is_no_sky_stays() -> None:
    made = clip(around())
    for part in ((slice(HORIZON, None), slice(None)), (slice(20, HORIZON), slice(90, 110))):
        assert torch.equal(made[..., *part], place()[..., *part].expand(FRAMES, -1, -1, -1))
    beside = made[-1, :, 30:70, 111:114]
    assert beside.max() < 0.0, "nothing of the tower goes with the sky"


def test_who_stands_there_is_before_them() -> None:
    people = torch.zeros(FRAMES, 1, SIDE, SIDE, dtype=torch.uint8)
    people[..., 40:60] = 255
    made = clip(around(), people)
    assert torch.equal(made[..., 40:60], place()[..., 40:60].expand(FRAMES, -1, -1, -1))
    assert torch.equal(made[..., 60:], clip(around())[..., 60:])


def test_where_no_sky_is_seen_nothing_drifts() -> None:
    there = around()
    for still in (
        replace(there, ways=there.ways._replace(clouds=-1)),
        replace(there, screens=torch.zeros(1, SIDE, SIDE)),
    ):
        assert torch.equal(clip(still), place().expand(FRAMES, -1, -1, -1))
