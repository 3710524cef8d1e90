"""People who sit for a photo: what is handed to Blender, without Blender."""

import numpy as np
import pytest

from retrat.train.data.headshots import sitting
from retrat.train.data.sittings import hair, photo, skin
from retrat.train.data.sittings.hair import Surface, along, resampled

SEED = 40_000_002


@pytest.fixture(scope="module")
def posed(pack):
    return photo._posed(sitting(SEED, pack), pack)


def test_triangles_of_a_fan_are_one_face() -> None:
    faces = photo._quads(np.array([[0, 1, 2], [0, 2, 3], [4, 5, 6]]))
    assert faces.tolist() == [[0, 1, 2, 3], [4, 5, 6, -1]]


def test_lines_keep_their_ends_when_resampled() -> None:
    path = np.array([[[0.0, 0, 0], [0, 0, 1], [0, 0, 4]]])
    np.testing.assert_allclose(resampled(path, 5)[0, :, 2], [0, 1, 2, 3, 4])


def test_strands_follow_directions_over_edges() -> None:
    corners = np.array([[0.0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]])
    square = Surface(
        positions=corners,
        normals=np.tile([0.0, 0, 1], (4, 1)),
        canon=corners,
        triangles=np.array([[0, 1, 2], [0, 2, 3]]),
    )
    ways = np.tile([1.0, 0, 0], (2, 1))
    lines = along(square, ways, 20, (9.0, 9.0), np.random.default_rng(0))
    np.testing.assert_allclose(lines[:, 0, 0], 0, atol=1e-6)
    np.testing.assert_allclose(lines[:, -1, 0], 1, atol=1e-6)
    np.testing.assert_allclose(lines[:, 0, 1], lines[:, -1, 1], atol=1e-6)


def test_noise_stays_between_none_and_all() -> None:
    values = skin.noise(np.random.default_rng(0).normal(0, 50, (500, 3)))
    assert 0 <= values.min() < 0.3
    assert 0.7 < values.max() <= 1


def test_the_window_is_what_a_bust_is_cut_from(posed) -> None:
    left, top, side = photo._window(posed.points)
    eyes = posed.points[:2].mean(axis=0) / photo.SIZE
    np.testing.assert_allclose((eyes - [left, top]) / side, photo.BUST_EYES)


def test_every_cut_of_a_mesh_can_be_combed(pack) -> None:
    from retrat.train.data.people import HAIR_CUTS

    meshes = {cut.mesh for cut in HAIR_CUTS if cut.mesh and "afro" not in cut.name}
    assert meshes == set(hair.COMBS)
