"""People in the light of the place behind them."""

import pytest
import torch

from retrat.conditioning.cut_out import CutOut
from retrat.conditioning.sizes import enlarged, shrunk
from retrat.pipeline.daylight import (
    BRIGHT,
    GAMMA,
    WRAP,
    in_the_light,
    light_around,
    light_of_place,
)
from tests.unit.pipeline.test_keeping import SIZE, fine_checks, fine_half, left_half


def place(*colour: float) -> torch.Tensor:
    """One colour in [0, 1] of light, as it is displayed."""
    return torch.tensor(colour)[:, None, None].expand(3, SIZE, SIZE) ** (1 / GAMMA)


def light(*colour: float) -> list[float]:
    return light_of_place(place(*colour), left_half())[:, 100, 60].tolist()


def test_a_place_of_middling_brightness_without_colour_changes_nobody() -> None:
    assert light(BRIGHT, BRIGHT, BRIGHT) == pytest.approx([1, 1, 1], abs=0.03)


def test_nights_are_dark_and_evenings_red() -> None:
    night, evening = light(0.02, 0.02, 0.05), light(0.5, 0.2, 0.1)
    assert max(night) < 0.97
    assert night[2] > night[0]
    assert evening[0] > 1 > evening[2]
    assert 0.5 < min(night + evening) <= max(night + evening) < 1.5


def test_leaves_make_nobody_green() -> None:
    red, green, blue = light(0.2, 0.4, 0.1)
    assert red > green > blue


def test_who_stands_beside_a_lamp_is_brighter_on_that_side() -> None:
    lit = place(0.1, 0.1, 0.1).clone()
    lit[..., SIZE - 40 :] = 1.0
    matte = torch.zeros(1, SIZE, SIZE)
    matte[..., 40 : SIZE - 40] = 1.0
    falling = light_of_place(lit, matte)[0, 128, 50 : SIZE - 45]
    assert falling[-1] > 1.1 * falling[0]
    assert (falling.diff() > -1e-4).all()


def test_where_nothing_of_the_place_is_seen_nothing_is_known_of_its_light() -> None:
    everything = torch.ones(1, SIZE, SIZE)
    assert torch.equal(light_of_place(place(0.9, 0.1, 0.1), everything), torch.ones(3, SIZE, SIZE))


def test_light_from_behind_comes_around_a_border_and_no_farther() -> None:
    bright = light_around(place(0.2, 0.6, 1.0), left_half())[:, 100]
    border, inside = bright[:, SIZE // 2 - 1], bright[:, SIZE // 2 - 12]
    assert border.tolist() == pytest.approx([0.2 * WRAP, 0.6 * WRAP, WRAP], rel=0.25)
    assert not inside.any()
    assert (bright[:, SIZE // 2 - 12 : SIZE // 2].diff() >= 0).all()
    assert float(light_around(place(0.0, 0.0, 0.0), left_half()).max()) == 0


def test_borders_before_a_bright_sky_are_brighter() -> None:
    sky = 2 * place(0.9, 0.9, 0.9) - 1
    clip = sky[None].clone()
    clip[..., : SIZE // 2] = -0.6
    lit = in_the_light(clip, CutOut(torch.zeros(3, SIZE, SIZE), left_half()))[0, :, 100]
    assert (lit[:, SIZE // 2 - 1] > lit[:, SIZE // 2 - 20] + 0.2).all()


def test_the_place_stays_as_it_is_and_all_frames_are_lit_alike() -> None:
    dark = 2 * place(0.02, 0.02, 0.04) - 1
    clip = dark.expand(3, -1, -1, -1).clone()
    clip[..., : SIZE // 2] = torch.tensor([0.1, 0.2, 0.3])[:, None, None, None]
    person = CutOut(torch.zeros(3, SIZE, SIZE), left_half())
    lit = in_the_light(clip.clone(), person)
    assert torch.equal(lit[..., SIZE // 2 :], clip[..., SIZE // 2 :])
    inside = lit[..., : SIZE // 2]
    assert (inside < clip[..., : SIZE // 2] - 0.05).all()
    assert ((inside[:, :, 0, 0] + 1).diff(dim=0) > 0).all(), "frame by frame as bright as before"


def test_a_larger_clip_is_in_the_light_of_the_small_one_and_as_sharp_as_before() -> None:
    evening = 2 * place(0.4, 0.1, 0.05) - 1
    evening = evening + torch.linspace(-0.1, 0.1, SIZE)[:, None]  # darker above than below
    small = evening.expand(2, -1, -1, -1).clone()
    small[..., : SIZE // 2] = torch.tensor([0.0, 0.2])[:, None, None, None]
    large = enlarged(small, 2)
    large[..., :SIZE] += fine_checks(0.2)[:, :SIZE]
    one = in_the_light(small.clone(), CutOut(torch.zeros(3, SIZE, SIZE), left_half()))
    other = in_the_light(large.clone(), CutOut(torch.zeros(3, 2 * SIZE, 2 * SIZE), fine_half()), 2)
    assert not torch.allclose(one[..., :100], small[..., :100], atol=0.05)
    for frame, smaller in zip(other, one, strict=True):
        assert torch.allclose(shrunk(frame, 2)[..., :120], smaller[..., :120], atol=0.02)
    assert torch.equal(other[..., SIZE:], large[..., SIZE:])
    inside = (..., slice(20, -20), slice(20, SIZE - 40))
    bright = ((other + 1) / (large + 1))[inside]  # the same for neighbours, light or dark
    assert bright.diff().abs().max() < 0.01
    assert other[inside].diff().abs().mean() > 0.3
