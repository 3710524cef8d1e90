"""A judge with weights set by hand, and none at all."""

from pathlib import Path

import numpy as np
import pytest
import torch

from retrat.evaluate.scene import score_labels, seen_labels
from retrat.models.scene_classifier import SceneClassifier
from retrat.weights import save_module

FRAMES = np.zeros((9, 48, 48, 3), np.uint8)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A judge that always sees a forest and somebody who talks."""
    judge = SceneClassifier(SceneClassifier.Config.tiny())
    for head, value in zip(judge.heads, (1, 2), strict=True):
        torch.nn.init.zeros_(head.weight)
        torch.nn.init.zeros_(head.bias)
        head.bias.data[value] = 1.0
    save_module(judge, tmp_path / "judge.safetensors", metadata={})
    return tmp_path / "judge.safetensors"


def test_it_says_the_name_of_what_it_sees(weights: Path) -> None:
    assert seen_labels(FRAMES, weights) == {"scene": "forest", "action": "talk"}


def test_what_was_asked_is_compared_label_by_label(weights: Path) -> None:
    asked = {"scene": "forest", "action": "wave", "gender": "woman"}
    assert score_labels(FRAMES, asked, weights) == {"scene": True, "action": False}


def test_without_weights_it_says_nothing(tmp_path: Path) -> None:
    assert score_labels(FRAMES, {"scene": "beach"}, tmp_path / "none") == {}
