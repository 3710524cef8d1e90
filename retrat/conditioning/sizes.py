"""Sizes of clips: those in which models make them, and twice and four times those.

A larger clip is made in the smallest size. What is made is enlarged, and whatever is given, people,
places and first frames, is shown as sharp as it was given. The largest are drawn with a rim that is
cut off in the end: nothing is made in the shapes that screens have.

    made 320x192 -- four times --> drawn 1280x768 -- without its rim --> seen 1280x720
"""

import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

Size = tuple[int, int]
"""(width, height) in pixels."""

MADE: tuple[Size, ...] = ((256, 256), (320, 192), (192, 320))
LARGER, LARGEST = 2, 4
LARGE: tuple[Size, ...] = tuple((LARGER * width, LARGER * height) for width, height in MADE)
FINE: tuple[Size, ...] = ((960, 960), (1280, 720), (720, 1280))
"""What is seen of MADE, LARGEST times as large; in the same order."""
SIZES = (*MADE, *LARGE, *FINE)


def drawn(size: Size) -> Size:
    """The size in which a clip of one of SIZES is drawn, its rim with it."""
    if size not in FINE:
        return size
    width, height = MADE[FINE.index(size)]
    return LARGEST * width, LARGEST * height


def scale_of(size: Size) -> int:
    """How many times as large as it is made a clip of one of SIZES is drawn."""
    if size in MADE:
        return 1
    return LARGER if size in LARGE else LARGEST


def trimmed(pixels: Float[Tensor, "*f c y x"], size: Size) -> Float[Tensor, "*f c v u"]:
    """Pictures without the rim that a clip of that size is drawn with; they share its memory."""
    above, left = rim(size)
    width, height = size
    return pixels[..., above : above + height, left : left + width]


def with_rim(picture: Float[Tensor, "c v u"], size: Size) -> Float[Tensor, "c y x"]:
    """A picture of that size as it is drawn: its rim is a mirror image."""
    above, left = rim(size)
    return F.pad(picture[None], (left, left, above, above), mode="reflect")[0]


def rim(size: Size) -> tuple[int, int]:
    """How many rows above and below, and how many columns at each side, are drawn and not seen."""
    width, height = drawn(size)
    return (height - size[1]) // 2, (width - size[0]) // 2


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
