"""The judge of deliveries: what was done to a sound is what it says."""

from pathlib import Path

import numpy as np
import pytest
import torch
from people import babble

pytest.importorskip("pocketsphinx")
pytest.importorskip("webrtcvad")

from recipes import delivery_judged
from retrat.conditioning.lines import Plan
from retrat.conditioning.phones import TimedPhone
from retrat.pipeline.components import tiny_components
from retrat.pipeline.delivering import delivered
from retrat.train.data.speech import SAMPLE_RATE, Utterance, save_shard, speaker_seeds


def changed(samples: np.ndarray, **told: float) -> np.ndarray:
    frames = round(100 * len(samples) / SAMPLE_RATE)
    delivery = torch.zeros(frames, 4)
    for at, name in enumerate(("pitch", "range", "effort", "breath")):
        delivery[:, at] = told.get(name, 0.0)
    plan = Plan(torch.ones(frames).long(), torch.ones(frames).long(), delivery)
    return delivered(torch.from_numpy(samples), plan, SAMPLE_RATE).numpy()


def test_pitch_breath_and_effort_are_heard() -> None:
    samples = babble(1.6, seed=3).mono.numpy()
    plain = delivery_judged.heard_in(samples, "Hello.")
    higher = delivery_judged.heard_in(changed(samples, pitch=0.25), "Hello.")
    assert higher.pitch - plain.pitch == pytest.approx(3, abs=0.7)
    whispered = delivery_judged.heard_in(changed(samples, breath=1.0), "Hello.")
    assert whispered.voiced < 0.3 * plain.voiced
    loud = delivery_judged.heard_in(changed(samples, effort=1.0), "Hello.")
    assert loud.brightness > plain.brightness + 1


def test_ways_are_compared_with_the_plain_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (speaker,) = speaker_seeds("test", 1)
    said = [
        Utterance(
            text="Hello.",
            speaker_seed=speaker,
            samples=babble(1.5, seed=take).mono.numpy(),
            phones=(TimedPhone("hh", 0.0, 0.7), TimedPhone("ow", 0.7, 1.5)),
            pitch_hertz=np.zeros(150, np.float32),
        )
        for take in (1, 2)
    ]
    save_shard(tmp_path / "test-0000.npz", said)
    sound = babble(2.0, seed=5).mono.numpy()

    def speak(_parts: object, way: str, *_: object) -> np.ndarray:
        return changed(sound, pitch=0.25) if way == "high" else sound

    ways = {way: delivery_judged.WAYS[way] for way in ("plain", "high", "deep")}
    monkeypatch.setattr(delivery_judged, "WAYS", ways)
    monkeypatch.setattr(delivery_judged, "speak", speak)
    numbers = delivery_judged.judge(tiny_components(0), tmp_path, 1, 0)
    assert numbers["high"]["pitch"] == pytest.approx(3, abs=0.7)
    assert numbers["deep"]["pitch"] == 0
    assert numbers["plain"]["seconds"] > 0.5
