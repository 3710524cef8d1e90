"""Normals of a known mesh, and light that a wall keeps away."""

import numpy as np

from retrat.train.data.meshes import openness, quads, vertex_normals


def test_a_square_faces_forward() -> None:
    square = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], np.float32)
    normals = vertex_normals(square, np.array([[0, 1, 2], [0, 2, 3]]))
    np.testing.assert_allclose(normals, np.tile([0, 0, 1], (4, 1)))


def test_the_side_towards_a_wall_gets_less_light(egl: None) -> None:
    def plate(z: float, half: float, flip: bool) -> tuple[np.ndarray, np.ndarray]:
        corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half + [0, 0.62]
        order = [[0, 2, 1], [0, 3, 2]] if flip else [[0, 1, 2], [0, 2, 3]]
        return np.column_stack([corners, np.full(4, z)]), np.array(order)

    small, small_faces = plate(0.05, 0.03, flip=False)
    wall, wall_faces = plate(0.07, 0.2, flip=True)
    alone = openness(small.astype(np.float32), small_faces)
    both = openness(
        np.concatenate([small, wall]).astype(np.float32),
        np.concatenate([small_faces, wall_faces + 4]),
    )
    assert alone.min() > 0.9
    assert both[:4].max() < 0.5


def test_triangles_of_a_fan_are_one_face() -> None:
    faces = quads(np.array([[0, 1, 2], [0, 2, 3], [4, 5, 6]]))
    assert faces.tolist() == [[0, 1, 2, 3], [4, 5, 6, -1]]
