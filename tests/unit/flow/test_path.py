"""The straight path: ends, inverse, and which tokens move."""

from dataclasses import replace

import torch
from torch import Tensor

from retrat.flow.path import (
    interpolate,
    noisy_stream,
    target_velocity,
    velocity,
    velocity_error,
)
from retrat.types import AVStream, AVValues, Context, TokenStream


def tokens(latents: Tensor, given: int, targets: int) -> TokenStream:
    batch, count = latents.shape[:2]
    noise_mask = torch.ones(batch, count)
    noise_mask[:, :given] = 0
    noise_mask[:, targets:] = 0
    return TokenStream(
        latents=latents,
        noise_mask=noise_mask,
        positions=torch.zeros(batch, count, 3),
        groups=torch.zeros(batch, count, dtype=torch.long),
        seconds=torch.zeros(batch, count),
        target_tokens=targets,
    )


def test_ends_and_inverse() -> None:
    clean, noise = torch.randn(2, 3, 4), torch.randn(2, 3, 4)
    assert torch.equal(interpolate(clean, noise, torch.tensor(0.0)), clean)
    assert torch.equal(interpolate(clean, noise, torch.tensor(1.0)), noise)
    sigma = torch.tensor([0.3, 0.8])[:, None, None]
    there = interpolate(clean, noise, sigma)
    back = there - sigma * velocity(clean, noise)
    assert torch.allclose(back, clean, atol=1e-6)


def test_only_targets_that_are_to_be_made_get_noise() -> None:
    clean = torch.randn(2, 6, 4)
    stream = AVStream(video=tokens(clean, given=1, targets=4), context=Context(text=clean))
    noise = AVValues(video=torch.randn(2, 4, 4))
    sigma = torch.tensor([0.5, 1.0])
    noisy = noisy_stream(stream, noise, sigma, sigma).video.latents
    assert torch.equal(noisy[:, :1], clean[:, :1])
    assert torch.equal(noisy[:, 4:], clean[:, 4:])
    assert torch.equal(noisy[1, 1:4], noise.video[1, 1:])
    assert torch.allclose(noisy[0, 1:4], (clean[0, 1:4] + noise.video[0, 1:]) / 2)


def test_the_error_counts_what_is_to_be_made() -> None:
    clean = torch.randn(2, 6, 4)
    stream = AVStream(video=tokens(clean, given=1, targets=4), context=Context(text=clean))
    noise = AVValues(video=torch.randn(2, 4, 4))
    true = target_velocity(stream, noise).video
    assert torch.equal(velocity_error(true, true, stream.video), torch.zeros(2))
    wrong = true.clone()
    wrong[:, 0] += 10.0  # given: nobody asks
    assert torch.equal(velocity_error(wrong, true, stream.video), torch.zeros(2))
    wrong[1, 2] += 3.0  # one of three tokens
    error = velocity_error(wrong, true, stream.video)
    assert torch.allclose(error, torch.tensor([0.0, 3.0]), atol=1e-5)
    all_given = replace(stream.video, noise_mask=torch.zeros(2, 6))
    assert torch.equal(velocity_error(wrong, true, all_given), torch.zeros(2))
