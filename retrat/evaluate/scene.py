"""Is it what was asked: scene, action, expression, clothes? A network trained on renders says.

It is one of the few judges trained here, so it is never used in training what it judges, and its
own accuracy on real renders (the ceiling column) is the most that it can grant.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import torch
from einops import rearrange
from jaxtyping import UInt8
from PIL import Image

from retrat.models.scene_classifier import FRAMES, SIDE, SceneClassifier
from retrat.weights import load_module

WEIGHTS = Path(__file__).parent / "scene_classifier.safetensors"


@cache
def _judge(path: Path) -> SceneClassifier:
    return load_module(SceneClassifier, path)


def seen_labels(frames: UInt8[np.ndarray, "f y x 3"], weights: Path = WEIGHTS) -> dict[str, str]:
    """What the judge sees, by label; nothing if it has not been trained."""
    if not weights.exists():
        return {}
    judge = _judge(weights)
    places = np.linspace(0, len(frames) - 1, FRAMES).round().astype(int)
    pictures = (Image.fromarray(frames[place]) for place in places)
    small = [np.asarray(each.resize((SIDE, SIDE), Image.Resampling.BOX)) for each in pictures]
    pixels = (
        rearrange(torch.from_numpy(np.stack(small)), "f v u c -> 1 f c v u").float() / 127.5 - 1
    )
    with torch.inference_mode():
        logits = judge(pixels)
    config = judge.config
    return {
        label: names[int(logits[label].argmax())]
        for label, names in zip(config.labels, config.names, strict=True)
    }


def score_labels(
    frames: UInt8[np.ndarray, "f y x 3"], asked: Mapping[str, str], weights: Path = WEIGHTS
) -> dict[str, bool]:
    """For each label that was asked for and that the judge knows: is that what it sees?"""
    seen = seen_labels(frames, weights)
    return {label: seen[label] == asked[label] for label in seen if label in asked}
