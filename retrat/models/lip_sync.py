"""Lips that follow a sound: what is heard becomes visemes, and visemes move the mouth of a picture.

    latents of sound, 25 Hz -> ConvNeXt -> visemes, 100 Hz -> whether words are said at all
    a window around the mouth in the first picture -> U-Net <- both, of a frame
        -> where each pixel comes from, what is new (teeth, tongue), where the mouth is

After the idea of Prajwal et al. 2020 (Wav2Lip), with the visemes spelled out, so that a mouth that
was learned on some voices opens for any other; and with pixels that are moved before any is
invented, so that lips, skin and beard stay those of the picture.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Float
from torch import Tensor, nn

from retrat.models.convnext import ConvNeXt
from retrat.models.painter import Painted, Painter

STEPS = 4  # of visemes for every latent of sound
NEIGHBOURS = 3  # frames whose visemes a frame hears: the one before, its own, the one after
HUSHED, SAID = 0.25, 1.0  # sizes of visemes: of nothing that is said, and of a word
BEFORE_WORDS, AFTER_WORDS, SOFT = 16, 25, 12  # steps: a mouth is ready early and done late
INSIDE = 1.5  # of its face's colour, at least, inside a mouth: no mauve in a warm photograph
WINDOW = 96  # pixels of a bust's picture
MOUTH_BELOW_EYES = 58.0  # pixels of a bust: from the middle of the eyes to the window's


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
        numbers = NEIGHBOURS * (config.visemes + 1)
        self.paints = Painter(config.widths, numbers, config.condition)

    def visemes(
        self,
        sound: Float[Tensor, "b c a"],
        *,
        frames: int,
        steps_per_frame: float,
        strength: float = 1.0,
        turn: Float[Tensor, " f"] | None = None,
    ) -> Float[Tensor, "b f e"]:
        """What the mouth does in each frame of a clip and in its neighbours: visemes, `strength`
        times as strong as they are heard, and whether words are said.

        `turn` is the share of what is heard in each frame that this mouth says; all of it by
        default. A clip begins with its picture as it is, and only then a face is ready to speak.
        """
        heard = self.hears(sound)
        steps = torch.arange(heard.shape[1], device=heard.device)
        if turn is not None:
            at = ((steps + 0.5) / steps_per_frame).round().long().clamp(max=len(turn) - 1)
            heard = heard * turn.to(heard)[at, None]
        begun = (steps / BEFORE_WORDS).clamp(max=1.0)[:, None]
        curves = torch.cat([strength * heard, saying(heard).minimum(begun)], dim=-1)
        return viseme_frames(curves, frames=frames, steps_per_frame=steps_per_frame)

    def forward(self, window: Float[Tensor, "3 y x"], visemes: Float[Tensor, "f e"]) -> Painted:
        """The window of a first picture in every frame."""
        return self.paints.painted(window, visemes)


def saying(visemes: Float[Tensor, "b s v"]) -> Float[Tensor, "b s 1"]:
    """1 while words are said and in short pauses, rising before the first and falling after the
    last: what a face shows beside speaking, a smile, yields to that and not to single phones.
    """
    size = rearrange(visemes.square().mean(dim=-1).sqrt(), "b s -> b 1 s")
    level = ((size - HUSHED) / (SAID - HUSHED)).clamp(0, 1)
    # Forwards in time: what is said soon and what was said a moment ago.
    level = F.pad(level, (AFTER_WORDS, BEFORE_WORDS))
    level = F.max_pool1d(level, AFTER_WORDS + BEFORE_WORDS + 1, stride=1)
    level = F.pad(level, (SOFT, SOFT), mode="replicate")
    return rearrange(F.avg_pool1d(level, 2 * SOFT + 1, stride=1), "b 1 s -> b s 1")


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
