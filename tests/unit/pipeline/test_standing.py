"""Somebody of one picture in the place of another."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from retrat.conditioning.cut_out import CutOut, cut_out_of
from retrat.conditioning.sizes import shrunk
from retrat.errors import RequestError
from retrat.pipeline.components import Components, tiny_components
from retrat.pipeline.face_windows import FacePlace
from retrat.pipeline.generate import generate
from retrat.pipeline.keeping import under
from retrat.pipeline.request import GenerateRequest, Windows
from retrat.pipeline.standing import players_in_place, standing
from tests.unit.pipeline.test_generate import noise, person
from tests.unit.pipeline.test_keeping import (
    SIZE,
    KnowsTheLeft,
    fine_half,
    fine_photo,
    left_half,
)

REQUEST = GenerateRequest(prompt="A woman.", seconds=1.0, steps=1, has_sound=False)
STAGED = Windows(picture=3, sound=25, sound_overlap=5, picture_steps=1, is_anchored=True)


@pytest.fixture(scope="module")
def parts() -> Components:
    return replace(tiny_components(0), matting=KnowsTheLeft(), animator=None, lip_sync=None)


def test_the_place_is_the_picture_and_the_person_is_the_photo() -> None:
    place, photo = 0.5 * noise(0, 3, SIZE, SIZE), 0.3 * noise(1, 3, SIZE, SIZE)
    (shown,) = standing(photo, place, CutOut(photo, left_half()))
    half = SIZE // 2
    assert torch.equal(shown[..., half:], place[..., half:])
    assert torch.allclose(shown[..., : half - 8], photo[..., : half - 8], atol=0.05)
    assert torch.equal(standing(photo, place, None)[0], place)


def test_what_was_behind_somebody_does_not_shine_through_their_border() -> None:
    matte = torch.linspace(20.5, -19.5, SIZE).clamp(0, 1)[None, None].expand(1, SIZE, SIZE)
    photo = torch.where(matte > 0.75, 0.0, 1.0).expand(3, -1, -1)  # grey before white
    shown = standing(photo, torch.full((3, SIZE, SIZE), -1.0), cut_out_of(photo, matte))
    assert shown.max() < 0.3


@pytest.mark.parametrize("windows", [None, STAGED])
def test_every_frame_keeps_the_place(parts: Components, windows: Windows | None) -> None:
    parts = replace(parts, recommended=replace(parts.recommended, windows=windows))
    place = noise(5, 3, 256, 256)
    clip = generate(parts, replace(REQUEST, place=place, references=(person(10),)))
    assert clip.pixels.shape == (24, 3, 256, 256)
    half = clip.pixels.shape[-1] // 2
    assert torch.equal(clip.pixels[..., half:], place[..., half:].expand(24, -1, -1, -1))
    assert not torch.allclose(clip.pixels[..., : half - 8], place[..., : half - 8], atol=0.1)


def test_a_person_is_made_wherever_they_stand(parts: Components) -> None:
    """Also where the first token of the picture shows nobody."""

    class KnowsTheRight(nn.Module):
        def forward(self, pixels: torch.Tensor) -> torch.Tensor:
            return left_half().flip(-1).expand(len(pixels), -1, -1, -1)

    staged = replace(parts.recommended, windows=STAGED)
    there = replace(parts, matting=KnowsTheRight(), recommended=staged)
    told: list[tuple[int, int]] = []
    asked = replace(REQUEST, place=noise(9, 3, 256, 256), references=(person(10),), steps=3)
    generate(there, asked, on_step=lambda done, total: told.append((done, total)))
    assert told[-1] == (3, 3)


def test_people_move_and_what_looks_like_a_face_in_the_place_does_not(parts: Components) -> None:
    awake = replace(tiny_components(0), matting=KnowsTheLeft())
    for net in (awake.animator, awake.lip_sync):
        for parameter in net.parameters():
            torch.nn.init.normal_(parameter, std=0.2, generator=torch.Generator().manual_seed(1))
    place = noise(7, 3, 256, 256)
    asked = replace(REQUEST, prompt='She says: "Hello."', has_sound=True, place=place)
    on_the_wall = FacePlace(x=215.0, y=60.0, scale=0.5)

    def faces(_: torch.Tensor) -> list[FacePlace]:
        return [FacePlace(x=60.0, y=90.0, scale=0.5), on_the_wall]

    somebody = replace(asked, references=(person(10),))
    moved = generate(awake, somebody, find_faces=faces).pixels
    assert not torch.allclose(moved[5, ..., :128], moved[0, ..., :128], atol=0.02)
    wall = (..., slice(20, 100), slice(180, 250))
    assert torch.equal(moved[wall], place[wall].expand_as(moved[wall]))
    nobody = replace(awake, matting=None, made_people=None)
    still = generate(nobody, asked, find_faces=faces).pixels
    assert torch.equal(still, place.expand_as(still))


def test_several_people_and_people_from_afar_stand_in_it(parts: Components) -> None:
    place = noise(8, 3, 192, 320)
    wide = replace(REQUEST, size=(320, 192), place=place)
    two = generate(parts, replace(wide, references=(person(10), person(20)))).pixels
    afar = replace(wide, prompt="Wide shot of a woman.", references=(person(10),))
    for shown in (two, generate(parts, afar).pixels):
        assert torch.equal(shown[..., -20:], place[..., -20:].expand(24, -1, -1, -1))
        assert not torch.allclose(shown, place.expand_as(shown), atol=0.1)


@pytest.mark.parametrize("windows", [None, STAGED])
def test_a_place_of_which_nothing_else_is_said(parts: Components, windows: Windows | None) -> None:
    recommended = replace(parts.recommended, windows=windows)
    nobody = replace(parts, matting=None, recommended=recommended)
    place = noise(6, 3, 256, 256)
    clip = generate(nobody, replace(REQUEST, prompt="A kitchen.", place=place))
    assert torch.equal(clip.pixels, place.expand(24, -1, -1, -1))


def test_a_place_has_the_size_of_the_clip_and_goes_with_no_first_frame() -> None:
    for wrong, words in (
        ({"place": noise(1, 3, 100, 256)}, "The place is 256x100 pixels"),
        ({"place": noise(1, 3, 256, 256), "image": noise(1, 3, 256, 256)}, "Leave the place out"),
    ):
        with pytest.raises(RequestError, match=words) as caught:
            replace(REQUEST, **wrong).validate()
        assert caught.value.field == "place"


def test_in_a_larger_place_person_and_place_are_as_sharp_as_they_were_given() -> None:
    place, fine = noise(2, 3, 2 * SIZE, 2 * SIZE), CutOut(fine_photo(), fine_half())
    person = CutOut(shrunk(fine.picture, 2), left_half())
    dim = torch.tensor([0.8, 0.9, 1.1])[:, None, None].expand(3, 2 * SIZE, 2 * SIZE)
    made = under(dim[:, ::2, ::2], person.picture)
    (shown,) = standing(made, place, person, fine)
    assert torch.equal(shown[..., SIZE:], place[..., SIZE:])
    inside = (..., slice(20, -20), slice(20, SIZE - 40))
    assert torch.allclose(shown[inside], under(dim, fine.picture)[inside], atol=0.05)
    (small,) = standing(made, shrunk(place, 2), person)
    halves = (..., slice(10, -10), slice(10, SIZE // 2 - 20))
    assert torch.allclose(shrunk(shown, 2)[halves], small[halves], atol=0.02)


def test_whoever_moves_before_a_place_is_whose_matte_is_known() -> None:
    place, matte = noise(2, 3, SIZE, SIZE), left_half()
    faces = [FacePlace(x=60.0, y=90.0, scale=0.5), FacePlace(x=215.0, y=60.0, scale=0.6)]
    turns = torch.ones(4, 1)
    (player,) = players_in_place(place, place, matte, None, turns, lambda _: faces)
    assert player.face == faces[0]
    assert player.matte is matte
    assert player.behind is place
    assert not players_in_place(place, place, None, None, turns, lambda _: faces)


@pytest.mark.parametrize("size", [(512, 512), (640, 384), (384, 640)])
def test_a_larger_clip_keeps_its_place(parts: Components, size: tuple[int, int]) -> None:
    width, height = size
    place = noise(5, 3, height, width)
    somebody = replace(REQUEST, place=place, references=(person(10),), size=size)
    clip = generate(parts, somebody)
    assert clip.pixels.shape == (24, 3, height, width)
    half = width // 2
    apart = half + 16  # a matte's border is soft
    assert torch.equal(clip.pixels[..., apart:], place[..., apart:].expand(24, -1, -1, -1))
    assert not torch.allclose(clip.pixels[..., : half - 16], place[..., : half - 16], atol=0.1)
