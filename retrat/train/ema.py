"""An exponential moving average of a module's weights: what ships, and what samples are drawn
from.
"""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn


class Ema:
    """A second, frozen copy of a module that follows the trained one slowly.

    The decay starts small, (1 + updates) / (10 + updates), so that the first weights are forgotten
    at once, and grows
    to `decay`. Buffers are copied, not averaged. The averages are kept in float32.
    """

    def __init__(self, module: nn.Module, *, decay: float) -> None:
        assert 0.0 <= decay < 1.0
        self.decay = decay
        self.updates = 0
        self.module = copy.deepcopy(module).eval().requires_grad_(requires_grad=False)

    @torch.no_grad()
    def update(self, module: nn.Module) -> None:
        decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
        averages: list[Tensor] = list(self.module.parameters())
        current = [parameter.detach() for parameter in module.parameters()]
        if averages:
            torch._foreach_lerp_(averages, current, 1.0 - decay)
        for average, buffer in zip(self.module.buffers(), module.buffers(), strict=True):
            average.copy_(buffer)
        self.updates += 1

    def state_dict(self) -> dict[str, object]:
        return {"updates": self.updates, "module": self.module.state_dict()}

    def load_state_dict(self, state: dict[str, object]) -> None:
        updates, module = state["updates"], state["module"]
        assert isinstance(updates, int)
        assert isinstance(module, dict)
        self.updates = updates
        self.module.load_state_dict(module, strict=True)
