"""Sizes of clips: those in which models make them, and twice those.

A larger clip is made in the smaller size. What is made is enlarged, and whatever is given, people,
places and first frames, is shown as sharp as it was given.
"""

import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

MADE = ((256, 256), (320, 192), (192, 320))
LARGER = 2
SIZES = (*MADE, *((LARGER * width, LARGER * height) for width, height in MADE))
"""(width, height) in pixels."""


def scale_of(size: tuple[int, int]) -> int:
    """How many times as large as it is made a clip of one of SIZES is shown."""
    return 1 if size in MADE else LARGER


def resized(picture: Float[Tensor, "c y x"], height: int, width: int) -> Float[Tensor, "c v u"]:
    """A picture in [-1, 1] in another size, as it is where it has that."""
    if picture.shape[1:] == (height, width):
        return picture
    other = F.interpolate(picture[None], (height, width), mode="bicubic", antialias=True)
    return other[0].clamp(-1, 1)


def shrunk(picture: Float[Tensor, "c y x"], scale: int) -> Float[Tensor, "c v u"]:
    """A picture in [-1, 1] as many times smaller."""
    height, width = picture.shape[1:]
    return resized(picture, height // scale, width // scale)


def enlarged(values: Float[Tensor, "*f c y x"], scale: int) -> Float[Tensor, "*f c v u"]:
    """Values as many times larger, smoothly between what they are."""
    if scale == 1:
        return values
    height, width = (scale * side for side in values.shape[-2:])
    whole = values if values.ndim == 4 else values[None]
    larger = F.interpolate(whole, (height, width), mode="bicubic")
    return larger if values.ndim == 4 else larger[0]
