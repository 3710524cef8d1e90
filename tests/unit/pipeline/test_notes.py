"""What of a request will not be heeded, in sentences."""

from dataclasses import replace

import pytest
import torch

from retrat.conditioning.lines import check_fit, needed_seconds
from retrat.conditioning.named_places import place_in
from retrat.errors import RequestError
from retrat.pipeline.notes import MOST_NOTES, PLACES, notes_of
from retrat.pipeline.request import GenerateRequest, Reference
from retrat.types import Audio

BLANK = torch.zeros(3, 256, 256)
LONG = "This is a rather long sentence with many words. " * 5
HELLO = 'A man says: "Hello there my friend, how do you do?"'
RECORDING = Audio(samples=torch.zeros(1, 24000), sample_rate=24000)


def told(prompt: str, **given) -> tuple[str, ...]:
    return notes_of(GenerateRequest(prompt=prompt, **given))


def seen(photos: int) -> Reference:
    return Reference(busts=(BLANK,) * photos, faces=(BLANK,) * photos)


@pytest.mark.parametrize(
    ("prompt", "part"),
    [
        ("A woman in a park jumps", "Jumping is not shown: ask for what is, such as walking"),
        ("A woman in a park hugs him, jumps and spins", "Hugging, jumping and spinning are not"),
        ("A man in a tunnel.", "The place ('in a tunnel') is not known, and becomes colours"),
        ("A woman in the circus at noon", "('in the circus') is not known"),
        ("A man at the circus smiles", "('at the circus') is not known"),
        ("A glacier tongue", "The place is not known, and"),
        ("Shot 1: a man on a ladder. Shot 2: he nods.", "'on a ladder'"),
        ('A woman says: "Hola amigos, bienvenidos."', "words 'Hola amigos, bienvenidos.' do not"),
        ("A full body shot of a woman in a park", "not seen down to the feet: they are shown"),
        ("A man in a park in profile", "People are not seen from the side"),
        ("An anime woman in a park", "Drawn styles are not shown ('anime')"),
        ("A cat sleeps on a sofa", "vehicles that move are not shown ('cat')"),
        ("A man in a park with a dog. A bus passes.", "not shown ('dog' and 'bus')"),
        ("A happy child in a kitchen", "Nobody who can be cast is a child: somebody young"),
        ("A man and a boy of eight in a park", "Nobody who can be cast is a child"),
        ("A woman holds an umbrella in a park", "Holding something is not shown: ask for what is"),
    ],
)
def test_what_is_not_heeded_is_said_with_what_to_do(prompt: str, part: str) -> None:
    (note,) = told(prompt)
    assert part in note
    assert note.endswith(".")
    assert ": " in note, "what to do"
    assert len(note) < 300


@pytest.mark.parametrize(
    "prompt",
    [
        "A man in the city. People walk by.",
        "A woman",
        "A man in a park",
        "A woman before a red wall nods",
        "A wide shot of a man in the snow",
        'A man in a library says: "Meet Hiroshi at IKEA. We walk, dance and wave."',
        "Rain over a city at night",
        "A man does not wave",
        "A woman in a park waves",
        "A girl in a park holds a cup of tea and waves",
        'A man in a cafe reads from a book: "My child, the toddler, has a kid."',
        "Shot 1: a woman in a park waves. Shot 2: in a library she gives a thumbs up.",
    ],
)
def test_nothing_is_said_where_all_is_heeded(prompt: str) -> None:
    assert told(prompt) == ()


@pytest.mark.parametrize("does", ["waves", "walks", "dances", "shrugs"])
def test_who_is_not_cut_out_moves_no_body_and_is_not_told_to(does: str) -> None:
    assert told(f"A woman in a park {does}") == ()
    (note,) = told(f"A woman in a park {does}", image=BLANK)
    assert "ing is not shown: ask for" in note
    assert "walking," not in note
    assert "looking around." in note


def test_in_a_first_frame_heads_move() -> None:
    assert told("A woman in a park looks up and closes her eyes", image=BLANK) == ()


def test_there_are_few_and_the_most_important_come_first() -> None:
    notes = told(
        'In profile, a woman jumps in a tunnel and says: "Hola amigos, bienvenidos a todos."',
        seconds=1.5,
        references=(seen(2), seen(1)),
    )
    assert len(notes) == MOST_NOTES
    starts = ("The words 'Hola", "Jumping is", "The place (", "The words in quotes")
    for note, start in zip(notes, starts, strict=True):
        assert note.startswith(start), note


def test_an_animal_may_be_on_a_picture_that_is_given() -> None:
    asked = GenerateRequest(prompt="A cat on a beach.", seconds=2.0)
    assert len(notes_of(asked)) == 1
    picture = torch.zeros(3, 256, 256)
    for given in (replace(asked, place=picture), replace(asked, image=picture)):
        assert notes_of(given) == ()


def test_a_picture_that_is_given_says_where_it_is() -> None:
    tunnel = "A woman in a tunnel, in profile"
    assert len(told(tunnel)) == 2
    assert len(told(tunnel, place=BLANK)) == 1
    assert told(tunnel, image=BLANK) == ()


def test_places_that_are_offered_are_known() -> None:
    offered = PLACES.replace(" or ", ", ").split(", ")
    found = {place_in(f"A woman in {place}") for place in offered}
    assert None not in found
    assert len(found) == len(offered)


def test_words_that_must_be_rushed_say_by_how_much() -> None:
    assert told(f'A man says: "{LONG[:60]}"', seconds=10.0) == ()
    (note,) = told(f'A man says: "{LONG}"', seconds=10.0)
    assert "about 1.3 times as fast as usual to fit into the clip: say less" in note
    (note,) = told(HELLO, seconds=2.0)
    assert "ask for 2.3 seconds or say less" in note
    assert told(HELLO, seconds=2.3) == ()
    story = f'A man. Shot 1 [0-6.5s]: he says: "{LONG[:140]}" Shot 2 [6.5-10s]: he nods.'
    (note,) = told(story, seconds=10.0)
    assert "to fit into the shot: say less" in note


def test_rushed_is_measured_as_what_is_refused_is() -> None:
    request = GenerateRequest(prompt=f'character1 asks: "{LONG}" character2 answers: "Yes."')
    needed = needed_seconds(request.lines)
    with pytest.raises(RequestError, match=f"take about {needed:.1f} seconds"):
        check_fit(request.lines, 1.0)


def test_what_is_not_heard_is_not_noted() -> None:
    foreign = 'A woman says: "Hola amigos, bienvenidos."'
    assert told(foreign, has_sound=False) == told(foreign, audio=RECORDING) == ()


def test_photos_that_are_not_used_are_noted() -> None:
    pair = GenerateRequest(prompt="Two women in a park", references=(seen(2), seen(1)))
    (note,) = notes_of(pair)
    assert "only the first photo is used" in note
    assert notes_of(replace(pair, references=(seen(1), seen(1)))) == ()
    assert notes_of(replace(pair, references=(seen(3),))) == ()
    (note,) = notes_of(replace(pair, prompt="A close-up in a park", references=(seen(2),)))
    assert note.startswith("In a close-up")
    assert notes_of(replace(pair, image=BLANK)) == ()


def test_a_child_on_a_photo_is_shown() -> None:
    assert told("A child in a park", references=(seen(1),)) == ()
    assert told("A child in a park holds a cup", image=BLANK) == (
        "Holding something is not shown: ask for what is, such as a nod, a shake or a tilt of the "
        "head, or looking around.",
    )
