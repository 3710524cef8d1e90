"""Which sides of a person face the bright side of the place behind them.

How somebody is shaped is guessed from their outline alone: a membrane over it, blown up (the square
root of what solves Poisson's equation within it), so that a ball's outline gives a ball. Where
light comes from is what the picture of the place has on its sides and above: how brightness and
warmth rise across it, as a plane. What is bright below is a floor, not a lamp, and left out.
"""

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from retrat.media.crops import LUMA

COARSE = 4  # pixels of a side of what shapes are guessed of
COARSEST, SETTLING = 16, 120  # cells of the shorter side to begin with; turns at each size
SOFT = 5  # cells over which a shape is smoothed
LEAST, MOST = 0.35, 2.5  # what a side gets of the light in the middle
SHADING = 0.6  # power of that
SIDED = 0.3  # of what is warmer on one side
COLDEST = 0.3  # natural logarithm of how much redder or bluer one side is, at most


def shading(
    linear: Float[Tensor, "3 y x"], place: Float[Tensor, "1 y x"], matte: Float[Tensor, "1 y x"]
) -> Float[Tensor, "3 y x"]:
    """How much more of each colour falls on each place of a person than on the whole of them, in
    linear light; `place` is how much of each pixel is seen of what is behind.
    """
    luma = linear.new_tensor(LUMA)[:, None, None]
    bright = (linear * luma).sum(dim=0, keepdim=True)
    right, up = rising(torch.cat([bright, linear[::2]]), place[0])
    facing = normals(matte)
    shaped = right[:, None, None] * facing[0] + up.clamp(min=0)[:, None, None] * facing[1]
    light = (1 + shaped[0]).clamp(LEAST, MOST) ** SHADING
    warmth = (SIDED * (shaped[1] - shaped[2]) / 2).clamp(-COLDEST, COLDEST)
    colours = light * torch.exp(warmth * linear.new_tensor((1.0, 0.0, -1.0))[:, None, None])
    share = F.avg_pool2d(matte[None], COARSE)[0]
    whole = ((colours * luma).sum(dim=0, keepdim=True) * share).sum() / share.sum().clamp(min=1e-4)
    found = F.interpolate(
        (colours / whole.clamp(min=1e-4))[None],
        size=list(matte.shape[1:]),
        mode="bilinear",
        align_corners=False,
    )
    return found[0]


def rising(
    values: Float[Tensor, "c y x"], seen: Float[Tensor, "y x"]
) -> tuple[Float[Tensor, " c"], Float[Tensor, " c"]]:
    """By how much of their mean values rise over half a picture, to the right and upwards."""
    height, width = seen.shape
    weight = seen / seen.sum().clamp(min=1e-4)
    mean = (values * weight).sum(dim=(1, 2))
    off = (values - mean[:, None, None]) * weight
    found = []
    for across in (
        torch.linspace(-1, 1, width).to(seen).expand(height, width),
        torch.linspace(1, -1, height).to(seen)[:, None].expand(height, width),
    ):
        along = across - (across * weight).sum()
        slope = (off * along).sum(dim=(1, 2)) / (along.square() * weight).sum().clamp(min=1e-4)
        found.append(slope / mean.clamp(min=1e-3))
    return found[0], found[1]


def normals(matte: Float[Tensor, "1 y x"]) -> Float[Tensor, "3 v u"]:
    """Right, up and to the viewer, of unit length, of what has this outline; coarse. Whoever is cut
    off by an edge other than the upper one goes on beyond it.
    """
    share = F.avg_pool2d(matte[None], COARSE)
    size = share.shape[-2:]
    halvings = 0
    while min(size) >> (halvings + 1) >= COARSEST:
        halvings += 1
    high = torch.zeros(1, 1, 1, 1).to(share)
    for halving in range(halvings, -1, -1):
        cells = [max(1, side >> halving) for side in size]
        inside = (F.interpolate(share, size=cells, mode="area") > 0.5).to(share)
        high = F.interpolate(high, size=cells, mode="bilinear", align_corners=False)
        step = float(4**halving)  # cells are so many times larger
        for _ in range(SETTLING):
            around = F.pad(high, (1, 1, 1, 1), mode="replicate")
            around[:, :, 0] = 0
            four = around[:, :, :-2, 1:-1] + around[:, :, 2:, 1:-1]
            four = four + around[:, :, 1:-1, :-2] + around[:, :, 1:-1, 2:]
            high = inside * (four / 4 + step)
    reach = SOFT // 2
    round_ = F.pad(high.clamp(min=0).sqrt(), (reach, reach, reach, reach), mode="replicate")
    shape = F.avg_pool2d(round_, SOFT, stride=1)[0, 0]
    down, right = torch.gradient(shape)
    facing = torch.stack([-right, down, torch.ones_like(shape)])
    return facing / facing.norm(dim=0)
