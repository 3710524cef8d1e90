"""Lanes and windows as a camera sees them."""

import pytest

from retrat.train.data.places.site import Site, Sky, View
from retrat.train.data.places.ways import ways_of


def test_where_nothing_passes_there_are_none() -> None:
    assert ways_of(Site(seed=0)) is None


def test_a_lane_is_seen_from_the_camera() -> None:
    site = Site(seed=0)
    site.view = View(at=(0.5, 0, 1.5), to=(0.5, 4, 1.5), lens=36.0, stop=2.0, focus=1.4)
    site.lane((-2, 6, 0), (2, 6, 0), often=5)
    site.lane((1, 3, 0), (1, 30, 0), often=7, is_free=True)
    found = ways_of(site)
    assert found is not None
    lens, blur, focus, lanes, outside, clouds = found
    assert (lens, focus, outside, clouds) == (1.0, 1.4, None, -1)
    assert blur == pytest.approx(36 / (2 * (1400 - 36)), rel=1e-3)
    assert lanes == [
        [[-2.5, -1.5, 6.0], [1.5, -1.5, 6.0], 5, 0],
        [[0.5, -1.5, 3.0], [0.5, -1.5, 30.0], 7, -1],
    ]
    assert len(site.screens) == 1, "what is free needs none"
    (sheet,) = site.screens[0]
    assert {z for *_, z in sheet} == {0, 2.3}


def test_a_turned_camera_sees_it_turned() -> None:
    site = Site(seed=0)
    site.view = View(at=(0, 0, 1.5), to=(4, 4, 1.5))
    site.lane((3, 3, 1.5), (3, 5, 1.5), often=5)
    found = ways_of(site)
    assert found is not None
    start, end, *_ = found[3][0]
    assert start == pytest.approx([0, 0, 18**0.5], abs=2e-3)
    assert end[0] < 0, "what is straight on lies to the left"


def test_what_drives_has_an_outside() -> None:
    site = Site(seed=0)
    site.view = View(at=(0, 0, 1.5), to=(0, 4, 1.5))
    sheet = ((1.0, 0.0, 0.0), (1.0, 9.0, 0.0), (1.0, 9.0, 2.0), (1.0, 0.0, 2.0))
    site.drives([sheet], speed=14.0, height=1.2, is_night=True)
    found = ways_of(site)
    assert found is not None
    speed, height, is_night, axes, screen = found[4]
    assert (speed, height, is_night, screen) == (14.0, 1.2, True, 0)
    assert axes == [[1, 0, 0], [0, 0, 1], [0, 1, 0]]


def test_clouds_drift_where_there_are_some() -> None:
    site = Site(seed=0)
    site.lane((-2, 6, 0), (2, 6, 0), often=5)
    site.drifts()
    found = ways_of(site)
    assert found is not None
    assert found[5] == -1, "the sky is clear"
    site.sky = Sky(cover=0.4)
    site.drifts()
    found = ways_of(site)
    assert found is not None
    assert found[5] == 1
    assert site.screens[1] == [], "no sheet, but the sky itself"
