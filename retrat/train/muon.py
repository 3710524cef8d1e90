"""Muon: momentum whose matrices are made orthogonal, for hidden layers; AdamW for all the rest.

Every singular value of an update becomes about 1, so that rare directions learn as fast as common
ones; fewer samples are needed for the same loss. (Jordan et al. 2024; its scale to AdamW's
learning rates: Liu et al. 2025.) In float32, because processors without matrix units are slow in
bfloat16; matrices of one shape go through the iteration together.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.optim import Optimizer

ITERATIONS = 5
COEFFICIENTS = (3.4445, -4.7750, 2.0315)
RMS_OF_ADAM = 0.2


class Muon(Optimizer):
    """For parameters of two dimensions only; `lr` is what AdamW would be given."""

    def __init__(
        self,
        params: Iterable[nn.Parameter],
        *,
        lr: float,
        momentum: float = 0.95,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        assert closure is None, "losses are not computed anew"
        for group in self.param_groups:
            by_shape: dict[torch.Size, list[nn.Parameter]] = defaultdict(list)
            for parameter in group["params"]:
                if parameter.grad is not None:
                    by_shape[parameter.shape].append(parameter)
            for shape, parameters in by_shape.items():
                self._move(parameters, shape, group)

    def _move(
        self, parameters: list[nn.Parameter], shape: torch.Size, group: dict[str, Any]
    ) -> None:
        moves = []
        for parameter in parameters:
            assert parameter.grad is not None
            state = self.state[parameter]
            if "momentum" not in state:
                state["momentum"] = torch.zeros_like(parameter)
            state["momentum"].lerp_(parameter.grad, 1 - group["momentum"])
            moves.append(parameter.grad.lerp(state["momentum"], group["momentum"]))
        scale = group["lr"] * RMS_OF_ADAM * max(shape) ** 0.5
        for parameter, move in zip(parameters, orthogonal(torch.stack(moves)), strict=True):
            parameter.mul_(1 - group["lr"] * group["weight_decay"])
            parameter.add_(move, alpha=-scale)


def orthogonal(matrices: Float[Tensor, "k m n"]) -> Float[Tensor, "k m n"]:
    """Nearly the orthogonal part of each: singular values between about .7 and 1.2."""
    a, b, c = COEFFICIENTS
    is_tall = matrices.shape[1] > matrices.shape[2]
    x = matrices.mT if is_tall else matrices
    x = x / (x.flatten(1).norm(dim=1)[:, None, None] + 1e-7)
    for _ in range(ITERATIONS):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.mT if is_tall else x
