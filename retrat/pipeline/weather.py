"""A place in other weather than its picture's: its light, mist that drifts, lightning.

Pictures of places were drawn in fair weather. Under rain their light is grey, what was blue most of
all, and what is far is pale; fog is paler the higher in the picture, where what is seen is farther
away. People are lit by the picture that comes of it, as in any other place (`daylight.py`). What
falls is drawn over all of it (`falling.py`).
"""

import math

import torch
import torch.nn.functional as F
from jaxtyping import Float, UInt8
from torch import Tensor

from retrat.conditioning.weather import Weather
from retrat.media.crops import LUMA
from retrat.pipeline.falling import Wind

# Of colour that rain takes, of light that it leaves, of contrast that it takes.
DULL, DIM, FLAT = 0.35, 0.80, 0.12
STORMY = 0.68  # of the light of rain
BRIGHT = 0.4  # as bright as this, a place loses all that colour; the lamps of a night do not
BLUE_SKY, BLUE_FROM = 0.85, 0.04  # of the colour of what is bluer than red by more than that
DULL_OF_SNOW = 0.25
PALE_OF_RAIN = 0.09  # of fog, in rain
FAR, NEAR_BY = 0.82, 0.3  # of what is far and of what is near that fog hides
FAR_DOWN_TO, NEAR_FROM = 0.45, 1.0  # of the picture's height
PALER, PALE_BY_DAY, PALE_BY_NIGHT = 1.75, 0.86, 0.34  # than the place; of white
WHITE = 0.55  # of fog, the rest of it has the colour of the place
WISPS, BEFORE = 0.3, 0.1  # of what fog hides comes and goes; of people it hides
CELLS, DRIFTS = (3, 5), 0.035  # of wisps; widths a second
FLASH, FLASH_OF_PEOPLE = 0.85, 0.4  # of their light more
INDOORS = 0.5  # of that comes in by windows
FLASH_EVERY, FIRST_FLASH = 3.0, (0.15, 0.5)  # seconds; of a clip, or of those seconds
FLICKERS = ((0.0, 1.0), (0.12, 0.75))  # seconds after it begins, how bright
FADES = 0.085  # seconds
STREAM = 0x7AD  # of the seed


def in_weather(picture: Float[Tensor, "3 y x"], weather: Weather) -> Float[Tensor, "3 y x"]:
    """The picture of a place in [-1, 1] in the light of that weather, far things paler."""
    levels = (picture + 1) / 2
    luma = levels.new_tensor(LUMA)[:, None, None]
    grey = (levels * luma).sum(dim=0, keepdim=True)
    wet = min(1.0, 0.4 + 0.5 * weather.rain) if weather.rain else 0.0
    white = min(1.0, weather.snow)
    if wet or white:
        is_blue = ((levels[2] - levels[0] - BLUE_FROM) / 0.1).clamp(0, 1)[None]
        by_day = float((grey.mean() / BRIGHT).clamp(max=1))
        least = by_day * max(wet * DULL, white * DULL_OF_SNOW)
        most = max(least, by_day * max(wet, white) * BLUE_SKY)
        dull = least + (most - least) * is_blue
        levels = torch.lerp(levels, grey.expand_as(levels), dull.expand_as(levels))
        levels = torch.lerp(levels, levels.mean().expand_as(levels), FLAT * wet)
        levels = levels * (1 - (1 - DIM) * wet) * (STORMY if weather.thunders else 1.0)
    haze = max(weather.fog, PALE_OF_RAIN * weather.rain)
    if haze:
        hidden = min(1.0, haze**0.7) * _far(levels.shape[1]).to(levels)
        fog = fog_of(levels, weather)
        levels = torch.lerp(levels, fog, hidden.expand_as(levels))
    return (2 * levels - 1).clamp(-1, 1)


def fog_of(levels: Float[Tensor, "3 y x"], weather: Weather) -> Float[Tensor, "3 1 1"]:
    """The colour of fog in a place, its levels in [0, 1]: of its light, nearly without colour."""
    mean = levels.mean(dim=(1, 2), keepdim=True)
    bright = (mean * mean.new_tensor(LUMA)[:, None, None]).sum()
    # In fog there is light all around: by day it is nearly white, by night no lamp makes it so.
    pale = (PALER * bright).clamp(max=PALE_BY_NIGHT if weather.is_night else PALE_BY_DAY)
    return torch.lerp(mean * pale / bright.clamp(min=1e-3), pale.expand_as(mean), WHITE)


def misted(
    pixels: Float[Tensor, "f 3 y x"],
    weather: Weather,
    wind: Wind,
    people: UInt8[Tensor, "f 1 y x"] | None,
) -> Float[Tensor, "f 3 y x"]:
    """The clip with wisps of fog that drift, into the same memory; a little of it before people."""
    if not weather.fog:
        return pixels
    (height, width), rng = wind.size, wind.random(11)
    coarse = torch.rand((1, 1, *CELLS), generator=rng)
    coarse = F.pad(coarse, (2, 2, 0, 0), mode="circular")
    cell = math.ceil(width / CELLS[1])
    wisps = F.interpolate(coarse, (height, cell * (CELLS[1] + 4)), mode="bicubic")[0]
    wisps = wisps[..., 2 * cell : -2 * cell].clamp(0, 1).to(pixels)
    around = wisps.shape[-1]
    turns = max(1, round(DRIFTS * len(pixels) / wind.rate * width / around))
    strength = min(1.0, weather.fog**0.7) * WISPS * _far(height).to(pixels)
    colour = 2 * fog_of((pixels[0] + 1) / 2, weather) - 1
    for number in range(len(pixels)):
        gone = round(turns * around * number / len(pixels)) if turns * around else 0
        hidden = wind.there(number) * strength * torch.roll(wisps, gone, dims=-1)[..., :width]
        if people is not None:
            person = people[number].to(hidden) / 255
            hidden = hidden * (1 - (1 - BEFORE / WISPS) * person)
        pixels[number].lerp_(colour.expand_as(pixels[number]), hidden.expand(3, -1, -1))
    return pixels


def flashing(
    pixels: Float[Tensor, "f 3 y x"],
    weather: Weather,
    wind: Wind,
    people: UInt8[Tensor, "f 1 y x"] | None,
) -> Float[Tensor, "f 3 y x"]:
    """The clip with lightning, into the same memory."""
    if not weather.thunders:
        return pixels
    strength = 1.0 if weather.rain else INDOORS
    for at in flashes_at(len(pixels) / wind.rate, wind.seed):
        for number in range(len(pixels)):
            since = number / wind.rate - at
            bright = max(
                (share * math.exp(-(since - late) / FADES) for late, share in FLICKERS
                 if since >= late), default=0.0,
            )  # fmt: skip
            if bright < 0.02:
                continue
            bright *= strength
            gain = torch.full_like(pixels[number, :1], 1 + bright * FLASH)
            if people is not None:
                gain -= bright * (FLASH - FLASH_OF_PEOPLE) * people[number].to(gain) / 255
            pixels[number] = ((pixels[number] + 1) * gain - 1).clamp(max=1)
    return pixels


def flashes_at(seconds: float, seed: int) -> list[float]:
    """When there is lightning: about every FLASH_EVERY seconds, once at least. Far fewer than the
    three a second that may harm who is sensitive to them (ITU-R BT.1702), each of two flickers.
    """
    rng = torch.Generator().manual_seed((seed ^ STREAM) % 2**63)
    least, most = FIRST_FLASH
    found: list[float] = []
    start = 0.0
    while start < seconds:
        span = min(FLASH_EVERY, seconds - start)
        if span < FLASH_EVERY and found:
            break
        found.append(start + span * (least + (most - least) * float(torch.rand((), generator=rng))))
        start += FLASH_EVERY
    return found


def _far(height: int) -> Float[Tensor, "1 y 1"]:
    """How much of what is seen at each height fog hides."""
    down = (torch.arange(height) + 0.5) / height
    near = ((down - FAR_DOWN_TO) / (NEAR_FROM - FAR_DOWN_TO)).clamp(0, 1)
    return (FAR + (NEAR_BY - FAR) * near)[None, :, None]
