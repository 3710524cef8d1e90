"""A picture's person moved: head, shoulders, brows, lids and eyes, as far as gestures say.

    a picture with the face in its place -> U-Net <- gestures of a frame
        -> where each pixel comes from, what is new (lids, the white of an eye)

The look of a person is not drawn again but moved, as in Siarohin et al. 2019 (First Order Motion
Model); here what moves has names and units, so no other video is needed to drive it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F
from einops import repeat
from jaxtyping import Float
from torch import Tensor, nn

from retrat.models.moving import NORM_GROUPS, Conditioned, moved

GESTURES = (
    "head pitch",  # forward, to the person's left, towards their left shoulder; radians
    "head yaw",
    "head roll",
    "body pitch",
    "body yaw",
    "body roll",
    "brows",  # 1 is raised as far as they go
    "blink",  # 1 is shut
    "gaze side",  # to the person's left, up; radians in the head
    "gaze up",
)
UNITS = (0.1, 0.1, 0.1, 0.04, 0.04, 0.04, 0.5, 0.5, 0.15, 0.1)
"""About a standard deviation of each: what a network is told is in these."""
SIDE = 256  # pixels of a bust's picture
FINE, COARSE = 4, 2  # pixels of a picture for one of the network, and for one of its flow
FARTHEST = 28.0  # pixels that one comes from
AT_FIRST_NEW = -3.0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Animated:
    """A picture moved; `come_from` says how many columns and rows away each pixel was, `invented`
    which share of it is new.
    """

    pixels: Float[Tensor, "b 3 y x"]
    come_from: Float[Tensor, "b 2 y x"]
    invented: Float[Tensor, "b 1 y x"]
    new: Float[Tensor, "b 3 y x"]


class Animator(nn.Module):
    @dataclass(frozen=True, kw_only=True, slots=True)
    class Config:
        widths: tuple[int, ...]
        condition: int

        @classmethod
        def nano(cls) -> "Animator.Config":
            return cls(widths=(32, 64, 96, 128), condition=96)

        @classmethod
        def tiny(cls) -> "Animator.Config":
            return cls(widths=(4, 8), condition=8)

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        widths, condition = config.widths, config.condition
        self.gestures = nn.Sequential(
            nn.Linear(len(GESTURES), condition),
            nn.SiLU(),
            nn.Linear(condition, condition),
            nn.SiLU(),
        )
        self.down = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(before, after, 3, stride=2 if level else 1, padding=1),
                nn.GroupNorm(NORM_GROUPS, after),
                nn.SiLU(),
            )
            for level, (before, after) in enumerate(pairwise([3 * FINE**2, *widths]))
        )
        self.middle = nn.ModuleList(Conditioned(widths[-1], widths[-1], condition) for _ in "ab")
        self.up = nn.ModuleList(
            Conditioned(below + beside, beside, condition)
            for below, beside in zip(widths[:0:-1], widths[-2::-1], strict=True)
        )
        coarser = FINE // COARSE
        self.flow = nn.Conv2d(widths[0], 2 * coarser**2, 3, padding=1)
        self.out = nn.Conv2d(widths[0], 4 * FINE**2, 3, padding=1)
        for linear in (self.gestures[0], self.gestures[2]):
            assert isinstance(linear, nn.Linear)
            nn.init.kaiming_normal_(linear.weight, nonlinearity="relu")
        for head in (self.flow, self.out):
            nn.init.zeros_(head.weight)
            assert head.bias is not None
            nn.init.zeros_(head.bias)
        assert self.out.bias is not None
        nn.init.constant_(self.out.bias[: FINE**2], AT_FIRST_NEW)

    def look(self, pictures: Float[Tensor, "b 3 y x"]) -> list[Tensor]:
        """What is seen of a picture at every scale: once for all frames of a clip."""
        seen = [F.pixel_unshuffle(pictures, FINE)]
        for layer in self.down:
            seen.append(layer(seen[-1]))
        return [pictures, *seen[1:]]

    def animated(self, seen: Sequence[Tensor], gestures: Float[Tensor, "b g"]) -> Animated:
        """`seen` of pictures, each repeated for as many frames as it has; gestures in UNITS, less
        those of the picture.
        """
        condition = self.gestures(gestures)
        x = seen[-1]
        for layer in self.middle:
            x = x + layer(x, condition)
        for layer, beside in zip(self.up, seen[-2:0:-1], strict=True):
            above = F.interpolate(x, scale_factor=2, mode="nearest")
            x = layer(torch.cat([above, beside], dim=1), condition)
        coarse = F.pixel_shuffle(self.flow(x), FINE // COARSE)
        come_from = F.interpolate(
            FARTHEST * torch.tanh(coarse / FARTHEST), scale_factor=COARSE, mode="bilinear"
        )
        invented, new = F.pixel_shuffle(self.out(x), FINE).split([1, 3], dim=1)
        invented, new = torch.sigmoid(invented), torch.tanh(new)
        pixels = torch.lerp(moved(seen[0], come_from), new, invented)
        return Animated(pixels=pixels, come_from=come_from, invented=invented, new=new)

    def forward(self, picture: Float[Tensor, "3 y x"], gestures: Float[Tensor, "f g"]) -> Animated:
        """A picture in every frame; nothing moves where there is no gesture."""
        count = len(gestures) + 1
        seen = [repeat(x, "1 c y x -> f c y x", f=count) for x in self.look(picture[None])]
        made = self.animated(seen, torch.cat([torch.zeros_like(gestures[:1]), gestures]))
        come_from = made.come_from[1:] - made.come_from[:1]
        invented, new = made.invented[1:], made.new[1:]
        pixels = torch.lerp(moved(seen[0][1:], come_from, is_sharp=True), new, invented)
        return Animated(pixels=pixels, come_from=come_from, invented=invented, new=new)
