"""One modality's transformer: a Wan block, repeated, with room for references and a bridge.

Without references and identity a tower computes what Wan 2.1's transformer computes (arXiv
2503.20314); whatever is added starts at zero. References are a run of their own: at sigma 0, each
person's tokens attending to that person's tokens alone, with low-rank corrections to queries, keys
and values. They see no target and no text, so what they leave behind (`Memory`) holds for every
step, every guided pass and every prompt. Targets see all.

Precision: norms, modulation and rotations in float32; the rest in the compute dtype.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from retrat.models.carry import LocalCorrection, given_in_place
from retrat.models.layers import (
    Attention,
    FeedForward,
    Gelu,
    HeadNorm,
    LowRank,
    attend,
    layer_norm,
    sinusoids,
)
from retrat.models.rope import Rotation, clock_rotation, grid_rotation, rotate
from retrat.types import Context, TokenStream

KeysValues = tuple[Float[Tensor, "b n r k"], Float[Tensor, "b n r k"]]
BridgeKeysValues = tuple[Float[Tensor, "b m r j"], Float[Tensor, "b m r j"]]

CLEAN = 1  # the second of the two levels of `Levels`
TIMESTEPS_PER_SIGMA = 1000.0
LEAST_SIGMA = 0.05  # nearer to clean, the velocity of a clean prediction is no longer exact


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """What references leave behind in one tower: keys and values of blocks and bridges.

    `seen` is False for padding; None means that all of it is seen.
    """

    blocks: tuple[KeysValues, ...]
    bridges: tuple[BridgeKeysValues, ...]
    seen: Bool[Tensor, "b r"] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Levels:
    """Values of the two noise levels of a sample, (sigma, clean), and which tokens are at sigma.

    `is_noisy` has one row a token, or one for all where they agree.
    """

    values: Float[Tensor, "b 2 m d"]
    is_noisy: Bool[Tensor, "b u 1"]

    def plus(self, table: Float[Tensor, "m d"]) -> list[Float[Tensor, "b u d"]]:
        """Each of the m values with its learned offset, for every token, in float32."""
        return [
            torch.where(self.is_noisy, noisy, clean)
            for noisy, clean in (
                each.split(1, dim=1) for each in (self.values.float() + table.float()).unbind(2)
            )
        ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What a tower's cross-attention sees: embedded text (and voice) tokens, and raw identity."""

    tokens: Float[Tensor, "b s d"]
    mask: Bool[Tensor, "b 1 1 s"] | None
    identity: Float[Tensor, "b i g"] | None
    identity_mask: Bool[Tensor, "b 1 1 j"] | None


class TimeEmbedding(nn.Module):
    """Sigma to a vector, and that vector to the modulation that all blocks share."""

    def __init__(self, frequencies: int, width: int) -> None:
        super().__init__()
        self.frequencies = frequencies
        self.into = nn.Linear(frequencies, width)
        self.out = nn.Linear(width, width)
        self.modulation = nn.Linear(width, 6 * width)

    def forward(
        self, sigma: Float[Tensor, "b u"]
    ) -> tuple[Float[Tensor, "b u d"], Float[Tensor, "b u 6 d"]]:
        waves = sinusoids(sigma * TIMESTEPS_PER_SIGMA, self.frequencies)
        embedded = self.out(F.silu(self.into(waves.to(self.into.weight.dtype))))
        modulation = self.modulation(F.silu(embedded))
        return embedded, rearrange(modulation, "b u (m d) -> b u m d", m=6)


class ReferenceDeltas(nn.Module):
    """What references change in the queries, keys and values of a self-attention."""

    def __init__(self, width: int, rank: int) -> None:
        super().__init__()
        self.q = LowRank(width, width, rank)
        self.k = LowRank(width, width, rank)
        self.v = LowRank(width, width, rank)


class IdentityKeys(nn.Module):
    """Keys and values of identity tokens beside the text's; the values start at zero.

    One empty token is always there, so that a sample without identity has something to look at.
    """

    def __init__(self, identity_width: int, width: int, heads: int, norm: HeadNorm) -> None:
        super().__init__()
        self.heads = heads
        self.k = nn.Linear(identity_width, width)
        self.v = nn.Linear(identity_width, width, bias=False)
        self.norm_k = norm

    def forward(self, identity: Float[Tensor, "b i g"]) -> KeysValues:
        identity = F.pad(identity, (0, 0, 1, 0))
        return self.norm_k(self.k(identity)), rearrange(
            self.v(identity), "b i (n k) -> b n i k", n=self.heads
        )


class Block(nn.Module):
    """Self-attention, cross-attention and feed-forward of one stream, with room for a bridge.

    `mix` is everything before the bridge and `feed` what follows it.
    """

    def __init__(self, config: "Tower.Config", *, has_identity: bool) -> None:
        super().__init__()
        width, heads = config.width, config.heads
        self.eps = config.eps
        per_head = config.is_norm_per_head
        self.self_attention = Attention(width, heads, is_norm_per_head=per_head, eps=self.eps)
        self.cross_attention = Attention(width, heads, is_norm_per_head=per_head, eps=self.eps)
        self.cross_norm = nn.LayerNorm(width, eps=self.eps)
        self.feed_forward = FeedForward(width, config.feed_forward, width, gelu=config.gelu)
        self.modulation = nn.Parameter(torch.empty(6, width))
        self.reference_deltas = (
            ReferenceDeltas(width, config.reference_rank) if config.reference_rank else None
        )
        self.identity_keys = None
        if has_identity:
            norm = HeadNorm(width, heads, is_per_head=per_head, eps=self.eps)
            self.identity_keys = IdentityKeys(config.identity_width, width, heads, norm)

    def mix(
        self,
        x: Float[Tensor, "b l d"],
        modulation: Sequence[Float[Tensor, "b u d"]],
        rotation: Rotation,
        remembered: KeysValues | None,
        mask: Bool[Tensor, "b 1 1 s"] | None,
        seen: Seen,
    ) -> Float[Tensor, "b l d"]:
        """Let targets look at each other, at references, and at text and identity."""
        shift, scale, gate = modulation[:3]
        attention = self.self_attention
        inner = (layer_norm(x, self.eps) * (1 + scale) + shift).type_as(x)
        q = rotate(attention.norm_q(attention.q(inner)), rotation)
        k = rotate(attention.norm_k(attention.k(inner)), rotation)
        v = attention.split(attention.v(inner))
        if remembered is not None:
            k = torch.cat([k, remembered[0]], dim=2)
            v = torch.cat([v, remembered[1]], dim=2)
        x = (x.float() + attention.join(attend(q, k, v, mask)) * gate).type_as(x)
        return x + self._cross(x, seen)

    def mix_references(
        self,
        x: Float[Tensor, "b r d"],
        modulation: Sequence[Float[Tensor, "b u d"]],
        rotation: Rotation,
        mask: Bool[Tensor, "b 1 r r"],
    ) -> tuple[Float[Tensor, "b r d"], KeysValues]:
        """Let each person look at themselves; give the keys and values that targets will see."""
        shift, scale, gate = modulation[:3]
        attention, deltas = self.self_attention, self.reference_deltas
        assert deltas is not None, "this tower takes no references"
        inner = (layer_norm(x, self.eps) * (1 + scale) + shift).type_as(x)
        q = rotate(attention.norm_q(attention.q(inner) + deltas.q(inner)), rotation)
        k = rotate(attention.norm_k(attention.k(inner) + deltas.k(inner)), rotation)
        v = attention.split(attention.v(inner) + deltas.v(inner))
        x = (x.float() + attention.join(attend(q, k, v, mask)) * gate).type_as(x)
        return x, (k, v)

    def feed(
        self, x: Float[Tensor, "b l d"], modulation: Sequence[Float[Tensor, "b u d"]]
    ) -> Float[Tensor, "b l d"]:
        shift, scale, gate = modulation[3:]
        inner = (layer_norm(x, self.eps) * (1 + scale) + shift).type_as(x)
        return (x.float() + self.feed_forward(inner).float() * gate).type_as(x)

    def _cross(self, x: Float[Tensor, "b l d"], seen: Seen) -> Float[Tensor, "b l d"]:
        attention = self.cross_attention
        q = attention.norm_q(attention.q(layer_norm(x, self.eps, self.cross_norm).type_as(x)))
        k = attention.norm_k(attention.k(seen.tokens))
        seen_by_heads = attend(q, k, attention.split(attention.v(seen.tokens)), seen.mask)
        if self.identity_keys is not None and seen.identity is not None:
            k, v = self.identity_keys(seen.identity)
            seen_by_heads = seen_by_heads + attend(q, k, v, seen.identity_mask)
        return attention.join(seen_by_heads)


@dataclass(kw_only=True, slots=True)
class Running:
    """A tower on its way through its blocks."""

    x: Float[Tensor, "b l d"]
    carried: Float[Tensor, "b l c"] | None
    stream: TokenStream
    embedded: Levels
    modulation: Levels
    rotation: Rotation
    seen: Seen
    memory: Memory | None
    mask: Bool[Tensor, "b 1 1 s"] | None
    level: Float[Tensor, "b d"]
    sigma: Float[Tensor, " b"]


class Tower(nn.Module):
    """The transformer of one modality."""

    @dataclass(frozen=True, kw_only=True, slots=True)
    class Config:
        token_channels: int
        width: int
        feed_forward: int
        heads: int
        blocks: int
        text_width: int
        text_tokens: int
        frequencies: int
        eps: float
        gelu: Gelu
        is_norm_per_head: bool
        places: Literal["grid", "clock"]
        predicts: Literal["velocity", "clean"]
        """What the last linear says. Clean latents lie near a surface of few dimensions; noise
        fills them all, and a narrow tower has no room to carry it (Li and He 2025, JiT)."""
        carries: bool
        """Whether every token knows what is given at its place (the first frame, or else the first
        picture of the first person), and what is said is added to that, times a share that the
        tower says for every value. So it keeps a person or a place from its first step on, and
        learns what changes.
        """
        local_width: int
        """Of convolutions over the latent cells of each picture that correct what was said: tokens
        of several cells agree at their borders, and edges are finer than a token. 0 for none."""
        reference_rank: int
        identity_width: int
        identity_every: int
        voice_width: int
        feature_width: int

    def __init__(self, config: Config, *, ticks_per_second: float, patch: int) -> None:
        super().__init__()
        width, gelu = config.width, config.gelu
        self.config = config
        self.ticks_per_second = ticks_per_second
        self.into = nn.Linear(config.token_channels, width)
        self.time = TimeEmbedding(config.frequencies, width)
        self.text = FeedForward(config.text_width, width, width, gelu=gelu)
        self.voice = None
        if config.voice_width:
            self.voice = FeedForward(config.voice_width, width, width, gelu=gelu)
        self.features = None
        if config.feature_width:
            self.features = nn.Linear(config.feature_width, width, bias=False)
        every = config.identity_every
        self.blocks = nn.ModuleList(
            Block(config, has_identity=bool(every) and index % every == every - 1)
            for index in range(config.blocks)
        )
        self.modulation = nn.Parameter(torch.empty(2, width))
        self.out = nn.Linear(width, config.token_channels)
        self.shares = self.given = None
        if config.carries:
            self.shares = nn.Linear(width, config.token_channels)
            self.given = nn.Linear(config.token_channels, width, bias=False)
        self.local = None
        if config.local_width:
            self.local = LocalCorrection(
                config.token_channels, width, config.local_width, patch=patch
            )

    def forward(
        self,
        stream: TokenStream,
        sigma: Float[Tensor, " b"],
        context: Context,
        memory: Memory | None = None,
    ) -> Float[Tensor, "b l c"]:
        """Velocities of the targets of this modality alone."""
        memory = memory or self.remember(stream)
        running = self.begin(stream, sigma, context, memory)
        self.run(running, 0, len(self.blocks))
        return self.finish(running)

    def remember(self, stream: TokenStream) -> Memory | None:
        """Run the references once, with no bridge in sight."""
        if stream.latents.shape[1] == stream.target_tokens:
            return None
        keys_values, _ = self.references(stream, ())
        seen = stream.groups[:, stream.target_tokens :] > 0
        return Memory(blocks=tuple(keys_values), bridges=(), seen=seen)

    def begin(
        self,
        stream: TokenStream,
        sigma: Float[Tensor, " b"],
        context: Context,
        memory: Memory | None,
    ) -> Running:
        """Embed the targets, their noise levels and what they look at."""
        targets = stream.target_tokens
        x = self.into(stream.latents[:, :targets])
        if self.features is not None and stream.features is not None:
            x = x + self.features(stream.features[:, :targets])
        carried = None
        if self.given is not None:
            carried = given_in_place(stream)
            x = x + self.given(carried)
        noise_mask = stream.noise_mask[:, : 1 if stream.is_uniform else targets]
        is_noisy = (noise_mask > 0)[..., None]
        embedded, modulation = self._levels(sigma)
        return Running(
            x=x,
            carried=carried,
            stream=stream,
            embedded=Levels(values=embedded[:, :, None], is_noisy=is_noisy),
            modulation=Levels(values=modulation, is_noisy=is_noisy),
            rotation=self._rotation(stream.positions[:, :targets]),
            seen=self._seen(context),
            memory=memory,
            mask=_seen_by_targets(targets, memory),
            # One level for the whole stream: sound that is given is clean to the picture.
            level=torch.where(is_noisy.any(dim=1), embedded[:, 0], embedded[:, CLEAN]),
            sigma=sigma,
        )

    def run(self, running: Running, start: int, stop: int) -> None:
        """Take the targets through whole blocks."""
        for index in range(start, stop):
            self.mix(running, index)
            self.feed(running, index)

    def mix(self, running: Running, index: int) -> None:
        block = self._block(index)
        remembered = None if running.memory is None else running.memory.blocks[index]
        modulation = running.modulation.plus(block.modulation)
        running.x = block.mix(
            running.x, modulation, running.rotation, remembered, running.mask, running.seen
        )

    def feed(self, running: Running, index: int) -> None:
        block = self._block(index)
        running.x = block.feed(running.x, running.modulation.plus(block.modulation))

    def finish(self, running: Running) -> Float[Tensor, "b l c"]:
        """Velocities of the targets."""
        shift, scale = Levels(
            values=running.embedded.values.expand(-1, -1, 2, -1),
            is_noisy=running.embedded.is_noisy,
        ).plus(self.modulation)
        x = layer_norm(running.x, self.config.eps) * (1 + scale) + shift
        x = x.type_as(running.x)
        said = self.out(x)
        carried = running.carried
        if self.shares is not None and carried is not None:
            said = said + self.shares(x) * carried
            if self.local is not None:
                said = said + self.local(
                    said, carried, running.stream, running.embedded.values[:, 0, 0]
                )
        if self.config.predicts == "velocity":
            return said
        noisy = running.stream.latents[:, : running.stream.target_tokens]
        sigma = torch.where(running.embedded.is_noisy, running.sigma[:, None, None], 0.0)
        return (noisy - said.float()) / sigma.clamp(min=LEAST_SIGMA)

    def references(
        self, stream: TokenStream, bridged: Sequence[int]
    ) -> tuple[list[KeysValues], list[Float[Tensor, "b r d"]]]:
        """Keys and values of every block, and the hidden states that the bridge looks at."""
        targets = stream.target_tokens
        x = self.into(stream.latents[:, targets:])
        rotation = self._rotation(stream.positions[:, targets:])
        mask = _own_person(stream.groups[:, targets:])
        clean = torch.zeros_like(stream.seconds[:, 0])
        levels = Levels(
            values=self._levels(clean)[1], is_noisy=torch.zeros_like(mask[:, 0, :1, :1])
        )
        keys_values, hidden = [], []
        for index in range(len(self.blocks)):
            block = self._block(index)
            modulation = levels.plus(block.modulation)
            x, remembered = block.mix_references(x, modulation, rotation, mask)
            keys_values.append(remembered)
            if index in bridged:
                hidden.append(x)
            x = block.feed(x, modulation)
        return keys_values, hidden

    def _block(self, index: int) -> Block:
        return cast(Block, self.blocks[index])

    def _levels(
        self, sigma: Float[Tensor, " b"]
    ) -> tuple[Float[Tensor, "b 2 d"], Float[Tensor, "b 2 6 d"]]:
        return self.time(torch.stack([sigma, torch.zeros_like(sigma)], dim=1))

    def _rotation(self, positions: Float[Tensor, "b l p"]) -> Rotation:
        head_width = self.config.width // self.config.heads
        if self.config.places == "grid":
            return grid_rotation(positions, head_width)
        return clock_rotation(positions[..., 0], head_width, ticks_per_second=self.ticks_per_second)

    def _seen(self, context: Context) -> Seen:
        tokens, mask = self.text(context.text), context.text_mask
        if self.voice is not None and context.voice is not None:
            assert context.voice_groups is not None, "voice tokens need their groups"
            if mask is None:
                mask = torch.ones_like(tokens[..., 0], dtype=torch.bool)
            tokens = torch.cat([tokens, self.voice(context.voice)], dim=1)
            mask = torch.cat([mask, context.voice_groups > 0], dim=1)
        identity_mask = None
        if context.identity is not None:
            assert context.identity_groups is not None, "identity tokens need their groups"
            identity_mask = F.pad(context.identity_groups > 0, (1, 0), value=True)[:, None, None]
        return Seen(
            tokens=tokens,
            mask=None if mask is None else mask[:, None, None],
            identity=context.identity,
            identity_mask=identity_mask,
        )


def _seen_by_targets(targets: int, memory: Memory | None) -> Bool[Tensor, "b 1 1 s"] | None:
    if memory is None or memory.seen is None:
        return None
    return F.pad(memory.seen, (targets, 0), value=True)[:, None, None]


def _own_person(groups: Int[Tensor, "b r"]) -> Bool[Tensor, "b 1 r r"]:
    """A reference sees its own person; padding sees padding, and nobody sees what comes of it."""
    return (groups[:, :, None] == groups[:, None, :])[:, None]


def initialise_tower(tower: Tower) -> None:
    width = tower.config.width
    for linear in (tower.time.into, tower.time.out, tower.text.into, tower.text.out):
        nn.init.normal_(linear.weight, std=0.02)
    nn.init.zeros_(tower.out.weight)
    if tower.shares is not None and tower.given is not None:
        nn.init.zeros_(tower.given.weight)
        nn.init.zeros_(tower.shares.weight)
        nn.init.constant_(tower.shares.bias, 0.5)
    nn.init.normal_(tower.modulation, std=width**-0.5)
    if tower.local is not None:
        nn.init.zeros_(tower.local.out.weight)
        nn.init.zeros_(cast(Tensor, tower.local.out.bias))
    if tower.features is not None:
        nn.init.zeros_(tower.features.weight)
    for block in tower.blocks:
        assert isinstance(block, Block)
        nn.init.normal_(block.modulation, std=width**-0.5)
        if block.identity_keys is not None:
            nn.init.zeros_(block.identity_keys.v.weight)
        deltas = block.reference_deltas
        if deltas is not None:
            for delta in (deltas.q, deltas.k, deltas.v):
                nn.init.kaiming_uniform_(delta.down.weight, a=math.sqrt(5))
                nn.init.zeros_(delta.up.weight)
