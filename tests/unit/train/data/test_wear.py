"""Borders, smoothing and glasses."""

import numpy as np

from retrat.train.data.wear import GLASSES, beard_region, borders, glasses, smoothed


def grid(size: int) -> tuple[np.ndarray, np.ndarray]:
    x, y = np.meshgrid(np.arange(size), np.arange(size), indexing="ij")
    points = np.column_stack([x.ravel(), y.ravel(), np.zeros(size * size)]).astype(float)
    cell = [(i * size + j) for i in range(size - 1) for j in range(size - 1)]
    triangles = [[a, a + size, a + 1] for a in cell] + [
        [a + size, a + size + 1, a + 1] for a in cell
    ]
    return points, np.array(triangles)


def test_the_rim_of_a_grid_is_its_border() -> None:
    points, triangles = grid(4)
    found = borders(np.arange(16), triangles)
    inside = (points[:, :2] > 0).all(1) & (points[:, :2] < 3).all(1)
    np.testing.assert_array_equal(found, ~inside)


def test_a_seam_is_no_border() -> None:
    triangles = np.array([[0, 1, 2], [3, 5, 4]])  # 3 and 4 are 1 and 2 again
    corner = np.array([0, 1, 2, 1, 2, 3])
    closed = np.concatenate([triangles, [[0, 2, 5], [0, 5, 1]]])
    assert not borders(corner, closed).any()


def test_smoothing_lowers_a_spike_and_holds_the_rim() -> None:
    points, triangles = grid(5)
    points[12, 2] = 1.0
    calm = smoothed(points, triangles, 10)
    assert calm[12, 2] < 0.5
    np.testing.assert_array_equal(
        calm[borders(np.arange(25), triangles)], points[borders(np.arange(25), triangles)]
    )


def test_glasses_sit_before_both_eyes() -> None:
    eyes = np.array([[0.033, 1.1, 0.15], [-0.033, 1.1, 0.15]])
    for style in GLASSES:
        frame, lens = glasses(style, eyes, 0.17, np.array([0.08, 1.1, 0.05]), 3)
        low, high = lens.positions.min(0), lens.positions.max(0)
        assert low[0] < -0.033 < 0.033 < high[0]
        assert low[1] < 1.1 < high[1]
        assert lens.positions[:, 2].min() > 0.155
        np.testing.assert_array_equal(frame.bone_indices[:, 0], 3)


def test_a_goatee_leaves_the_cheeks_bare() -> None:
    places = np.array([[0.0, 0.63, 0.14], [0.055, 0.645, 0.09]])
    assert beard_region(places, jaw=0, chin=1)[0].tolist() == [True, False]
    assert beard_region(places, jaw=1, chin=1)[0].tolist() == [True, True]
