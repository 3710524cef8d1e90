"""A made person joins where the prompt speaks of one, and nowhere else."""

import copy
import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from retrat.conditioning.casting import (
    Casting,
    MadeVoice,
    cast_row,
    cast_rows,
    key_of,
    matte_of_row,
    own_voice,
    picture_of,
    speaks_of_a_person,
    voice_row,
)
from retrat.conditioning.looks import looks_of, meant
from retrat.conditioning.references import ReferencePictures
from retrat.conditioning.slots import slot_code
from retrat.conditioning.stream import blank_stream
from retrat.conditioning.text import context_of
from retrat.media.pieces import decoded_picture, encoded_picture
from retrat.models.made_people import MadePeople, described
from retrat.pipeline.components import Components, tiny_components
from retrat.pipeline.generate import geometry_of
from retrat.pipeline.given import conditions_of
from retrat.pipeline.request import GenerateRequest, Reference
from retrat.types import Audio, AVStream

DESCRIPTIONS = ["A young woman with long red hair.", "An old man with a grey beard."]
LOOKS = json.dumps(
    [
        {"gender": "woman", "age": "young", "hair": "long", "hair colour": "ginger"},
        {"gender": "man", "age": "old", "beard": "full beard", "hair colour": "grey"},
    ]
).encode()


@pytest.fixture(scope="module")
def parts() -> Components:
    tiny = tiny_components(0)
    video, audio = tiny.transformer.config.video, tiny.transformer.config.audio
    photos = [encoded_picture(np.full((256, 256, 3), value, np.uint8)) for value in (40, 200)]
    people = MadePeople(
        MadePeople.Config(
            people=2,
            photo_bytes=sum(map(len, photos)),
            looks_bytes=len(LOOKS),
            description_width=video.text_width,
            voice_tokens=2,
            voice_width=audio.voice_width,
            sound_channels=audio.token_channels,
            voice_latents=5,
        )
    )
    with torch.no_grad():
        people.descriptions = torch.cat(
            [described(context_of(text, tiny).text, None) for text in DESCRIPTIONS]
        )
    people.photos = torch.frombuffer(bytearray(b"".join(photos)), dtype=torch.uint8)
    people.photo_ends = torch.tensor([len(photo) for photo in photos]).cumsum(0)
    people.written_looks = torch.frombuffer(bytearray(LOOKS), dtype=torch.uint8)
    people.voices += torch.tensor([1.0, 2.0])[:, None, None]
    return replace(tiny, made_people=people)


@torch.no_grad()
def cast(prompt: str, parts: Components, *, has_voice: bool = False) -> AVStream:
    stream = blank(prompt, parts)
    return Casting(prompt=prompt, seed=3, has_voice=has_voice).join(stream, parts)


def blank(prompt: str, parts: Components) -> AVStream:
    request = GenerateRequest(prompt=prompt, seconds=1.0)
    return blank_stream(
        geometry_of(request, parts),
        context_of(prompt, parts),
        torch.Generator().manual_seed(0),
        has_sound=True,
    )


@torch.no_grad()
def test_somebody_is_seen_and_heard(parts: Components) -> None:
    stream = cast("A woman at the sea.", parts)
    video, audio = stream.video, stream.audio
    joined = video.latents[0, video.target_tokens :]
    assert joined.shape[0] == 64
    row = int(stream.context.voice[0, 0, 0])
    photo = ReferencePictures(person=1, pictures=[picture_of(row - 1, "", parts)])
    wanted = photo.join(blank("A woman at the sea.", parts), parts).video
    assert torch.equal(joined, wanted.latents[0, wanted.target_tokens :])
    assert set(video.groups[0, video.target_tokens :].tolist()) == {1}
    assert audio.latents.shape[1] == audio.target_tokens + 5
    assert (stream.context.voice == row).all()
    assert stream.context.voice_groups.tolist() == [[1, 1]]


def test_a_release_may_know_what_of_a_photo_somebody_is(parts: Components) -> None:
    assert matte_of_row(0, parts) is None
    people = replace(parts, made_people=exactly_cut_out(parts.made_people)).made_people
    matte = matte_of_row(1, replace(parts, made_people=people))
    assert matte.shape == (1, 256, 256)
    assert (matte[0, 0, 0], matte[0, 200, 128]) == (0, 1)


class Everything(torch.nn.Module):
    """Takes all of a picture for somebody."""

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return torch.ones_like(pixels[:, :1])


@torch.no_grad()
def test_who_is_cast_comes_before_grey_as_exactly_as_is_known(parts: Components) -> None:
    known = replace(parts, made_people=exactly_cut_out(parts.made_people), matting=Everything())
    prompt = "A man at the sea."
    stream = cast(prompt, known)
    row = cast_row(prompt, 3, known)
    photo = picture_of(row, "", known) * matte_of_row(row, known)
    wanted = ReferencePictures(person=1, pictures=[photo], is_cut_out=True)
    wanted = wanted.join(blank(prompt, known), known).video
    joined = stream.video.latents[0, stream.video.target_tokens :]
    assert torch.equal(joined, wanted.latents[0, wanted.target_tokens :])
    found = cast(prompt, replace(parts, matting=Everything())).video
    assert not torch.equal(joined, found.latents[0, found.target_tokens :])


def exactly_cut_out(people: MadePeople) -> MadePeople:
    """The same with photos that say where somebody is: in their lower half."""
    photos = []
    for row in range(people.config.people):
        photo = np.dstack([decoded_picture(people.photo(row)), np.zeros((256, 256), np.uint8)])
        photo[128:, :, 3] = 255
        photos.append(encoded_picture(photo))
    cut = copy.deepcopy(people)
    cut.photos = torch.frombuffer(bytearray(b"".join(photos)), dtype=torch.uint8)
    cut.photo_ends = torch.tensor([len(photo) for photo in photos]).cumsum(0)
    return cut


@torch.no_grad()
@pytest.mark.parametrize(
    ("prompt", "row"),
    [
        ("A woman at the sea.", 0),
        ("At the sea stands a man.", 1),
        ("Somebody with red hair.", 0),
        ("A bearded person at the sea.", 1),
        ("A clean-shaven person at the sea.", 0),
        ('A man says: "The woman with the long red hair."', 1),
    ],
)
def test_who_is_cast_looks_as_the_prompt_asks(prompt: str, row: int, parts: Components) -> None:
    assert {cast_row(prompt, seed, parts) for seed in range(8)} == {row}


def test_a_given_voice_is_kept(parts: Components) -> None:
    stream = cast("A woman at the sea.", parts, has_voice=True)
    assert stream.video.latents.shape[1] > stream.video.target_tokens
    assert stream.audio.latents.shape[1] == stream.audio.target_tokens
    assert stream.context.voice is None


def test_nobody_comes_where_nobody_is_meant(parts: Components) -> None:
    stream = cast("Waves at a beach, no sound but the wind.", parts)
    assert stream.video.latents.shape[1] == stream.video.target_tokens
    stream = cast("A woman at the sea.", replace(parts, made_people=None))
    assert stream.video.latents.shape[1] == stream.video.target_tokens


@pytest.mark.parametrize(
    ("prompt", "speaks"),
    [
        ("Two teachers in a classroom", True),
        ('On the beach: "Hello."', True),
        ("The other shelf, there", False),
        ("A manual on a desk", False),
        ("A redhead in the snow", True),
        ("An elderly, bearded fisherman by the sea", True),
        ("A barista in a cafe", True),
        ("An influencer at the sea", True),
        ("Two football players in a stadium", True),
        ("A fashion model on a rooftop", True),
        ("A model of a ship in a museum", False),
        ("A coach station at night", False),
        ("A pirate ship at sea", False),
        ("A fighter jet over mountains", False),
        ("A hero shot of a bottle", False),
        ("A speaker system on a stage", False),
    ],
)
def test_words_for_people(prompt: str, speaks: bool) -> None:
    assert speaks_of_a_person(prompt) is speaks


def test_photos_and_first_frames_bring_their_own_people() -> None:
    request = GenerateRequest(prompt="A man.", seconds=1.0)
    kinds = [type(each) for each in conditions_of(request)]
    assert kinds == [Casting]
    picture = torch.zeros(3, 256, 256)
    voice = Audio(samples=torch.zeros(1, 24_000), sample_rate=24_000)
    with_image = replace(request, image=picture)
    seen = replace(request, references=(Reference(busts=(picture,), faces=(picture,)),))
    heard = replace(request, references=(Reference(voice=voice),))
    assert Casting not in [type(each) for each in conditions_of(with_image)]
    assert Casting not in [type(each) for each in conditions_of(seen)]
    castings = [each for each in conditions_of(heard) if isinstance(each, Casting)]
    assert [each.has_voice for each in castings] == [True]


@pytest.fixture(scope="module")
def many(parts: Components) -> Components:
    """Four people: women (the first with a high voice) and men in turns, all described alike."""
    two = parts.made_people
    told = [
        {"gender": "woman", "age": "young", "voice": "high"},
        {"gender": "man", "age": "young", "youth": "youngest"},
        {"gender": "woman", "age": "old", "hair colour": "grey"},
        {"gender": "man", "age": "old"},
    ]
    written = json.dumps(told).encode()
    config = replace(
        two.config, people=4, photo_bytes=2 * len(two.photos), looks_bytes=len(written)
    )
    people = MadePeople(config)
    people.descriptions = two.descriptions[:1].repeat(4, 1)
    people.photos = two.photos.repeat(2)
    people.photo_ends = torch.cat([two.photo_ends, two.photo_ends + two.photo_ends[-1]])
    people.written_looks = torch.frombuffer(bytearray(written), dtype=torch.uint8)
    people.voices += torch.arange(1.0, 5.0)[:, None, None]
    return replace(parts, made_people=people)


@torch.no_grad()
def test_a_lent_voice_joins_as_a_given_one(parts: Components) -> None:
    stream = MadeVoice(person=1, row=0).join(blank("Two people.", parts), parts)
    stream = MadeVoice(person=2, row=1).join(stream, parts)
    assert stream.context.voice_groups.tolist() == [[1, 1, 2, 2]]
    own = stream.context.voice[0]
    assert (own[:2] == 1.0).all()
    assert torch.allclose(own[2:], 2.0 + slot_code(2, own.shape[-1]))
    audio = stream.audio
    assert audio.groups[0, audio.target_tokens :].tolist() == [1] * 5 + [2] * 5


def test_a_voice_agrees_with_the_prompt_and_stays_with_its_key(many: Components) -> None:
    keys = [bytes([number]) for number in range(40)]
    for words, rows in (
        ("A woman", {0, 2}),
        ("He waits", {1, 3}),
        ("An old man", {3}),
        ("At the sea", {0, 1, 2, 3}),
        ("A boy of eight", {0}),
    ):
        asked = meant(looks_of(words))
        assert {voice_row(asked, key, many) for key in keys} == rows
        assert voice_row(asked, keys[0], many) == voice_row(asked, keys[0], many)
        assert voice_row(asked, keys[0], many, {0}) != 0
    picture = torch.rand(3, 8, 8)
    assert key_of(picture) == key_of(picture.clone()) != key_of(picture.flip(2))


def test_children_who_are_cast_have_a_high_voice(many: Components) -> None:
    assert cast_row("A boy of eight", 3, many) == 1
    assert own_voice(1, "A boy of eight", many) == 0
    assert own_voice(1, "A young man", many) == 1


@torch.no_grad()
def test_nobody_plays_two_people(many: Components) -> None:
    for seed in (0, 5, 2**63 - 1):
        rows = cast_rows("Two women", ["Two women", "Two women"], seed, many)
        assert sorted(rows) == [0, 2]
    assert cast_rows("x", ["an old man", "a young man"], 0, many) == [3, 1]
