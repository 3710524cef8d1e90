"""What is refused: one sentence, the field, before any weight loads."""

import json
from dataclasses import replace

import pytest
import torch

from retrat.conditioning.sizes import LARGER, MADE, shrunk
from retrat.errors import RequestError
from retrat.pipeline.request import (
    BY_RELEASE,
    GenerateRequest,
    Guidance,
    Recommendations,
    Reference,
)
from retrat.types import Audio

FINE = GenerateRequest(prompt="A woman on a beach.")
SOUND = Audio(samples=torch.zeros(1, 24_000), sample_rate=24_000)
BUST, FACE = torch.zeros(3, 256, 256), torch.zeros(3, 112, 112)


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"prompt": "  "}, "prompt", "empty"),
        ({"prompt": "a" * 2001}, "prompt", "2001 characters"),
        ({"prompt": "\u200b\u00a0\u2060\u3164\x00"}, "prompt", "empty"),
        ({"prompt": "Rain \udcff"}, "prompt", "Character 6 of the prompt"),
        ({"prompt": "character" + "1" * 5000 + ' says: "Hi."'}, "prompt", "5021 characters"),
        ({"prompt": "character" + "1" * 1500 + ' says: "Hi."'}, "prompt", "character111 is in"),
        ({"prompt": "character5 smiles."}, "prompt", "4 people are the most"),
        ({"prompt": 'He says: "Hello'}, "prompt", "is not closed"),
        ({"prompt": 'He says: "\u4f60\u597d"'}, "prompt", "can't be spoken"),
        ({"seconds": 0.5}, "seconds", "Use 1 to 10"),
        ({"seconds": 12.0}, "seconds", "seconds=12"),
        ({"seconds": float("nan")}, "seconds", "Use 1 to 10"),
        ({"size": (640, 480)}, "size", "640x480 is not .* of 256x256, 320x192, 192x320, 512x512, "),
        ({"size": (384, 384)}, "size", "512x512, 640x384, 384x640"),
        ({"seed": -1}, "seed", "seed=-1"),
        ({"steps": 0}, "steps", "Use 1 to 200"),
        ({"guidance": Guidance(text=-1.0, people=1.0, bridge=1.0)}, "guidance", "text guidance"),
        ({"references": (Reference(),)}, "references", "Person 1 has neither"),
        ({"references": (Reference(voice=SOUND),) * 5}, "references", "5 people"),
        (
            {"references": (Reference(busts=(BUST,) * 6, faces=(FACE,) * 6),)},
            "references",
            "6 pictures",
        ),
        (
            {
                "prompt": 'character2 says "Hi."',
                "references": (Reference(busts=(BUST,), faces=(FACE,)),),
            },
            "prompt",
            "but 1 person is in the clip",
        ),
        ({"image": torch.zeros(3, 100, 200)}, "image", "200x100"),
        ({"image": torch.zeros(3, 256, 256), "size": (512, 512)}, "image", "256x256 .* 512x512"),
        ({"place": torch.zeros(3, 384, 640), "size": (320, 192)}, "place", "640x384 .* 320x192"),
        ({"audio": SOUND, "has_sound": False}, "audio", "no sound"),
        ({"prompt": 'She says "' + "many words " * 60 + '"'}, "seconds", "Ask for at least"),
    ],
)
def test_refusals(change: dict[str, object], field: str, says: str) -> None:
    with pytest.raises(RequestError, match=says) as caught:
        replace(FINE, **change).validate()
    assert caught.value.field == field
    assert "\n" not in str(caught.value)


def test_what_is_fine() -> None:
    FINE.validate()
    replace(FINE, seconds=10, size=(192, 320), steps=50, has_sound=False).validate()
    two = (Reference(voice=SOUND), Reference(busts=(BUST,), faces=(FACE,)))
    replace(FINE, prompt='character2 says "Hi."', references=two).validate()
    # Who has no photo is cast.
    replace(FINE, prompt='character1 says "Hi." character4 says "No."').validate()
    replace(FINE, prompt='character2 says "Hi."', references=(Reference(voice=SOUND),)).validate()
    replace(FINE, prompt='He says: "\u4f60\u597d"', has_sound=False).validate()
    # Words are nobody's to say where a recording is given.
    replace(FINE, prompt='He says: "\u4f60\u597d"', audio=SOUND).validate()
    replace(FINE, prompt='She says "' + "many words " * 60 + '"', audio=SOUND).validate()


def test_recommended_values_are_resolved_in_one_place() -> None:
    guidance = Guidance(text=5.0, people=2.0, bridge=1.5)
    recommended = Recommendations(steps=8, shift=3.0, guidance=guidance)
    assert FINE.steps is BY_RELEASE
    resolved = FINE.resolved(recommended)
    assert (resolved.steps, resolved.guidance) == (8, guidance)
    assert replace(FINE, steps=3).resolved(recommended).steps == 3


def test_settings_are_plain_json() -> None:
    settings = replace(FINE, steps=4).settings()
    assert json.loads(json.dumps(settings))["steps"] == 4
    assert json.loads(json.dumps(settings))["guidance"] == "recommended"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("prompt", None, "prompt=None is no text"),
        ("seconds", "4", "seconds='4' can't be understood"),
        ("seconds", True, "Give a number"),
        ("size", (256,), "Give width and height"),
        ("size", "256x256", "Give width and height"),
        ("size", (256.5, None), "Give width and height"),
        ("seed", 1.5, "Give a whole number"),
        ("seed", "1" * 500, r"seed='1{39}\.\.\. can't"),
        ("steps", 2.5, "Give a whole number"),
    ],
)
def test_values_of_another_kind(field: str, value: object, says: str) -> None:
    """As they come in where nobody checks types; tests do."""
    request = replace(FINE)
    object.__setattr__(request, field, value)
    with pytest.raises(RequestError, match=says) as caught:
        request.validate()
    assert caught.value.field == field


@pytest.mark.parametrize("made", MADE)
def test_a_larger_clip_is_made_in_the_smaller_size(made: tuple[int, int]) -> None:
    width, height = (LARGER * side for side in made)
    torch.manual_seed(0)
    picture, bust = torch.rand(3, height, width), torch.rand(3, 512, 512)
    somebody = Reference(busts=(bust, -bust), faces=(FACE, FACE), voice=SOUND)
    request = replace(FINE, size=(width, height), place=picture, references=(somebody,))
    request.validate()
    replace(request, place=None, image=picture).validate()
    assert request.scale == 2
    small = request.as_made()
    small.validate()
    assert small.size == made
    assert small.scale == 1
    assert torch.equal(small.place, shrunk(picture, 2))
    assert small.image is None
    begun = replace(request, place=None, image=picture).as_made()
    assert torch.equal(begun.image, shrunk(picture, 2))
    (person,) = small.references
    assert torch.equal(person.busts[0], shrunk(bust, 2))
    assert torch.equal(person.busts[1], shrunk(-bust, 2))
    assert person.faces == somebody.faces
    assert person.voice is SOUND
    assert torch.equal(request.references[0].busts[0], bust), "and the request is as it was"


def test_the_largest_are_drawn_with_a_rim() -> None:
    fine = replace(FINE, size=(1280, 720), image=torch.zeros(3, 768, 1280))
    fine.validate()
    assert fine.scale == 4
    assert fine.as_drawn().size == (1280, 768)
    assert fine.as_made().size == (320, 192)
    assert fine.as_made().image.shape == (3, 192, 320)
    bare = replace(fine, image=torch.zeros(3, 720, 1280))
    with pytest.raises(RequestError, match="1280x720, 1280x768 with its rim"):
        bare.validate()


def test_a_smaller_clip_is_made_as_it_is_but_for_larger_busts() -> None:
    picture = torch.zeros(3, 192, 320)
    fine = Reference(busts=(torch.zeros(3, 512, 512),), faces=(FACE,))
    usual = Reference(busts=(BUST,), faces=(FACE,))
    request = replace(FINE, size=(320, 192), image=picture, references=(fine, usual))
    small = request.as_made()
    assert request.scale == 1
    assert small.size == request.size
    assert small.image is picture
    assert small.references[0].busts[0].shape == (3, 256, 256)
    assert small.references[1].busts[0] is BUST
