"""It learns what can be seen, and says how well on others."""

from pathlib import Path

import numpy as np

from retrat.models.scene_classifier import SceneClassifier
from retrat.train.data.sample import SampleLabels
from retrat.train.loop import Loop, LoopConfig
from retrat.train.scene_classifier import (
    Drawer,
    Looks,
    accuracies,
    config_for,
    small,
    targets,
)

VALUES = {
    "seed": 0, "split": "train", "person_seed": 0, "speaker_seed": 0, "scene_seed": 0,
    "framing": "", "camera": "", "gender": "man", "age_years": 30,
    "hair": "", "hair_colour": "", "beard": "",
    "glasses": "", "hat": "", "garment_colour": "red", "pattern": "", "words": "", "speech": "",
    "caption": "", "frame_rate": 24.0, "same_outfit": (), "expression": "neutral",
    "garment": "shirt", "action": "stand",
}  # fmt: skip


def looks() -> Looks:
    """Bright beaches and dark forests."""
    rng = np.random.default_rng(0)
    scenes = ["beach", "forest"] * 8
    levels = [200 if scene == "beach" else 40 for scene in scenes]
    frames = [rng.integers(level - 30, level + 30, (8, 64, 64, 3)) for level in levels]
    labels = tuple(SampleLabels(**VALUES, scene=scene) for scene in scenes)
    return Looks(frames=np.array(frames, np.uint8), labels=labels)


def test_frames_are_spread_over_the_clip_and_small() -> None:
    frames = np.arange(17, dtype=np.uint8)[:, None, None, None] * np.ones(
        (1, 128, 128, 3), np.uint8
    )
    assert small(frames).shape == (8, 64, 64, 3)
    assert small(frames)[:, 0, 0, 0].tolist() == [0, 2, 5, 7, 9, 11, 14, 16]


def test_values_that_training_has_not_seen_have_no_place() -> None:
    known = config_for(looks(), (8, 8))
    config = SceneClassifier.Config(widths=(8, 8), labels=("scene",), names=(("beach",),))
    assert targets(looks(), config, [0, 1])["scene"].tolist() == [0, -1]
    assert known.names[0] == ("beach", "forest")


def test_batches_follow_from_the_step_alone() -> None:
    one, other = (
        Drawer(looks(), config_for(looks(), (8,)), 0),
        Drawer(looks(), config_for(looks(), (8,)), 0),
    )
    assert (one(3)[0] == other(3)[0]).all()
    assert not (one(3)[0] == one(4)[0]).all()


def test_it_learns_bright_from_dark(tmp_path: Path) -> None:
    import torch
    from torch.nn import functional as F

    from retrat.train.loop import Learner

    given = looks()
    config = config_for(given, (8, 16))
    torch.manual_seed(0)
    judge = SceneClassifier(config)

    def loss(batch, step):
        logits = judge(batch[0])["scene"]
        return {"loss": F.cross_entropy(logits, batch[1]["scene"])}

    settings = LoopConfig(
        steps=20, learning_rate=3e-3, warmup_steps=1, ema_decay=0.5, device="cpu", prefetch=0
    )
    loop = Loop(
        settings, tmp_path, [Learner(name="j", module=judge, loss=loss)], Drawer(given, config, 0)
    )
    loop.run()
    assert accuracies(loop.averages["j"], given, config)["scene"] == 1.0
