"""Gestures as curves, and clips that they move."""

from dataclasses import replace

import pytest
import torch

from retrat.conditioning.sizes import enlarged, shrunk
from retrat.models.animator import GESTURES, UNITS, Animator
from retrat.pipeline.components import tiny_components
from retrat.pipeline.face_windows import FacePlace
from retrat.pipeline.generate import generate
from retrat.pipeline.gestures import GROUND, MOST, drinking, gestures_of, gesturing
from retrat.pipeline.motions import Body
from retrat.pipeline.players import Player
from retrat.pipeline.request import GenerateRequest
from retrat.types import Audio

RATE = 24.0


def alone(face: FacePlace) -> Player:
    return Player(face=face, turn=torch.ones(1), attends=torch.zeros(1))


def doing(gestures: torch.Tensor) -> Body:
    return replace(Body.still(len(gestures)), gestures=gestures)


def drawn(
    seed: int = 0, seconds: float = 6.0, prompt: str = "A man", sound: Audio | None = None
) -> dict[str, torch.Tensor]:
    frames = round(seconds * RATE)
    made = gestures_of(frames=frames, rate=RATE, seed=seed, prompt=prompt, sound=sound)
    assert made.shape == (frames, len(GESTURES))
    return dict(zip(GESTURES, (made * torch.tensor(UNITS)).T, strict=True))


def spoken(start: float, end: float, seconds: float = 6.0) -> Audio:
    samples = torch.zeros(1, round(24_000 * seconds))
    samples[:, round(24_000 * start) : round(24_000 * end)] = torch.randn(
        round(24_000 * end) - round(24_000 * start), generator=torch.Generator().manual_seed(0)
    )
    return Audio(samples=0.1 * samples, sample_rate=24_000)


@pytest.mark.parametrize("seed", range(8))
def test_a_clip_begins_and_ends_as_its_first_picture(seed: int) -> None:
    for curve in drawn(seed, sound=spoken(0, 6)).values():
        assert curve[0] == curve[-1] == 0


@pytest.mark.parametrize("seed", range(8))
def test_nothing_goes_farther_than_was_learned(seed: int) -> None:
    asked = "A man nods, shakes his head and looks around"
    for name, curve in drawn(seed, prompt=asked, sound=spoken(0, 6)).items():
        assert curve.abs().max() <= MOST.get(name.split()[0], 1.0) + 1e-6


@pytest.mark.parametrize("seed", range(8))
def test_eyes_blink_and_open_again(seed: int) -> None:
    blink = drawn(seed, seconds=10)["blink"]
    shut = (blink > 0.9).float()
    blinks = int((shut.diff() > 0).sum())
    assert 1 <= blinks <= 10
    assert shut.sum() <= 3 * blinks
    assert (blink == 0).float().mean() > 0.5


def test_the_same_seed_does_the_same_and_another_something_else() -> None:
    one, again, other = drawn(1), drawn(1), drawn(2)
    assert all(torch.equal(one[name], again[name]) for name in GESTURES)
    assert not torch.equal(one["head yaw"], other["head yaw"])


def test_a_head_moves_more_while_it_speaks() -> None:
    def moves(part: slice) -> float:
        speeds = [
            drawn(seed, sound=spoken(0, 3))["head pitch"].diff()[part].abs().mean()
            for seed in range(8)
        ]
        return float(torch.stack(speeds).mean())

    assert moves(slice(12, 66)) > 1.5 * moves(slice(90, 130))


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("A woman nods", "head pitch"),
        ("A woman is shaking her head", "head yaw"),
        ("A man tilts his head", "head roll"),
        ("A man looks around", "gaze side"),
    ],
)
def test_gestures_can_be_asked_for(prompt: str, name: str) -> None:
    def size(text: str) -> torch.Tensor:
        return torch.stack([drawn(seed, prompt=text)[name].abs().mean() for seed in range(8)])

    assert size(prompt).mean() > 1.8 * size("A man").mean()
    assert torch.equal(size(f'A man says: "{prompt}."'), size("A man"))  # these are words


def test_who_stands_still_hardly_moves() -> None:
    assert drawn(0, prompt="A man stands still")["head yaw"].abs().max() < 0.03
    assert drawn(0)["head yaw"].abs().max() > 0.03


@pytest.fixture
def animator() -> Animator:
    torch.manual_seed(0)
    net = Animator(Animator.Config.tiny())
    torch.nn.init.normal_(net.head.flow.weight, std=0.2)
    torch.nn.init.normal_(net.eyes.out.weight, std=0.3)
    return net.eval()


@torch.no_grad()
@pytest.mark.parametrize("scale", [0.5, 1.0, 1.6])
def test_the_window_of_the_face_moves_and_nothing_else(animator: Animator, scale: float) -> None:
    torch.manual_seed(1)
    pixels = torch.rand(1, 3, 192, 320).expand(5, -1, -1, -1)
    gestures = torch.randn(5, len(GESTURES))
    gestures[[0, 3]] = 0
    moved = gesturing(
        pixels.clone(), doing(gestures), alone(FacePlace(x=70, y=80, scale=scale)), animator
    ).pixels
    apart = (moved - pixels).abs().amax(dim=1)
    assert apart[[0, 3]].max() == 0
    assert apart[[1, 2, 4], 70:90, 60:80].amax(dim=(1, 2)).min() > 0.05
    right = 70 + round(128 * scale)
    if right < 320:
        assert apart[:, :, right + 1 :].max() == 0
        assert apart[:, 60:100, right - 2 : right].mean() < 0.5 * apart[:, 60:100, 50:90].mean()
    if scale >= 1:  # the window goes beyond the picture: there is no border to hide
        assert apart[:, 60:100, 0].max() > 0.05


def test_who_does_not_speak_is_not_moved_by_the_place_s_sound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard = []

    def listening(**given: object) -> torch.Tensor:
        heard.append(given["sound"])
        return torch.zeros(24, len(GESTURES))

    monkeypatch.setattr("retrat.pipeline.decoding.gestures_of", listening)
    face = FacePlace(x=128, y=92, scale=1.0)
    for prompt in ("A person on a beach", 'A person says: "One."'):
        request = GenerateRequest(prompt=prompt, seconds=1.0)
        generate(tiny_components(0), request, find_faces=lambda _: [face])
    assert heard[0] is None
    assert heard[1] is not None


def test_a_clip_moves_where_a_face_is_found() -> None:
    parts = tiny_components(0)
    assert parts.animator is not None
    torch.nn.init.normal_(parts.animator.head.flow.weight, std=0.05)
    request = GenerateRequest(prompt="A person", seconds=1.0, has_sound=False)
    face = FacePlace(x=128, y=92, scale=1.0)
    still = generate(parts, request).pixels
    made = generate(parts, request, find_faces=lambda _: [face]).pixels
    assert torch.equal(made[0], still[0])
    assert torch.equal(made[-1], still[-1])
    assert (made[2:-2] - still[2:-2]).abs().amax(dim=(1, 2, 3)).min() > 0
    without = replace(parts, animator=None)
    assert torch.equal(generate(without, request, find_faces=lambda _: [face]).pixels, still)


def test_looks_stay_around_the_eyes(animator: Animator) -> None:
    torch.manual_seed(1)
    pixels = torch.rand(1, 3, 256, 256).expand(3, -1, -1, -1)
    gestures = torch.zeros(3, len(GESTURES))
    gestures[1, GESTURES.index("blink")] = 2
    face = FacePlace(x=128, y=92, scale=1.0)
    torch.nn.init.zeros_(animator.head.flow.weight)
    torch.nn.init.constant_(animator.head.out.bias, -30.0)
    moved = gesturing(pixels.clone(), doing(gestures), alone(face), animator).pixels
    apart = (moved - pixels).abs().amax(dim=1)
    assert apart[[0, 2]].max() == 0
    assert apart[1, 85:99, 100:156].max() > 0.05
    apart[1, 92 - 48 : 92 + 48, 128 - 48 : 128 + 48] = 0
    assert apart.max() < 1e-4


@torch.no_grad()
def test_nothing_is_invented_of_somebody_whose_matte_is_known(animator: Animator) -> None:
    """Their own pixels move; of the busy place behind them the network sees nothing."""
    seen = []
    animator.head.register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    torch.nn.init.constant_(animator.head.out.bias, 9.0)  # all is invented, and bright
    torch.manual_seed(1)
    pixels = 0.2 * torch.rand(1, 3, 256, 256).expand(3, -1, -1, -1)
    matte = torch.zeros(1, 256, 256)
    matte[:, 40:, 60:200] = 1.0
    gestures = torch.zeros(3, len(GESTURES))
    gestures[1:, GESTURES.index("head yaw")] = 1.0
    alone_there = alone(FacePlace(x=128, y=92, scale=1.0))
    invented, unknown = gesturing(pixels.clone(), doing(gestures), alone_there, animator)
    assert unknown is None
    assert invented[1].max() > 0.9
    assert torch.equal(seen[-1], pixels[0])
    kept, shares = gesturing(
        pixels.clone(), doing(gestures), replace(alone_there, matte=matte), animator
    )
    assert shares is not None
    assert torch.equal(shares[0], (255 * matte).to(torch.uint8))
    borders = (shares[1].float() - 255 * matte).abs()
    assert borders[:, :, 50:70].max() > 100, "where they are moves with them"
    assert borders[:, 100:150, 110:150].max() == 0
    assert kept[1].max() < 0.8
    assert not torch.allclose(kept[1], pixels[1], atol=0.05)
    assert torch.equal(seen[-1][:, :30], torch.full((3, 30, 256), GROUND))
    assert torch.equal(seen[-1][:, 100, 100], pixels[0, :, 100, 100])


def test_who_listens_looks_at_who_speaks() -> None:
    attends = torch.zeros(144)
    attends[48:96] = 1.0
    looks = {}
    for side in (-1.0, 1.0):
        made = gestures_of(
            frames=144, rate=RATE, seed=0, prompt="A man", sound=None, attends=side * attends
        )
        looks[side] = dict(zip(GESTURES, (made * torch.tensor(UNITS)).T, strict=True))
    for name in ("head yaw", "gaze side"):
        apart = looks[1.0][name] - looks[-1.0][name]
        assert apart[55:90].min() > 0.1
        assert apart[:34].abs().max() < 1e-6
        assert apart[110:].abs().max() < 1e-6
    assert torch.equal(looks[1.0]["head roll"], looks[-1.0]["head roll"])


@torch.no_grad()
@pytest.mark.parametrize("is_behind_known", [False, True])
def test_a_larger_head_turns_as_the_small_one(animator: Animator, *, is_behind_known: bool) -> None:
    torch.manual_seed(2)
    large = enlarged(2 * torch.rand(1, 3, 16, 16) - 1, 32).clamp(-1, 1).expand(3, -1, -1, -1)
    matte = torch.zeros(1, 512, 512)
    matte[:, 80:, 120:400] = 1.0
    gestures = torch.zeros(3, len(GESTURES))
    gestures[1:, GESTURES.index("head yaw")] = 1.0
    fine = alone(FacePlace(x=256, y=184, scale=2.0))
    behind = large[0].flip(-1) if is_behind_known else None
    fine = replace(fine, matte=matte, behind=behind)
    usual = replace(
        fine,
        face=FacePlace(x=128, y=92, scale=1.0),
        matte=matte[:, ::2, ::2],
        behind=None if behind is None else shrunk(behind, 2),
    )
    small = torch.stack([shrunk(frame, 2) for frame in large])
    one = gesturing(large.clone(), doing(gestures), fine, animator, scale=2).pixels
    other = gesturing(small.clone(), doing(gestures), usual, animator).pixels
    assert torch.equal(one[0], large[0])
    apart = shrunk(one[1], 2) - other[1]
    most = 0.05 if is_behind_known else 0.26  # what comes to light is guessed
    assert apart.abs().mean() < most * (other[1] - small[1]).abs().mean()


@torch.no_grad()
def test_a_body_moves_where_its_matte_is_known(animator: Animator) -> None:
    """What is behind it stays; in a picture that is given, nobody's body moves."""
    torch.manual_seed(1)
    pixels = 0.2 * torch.rand(1, 3, 256, 256).expand(3, -1, -1, -1)
    matte = torch.zeros(1, 256, 256)
    matte[:, 40:, 60:200] = 1.0
    torch.nn.init.zeros_(animator.head.flow.weight)
    face = alone(FacePlace(x=128, y=92, scale=1.0))
    gestures = torch.zeros(3, len(GESTURES))
    gestures[1:, GESTURES.index("brows")] = 1e-6
    body = replace(doing(gestures), right=torch.tensor([0.0, 0.0, 0.02]))
    known, shares = gesturing(
        pixels.clone(), body, replace(face, matte=matte, behind=pixels[0]), animator
    )
    assert shares is not None
    edges = (shares[:, 0, 220] > 128).int().diff(dim=1).nonzero()[:, 1].reshape(3, 2)
    assert edges[0].tolist() == edges[1].tolist() == [59, 199]
    assert (edges[2] - edges[1]).tolist() == [12, 12], ".02 m of .43 that a bust is wide"
    assert torch.allclose(known[2, :, 220, :50], pixels[2, :, 220, :50], atol=1e-5)
    given = gesturing(pixels.clone(), body, face, animator).pixels
    assert torch.allclose(given[1], given[2], atol=1e-6)


def test_who_drinks_tilts_their_head_back_and_lowers_their_lids() -> None:
    share = torch.tensor([0.0, 0.5, 1.0])
    done = drinking(share) * torch.tensor(UNITS)
    pitch, blink = (done[:, GESTURES.index(name)] for name in ("head pitch", "blink"))
    assert pitch.tolist() == pytest.approx([0, -0.05, -0.1])
    assert blink.tolist() == pytest.approx([0, 0.15, 0.3])
    assert done[:, GESTURES.index("head yaw")].abs().max() == 0
