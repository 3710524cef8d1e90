"""What is drawn above the upper edge of a bust that cuts a head off."""

import math

import pytest
import torch

from retrat.conditioning.crowns import FUZZY, HIGHEST, LOWEST, crowned, dome
from retrat.conditioning.cut_out import CutOut

SIDE = 256
TOP = 64


def head(half: float, down: float, *, top: int = TOP, soft: float = 1.0) -> CutOut:
    """An ellipse whose middle is so far below the bust's upper edge, cut off by it, striped."""
    rows = torch.arange(SIDE + top) + 0.5 - top
    columns = torch.arange(SIDE) + 0.5 - SIDE / 2
    away = ((columns / half).square() + ((rows[:, None] - down) / (1.3 * half)).square()).sqrt()
    matte = ((1 - away) * half / soft + 0.5).clamp(0, 1) * (rows > 0)[:, None]
    stripes = (rows / 9).sin()[:, None].expand_as(matte)
    return CutOut(torch.stack([stripes, columns.expand_as(matte) / SIDE, away - 1]), matte[None])


def test_an_ellipse_is_gone_on_with() -> None:
    person = head(90.0, 80.0)  # 117 rows high above its middle: 37 of them are missing
    found = crowned(person, TOP, SIDE)
    rows = torch.arange(SIDE + TOP) + 0.5 - TOP
    columns = torch.arange(SIDE) + 0.5 - SIDE / 2
    away = ((columns / 90).square() + ((rows[:, None] - 80) / 117).square()).sqrt()
    expected = (away < 1).float()
    assert (found.matte[0] - expected).abs().sum() < 0.03 * expected.sum()
    assert found.matte[0, TOP - 30].sum() > 0.3 * found.matte[0, TOP].sum()


def test_below_what_is_drawn_out_nothing_changes() -> None:
    person = head(90.0, 80.0)
    found = crowned(person, TOP, SIDE)
    assert torch.equal(found.picture[:, TOP + 90 :], person.picture[:, TOP + 90 :])
    assert torch.equal(found.matte[:, TOP + 90 :], person.matte[:, TOP + 90 :])
    near = slice(TOP + 55, TOP + 70)  # where it begins it has not moved far
    assert (found.picture[0, near] - person.picture[0, near]).abs().max() < 0.35


def test_what_is_drawn_has_the_texture_of_what_is_below() -> None:
    found = crowned(head(90.0, 80.0), TOP, SIDE)
    stripes = found.picture[0, TOP - 30 : TOP + 60, SIDE // 2]
    turns = (stripes[1:-1] - stripes[:-2]).sign() != (stripes[2:] - stripes[1:-1]).sign()
    assert turns.sum() >= 2, "nothing of one colour"
    assert stripes.max() > 0.8
    assert stripes.min() < -0.8


def test_a_head_that_ends_below_is_left_as_it_is() -> None:
    person = head(60.0, 110.0)
    assert dome(person.matte[0], TOP, SIDE) is None
    assert crowned(person, TOP, SIDE) is person
    nobody = CutOut(person.picture, torch.zeros_like(person.matte))
    assert crowned(nobody, TOP, SIDE) is nobody


@pytest.mark.parametrize("top", [0, -20])
def test_where_nothing_is_above_the_picture_cuts_it_off(top: int) -> None:
    person = head(90.0, 80.0, top=0)
    assert crowned(person, top, SIDE) is person


def test_no_head_goes_on_too_far_or_too_little() -> None:
    walls = torch.zeros(SIDE + TOP, SIDE)
    walls[TOP:, 40:216] = 1.0  # as wide above as below: no telling
    high = dome(walls, TOP, SIDE)
    assert high is not None
    assert LOWEST * SIDE <= high.above <= HIGHEST * SIDE
    grown = crowned(CutOut(torch.zeros(3, SIDE + TOP, SIDE), walls[None]), TOP, SIDE).matte[0]
    wide = grown[: TOP + 1].sum(dim=1)
    assert (wide.diff() >= -1e-3).all(), "narrower the higher"
    assert not grown[: TOP - math.ceil(HIGHEST * SIDE) - 1].any()
    narrow = torch.zeros(SIDE + TOP, SIDE)
    narrow[TOP:, 118:138] = 1.0  # a tuft
    tuft = dome(narrow, TOP, SIDE)
    assert tuft is not None
    assert tuft.above <= 10


def test_a_picture_may_end_before_a_head_does() -> None:
    low = head(90.0, 80.0, top=12)
    found = crowned(low, 12, SIDE)
    assert found.matte[0, 0].sum() > 0.5 * found.matte[0, 12].sum()


def test_fuzzy_hair_stays_fuzzy() -> None:
    def border(soft: float) -> float:
        found = crowned(head(90.0, 80.0, soft=soft), TOP, SIDE).matte[0, TOP - 20]
        return float(((found > 0.05) & (found < 0.95)).sum())

    assert border(1.0) < 8
    assert border(9.0) > 14
    high = dome(head(90.0, 80.0, soft=40.0).matte[0], TOP, SIDE)
    assert high is not None
    assert high.soft <= FUZZY * SIDE


def test_hairs_that_stick_out_end_at_no_line() -> None:
    """What is faint beside a head's outline becomes fainter the higher, not all at once."""
    person = head(90.0, 80.0)
    faint = torch.maximum(person.matte, 0.4 * head(115.0, 80.0).matte)
    found = crowned(CutOut(person.picture, faint), TOP, SIDE).matte[0]
    beside = (found - crowned(person, TOP, SIDE).matte[0]).sum(dim=1)
    assert beside[TOP + 60] > 8
    assert beside[TOP - 8 : TOP + 60].diff().abs().max() < 1.5
    assert beside[TOP - 8] < 0.25 * beside[TOP + 60]


def test_a_larger_picture_has_the_same_crown() -> None:
    small = crowned(head(90.0, 80.0), TOP, SIDE)
    large = CutOut(
        *(each.repeat_interleave(2, -1).repeat_interleave(2, -2) for each in head(90.0, 80.0))
    )
    twice = crowned(large, 2 * TOP, 2 * SIDE).matte
    again = torch.nn.functional.avg_pool2d(twice[None], 2)[0]
    assert (again - small.matte).abs().mean() < 0.004
