"""Pairs of pictures and what is true of them; a run that learns to move."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from retrat.models.animator import GESTURES, SIDE, UNITS, Animator
from retrat.train import animator
from retrat.train.animator import AnimatedLoss, DrawGestured, gesture_errors
from retrat.train.data.gestures import Gestured
from retrat.train.data.shot import LANDMARKS
from retrat.train.loop import Learner, Loop, LoopConfig

YAW, BLINK = GESTURES.index("head yaw"), GESTURES.index("blink")


def gestured(seed: int, pictures: int = 6) -> Gestured:
    """A disc on a plain ground that goes to the right with the head's yaw."""
    rng = np.random.default_rng(seed)
    gestures = np.zeros((pictures, len(GESTURES)), np.float32)
    gestures[1:, YAW] = rng.normal(0, 0.1, pictures - 1)
    gestures[1:, BLINK] = rng.integers(0, 2, pictures - 1)
    gestures[-1, BLINK] = 1
    rows, columns = np.mgrid[:SIDE, :SIDE]
    middle = np.array([128.0, 100.0]) + gestures[:, [YAW]] * [80, 0]
    frames = np.full((pictures, SIDE, SIDE, 3), 90, np.uint8)
    for picture, (x, y) in zip(frames, middle, strict=True):
        disc = np.hypot(columns - x, rows - y)
        picture[disc < 60] = (200, 170, 150)
        picture[disc < 20] = (30, 20, 20)
    around = rng.uniform(-30, 30, (1, 50, 2)) + middle[:, None]
    landmarks = np.repeat(middle[:, None], len(LANDMARKS), axis=1)
    return Gestured(
        frames=frames,
        gestures=gestures,
        points=around.astype(np.float32),
        landmarks=landmarks.astype(np.float32),
    )


def test_first_pictures_have_open_eyes_and_gestures_are_differences() -> None:
    draw = DrawGestured([gestured(seed) for seed in range(3)], 0)
    for step in range(20):
        batch = draw(step)
        assert (batch["gestures"][:, BLINK] * UNITS[BLINK] >= 0).all()
    assert batch["first"].shape == (animator.FIRSTS, 3, SIDE, SIDE)
    assert batch["later"].shape == (animator.FIRSTS * animator.LATERS, 3, SIDE, SIDE)
    assert all(torch.equal(draw(19)[name], batch[name]) for name in batch)


def test_points_and_gestures_are_turned_with_the_pictures() -> None:
    """Whichever way a picture is turned: the disc's points lie on it, and where they came from is
    to the side from which the head's yaw says.
    """
    sample = gestured(1)
    spots = np.repeat(sample.landmarks[:, :1], 50, axis=1)
    draw = DrawGestured([replace(sample, points=spots)], 0)
    mirrored = 0
    for step in range(6):
        batch = draw(step)
        for row in range(len(batch["later"])):
            x, y = batch["points"][row, 0].round().long().tolist()
            assert batch["later"][row, :, y, x].mean() < -0.5  # dark, as the disc's middle is
        yaw, came = batch["gestures"][:, YAW] * UNITS[YAW], batch["came_from"][:, 0, 0]
        assert (came * yaw <= 1e-4).all()
        assert (came.abs() - 80 * yaw.abs()).abs().max() < 80 * 0.3 * yaw.abs().max()
        mirrored += int((batch["came_from"][:, 0, 0] > 0).sum())
    assert mirrored > 0


def test_a_head_that_turns_is_learned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(animator, "FIRSTS", 2)
    torch.manual_seed(0)
    model = Animator(Animator.Config(widths=(8, 12, 16), condition=16))
    draw = DrawGestured([gestured(seed) for seed in range(8)], 0)
    unseen = [DrawGestured([gestured(seed) for seed in range(20, 24)], 0)(0)]
    learner = Learner(name="animator", module=model, loss=AnimatedLoss(model))
    config = LoopConfig(
        steps=60, learning_rate=4e-3, warmup_steps=1, final_learning_rate=1.0, prefetch=0
    )
    Loop(config, tmp_path, [learner], draw).run()
    scores = gesture_errors(model, unseen)
    assert scores["points"] < 0.7 * scores["points still"]
    assert scores["animated"] < scores["still"]
