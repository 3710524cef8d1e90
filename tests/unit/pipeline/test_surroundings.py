"""Which part of a square picture a clip shows, and how what passes is read and blurred."""

import math
from dataclasses import replace

import numpy as np
import pytest

from retrat.pipeline.surroundings import cut_out_of, disc
from tests.unit.pipeline.around import SIDE, places, png, surroundings


def test_a_narrow_clip_shows_its_middle() -> None:
    there = surroundings(places([1.0, 0.0, 1.4, [], None, -1]))
    assert there.across == (0, SIDE)
    assert replace(there, corner=(24, 0)).across == (24, SIDE - 24)


def test_what_is_cut_out_is_as_much_as_it_is_there() -> None:
    pixels = np.zeros((4, 6, 4), np.uint8)
    pixels[:, :3] = (255, 51, 0, 255)
    pixels[:, 3] = (255, 51, 0, 51)
    whole = cut_out_of(png(pixels))
    assert whole[:, 0, 0].tolist() == pytest.approx([1.0, 0.2, 0.0, 1.0])
    assert whole[:, 0, 3].tolist() == pytest.approx([0.2, 0.04, 0.0, 0.2])
    assert whole[:, 0, 5].tolist() == [0, 0, 0, 0]


def test_a_point_becomes_a_disc() -> None:
    made = disc(3.0)[0, 0]
    assert made.shape == (7, 7)
    assert made[3, 3] == made[3, 1] == 1
    assert made[0, 0] == 0
    assert float(made.sum()) == pytest.approx(math.pi * 9, rel=0.1)
    assert disc(0.5).shape == (1, 1, 3, 3)
