"""The last touch of a clip that speaks: its mouth moved as the sound says.

The picture tower hears the sound over the bridge, but a mouth is two or three of its tokens; here a
network that looks at nothing else moves the pixels of the first picture's mouth.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor

from retrat.models.lip_sync import WINDOW, LipSync

STRENGTH = 1.25
"""Of visemes: what is heard is a mean of what may be, and a mean mumbles."""
NEARLY = 0.1  # of its size that a mouth may be too large or small and still be taken as it is
FRAMES_AT_ONCE = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class Mouth:
    """Where a mouth is: the middle of the window around it in pixels, and how many pixels of the
    picture a pixel of a bust is.
    """

    x: float
    y: float
    scale: float


FindMouth = Callable[[Float[Tensor, "3 y x"]], Mouth | None]


def nobody(_: Float[Tensor, "3 y x"]) -> Mouth | None:
    """No mouth is looked for, none moved."""
    return None


def speaking(
    pixels: Float[Tensor, "f 3 y x"],
    sound: Float[Tensor, "1 c a"],
    mouth: Mouth,
    lip_sync: LipSync,
    *,
    steps_per_frame: float,
) -> Float[Tensor, "f 3 y x"]:
    """The clip with the mouth of its first picture moved in all others; the first stays."""
    visemes = lip_sync.visemes(sound, frames=len(pixels), steps_per_frame=steps_per_frame)[0]
    visemes = STRENGTH * visemes
    side = WINDOW if abs(mouth.scale - 1) < NEARLY else round(WINDOW * mouth.scale)
    rows, columns = (round(at) - side // 2 + torch.arange(side) for at in (mouth.y, mouth.x))
    height, width = pixels.shape[2:]
    first = pixels[0][:, rows.clamp(0, height - 1)][:, :, columns.clamp(0, width - 1)]
    first = _resized(first[None], WINDOW)[0]
    in_rows, in_columns = _within(rows, height), _within(columns, width)
    spoken = pixels.clone()
    for start in range(1, len(pixels), FRAMES_AT_ONCE):
        some = slice(start, start + FRAMES_AT_ONCE)
        made = lip_sync(first, visemes[some])
        painted, shown = (_resized(x, side)[:, :, in_rows][..., in_columns] for x in made)
        place = (some, slice(None), _stretch(rows[in_rows]), _stretch(columns[in_columns]))
        spoken[place] = torch.lerp(spoken[place], painted.to(spoken), shown.to(spoken))
    return spoken


def _resized(x: Float[Tensor, "f c v u"], side: int) -> Float[Tensor, "f c y x"]:
    if x.shape[-1] == side:
        return x
    return F.interpolate(x, size=(side, side), mode="bilinear", antialias=True)


def _within(places: Int[Tensor, " n"], size: int) -> slice:
    """Which of some neighbouring places are in a picture."""
    there = (places >= 0) & (places < size)
    return slice(int((places < 0).sum()), int((places < 0).sum() + there.sum()))


def _stretch(places: Int[Tensor, " n"]) -> slice:
    """Neighbouring places as a slice."""
    return slice(int(places[0]), int(places[-1]) + 1) if len(places) else slice(0)
