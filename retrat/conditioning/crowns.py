"""Heads that go on beyond the upper edge of their picture: what it lacks is drawn.

A bust is cropped around a face, and where hair stands high, or a hat, it ends as straight as the
crop does. Where a picture goes on above, an ellipse through the outline that is seen says how far
the head goes on, and its uppermost rows are drawn out as far.
"""

import torch
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.cut_out import MOSTLY, CutOut, taken

# Lengths are parts of a bust's side.
LEAST = 0.04  # how wide an upper edge cuts a head that goes on
SEEN = 0.3  # how far down the widest of a head is looked for
LOWEST, HIGHEST = 0.03, 0.15  # how far a head goes on
ROUND = 0.8  # of half of its width: no head goes on farther
DRAWN_OUT = 2.0  # times that: so many rows are drawn out
FUZZY = 0.04  # at most: how soft the outline of hair is


def crowned(person: CutOut, top: int, side: int) -> CutOut:
    """Somebody in a picture in which their bust, so large, begins at row `top`: with the rest of
    their head above it.
    """
    picture, matte = person
    high = dome(matte[0], top, side)
    if high is None:
        return person
    end = min(top + round(DRAWN_OUT * high.above), matte.shape[1])
    drawn = end - top
    rows = torch.arange(end).to(matte) + 0.5 - top
    part = ((rows + high.above) / (drawn + high.above)).clamp(0, 1)
    slow = 1 - high.above / drawn
    source = (drawn * part * (slow + (1 - slow) * part)).clamp(min=0.5)
    columns = (torch.arange(matte.shape[-1]).to(matte) + 0.5).expand(end, -1)
    shown, whole = (each.clone() for each in (picture, matte))
    shown[:, :end] = taken(picture[:, top:end], source, columns).clamp(-1, 1)
    whole[:, :end] = taken(matte[:, top:end], source, columns).clamp(0, 1)
    # Single hairs stick out of what is seen, and not of what is drawn: fewer of them the higher.
    inside = high.inside(rows[:, None], columns)
    whole[:, :end] *= torch.lerp(
        inside, torch.ones_like(inside), (rows / drawn).clamp(0, 1)[:, None]
    )
    return CutOut(shown, whole)


class Dome:
    """The upper half of an ellipse: `above` a bust's upper edge, through where that cuts a head."""

    def __init__(self, middle: float, half: float, below: float, above: float, soft: float) -> None:
        self.middle, self.below, self.above, self.soft = middle, below, above, soft
        self.high = below + above
        self.wide = half / (1 - (below / self.high) ** 2) ** 0.5

    def inside(
        self, rows: Float[Tensor, "v 1"], columns: Float[Tensor, "v x"]
    ) -> Float[Tensor, "v x"]:
        """1 inside, softly 0 outside; rows count from the bust's upper edge."""
        across, up = (columns - self.middle) / self.wide, (rows - self.below) / self.high
        away = (across.square() + up.square()).sqrt().clamp(min=1e-6)
        steep = ((across / self.wide).square() + (up / self.high).square()).sqrt() / away
        return ((1 - away) / steep.clamp(min=1e-6) / self.soft + 0.5).clamp(0, 1)


def dome(matte: Float[Tensor, "y x"], top: int, side: int) -> Dome | None:
    """What is missing of a head above row `top`; None if it ends below, or nothing is above."""
    if top <= 0:
        return None
    seen = matte[top + 1 : top + round(SEEN * side)]
    there = (seen[0] > MOSTLY).nonzero()[:, 0] if len(seen) else seen.new_zeros(0)
    if len(there) < LEAST * side:
        return None
    left, right = int(there[0]), int(there[-1])
    middle, half = (left + right + 1) / 2, (right - left + 1) / 2
    halves = _half_widths(seen, int(middle))
    below = int(halves.argmax())
    narrower = min(half / float(halves[below]), 0.99)
    above = below / (1 - narrower**2) ** 0.5 - below
    above = min(max(above, LOWEST * side), HIGHEST * side, ROUND * half)
    border = seen[: round(LEAST * side)]
    soft = float(((border > 0.05) & (border < 0.95)).sum()) / (2 * len(border))
    return Dome(middle, half, below, above, min(max(soft, 1.0), FUZZY * side))


def _half_widths(matte: Float[Tensor, "v x"], middle: int) -> Float[Tensor, " v"]:
    """How wide in each row that is around a column which is wholly somebody, halved."""
    places = torch.arange(matte.shape[1])
    nobody = matte.cpu() <= MOSTLY
    left = torch.where(nobody & (places < middle), places, -1).amax(dim=1)
    right = torch.where(nobody & (places >= middle), places, len(places)).amin(dim=1)
    return (right - left - 1) / 2
