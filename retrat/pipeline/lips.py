"""A clip that speaks: its mouth moved as the sound says.

The picture tower hears the sound over the bridge, but a mouth is two or three of its tokens; here a
network that looks at nothing else moves the pixels of the first picture's mouth.
"""

import torch
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.mouths import mouth_of, opened
from retrat.models.lip_sync import MOUTH_BELOW_EYES, WINDOW, LipSync
from retrat.pipeline.face_windows import FacePlace, FaceWindow

STRENGTH = 1.25
"""Of visemes: what is heard is a mean of what may be, and a mean mumbles."""
FRAMES_AT_ONCE = 24


def speaking(
    pixels: Float[Tensor, "f 3 y x"],
    sound: Float[Tensor, "1 c a"],
    face: FacePlace,
    lip_sync: LipSync,
    *,
    steps_per_frame: float,
    turn: Float[Tensor, " f"] | None = None,
) -> Float[Tensor, "f 3 y x"]:
    """The clip with the mouth of its first picture moved in all others, into the same memory; the
    first stays.

    `turn` is the share of what is heard in each frame that this mouth says; all of it by default.
    """
    visemes = lip_sync.visemes(
        sound, frames=len(pixels), steps_per_frame=steps_per_frame, strength=STRENGTH, turn=turn
    )[0]
    height, width = pixels.shape[2:]
    window = FaceWindow(face, side=WINDOW, below=MOUTH_BELOW_EYES, height=height, width=width)
    first, own = window.seen(pixels[0]), window.cut(pixels[0])
    frames = range(1, len(pixels), FRAMES_AT_ONCE)
    painted = [lip_sync(first, visemes[at : at + FRAMES_AT_ONCE]) for at in frames]
    mouth = mouth_of(own, torch.cat([each.invented for each in painted])) if painted else None
    for at, each in zip(frames, painted, strict=True):
        window.paste(pixels[at : at + FRAMES_AT_ONCE], *opened(each, first, own, mouth))
    return pixels
