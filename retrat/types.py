"""Values that every layer speaks, with their units and ranges. Torch only.

Pixels are RGB floats in [-1, 1]; sound is float32 in [-1, 1]; sigma is in [0, 1] and 1 is noise;
seconds count from the start of the clip, and references live at negative seconds.
"""

from dataclasses import dataclass

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor


@dataclass(frozen=True, kw_only=True, slots=True)
class FrameRate:
    """Frames a second as a fraction: 24000/1001 exists."""

    numerator: int
    denominator: int = 1

    @property
    def value(self) -> float:
        return self.numerator / self.denominator

    def frames_in(self, seconds: float) -> int:
        """The number of frames nearest to that many seconds."""
        return round(seconds * self.value)


@dataclass(frozen=True, kw_only=True, slots=True)
class ClipShape:
    """A clip in pixel frames, rows and columns."""

    frames: int
    height: int
    width: int


@dataclass(frozen=True, kw_only=True, slots=True)
class LatentShape:
    """A clip in latent cells: what a video VAE makes of a ClipShape."""

    latent_frames: int
    height: int
    width: int

    @classmethod
    def of(cls, clip: ClipShape, *, temporal: int, spatial: int) -> "LatentShape":
        """Cells of a causal VAE: the first frame alone, then one latent for every `temporal`."""
        return cls(
            latent_frames=-(-(clip.frames - 1) // temporal) + 1,
            height=clip.height // spatial,
            width=clip.width // spatial,
        )

    def frames(self, *, temporal: int) -> int:
        return temporal * (self.latent_frames - 1) + 1


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Audio:
    """Sound in [-1, 1]."""

    samples: Float[Tensor, "channels z"]
    sample_rate: int

    @property
    def seconds(self) -> float:
        return self.samples.shape[-1] / self.sample_rate

    def on(self, device: torch.device) -> "Audio":
        """The same on a device."""
        return Audio(samples=self.samples.to(device), sample_rate=self.sample_rate)

    @property
    def mono(self) -> Float[Tensor, " z"]:
        """One channel, the mean of all."""
        return self.samples.mean(dim=0)

    def between(self, start: float, end: float) -> "Audio":
        """What is heard from one second to another; shorter where it ends before."""
        first, last = (round(seconds * self.sample_rate) for seconds in (start, end))
        return Audio(samples=self.samples[:, first:last], sample_rate=self.sample_rate)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Clip:
    """RGB frames in [-1, 1] and, if there is any, their sound."""

    pixels: Float[Tensor, "f c y x"]
    frame_rate: FrameRate
    audio: Audio | None = None

    @property
    def seconds(self) -> float:
        return self.pixels.shape[0] / self.frame_rate.value


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class TokenStream:
    """One modality's tokens: targets first, then conditions. Changed only by `dataclasses.replace`.

    `latents` holds patchified values; `noise_mask` is 1 = generate or 0 = given, for every token;
    `positions` is a place in the latent grid (video: t, y, x in cells of a patch; audio: seconds);
    `groups` is 0 = target, k >= 1 = person k, -1 = padding (conditions only); `seconds` is the
    place on the one clock that both streams share; `features` is speech aligned with the tokens
    (audio only); `grid` is how many targets there are in time, height and width (video only).
    `is_uniform` says that within a sample all targets share one noise mask, which
    lets a model compute its modulation once a sample.
    """

    latents: Float[Tensor, "b l c"]
    noise_mask: Float[Tensor, "b l"]
    positions: Float[Tensor, "b l p"]
    groups: Int[Tensor, "b l"]
    seconds: Float[Tensor, "b l"]
    target_tokens: int
    features: Float[Tensor, "b l e"] | None = None
    is_uniform: bool = False
    grid: tuple[int, int, int] | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Context:
    """What the streams look at through cross-attention; a mask of None means that all is seen.

    `identity` and `voice` tokens carry their person in `..._groups` (k >= 1; -1 = padding).
    """

    text: Float[Tensor, "b s e"]
    text_mask: Bool[Tensor, "b s"] | None = None
    identity: Float[Tensor, "b i g"] | None = None
    identity_groups: Int[Tensor, "b i"] | None = None
    voice: Float[Tensor, "b v w"] | None = None
    voice_groups: Int[Tensor, "b v"] | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Bridge:
    """How far picture and sound hear each other: 1 = open, 0 = closed, for every sample.

    `video_seen` and `audio_seen` hide single tokens of one stream from the other (training).
    """

    openness: Float[Tensor, " b"]
    video_seen: Bool[Tensor, "b v"] | None = None
    audio_seen: Bool[Tensor, "b a"] | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class AVStream:
    """Picture and, if the clip has any, sound, with what both of them look at.

    No bridge means an open one; `Bridge(openness=0)` closes it.
    """

    video: TokenStream
    audio: TokenStream | None = None
    context: Context
    bridge: Bridge | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class AVValues:
    """One row for every target token of each stream: noise, velocity or clean latents."""

    video: Float[Tensor, "b l c"]
    audio: Float[Tensor, "b a e"] | None = None
