"""From latents to a clip: what was given comes back as it was given, and each moves in turn."""

from dataclasses import replace

import pytest
import torch

from retrat.conditioning.delivery import BREATH
from retrat.conditioning.lines import Plan, lines_of, loudness_of
from retrat.conditioning.manners import SOFT, WHISPERED
from retrat.models.animator import GESTURES
from retrat.pipeline.components import Components
from retrat.pipeline.decoding import AMBIENCE, APART, BURST, LOUDEST, _saying, levelled
from retrat.pipeline.face_windows import FacePlace
from retrat.pipeline.generate import generate, sound_alone
from retrat.pipeline.players import Player
from retrat.types import Audio
from tests.unit.pipeline.test_generate import noise
from tests.unit.pipeline.test_generate import parts as parts_at_once
from tests.unit.pipeline.test_players import BOTH, FACE, parts, request

at_once, parts = parts_at_once, parts


def test_a_recording_comes_back_as_it_was_given(parts: Components) -> None:
    recording = Audio(samples=0.1 * noise(3, 2, 30_000), sample_rate=24_000)
    clip = generate(parts, replace(request("A man", people=1), audio=recording))
    assert clip.audio is not None
    assert torch.equal(clip.audio.samples[0, :30_000], recording.mono)
    assert not clip.audio.samples[0, 30_000:].any()


def test_each_is_told_their_own_share(parts: Components, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken: list[torch.Tensor] = []
    seeds: list[int] = []
    heard: list[Audio | None] = []

    def speaking(pixels: torch.Tensor, *_: object, turn: torch.Tensor, **__: object):
        spoken.append(turn)
        return pixels

    def gestures(**given: object) -> torch.Tensor:
        seeds.append(int(given["seed"]))
        heard.append(given["sound"])
        return torch.zeros(int(given["frames"]), len(GESTURES))

    monkeypatch.setattr("retrat.pipeline.decoding.speaking", speaking)
    monkeypatch.setattr("retrat.pipeline.decoding.gestures_of", gestures)
    generate(parts, request(BOTH), find_faces=lambda _: [FACE])
    first, second = spoken
    assert first[0] == second[-1] == 1
    assert first[-1] == second[0] == 0
    assert torch.allclose(first + second, torch.ones(48))
    assert seeds == [0, APART]
    assert not heard[0].samples[..., -6000:].any()
    assert not heard[1].samples[..., :6000].any()


def test_nobody_speaks_where_nothing_is_said(
    parts: Components, monkeypatch: pytest.MonkeyPatch
) -> None:
    def speaking(*_: object, **__: object) -> None:
        raise AssertionError("no mouth has to move")

    monkeypatch.setattr("retrat.pipeline.decoding.speaking", speaking)
    generate(parts, request("Two men on a beach"), find_faces=lambda _: [FACE])


@pytest.mark.parametrize("strength", [0.01, 0.3, 3.0])
def test_no_sample_of_a_made_sound_clips(strength: float) -> None:
    wave = strength * torch.sin(torch.arange(24_000) / 10)
    heard = levelled(wave, speaks=True, rate=24_000)
    assert heard.abs().max() <= LOUDEST
    assert (heard.sign() == wave.sign()).all()
    if strength < BURST:
        assert torch.equal(heard, wave)


def test_a_word_that_bursts_out_of_a_sentence_gives_way() -> None:
    wave = 0.1 * torch.sin(torch.arange(24_000) / 10)
    wave[12_000:14_400] *= 5
    heard = levelled(wave, speaks=True, rate=24_000)

    def loudness(samples: torch.Tensor, start: int) -> float:
        return float(samples[start : start + 1000].square().mean().sqrt())

    assert loudness(heard, 4000) == pytest.approx(loudness(wave, 4000))
    assert loudness(heard, 12_700) < 0.6 * loudness(wave, 12_700)
    assert loudness(heard, 12_700) > 1.5 * loudness(heard, 4000)


def test_a_place_in_which_nobody_speaks_is_quiet() -> None:
    roar = 0.2 * torch.randn(24_000, generator=torch.Generator().manual_seed(0))
    heard = levelled(roar, speaks=False, rate=24_000)
    assert heard.square().mean().sqrt() == pytest.approx(AMBIENCE, rel=0.01)
    assert torch.equal(levelled(heard / 2, speaks=False, rate=24_000), heard / 2), (
        "nothing is made louder"
    )


@pytest.fixture(scope="module")
def usual(parts: Components) -> Audio:
    """What is heard in a clip in which somebody speaks as usual."""
    audio = generate(parts, request('A man says: "Hello there."', people=1)).audio
    assert audio is not None
    return audio


@pytest.mark.parametrize("way", ["says", "says softly"])
def test_who_speaks_softly_is_heard_softly(parts: Components, usual: Audio, way: str) -> None:
    asked = sound_alone(parts, request(f'A man {way}: "Hello there."', people=1))
    quieter = float(asked.samples.abs().mean() / usual.samples.abs().mean())
    assert quieter == pytest.approx(SOFT if way == "says softly" else 1.0, rel=0.08)


def test_only_the_line_that_is_said_softly_is_soft(parts: Components) -> None:
    lines = lines_of('He says: "One two three." He whispers: "Four five six."')
    louder = loudness_of(lines, parts, 4.0)
    assert len(louder) == 400
    assert louder[0] == 1.0
    assert louder[-1] == pytest.approx(WHISPERED)
    assert int(louder.diff().ne(0).sum()) == 1


def test_a_whispered_line_is_whispered_and_another_is_not(
    parts: Components, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Plan] = []

    def delivered(samples: torch.Tensor, plan: Plan, rate: int) -> torch.Tensor:
        assert rate == 24_000
        told.append(plan)
        return samples

    monkeypatch.setattr("retrat.pipeline.decoding.delivered", delivered)
    generate(parts, request('He says: "One two." Then he whispers: "Three four."', people=1))
    breath = told[0].delivery[:, BREATH]
    half = len(breath) // 2
    assert not breath[: half // 2].any()
    assert breath[half + half // 2]


def test_when_somebody_says_their_sentences_is_known(parts: Components) -> None:
    """Who is alone may speak all the time, and does so in their sentences only."""
    face = FacePlace(x=1.0, y=1.0, scale=1.0)
    player = Player(face=face, turn=torch.ones(96), attends=torch.zeros(96))
    asked = replace(request('character1 says: "No."', people=1), seconds=4.0)
    (alone,) = _saying([player], asked, parts, 96)
    assert 4 < alone.words.sum() < 40
    assert alone.words[0] == alone.words[-1] == 0
    two = replace(asked, prompt='character1 says: "No." character2 says: "Yes, of course."')
    first, second = _saying([player, player], two, parts, 96)
    assert not bool((first.words * second.words).any())
    assert first.words.argmax() < second.words.argmax()
    assert 4 < first.words.sum() < second.words.sum()
    heard = replace(asked, audio=Audio(samples=torch.zeros(1, 24_000), sample_rate=24_000))
    (recorded,) = _saying([player], heard, parts, 96)
    assert torch.equal(recorded.words, player.turn)
