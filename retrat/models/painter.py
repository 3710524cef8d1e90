"""A part of a face moved in its window: lips by visemes, lids and brows by looks.

a window of the first picture -> U-Net <- how a frame differs
    -> where each pixel comes from, what is new, where the part is
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import torch
import torch.nn.functional as F
from einops import repeat
from jaxtyping import Float
from torch import Tensor, nn

from retrat.models.moving import NORM_GROUPS, Conditioned, evened, moved, stretched, taper

FARTHEST = 14.0  # pixels that one comes from
DARK, BRIGHT = 0.3, 0.55  # of what is new; 1 is white
ONE_TONE, COLOURS = 0.004, 0.012  # how far colours are from one tone, as shares of brightness
AROUND, SOFT = 15, 7  # pixels around what is new with which its own go; over which all is evened
LEAST = 1e-3  # weight of a pixel that is wholly new
TINT = 0.4  # of its window's colour, at least, in what is new: no blue teeth by candlelight


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Painted:
    """A window in which a part of a face has moved, and how much each pixel is that part's.

    `come_from` says how many columns and rows away each was before; `near` are logits; `invented`
    is the share of a pixel that is new, and `new` what is.
    """

    pixels: Float[Tensor, "b 3 y x"]
    come_from: Float[Tensor, "b 2 y x"]
    near: Float[Tensor, "b 1 y x"]
    invented: Float[Tensor, "b 1 y x"]
    new: Float[Tensor, "b 3 y x"]

    def moved_in(self, own: Float[Tensor, "3 v u"]) -> Float[Tensor, "b 3 v u"]:
        """The same window of any size with nothing but its own pixels, moved."""
        side, seen = own.shape[-1], self.come_from.shape[-1]
        come_from = stretched(self.come_from, side) * (side / seen)
        return moved(own.expand(len(come_from), -1, -1, -1), come_from, is_sharp=side != seen)

    def carried(self) -> "Painted":
        """With nothing new: where something was to be, a network need not say well where pixels
        come from, so they go with those around them.
        """
        known = (1 - self.invented).square() + LEAST
        around = evened(known * self.come_from, AROUND) / evened(known, AROUND)
        lacking = F.max_pool2d((2 * self.invented).clamp(max=1), SOFT, stride=1, padding=SOFT // 2)
        lacking = evened(lacking, SOFT)
        come_from = evened(torch.lerp(self.come_from, around, lacking), SOFT)
        nothing = torch.zeros_like(self.invented)
        return replace(self, come_from=come_from, invented=nothing)

    def laid_over(
        self, own: Float[Tensor, "3 v u"], new: Float[Tensor, "b 3 y x"]
    ) -> tuple[Float[Tensor, "b 3 v u"], Float[Tensor, "b 1 v u"]]:
        """The same window of any size in every frame, and the share of it to be shown: its own
        pixels are moved, and only what is `new` is no sharper than the network sees.
        """
        side = own.shape[-1]
        new, invented = stretched(new, side), stretched(self.invented, side)
        return torch.lerp(self.moved_in(own), new, invented), self.shown_in(side)

    def shown_in(self, side: int) -> Float[Tensor, "b 1 v u"]:
        """What of a window of any size is that part's, nothing at its border."""
        near = torch.sigmoid(self.near)
        return stretched(near * taper(near.shape[-1]).to(near), side)


class Painter(nn.Module):
    """From a window and `numbers` of how it changes to the window as it looks then."""

    def __init__(self, widths: Sequence[int], numbers: int, condition: int) -> None:
        super().__init__()
        self.told = nn.Sequential(
            nn.Linear(numbers, condition),
            nn.SiLU(),
            nn.Linear(condition, condition),
            nn.SiLU(),
        )
        self.down = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(before, after, 3, stride=2 if level else 1, padding=1),
                nn.GroupNorm(NORM_GROUPS, after),
                nn.SiLU(),
            )
            for level, (before, after) in enumerate(pairwise([3 * 4, *widths]))
        )
        deepest = widths[-1]
        self.middle = nn.ModuleList(Conditioned(deepest, deepest, condition) for _ in range(2))
        self.up = nn.ModuleList(
            Conditioned(below + beside, beside, condition)
            for below, beside in zip(widths[:0:-1], widths[-2::-1], strict=True)
        )
        self.out = nn.Conv2d(widths[0], 4 * (2 + 1 + 3 + 1), 3, padding=1)
        for linear in (self.told[0], self.told[2]):
            assert isinstance(linear, nn.Linear)
            nn.init.kaiming_normal_(linear.weight, nonlinearity="relu")
        nn.init.zeros_(self.out.weight)
        with torch.no_grad():
            assert self.out.bias is not None
            self.out.bias.zero_()
            self.out.bias[8:12] = -2.0  # at first little is new

    def painted(self, window: Float[Tensor, "3 y x"], numbers: Float[Tensor, "f e"]) -> "Painted":
        """One window in every frame."""
        seen = [repeat(x, "1 c y x -> f c y x", f=len(numbers)) for x in self.look(window[None])]
        return self(seen, numbers)

    def look(self, windows: Float[Tensor, "b 3 y x"]) -> list[Tensor]:
        """What is seen of a window at every scale: once for all frames of a clip."""
        seen = [F.pixel_unshuffle(windows, 2)]
        for layer in self.down:
            seen.append(layer(seen[-1]))
        return [windows, *seen[1:]]

    def forward(self, seen: Sequence[Tensor], numbers: Float[Tensor, "b e"]) -> Painted:
        """`seen` of windows, each repeated for as many frames as it has."""
        condition = self.told(numbers)
        x = seen[-1]
        for layer in self.middle:
            x = x + layer(x, condition)
        for layer, beside in zip(self.up, seen[-2:0:-1], strict=True):
            above = F.interpolate(x, scale_factor=2, mode="nearest")
            x = layer(torch.cat([above, beside], dim=1), condition)
        said = F.pixel_shuffle(self.out(x), 2).float()  # half a pixel is seen
        come_from, invented, new, near = said.split([2, 1, 3, 1], dim=1)
        come_from, invented = FARTHEST * torch.tanh(come_from / FARTHEST), torch.sigmoid(invented)
        new = torch.tanh(new)
        pixels = torch.lerp(moved(seen[0], come_from), new, invented)
        return Painted(pixels=pixels, come_from=come_from, near=near, invented=invented, new=new)


def tinted(
    new: Float[Tensor, "f 3 y x"], window: Float[Tensor, "3 y x"], *, of_dark: float = TINT
) -> Float[Tensor, "f 3 y x"]:
    """What is new, as bright as it was, with at least some of the colour of what is around it:
    TINT of it, and `of_dark` where it is dark. In a picture without colours of its own (grey, or
    of one tone) it has that tone alone.
    """
    levels, around = (new + 1) / 2, (window.mean(dim=(1, 2)) + 1) / 2
    bright = levels.mean(dim=1, keepdim=True)
    cast = (around / around.mean().clamp(min=1e-3) - 1)[:, None, None]
    own = levels / bright.clamp(min=1e-3) - 1
    toned, colourful = _tone(window)
    own = torch.lerp(toned.expand_as(own), own, colourful)
    share = (own * cast).sum(dim=1, keepdim=True) / cast.square().sum().clamp(min=1e-6)
    dark = ((BRIGHT - bright) / (BRIGHT - DARK)).clamp(0, 1)
    lacking = (TINT + (of_dark - TINT) * dark - share).clamp(min=0) * colourful
    return 2 * (bright * (1 + own + lacking * cast)).clamp(0, 1) - 1


def _tone(window: Float[Tensor, "3 y x"]) -> tuple[Float[Tensor, "3 1 1"], Float[Tensor, ""]]:
    """The colour of a window's middle beyond grey, and whether there are others: 0 to 1."""
    side = window.shape[-1]
    middle = (window[:, side // 4 : side - side // 4, side // 4 : side - side // 4] + 1) / 2
    bright = middle.mean(dim=0, keepdim=True)
    tone = middle.mean(dim=(1, 2), keepdim=True) / bright.mean().clamp(min=1e-3) - 1
    apart = (middle - bright * (1 + tone)).abs().mean() / bright.mean().clamp(min=1e-3)
    return tone, ((apart - ONE_TONE) / (COLOURS - ONE_TONE)).clamp(0, 1)
