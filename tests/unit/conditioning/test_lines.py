"""Quotes, tags, time."""

import pytest
import torch

from retrat.conditioning.delivery import BREATH, PITCH
from retrat.conditioning.lines import (
    END_SECONDS,
    INNER_SECONDS,
    LEAD_SECONDS,
    Line,
    Plan,
    check_fit,
    check_quotes,
    check_speakable,
    line_phones,
    lines_of,
    plan,
    spoken_seconds,
    usual_seconds,
)
from retrat.conditioning.manners import USUAL
from retrat.conditioning.phones import PAUSE, PHONE_IDS, text_to_phones
from retrat.conditioning.speech import PHONE_RATE
from retrat.errors import RequestError


@pytest.mark.parametrize(
    ("prompt", "lines"),
    [
        ('She says: "Hello."', [("Hello.", 1)]),
        ("She says: \u201cHello there.\u201d", [("Hello there.", 1)]),
        ("She says: 'Hello there.'", [("Hello there.", 1)]),
        ("She says: 'I'm here, aren't I?' and waits", [("I'm here, aren't I?", 1)]),
        ("character2 says: \u2018It\u2019s late.\u2019", [("It\u2019s late.", 2)]),
        ("A woman's hat, 'cool' in the '90s: the dogs' bowl", []),
        ("It's Ann's kitchen: Ann's in it", []),
        ("A silent beach.", []),
        ("\u201eHallo du.\u201c Dann \u201eund nun?\u201d", [("Hallo du.", 1), ("und nun?", 1)]),
        ("Ella dice: \u00abHola amigo.\u00bb", [("Hola amigo.", 1)]),
        ("character2\u300cHello.\u300d", [("Hello.", 2)]),
        (
            'A 5\'6" woman before a 27" screen says: "I am 25" and "Hi."',
            [("I am 25", 1), ("Hi.", 1)],
        ),
        ('character2"Hello." character1 "Hi."', [("Hello.", 2), ("Hi.", 1)]),
        ('An empty "" or "..." says nothing.', []),
        (
            'character2 asks "Where?", character1 says "Here", then "Look!" Character 2: "Oh."',
            [("Where?", 2), ("Here", 1), ("Look!", 1), ("Oh.", 2)],
        ),
    ],
)
def test_lines(prompt: str, lines: list[tuple[str, int]]) -> None:
    assert [(line.words, line.person) for line in lines_of(prompt)] == lines


def test_words_that_do_not_fit() -> None:
    lines = lines_of('He says "' + "Nobody knows how long the evening will be tonight. " * 6 + '"')
    with pytest.raises(RequestError, match=r"at least \d+\.\d seconds") as caught:
        check_fit(lines, 4.0)
    assert caught.value.field == "seconds"
    needed = float(str(caught.value).split("at least ")[1].split()[0])
    check_fit(lines, needed + 0.1)


def test_the_plan_fills_the_frames() -> None:
    lines = (Line(words="Mama.", person=1), Line(words="Papa.", person=2))
    seconds = [usual_seconds(text_to_phones(line.words)) for line in lines]
    ids, speakers, *_ = plan(lines, seconds, 400)
    assert len(ids) == len(speakers) == 400
    spoken = [int(i) for i in ids.unique_consecutive() if i != PHONE_IDS["pau"]]
    said = [p for line in lines for p in text_to_phones(line.words) if p != "pau"]
    assert spoken == [PHONE_IDS[phone] for phone in said]
    assert speakers.unique_consecutive().tolist() == [0, 1, 0, 2, 0]
    assert int(ids[0]) == PHONE_IDS["pau"]
    # Too short a time: everything is still said, only faster.
    ids, speakers, *_ = plan(lines, seconds, 60)
    assert speakers[-1] == 2
    assert len({int(i) for i in ids}) >= 4


@pytest.mark.parametrize(
    "prompt",
    [
        'He says: "Hello there',
        'He says: "Hello" and "there',
        "He says: \u201cHello there",
        "Er sagt: \u201eHallo",
        "\u00abHola",
        "\u300cHello",
    ],
)
def test_a_quote_that_is_not_closed(prompt: str) -> None:
    with pytest.raises(RequestError, match="is not closed") as caught:
        check_quotes(prompt)
    assert caught.value.field == "prompt"


@pytest.mark.parametrize(
    "prompt",
    [
        "A beach.",
        'A 27" screen.',
        "He's 5'6\".",
        'She says: "Hi."',
        '"", then "I am 25"',
        "\u00ab\u00bb",
    ],
)
def test_quotes_that_are_closed(prompt: str) -> None:
    check_quotes(prompt)


@pytest.mark.parametrize(
    "words", ["\u4f60\u597d", "\u041f\u0440\u0438\u0432\u0435\u0442", "!!! ...", "\U0001f600"]
)
def test_words_that_nobody_here_can_say(words: str) -> None:
    with pytest.raises(RequestError, match="can't be spoken") as caught:
        check_speakable(f'Hello, she says: "Hi." Then: "{words}"')
    assert caught.value.field == "prompt"
    check_speakable(f'Of {words} she says: "Hi, ni\u00f1o 25!" and ""')


def gaps(words: str, seconds: float) -> list[float]:
    """Seconds of silence within what is said, the first and the last left out."""
    lines = lines_of(f'A man says: "{words}"')
    ids, speakers, *_ = plan(
        lines, [usual_seconds(line_phones(line.words).phones) for line in lines], frames(seconds)
    )
    spoken = ((ids != PHONE_IDS[PAUSE]) & (speakers == 1)).nonzero()[:, 0]
    return [float(gap - 1) / PHONE_RATE for gap in spoken.diff() if gap > 1]


def frames(seconds: float) -> int:
    return round(seconds * PHONE_RATE)


def test_sentences_are_farther_apart_than_what_commas_part() -> None:
    comma, stop = gaps("One, two three. Four five six.", 6.0)
    assert comma == pytest.approx(INNER_SECONDS, abs=0.03)
    assert stop == pytest.approx(END_SECONDS, abs=0.03)


def test_where_there_is_no_room_nobody_pauses() -> None:
    needed = sum(usual_seconds(line_phones("One two. Three four. Five.").phones))
    assert max(gaps("One two. Three four. Five.", needed)) < 0.2
    half = gaps("One two. Three four. Five.", needed + 2 * LEAD_SECONDS + 0.3)
    assert all(0.2 < gap < END_SECONDS - 0.05 for gap in half)


def test_pauses_count_for_how_long_a_clip_should_be_but_refuse_nothing() -> None:
    short, long = (
        (Line(words=words, person=1),) for words in ("One two three four", "One. Two. Three. Four")
    )
    assert spoken_seconds(long) > spoken_seconds(short) + 0.8
    check_fit(long, 0.55 * spoken_seconds(long))


def planned(prompt: str, seconds: float) -> Plan:
    lines = lines_of(prompt)
    return plan(
        lines, [usual_seconds(line_phones(line.words).phones) for line in lines], frames(seconds)
    )


def test_what_is_told_plainly_is_delivered_plainly() -> None:
    assert not planned('A man says: "The sea is calm."', 4.0).delivery.any()


def test_a_manner_lasts_as_long_as_its_line() -> None:
    prompt = 'character1 whispers: "Look there." character2 says: "The sea is calm."'
    said = planned(prompt, 6.0)
    breath = said.delivery[:, BREATH]
    assert torch.equal(breath > 0, said.speakers == 1)


def test_a_question_rises_where_it_ends() -> None:
    said = planned('A man says: "It was late. Is it open?"', 6.0)
    pitch = said.delivery[:, PITCH]
    voiced = (said.phone_ids != PHONE_IDS[PAUSE]).nonzero()[:, 0]
    assert pitch.max() > 0.5
    assert abs(int(pitch.argmax()) - int(voiced[-1])) <= 6
    assert not pitch[: int(voiced[-1]) - 45].any(), "only its end"


def test_who_is_in_a_mood_speaks_in_it() -> None:
    (sad,) = lines_of('A very sad woman in a park. She says: "It broke."')
    (angry,) = lines_of('A sad woman in a park. She says angrily: "It broke."')
    (plain,) = lines_of('A woman in a park. She says: "It broke."')
    assert plain.manner == USUAL
    assert sad.manner.delivery.range < -0.5
    assert angry.manner.delivery.effort > 0.5
