"""Lines of age: where they are, how they look across, and whom they spare."""

from dataclasses import replace

import numpy as np
import pytest

from retrat.train.data.headshots import AGE, _softened, dressed
from retrat.train.data.sittings import skin
from retrat.train.data.sittings.ageing import LINES, OLD, YOUNG, _across, age_of, lined, spots
from retrat.train.data.sittings.skin import skin_map

SEED = 40_000_002
NEAR = 0.004


@pytest.fixture(scope="module")
def found(pack):
    """A quarter of what of a face's skin is seen from before."""
    whole = skin_map(pack)
    seen = np.flatnonzero((whole.canon[:, 2] > 0.05) & (whole.canon[:, 1] > 0.6))[::4]
    return replace(whole, canon=whole.canon[seen], masks=whole.masks[seen])


@pytest.fixture(scope="module")
def old(found):
    return lined(found.canon, SEED)


def around(canon, x, y, radius=NEAR):
    """Places of the front of a face near one of the template's, on both sides."""
    away = np.hypot(np.abs(canon[:, 0]) - x, canon[:, 1] - y)
    return (away < radius) & (canon[:, 2] > 0.09)


def test_the_young_have_none_and_the_oldest_all() -> None:
    assert age_of(YOUNG - 10) == age_of(YOUNG) == 0
    assert 0.2 < age_of(50) < 0.5
    assert age_of(OLD) == age_of(OLD + 9) == 1


@pytest.mark.parametrize("name", sorted(LINES))
def test_every_line_is_deepest_on_its_path_and_gone_beside_it(name: str) -> None:
    line = LINES[name]
    path = np.array(line.path)
    middle = np.array([np.interp(0.45, np.linspace(0, 1, len(path)), path[:, i]) for i in (0, 1)])
    way = path[-1] - path[0]
    aside = np.array([way[1], -way[0]]) / np.linalg.norm(way)
    offs = np.linspace(-0.02, 0.02, 401)
    deep, folded = _across(middle + offs[:, None] * aside, path, line)
    assert deep.max() > 0.6
    assert abs(offs[deep.argmax()]) < 0.004
    assert deep[[0, -1]].max() < 0.01
    width = np.ptp(offs[deep > 0.5 * deep.max()])
    assert 1.2 * line.width < width < 2.4 * line.width
    assert folded.max() > 0.6


def test_folds_are_on_the_outer_side_and_bags_above_their_crease() -> None:
    for name, inner, outer in (
        ("nose to mouth", (0.024, 0.679), (0.035, 0.682)),
        ("bag", (0.0285, 0.7050), (0.0285, 0.7130)),
    ):
        line = LINES[name]
        folded = _across(np.array([inner, outer]), np.array(line.path), line)[1]
        assert folded[1] > 0.4 > 0.1 > folded[0], name


def test_the_old_have_folds_beside_nose_and_mouth_and_lines_across_the_forehead(found, old) -> None:
    height, crease = old
    canon = found.canon
    for x, y in ((0.0295, 0.676), (0.020, 0.768), (0.056, 0.729), (0.028, 0.710)):
        assert crease[around(canon, x, y)].max() > 0.3, (x, y)
        assert height[around(canon, x, y)].min() < -0.12, (x, y)
    nose = around(canon, 0.0, 0.71)
    assert np.abs(height[nose]).max() < 0.05
    assert np.percentile(np.abs(height), 50) < 0.02, "most of a skin is as it was"


def test_sides_differ_and_so_do_people(found, old) -> None:
    canon, crease = found.canon, old[1]
    fold = around(canon, 0.028, 0.68, 0.012)
    left, right = (crease[fold & (sign * canon[:, 0] > 0)] for sign in (1, -1))
    assert abs(left.mean() - right.mean()) > 0.003
    other = lined(canon, SEED + 7)[1]
    assert np.abs(other[fold] - crease[fold]).mean() > 0.02
    alike = lined(canon, SEED + 89)[1]  # bent in the same way, with other shares of each line
    assert np.abs(alike - crease).max() > 0.1
    np.testing.assert_array_equal(lined(canon, SEED)[1], crease)


def test_lines_leave_their_paths_on_each_side_in_another_way(found) -> None:
    canon, crease = found.canon, lined(found.canon, SEED + 7)[1]
    x, y, z = np.abs(canon[:, 0]), canon[:, 1], canon[:, 2]
    beside = (x > 0.02) & (x < 0.036) & (z > 0.09)

    def place(height: float, side: int) -> float:
        """How far aside the fold is at a height."""
        row = beside & (np.abs(y - height) < 0.001) & (side * canon[:, 0] > 0)
        return float(np.average(x[row], weights=crease[row] ** 4))

    apart = [abs(place(at, 1) - place(at, -1)) for at in (0.670, 0.676, 0.682)]
    assert np.mean(apart) > 0.0003


def test_spots_are_few_and_not_in_the_middle_of_a_face(found) -> None:
    shown = spots(found.canon, SEED)
    x, y, z = np.abs(found.canon[:, 0]), found.canon[:, 1], found.canon[:, 2]
    assert 0 < (shown > 0.5).mean() < 0.15
    assert not shown[(x < 0.03) & (y < 0.75) & (z > 0.09)].any()


def test_skin_of_the_young_is_painted_without_and_of_the_old_with_them(pack, found) -> None:
    person, _ = dressed(SEED, pack)
    young, same, aged = (replace(person, age_years=years) for years in (20, YOUNG, OLD))
    relief = {each.age_years: skin._relief(each, found)[:, 0] for each in (young, same, aged)}
    np.testing.assert_array_equal(relief[20], relief[YOUNG])
    apart = relief[OLD] - relief[20]
    assert apart[around(found.canon, 0.0295, 0.676)].min() < -0.15
    assert np.median(apart[around(found.canon, 0.0345, 0.681, 0.002)]) > 0.1
    fold = around(found.canon, 0.0295, 0.676) & (found.masks.max(axis=1) == 0)
    before, after = (skin._colours(each, found)[fold].sum(axis=1) for each in (young, aged))
    assert (after / before).min() < 0.85


def test_headshots_sag_more_with_the_years_than_the_world_does(pack) -> None:
    person, _ = dressed(SEED, pack)
    told = {
        years: _softened(replace(person, age_years=years)).local_changes[AGE]
        for years in (30, 45, 75)
    }
    assert told[30] == told[45] == pytest.approx(person.local_changes[AGE])
    assert told[75] == pytest.approx(min(1.0, told[45] + 0.5))
