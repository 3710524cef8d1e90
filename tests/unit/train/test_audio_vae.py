import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from retrat.models.audio_vae import AudioVAE, hertz_to_pitch
from retrat.train.audio_vae import (
    AudioVAERun,
    audio_vae_loop,
    energy_distance,
    export,
    fill_pitch,
    fix_latents,
    pitch_loss,
    spectral_distance,
)
from retrat.train.data.speech import Utterance, save_shard
from retrat.train.loop import LoopConfig
from retrat.weights.modules import load_module, metadata_of
from retrat.weights.releases import CARD, SHIPPED, read_release

RUN = AudioVAERun(
    name="test",
    model=replace(AudioVAE.Config.tiny(), latent_channels=8),
    loop=LoopConfig(
        steps=12, learning_rate=3e-3, warmup_steps=1, prefetch=0, log_every=1, sample_every=10**9
    ),
    batch=2,
    latent_frames=8,
    ambience_seconds=2.0,
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A buzz at 150 Hz, said to be speech."""
    folder = tmp_path_factory.mktemp("corpus")
    at = np.arange(48_000) / 24_000
    samples = (0.2 * np.sign(np.sin(2 * np.pi * 150 * at))).astype(np.float32)
    pitch = np.full(200, 150.0, np.float32)
    said = Utterance(text="", speaker_seed=0, samples=samples, phones=(), pitch_hertz=pitch)
    save_shard(folder / "train-0000.npz", [said])
    return folder


def test_it_learns_and_the_latents_can_be_fixed(corpus: Path, tmp_path: Path) -> None:
    loop = audio_vae_loop(RUN, corpus, tmp_path)
    batch = loop.batch(0)
    before = float(loop.train_step(batch)["loss"])
    for _ in range(10):
        after = float(loop.train_step(batch)["loss"])
    assert after < 0.95 * before
    fix_latents(loop, RUN, corpus)
    export(loop, RUN, tmp_path / "vae.safetensors")
    samples = batch["samples"]
    latents = load_module(AudioVAE, tmp_path / "vae.safetensors").encode(samples)
    frozen = audio_vae_loop(replace(RUN, freeze_encoder=True), corpus, tmp_path)
    frozen.train_step(batch)
    export(frozen, RUN, tmp_path / "later.safetensors")
    later = load_module(AudioVAE, tmp_path / "later.safetensors")
    torch.testing.assert_close(later.encode(samples), latents)
    assert not torch.equal(later.decode(latents), loop.averages["vae"].decode(latents))
    again = audio_vae_loop(RUN, corpus, tmp_path / "new", begun=tmp_path / "later.safetensors")
    torch.testing.assert_close(again.averages["vae"].decode(latents), later.decode(latents))


def test_export_into_a_release(corpus: Path, tmp_path: Path) -> None:
    loop = audio_vae_loop(RUN, corpus, tmp_path / "run")
    folder = tmp_path / "release"
    folder.mkdir()
    export(loop, RUN, folder)
    assert [path.name for path in folder.iterdir()] == ["audio_vae.safetensors"], "no release yet"
    shutil.copy(SHIPPED / "nano" / CARD, folder)
    export(loop, RUN, folder)
    path = read_release(folder).path("audio_vae")
    assert metadata_of(path)["recipe"] == "test"
    samples = loop.batch(0)["samples"]
    wanted = loop.averages["vae"].encode(samples)
    latents = load_module(AudioVAE, path).encode(samples)
    torch.testing.assert_close(latents, wanted, atol=0.05, rtol=0.05)  # in bfloat16


def test_distance_is_zero_for_the_same_and_deaf_to_polarity() -> None:
    sound = 0.1 * torch.randn(1, 9600, generator=torch.Generator().manual_seed(0))
    assert sum(map(float, spectral_distance(sound, -sound, sound).values())) == 0
    softer = spectral_distance(0.5 * sound, sound, sound)
    assert float(softer["mel"]) == pytest.approx(np.log(2), abs=0.02)


def test_the_best_guess_of_noise_is_noise() -> None:
    """A steady spectrum is nearer to noise than noise is; by energy distance it is not."""
    rng = torch.Generator().manual_seed(0)
    wanted, first, second = (0.1 * torch.randn(1, 24_000, generator=rng) for _ in range(3))
    pulses = torch.zeros(1, 24_000)
    pulses[:, ::100] = 0.1 * 10
    noisy = energy_distance(first, second, wanted)
    steady = energy_distance(pulses, pulses.roll(30, 1), wanted)
    assert sum(map(float, noisy.values())) < 0.5 * sum(map(float, steady.values()))


def test_pitch_is_drawn_through_what_is_unvoiced() -> None:
    filled, weight = fill_pitch(torch.tensor([[0.0, 100, 0, 0, 130, 0], [0.0] * 6]))
    assert filled[0].tolist() == [100, 100, 110, 120, 130, 130]
    assert weight[0, 1] == 1
    assert 0 < weight[0, 2] < 1
    assert not weight[1].any()


def test_the_named_pitch_should_be_the_true_one() -> None:
    hertz = torch.full((1, 4), 200.0)
    right = round(float(hertz_to_pitch(hertz, 121)[0, 0]))
    losses = [
        float(pitch_loss(20.0 * torch.eye(121)[[bin_] * 4][None], hertz))
        for bin_ in (right, right + 3)
    ]
    assert losses[0] < losses[1]
