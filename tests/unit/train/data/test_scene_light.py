"""Colours and light."""

import numpy as np
import pytest

from retrat.train.data.scene_light import lit, near, pick, sided

WHITE, RED = np.ones(3), np.array([1.0, 0.2, 0.2])


def test_light_is_linear_and_points_with_length_one() -> None:
    light = lit(
        ((3.0, 0.0, 4.0), WHITE, 0.5), (WHITE, 0.25), (WHITE, 0.1), ((0.0, 0.0, -2.0), RED, 1.0)
    )
    assert light.key_direction == pytest.approx((0.6, 0.0, 0.8))
    assert light.key_color == pytest.approx((0.5, 0.5, 0.5))
    assert light.sky_color == pytest.approx((0.25, 0.25, 0.25))
    assert light.rim_color == pytest.approx((1.0, 0.2**2.2, 0.2**2.2))


def test_a_key_light_is_paler_than_its_lamp() -> None:
    light = lit(
        ((0.0, 0.0, 1.0), RED, 1.0), (WHITE, 0.0), (WHITE, 0.0), ((0.0, 0.0, -1.0), RED, 1.0)
    )
    assert light.key_color[0] == light.rim_color[0]
    assert light.key_color[1] > 2 * light.rim_color[1]


def test_colours_near_one_another_stay_colours() -> None:
    rng = np.random.default_rng(0)
    drawn = np.array([near(rng, "ff8000") for _ in range(200)])
    assert drawn.min() >= 0.0
    assert drawn.max() <= 1.0
    assert np.abs(drawn.mean(axis=0) - (1.0, 0.5, 0.0)).max() < 0.05
    assert {round(float(pick(rng, "000000", "ffffff", spread=0.0)[0])) for _ in range(40)} == {0, 1}


def test_sides() -> None:
    assert (sided(0.2), sided(0.8)) == (-1.0, 1.0)
