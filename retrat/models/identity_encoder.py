"""A face to tokens that say who it is: small, convolutional, trained here on made people.

    aligned face 112 x 112 -> conv, / 2 -> residual stages at 56, 28, 14, 7 -> 49 cells
      -> learned queries look at the cells -> tokens -> mean -> embedding (training only)

The crop is dlib's alignment (eyes level, face filling 0.7 of the width), RGB in [-1, 1].
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from einops import rearrange, repeat
from jaxtyping import Float
from torch import Tensor, nn

from retrat.models.layers import Attention, FeedForward, attend

FACE_PIXELS = 112


class ResidualStage(nn.Module):
    """Halve the size, then residual 3 x 3 convolutions."""

    def __init__(self, before: int, width: int, blocks: int) -> None:
        super().__init__()
        self.into = nn.Conv2d(before, width, 3, stride=2, padding=1)
        self.norms = nn.ModuleList(nn.GroupNorm(1, width) for _ in range(blocks))
        self.first = nn.ModuleList(nn.Conv2d(width, width, 3, padding=1) for _ in range(blocks))
        self.second = nn.ModuleList(nn.Conv2d(width, width, 3, padding=1) for _ in range(blocks))
        for conv in self.second:
            assert isinstance(conv, nn.Conv2d)
            assert conv.bias is not None
            nn.init.zeros_(conv.weight)
            nn.init.zeros_(conv.bias)

    def forward(self, x: Float[Tensor, "b c y x"]) -> Float[Tensor, "b d v u"]:
        x = self.into(x)
        for norm, first, second in zip(self.norms, self.first, self.second, strict=True):
            x = x + second(F.silu(first(F.silu(norm(x)))))
        return x


class IdentityEncoder(nn.Module):
    """Aligned faces to identity tokens."""

    @dataclass(frozen=True, kw_only=True, slots=True)
    class Config:
        stem: int
        widths: tuple[int, ...]
        blocks: tuple[int, ...]
        tokens: int
        width: int
        heads: int
        embedding: int

        @classmethod
        def nano(cls) -> "IdentityEncoder.Config":
            return cls(
                stem=24,
                widths=(48, 96, 192),
                blocks=(1, 2, 2),
                tokens=16,
                width=384,
                heads=6,
                embedding=256,
            )

        @classmethod
        def tiny(cls) -> "IdentityEncoder.Config":
            return cls(
                stem=4, widths=(4, 8, 8), blocks=(1, 1, 1), tokens=2, width=12, heads=2, embedding=8
            )

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.stem = nn.Conv2d(3, config.stem, 5, stride=2, padding=2)
        before = (config.stem, *config.widths[:-1])
        self.stages = nn.Sequential(
            *(
                ResidualStage(*sizes)
                for sizes in zip(before, config.widths, config.blocks, strict=True)
            )
        )
        self.cells = nn.Linear(config.widths[-1], width)
        self.places = nn.Parameter(0.02 * torch.randn((FACE_PIXELS // 16) ** 2, width))
        self.queries = nn.Parameter(0.02 * torch.randn(config.tokens, width))
        self.cells_norm = nn.LayerNorm(width)
        self.attention = Attention(width, config.heads, is_norm_per_head=True, eps=1e-6)
        self.feed_norm = nn.LayerNorm(width)
        self.feed_forward = FeedForward(width, 2 * width, width, gelu="erf")
        self.norm = nn.LayerNorm(width)
        self.embedding = nn.Linear(width, config.embedding)

    def forward(self, faces: Float[Tensor, "b 3 y x"]) -> Float[Tensor, "b i d"]:
        """Identity tokens, normalised."""
        cells = rearrange(self.stages(F.silu(self.stem(faces))), "b c v u -> b (v u) c")
        cells = self.cells_norm(self.cells(cells) + self.places)
        attention = self.attention
        x: Tensor = repeat(self.queries, "i d -> b i d", b=len(faces))
        q = attention.norm_q(attention.q(x))
        k, v = attention.norm_k(attention.k(cells)), attention.split(attention.v(cells))
        x = x + attention.join(attend(q, k, v))
        return self.norm(x + self.feed_forward(self.feed_norm(x)))

    def embed(self, faces: Float[Tensor, "b 3 y x"]) -> Float[Tensor, "b e"]:
        """One unit vector a face, for training: near for one person, far for two."""
        return F.normalize(self.embedding(self(faces).mean(dim=1)), dim=-1)
