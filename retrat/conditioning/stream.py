"""Token streams: how latents become rows with a place and a time, and come back.

A video token is a patch of 1 x p x p latent cells, its values packed "(p q c)" and its tokens
"(t h w)". Video latent 0 is at second 0 and latent i at (4i - 1.5) / fps, the middle of its four
frames; audio latent j is at (j + 0.5) / rate.
"""

from dataclasses import dataclass, replace
from typing import Any

import torch
from einops import rearrange
from jaxtyping import Bool, Float, Int
from torch import Tensor

from retrat.models.video_vae import TEMPORAL
from retrat.types import AVStream, Context, FrameRate, LatentShape, TokenStream


@dataclass(frozen=True, kw_only=True, slots=True)
class Geometry:
    """What a clip's tokens look like: its latent shape, its patches and both clocks."""

    shape: LatentShape
    channels: int
    patch: int
    frame_rate: FrameRate
    audio_channels: int
    audio_latents: int
    audio_rate: float

    @property
    def temporal(self) -> int:
        """Frames of a latent frame."""
        return TEMPORAL

    @property
    def grid(self) -> tuple[int, int, int]:
        """Tokens in time, height and width."""
        shape, patch = self.shape, self.patch
        return shape.latent_frames, shape.height // patch, shape.width // patch


def patchify(latents: Float[Tensor, "b c t h w"], patch: int) -> Float[Tensor, "b l d"]:
    return rearrange(latents, "b c t (h p) (w q) -> b (t h w) (p q c)", p=patch, q=patch)


def unpatchify(
    tokens: Float[Tensor, "b l d"], shape: LatentShape, patch: int
) -> Float[Tensor, "b c t h w"]:
    return rearrange(
        tokens,
        "b (t h w) (p q c) -> b c t (h p) (w q)",
        p=patch,
        q=patch,
        t=shape.latent_frames,
        h=shape.height // patch,
    )


def grid_positions(grid: tuple[int, int, int]) -> Float[Tensor, "l 3"]:
    """t, y, x of every token, in the order of `patchify`."""
    axes = torch.meshgrid(*(torch.arange(size).float() for size in grid), indexing="ij")
    return rearrange(torch.stack(axes), "p t h w -> (t h w) p")


def video_seconds(latent_frames: int, frame_rate: FrameRate) -> Float[Tensor, " t"]:
    """When each latent frame is seen: the middle of the frames it holds."""
    middle = TEMPORAL * torch.arange(latent_frames).float() - (TEMPORAL - 1) / 2
    return middle.clamp(min=0) / frame_rate.value


def audio_seconds(latents: int, rate: float) -> Float[Tensor, " a"]:
    """When each audio latent is heard: its middle."""
    return (torch.arange(latents).float() + 0.5) / rate


def video_targets(latents: Float[Tensor, "b c t h w"], geometry: Geometry) -> TokenStream:
    """A stream of nothing but targets, from latents or noise of the clip's shape."""
    tokens = patchify(latents, geometry.patch)
    batch, count = tokens.shape[:2]
    grid = geometry.grid
    seconds = video_seconds(grid[0], geometry.frame_rate).repeat_interleave(grid[1] * grid[2])
    return TokenStream(
        latents=tokens,
        noise_mask=torch.ones(batch, count, device=tokens.device),
        positions=grid_positions(grid).to(tokens.device).expand(batch, -1, -1),
        groups=torch.zeros(batch, count, dtype=torch.long, device=tokens.device),
        seconds=seconds.to(tokens.device).expand(batch, -1),
        target_tokens=count,
        is_uniform=True,
        grid=grid,
    )


def audio_targets(latents: Float[Tensor, "b c a"], rate: float) -> TokenStream:
    """The same for sound; a token is one latent."""
    tokens = rearrange(latents, "b c a -> b a c")
    batch, count = tokens.shape[:2]
    seconds = audio_seconds(count, rate).to(tokens.device).expand(batch, -1)
    return TokenStream(
        latents=tokens,
        noise_mask=torch.ones(batch, count, device=tokens.device),
        positions=seconds[..., None],
        groups=torch.zeros(batch, count, dtype=torch.long, device=tokens.device),
        seconds=seconds,
        target_tokens=count,
        is_uniform=True,
    )


def blank_stream(
    geometry: Geometry, context: Context, rng: torch.Generator, has_sound: bool
) -> AVStream:
    """Noise to begin from, on the context's device; the picture draws first, whatever follows."""
    shape, device = geometry.shape, context.text.device
    size = (1, geometry.channels, shape.latent_frames, shape.height, shape.width)
    video = video_targets(torch.randn(size, generator=rng).to(device), geometry)
    audio = None
    if has_sound:
        sound_size = (1, geometry.audio_channels, geometry.audio_latents)
        noise = torch.randn(sound_size, generator=rng).to(device)
        audio = audio_targets(noise, geometry.audio_rate)
    return AVStream(video=video, audio=audio, context=context)


def with_cells_kept(stream: TokenStream, kept: Bool[Tensor, "b rows columns"]) -> TokenStream:
    """The stream with those cells of its first latent frame given."""
    count = kept[0].numel()
    mask = stream.noise_mask.clone()
    mask[:, :count] *= ~kept.flatten(1)
    return replace(stream, noise_mask=mask, is_uniform=False)


def append(stream: TokenStream, conditions: TokenStream) -> TokenStream:
    """The stream with given tokens after its own; `conditions` has no targets."""
    assert conditions.target_tokens == 0, "only conditions are appended"
    joined: dict[str, Any] = {
        name: torch.cat([getattr(stream, name), getattr(conditions, name)], dim=1)
        for name in ("latents", "noise_mask", "positions", "groups", "seconds")
    }
    features = stream.features
    if features is not None:
        missing = joined["latents"].shape[1] - features.shape[1]
        features = torch.nn.functional.pad(features, (0, 0, 0, missing))
    return replace(stream, features=features, **joined)


def conditions(
    latents: Float[Tensor, "b l c"],
    positions: Float[Tensor, "b l p"],
    seconds: Float[Tensor, "b l"],
    groups: Int[Tensor, "b l"],
) -> TokenStream:
    """Given tokens, each of a person (or padding)."""
    return TokenStream(
        latents=latents,
        noise_mask=torch.zeros_like(latents[..., 0]),
        positions=positions.to(latents.device),
        groups=groups.to(latents.device),
        seconds=seconds.to(latents.device),
        target_tokens=0,
    )


def from_targets(
    stream: TokenStream,
    start: int,
    stop: int,
    *,
    seconds: float = 0.0,
    latent_frame: int = 0,
    is_first_still: bool = False,
) -> TokenStream:
    """The targets from `start` to `stop` as a stream of their own, with all conditions.

    Its clock begins at `seconds` and its grid at `latent_frame` of the whole stream. If
    `is_first_still`, its first latent frame stands for one moment, as that of any clip does.
    """
    targets = stream.target_tokens
    kept: dict[str, Any] = {
        name: torch.cat(
            [getattr(stream, name)[:, start:stop], getattr(stream, name)[:, targets:]], 1
        )
        for name in ("latents", "noise_mask", "positions", "groups", "seconds")
    }
    count = stop - start
    kept["seconds"][:, :count] -= seconds
    if stream.positions.shape[-1] == 1:
        kept["positions"][:, :count] -= seconds
    else:
        kept["positions"][:, :count, 0] -= latent_frame
        if is_first_still:
            first = kept["positions"][:, :count, 0] == 0
            kept["seconds"][:, :count].masked_fill_(first, 0.0)
    features = stream.features
    if features is not None:
        features = torch.cat([features[:, start:stop], features[:, targets:]], dim=1)
    mask = kept["noise_mask"][:, :count]
    is_uniform = bool((mask == mask[:, :1]).all())
    if stream.grid is not None:
        _, rows, columns = stream.grid
        kept["grid"] = (count // (rows * columns), rows, columns)
    return replace(stream, features=features, target_tokens=count, is_uniform=is_uniform, **kept)


def put_targets(
    stream: TokenStream, part: TokenStream, start: int, *, skip: int = 0
) -> TokenStream:
    """The whole stream with the targets of a part of it, which begins at `start`, put back, but
    for the first `skip`.
    """
    latents, stop = stream.latents.clone(), start + part.target_tokens
    latents[:, start + skip : stop] = part.latents[:, skip : part.target_tokens]
    return replace(stream, latents=latents)


def given(stream: TokenStream, start: int, stop: int) -> TokenStream:
    """The stream with these targets given from now on."""
    noise_mask = stream.noise_mask.clone()
    noise_mask[:, start:stop] = 0.0
    return replace(stream, noise_mask=noise_mask, is_uniform=False)


def without_conditions(stream: TokenStream) -> TokenStream:
    """The targets alone."""
    targets = stream.target_tokens
    kept = {
        name: getattr(stream, name)[:, :targets]
        for name in ("latents", "noise_mask", "positions", "groups", "seconds")
    }
    features = stream.features
    return replace(stream, features=None if features is None else features[:, :targets], **kept)


def target_latents(stream: TokenStream) -> Float[Tensor, "b l c"]:
    """What was generated (or given to be kept), and no condition."""
    return stream.latents[:, : stream.target_tokens]
