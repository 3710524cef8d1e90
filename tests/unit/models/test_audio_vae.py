import math

import pytest
import torch
from torch import Tensor

from retrat.models.audio_vae import (
    AudioVAE,
    Parts,
    fixed_noise,
    hertz_to_pitch,
    mel_bank,
    minimum_phase,
    pitch_to_hertz,
)


@pytest.fixture(scope="module")
def vae() -> AudioVAE:
    """Tiny, with every weight awake."""
    torch.manual_seed(0)
    vae = AudioVAE(AudioVAE.Config.tiny()).eval()
    for parameter in vae.parameters():
        if parameter.ndim > 1:
            torch.nn.init.normal_(parameter, std=0.15)
    vae.latents_mean.normal_()
    vae.latents_std.uniform_(0.5, 2.0)
    return vae.requires_grad_(requires_grad=False)


def sound(latents: int) -> Tensor:
    rng = torch.Generator().manual_seed(latents)
    return 0.1 * torch.randn(2, 960 * latents, generator=rng)


def test_geometry(vae: AudioVAE) -> None:
    latents = vae.encode(sound(10))
    assert latents.shape == (2, 64, 10)
    assert vae.decode(latents).shape == (2, 9600)
    assert vae.config.latent_rate == 25


@pytest.mark.parametrize("latent_frames", [1, 7, 33])
def test_chunks_equal_the_whole(vae: AudioVAE, latent_frames: int) -> None:
    latents = vae.encode(sound(50))
    whole = vae.decode(latents)
    chunked = torch.cat(list(vae.decode_chunks(latents, latent_frames=latent_frames)), dim=1)
    assert (whole - chunked).abs().max() < 1e-6 * whole.abs().max()


def test_the_context_is_not_too_small_by_much(vae: AudioVAE) -> None:
    latents = vae.encode(sound(40))
    changed = latents.clone()
    changed[..., 20] += 3.0
    far = (vae.decode(latents) - vae.decode(changed)).abs().amax(dim=0) > 1e-7
    first = int(far.nonzero()[0])
    assert (20 - vae.context) * 960 <= first < 20 * 960


def test_statistics_normalise(vae: AudioVAE) -> None:
    raw = vae.posterior_mean(sound(10))
    latents = vae.encode(sound(10))
    expected = (raw - vae.latents_mean) / vae.latents_std
    torch.testing.assert_close(latents.transpose(1, 2), expected)


def test_samples_must_fill_latents(vae: AudioVAE) -> None:
    with pytest.raises(AssertionError, match="1000 samples"):
        vae.encode(torch.zeros(1, 1000))


def test_pulses_through_a_flat_filter_have_the_pitch_and_the_level() -> None:
    vae = AudioVAE(AudioVAE.Config.tiny())
    frames = 100
    silence = torch.full((1, frames, vae.bins), -20.0)
    parts = Parts(torch.zeros(1, frames, 24), torch.zeros(1, frames, vae.bins), silence)
    hertz = torch.full((1, frames * 240), 200.0)
    turns = torch.cumsum(hertz.double() / 24_000, dim=1)
    made = vae.synthesise(parts, hertz, turns, first_sample=0)[0, 2400:-2400]
    assert made.square().mean() == pytest.approx(1.0, abs=0.1)
    spectrum = torch.fft.rfft(made * torch.hann_window(len(made))).abs()
    lag = round(200 * len(made) / 24_000)
    assert spectrum[3 * lag] > 50 * spectrum[3 * lag + lag // 2]


def test_minimum_phase_keeps_the_magnitude_and_comes_first() -> None:
    hertz = torch.linspace(0, math.pi, 513)
    logs = (0.8 * torch.cos(hertz) + 0.3 * torch.cos(3 * hertz))[None, None]
    found = minimum_phase(logs)
    torch.testing.assert_close(found.abs(), logs.exp(), rtol=1e-3, atol=1e-3)
    response = torch.fft.irfft(found)[0, 0]
    assert response[:20].square().sum() > 0.99 * response.square().sum()


def test_noise_belongs_to_the_sample_number() -> None:
    cpu = torch.device("cpu")
    assert torch.equal(fixed_noise(0, 100, cpu)[40:], fixed_noise(40, 60, cpu))


def test_pitch_scale_round_trip() -> None:
    hertz = torch.tensor([55.0, 100.0, 440.0, 880.0])
    torch.testing.assert_close(pitch_to_hertz(hertz_to_pitch(hertz, 121), 121), hertz)


def test_every_mel_band_hears_something() -> None:
    bank = mel_bank(100, 1024, 24_000)
    torch.testing.assert_close(bank.sum(dim=0), torch.ones(100))


def test_what_is_kept_can_be_learned_through_after_a_clip_was_made() -> None:
    mel_bank.cache_clear()
    with torch.inference_mode():
        mel_bank(20, 256, 24_000)
    sound = torch.rand(4, 129, requires_grad=True)
    (sound @ mel_bank(20, 256, 24_000)).sum().backward()
    assert sound.grad is not None
