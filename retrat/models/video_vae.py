"""The video codec of nano: pixels <-> latents of 48 channels, 16 times smaller each way, 4 in time.

Causal: frame 0 alone is latent 0, and latent i >= 1 is made of frames 4i-3 .. 4i and of latents
before it, so that a still picture is the first latent of any clip that begins with it.

    frames -> / 4 pixel unshuffle -> conv, / 2, 96 ch, each frame   -> four frames and 2 x 2 cells
      to one 256-ch cell -> causal mix with the latent before -> residual blocks -> 48 ch
    latents -> 256 ch, causal mix, residual blocks at 1/16 -> residual blocks at 1/8, four frames
      in one -> 48 ch at 1/4 for each frame -> pixel shuffle -> frames

Beside each half runs a fixed linear map of 4 x 16 x 16 pixels (back again: from 3 x 3 cells), the
best linear codec of the training frames; the networks start from it and learn what it lacks.

Made for processors: plain 3 x 3 convolutions at a quarter of the size and below, channels last
throughout, norms over channels alone (so that crops, tiles and chunks agree with the whole), four
frames at a time where the picture is small. 1.26 GFLOP a 256 x 256 frame to decode.

Latents are normalised with statistics kept in the weights: mean 0 and, over all channels,
variance 1; a channel that is worth more in pixels may be given a larger share of it. Float32 and
bfloat16 (autocast) both work; norms are float32 under autocast.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from einops import rearrange, repeat
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F

SPATIAL = 16
TEMPORAL = 4
PATCH = 4  # pixels in a cell of the largest convolution
BLOCK = 3 * TEMPORAL * SPATIAL**2
NET_SCALE = 0.5  # the network adds little to the linear map, so its steps must be small


@dataclass(frozen=True, kw_only=True, slots=True)
class VideoVAEConfig:
    """Widths at 1/4, 1/8 and 1/16 of the size, and residual blocks at each.

    An encoder of width 0 is the linear map alone.
    """

    channels: int
    encoder_middle_width: int
    encoder_middle_blocks: int
    encoder_width: int
    encoder_blocks: int
    decoder_width: int
    decoder_blocks: int
    decoder_middle_width: int
    decoder_middle_blocks: int
    decoder_outer_width: int
    decoder_outer_blocks: int

    @classmethod
    def tiny(cls) -> VideoVAEConfig:
        return cls(
            channels=4,
            encoder_middle_width=8,
            encoder_middle_blocks=1,
            encoder_width=16,
            encoder_blocks=1,
            decoder_width=16,
            decoder_blocks=1,
            decoder_middle_width=8,
            decoder_middle_blocks=1,
            decoder_outer_width=8,
            decoder_outer_blocks=1,
        )


def blocks_of(pixels: Float[Tensor, "b 3 f y x"]) -> Float[Tensor, "b t h w e"]:
    """Four frames of 16 x 16 pixels in a row; the first frame stands for four."""
    still = repeat(pixels[:, :, :1], "b c 1 y x -> b c r y x", r=TEMPORAL)
    return rearrange(
        torch.cat([still, pixels[:, :, 1:]], dim=2),
        "b c (t r) (h p) (w q) -> b t h w (c r p q)",
        r=TEMPORAL,
        p=SPATIAL,
        q=SPATIAL,
    )


def frames_of(
    blocks: Float[Tensor, "b t h w e"], *, is_beginning: bool
) -> Float[Tensor, "b 3 f y x"]:
    """The inverse of `blocks_of`; at a clip's beginning only the last of four is kept."""
    frames = rearrange(
        blocks,
        "b t h w (c r p q) -> b c (t r) (h p) (w q)",
        c=3,
        r=TEMPORAL,
        p=SPATIAL,
        q=SPATIAL,
    )
    return frames[:, :, TEMPORAL - 1 :] if is_beginning else frames


class Conv(nn.Conv2d):
    """A 3 x 3 convolution of channels-last values."""

    def __init__(self, channels_in: int, channels_out: int, *, stride: int = 1) -> None:
        super().__init__(channels_in, channels_out, 3, stride=stride, padding=1)

    def forward(self, x: Float[Tensor, "n h w c"]) -> Float[Tensor, "n g v d"]:
        return rearrange(super().forward(rearrange(x, "n h w c -> n c h w")), "n c h w -> n h w c")


class ResidualBlock(nn.Module):
    """x + conv(silu(conv(norm(x))))."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.first, self.second = Conv(width, width), Conv(width, width)

    def forward(self, x: Float[Tensor, "n h w c"]) -> Float[Tensor, "n h w c"]:
        return x + self.second(F.silu(self.first(self.norm(x))))


class CausalMix(nn.Module):
    """Lets every latent frame see the one before it; before the first there is nothing (zeros)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.mix = nn.Linear(2 * width, width)
        nn.init.zeros_(self.mix.weight)
        nn.init.zeros_(self.mix.bias)

    def forward(
        self, x: Float[Tensor, "b t h w c"], before: Float[Tensor, "b 1 h w c"] | None
    ) -> tuple[Float[Tensor, "b t h w c"], Float[Tensor, "b 1 h w c"]]:
        """The mixed frames, and what the next chunk needs as `before`."""
        own = self.norm(x)
        if before is None:
            before = torch.zeros_like(own[:, :1])
        earlier = torch.cat([before, own[:, :-1]], dim=1)
        return x + self.mix(torch.cat([earlier, own], dim=-1)), own[:, -1:]


class Encoder(nn.Module):
    """Four frames at a time to one cell of latents for every 16 x 16 pixels."""

    def __init__(self, config: VideoVAEConfig) -> None:
        super().__init__()
        self.linear = nn.Linear(BLOCK, config.channels).requires_grad_(requires_grad=False)
        self.net = EncoderNet(config) if config.encoder_width else None

    def forward(self, pixels: Float[Tensor, "b 3 f y x"]) -> Float[Tensor, "b t h w c"]:
        straight = self.linear(blocks_of(pixels))
        return straight if self.net is None else straight + self.net(pixels)


class EncoderNet(nn.Module):
    """What the linear map cannot see; starts at zero."""

    def __init__(self, config: VideoVAEConfig) -> None:
        super().__init__()
        middle, width = config.encoder_middle_width, config.encoder_width
        self.enter = Conv(3 * PATCH**2, middle, stride=2)
        self.middle = _blocks(middle, config.encoder_middle_blocks)
        self.merge = nn.Linear(TEMPORAL * 4 * middle, width)
        self.causal = CausalMix(width)
        self.inner = _blocks(width, config.encoder_blocks)
        self.norm = nn.LayerNorm(width)
        self.leave = nn.Linear(width, config.channels)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def forward(self, pixels: Float[Tensor, "b 3 f y x"]) -> Float[Tensor, "b t h w c"]:
        batch = pixels.shape[0]
        cells = rearrange(
            pixels, "b c f (h p) (w q) -> (b f) h w (c p q)", p=PATCH, q=PATCH
        ).contiguous()
        x = rearrange(self.middle(self.enter(cells)), "(b f) h w c -> b f h w c", b=batch)
        still = repeat(x[:, :1], "b 1 h w c -> b r h w c", r=TEMPORAL)
        x = torch.cat([still, x[:, 1:]], dim=1)
        x = rearrange(x, "b (t r) (h p) (w q) c -> b t h w (r p q c)", r=TEMPORAL, p=2, q=2)
        x, _ = self.causal(self.merge(x), None)
        x = self.inner(rearrange(x, "b t h w c -> (b t) h w c"))
        return rearrange(self.leave(self.norm(x)), "(b t) h w c -> b t h w c", b=batch)


class Decoder(nn.Module):
    """One cell of latents to 16 x 16 pixels of four frames."""

    def __init__(self, config: VideoVAEConfig) -> None:
        super().__init__()
        width, middle = config.decoder_width, config.decoder_middle_width
        outer = config.decoder_outer_width
        self.enter = Conv(config.channels, width)
        self.causal = nn.ModuleList(CausalMix(width) for _ in range(2))
        self.inner = nn.ModuleList(
            _blocks(width, count)
            for count in (
                config.decoder_blocks // 2,
                config.decoder_blocks - config.decoder_blocks // 2,
            )
        )
        self.widen = nn.Linear(width, 4 * middle)
        self.middle = _blocks(middle, config.decoder_middle_blocks)
        self.split = nn.Linear(middle, TEMPORAL * 4 * outer)
        self.outer = _blocks(outer, config.decoder_outer_blocks)
        self.norm = nn.LayerNorm(outer)
        self.leave = Conv(outer, 3 * PATCH**2)
        nn.init.zeros_(self.leave.weight)
        assert self.leave.bias is not None
        nn.init.zeros_(self.leave.bias)
        self.linear = Conv(config.channels, BLOCK).requires_grad_(requires_grad=False)

    def forward(
        self, latents: Float[Tensor, "b t h w c"], history: list[Tensor] | None
    ) -> tuple[Float[Tensor, "b 3 f y x"], list[Tensor]]:
        """Frames, and the history that the next chunk needs; without history a clip begins."""
        batch, upcoming = latents.shape[0], []
        straight = self.linear(rearrange(latents, "b t h w c -> (b t) h w c"))
        straight = rearrange(straight, "(b t) h w e -> b t h w e", b=batch)
        straight = frames_of(straight, is_beginning=history is None)
        x = self.enter(rearrange(latents, "b t h w c -> (b t) h w c"))
        for index, (causal, blocks) in enumerate(zip(self.causal, self.inner, strict=True)):
            x = rearrange(x, "(b t) h w c -> b t h w c", b=batch)
            x, last = causal(x, history[index] if history else None)
            upcoming.append(last)
            x = blocks(rearrange(x, "b t h w c -> (b t) h w c"))
        x = rearrange(self.widen(x), "n h w (p q c) -> n (h p) (w q) c", p=2, q=2)
        x = self.split(self.middle(x))
        x = rearrange(
            x, "(b t) h w (r p q c) -> b (t r) (h p) (w q) c", b=batch, r=TEMPORAL, p=2, q=2
        )
        if history is None:
            x = x[:, TEMPORAL - 1 :]  # the first latent is one frame
        x = rearrange(x, "b f h w c -> (b f) h w c").contiguous()
        x = self.leave(self.norm(self.outer(x)))
        pixels = rearrange(x, "(b f) h w (c p q) -> b c f (h p) (w q)", b=batch, p=PATCH, q=PATCH)
        return straight + NET_SCALE * pixels, upcoming


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
        history: list[Tensor] | None = None
        for chunk in latents.split(latent_frames, dim=2):
            pixels, history = self.decoder(self._raw(chunk), history)
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
