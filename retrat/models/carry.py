"""How a tower keeps what it is given: the given picture in place, and what cells make of it."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from einops import einsum, rearrange, repeat
from jaxtyping import Float
from torch import Tensor, nn

from retrat.types import TokenStream


class LocalCorrection(nn.Module):
    """Convolutions over the latent cells of each picture that correct what its tokens say.

    A token is several cells, said at once: here cells of neighbouring tokens come to agree, and
    edges become finer than a token. It starts at nothing.
    """

    def __init__(self, token_channels: int, level_width: int, width: int, *, patch: int) -> None:
        super().__init__()
        channels = token_channels // patch**2
        self.patch = patch
        self.into = nn.Conv2d(3 * channels, width, 3, padding=1)
        self.level = nn.Linear(level_width, width)
        self.between = nn.Conv2d(width, width, 3, padding=1)
        self.out = nn.Conv2d(width, channels, 3, padding=1)

    def forward(
        self,
        said: Float[Tensor, "b l c"],
        carried: Float[Tensor, "b l c"],
        stream: TokenStream,
        level: Float[Tensor, "b d"],
    ) -> Float[Tensor, "b l c"]:
        """From what is said, what is carried over and what is seen through the noise."""
        assert stream.grid is not None, "cells have rows and columns"
        (frames, rows, _), targets, p = stream.grid, stream.target_tokens, self.patch
        seen = torch.stack([said, carried, stream.latents[:, :targets].type_as(said)])
        cells = rearrange(
            seen, "k b (t h w) (p q c) -> (b t) (k c) (h p) (w q)", t=frames, h=rows, p=p, q=p
        )
        x = self.into(cells) + repeat(self.level(F.silu(level)), "b w -> (b t) w 1 1", t=frames)
        x = self.out(F.silu(self.between(F.silu(x))))
        return rearrange(x, "(b t) c (h p) (w q) -> b (t h w) (p q c)", t=frames, p=p, q=p)


def given_in_place(stream: TokenStream) -> Float[Tensor, "b l c"]:
    """For every target the given token at its row and column: that of the first frame where it is
    given, else that of the first picture of the first person; zeros where there is neither.
    """
    assert stream.grid is not None, "places have rows and columns"
    frames, rows, columns = stream.grid
    targets, frame = stream.target_tokens, rows * columns
    begins = stream.noise_mask[:, :frame, None] == 0
    pictures = stream.latents[:, targets:] * (stream.groups[:, targets:, None] > 0)
    places, there = stream.positions[0, :frame], stream.positions[0, targets:]
    is_first_picture = there[:, 0] == -1.0
    meets = (places[:, None, 1:] == there[None, :, 1:]).all(dim=-1) & is_first_picture
    shown = einsum(meets.to(pictures.dtype), pictures, "f r, b r c -> b f c")
    first = torch.where(begins, stream.latents[:, :frame], shown)
    return repeat(first, "b f c -> b (t f) c", t=frames)
