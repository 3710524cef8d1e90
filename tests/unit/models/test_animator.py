"""A picture moved as gestures say."""

import pytest
import torch

from retrat.models.animator import (
    COARSE,
    FARTHEST,
    FINE,
    FLOW_UNIT,
    GESTURES,
    TURNS,
    UNITS,
    Animator,
    HeadMover,
)


def tiny(*, is_trained: bool = True) -> HeadMover:
    torch.manual_seed(0)
    net = Animator(Animator.Config.tiny()).head
    if is_trained:
        for head in (net.each, net.flow, net.out):
            torch.nn.init.normal_(head.weight, std=0.5)
    return net.eval()


@pytest.fixture
def picture() -> torch.Tensor:
    torch.manual_seed(1)
    return torch.rand(3, 64, 64) * 2 - 1


def test_every_gesture_has_a_unit() -> None:
    assert len(GESTURES) == len(set(GESTURES)) == len(UNITS)


@torch.no_grad()
def test_where_nothing_turns_nothing_moves(picture: torch.Tensor) -> None:
    told = tiny()(picture, torch.stack([torch.zeros(len(TURNS)), torch.ones(len(TURNS))]))
    assert told.come_from[0].abs().max() < 1e-4
    assert told.come_from[1].abs().max() > 0.1


@torch.no_grad()
def test_every_frame_has_its_own_turns(picture: torch.Tensor) -> None:
    net, turns = tiny(), torch.randn(3, len(TURNS))
    changed = turns.clone()
    changed[1] += 1
    before, after = net(picture, turns).come_from, net(picture, changed).come_from
    assert torch.equal(before[[0, 2]], after[[0, 2]])
    assert not torch.allclose(before[1], after[1])


@torch.no_grad()
def test_flow_is_in_pixels_of_the_picture(picture: torch.Tensor) -> None:
    net = tiny(is_trained=False)
    columns = (FINE // COARSE) ** 2
    net.flow.bias[:columns] = 3.0 / FLOW_UNIT
    net.out.bias[: FINE**2] = -30.0
    made = net.animated(net.look(picture[None]), torch.randn(2, len(TURNS)))
    far = FARTHEST * torch.tanh(torch.tensor(3 / FARTHEST))
    assert torch.allclose(made.come_from[:, 0], far)
    assert made.come_from[:, 1].abs().max() == 0
    share = float(far) - int(far)
    expected = torch.lerp(picture[..., 2:-1], picture[..., 3:], share)
    pixels = made.of(picture.expand(2, -1, -1, -1))
    assert torch.allclose(pixels[0, ..., :-3], expected, atol=1e-4)


@torch.no_grad()
def test_flows_of_turns_are_added(picture: torch.Tensor) -> None:
    net = tiny(is_trained=False)
    torch.nn.init.normal_(net.each.weight, std=0.002)
    turns = torch.zeros(3, len(TURNS))
    turns[0, 1] = turns[1, 3] = turns[2, 1] = turns[2, 3] = 1
    flows = net(picture, turns).come_from
    assert flows[:2].abs().amax(dim=(1, 2, 3)).min() > 0.01
    assert torch.allclose(flows[0] + flows[1], flows[2], atol=1e-4)
    assert not torch.allclose(flows[0], flows[1], atol=0.01)
