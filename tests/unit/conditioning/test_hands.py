"""What a prompt asks hands to do."""

import pytest

from retrat.conditioning.hands import Hand, hand_in, without_hands
from retrat.conditioning.unheeded import actions_in
from tests.unit.conditioning.test_prompts_page import rows

WAVE = Hand(pose="open", waves=True)


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("A woman waves at the camera.", WAVE),
        ('A woman on a beach waves and says: "Hello."', WAVE),
        ("Waving, a man in an office smiles", WAVE),
        ("He waves his hand", WAVE),
        ("A girl waves with both hands", Hand(pose="open", waves=True, both=True)),
        ("A woman gives a thumbs up", Hand(pose="thumb")),
        ("A man with two thumbs up", Hand(pose="thumb", both=True)),
        ("She makes a peace sign", Hand(pose="victory")),
        ("A man holding up two fingers", Hand(pose="victory")),
        ("He makes the OK sign", Hand(pose="ring")),
        ("A teacher raises her index finger", Hand(pose="finger")),
        ("An old man points at the sky", Hand(pose="finger")),
        ("She raises her fist in the air", Hand(pose="fist")),
        ("A pupil raises his hand", Hand(pose="open")),
        ("A teacher gestures and explains", Hand(pose="talking", both=True)),
        ("He gesticulates wildly with both hands", Hand(pose="talking", both=True)),
        ("She gestures with her left hand", Hand(pose="talking")),
        ("I talk with my hands", Hand(pose="talking", both=True)),
        ("A man with lively gestures", Hand(pose="talking", both=True)),
        ("A woman on a stage claps", Hand(pose="clap", both=True)),
        ("He claps his hands together", Hand(pose="clap", both=True)),
        ("We applaud", Hand(pose="clap", both=True)),
        ("A man puts his hand on his heart", Hand(pose="heart")),
        ("She presses her hands to her chest", Hand(pose="heart")),
        ("An old woman with her right hand over her heart", Hand(pose="heart")),
        ("I wave", WAVE),
        ("I raise my hand", Hand(pose="open")),
        ("They smile and wave", WAVE),
        ("A man puts his hands up", Hand(pose="open", both=True)),
        ("A woman with raised arms", Hand(pose="open", both=True)),
    ],
)
def test_it_is_read(prompt: str, wanted: Hand) -> None:
    assert hand_in(prompt) == wanted
    assert actions_in(without_hands(prompt)) == (), "and nothing else is asked for"


@pytest.mark.parametrize(
    "prompt",
    [
        "A woman on a beach, waves crash behind her",
        "A man with wavy hair",
        "She is waving a flag",
        "A man does not wave",
        "She never gives a thumbs up",
        'A man says: "Thumbs up! Wave!"',
        "He holds her hand",
        "She raises her hand to her mouth",
        "A nice gesture of a man",
        "He does not gesture",
        "A clap of thunder over a man",
        "A man with a heart on his shirt",
        "A woman raises her voice and an eyebrow",
        "A man puts his hands in his pockets",
        "A fist on a table",
        "I want a film of the sea and waves",
    ],
)
def test_nothing_is_asked_of_hands(prompt: str) -> None:
    assert hand_in(prompt) is None
    assert without_hands(prompt) == prompt


@pytest.mark.parametrize(
    ("prompt", "late"),
    [
        ('She waves and says: "Hello."', False),
        ('She says: "Hello." She waves.', True),
        ('She says: "Hello", and gives a thumbs up.', True),
        ('He says: "Well." He waves and says: "Hello."', False),
        ('She waves goodbye and says: "See you."', True),
        ("She waves.", False),
    ],
)
def test_it_comes_where_it_is_told(prompt: str, late: bool) -> None:
    hand = hand_in(prompt)
    assert hand is not None
    assert hand.in_the_end == late


def test_each_person_does_what_is_said_of_them() -> None:
    told = 'character1 nods. character2 waves and says: "Hi."'
    assert [hand_in(told, person, 2) for person in (1, 2)] == [None, WAVE]
    told = "character1 waves and character2 gives a thumbs up"
    assert [hand_in(told, person, 2) for person in (1, 2)] == [WAVE, Hand(pose="thumb")]
    assert actions_in(without_hands(told)) == ()
    assert [hand_in("They wave", person, 2) for person in (1, 2)] == [WAVE, WAVE]


def test_one_thing_is_done_and_the_rest_left_over() -> None:
    told = "He gives a thumbs up, then waves"
    assert hand_in(told) == Hand(pose="thumb")
    assert actions_in(without_hands(told)) == ("waving",)
    assert len(without_hands(told)) == len(told)


@pytest.mark.parametrize(("words", "does"), rows("What their hands do"))
def test_what_the_page_promises(words: str, does: str) -> None:
    hand = hand_in(f"A woman {words} in a park.")
    assert hand is not None
    seen = {
        "open": "open hand", "thumb": "thumb", "victory": "two fingers", "finger": "one finger",
        "ring": "ring", "fist": "fist",
        "talking": "never still", "clap": "both hands", "heart": "chest",
    }  # fmt: skip
    assert seen[hand.pose] in does
    assert hand.waves == ("waves" in does)
