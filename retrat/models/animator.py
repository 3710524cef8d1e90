"""A picture's person moved: head, shoulders, brows, lids and eyes, as far as gestures say.

    a picture with the face in its place -> U-Net -> where pixels come from, for every turn
    turns of a frame -> their sum, and what a sum cannot say
    a window around the eyes, looks of a frame -> Painter
    a window around the face, an expression -> Painter

A head that turns a little moves its pixels in proportion, so flows are added; lids that shut do
not, and are learned where nothing else moves.

The look of a person is not drawn again but moved, as in Siarohin et al. 2019 (First Order Motion
Model); here what moves has names and units, so no other video is needed to drive it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import torch
import torch.nn.functional as F
from einops import rearrange, repeat
from jaxtyping import Float
from torch import Tensor, nn

from retrat.models.moving import NORM_GROUPS, Conditioned, moved
from retrat.models.painter import Painter

TURNS = (
    "head pitch",  # forward, to the person's left, towards their left shoulder; radians
    "head yaw",
    "head roll",
    "body pitch",
    "body yaw",
    "body roll",
)
LOOKS = (
    "brows",  # 1 is raised as far as they go
    "blink",  # 1 is shut
    "gaze side",  # to the person's left, up; radians in the head
    "gaze up",
)
GESTURES = TURNS + LOOKS
UNITS = (0.1, 0.1, 0.1, 0.04, 0.04, 0.04, 0.5, 0.5, 0.15, 0.1)
"""About a standard deviation of each: what a network is told is in these."""
EXPRESSIONS = (  # 1 is as much of it as people show
    "smile",
    "grin",
    "sad",
    "angry",
    "surprised",
    "worried",
    "sceptical",
    "disgusted",
    "thoughtful",
)
SIDE = 256  # pixels of a bust's picture
EYES_SIDE = 96  # of the window around the eyes
FACE_SIDE, FACE_BELOW = 128, 22  # of the one around the face, and how far its middle is below them
FINE, COARSE = 4, 2  # pixels of a picture for one of the network, and for one of its flow
FARTHEST = 40.0  # pixels that one comes from
FLOW_UNIT = 10.0  # pixels that the network calls 1: a unit of a gesture moves a head by as many
AT_FIRST_NEW = -3.0
TOLD = 2  # layers


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Animated:
    """How frames of pictures come about: how many columns and rows away each pixel was, which share
    of it is new, and what that is.
    """

    come_from: Float[Tensor, "b 2 y x"]
    invented: Float[Tensor, "b 1 y x"]
    new: Float[Tensor, "b 3 y x"]

    def of(self, pictures: Float[Tensor, "b 3 y x"]) -> Float[Tensor, "b 3 y x"]:
        """The frames, of as many pictures as they are."""
        return torch.lerp(moved(pictures, self.come_from), self.new, self.invented)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Seen:
    """What is seen in pictures, and where pixels come from for a unit of every turn."""

    features: Float[Tensor, "b c v u"]
    flows: Float[Tensor, "b g d v u"]


class HeadMover(nn.Module):
    """From a picture and turns of head and body to the picture as it looks then."""

    def __init__(self, widths: Sequence[int], condition: int) -> None:
        super().__init__()
        self.down = nn.ModuleList(
            _seen(before, after, stride=2 if level else 1)
            for level, (before, after) in enumerate(pairwise([3 * FINE**2, *widths]))
        )
        self.up = nn.ModuleList(
            _seen(below + beside, beside)
            for below, beside in zip(widths[:0:-1], widths[-2::-1], strict=True)
        )
        width, flows = widths[0], 2 * (FINE // COARSE) ** 2
        self.turns = nn.Sequential(
            nn.Linear(len(TURNS), condition),
            nn.SiLU(),
            nn.Linear(condition, condition),
            nn.SiLU(),
        )
        self.told = nn.ModuleList(Conditioned(width, width, condition) for _ in range(TOLD))
        self.each = nn.Conv2d(width, len(TURNS) * flows, 3, padding=1)
        self.flow = nn.Conv2d(width, flows, 3, padding=1)
        self.out = nn.Conv2d(width, 4 * FINE**2, 3, padding=1)
        for linear in (self.turns[0], self.turns[2]):
            assert isinstance(linear, nn.Linear)
            nn.init.kaiming_normal_(linear.weight, nonlinearity="relu")
        for head in (self.each, self.flow, self.out):
            nn.init.zeros_(head.weight)
            assert head.bias is not None
            nn.init.zeros_(head.bias)
        assert self.out.bias is not None
        nn.init.constant_(self.out.bias[: FINE**2], AT_FIRST_NEW)

    def forward(self, picture: Float[Tensor, "3 y x"], turns: Float[Tensor, "f g"]) -> Animated:
        """Of a picture in every frame; nothing moves where nothing turns."""
        seen = self.look(picture[None])
        still = self.animated(seen, torch.zeros_like(turns[:1])).come_from
        made = self.animated(seen, turns)
        come_from = made.come_from - still
        return replace(made, come_from=come_from)

    def look(self, pictures: Float[Tensor, "b 3 y x"]) -> Seen:
        """What is seen of a picture: once for all frames of a clip."""
        levels = [F.pixel_unshuffle(pictures, FINE)]
        for layer in self.down:
            levels.append(layer(levels[-1]))
        x = levels[-1]
        for layer, beside in zip(self.up, levels[-2:0:-1], strict=True):
            above = F.interpolate(x, scale_factor=2, mode="nearest")
            x = layer(torch.cat([above, beside], dim=1))
        each = rearrange(self.each(x), "b (g c) y x -> b g c y x", g=len(TURNS))
        return Seen(features=x, flows=each)

    def animated(self, seen: Seen, turns: Float[Tensor, "f g"]) -> Animated:
        """As many frames of each picture that was seen; turns in UNITS, less those of the
        picture.
        """
        count = len(turns) // len(seen.features)
        each = rearrange(turns, "(b f) g -> b f g", f=count)
        flow = torch.einsum("bfg,bgcyx->bfcyx", each, seen.flows).flatten(0, 1)
        x = repeat(seen.features, "b c y x -> (b f) c y x", f=count)
        condition = self.turns(turns)
        for layer in self.told:
            x = x + layer(x, condition)
        # Half a pixel is seen: what moves is float32 wherever it runs.
        coarse = FLOW_UNIT * F.pixel_shuffle((flow + self.flow(x)).float(), FINE // COARSE)
        come_from = F.interpolate(
            FARTHEST * torch.tanh(coarse / FARTHEST), scale_factor=COARSE, mode="bilinear"
        )
        invented, new = F.pixel_shuffle(self.out(x).float(), FINE).split([1, 3], dim=1)
        return Animated(come_from=come_from, invented=torch.sigmoid(invented), new=torch.tanh(new))


def _seen(channels: int, width: int, *, stride: int = 1) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(channels, width, 3, stride=stride, padding=1),
        nn.GroupNorm(NORM_GROUPS, width),
        nn.SiLU(),
    )


class Animator(nn.Module):
    """What turns a head, what moves brows, lids and eyes before it turns, and what gives a face an
    expression before anything moves.
    """

    @dataclass(frozen=True, kw_only=True, slots=True)
    class Config:
        widths: tuple[int, ...]
        condition: int
        eyes_widths: tuple[int, ...]
        eyes_condition: int
        face_widths: tuple[int, ...]
        face_condition: int

        @classmethod
        def nano(cls) -> "Animator.Config":
            return cls(
                widths=(32, 64, 96, 128),
                condition=64,
                eyes_widths=(24, 48, 64),
                eyes_condition=64,
                face_widths=(32, 64, 96),
                face_condition=64,
            )

        @classmethod
        def tiny(cls) -> "Animator.Config":
            return cls(
                widths=(4, 8), condition=8, eyes_widths=(4, 8), eyes_condition=8,
                face_widths=(4, 8), face_condition=8,
            )  # fmt: skip

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.head = HeadMover(config.widths, config.condition)
        self.eyes = Painter(config.eyes_widths, len(LOOKS), config.eyes_condition)
        self.face = Painter(config.face_widths, len(EXPRESSIONS), config.face_condition)
