"""A training batch is the stream that `generate` builds, many at once."""

from dataclasses import replace

import torch

from retrat.conditioning.batch import Batch, batch_stream, hide_across_bridge
from retrat.conditioning.stream import Geometry
from retrat.types import FrameRate, LatentShape

GEOMETRY = Geometry(
    shape=LatentShape(latent_frames=3, height=4, width=4),
    channels=4,
    patch=2,
    frame_rate=FrameRate(numerator=24),
    audio_channels=8,
    audio_latents=9,
    audio_rate=25.0,
)
BATCH = Batch(
    video=torch.randn(2, 4, 3, 4, 4),
    text=torch.randn(2, 5, 16),
    text_mask=torch.ones(2, 5, dtype=torch.bool),
    audio=torch.randn(2, 8, 9),
    speech=torch.randn(2, 9, 8),
    pictures=torch.randn(2, 2, 4, 4, 4),
    picture_people=torch.tensor([[1, 1], [1, -1]]),
    voice_latents=torch.randn(2, 8, 6),
    voice_latent_people=torch.ones(2, 6, dtype=torch.long),
    first_frame_kept=torch.tensor([True, False]),
    sound_kept=torch.tensor([[False], [True]]).expand(2, 9),
)


def test_what_is_given_and_what_is_padding() -> None:
    stream = batch_stream(BATCH, GEOMETRY, reference_origin=16)
    video, audio = stream.video, stream.audio
    assert video.target_tokens == 12
    assert video.noise_mask[0].tolist() == [0.0] * 4 + [1.0] * 8 + [0.0] * 8
    assert video.noise_mask[1].tolist() == [1.0] * 12 + [0.0] * 8
    assert video.groups[:, 12:].tolist() == [[1] * 8, [1] * 4 + [-1] * 4]
    assert not video.is_uniform
    assert audio.noise_mask[:, :9].sum(dim=1).tolist() == [9.0, 0.0]
    assert audio.is_uniform  # within a sample, all of the sound is alike
    assert audio.features.shape == (2, 15, 8)


def test_cells_of_the_first_latent_frame_are_given() -> None:
    kept = torch.tensor([[[True, False], [False, True]], [[False, False], [False, False]]])
    plain = replace(BATCH, first_frame_kept=None, cells_kept=kept)
    video = batch_stream(plain, GEOMETRY, reference_origin=16).video
    assert video.noise_mask[0, :12].tolist() == [0.0, 1.0, 1.0, 0.0] + [1.0] * 8
    assert video.noise_mask[1, :12].tolist() == [1.0] * 12
    assert not video.is_uniform


def test_a_plain_batch_is_uniform() -> None:
    stream = batch_stream(
        replace(BATCH, first_frame_kept=None, audio=None), GEOMETRY, reference_origin=16
    )
    assert stream.video.is_uniform
    assert stream.audio is None


def test_a_share_is_hidden() -> None:
    stream = batch_stream(BATCH, GEOMETRY, reference_origin=16)
    rng = torch.Generator().manual_seed(0)
    bridge = hide_across_bridge(stream, 0.2, rng).bridge
    assert bridge.video_seen.shape == (2, 12)
    assert bridge.audio_seen.shape == (2, 9)
    assert 0 < int((~bridge.video_seen).sum()) < 12
    assert bool(hide_across_bridge(stream, 0.0, rng).bridge.audio_seen.all())
    assert bridge.openness.tolist() == [1.0, 1.0]
