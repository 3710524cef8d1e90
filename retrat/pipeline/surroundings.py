"""What passes in the picture of a made place: people on their ways, or what is outside a window;
and how what is drawn of it is read and blurred.
"""

import math
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from retrat.media.pieces import decoded_matte, decoded_picture
from retrat.models.made_places import MadePlaces, Ways


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Surroundings:
    """Where things pass, and what: `screens` as large as the picture, which shows a square of
    `side` pixels from `corner` (x, y) on, mirrored or not. `bustle` is how many times as many
    people as usual there are; nothing goes by outside of what does not drive.
    """

    ways: Ways
    screens: Float[Tensor, "s y x"]
    places: MadePlaces
    side: int
    corner: tuple[int, int]
    is_mirrored: bool
    bustle: float
    drives: bool

    @property
    def across(self) -> tuple[int, int]:
        """The picture's left and right edge in that square."""
        return self.corner[0], self.side - self.corner[0]


def cut_out_of(file: bytes) -> Float[Tensor, "4 y x"]:
    """A picture file of something cut out: colours in [0, 1], times how much of each pixel it is,
    and that.
    """
    matte = decoded_matte(file)
    assert matte is not None, "what passes is cut out"
    colours = torch.from_numpy(decoded_picture(file).copy()).permute(2, 0, 1) / 255
    share = torch.from_numpy(matte.copy())[None] / 255
    return torch.cat([colours * share, share])


def disc(radius: float) -> Float[Tensor, "1 1 k k"]:
    """What a lens makes of a point out of focus, 1 in its middle."""
    reach = max(1, math.ceil(radius))
    off = torch.arange(-reach, reach + 1)
    away = (off.square() + off.square()[:, None]).float().sqrt()
    return (radius + 0.5 - away).clamp(0, 1)[None, None]
