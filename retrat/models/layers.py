"""Layers that two or more models share, and `attend`, the one place where attention is computed."""

import math
from typing import Literal

import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Bool, Float
from torch import Tensor, nn

Gelu = Literal["erf", "tanh"]


def attend(
    q: Float[Tensor, "b n l k"],
    k: Float[Tensor, "b n s k"],
    v: Float[Tensor, "b n s k"],
    mask: Bool[Tensor, "b 1 q s"] | None = None,
) -> Float[Tensor, "b n l k"]:
    """Softmax attention; where a mask is given, True is seen (its query axis may be 1)."""
    if q.requires_grad and q.device.type == "cpu":
        return _attend_plainly(q, k, v, mask)
    return F.scaled_dot_product_attention(q, k, v, attn_mask=mask)


def _attend_plainly(
    q: Float[Tensor, "b n l k"],
    k: Float[Tensor, "b n s k"],
    v: Float[Tensor, "b n s k"],
    mask: Bool[Tensor, "b 1 q s"] | None,
) -> Float[Tensor, "b n l k"]:
    """The same by two products, whose gradients a CPU computes sooner than the fused one's."""
    likeness = (q @ k.transpose(-1, -2)).float() / math.sqrt(q.shape[-1])
    if mask is not None:
        likeness = likeness.masked_fill(~mask, -math.inf)
    return likeness.softmax(dim=-1).type_as(v) @ v


class HeadNorm(nn.Module):
    """Root-mean-square norm of queries or keys: over all channels (as Wan) or over each head."""

    def __init__(self, width: int, heads: int, *, is_per_head: bool, eps: float) -> None:
        super().__init__()
        self.heads = heads
        self.is_per_head = is_per_head
        self.norm = nn.RMSNorm(width // heads if is_per_head else width, eps=eps)

    def forward(self, x: Float[Tensor, "b l d"]) -> Float[Tensor, "b n l k"]:
        if self.is_per_head:
            heads = rearrange(x, "b l (n k) -> b l n k", n=self.heads)
            return rearrange(self._normalised(heads), "b l n k -> b n l k")
        return rearrange(self._normalised(x), "b l (n k) -> b n l k", n=self.heads)

    def _normalised(self, x: Float[Tensor, "... e"]) -> Float[Tensor, "... e"]:
        """In float32, whatever comes: one kernel, where mixed numbers would take several."""
        norm = self.norm
        shape, weight = list(norm.normalized_shape), norm.weight.float()
        return F.rms_norm(x.float(), shape, weight, norm.eps).type_as(x)


class Attention(nn.Module):
    """Projections around `attend`: queries from one side, keys and values from another."""

    def __init__(self, width: int, heads: int, *, is_norm_per_head: bool, eps: float) -> None:
        super().__init__()
        assert width % heads == 0, f"width {width} is not a multiple of {heads} heads"
        self.heads = heads
        self.q = nn.Linear(width, width)
        self.k = nn.Linear(width, width)
        self.v = nn.Linear(width, width)
        self.out = nn.Linear(width, width)
        self.norm_q = HeadNorm(width, heads, is_per_head=is_norm_per_head, eps=eps)
        self.norm_k = HeadNorm(width, heads, is_per_head=is_norm_per_head, eps=eps)

    def split(self, x: Float[Tensor, "b l d"]) -> Float[Tensor, "b n l k"]:
        return rearrange(x, "b l (n k) -> b n l k", n=self.heads)

    def join(self, x: Float[Tensor, "b n l k"]) -> Float[Tensor, "b l d"]:
        """The output projection of what the heads saw."""
        return self.out(rearrange(x, "b n l k -> b l (n k)"))


class FeedForward(nn.Module):
    """Two linears with a GELU between them."""

    def __init__(self, width: int, inner: int, out: int, *, gelu: Gelu) -> None:
        super().__init__()
        self.into = nn.Linear(width, inner)
        self.out = nn.Linear(inner, out)
        self.approximate = "tanh" if gelu == "tanh" else "none"

    def forward(self, x: Float[Tensor, "... d"]) -> Float[Tensor, "... e"]:
        return self.out(F.gelu(self.into(x), approximate=self.approximate))


class LowRank(nn.Module):
    """A correction of small rank to a linear, nothing at the start."""

    def __init__(self, width: int, out: int, rank: int) -> None:
        super().__init__()
        self.down = nn.Linear(width, rank, bias=False)
        self.up = nn.Linear(rank, out, bias=False)

    def forward(self, x: Float[Tensor, "... d"]) -> Float[Tensor, "... e"]:
        return self.up(self.down(x))


def sinusoids(values: Float[Tensor, "*shape"], channels: int) -> Float[Tensor, "*shape channels"]:
    """Cosines, then sines, of a value at falling frequencies, in float32."""
    half = channels // 2
    places = torch.arange(half, dtype=torch.float32, device=values.device)
    angles = values.float()[..., None] * torch.exp(-math.log(10000.0) * places / half)
    return torch.cat([angles.cos(), angles.sin()], dim=-1)


def layer_norm(
    x: Float[Tensor, "... d"], eps: float, affine: nn.LayerNorm | None = None
) -> Float[Tensor, "... d"]:
    """Layer norm in float32, with the weights of `affine` if there are any."""
    weight = None if affine is None else affine.weight.float()
    bias = None if affine is None else affine.bias.float()
    return F.layer_norm(x.float(), x.shape[-1:], weight, bias, eps)
