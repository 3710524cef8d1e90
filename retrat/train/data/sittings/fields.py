"""Values at places of the template: smooth noise, steps, balls."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float
from scipy.ndimage import map_coordinates

if TYPE_CHECKING:
    from numpy import ndarray

KNOTS = 64  # of the noise that repeats


@lru_cache(maxsize=1)
def _knots() -> Float[ndarray, "k k k"]:
    return np.random.default_rng(0).random((KNOTS + 1, KNOTS + 1, KNOTS + 1)).astype(np.float32)


def noise(places: Float[ndarray, "n 3"]) -> Float[ndarray, " n"]:
    """Smooth noise from 0 to 1; a unit is one bend."""
    low = np.floor(places)
    part = places - low
    at = np.mod(low, KNOTS) + part * part * (3 - 2 * part)
    found: ndarray = map_coordinates(_knots(), at.T, order=1, mode="nearest")
    return found


def step(low: float, high: float, values: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
    """0 below `low`, 1 above `high`, smooth between; the other way round where `low` is higher."""
    part = np.clip((values - low) / (high - low), 0, 1)
    smooth: ndarray = part * part * (3 - 2 * part)
    return smooth


def ball(
    canon: Float[ndarray, "n 3"], centre: tuple[float, float, float], radius: float
) -> Float[ndarray, " n"]:
    """1 in the middle of a ball on either side, 0 outside of it."""
    apart = np.stack([np.abs(canon[:, 0]), canon[:, 1], canon[:, 2]], axis=1) - centre
    return 1 - step(0.2 * radius, radius, np.linalg.norm(apart, axis=1))
