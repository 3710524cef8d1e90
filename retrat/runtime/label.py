"""The visible label: "Made with AI" in the corner, in white on a dark plate, legible on anything.

Off unless the order asks for it. The words are masks that `tools/draw_labels.py` drew once, so no
font is needed here.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from retrat.errors import RequestError
from retrat.types import Clip

LANGUAGES = ("en", "ca", "es", "zh")
_MASKS = Path(__file__).with_name("labels.npz")
_LINE = 1 / 14  # of the shorter side; China's standard asks for a twentieth at least
_INSET = 0.5  # of a line, to the picture's edges
_PADDING = 0.3  # of a line, around the words
_PLATE, _LETTERS = -0.85, 1.0  # light of the plate and of the letters, in [-1, 1]
_COVER = 0.8  # how much of the picture the plate hides


def check_label(language: str | None) -> None:
    """Refuse a language that the label was not drawn in."""
    if language is not None and language not in LANGUAGES:
        text = f"label={language!r}: give {', '.join(LANGUAGES[:-1])} or {LANGUAGES[-1]}, or"
        raise RequestError(f"{text} leave it out for none.", field="label")


def labelled(clip: Clip, language: str) -> Clip:
    """The clip with the label in its lower right corner, the same in every frame."""
    check_label(language)
    height, width = clip.pixels.shape[-2:]
    cover, light = (part.to(clip.pixels) for part in _drawn(language, height, width))
    return replace(clip, pixels=clip.pixels * (1 - cover) + light * cover)


@cache
def _drawn(language: str, height: int, width: int) -> tuple[Float[Tensor, "y x"], Tensor]:
    """How much of each pixel the label covers, and its light there."""
    letters = _letters(language, height, width)
    padding = round(_PADDING * letters.shape[0])
    plate = F.pad(letters, (padding, padding, padding, padding))
    cover = _COVER + (1 - _COVER) * plate
    light = (_PLATE + (_LETTERS - _PLATE) * plate).clamp(-1, 1)
    inset = round(_INSET * letters.shape[0])
    rows, columns = plate.shape
    place = (width - columns - inset, inset, height - rows - inset, inset)
    return F.pad(cover, place), F.pad(light, place)


def _letters(language: str, height: int, width: int) -> Float[Tensor, "y x"]:
    """The words as large as the clip wants them, or as it has room for."""
    with np.load(_MASKS) as masks:
        mask = torch.from_numpy(masks[language]).float() / 255
    rows, columns = mask.shape
    around = 2 * (_INSET + _PADDING) + columns / rows  # lines of width that the label takes
    line = max(1, min(round(min(height, width) * _LINE), int(width / around)))
    size = (line, max(1, round(columns * line / rows)))
    is_smaller = line <= rows
    drawn = F.interpolate(mask[None, None], size, mode="area" if is_smaller else "bicubic")
    return drawn[0, 0].clamp(0, 1)
