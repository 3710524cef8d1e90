"""What every condition adds to a stream, and what it leaves alone."""

from dataclasses import replace

import pytest
import torch

from retrat.conditioning.first_frame import FirstFrame
from retrat.conditioning.identity import Identity
from retrat.conditioning.lines import Line, SpokenLines
from retrat.conditioning.references import (
    ReferencePictures,
    ReferenceVoice,
    centred,
    offset_in,
    picture_tokens,
)
from retrat.conditioning.slots import slot_code
from retrat.conditioning.sound import GivenSound
from retrat.conditioning.stream import blank_stream, grid_positions, patchify
from retrat.conditioning.text import context_of
from retrat.conditioning.voice import Voice
from retrat.pipeline.components import Components, tiny_components
from retrat.pipeline.generate import geometry_of
from retrat.pipeline.request import GenerateRequest
from retrat.types import AVStream, TokenStream


@pytest.fixture(scope="module")
def parts() -> Components:
    return tiny_components(0)


@pytest.fixture
def stream(parts: Components) -> AVStream:
    geometry = geometry_of(GenerateRequest(prompt="x", seconds=1.0), parts)
    with torch.no_grad():
        context = context_of("A beach.", parts)
    return blank_stream(geometry, context, torch.Generator().manual_seed(0), has_sound=True)


@torch.no_grad()
def joined(stream: AVStream, parts: Components, *conditions: object) -> AVStream:
    for condition in conditions:
        stream = condition.join(stream, parts)
    return stream


def test_references_follow_the_targets(stream: AVStream, parts: Components) -> None:
    picture, samples = torch.rand(3, 256, 256), 0.1 * torch.randn(12_345)
    after = joined(
        stream,
        parts,
        ReferencePictures(person=2, pictures=(picture, picture)),
        ReferenceVoice(person=2, samples=samples),
    )
    video, audio = after.video, after.audio
    assert video.latents.shape[1] == video.target_tokens + 2 * 64
    assert audio.latents.shape[1] == audio.target_tokens + 12  # whole latents only
    assert torch.equal(video.latents[:, : video.target_tokens], stream.video.latents)
    assert set(video.groups[0, video.target_tokens :].tolist()) == {2}
    silent = joined(replace(stream, audio=None), parts, ReferenceVoice(person=1, samples=samples))
    assert silent.audio is None


def test_a_photo_gives_its_person_and_not_its_place(stream: AVStream, parts: Components) -> None:
    class LeftHalf(torch.nn.Module):
        def forward(self, pixels: torch.Tensor) -> torch.Tensor:
            matte = torch.zeros_like(pixels[:, :1])
            matte[..., :128] = 1.0
            return matte

    picture = torch.rand(3, 256, 256)
    reference = ReferencePictures(person=1, pictures=(picture,))
    given = joined(stream, replace(parts, matting=LeftHalf()), reference).video.latents[0, -64:]
    left, right = given.view(8, 8, -1)[:, :3], given.view(8, 8, -1)[:, 4:]
    whole = joined(stream, replace(parts, matting=None), reference).video.latents[0, -64:]
    assert torch.allclose(left, whole.view(8, 8, -1)[:, :3], atol=1e-5)
    assert torch.allclose(right, right[:1, :1].expand_as(right), atol=1e-5)  # plain grey


def test_a_long_voice_stays_in_its_slot(stream: AVStream, parts: Components) -> None:
    samples = 0.1 * torch.randn(24_000 * 15)
    audio = joined(stream, parts, ReferenceVoice(person=1, samples=samples)).audio
    seconds = audio.seconds[:, audio.target_tokens :]
    assert seconds.min() > -10
    assert seconds.max() < -1


def test_tokens_of_two_people(stream: AVStream, parts: Components) -> None:
    face, samples = torch.rand(3, 112, 112), 0.1 * torch.randn(24_000)
    context = joined(
        stream,
        parts,
        Identity(person=1, faces=(face, face)),
        Identity(person=2, faces=(face,)),
        Voice(person=1, samples=samples),
        Voice(person=2, samples=samples),
    ).context
    assert context.identity_groups.tolist() == [[1, 1, 2, 2]]
    one, two = context.identity[:, :2], context.identity[:, 2:]
    assert torch.allclose(two - one, slot_code(2, one.shape[-1]).expand_as(one), atol=1e-5)
    assert context.voice_groups.tolist() == [[1] * 9 + [2] * 9]


def test_slot_codes_differ() -> None:
    codes = torch.stack([slot_code(person, 256) for person in (1, 2, 3, 4)])
    assert float(codes[0].abs().sum()) == 0
    assert torch.equal((codes[1:] @ codes[1:].T).count_nonzero(), torch.tensor(3))  # orthogonal


def test_the_first_frame_is_given(stream: AVStream, parts: Components) -> None:
    picture = torch.rand(3, 256, 256)
    video = joined(stream, parts, FirstFrame(picture=picture)).video
    with torch.no_grad():
        latent = patchify(parts.video_vae.encode(picture[None, :, None]), 2)
    assert torch.equal(video.latents[:, :64], latent)
    assert video.noise_mask[0].tolist() == [0.0] * 64 + [1.0] * (video.target_tokens - 64)
    assert not video.is_uniform
    assert torch.equal(video.latents[:, 64:], stream.video.latents[:, 64:])


def test_a_recording_is_given(stream: AVStream, parts: Components) -> None:
    samples = 0.1 * torch.randn(30_000)
    voice = ReferenceVoice(person=1, samples=samples)
    audio = joined(stream, parts, voice, GivenSound(samples=samples)).audio
    assert audio.noise_mask.sum() == 0
    assert audio.is_uniform
    assert audio.features.shape[1] == audio.latents.shape[1]
    assert float(audio.features[:, audio.target_tokens :].abs().sum()) == 0


def test_lines_follow_the_voice(stream: AVStream, parts: Components) -> None:
    lines = (Line(words="Hello.", person=1), Line(words="Hello.", person=2))
    spoken = joined(stream, parts, SpokenLines(lines=lines)).audio
    assert spoken.features.shape[:2] == spoken.latents.shape[:2]
    assert spoken.features.std(dim=1).mean() > 0.1  # it changes along the clip
    answered = (lines[0], replace(lines[1], person=3))
    other = joined(stream, parts, SpokenLines(lines=answered)).audio
    assert torch.equal(spoken.features[:, :5], other.features[:, :5])
    assert not torch.equal(spoken.features, other.features)


def test_pictures_on_the_targets_grid_lie_in_its_middle() -> None:
    people = torch.tensor([[1, 1, 2]])
    latents = torch.randn(1, 3, 4, 4, 4)
    tokens = picture_tokens(latents, people, patch=2, origin=0)
    assert tokens.positions[0, ::4, 0].tolist() == [-1.0, -2.0, -6.0]  # a time for each picture
    assert tokens.positions[0, :4, 1:].tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    video = TokenStream(
        latents=torch.zeros(1, 8, 16),
        noise_mask=torch.ones(1, 8),
        positions=grid_positions((1, 2, 4))[None],
        groups=torch.zeros(1, 8, dtype=torch.long),
        seconds=torch.zeros(1, 8),
        target_tokens=8,
    )
    moved = centred(tokens, video).positions[0, :4, 1:]
    assert moved.tolist() == [[0, 1], [0, 2], [1, 1], [1, 2]]


@pytest.mark.parametrize(
    ("target", "place"),
    [((16, 16), (0, 0)), ((16, 20), (0, 2)), ((20, 12), (4, -2)), ((12, 20), (-1, 2))],
)
def test_a_bust_stands_on_the_lower_edge_and_keeps_its_hair(
    target: tuple[int, int], place: tuple[int, int]
) -> None:
    assert offset_in(target, (16, 16)) == place
