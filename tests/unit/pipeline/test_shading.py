"""Sides of a person that face the bright side of a place."""

import pytest
import torch

from retrat.media.crops import LUMA
from retrat.pipeline.shading import COARSE, COLDEST, normals, rising, shading

SIZE = 128


def disc(radius: float = 40.0, row: float = 64.0, column: float = 64.0) -> torch.Tensor:
    rows, columns = torch.meshgrid(torch.arange(SIZE), torch.arange(SIZE), indexing="ij")
    away = ((rows + 0.5 - row) ** 2 + (columns + 0.5 - column) ** 2).sqrt()
    return (radius + 0.5 - away).clamp(0, 1)[None]


def ramp(low: float, high: float) -> torch.Tensor:
    """Darker on the left than on the right."""
    return torch.linspace(low, high, SIZE).expand(3, SIZE, SIZE).clone()


def fallen(linear: torch.Tensor, matte: torch.Tensor) -> torch.Tensor:
    return shading(linear, 1 - matte, matte)


def test_a_round_outline_is_a_ball() -> None:
    found = normals(disc())
    assert found.norm(dim=0).flatten().tolist() == pytest.approx([1.0] * found[0].numel())
    middle, radius = SIZE // COARSE // 2, 40 / COARSE
    rows = torch.arange(SIZE // COARSE) + 0.5 - middle
    for part in (-0.7, -0.4, 0.4, 0.7):
        at = int((part * radius + middle))
        right = float(found[0, middle, at])
        up = float(found[1, at, middle])
        assert right == pytest.approx(float(rows[at]) / radius, abs=0.12)
        assert up == pytest.approx(-float(rows[at]) / radius, abs=0.12)


def test_who_is_cut_off_below_goes_on_there() -> None:
    pillar = torch.zeros(1, SIZE, SIZE)
    pillar[:, 40:, 44:84] = 1.0
    found = normals(pillar)
    assert abs(float(found[1, -1, 16])) < 0.1, "nothing ends at the lower edge"
    assert float(found[1, 11, 16]) > 0.4, "it does above"


def test_who_touches_the_upper_edge_ends_there() -> None:
    pillar = torch.zeros(1, SIZE, SIZE)
    pillar[:, :88, 44:84] = 1.0
    assert float(normals(pillar)[1, 1, 16]) > 0.3


def test_a_large_outline_is_as_round_as_a_small_one() -> None:
    small, large = disc(), disc().repeat_interleave(3, 1).repeat_interleave(3, 2)
    middle, at = 3 * SIZE // COARSE // 2, round(3 * (64 + 24) / COARSE)
    right = float(normals(large)[0, middle, at])
    assert right == pytest.approx(float(normals(small)[0, SIZE // COARSE // 2, 22]), abs=0.12)


def test_whoever_is_turned_to_the_light_is_as_bright_as_a_whole_as_others() -> None:
    side = torch.zeros(1, SIZE, SIZE)
    side[:, 20:108, :70] = 1.0  # cut off on the left: what is seen faces right
    light = fallen(ramp(0.1, 0.6), side)
    luma = (light * torch.tensor(LUMA)[:, None, None]).sum(dim=0, keepdim=True)
    assert float((luma * side).sum() / side.sum()) == pytest.approx(1.0, abs=0.02)
    assert float(light[0, 64, 66]) > 1.1 * float(light[0, 64, 5])


def test_sides_towards_the_bright_side_are_brighter_and_the_whole_is_as_bright() -> None:
    matte = disc()
    light = fallen(ramp(0.1, 0.6), matte)
    row = light[0, 64, 28:100]
    assert float(row[-4]) > 1.25 > 0.8 > float(row[4])
    assert (row[3:-3].diff() > 0).all()
    luma = (light * torch.tensor(LUMA)[:, None, None]).sum(dim=0, keepdim=True)
    assert float((luma * matte).sum() / matte.sum()) == pytest.approx(1.0, abs=0.02)


def test_a_bright_sky_lights_from_above_and_a_bright_floor_does_not_from_below() -> None:
    sky = ramp(0.6, 0.1).mT.contiguous()
    light = fallen(sky, disc())[0, :, 64]
    assert float(light[30]) > 1.1 > 0.9 > float(light[98])
    assert torch.allclose(fallen(sky.flip(1), disc()), torch.ones(3, SIZE, SIZE), atol=0.02)


def test_an_even_place_lights_all_sides_alike() -> None:
    assert torch.allclose(fallen(ramp(0.3, 0.3), disc()), torch.ones(3, SIZE, SIZE), atol=1e-3)


def test_the_side_of_the_sun_is_warmer_by_so_much_at_most() -> None:
    sun = ramp(0.2, 0.2)
    sun[0], sun[2] = 0.05, 0.05
    sun[0, :, -24:] = sun[2, :, :24] = 1.0
    light = fallen(sun, disc())
    warmth = torch.log(light[0] / light[2])[64]
    assert float(warmth[96]) > 0.2
    assert float(warmth[32]) < -0.2
    assert float(warmth.abs().max()) <= 2 * COLDEST + 1e-4
    assert torch.allclose(light[1, 64, 30:98], torch.ones(68), atol=0.35)


def test_what_is_not_seen_says_nothing() -> None:
    linear = ramp(0.2, 0.2)
    linear[..., 64:] = 5.0
    seen = torch.ones(SIZE, SIZE)
    seen[:, 64:] = 0.0
    right, up = rising(linear, seen)
    assert right.tolist() == pytest.approx([0, 0, 0], abs=1e-4)
    assert up.tolist() == pytest.approx([0, 0, 0], abs=1e-4)


def test_slopes_are_parts_of_the_mean_over_half_a_picture() -> None:
    right, up = rising(ramp(0.1, 0.3), torch.ones(SIZE, SIZE))
    assert right.tolist() == pytest.approx([0.5] * 3, rel=1e-3)
    assert up.tolist() == pytest.approx([0] * 3, abs=1e-4)


def test_nobody_and_nothing_seen_are_lit_evenly() -> None:
    nothing = torch.zeros(1, SIZE, SIZE)
    for matte in (nothing, nothing + 1):
        light = shading(ramp(0.1, 0.6), 1 - matte, matte)
        assert light.isfinite().all()
