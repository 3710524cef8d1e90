"""Hair under hats: none above a brim, none where the hat is."""

from dataclasses import replace

import numpy as np

from retrat.train.data.sittings.hair import Surface
from retrat.train.data.sittings.strands import BRIM, below_brim, head_of


def hat(slope: float = 0.0) -> Surface:
    """A brim of points about a head, and a crown above it."""
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    ring = np.stack([0.1 * np.cos(turn), 0 * turn, 0.1 * np.sin(turn)], axis=1)
    ring[:, 1] = 0.8 + slope * ring[:, 0]
    crown = np.repeat([[0.0, 0.9, 0.0]], 90, axis=0)
    places = np.concatenate([ring, crown])
    canon = np.concatenate([0 * ring + [0, 0.77, 0], crown])
    return Surface(
        positions=places, normals=0 * places, canon=canon, triangles=np.zeros((1, 3), int)
    )


def line(x: float, top: float) -> np.ndarray:
    """Up from .7 and down again."""
    heights = np.array([0.70, top, 0.72])
    return np.stack([np.full(3, x), heights, np.zeros(3)], axis=1)


def test_hair_that_would_rise_above_a_brim_is_not_there() -> None:
    lines = np.stack([line(0.08, 0.79), line(0.08, 0.81), line(-0.08, 0.79)])
    np.testing.assert_array_equal(below_brim(lines, hat()), lines[[0, 2]])


def test_a_brim_may_be_worn_at_a_slant() -> None:
    lines = np.stack([line(0.08, 0.83), line(-0.08, 0.79), line(-0.08, 0.75)])
    np.testing.assert_array_equal(below_brim(lines, hat(0.5)), lines[[0, 2]])


def test_hair_grows_below_a_hat_alone(hairy) -> None:
    free = head_of(hairy, {})
    worn = replace(hairy, outfit=replace(hairy.outfit, hat="fedora"))
    under = head_of(worn, {"hat": (hat(), None)})
    above = hairy.skin.canon[:, 1] > BRIM
    assert free.grows[above].max() == 1
    assert not under.grows[above].any()
    np.testing.assert_array_equal(under.grows[~above], free.grows[~above])


def test_a_cap_hides_what_it_lies_on(hairy) -> None:
    crown = hairy.skin.canon[:, 1].argmax()
    cap = replace(hat(), positions=hairy.skin.positions[crown][None])
    worn = replace(hairy, outfit=replace(hairy.outfit, hat="knitted cap"))
    free, under = head_of(hairy, {}), head_of(worn, {"hat": (cap, None)})
    away = np.linalg.norm(hairy.skin.positions - hairy.skin.positions[crown], axis=1)
    assert not under.grows[away < 0.011].any()
    np.testing.assert_array_equal(under.grows[away > 0.013], free.grows[away > 0.013])
