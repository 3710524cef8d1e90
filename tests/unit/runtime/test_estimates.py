from dataclasses import replace

import pytest

from retrat.errors import RequestError
from retrat.runtime.estimates import Size, is_still_clip, memory_of, seconds_of
from retrat.runtime.machine import this_machine
from retrat.runtime.settings import Settings

RESULT = {
    "seconds": 2.0,
    "size": "256x256",
    "stage_seconds": {"check": 1.0, "load": 1.0, "generate": 4.0, "mark": 1.0, "encode": 1.0},
    "settings": {"model": "nano", "steps": None},
}
WANTED = Size(model="nano", seconds=4, size=(256, 256), steps=None)


def test_seconds_come_from_clips_of_the_same_kind() -> None:
    assert seconds_of(WANTED, []) == (None, 0)
    assert seconds_of(WANTED, [RESULT]) == (14.0, 1)
    other = {**RESULT, "settings": {"model": "nano", "steps": 50}}
    assert seconds_of(WANTED, [other]) == (None, 0)
    larger = {**RESULT, "size": "512x512"}
    assert seconds_of(WANTED, [larger, RESULT]) == (14.0, 1), "a larger clip is another work"
    assert seconds_of(replace(WANTED, size=(640, 384)), [larger, RESULT])[1] == 1
    slow = {**RESULT, "stage_seconds": {"generate": 40.0}}
    assert seconds_of(WANTED, [RESULT, slow, RESULT]) == (14.0, 3), "one slow clip does not count"


def with_settings(**settings) -> dict:
    return {**RESULT, "settings": {**RESULT["settings"], **settings}}


def test_clips_in_which_nothing_moves_but_people_are_counted_apart() -> None:
    placed = with_settings(prompt="Rain", place={"name": "a", "sha256": "b"})
    kitchen, tunnel = (
        with_settings(prompt=f"A man {at}") for at in ("in a kitchen", "in a tunnel")
    )
    told = [placed, kitchen, tunnel]
    assert seconds_of(replace(WANTED, is_still=True), told) == (14.0, 2)
    assert seconds_of(replace(WANTED, is_still=False), told) == (14.0, 1)
    assert seconds_of(WANTED, told) == (14.0, 3), "nobody knows"


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ({"prompt": "A man in a kitchen"}, True),
        ({"prompt": "A man"}, True),
        ({"prompt": "A man before a red wall"}, True),
        ({"prompt": "Smiling", "references": [{"name": "a.jpg"}]}, True),
        ({"prompt": "Rain", "place": {"name": "a.jpg"}}, True),
        ({"prompt": "Smiling"}, False),
        ({"prompt": "A man on a beach"}, True),
        ({"prompt": "A man in a tunnel"}, False),
        ({"prompt": "Shot 1: a man in a kitchen. Shot 2: a man on a beach."}, True),
        ({"prompt": "A man in a kitchen", "image": {"name": "a.jpg"}}, True),
        ({"prompt": "A man in a kitchen", "continues": {"name": "a.mp4"}}, True),
        ({}, False),
    ],
)
def test_words_and_files_say_whether_things_move(settings: dict, wanted: bool) -> None:
    assert is_still_clip(settings) == wanted


def test_what_goes_on_is_made_for_its_new_part_and_marked_whole() -> None:
    longer = replace(WANTED, seconds_before=6)
    assert seconds_of(longer, [RESULT]) == (20.0, 1), "10 s are marked and encoded, 4 s generated"
    joined = {**RESULT, "seconds": 10.0, "settings": {**RESULT["settings"], "seconds": 2.0}}
    assert seconds_of(WANTED, [joined]) == (10.8, 1), "2 s of its 10 were generated"


def test_memory_is_planned_and_grows_with_the_clip() -> None:
    machine, settings = this_machine(), Settings(memory_budget=10**9)
    tiny = replace(WANTED, model="tiny-random")
    short, long = (memory_of(replace(tiny, seconds=s), settings, machine) for s in (1, 10))
    assert short.planned < long.planned
    assert short.budget == 10**9
    joined = memory_of(replace(tiny, seconds=1, seconds_before=9), settings, machine)
    assert joined.planned == long.planned
    with pytest.raises(RequestError, match="size"):
        memory_of(replace(tiny, size=(64, 64)), settings, machine)
