"""What a request gives, and who is heard of several people."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from retrat.conditioning.sizes import enlarged, shrunk
from retrat.errors import RequestError
from retrat.media.pieces import encoded_picture
from retrat.models.made_people import MadePeople
from retrat.pipeline.components import Components
from retrat.pipeline.generate import generate, sound_alone
from retrat.pipeline.given import conditions_of, heard_of, speakers_of, with_people
from retrat.pipeline.players import group_of
from retrat.pipeline.request import GenerateRequest
from tests.unit.pipeline.test_generate import noise, person
from tests.unit.pipeline.test_generate import parts as parts_at_once
from tests.unit.pipeline.test_players import parts, request, sound

at_once, parts = parts_at_once, parts


@pytest.mark.parametrize(
    ("prompt", "people", "speakers"),
    [
        ('She says: "Hello."', 1, []),
        ('character2 says: "Hello."', 2, [2]),
        ('character2 says: "Hello." character1 says: "Oh."', 2, [1, 2]),
        ("Nobody speaks.", 3, [1]),
    ],
)
def test_speakers(prompt: str, people: int, speakers: list[int]) -> None:
    assert speakers_of(request(prompt, people)) == speakers


def test_an_image_is_the_picture_and_references_are_voices() -> None:
    asked = replace(request(), image=noise(0, 3, 256, 256))
    names = [type(each).__name__ for each in conditions_of(asked, None, 2)]
    assert names[0] == "FirstFrame"
    assert names[-3:] == ["Voice", "ReferenceVoice", "SpokenLines"]
    lines = list(conditions_of(asked, None, 2))[-1]
    assert lines.heard == 2


def test_everyone_is_heard_in_their_own_voice(
    parts: Components, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, decode = [], parts.audio_vae.decode

    def decoding(latents: torch.Tensor) -> torch.Tensor:
        heard.append(latents)
        return decode(latents)

    monkeypatch.setattr(parts.audio_vae, "decode", decoding)
    asked = request()
    first, second = asked.references
    other_first = replace(first, voice=person(70).voice)
    other_second = replace(second, voice=person(80).voice)
    generate(parts, asked)
    for references in ((other_first, second), (first, other_second)):
        sound_alone(parts, replace(asked, references=references))
    by_first, by_second = ((each - heard[0]).abs().amax(dim=(0, 1)) > 0 for each in heard[1:])
    assert by_first[0]
    assert by_second[-1]
    assert not (by_first & by_second).any()


def test_the_only_one_who_speaks_is_heard_as_if_alone(parts: Components) -> None:
    asked = request('In silence, character2 says: "Hello."')
    heard = sound(generate(parts, asked))
    swapped = replace(asked, references=(person(90), asked.references[1]))
    assert torch.equal(heard, sound_alone(parts, swapped).samples[0])


@pytest.fixture(scope="module")
def cast_parts(parts: Components) -> Components:
    """With four made people, women and men in turns, of one grey each."""
    audio, video = parts.transformer.config.audio, parts.transformer.config.video
    told = [{"gender": gender} for gender in ("woman", "man", "woman", "man")]
    written = json.dumps(told).encode()
    pictures = [np.full((256, 256, 4), 60 * row, np.uint8) for row in range(4)]
    for picture in pictures:  # a narrow person
        picture[..., 3] = 0
        picture[100:, 100:140, 3] = 255
    photos = [encoded_picture(picture) for picture in pictures]
    people = MadePeople(
        MadePeople.Config(
            people=4,
            photo_bytes=sum(map(len, photos)),
            looks_bytes=len(written),
            description_width=video.text_width,
            voice_tokens=9,
            voice_width=audio.voice_width,
            sound_channels=audio.token_channels,
            voice_latents=5,
        )
    )
    people.photos = torch.frombuffer(bytearray(b"".join(photos)), dtype=torch.uint8)
    people.photo_ends = torch.tensor([len(photo) for photo in photos]).cumsum(0)
    people.written_looks = torch.frombuffer(bytearray(written), dtype=torch.uint8)
    people.voices += torch.arange(1.0, 5.0)[:, None, None]
    return replace(parts, made_people=people, animator=None)


WOMEN, MEN = {0, 2}, {1, 3}


@pytest.mark.parametrize(
    ("prompt", "people"),
    [("Wide shot of a woman at the sea.", 1), ('A woman asks: "Oh?" A man says: "Yes."', 2)],
)
def test_who_is_cast_is_cut_out_as_is_known(
    cast_parts: Components, prompt: str, people: int
) -> None:
    asked = replace(request(prompt), references=())
    group = group_of(with_people(asked, cast_parts), cast_parts)
    assert group is not None
    assert len(group.people) == people
    for matte, seat in zip(group.together.mattes, group.together.seats, strict=True):
        share = seat.side / 256
        assert matte.sum() == pytest.approx(40 * 156 * share**2, rel=0.06)


def voices(asked: GenerateRequest, parts: Components) -> list[int | None]:
    return [each.made_voice for each in with_people(asked, parts).references]


def test_a_photo_without_a_voice_is_lent_one_that_fits(cast_parts: Components) -> None:
    photo = replace(person(1), voice=None)
    for words, rows in (("A woman", WOMEN), ("He", MEN)):
        asked = replace(request(f'{words} says: "Oh."'), references=(photo,))
        (row,) = voices(asked, cast_parts)
        assert row in rows
        assert voices(replace(asked, seed=99), cast_parts) == [row]
    other = {
        voices(replace(asked, references=(replace(person(n), voice=None),)), cast_parts)[0]
        for n in range(9)
    }
    assert other == MEN
    assert voices(replace(asked, references=(person(1),)), cast_parts) == [None]
    assert voices(replace(asked, references=(photo,)), replace(cast_parts, made_people=None)) == [
        None
    ]
    silent = replace(asked, has_sound=False)
    assert voices(silent, cast_parts) == [None]
    names = [type(each).__name__ for each in conditions_of(with_people(asked, cast_parts))]
    assert names == ["ReferencePictures", "Identity", "MadeVoice", "SpokenLines"]


def test_a_first_frame_is_a_photo_too(cast_parts: Components) -> None:
    asked = replace(request('A woman says: "Oh."'), references=(), image=noise(0, 3, 256, 256))
    (row,) = voices(asked, cast_parts)
    assert row in WOMEN
    given = with_people(asked, cast_parts)
    assert [type(each).__name__ for each in conditions_of(given)] == [
        "FirstFrame",
        "MadeVoice",
        "SpokenLines",
    ]


def test_everyone_is_lent_a_voice_of_their_own(cast_parts: Components) -> None:
    photos = tuple(replace(person(n), voice=None) for n in range(4))
    told = "".join(
        f"character{n} is a {who}. "
        for n, who in enumerate(("man", "woman", "man", "woman"), start=1)
    )
    rows = voices(replace(request(told), references=photos), cast_parts)
    assert [row in MEN for row in rows] == [True, False, True, False]
    assert len(set(rows)) == 4


@pytest.mark.parametrize(
    ("prompt", "people", "speakers"),
    [
        ('character1 says: "Oh." character2 answers: "No."', ({0, 1, 2, 3},) * 2, [1, 2]),
        ('A man and a woman. He says: "Oh." She answers: "No."', (MEN, WOMEN), [1, 2]),
        ('Two women. The second says: "Oh."', (WOMEN, WOMEN), [2]),
    ],
)
def test_several_are_cast_where_nobody_is_given(
    prompt: str, people: tuple[set[int], ...], speakers: list[int], cast_parts: Components
) -> None:
    given = with_people(replace(request(prompt), references=()), cast_parts)
    rows = [each.made_voice for each in given.references]
    assert len(set(rows)) == len(people)
    assert all(row in fitting for row, fitting in zip(rows, people, strict=True))
    for row, each in zip(rows, given.references, strict=True):
        assert each.busts[0].mean() == pytest.approx(60 * row / 127.5 - 1, abs=0.03)
    assert speakers_of(given) == speakers
    assert group_of(given, cast_parts).people == [0, 1]
    assert [type(each).__name__ for each in heard_of(given, 2)] == ["MadeVoice", "SpokenLines"]


def test_two_who_are_cast_make_a_clip(cast_parts: Components) -> None:
    asked = request('Two women. The first says: "Oh." The second says: "No."')
    clip = generate(cast_parts, replace(asked, references=()))
    assert clip.pixels.shape[0] == 48


def test_one_voice_given_and_one_cast(cast_parts: Components) -> None:
    heard = replace(person(1), busts=(), faces=())
    asked = request('character1 says: "Oh." character2 says: "No."')
    first, second = with_people(replace(asked, references=(heard,)), cast_parts).references
    assert first.voice is heard.voice
    assert first.made_voice is None
    assert second.made_voice is not None
    assert len(first.busts) == len(second.busts) == 1


def test_shots_of_a_story_keep_their_people(cast_parts: Components) -> None:
    story = "Shot 1: character1 smiles. Shot 2: character2 smiles."
    asked = [
        replace(request(shot), references=(), story=story)
        for shot in ("character1 smiles.", "character2 smiles.")
    ]
    one, other = (
        [each.made_voice for each in with_people(shot, cast_parts).references] for shot in asked
    )
    assert len(one) == 2
    assert one == other


def test_without_made_people_tags_are_refused(parts: Components) -> None:
    asked = replace(request('character2 says: "Oh."'), references=())
    with pytest.raises(RequestError, match="nobody to play them"):
        with_people(asked, parts)
    plain = replace(request('Two women. The second says: "Oh."'), references=())
    silent = replace(request("character2 smiles."), references=())
    for each in (plain, silent):
        assert with_people(each, parts).prompt == each.prompt


def test_a_larger_first_frame_is_lent_the_same_voice(cast_parts: Components) -> None:
    asked = replace(request('A person says: "Oh."'), references=())
    found = []
    for seed in range(12):
        large = enlarged(noise(seed, 3, 64, 64), 8).clamp(-1, 1)
        (one,) = voices(replace(asked, size=(512, 512), image=large), cast_parts)
        (other,) = voices(replace(asked, image=shrunk(large, 2)), cast_parts)
        assert one == other
        found.append(one)
    assert len(set(found)) > 1


def test_a_larger_photo_is_lent_the_same_voice_in_every_size(cast_parts: Components) -> None:
    photo = replace(person(1), voice=None, busts=(noise(1, 3, 512, 512),))
    asked = replace(request('A person says: "Oh."'), references=(photo,))
    assert voices(asked, cast_parts) == voices(replace(asked, size=(384, 640)), cast_parts)
