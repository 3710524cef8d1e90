"""What is said, written into the pictures while it is said."""

from collections.abc import Sequence

import torch
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.subtitles import Cue
from retrat.media.lettering import lettered

LETTERS, NARROW = 0.062, 0.058  # of a picture's height, of its width where that is less
WIDEST = 0.88  # of its width
LOWEST = 0.14  # of its shorter side, under them: a label stands there
# Of each person, as television tells speakers apart.
COLOURS = ((255, 255, 255), (255, 233, 96), (120, 230, 255), (150, 240, 140))


def subtitled(
    pixels: Float[Tensor, "f 3 y x"], cues: Sequence[Cue], rate: float
) -> Float[Tensor, "f 3 y x"]:
    """The clip in [-1, 1] with each cue in the frames of its time, into the same memory."""
    height, width = pixels.shape[-2:]
    size = round(min(LETTERS * height, NARROW * width))
    for cue in cues:
        frames = pixels[round(cue.start * rate) : round(cue.end * rate)]
        colour = COLOURS[(cue.person - 1) % len(COLOURS)]
        drawn = lettered(cue.words, height=size, width=round(WIDEST * width), colour=colour)
        picture = torch.from_numpy(drawn.copy()).permute(2, 0, 1).to(pixels) / 255
        top = height - round(LOWEST * min(height, width)) - picture.shape[1]
        left = (width - picture.shape[2]) // 2
        rows, columns = slice(top, top + picture.shape[1]), slice(left, left + picture.shape[2])
        cover = picture[3:].expand(3, -1, -1)
        for frame in frames[..., rows, columns]:
            frame.lerp_(2 * picture[:3] - 1, cover)
    return pixels
