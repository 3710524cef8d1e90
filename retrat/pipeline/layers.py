"""A picture as two layers: a person, and what is behind them.

When a head turns, the wall behind it stays. What the head uncovers nobody has seen, unless the
place was given; only a few pixels of it come to light, so what is around them goes on there
(push-pull: Gortler et al. 1996).
"""

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from retrat.models.moving import moved

REACH = 4  # pixels around a matte that go with the person: single hairs, and what a matte misses
FAINT = 0.25  # of a matte that lies exactly: what is more goes with the person whole
SMALLEST = 4
WHOLLY, HALF = 0.9, 0.4  # of a matte: nothing shines through; what shines through is mostly seen
TEXTURE = 5  # pixels over which a texture is even


def layered(
    window: Float[Tensor, "f 3 y x"],
    person: Float[Tensor, "f 3 y x"],
    matte: Float[Tensor, "1 y x"],
    come_from: Float[Tensor, "f 2 y x"],
    behind: Float[Tensor, "3 y x"] | None = None,
) -> Float[Tensor, "f 3 y x"]:
    """A moved person before what stays; `matte` is the person's before they moved.

    Where all that is `behind` is known, nothing of it moves with them.
    """
    share = (matte / FAINT).clamp(max=1)
    share = grown(share) if behind is None else share
    cut = moved(share.expand(len(person), -1, -1, -1), come_from)
    stays = filled(window, 1 - share[None]) if behind is None else behind.expand_as(person)
    return torch.lerp(stays, person, cut.expand_as(person))


def grown(matte: Float[Tensor, "1 y x"]) -> Float[Tensor, "1 y x"]:
    """A matte with its surroundings, its border soft over as many pixels."""
    size = 2 * REACH + 1
    wide = F.max_pool2d(matte[None], size, stride=1, padding=REACH)
    return F.avg_pool2d(wide, REACH + 1, stride=1, padding=REACH // 2, count_include_pad=False)[0]


def filled(
    pixels: Float[Tensor, "f c y x"], known: Float[Tensor, "1 1 y x"]
) -> Float[Tensor, "f c y x"]:
    """Pixels that are known as they are; elsewhere what is around them goes on."""
    seen = pixels * known
    height, width = pixels.shape[-2:]
    if min(height, width) <= SMALLEST:
        middle = seen.sum(dim=(2, 3), keepdim=True) / known.sum().clamp(min=1e-4)
        return seen + (1 - known) * middle
    share = F.avg_pool2d(known, 2, ceil_mode=True)
    coarse = F.avg_pool2d(seen, 2, ceil_mode=True) / share.clamp(min=1e-4)
    below = filled(coarse, (4 * share).clamp(max=1))
    size = [height, width]
    return seen + (1 - known) * F.interpolate(below, size=size, mode="bilinear")


def own_colours(
    picture: Float[Tensor, "3 y x"], matte: Float[Tensor, "1 y x"]
) -> Float[Tensor, "3 y x"]:
    """A person's picture without what shone through at their border: the colours of what is wholly
    theirs go on there, as light and dark as the picture is in detail.
    """
    sure = (matte > WHOLLY).to(picture)
    if not sure.any():
        return picture
    even = F.avg_pool2d(
        picture[None], TEXTURE, stride=1, padding=TEXTURE // 2, count_include_pad=False
    )[0]
    detail = (picture - even).mean(dim=0, keepdim=True)
    inner = (filled(picture[None], sure[None])[0] + matte * detail).clamp(-1, 1)
    return torch.lerp(picture, inner, ((WHOLLY - matte) / (WHOLLY - HALF)).clamp(0, 1))
