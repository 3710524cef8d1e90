"""How words are to be said."""

import pytest

from retrat.conditioning.lines import lines_of, spoken_seconds
from retrat.conditioning.manners import (
    CALM,
    LOUD,
    MOODS,
    QUICK,
    SLOW,
    SOFT,
    USUAL,
    WHISPERED,
    Manner,
    manner_in,
    manner_of_mood,
)
from retrat.conditioning.moods import FAINT, STRONG, USUAL_MOOD
from retrat.models.animator import EXPRESSIONS


def paces(prompt: str) -> list[tuple[float, float]]:
    return [(line.manner.longer, line.manner.louder) for line in lines_of(prompt)]


@pytest.mark.parametrize(
    ("before", "longer", "louder"),
    [
        ("A woman says", 1, 1),
        ("A man walks fast through a park and whispers slowly", SLOW, WHISPERED),
        ("He slowly walks away and says", 1, 1),
        ("A woman speaks very slowly and says", SLOW, 1),
        ("A man, slowly, says", SLOW, 1),
        ("In a low voice, a man says", 1, SOFT),
        ("She says to the camera softly", 1, SOFT),
        ("character1 asks quickly", QUICK, 1),
        ("A fast talking man says", QUICK, 1),
        ("A man shouts", 1, LOUD),
        ("She calls out", 1, LOUD),
        ("She does not whisper", 1, 1),
        ("He never shouts and says", 1, 1),
        ("Whispers are heard. A woman says", 1, 1),
    ],
)
def test_what_stands_before_a_quote_says_how(before: str, longer: float, louder: float) -> None:
    assert paces(f'{before}: "The sea is calm."') == [(longer, louder)]


@pytest.mark.parametrize(
    ("before", "channel", "sign"),
    [
        ("A man whispers", "breath", 1),
        ("A man shouts", "effort", 1),
        ("A man murmurs", "effort", -1),
        ("A man says in a deep voice", "pitch", -1),
        ("A man says in a high-pitched voice", "pitch", 1),
        ("A man says in a monotone", "range", -1),
    ],
)
def test_a_voice_is_asked_for(before: str, channel: str, sign: int) -> None:
    assert sign * getattr(manner_in(before).delivery, channel) >= 0.3


def test_every_quote_has_a_manner_of_its_own() -> None:
    prompt = 'She says softly: "Hello." Then she says quickly: "I must go."'
    assert paces(prompt) == [(1, SOFT), (QUICK, 1)]


def test_every_mood_has_a_voice_of_its_own() -> None:
    assert MOODS.keys() == set(EXPRESSIONS)
    voices = [manner_of_mood({name: USUAL_MOOD}).delivery for name in EXPRESSIONS]
    assert len({*voices, CALM.delivery}) == len(EXPRESSIONS) + 1
    assert manner_of_mood({}) == CALM
    assert manner_of_mood(None) == USUAL


def test_a_stronger_mood_is_heard_more() -> None:
    faint, usual, strong = (
        manner_of_mood({"sad": strength}) for strength in (FAINT, USUAL_MOOD, STRONG)
    )
    assert faint.delivery.range > usual.delivery.range > strong.delivery.range
    assert 1 < faint.longer < usual.longer < strong.longer


def test_manners_go_together() -> None:
    both = Manner(longer=2.0, louder=0.5).and_(Manner(longer=1.5, louder=0.5))
    assert both == Manner(longer=3.0, louder=0.25)


def test_who_speaks_slowly_needs_more_time() -> None:
    slow, usual, quick = (
        spoken_seconds(lines_of(f'A man says{how}: "One two three four five."'))
        for how in (" slowly", "", " quickly")
    )
    assert slow == pytest.approx(SLOW * usual)
    assert quick == pytest.approx(QUICK * usual)
