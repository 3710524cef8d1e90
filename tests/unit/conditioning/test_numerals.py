import pytest

from retrat.conditioning.numerals import (
    digits_to_words,
    numerals_to_words,
    ordinal_to_words,
    roman_to_number,
    year_to_words,
)


def test_years_are_said_in_pairs() -> None:
    assert {year: year_to_words(year) for year in (1066, 1900, 1905, 1987, 2000, 2005, 2024)} == {
        1066: "ten sixty six",
        1900: "nineteen hundred",
        1905: "nineteen oh five",
        1987: "nineteen eighty seven",
        2000: "two thousand",
        2005: "two thousand five",
        2024: "twenty twenty four",
    }


def test_roman_numerals() -> None:
    numerals = ("I", "IV", "IX", "XIV", "XL", "XVIII", "LVIII")
    assert [roman_to_number(each) for each in numerals] == [1, 4, 9, 14, 40, 18, 58]


def test_digits_and_ordinals() -> None:
    assert digits_to_words("105") == "one zero five"
    assert [ordinal_to_words(n) for n in (11, 15, 40, 100)] == [
        *("eleventh", "fifteenth", "fortieth", "one hundredth"),
    ]


def test_only_numbers_are_changed() -> None:
    text = "Ann said: 'I - who am no X - read Part Two.' It's fine, at last."
    assert numerals_to_words(text) == text
    assert numerals_to_words("Ann has 2 cats") == "Ann has two cats"


@pytest.mark.parametrize(
    "text",
    ["99/99/9999", "31.31.2024", "1:99", "$.", "5/0", "0/5", "1.2.3.4.5", "-", "$1,2,3", "9" * 40],
)
def test_any_digits_are_said(text: str) -> None:
    assert not any(character.isdigit() for character in numerals_to_words(text))
