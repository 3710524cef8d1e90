"""Latents to tokens and back, and where they stand."""

import pytest
import torch

from retrat.conditioning.stream import (
    Geometry,
    append,
    audio_seconds,
    blank_stream,
    conditions,
    grid_positions,
    patchify,
    target_latents,
    unpatchify,
    video_seconds,
    video_targets,
    without_conditions,
)
from retrat.types import Context, FrameRate, LatentShape

GEOMETRY = Geometry(
    shape=LatentShape(latent_frames=3, height=4, width=6),
    channels=5,
    patch=2,
    frame_rate=FrameRate(numerator=24),
    audio_channels=7,
    audio_latents=9,
    audio_rate=25.0,
)


def test_patches_come_back() -> None:
    latents = torch.randn(2, 5, 3, 4, 6)
    tokens = patchify(latents, 2)
    assert tokens.shape == (2, 3 * 2 * 3, 20)
    assert torch.equal(unpatchify(tokens, GEOMETRY.shape, 2), latents)
    # Token 4 is row 1, column 1 of the first frame; its first values are the corner's channels.
    assert torch.equal(tokens[:, 4, :5], latents[:, :, 0, 2, 2])
    assert torch.equal(grid_positions(GEOMETRY.grid)[4], torch.tensor([0.0, 1.0, 1.0]))


def test_one_clock() -> None:
    video = video_seconds(3, FrameRate(numerator=24))
    assert video.tolist() == pytest.approx([0.0, 2.5 / 24, 6.5 / 24])
    assert audio_seconds(2, 25.0).tolist() == pytest.approx([0.02, 0.06])


def test_noise_comes_from_the_seed_and_sound_changes_nothing_in_it() -> None:
    context = Context(text=torch.zeros(1, 1, 2))

    def noise(seed: int, *, has_sound: bool = True) -> torch.Tensor:
        rng = torch.Generator().manual_seed(seed)
        return blank_stream(GEOMETRY, context, rng, has_sound).video.latents

    assert torch.equal(noise(1), noise(1))
    assert torch.equal(noise(1), noise(1, has_sound=False))
    assert not torch.equal(noise(1), noise(2))


def test_conditions_follow_targets_and_can_be_taken_off() -> None:
    targets = video_targets(torch.randn(2, 5, 3, 4, 6), GEOMETRY)
    given = conditions(
        torch.randn(2, 4, 20),
        torch.zeros(2, 4, 3),
        torch.zeros(2, 4),
        torch.ones(2, 4, dtype=torch.long),
    )
    both = append(targets, given)
    assert both.target_tokens == 18
    assert both.noise_mask[:, 18:].sum() == 0
    assert torch.equal(target_latents(both), targets.latents)
    assert torch.equal(without_conditions(both).groups, targets.groups)
