"""Sound as 25 latents a second, and back: 24 kHz mono <-> 64 continuous channels.

    samples -> log-mel, 100 Hz -> four frames one patch -> ConvNeXt, 25 Hz -> latents
    latents -> ConvNeXt, 25 Hz -> four frames each -> ConvNeXt, 100 Hz -> pitch, two log spectra
    pitch -> pulses . voiced spectrum ;  fixed noise . noise spectrum ;  sum -> inverse STFT

The decoder is a source and a filter: voices are pulses through a throat, places are shaped noise.
Nobody has to learn how a phase runs on, so a small network on little data sounds clean, and ten
seconds cost a fraction of a second on a CPU. Filters are minimum-phase. The noise belongs to the
sample's number and the pulses' phase is carried on, so decoding in chunks equals decoding at once.

The posterior is a Gaussian of fixed width (`posterior_std`) around `encode`; phases are float64,
spectra float32, the blocks in the compute dtype. Latents leave and enter normalised with the
stored mean and standard deviation. Source-filter decoders: Wang et al. 2019 (neural
source-filter), Engel et al. 2020 (DDSP); blocks: Liu et al. 2022 (ConvNeXt).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Complex, Float, Float64, Int
from torch import Tensor, nn

from retrat.models.convnext import ConvNeXt


class Parts(NamedTuple):
    """What the decoder's network says about the sound, 100 times a second."""

    pitch_logits: Float[Tensor, "b f p"]
    voiced: Float[Tensor, "b f k"]
    """Natural log of the filter that pulses go through."""
    noise: Float[Tensor, "b f k"]


class AudioVAE(nn.Module):
    @dataclass(frozen=True, kw_only=True, slots=True)
    class Config:
        sample_rate: int
        hop: int
        """Samples of a frame; four frames are one latent."""
        mel_bins: int
        fft: int
        latent_channels: int
        width: int
        encoder_blocks: int
        decoder_blocks: int
        fine_width: int
        fine_blocks: int
        pitch_bins: int
        posterior_std: float

        @classmethod
        def tiny(cls) -> "AudioVAE.Config":
            return cls(
                sample_rate=24_000,
                hop=240,
                mel_bins=20,
                fft=1024,
                latent_channels=64,
                width=16,
                encoder_blocks=1,
                decoder_blocks=1,
                fine_width=16,
                fine_blocks=1,
                pitch_bins=24,
                posterior_std=0.2,
            )

        @property
        def latent_samples(self) -> int:
            return FRAMES * self.hop

        @property
        def latent_rate(self) -> float:
            return self.sample_rate / self.latent_samples

    latents_mean: Tensor
    latents_std: Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.patch = nn.Linear(FRAMES * config.mel_bins, config.latent_channels)
        self.encoder_in = nn.Linear(FRAMES * config.mel_bins, config.width)
        self.encoder_blocks = nn.ModuleList(
            ConvNeXt(config.width, kernel=5) for _ in range(config.encoder_blocks)
        )
        self.encoder_out = nn.Linear(config.width, config.latent_channels)
        self.decoder_in = nn.Linear(config.latent_channels, config.width)
        self.decoder_blocks = nn.ModuleList(
            ConvNeXt(config.width, kernel=5) for _ in range(config.decoder_blocks)
        )
        self.widen = nn.Linear(config.width, FRAMES * config.fine_width)
        self.fine_blocks = nn.ModuleList(
            ConvNeXt(config.fine_width, kernel=7) for _ in range(config.fine_blocks)
        )
        self.norm = nn.LayerNorm(config.fine_width)
        self.pitch = nn.Linear(config.fine_width, config.pitch_bins)
        self.spectra = nn.Linear(config.fine_width, 2 * self.bins)
        self.register_buffer("latents_mean", torch.zeros(config.latent_channels))
        self.register_buffer("latents_std", torch.ones(config.latent_channels))
        nn.init.zeros_(self.encoder_out.weight)
        nn.init.zeros_(self.encoder_out.bias)
        nn.init.normal_(self.spectra.weight, std=0.01)
        nn.init.constant_(self.spectra.bias, -5.0)

    @property
    def bins(self) -> int:
        return self.config.fft // 2 + 1

    @property
    def context(self) -> int:
        """Latents on each side that can change a decoded sample."""
        blocks = 2 * len(self.decoder_blocks) + -(-3 * len(self.fine_blocks) // FRAMES)
        return blocks + 1 + -(-self.config.fft // self.config.latent_samples)

    def encode(self, samples: Float[Tensor, "b z"]) -> Float[Tensor, "b c a"]:
        """The posterior's mean, normalised. `z` is a multiple of `latent_samples`."""
        latents = (self.posterior_mean(samples) - self.latents_mean) / self.latents_std
        return rearrange(latents, "b a c -> b c a")

    def decode(self, latents: Float[Tensor, "b c a"]) -> Float[Tensor, "b z"]:
        return next(iter(self.decode_chunks(latents, latent_frames=latents.shape[-1])))

    def decode_chunks(
        self, latents: Float[Tensor, "b c a"], *, latent_frames: int
    ) -> Iterator[Float[Tensor, "b z"]]:
        """The same samples as `decode`, `latent_frames` at a time."""
        tokens = rearrange(latents, "b c a -> b a c") * self.latents_std + self.latents_mean
        total = tokens.shape[1]
        phase = torch.zeros(tokens.shape[0], dtype=torch.float64, device=tokens.device)
        for start in range(0, total, latent_frames):
            stop = min(start + latent_frames, total)
            first, last = max(0, start - self.context), min(total, stop + self.context)
            parts = self.analyse(tokens[:, first:last])
            size = self.config.latent_samples
            hertz = self.samplewise(self.hertz(parts.pitch_logits))
            turns = torch.cumsum(hertz.double() / self.config.sample_rate, dim=1)
            before = turns[:, (start - first) * size - 1] if start > first else 0 * phase
            turns = turns - before[:, None] + phase[:, None]
            samples = self.synthesise(parts, hertz, turns, first_sample=first * size)
            yield samples[:, (start - first) * size : (stop - first) * size]
            phase = turns[:, (stop - first) * size - 1] % 1.0

    def posterior_mean(self, samples: Float[Tensor, "b z"]) -> Float[Tensor, "b a c"]:
        """Latents as trained, not normalised: a linear view of the patch plus what the net adds."""
        if samples.shape[-1] % self.config.latent_samples:
            raise AssertionError(f"{samples.shape[-1]} samples are not a whole number of latents")
        patches = rearrange(self.log_mel(samples), "b (a r) m -> b a (r m)", r=FRAMES)
        hidden = self.encoder_in(patches)
        for block in self.encoder_blocks:
            hidden = block(hidden)
        return self.patch(patches) + self.encoder_out(hidden)

    def log_mel(self, samples: Float[Tensor, "b z"]) -> Float[Tensor, "b f m"]:
        """Log-mel of frames centred at (i + .5) hops, shifted and scaled to about unit size."""
        config = self.config
        margin = (config.fft - config.hop) // 2
        frames = F.pad(samples.float(), (margin, margin)).unfold(-1, config.fft, config.hop)
        window = _hann(config.fft, samples.device)
        power = torch.fft.rfft(frames * window).abs() / (config.fft / 4)
        bank = mel_bank(config.mel_bins, config.fft, config.sample_rate).to(samples.device)
        return (torch.log(power @ bank + 1e-5) + 7.0) / 2.0

    def analyse(self, tokens: Float[Tensor, "b a c"]) -> Parts:
        """The network half of the decoder."""
        hidden = self.decoder_in(tokens)
        for block in self.decoder_blocks:
            hidden = block(hidden)
        hidden = rearrange(self.widen(hidden), "b a (r d) -> b (a r) d", r=FRAMES)
        for block in self.fine_blocks:
            hidden = block(hidden)
        hidden = self.norm(hidden)
        voiced, noise = self.spectra(hidden).float().chunk(2, dim=-1)
        return Parts(self.pitch(hidden).float(), voiced, noise)

    def hertz(self, logits: Float[Tensor, "b f p"]) -> Float[Tensor, "b f"]:
        """The likeliest pitch: a mean over the best bin and two on each side."""
        best = logits.argmax(dim=-1, keepdim=True)
        at = torch.arange(logits.shape[-1], device=logits.device)
        near = logits.masked_fill((at - best).abs() > 2, -torch.inf)
        return pitch_to_hertz((near.softmax(dim=-1) * at).sum(dim=-1), logits.shape[-1])

    def samplewise(self, hertz: Float[Tensor, "b f"]) -> Float[Tensor, "b z"]:
        """Pitch between the frames' centres, straight; held at both ends.

        Rounded to 1/32 Hz first, so that rounding errors do not add up to another phase.
        """
        padded = F.pad(torch.round(32 * hertz) / 32, (1, 1), mode="replicate")[..., None]
        hop = self.config.hop
        offset = (torch.arange(hop, device=hertz.device) + 0.5) / hop - 0.5
        before, here, after = padded[:, :-2], padded[:, 1:-1], padded[:, 2:]
        fine = here + (here - before) * offset.clamp(max=0) + (after - here) * offset.clamp(min=0)
        return rearrange(fine, "b f h -> b (f h)")

    def synthesise(
        self,
        parts: Parts,
        hertz: Float[Tensor, "b z"],
        turns: Float64[Tensor, "b z"],
        *,
        first_sample: int,
    ) -> Float[Tensor, "b z"]:
        """Pulses and noise through their filters. `turns` is the pulses' phase in whole turns."""
        noise = fixed_noise(first_sample, hertz.shape[1], hertz.device).expand_as(hertz)
        spectrum = self._frames(_pulses(hertz, turns, self.config.sample_rate)) * minimum_phase(
            parts.voiced
        ) + self._frames(noise) * minimum_phase(parts.noise)
        return self._overlap_add(torch.fft.irfft(spectrum, n=self.config.fft))

    def _frames(self, samples: Float[Tensor, "b z"]) -> Complex[Tensor, "b f k"]:
        hop = self.config.hop
        frames = F.pad(samples, (hop // 2, hop // 2)).unfold(-1, 2 * hop, hop)
        window = _hann(2 * hop, samples.device)
        return torch.fft.rfft(frames * window, n=self.config.fft)

    def _overlap_add(self, frames: Float[Tensor, "b f n"]) -> Float[Tensor, "b z"]:
        hop, count = self.config.hop, frames.shape[1]
        pieces = -(-frames.shape[-1] // hop)
        padded = F.pad(frames, (0, pieces * hop - frames.shape[-1]))
        split = rearrange(padded, "b f (p h) -> p b f h", h=hop)
        rows = torch.stack([F.pad(split[p], (0, 0, p, pieces - p)) for p in range(pieces)]).sum(
            dim=0
        )
        flat = rearrange(rows, "b f h -> b (f h)")
        return flat[:, hop // 2 : hop // 2 + count * hop]


FRAMES = 4
LOWEST_HERTZ, HIGHEST_HERTZ = 55.0, 880.0
NOISE_SAMPLES = 1 << 18


def pitch_to_hertz(bins: Float[Tensor, "*n"], count: int) -> Float[Tensor, "*n"]:
    """Bins are even steps on a musical scale."""
    octaves = math.log2(HIGHEST_HERTZ / LOWEST_HERTZ)
    return LOWEST_HERTZ * 2 ** (bins * (octaves / (count - 1)))


def hertz_to_pitch(hertz: Float[Tensor, "*n"], count: int) -> Float[Tensor, "*n"]:
    octaves = math.log2(HIGHEST_HERTZ / LOWEST_HERTZ)
    return torch.log2(hertz.clamp(LOWEST_HERTZ, HIGHEST_HERTZ) / LOWEST_HERTZ) * (
        (count - 1) / octaves
    )


def minimum_phase(log_magnitude: Float[Tensor, "b f k"]) -> Complex[Tensor, "b f k"]:
    """The causal filter with this magnitude whose energy comes first: by folding its cepstrum."""
    cepstrum = torch.fft.irfft(log_magnitude)
    half = cepstrum.shape[-1] // 2
    fold = torch.zeros(cepstrum.shape[-1], device=cepstrum.device)
    fold[0] = fold[half] = 1.0
    fold[1:half] = 2.0
    return torch.exp(torch.fft.rfft(cepstrum * fold))


def _pulses(
    hertz: Float[Tensor, "b z"], turns: Float64[Tensor, "b z"], sample_rate: int
) -> Float[Tensor, "b z"]:
    """All harmonics below half the sample rate, in phase, together of unit power."""
    fitting = 0.5 * sample_rate / hertz - 1
    harmonics = torch.floor(fitting)
    angle = (math.pi * (turns - torch.round(turns))).float()  # half the phase, small at the peak
    bottom = torch.sin(angle)
    is_peak = bottom.abs() < 1e-4
    ratio = torch.sin((2 * harmonics + 1) * angle) / torch.where(is_peak, 1.0, bottom)
    summed = 0.5 * (torch.where(is_peak, 2 * harmonics + 1, ratio) - 1)
    fading = (fitting - harmonics) * torch.cos(2 * (harmonics + 1) * angle)  # none starts at once
    return (summed + fading) * torch.rsqrt(0.5 * fitting)


def fixed_noise(first: int, count: int, device: torch.device) -> Float[Tensor, "z"]:
    """White noise of unit power that belongs to the sample's number; repeats after 11 seconds."""
    at = (first + torch.arange(count, device=device)) % NOISE_SAMPLES
    return _noise(device)[at]


@cache
@torch.inference_mode(False)  # kept: training may want it after a clip was made
def _noise(device: torch.device) -> Float[Tensor, "z"]:
    made = torch.randn(NOISE_SAMPLES, generator=torch.Generator().manual_seed(20_26))
    return made.to(device)


@cache
@torch.inference_mode(False)  # kept: training may want it after a clip was made
def _hann(length: int, device: torch.device) -> Float[Tensor, "n"]:
    return torch.hann_window(length, periodic=True, device=device)


@cache
@torch.inference_mode(False)  # kept: training may want it after a clip was made
def mel_bank(mels: int, fft: int, sample_rate: int) -> Float[Tensor, "k m"]:
    """Triangles, evenly spaced on the mel scale from 30 Hz up, each of unit sum."""
    hertz = torch.linspace(0, sample_rate / 2, fft // 2 + 1)
    low, high = (2595 * math.log10(1 + value / 700) for value in (30.0, sample_rate / 2))
    edges = 700 * (10 ** (torch.linspace(low, high, mels + 2) / 2595) - 1)
    rising = (hertz[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - hertz[:, None]) / (edges[2:] - edges[1:-1])
    bank = torch.minimum(rising, falling).clamp(min=0)
    nearest = F.one_hot(_nearest_bins(edges[1:-1], hertz), fft // 2 + 1).float().T
    bank = torch.where(bank.sum(dim=0) > 0.1, bank, nearest)  # narrower than a bin
    return bank / bank.sum(dim=0)


def _nearest_bins(wanted: Float[Tensor, "m"], hertz: Float[Tensor, "k"]) -> Int[Tensor, "m"]:
    return (wanted[:, None] - hertz).abs().argmin(dim=1)
