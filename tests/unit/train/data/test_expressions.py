"""Expressions are of known facial actions; eyes blink and wander."""

import numpy as np

from retrat.train.data.expressions import EXPRESSIONS, blinks, lids_with_gaze, pulse, wandering_gaze


def test_there_are_eight_expressions_and_more_and_none_like_another() -> None:
    assert len(EXPRESSIONS) >= 9
    assert len({tuple(sorted(shape.items())) for shape in EXPRESSIONS.values()}) == len(EXPRESSIONS)


def test_eyes_close_wholly_when_they_blink_and_are_open_mostly() -> None:
    seconds = np.arange(240) / 24
    curve = blinks(seconds, np.random.default_rng(0))["eyeBlinkLeft"]
    assert curve.max() > 0.95
    assert (curve > 0.1).mean() < 0.3


def test_gaze_jumps_between_fixations_near_the_camera() -> None:
    gaze = wandering_gaze(np.arange(240) / 24, np.random.default_rng(1))
    assert (np.abs(np.diff(gaze[:, 0])) < 1e-9).mean() > 0.7
    assert np.abs(gaze).max() < 0.9


def test_lids_follow_the_eyes() -> None:
    lids = lids_with_gaze(np.array([[0.0, 0.2], [0.0, -0.2]]))
    assert lids["eyeLookUpLeft"].tolist() == [0.44000000000000006, 0.0]
    assert lids["eyeLookDownRight"][1] > 0.4


def test_a_pulse_rises_holds_and_falls() -> None:
    level = pulse(np.array([0.0, 1.0, 2.0, 3.0]), 0.5, 2.5, 0.3)
    assert level.tolist() == [0, 1, 1, 0]
