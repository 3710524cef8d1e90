import pytest

from retrat.conditioning.phones import (
    PHONE_IDS,
    PHONES,
    UNKNOWN_PHONE_ID,
    letters_to_phones,
    number_to_words,
    ordinal_to_words,
    spoken,
    text_to_phones,
    word_to_phones,
)


def test_ids_are_places_in_the_list_and_pause_is_zero() -> None:
    assert len(set(PHONES)) == len(PHONES) == 41 == UNKNOWN_PHONE_ID
    assert PHONE_IDS["pau"] == 0
    assert all(PHONES[index] == phone for phone, index in PHONE_IDS.items())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "I paid $5 for 21 eggs at 3:30.",
            "i paid five dollars for twenty one eggs at three thirty.",
        ),
        ("In 1987 and 2005", "in nineteen eighty seven and two thousand five"),
        ("Dr. Smith\u2019s 3rd caf\u00e9", "doctor smith's third cafe"),
        ("1,200 is 50% \u2014 roughly!", "twelve hundred is fifty percent, roughly!"),
        ("pi is 3.14", "pi is three point one four"),
        ("", ""),
    ],
)
def test_what_is_written_as_it_is_said(text: str, words: str) -> None:
    assert spoken(text) == words


def test_numbers_in_words() -> None:
    assert number_to_words("1234567") == (
        "one million two hundred thirty four thousand five hundred sixty seven"
    )
    assert number_to_words("007") == "zero zero seven"
    assert [ordinal_to_words(n) for n in (1, 4, 12, 20, 33)] == [
        *("first", "fourth", "twelfth", "twentieth", "thirty third"),
    ]


def test_a_sentence_pauses_at_both_ends_and_at_a_comma() -> None:
    said = "pau hh ax l ow pau w er l d pau"
    assert text_to_phones("Hello, world!") == said.split()


def test_the_article_depends_on_the_next_word() -> None:
    assert text_to_phones("the apple")[1:3] == ["dh", "iy"]
    assert text_to_phones("the pear")[1:3] == ["dh", "ax"]


def test_unlisted_words_follow_the_letters() -> None:
    assert " ".join(letters_to_phones("frobnicate")) == "f r aa b n ih k ey t"
    assert word_to_phones("gizmo's") == (*word_to_phones("gizmo"), "z")
    assert letters_to_phones("xk") == ("eh", "k", "s", "k", "ey")


@pytest.mark.parametrize(
    "text", ["", "?!", "'", "\u4f60\u597d", "a" * 200, "--- 99999999999999 ---"]
)
def test_any_text_gives_known_phones(text: str) -> None:
    phones = text_to_phones(text)
    assert phones[0] == phones[-1] == "pau"
    assert set(phones) <= set(PHONES)


def test_initials_are_heard_as_letters_and_names_as_listed() -> None:
    assert " ".join(text_to_phones("AI")) == "pau ey ay pau"
    assert " ".join(text_to_phones("GPUs")) == "pau jh iy p iy y uw z pau"
    assert " ".join(text_to_phones("Retrat")) == "pau r eh t r aa t pau"
    assert " ".join(text_to_phones("PyTorch")) == "pau p ay t ao r ch pau"
    assert " ".join(text_to_phones("the FBI")) == "pau dh iy eh f b iy ay pau"


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("y'all", "y ao l"),
        ("gonna", "g ah n ax"),
        ("kinda", "k ay n d ax"),
        ("i'd've", "ay d ax v"),
        ("ann'll", "ae n ax l"),
        ("matt'd", "m ae t ax d"),
        ("ann'd", "ae n d"),
        ("doin", "d uw ih n"),
        ("torch's", "t ao r ch ax z"),
    ],
)
def test_contractions_and_slang(word: str, phones: str) -> None:
    assert " ".join(word_to_phones(word)) == phones


def test_what_is_said_twice_sounds_the_same() -> None:
    """A line is written as words first, then cut into sentences."""
    text = "I live at 5 Elm St. We are live on TV! OpenAI, read this by 5 p.m., 10/12/2024."
    assert text_to_phones(spoken(text)) == text_to_phones(text)
