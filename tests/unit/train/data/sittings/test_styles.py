"""Who wears which cut."""

from dataclasses import replace

import numpy as np
import pytest

from retrat.train.data.people import HAIR_CUTS, outfit_from_seed, person_from_seed
from retrat.train.data.sittings import styles
from retrat.train.data.sittings.afros import Curly
from retrat.train.data.sittings.cuts import Cut
from retrat.train.data.sittings.styles import _LONG, _PIXIE

KINDS = {
    "bald": None, "shaved": None, "buzz": None, "braid": None,
    "short01": Cut, "short02": Cut, "short03": Cut, "short04": Cut, "bob01": Cut, "bob02": Cut,
    "long": Cut, "shoulder length": Cut, "ponytail": Cut, "pulled back": Cut,
    "afro": Curly, "big afro": Curly,
}  # fmt: skip


@pytest.fixture(scope="module")
def person(pack):
    return person_from_seed(40_000_002, pack)


@pytest.fixture(scope="module")
def cut_of(person):
    """How somebody without a hat wears their hair."""
    outfit = replace(outfit_from_seed(0, person), hat="")
    return lambda somebody: styles.cut_of(somebody, outfit)


@pytest.mark.parametrize("cut", HAIR_CUTS, ids=lambda cut: cut.name)
def test_a_hat_presses_what_it_leaves_of_a_cut(person, cut_of, cut) -> None:
    outfit = replace(outfit_from_seed(0, person), hat="fedora")
    for seed in range(6):
        somebody = replace(person, hair_cut=cut, seed=seed)
        free, under = cut_of(somebody), styles.cut_of(somebody, outfit)
        assert type(free) is type(under)
        if isinstance(under, Curly):
            assert under.out == min(free.out, styles.PRESSED_CURLS)
        elif isinstance(under, Cut):
            assert max(under.thick) <= styles.PRESSED
            assert not under.has_bangs
            assert (under.top, under.side, under.parting) == (free.top, free.side, free.parting)


@pytest.mark.parametrize("cut", HAIR_CUTS, ids=lambda cut: cut.name)
def test_every_cut_grows_follows_a_mesh_or_is_stubble(person, cut_of, cut) -> None:
    worn = cut_of(replace(person, hair_cut=cut))
    kind = KINDS[cut.name]
    assert worn is None if kind is None else isinstance(worn, kind)
    assert worn == cut_of(replace(person, hair_cut=cut))


def test_short_hair_of_women_is_longer(person, cut_of) -> None:
    short = next(cut for cut in HAIR_CUTS if cut.name == "short02")
    woman, man = (
        cut_of(replace(person, hair_cut=short, gender=gender)) for gender in ("woman", "man")
    )
    assert woman.side == _PIXIE.side > man.side


def test_a_big_afro_is_larger(person, cut_of) -> None:
    small, big = (
        cut_of(replace(person, hair_cut=next(cut for cut in HAIR_CUTS if cut.name == name)))
        for name in ("afro", "big afro")
    )
    assert big.out > 1.5 * small.out


def test_people_part_their_hair_on_both_sides_and_some_have_bangs_or_waves(person, cut_of) -> None:
    cut = next(cut for cut in HAIR_CUTS if cut.name == "bob01")
    worn = [cut_of(replace(person, seed=seed, hair_cut=cut)) for seed in range(80)]
    assert {np.sign(each.parting) for each in worn} == {-1.0, 1.0}
    assert 0.2 < np.mean([each.has_bangs for each in worn]) < 0.6
    assert len({each.wave for each in worn}) >= 3
    assert {each.ends for each in worn} == {_LONG["bob01"].ends}
