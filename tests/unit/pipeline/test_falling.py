"""What falls through the air of a clip."""

import pytest
import torch
import torch.nn.functional as F

from retrat.conditioning.weather import Weather
from retrat.pipeline.falling import TUMBLING, Wind, _flake, _stamped, falling

FRAMES, RATE, SIDE = 48, 24.0, 128
KINDS = ("snow", "rain", *TUMBLING)


def fallen(
    weather: Weather,
    people: torch.Tensor | None = None,
    near: tuple[bool, ...] = (False, True),
    seed: int = 5,
    level: float = -1.0,
) -> torch.Tensor:
    """What has changed of a plain clip, over its colours."""
    pixels = torch.full((FRAMES, 3, SIDE, SIDE), level)
    wind = Wind(frames=FRAMES, rate=RATE, seed=seed, size=(SIDE, SIDE))
    made = falling(pixels.clone(), weather, wind, people, near)
    return (made - pixels).abs().amax(dim=1)


def weather(kind: str, much: float = 1.0) -> Weather:
    return Weather(**{kind: much})


def covered(changes: torch.Tensor) -> float:
    return float((changes > 0.04).float().mean())


@pytest.mark.parametrize("kind", KINDS)
def test_it_ends_as_it_began(kind: str) -> None:
    """The step over the end is like any other."""
    clip = fallen(weather(kind))
    steps = (clip.roll(-1, 0) - clip).abs().mean(dim=(1, 2))
    assert 0 < steps[-1] < 1.5 * steps[:-1].max()


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_is_nearest_falls_before_people(kind: str) -> None:
    everybody = torch.full((FRAMES, 1, SIDE, SIDE), 255, dtype=torch.uint8)
    before, both = covered(fallen(weather(kind), everybody)), covered(fallen(weather(kind)))
    assert 0 < before < 0.6 * both
    assert torch.equal(fallen(weather(kind), everybody), fallen(weather(kind), near=(True,)))


@pytest.mark.parametrize("kind", KINDS)
def test_more_of_it_is_more(kind: str) -> None:
    less, usual, more = (covered(fallen(weather(kind, much))) for much in (0.5, 1.0, 1.7))
    assert less < 0.85 * usual < 0.7 * more


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_drawn_by_the_seed(kind: str) -> None:
    one, again, other = (fallen(weather(kind), seed=seed) for seed in (5, 5, 6))
    assert torch.equal(one, again)
    assert not torch.allclose(one, other)


@pytest.mark.parametrize("kind", ["snow", "leaves", "petals"])
def test_it_falls(kind: str) -> None:
    """A later frame is most like an earlier one that is shifted down."""
    clip = fallen(weather(kind))
    likeness = {
        shift: float((clip[4] * clip[0].roll(shift, 0)).mean()) for shift in (-6, -4, -2, 2, 4, 6)
    }
    assert max(likeness, key=likeness.__getitem__) > 0


def test_streaks_of_rain_are_higher_than_wide_and_slant() -> None:
    clip = fallen(weather("rain"))
    along, across = (float((clip - clip.roll(2, dim)).abs().mean()) for dim in (1, 2))
    assert along < 0.75 * across
    leaning = {aside: float((clip * clip.roll((12, aside), (1, 2))).mean()) for aside in (-1, 0, 1)}
    assert leaning[1] > leaning[-1]


def test_confetti_has_colours_and_is_dim_by_night() -> None:
    wind = Wind(frames=FRAMES, rate=RATE, seed=5, size=(SIDE, SIDE))
    by_day, by_night = (
        falling(torch.full((FRAMES, 3, SIDE, SIDE), level), Weather(confetti=1.0), wind, None)
        for level in (-0.2, -0.95)
    )
    colourful = by_day.amax(dim=1) - by_day.amin(dim=1)
    assert (colourful > 0.8).float().mean() > 0.003
    assert by_night.amax() < by_day.amax() - 0.5


def test_stamps_add_up_as_a_convolution_would() -> None:
    rng = torch.Generator().manual_seed(0)
    rows, columns = (torch.randint(side, (30,), generator=rng) for side in (40, 60))
    strength, stamp = torch.rand(30, generator=rng), _flake(2.3)
    points = torch.zeros(40, 60).index_put_((rows, columns), strength, accumulate=True)
    wanted = F.conv2d(points[None, None], stamp[None, None], padding=len(stamp) // 2)[0]
    torch.testing.assert_close(_stamped((rows, columns), strength, stamp, (40, 60)), wanted)


def test_turns_are_whole() -> None:
    wind = Wind(frames=100, rate=24.0, seed=0, size=(8, 8))
    for often in (0.05, 0.3, 1.7):
        step = wind.turns(often)[1, 0, 0]
        count = float(100 * step / (2 * torch.pi))
        assert count == pytest.approx(max(1, round(often * 100 / 24)))
