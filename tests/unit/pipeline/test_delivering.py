"""Finished speech, delivered as its lines ask."""

import numpy as np
import pytest
import torch

from retrat.conditioning.delivery import BREATH, EFFORT, PITCH, RANGE
from retrat.conditioning.lines import Plan
from retrat.media.vocoder import pitch_of
from retrat.pipeline.delivering import delivered

RATE, SECONDS = 24_000, 1.6
FRAMES = round(100 * SECONDS)


@pytest.fixture(scope="module")
def voice() -> torch.Tensor:
    """A vowel that wavers about 150 Hz, silence at its ends."""
    at = np.arange(round(RATE * SECONDS)) / RATE
    pitch = 150 * 2 ** (0.15 * np.sin(2 * np.pi * 2.5 * at))
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    hum = sum(np.sin(k * phase) / k for k in range(1, 20)) * 0.1
    hum[: RATE // 5] = hum[-RATE // 5 :] = 0
    return torch.from_numpy(hum).float()


def plan(**channels: float) -> Plan:
    delivery = torch.zeros(FRAMES, 4)
    for name, value in channels.items():
        delivery[:, {"pitch": PITCH, "range": RANGE, "effort": EFFORT, "breath": BREATH}[name]] = (
            value
        )
    return Plan(torch.ones(FRAMES).long(), torch.ones(FRAMES).long(), delivery)


def heights(samples: torch.Tensor) -> np.ndarray:
    """Octaves, where there is a voice."""
    pitch = pitch_of(samples.double().numpy(), RATE)[60:-60]
    return np.log2(np.where(pitch > 0, pitch, np.nan))


def test_what_is_plain_is_not_touched(voice: torch.Tensor) -> None:
    assert delivered(voice, plan(), RATE) is voice


def test_pitch_moves_as_far_as_is_told(voice: torch.Tensor) -> None:
    higher = delivered(voice, plan(pitch=0.3), RATE)
    assert len(higher) == len(voice)
    assert np.nanmedian(heights(higher) - heights(voice)) == pytest.approx(0.3, abs=0.03)


def test_pitch_moves_less_where_its_range_is_small(voice: torch.Tensor) -> None:
    level = delivered(voice, plan(range=-1.3), RATE)
    assert np.nanstd(heights(level)) < 0.55 * np.nanstd(heights(voice))
    assert np.nanmedian(heights(level)) == pytest.approx(np.nanmedian(heights(voice)), abs=0.05)


def test_only_what_is_told_changes(voice: torch.Tensor) -> None:
    told = plan()
    told.delivery[100:130, PITCH] = 0.4
    changed = delivered(voice, told, RATE)
    assert torch.equal(changed[: round(0.85 * RATE)], voice[: round(0.85 * RATE)])
    assert not torch.allclose(changed[RATE : round(1.3 * RATE)], voice[RATE : round(1.3 * RATE)])
    jump = changed.diff().abs().max()
    assert jump < 2 * voice.diff().abs().max(), "no click where it begins"


def test_a_whisper_has_no_voice_and_is_as_loud(voice: torch.Tensor) -> None:
    whispered = delivered(voice, plan(breath=1.0), RATE)
    spectrum = torch.fft.rfft(whispered[RATE // 2 : RATE]).abs()
    tonal = torch.fft.rfft(voice[RATE // 2 : RATE]).abs()
    assert spectrum.max() / spectrum.mean() < 0.4 * tonal.max() / tonal.mean()
    assert float(whispered.std()) == pytest.approx(float(voice.std()), rel=0.1)


def test_effort_is_bright(voice: torch.Tensor) -> None:
    def brightness(samples: torch.Tensor) -> float:
        power = torch.fft.rfft(samples).abs().square()
        border = round(1000 * SECONDS)
        return float(power[border:].sum() / power[:border].sum())

    loud, soft = (delivered(voice, plan(effort=each), RATE) for each in (1.0, -1.0))
    assert brightness(loud) > 1.5 * brightness(voice) > 2 * brightness(soft)


def test_everybody_has_a_middle_of_their_own(voice: torch.Tensor) -> None:
    told = plan(range=-1.3)
    told.speakers[:80] = 2
    low = voice.clone()
    half = round(0.8 * RATE)
    low[half:] = delivered(voice, plan(pitch=-0.4), RATE)[half:]
    level = delivered(low, told, RATE)
    apart = np.nanmedian(heights(level)[:90]) - np.nanmedian(heights(level)[110:])
    assert apart == pytest.approx(0.4, abs=0.1)


def test_silence_stays_silent() -> None:
    silence = torch.zeros(RATE)
    assert not delivered(silence, plan(pitch=0.5, breath=1.0), RATE).abs().max() > 1e-3
