"""Guidance as arithmetic, and predictions that are not needed are not made."""

from collections.abc import Sequence

import pytest
import torch
from torch import Tensor

from retrat.flow.guidance import chained, weights_of
from retrat.types import AVStream, AVValues, Context, TokenStream

STREAM = AVStream(
    video=TokenStream(
        latents=torch.zeros(1, 1, 1),
        noise_mask=torch.ones(1, 1),
        positions=torch.zeros(1, 1, 3),
        groups=torch.zeros(1, 1, dtype=torch.long),
        seconds=torch.zeros(1, 1),
        target_tokens=1,
    ),
    context=Context(text=torch.zeros(1, 1, 1)),
)
VALUES = (1.0, 10.0, 200.0, 3000.0)


def guided(scales: Sequence[float]) -> tuple[float, float, set[int]]:
    made: set[int] = set()

    def say(level: int) -> object:
        def predict(stream: AVStream, sigma: Tensor) -> AVValues:
            made.add(level)
            value = torch.full((1, 1, 1), VALUES[level])
            return AVValues(video=value, audio=-value)

        return predict

    said = chained([say(level) for level in range(4)], scales)(STREAM, torch.tensor(0.5))
    return float(said.video), float(said.audio), made


def test_a_scale_of_one_is_off() -> None:
    assert guided((1, 1, 1)) == (3000.0, -3000.0, {3})


def test_the_chain_as_written() -> None:
    zero, text, people, bridge = VALUES
    expected = zero + 5 * (text - zero) + 2 * (people - text) + 1.5 * (bridge - people)
    video, audio, made = guided((5, 2, 1.5))
    assert video == pytest.approx(expected)
    assert audio == pytest.approx(-expected)
    assert made == {0, 1, 2, 3}


def test_equal_scales_cost_two_predictions() -> None:
    video, _, made = guided((4, 4, 4))
    assert video == pytest.approx(VALUES[0] + 4 * (VALUES[3] - VALUES[0]))
    assert made == {0, 3}


def test_weights_add_up_to_one() -> None:
    assert sum(weights_of((5, 2, 1.5))) == pytest.approx(1)
