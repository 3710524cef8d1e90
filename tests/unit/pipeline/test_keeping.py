"""The photo's person over the tower's place, in the tower's light."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from retrat.conditioning.cut_out import CutOut
from retrat.conditioning.sizes import MADE, enlarged, shrunk
from retrat.pipeline.components import Components, tiny_components
from retrat.pipeline.face_windows import FacePlace
from retrat.pipeline.generate import generate
from retrat.pipeline.keeping import (
    LEAST_LIGHT,
    OUT_OF_FOCUS,
    detailed,
    given_person,
    keeping,
    laid,
    light_on,
    out_of_focus,
    steadied,
    surely,
    under,
)
from retrat.pipeline.request import GenerateRequest, Reference
from tests.unit.pipeline.test_generate import noise

SIZE = 256


def left_half(value: float = 1.0) -> torch.Tensor:
    matte = torch.zeros(1, SIZE, SIZE)
    matte[..., : SIZE // 2] = value
    return matte


class KnowsTheLeft(nn.Module):
    """Matting that says that the person is in the left half."""

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        assert pixels.shape[1:] == (3, SIZE, SIZE), "nothing larger is known to it"
        return left_half().expand(len(pixels), -1, -1, -1)


def test_inside_is_the_photo_and_outside_is_what_was_made() -> None:
    made, photo = 0.3 * noise(0, 5, 3, SIZE, SIZE), 0.3 * noise(1, 3, SIZE, SIZE)
    kept = keeping(made, CutOut(photo, left_half()))
    apart = SIZE // 2 + 8 + OUT_OF_FOCUS + 1  # beside them what is farther away goes on
    behind = out_of_focus(made)
    assert torch.allclose(kept[..., apart:], behind[..., apart:], atol=1e-5)
    beside = (..., slice(SIZE // 2, apart))
    assert not torch.allclose(kept[beside], behind[beside], atol=0.1)
    inside = kept[..., : SIZE // 2 - 8]
    assert torch.equal(inside[1:], inside[:1].expand_as(inside[1:]))  # a person stands still
    there = photo[:, :, : SIZE // 2 - 8].flatten()
    known = torch.corrcoef(torch.stack([inside[0].flatten(), there]))[0, 1]
    assert known > 0.99


def test_a_point_behind_them_becomes_a_disc_of_as_much_light() -> None:
    lamp = torch.full((2, 3, 40, 40), -1.0)
    lamp[1, 0, 20, 20] = 1.0
    seen = out_of_focus(lamp)
    assert torch.allclose(seen[0], lamp[0], atol=1e-6)
    light = ((seen[1] + 1) / 2).pow(2.2)
    assert float(light[0].sum()) == pytest.approx(1, abs=0.01)
    assert torch.allclose(light[1:], torch.zeros(2, 40, 40), atol=1e-6)
    lit = light[0] > 0.004
    assert lit[20, 20 - OUT_OF_FOCUS]
    assert not lit[20, 20 + OUT_OF_FOCUS + 1]
    assert not lit[20 - OUT_OF_FOCUS, 20 - OUT_OF_FOCUS]  # round
    plain = torch.full((1, 3, 40, 40), 0.25)
    assert torch.allclose(out_of_focus(plain), plain, atol=1e-5)


def test_the_border_is_soft_and_lies_within_the_matte() -> None:
    sure = surely(left_half())
    row = sure[0, 100]
    assert (row[: SIZE // 2 - 6] == 1).all()
    assert (row[SIZE // 2 - 1 :] == 0).all()
    assert ((row > 0) & (row < 1)).any()


def test_the_person_stands_in_the_light_that_the_tower_gave_them() -> None:
    photo = noise(1, 3, SIZE, SIZE) * 0.3
    dim = (photo + 1) * torch.tensor([0.8, 0.9, 1.2])[:, None, None] - 1
    light = light_on(dim, photo, left_half())
    inside = light[:, 20:-20, 20 : SIZE // 2 - 20].mean(dim=(1, 2))
    assert torch.allclose(inside, torch.tensor([0.8, 0.9, 1.2]), atol=0.04)
    assert torch.equal(light_on(photo, photo, 0 * left_half()), torch.ones_like(photo))
    black = light_on(-torch.ones_like(photo), photo, left_half())
    assert float(black.min()) >= LEAST_LIGHT  # a tower that failed does not black anybody out


def test_a_person_lies_where_references_do_in_other_shapes_too() -> None:
    photo = noise(1, 3, SIZE, SIZE) * 0.3
    for height, width, above, left in ((256, 320, 0, 32), (192, 256, -16, 0), (320, 192, 64, -32)):
        made = torch.zeros(1, 3, height, width)
        kept = keeping(made, CutOut(photo, torch.ones(1, SIZE, SIZE)))[0]
        middle = kept[:, height // 2 - 20 : height // 2 + 20, width // 2 - 20 : width // 2 + 20]
        rows = slice(height // 2 - 20 - above, height // 2 + 20 - above)
        columns = slice(width // 2 - 20 - left, width // 2 + 20 - left)
        there = photo[:, rows, columns]
        known = torch.corrcoef(torch.stack([middle.flatten(), there.flatten()]))[0, 1]
        assert known > 0.99


@pytest.fixture
def parts() -> Components:
    return replace(tiny_components(0), matting=KnowsTheLeft())


def test_the_first_photo_of_the_first_person_is_kept(parts: Components) -> None:
    bust = noise(3, 3, SIZE, SIZE)
    reference = Reference(busts=(bust, -bust), faces=(noise(4, 3, 112, 112),) * 2)
    request = GenerateRequest(prompt="A man.", seconds=1.0, references=(reference,))
    found = given_person(request, parts)
    assert found is not None
    assert found.matte.shape == (1, SIZE, SIZE)
    inside = found.matte[0, :, : SIZE // 2 - 8] > 0.95
    assert inside.any()
    assert torch.equal(
        found.picture[..., : SIZE // 2 - 8][:, inside], bust[..., : SIZE // 2 - 8][:, inside]
    )
    assert not torch.equal(found.picture, bust), "around them it is no photo any more"
    assert given_person(replace(request, image=bust), parts) is None  # the image is kept whole
    assert given_person(replace(request, references=()), parts) is None  # nobody can be cast
    assert given_person(request, replace(parts, matting=None)) is None


def test_who_is_known_is_kept_exactly(parts: Components) -> None:
    bust, known = noise(3, 3, SIZE, SIZE), torch.zeros(1, 2 * SIZE, 2 * SIZE)
    known[:, 100:, 60:300] = 1.0
    reference = Reference(busts=(bust,), mattes=(known,))
    request = GenerateRequest(prompt="A man.", seconds=1.0, references=(reference,))
    found = given_person(request, parts)
    assert torch.equal(found.picture, bust)
    assert (found.matte[0, 52:, 32:148] == 1).all()
    assert not found.matte[0, :, 160:].any()


@torch.inference_mode()
def test_who_is_alone_moves_as_they_were_cut_out(parts: Components) -> None:
    """No network is asked once more, which would see a finished clip."""
    calls: list[int] = []
    parts.matting.register_forward_hook(lambda *_: calls.append(1))
    reference = Reference(busts=(noise(3, 3, SIZE, SIZE),), faces=(noise(4, 3, 112, 112),))
    request = GenerateRequest(
        prompt="A man.", seconds=1.0, references=(reference,), has_sound=False, steps=1
    )
    still = generate(replace(parts, animator=None), request)
    before = len(calls)
    face = FacePlace(x=100.0, y=92.0, scale=1.0)
    moving = generate(parts, request, find_faces=lambda _: [face])
    assert not torch.equal(still.pixels, moving.pixels)
    assert len(calls) == 2 * before
    generate(parts, replace(request, references=(), image=noise(5, 3, SIZE, SIZE)),
             find_faces=lambda _: [face])  # fmt: skip
    assert len(calls) == 2 * before + 1, "in a first frame nobody is known"


def test_a_clip_shows_the_photo(parts: Components) -> None:
    bust = 0.3 * noise(3, 3, SIZE, SIZE)
    reference = Reference(busts=(bust,), faces=(noise(4, 3, 112, 112),))
    request = GenerateRequest(
        prompt="A man.", seconds=1.0, references=(reference,), has_sound=False, steps=1
    )
    clip = generate(parts, request)
    inside = clip.pixels[[0, -1], :, 8:-8, 8:100]  # between, they breathe
    there = bust[:, 8:-8, 8:100].expand_as(inside)
    assert torch.corrcoef(torch.stack([inside.flatten(), there.flatten()]))[0, 1] > 0.95


def test_a_given_frame_stays_as_sharp_in_those_that_follow() -> None:
    sharp, change = 0.5 * noise(0, 3, SIZE, SIZE), 0.1 * noise(1, 4, 3, SIZE, SIZE)
    change[0] = 0.0
    soft = torch.nn.functional.avg_pool2d(sharp, 5, stride=1, padding=2)
    whole = detailed(soft + change, sharp)
    assert torch.equal(whole[0], sharp)
    assert torch.allclose(whole, (sharp + change).clamp(-1, 1), atol=1e-5)


def test_what_all_later_frames_have_in_common_is_no_motion() -> None:
    first, drift = 0.3 * noise(3, 1, 3, 32, 32), torch.full((1, 3, 32, 32), 0.2)
    moving = torch.zeros(24, 1, 32, 32)
    moving[8:11, :, 4:9] = 0.3
    clip = first.expand(24, -1, -1, -1) + moving
    drifted = clip.clone()
    drifted[1:] += drift
    steady = steadied(drifted)
    assert torch.equal(steady[0], first[0])
    assert torch.allclose(steady[4:], clip[4:], atol=1e-5)
    assert torch.allclose(steadied(clip), clip, atol=1e-6)
    assert torch.equal(steadied(clip[:1]), clip[:1])


def test_a_piece_of_the_wall_is_nobody(parts: Components) -> None:
    reference = Reference(busts=(noise(3, 3, 256, 256),), faces=(noise(4, 3, 112, 112),))
    request = GenerateRequest(prompt="A man.", seconds=1.0, references=(reference,))
    person = given_person(request, replace(parts, matting=KnowsAColumn()))
    assert person is not None
    assert (person.matte[0, 0, 90:160] > 0.9).all()
    assert not person.matte[0, :, :20].any()


class KnowsAColumn(nn.Module):
    """Matting that says that the person is a column in the middle, and a piece of the wall."""

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        matte = torch.zeros(len(pixels), 1, 256, 256)
        matte[..., 80:176] = 1.0
        matte[..., 100:120, 5:15] = 1.0
        return matte


def fine_half() -> torch.Tensor:
    """The matte of the left half in a picture of twice the size."""
    return left_half().repeat_interleave(2, dim=1).repeat_interleave(2, dim=2)


def fine_photo() -> torch.Tensor:
    """A photo of twice the size: waves, and a checkerboard that a small picture can't hold."""
    at = torch.arange(2 * SIZE)
    waves = 0.3 * torch.sin(at / 90)[:, None] * torch.cos(at / 70)
    return (waves + fine_checks(0.2)).expand(3, -1, -1)


def fine_checks(strength: float) -> torch.Tensor:
    at = torch.arange(2 * SIZE)
    return torch.where((at + at[:, None]) % 2 == 0, strength, -strength)


def test_a_larger_person_is_as_sharp_as_their_photo_in_the_same_light() -> None:
    fine = CutOut(fine_photo(), fine_half())
    person = CutOut(shrunk(fine.picture, 2), left_half())
    dim = torch.tensor([0.8, 0.9, 1.1])[:, None, None].expand(3, 2 * SIZE, 2 * SIZE)
    made = under(dim[:, ::2, ::2], person.picture).expand(3, -1, -1, -1).clone()
    made[..., SIZE // 2 :] = noise(7, 3, 3, SIZE, SIZE // 2)
    small, kept = keeping(made, person), keeping(made, person, fine, 2)
    assert kept.shape == (3, 3, 2 * SIZE, 2 * SIZE)
    inside = (..., slice(20, -20), slice(20, SIZE - 40))
    for frame in kept:
        assert torch.allclose(frame[inside], under(dim, fine.picture)[inside], atol=0.05)
        halves = (..., slice(10, -10), slice(10, SIZE // 2 - 20))
        assert torch.allclose(shrunk(frame, 2)[halves], small[0][halves], atol=0.02)
    beyond = (..., slice(SIZE + 40, None))  # where nothing goes on beside them
    behind = enlarged(out_of_focus(made), 2)
    assert torch.allclose(kept[beyond], behind[beyond].clamp(-1, 1), atol=1e-4)


@pytest.mark.parametrize(("width", "height"), MADE)
def test_a_larger_picture_is_laid_where_the_small_one_is(width: int, height: int) -> None:
    photo = noise(1, 3, SIZE, SIZE)
    larger = photo.repeat_interleave(2, dim=1).repeat_interleave(2, dim=2)
    small = laid(photo, height, width)
    expected = small.repeat_interleave(2, dim=1).repeat_interleave(2, dim=2)
    assert torch.equal(laid(larger, 2 * height, 2 * width, scale=2), expected)


@pytest.mark.parametrize("side", [256, 512])
def test_a_larger_clip_shows_the_person_in_its_size(parts: Components, side: int) -> None:
    bust = torch.nn.functional.interpolate(0.5 * noise(3, 1, 3, 32, 32), (side, side))[0]
    reference = Reference(busts=(bust,), faces=(noise(4, 3, 112, 112),))
    request = GenerateRequest(prompt="A man.", size=(384, 640), references=(reference,))
    fine, small = given_person(request, parts), given_person(request.as_made(), parts)
    assert fine is not None
    assert small is not None
    assert fine.picture.shape == (3, 512, 512)
    assert small.picture.shape == (3, 256, 256)
    inside = (..., slice(80, -20), slice(20, 200))
    if side == 512:
        assert torch.equal(fine.picture[inside], bust[inside])
    assert (fine.matte[inside] > 0.95).all()
    assert fine.matte[..., 276:].max() < 0.05
