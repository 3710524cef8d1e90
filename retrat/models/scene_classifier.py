"""Tells scene, action, clothes and expression of a clip; trained on renders, used only to judge.

    frames "b f 3 64 64" and their change since the frame before -> strided convolutions, each frame
    -> two convolutions over frames -> mean and maximum over frames -> a linear head for each label

Float32. It never conditions a model that is judged, and no such model is trained against it.
"""

from dataclasses import dataclass
from itertools import pairwise

import torch
from einops import rearrange
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F

SIDE, FRAMES = 64, 8


class SceneClassifier(nn.Module):
    """A clip to logits for every label it knows."""

    @dataclass(frozen=True, kw_only=True, slots=True)
    class Config:
        """`names[i]` are the values of `labels[i]`; a head gives their logits in that order."""

        widths: tuple[int, ...]
        labels: tuple[str, ...]
        names: tuple[tuple[str, ...], ...]

        @classmethod
        def tiny(cls) -> "SceneClassifier.Config":
            return cls(
                widths=(8, 8, 8, 16),
                labels=("scene", "action"),
                names=(("beach", "forest"), ("stand", "wave", "talk")),
            )

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        widths = (6, *config.widths)
        self.convolutions = nn.ModuleList(
            nn.Conv2d(
                before, after, 5 if index == 0 else 3, stride=2, padding=2 if index == 0 else 1
            )
            for index, (before, after) in enumerate(pairwise(widths))
        )
        self.norms = nn.ModuleList(nn.GroupNorm(8, width) for width in config.widths)
        width = config.widths[-1]
        self.over_frames = nn.ModuleList(
            nn.Conv1d(2 * width, 2 * width, 3, padding=1) for _ in "ab"
        )
        self.heads = nn.ModuleList(nn.Linear(4 * width, len(names)) for names in config.names)

    def forward(self, frames: Float[Tensor, "b f 3 v u"]) -> dict[str, Float[Tensor, "b n"]]:
        """Pixels in [-1, 1]."""
        batch = len(frames)
        change = torch.diff(frames, dim=1, prepend=frames[:, :1])
        x = rearrange(torch.cat([frames, 3 * change], dim=2), "b f c v u -> (b f) c v u")
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            x = F.silu(norm(convolution(x)))
        pooled = torch.cat([x.mean(dim=(2, 3)), x.amax(dim=(2, 3))], dim=1)
        by_frame = rearrange(pooled, "(b f) d -> b d f", b=batch)
        for convolution in self.over_frames:
            by_frame = by_frame + F.silu(convolution(by_frame))
        clip = torch.cat([by_frame.mean(dim=2), by_frame.amax(dim=2)], dim=1)
        pairs = zip(self.config.labels, self.heads, strict=True)
        return {label: head(clip) for label, head in pairs}
