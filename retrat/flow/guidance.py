"""Guidance: several predictions, each knowing more than the last, combined into one.

With v_0 (knows nothing), v_1 (references), v_2 (and the text), v_3 (and the other stream), say:

    v = v_0 + s_1 (v_1 - v_0) + s_2 (v_2 - v_1) + s_3 (v_3 - v_2)

A scale of 1 everywhere is v_3 alone: guidance is off. Only the predictions whose weight in that
sum is not zero are made, so equal scales cost two predictions however long the chain is.
"""

from collections.abc import Sequence
from itertools import pairwise

import torch
from jaxtyping import Float
from torch import Tensor

from retrat.flow.solver import Predict
from retrat.types import AVStream, AVValues


def chained(predicts: Sequence[Predict], scales: Sequence[float]) -> Predict:
    """Guide along a chain of predictions; `scales[i]` weighs the step from i to i + 1."""
    assert len(predicts) == len(scales) + 1, "a chain of n predictions has n - 1 scales"
    weighed = [
        (predict, weight)
        for predict, weight in zip(predicts, weights_of(scales), strict=True)
        if abs(weight) > 1e-9
    ]
    if len(weighed) == 1:
        return weighed[0][0]

    def predict(stream: AVStream, sigma: Float[Tensor, ""]) -> AVValues:
        return _sum([(part(stream, sigma), weight) for part, weight in weighed])

    return predict


def weights_of(scales: Sequence[float]) -> list[float]:
    """How much each prediction of the chain counts; the weights add up to 1."""
    steps = [1.0, *scales, 0.0]
    return [here - after for here, after in pairwise(steps)]


def _sum(parts: Sequence[tuple[AVValues, float]]) -> AVValues:
    sounds = [(values.audio, weight) for values, weight in parts if values.audio is not None]
    video = torch.stack([values.video * weight for values, weight in parts]).sum(dim=0)
    audio = torch.stack([sound * weight for sound, weight in sounds]).sum(dim=0) if sounds else None
    return AVValues(video=video, audio=audio)
