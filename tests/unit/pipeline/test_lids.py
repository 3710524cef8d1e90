"""Eyes that shut."""

import pytest
import torch

from retrat.media.crops import LUMA
from retrat.models.animator import LOOKS, UNITS
from retrat.models.painter import Painter
from retrat.pipeline.lids import BLINK, SHUT, SKIN, blinking, can_shut, in_skin, looking

SIDE = 32
BLUE = torch.tensor([-0.2, 0.0, 0.5])[:, None, None]


class Lids(Painter):
    """Finds two lids of some sizes, 1 where they are shut, of one blue."""

    def __init__(self, left: int, right: int) -> None:
        super().__init__((4, 8), len(LOOKS), 8)
        self.sizes = left, right

    def painted(self, window, numbers):
        painted = super().painted(window, numbers)
        invented = torch.zeros_like(painted.invented)
        for size, middle in zip(self.sizes, (SIDE // 4, 3 * SIDE // 4), strict=True):
            at = slice(SIDE // 2 - size, SIDE // 2), slice(middle - size // 2, middle + size // 2)
            invented[..., at[0], at[1]] = 1.0
        painted.invented.copy_(invented * (numbers[:, BLINK] / SHUT)[:, None, None, None])
        painted.come_from.zero_()
        painted.near.fill_(20.0)
        painted.new.copy_(BLUE.expand_as(painted.new))
        return painted


def skin() -> torch.Tensor:
    """A face's colour, lighter to the right, with dark green hair in it."""
    light = torch.linspace(0.8, 1.0, SIDE)
    window = torch.tensor([1.6, 1.1, 0.8])[:, None, None].repeat(1, SIDE, SIDE) * light - 1
    window[:, :10] = torch.tensor([-0.9, -0.6, -0.8])[:, None, None]
    return window


def shut(frames: int = 1) -> torch.Tensor:
    looks = torch.zeros(frames, len(LOOKS))
    looks[:, BLINK] = SHUT
    return looks


def test_what_a_network_is_told_of_shut_eyes_is_in_its_units() -> None:
    assert LOOKS[BLINK] == "blink"
    assert pytest.approx(1 / UNITS[-3]) == SHUT


@torch.no_grad()
def test_lids_have_the_colour_of_the_skin_around_them() -> None:
    window = skin()
    made, shown = looking(Lids(8, 8), window, window, shut())
    for middle in (SIDE // 4, 3 * SIDE // 4):  # and of its light, which is not the same everywhere
        lid, colour = made[0, :, SIDE // 2 - 4, middle], window[:, 20, middle]
        assert torch.allclose(lid, colour, atol=0.05)
    assert shown[0, 0, SIDE // 2, SIDE // 2] > 0.9


@torch.no_grad()
def test_lashes_are_seen_on_them() -> None:
    """Fine dark lines of what is new are kept, its colour is not."""
    window, new = skin(), BLUE.expand(1, 3, SIDE, SIDE).clone()
    new[..., 15, 4:12] -= 0.2
    is_new = torch.zeros(1, 1, SIDE, SIDE)
    is_new[..., 12:20, 4:12] = 1.0
    made, plain = (in_skin(each, window, is_new) for each in (new, BLUE.expand_as(new)))
    darker = (made - plain)[0, :, 12:20, 6:10].mean(dim=(0, 2))
    assert darker[3] < -0.2
    assert darker[[0, 6, 7]].min() > -0.05


@torch.no_grad()
def test_half_shut_eyes_are_half_as_much_in_it() -> None:
    window, half = skin(), shut() / 2
    made, _ = looking(Lids(8, 8), window, window, half)
    open_, _ = looking(Lids(8, 8), window, window, 0 * half)
    assert torch.equal(open_[0], window)
    whole, _ = looking(Lids(8, 8), window, window, shut())
    at = (0, slice(None), SIDE // 2 - 4, SIDE // 4)
    assert not torch.allclose(made[at], open_[at], atol=0.02)
    assert not torch.allclose(made[at], whole[at], atol=0.02)


@torch.no_grad()
def test_nobody_blinks_whose_lids_are_not_alike() -> None:
    window = skin()
    assert can_shut(Lids(8, 8), window)
    assert not can_shut(Lids(4, 8), window)
    assert torch.equal(blinking(Lids(8, 8), window, shut(2)), shut(2))
    left = blinking(Lids(4, 8), window, shut(2) + 0.5)
    assert not left[:, BLINK].any()
    others = [at for at in range(len(LOOKS)) if at != BLINK]
    assert (left[:, others] == 0.5).all()


@torch.no_grad()
def test_what_is_told_stays_as_it_was() -> None:
    looks = shut()
    blinking(Lids(4, 8), skin(), looks)
    assert torch.equal(looks, shut())


@torch.no_grad()
def test_grey_photos_get_grey_lids() -> None:
    window = torch.rand(1, SIDE, SIDE).expand(3, -1, -1) - 0.5
    coloured = torch.rand(2, 3, SIDE, SIDE) * 2 - 1
    made = in_skin(coloured, window, torch.ones(2, 1, SIDE, SIDE))
    assert (made.amax(dim=1) - made.amin(dim=1)).max() < 1e-4


@torch.no_grad()
def test_nothing_of_an_eye_is_taken_for_skin() -> None:
    """However bright it is: where lids come down is no skin yet."""
    window, is_new = skin(), torch.zeros(1, 1, SIDE, SIDE)
    is_new[..., 12:24, 4:16] = 1.0
    eye = torch.tensor([-0.6, 0.1, 1.0])[:, None, None]
    window[:, 13:23, 5:15] = eye
    bright = 0.5 + window.new_tensor(LUMA) @ window.flatten(1) / 2
    assert (
        SKIN[0] * bright.median() < bright.reshape(SIDE, SIDE)[18, 10] < SKIN[1] * bright.median()
    )
    made = in_skin(BLUE.expand(1, 3, SIDE, SIDE), window, is_new)
    lid = made[0, :, 18, 10]
    assert lid[0] > lid[1] > lid[2], "as red as skin, not as blue as the eye"
