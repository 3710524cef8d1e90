"""Curves over the seconds of a clip, drawn from its seed."""

import math

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

WAVES = ((1.0, 0.6), (1.618, 0.5), (0.55, 0.3))  # periods and weights of a wandering curve


class Draw:
    """Curves over the same seconds, each drawn anew."""

    def __init__(self, seconds: Float[Tensor, " f"], seed: int) -> None:
        self.seconds = seconds
        self.rng = torch.Generator().manual_seed(seed % 2**63)

    def share(self) -> float:
        return float(torch.rand((), generator=self.rng))

    def sine(self, period: float) -> Float[Tensor, " f"]:
        return torch.sin(2 * math.pi * (self.seconds / period + self.share()))

    def wandering(self, period: float) -> Float[Tensor, " f"]:
        """Of unit strength, its bends about `period` seconds apart."""
        curves = [weight * self.sine(period * stretch) for stretch, weight in WAVES]
        return torch.stack(curves).sum(dim=0)


def eased(seconds: Float[Tensor, " f"], start: float, length: float) -> Float[Tensor, " f"]:
    """0 at the start, 1 from `length` later on."""
    share = ((seconds - start) / length).clamp(0, 1)
    return share * share * (3 - 2 * share)


def between_ends(seconds: Float[Tensor, " f"], length: float) -> Float[Tensor, " f"]:
    """1, but 0 at both ends of these seconds, over so long."""
    return eased(seconds, 0.0, length) * eased(float(seconds[-1]) - seconds, 0.0, length)


def around(curve: Float[Tensor, " z"], reach: int) -> Float[Tensor, " z"]:
    """Averages over so many before and after each."""
    padded = F.pad(curve[None, None], (reach, reach), mode="replicate")
    return F.avg_pool1d(padded, 2 * reach + 1, stride=1)[0, 0]
