"""Strips of country that begin as they end."""

from itertools import pairwise

import numpy as np
import pytest

from retrat.models.made_places import FAR, NEAR, Strip
from retrat.train.data.places.site import Site
from retrat.train.data.places.wayside import DRAWN, far, near, strip_of


@pytest.fixture(scope="module", params=[(NEAR, near), (FAR, far)], ids=["near", "far"])
def built(request: pytest.FixtureRequest) -> tuple[Strip, Site]:
    strip, build = request.param
    return strip, build(0)


def test_it_goes_on_at_its_ends_as_it_begins(built: tuple[Strip, Site]) -> None:
    """Heights over the columns of both ends are alike."""
    strip, site = built
    long = DRAWN[strip.name]
    points = np.concatenate([shape.vertices[np.unique(shape.corners)] for shape in site.shapes])

    def profile(start: float) -> np.ndarray:
        edges = np.linspace(start, start + 8, 9)
        return np.array(
            [
                points[(points[:, 0] >= low) & (points[:, 0] < high), 2].max(initial=0)
                for low, high in pairwise(edges)
            ]
        )

    for start in (-8.0, 0.0):
        assert profile(start) == pytest.approx(profile(start + long), abs=1.0)
    assert profile(0).max() < strip.top


def test_it_is_seen_whole_from_aside(built: tuple[Strip, Site]) -> None:
    strip, site = built
    assert site.view.wide == DRAWN[strip.name]
    assert site.view.at[0] == site.view.to[0] == DRAWN[strip.name] / 2
    assert site.view.at[2] == site.view.to[2] == 0, "the ground is in its middle"


@pytest.mark.parametrize("strip", [NEAR, FAR])
def test_a_strip_is_cut_out_around_the_ground(strip: Strip) -> None:
    drawn = np.zeros((strip.columns, strip.columns, 4), np.uint8)
    drawn[: strip.columns // 2] = 200  # over the ground
    cut = strip_of(drawn, strip)
    assert cut.shape[1] == strip.columns
    share = (cut[:, 0, 0] == 200).mean()
    assert share == pytest.approx(strip.top / (strip.top - strip.bottom), abs=0.02)
