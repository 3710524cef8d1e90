"""People who sit for a photo: what is handed to Blender, without Blender."""

import os
from dataclasses import replace

import numpy as np
import pytest

from retrat.train.data.people import BEARDS
from retrat.train.data.sittings import hair, photo, skin, strands
from retrat.train.data.sittings.hair import Surface, along, resampled

SEED = 40_000_002


def test_a_cube_that_is_divided_for_ever_is_a_ball_of_known_size() -> None:
    x, y, z = np.meshgrid([-1.0, 1], [-1.0, 1], [-1.0, 1], indexing="ij")
    corners = np.stack([x.ravel(), y.ravel(), z.ravel()], axis=1)
    faces = np.array(
        [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]
    )
    np.testing.assert_allclose(photo.smoothed(corners, faces), 0.5 * corners)
    np.testing.assert_allclose(photo.smoothed(corners, faces[:4]), corners)  # it has borders
    x, y = np.meshgrid(np.arange(3.0), np.arange(3.0))
    sheet = np.stack([x.ravel(), y.ravel(), x.ravel() * y.ravel()], axis=1)
    inner_corner = np.array([[0, 1, 4, 3], [1, 2, 5, 4], [3, 4, 7, 6]])  # of an L, at 4
    np.testing.assert_allclose(photo.smoothed(sheet, inner_corner), sheet)
    single = np.array([[0, 1, 3, -1]])
    np.testing.assert_allclose(photo.smoothed(corners, single), corners)


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


def test_the_window_is_what_a_bust_is_cut_from(posed) -> None:
    left, top, side = photo._window(posed.points)
    eyes = posed.points[:2].mean(axis=0) / photo.SIZE
    np.testing.assert_allclose((eyes - [left, top]) / side, photo.BUST_EYES)


def test_a_portrait_has_room_on_all_sides_of_a_bust(posed) -> None:
    left, top, side = photo._window(posed.points)
    wider = photo._window(posed.points, 1.5)
    np.testing.assert_allclose(wider, [left - side / 4, top - side / 4, 1.5 * side])


def test_every_cut_of_a_mesh_can_be_combed(pack) -> None:
    from retrat.train.data.people import HAIR_CUTS

    meshes = {cut.mesh for cut in HAIR_CUTS if cut.mesh and "afro" not in cut.name}
    assert meshes == set(hair.COMBS)


def test_thin_borders_are_smooth_and_the_rest_stays() -> None:
    rng = np.random.default_rng(0)
    drawn = np.zeros((64, 64, 4), np.uint8)
    drawn[..., :3] = rng.integers(90, 110, (64, 64, 3))
    drawn[:30, :, 3] = 255
    drawn[30:40, :, 3] = 255 * (rng.random((10, 64)) < 0.3)  # strands that few samples hit
    settled = photo._settled(drawn)
    np.testing.assert_array_equal(settled[:24], drawn[:24])
    before, after = (float(each[32:38, :, 3].std()) for each in (drawn, settled))
    assert after < 0.5 * before
    shown = settled[settled[..., 3] > 30]
    assert int(shown[:, :3].min()) > 85  # no dark comes in from where nobody is


def test_grey_hair_has_no_tinge_and_other_hair_its_own(posed) -> None:
    person, lilac = posed.take.person, (0.48, 0.43, 0.47)
    red, green, blue = skin.hair_colour(replace(person, hair_name="grey"), lilac)
    assert red > green > blue > 0.9 * red
    dyed = skin.hair_colour(replace(person, hair_name="purple"), lilac)
    np.testing.assert_allclose(dyed, skin.linear(lilac))


def test_the_lightest_skins_are_painted_darker_and_others_as_they_are() -> None:
    assert skin._deeper(0.0) > skin._deeper(0.2) > 1
    assert skin._deeper(0.5) == skin._deeper(0.9) == 1


def test_hair_that_is_tied_back_covers_the_head_under_it_but_no_ears_and_no_face() -> None:
    x, z = np.meshgrid(np.linspace(-0.2, 0.2, 21), np.linspace(-0.2, 0.2, 21))
    places = np.stack([x.ravel(), 0 * x.ravel(), z.ravel()], axis=1)
    rows = np.arange(20 * 21).reshape(20, 21)[:, :-1].ravel()
    sheet = Surface(
        positions=places,
        normals=np.tile([0.0, 1, 0], (len(places), 1)),
        canon=places,
        triangles=np.stack([rows, rows + 1, rows + 21], axis=1),
    )
    asked = np.array([[0.0, 0.002, -0.05], [0.0, 0.03, -0.05], [0.095, 0.002, -0.05]])
    under, face, ear = strands.covered(sheet, asked)
    assert under > 0.9
    assert face == ear == 0
    assert not strands.covered(None, asked).any()


def test_a_full_beard_is_shorter_at_the_sides_than_at_the_chin(hairy) -> None:
    full = next(kind for kind in BEARDS if kind.name == "full beard")
    bearded = replace(hairy, person=replace(hairy.person, beard=full))
    lines = strands._beard(bearded, np.random.default_rng(0))
    lengths = np.linalg.norm(np.diff(lines, axis=1), axis=2).sum(axis=1)
    x = np.abs(lines[:, 0, 0] - np.median(lines[:, 0, 0]))
    jaw = lengths > 0.003  # not stubble
    assert np.median(lengths[jaw & (x > 0.055)]) < 0.85 * np.median(lengths[jaw & (x < 0.02)])


def test_skin_under_pale_hair_is_pale_and_under_dark_hair_dark() -> None:
    bare, share = np.full((2, 3), 0.4), np.array([[0.0], [1.0]])

    def under(level: float) -> float:
        found = skin._under_hair(bare, np.full(3, level), share)
        np.testing.assert_allclose(found[0], bare[0])
        return float(found[1].mean())

    assert under(0.6) > 0.5
    assert under(0.22) > 0.22
    assert under(0.005) < 0.1


def test_pale_stubble_leaves_the_skin_its_colour(hairy) -> None:
    canon = hairy.skin.canon
    found = skin.SkinMap(
        triangle=np.zeros((1, 1), int), shares=np.zeros((1, 1, 3)), canon=canon, masks=hairy.masks
    )
    (stubble,) = (each for each in BEARDS if each.name == "stubble")
    chin = (np.abs(canon[:, 0]) < 0.02) & (canon[:, 1] < 0.635) & (canon[:, 2] > 0.12)

    def shade(name: str) -> float:
        person = replace(hairy.person, beard=stubble, hair_name=name)
        return float(strands.shaded(person, found)[chin].max())

    assert 0 < shade("white") < 0.4 * shade("black")


@pytest.mark.skipif("RETRAT_BLENDER" not in os.environ, reason="needs a Python with bpy")
def test_somebody_is_photographed(pack) -> None:
    shot = photo.photographed(SEED, pack, size=96, samples=2)
    assert shot.bust.shape == (512, 512, 4)
    assert shot.photo.shape == (1024, 1024, 3)
    colours, share = shot.bust[..., :3].astype(float), shot.bust[..., 3]
    assert share[256, 256] == 255
    assert share[5, 5] == share[5, -5] == 0
    red, _, blue = colours[230:280, 236:276].mean(axis=(0, 1))
    assert red > blue + 15  # skin
    hair = colours[120:330, 90:130][share[120:330, 90:130] == 255].mean(axis=0)
    assert hair[1] > hair[0]  # green, as hers is
