"""A person in the light of the place behind them.

A tower that carries a photo over carries its light, too: a face from a studio stays as bright and
as warm at night as it was there. So what is around somebody says how bright and how warm their
light is, by less than it says of itself: a place's colours are its own as well as its light's (a
grey world, Buchsbaum 1980, and a little of it). Sides that face what is bright are brighter
(`shading.py`). And light from behind comes around a border, as compositors wrap it by hand, so that
nobody before a bright sky looks cut out with scissors.
"""

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.cut_out import CutOut
from retrat.conditioning.sizes import enlarged, shrunk
from retrat.media.crops import LUMA
from retrat.pipeline.keeping import laid, under
from retrat.pipeline.shading import shading

GAMMA = 2.2
BRIGHT = 0.25  # of white, in linear light: places as bright as this change nobody
DARKEST, BRIGHTEST = 0.3, 1.4  # of that
TINT, EXPOSURE = 0.3, 0.3  # powers of what the place says
WARMEST = 0.35  # natural logarithm of how much redder or bluer light is than white, at most
AROUND = 4  # pixels around somebody that are not yet the place
WRAP = 0.25  # of the light behind a border comes around it
WRAPPED = 9  # pixels of a square, twice: how far it comes
LEAST_SEEN = 0.1  # of a picture: where less of the place is seen it says less


def in_the_light(
    pixels: Float[Tensor, "f 3 y x"], person: CutOut, scale: int = 1
) -> Float[Tensor, "f 3 y x"]:
    """The clip in [-1, 1] with the person lit as its first picture's place is, into the same
    memory; `scale` is how many times larger than made it is.
    """
    height, width = pixels.shape[-2:]
    matte = laid(person.matte, height, width, scale=scale).to(pixels)
    small = F.avg_pool2d(matte, scale)
    picture = (shrunk(pixels[0], scale) + 1) / 2
    light = enlarged(light_of_place(picture, small), scale)
    wrap, white = enlarged(light_around(picture, small), scale), torch.ones_like(light)
    for frame in pixels:
        around = torch.lerp(under(light, frame), white, wrap)
        torch.lerp(frame, around, matte.expand_as(frame), out=frame)
    return pixels


def light_of_place(
    picture: Float[Tensor, "3 y x"], matte: Float[Tensor, "1 y x"]
) -> Float[Tensor, "3 y x"]:
    """What to multiply a person's values in [0, 1] by, everywhere in the picture."""
    size = 2 * AROUND + 1
    place = 1 - F.max_pool2d(matte[None], size, stride=1, padding=AROUND)[0]
    linear = picture.clamp(min=0) ** GAMMA
    seen = place.mean()
    colour = (linear * place).mean(dim=(1, 2)) / seen.clamp(min=1e-4)
    luma = linear.new_tensor(LUMA)
    level = (colour * luma).sum().clamp(min=1e-4)
    # Lights are warm or cold; what is green of a place are its leaves.
    warmth = TINT / 2 * torch.log(colour[0].clamp(min=1e-4) / colour[2].clamp(min=1e-4))
    warmth = warmth.clamp(-WARMEST, WARMEST)
    tint = torch.exp(warmth * colour.new_tensor((1.0, 0.0, -1.0)))
    tint = tint / (tint * luma).sum()
    exposure = (level / BRIGHT).clamp(DARKEST, BRIGHTEST) ** EXPOSURE
    sides = shading(linear, place, matte)
    light = (tint[:, None, None] * exposure * sides) ** (1 / GAMMA)
    return torch.lerp(torch.ones_like(light), light, (seen / LEAST_SEEN).clamp(max=1))


def light_around(
    picture: Float[Tensor, "3 y x"], matte: Float[Tensor, "1 y x"]
) -> Float[Tensor, "3 y x"]:
    """How much nearer to white each colour of a person is where it is bright right behind them."""
    light = picture.clamp(min=0) ** GAMMA * (1 - matte)
    return 2 * WRAP * _near(_near(light, WRAPPED), WRAPPED)


def _near(values: Float[Tensor, "c y x"], size: int) -> Float[Tensor, "c y x"]:
    """Averages over a square around each: of columns, then of rows."""
    reach = size // 2
    around = F.pad(values[None], (reach, reach, reach, reach), mode="replicate")
    return F.avg_pool2d(F.avg_pool2d(around, (size, 1), stride=1), (1, size), stride=1)[0]
