"""Where the person is in a bust: so that a photo gives its person and not its place.

    picture -> cells of 4 x 4 pixels -> U-Net, whose lowest level sees everything at once
    -> logits of every pixel -> fine: corrected at half the size, where hair and borders are seen

Busts are framed alike (`media.crops.crop_bust`), so a small network is enough.
"""

from dataclasses import dataclass
from itertools import pairwise

import torch
from einops import rearrange
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F

CELL, FINER = 4, 2  # pixels, each way
HEADS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class MattingConfig:
    """Widths at 1/4, 1/8, ... of the size."""

    widths: tuple[int, ...]
    deep: int = 0
    """Blocks at the lowest level in which every place sees every other."""
    fine: int = 0
    """Width of the correction at half the size; 0 is none."""

    @classmethod
    def nano(cls) -> "MattingConfig":
        return cls(widths=(32, 48, 64, 96), deep=1, fine=16)

    @classmethod
    def tiny(cls) -> "MattingConfig":
        return cls(widths=(8, 8), deep=1, fine=4)


class Residual(nn.Module):
    """x + conv(silu(conv(x))), normalised over groups of channels."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(4, width)
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x: Float[Tensor, "b c h w"]) -> Float[Tensor, "b c h w"]:
        return x + self.second(F.silu(self.first(self.norm(x))))


class Everywhere(nn.Module):
    """x + attention over all places, then a residual block; begins as no change."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(4, width)
        self.asks = nn.Linear(width, 3 * width)
        self.gives = nn.Linear(width, width)
        self.block = Residual(width)
        _zero(self.gives)
        _zero(self.block.second)

    def forward(self, x: Float[Tensor, "b c h w"]) -> Float[Tensor, "b c h w"]:
        height = x.shape[2]
        asked = self.asks(rearrange(self.norm(x), "b c h w -> b (h w) c"))
        query, key, value = rearrange(asked, "b l (t g c) -> t b g l c", t=3, g=HEADS)
        seen = F.scaled_dot_product_attention(query, key, value)
        given = self.gives(rearrange(seen, "b g l c -> b l (g c)"))
        return self.block(x + rearrange(given, "b (h w) c -> b c h w", h=height))


class Fine(nn.Module):
    """How logits change where a picture is seen at half its size; begins as no change."""

    def __init__(self, width: int) -> None:
        super().__init__()
        cell = FINER**2
        self.into = nn.Conv2d(4 * cell, width, 3, padding=1)
        self.block = nn.Conv2d(width, width, 3, padding=1)
        self.out = nn.Conv2d(width, cell, 3, padding=1)
        _zero(self.out)

    def forward(
        self, pixels: Float[Tensor, "b 3 y x"], logits: Float[Tensor, "b 1 y x"]
    ) -> Float[Tensor, "b 1 y x"]:
        seen = torch.cat([pixels, torch.tanh(logits / 4)], dim=1)
        x = F.silu(self.into(F.pixel_unshuffle(seen, FINER)))
        x = x + F.silu(self.block(x))
        return logits + F.pixel_shuffle(self.out(x), FINER)


def _zero(layer: nn.Module) -> None:
    for each in layer.parameters():
        nn.init.zeros_(each)


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
        self.deep = nn.ModuleList(Everywhere(widths[-1]) for _ in range(config.deep))
        self.fine = Fine(config.fine) if config.fine else None

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
        for everywhere in self.deep:
            x = everywhere(x)
        for index in reversed(range(len(self.up))):
            wide = F.interpolate(self.up[index](x), scale_factor=2, mode="nearest")
            x = self.after[index](kept[index] + wide)
        logits = rearrange(self.out(x), "b (p q) h w -> b 1 (h p) (w q)", p=CELL, q=CELL)
        return logits if self.fine is None else self.fine(pixels, logits)


def cut_out(
    pixels: Float[Tensor, "b 3 y x"], mattes: Float[Tensor, "b 1 y x"]
) -> Float[Tensor, "b 3 y x"]:
    """The person before plain grey, which is 0."""
    return pixels * mattes
