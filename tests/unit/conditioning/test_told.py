"""What of a prompt is told, of whom, and when."""

import pytest

from retrat.conditioning.told import Told

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
