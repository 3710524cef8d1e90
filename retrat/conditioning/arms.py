"""Arms of people whose photo ends at their shoulders, where a picture goes on beside it.

A photo of head and shoulders is narrower than somebody is: shown whole, they would end as straight
as it does. So a shoulder's line goes on beyond the photo and falls, round, to where an arm hangs,
and the cloth of the photo's outer part is drawn as far.
"""

from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.cut_out import MOSTLY, CutOut, taken

# Lengths are parts of a bust's side.
EDGE = 0.03  # beside a photo's end: what is seen there is unsure
HIGHEST = 0.55  # where shoulders begin
REACH, DROP = 0.16, 0.3  # how far an arm is out from a level shoulder, and below it, where it hangs
DRAWN = 0.35  # how much of a photo is drawn outwards
SEEN = 0.1  # over which a shoulder's fall is seen
LEAST_FALL, MOST_FALL = 0.15, 1.0  # rows that shoulders fall with every column
INSET, UPWARDS = 0.1, 0.45  # what is cut away of wide hair, and how far above shoulders all of it
HAIR = 0.03  # as many rows of it above a shoulder are no shoulder
SHADE, SHADED = 0.3, 0.12  # how much darker an arm's outer side is, and how far in


class Shoulder(NamedTuple):
    """Where one leaves a photo: its row, and rows that it falls with every column."""

    row: float
    fall: float


class Outline(NamedTuple):
    """How far beyond a photo an arm reaches in every row, in pixels, and how much farther in the
    next one.
    """

    reach: Float[Tensor, " y"]
    growth: Float[Tensor, " y"]


def with_arms(person: CutOut, top: int, left: int, side: int) -> CutOut:
    """Somebody in a picture in which their photo, so large, lies there and ends at the lower edge
    or beyond it: with an arm at each side of the photo that lies within the picture.
    """
    highest = top + round(HIGHEST * side)
    beside = person.matte.shape[-1] - left - side
    if left > 0:
        person = _with_arm(person, highest, left, side)
    if beside > 0:
        person = _turned(_with_arm(_turned(person), highest, beside, side))
    return person


def shoulder_at(matte: Float[Tensor, "y x"], highest: int, column: int, side: int) -> Shoulder:
    """The left one of somebody, at a column; below all rows if nobody is that wide."""
    inner = column + round(SEEN * side)
    row, above = (_top(matte[:, each], highest) for each in (column, inner))
    fall = (row - above) / (inner - column)
    return Shoulder(row, min(max(fall, LEAST_FALL), MOST_FALL))


def outline(
    shoulder: Shoulder, rows: Float[Tensor, " y"], side: int, *, is_cut: bool = True
) -> Outline:
    """Of an arm: a parabola's arc from its shoulder, as that falls, to where it hangs. Whatever of
    somebody is above a shoulder and `is_cut` by the photo's end, wide hair, is the narrower the
    higher.
    """
    row, fall = shoulder
    depth = rows - row
    farthest = REACH * side / (1 + fall)
    first = 2 * fall * farthest
    second = max(DROP * side - first, 0.0)
    # Along the arc: farthest * (2t - t²) columns, first * t + second * t² rows.
    below = depth.clamp(0, first + second)
    along = 2 * below / (first + (first**2 + 4 * second * below).sqrt())
    up = (-depth / (UPWARDS * side)).clamp(0, 1)
    reach = farthest * (2 * along - along.square()) - is_cut * INSET * side * up.square()
    return Outline(reach, 2 * farthest * (1 - along) / (first + 2 * second * along))


def _top(column: Float[Tensor, " y"], highest: int) -> int:
    """The first row from which on all is somebody."""
    empty = (column < MOSTLY).nonzero()[:, 0]
    return max(highest, int(empty[-1]) + 1 if len(empty) else 0)


def _turned(person: CutOut) -> CutOut:
    return CutOut(person.picture.flip(-1), person.matte.flip(-1))


def _with_arm(person: CutOut, highest: int, left: int, side: int) -> CutOut:
    """With the arm at the left side of a photo that begins at this column."""
    picture, matte = person
    edge = left + round(EDGE * side)
    shoulder = shoulder_at(matte[0], highest, edge, side)
    rows, columns = (torch.arange(size).to(matte) + 0.5 for size in matte.shape[1:])
    columns = columns - edge
    above = matte[0, : max(0, round(shoulder.row - HAIR * side)), edge]
    is_cut = int((above > MOSTLY).sum()) > HAIR * side
    reach, growth = (each[:, None] for each in outline(shoulder, rows, side, is_cut=is_cut))
    inwards = (columns + reach) / (1 + growth.square()).sqrt()

    drawn = DRAWN * side
    narrower = drawn / (drawn + reach.clamp(min=0))
    source = torch.where(columns < drawn, drawn - (drawn - columns) * narrower, columns)
    source = source.clamp(min=0.5) + edge
    shown, whole = (taken(each, rows, source) for each in (picture, matte))
    turned_away = (1 - inwards / (SHADED * side)).clamp(0, 1).square()
    light = 1 - SHADE * turned_away * (reach / (REACH * side)).clamp(min=0)
    shown = ((shown + 1) * light.to(shown) - 1).clamp(-1, 1)
    return CutOut(shown, whole.clamp(0, 1) * (inwards + 0.5).clamp(0, 1))
