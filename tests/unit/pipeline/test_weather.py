"""Places in other weather than their pictures'."""

from itertools import pairwise

import pytest
import torch

from retrat.conditioning.weather import CLEAR, Weather
from retrat.pipeline.falling import Wind
from retrat.pipeline.weather import FLASH_EVERY, flashes_at, flashing, in_weather, misted

FRAMES, RATE, SIDE = 48, 24.0, 96
RAIN, FOG, STORM = Weather(rain=1.0), Weather(fog=1.0), Weather(rain=1.7, thunders=True)


def field() -> torch.Tensor:
    """Blue sky above, green below, with a grain that fog can hide."""
    levels = torch.zeros(3, SIDE, SIDE)
    levels[:, : SIDE // 2] = torch.tensor((0.45, 0.6, 0.9))[:, None, None]
    levels[:, SIDE // 2 :] = torch.tensor((0.3, 0.55, 0.25))[:, None, None]
    rng = torch.Generator().manual_seed(0)
    return 2 * (levels + 0.1 * torch.rand((1, SIDE, SIDE), generator=rng)) - 1


def colour(picture: torch.Tensor) -> float:
    return float((picture.amax(dim=0) - picture.amin(dim=0)).mean())


def grain(picture: torch.Tensor) -> float:
    return float(picture.std(dim=(1, 2)).mean())


def wind(frames: int = FRAMES, seed: int = 3) -> Wind:
    return Wind(frames=frames, rate=RATE, seed=seed, size=(SIDE, SIDE))


def clip() -> torch.Tensor:
    return field().expand(FRAMES, -1, -1, -1).clone()


def test_fair_weather_changes_nothing() -> None:
    assert torch.allclose(in_weather(field(), CLEAR), field(), atol=1e-6)
    assert torch.equal(misted(clip(), CLEAR, wind(), None), clip())
    assert torch.equal(flashing(clip(), CLEAR, wind(), None), clip())


def test_rain_takes_light_and_colour_most_of_all_from_a_blue_sky() -> None:
    fair, wet = field(), in_weather(field(), RAIN)
    sky, ground = slice(0, SIDE // 2), slice(SIDE // 2, SIDE)
    assert wet.mean() < fair.mean() - 0.1
    left = [colour(wet[:, rows]) / colour(fair[:, rows]) for rows in (sky, ground)]
    assert left[0] < 0.4 < left[1] < 0.85
    assert in_weather(field(), STORM).mean() < wet.mean() - 0.1


def test_rain_leaves_the_colours_of_lamps_by_night() -> None:
    night = (field() + 1) * 0.15 - 1
    left = [colour(in_weather(each, RAIN)) / colour(each) for each in (field(), night)]
    assert left[1] > left[0] + 0.1


def test_fog_hides_what_is_far_more_than_what_is_near() -> None:
    fair, foggy = field(), in_weather(field(), FOG)
    left = [grain(foggy[:, rows]) / grain(fair[:, rows]) for rows in (slice(0, 40), slice(80, 96))]
    assert left[0] < 0.3 < left[1] < 0.97
    assert grain(in_weather(fair, Weather(fog=0.5))[:, :40]) > 1.5 * grain(foggy[:, :40])


def test_fog_is_white_by_day_and_not_by_night() -> None:
    by_day, by_night = (
        in_weather(field(), Weather(fog=1.0, is_night=is_night)) for is_night in (False, True)
    )
    assert by_day[:, :30].mean() > 0.4
    assert by_night[:, :30].mean() < -0.1


def test_wisps_drift_and_end_as_they_began() -> None:
    made = misted(clip(), FOG, wind(), None)
    steps = (made.roll(-1, 0) - made).abs().mean(dim=(1, 2, 3))
    assert steps[-1] < 2.5 * steps[:-1].max()
    assert (made[FRAMES // 2] - made[0]).abs().mean() > 3 * steps.mean() > 0


def test_fog_is_thin_before_people() -> None:
    people = torch.zeros(FRAMES, 1, SIDE, SIDE, dtype=torch.uint8)
    people[..., 48:] = 255
    change = (misted(clip(), FOG, wind(), people) - misted(clip(), FOG, wind(), None)).abs()
    assert change[..., :48].max() == 0
    assert change[..., 48:].mean() > 0.01


@pytest.mark.parametrize("seconds", [1.0, 3.0, 4.0, 10.0])
def test_lightning_is_there_and_seldom(seconds: float) -> None:
    for seed in range(20):
        at = flashes_at(seconds, seed)
        assert len(at) >= 1
        assert all(0 <= each < seconds for each in at)
        assert all(b - a > 0.5 * FLASH_EVERY for a, b in pairwise(at))


def test_lightning_lights_people_less_and_is_over_soon() -> None:
    people = torch.zeros(FRAMES, 1, SIDE, SIDE, dtype=torch.uint8)
    people[..., 48:] = 255
    dark = clip() * 0.2 - 0.7
    gain = (flashing(dark.clone(), STORM, wind(), people) + 1) / (dark + 1)
    behind, person = gain[..., :48].mean(dim=(1, 2, 3)), gain[..., 48:].mean(dim=(1, 2, 3))
    assert behind.max() > 1.5
    assert 1.15 < person.max() < behind.max() - 0.2
    assert (behind > 1.05).sum() < 0.4 * FRAMES
    indoors = flashing(dark.clone(), Weather(thunders=True), wind(), people)
    assert 0 < (indoors - dark).max() < (dark + 1).max() * (behind.max() - 1)
