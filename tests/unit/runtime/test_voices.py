import math
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from people import babble

from retrat.errors import RequestError
from retrat.media import decode_audio
from retrat.runtime.voices import KEPT_SECONDS, analyse, require_sound, voice_sample
from retrat.types import Audio

RATE = 24_000


def audio(samples: torch.Tensor) -> Audio:
    return Audio(samples=samples.float()[None], sample_rate=RATE)


def noise(seconds: float) -> torch.Tensor:
    generator = torch.Generator().manual_seed(0)
    return torch.randn(round(seconds * RATE), generator=generator)


def tone(hz: float) -> torch.Tensor:
    return 0.3 * torch.sin(2 * math.pi * hz * torch.arange(3 * RATE) / RATE)


NOT_SPEECH = {
    "silence": (torch.zeros(3 * RATE), "is silent"),
    "almost silence": (noise(3) * 1e-5, "is silent"),
    "white noise": (noise(3) * 0.1, "sounds like noise"),
    "rumble": (noise(3).cumsum(0) * 1e-3, "sounds like noise"),
    "crackle": ((noise(3) > 3.2).float(), "sounds like noise"),
    "beep": (tone(440), "steady tone"),
    "hum": (tone(100) + tone(200) / 3, "steady tone"),
    "too short": (babble(0.8).samples[0], "0.8 s long"),
    "a word in silence": (
        torch.cat([torch.zeros(RATE), babble(0.5).samples[0], torch.zeros(RATE)]),
        r"0\.\d s of speech",
    ),
}


@pytest.mark.parametrize("name", NOT_SPEECH)
def test_what_is_no_speech_is_refused(name: str) -> None:
    samples, message = NOT_SPEECH[name]
    with pytest.raises(RequestError, match=message) as caught:
        voice_sample(audio(samples), name="voice.wav")
    assert caught.value.field == "voice"


@pytest.mark.parametrize("seconds", [1.0, 3.0, 12.0, 60.0])
def test_talking_of_any_length(seconds: float) -> None:
    sample = voice_sample(babble(seconds), name="voice.wav")
    assert min(seconds, KEPT_SECONDS) - 0.5 <= sample.seconds <= KEPT_SECONDS + 0.1
    assert sample.samples.shape[0] == 1


def test_pitch_is_heard() -> None:
    frames = analyse(babble(3))
    median = frames.pitch_hz[frames.is_voiced].median()
    assert 110 < median < 150


@pytest.mark.parametrize("gain", [0.02, 1.0, 3.0])
def test_level_is_the_same_whoever_recorded(gain: float) -> None:
    loud = babble(3)
    sample = voice_sample(replace(loud, samples=loud.samples * gain), name="voice.wav")
    reference = voice_sample(loud, name="voice.wav")
    assert float(sample.samples.square().mean()) == pytest.approx(
        float(reference.samples.square().mean()), rel=0.1
    )
    assert sample.samples.abs().max() <= 0.951


def test_the_part_with_most_voice_is_kept() -> None:
    talk = babble(6).samples[0]
    quiet = noise(8) * 1e-4
    sample = voice_sample(audio(torch.cat([quiet, talk, quiet])), name="voice.wav")
    frames = analyse(sample)
    assert frames.seconds(frames.is_voiced) > 3


def test_speech_in_some_noise_is_speech() -> None:
    talk = babble(3).samples[0]
    noisy = talk + noise(3) * talk.square().mean().sqrt() * 0.2
    assert voice_sample(audio(noisy), name="voice.wav").seconds > 2


def test_a_sound_track_must_be_heard() -> None:
    with pytest.raises(RequestError, match=r"song\.mp3 is silent"):
        require_sound(audio(torch.zeros(RATE)), name="song.mp3")
    require_sound(audio(tone(440)), name="song.mp3")


@pytest.mark.parametrize("voice", ["slt", "rms", "awb", "kal16"])
def test_synthetic_speakers(flite: str, tmp_path: Path, voice: str) -> None:
    path = tmp_path / "a.wav"
    words = "Hello from the sea. The waves are gentle this evening."
    subprocess.run([flite, "-voice", voice, "-t", words, "-o", str(path)], check=True)
    assert voice_sample(decode_audio(path), name="a.wav").seconds > 2


@pytest.mark.parametrize("samples", [0, 3, 2399])
def test_a_sound_of_a_few_samples_is_none(samples: int) -> None:
    short = Audio(samples=torch.ones(1, samples), sample_rate=24_000)
    with pytest.raises(RequestError, match=r"a\.wav is .* s long; a recording needs at least 0\.1"):
        require_sound(short, name="a.wav")
