"""Words as pictures."""

import numpy as np
import pytest

from retrat.media.lettering import DARK, lettered


def light(picture: np.ndarray) -> np.ndarray:
    return (picture[..., 0] > 200) & (picture[..., 3] > 200)


def test_letters_are_light_with_a_dark_rim() -> None:
    picture = lettered("Hello", height=40, width=400)
    assert picture.shape[2] == 4
    letters = light(picture)
    assert 0.05 < letters.mean() < 0.5
    rows, columns = letters.nonzero()
    around = picture[rows.min() - 2, columns.min() : columns.max()]
    assert (around[around[:, 3] == DARK[3]][:, :3] < 60).all()
    assert picture[0, 0, 3] == 0


def test_they_are_as_high_as_asked_and_have_a_colour() -> None:
    heights = [
        np.ptp(light(lettered("H", height=size, width=400)).nonzero()[0]) for size in (20, 60)
    ]
    assert heights[1] == pytest.approx(3 * heights[0], rel=0.15)
    yellow = lettered("H", height=60, width=400, colour=(255, 230, 90))
    assert (yellow[..., :3] == (255, 230, 90)).all(axis=-1).any()


def test_long_words_are_broken_and_stay_within() -> None:
    one, three = (
        lettered("seven words that are too long together", height=30, width=width)
        for width in (1000, 260)
    )
    assert three.shape[0] > 2.5 * one.shape[0]
    assert three.shape[1] < 260 + 12
    assert lettered("antidisestablishmentarianism", height=30, width=100).shape[1] > 100


def test_base_lines_stay() -> None:
    """Whatever letters there are: cues that follow one another do not jump."""
    lows = [
        light(lettered(word, height=40, width=400)).nonzero()[0].max() for word in ("ano", "HAT")
    ]
    assert abs(lows[0] - lows[1]) <= 1
    sizes = {lettered(word, height=40, width=400).shape[0] for word in ("ano", "gyp", "HAT")}
    assert len(sizes) == 1
