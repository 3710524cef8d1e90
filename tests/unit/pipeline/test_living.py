"""Pictures of places that come to life."""

from dataclasses import replace

import pytest
import torch

from retrat.conditioning.weather import Weather
from retrat.pipeline.living import Living, before_people, enlivened

FRAMES, RATE = 48, 24.0


def picture() -> torch.Tensor:
    """Something that is seen to move wherever it does."""
    rng = torch.Generator().manual_seed(3)
    coarse = torch.rand((1, 3, 16, 16), generator=rng) * 1.6 - 0.8
    return torch.nn.functional.interpolate(coarse, (128, 128), mode="bicubic").clamp(-1, 1)[0]


def nothing() -> Living:
    return Living.nothing(picture())


def lower_half() -> torch.Tensor:
    share = torch.zeros(1, 128, 128)
    share[:, 64:] = 1
    return share


def lively(living: Living, people: torch.Tensor | None = None, seed: int = 5) -> torch.Tensor:
    pixels = picture().expand(FRAMES, -1, -1, -1).clone()
    return enlivened(pixels, living, people=people, rate=RATE, seed=seed)


def changes(clip: torch.Tensor) -> torch.Tensor:
    return (clip - picture()).abs().amax(dim=1)


SNOW = Weather(snow=1.0)
KINDS = ("water", "leaves", "lights")


def test_where_nothing_lives_the_clip_stays() -> None:
    assert torch.equal(lively(nothing()), picture().expand(FRAMES, -1, -1, -1))


@pytest.mark.parametrize("kind", KINDS)
def test_what_lives_moves_where_it_is(kind: str) -> None:
    moved = changes(lively(replace(nothing(), **{kind: lower_half()})))
    assert moved[:, 70:].mean() > 0.01
    assert moved[:, :60].max() < 1e-5
    assert moved.amax() < 0.9


@pytest.mark.parametrize("kind", [*KINDS, "weather"])
def test_it_ends_as_it_began(kind: str) -> None:
    """One frame after the last is the first again: the step over the end is like any other."""
    living = replace(nothing(), **{kind: SNOW if kind == "weather" else lower_half()})
    clip = lively(living)
    steps = (clip.roll(-1, 0) - clip).abs().mean(dim=(1, 2, 3))
    assert steps[-1] < 1.5 * steps[:-1].max()
    apart = (clip[FRAMES // 2] - clip[0]).abs().mean()
    assert steps[-1] < apart


def test_people_stand_still_before_it() -> None:
    people = torch.zeros(FRAMES, 1, 128, 128, dtype=torch.uint8)
    people[3, :, 90:, 40:90] = 255  # and where they ever are nothing does
    living = replace(nothing(), water=lower_half(), leaves=lower_half(), lights=lower_half())
    moved = changes(lively(living, people))
    assert moved[:, 92:, 42:88].max() < 1e-5
    assert moved[:, 92:, 108:].mean() > 0.01


def test_the_nearest_flakes_fall_before_people_the_others_behind() -> None:
    everybody = torch.full((FRAMES, 1, 128, 128), 255, dtype=torch.uint8)
    before, both = (
        lively(replace(nothing(), weather=SNOW), people) for people in (everybody, None)
    )
    hidden, seen = changes(before), changes(both)
    assert 0 < (hidden > 0.05).float().mean() < 0.5 * (seen > 0.05).float().mean()
    assert (before >= picture() - 1e-5).all(), "flakes are light"


def test_flakes_fall_behind_somebody_where_they_are_in_that_frame() -> None:
    people = torch.zeros(FRAMES, 1, 128, 128, dtype=torch.uint8)
    people[: FRAMES // 2] = 255
    clip = changes(lively(replace(nothing(), weather=SNOW), people))
    hidden, seen = ((part > 0.05).float().mean() for part in clip.chunk(2))
    assert 0 < hidden < 0.5 * seen


def test_near_flakes_can_be_drawn_after_people_are_put_before_the_others() -> None:
    """Together they are what they are at once, where nobody stands."""
    snowy, pixels = replace(nothing(), weather=SNOW), picture().expand(FRAMES, -1, -1, -1)
    behind = replace(snowy, falls_before=False)
    far = enlivened(pixels.clone(), behind, people=None, rate=RATE, seed=5)
    both = before_people(far.clone(), snowy, rate=RATE, seed=5)
    assert torch.equal(both, lively(snowy))
    assert not torch.equal(far, both)
    assert torch.equal(before_people(far.clone(), nothing(), rate=RATE, seed=5), far)


def test_another_seed_blows_otherwise() -> None:
    living = replace(nothing(), leaves=lower_half())
    assert torch.equal(lively(living, seed=5), lively(living, seed=5))
    assert not torch.equal(lively(living, seed=5), lively(living, seed=6))


def test_ripples_are_smaller_far_away() -> None:
    """Rows between changes of a ripple's sign, near the horizon and near the viewer."""
    clip = enlivened(
        torch.zeros(FRAMES, 3, 256, 256),
        Living(
            water=torch.ones(1, 256, 256),
            leaves=torch.zeros(1, 256, 256),
            lights=torch.zeros(1, 256, 256),
        ),
        people=None,
        rate=RATE,
        seed=2,
    )
    turns = (clip[0, 0].sign().diff(dim=0) != 0).float().mean(dim=1)
    assert turns[:64].mean() > 2 * turns[192:].mean() > 0
