"""Plain walls, and prompts that say nothing of where they play."""

import pytest

from retrat.conditioning.backdrops import COLOURS, SHADES, is_nowhere, somewhere_in, wall_in
from retrat.conditioning.named_places import place_in
from retrat.train.data.caption_words import SCENE_WORDS


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("wall", ["wall", "background", "studio backdrop", "plain background"])
def test_a_wall_has_the_colour_that_it_is_called(colour: str, wall: str) -> None:
    assert wall_in(f"A woman before a {colour} {wall}") == COLOURS[colour]


def test_shades_make_a_colour_darker_or_lighter() -> None:
    dark, plain, pale = (wall_in(f"A {shade}blue wall") for shade in ("dark ", "", "pale "))
    assert dark is not None
    assert plain is not None
    assert pale is not None
    assert dark[2] == pytest.approx(SHADES["dark"] * plain[2])
    assert dark < plain < pale
    assert max(wall_in("A light white wall") or ()) == 1.0


@pytest.mark.parametrize(
    "prompt",
    [
        "A woman says hello",
        "A man in a red sweater waves",
        "A woman with long hair speaks to the camera",
        "A friendly woman in her seventies, in tears",
        "The person on the photo speaks in a low voice",
        "A knight in armour looks at us in surprise",
        "character1 talks to character2",
        "Close-up of a man. He laughs at him.",
    ],
)
def test_some_prompts_say_nothing_of_where(prompt: str) -> None:
    assert is_nowhere(prompt)
    assert wall_in(prompt) is None


@pytest.mark.parametrize(
    "prompt",
    [
        "A teacher in a desert",
        "A man at sunset",
        "A woman in London",
        "A man in a suit in a bank",
        "A chef outdoors",
        "A woman with a city behind her",
        "A boy by the river",
    ],
)
def test_others_do_in_words_that_no_table_knows(prompt: str) -> None:
    assert not is_nowhere(prompt)


@pytest.mark.parametrize("name", SCENE_WORDS)
def test_every_place_of_the_world_is_somewhere(name: str) -> None:
    for words in SCENE_WORDS[name]:
        assert place_in(f"A woman {words}.") is not None
        assert wall_in(f"A woman {words}.") is None or name == "studio"


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("A man in a busy gym lifts weights", "in a busy gym"),
        ("A woman in the desert at noon", "in the desert"),
        ("A man at the airport, smiling", "at the airport"),
        ("A couple in a hot air balloon over fields", "in a hot air balloon"),
        ("A woman in a red dress on a mountain with snow", "on a mountain"),
        ("A woman in a circus jumps", "in a circus"),
        ("A man in a tunnel teaches", "in a tunnel"),
        ("A man sings into a microphone", None),
        ("A woman outdoors", None),
        ("A man in a red sweater", None),
        ("A woman", None),
    ],
)
def test_words_for_where_can_be_told_again(prompt: str, wanted: str | None) -> None:
    assert somewhere_in(prompt) == wanted
