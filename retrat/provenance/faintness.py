"""How faint a mark has to be: what may be added to a clip, by two measures of what is seen.

Decibels bound how much is added in all. Structural similarity (Wang et al. 2004) bounds how much
is added where little else is: it counts what is added to a small window against what the window
holds, its changes and, in the dark, its light.
"""

import torch
from einops import rearrange
from jaxtyping import Float
from torch import Tensor

DECIBELS = 42.5  # PSNR of a key frame at its most; the first is given more
SIMILARITY = 0.9902
_WINDOW = 5  # as wide as the usual bell
_LIGHT, _CHANGES = (0.01 * 255) ** 2, (0.03 * 255) ** 2
_ROUNDING = 1 / 12  # what whole levels add to the changes
_TURNS = 2


def share_allowed(pixels: Float[Tensor, "k c y x"], residuals: Float[Tensor, "k 1 y x"]) -> float:
    """At most 1: the share of what is to be added that keeps frames as similar as they have to be.

    Both in units of pixels in [-1, 1].
    """
    share = 1.0
    for _ in range(_TURNS):
        lost = _lost(pixels, share * residuals)
        share *= min(1.0, ((1 - SIMILARITY) / max(lost, 1e-9)) ** 0.5)
    return share


def _lost(pixels: Float[Tensor, "k c y x"], residuals: Float[Tensor, "k 1 y x"]) -> float:
    """How far from 1 structural similarity falls, on average."""
    losses = []
    for frame, residual in zip(pixels.float(), residuals, strict=True):
        shown = (frame + 1) * 127.5
        added = (shown + residual * 127.5).clamp(0, 255) - shown
        light, changes = _light_and_changes(shown)
        brighter, other = _light_and_changes(added)
        other = other + _ROUNDING
        lost = other / (2 * changes + other + _CHANGES)
        losses.append((lost + brighter.square() / (2 * light.square() + _LIGHT)).mean())
    return float(torch.stack(losses).mean())


def _light_and_changes(
    frame: Float[Tensor, "c y x"],
) -> tuple[Float[Tensor, "c v u"], Float[Tensor, "c v u"]]:
    """Mean and variance of windows beside each other."""
    rows, columns = (side // _WINDOW * _WINDOW for side in frame.shape[1:])
    windows = rearrange(
        frame[:, :rows, :columns], "c (v h) (u w) -> c v u (h w)", h=_WINDOW, w=_WINDOW
    )
    variance, mean = torch.var_mean(windows, dim=-1, correction=0)
    return mean, variance
