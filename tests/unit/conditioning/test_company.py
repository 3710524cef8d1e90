"""Several people in one picture: where they sit, who hides whom."""

import math
from itertools import pairwise

import pytest
import torch

from retrat.conditioning.company import (
    MOST_BRIGHT,
    company,
    evened,
    room_for_one,
    seated,
    seats,
)
from retrat.conditioning.cut_out import CutOut, cut_out_of

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
    together = company([CutOut(bust, whole) for bust in busts], 256, 256)
    assert together.matte.max() <= 1
    first, second = together.mattes[:, 0] > 0.99
    assert not (first & second).any()
    for whose, light in ((first, bright), (second, dark)):
        shown = together.picture[0][whose]
        assert shown.max() == pytest.approx(light, abs=0.02)
        assert shown.median() == pytest.approx(light, abs=0.02)
        assert shown.min() + 1 > 0.69 * (light + 1)  # arms are darker at their outer sides
    left, right = together.seats
    shared = slice(right.left + 30, left.left + left.side - 30)
    assert shared.stop > shared.start
    assert first[-100:, shared].all()
    outside = together.matte[0] == 0
    assert outside.any()
    assert not together.picture[:, outside].any()  # plain grey, as one person is cut out


def shouldered() -> torch.Tensor:
    """The matte of somebody whose shoulders leave their photo at four fifths of its height."""
    rows, columns = torch.meshgrid(torch.arange(256), torch.arange(256), indexing="ij")
    return (rows > 205 - 0.3 * torch.minimum(columns, 255 - columns)).float()[None]


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_nobody_ends_as_straight_as_a_photo(height: int, width: int) -> None:
    """Where a side lies within the picture; one beyond it stays as it is."""
    bust, matte = torch.full((3, 256, 256), 0.5), shouldered()
    far = company([cut_out_of(bust, matte)], height, width, 0.6)
    (seat,) = far.seats
    wide = far.matte[0].sum(dim=1)
    below = wide[seat.top + round(0.83 * seat.side) :]
    assert (below.diff() > 0).all()
    assert below[-1] > 1.05 * seat.side
    assert far.matte[0].round().equal(far.matte[0].flip(-1).round())
    near = company([cut_out_of(bust, matte)], 256, 256)
    own = seated(cut_out_of(bust, matte).matte, near.seats[0], 256, 256)
    assert torch.allclose(near.matte, own.clamp(0, 1), atol=1e-5)


def test_arms_hang_in_company() -> None:
    busts, mattes = [torch.full((3, 256, 256), 0.5)] * 2, [shouldered()] * 2
    together = company(list(map(cut_out_of, busts, mattes)), 256, 256)
    left, right = together.seats
    beside = left.left + left.side + 4
    assert together.mattes[0, 0, -1, beside] > 0.99
    assert together.mattes[0, 0, -40, beside] < 0.01
    cloth = together.picture[:, -1, beside]
    assert cloth.min() > 0, "no grey"
    assert cloth.max() < 0.5 + 1e-3, "as light as the photo's, or in an arm's shade"
    alone = seated(cut_out_of(busts[0], mattes[0]).matte, left, 256, 256)[0]
    outer = slice(0, left.left + left.side // 2)
    assert torch.allclose(together.mattes[0, 0, :, outer], alone.clamp(0, 1)[:, outer], atol=1e-4)
    assert right.left + right.side > 256


def test_nobody_has_a_line_around_them() -> None:
    """Of the grey before which a tower sees them, or of what that makes of their colours."""
    bust = torch.tensor([-0.3, -0.9, -0.8])[:, None, None].expand(3, 256, 256)
    together = company([cut_out_of(bust, shouldered())], 256, 256, 0.6)
    picture, matte = together.cut_out
    assert torch.equal(matte, together.matte)
    assert ((matte > 0.1) & (matte < 0.9)).sum() > 100
    red, green, blue = picture[:, matte[0] > 0.01]
    assert red.max() < -0.29
    assert red.min() + 1 > 0.69 * 0.7
    assert torch.allclose((green + 1) / (red + 1), torch.tensor(1 / 7), atol=0.01)
    assert torch.allclose((blue + 1) / (red + 1), torch.tensor(2 / 7), atol=0.01)


def test_a_head_that_goes_on_beyond_its_picture_goes_on_above_it() -> None:
    column = torch.zeros(1, 256, 256)
    column[..., 60:180] = 1.0
    bust = torch.zeros(3, 256, 256)
    together = company([CutOut(bust, column)] * 2, 256, 256)
    top = together.seats[0].top
    wide = together.matte[0].sum(dim=1)
    assert not wide[: top - 40].any()
    assert 0 < wide[top - 5] < wide[top]


@pytest.mark.parametrize("scale", [1, 2, 4])
def test_somebody_alone_in_a_low_picture_is_seen_with_their_whole_head(scale: int) -> None:
    height, width, bust = scale * 192, scale * 320, scale * 256
    (seat,) = seats(1, height, width, room_for_one(height, bust), bust)
    assert seat.top == 0, "and what their bust cuts off the picture does"
    assert height < seat.side < 1.1 * height
    assert seat.left + seat.side / 2 == pytest.approx(width / 2, abs=0.5)
    assert room_for_one(scale * 256, bust) == room_for_one(scale * 320, bust) == 1


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
    together = company([CutOut(bust, whole)], 2 * height, 2 * width, closeness)
    assert together.seats == [large], "as large as their bust"
