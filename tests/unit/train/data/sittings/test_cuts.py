"""Cuts that grow out of a head: combed as they say, on it and not in it, off its face."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial import cKDTree

from retrat.train.data.sittings import cuts
from retrat.train.data.sittings.cuts import TIE, Cut, directions, groomed, lengths
from retrat.train.data.sittings.styles import _LONG, _PIXIE, _SHORT, _TIED

LINES = 500
LONG = replace(_LONG["long"], parting=0.0)
EVERY = {**_SHORT, **_LONG, "pixie": _PIXIE, "tied": _TIED}


def grown(head, cut: Cut, seed: int = 0):
    return groomed(head, cut, LINES, np.random.default_rng(seed))


def on(head, points):
    """Metres above the skin, and the places of the template that are nearest."""
    skin = head.skin
    _, nearest = cKDTree(skin.positions).query(points)
    rise = ((points - skin.positions[nearest]) * skin.normals[nearest]).sum(axis=-1)
    return rise, skin.canon[nearest]


@pytest.mark.parametrize("name", sorted(EVERY))
def test_hair_lies_on_the_head_and_leaves_the_eyes_free(head, name: str) -> None:
    lines = grown(head, EVERY[name])
    assert len(lines) > 1000
    np.testing.assert_array_equal(lines, grown(head, EVERY[name]))
    rise, canon = on(head, lines[:, 3:])
    on_head = canon[..., 1] > 0.66
    assert np.quantile(rise[on_head], 0.02) > -0.0035
    x, y, z = np.abs(canon[..., 0]), canon[..., 1], canon[..., 2]
    assert ((x < 0.045) & (y < 0.74) & (z > 0.11)).any(axis=1).mean() < 0.01


def test_hair_lies_in_a_layer_as_thick_as_its_cut_says(head) -> None:
    def high(thick: float) -> float:
        cut = replace(_SHORT["short04"], thick=(thick, thick), lift=0.1)
        rise, canon = on(head, cuts._laid(head, cut, LINES, np.random.default_rng(0))[0][:, 8:])
        return float(np.median(rise[canon[..., 1] > 0.80]))

    thin, thick = high(0.002), high(0.030)
    assert thin < 0.004
    assert 0.008 < thick < 0.030


def test_a_parting_sends_hair_to_both_sides(head) -> None:
    cut = replace(_SHORT["short02"], parting=0.03)
    canon = np.array([[0.045, 0.845, 0.03], [0.015, 0.85, 0.03], [-0.03, 0.845, 0.03]])
    left, right, far = directions(cut, canon)[:, 0]
    assert left > 0.5
    assert right < -0.5
    assert far < -0.5
    mirrored = directions(replace(cut, parting=-0.03), canon)[:, 0]
    assert mirrored[1] > 0.5


def test_more_hair_grows_beside_a_parting_than_elsewhere(head, monkeypatch) -> None:
    cut = replace(_LONG["long"], parting=0.02)

    def roots() -> np.ndarray:
        lines, canon = cuts._laid(head, cut, 4000, np.random.default_rng(0))
        assert len(lines) == len(canon)
        return canon[canon[:, 1] > 0.83, 0]

    def beside(x: np.ndarray) -> float:
        return float((np.abs(x - 0.02) < 0.008).mean())

    dense = beside(roots())
    monkeypatch.setattr(cuts, "DENSER", 0.0)
    assert dense > 2 * beside(roots())
    assert (cuts._denser(_TIED, head.skin.canon) == 1).all()


def test_hair_that_is_combed_back_goes_back_and_a_crop_goes_forward() -> None:
    top = np.array([[0.0, 0.85, 0.05]])
    assert directions(_SHORT["short04"], top)[0, 2] < -0.8
    assert directions(_SHORT["short01"], top)[0, 2] > 0.8


def test_hair_is_as_long_as_its_cut_says() -> None:
    cut = _SHORT["short02"]
    places = np.array([[0.0, 0.85, 0.0], [0.078, 0.74, 0.03], [0.02, 0.68, -0.06], [0, 0.80, 0.12]])
    np.testing.assert_allclose(
        lengths(cut, places), [cut.top, cut.side, cut.nape, cut.fringe], rtol=0.1
    )


def test_tied_hair_ends_where_it_is_tied_and_none_hangs_before_ears(head) -> None:
    lines = grown(head, _TIED)
    _, canon = on(head, lines)
    assert np.median(np.linalg.norm(canon[:, -1] - TIE, axis=1)) < 0.05
    roots = canon[:, 0]
    assert not ((roots[:, 1] < 0.735) & (roots[:, 2] > 0.025)).any()


def test_ends_are_cut_and_long_hair_falls_over_the_chest(head) -> None:
    bob, long = grown(head, _LONG["bob01"]), grown(head, LONG)
    height = cuts._risen(head)
    assert bob[..., 1].min() > height + _LONG["bob01"].ends - 0.03
    assert long[..., 1].min() < height + 0.50

    chest = head.cloth.positions[head.cloth.normals[:, 2] > 0.3]

    def before(lines) -> float:
        """Of what is as low as a chest, the share that lies before it."""
        places = lines[lines[..., 1] < height + 0.54]
        away, nearest = cKDTree(chest[:, :2]).query(places[:, :2])
        return float((places[:, 2] > chest[nearest, 2])[away < 0.015].mean())

    assert before(long) > 0.15
    assert before(grown(replace(head, cloth=None), LONG)) < 0.05


def test_bangs_cover_a_forehead(head) -> None:
    def over(cut: Cut) -> float:
        _, canon = on(head, grown(head, cut)[:, -1])
        x, y, z = np.abs(canon[:, 0]), canon[:, 1], canon[:, 2]
        return float(((x < 0.04) & (y < 0.785) & (y > 0.745) & (z > 0.1)).mean())

    assert over(replace(LONG, has_bangs=True)) > 0.02
    assert over(LONG) < 0.003


def test_hairs_close_in_on_each_other_and_wave_alike(head) -> None:
    def apart(cut: Cut) -> float:
        tips = cuts._tufts(cuts._laid(head, cut, LINES, rng())[0], cut.tufted, rng())[:, -1]
        return float(np.median(cKDTree(tips).query(tips, k=2)[0][:, 1]))

    def rng():
        return np.random.default_rng(3)

    crop = _SHORT["short01"]
    assert apart(crop) < 0.7 * apart(replace(crop, tufted=0.0))
    straight, waved = (
        cuts._waved(*laid[:1], replace(LONG, wave=wave), laid[1])
        for laid in [cuts._laid(head, LONG, LINES, rng())]
        for wave in (0.0, 0.006)
    )
    moved = np.linalg.norm(waved - straight, axis=2)
    assert moved[:, 0].max() < 1e-9
    assert 0.004 < np.quantile(moved, 0.9) < 0.007
