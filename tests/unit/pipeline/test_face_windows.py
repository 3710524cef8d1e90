"""Windows around a face, taken out and put back."""

import pytest
import torch

from retrat.conditioning.sizes import shrunk
from retrat.pipeline.face_windows import FacePlace, FaceWindow, found_small, nobody


def window_at(x: float, y: float, scale: float = 1.0, below: float = 0.0) -> FaceWindow:
    face = FacePlace(x=x, y=y, scale=scale)
    return FaceWindow(face, side=32, below=below, height=80, width=100)


@pytest.mark.parametrize("at", [(50, 40), (3, 70), (99, 0)])
@pytest.mark.parametrize("scale", [0.6, 1.05, 1.7])
def test_what_is_taken_out_is_put_back(at: tuple[int, int], scale: float) -> None:
    torch.manual_seed(0)
    pixels, window = torch.rand(2, 3, 80, 100), window_at(*at, scale)
    cut = window.cut(pixels)
    assert cut.shape[-2:] == (window.side, window.side)
    again = pixels.clone()
    window.paste(again, cut)
    assert torch.equal(again, pixels)
    window.paste(again, cut + 1, torch.ones(2, 1, window.side, window.side))
    changed = (again - pixels)[0, 0] > 0.5
    assert changed.any(dim=0).sum() <= window.side
    assert changed[at[1] : at[1] + 1, at[0] : at[0] + 1].all()


def test_a_window_has_the_size_of_the_face() -> None:
    assert window_at(50, 40, 1.05).side == 32  # nearly a bust's: taken as it is
    assert window_at(50, 40, 0.5).side == 16
    wide = window_at(50, 40, 0.5)
    assert wide.seen(torch.rand(3, 80, 100)).shape == (3, 32, 32)
    assert wide.of_picture(torch.rand(2, 1, 32, 32)).shape == (2, 1, 16, 16)


def test_its_middle_lies_below_the_eyes_by_pixels_of_a_bust() -> None:
    pixels = torch.zeros(1, 3, 80, 100)
    pixels[..., 50, 40] = 1
    cut = window_at(40, 30, 0.5, below=40).cut(pixels)
    assert cut[0, 0, 8, 8] == 1


def test_a_border_within_the_picture_fades_and_one_beyond_does_not() -> None:
    inside = window_at(50, 40).taper()
    assert inside[0].max() < 0.2
    assert inside[:, -1].max() < 0.2
    assert inside[16, 16] == 1
    corner = window_at(5, 75).taper()
    assert corner[:, 0].max() == 1  # beyond the left edge
    assert corner[-1].max() == 1  # beyond the lower one
    assert corner[0].max() < 0.2
    assert corner[:, -1].max() < 0.2


def test_nobody_is_found_where_nobody_looks() -> None:
    assert not nobody(torch.zeros(3, 8, 8))


def test_faces_are_found_in_the_smaller_picture() -> None:
    seen: list[torch.Tensor] = []

    def faces(picture: torch.Tensor) -> list[FacePlace]:
        seen.append(picture)
        return [FacePlace(x=10, y=20, scale=0.5), FacePlace(x=30, y=7, scale=1.25)]

    torch.manual_seed(0)
    picture = torch.rand(3, 80, 100)
    assert found_small(faces, 2)(picture) == [
        FacePlace(x=20, y=40, scale=1.0),
        FacePlace(x=60, y=14, scale=2.5),
    ]
    assert torch.equal(seen[0], shrunk(picture, 2))
    assert found_small(faces, 1) is faces


@pytest.mark.parametrize("at", [(50, 40), (0, 0), (99, 79), (16, 16)])
def test_beyond_the_picture_its_edge_goes_on(at: tuple[int, int]) -> None:
    torch.manual_seed(0)
    pixels = torch.rand(2, 3, 80, 100)
    around = torch.nn.functional.pad(pixels, (32, 32, 32, 32), mode="replicate")
    top, left = at[1] + 32 - 16, at[0] + 32 - 16
    expected = around[..., top : top + 32, left : left + 32]
    assert torch.equal(window_at(*at).cut(pixels), expected)
