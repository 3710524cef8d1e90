"""Music under a clip."""

from dataclasses import replace

import pytest
import torch

from retrat.pipeline.request import GenerateRequest
from retrat.pipeline.score import DUCKED, LEVEL, accompanied
from retrat.types import Audio, Clip, FrameRate
from tests.unit.pipeline.test_ambience import RATE, level, words

ASKED = GenerateRequest(prompt='A man says: "Hello." Sad piano music plays.', seconds=4.0)


def clip(audio: Audio | None) -> Clip:
    return Clip(
        pixels=torch.zeros(96, 3, 2, 2),
        frame_rate=FrameRate(numerator=24, denominator=1),
        audio=audio,
    )


def music(request: GenerateRequest) -> torch.Tensor:
    made = accompanied(clip(words()), request)
    assert made.audio is not None
    return made.audio.samples[0] - words().samples[0]


def test_it_is_softer_under_words() -> None:
    heard = music(ASKED)
    before, under = heard[: RATE // 2], heard[5 * RATE // 4 : 7 * RATE // 4]
    assert level(before) == pytest.approx(LEVEL, abs=3)
    assert level(under) < level(before) + DUCKED / 2
    silent = replace(ASKED, prompt="A man. Sad piano music plays.")
    assert level(music(silent)[RATE : 2 * RATE]) > level(heard[RATE : 2 * RATE]) + 4


def test_it_ends_softly_and_is_the_seeds() -> None:
    heard = music(ASKED)
    assert heard[-1].abs() < 1e-4
    assert level(heard[-RATE // 4 :]) < level(heard[-2 * RATE : -RATE]) - 6
    assert torch.equal(heard, music(ASKED))
    assert not torch.allclose(heard, music(replace(ASKED, seed=5)))


def test_nothing_is_added_where_none_is_asked_for_or_a_recording_is_given() -> None:
    plain = replace(ASKED, prompt='A man says: "Hello."')
    assert accompanied(clip(words()), plain).audio is not None
    assert music(plain).abs().max() == 0
    assert music(replace(ASKED, audio=words())).abs().max() == 0
    assert accompanied(clip(None), ASKED).audio is None
