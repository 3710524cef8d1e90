"""A part of a face moved in its window."""

import pytest
import torch
import torch.nn.functional as F

from retrat.models.moving import stretched, taper
from retrat.models.painter import Painter, tinted


def tiny(*, is_trained: bool = True) -> Painter:
    torch.manual_seed(0)
    net = Painter((4, 8), 3, 8)
    if is_trained:
        torch.nn.init.normal_(net.out.weight, std=0.3)
    return net.eval()


def shown(
    net: Painter,
    window: torch.Tensor,
    numbers: torch.Tensor,
    own: torch.Tensor | None = None,
) -> tuple[torch.Tensor, torch.Tensor]:
    painted = net.painted(window, numbers)
    return painted.laid_over(window if own is None else own, tinted(painted.new, window))


@torch.no_grad()
def test_before_training_nothing_moves_and_little_is_new() -> None:
    window = torch.rand(3, 16, 16) * 2 - 1
    painted, near = shown(tiny(is_trained=False), window, torch.randn(2, 3))
    assert torch.allclose(painted, window.expand(2, -1, -1, -1), atol=0.13)
    assert torch.allclose(near[0, 0], taper(16) / 2)


@torch.no_grad()
def test_every_frame_has_its_own_numbers() -> None:
    net, window, numbers = tiny(), torch.rand(3, 16, 16) * 2 - 1, torch.randn(3, 3)
    changed = numbers.clone()
    changed[1] += 1
    before, after = shown(net, window, numbers)[0], shown(net, window, changed)[0]
    assert torch.equal(before[[0, 2]], after[[0, 2]])
    assert not torch.allclose(before[1], after[1])


@torch.no_grad()
def test_pixels_come_from_where_the_network_says() -> None:
    net = tiny(is_trained=False)
    net.out.bias[0:4] = 3.0  # columns to the right
    net.out.bias[8:12] = -20.0
    window = torch.rand(3, 16, 16) * 2 - 1
    painted, _ = shown(net, window, torch.zeros(1, 3))
    moved = 14 * torch.tanh(torch.tensor(3 / 14)).item()
    share = moved - int(moved)
    assert int(moved) == 2
    expected = torch.lerp(window[..., 2:-1], window[..., 3:], share)
    assert torch.allclose(painted[0, ..., :-3], expected, atol=1e-4)


@torch.no_grad()
def test_where_something_was_to_be_new_pixels_go_with_those_around_it() -> None:
    net, window = tiny(is_trained=False), torch.rand(3, 64, 64) * 2 - 1
    painted = net.painted(window, torch.zeros(1, 3))
    painted.invented.fill_(0.01)
    painted.come_from.fill_(4.0)
    painted.come_from[..., 28:36, 28:36] = torch.randn(1, 2, 8, 8) * 10  # nobody learned it there
    painted.invented[..., 28:36, 28:36] = 0.97
    made = painted.carried()
    assert not made.invented.any()
    assert (made.come_from - 4.0).abs().max() < 0.5
    assert torch.equal(made.near, painted.near)
    torn = painted.moved_in(window).sub(made.moved_in(window)).abs()
    assert torn[..., 28:36, 28:36].mean() > 4 * torn[..., :20, :].mean()


def test_what_is_new_has_some_of_the_colour_of_what_is_around_it() -> None:
    window = coloured([0.6, 0.0, -0.4])  # warm
    teeth = torch.tensor([0.2, 0.2, 0.4])[:, None, None].expand(1, 3, 8, 8)  # bluish
    red, green, blue = tinted(teeth, window)[0].mean(dim=(1, 2)).tolist()
    assert red > green > blue
    assert (tinted(teeth, window).mean(dim=1) - teeth.mean(dim=1)).abs().max() < 0.02  # as bright
    lips = torch.tensor([0.5, -0.2, -0.4])[:, None, None].expand(1, 3, 8, 8)
    assert torch.allclose(tinted(lips, window), lips, atol=1e-5)  # they have enough of it
    plain = coloured([0.0, 0.0, 0.0])
    assert torch.allclose(tinted(teeth, plain), teeth, atol=0.02)  # in plain light


def test_the_inside_of_a_mouth_is_as_warm_as_its_face_and_teeth_stay_white() -> None:
    window = coloured([0.6, 0.2, 0.0])  # warm skin
    inside = (2 * torch.tensor([0.30, 0.16, 0.24]) - 1)[:, None, None].expand(1, 3, 8, 8)  # mauve
    teeth = (2 * torch.tensor([0.80, 0.78, 0.75]) - 1)[:, None, None].expand(1, 3, 8, 8)
    red, green, blue = tinted(inside, window, of_dark=1.5)[0].mean(dim=(1, 2)).tolist()
    before = tinted(inside, window)[0].mean(dim=(1, 2)).tolist()
    assert red > before[0]
    assert blue - green < before[2] - before[1]
    assert torch.equal(tinted(teeth, window, of_dark=1.5), tinted(teeth, window))


def coloured(colour: list[float]) -> torch.Tensor:
    """A window of that colour on average, lips and eyes in it of others."""
    wave = torch.tensor([0.1, -0.1]).repeat(32)
    spread = torch.stack([wave, -wave, torch.zeros(64)]).reshape(3, 8, 8)
    return torch.tensor(colour)[:, None, None] + spread


@pytest.mark.parametrize("tone", [(0.0, 0.0, 0.0), (0.15, 0.0, -0.15)])
def test_a_photo_of_one_tone_keeps_it(tone: tuple[float, float, float]) -> None:
    """Black and white, or sepia: what is new is as bright as it was, and of that tone."""
    bright = torch.linspace(0.2, 0.8, 64).reshape(1, 8, 8)
    window = 2 * bright * (1 + torch.tensor(tone)[:, None, None]) - 1
    lips = torch.tensor([0.5, -0.2, -0.1])[:, None, None].expand(1, 3, 8, 8)
    made = (tinted(lips, window)[0].mean(dim=(1, 2)) + 1) / 2
    level = made.mean()
    assert torch.allclose(made / level - 1, torch.tensor(tone), atol=0.01)
    assert level == pytest.approx(float((lips.mean() + 1) / 2), abs=0.01)


def silent(*, right: float = 0.0, invented: float = -20.0) -> Painter:
    """A painter whose network moves all pixels alike, and invents all of them or none."""
    net = tiny(is_trained=False)
    net.out.bias.data[0:4] = right
    net.out.bias.data[8:12] = invented
    return net


def checked(side: int) -> torch.Tensor:
    """A window so fine that half of its size can't hold it, over something that it can."""
    at = torch.arange(side)
    fine = torch.where((at + at[:, None]) % 2 == 0, 0.4, -0.4)
    return (fine + 0.4 * torch.sin(at / side * 6)).expand(3, -1, -1)


@torch.no_grad()
def test_a_larger_picture_s_own_pixels_are_shown() -> None:
    own = checked(32)
    window = F.avg_pool2d(own, 2)
    painted, near = shown(silent(), window, torch.randn(2, 3), own=own)
    assert torch.allclose(painted, own.expand(2, -1, -1, -1), atol=1e-4)
    small = shown(silent(), window, torch.randn(2, 3))[0]
    assert stretched(small, 32).diff().abs().mean() < 0.3 * painted.diff().abs().mean()
    assert near.shape == (2, 1, 32, 32)
    assert near[:, :, 0].max() < 0.15, "a window is never seen"
    assert torch.allclose(near[:, :, 8:-8, 8:-8], torch.tensor(0.5))


@torch.no_grad()
def test_larger_pixels_come_from_as_many_times_farther_away() -> None:
    net = silent(right=3.0)
    farther = 2 * 14 * torch.tanh(torch.tensor(3 / 14)).item()
    share = farther - int(farther)
    assert int(farther) == 5
    own = torch.sin(torch.arange(32) / 3).expand(3, 32, 32)  # a wave that moves by parts, too
    painted, _ = shown(net, F.avg_pool2d(own, 2), torch.zeros(1, 3), own=own)
    expected = torch.lerp(own[..., 5:-1], own[..., 6:], share)
    assert torch.allclose(painted[0, ..., 1:-7], expected[..., 1:-1], atol=0.02)


@torch.no_grad()
def test_only_what_is_new_is_no_sharper_than_the_network_sees() -> None:
    own = checked(32)
    window = F.avg_pool2d(own, 2)
    painted, _ = shown(silent(invented=20.0), window, torch.zeros(1, 3), own=own)
    small, _ = shown(silent(invented=20.0), window, torch.zeros(1, 3))
    assert torch.allclose(painted, stretched(small, 32), atol=1e-5)


@torch.no_grad()
def test_a_window_in_its_own_size_is_painted_as_ever() -> None:
    net, window, numbers = tiny(), torch.rand(3, 16, 16) * 2 - 1, torch.randn(3, 3)
    for one, other in zip(
        shown(net, window, numbers), shown(net, window, numbers, own=window), strict=True
    ):
        assert torch.equal(one, other)
