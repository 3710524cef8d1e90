"""Pictures of one person between which only gestures change."""

from pathlib import Path

import numpy as np

from retrat.models.animator import GESTURES
from retrat.train.data.gestures import (
    FACES_ONLY,
    PICTURES,
    POINTS,
    drawn_gestures,
    gestured_from_seed,
    load_gestured,
    save_gestured,
)
from retrat.train.data.shot import LANDMARKS

BLINK, YAW = GESTURES.index("blink"), GESTURES.index("head yaw")


def test_the_first_picture_has_no_gesture_and_some_eyes_are_shut() -> None:
    drawn = np.stack([drawn_gestures(np.random.default_rng(seed)) for seed in range(50)])
    assert drawn.shape == (50, PICTURES, len(GESTURES))
    assert (drawn[:, 0] == 0).all()
    blink = drawn[:, 1:, BLINK]
    assert 0.15 < (blink == 1).mean() < 0.35
    assert 0.3 < (blink == 0).mean() < 0.5
    assert (drawn[:, 1:].std(axis=(0, 1)) > 0).all()
    turns = drawn[..., :6]  # of head and body
    assert (turns[:, :FACES_ONLY] == 0).all()
    assert (turns[:, FACES_ONLY:] != 0).all()


def test_points_stay_on_the_person_and_the_place_stays(renderer) -> None:
    sample = gestured_from_seed(3, "train", renderer)
    assert sample.frames.shape == (PICTURES, 256, 256, 3)
    assert sample.points.shape == (PICTURES, POINTS, 2)
    corner = sample.frames[:, :20, :20].astype(int)
    assert np.abs(corner - corner[0]).max() <= 2
    values = sample.frames.astype(float)
    inside = ((sample.points > 4) & (sample.points < 252)).all(axis=(0, 2))
    places = sample.points[:, inside].round().astype(int)

    def apart(where: np.ndarray) -> float:
        """How far colours at some places of each picture are from those in the first."""
        found = [picture[at[:, 1], at[:, 0]] for picture, at in zip(values, where, strict=True)]
        return float(np.median([np.abs(each - found[0]).mean() for each in found[1:]]))

    unmoved = np.repeat(places[:1], PICTURES, axis=0)
    assert apart(places) < 0.75 * apart(unmoved)


def test_a_head_turns_to_the_person_s_left(renderer) -> None:
    sample = gestured_from_seed(3, "train", renderer)
    names = ("nose", "left eye", "right eye")
    nose, left, right = (sample.landmarks[:, LANDMARKS.index(name), 0] for name in names)
    aside = nose - (left + right) / 2
    turns = sample.gestures[:, :6]  # of head and body
    shares = np.linalg.lstsq(turns, aside - aside[0], rcond=None)[0]
    assert shares[YAW] > 10  # pixels a radian; the person's left is the picture's right


def test_samples_are_written_and_read(renderer, tmp_path: Path) -> None:
    sample = gestured_from_seed(4, "validation", renderer)
    save_gestured(tmp_path / "a.npz", sample)
    read = load_gestured(tmp_path / "a.npz")
    again = gestured_from_seed(4, "validation", renderer)
    for name in ("frames", "gestures", "points", "landmarks"):
        np.testing.assert_array_equal(getattr(read, name), getattr(again, name))
