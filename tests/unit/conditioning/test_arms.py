"""Arms beside a photo that ends at somebody's shoulders."""

import pytest
import torch

from retrat.conditioning.arms import (
    DRAWN,
    EDGE,
    INSET,
    REACH,
    Shoulder,
    outline,
    shoulder_at,
    with_arms,
)
from retrat.conditioning.cut_out import CutOut

SIDES = [128, 256]  # of a bust, in a picture of twice that


def sitting(side: int, *, fall: float = 0.3, row: float = 0.8) -> CutOut:
    """Somebody before grey, in the middle of the lower edge of a larger picture. Their shoulders
    leave the photo at a row; their cloth is the redder the farther right, and striped.
    """
    across = (torch.arange(side) + 0.5) / side
    line = row - fall * torch.minimum(across, 1 - across)
    matte = (across[:, None] > line).float()
    picture = torch.stack([across, across * 0, (40 * across).sin()])[:, None].expand(3, side, side)
    place = (side // 2, side // 2, side, 0)
    return CutOut(*(torch.nn.functional.pad(each, place) for each in (picture, matte[None])))


def armed(side: int, **shape: float) -> CutOut:
    return with_arms(sitting(side, **shape), side, side // 2, side)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("fall", [0.2, 0.5])
def test_shoulders_go_on_beyond_a_photo_and_fall_round(side: int, fall: float) -> None:
    matte = armed(side, fall=fall).matte[0]
    assert torch.allclose(matte, matte.flip(-1), atol=1e-4)
    wide = matte[:, :side].sum(dim=1)
    first = side + round(0.81 * side)
    grown = wide[first:].diff()
    assert (grown > 0).all(), "no side is straight"
    steps = grown[2:].unfold(0, 4, 4).mean(dim=1)
    assert (steps.diff() < 0.05).all(), "and it is the steeper the lower"
    assert 0.54 * side < wide[-1] < (0.5 + REACH) * side
    assert steps[0] < 1 / fall + 1, "it goes on as the shoulder falls"
    assert not matte[: side + round(0.78 * side), : side // 2].any()


@pytest.mark.parametrize("side", SIDES)
def test_an_arm_is_whole_and_of_the_photos_own_cloth(side: int) -> None:
    before, after = sitting(side), armed(side)
    row = after.matte[0, -3]
    begins, ends = (row > 0.5).nonzero()[[0, -1], 0]
    assert (row[begins + 1 : ends] > 0.99).all()
    red, light = after.picture[:2, -3, begins + 1 : ends] + 1
    across = red / light - 1
    assert (across.diff() > -1e-4).all(), "nothing is shown twice"
    assert across[0] == pytest.approx(EDGE, abs=0.02)
    assert across[-1] == pytest.approx(1 - EDGE, abs=0.02)
    assert 0.7 < light[0] < light[side // 20] < light[side // 2] == pytest.approx(1, abs=1e-4)
    kept = slice(side // 2 + round((EDGE + DRAWN) * side) + 1, side)
    assert torch.allclose(after.picture[..., kept], before.picture[..., kept], atol=1e-4)
    assert torch.allclose(after.matte[..., kept], before.matte[..., kept], atol=1e-4)
    above = slice(0, side + side // 2)
    assert torch.allclose(after.matte[:, above], before.matte[:, above], atol=1e-4)


def test_sides_beyond_a_picture_are_left_as_they_are() -> None:
    person = sitting(256)
    cropped = CutOut(*(each[:, 256:, 148:364] for each in person))
    for one, other in zip(with_arms(cropped, 0, -20, 256), cropped, strict=True):
        assert torch.equal(one, other)
    left = CutOut(*(each[:, 256:, 100:364] for each in person))
    shown = with_arms(left, 0, 28, 256).matte[0, -1]
    assert shown[20] > 0.9
    assert shown[-1] == left.matte[0, -1, -1] == 1


def test_whoever_ends_within_their_photo_gets_no_arm() -> None:
    matte = torch.zeros(1, 256, 512)
    matte[:, 100:, 168:344] = 1.0
    person = CutOut(torch.zeros(3, 256, 512), matte)
    assert torch.allclose(with_arms(person, 0, 128, 256).matte, matte, atol=1e-4)


def test_wide_hair_is_narrower_the_higher() -> None:
    matte = torch.zeros(1, 256, 512)
    matte[..., 128:384] = 1.0
    wide = with_arms(CutOut(torch.zeros(3, 256, 512), matte), 0, 128, 256).matte[0].sum(dim=1)
    assert (wide.diff() > -0.01).all()
    assert wide[0] == pytest.approx((1 - 2 * EDGE - 2 * INSET) * 256, abs=4)
    assert wide[100] < wide[139] < wide[-1]


def test_wide_hair_that_no_photo_cuts_off_stays_as_wide() -> None:
    """An afro that reaches over its photo's outer tenth, but not to its end."""
    matte = sitting(256).matte
    hair = torch.zeros_like(matte)
    hair[0, 260:400, 140:372] = 1.0
    matte = torch.maximum(matte, hair)
    shown = with_arms(CutOut(torch.zeros(3, *matte.shape[1:]), matte), 256, 128, 256).matte[0]
    assert (shown[270:390, 141:371] > 0.99).all()
    cut = hair.clone()
    cut[0, 260:400, 128:384] = 1.0
    cut = torch.maximum(matte, cut)
    shown = with_arms(CutOut(torch.zeros(3, *matte.shape[1:]), cut), 256, 128, 256).matte[0]
    assert not shown[270, 128:148].any(), "what it does cut off ends round"


def test_a_shoulder_is_where_nothing_but_somebody_is_below() -> None:
    matte = sitting(256, fall=0.5).matte[0]
    matte[300:330, 128:150] = 1.0  # hair
    found = shoulder_at(matte, 400, 136, 256)
    assert found.row == pytest.approx(256 + (0.8 - 0.5 * EDGE) * 256, abs=2)
    assert found.fall == pytest.approx(0.5, abs=0.1)
    nobody = shoulder_at(torch.zeros(512, 512), 400, 136, 256)
    assert nobody.row == 512
    reach, growth = outline(nobody, torch.arange(512) + 0.5, 256)
    assert (reach <= 0).all()
    assert growth.isfinite().all()


@pytest.mark.parametrize("fall", [0.15, 0.4, 1.0])
def test_an_outline_begins_as_its_shoulder_falls_and_ends_upright(fall: float) -> None:
    rows = torch.arange(256, dtype=torch.float64)
    reach, growth = outline(Shoulder(100.0, fall), rows, 256)
    assert reach[100] == 0
    assert growth[100] == pytest.approx(1 / fall)
    assert growth[-1] == pytest.approx(0, abs=1e-6)
    assert torch.allclose(reach[101:].diff(), growth[101:-1], atol=0.6 / fall)
    assert reach[-1] == pytest.approx(REACH * 256 / (1 + fall))
