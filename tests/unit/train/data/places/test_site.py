"""Shapes where they are asked for, and things made of them."""

import math

import numpy as np
import pytest

from retrat.train.data.places.site import (
    WHITE,
    Matter,
    Site,
    ball_profile,
    hills,
    leaf,
    mixed,
    placed,
    touched,
)


def points(site: Site) -> np.ndarray:
    return np.concatenate([shape.vertices for shape in site.shapes])


def bounds(site: Site) -> tuple[list[float], list[float]]:
    all_ = points(site)
    return all_.min(axis=0).tolist(), all_.max(axis=0).tolist()


def faces_outwards(site: Site) -> bool:
    """Of one convex shape: every face's normal leads away from its middle."""
    (shape,) = site.shapes
    middle = shape.vertices.mean(axis=0)
    for face in shape.corners:
        corners = shape.vertices[face]
        normal = np.cross(corners[1] - corners[0], corners[2] - corners[1])
        if np.dot(normal, corners.mean(axis=0) - middle) < -1e-9:
            return False
    return True


def test_a_box_stands_on_its_middle() -> None:
    site = Site(seed=0)
    site.box((1, 2, 0.5), (2, 4, 1), WHITE)
    low, high = bounds(site)
    assert low == pytest.approx([0, 0, 0.5])
    assert high == pytest.approx([2, 4, 1.5])
    assert faces_outwards(site)


def test_a_turned_box_is_turned_to_the_left() -> None:
    site = Site(seed=0)
    site.box((0, 0, 0), (2, 0.2, 1), WHITE, turn=math.pi / 2)
    low, high = bounds(site)
    assert high == pytest.approx([0.1, 1, 1], abs=1e-6)
    assert low == pytest.approx([-0.1, -1, 0], abs=1e-6)
    assert placed(np.array([[1.0, 0, 0]]), (0, 0, 0), math.pi / 2)[0] == pytest.approx(
        [0, 1, 0], abs=1e-9
    )


def test_a_ball_is_round() -> None:
    site = Site(seed=0)
    site.ball((1, 2, 3), 0.5, WHITE)
    away = np.linalg.norm(points(site) - (1, 2, 3), axis=1)
    assert away.max() == pytest.approx(0.5, abs=1e-3)
    assert away.min() > 0.49
    assert ball_profile(0.5)[0][1] == -0.5


def test_a_rod_goes_from_one_point_to_another() -> None:
    site = Site(seed=0)
    site.rod((0, 0, 0), (0, 3, 4), 0.1, WHITE, sides=12)
    along = points(site) @ np.array([0, 0.6, 0.8])
    assert sorted({round(float(value), 4) for value in along}) == [0, 5]
    off = points(site) - along[:, None] * np.array([0, 0.6, 0.8])
    assert np.linalg.norm(off, axis=1) == pytest.approx(0.1, abs=1e-5)


def test_ground_is_as_high_as_it_is_told() -> None:
    site = Site(seed=0)
    site.ground(np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]), (1, 2), (4, 6), WHITE)
    (shape,) = site.shapes
    assert shape.vertices[0] == pytest.approx([-1, 2, 0])
    assert shape.vertices[-1] == pytest.approx([3, 8, 5])
    assert len(shape.corners) == 2


def test_leaves_are_within_their_reach_and_of_their_size() -> None:
    site = Site(seed=0)
    site.leaves((0, 0, 5), (1, 2, 0.5), leaf((0.1, 0.3, 0.1)), count=300, size=0.05)
    (shape,) = site.shapes
    middles = shape.vertices.reshape(-1, 4, 3).mean(axis=1)
    reach = np.linalg.norm((middles - (0, 0, 5)) / (1, 2, 0.5), axis=1)
    assert 0.45 < reach.min() < reach.max() <= 1.001
    assert np.linalg.norm(shape.vertices.reshape(-1, 4, 3)[:, 2] - middles, axis=1).max() < 0.08


def test_a_sun_stands_where_it_is_said_to() -> None:
    site = Site(seed=0)
    site.sun(30, 90)
    assert site.lights[0].at == pytest.approx((math.cos(math.pi / 6), 0, 0.5), abs=1e-9)
    site.sun(0, 180)
    assert site.lights[1].at == pytest.approx((0, -1, 0), abs=1e-9)


def test_a_room_is_closed_but_behind_the_camera() -> None:
    site = Site(seed=0)
    site.room((2.0, 5.0, 2.8), wall=WHITE, floor=WHITE, ceiling=WHITE)
    low, high = bounds(site)
    assert low[0] == pytest.approx(-2.1)
    assert high == pytest.approx([2.1, 5.1, 2.9])


def test_hills_bend_twice_and_more_finely() -> None:
    smooth, rough = (hills(np.random.default_rng(0), (200, 200), octaves=n) for n in (1, 7))
    assert abs(smooth).max() <= 1
    steps = [np.abs(np.diff(each, axis=0)).mean() for each in (smooth, rough)]
    assert steps[1] > 2 * steps[0] > 0


def test_far_things_have_the_colour_of_the_air() -> None:
    near = Matter(colour=(0.0, 0.2, 1.0), vary=0.4)
    far = near.far((1.0, 0.2, 0.0), 0.75)
    assert far.colour == pytest.approx((0.75, 0.2, 0.25))
    assert far.vary == pytest.approx(0.1)
    assert mixed((0, 0, 0), (1, 1, 1), 0.25) == (0.25, 0.25, 0.25)


def test_draws_are_those_of_the_seed() -> None:
    one, same, other = Site(seed=3), Site(seed=3), Site(seed=4)
    values = [[each.between(0, 1) for _ in range(5)] for each in (one, same, other)]
    assert values[0] == values[1] != values[2]
    assert 2 <= one.between(2, 3) < 3
    assert one.pick((0.1, 0.1, 0.1)) == (0.1, 0.1, 0.1)
    assert one.chance(1.0)
    assert not one.chance(0.0)


def test_a_lane_goes_where_nothing_stands() -> None:
    site = Site(seed=0)
    site.box((0, 6, 0), (0.3, 0.3, 1.0), WHITE)
    site.box((0, 8, 0), (0.3, 0.3, 0.1), WHITE)
    ways = [((-3.0, y, 0.0), (3.0, y, 0.0)) for y in (6.0, 8.0)]
    site.free_lane(ways, often=4)
    (lane,) = site.lanes
    assert lane.start[1] == 8.0, "feet get over what is low"
    points = site.shapes[0].vertices
    assert touched(points, *ways[0]).sum() == 4, "the upper corners"
    assert not touched(points, (1, 6, 0), (3, 6, 0)).any(), "beyond its end"
    assert not touched(points, (-3, 6.5, 0), (3, 6.5, 0)).any()
    assert not touched(points, (-3, 6, 0.9), (3, 6, 0.9)).any()


def test_along_a_slanting_lane_is_touched_what_is_near_its_line() -> None:
    points = np.random.default_rng(0).uniform((-2, 0, 0), (2, 4, 2), (20_000, 3))
    start, end = (1.5, 1.0, 0.1), (-1.0, 3.5, 0.1)
    for ends in ((start, end), (end, start)):
        found = touched(points, *ends)
        away = abs((points[:, 0] - 1.5) + (points[:, 1] - 1.0)) / np.sqrt(2)
        along = ((points[:, 1] - 1.0) - (points[:, 0] - 1.5)) / 2
        is_there = (away < 0.2) & (along > 0) & (along < 2.5)
        is_there &= (points[:, 2] > 0.45) & (points[:, 2] < 1.8)
        assert 300 < is_there.sum() == found.sum()
        assert np.array_equal(is_there, found)
