"""What lives in the picture of a place: water ripples, leaves sway, lights flicker, rain or snow
falls (`falling.py`, `weather.py`); people walk by (`passing.py`), clouds drift (`clouds.py`), and
what is outside of windows goes by (`outside.py`).

The picture is given, and its pixels are moved and lit by curves that end as they begin, so that
another clip can go on from this one. People are not touched but by what falls before them.
"""

import math
from dataclasses import dataclass

import torch
from jaxtyping import Float, UInt8
from torch import Tensor

from retrat.conditioning.weather import CLEAR, Weather
from retrat.models.moving import moved
from retrat.pipeline.falling import Wind, falling
from retrat.pipeline.layers import grown
from retrat.pipeline.surroundings import Surroundings
from retrat.pipeline.weather import flashing, misted

FRAMES_AT_ONCE = 24
UNSEEN = 0.05  # of a share: rows of less are left as they are
AROUND = 6  # pixels at 256 around people that stay with them
# Ripples: how far they come down, and how much lighter and darker they are.
RIPPLE, SHEEN = 0.006, 0.05  # of the picture's height where water is near; of white
RIPPLES_PER_SECOND = 0.45
RIPPLES = 9  # from the horizon to what is nearest
NEARNESS = 0.06  # of the water's height: what is nearer to the horizon is as small
SWAY, FLUTTER = 0.008, 0.003  # of the picture's height
SWAYS_PER_SECOND, FLUTTERS_PER_SECOND = 0.3, 1.1
FLICKER, FLICKERS_PER_SECOND = 0.14, 1.7


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Living:
    """How much of each pixel is water, leaves and lights, in [0, 1]; what falls, and whether before
    people, too, and not yet in the first picture; and what passes.
    """

    water: Float[Tensor, "1 y x"]
    leaves: Float[Tensor, "1 y x"]
    lights: Float[Tensor, "1 y x"]
    weather: Weather = CLEAR
    falls_before: bool = True
    rises: bool = False
    around: Surroundings | None = None

    @classmethod
    def nothing(cls, picture: Float[Tensor, "3 y x"]) -> "Living":
        none = torch.zeros_like(picture[:1])
        return cls(water=none, leaves=none, lights=none)


def enlivened(
    pixels: Float[Tensor, "f 3 y x"],
    living: Living,
    *,
    people: UInt8[Tensor, "f 1 y x"] | None,
    rate: float,
    seed: int,
    scale: int = 1,
) -> Float[Tensor, "f 3 y x"]:
    """The clip with what lives in its place, into the same memory; `people`, of 255, stand before
    it in each frame.
    `scale` is how many times larger than made it is.
    """
    frames, _, height, width = pixels.shape
    wind = Wind(
        frames=frames, rate=rate, seed=seed, size=(height, width), scale=scale, rises=living.rises
    )
    shares = torch.cat([living.water, living.leaves, living.lights])
    if people is not None and bool(shares.any()):
        ever = people.amax(dim=0).to(shares) / 255
        shares = shares * (1 - grown(ever, 2 * (AROUND * scale // 2)))
    lives = (shares.amax(dim=0) > UNSEEN).any(dim=1).nonzero().flatten()
    if len(lives):
        rows = slice(int(lives[0]), int(lives[-1]) + 1)
        pixels = _stirred(pixels, shares, wind, rows)
    near = (False, True) if living.falls_before else (False,)
    pixels = misted(pixels, living.weather, wind, people)
    pixels = falling(pixels, living.weather, wind, people, near)
    return flashing(pixels, living.weather, wind, people)


def before_people(
    pixels: Float[Tensor, "f 3 y x"], living: Living, *, rate: float, seed: int
) -> Float[Tensor, "f 3 y x"]:
    """The clip with what falls nearer than whoever was put into it, into the same memory."""
    wind = Wind(frames=len(pixels), rate=rate, seed=seed, size=(pixels.shape[2], pixels.shape[3]))
    return falling(pixels, living.weather, wind, None, (True,))


def _stirred(
    pixels: Float[Tensor, "f 3 y x"], shares: Float[Tensor, "3 y x"], wind: Wind, rows: slice
) -> Float[Tensor, "f 3 y x"]:
    """Rows of the clip, moved and lit."""
    height, shares = pixels.shape[-2], shares[:, rows]
    phase, depth = (each.to(pixels)[:, rows] for each in _waves(shares, wind, rows))
    slow, quick, third = (
        2 * math.pi * wind.field(cells, cells).to(pixels)[:, rows] for cells in (6, 22, 40)
    )
    water, leaves, lights = shares
    for some in torch.arange(len(pixels)).split(FRAMES_AT_ONCE // wind.scale**2):
        rolls, sways, flutters, flickers = (
            wind.turns(often)[some].to(pixels)
            for often in (
                RIPPLES_PER_SECOND, SWAYS_PER_SECOND, FLUTTERS_PER_SECOND, FLICKERS_PER_SECOND
            )
        )  # fmt: skip
        other = torch.sin(1.7 * phase + slow - rolls)
        ripple = torch.sin(phase - rolls) + 0.5 * other
        sway = SWAY * torch.sin(sways + slow) + FLUTTER * torch.sin(flutters + quick)
        down = height * (leaves * 0.35 * sway + water * RIPPLE * depth * ripple)
        come_from = torch.stack([height * leaves * sway, down], dim=1)
        gain = 1 + water * SHEEN * ripple + lights * FLICKER * torch.sin(flickers + third)
        shown = moved(pixels[some][:, :, rows], come_from, is_sharp=True)
        pixels[some, :, rows] = ((shown + 1) * gain[:, None] - 1).clamp(-1, 1)
    return pixels


def _waves(
    shares: Float[Tensor, "3 y x"], wind: Wind, rows: slice
) -> tuple[Float[Tensor, "1 v x"], Float[Tensor, "1 v x"]]:
    """Where each row's ripples are in their turn, and how large: smaller the farther away."""
    height, width = wind.size
    is_water = (shares[0] > 0.5).float().mean(dim=1) > UNSEEN
    top = rows.start + int(is_water.float().argmax()) if bool(is_water.any()) else 0
    depth = ((torch.arange(height) - top) / max(1, height - top)).clamp(min=0)
    turns = RIPPLES / (math.log(1 + NEARNESS) - math.log(NEARNESS))
    phase = 2 * math.pi * (turns * torch.log(depth + NEARNESS)[:, None] + 1.6 * wind.field(5, 5)[0])
    return phase[None], (NEARNESS + depth)[None, :, None].expand(1, -1, width)
