"""Bodies that move: breath and a little sway always, and what a prompt asks for: somebody walks,
dances, shrugs, leans in, bows, looks up.

A body moves as a whole about its hips, which are below the picture, and its shoulders beside that;
heads go along, as gestures.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.motions import HEADS, LASTING, Asked, Motion
from retrat.media.busts import BUST_SIZE
from retrat.models.animator import GESTURES, UNITS
from retrat.pipeline.camera import Plane
from retrat.pipeline.curves import Draw, between_ends, eased
from retrat.pipeline.face_windows import FacePlace

STREAM = 0xB0D1  # of the seed
METRES = 0.43  # that a bust is wide
HIPS = 0.6  # metres below the eyes: what a body turns about
COARSE = 4  # pixels between which a body moves evenly
EASE = 0.4  # seconds
# Shoulders: from where to where they begin beside the middle and below the eyes, and from where on
# what is below them moves less, in sides of a bust; how much less.
BESIDE, BELOW, LOWER, LESS = (0.06, 0.22), (0.2, 0.4), (0.42, 0.66), 0.75
BREATHS, BREATH = 3.6, 0.0024  # seconds; metres that shoulders rise
SWAYS, SWAY = 5.0, 0.008  # seconds; radians
STRIDES = {Motion.WALK: 0.92, Motion.RUN: 1.35}  # a second: two steps each
BEAT = {Motion.DANCE: 1.0, Motion.SWAY: 0.4}  # to both sides, a second
# Rises, stays and falls, in seconds, after a beginning.
MOMENTS = {
    Motion.SHRUG: (0.3, 0.5, 0.5),
    Motion.LEAN: (0.8, math.inf, 0.9),
    Motion.BOW: (0.7, 0.35, 0.8),
    Motion.BREATH: (1.1, 0.25, 1.3),
    Motion.EYES: (0.25, math.inf, 0.3),
}
LOOKS = (0.4, 1.3, 0.45)  # of whoever looks somewhere
BEGINS, ENDS = 0.2, 0.1  # seconds before and after a moment
AT_LAST, AT_LEAST = 0.9, 0.4  # seconds that what would last stays in the end, and in short clips
# What a body does then, in metres and shares, and what a head does, in radians and shares of what
# there is.
MOVING = {
    Motion.SHRUG: {"shoulders": 0.028, "down": 0.004},
    Motion.LEAN: {"larger": 0.11, "down": 0.08},
    Motion.BOW: {"larger": 0.05, "down": 0.07},
    Motion.BREATH: {"shoulders": 0.011, "down": -0.002},
}
_LEFT = {"head yaw": -0.17, "gaze side": -0.24}  # the picture's left is the person's right
LOOKING = {
    Motion.SHRUG: {"head roll": 0.06, "head pitch": -0.03, "brows": 0.8},
    Motion.LEAN: {"head pitch": -0.05},
    Motion.BOW: {"head pitch": 0.24, "gaze up": -0.1},
    Motion.BREATH: {"head pitch": -0.06},
    Motion.LOOK_LEFT: _LEFT,
    Motion.LOOK_RIGHT: {name: -most for name, most in _LEFT.items()},
    Motion.LOOK_UP: {"head pitch": -0.13, "gaze up": 0.16, "brows": 0.3},
    Motion.LOOK_DOWN: {"head pitch": 0.15, "gaze up": -0.16},
    Motion.EYES: {"blink": 1.0},
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """How somebody is in each frame: moved to the right and down, shoulders raised, in metres; so
    much larger; turned by radians; and what their head does beside, in UNITS.
    """

    right: Float[Tensor, " f"]
    down: Float[Tensor, " f"]
    shoulders: Float[Tensor, " f"]
    larger: Float[Tensor, " f"]
    turned: Float[Tensor, " f"]
    gestures: Float[Tensor, "f g"]

    @classmethod
    def still(cls, frames: int) -> "Body":
        zero = torch.zeros(frames)
        gestures = torch.zeros(frames, len(GESTURES))
        return cls(
            right=zero, down=zero, shoulders=zero, larger=zero, turned=zero, gestures=gestures
        )

    def and_(self, other: "Body") -> "Body":
        """Both at once."""
        names = [each.name for each in fields(self)]
        return Body(**{name: getattr(self, name) + getattr(other, name) for name in names})

    def some(self, frames: Tensor) -> "Body":
        return Body(**{each.name: getattr(self, each.name)[frames] for each in fields(self)})

    def seen_at(self, face: FacePlace, height: int, width: int) -> Float[Tensor, "f 2 y x"]:
        """How many columns and rows away each pixel was."""
        metre, cell = BUST_SIZE * face.scale / METRES, float(COARSE)
        size = -(-height // COARSE), -(-width // COARSE)
        plane = Plane(
            larger=1 + self.larger,
            right=self.right * metre / cell / min(size),
            down=self.down * metre / cell / min(size),
            turned=self.turned,
        )
        pivot = face.x / cell, (face.y + HIPS * metre) / cell
        coarse = cell * plane.come_from(pivot, *size)
        lifted = torch.zeros_like(coarse)
        lifted[:, 1] = (self.shoulders * metre)[:, None, None] * shoulders_of(face, *size, cell)
        whole = F.interpolate(coarse + lifted, scale_factor=cell, mode="bilinear")
        return whole[..., :height, :width]


def shoulders_of(
    face: FacePlace, height: int, width: int, cell: float = 1.0
) -> Float[Tensor, "y x"]:
    """How much each place goes with somebody's shoulders, of a picture of cells of that size."""
    bust = BUST_SIZE * face.scale
    rows, columns = ((torch.arange(size) + 0.5) * cell for size in (height, width))
    beside, below = ((columns - face.x) / bust).abs(), (rows - face.y) / bust
    lower = 1 - LESS * eased(below, LOWER[0], LOWER[1] - LOWER[0])
    down = eased(below, BELOW[0], BELOW[1] - BELOW[0]) * lower
    return down[:, None] * eased(beside, BESIDE[0], BESIDE[1] - BESIDE[0])


def idle(frames: int, rate: float, seed: int, *, liveliness: float = 1.0) -> Body:
    """Of somebody who is asked for nothing: they breathe, and sway a little."""
    draw = Draw(torch.arange(frames) / rate, seed ^ STREAM)
    seconds = draw.seconds
    ease = between_ends(seconds, EASE)
    breath = BREATH * (0.5 + 0.5 * draw.sine(BREATHS))
    return replace(
        Body.still(frames),
        shoulders=liveliness * ease * breath,
        turned=liveliness * ease * SWAY * draw.wandering(SWAYS),
    )


def body_of(asked: Sequence[Asked], frames: int, rate: float, seed: int) -> Body:
    """Of somebody who does all that: what is done once, one after another."""
    draw = Draw(torch.arange(frames) / rate, seed ^ STREAM)
    body = Body.still(frames)
    for each in asked:
        if each.motion in STRIDES:
            turn = 2 * math.pi * (STRIDES[each.motion] * draw.seconds + _phase(seed))
            body = body.and_(_stepping(turn, runs=each.motion is Motion.RUN))
        elif each.motion in BEAT:
            turn = 2 * math.pi * BEAT[each.motion] * draw.seconds  # down when music beats
            ease = between_ends(draw.seconds, EASE)
            body = body.and_(_swaying(turn, ease, dances=each.motion is Motion.DANCE))
    for moment in moments_of(asked, frames / rate):
        share, to_left = moment.share(draw.seconds), draw.share() < 0.5
        body = body.and_(_moment(moment.motion, share, to_left=to_left))
    return body


class Moment(NamedTuple):
    """When something is done once: it begins, rises, stays and falls, in seconds."""

    motion: Motion
    begins: float
    rises: float
    stays: float
    falls: float

    def share(self, seconds: Float[Tensor, " f"]) -> Float[Tensor, " f"]:
        """How much of it there is, in [0, 1]."""
        up = eased(seconds, self.begins, self.rises)
        return up * (1 - eased(seconds, self.begins + self.rises + self.stays, self.falls))


def moments_of(asked: Sequence[Asked], lasts: float) -> list[Moment]:
    """What is done once in a clip of so many seconds: one after another, at first or in the end;
    short clips, short moments. What lasts as long as it can waits for nothing.
    """
    found: list[Moment] = []
    for late in (False, True):
        row = []
        for each in asked:
            if each.motion in LASTING or each.in_the_end != late:
                continue
            rises, stays, falls = MOMENTS.get(each.motion, LOOKS)
            if late or not math.isinf(stays):
                row.append(Moment(each.motion, 0.0, rises, min(stays, AT_LAST), falls))
            else:
                stays = max(AT_LEAST, lasts - BEGINS - rises - falls - ENDS)
                found += _in_turn([Moment(each.motion, 0.0, rises, stays, falls)], lasts)
        found += _in_turn(row, lasts, late=late)
    return found


def _in_turn(row: Sequence[Moment], lasts: float, *, late: bool = False) -> Iterator[Moment]:
    """The same, one after another."""
    long = sum(each.rises + each.stays + each.falls for each in row)
    pace = min(1.0, lasts / (BEGINS + long + ENDS))
    begins = lasts - pace * (ENDS + long) if late else pace * BEGINS
    for each in row:
        rises, stays, falls = (pace * x for x in (each.rises, each.stays, each.falls))
        yield Moment(each.motion, begins, rises, stays, falls)
        begins += rises + stays + falls


def _stepping(turn: Float[Tensor, " f"], *, runs: bool) -> Body:
    """Down at every step, to the side of the leg that stands, shoulders against the hips."""
    side, step = torch.sin(turn), torch.cos(2 * turn)
    return replace(
        Body.still(len(turn)),
        right=(0.008 if runs else 0.011) * side,
        down=(0.034 if runs else 0.015) * (1 + step) / 2,
        turned=(0.006 if runs else 0.004) * side,
        gestures=_gestures(
            {
                "body yaw": 0.05 * torch.cos(turn),
                "head yaw": -0.02 * torch.cos(turn),
                "head pitch": (0.04 if runs else 0.02) * step,
            }
        ),
    )


def _swaying(turn: Float[Tensor, " f"], ease: Float[Tensor, " f"], *, dances: bool) -> Body:
    side, beat = ease * torch.sin(turn), ease * (1 - torch.cos(2 * turn)) / 2
    return replace(
        Body.still(len(turn)),
        right=(0.014 if dances else 0.008) * side,
        down=(0.016 if dances else 0.0) * beat,
        turned=(0.035 if dances else 0.03) * side,
        gestures=_gestures(
            {
                "body yaw": 0.05 * ease * torch.sin(turn + 0.6),
                "head roll": (0.09 if dances else 0.05) * ease * torch.sin(turn - 0.5),
                "head yaw": (0.07 if dances else 0.0) * ease * torch.sin(turn / 2),
                "head pitch": (0.05 if dances else 0.0) * beat,
            }
        ),
    )


def _moment(motion: Motion, share: Float[Tensor, " f"], *, to_left: bool) -> Body:
    """What is done once, `share` of it in each frame; aside is to the left or not."""
    if motion is Motion.LOOK_ASIDE:
        motion = Motion.LOOK_LEFT if to_left else Motion.LOOK_RIGHT
    body = Body.still(len(share))
    for name, most in MOVING.get(motion, {}).items():
        body = replace(body, **{name: most * share})
    return replace(body, gestures=_gestures({k: v * share for k, v in LOOKING[motion].items()}))


def _gestures(curves: dict[str, Float[Tensor, " f"]]) -> Float[Tensor, "f g"]:
    zero = torch.zeros_like(next(iter(curves.values())))
    whole = torch.stack([curves.get(name, zero) for name in GESTURES], dim=1)
    return whole / torch.tensor(UNITS)


def footfalls(asked: Sequence[Asked], lasts: float, seed: int) -> list[float]:
    """When the feet of somebody who walks or runs come down, in seconds."""
    strides = next((STRIDES[each.motion] for each in asked if each.motion in STRIDES), None)
    if strides is None:
        return []
    phase = _phase(seed)
    steps = range(math.ceil(2 * (strides * lasts + phase)))
    falls = ((number / 2 - phase) / strides for number in steps)
    return [at for at in falls if at >= 0]


def _phase(seed: int) -> float:
    """Of a stride, when a clip begins."""
    return Draw(torch.zeros(1), seed ^ STREAM).share()


def moves_body(asked: Sequence[Asked]) -> bool:
    """Whether more than a head moves."""
    return any(each.motion not in HEADS for each in asked)
