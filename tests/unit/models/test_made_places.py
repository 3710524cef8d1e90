"""Pictures found by place and moment, chosen by seed."""

import json

import torch

from retrat.models.made_places import MadePlaces

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
