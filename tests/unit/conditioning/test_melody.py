"""What marks and first words make a voice do."""

import pytest
import torch

from retrat.conditioning.delivery import EFFORT, PITCH, RANGE
from retrat.conditioning.melody import (
    COMMA,
    RISE,
    RISE_SECONDS,
    START,
    Melody,
    clauses_of,
    contour,
    melody_of,
    ramp,
)
from retrat.conditioning.phones import TimedPhone, spoken
from retrat.conditioning.speech import PHONE_RATE

PHONES = (
    TimedPhone("ay", 0.5, 0.7),
    TimedPhone("pau", 0.7, 0.9),
    TimedPhone("m", 0.9, 1.0),
    TimedPhone("iy", 1.0, 1.6),
    TimedPhone("pau", 1.6, 2.0),
)


@pytest.mark.parametrize(
    ("sentence", "melody"),
    [
        ("The sea is calm.", Melody.TELLS),
        ("No question here", Melody.TELLS),
        ("Could you open the door?", Melody.ASKS),
        ("You know him?", Melody.ASKS),
        ("Really?", Melody.ASKS),
        ("What?", Melody.ASKS),
        ("And you?", Melody.ASKS),
        ("Where is it, do you know?", Melody.WONDERS),
        ("It is late, isn't it?", Melody.ASKS),
        ("What a day, right?", Melody.ASKS),
        ("Are you coming or not?", Melody.ASKS),
        ("Who is there?", Melody.WONDERS),
        ("So, how did you do that?", Melody.WONDERS),
        ("What's your name?", Melody.WONDERS),
        ("Would you like tea or coffee?", Melody.WONDERS),
        ("What a day!", Melody.EXCLAIMS),
        ("You did what?!", Melody.ASKS),
    ],
)
def test_melodies(sentence: str, melody: Melody) -> None:
    assert melody_of(sentence) is melody
    assert melody_of(spoken(sentence)) is melody


def told(melody: Melody) -> torch.Tensor:
    return contour(melody, PHONES, 220, PHONE_RATE)


def test_clauses_lie_between_pauses() -> None:
    assert clauses_of(PHONES) == [(0.5, 0.7), (0.9, 1.6)]
    assert clauses_of(PHONES[:1]) == [(0.5, 0.7)]
    assert clauses_of(PHONES[1:2]) == []


def test_a_ramp_ends_at_its_end() -> None:
    at = (torch.arange(200) + 0.5) / 100
    rise = ramp(at, 1.0, 1.4, 0.5)
    assert not rise[:100].any()
    assert rise[119] == pytest.approx(0.25, abs=0.02)
    assert rise.max() == 0.5
    assert not rise[146:].any()


def test_a_question_rises_a_comma_a_little() -> None:
    pitch = told(Melody.ASKS)[:, PITCH]
    assert pitch[159] == pytest.approx(RISE, abs=0.02)
    assert pitch[69] == pytest.approx(COMMA, abs=0.02)
    assert not pitch[90 : round(100 * (1.6 - RISE_SECONDS))].any()
    assert not told(Melody.ASKS)[:, 1:].any()


def test_what_is_told_ends_as_the_voice_would() -> None:
    assert not told(Melody.TELLS)[80:].any()


def test_who_wonders_begins_high_and_ends_low() -> None:
    pitch = told(Melody.WONDERS)[:, PITCH]
    assert pitch[50] == pytest.approx(START, abs=0.02)
    assert pitch[159] < 0


def test_who_exclaims_is_lively_from_beginning_to_end() -> None:
    lively = told(Melody.EXCLAIMS)
    assert (lively[50:160, [RANGE, EFFORT]] > 0.2).all()
    assert not lively[:50].any()
    assert not lively[170:].any()


def test_silence_has_no_melody() -> None:
    assert not contour(Melody.ASKS, PHONES[1:2], 220, PHONE_RATE).any()
