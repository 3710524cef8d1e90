"""A clip that speaks: its mouth moved as the sound says.

The picture tower hears the sound over the bridge, but a mouth is two or three of its tokens; here a
network that looks at nothing else moves the pixels of the first picture's mouth.
"""

from jaxtyping import Float
from torch import Tensor

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
    """The clip with the mouth of its first picture moved in all others; the first stays.

    `turn` is the share of what is heard in each frame that this mouth says; all of it by default.
    """
    visemes = lip_sync.visemes(
        sound, frames=len(pixels), steps_per_frame=steps_per_frame, strength=STRENGTH, turn=turn
    )[0]
    height, width = pixels.shape[2:]
    window = FaceWindow(face, side=WINDOW, below=MOUTH_BELOW_EYES, height=height, width=width)
    first, own, spoken = window.seen(pixels[0]), window.cut(pixels[0]), pixels.clone()
    for start in range(1, len(pixels), FRAMES_AT_ONCE):
        some = slice(start, start + FRAMES_AT_ONCE)
        window.paste(spoken[some], *lip_sync(first, visemes[some], own))
    return spoken
