"""Mattes of whatever size, and what is cut out with them."""

import torch

from retrat.models.matting import Matting, cut_out


def test_a_matte_has_the_size_of_its_picture_and_depends_on_it() -> None:
    torch.manual_seed(0)
    net = Matting(Matting.Config.tiny())
    pictures = torch.rand(2, 3, 32, 48) * 2 - 1
    mattes = net(pictures)
    assert mattes.shape == (2, 1, 32, 48)
    assert 0 <= mattes.min() < mattes.max() <= 1
    assert torch.allclose(net(pictures[1:]), mattes[1:], atol=1e-6)
    assert not torch.allclose(net(-pictures), mattes)


def test_what_is_cut_out_stands_before_grey() -> None:
    pictures = torch.full((1, 3, 4, 4), -0.5)
    mattes = torch.zeros(1, 1, 4, 4)
    mattes[..., 2:] = 1
    assert (cut_out(pictures, mattes)[..., 2:] == -0.5).all()
    assert (cut_out(pictures, mattes)[..., :2] == 0).all()
