"""How words are to be said."""

import pytest

from retrat.conditioning.lines import lines_of, spoken_seconds
from retrat.conditioning.manners import QUICK, SLOW, SOFT, USUAL, Manner


def manners(prompt: str) -> list[Manner]:
    return [line.manner for line in lines_of(prompt)]


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("A woman says", USUAL),
        ("A man walks fast through a park and whispers slowly", Manner(SLOW, SOFT)),
        ("He slowly walks away and says", USUAL),
        ("A woman speaks very slowly and says", Manner(longer=SLOW)),
        ("A man, slowly, says", Manner(longer=SLOW)),
        ("In a low voice, a man says", Manner(louder=SOFT)),
        ("She says to the camera softly", Manner(louder=SOFT)),
        ("character1 asks quickly", Manner(longer=QUICK)),
        ("A fast talking man says", Manner(longer=QUICK)),
        ("She does not whisper", USUAL),
        ("Whispers are heard. A woman says", USUAL),
    ],
)
def test_what_stands_before_a_quote_says_how(before: str, wanted: Manner) -> None:
    assert manners(f'{before}: "The sea is calm."') == [wanted]


def test_every_quote_has_a_manner_of_its_own() -> None:
    prompt = 'She says softly: "Hello." Then she says quickly: "I must go."'
    assert manners(prompt) == [Manner(louder=SOFT), Manner(longer=QUICK)]


def test_who_speaks_slowly_needs_more_time() -> None:
    slow, usual, quick = (
        spoken_seconds(lines_of(f'A man says{how}: "One two three four five."'))
        for how in (" slowly", "", " quickly")
    )
    assert slow == pytest.approx(SLOW * usual)
    assert quick == pytest.approx(QUICK * usual)
