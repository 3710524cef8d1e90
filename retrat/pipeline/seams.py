"""Pictures without the borders of cells.

What a small tower says of a cell is a little too bright or too dark as a whole, and decoded cells
then meet in seams. Here steps at borders that are too small to be edges of things are replaced by
what the slopes on both sides lead to expect, and the picture is put together again from its slopes
(Perez et al. 2003, Poisson image editing; solved by cosine transforms, since nothing flows over a
picture's edge). What is far away stays as bright as it was (`_HELD`).
"""

import math
from functools import cache

import torch
from jaxtyping import Float
from torch import Tensor

SURELY_SEAM, SURELY_EDGE = 0.25, 0.5
"""Steps of pixels in [-1, 1]; between the two, a share of the step is kept."""
_HELD = 2e-4
FRAMES_AT_ONCE = 16


def without_seams(pixels: Float[Tensor, "f 3 y x"], cell: int) -> Float[Tensor, "f 3 y x"]:
    """The same pictures, their cells of `cell` pixels joined."""
    return torch.cat([_joined(some, cell) for some in pixels.split(FRAMES_AT_ONCE)])


def _joined(pixels: Float[Tensor, "f 3 y x"], cell: int) -> Float[Tensor, "f 3 y x"]:
    across = _continued(pixels.diff(dim=-1), cell)
    down = _continued(pixels.diff(dim=-2).mT, cell).mT
    height, width = pixels.shape[-2:]
    sources = -_HELD * pixels
    sources[..., :-1] += across
    sources[..., 1:] -= across
    sources[..., :-1, :] += down
    sources[..., 1:, :] -= down
    rows, columns = (_cosines(size).to(pixels) for size in (height, width))
    bends = -_bends(height).to(pixels)[:, None] - _bends(width).to(pixels) - _HELD
    return rows.mT @ ((rows @ sources @ columns.mT) / bends) @ columns


def _continued(steps: Float[Tensor, "f 3 y x"], cell: int) -> Float[Tensor, "f 3 y x"]:
    """Steps along the last axis, those over borders as their neighbours lead to expect."""
    steps = steps.clone()
    borders = torch.arange(cell - 1, steps.shape[-1] - 1, cell, device=steps.device)
    expected = (steps[..., borders - 1] + steps[..., borders + 1]) / 2
    beyond = steps[..., borders] - expected
    kept = (beyond.abs() - SURELY_SEAM) / (SURELY_EDGE - SURELY_SEAM)
    steps[..., borders] = expected + kept.clamp(0, 1) * beyond
    return steps


@cache
def _cosines(size: int) -> Float[Tensor, "n n"]:
    """The orthonormal cosine transform; its rows are waves that are level at both ends."""
    wave, place = torch.arange(size)[:, None], torch.arange(size) + 0.5
    whole = torch.cos(math.pi / size * wave * place) * math.sqrt(2 / size)
    whole[0] /= math.sqrt(2)
    return whole


@cache
def _bends(size: int) -> Float[Tensor, " n"]:
    """How much each of those waves bends: its second difference over itself, turned positive."""
    return 2 - 2 * torch.cos(math.pi / size * torch.arange(size))
