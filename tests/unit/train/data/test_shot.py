"""Lights turn with the camera, and fingers bend towards the palm."""

import numpy as np

from retrat.train.data.shot import turned


def test_a_light_at_the_cameras_right_stays_there_when_the_camera_orbits() -> None:
    np.testing.assert_allclose(turned((0.0, 0.0, 1.0), np.pi / 2), [1, 0, 0], atol=1e-9)
    np.testing.assert_allclose(turned((0.0, 1.0, 0.0), 0.7), [0, 1, 0])
