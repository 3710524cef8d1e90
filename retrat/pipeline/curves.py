"""Curves over the seconds of a clip, drawn from its seed."""

import math

import torch
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
