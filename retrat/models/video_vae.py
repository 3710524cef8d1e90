"""The video codec of nano: pixels <-> latents of 48 channels, 16 times smaller each way, 4 in time.

Causal: frame 0 alone is latent 0, and latent i >= 1 is made of frames 4i-4 .. 4i, so that a still
picture is the first latent of any clip that begins with it. Frames 0, 4, 8, ... are key frames.

    key frame -> 16 x 16 blocks -> their principal axes                -> key channels
    and, added to them, convolutions at 1/8 and 1/16 of the same frame
    five frames, from key to key -> convolutions at 1/8 and 1/16       -> motion channels

    key channels -> a linear map from 3 x 3 cells, and a network at 1/16, 1/8, 1/4 -> key frame
    two key frames, motion -> a network at 1/8 and 1/4 -> for each frame between: two flow fields
      that warp the key frames, a mask that blends them, and a residual

A key frame's latents begin as what a fit gives, linear in its pixels, and a network learns to say
more by them. They depend on that frame alone, so a still's latents are a slice of a clip's.
Sharpness does not depend on what moves: the frames between are bent key frames.

Made for processors: 3 x 3 convolutions at a quarter of the size and below, channels last, norms
over channels alone (so that chunks agree with the whole). Latents are normalised with statistics
kept in the weights: mean 0 and, over all channels, variance 1; a channel that is worth more in
pixels gets a larger share of it. Flow-based interpolation: Jiang et al. 2018 (Super SloMo).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import torch
from einops import rearrange, repeat
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F

SPATIAL = 16
TEMPORAL = 4
BETWEEN = TEMPORAL - 1
BLOCK = 3 * SPATIAL**2
Layer = TypeVar("Layer", nn.Linear, nn.Conv2d)


@dataclass(frozen=True, kw_only=True, slots=True)
class VideoVAEConfig:
    """Channels of latents, the last `motion_channels` of them for motion; widths by size."""

    channels: int
    motion_channels: int
    key_encoder_width: int
    """Of what is added to the principal axes of key frames, at 1/8 of the size."""
    encoder_width: int
    """Of the motion encoder, at 1/8 of the size."""
    key_width: int
    key_blocks: int
    key_middle_width: int
    key_middle_blocks: int
    key_outer_width: int
    key_outer_blocks: int
    between_width: int
    between_blocks: int
    between_outer_width: int

    @property
    def key_channels(self) -> int:
        return self.channels - self.motion_channels

    @classmethod
    def tiny(cls) -> VideoVAEConfig:
        return cls(
            channels=4,
            motion_channels=1,
            key_encoder_width=8,
            encoder_width=8,
            key_width=8,
            key_blocks=1,
            key_middle_width=8,
            key_middle_blocks=1,
            key_outer_width=8,
            key_outer_blocks=1,
            between_width=8,
            between_blocks=1,
            between_outer_width=4,
        )


def blocks_of(pictures: Float[Tensor, "n 3 y x"]) -> Float[Tensor, "n h w e"]:
    """Every 16 x 16 pixels in a row."""
    return rearrange(pictures, "n c (h p) (w q) -> n h w (c p q)", p=SPATIAL, q=SPATIAL)


def pictures_of(blocks: Float[Tensor, "n h w e"]) -> Float[Tensor, "n 3 y x"]:
    """The inverse of `blocks_of`."""
    return rearrange(blocks, "n h w (c p q) -> n c (h p) (w q)", c=3, p=SPATIAL, q=SPATIAL)


class Conv(nn.Conv2d):
    """A 3 x 3 convolution of channels-last values."""

    def __init__(self, channels_in: int, channels_out: int) -> None:
        super().__init__(channels_in, channels_out, 3, padding=1)

    def forward(self, x: Float[Tensor, "n h w c"]) -> Float[Tensor, "n h w d"]:
        return rearrange(super().forward(rearrange(x, "n h w c -> n c h w")), "n c h w -> n h w c")


class ResidualBlock(nn.Module):
    """x + conv(silu(conv(norm(x))))."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.first, self.second = Conv(width, width), Conv(width, width)

    def forward(self, x: Float[Tensor, "n h w c"]) -> Float[Tensor, "n h w c"]:
        return x + self.second(F.silu(self.first(self.norm(x))))


class CellEncoder(nn.Module):
    """Convolutions over cells of 8 x 8 pixels, then of 16 x 16; `out` values of each of those."""

    def __init__(self, channels: int, width: int, out: int) -> None:
        super().__init__()
        self.into = nn.Linear(channels * 8**2, width)
        self.blocks = _blocks(width, 2)
        self.merge = nn.Linear(4 * width, width)
        self.inner = _blocks(width, 1)
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, out)

    def forward(self, pixels: Float[Tensor, "n c y x"]) -> Float[Tensor, "n h w e"]:
        cells = rearrange(pixels, "n c (h p) (w q) -> n h w (c p q)", p=8, q=8)
        x = self.blocks(self.into(cells))
        x = rearrange(x, "n (h p) (w q) c -> n h w (p q c)", p=2, q=2)
        return self.out(self.norm(self.inner(self.merge(x))))


class KeyEncoder(nn.Module):
    """A key frame to its channels: principal axes, and what a network adds, nothing at first."""

    def __init__(self, config: VideoVAEConfig) -> None:
        super().__init__()
        self.linear = nn.Linear(BLOCK, config.key_channels)
        self.added = CellEncoder(3, config.key_encoder_width, config.key_channels)
        _silent(self.added.out)

    def forward(self, frames: Float[Tensor, "n 3 y x"]) -> Float[Tensor, "n h w k"]:
        return self.linear(blocks_of(frames)) + self.added(frames)


class MotionEncoder(CellEncoder):
    """Five frames, from key frame to key frame, to what happens between them."""

    def __init__(self, config: VideoVAEConfig) -> None:
        super().__init__((TEMPORAL + 1) * 3, config.encoder_width, config.motion_channels)

    def forward(self, five: Float[Tensor, "n 3 r y x"]) -> Float[Tensor, "n h w m"]:
        return super().forward(rearrange(five, "n c r y x -> n (r c) y x"))


class Encoder(nn.Module):
    """Frames to raw latents: key channels, then motion channels."""

    def __init__(self, config: VideoVAEConfig) -> None:
        super().__init__()
        self.motion_channels = config.motion_channels
        self.key = KeyEncoder(config)
        self.motion = MotionEncoder(config)

    def forward(self, pixels: Float[Tensor, "b 3 f y x"]) -> Float[Tensor, "b t h w c"]:
        batch, latents = pixels.shape[0], (pixels.shape[2] - 1) // TEMPORAL + 1
        keys = rearrange(pixels[:, :, ::TEMPORAL], "b c t y x -> (b t) c y x")
        key = rearrange(self.key(keys), "(b t) h w k -> b t h w k", b=batch)
        motion = key.new_zeros(*key.shape[:-1], self.motion_channels)
        if latents > 1:
            fives = pixels.unfold(2, TEMPORAL + 1, TEMPORAL)
            moved = self.motion(rearrange(fives, "b c t y x r -> (b t) c r y x"))
            moved = rearrange(moved, "(b t) h w m -> b t h w m", b=batch)
            motion = torch.cat([motion[:, :1], moved], dim=1)
        return torch.cat([key, motion], dim=-1)


class KeyDecoder(nn.Module):
    """Key channels to key frames: the best linear map, and what a network adds to it."""

    def __init__(self, config: VideoVAEConfig) -> None:
        super().__init__()
        width, middle, outer = config.key_width, config.key_middle_width, config.key_outer_width
        self.linear = Conv(config.key_channels, BLOCK)
        self.enter = Conv(config.key_channels, width)
        self.inner = _blocks(width, config.key_blocks)
        self.widen = nn.Linear(width, 4 * middle)
        self.middle = _blocks(middle, config.key_middle_blocks)
        self.split = nn.Linear(middle, 4 * outer)
        self.outer = _blocks(outer, config.key_outer_blocks)
        self.norm = nn.LayerNorm(outer)
        self.leave = _silent(Conv(outer, 3 * 4**2))

    def forward(self, key: Float[Tensor, "n h w k"]) -> Float[Tensor, "n 3 y x"]:
        x = self.inner(self.enter(key))
        x = self.middle(_unfolded(self.widen(x), 2))
        x = self.outer(_unfolded(self.split(x), 2))
        added = self.leave(self.norm(x))
        added = rearrange(added, "n h w (c p q) -> n c (h p) (w q)", p=4, q=4)
        return pictures_of(self.linear(key)) + added


class Between(nn.Module):
    """Two key frames and the motion between them to the three frames there."""

    def __init__(self, config: VideoVAEConfig) -> None:
        super().__init__()
        width, outer = config.between_width, config.between_outer_width
        self.motion = nn.Linear(config.motion_channels, 4 * width)
        self.frames = nn.Linear(2 * 3 * 8**2, width)
        self.blocks = _blocks(width, config.between_blocks)
        self.norm = nn.LayerNorm(width)
        self.bend = _silent(Conv(width, BETWEEN * 5))
        self.split = nn.Linear(width, 4 * outer)
        self.outer = _blocks(outer, 1)
        self.outer_norm = nn.LayerNorm(outer)
        self.leave = _silent(Conv(outer, BETWEEN * 3 * 4**2))

    def forward(
        self,
        before: Float[Tensor, "n 3 y x"],
        after: Float[Tensor, "n 3 y x"],
        motion: Float[Tensor, "n h w m"],
    ) -> Float[Tensor, "n 3 r y x"]:
        cells = rearrange(
            torch.cat([before, after], dim=1), "n c (h p) (w q) -> n h w (c p q)", p=8, q=8
        )
        x = self.blocks(self.frames(cells) + _unfolded(self.motion(motion), 2))
        bent = self._bent(before, after, self.bend(self.norm(x)))
        added = self.leave(self.outer_norm(self.outer(_unfolded(self.split(x), 2))))
        added = rearrange(added, "n h w (r c p q) -> n c r (h p) (w q)", r=BETWEEN, p=4, q=4)
        return bent + added

    def _bent(
        self,
        before: Float[Tensor, "n 3 y x"],
        after: Float[Tensor, "n 3 y x"],
        bend: Float[Tensor, "n h w e"],
    ) -> Float[Tensor, "n 3 r y x"]:
        """Both key frames warped towards each moment, blended."""
        fields = F.interpolate(
            rearrange(bend, "n h w e -> n e h w"),
            scale_factor=8,
            mode="bilinear",
            align_corners=False,
        )
        frames = []
        for index, field in enumerate(fields.split(5, dim=1)):
            share = (index + 1) / TEMPORAL
            logit = torch.logit(torch.tensor(share)).item()
            mask = torch.sigmoid(field[:, 4:] + logit)
            frames.append(
                (1 - mask) * warped(before, field[:, :2]) + mask * warped(after, field[:, 2:4])
            )
        return torch.stack(frames, dim=2)


class Decoder(nn.Module):
    """Raw latents to frames. What the next chunk needs is the last key frame."""

    def __init__(self, config: VideoVAEConfig) -> None:
        super().__init__()
        self.key_channels = config.key_channels
        self.key = KeyDecoder(config)
        self.between = Between(config)

    def forward(
        self, latents: Float[Tensor, "b t h w c"], last: Float[Tensor, "b 3 1 y x"] | None
    ) -> tuple[Float[Tensor, "b 3 f y x"], Float[Tensor, "b 3 1 y x"]]:
        """Frames, and their last key frame; without one from before, a clip begins."""
        batch = latents.shape[0]
        key, motion = latents[..., : self.key_channels], latents[..., self.key_channels :]
        keys = self.key(rearrange(key, "b t h w k -> (b t) h w k"))
        keys = rearrange(keys, "(b t) c y x -> b c t y x", b=batch)
        known = keys if last is None else torch.cat([last, keys], dim=2)
        first = keys[:, :, :1] if last is None else None
        if known.shape[2] == 1:
            return keys, keys
        between = self.between(
            rearrange(known[:, :, :-1], "b c t y x -> (b t) c y x"),
            rearrange(known[:, :, 1:], "b c t y x -> (b t) c y x"),
            rearrange(motion[:, first is not None :], "b t h w m -> (b t) h w m"),
        )
        between = rearrange(between, "(b t) c r y x -> b c t r y x", b=batch)
        fours = torch.cat([between, known[:, :, 1:, None]], dim=3)
        frames = rearrange(fours, "b c t r y x -> b c (t r) y x")
        if first is not None:
            frames = torch.cat([first, frames], dim=2)
        return frames, known[:, :, -1:]


class VideoVAE(nn.Module):
    """Both halves and the statistics of the latents between them."""

    Config = VideoVAEConfig
    latent_mean: Tensor
    latent_std: Tensor

    def __init__(self, config: VideoVAEConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder, self.decoder = Encoder(config), Decoder(config)
        self.register_buffer("latent_mean", torch.zeros(config.channels))
        self.register_buffer("latent_std", torch.ones(config.channels))

    def encode(self, pixels: Float[Tensor, "b 3 f y x"]) -> Float[Tensor, "b c t h w"]:
        """Normalised latents of frames in [-1, 1]; 4(t-1)+1 frames, sides multiples of 16."""
        frames, height, width = pixels.shape[2:]
        assert frames % TEMPORAL == 1, f"{frames} frames are not a multiple of 4 plus 1"
        assert height % SPATIAL == 0, f"{height} rows are not a multiple of 16"
        assert width % SPATIAL == 0, f"{width} columns are not a multiple of 16"
        latents = (self.encoder(pixels) - self.latent_mean) / self.latent_std
        latents[:, 0, ..., self.config.key_channels :] = 0.0
        return rearrange(latents, "b t h w c -> b c t h w")

    def decode(self, latents: Float[Tensor, "b c t h w"]) -> Float[Tensor, "b 3 f y x"]:
        """Frames in [-1, 1] of normalised latents."""
        return self.decode_open(latents).clamp(-1.0, 1.0)

    def decode_open(self, latents: Float[Tensor, "b c t h w"]) -> Float[Tensor, "b 3 f y x"]:
        """As `decode`, but values beyond [-1, 1] are kept, for losses."""
        return self.decoder(self._raw(latents), None)[0]

    def decode_chunks(
        self, latents: Float[Tensor, "b c t h w"], *, latent_frames: int
    ) -> Iterator[Float[Tensor, "b 3 f y x"]]:
        """The frames of `decode` in order, `latent_frames` latents at a time, in little memory."""
        last: Tensor | None = None
        for chunk in latents.split(latent_frames, dim=2):
            pixels, last = self.decoder(self._raw(chunk), last)
            yield pixels.clamp(-1.0, 1.0)

    def forward(
        self, pixels: Float[Tensor, "b 3 f y x"], noise: Float[Tensor, "b c t h w"]
    ) -> tuple[Float[Tensor, "b 3 f y x"], Float[Tensor, "b c t h w"]]:
        """For training: frames decoded from disturbed latents, and the undisturbed latents."""
        latents = self.encode(pixels)
        return self.decode_open(latents + noise), latents

    def _raw(self, latents: Float[Tensor, "b c t h w"]) -> Float[Tensor, "b t h w c"]:
        return rearrange(latents, "b c t h w -> b t h w c") * self.latent_std + self.latent_mean


def _blocks(width: int, count: int) -> nn.Sequential:
    return nn.Sequential(*(ResidualBlock(width) for _ in range(count)))


def _silent(layer: Layer) -> Layer:
    """Says nothing until it has learned."""
    nn.init.zeros_(layer.weight)
    assert layer.bias is not None
    nn.init.zeros_(layer.bias)
    return layer


def _unfolded(x: Float[Tensor, "n h w e"], p: int) -> Float[Tensor, "n g v c"]:
    return rearrange(x, "n h w (p q c) -> n (h p) (w q) c", p=p, q=p)


def warped(
    picture: Float[Tensor, "n 3 y x"], flow: Float[Tensor, "n 2 y x"]
) -> Float[Tensor, "n 3 y x"]:
    """Every pixel fetched from where the flow (x, y, in pixels / 8) points; the edge goes on."""
    height, width = picture.shape[2:]
    size = flow.new_tensor([width, height])
    moved = rearrange(flow, "n e y x -> n y x e") * (2 * 8 / size)
    grid = _centres(height, width, picture.device) + moved
    return F.grid_sample(picture, grid, mode="bilinear", padding_mode="border", align_corners=False)


@cache
@torch.inference_mode(False)  # kept: training may want it after a clip was made
def _centres(height: int, width: int, device: torch.device) -> Float[Tensor, "1 y x 2"]:
    rows = (2 * torch.arange(height, device=device) + 1) / height - 1
    columns = (2 * torch.arange(width, device=device) + 1) / width - 1
    return torch.stack(
        [repeat(columns, "x -> 1 y x", y=height), repeat(rows, "y -> 1 y x", x=width)], dim=-1
    )
