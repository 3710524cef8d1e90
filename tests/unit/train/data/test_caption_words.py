"""Tables of phrases: each names one label, and every label of the world has some."""

import pytest
from caption_meanings import meanings

from retrat.train.data.caption_words import (
    ACTION_WORDS,
    CAMERA_WORDS,
    EXPRESSION_WORDS,
    FRAMING_WORDS,
    SCENE_WORDS,
    SOUND_WORDS,
)
from retrat.train.data.expressions import EXPRESSIONS
from retrat.train.data.motion import ACTIONS, CAMERA_MOVES, FRAMINGS
from retrat.train.data.scenes import SCENE_NAMES


@pytest.mark.parametrize(
    "table", [SCENE_WORDS, ACTION_WORDS, EXPRESSION_WORDS, CAMERA_WORDS, FRAMING_WORDS]
)
def test_a_phrase_means_one_label_alone(
    table: dict[str, tuple[str | tuple[str, str], ...]],
) -> None:
    for key, phrases in table.items():
        for phrase in phrases:
            for form in (phrase,) if isinstance(phrase, str) else phrase:
                assert meanings(form.replace("{their}", "her"), table) == {key}, form


def test_words_in_quotes_name_no_label() -> None:
    assert meanings('In a park, a man says: "I was on the beach."', SCENE_WORDS) == {"park"}


def test_every_scene_has_words_and_a_sound() -> None:
    assert set(SCENE_NAMES) == set(SCENE_WORDS) == set(SOUND_WORDS)


def test_whatever_a_take_can_show_has_words() -> None:
    assert set(ACTIONS) == set(ACTION_WORDS)
    assert set(EXPRESSIONS) == set(EXPRESSION_WORDS)
    assert set(CAMERA_MOVES) == set(CAMERA_WORDS)
    assert set(FRAMINGS) == set(FRAMING_WORDS)


def test_of_phrases_that_overlap_the_longest_counts() -> None:
    assert meanings("a medium close-up of a man", FRAMING_WORDS) == {"head and shoulders"}
    assert meanings("a close-up of a man", FRAMING_WORDS) == {"close-up"}
    assert meanings("a beach towel", SCENE_WORDS) == set()
