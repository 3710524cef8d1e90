"""What is said in a prompt, and by whom."""

from retrat.conditioning.quotes import OPENING, QUOTED, TAGGED


def test_quotes_can_be_taken_out() -> None:
    assert QUOTED.sub("", 'A 5" a "b" \u201ec\u201c \u00abd\u00bb e') == 'A 5" a    e'


def test_inches_open_nothing() -> None:
    assert OPENING.search('a 27" screen') is None
    assert OPENING.search('character1"Hi') is not None


def test_people_are_named_by_number() -> None:
    assert TAGGED.findall("character1 and Character 12 talk") == ["1", "12"]
