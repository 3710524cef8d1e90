import numpy as np
import pytest
import torch

from retrat.train.data.sounds import Sounds
from retrat.train.data.speech import Utterance


@pytest.fixture(scope="module")
def sounds() -> Sounds:
    ramp = np.linspace(0.1, 0.9, 48_000, dtype=np.float32)
    said = Utterance(
        text="", speaker_seed=0, samples=ramp, phones=(), pitch_hertz=100 + 100 * ramp[120::240]
    )
    return Sounds([said], seed=3, ambience_seconds=1.0)


def test_a_batch_belongs_to_its_step(sounds: Sounds) -> None:
    first, again, other = (sounds.batch(s, size=4, latent_frames=8) for s in (7, 7, 8))
    assert torch.equal(first["samples"], again["samples"])
    assert not torch.equal(first["samples"], other["samples"])
    assert first["samples"].shape == (4, 7680)
    assert first["pitch_hertz"].shape == (4, 32)
    assert first["samples"].abs().max() <= 1


def test_pitch_stays_with_the_sound(sounds: Sounds) -> None:
    samples, pitch = sounds._speech(np.random.default_rng(1), 7680)
    heard = samples.reshape(-1, 240).mean(axis=1)
    np.testing.assert_allclose(pitch, 100 + 100 * heard, atol=0.5)


def test_an_utterance_shorter_than_the_crop_is_surrounded_by_silence(sounds: Sounds) -> None:
    samples, pitch = sounds._speech(np.random.default_rng(1), 96_000)
    assert (samples != 0).sum() == pytest.approx(48_000, abs=2)
    assert (pitch > 0).sum() == 200
