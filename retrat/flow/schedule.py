"""Which sigmas a sampler visits and which ones training draws."""

import math

import torch
from jaxtyping import Float
from torch import Tensor


def shifted(sigma: Float[Tensor, "*shape"], shift: float) -> Float[Tensor, "*shape"]:
    """Sigma moved towards noise (shift > 1) with its ends kept: s*sigma / (1 + (s-1)*sigma)."""
    return shift * sigma / (1 + (shift - 1) * sigma)


def shifted_sigmas(steps: int, *, shift: float = 1.0) -> Float[Tensor, " sigmas"]:
    """`steps + 1` falling values from 1 to 0."""
    return shifted(torch.linspace(1.0, 0.0, steps + 1), shift)


def uniform_sigmas(batch: int, rng: torch.Generator, *, shift: float = 1.0) -> Float[Tensor, " b"]:
    """One sigma a sample, evenly spread before the shift; stratified over the batch.

    Stratifying (one draw in each of `batch` equal intervals, shuffled) lowers the variance of a
    small batch's loss and leaves every sample's own distribution uniform.
    """
    order = torch.randperm(batch, generator=rng, device=rng.device)
    jitter = torch.rand(batch, generator=rng, device=rng.device)
    return shifted((order + jitter) / batch, shift)


def logit_normal_sigmas(
    batch: int,
    rng: torch.Generator,
    *,
    mean: float = 0.0,
    deviation: float = 1.0,
    shift: float = 1.0,
) -> Float[Tensor, " b"]:
    """One sigma a sample, drawn mostly from the middle of the path; stratified like the uniform."""
    at = uniform_sigmas(batch, rng).clamp(1e-4, 1 - 1e-4)
    normal = math.sqrt(2.0) * torch.erfinv(2 * at - 1)
    return shifted(torch.sigmoid(mean + deviation * normal), shift)


def independent_sigmas(
    batch: int, rng: torch.Generator, *, shift_video: float, shift_audio: float
) -> tuple[Float[Tensor, " b"], Float[Tensor, " b"]]:
    """Sigmas for picture and sound that know nothing of each other, each logit-normal.

    Drawing them together teaches either stream to lean on the other's noise level instead of on
    its content, and costs lip sync (Unison, 2025).
    """
    video = logit_normal_sigmas(batch, rng, shift=shift_video)
    audio = logit_normal_sigmas(batch, rng, shift=shift_audio)
    return video, audio
