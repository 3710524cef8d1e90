"""What of a prompt is told, of whom, and when."""

import pytest

from retrat.conditioning.told import About, Told, first_about, without

PROMPT = 'character1 nods. character2 says: "Wave, character3!" He waves; character1 sits, smiling.'


def test_what_is_said_aloud_is_left_out_letter_by_letter() -> None:
    told = Told.of(PROMPT)
    assert len(told.text) == len(PROMPT)
    assert "Wave" not in told.text
    assert told.text.index("waves") == PROMPT.index("waves")


@pytest.mark.parametrize(
    ("word", "who"), [("nods", 1), ("says", 2), ("waves", None), ("smiling", 1)]
)
def test_a_sentence_says_of_whom_it_is(word: str, who: int | None) -> None:
    assert Told.of(PROMPT).who(PROMPT.index(word)) == who


@pytest.mark.parametrize(("word", "late"), [("nods", False), ("says", False), ("waves", True)])
def test_what_comes_after_all_words_is_late(word: str, late: bool) -> None:
    assert Told.of(PROMPT).is_late(PROMPT.index(word)) == late


def test_where_nothing_is_said_nothing_is_late() -> None:
    assert not Told.of("She waves.").is_late(4)


SAID = [
    About(what="cup", start=0, end=2, who=2),
    About(what="book", start=3, end=5, who=None),
    About(what="phone", start=6, end=8, who=2),
]


def test_the_first_thing_is_meant_that_is_said_of_somebody() -> None:
    assert [first_about(SAID, person, 2) for person in (1, 2)] == ["book", "cup"]
    assert first_about(SAID, 1, 1) == "cup", "whoever is alone is meant"
    assert first_about(SAID[2:], 1, 2) is None


def test_what_is_heeded_is_left_out() -> None:
    assert without("ab cd ef", SAID) == "      ef"
    assert without("ab cd ef", SAID[1:]) == "ab    ef", "of everybody: nothing is left to heed"
