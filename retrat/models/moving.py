"""What moves a picture's pixels: a convolution that is told how, and the moving itself."""

import functools

import numpy as np
import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Float
from torch import Tensor, nn

NORM_GROUPS = 4
BOXES = 3  # averages one after another: nearly a bell


class Conditioned(nn.Module):
    """A convolution whose channels a condition scales and shifts."""

    def __init__(self, channels: int, width: int, condition: int) -> None:
        super().__init__()
        self.mix = nn.Conv2d(channels, width, 3, padding=1)
        self.norm = nn.GroupNorm(NORM_GROUPS, width)
        self.condition = nn.Linear(condition, 2 * width)
        nn.init.normal_(self.condition.weight, std=condition**-0.5)  # heard from the first step on

    def forward(
        self, x: Float[Tensor, "b c y x"], condition: Float[Tensor, "b w"]
    ) -> Float[Tensor, "b d y x"]:
        scale, shift = self.condition(condition)[..., None, None].chunk(2, dim=1)
        return F.silu(self.norm(self.mix(x)) * (1 + scale) + shift)


def moved(
    pixels: Float[Tensor, "b c y x"], come_from: Float[Tensor, "b 2 y x"], *, is_sharp: bool = False
) -> Float[Tensor, "b c y x"]:
    """Each pixel taken from so many columns and rows away, between four neighbours or, sharp,
    between sixteen.
    """
    size = pixels.new_tensor([pixels.shape[-1], pixels.shape[-2]])
    unmoved = torch.from_numpy(_unmoved(*pixels.shape[-2:])).to(come_from)
    grid = rearrange(come_from, "b d y x -> b y x d") * (2 / size) + unmoved
    mode = "bicubic" if is_sharp else "bilinear"
    return F.grid_sample(pixels, grid, mode=mode, padding_mode="border", align_corners=False)


@functools.lru_cache(maxsize=4)
def _unmoved(height: int, width: int) -> Float[np.ndarray, "y x 2"]:
    """Where every pixel of a picture is, as `grid_sample` counts."""
    rows, columns = (
        (2 * np.arange(side, dtype=np.float32) + 1) / side - 1 for side in (height, width)
    )
    return np.stack(np.broadcast_arrays(columns[None], rows[:, None]), axis=-1)


def evened(x: Float[Tensor, "f c y x"], width: int) -> Float[Tensor, "f c y x"]:
    """Averages over an odd number of pixels, softly; borders count for as much as they have."""
    with torch.autocast(x.device.type, enabled=False):
        down, across = (torch.from_numpy(_boxes(side, width)).to(x.device) for side in x.shape[-2:])
        return (down @ x.float() @ across.T).to(x.dtype)


@functools.cache
def _boxes(size: int, width: int) -> Float[np.ndarray, "n n"]:
    """The averages along a line of so many pixels, all of them as one matrix."""
    place = np.arange(size)
    near = np.abs(place[:, None] - place) <= width // 2
    averages: np.ndarray = np.linalg.matrix_power(near / near.sum(1, keepdims=True), BOXES)
    return averages.astype(np.float32)


def stretched(x: Float[Tensor, "f c v u"], side: int) -> Float[Tensor, "f c y x"]:
    """Squares of another side, as they are where they have that."""
    if x.shape[-1] == side:
        return x
    is_smaller = side < x.shape[-1]
    return F.interpolate(x, size=(side, side), mode="bilinear", antialias=is_smaller)


def taper(side: int) -> Float[Tensor, "y x"]:
    """1 inside a window, falling to 0 at its border: a window is never seen."""
    before = rise(side)
    edge = torch.minimum(before, before.flip(0))
    return edge[:, None] * edge


def rise(side: int) -> Float[Tensor, " n"]:
    """From 0 at a window's beginning to 1 after an eighth of it."""
    return (8 * (torch.arange(side) + 0.5) / side).clamp(max=1)
