"""Pictures found by place and moment, chosen by seed."""

import json

import torch

from retrat.models.made_places import FAR, NEAR, SIDES, Lane, MadePlaces, Outside

LABELS = [["park", ""], ["beach", "at noon"], ["park", "in autumn"], ["beach", "at sunset"]]
LABELS += [["park", ""]]


def made() -> MadePlaces:
    written = json.dumps(LABELS).encode()
    config = MadePlaces.Config(places=5, picture_bytes=9, motion_bytes=3, label_bytes=len(written))
    places = MadePlaces(config)
    places.pictures = torch.arange(9, dtype=torch.uint8)
    places.picture_ends = torch.tensor([2, 3, 5, 8, 9])
    places.motions = torch.arange(3, dtype=torch.uint8)
    places.motion_ends = torch.tensor([0, 2, 2, 3, 3])
    places.written_labels = torch.tensor(list(written), dtype=torch.uint8)
    return places


def rows(place: str, *moments: str) -> set[int | None]:
    return {made().choose(place, frozenset(moments), seed) for seed in range(30)}


def test_pictures_lie_one_after_another() -> None:
    assert [list(made().picture(row)) for row in (0, 1, 3)] == [[0, 1], [2], [5, 6, 7]]


def test_what_moves_lies_likewise_and_may_be_nothing() -> None:
    assert [list(made().motion(row)) for row in range(5)] == [[], [0, 1], [], [2], []]


def test_the_place_and_its_moment_choose_and_then_the_seed() -> None:
    assert rows("beach", "at sunset", "in autumn") == {3}
    assert rows("beach") == {1, 3}, "whatever the time is"
    assert rows("park", "in autumn") == {2}
    assert rows("park", "at noon") == rows("park") == {0, 4}, "at no time that can be seen"
    assert rows("desert") == {None}
    assert made().choose("beach", frozenset(), 5) == made().choose("beach", frozenset(), 5)


WAYS = [
    None,
    [
        1.2,
        0.02,
        1.4,
        [[[-3, -1.5, 6], [3, -1.5, 6], 5, 0], [[1, -1, 3], [1, -1, 30], 7, -1]],
        None,
        1,
    ],
    [1.0, 0.01, 1.4, [], [14.0, 1.2, True, [[1, 0, 0], [0, 0, 1], [0, 1, 0]], 2], -1],
]


def passed_through() -> MadePlaces:
    written = json.dumps(WAYS).encode()
    config = MadePlaces.Config(
        places=3, picture_bytes=0, motion_bytes=0, label_bytes=0, screen_bytes=4,
        way_bytes=len(written), walkers=2, walker_bytes=6, strip_bytes=5, strides=(1.2, 1.3),
    )  # fmt: skip
    places = MadePlaces(config)
    places.written_ways = torch.tensor(list(written), dtype=torch.uint8)
    places.screens = torch.arange(4, dtype=torch.uint8)
    places.screen_ends = torch.tensor([0, 3, 4])
    places.walkers = torch.arange(6, dtype=torch.uint8)
    places.walker_ends = torch.arange(1, 7)
    places.strips = torch.arange(5, dtype=torch.uint8)
    places.strip_ends = torch.tensor([2, 5])
    return places


def test_ways_are_told_of_each_place() -> None:
    places = passed_through()
    assert places.ways(0) is None
    street, car = places.ways(1), places.ways(2)
    assert street is not None
    assert car is not None
    assert (street.lens, street.blur, street.focus) == (1.2, 0.02, 1.4)
    assert street.lanes == (
        Lane((-3, -1.5, 6), (3, -1.5, 6), 5, 0), Lane((1, -1, 3), (1, -1, 30), 7, -1)
    )  # fmt: skip
    assert street.outside is None
    assert (street.clouds, car.clouds) == (1, -1)
    assert car.lanes == ()
    assert car.outside == Outside(14.0, 1.2, True, ((1, 0, 0), (0, 0, 1), (0, 1, 0)), 2)
    assert made().ways(0) is None, "of a release that says nothing of ways"


def test_what_passes_lies_one_after_another_too() -> None:
    places = passed_through()
    assert [list(places.screen(row)) for row in range(3)] == [[], [0, 1, 2], [3]]
    seen = [list(places.walker(number, side)) for number in range(2) for side in SIDES]
    assert seen == [[0], [1], [2], [3], [4], [5]]
    assert [list(places.strip(strip)) for strip in (NEAR, FAR)] == [[0, 1], [2, 3, 4]]
