"""Clips of twice the size: made as the small ones are, and as sharp as what was given."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from retrat.conditioning.sizes import MADE, enlarged, shrunk
from retrat.pipeline.components import Components, tiny_components
from retrat.pipeline.face_windows import FacePlace
from retrat.pipeline.generate import generate, sound_alone
from retrat.pipeline.request import GenerateRequest, Reference
from retrat.types import Clip
from tests.unit.pipeline.test_generate import noise, person
from tests.unit.pipeline.test_generate import parts as parts_at_once
from tests.unit.pipeline.test_hands import hands
from tests.unit.pipeline.test_players import BOTH
from tests.unit.pipeline.test_standing import STAGED

at_once = parts_at_once
FACE = FacePlace(x=128.0, y=92.0, scale=1.0)
SPEAKS = GenerateRequest(prompt='A woman says: "Hello."', seconds=1.0, steps=1)
FINE = 0.3  # how strong is what a small picture can't hold
NEAR = 0.02


class KnowsAnOval(nn.Module):
    """Matting that says that somebody is in the middle, with a soft border."""

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        height, width = pixels.shape[2:]
        assert (width, height) in MADE, "nothing larger is known"
        rows = (torch.arange(height) - 0.6 * height) / (0.5 * height)
        columns = (torch.arange(width) - width / 2) / (0.3 * width)
        matte = (8 * (1 - (rows[:, None] ** 2 + columns**2).sqrt())).clamp(0, 1)
        return matte.expand(len(pixels), 1, -1, -1)


@pytest.fixture(scope="module")
def parts(at_once: Components) -> Components:
    """Heads and mouths move, and the sound is made before the picture."""
    recommended = replace(at_once.recommended, windows=STAGED)
    twin = tiny_components(0)
    for index in range(8):
        twin.lip_sync.paints.out.bias.data[index] = 1.5 if index < 4 else -1.0
    rng = torch.Generator().manual_seed(5)
    nn.init.normal_(twin.animator.head.flow.weight, std=0.05, generator=rng)
    return replace(
        at_once,
        recommended=recommended,
        matting=KnowsAnOval(),
        lip_sync=twin.lip_sync,
        animator=twin.animator,
    )


def picture(seed: int, height: int, width: int) -> torch.Tensor:
    """Large soft shapes, and a checkerboard that a small picture can't hold."""
    soft = enlarged(noise(seed, 3, height // 32, width // 32), 32)
    rows, columns = torch.arange(height), torch.arange(width)
    fine = torch.where((rows[:, None] + columns) % 2 == 0, FINE, -FINE)
    return (0.5 * soft + fine).clamp(-1, 1)


def somebody(seed: int) -> Reference:
    return replace(person(seed), busts=(picture(seed, 512, 512),))


def fineness(pixels: torch.Tensor) -> float:
    """How much of the checkerboard there is."""
    rows, columns = torch.arange(pixels.shape[-2]), torch.arange(pixels.shape[-1])
    fine = torch.where((rows[:, None] + columns) % 2 == 0, 1.0, -1.0)
    return float((pixels * fine).mean() / FINE)


def made(parts: Components, request: GenerateRequest) -> Clip:
    return generate(parts, request, find_faces=faces)


def faces(seen: torch.Tensor) -> list[FacePlace]:
    assert tuple(seen.shape[2:0:-1]) in MADE, "faces are looked for in small pictures alone"
    return [FACE]


def in_both_sizes(parts: Components, request: GenerateRequest) -> tuple[Clip, Clip]:
    """A larger clip and the small one of the same request, whose first frame or place it has."""
    width, height = request.size
    given = {
        name: shrunk(value, 2)
        for name, value in (("image", request.image), ("place", request.place))
        if value is not None
    }
    small = replace(request, size=(width // 2, height // 2), **given)
    return made(parts, request), made(parts, small)


def apart(one: Clip, other: Clip) -> float:
    """How far clips are apart, seen from afar: enlarged and shrunk again, noise is less."""
    frames = zip(one.pixels, other.pixels, strict=True)
    return max(float((afar(each) - afar(there)).abs().mean()) for each, there in frames)


def afar(frame: torch.Tensor) -> torch.Tensor:
    return shrunk(frame, min(frame.shape[1:]) // 48)


@pytest.mark.parametrize("size", [(512, 512), (384, 640)])
def test_a_larger_clip_shows_and_says_what_the_small_one_does(
    parts: Components, size: tuple[int, int]
) -> None:
    asked = replace(SPEAKS, size=size, references=(somebody(10),))
    large, small = in_both_sizes(parts, asked)
    assert large.pixels.shape == (24, 3, size[1], size[0])
    assert small.pixels.shape == (24, 3, size[1] // 2, size[0] // 2)
    assert torch.equal(large.audio.samples, small.audio.samples)
    other = made(parts, replace(asked, size=small.pixels.shape[:1:-1], seed=1))
    assert apart(large, small) < NEAR / 4 < NEAR < apart(other, small)
    assert float((large.pixels[5] - large.pixels[0]).abs().max()) > 0.1, "somebody moves"
    top = size[1] - 512
    middle = (..., slice(top + 250, top + 350), slice(size[0] // 2 - 50, size[0] // 2 + 50))
    assert fineness(large.pixels[0][middle]) > 0.5
    corner = (..., slice(40), slice(40))
    assert abs(fineness(large.pixels[0][corner])) < 0.1, "the place is the small one's"


def test_who_is_shown_speaks_where_no_face_is_found(parts: Components) -> None:
    request = replace(SPEAKS, references=(somebody(1),))
    lost, found = (
        generate(parts, request, find_faces=find).pixels
        for find in (lambda _: [], lambda _: [FACE])
    )
    assert torch.equal(lost, found)
    assert (lost[12] - lost[0]).abs().mean() > 1e-3


def test_where_nobody_is_a_larger_clip_is_the_small_one_enlarged(parts: Components) -> None:
    nobody = replace(parts, matting=None, animator=None, lip_sync=None)
    asked = replace(SPEAKS, prompt="Rain.", has_sound=False)
    small = generate(nobody, asked)
    large = generate(nobody, replace(asked, size=(512, 512)))
    assert torch.equal(large.pixels, enlarged(small.pixels, 2).clamp(-1, 1))


def test_a_larger_first_frame_is_the_first_frame(parts: Components) -> None:
    image = picture(3, 512, 512)
    large, small = in_both_sizes(parts, replace(SPEAKS, size=(512, 512), image=image))
    assert torch.equal(large.pixels[0], image)
    assert apart(large, small) < NEAR
    assert torch.equal(large.audio.samples, small.audio.samples)
    assert fineness(large.pixels[5]) > 0.5, "what follows is as sharp"
    assert not torch.allclose(large.pixels[5], image, atol=0.1), "and moves"


def test_a_larger_place_is_shown_in_every_frame(parts: Components) -> None:
    place = picture(4, 640, 384)
    asked = replace(SPEAKS, size=(384, 640), place=place, references=(somebody(10),))
    large, small = in_both_sizes(parts, asked)
    assert torch.equal(large.pixels[..., :60, :], place[..., :60, :].expand(24, -1, -1, -1))
    assert apart(large, small) < NEAR
    assert fineness(large.pixels[0, ..., 380:460, 150:230]) > 0.5, "as is whoever stands in it"


def test_somebody_in_a_low_picture_is_seen_whole(parts: Components) -> None:
    """In both sizes, and so large that the place is seen beside them."""
    place = picture(4, 384, 640)
    asked = replace(SPEAKS, size=(640, 384), place=place, references=(somebody(10),))
    large, small = in_both_sizes(parts, asked)
    assert torch.equal(large.pixels[..., -40:], place[..., -40:].expand(24, -1, -1, -1))
    assert apart(large, small) < NEAR
    assert torch.equal(large.pixels[0, :, :20, 320], place[:, :20, 320]), "above their head"


def test_the_largest_are_four_times_as_large_and_have_no_rim(parts: Components) -> None:
    size = (720, 1280)
    place = picture(4, 1280, 768)
    bust = picture(10, 1024, 1024)
    asked = replace(
        SPEAKS, size=size, place=place, references=(replace(somebody(10), busts=(bust,)),)
    )
    fine = made(parts, asked)
    assert fine.pixels.shape == (24, 3, 1280, 720)
    assert torch.equal(fine.pixels[:, :, :90], place[:, :90, 24:-24].expand(24, -1, -1, -1))
    assert fineness(fine.pixels[0, ..., 760:920, 280:440]) > 0.5, "as sharp as it was given"
    small = made(parts, replace(asked, size=(192, 320), place=shrunk(place, 4)))
    rimmed = small.pixels[:, :, :, 6:-6]
    assert (
        max(
            float((shrunk(each, 20) - shrunk(other, 5)).abs().mean())
            for each, other in zip(fine.pixels, rimmed, strict=True)
        )
        < 2 * NEAR
    )
    assert torch.equal(fine.audio.samples, small.audio.samples)


@pytest.mark.parametrize(
    ("prompt", "is_given"),
    [("Slow push in on a woman", True), ("The camera pans left. A woman", False)],
)
def test_a_camera_moves_alike_in_both_sizes(
    parts: Components, prompt: str, *, is_given: bool
) -> None:
    asked = replace(SPEAKS, prompt=prompt, size=(512, 512))
    if is_given:
        asked = replace(asked, image=picture(3, 512, 512))
    else:
        asked = replace(asked, references=(somebody(10),))
    large, small = in_both_sizes(parts, asked)
    still = made(parts, replace(asked, prompt="A woman", size=(512, 512)))
    assert large.pixels.shape == still.pixels.shape == (24, 3, 512, 512)
    moved = float((large.pixels[-1] - large.pixels[0]).abs().mean())
    assert moved > 1.5 * float((still.pixels[-1] - still.pixels[0]).abs().mean())
    assert apart(large, small) < NEAR


def test_two_people_speak_in_a_larger_clip(parts: Components) -> None:
    asked = replace(
        SPEAKS, prompt=BOTH, seconds=2.0, size=(640, 384), references=(somebody(10), somebody(20))
    )
    large, small = in_both_sizes(parts, asked)
    assert large.pixels.shape == (48, 3, 384, 640)
    assert torch.equal(large.audio.samples, small.audio.samples)
    assert apart(large, small) < NEAR
    for middle in (160, 480):
        there = large.pixels[..., middle - 60 : middle + 60]
        assert float((there[5] - there[0]).abs().max()) > 0.05, "each of them moves"


def test_a_story_of_larger_shots(parts: Components) -> None:
    asked = replace(
        SPEAKS,
        prompt="Shot 1: a woman smiles. Shot 2: a close-up of a woman.",
        seconds=2.0,
        size=(384, 640),
        references=(somebody(10),),
    )
    large, small = in_both_sizes(parts, asked)
    assert large.pixels.shape == (48, 3, 640, 384)
    assert apart(large, small) < NEAR


def test_the_sound_alone_is_the_same_in_both_sizes(parts: Components) -> None:
    asked = replace(SPEAKS, references=(somebody(10),))
    large, small = (
        sound_alone(parts, replace(asked, size=size)) for size in ((640, 384), (320, 192))
    )
    assert torch.equal(large.samples, small.samples)
    assert small.samples.shape == (1, 24_000)


def test_a_hand_comes_up_where_it_is_asked_for_and_in_no_first_frame(parts: Components) -> None:
    raising = replace(parts, made_hands=hands())
    asked = replace(SPEAKS, prompt="A woman waves", references=(somebody(10),))
    new = (made(raising, asked).pixels - made(parts, asked).pixels).abs().amax(dim=1) > 0.2
    assert not new[0].any()
    assert not new[-1].any()
    assert new[12].float().mean() > 0.03
    image = replace(asked, image=picture(3, 256, 256), references=())
    assert torch.equal(made(raising, image).pixels, made(parts, image).pixels)
