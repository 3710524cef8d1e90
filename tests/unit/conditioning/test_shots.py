"""Shots that a prompt marks: what each shows, how long it lasts, from how near."""

import pytest

from retrat.conditioning.lines import lines_of, spoken_seconds
from retrat.conditioning.shots import (
    AROUND_WORDS,
    FAR,
    NEAR,
    SLACK,
    Shot,
    closeness,
    fitting_seconds,
    seconds_of_shots,
    shots_of,
    told_seconds,
)
from retrat.errors import RequestError


def test_what_stands_before_the_first_mark_belongs_to_every_shot() -> None:
    shots = shots_of("A tall man. Shot 1: on a beach. Shot 2: in a library, he waves.")
    assert [shot.prompt for shot in shots] == [
        "A tall man. on a beach.",
        "A tall man. in a library, he waves.",
    ]
    assert told_seconds(shots) is None


@pytest.mark.parametrize(
    "prompt",
    [
        "Scene 1 [0-2s]: a beach. Scene 2 [2-5.5s]: a park.",
        "shot 1 (0s - 2s): a beach. shot 2 (2s\u20135.5 sec): a park.",
    ],
)
def test_times(prompt: str) -> None:
    shots = shots_of(prompt)
    assert shots == (
        Shot(prompt="a beach.", start=0, end=2),
        Shot(prompt="a park.", start=2, end=5.5),
    )
    assert told_seconds(shots) == 5.5
    assert seconds_of_shots(shots, 5.5) == [2.0, 3.5]


@pytest.mark.parametrize(
    "prompt",
    [
        "A beach.",
        "Shot 1: a beach.",
        "Shot 2: a beach. Shot 3: a park.",
        "Scene 1: a beach. Scene 3: a park.",
        'She says: "Shot 1: this. Shot 2: that."',
    ],
)
def test_what_is_no_row_of_marks_is_words(prompt: str) -> None:
    assert shots_of(prompt) == (Shot(prompt=prompt),)
    assert seconds_of_shots(shots_of(prompt), 7.0) == [7.0]


def test_words_get_the_time_they_need_and_what_is_left_is_shared() -> None:
    shots = shots_of('Shot 1: "We shall see about that tomorrow." Shot 2: a beach. Shot 3: rain.')
    first, second, third = seconds_of_shots(shots, 8.0)
    assert first + second + third == pytest.approx(8.0)
    assert first > second == third
    tight = seconds_of_shots(shots, 4.0)
    assert sum(tight) == pytest.approx(4.0)
    assert min(tight) >= 1.0
    assert tight[0] > tight[1]


@pytest.mark.parametrize(
    ("prompt", "seconds", "reason"),
    [
        ("Shot 1: a. Shot 2: b. Shot 3: c.", 2.5, "3 shots need at least 3"),
        ("Shot 1 [0-2s]: a. Shot 2: b.", 4.0, "Shot 2 says no time"),
        ("Shot 1 [0-2s]: a. Shot 2 [3-4s]: b.", 4.0, "Shot 2 is from 3 to 4 s. Let it begin at 2"),
        ("Shot 1 [0-0.5s]: a. Shot 2 [0.5-4s]: b.", 4.0, "last 1 s at least"),
        ("Shot 1 [0-2s]: a. Shot 2 [2-4s]: b.", 5.0, "seconds=5, but the last shot ends at 4"),
    ],
)
def test_times_that_do_not_fit(prompt: str, seconds: float, reason: str) -> None:
    with pytest.raises(RequestError, match=reason):
        seconds_of_shots(shots_of(prompt), seconds)


@pytest.mark.parametrize(
    ("prompt", "near"),
    [
        ("A close-up of a man", NEAR),
        ("A man in close up", NEAR),
        ("Medium close-up of a man", 1.0),
        ("A man", 1.0),
        ("A wide shot of a man", FAR),
        ("A man from afar", FAR),
        ('A man says: "A wide shot!"', 1.0),
    ],
)
def test_from_how_near(prompt: str, near: float) -> None:
    assert closeness(prompt) == near


def test_a_number_of_a_thousand_digits_is_words() -> None:
    prompt = f"Shot 1: a beach. Shot {'1' * 5000}: a park."
    assert len(shots_of(prompt)) == 1
    assert shots_of("Shot 1: a beach. Then \u00abShot 2: a park.\u00bb")[0].prompt.startswith(
        "Shot 1"
    )


def test_a_clip_is_as_long_as_its_words_with_a_moment_around_them() -> None:
    words = "One two three four five six seven eight nine ten eleven twelve."
    shots = shots_of(f'He says: "{words}"')
    spoken = spoken_seconds(lines_of(shots[0].prompt))
    fitting = fitting_seconds(shots, 4.0, speaks=True)
    assert spoken + AROUND_WORDS <= fitting < SLACK * spoken + AROUND_WORDS + 0.5
    assert fitting % 0.5 == 0
    assert fitting_seconds(shots, 4.0, speaks=False) == 4.0
