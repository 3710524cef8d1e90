"""Every place can be built, by every seed at every moment, and leaves room for people."""

from functools import cache

import numpy as np
import pytest

from retrat.conditioning.named_places import _NAMES, _WITHIN
from retrat.train.data.places.catalogue import MOMENTS, site_of
from retrat.train.data.places.site import MOVES, Shape, Site, touched
from retrat.train.data.places.ways import ways_of

KINDS = [(place, moment) for place, moments in MOMENTS.items() for moment in moments]
MOST_SHAPES, MOST_FACES = 4000, 900_000
NEAREST, ASIDE = 1.7, 0.2  # metres: in the middle nothing stands nearer
NEARER = {"car": 1.55}  # seats right behind whoever sits before them
HEAD = (1.0, 1.9)  # metres above the floor


@cache
def site(place: str, moment: str, seed: int = 1) -> Site:
    return site_of(place, seed, moment)


def corners(shape: Shape) -> np.ndarray:
    return shape.vertices[np.unique(shape.corners)]


@cache
def all_corners(place: str, moment: str) -> np.ndarray:
    return np.concatenate([corners(shape) for shape in site(place, moment).shapes])


def assert_nobody_walks_into_the_camera(built: Site) -> None:
    for start, end, *_ in (ways_of(built) or [[]] * 4)[3]:
        assert min(start[2], end[2]) > 2.0


def test_they_are_the_places_that_words_name() -> None:
    assert set(MOMENTS) == {*_NAMES, *_WITHIN}


@pytest.mark.parametrize(("place", "moment"), KINDS)
def test_it_is_something_to_look_at_and_can_be_drawn_in_time(place: str, moment: str) -> None:
    built = site(place, moment)
    faces = sum(len(shape.corners) for shape in built.shapes)
    assert len(built.shapes) <= MOST_SHAPES
    assert 0 < faces <= MOST_FACES
    for shape in built.shapes:
        assert np.isfinite(shape.vertices).all()
        assert 0 <= shape.corners.min() <= shape.corners.max() < len(shape.vertices)
    is_lit = built.lights or built.sky.strength > 0
    assert is_lit or any(shape.matter.glow for shape in built.shapes)


@pytest.mark.parametrize(("place", "moment"), KINDS)
def test_matter_is_possible(place: str, moment: str) -> None:
    for matter in {shape.matter for shape in site(place, moment).shapes}:
        shares = (*matter.colour, *matter.second, matter.rough, matter.metal, matter.glass)
        assert 0 <= min(shares) <= max(shares) <= 1, matter
        assert 0 <= matter.thin <= 1
        assert matter.moves in ("", *MOVES)
        assert matter.pattern in ("", "bricks", "checks")


@pytest.mark.parametrize(("place", "moment"), KINDS)
def test_nothing_stands_where_people_are_put(place: str, moment: str) -> None:
    x, y, z = all_corners(place, moment).T
    is_near = (y > 0.1) & (y < NEARER.get(place, NEAREST))
    is_there = is_near & (abs(x) < ASIDE) & (z > HEAD[0]) & (z < HEAD[1])
    assert not is_there.any(), all_corners(place, moment)[is_there][0]


@pytest.mark.parametrize("place", MOMENTS)
def test_a_seed_builds_the_same_and_another_one_another(place: str) -> None:
    moment = MOMENTS[place][0]
    builds = (site(place, moment), site_of(place, 1, moment), site_of(place, 2, moment))
    first, again, other = ([shape.vertices for shape in built.shapes] for built in builds)
    assert all(map(np.array_equal, first, again))
    assert len(first) != len(other) or not all(map(np.array_equal, first, other))
    assert_nobody_walks_into_the_camera(builds[-1])


@pytest.mark.parametrize("place", [name for name, moments in MOMENTS.items() if len(moments) > 1])
def test_moments_have_another_light(place: str) -> None:
    seen = [site(place, moment) for moment in MOMENTS[place]]
    looks = [
        (each.sky, each.view, tuple(each.lights), frozenset(s.matter for s in each.shapes))
        for each in seen
    ]
    assert len(set(looks)) == len(looks)


def test_a_moment_that_a_place_has_not_is_no_moment() -> None:
    with pytest.raises(AssertionError, match="kitchen has no 'at noon'"):
        site_of("kitchen", 0, "at noon")


BRUSHED = 60  # points: a chair's back or a plant's leaves that somebody brushes


@pytest.mark.parametrize(("place", "moment"), KINDS)
def test_nobody_walks_through_things(place: str, moment: str) -> None:
    built = site(place, moment)
    for lane in built.lanes:
        assert np.linalg.norm(np.subtract(lane.end, lane.start)) > 3
        assert lane.screen is None or 0 <= lane.screen < len(built.screens)
        found = touched(all_corners(place, moment), lane.start, lane.end)
        assert found.sum() <= BRUSHED, lane
    assert_nobody_walks_into_the_camera(built)
