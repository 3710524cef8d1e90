"""Which mood a prompt wants somebody to be in."""

import pytest

from retrat.conditioning.moods import FAINT, MOST, STRONG, USUAL_MOOD, expression_in, mood_in
from retrat.train.data.caption_words import EXPRESSION_WORDS

WAYS = ("A woman {} in a park.", "{}, a man stands on a beach", 'A nurse {} says: "I see."')


@pytest.mark.parametrize("name", EXPRESSION_WORDS)
def test_every_expression_of_the_world_is_understood_in_all_its_wordings(name: str) -> None:
    for words in EXPRESSION_WORDS[name]:
        known = "smile" if "happy" in words else name  # a grin, in the world
        wanted = {} if name == "neutral" else {known: pytest.approx(1.1, abs=0.31)}
        for way in WAYS:
            prompt = way.format(words.format(their="her"))
            assert expression_in(prompt) == wanted, prompt


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("A very angry king", {"angry": STRONG}),
        ("A slightly worried nurse", {"worried": FAINT}),
        ("A man laughs out loud", {"grin": MOST["grin"]}),
        ("A man in tears", {"sad": USUAL_MOOD}),
        ("She looks surprised and happy", {"surprised": USUAL_MOOD}),
        ("A teacher raises an eyebrow", {"sceptical": USUAL_MOOD}),
        ("A man with a serious face", {}),
        ("A woman without a smile", {}),
        ("A woman tells a sad story", None),
        ("A woman sings a happy song to a happy dog", None),
        ("A woman tears the paper", None),
        ("He is not happy", None),
        ('A man says: "I am so angry."', None),
        ("A man in a library", None),
    ],
)
def test_what_names_a_face(prompt: str, wanted: dict[str, float] | None) -> None:
    assert expression_in(prompt) == wanted


def test_a_sentence_that_names_somebody_is_about_them() -> None:
    prompt = 'Two friends. character1 says sadly: "It broke." character2 laughs.'
    assert expression_in(prompt, 1, 2) == {"sad": USUAL_MOOD}
    assert expression_in(prompt, 2, 2) == {"grin": MOST["grin"]}
    smiling = 'Smiling, character1 and character2 talk. character2 asks angrily: "Why?"'
    assert expression_in(smiling, 1, 2) == {"smile": MOST["smile"]}
    assert expression_in("Two angry people. character2 smiles.", 1, 2) == {"angry": USUAL_MOOD}


def test_a_sentence_names_a_mood() -> None:
    assert mood_in("She says angrily") == {"angry": USUAL_MOOD}
    assert mood_in("A man cries out") is None
    assert mood_in("A woman says") is None
