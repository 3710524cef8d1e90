"""The block of every one-dimensional network here: mix over time, then think at each step.

After Liu et al. 2022 (ConvNeXt), in one dimension, with two-fold widening.
"""

import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Float
from torch import Tensor, nn


class ConvNeXt(nn.Module):
    """Depthwise convolution over time, then a two-layer network at each step; a residual."""

    def __init__(self, width: int, *, kernel: int) -> None:
        super().__init__()
        self.mix = nn.Conv1d(width, width, kernel, padding=kernel // 2, groups=width)
        self.norm = nn.LayerNorm(width)
        self.up = nn.Linear(width, 2 * width)
        self.down = nn.Linear(2 * width, width)
        self.scale = nn.Parameter(torch.full((width,), 0.3))

    def forward(self, x: Float[Tensor, "b t d"]) -> Float[Tensor, "b t d"]:
        mixed = rearrange(self.mix(rearrange(x, "b t d -> b d t")), "b d t -> b t d")
        return x + self.scale * self.down(F.gelu(self.up(self.norm(mixed))))
