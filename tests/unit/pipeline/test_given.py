"""What a request gives, and who is heard of several people."""

from dataclasses import replace

import pytest
import torch

from retrat.pipeline.components import Components
from retrat.pipeline.generate import generate
from retrat.pipeline.given import conditions_of, speakers_of
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
    for references in ((first, second), (other_first, second), (first, other_second)):
        generate(parts, replace(asked, references=references))
    by_first, by_second = ((each - heard[0]).abs().amax(dim=(0, 1)) > 0 for each in heard[1:])
    assert by_first[0]
    assert by_second[-1]
    assert not (by_first & by_second).any()


def test_the_only_one_who_speaks_is_heard_as_if_alone(parts: Components) -> None:
    asked = request('character2 says: "Hello."')
    heard = sound(generate(parts, asked))
    swapped = replace(asked, references=(person(90), asked.references[1]))
    assert torch.equal(heard, sound(generate(parts, swapped)))
