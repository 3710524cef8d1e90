"""Rotations: only differences of places count, and both ways of computing agree."""

from unittest import mock

import pytest
import torch

from retrat.models.rope import clock_rotation, grid_rotation, rotate


def test_only_differences_count() -> None:
    q, k = torch.randn(1, 1, 5, 24), torch.randn(1, 1, 5, 24)
    places = torch.randint(-1, 20, (1, 5, 3)).float()

    def scores(shift: float) -> torch.Tensor:
        rotation = grid_rotation(places + shift, 24)
        return rotate(q, rotation) @ rotate(k, rotation).mT

    assert torch.allclose(scores(0.0), scores(37.0), atol=1e-4)
    assert not torch.allclose(scores(0.0), q @ k.mT, atol=1e-2)


def test_every_axis_has_its_channels() -> None:
    x = torch.randn(1, 1, 1, 24)
    for axis, channels in enumerate((slice(0, 8), slice(8, 16), slice(16, 24))):
        place = torch.zeros(1, 1, 3)
        place[..., axis] = 1.0
        moved = (rotate(x, grid_rotation(place, 24)) != x)[0, 0, 0]
        assert bool(moved[channels].any())
        assert int(moved.sum()) <= 8


def test_the_clock_ticks_in_seconds() -> None:
    cos, sin = clock_rotation(torch.tensor([[0.0, 0.04]]), 8, ticks_per_second=25.0)
    assert cos[0, 0, 1, 0] == pytest.approx(torch.cos(torch.tensor(1.0)).item())
    assert sin[0, 0, 0].tolist() == [0.0] * 4


def test_the_compiled_form_agrees() -> None:
    x, rotation = torch.randn(2, 3, 4, 12), clock_rotation(torch.rand(2, 4), 12, ticks_per_second=9)
    eager = rotate(x, rotation)
    with mock.patch("torch.compiler.is_compiling", return_value=True):
        assert torch.allclose(rotate(x, rotation), eager, atol=1e-6)
