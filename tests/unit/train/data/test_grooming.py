"""Hair drawn strand by strand."""

import numpy as np
import pytest

from retrat.train.data.grooming import KINDS, groomed
from retrat.train.data.render import Combed

SIDE = 300
HAIR = slice(100, 200)
STRANDS, CURLS, PAINTED = 1.0, 0.7, 0.45


def photo(*, person: bool = False) -> np.ndarray:
    """Dark hair on a light ground, which is a person's skin or nothing."""
    picture = np.full((SIDE, SIDE, 4), 220, np.uint8)
    picture[..., 3] = 255 * person
    picture[HAIR, HAIR] = (90, 60, 40, 255)
    return picture


def combed(hairy: float, way: tuple[float, float] = (1.0, 0.0), *, person: bool = False) -> Combed:
    """A square of hair that lies that way; around it a person's skin or nothing."""
    is_hair = np.zeros((SIDE, SIDE), bool)
    is_hair[HAIR, HAIR] = True
    return Combed(
        along=np.array(way)[:, None, None] * is_hair,
        hairy=hairy * is_hair,
        is_person=np.ones_like(is_hair) if person else is_hair,
    )


def drawn(hair: Combed, seed: int = 0) -> np.ndarray:
    """Colours; what is nobody's stays so."""
    person = photo(person=bool(hair.is_person.all()))
    made = groomed(person, hair, np.random.default_rng(seed))
    assert (made[..., 3] >= person[..., 3]).all()
    return made[..., :3]


def changed(made: np.ndarray) -> np.ndarray:
    return (made != photo()[..., :3]).any(axis=2)


def test_strands_lie_as_hair_lies() -> None:
    across, down = (
        drawn(combed(STRANDS, way))[120:180, 120:180].mean(axis=2)
        for way in ((1.0, 0.0), (0.0, 1.0))
    )
    along, against = (np.abs(np.diff(across, axis=axis)).mean() for axis in (1, 0))
    assert against > 2 * along
    along, against = (np.abs(np.diff(down, axis=axis)).mean() for axis in (0, 1))
    assert against > 2 * along


def test_hair_keeps_its_colour() -> None:
    inside = drawn(combed(STRANDS))[120:180, 120:180].mean(axis=(0, 1))
    assert np.abs(inside - (90, 60, 40)).max() < 8


def test_no_edge_is_left_and_nothing_grows_far() -> None:
    beyond = changed(drawn(combed(STRANDS)))[HAIR, 200:]
    assert 0.2 < beyond[:, 0].mean() < 1.0
    longest = max(KINDS[0].length) * SIDE
    assert not beyond[:, round(longest) :].any()
    assert not changed(drawn(combed(STRANDS)))[:60].any()


def test_strands_beyond_a_border_are_somebody_too() -> None:
    made = groomed(photo(), combed(STRANDS), np.random.default_rng(0))
    beyond = made[HAIR, 200:204]
    is_strand = (beyond[..., :3] < 200).any(axis=2)
    assert 0.05 < is_strand.mean() < 1.0
    assert beyond[is_strand][:, 3].all()
    assert not made[:50, :, 3].any()


def test_hair_does_not_grow_into_a_face() -> None:
    free, face = (
        changed(drawn(combed(STRANDS, person=person)))[HAIR, 200:].sum() for person in (False, True)
    )
    assert face < 0.6 * free


@pytest.mark.parametrize("hairy", [CURLS, PAINTED])
def test_curls_and_stubble_are_short(hairy: float) -> None:
    made = changed(drawn(combed(hairy)))
    longest = max(kind.length[1] for kind in KINDS if kind.hairy[0] <= hairy < kind.hairy[1])
    assert made[HAIR, HAIR].mean() > 0.2
    assert not made[:, 200 + round(longest * SIDE) + 2 :].any()


def test_what_no_strand_touches_stays() -> None:
    bald = Combed(along=np.zeros((2, SIDE, SIDE)), hairy=np.zeros((SIDE, SIDE)),
                  is_person=np.ones((SIDE, SIDE), bool))  # fmt: skip
    assert np.array_equal(drawn(bald), photo()[..., :3])


def test_a_seed_says_every_strand() -> None:
    assert np.array_equal(drawn(combed(STRANDS)), drawn(combed(STRANDS)))
    assert not np.array_equal(drawn(combed(STRANDS)), drawn(combed(STRANDS), seed=1))
