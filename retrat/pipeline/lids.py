"""Eyes that shut: lids of the skin around them, with lashes, and only where both are seen.

A network that moves lids knows where they come down and where lashes are, but their colour is a
mean of the world's.
Behind thick frames it sometimes takes something else for an eye; then nobody blinks.
"""

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.cut_out import filled
from retrat.media.crops import LUMA
from retrat.models.animator import LOOKS, UNITS
from retrat.models.moving import evened
from retrat.models.painter import Painter, tinted

BLINK = LOOKS.index("blink")
SHUT = 1 / UNITS[-len(LOOKS) + BLINK]  # what a network is told of shut eyes
ALIKE = 0.7  # of the area of the larger lid, at least, has the other
LID = 0.5  # of what is new: where a lid is
SKIN = (0.65, 1.6)  # of a window's median brightness: between them is skin, not hair and no light
LASHES, SHEEN = 2.4, 0.4  # how much darker lines are shown, and lighter ones
BESIDE, FINE = 5, 9  # pixels around a lid that are no skin; over which skin is smooth


def looking(
    eyes: Painter,
    seen: Float[Tensor, "3 y x"],
    own: Float[Tensor, "3 v u"],
    looks: Float[Tensor, "f e"],
) -> tuple[Float[Tensor, "f 3 v u"], Float[Tensor, "f 1 v u"]]:
    """The window around the eyes in every frame, and the share of it to be shown. `seen` is as
    large as the network takes it, `own` as large as its picture has it; `looks` are LOOKS in UNITS.
    """
    painted = eyes.painted(seen, looks)
    shut = (looks[:, BLINK] / SHUT).clamp(0, 1).to(painted.new)[:, None, None, None]
    new = torch.lerp(tinted(painted.new, seen), in_skin(painted.new, seen, painted.invented), shut)
    return painted.laid_over(own, new)


def blinking(
    eyes: Painter, seen: Float[Tensor, "3 y x"], looks: Float[Tensor, "f e"]
) -> Float[Tensor, "f e"]:
    """LOOKS of a clip, whose blinks are left out where no two lids are found in its window."""
    if not bool(looks[:, BLINK].any()) or can_shut(eyes, seen):
        return looks
    looks = looks.clone()
    looks[:, BLINK] = 0.0
    return looks


def can_shut(eyes: Painter, seen: Float[Tensor, "3 y x"]) -> bool:
    """Whether the network finds two lids in a window, one as large as the other."""
    looks = seen.new_zeros(1, len(LOOKS))
    looks[:, BLINK] = SHUT
    is_lid = (eyes.painted(seen, looks).invented[0, 0] > LID).float()
    half = is_lid.shape[-1] // 2
    left, right = float(is_lid[:, :half].sum()), float(is_lid[:, -half:].sum())
    return min(left, right) >= ALIKE * max(left, right)


def in_skin(
    new: Float[Tensor, "f 3 y x"],
    window: Float[Tensor, "3 y x"],
    invented: Float[Tensor, "f 1 y x"],
) -> Float[Tensor, "f 3 y x"]:
    """Its fine lines, on skin that goes on from around what is new."""
    luma = window.new_tensor(LUMA)
    bright = torch.einsum("c,cyx->yx", luma, (window + 1) / 2)
    low, high = (share * bright.median() for share in SKIN)
    is_skin = ((bright >= low) & (bright <= high)).to(window)[None, None]
    lids = F.max_pool2d((invented.amax(dim=0) > LID / 5).to(window), BESIDE, 1, BESIDE // 2)
    known = is_skin * (1 - lids)
    skin = evened(filled(window[None], known), FINE)
    lines = torch.einsum("c,fcyx->fyx", luma, new - evened(new, FINE))[:, None]
    lines = torch.where(lines < 0, LASHES * lines, SHEEN * lines)
    return (skin + lines).clamp(-1, 1)
