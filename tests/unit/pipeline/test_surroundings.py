"""Which part of a square picture a clip shows."""

from dataclasses import replace

from tests.unit.pipeline.around import SIDE, places, surroundings


def test_a_narrow_clip_shows_its_middle() -> None:
    there = surroundings(places([1.0, 0.0, 1.4, [], None, -1]))
    assert there.across == (0, SIDE)
    assert replace(there, corner=(24, 0)).across == (24, SIDE - 24)
