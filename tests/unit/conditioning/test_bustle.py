"""Words for how many people are around, and for cars and trains that stand."""

import pytest

from retrat.conditioning.bustle import (
    BUSY,
    EMPTY,
    USUAL,
    bustle_of,
    drives,
    is_hushed,
    is_without_music,
    without_passers,
)
from retrat.conditioning.casting import speaks_of_a_person
from retrat.conditioning.roles import roles_of
from retrat.conditioning.unheeded import actions_in


@pytest.mark.parametrize(
    "prompt",
    [
        "A woman in a busy street",
        "He waits at a crowded railway station",
        "In a bustling little market a man shouts",
        "A man in the city. People walk by.",
        "She stands on a platform at rush hour",
        "A park with many people passing",
        "The museum is packed",
        "Tourists stroll behind her on the beach",
        "A street with many people",
        "In a crowded bar",
        "A woman in a busy airport",
        "In a lively village",
    ],
)
def test_busy_places_are_busy(prompt: str) -> None:
    assert bustle_of([prompt]) == BUSY


@pytest.mark.parametrize(
    "prompt",
    [
        "A woman in an empty street",
        "A man alone on a beach",
        "In a deserted old station she waits",
        "A quiet park, nobody else around",
        "A man in a market without people",
        "The museum is empty",
        "In an empty alley",
        "A quiet pub",
    ],
)
def test_nobody_comes_where_it_is_empty(prompt: str) -> None:
    assert bustle_of([prompt]) == EMPTY


@pytest.mark.parametrize(
    "prompt",
    [
        "A woman in a street",
        "Two people talk in a park",
        "A busy woman in a kitchen",
        "A man with an empty glass in a cafe",
        "A quiet man on a beach",
        "A quiet man in streets",
        "She walks along the shore",
        "Two people walk in a park",
    ],
)
def test_otherwise_it_is_as_usual(prompt: str) -> None:
    assert bustle_of([prompt]) == USUAL


def test_what_is_said_of_a_shot_counts_first() -> None:
    assert bustle_of(["in an empty street", "in a busy city"]) == EMPTY
    assert bustle_of(["he smiles", "in a busy city"]) == BUSY
    assert bustle_of([]) == USUAL


@pytest.mark.parametrize(
    ("prompt", "moves"),
    [
        ("A man drives a car at night", True),
        ("A woman on a train", True),
        ("A woman standing in a train", True),
        ("A woman in a parked car", False),
        ("A man in a car that is parked in the street", False),
        ("He sits in a stopped train", False),
        ("The train stands at the station, a man sits in it", False),
        ("A man in a car, stuck in traffic", False),
    ],
)
def test_what_is_parked_goes_nowhere(prompt: str, moves: bool) -> None:
    assert drives(["He smiles.", prompt]) == moves


@pytest.mark.parametrize(
    "passers",
    [
        "People walk by.",
        "Many people are walking past.",
        "Tourists stroll around.",
        "Pedestrians pass.",
        "Other people in the background.",
        "A crowd of people rushes by.",
    ],
)
def test_who_merely_walks_by_is_nobody_to_cast(passers: str) -> None:
    alone = f"A street in the city. {passers}"
    assert len(without_passers(alone)) == len(alone)
    assert not speaks_of_a_person(alone)
    together = f'A man in the city. {passers} He says: "Hello."'
    assert len(roles_of(together).people) == 1
    assert actions_in(without_passers(together)) == (), "and what they do is shown"


@pytest.mark.parametrize(
    "prompt",
    ["Two people walk in a park", "A man walks by the sea", "Three people talk", "A woman passes"],
)
def test_who_is_counted_is_somebody(prompt: str) -> None:
    assert without_passers(prompt) == prompt
    assert speaks_of_a_person(prompt)


@pytest.mark.parametrize(
    ("prompt", "hushed"),
    [
        ("A woman on a beach in silence", True),
        ("A man in a bar, no background noise", True),
        ("A man in a cafe without any music", False),
        ("A silent street", False),
        ("A man with no hair listens to music", False),
    ],
)
def test_silence_is_heeded(prompt: str, hushed: bool) -> None:
    assert is_hushed([prompt]) == hushed


def test_a_bar_may_have_no_music() -> None:
    assert is_without_music(["A man in a bar without any music"])
    assert is_without_music(["A nightclub, no background music"])
    assert not is_without_music(["A man with no hair listens to music"])
