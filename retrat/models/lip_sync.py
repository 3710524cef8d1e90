"""Lips that follow a sound: what is heard becomes visemes, and visemes move the mouth of a picture.

    latents of sound, 25 Hz -> ConvNeXt -> visemes, 100 Hz
    a window around the mouth in the first picture -> U-Net <- visemes of a frame
        -> where each pixel comes from, what is new (teeth, tongue), where the mouth is

After the idea of Prajwal et al. 2020 (Wav2Lip), with the visemes spelled out, so that a mouth that
was learned on some voices opens for any other; and with pixels that are moved before any is
invented, so that lips, skin and beard stay those of the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F
from einops import rearrange, repeat
from jaxtyping import Float
from torch import Tensor, nn

from retrat.models.convnext import ConvNeXt
from retrat.models.moving import NORM_GROUPS, Conditioned, moved, taper

STEPS = 4  # of visemes for every latent of sound
NEIGHBOURS = 3  # frames whose visemes a frame hears: the one before, its own, the one after
WINDOW = 96  # pixels of a bust's picture
MOUTH_BELOW_EYES = 58.0  # pixels of a bust: from the middle of the eyes to the window's
FARTHEST = 14.0  # pixels that one comes from


class VisemeEncoder(nn.Module):
    """How the mouth stands while a sound is heard."""

    def __init__(self, channels: int, width: int, blocks: int, visemes: int) -> None:
        super().__init__()
        self.into = nn.Linear(channels, width)
        self.blocks = nn.ModuleList(ConvNeXt(width, kernel=7) for _ in range(blocks))
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, STEPS * visemes)

    def forward(self, sound: Float[Tensor, "b c a"]) -> Float[Tensor, "b s v"]:
        """`s` is STEPS for every latent."""
        x = self.into(rearrange(sound, "b c a -> b a c"))
        for block in self.blocks:
            x = block(x)
        return rearrange(self.out(self.norm(x)), "b a (r v) -> b (a r) v", r=STEPS)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Painted:
    """A window in which the mouth has moved, and how much each of its pixels is the mouth's.

    `come_from` says how many columns and rows away each was before; `near` are logits; `invented`
    is the share of a pixel that is new.
    """

    pixels: Float[Tensor, "b 3 y x"]
    come_from: Float[Tensor, "b 2 y x"]
    near: Float[Tensor, "b 1 y x"]
    invented: Float[Tensor, "b 1 y x"]


class MouthPainter(nn.Module):
    """From a window and visemes to the window as it looks while they are heard."""

    def __init__(self, widths: Sequence[int], visemes: int, condition: int) -> None:
        super().__init__()
        self.visemes = nn.Sequential(
            nn.Linear(NEIGHBOURS * visemes, condition),
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
            for level, (before, after) in enumerate(pairwise([3 * 4, *widths]))
        )
        deepest = widths[-1]
        self.middle = nn.ModuleList(Conditioned(deepest, deepest, condition) for _ in range(2))
        self.up = nn.ModuleList(
            Conditioned(below + beside, beside, condition)
            for below, beside in zip(widths[:0:-1], widths[-2::-1], strict=True)
        )
        self.out = nn.Conv2d(widths[0], 4 * (2 + 1 + 3 + 1), 3, padding=1)
        for linear in (self.visemes[0], self.visemes[2]):
            assert isinstance(linear, nn.Linear)
            nn.init.kaiming_normal_(linear.weight, nonlinearity="relu")
        nn.init.zeros_(self.out.weight)
        with torch.no_grad():
            assert self.out.bias is not None
            self.out.bias.zero_()
            self.out.bias[8:12] = -2.0  # at first little is new

    def look(self, windows: Float[Tensor, "b 3 y x"]) -> list[Tensor]:
        """What is seen of a window at every scale: once for all frames of a clip."""
        seen = [F.pixel_unshuffle(windows, 2)]
        for layer in self.down:
            seen.append(layer(seen[-1]))
        return [windows, *seen[1:]]

    def forward(self, seen: Sequence[Tensor], visemes: Float[Tensor, "b e"]) -> Painted:
        """`seen` of windows, each repeated for as many frames as it has."""
        condition = self.visemes(visemes)
        x = seen[-1]
        for layer in self.middle:
            x = x + layer(x, condition)
        for layer, beside in zip(self.up, seen[-2:0:-1], strict=True):
            above = F.interpolate(x, scale_factor=2, mode="nearest")
            x = layer(torch.cat([above, beside], dim=1), condition)
        said = F.pixel_shuffle(self.out(x), 2)
        come_from, invented, new, near = said.split([2, 1, 3, 1], dim=1)
        come_from, invented = FARTHEST * torch.tanh(come_from / FARTHEST), torch.sigmoid(invented)
        pixels = torch.lerp(moved(seen[0], come_from), torch.tanh(new), invented)
        return Painted(pixels=pixels, come_from=come_from, near=near, invented=invented)


class LipSync(nn.Module):
    @dataclass(frozen=True, kw_only=True, slots=True)
    class Config:
        audio_channels: int
        visemes: int
        audio_width: int
        audio_blocks: int
        widths: tuple[int, ...]
        condition: int

        @classmethod
        def nano(cls) -> "LipSync.Config":
            return cls(
                audio_channels=64,
                visemes=10,
                audio_width=256,
                audio_blocks=4,
                widths=(32, 64, 96),
                condition=128,
            )

        @classmethod
        def tiny(cls) -> "LipSync.Config":
            return cls(
                audio_channels=8,
                visemes=10,
                audio_width=8,
                audio_blocks=1,
                widths=(4, 8),
                condition=8,
            )

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.hears = VisemeEncoder(
            config.audio_channels, config.audio_width, config.audio_blocks, config.visemes
        )
        self.paints = MouthPainter(config.widths, config.visemes, config.condition)

    def visemes(
        self, sound: Float[Tensor, "b c a"], *, frames: int, steps_per_frame: float
    ) -> Float[Tensor, "b f e"]:
        """What the mouth does in each frame of a clip and in its neighbours."""
        return viseme_frames(self.hears(sound), frames=frames, steps_per_frame=steps_per_frame)

    def forward(
        self, window: Float[Tensor, "3 y x"], visemes: Float[Tensor, "f e"]
    ) -> tuple[Float[Tensor, "f 3 y x"], Float[Tensor, "f 1 y x"]]:
        """The window of a first picture in every frame, and the share of it to be shown."""
        frames = len(visemes)
        seen = [repeat(x, "1 c y x -> f c y x", f=frames) for x in self.paints.look(window[None])]
        painted = self.paints(seen, visemes)
        shown = torch.sigmoid(painted.near) * taper(window.shape[-1]).to(window)
        return painted.pixels, shown


def viseme_frames(
    curves: Float[Tensor, "b s v"], *, frames: int, steps_per_frame: float
) -> Float[Tensor, "b f e"]:
    """Curves at the times of frames and of their neighbours, between their steps; before the
    beginning as at it, after the end as there.

    Frame i is at i * `steps_per_frame`; step s stands for the middle of its time.
    """
    place = torch.arange(-1, frames + 1, device=curves.device) * steps_per_frame - 0.5
    place = place.clamp(0, curves.shape[1] - 1)
    before = place.floor().long()
    after = (before + 1).clamp(max=curves.shape[1] - 1)
    share = (place - before)[:, None].to(curves.dtype)
    at = torch.lerp(curves[:, before], curves[:, after], share.expand(-1, curves.shape[2]))
    return torch.cat([at[:, k : k + frames] for k in range(NEIGHBOURS)], dim=-1)
