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


def test_corrections_begin_as_none_and_then_matter() -> None:
    torch.manual_seed(0)
    net = Matting(Matting.Config.tiny())
    plain = Matting(Matting.Config(widths=net.config.widths))
    plain.load_state_dict(net.state_dict(), strict=False)
    pictures = torch.rand(1, 3, 32, 48) * 2 - 1
    assert torch.equal(net(pictures), plain(pictures))
    for part in (net.deep, net.fine):
        assert part is not None
        before = net(pictures)
        for each in part.parameters():
            torch.nn.init.normal_(each, std=0.3)
        assert not torch.allclose(net(pictures), before, atol=1e-3)


def test_the_lowest_level_sees_the_whole_picture() -> None:
    torch.manual_seed(0)
    net = Matting(Matting.Config.tiny())
    pictures = torch.rand(1, 3, 32, 512) * 2 - 1
    other = pictures.clone()
    other[..., :8] = -other[..., :8]
    for each in net.deep.parameters():
        torch.nn.init.normal_(each, std=0.3)
    # Group norms see everything, too: without them only what lies near would change.
    for block in net.modules():
        if isinstance(block, torch.nn.GroupNorm):
            block.register_forward_hook(lambda _, given, __: given[0])
    far = (net(pictures) - net(other)).abs()[..., -16:]
    assert far.max() > 1e-5
    net.deep = torch.nn.ModuleList()
    assert torch.equal(net(pictures)[..., -16:], net(other)[..., -16:])
