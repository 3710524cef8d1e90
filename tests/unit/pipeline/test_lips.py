"""A mouth follows the sound, and nothing else of the clip does."""

from dataclasses import replace

import pytest
import torch

from retrat.conditioning.sizes import enlarged, shrunk
from retrat.models.lip_sync import MOUTH_BELOW_EYES, WINDOW, LipSync
from retrat.pipeline.components import tiny_components
from retrat.pipeline.face_windows import FacePlace
from retrat.pipeline.generate import generate
from retrat.pipeline.lips import speaking
from retrat.pipeline.request import GenerateRequest
from retrat.types import Audio

MIDDLE = FacePlace(x=64, y=70 - MOUTH_BELOW_EYES, scale=1.0)


@pytest.fixture
def lip_sync() -> LipSync:
    torch.manual_seed(0)
    net = LipSync(LipSync.Config.tiny())
    torch.nn.init.normal_(net.paints.out.weight, std=0.3)
    torch.nn.init.zeros_(net.paints.out.weight[8:12])  # what is new: its mouths never open
    return net.eval()


@torch.no_grad()
def spoken(lip_sync: LipSync, face: FacePlace, sound: torch.Tensor) -> torch.Tensor:
    torch.manual_seed(1)
    pixels = torch.rand(1, 3, 128, 128).expand(30, -1, -1, -1)
    return speaking(pixels.clone(), sound, face, lip_sync, steps_per_frame=100 / 24) - pixels


def test_only_the_window_moves_and_the_first_picture_stays(lip_sync: LipSync) -> None:
    moved = spoken(lip_sync, MIDDLE, torch.randn(1, 8, 32)).abs().amax(dim=1)
    assert moved[0].max() == 0
    top, left = 70 - WINDOW // 2, 64 - WINDOW // 2
    outside = moved.clone()
    outside[:, top : top + WINDOW, left : left + WINDOW] = 0
    assert outside.max() == 0
    assert (moved[1:].amax(dim=(1, 2)) > 0.01).all()


def test_another_sound_moves_it_otherwise(lip_sync: LipSync) -> None:
    sound = torch.randn(1, 8, 32)
    other = sound.clone()
    other[..., 16:] = 0
    apart = spoken(lip_sync, MIDDLE, sound) - spoken(lip_sync, MIDDLE, other)
    assert apart[:5].abs().max() == 0  # a face is ready to speak a quarter of a second before
    assert apart[20:].abs().max() > 0.01


@pytest.mark.parametrize("scale", [0.5, 1.6])
@pytest.mark.parametrize("at", [(20, 10), (120, 126)])
def test_a_mouth_of_any_size_near_the_edge(
    lip_sync: LipSync, scale: float, at: tuple[int, int]
) -> None:
    face = FacePlace(x=at[0], y=at[1] - scale * MOUTH_BELOW_EYES, scale=scale)
    moved = spoken(lip_sync, face, torch.randn(1, 8, 32)).abs().amax(dim=1)
    assert moved[1:, at[1] - 4 : at[1] + 2, at[0] - 4 : at[0] + 4].max() > 0.01
    reach = round(WINDOW * scale) // 2 + 1
    assert moved[:, at[1] + reach :].numel() == 0 or moved[:, at[1] + reach :].max() == 0
    far = torch.arange(128) < at[0] - reach
    assert moved[:, :, far].numel() == 0 or moved[:, :, far].max() == 0


def test_a_clip_speaks_where_a_mouth_is_found() -> None:
    parts = replace(tiny_components(0), animator=None)
    assert parts.lip_sync is not None
    torch.nn.init.normal_(parts.lip_sync.paints.out.weight, std=0.3)
    request = GenerateRequest(
        prompt="A person hums", audio=Audio(samples=torch.randn(1, 24_000), sample_rate=24_000),
        seconds=1.0,
    )  # fmt: skip
    found = []

    def find(picture: torch.Tensor) -> list[FacePlace]:
        found.append(picture)
        return [FacePlace(x=128, y=92, scale=1.0)]

    silent = generate(parts, request).pixels
    made = generate(parts, request, find_faces=find).pixels
    assert torch.equal(found[0], silent[0])
    assert torch.equal(made[0], silent[0])
    assert (made[1:] - silent[1:]).abs().amax(dim=(1, 2, 3)).min() > 0
    nobody = generate(parts, request, find_faces=lambda _: []).pixels
    assert torch.equal(nobody, silent)
    unheard = replace(request, audio=None)
    mute = generate(parts, unheard).pixels
    assert torch.equal(generate(parts, unheard, find_faces=find).pixels, mute)  # nobody speaks


@torch.no_grad()
def test_a_mouth_is_at_rest_while_somebody_else_speaks(lip_sync: LipSync) -> None:
    torch.manual_seed(1)
    pixels, sound = torch.rand(1, 3, 128, 128).expand(30, -1, -1, -1), torch.randn(1, 8, 32)
    turn = torch.zeros(30)
    turn[15:] = 1.0
    made, whole = (
        speaking(pixels.clone(), sound, MIDDLE, lip_sync, steps_per_frame=100 / 24, turn=share)
        for share in (turn, None)
    )
    assert torch.equal(made[28:], whole[28:])  # where nothing before its turn is remembered
    assert torch.equal(made[1:5], made[1:2].expand(4, -1, -1, -1))  # the sound moves nothing
    assert not torch.equal(made[14], made[1])  # and then it is ready to speak
    assert not torch.equal(whole[1], whole[2])


@torch.no_grad()
def test_a_larger_mouth_is_as_sharp_as_its_picture_and_moves_alike(lip_sync: LipSync) -> None:
    out, sound = lip_sync.paints.out, torch.randn(1, 8, 32)
    torch.nn.init.zeros_(out.weight)  # a random network's noise is finer than mouths
    for begin, told in ((0, 3.0), (4, -2.0), (8, -1.0), (24, 2.0)):
        out.bias[begin : begin + 4] = told
    at = torch.arange(256)
    fine = torch.where((at + at[:, None]) % 2 == 0, 0.2, -0.2)
    soft = enlarged(torch.rand(3, 16, 16), 16) - 0.5
    large = (soft + fine).clamp(-1, 1).expand(6, -1, -1, -1)
    small = torch.stack([shrunk(frame, 2) for frame in large])
    face = FacePlace(x=2 * MIDDLE.x, y=2 * MIDDLE.y, scale=2.0)
    one = speaking(large.clone(), sound, face, lip_sync, steps_per_frame=100 / 24)
    other = speaking(small.clone(), sound, MIDDLE, lip_sync, steps_per_frame=100 / 24)
    apart = shrunk(one[5], 2) - other[5]
    assert apart.abs().mean() < 0.15 * (other[5] - small[5]).abs().mean()
    mouth = (..., slice(110, 170), slice(98, 158))
    assert one[5][mouth].diff().abs().mean() > 2 * enlarged(other[5], 2)[mouth].diff().abs().mean()
