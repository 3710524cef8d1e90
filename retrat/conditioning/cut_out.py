"""Somebody cut out of their photo: of one piece, no farther than they reach, in their own colours.

A network knows to a pixel or two where somebody ends, and there a photo shows half of what was
behind them: a fringe before another place. So the last of their pixels have the colours of those
farther in.
"""

from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from jaxtyping import Float
from scipy.ndimage import distance_transform_edt, grey_closing, label
from torch import Tensor

from retrat.media.busts import BUST_SIZE

HAZE = 0.12  # of a matte: what is less is nobody, what lacks less is all theirs
MOSTLY, HAIR = 0.5, 6  # of a matte; pixels around what is mostly theirs
THIN = 3  # pixels: half of what is narrower than anybody is
USUAL = 512  # pixels of a side: in pictures of so many times as many, THIN, HAIR and GAP grow
GAP = 36  # pixels: a larger hole in somebody is one; in a smaller one a network is unsure
BORDER = 1  # pixels of a person in which what was behind them may be seen
LIKELY, CLOSED = 0.1, 5  # of a matte; pixels of 256: what is between parts of a person is theirs
DEEP = 3  # pixels of 256 from all that is not mostly theirs: nothing shines through
WHOLLY = 0.9  # of a matte: nothing shines through
TEXTURE = 5  # pixels over which a texture is even
SMALLEST = 4


class CutOut(NamedTuple):
    """One person or several: a picture in [-1, 1], and in [0, 1] what of it they are."""

    picture: Float[Tensor, "3 v u"]
    matte: Float[Tensor, "1 v u"]

    @property
    def before_grey(self) -> Float[Tensor, "3 v u"]:
        """Before plain grey, which is 0."""
        return self.picture * self.matte.to(self.picture)


def cut_out_of(picture: Float[Tensor, "3 v u"], matte: Float[Tensor, "1 v u"]) -> CutOut:
    """Of a photo, and a network's matte of it."""
    whole = without_gaps(without_wisps(closed(one_piece(matte.float()), matte)))
    return CutOut(own_colours(picture, whole), whole)


def one_piece(matte: Float[Tensor, "1 v u"]) -> Float[Tensor, "1 v u"]:
    """A matte without what nobody is: haze, and what lies apart from the largest piece. Single
    hairs lie near it.
    """
    clear = ((matte - HAZE) / (1 - 2 * HAZE)).clamp(0, 1)
    pieces, _ = label((clear[0] > MOSTLY).cpu().numpy())
    sizes = np.bincount(pieces.ravel())
    sizes[0] = 0
    largest = torch.from_numpy(pieces == sizes.argmax()).to(clear)[None]
    return clear * _even(_grown(largest, HAIR * _finer(matte)), 2)


def closed(matte: Float[Tensor, "1 v u"], found: Float[Tensor, "1 v u"]) -> Float[Tensor, "1 v u"]:
    """A matte with what lies between parts of a person and may be theirs, as a network `found`:
    dark hair before a dark wall, the shadow in a collar.
    """
    coarse = F.avg_pool2d(matte[None], _finer(matte))[0]
    reach = _pixels(CLOSED, coarse)
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    levels = np.pad(coarse[0].cpu().numpy(), reach, mode="edge")
    closing = grey_closing(levels, footprint=x * x + y * y <= reach * reach)
    whole = torch.from_numpy(closing[reach:-reach, reach:-reach]).to(matte)[None]
    if coarse.shape != matte.shape:
        whole = F.interpolate(whole[None], matte.shape[1:], mode="bilinear")[0]
    return torch.where(found > LIKELY, torch.maximum(matte, whole), matte)


def _pixels(of_256: int, matte: Float[Tensor, "1 v u"]) -> int:
    """As many in a picture of this size."""
    return max(1, round(of_256 * min(matte.shape[1:]) / BUST_SIZE))


def _finer(matte: Float[Tensor, "1 v u"]) -> int:
    """How many times as large as the usual ones a picture is."""
    return max(1, min(matte.shape[1:]) // USUAL)


def without_wisps(matte: Float[Tensor, "1 v u"]) -> Float[Tensor, "1 v u"]:
    """A matte without what sticks out of it and is narrow: shreds of what was behind somebody."""
    wide, thin = matte, THIN * _finer(matte)
    for _ in range(thin):
        wide = _shrunk(wide, 1)
    for _ in range(thin + 1):
        wide = _grown(wide, 1)
    return torch.minimum(matte, _even(wide, 1))


def without_gaps(matte: Float[Tensor, "1 v u"]) -> Float[Tensor, "1 v u"]:
    """A matte without small holes that lie in somebody: a place would shine through."""
    outside = np.pad((matte[0] < WHOLLY).cpu().numpy(), 1, constant_values=True)
    holes, _ = label(outside)
    is_small = np.bincount(holes.ravel()) <= GAP * _finer(matte) ** 2
    is_small[0] = False
    return matte.masked_fill(torch.from_numpy(is_small[holes][1:-1, 1:-1]).to(matte.device), 1)


def own_colours(
    picture: Float[Tensor, "3 y x"], matte: Float[Tensor, "1 y x"]
) -> Float[Tensor, "3 y x"]:
    """A person's picture without what shone through at their border: the colours of what is wholly
    theirs go on there, as light and dark as the picture is in detail.
    """
    is_theirs = np.pad((matte[0] >= MOSTLY).cpu().numpy(), 1, mode="edge")
    deep = torch.from_numpy(distance_transform_edt(is_theirs)[1:-1, 1:-1]).to(matte.device)
    sure = (_shrunk(matte, BORDER) > WHOLLY) | (deep[None] > _pixels(DEEP, matte))
    sure = sure.to(picture)
    if not sure.any():
        return picture
    detail = (picture - _even(picture, TEXTURE // 2)).mean(dim=0, keepdim=True)
    inner = (filled(picture[None], sure[None])[0] + matte.to(picture) * detail).clamp(-1, 1)
    kept = _even(_shrunk(sure, BORDER), 1)
    return torch.lerp(inner, picture, kept.expand_as(picture))


def filled(
    pixels: Float[Tensor, "f c y x"], known: Float[Tensor, "1 1 y x"]
) -> Float[Tensor, "f c y x"]:
    """Pixels that are known as they are; elsewhere what is around them goes on (push-pull: Gortler
    et al. 1996).
    """
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


def _grown(matte: Float[Tensor, "1 v u"], reach: int) -> Float[Tensor, "1 v u"]:
    return F.max_pool2d(matte[None], 2 * reach + 1, stride=1, padding=reach)[0]


def _shrunk(matte: Float[Tensor, "1 v u"], reach: int) -> Float[Tensor, "1 v u"]:
    return -_grown(-matte, reach)


def _even(values: Float[Tensor, "c v u"], reach: int) -> Float[Tensor, "c v u"]:
    """Averages over what is near."""
    size = 2 * reach + 1
    return F.avg_pool2d(values[None], size, stride=1, padding=reach, count_include_pad=False)[0]


def taken(
    values: Float[Tensor, "c v u"], rows: Float[Tensor, " y"], columns: Float[Tensor, "y x"]
) -> Float[Tensor, "c y x"]:
    """Values at these columns of each row."""
    height, width = values.shape[1:]
    across, down = 2 * columns / width - 1, (2 * rows / height - 1)[:, None].expand_as(columns)
    grid = torch.stack([across, down], dim=-1)[None].to(values)
    return F.grid_sample(
        values[None], grid, mode="bicubic", padding_mode="border", align_corners=False
    )[0]
