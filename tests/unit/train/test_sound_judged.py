"""The judge of voices: what is as good as the recording scores as the recording."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from people import babble

pytest.importorskip("pocketsphinx")
pytest.importorskip("pyworld")

from recipes import sound_judged
from retrat.conditioning.phones import TimedPhone
from retrat.pipeline.components import Components, tiny_components
from retrat.pipeline.request import Windows
from retrat.train.data.speech import Utterance, save_shard, speaker_seeds

SPEAKERS = speaker_seeds("test", 3)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three test speakers, of whom one says too little to be tried."""
    first, second, third = SPEAKERS
    made = [
        Utterance(
            text="Hello.",
            speaker_seed=speaker,
            samples=babble(1.5 + 0.4 * takes, seed=3 * speaker + take).mono.numpy(),
            phones=(TimedPhone("hh", 0.0, 0.7), TimedPhone("ow", 0.7, 1.5)),
            pitch_hertz=np.zeros(150, np.float32),
        )
        for speaker, takes in ((first, 2), (second, 1), (third, 3))
        for take in range(takes)
    ]
    save_shard(tmp_path / "test-0000.npz", made)
    return tmp_path


def test_speakers_with_two_sentences_are_tried(corpus: Path) -> None:
    trials = sound_judged.trials_of(corpus, 10)
    assert [trial.said.speaker_seed for trial in trials] == [SPEAKERS[0], SPEAKERS[2]]
    assert all(not np.array_equal(t.said.samples, t.voice.samples) for t in trials)
    assert len(sound_judged.trials_of(corpus, 1)) == 1


def test_a_recording_scores_as_itself(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound_judged, "speak", lambda _, trial, **__: trial.said.samples)
    numbers = sound_judged.judge(tiny_components(0), sound_judged.trials_of(corpus, 2), seed=0)
    assert numbers.pop("speakers") == 2
    assert numbers.pop("pace_correlation") == pytest.approx(1.0)
    for name, value in numbers.items():
        if name.startswith("made_"):
            assert value == pytest.approx(numbers[name.replace("made_", "recording_")], nan_ok=True)


def test_voices_are_given_as_phones_record_them(corpus: Path) -> None:
    parts = sound_first()
    trial = sound_judged.trials_of(corpus, 1)[0]
    clean, recorded = (
        sound_judged.speak(parts, trial, seed=1, is_recorded=each) for each in (False, True)
    )
    assert clean.shape == recorded.shape
    assert not np.array_equal(clean, recorded)


def sound_first() -> Components:
    """Tiny weights that make their sound first."""
    parts = tiny_components(0)
    windows = Windows(picture=3, sound=20, sound_overlap=4, picture_steps=1, is_anchored=True)
    return replace(parts, recommended=replace(parts.recommended, windows=windows))
