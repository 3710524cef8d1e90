"""Quotes, tags, time."""

import pytest

from retrat.conditioning.lines import Line, check_fit, lines_of, plan, usual_seconds
from retrat.conditioning.phones import PHONE_IDS, text_to_phones
from retrat.errors import RequestError


@pytest.mark.parametrize(
    ("prompt", "lines"),
    [
        ('She says: "Hello."', [("Hello.", 1)]),
        ("She says: \u201cHello there.\u201d", [("Hello there.", 1)]),
        ("A silent beach.", []),
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
    ids, speakers = plan(lines, seconds, 400)
    assert len(ids) == len(speakers) == 400
    spoken = [int(i) for i in ids.unique_consecutive() if i != PHONE_IDS["pau"]]
    said = [p for line in lines for p in text_to_phones(line.words) if p != "pau"]
    assert spoken == [PHONE_IDS[phone] for phone in said]
    assert speakers.unique_consecutive().tolist() == [0, 1, 0, 2, 0]
    assert int(ids[0]) == PHONE_IDS["pau"]
    # Too short a time: everything is still said, only faster.
    ids, speakers = plan(lines, seconds, 60)
    assert speakers[-1] == 2
    assert len({int(i) for i in ids}) >= 4
