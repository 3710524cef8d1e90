"""Where the person is in a bust: so that a photo gives its person and not its place.

Busts are framed alike (`media.crops.crop_bust`), so a small U-Net with a wide view is enough. It
works at a quarter of the size and says the matte of every pixel from there.
"""

from dataclasses import dataclass
from itertools import pairwise

import torch
from einops import rearrange
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F

CELL = 4  # pixels, each way


@dataclass(frozen=True, kw_only=True, slots=True)
class MattingConfig:
    """Widths at 1/4, 1/8, ... of the size."""

    widths: tuple[int, ...]

    @classmethod
    def nano(cls) -> "MattingConfig":
        return cls(widths=(32, 48, 64, 96))

    @classmethod
    def tiny(cls) -> "MattingConfig":
        return cls(widths=(8, 8))


class Residual(nn.Module):
    """x + conv(silu(conv(x))), normalised over groups of channels."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(4, width)
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x: Float[Tensor, "b c h w"]) -> Float[Tensor, "b c h w"]:
        return x + self.second(F.silu(self.first(self.norm(x))))


class Matting(nn.Module):
    """Pictures in [-1, 1] to mattes; sides are multiples of 4 times 2 for every width but one."""

    Config = MattingConfig

    def __init__(self, config: MattingConfig) -> None:
        super().__init__()
        self.config = config
        widths = config.widths
        self.into = nn.Conv2d(3 * CELL**2, widths[0], 3, padding=1)
        self.down = nn.ModuleList(nn.Conv2d(a, b, 2, stride=2) for a, b in pairwise(widths))
        self.before = nn.ModuleList(Residual(width) for width in widths)
        self.up = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in pairwise(widths))
        self.after = nn.ModuleList(Residual(width) for width in widths[:-1])
        self.out = nn.Conv2d(widths[0], CELL**2, 3, padding=1)

    def forward(self, pixels: Float[Tensor, "b 3 y x"]) -> Float[Tensor, "b 1 y x"]:
        """Mattes in [0, 1]: 1 is the person."""
        return torch.sigmoid(self.logits(pixels))

    def logits(self, pixels: Float[Tensor, "b 3 y x"]) -> Float[Tensor, "b 1 y x"]:
        x = self.into(rearrange(pixels, "b c (h p) (w q) -> b (c p q) h w", p=CELL, q=CELL))
        kept = []
        for index, block in enumerate(self.before):
            x = block(x)
            if index < len(self.down):
                kept.append(x)
                x = self.down[index](x)
        for index in reversed(range(len(self.up))):
            wide = F.interpolate(self.up[index](x), scale_factor=2, mode="nearest")
            x = self.after[index](kept[index] + wide)
        return rearrange(self.out(x), "b (p q) h w -> b 1 (h p) (w q)", p=CELL, q=CELL)


def cut_out(
    pixels: Float[Tensor, "b 3 y x"], mattes: Float[Tensor, "b 1 y x"]
) -> Float[Tensor, "b 3 y x"]:
    """The person before plain grey, which is 0."""
    return pixels * mattes
