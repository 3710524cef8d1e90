"""Eyes that shut: lids in the colour of the skin around them, and only where both are seen.

A network that moves lids knows where they come down, but their colour is a mean of the world's.
Behind thick frames it sometimes takes something else for an eye; then nobody blinks.
"""

import torch
from jaxtyping import Float
from torch import Tensor

from retrat.media.crops import LUMA
from retrat.models.animator import LOOKS, UNITS
from retrat.models.painter import Painter, tinted

BLINK = LOOKS.index("blink")
SHUT = 1 / UNITS[-len(LOOKS) + BLINK]  # what a network is told of shut eyes
ALIKE = 0.7  # of the area of the larger lid, at least, has the other
LID = 0.5  # of what is new: where a lid is
SKIN = (0.4, 0.9)  # of a window's pixels by brightness: between them is skin


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
    new = torch.lerp(tinted(painted.new, seen), in_skin(painted.new, seen), shut)
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
    new: Float[Tensor, "f 3 y x"], window: Float[Tensor, "3 y x"]
) -> Float[Tensor, "f 3 y x"]:
    """As bright as it is, in the colour that most of a window has."""
    luma = window.new_tensor(LUMA)
    pixels = ((window + 1) / 2).flatten(1)
    bright = luma @ pixels
    low, high = (bright.quantile(share) for share in SKIN)
    skin = pixels[:, (bright >= low) & (bright <= high)].median(dim=1).values
    colour = skin / (luma @ skin).clamp(min=1e-3)
    light = torch.einsum("c,fcyx->fyx", luma, (new + 1) / 2)[:, None]
    return 2 * (light * colour[:, None, None]).clamp(0, 1) - 1
