"""What a prompt gives people to hold."""

import pytest

from retrat.conditioning.backdrops import COLOURS
from retrat.conditioning.hands import Hand
from retrat.conditioning.props import NAMES, prop_in, without_props
from retrat.conditioning.unheeded import actions_in
from tests.unit.conditioning.test_prompts_page import rows


def held(prop: str) -> Hand:
    return Hand(pose=prop, stays=True, is_there=True)


def drunk(prop: str) -> Hand:
    return Hand(pose=prop, stays=True, is_there=True, sips=True)


def lifted(prop: str, *, late: bool = False) -> Hand:
    return Hand(pose=prop, stays=True, in_the_end=late)


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ('A marketer holds a coffee cup and says: "Start your day."', held("cup")),
        ("A woman holding a cup of hot tea", held("cup")),
        ("She is in a kitchen, carrying a steaming mug", held("cup")),
        ("A man holds a paper cup", held("cup")),
        ("A man with a beer in his hand", held("bottle")),
        ("A woman holds a glass bottle", held("bottle")),
        ("A bartender with a bottle in each hand", held("bottle")),
        ("A man with a phone in hand", held("phone")),
        ("A girl looks down at her phone", held("phone")),
        ('A reporter with a microphone says: "Live."', held("microphone")),
        ("A singer sings into a golden mic", held("microphone")),
        ("He reads from an old book", held("book")),
        ("A woman holds a bunch of wild flowers", held("flowers")),
        ("A woman holds a sheet of paper", held("paper")),
        ("A man carrying two boxes of books", held("box")),
        ("I hold my gift", held("box")),
        ("She picks up her phone", lifted("phone")),
        ("She shows us a bouquet of fresh roses", lifted("flowers")),
        ("He raises a glass of wine", lifted("glass")),
        ("A man grabs his coffee", lifted("cup")),
        ("An influencer holds up a product", lifted("box")),
        ("He takes out a letter", lifted("paper")),
        ("She takes the cup from the table", lifted("cup")),
        ("A man in a cafe drinks coffee", drunk("cup")),
        ("A woman sips from a steaming mug", drunk("cup")),
        ("He takes a long sip of red wine", drunk("glass")),
        ("A man drinking a beer on a beach", drunk("bottle")),
        ("She holds a cup of tea, then takes a sip", drunk("cup")),
        ('He says: "Here." He holds up a letter.', lifted("paper", late=True)),
        ('He says: "Here." He is holding a letter.', held("paper")),
    ],
)
def test_it_is_read(prompt: str, wanted: Hand) -> None:
    assert prop_in(prompt) == wanted
    assert actions_in(without_props(prompt)) == (), "and nothing else is asked for"
    assert len(without_props(prompt)) == len(prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "A boy holds his mother's hand",
        "A man does not hold a phone",
        "She never carries flowers",
        "A table with a cup",
        "A book on a table, and a man",
        "A man on the phone",
        "A woman with flowers in her hair",
        "A man with glasses holds a speech",
        "He shows a sign of relief",
        "She raises her voice",
        'A man says: "Hold a cup."',
        "A woman in a book shop",
        "A hand holds a glass door",
        "He holds the hand of a woman with a book",
        "A woman takes a product photo",
        "A man presents a gift card",
        "She takes a breath",
        "A man drinks water",
        "A drinking fountain and a man",
    ],
)
def test_nothing_is_held(prompt: str) -> None:
    assert prop_in(prompt) is None
    assert without_props(prompt) == prompt


@pytest.mark.parametrize(
    ("words", "colour"),
    [
        ("a red cup of coffee", COLOURS["red"]),
        ("a white mug", COLOURS["white"]),
        ("a bouquet of yellow tulips", COLOURS["yellow"]),
        ("white roses", COLOURS["white"]),
        ("her pink phone", COLOURS["pink"]),
        ("a blue book", COLOURS["blue"]),
        ("a cup of green tea", None),
        ("a cup of black coffee", None),
        ("a bottle of red wine", None),
        ("a black bottle of white wine", COLOURS["black"]),
        ("a glass of red wine", None),
        ("a black microphone", None),
        ("a gift", None),
    ],
)
def test_it_has_the_colour_that_is_said(words: str, colour: tuple[float, ...] | None) -> None:
    hand = prop_in(f"A woman in a red dress holds {words}.")
    assert hand is not None
    assert hand.colour == colour


def test_dark_and_golden_things() -> None:
    dark, golden = (prop_in(f"A man holds a {words} box.") for words in ("dark blue", "golden"))
    assert dark is not None
    assert dark.colour == pytest.approx([0.6 * each for each in COLOURS["blue"]])
    assert golden is not None
    assert golden.colour is not None
    assert golden.colour[0] > golden.colour[1] > golden.colour[2]


def test_other_things_are_left_over() -> None:
    assert actions_in(without_props("A man holds an umbrella")) == ("holding something",)
    assert actions_in(without_props("A man holds a cup and juggles")) == ("holding something",)


def test_of_several_people_the_first_holds_it_if_nothing_else_is_said() -> None:
    told = "A man and a woman in a park. The man holds a book."
    assert [prop_in(told, person, 2) for person in (1, 2)] == [held("book"), None]
    told = "character1 nods. character2 holds a book."
    assert [prop_in(told, person, 2) for person in (1, 2)] == [None, held("book")]
    told = "Two friends raise a toast."
    assert [prop_in(told, person, 2) for person in (1, 2)] == [lifted("glass")] * 2


@pytest.mark.parametrize(("words", "does"), rows("What they hold"))
def test_what_the_page_promises(words: str, does: str) -> None:
    hand = prop_in(f"A woman {words} in a park.")
    assert hand is not None
    seen = {
        "cup": "a mug", "phone": "a telephone", "microphone": "a microphone", "book": "a book",
        "flowers": "roses", "bottle": "a bottle", "glass": "a glass of wine",
        "paper": "a blank sheet", "box": "a parcel",
    }  # fmt: skip
    assert set(seen) == set(NAMES)
    assert seen[hand.pose] in does
