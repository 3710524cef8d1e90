"""A picture as two layers: a person, and what is behind them.

When a head turns, the wall behind it stays. What the head uncovers nobody has seen, unless the
place was given; only a few pixels of it come to light, so what is around them goes on there
(push-pull: Gortler et al. 1996).
"""

import torch
import torch.nn.functional as F
from jaxtyping import Float, UInt8
from torch import Tensor

from retrat.conditioning.cut_out import filled
from retrat.models.moving import moved

REACH = 4  # pixels around a matte that go with the person: single hairs, and what a matte misses
FAINT = 0.25  # of a matte that lies exactly: what is more goes with the person whole


def layered(
    window: Float[Tensor, "f 3 y x"],
    person: Float[Tensor, "f 3 y x"],
    share: Float[Tensor, "1 y x"],
    come_from: Float[Tensor, "f 2 y x"],
    behind: Float[Tensor, "3 y x"] | None = None,
) -> Float[Tensor, "f 3 y x"]:
    """A moved person before what stays; `share` is what goes with them, before they moved."""
    cut = moved(share.expand(len(person), -1, -1, -1), come_from)
    stays = filled(window, 1 - share[None]) if behind is None else behind.expand_as(person)
    return torch.lerp(stays, person, cut.expand_as(person))


def going_with(
    matte: Float[Tensor, "1 y x"], *, reach: int, is_behind_known: bool
) -> Float[Tensor, "1 y x"]:
    """What of a picture moves with the person of a matte: some pixels around them, too, but where
    all that is behind them is known.
    """
    share = (matte / FAINT).clamp(max=1)
    return share if is_behind_known else grown(share, reach)


def grown(matte: Float[Tensor, "1 y x"], reach: int = REACH) -> Float[Tensor, "1 y x"]:
    """A matte with its surroundings, its border soft over as many pixels (an even number)."""
    wide, size, half = matte[None], reach + 1, reach // 2
    for turn in (1, -1):  # columns, then rows: of a square that is the same, and sooner done
        wide = F.max_pool2d(wide, (2 * reach + 1, 1)[::turn], stride=1, padding=(reach, 0)[::turn])
    for turn in (1, -1):
        wide = F.avg_pool2d(wide, (size, 1)[::turn], 1, (half, 0)[::turn], count_include_pad=False)
    return wide[0]


def in_bytes(shares: Float[Tensor, "*f 1 y x"]) -> UInt8[Tensor, "*f 1 y x"]:
    """Shares of pixels, of 255: a clip's need memory."""
    return (255 * shares.clamp(0, 1)).round().to(torch.uint8)
