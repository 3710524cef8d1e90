import subprocess
from pathlib import Path

import numpy as np
import pytest
import torch
from people import babble

from retrat.media import decode_audio
from retrat.runtime import speakers
from retrat.runtime.likeness import THRESHOLDS
from retrat.runtime.speakers import speaker_vector, voice_of
from retrat.types import Audio

SENTENCES = (
    "Please bring the green umbrella to the kitchen before the rain begins again.",
    "The children walked along the river and sang until the evening came.",
)


@pytest.fixture(scope="module")
def said(flite: str, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], Audio]:
    """Two people say two sentences each."""
    if not speakers.knows_voices():
        pytest.skip("Resemblyzer is not installed")
    folder = tmp_path_factory.mktemp("said")
    found = {}
    for voice in ("slt", "rms"):
        for index, sentence in enumerate(SENTENCES):
            path = folder / f"{voice}{index}.wav"
            subprocess.run([flite, "-voice", voice, "-t", sentence, "-o", str(path)], check=True)
            found[voice, index] = decode_audio(path)
    return found


def alike(one: Audio, other: Audio) -> float:
    return float(voice_of([one])[0] @ voice_of([other])[0])


def test_other_words_of_one_person_and_of_another(said: dict[tuple[str, int], Audio]) -> None:
    assert alike(said["slt", 0], said["slt", 1]) > THRESHOLDS.voice
    assert alike(said["rms", 0], said["rms", 1]) > THRESHOLDS.voice
    assert alike(said["slt", 0], said["rms", 0]) < THRESHOLDS.voice - 0.2


def test_level_pauses_and_rate_change_nothing(said: dict[tuple[str, int], Audio]) -> None:
    plain = said["slt", 0]
    silence = torch.zeros(1, plain.sample_rate)
    quiet = torch.cat([silence, plain.samples * 0.1, silence], dim=1)
    likeness = alike(plain, Audio(samples=quiet, sample_rate=plain.sample_rate))
    assert likeness > 0.97 * alike(plain, plain)


def test_several_recordings_are_one_voice(said: dict[tuple[str, int], Audio]) -> None:
    both = voice_of([said["slt", 0], said["slt", 1]])
    assert both.shape == (1, 256)
    assert 0.8 < np.linalg.norm(both) < 1  # the mean of what its pieces say


def test_likeness_is_the_mean_over_all_pairs_of_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = np.eye(256)[:2]
    monkeypatch.setattr(speakers, "knows_voices", lambda: True)
    monkeypatch.setattr(speakers, "spoken", lambda recordings: recordings[0])
    monkeypatch.setattr(speakers, "_common", lambda: np.zeros(256))
    heard = {
        "word": [one],
        "short": [one] * 3,
        "long": [one] * 5 + [other] * 3,
        "other": [other] * 4,
    }
    monkeypatch.setattr(speakers, "_windows", lambda name: np.array(heard[name]))
    word, short, long, stranger = (voice_of([name])[0] for name in heard)
    mixed = (one + other * 3) / np.sqrt(10)  # the second piece begins with one of the first's
    assert word == pytest.approx(one)
    assert short == pytest.approx(one)
    assert float(long @ short) == pytest.approx((1 + mixed[0]) / 2)
    assert float(long @ stranger) == pytest.approx((0 + mixed[1]) / 2)


def test_too_little_says_nothing() -> None:
    assert speaker_vector(np.zeros(16_000)) is None
    assert voice_of([]).shape == (0, 256)


def test_without_the_network_nobody_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speakers, "_PACKAGE", "resemblyzer_that_is_not_there")
    assert not speakers.knows_voices()
    assert voice_of([babble(2.0)]).shape == (0, 256)


def test_the_mean_is_part_of_the_package() -> None:
    with np.load(Path(speakers.__file__).with_name("voices.npz")) as stored:
        assert stored["mean"].shape == (256,)
        assert 0.6 < np.linalg.norm(stored["mean"]) < 0.9  # voices have much in common
