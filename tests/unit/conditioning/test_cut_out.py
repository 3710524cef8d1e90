"""Somebody cut out of their photo."""

import torch

from retrat.conditioning.company import company
from retrat.conditioning.cut_out import (
    BORDER,
    closed,
    cut_out_of,
    filled,
    one_piece,
    own_colours,
    without_gaps,
    without_wisps,
)

SIZE = 64


def test_one_piece_has_neither_haze_nor_islands() -> None:
    matte = torch.full((1, 256, 256), 0.1)
    matte[:, 60:, 60:200] = 1.0
    matte[:, 30:50, 90:92] = 0.6  # a hair, too far away
    matte[:, 56:60, 90:92] = 0.6  # and one that is near
    matte[:, 5:25, 5:25] = 1.0  # a piece of the wall
    person = one_piece(matte)
    assert not person[:, :25, :25].any()
    assert not person[:, 30:40].any()
    assert (person[:, 57:60, 90:92] > 0.3).all()
    assert (person[:, 70:, 70:190] == 1).all()
    assert not person[:, 100:, :40].any()
    together = company([cut_out_of(torch.zeros(3, 256, 256), matte)], 256, 256)
    assert together.matte[0, 200, 128] > 0.99
    assert together.matte[0, :60, :30].max() < 0.01, "nor have people together"


def test_what_is_narrow_and_sticks_out_is_no_part_of_anybody() -> None:
    matte = torch.zeros(1, SIZE, SIZE)
    matte[:, 20:, 20:44] = 1.0
    matte[:, 5:20, 30:33] = 1.0  # a flag pole
    person = without_wisps(matte)
    assert not person[:, :16].any()
    assert (person[:, 24:, 22:42] == 1).all()
    assert (person <= matte).all()
    assert not cut_out_of(torch.zeros(3, SIZE, SIZE), matte).matte[:, :16].any()


def test_a_place_does_not_shine_through_somebody() -> None:
    matte = torch.zeros(1, SIZE, SIZE)
    matte[:, 10:, 10:54] = 1.0
    matte[:, 30:33, 30:33] = 0.4  # their collar
    matte[:, 61:, 40:43] = 0.4  # what goes on beyond the picture
    matte[:, 40:50, 20:30] = 0.0  # between an arm and a body
    person = without_gaps(matte)
    assert (person[:, 29:34, 29:34] == 1).all()
    assert torch.equal(person[:, 34:], matte[:, 34:])
    assert torch.equal(person[:, :10], matte[:, :10])
    whole = cut_out_of(torch.zeros(3, SIZE, SIZE), matte).matte
    assert (whole[:, 28:35, 28:35] == 1).all()


def test_at_their_border_somebody_has_their_own_colours() -> None:
    matte = torch.zeros(1, 256, 256)
    matte[..., :128] = 1.0
    photo = torch.where(matte > 0.5, 0.0, 1.0).expand(3, -1, -1).clone()
    photo[..., 127] = 0.5  # half of the white wall
    picture, inner = cut_out_of(photo, matte)
    assert not inner[..., 128:].any()
    assert (inner[..., : 128 - BORDER] == 1).all()
    assert (picture * inner).max() < 0.1


def test_before_grey_there_is_nothing_but_somebody() -> None:
    matte = torch.zeros(1, 256, 256)
    matte[..., :128] = 1.0
    photo = torch.full((3, 256, 256), 0.7)
    grey = cut_out_of(photo, matte).before_grey
    assert not grey[..., 130:].any()
    assert torch.allclose(grey[..., :120], photo[..., :120])


def test_gaps_are_filled_from_around() -> None:
    ramp = torch.linspace(-1, 1, SIZE).expand(2, 3, SIZE, SIZE)
    known = torch.ones(1, 1, SIZE, SIZE)
    known[..., 20:30] = 0.0
    whole = filled(ramp, known)
    assert torch.equal(whole * known, ramp * known)
    assert (whole - ramp).abs().max() < 0.35
    assert torch.equal(filled(ramp, torch.ones_like(known)), ramp)
    nothing = filled(ramp, torch.zeros_like(known))
    assert torch.isfinite(nothing).all()


def test_what_was_behind_somebody_does_not_shine_through() -> None:
    picture = torch.zeros(3, 64, 64)
    picture[0] = 1.0  # red, as the wall is
    matte = torch.zeros(1, 64, 64)
    matte[:, 20:, 20:44] = 1.0
    picture[:, 20:, 20:44] = -0.5
    matte[:, 16:20, 20:44], picture[0, 16:20, 20:44] = 0.45, 0.6
    own = own_colours(picture, matte)
    assert torch.equal(own[:, 22:, 22:42], picture[:, 22:, 22:42])
    assert own[0, 17, 32] < -0.2 < picture[0, 17, 32]
    nobody = torch.zeros(1, 64, 64)
    assert torch.equal(own_colours(picture, nobody), picture)


def test_what_lies_between_parts_of_a_person_is_theirs_if_it_may_be() -> None:
    matte = torch.zeros(1, 256, 256)
    matte[:, 60:, 60:200] = 1.0
    found = matte.clone()
    matte[:, 150:156, 60:130] = 0.3  # a dark collar, from its side
    matte[:, 100:106, 60:130] = 0.0  # a gap through which the place is seen
    matte[:, 180:210, 60:130] = 0.3  # too wide to be bridged
    found[:, 150:156, 60:130], found[:, 100:106, 60:130] = 0.3, 0.02
    found[:, 180:210, 60:130] = 0.3
    whole = closed(matte, found)
    assert whole[:, 150:156, 70:130].min() == 1
    assert whole[:, 100:106, 60:130].max() == 0
    assert whole[:, 192:198, 62:110].max() < 0.5
    assert torch.equal(whole[:, :50], matte[:, :50])
    large = closed(
        *(torch.nn.functional.interpolate(each[None], 512)[0] for each in (matte, found))
    )
    assert large[:, 300:312, 140:260].min() == 1


def test_nothing_shines_through_far_inside_somebody() -> None:
    picture, matte = torch.full((3, 256, 256), -0.5), torch.zeros(1, 256, 256)
    matte[:, 40:, 60:200] = 1.0
    matte[:, 120:160, 100:150] = 0.6  # unsure, but theirs: a flower at a lapel
    picture[0, 120:160, 100:150] = 0.8
    own = own_colours(picture, matte)
    assert own[0, 125:155, 105:145].min() > 0.7
    everybody = own_colours(picture, torch.full((1, 256, 256), 0.7))
    assert everybody[0, 140, 125] > 0.7


def test_what_shines_through_near_a_border_goes() -> None:
    picture, matte = torch.full((3, 256, 256), -0.5), torch.zeros(1, 256, 256)
    matte[:, 40:, 60:200] = 1.0
    matte[:, 40:, 60:63] = 0.6  # three columns through which a bright wall is seen
    picture[:, 40:, 60:63] = 0.8
    assert own_colours(picture, matte)[0, 100:200, 60:62].max() < 0.3


def test_in_the_largest_pictures_wisps_and_gaps_are_larger() -> None:
    """As in the usual ones, enlarged: what sticks out goes, what is missing within comes back."""
    usual = torch.zeros(1, 512, 512)
    usual[:, 200:, 150:350] = 1.0
    usual[:, 150:200, 200:204] = 1.0  # a wisp
    usual[:, 300:305, 250:255] = 0.0  # a gap
    largest = usual.repeat_interleave(2, -1).repeat_interleave(2, -2)
    for matte, scale in ((usual, 1), (largest, 2)):
        picture = torch.zeros(3, *matte.shape[1:])
        found = cut_out_of(picture, matte).matte
        assert found[0, scale * 160, scale * 202] < 0.1
        assert found[0, scale * 302, scale * 252] == 1
        assert found[0, scale * 400, scale * 250] == 1


def test_what_may_be_somebody_between_parts_of_them_is_closed_in_every_size() -> None:
    usual = torch.zeros(1, 512, 512)
    usual[:, 200:, 150:350] = 1.0
    usual[:, 300:500, 240:250] = 0.2  # a network is unsure
    largest = usual.repeat_interleave(2, -1).repeat_interleave(2, -2)
    for matte, scale in ((usual, 1), (largest, 2)):
        whole = closed(matte, matte)
        assert whole.shape == matte.shape
        assert whole[0, scale * 400, scale * 245] > 0.9
        assert not whole[0, : scale * 190].any(), "and nothing where nobody is"
