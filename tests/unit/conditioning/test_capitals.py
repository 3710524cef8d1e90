import pytest

from retrat.conditioning.capitals import capitals_to_words, spelled


def test_the_letter_is_no_article() -> None:
    assert spelled("GPA") == "g p ay"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the US and the DMV", "the u s and the d m v"),
        ("LET US GO", "LET US GO"),
        ("I did NOT say IT", "I did NOT say i t"),
        ("HELP! The UN came.", "HELP! The u n came."),
        ("NASA and ZQX", "NASA and z q x"),
        ("CEOs, my CEO's", "c e o's, my c e o's"),
        ("BlueFrob, YouTube", "Blue Frob, youtube"),
        ("JSONSchema", "JSON Schema"),
        ("Vitamin A, an A+", "Vitamin ay, an ay+"),
        ("A man, a plan", "A man, a plan"),
    ],
)
def test_initials_and_names(text: str, words: str) -> None:
    assert capitals_to_words(text) == words
