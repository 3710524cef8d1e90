"""The text encoder against transformers' BertModel (Apache-2.0), captured by
tools/capture_parity.py."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

from retrat.models.text_encoder import TextEncoder
from retrat.weights.keymaps import MINILM, to_ours
from retrat.weights.minilm import UNUSED

CONFIG = TextEncoder.Config(
    words=40, places=12, width=16, feed_forward=24, heads=2, layers=2, eps=1e-12
)
TOLERANCE = 1e-5


@pytest.fixture(scope="module")
def captured() -> dict[str, Tensor]:
    return load_file(Path(__file__).parent / "bert_tiny.safetensors")


def encoder(captured: dict[str, Tensor]) -> TextEncoder:
    weights = {
        name.removeprefix("weights."): value
        for name, value in captured.items()
        if name.startswith("weights.")
    }
    model = TextEncoder(CONFIG)
    model.load_state_dict(to_ours(weights, MINILM, ignored=UNUSED))
    return model


def distance(model: TextEncoder, captured: dict[str, Tensor]) -> float:
    with torch.no_grad():
        states = model(captured["ids"], captured["mask"])
    gap = (states - captured["states"]).abs() * captured["mask"][..., None]
    return float(gap.max() / captured["states"].abs().max())


def test_states_agree(captured: dict[str, Tensor]) -> None:
    assert distance(encoder(captured), captured) < TOLERANCE


def test_a_mutation_is_found(captured: dict[str, Tensor]) -> None:
    model = encoder(captured)
    model.layers[0].feed_forward.approximate = "tanh"
    assert distance(model, captured) > TOLERANCE
