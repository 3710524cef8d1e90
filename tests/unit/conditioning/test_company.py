"""Several people in one picture: where they sit, who hides whom."""

import math
from itertools import pairwise

import pytest
import torch

from retrat.conditioning.company import (
    CROWN,
    MOST_BRIGHT,
    company,
    evened,
    rounded,
    seated,
    seats,
    within,
)

SIZES = [(256, 256), (192, 320), (320, 192)]


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("people", [2, 3, 4])
def test_people_sit_side_by_side_on_the_lower_edge(people: int, height: int, width: int) -> None:
    places = seats(people, height, width)
    assert len(places) == people
    middles = [place.left + place.side / 2 for place in places]
    assert all(place.top + place.side == height for place in places)
    assert all(0 < middle < width for middle in middles)
    # Faces are about .45 of a bust's side: nobody's hides another's.
    assert all(b - a > 0.45 * places[0].side for a, b in pairwise(middles))


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_a_bust_is_made_smaller_and_nothing_lies_around_it(height: int, width: int) -> None:
    seat = seats(2, height, width)[1]
    bust = torch.linspace(-1, 1, 256)[None, :, None].expand(3, 256, 256)
    picture = seated(bust + 2, seat, height, width)
    assert picture.shape == (3, height, width)
    assert not picture[:, : seat.top].any()
    assert not picture[:, :, : max(0, seat.left)].any()
    column = picture[0, seat.top :, seat.left + seat.side // 2]
    assert column[2:-2].diff().min() > 0  # upright
    assert column[[0, -1]].tolist() == pytest.approx([1, 3], abs=0.02)


def test_who_sits_in_front_hides_the_others() -> None:
    busts = [torch.full((3, 256, 256), value) for value in (0.5, -0.5)]
    whole = torch.ones(1, 256, 256)
    bright, dark = (float(bust[0, 0, 0]) for bust in evened(busts, [whole, whole]))
    together = company(busts, [whole, whole], 256, 256)
    assert together.matte.max() <= 1
    first, second = together.mattes[:, 0] > 0.99
    assert not (first & second).any()
    assert torch.allclose(together.picture[0][first], torch.tensor(bright), atol=0.02)
    assert torch.allclose(together.picture[0][second], torch.tensor(dark), atol=0.02)
    left, right = together.seats
    shared = slice(right.left + 30, left.left + left.side - 30)  # sides are rounded
    assert shared.stop > shared.start
    assert first[-100:, shared].all()
    outside = together.matte[0] == 0
    assert outside.any()
    assert not together.picture[:, outside].any()  # plain grey, as one person is cut out


def test_nobody_ends_as_straight_as_a_photo() -> None:
    """A side within the picture is rounded and soft; one at the picture's edge stays whole."""
    left, right = seats(2, 256, 256)
    mask = within(256, left, 256)
    assert (mask[:, :128] == 1).all()  # it reaches beyond the picture there
    ends = (mask > 0.5).sum(dim=1)
    assert ends[140] < ends[200] < ends[255]  # an arm is the wider the lower
    assert ((mask[250] > 0) & (mask[250] < 1)).sum() > 3
    assert torch.equal(within(256, right, 256), mask.flip(1))
    alone = within(256, seats(1, 256, 256, 0.6)[0], 256)
    assert torch.equal(alone, alone.flip(1))
    assert alone[100, 0] == 0


def test_arms_are_rounded_in_company() -> None:
    busts = [torch.full((3, 256, 256), 0.5)] * 2
    together = company(busts, [torch.ones(1, 256, 256)] * 2, 256, 256)
    left = together.seats[0]
    edge, row = left.left + left.side - 6, left.top + left.side // 3
    assert together.mattes[0, 0, row, edge] < 0.01
    assert together.mattes[0, 0, -2, edge] > 0.9


def test_a_head_that_goes_on_beyond_its_picture_is_rounded() -> None:
    column = torch.zeros(1, 256, 256)
    column[..., 60:180] = 1.0
    mask = rounded(column)
    wide = (column[0] * mask).sum(dim=1)
    height = round(CROWN * 256)
    assert (wide[:height].diff() > 0).all(), "narrower the higher"
    assert wide[0] < 40
    assert (wide[height:] == 120).all()
    apart = column.clone()
    apart[:, :20] = 0.0  # there is air above this one
    assert (rounded(apart) == 1).all()
    assert (rounded(torch.zeros(1, 256, 256)) == 1).all()
    bust = torch.zeros(3, 256, 256)
    together = company([bust] * 2, [column] * 2, 256, 256)
    top = together.seats[0].top
    assert together.matte[0, top].sum() < 0.5 * together.matte[0, top + 30].sum()


def face(*colour: float) -> torch.Tensor:
    return torch.tensor(colour)[:, None, None].expand(3, 256, 256)


def test_lights_of_several_photos_are_nearer_to_each_other() -> None:
    mattes = [torch.ones(1, 256, 256)] * 2
    bright, dark = evened([face(0.5, 0.4, 0.3), face(-0.2, -0.3, -0.4)], mattes)
    assert bright.mean() < 0.4
    assert dark.mean() > -0.3
    assert bright.mean() - dark.mean() > 0.4, "skin stays as dark as it is"
    warm, cold = evened([face(0.5, 0.0, -0.5), face(-0.1, 0.0, 0.1)], mattes)
    assert warm[0].mean() - warm[2].mean() < 1.0
    assert cold[0].mean() - cold[2].mean() > -0.2
    white, black = evened([face(0.8, 0.8, 0.8), face(-0.9, -0.9, -0.9)], mattes)
    assert white.mean() + 1 == pytest.approx(1.8 * math.exp(-MOST_BRIGHT), abs=0.01)
    assert black.mean() + 1 == pytest.approx(0.1 * math.exp(MOST_BRIGHT), abs=0.01)
    alike = evened([face(0.2, 0.1, 0.0)] * 2, mattes)
    assert torch.allclose(alike[0], face(0.2, 0.1, 0.0), atol=1e-5)


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("closeness", [0.6, 1.0, 1.3])
def test_somebody_alone_has_the_same_share_of_a_larger_picture(
    height: int, width: int, closeness: float
) -> None:
    (small,), (large,) = (
        seats(1, scale * height, scale * width, closeness, scale * 256) for scale in (1, 2)
    )
    for one, other in ((small.side, large.side), (small.left, large.left), (small.top, large.top)):
        assert other == pytest.approx(2 * one, abs=2)
    bust, whole = torch.full((3, 512, 512), 0.5), torch.ones(1, 512, 512)
    together = company([bust], [whole], 2 * height, 2 * width, closeness)
    assert together.seats == [large], "as large as their bust"
