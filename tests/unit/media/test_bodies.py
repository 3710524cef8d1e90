"""Bodies below photos that end before them: cloth goes on, necklines close, chins are round."""

import numpy as np
import pytest

from retrat.media.bodies import CHIN, CLOSES, GREY, shouldered
from retrat.media.busts import SCREEN

SIZE = 256
WALL, SKIN, NAVY, WHITE = (205, 200, 195), (200, 150, 120), (25, 32, 60), (245, 245, 240)
HAIR, BEARD = (30, 110, 60), (24, 22, 24)


def bust(last: float) -> np.ndarray:
    """A face and a neck before a wall, its last row repeated from this part of the side on."""
    picture = np.full((SIZE, SIZE, 3), WALL, np.uint8)
    rows, columns = np.mgrid[:SIZE, :SIZE] / SIZE
    picture[((columns - 0.5) / 0.15) ** 2 + ((rows - 0.4) / 0.25) ** 2 < 1] = SKIN
    picture[(np.abs(columns - 0.5) < 0.09) & (rows > 0.55)] = SKIN
    return cut(picture, last)


def cut(picture: np.ndarray, last: float) -> np.ndarray:
    row = round(last * SIZE)
    picture[row:] = picture[row - 1]
    return picture


def jacket(last: float, shirt: tuple[int, int, int] = WHITE) -> np.ndarray:
    """Open on a shirt, as wide as somebody is."""
    picture = bust(1.0)
    rows, columns = np.mgrid[:SIZE, :SIZE] / SIZE
    off = np.abs(columns - 0.5)
    picture[(rows > 0.66) & (off < 0.8 * (rows - 0.5))] = NAVY
    picture[(rows > 0.66) & (off < 0.09)] = shirt
    picture[(rows > 0.66) & (off < 0.05)] = SKIN
    return cut(picture, last)


def like(picture: np.ndarray, colour: tuple[int, int, int], within: int = 40) -> np.ndarray:
    return np.abs(picture.astype(int) - colour).max(axis=-1) < within


def test_a_photo_that_shows_all_of_it_stays_as_it_is() -> None:
    picture = jacket(1.0)
    assert (shouldered(picture, SIZE + 20.0) == picture).all()


def test_what_a_jacket_leaves_open_closes_to_a_point() -> None:
    edge = 0.76 * SIZE
    found = shouldered(jacket(0.76), edge)
    first = int(edge) - 1
    open_ = (like(found, WHITE) | like(found, SKIN))[first:].sum(axis=1)
    assert open_[0] == pytest.approx(0.16 * SIZE, abs=6)
    assert (np.diff(open_) <= 2).all(), "narrower the lower"
    assert open_[round(CLOSES * SIZE / 2)] == pytest.approx(open_[0] / 2, abs=5)
    assert (open_[round(CLOSES * SIZE) + 2 :] == 0).all()
    assert like(found, NAVY)[-12:, 100:156].all()


def test_shoulders_begin_where_the_photo_ends_and_widen() -> None:
    edge = 0.72 * SIZE
    found = shouldered(jacket(0.72), edge)
    wide = (~(found == SCREEN).all(axis=-1)).sum(axis=1)[int(edge) - 1 :]
    shown = (~like(jacket(0.72), WALL, 8))[int(edge) - 3].sum()
    assert wide[0] == pytest.approx(shown, abs=8)
    assert (np.diff(wide) >= 0).all()
    assert np.diff(wide).max() < 12, "no shelf"
    assert wide[-1] > 0.95 * SIZE


def test_a_face_alone_is_given_a_round_chin_a_neck_and_a_shirt() -> None:
    edge = 0.61 * SIZE
    found = shouldered(bust(0.61), edge)
    chin = like(found, SKIN, 25)[int(edge) - 1 : round(CHIN * SIZE)]
    wide = chin.sum(axis=1)
    assert (np.diff(wide) <= 0).all()
    assert wide[-1] < 0.8 * wide[0]
    neck = found[round(0.69 * SIZE), SIZE // 2].astype(float)
    assert 0.6 < neck.mean() / np.mean(SKIN) < 0.95, "in the chin's shadow"
    assert np.allclose(found[-20, SIZE // 2], GREY, atol=3)


def test_hair_that_hangs_is_no_cloth() -> None:
    picture = jacket(1.0, SKIN)
    rows, columns = np.mgrid[:SIZE, :SIZE] / SIZE
    picture[(np.abs(np.abs(columns - 0.5) - 0.12) < 0.03) & (rows > 0.3) & (rows < 0.9)] = HAIR
    found = shouldered(cut(picture, 0.77), 0.77 * SIZE)
    assert like(found, NAVY)[-8:, 100:156].all()
    strands = like(found, HAIR)[round(0.78 * SIZE)]
    assert strands.sum() > 0.06 * SIZE, "and goes on over it"


def test_a_beard_is_no_collar() -> None:
    picture = bust(1.0)
    rows, columns = np.mgrid[:SIZE, :SIZE] / SIZE
    picture[(np.abs(columns - 0.5) < 0.12) & (rows > 0.55) & (rows < 0.69)] = BEARD
    found = shouldered(cut(picture, 0.68), 0.68 * SIZE)
    assert np.allclose(found[-20, SIZE // 2], GREY, atol=3)
    picture[(np.abs(columns - 0.5) < 0.12) & (rows > 0.64)] = NAVY  # a collar is
    picture[(np.abs(columns - 0.5) < 0.12) & (rows > 0.55) & (rows < 0.64)] = SKIN
    found = shouldered(cut(picture, 0.68), 0.68 * SIZE)
    assert like(found, NAVY)[-20, SIZE // 2]
