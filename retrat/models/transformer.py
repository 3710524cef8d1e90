"""The diffusion transformer: a stream of picture and sound tokens in, their velocities out.

    picture: self-attention [targets, references] | text, identity | bridge | feed-forward
                                                                     |  ^
                                                                     v  |
    sound:   self-attention [targets, references] | text, voice    | bridge | feed-forward

The picture tower alone is a Wan 2.1 transformer to the letter; references, identity and bridge
are added to it, start at zero and leave every bit in place when they are off. References are run
once (`remember`) and serve every step.

Precision: gates and rotations of the bridge in float32; see tower.py for the rest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Bool, Float
from torch import Tensor, nn

from retrat.models.layers import HeadNorm, attend, layer_norm
from retrat.models.rope import Rotation, clock_rotation, rotate
from retrat.models.tower import KeysValues, Memory, Running, Tower, initialise_tower
from retrat.types import AVStream, AVValues, Bridge, TokenStream


@dataclass(frozen=True, kw_only=True, slots=True)
class Memories:
    """The references of both towers; None where there are none."""

    video: Memory | None
    audio: Memory | None


NOTHING = Memories(video=None, audio=None)


class Crossing(nn.Module):
    """One direction of the bridge: one stream's targets look at the other stream's tokens.

    Positions are seconds on the clock. Sinks are learned tokens at second 0 that are always there.
    The gate sees the other stream's noise level and starts closed.
    """

    def __init__(self, to_width: int, from_width: int, config: "Transformer.Config") -> None:
        super().__init__()
        width, heads = config.bridge_width, config.bridge_heads
        self.heads, self.eps = heads, config.video.eps
        self.ticks_per_second = config.ticks_per_second
        self.head_width = width // heads
        self.q = nn.Linear(to_width, width)
        self.k = nn.Linear(from_width, width)
        self.v = nn.Linear(from_width, width)
        self.norm_q = HeadNorm(width, heads, is_per_head=True, eps=self.eps)
        self.norm_k = HeadNorm(width, heads, is_per_head=True, eps=self.eps)
        self.sink_keys = nn.Parameter(torch.empty(heads, config.bridge_sinks, self.head_width))
        self.sink_values = nn.Parameter(torch.empty(heads, config.bridge_sinks, self.head_width))
        self.out = nn.Linear(width, to_width)
        self.gate = nn.Linear(from_width, to_width)

    def keys_values(self, x: Float[Tensor, "b s e"], seconds: Float[Tensor, "b s"]) -> KeysValues:
        inner = layer_norm(x, self.eps).type_as(x)
        k = rotate(self.norm_k(self.k(inner)), self._rotation(seconds))
        return k, rearrange(self.v(inner), "b s (n k) -> b n s k", n=self.heads)

    def forward(
        self, x: Float[Tensor, "b l d"], seconds: Float[Tensor, "b l"], other: "Side"
    ) -> Float[Tensor, "b l d"]:
        """What is to be added to x."""
        q = self.norm_q(self.q(layer_norm(x, self.eps).type_as(x)))
        parts = [self._sinks(len(x)), *other.keys_values]
        k = torch.cat([k for k, _ in parts], dim=2)
        v = torch.cat([v for _, v in parts], dim=2)
        mask = None
        if other.seen is not None:
            mask = F.pad(other.seen, (self.sink_keys.shape[1], 0), value=True)[:, None, None]
        seen = attend(rotate(q, self._rotation(seconds)), k, v, mask)
        gate = self.gate(F.silu(other.level)).float()[:, None]
        if other.openness is not None:
            gate = gate * other.openness[:, None, None]
        return (self.out(rearrange(seen, "b n l k -> b l (n k)")) * gate).type_as(x)

    def _sinks(self, batch: int) -> KeysValues:
        k, v = self.norm_k.norm(self.sink_keys), self.sink_values
        return k.expand(batch, -1, -1, -1), v.expand(batch, -1, -1, -1)

    def _rotation(self, seconds: Float[Tensor, "b l"]) -> Rotation:
        return clock_rotation(seconds, self.head_width, ticks_per_second=self.ticks_per_second)


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One stream as the other sees it across a bridge."""

    keys_values: Sequence[tuple[Tensor, Tensor]]  # of targets, then of references
    seen: Bool[Tensor, "b s"] | None
    level: Float[Tensor, "b e"]
    openness: Float[Tensor, " b"] | None


class Transformer(nn.Module):
    """Two towers and the bridge between them; either may be left out of a configuration."""

    @dataclass(frozen=True, kw_only=True, slots=True)
    class Config:
        """`reference_origin` is where rows and columns of references begin, beyond any target.

        At 0 they lie on the target's own grid and each picture has a time of its own before the
        clip: a small tower learns in few samples to carry a face over, place by place.
        """

        video: Tower.Config
        audio: Tower.Config | None
        bridge_every: int
        bridge_width: int
        bridge_heads: int
        bridge_sinks: int
        ticks_per_second: float
        patch: int
        reference_origin: int

        @property
        def bridged(self) -> tuple[tuple[int, int], ...]:
            """Which picture block and which sound block each bridge joins, spread evenly."""
            if self.audio is None:
                return ()
            video, audio = self.video.blocks, self.audio.blocks
            return tuple(
                (stop * video // audio - 1, stop - 1)
                for stop in range(self.bridge_every, audio + 1, self.bridge_every)
            )

        @classmethod
        def nano(cls) -> "Transformer.Config":
            return _nano()

        @classmethod
        def wan_1_3b(cls) -> "Transformer.Config":
            return _wan(width=1536, feed_forward=8960, heads=12, blocks=30)

        @classmethod
        def wan_14b(cls) -> "Transformer.Config":
            return _wan(width=5120, feed_forward=13824, heads=40, blocks=40)

        @classmethod
        def tiny(cls) -> "Transformer.Config":
            return _tiny()

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        ticks = config.ticks_per_second
        self.video = Tower(config.video, ticks_per_second=ticks, patch=config.patch)
        self.audio = None
        self.to_video = nn.ModuleList()
        self.to_audio = nn.ModuleList()
        if config.audio is not None:
            video, audio = config.video.width, config.audio.width
            self.audio = Tower(config.audio, ticks_per_second=ticks, patch=1)
            self.to_video.extend(Crossing(video, audio, config) for _ in config.bridged)
            self.to_audio.extend(Crossing(audio, video, config) for _ in config.bridged)
        initialise(self)

    def forward(
        self,
        stream: AVStream,
        sigma_video: Float[Tensor, " b"],
        sigma_audio: Float[Tensor, " b"] | None = None,
        memories: Memories | None = None,
    ) -> AVValues:
        """Velocities of the targets; `memories` saves the work on known references."""
        if memories is None:
            memories = self.remember(stream)
        video = self.video.begin(stream.video, sigma_video, stream.context, memories.video)
        if self.audio is None or stream.audio is None:
            self.video.run(video, 0, len(self.video.blocks))
            return AVValues(video=self.video.finish(video))
        sigma_audio = sigma_video if sigma_audio is None else sigma_audio
        audio = self.audio.begin(stream.audio, sigma_audio, stream.context, memories.audio)
        at_video = at_audio = 0
        for index, (video_block, audio_block) in enumerate(self.config.bridged):
            self.video.run(video, at_video, video_block)
            self.audio.run(audio, at_audio, audio_block)
            self.video.mix(video, video_block)
            self.audio.mix(audio, audio_block)
            self._cross(index, video, audio, stream.bridge)
            self.video.feed(video, video_block)
            self.audio.feed(audio, audio_block)
            at_video, at_audio = video_block + 1, audio_block + 1
        self.video.run(video, at_video, len(self.video.blocks))
        self.audio.run(audio, at_audio, len(self.audio.blocks))
        return AVValues(video=self.video.finish(video), audio=self.audio.finish(audio))

    def remember(self, stream: AVStream) -> Memories:
        """Run the references of both streams once, for any number of steps and prompts."""
        video_blocks = [video for video, _ in self.config.bridged]
        audio_blocks = [audio for _, audio in self.config.bridged]
        video = self._memory(self.video, stream.video, video_blocks, self.to_audio)
        audio = None
        if self.audio is not None and stream.audio is not None:
            audio = self._memory(self.audio, stream.audio, audio_blocks, self.to_video)
        return Memories(video=video, audio=audio)

    def _memory(
        self,
        tower: Tower,
        stream: TokenStream,
        bridged: Sequence[int],
        crossings: Iterable[nn.Module],
    ) -> Memory | None:
        targets = stream.target_tokens
        if stream.latents.shape[1] == targets:
            return None
        keys_values, hidden = tower.references(stream, bridged)
        bridges = [
            cast(Crossing, crossing).keys_values(x, stream.seconds[:, targets:])
            for crossing, x in zip(crossings, hidden, strict=True)
        ]
        return Memory(
            blocks=tuple(keys_values), bridges=tuple(bridges), seen=stream.groups[:, targets:] > 0
        )

    def _cross(self, index: int, video: Running, audio: Running, bridge: Bridge | None) -> None:
        """Let both streams look at each other as they are now."""
        to_video = cast(Crossing, self.to_video[index])
        to_audio = cast(Crossing, self.to_audio[index])
        video_seen = None if bridge is None else bridge.video_seen
        audio_seen = None if bridge is None else bridge.audio_seen
        openness = None if bridge is None else bridge.openness
        picture = _side(to_audio, index, video, video_seen, openness)
        sound = _side(to_video, index, audio, audio_seen, openness)
        to_picture = to_video(video.x, _target_seconds(video.stream), sound)
        to_sound = to_audio(audio.x, _target_seconds(audio.stream), picture)
        video.x, audio.x = video.x + to_picture, audio.x + to_sound


def _side(
    crossing: Crossing,
    index: int,
    running: Running,
    seen: Bool[Tensor, "b l"] | None,
    openness: Float[Tensor, " b"] | None,
) -> Side:
    parts = [crossing.keys_values(running.x, _target_seconds(running.stream))]
    memory = running.memory
    if memory is not None:
        parts.append(memory.bridges[index])
        if seen is not None or memory.seen is not None:
            if seen is None:
                seen = torch.ones_like(running.x[..., 0], dtype=torch.bool)
            seen = torch.cat([seen, _all_or(memory)], dim=1)
    return Side(keys_values=parts, seen=seen, level=running.level, openness=openness)


def _all_or(memory: Memory) -> Bool[Tensor, "b r"]:
    """Which references are seen, spelled out."""
    keys = memory.blocks[0][0]
    return (
        torch.ones_like(keys[:, 0, :, 0], dtype=torch.bool) if memory.seen is None else memory.seen
    )


def _target_seconds(stream: TokenStream) -> Float[Tensor, "b l"]:
    return stream.seconds[:, : stream.target_tokens]


def without_padding(memories: Memories) -> Memories:
    """The same memories without their masks where nothing is padded (attention is faster so)."""
    parts = [
        replace(part, seen=None) if part is not None and bool(_all_or(part).all()) else part
        for part in (memories.video, memories.audio)
    ]
    return Memories(video=parts[0], audio=parts[1])


def initialise(model: Transformer) -> None:
    """Start as Wan does: Xavier linears, small modulation, no output; what we add, at zero."""
    for module in model.modules():
        if isinstance(module, nn.Linear):
            nn.init.xavier_uniform_(module.weight)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    towers = [model.video] if model.audio is None else [model.video, model.audio]
    for tower in towers:
        initialise_tower(tower)
    for crossing in [*model.to_video, *model.to_audio]:
        nn.init.zeros_(crossing.gate.weight)
        nn.init.normal_(crossing.sink_keys)
        nn.init.normal_(crossing.sink_values, std=0.02)


def _nano() -> Transformer.Config:
    """Our own size: head width 128, erf-GELU, per-head norms, MiniLM text of at most 64 tokens."""
    video = Tower.Config(
        token_channels=48,
        width=256,
        feed_forward=1024,
        heads=2,
        blocks=10,
        text_width=384,
        text_tokens=64,
        frequencies=256,
        eps=1e-6,
        gelu="erf",
        is_norm_per_head=True,
        places="grid",
        predicts="clean",
        carries=True,
        local_width=96,
        reference_rank=16,
        identity_width=384,
        identity_every=2,
        voice_width=0,
        feature_width=0,
    )
    return Transformer.Config(
        video=video,
        audio=_audio(video, token_channels=64, width=256, heads=2, blocks=8),
        bridge_every=2,
        bridge_width=256,
        bridge_heads=2,
        bridge_sinks=4,
        ticks_per_second=25.0,
        patch=1,
        reference_origin=0,
    )


def _wan(*, width: int, feed_forward: int, heads: int, blocks: int) -> Transformer.Config:
    """Wan 2.1's text-to-video transformers, with what is ours beside them."""
    video = Tower.Config(
        token_channels=16 * 4,
        width=width,
        feed_forward=feed_forward,
        heads=heads,
        blocks=blocks,
        text_width=4096,
        text_tokens=512,
        frequencies=256,
        eps=1e-6,
        gelu="tanh",
        is_norm_per_head=False,
        places="grid",
        predicts="velocity",
        carries=False,
        local_width=0,
        reference_rank=128,
        identity_width=384,
        identity_every=2,
        voice_width=0,
        feature_width=0,
    )
    return Transformer.Config(
        video=video,
        audio=_audio(video, token_channels=64, width=1024, heads=8, blocks=30),
        bridge_every=2,
        bridge_width=1024,
        bridge_heads=8,
        bridge_sinks=4,
        ticks_per_second=25.0,
        patch=2,
        reference_origin=128,
    )


def _tiny() -> Transformer.Config:
    """For tests: nano's properties at a size that runs in milliseconds."""
    nano = _nano()
    video = replace(
        nano.video,
        token_channels=4 * 4,
        width=24,
        feed_forward=48,
        heads=2,
        blocks=2,
        text_width=16,
        frequencies=16,
        local_width=8,
        reference_rank=2,
        identity_width=12,
    )
    audio = _audio(video, token_channels=8, width=16, heads=2, blocks=2)
    return replace(
        nano,
        video=video,
        audio=replace(audio, voice_width=8, feature_width=8),
        bridge_width=16,
        bridge_heads=2,
        patch=2,
    )


def _audio(
    video: Tower.Config, *, token_channels: int, width: int, heads: int, blocks: int
) -> Tower.Config:
    """The sound tower beside a picture tower: the same block, on the clock, with erf-GELU."""
    return replace(
        video,
        token_channels=token_channels,
        width=width,
        feed_forward=4 * width,
        heads=heads,
        blocks=blocks,
        gelu="erf",
        is_norm_per_head=True,
        places="clock",
        predicts="clean",
        carries=False,
        local_width=0,
        identity_width=0,
        identity_every=0,
        voice_width=256,
        feature_width=256,
    )
