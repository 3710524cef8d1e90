"""Sizes of clips, and pictures as many times larger or smaller."""

import pytest
import torch

from retrat.conditioning.sizes import (
    FINE,
    LARGER,
    LARGEST,
    MADE,
    SIZES,
    drawn,
    enlarged,
    resized,
    rim,
    scale_of,
    shrunk,
    trimmed,
    with_rim,
)


def smooth(height: int, width: int) -> torch.Tensor:
    """Waves that are no picture's smallest things, the same in every size."""
    rows, columns = (torch.arange(side) + 0.5 for side in (height, width))
    down = torch.sin(7 * rows / height)[:, None]
    across = torch.cos(5 * columns / width)
    return torch.stack([0.8 * down * across, 0.5 * down + 0.3 * across, -0.6 * across * down])


def test_every_shape_is_there_in_every_size() -> None:
    assert len(set(SIZES)) == 9
    for (width, height), fine in zip(MADE, FINE, strict=True):
        assert (LARGER * width, LARGER * height) in SIZES
        assert scale_of((width, height)) == 1
        assert scale_of((LARGER * width, LARGER * height)) == LARGER
        assert scale_of(fine) == scale_of(drawn(fine)) == LARGEST
        assert drawn(fine) == (LARGEST * width, LARGEST * height)
        assert drawn((width, height)) == (width, height)


@pytest.mark.parametrize("size", SIZES)
def test_a_rim_is_drawn_around_what_is_seen(size: tuple[int, int]) -> None:
    width, height = size
    above, left = rim(size)
    assert (above > 0 or left > 0) == (size in FINE)
    picture = torch.arange(height)[:, None] + torch.arange(width) / 4096
    whole = with_rim(picture[None], size)
    assert (whole.shape[2], whole.shape[1]) == drawn(size)
    assert torch.equal(trimmed(whole, size), picture[None])
    assert torch.equal(trimmed(whole.expand(2, -1, -1, -1), size)[1], picture[None])
    assert whole[0, 0, left] == picture[above, 0], "a mirror image"
    assert whole[0, above, 0] == picture[0, left]


def test_screens_have_these_shapes() -> None:
    assert (1280, 720) in FINE
    assert (720, 1280) in FINE


def test_a_picture_has_the_size_asked_for() -> None:
    picture = smooth(48, 80)
    assert resized(picture, 30, 70).shape == (3, 30, 70)
    assert shrunk(picture, 2).shape == (3, 24, 40)
    assert enlarged(picture, 2).shape == (3, 96, 160)
    assert enlarged(picture[None], 3).shape == (1, 3, 144, 240)


def test_a_picture_of_the_right_size_is_as_it_is() -> None:
    picture = 3 * smooth(48, 80)  # not even bounded
    assert resized(picture, 48, 80) is picture
    assert shrunk(picture, 1) is picture
    assert enlarged(picture, 1) is picture


@pytest.mark.parametrize("scale", [2, 3])
def test_what_is_smooth_is_the_same_in_every_size(scale: int) -> None:
    small, large = smooth(48, 80), smooth(scale * 48, scale * 80)
    inside = (..., slice(4 * scale, -4 * scale), slice(4 * scale, -4 * scale))
    assert torch.allclose(enlarged(small, scale)[inside], large[inside], atol=0.01)
    assert torch.allclose(shrunk(large, scale), small, atol=0.01)
    assert torch.allclose(shrunk(enlarged(small, scale), scale), small, atol=0.01)


def test_frames_are_enlarged_one_by_one() -> None:
    one, other = smooth(48, 80), -smooth(48, 80)
    both = enlarged(torch.stack([one, other]), 2)
    assert torch.allclose(both[0], enlarged(one, 2), atol=1e-6)
    assert torch.allclose(both[1], enlarged(other, 2), atol=1e-6)


def test_a_smaller_picture_stays_in_its_range_and_is_not_jagged() -> None:
    rows, columns = torch.meshgrid(torch.arange(64), torch.arange(64), indexing="ij")
    fine = torch.where((rows + columns) % 5 < 2, 1.0, -1.0).expand(3, 64, 64)
    assert shrunk(fine, 4)[:, 2:-2, 2:-2].std() < 0.1, "what it can't hold is grey, not stripes"
    step = torch.where(columns < 33, -1.0, 1.0).expand(3, 64, 64)
    assert shrunk(step, 2).abs().max() <= 1
