from pathlib import Path

import numpy as np
import pytest
import torch

from retrat.conditioning.phones import PHONES, TimedPhone
from retrat.models.duration_predictor import DurationPredictor
from retrat.models.voice_encoder import VoiceEncoder
from retrat.train.data.speech import Utterance, save_shard, speaker_from_seed, speaker_seeds
from retrat.train.loop import LoopConfig
from retrat.train.voice import VoiceRun, export, measure, same_speaker_loss, voice_loop
from retrat.weights.modules import load_module

RUN = VoiceRun(
    name="test",
    encoder=VoiceEncoder.Config.tiny(),
    predictor=DurationPredictor.Config.tiny(),
    loop=LoopConfig(steps=60, learning_rate=1e-2, warmup_steps=1, prefetch=0, ema_decay=0.5),
    speakers=4,
    seconds=0.5,
    ambience_seconds=0.5,
)


def beeps(seed: int, take: int) -> Utterance:
    """A speaker who beeps at the pace the seed decides."""
    rng = np.random.default_rng((seed, take))
    length = 0.12 / speaker_from_seed(seed).rate ** 2
    phones = [PHONES[i] for i in rng.integers(1, len(PHONES), 6)]
    timed = tuple(TimedPhone(p, i * length, (i + 1) * length) for i, p in enumerate(phones))
    at = np.arange(960 * int(6 * length * 25)) / 24_000
    on = (at / length).astype(int) % 2
    sound = (0.2 * on * np.sign(np.sin(2 * np.pi * (120 + seed % 50) * at))).astype(np.float32)
    pitch = np.full(len(sound) // 240, 120.0 + seed % 50, np.float32)
    return Utterance(text="", speaker_seed=seed, samples=sound, phones=timed, pitch_hertz=pitch)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    save_shard(
        folder / "train-0000.npz",
        [beeps(seed, take) for seed in speaker_seeds("train", 8) for take in range(2)],
    )
    return folder


def test_it_learns_and_can_be_used(corpus: Path, tmp_path: Path) -> None:
    loop = voice_loop(RUN, corpus, tmp_path)
    batch = loop.batch(0)
    losses = [float(loop.train_step(batch)["loss"]) for _ in range(15)]
    assert losses[-1] < 0.9 * losses[0]
    networks = loop.averages["voice"]
    numbers = measure(networks, [beeps(s, t) for s in speaker_seeds("test", 4) for t in range(2)])
    assert numbers["speakers"] == 4
    assert 0 <= numbers["nearest"] <= 1
    export(loop, RUN, tmp_path)
    encoder = load_module(VoiceEncoder, tmp_path / "voice_encoder.safetensors")
    predictor = load_module(DurationPredictor, tmp_path / "duration_predictor.safetensors")
    tokens = encoder(batch["first"])
    torch.testing.assert_close(tokens, networks["encoder"](batch["first"]))
    assert predictor(batch["phone_ids"], tokens[:, 5:]).shape == batch["log_seconds"].shape


def test_an_encoder_that_stays_is_read(corpus: Path, tmp_path: Path) -> None:
    torch.manual_seed(3)
    kept = VoiceEncoder(VoiceEncoder.Config.tiny())
    before = {name: value.clone() for name, value in kept.state_dict().items()}
    loop = voice_loop(RUN, corpus, tmp_path, kept=kept)
    batch = loop.batch(0)
    losses = [loop.train_step(batch) for _ in range(15)]
    assert set(losses[0]) >= {"loss", "durations"}
    assert "timbre_facts" not in losses[0]
    assert float(losses[-1]["loss"]) < 0.9 * float(losses[0]["loss"])
    for name, value in loop.averages["voice"]["encoder"].state_dict().items():
        assert torch.equal(value, before[name])
    numbers = measure(
        loop.averages["voice"], [beeps(s, t) for s in speaker_seeds("test", 4) for t in range(2)]
    )
    assert numbers["speakers"] == 4
    rule, own = numbers["log_seconds_error_rule"], numbers["log_seconds_error_own"]
    assert rule > 0
    assert rule != own
    assert measure(loop.averages["voice"], []) == {"speakers": 0}  # nobody to be measured on


def test_finding_oneself_costs_nothing_and_a_stranger_much() -> None:
    tokens = torch.eye(5)
    assert same_speaker_loss(tokens, tokens) < 0.01
    assert same_speaker_loss(tokens, tokens.roll(1, 0)) > 5
