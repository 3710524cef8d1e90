"""A voice to nine tokens: one of timbre, four of pitch, four of rhythm.

    1-10 s of sound -> log-mel, 100 Hz -> four frames one step -> ConvNeXt, 25 Hz
      -> nine learned queries, each weighs the steps its own way -> tokens

Loudness is taken out first, so that a soft recording is the same voice.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from einops import einsum, rearrange
from jaxtyping import Float
from torch import Tensor, nn

from retrat.models.audio_vae import mel_bank
from retrat.models.convnext import ConvNeXt

FRAMES = 4
HOP, FFT, SAMPLE_RATE = 240, 1024, 24_000
TIMBRE, PITCH, RHYTHM = slice(0, 1), slice(1, 5), slice(5, 9)
TOKENS = 9


class VoiceEncoder(nn.Module):
    @dataclass(frozen=True, kw_only=True, slots=True)
    class Config:
        mel_bins: int
        width: int
        blocks: int
        token_width: int

        @classmethod
        def nano(cls) -> "VoiceEncoder.Config":
            return cls(mel_bins=80, width=256, blocks=4, token_width=256)

        @classmethod
        def tiny(cls) -> "VoiceEncoder.Config":
            return cls(mel_bins=20, width=8, blocks=1, token_width=8)

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.into = nn.Linear(FRAMES * config.mel_bins, config.width)
        self.blocks = nn.ModuleList(ConvNeXt(config.width, kernel=5) for _ in range(config.blocks))
        self.norm = nn.LayerNorm(config.width)
        self.queries = nn.Parameter(torch.randn(TOKENS, config.width) * config.width**-0.5)
        self.values = nn.Linear(config.width, config.width)
        self.out = nn.Parameter(
            torch.randn(TOKENS, 2 * config.width, config.token_width) * config.width**-0.5
        )
        self.token_norm = nn.LayerNorm(config.token_width)

    def forward(self, samples: Float[Tensor, "b z"]) -> Float[Tensor, "b 9 d"]:
        """24 kHz samples; steps 50 dB below the loudest are not listened to."""
        mel, heard = self.log_mel(samples)
        hidden = self.into(mel)
        for block in self.blocks:
            hidden = block(hidden)
        hidden = self.norm(hidden)
        weights = einsum(hidden, self.queries, "b a d, q d -> b q a")
        weights = weights.masked_fill(~heard[:, None], -1e4).softmax(dim=-1)
        values = self.values(hidden)
        mean = einsum(weights, values, "b q a, b a d -> b q d")
        square = einsum(weights, values.square(), "b q a, b a d -> b q d")
        spread = (square - mean.square()).clamp(min=1e-4).sqrt()
        pooled = torch.cat([mean, spread], dim=-1)
        return self.token_norm(einsum(pooled, self.out, "b q e, q e d -> b q d"))

    def log_mel(self, samples: Float[Tensor, "b z"]) -> tuple[Tensor, Tensor]:
        """Patches of four log-mel frames, loudness removed, and which of them hold sound."""
        samples = F.pad(samples.float(), (0, -samples.shape[-1] % (FRAMES * HOP)))
        margin = (FFT - HOP) // 2
        frames = F.pad(samples, (margin, margin)).unfold(-1, FFT, HOP)
        window = torch.hann_window(FFT, device=samples.device)
        power = torch.fft.rfft(frames * window).abs() / (FFT / 4)
        bank = mel_bank(self.config.mel_bins, FFT, SAMPLE_RATE).to(samples.device)
        patches = rearrange(power @ bank, "b (a r) m -> b a (r m)", r=FRAMES)
        loudness = patches.square().mean(dim=-1, keepdim=True).sqrt()
        loudest = loudness.amax(dim=1, keepdim=True) + 1e-6
        heard = rearrange(loudness > loudest * 10 ** (-50 / 20), "b a 1 -> b a")
        return (torch.log(patches / loudest + 1e-4) + 5.0) / 2.0, heard
