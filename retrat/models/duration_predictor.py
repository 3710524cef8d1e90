"""Phones and a rhythm -> how long each phone lasts.

    phones -> embeddings -> ConvNeXt, told the rhythm before every block -> log seconds

Without a voice it speaks in an average rhythm that it has learned too.
"""

from dataclasses import dataclass

import torch
from einops import rearrange, repeat
from jaxtyping import Float, Int
from torch import Tensor, nn

from retrat.models.convnext import ConvNeXt

USUAL_LOG_SECONDS = -2.5


class DurationPredictor(nn.Module):
    @dataclass(frozen=True, kw_only=True, slots=True)
    class Config:
        phones: int
        width: int
        blocks: int
        rhythm_tokens: int
        token_width: int

        @classmethod
        def nano(cls) -> "DurationPredictor.Config":
            return cls(phones=42, width=192, blocks=4, rhythm_tokens=4, token_width=256)

        @classmethod
        def tiny(cls) -> "DurationPredictor.Config":
            return cls(phones=42, width=8, blocks=1, rhythm_tokens=4, token_width=8)

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.phones = nn.Embedding(config.phones, config.width)
        nn.init.normal_(self.phones.weight, std=0.5)
        self.average = nn.Parameter(torch.zeros(config.rhythm_tokens, config.token_width))
        self.rhythm = nn.Linear(config.rhythm_tokens * config.token_width, config.width)
        self.tell = nn.ModuleList(
            nn.Linear(config.width, config.width) for _ in range(config.blocks)
        )
        self.blocks = nn.ModuleList(ConvNeXt(config.width, kernel=5) for _ in range(config.blocks))
        self.norm = nn.LayerNorm(config.width)
        self.out = nn.Linear(config.width, 1)

    def forward(
        self, phone_ids: Int[Tensor, "b s"], rhythm: Float[Tensor, "b r d"] | None
    ) -> Float[Tensor, "b s"]:
        if rhythm is None:
            rhythm = repeat(self.average, "r d -> b r d", b=len(phone_ids))
        told = torch.tanh(self.rhythm(rearrange(rhythm, "b r d -> b (r d)")))
        hidden = self.phones(phone_ids)
        for tell, block in zip(self.tell, self.blocks, strict=True):
            hidden = block(hidden + tell(told)[:, None])
        return self.out(self.norm(hidden))[..., 0] + USUAL_LOG_SECONDS
