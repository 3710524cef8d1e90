"""A training batch of cached latents as one stream: what `generate` builds one by one, at once.

A batch may mix samples: a picture, voice or identity that a sample lacks is marked in its
`..._people` as -1 and counts as nothing.
"""

from dataclasses import dataclass, replace

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from retrat.conditioning.references import picture_tokens, voice_tokens
from retrat.conditioning.stream import (
    Geometry,
    append,
    audio_targets,
    video_targets,
    with_cells_kept,
)
from retrat.types import AVStream, Bridge, Context


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Batch:
    """Clean latents and everything that is given; all on one device.

    `first_frame_kept` gives latent frame 0 of those samples (image-to-video), `cells_kept` some
    cells of it (a place in which somebody is to stand); `sound_kept` gives those latents of the
    sound: all of them (audio-driven), or the first (to be continued). `bridge_open` is 0 where the
    bridge is dropped.
    """

    video: Float[Tensor, "b c t h w"]
    text: Float[Tensor, "b s e"]
    text_mask: Bool[Tensor, "b s"]
    audio: Float[Tensor, "b q a"] | None = None
    speech: Float[Tensor, "b a x"] | None = None
    pictures: Float[Tensor, "b r c g v"] | None = None
    picture_people: Int[Tensor, "b r"] | None = None
    voice_latents: Float[Tensor, "b q j"] | None = None
    voice_latent_people: Int[Tensor, "b j"] | None = None
    identity: Float[Tensor, "b i y"] | None = None
    identity_people: Int[Tensor, "b i"] | None = None
    voice: Float[Tensor, "b n z"] | None = None
    voice_people: Int[Tensor, "b n"] | None = None
    first_frame_kept: Bool[Tensor, " b"] | None = None
    cells_kept: Bool[Tensor, "b rows columns"] | None = None
    sound_kept: Bool[Tensor, "b a"] | None = None
    bridge_open: Float[Tensor, " b"] | None = None


def batch_stream(batch: Batch, geometry: Geometry, *, reference_origin: int) -> AVStream:
    """The clean stream of a batch; `flow.path.noisy_stream` takes it to its sigmas."""
    video = video_targets(batch.video, geometry)
    if batch.first_frame_kept is not None:
        first = video.positions[..., 0] == 0
        given = first & batch.first_frame_kept[:, None]
        video = replace(video, noise_mask=(~given).to(video.noise_mask.dtype), is_uniform=False)
    if batch.cells_kept is not None:
        video = with_cells_kept(video, batch.cells_kept)
    if batch.pictures is not None:
        assert batch.picture_people is not None, "pictures need their people"
        tokens = picture_tokens(
            batch.pictures, batch.picture_people, patch=geometry.patch, origin=reference_origin
        )
        video = append(video, tokens)
    audio = None
    if batch.audio is not None:
        audio = audio_targets(batch.audio, geometry.audio_rate)
        audio = replace(audio, features=batch.speech)
        if batch.sound_kept is not None:
            kept = batch.sound_kept
            is_uniform = bool((kept == kept[:, :1]).all())
            audio = replace(
                audio, noise_mask=(~kept).to(audio.noise_mask.dtype), is_uniform=is_uniform
            )
        if batch.voice_latents is not None:
            assert batch.voice_latent_people is not None, "voices need their people"
            rate = geometry.audio_rate
            tokens = voice_tokens(batch.voice_latents, batch.voice_latent_people, rate=rate)
            audio = append(audio, tokens)
    context = Context(
        text=batch.text,
        text_mask=batch.text_mask,
        identity=batch.identity,
        identity_groups=batch.identity_people,
        voice=batch.voice,
        voice_groups=batch.voice_people,
    )
    bridge = None if batch.bridge_open is None else Bridge(openness=batch.bridge_open)
    return AVStream(video=video, audio=audio, context=context, bridge=bridge)


def hide_across_bridge(stream: AVStream, share: float, rng: torch.Generator) -> AVStream:
    """Hide a random share of each stream's targets from the other, so that neither leans on few."""
    assert stream.audio is not None, "a bridge needs sound"
    video, audio = stream.video, stream.audio
    shape = video.noise_mask[:, : video.target_tokens].shape
    video_seen = torch.rand(shape, generator=rng, device=rng.device) >= share
    shape = audio.noise_mask[:, : audio.target_tokens].shape
    audio_seen = torch.rand(shape, generator=rng, device=rng.device) >= share
    device = video.latents.device
    bridge = stream.bridge or Bridge(openness=torch.ones(shape[0], device=device))
    return replace(
        stream,
        bridge=replace(bridge, video_seen=video_seen.to(device), audio_seen=audio_seen.to(device)),
    )
