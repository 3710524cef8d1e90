"""Things that a hand may hold."""

import numpy as np
import pytest

from retrat.train.data.hands.props import AROUND, PROPS, lathed, slab, tube


def surface(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Places all over its faces."""
    u, v = (each.ravel()[:, None] for each in np.mgrid[0:1:9j, 0:1:9j])
    a, b, c, d = (points[faces[:, corner]][:, None] for corner in range(4))
    found: np.ndarray = (1 - u) * ((1 - v) * a + v * b) + u * ((1 - v) * d + v * c)
    return found.reshape(-1, 3)


@pytest.mark.parametrize("name", PROPS)
def test_a_prop_fits_a_hand(name: str) -> None:
    pieces = PROPS[name]()
    points = np.concatenate([piece.points for piece in pieces])
    size = points.max(axis=0) - points.min(axis=0)
    assert 0.05 < size.max() < 0.26
    assert np.isfinite(points).all()
    near = [np.linalg.norm(surface(each.points, each.faces), axis=1).min() for each in pieces]
    assert min(near) < 0.04, "where a hand is closed about it"
    for piece in pieces:
        assert 0 <= piece.faces.min() <= piece.faces.max() < len(piece.points)
        assert all(0 <= value <= 1 for value in (*piece.colour, piece.rough, piece.metal))


def test_a_prop_is_the_same_each_time() -> None:
    one, other = (np.concatenate([each.points for each in PROPS["flowers"]()]) for _ in range(2))
    assert np.array_equal(one, other)


def test_what_is_turned_is_round_and_closed() -> None:
    can = lathed([(0.0, 0.0), (0.03, 0.0), (0.03, 0.1), (0.0, 0.1)], (1.0, 0.0, 0.0))
    radii = np.hypot(can.points[:, 0], can.points[:, 2])
    assert set(radii.round(6)) == {0.0, 0.03}
    assert len(can.faces) == 3 * AROUND
    corners = can.points[can.faces]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    sides = slice(AROUND, 2 * AROUND)
    outwards = (normals * corners.mean(axis=1))[sides][:, [0, 2]].sum(axis=1)
    assert (outwards > 0).all() or (outwards < 0).all(), "all faces look the same way"


def test_a_board_has_its_size_and_round_corners() -> None:
    board = slab(0.1, 0.2, 0.01, (1.0, 1.0, 1.0), 0.02)
    assert np.allclose(board.points.max(axis=0), (0.05, 0.1, 0.005))
    assert np.allclose(board.points.min(axis=0), (-0.05, -0.1, -0.005))
    corner = np.abs(board.points[:, :2]) - (0.03, 0.08)
    beyond = corner[(corner > 0).all(axis=1)]
    assert np.hypot(*beyond.T).max() < 0.0201


def test_a_tube_keeps_its_distance() -> None:
    way = np.stack([0.03 * np.linspace(-1, 1, 9), np.zeros(9), np.zeros(9)], axis=1)
    piece = tube(way, 0.005, (0.0, 0.0, 0.0), flat=2.0)
    assert np.allclose(np.abs(piece.points[:, 1]).max(), 0.005)
    assert np.allclose(np.abs(piece.points[:, 2]).max(), 0.01)
