"""Brows: one above each eye, alike, arched, and not lower at their inner ends."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial import cKDTree

from retrat.train.data.sittings.brows import COUNT, arch, brows


@pytest.fixture(scope="module")
def drawn(hairy):
    return brows(hairy.skin, hairy.person, np.random.default_rng(0))


def canon_of(hairy, points):
    return hairy.skin.canon[cKDTree(hairy.skin.positions).query(points)[1]]


def test_brows_lie_on_the_skin_above_both_eyes(hairy, drawn) -> None:
    assert 0.9 * COUNT < len(drawn) <= COUNT
    canon = canon_of(hairy, drawn[:, 0])
    assert (canon[:, 1] > 0.730).all()
    assert (canon[:, 1] < 0.755).all()
    sides = np.sign(drawn[:, 0, 0] - drawn[:, 0, 0].mean())
    assert abs(sides.mean()) < 0.1
    _, nearest = cKDTree(hairy.skin.positions).query(drawn[:, 2])
    rise = (drawn[:, 2] - hairy.skin.positions[nearest]) * hairy.skin.normals[nearest]
    assert (rise.sum(axis=1) > -0.0005).mean() > 0.9


def test_hairs_rise_beside_the_nose_and_lie_outward_beyond_it(hairy, drawn) -> None:
    middle = drawn[:, 0, 0].mean()
    aside = np.abs(drawn[:, 0, 0] - middle)
    way = drawn[:, -1] - drawn[:, 0]
    steep = np.arctan2(way[:, 1], np.abs(way[:, 0]))
    inner, outer = aside < np.quantile(aside, 0.1), aside > np.quantile(aside, 0.8)
    assert np.median(steep[inner]) > 0.6
    assert np.median(steep[outer]) < 0.1
    outward = np.sign(way[:, 0]) == np.sign(drawn[:, 0, 0] - middle)
    assert outward[~inner].mean() > 0.95


def test_brows_arch_and_their_inner_ends_are_not_lower_than_their_outer_ones(hairy, drawn) -> None:
    canon = canon_of(hairy, drawn[:, 0])
    x = np.abs(canon[:, 0])
    inner, peak, outer = (
        canon[(x > low) & (x < high), 1].mean()
        for low, high in ((0.012, 0.02), (0.034, 0.044), (0.05, 0.057))
    )
    assert peak > inner + 0.002
    assert peak > outer + 0.001
    assert inner > outer - 0.004


def test_mens_brows_are_fuller(hairy) -> None:
    people = [replace(hairy.person, seed=seed) for seed in range(30)]
    widths = {
        gender: [arch(replace(person, gender=gender))[2] for person in people]
        for gender in ("woman", "man")
    }
    assert np.mean(widths["man"]) > 1.25 * np.mean(widths["woman"])
    assert arch(people[0]) == arch(people[0])
