"""Smooth noise, steps and balls on the template."""

import numpy as np

from retrat.train.data.sittings.fields import ball, noise, step


def test_noise_stays_between_none_and_all_and_is_smooth() -> None:
    values = noise(np.random.default_rng(0).normal(0, 50, (500, 3)))
    assert 0 <= values.min() < 0.3
    assert 0.7 < values.max() <= 1
    along = noise(np.linspace([0.0, 0.3, 0.7], [5.0, 0.3, 0.7], 501))
    assert np.abs(np.diff(along)).max() < 0.03


def test_steps_go_either_way() -> None:
    values = np.array([0.0, 1.0, 2.0, 3.0])
    np.testing.assert_allclose(step(1.0, 3.0, values), [0, 0, 0.5, 1])
    np.testing.assert_allclose(step(3.0, 1.0, values), [1, 1, 0.5, 0])


def test_a_ball_is_on_both_sides() -> None:
    places = np.array([[0.03, 0.7, 0.1], [-0.03, 0.7, 0.1], [0.03, 0.7, 0.13], [0.03, 0.8, 0.1]])
    found = ball(places, (0.03, 0.7, 0.1), 0.04)
    np.testing.assert_allclose(found[[0, 1, 3]], [1, 1, 0])
    assert 0 < found[2] < 1
