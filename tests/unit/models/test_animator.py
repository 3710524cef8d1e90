"""A picture moved as gestures say."""

import pytest
import torch

from retrat.models.animator import COARSE, FARTHEST, FINE, GESTURES, UNITS, Animator


def tiny(*, is_trained: bool = True) -> Animator:
    torch.manual_seed(0)
    net = Animator(Animator.Config.tiny())
    if is_trained:
        for head in (net.flow, net.out):
            torch.nn.init.normal_(head.weight, std=0.5)
    return net.eval()


@pytest.fixture
def picture() -> torch.Tensor:
    torch.manual_seed(1)
    return torch.rand(3, 64, 64) * 2 - 1


def test_every_gesture_has_a_unit() -> None:
    assert len(GESTURES) == len(set(GESTURES)) == len(UNITS)


@torch.no_grad()
def test_where_there_is_no_gesture_nothing_moves(picture: torch.Tensor) -> None:
    told = tiny()(picture, torch.stack([torch.zeros(len(GESTURES)), torch.ones(len(GESTURES))]))
    assert told.come_from[0].abs().max() == 0
    assert told.come_from[1].abs().max() > 0.1


@torch.no_grad()
def test_every_frame_has_its_own_gestures(picture: torch.Tensor) -> None:
    net, gestures = tiny(), torch.randn(3, len(GESTURES))
    changed = gestures.clone()
    changed[1] += 1
    before, after = net(picture, gestures).pixels, net(picture, changed).pixels
    assert torch.equal(before[[0, 2]], after[[0, 2]])
    assert not torch.allclose(before[1], after[1])


@torch.no_grad()
def test_flow_is_in_pixels_of_the_picture(picture: torch.Tensor) -> None:
    net = tiny(is_trained=False)
    columns = (FINE // COARSE) ** 2
    net.flow.bias[:columns] = 3.0
    net.out.bias[: FINE**2] = -30.0
    seen = [x.expand(2, -1, -1, -1) for x in net.look(picture[None])]
    made = net.animated(seen, torch.randn(2, len(GESTURES)))
    far = FARTHEST * torch.tanh(torch.tensor(3 / FARTHEST))
    assert torch.allclose(made.come_from[:, 0], far)
    assert made.come_from[:, 1].abs().max() == 0
    share = float(far) - int(far)
    expected = torch.lerp(picture[..., 2:-1], picture[..., 3:], share)
    assert torch.allclose(made.pixels[0, ..., :-3], expected, atol=1e-4)
