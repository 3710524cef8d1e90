"""Word errors of known sentences."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("pocketsphinx")
pytest.importorskip("soundfile")

import soundfile

from retrat.evaluate.words import transcribe, word_error_rate, word_errors, words_of

TEXT = "Hello from the sea."


@pytest.mark.parametrize(
    ("wanted", "heard", "errors"),
    [
        ("a b c", "a b c", 0),
        ("a b c", "a x c", 1),
        ("a b c", "a c", 1),
        ("a b c", "a b b c", 1),
        ("a b c", "", 3),
        ("", "a", 1),
    ],
)
def test_errors_are_counted(wanted: str, heard: str, errors: int) -> None:
    assert word_errors(wanted.split(), heard.split()) == errors


def test_words_are_plain() -> None:
    assert words_of("It\u2019s fine \u2014 \u201cHello,\u201d she said!") == [
        "it's",
        "fine",
        "hello",
        "she",
        "said",
    ]


@pytest.fixture(scope="module")
def speech(flite: str, tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    path: Path = tmp_path_factory.mktemp("speech") / "a.wav"
    subprocess.run([flite, "-voice", "rms", "-t", TEXT, "-o", str(path)], check=True)
    samples, _ = soundfile.read(path, dtype="float32")
    return samples


def test_clear_speech_is_understood(speech: np.ndarray) -> None:
    assert word_error_rate(speech, rate=16_000, text=TEXT) == 0


def test_other_words_are_errors(speech: np.ndarray) -> None:
    assert word_error_rate(speech, rate=16_000, text="Nine purple horses sleep") == 1


def test_silence_says_nothing() -> None:
    assert transcribe(np.zeros(16_000, np.float32), rate=16_000) == []
    assert word_error_rate(np.zeros(16_000, np.float32), rate=16_000, text=TEXT) == 1
