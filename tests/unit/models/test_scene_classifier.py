"""The judge of scenes at tiny size."""

import torch

from retrat.models.scene_classifier import SceneClassifier


def test_each_label_has_as_many_logits_as_values() -> None:
    torch.manual_seed(0)
    judge = SceneClassifier(SceneClassifier.Config.tiny())
    logits = judge(torch.rand(2, 8, 3, 32, 32))
    assert {label: tuple(value.shape) for label, value in logits.items()} == {
        "scene": (2, 2),
        "action": (2, 3),
    }


def test_it_sees_motion_and_not_only_pictures() -> None:
    torch.manual_seed(0)
    judge = SceneClassifier(SceneClassifier.Config.tiny())
    frames = torch.rand(1, 8, 3, 32, 32)
    order = torch.tensor([0, 4, 1, 5, 2, 6, 3, 7])
    assert not torch.allclose(judge(frames)["action"], judge(frames[:, order])["action"])
