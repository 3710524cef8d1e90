"""Prompts to token states: a small BERT (all-MiniLM-L6-v2 for nano), frozen, its last layer read.

    word ids -> words + places -> norm -> (attention -> norm -> feed-forward -> norm) x layers

Written out here because importing transformers for it would take longer than making a clip. The
source of the mathematics is Devlin et al. (arXiv 1810.04805); post-norm, erf-GELU, float32.
"""

from dataclasses import dataclass

import torch
from einops import rearrange
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from retrat.models.layers import FeedForward, attend


class Layer(nn.Module):
    """Attention and feed-forward, each followed by its norm."""

    def __init__(self, config: "TextEncoder.Config") -> None:
        super().__init__()
        width = config.width
        self.heads = config.heads
        self.q, self.k, self.v = (nn.Linear(width, width) for _ in range(3))
        self.out = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, eps=config.eps)
        self.feed_forward = FeedForward(width, config.feed_forward, width, gelu="erf")
        self.feed_forward_norm = nn.LayerNorm(width, eps=config.eps)

    def forward(
        self, x: Float[Tensor, "b s d"], mask: Bool[Tensor, "b 1 1 s"]
    ) -> Float[Tensor, "b s d"]:
        q, k, v = (
            rearrange(linear(x), "b s (n k) -> b n s k", n=self.heads)
            for linear in (self.q, self.k, self.v)
        )
        seen = rearrange(attend(q, k, v, mask), "b n s k -> b s (n k)")
        x = self.attention_norm(x + self.out(seen))
        return self.feed_forward_norm(x + self.feed_forward(x))


class TextEncoder(nn.Module):
    """Token ids to token states."""

    @dataclass(frozen=True, kw_only=True, slots=True)
    class Config:
        words: int
        places: int
        width: int
        feed_forward: int
        heads: int
        layers: int
        eps: float

        @classmethod
        def minilm(cls) -> "TextEncoder.Config":
            return cls(
                words=30522,
                places=512,
                width=384,
                feed_forward=1536,
                heads=12,
                layers=6,
                eps=1e-12,
            )

        @classmethod
        def tiny(cls) -> "TextEncoder.Config":
            return cls(
                words=259, places=64, width=16, feed_forward=32, heads=2, layers=1, eps=1e-12
            )

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.words = nn.Embedding(config.words, config.width)
        self.places = nn.Embedding(config.places, config.width)
        self.kinds = nn.Embedding(2, config.width)
        self.norm = nn.LayerNorm(config.width, eps=config.eps)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.layers))

    def forward(self, ids: Int[Tensor, "b s"], mask: Bool[Tensor, "b s"]) -> Float[Tensor, "b s d"]:
        places = self.places(torch.arange(ids.shape[1], device=ids.device))
        x = self.norm(self.words(ids) + places + self.kinds.weight[0])
        for layer in self.layers:
            x = layer(x, mask[:, None, None])
        return x
