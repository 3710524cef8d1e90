"""A camera that moves, over a clip in which it stood still.

Two planes move each in its own way: people, who are near, and what is behind them. Between them the
picture stretches a little, as where a small change of view uncovers something. Only what the clip
shows can be seen: a camera that turns aside has come nearer first, and one that pulls out ends
where it would have stood. A first picture that is given stays the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from jaxtyping import Float, UInt8
from torch import Tensor

from retrat.conditioning.camera import BRISK, CameraMove, Move
from retrat.conditioning.sizes import enlarged
from retrat.models.moving import moved
from retrat.pipeline.curves import Draw, eased

STREAM = 0xCA3E  # of the seed
FRAMES_AT_ONCE = 24
NEARER, NEAREST = 0.05, 0.34  # larger by so much in a second; at most
ASIDE, FARTHEST_ASIDE = 0.035, 0.2  # of the picture's side: in a second, at most
BRISKEST = 1.5  # seconds that a brisk move takes; then it is held
DISTANT = 0.55  # of what people grow by, what is behind them does
PASSING = 0.6  # of how far people are passed by
AROUND = 0.6  # of what a camera that turns aside passes, one that goes around somebody does
SHAKEN, TURNED = 0.006, 0.005  # of the side; radians
ROOM = 0.06  # larger by so much, so that a hand may shake
SETTLING = 0.6  # seconds in which a camera leaves a first picture that is given
EYES = 0.4  # of the height: what a camera comes nearer to where no face is
SOFT = 15  # pixels between the planes

# Contents go the other way than the camera turns: (right, down) for a camera's turn.
_TURNS = {
    Move.PAN_LEFT: (1, 0),
    Move.PAN_RIGHT: (-1, 0),
    Move.TILT_UP: (0, 1),
    Move.TILT_DOWN: (0, -1),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Plane:
    """How what is equally far away is seen in each frame: so much larger, gone to the right and
    down by shares of the picture's side, turned by radians.
    """

    larger: Float[Tensor, " f"]
    right: Float[Tensor, " f"]
    down: Float[Tensor, " f"]
    turned: Float[Tensor, " f"]

    def come_from(
        self, pivot: tuple[float, float], height: int, width: int
    ) -> Float[Tensor, "f 2 y x"]:
        """How many columns and rows away each pixel was; the pivot stays, but for turns aside."""
        side = min(height, width)
        rows, columns = torch.arange(height) + 0.5, torch.arange(width) + 0.5
        y, x = torch.meshgrid(rows, columns, indexing="ij")
        right, down, larger = (
            each[:, None, None] for each in (side * self.right, side * self.down, self.larger)
        )
        off_x, off_y = (x - pivot[0] - right) / larger, (y - pivot[1] - down) / larger
        cosine, sine = torch.cos(self.turned)[:, None, None], torch.sin(self.turned)[:, None, None]
        from_x = pivot[0] + cosine * off_x + sine * off_y
        from_y = pivot[1] - sine * off_x + cosine * off_y
        return torch.stack([from_x - x, from_y - y], dim=1)

    def some(self, frames: Tensor) -> "Plane":
        return Plane(
            larger=self.larger[frames],
            right=self.right[frames],
            down=self.down[frames],
            turned=self.turned[frames],
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Filming:
    """Moves over frames of that rate, a hand's trembling from the seed. With `begins_given` the
    first frame stays as it is. `scale` is how many times larger than made they are.
    """

    moves: Sequence[CameraMove]
    rate: float
    seed: int
    begins_given: bool = False
    scale: int = 1


def filmed(
    pixels: Float[Tensor, "f 3 y x"],
    filming: Filming,
    *,
    people: UInt8[Tensor, "f 1 y x"] | None = None,
    face: tuple[float, float] | None = None,
) -> Float[Tensor, "f 3 y x"]:
    """The clip as a camera that moves sees it, into the same memory. `people`, of 255, are nearer
    than the rest; `face` (x, y in pixels) keeps its place while things grow, if the camera does
    nothing else.
    """
    frames, _, height, width = pixels.shape
    if not filming.moves or frames < 2:
        return pixels
    near, far = planes(filming, frames)
    comes_nearer = all(each.move in (Move.PUSH_IN, Move.PULL_OUT) for each in filming.moves)
    pivot = face if face and comes_nearer else (width / 2, EYES * height)
    if people is None:  # all of it comes nearer as people do, and is passed as what is behind them
        far = replace(near, right=near.right + far.right - PASSING * near.right)
    for some in torch.arange(frames).split(FRAMES_AT_ONCE // filming.scale**2):
        come_from = far.some(some).come_from(pivot, height, width).to(pixels)
        if people is not None:
            nearer = near.some(some).come_from(pivot, height, width).to(pixels)
            there = moved(_softened(people[some], filming.scale).to(pixels), nearer)
            come_from = torch.lerp(come_from, nearer, there)
        shown = moved(pixels[some], come_from, is_sharp=True).clamp(-1, 1)
        is_moved = come_from.abs().amax(dim=(1, 2, 3)) > 1e-3
        pixels[some] = torch.where(is_moved[:, None, None, None], shown, pixels[some])
    return pixels


def planes(filming: Filming, frames: int) -> tuple[Plane, Plane]:
    """How people and what is behind them are seen, frame by frame."""
    draw = Draw(torch.arange(frames) / filming.rate, filming.seed ^ STREAM)
    moves, begins_given = filming.moves, filming.begins_given
    seconds, zero = draw.seconds, torch.zeros(frames)
    larger, right, down, around = zero, zero, zero, zero
    steps = [each for each in moves if each.move is not Move.HANDHELD]
    lasting = float(seconds[-1]) / max(1, len(steps))
    for number, step in enumerate(steps):
        takes = min(lasting, BRISKEST) if step.pace >= BRISK else lasting
        done = eased(seconds, number * lasting, takes)
        nearer = min(NEARER * lasting * step.pace, NEAREST) * done
        aside = min(ASIDE * lasting * step.pace, FARTHEST_ASIDE) * done
        if step.move is Move.PUSH_IN:
            larger = larger + nearer
        elif step.move is Move.PULL_OUT:
            larger = larger - nearer
        elif step.move is Move.ORBIT:
            around = around + AROUND * aside
        else:
            to_right, downwards = _TURNS[step.move]
            right, down = right + to_right * aside, down + downwards * aside
    if begins_given:
        larger = larger.clamp(min=0)
    else:
        larger = larger - larger.min()
        right, down, around = (_centred(each) for each in (right, down, around))
    turned = zero
    if len(steps) < len(moves):
        held = eased(seconds, 0, SETTLING) if begins_given else torch.ones(frames)
        right, down = (x + held * SHAKEN * draw.wandering(1.3) for x in (right, down))
        turned = held * TURNED * draw.wandering(1.7)
        larger = larger + ROOM * held
    # Nothing but the picture is to be seen: what is behind people moves least and grows least.
    aside = torch.maximum((PASSING * right + around).abs() / 0.5, PASSING * down.abs() / EYES)
    aside = torch.maximum(DISTANT * torch.maximum(right.abs() / 0.5, down.abs() / EYES), aside)
    room = aside.cummax(0).values if begins_given else aside.max().expand(frames)
    larger = torch.maximum(larger, room / DISTANT)
    near = Plane(larger=1 + larger, right=right, down=down, turned=turned)
    far = Plane(
        larger=1 + DISTANT * larger,
        right=PASSING * right + around,
        down=PASSING * down,
        turned=turned,
    )
    return near, far


def _centred(curve: Float[Tensor, " f"]) -> Float[Tensor, " f"]:
    return curve - (curve.max() + curve.min()) / 2


def _softened(people: UInt8[Tensor, "f 1 y x"], scale: int) -> Float[Tensor, "f 1 y x"]:
    """Mattes with their surroundings, falling softly to 0."""
    small = F.avg_pool2d(people.float() / 255, scale)
    wide = F.max_pool2d(small, SOFT, stride=1, padding=SOFT // 2)
    soft = F.avg_pool2d(wide, SOFT, stride=1, padding=SOFT // 2, count_include_pad=False)
    return enlarged(soft, scale)
