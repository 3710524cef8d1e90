"""It learns what can be seen, and says how well on others."""

from pathlib import Path

import numpy as np
import pytest
import torch

from retrat.models.scene_classifier import FRAMES, SIDE, SceneClassifier
from retrat.train.data.sample import SampleLabels
from retrat.train.loop import Loop, LoopConfig
from retrat.train.matting import Busts
from retrat.train.scene_classifier import (
    LABELS,
    UNKNOWN,
    Drawer,
    Looks,
    _surprise,
    accuracies,
    config_for,
    looks_before_sites,
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


def before_sites(each: int = 3) -> Looks:
    """White people before a red and a blue place."""
    mattes = np.zeros((2, 256, 256), np.uint8)
    mattes[:, 100:, 80:176] = 255
    people = Busts(pictures=np.full((2, 256, 256, 3), 255, np.uint8), mattes=mattes)
    red, blue = np.zeros((2, 160, 160, 3), np.uint8)
    red[..., 0], blue[..., 2] = 200, 200
    return looks_before_sites(people, [("beach", red), ("forest", blue)], each, seed=4)


def test_people_stand_before_sites_and_move_a_little() -> None:
    found = before_sites()
    assert [each.scene for each in found.labels] == ["beach"] * 3 + ["forest"] * 3
    assert found.frames.shape == (6, FRAMES, SIDE, SIDE, 3)
    beaches, forests = found.frames[:3].astype(int), found.frames[3:].astype(int)
    assert (beaches[:, :, 2, 2, 0] > 100).all()
    assert (beaches[:, :, 2, 2, 1:] == 0).all()
    assert (forests[:, :, 2, 2, 2] > 100).all()
    assert (forests[:, :, 2, 2, :2] == 0).all()
    share = (found.frames[:, :, -3] > 240).all(axis=-1).mean(axis=-1)
    assert ((share > 0.15) & (share < 0.5)).all()
    apart = np.abs(np.diff(found.frames.astype(int), axis=1)).mean(axis=(2, 3, 4))
    assert (apart.max(axis=1) > 0.1).all()
    assert apart.mean() < 12
    assert (before_sites().frames == found.frames).all()


def test_of_who_stands_before_a_site_only_the_scene_is_known() -> None:
    both = looks().and_those(before_sites())
    assert len(both.frames) == len(both.labels) == 22
    config = config_for(both, (8, 8))
    assert not any("" in names for names in config.names)
    wanted = targets(both, config, [16, 21])
    assert (wanted["scene"] != UNKNOWN).all()
    assert all((wanted[label] == UNKNOWN).all() for label in LABELS if label != "scene")


def test_what_nobody_knows_surprises_nobody() -> None:
    logits = torch.tensor([[5.0, 0.0], [0.0, 5.0]], requires_grad=True)
    told = _surprise(logits, torch.tensor([0, UNKNOWN])).item()
    assert told == pytest.approx(_surprise(logits[:1], torch.tensor([0])).item())
    assert _surprise(logits, torch.tensor([1, UNKNOWN])).item() > told + 3
    nothing = _surprise(logits, torch.tensor([UNKNOWN, UNKNOWN]))
    nothing.backward()
    assert nothing.item() == 0
    assert float(logits.grad.abs().sum()) == 0


def test_accuracies_are_of_what_is_known() -> None:
    class Beach(torch.nn.Module):
        """Sees a beach, whatever it is shown."""

        def __init__(self) -> None:
            super().__init__()
            self.weight = torch.nn.Parameter(torch.zeros(1))

        def forward(self, frames: torch.Tensor) -> dict[str, torch.Tensor]:
            return {label: torch.eye(2)[[0] * len(frames)] for label in LABELS}

    found = before_sites()
    config = config_for(looks().and_those(found), (8, 8))
    assert accuracies(Beach(), found, config) == {"scene": 0.5}


def test_batches_follow_from_the_step_alone() -> None:
    one, other = (
        Drawer(looks(), config_for(looks(), (8,)), 0),
        Drawer(looks(), config_for(looks(), (8,)), 0),
    )
    assert (one(3)[0] == other(3)[0]).all()
    assert not (one(3)[0] == one(4)[0]).all()


def test_it_learns_bright_from_dark(tmp_path: Path) -> None:
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
