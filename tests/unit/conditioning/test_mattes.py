"""Mattes of pictures that are larger than networks see them."""

import numpy as np
import torch
import torch.nn.functional as F

from retrat.conditioning.mattes import along_edges, matte_of, person_of
from retrat.conditioning.sizes import enlarged, shrunk
from retrat.media.busts import SCREEN
from retrat.media.images import from_bytes

SIDE = 128


def disc() -> torch.Tensor:
    """Who somebody is in the large picture: 1 in a disc, 0 around it."""
    at = torch.arange(SIDE) + 0.5
    return (((at - 61) ** 2 + (at[:, None] - 66) ** 2).sqrt() < 35).float()[None]


def photo(person: float = 0.6, wall: float = -0.6) -> torch.Tensor:
    """The disc before a wall, with a little noise."""
    rough = 0.03 * torch.randn(3, SIDE, SIDE, generator=torch.Generator().manual_seed(0))
    return torch.lerp(torch.full_like(rough, wall), torch.full_like(rough, person), disc()) + rough


def beside(matte: torch.Tensor) -> torch.Tensor:
    """A matte as networks see it: small, a pixel beside what it is of, and blurred."""
    small = F.avg_pool2d(matte, 2).roll(1, -1)
    return F.avg_pool2d(small[None], 3, stride=1, padding=1)[0]


def error(matte: torch.Tensor) -> float:
    return float((matte - disc()).abs().mean())


def test_who_is_known_is_cut_out_exactly_and_no_network_asked() -> None:
    def nobody(pixels: torch.Tensor) -> torch.Tensor:
        raise AssertionError(pixels.shape)

    picture = photo()
    person = person_of(picture, shrunk(disc(), 2), nobody, 2)
    assert torch.equal(person.picture, picture)
    assert person.matte.shape == (1, SIDE, SIDE)
    assert error(person.matte) < 0.02
    assert 0 <= person.matte.min() < 1e-3
    assert torch.equal(person_of(picture, disc(), nobody).matte, disc())


def test_who_is_not_known_is_found_and_cut_out() -> None:
    def finds(pixels: torch.Tensor) -> torch.Tensor:
        """What is bright, and a piece of the wall."""
        found = (pixels[:, :1] > 0).float()
        found[..., :3, :3] = 1.0
        return found

    found = person_of(photo(), None, finds)
    assert torch.equal(found.matte, disc())


def test_in_the_size_that_the_network_sees_the_matte_is_its_own() -> None:
    picture = photo()
    seen: list[torch.Tensor] = []

    def matting(pixels: torch.Tensor) -> torch.Tensor:
        seen.append(pixels)
        return pixels.mean(dim=1, keepdim=True)

    assert torch.equal(matte_of(picture, matting), picture.mean(dim=0, keepdim=True))
    assert torch.equal(seen[0], picture[None])


def test_the_network_sees_a_larger_picture_as_small_as_it_is_used_to() -> None:
    seen: list[torch.Tensor] = []

    def matting(pixels: torch.Tensor) -> torch.Tensor:
        seen.append(pixels)
        return beside(disc())[None]

    matte = matte_of(photo(), matting, 2)
    assert torch.equal(seen[0], shrunk(photo(), 2)[None])
    assert matte.shape == (1, SIDE, SIDE)
    assert torch.equal(matte, along_edges(beside(disc()), shrunk(photo(), 2), photo()))


def test_a_matte_follows_the_edges_of_the_larger_picture() -> None:
    small = beside(disc())
    for picture in (photo(), photo(person=-0.6, wall=0.6)):
        matte = along_edges(small, shrunk(picture, 2), picture)
        assert 0 <= matte.min() <= matte.max() <= 1
        assert error(matte) < 0.8 * error(enlarged(small, 2).clamp(0, 1))


def test_where_the_network_is_sure_nothing_else_is_said() -> None:
    """Not even at the edges of what somebody wears."""
    small, picture = F.avg_pool2d(disc(), 2), photo()
    picture[:, 50:80, 50:70] = -0.9
    picture[:, :20] = 0.9
    matte = along_edges(small, shrunk(picture, 2), picture)
    unsure = F.max_pool2d(4 * small * (1 - small), 5, stride=1, padding=2)
    sure = enlarged(unsure, 2)[0].abs() == 0
    assert sure[64, 60], "somebody's middle"
    assert sure[10, 10], "the wall"
    assert torch.equal(matte[:, sure], enlarged(small, 2).clamp(0, 1)[:, sure])


def test_where_there_is_no_edge_a_matte_is_enlarged_as_it_is() -> None:
    grey = torch.full((3, SIDE, SIDE), 0.2)
    for small in (F.avg_pool2d(disc(), 2), beside(disc())):
        plain = enlarged(small, 2).clamp(0, 1)
        assert torch.allclose(along_edges(small, shrunk(grey, 2), grey), plain, atol=1e-3)


def test_a_faint_edge_does_not_blur_a_matte() -> None:
    """Dark hair before a dark wall."""
    small, faint = F.avg_pool2d(disc(), 2), photo(person=-0.5, wall=-0.6)
    plain = error(enlarged(small, 2).clamp(0, 1))
    assert error(along_edges(small, shrunk(faint, 2), faint)) < 1.3 * plain


def test_nobody_is_where_a_screen_is() -> None:
    picture = photo()
    picture[:, -6:, -4:] = from_bytes(np.array([[SCREEN]], np.uint8))
    for scale in (1, 2):
        matte = matte_of(picture, lambda pixels: torch.ones_like(pixels[:, :1]), scale)
        assert not matte[:, -6:, -4:].any()
        assert (matte[:, :-6] == 1).all()
        assert (matte[:, :, :-4] == 1).all()
