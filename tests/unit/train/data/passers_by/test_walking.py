"""A cycle of steps: heels meet the ground in turn, knees bend backwards, arms swing."""

import numpy as np
import pytest

from retrat.models.made_places import PHASES
from retrat.train.data.assets import Pack
from retrat.train.data.figure import base_shape
from retrat.train.data.headshots import dressed
from retrat.train.data.passers_by.walking import PALE, SHOE, turns, walk
from retrat.train.data.pose import bone_matrices

SEEDS = (33, 9)  # a woman, a man
HALF = PHASES // 2


def bones(pack: Pack, seed: int) -> dict[str, np.ndarray]:
    """Where joints are in each phase, by their names."""
    labels, parents = pack.labels["bones"], [int(parent) for parent in pack["bone_parents"]]
    heads = base_shape(dressed(seed, pack)[0], pack)[1]
    world = bone_matrices(turns(heads, labels), np.zeros((PHASES, 3)), heads, (labels, parents))
    ends = np.concatenate([heads, np.ones((len(heads), 1))], axis=1)
    placed = np.einsum("fbij,bj->fbi", world, ends)[..., :3]
    return {name: placed[:, number] for number, name in enumerate(labels)}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_legs_take_turns(pack: Pack, seed: int) -> None:
    there = bones(pack, seed)
    left, right = there["foot.L"], there["foot.R"]
    assert left[0, 2] > right[0, 2] + 0.2, "the left heel is in front in the first phase"
    assert np.allclose(left[:, 1:], np.roll(right, HALF, axis=0)[:, 1:], atol=0.02)
    assert left[0, 0] > 0 > right[0, 0], "and stays to the left"


@pytest.mark.parametrize("seed", SEEDS)
def test_knees_bend_backwards_while_a_leg_swings(pack: Pack, seed: int) -> None:
    there = bones(pack, seed)
    hip, knee, ankle = (there[f"{name}.L"] for name in ("upperleg01", "lowerleg01", "foot"))
    thigh, shin = knee - hip, ankle - knee
    bent = np.cross(thigh, shin)[:, 0]  # about the axis to the left
    assert bent.argmax() in range(HALF, PHASES)
    assert bent.min() > -0.02 * bent.max() - 0.004
    assert ankle[:, 1].argmax() in range(HALF, PHASES), "it is lifted then"


@pytest.mark.parametrize("seed", SEEDS)
def test_arms_swing_against_the_legs(pack: Pack, seed: int) -> None:
    there = bones(pack, seed)
    for side in "LR":
        hand, foot = there[f"wrist.{side}"][:, 2], there[f"foot.{side}"][:, 2]
        assert np.corrcoef(hand, foot)[0, 1] < -0.7
    assert (there["wrist.L"][:, 1] < there["upperarm01.L"][:, 1] - 0.3).all(), "they hang"


@pytest.mark.parametrize("seed", SEEDS)
def test_somebody_is_as_tall_as_is_asked_and_goes_as_far_as_their_feet_do(
    pack: Pack, seed: int
) -> None:
    person, outfit = dressed(seed, pack)
    small, large = (walk(person, outfit, pack, height) for height in (1.2, 1.8))
    assert float(large.points[..., 1].max()) == pytest.approx(1.8, abs=1e-3)
    assert np.allclose(large.points[..., 1].min(axis=1), 0, atol=1e-5), "on the ground, always"
    assert large.stride == pytest.approx(1.5 * small.stride)
    there = bones(pack, seed)["foot.L"][:, 2]
    assert small.stride > 0
    assert large.stride / small.stride == pytest.approx(1.5)
    assert 2 * (there[0] - there[HALF]) > 0.8, "two steps"


def test_they_are_flatly_coloured(pack: Pack) -> None:
    person, outfit = dressed(SEEDS[0], pack)
    made = walk(person, outfit, pack, 1.7)
    assert made.triangles.max() < made.points.shape[1]
    assert len(made.colours) == len(made.triangles)
    colours = {tuple(each) for each in made.colours.round(4)}
    assert tuple(np.round(PALE * np.array(person.skin), 4)) in colours
    assert tuple(np.round(outfit.colours[0], 4)) in colours
    lowest = made.points[0, made.triangles, 1].max(axis=1) < 0.02
    assert np.allclose(made.colours[lowest], SHOE), "shoes"
