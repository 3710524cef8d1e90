"""Known voices and known pitches."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("pyworld")
pytest.importorskip("soundfile")

import soundfile

from retrat.evaluate.voice import Voice, hear, score_voice

WORDS = [
    "please bring the green umbrella to the kitchen",
    "the children walked along the river and sang",
]
RATE = 16_000


def say(flite: str, folder: Path, voice: str, text: str) -> np.ndarray:
    path = folder / f"{voice}.wav"
    subprocess.run([flite, "-voice", voice, "-t", text, "-o", str(path)], check=True)
    samples, rate = soundfile.read(path, dtype="float32")
    assert rate == RATE
    return samples


@pytest.fixture(scope="module")
def heard(flite: str, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], Voice]:
    folder = tmp_path_factory.mktemp("speech")
    return {
        (voice, index): hear(say(flite, folder, voice, text), rate=RATE)
        for voice in ("slt", "rms", "awb")
        for index, text in enumerate(WORDS)
    }


def test_every_voice_is_nearest_to_itself_in_other_words(heard) -> None:
    voices = ["slt", "rms", "awb"]
    references = [heard[voice, 0] for voice in voices]
    for right, voice in enumerate(voices):
        score = score_voice(heard[voice, 1], references, right)
        assert score.is_nearest, voice
        assert score.similarity > 0.7
        assert score.pitch_level_off < 2


def test_a_wrong_voice_is_not_nearest_and_less_similar(heard) -> None:
    references = [heard["slt", 0], heard["rms", 0]]
    score = score_voice(heard["slt", 1], references, 1)
    assert not score.is_nearest
    assert score.similarity < 0.75
    assert score.pitch_level_off > 6  # a woman's voice against a man's


def test_syllables_are_counted_within_a_third(heard) -> None:
    spoken = {0: 11, 1: 11}
    for (voice, index), each in heard.items():
        counted = each.syllables_per_second * each.speech_seconds
        assert abs(counted - spoken[index]) <= spoken[index] / 3, voice


def test_sample_rate_and_loudness_change_nothing(flite: str, tmp_path: Path) -> None:
    from scipy.signal import resample_poly

    samples = say(flite, tmp_path, "slt", WORDS[0])
    plain, other = hear(samples, rate=RATE), hear(0.3 * resample_poly(samples, 3, 2), rate=24_000)
    assert plain.embedding @ other.embedding > 0.97
    assert abs(plain.pitch_level - other.pitch_level) < 0.2


@pytest.mark.parametrize("samples", [np.zeros(RATE, np.float32), np.zeros(10, np.float32)])
def test_silence_has_no_voice(samples: np.ndarray) -> None:
    voice = hear(samples, rate=RATE)
    assert voice.embedding is None
    assert voice.speech_seconds == 0
    assert not score_voice(voice, [voice, voice], 0).is_nearest
