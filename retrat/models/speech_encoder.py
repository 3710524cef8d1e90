"""Phones on the clock -> features that stand beside the audio latents.

    phone ids, 100 Hz -> embeddings -> ConvNeXt -> four frames one step, 25 Hz -> ConvNeXt

Id 0 is no speech. `UNKNOWN_PHONE_ID` says that somebody speaks but not what.
"""

from dataclasses import dataclass

import torch
from einops import rearrange
from jaxtyping import Float, Int
from torch import Tensor, nn

from retrat.models.convnext import ConvNeXt

FRAMES = 4


class SpeechEncoder(nn.Module):
    @dataclass(frozen=True, kw_only=True, slots=True)
    class Config:
        phones: int
        """Every phone, the pause and the unknown one."""
        phone_width: int
        width: int
        blocks: int

        @classmethod
        def nano(cls) -> "SpeechEncoder.Config":
            return cls(phones=42, phone_width=96, width=256, blocks=2)

        @classmethod
        def tiny(cls) -> "SpeechEncoder.Config":
            return cls(phones=42, phone_width=8, width=8, blocks=1)

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.phones = nn.Embedding(config.phones, config.phone_width)
        nn.init.normal_(self.phones.weight, std=0.5)
        self.fine = ConvNeXt(config.phone_width, kernel=7)
        self.gather = nn.Linear(FRAMES * config.phone_width, config.width)
        self.blocks = nn.ModuleList(ConvNeXt(config.width, kernel=5) for _ in range(config.blocks))
        self.norm = nn.LayerNorm(config.width)

    def forward(self, phone_ids: Int[Tensor, "b f"]) -> Float[Tensor, "b a e"]:
        """`f` is four times the number of latents."""
        fine = self.fine(self.phones(phone_ids))
        hidden = self.gather(rearrange(fine, "b (a r) d -> b a (r d)", r=FRAMES))
        for block in self.blocks:
            hidden = block(hidden)
        return self.norm(hidden)

    def unknown(self, latents: int, unknown_id: int) -> Float[Tensor, "1 a e"]:
        """Features of speech whose words nobody knows."""
        device = self.phones.weight.device
        return self(torch.full((1, FRAMES * latents), unknown_id, device=device))
