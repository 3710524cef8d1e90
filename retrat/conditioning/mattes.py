"""Who somebody is in their picture, as sharp as the picture is.

Networks that cut people out look at small pictures. In larger ones their mattes are enlarged along
the picture's own edges: a matte is nearly a linear function of brightness in small surroundings
(guided filter: He et al. 2010; its coefficients enlarged: He and Sun 2015).
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from jaxtyping import Bool, Float
from torch import Tensor

from retrat.conditioning.cut_out import CutOut, cut_out_of
from retrat.conditioning.sizes import enlarged, resized, shrunk
from retrat.media.busts import SCREEN
from retrat.media.crops import LUMA

SCREENED = 0.06  # of a colour in [-1, 1]: what is as near to a screen's is one
NEAR = 2  # pixels around each in which a matte follows brightness
EVEN = 2e-3  # variance of brightness in [0, 1]: where it is less there is no edge to follow

Matting = Callable[[Float[Tensor, "b 3 y x"]], Float[Tensor, "b 1 y x"]]


def person_of(
    bust: Float[Tensor, "3 y x"],
    known: Float[Tensor, "1 v u"] | None,
    matting: Matting,
    scale: int = 1,
) -> CutOut:
    """Somebody cut out of a bust: exactly where it is known what of it they are, otherwise as a
    network finds them.
    """
    if known is None:
        return cut_out_of(bust, matte_of(bust, matting, scale))
    return CutOut(bust, resized(known, *bust.shape[1:]).clamp(0, 1).to(bust))


def matte_of(
    picture: Float[Tensor, "3 y x"], matting: Matting, scale: int = 1
) -> Float[Tensor, "1 y x"]:
    """In [0, 1], what a network says of a picture that is as many times larger than it sees it.
    Where the picture has a screen, around what a photo lacked, nobody is.
    """
    small = shrunk(picture, scale)
    matte = matting(small[None])[0].float()
    matte = matte if scale == 1 else along_edges(matte, small, picture)
    return matte.masked_fill(_is_screen(picture), 0)


def along_edges(
    matte: Float[Tensor, "1 v u"],
    small: Float[Tensor, "3 v u"],
    picture: Float[Tensor, "3 y x"],
) -> Float[Tensor, "1 y x"]:
    """The matte of a small picture as that of the picture, a whole number of times as large."""
    scale = picture.shape[-1] // small.shape[-1]
    seen, fine = _brightness(small), _brightness(picture)
    mean, share = _around(seen), _around(matte)
    variance = (_around(seen.square()) - mean.square()).clamp(min=0)
    slope = (_around(seen * matte) - mean * share) / (variance + EVEN)
    offset = _around(share - slope * mean)
    found: Float[Tensor, "1 y x"] = enlarged(_around(slope), scale) * fine
    found = (found + enlarged(offset, scale)).clamp(0, 1)
    plain = enlarged(matte, scale).clamp(0, 1)
    # Only its border is in question, and only where there is an edge to follow.
    unsure = enlarged(_around((4 * matte * (1 - matte)).clamp(0, 1)), scale)
    clear = enlarged(variance / (variance + EVEN), scale).clamp(0, 1)
    return torch.lerp(plain, found, clear * (3 * unsure).clamp(0, 1))


def _is_screen(picture: Float[Tensor, "3 y x"]) -> Bool[Tensor, "1 y x"]:
    screen = picture.new_tensor(SCREEN)[:, None, None] / 127.5 - 1
    return ((picture - screen).abs() < SCREENED).all(dim=0, keepdim=True)


def _brightness(picture: Float[Tensor, "3 y x"]) -> Float[Tensor, "1 y x"]:
    luma = picture.new_tensor(LUMA)[:, None, None]
    return ((picture.float() + 1) / 2 * luma).sum(dim=0, keepdim=True)


def _around(values: Float[Tensor, "1 v u"]) -> Float[Tensor, "1 v u"]:
    size = 2 * NEAR + 1
    return F.avg_pool2d(values[None], size, stride=1, padding=NEAR, count_include_pad=False)[0]
