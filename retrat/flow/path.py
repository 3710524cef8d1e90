"""The straight path between clean latents and noise, and the loss of a velocity along it."""

from dataclasses import replace

from jaxtyping import Float
from torch import Tensor

from retrat.types import AVStream, AVValues, TokenStream


def interpolate(
    clean: Float[Tensor, "*shape"], noise: Float[Tensor, "*shape"], sigma: Float[Tensor, "..."]
) -> Float[Tensor, "*shape"]:
    """The point at sigma on the path; sigma broadcasts against the values."""
    return (1 - sigma) * clean + sigma * noise


def velocity(
    clean: Float[Tensor, "*shape"], noise: Float[Tensor, "*shape"]
) -> Float[Tensor, "*shape"]:
    """Where the path leads as sigma grows."""
    return noise - clean


def noisy_stream(
    clean: AVStream,
    noise: AVValues,
    sigma_video: Float[Tensor, " b"],
    sigma_audio: Float[Tensor, " b"],
) -> AVStream:
    """The stream with its targets moved to sigma; given tokens and conditions stay as they are."""
    audio = clean.audio
    if audio is not None:
        assert noise.audio is not None, "a stream with sound needs noise for it"
        audio = _noisy(audio, noise.audio, sigma_audio)
    return replace(clean, video=_noisy(clean.video, noise.video, sigma_video), audio=audio)


def target_velocity(clean: AVStream, noise: AVValues) -> AVValues:
    """What a model should say about the targets of `noisy_stream(clean, noise, ...)`."""
    audio = None
    if clean.audio is not None and noise.audio is not None:
        audio = velocity(clean.audio.latents[:, : clean.audio.target_tokens], noise.audio)
    video = velocity(clean.video.latents[:, : clean.video.target_tokens], noise.video)
    return AVValues(video=video, audio=audio)


def velocity_error(
    said: Float[Tensor, "b l c"],
    true: Float[Tensor, "b l c"],
    stream: TokenStream,
    weights: Float[Tensor, "b l"] | None = None,
) -> Float[Tensor, " b"]:
    """Mean squared error of each sample over the tokens that are to be generated (0 if none).

    `weights` says how much each token counts.
    """
    mask = stream.noise_mask[:, : stream.target_tokens]
    mask = mask if weights is None else mask * weights
    squares = (said.float() - true.float()).square().mean(dim=-1) * mask
    return squares.sum(dim=1) / mask.sum(dim=1).clamp(min=1)


def _noisy(
    stream: TokenStream, noise: Float[Tensor, "b l c"], sigma: Float[Tensor, " b"]
) -> TokenStream:
    targets = stream.target_tokens
    at = (sigma[:, None] * stream.noise_mask[:, :targets])[..., None]
    latents = stream.latents.clone()
    latents[:, :targets] = interpolate(stream.latents[:, :targets], noise, at)
    return replace(stream, latents=latents)
