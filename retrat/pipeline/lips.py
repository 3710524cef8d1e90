"""A clip that speaks: its mouth moved as the sound says.

The picture tower hears the sound over the bridge, but a mouth is two or three of its tokens; here a
network that looks at nothing else moves the pixels of the first picture's mouth.
"""

from dataclasses import replace

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from retrat.models.lip_sync import INSIDE, MOUTH_BELOW_EYES, WINDOW, LipSync
from retrat.models.moving import stretched
from retrat.models.painter import Painted, tinted
from retrat.pipeline.face_windows import FacePlace, FaceWindow
from retrat.pipeline.mouths import Mouth, mouth_of

STRENGTH = 1.25
"""Of visemes: what is heard is a mean of what may be, and a mean mumbles."""
FRAMES_AT_ONCE = 24
AROUND = 6  # pixels of a window around a mouth that move with it


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
    frames = range(1, len(pixels), FRAMES_AT_ONCE)
    painted = [lip_sync(first, visemes[at : at + FRAMES_AT_ONCE]) for at in frames]
    mouth = mouth_of(own, torch.cat([each.invented for each in painted])) if painted else None
    for at, each in zip(frames, painted, strict=True):
        shown = _shown(each, first, own, mouth)
        near = replace(each, near=_wider(each.near))
        window.paste(spoken[at : at + FRAMES_AT_ONCE], shown, near.shown_in(window.side))
    return spoken


def _wider(near: Float[Tensor, "f 1 y x"]) -> Float[Tensor, "f 1 y x"]:
    """Logits of where a mouth is, with its surroundings: a smile that gives way to words leaves no
    corners and creases.
    """
    wide = F.max_pool2d(near, 2 * AROUND + 1, stride=1, padding=AROUND)
    return F.avg_pool2d(wide, AROUND + 1, stride=1, padding=AROUND // 2, count_include_pad=False)


def _shown(
    painted: Painted,
    first: Float[Tensor, "3 y x"],
    own: Float[Tensor, "3 v u"],
    mouth: Mouth | None,
) -> Float[Tensor, "f 3 v u"]:
    """The window's own pixels, moved, and what is in an open mouth, in the light of its picture."""
    side = own.shape[-1]
    if mouth is None:  # what the network invents
        inside = stretched(tinted(painted.new, first, of_dark=INSIDE), side)
        return torch.lerp(painted.moved_in(own), inside, stretched(painted.invented, side))
    inside, share = mouth.inside(painted.invented)
    return torch.lerp(painted.moved_in(own), tinted(inside, own), share)
