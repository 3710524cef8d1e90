"""Pairs of pictures and what is true of them; a run that learns to move."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from retrat.models.animator import EYES_SIDE, GESTURES, LOOKS, SIDE, UNITS, Animator
from retrat.train import animator
from retrat.train.animator import (
    DrawGestured,
    DrawLooks,
    DrawTurned,
    LooksLoss,
    TurnedLoss,
    eyes_errors,
    head_errors,
)
from retrat.train.data.gestures import Gestured
from retrat.train.data.shot import LANDMARKS
from retrat.train.loop import Learner, Loop, LoopConfig

YAW, BLINK, SHUT = GESTURES.index("head yaw"), GESTURES.index("blink"), LOOKS.index("blink")


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


def looking(seed: int) -> Gestured:
    """A still face whose eyes are dark where they are open and as its skin where they are shut."""
    rng = np.random.default_rng(seed)
    gestures = np.zeros((6, len(GESTURES)), np.float32)
    gestures[2:, BLINK] = rng.integers(0, 2, 4)
    gestures[5, BLINK] = 1
    frames = np.full((6, SIDE, SIDE, 3), 190, np.uint8)
    frames[:, 80:104, 80:176] = 30  # behind the lids
    for picture, shut in zip(frames, gestures[:, BLINK], strict=True):
        if shut:
            picture[86:98, 80:176] = 100
    landmarks = np.full((6, len(LANDMARKS), 2), 92.0, np.float32)
    landmarks[:, LANDMARKS.index("left eye")] = (148, 92)
    landmarks[:, LANDMARKS.index("right eye")] = (108, 92)
    points = np.full((6, 10, 2), 128.0, np.float32)
    return Gestured(frames=frames, gestures=gestures, points=points, landmarks=landmarks)


def test_batches_are_the_step_s_alone() -> None:
    turned, looked = ([make(seed) for seed in range(3)] for make in (gestured, looking))
    for draw in (DrawTurned(turned, 0), DrawLooks(looked, 0)):
        batch = draw(7)
        assert all(torch.equal(draw(7)[name], batch[name]) for name in batch)
        assert not torch.equal(draw(8)["first"], batch["first"])
    assert batch["first"].shape == (animator.LOOKED_FIRSTS, 3, EYES_SIDE, EYES_SIDE)
    assert len(batch["later"]) == len(batch["looks"]) == animator.LOOKED_FIRSTS * 3


def test_points_and_turns_are_seen_as_the_pictures_are() -> None:
    """Whichever way a picture is turned: the disc's points lie on it, and where they came from is
    to the side from which the head's yaw says.
    """
    sample = gestured(1)
    spots = np.repeat(sample.landmarks[:, :1], 50, axis=1)
    draw = DrawTurned([replace(sample, points=spots)], 0)
    mirrored = 0
    for step in range(6):
        batch = draw(step)
        for row in range(len(batch["later"])):
            x, y = batch["points"][row, 0].round().long().tolist()
            assert batch["later"][row, :, y, x].mean() < -0.5  # dark, as the disc's middle is
        yaw, came = batch["turns"][:, YAW] * UNITS[YAW], batch["came_from"][:, 0, 0]
        assert (came * yaw <= 1e-4).all()
        assert (came.abs() - 80 * yaw.abs()).abs().max() < 80 * 0.3 * yaw.abs().max()
        mirrored += int((came > 0).sum())
    assert mirrored > 0


def test_looks_are_of_still_heads_and_begin_with_open_eyes() -> None:
    draw = DrawLooks([looking(seed) for seed in range(3)], 0)
    for step in range(10):
        batch = draw(step)
        assert (batch["looks"][:, SHUT] >= 0).all()
        firsts = batch["first"].repeat_interleave(animator.LOOKED_LATERS, dim=0)
        eyes = firsts[:, 0][batch["weights"][:, 0] > animator.EYE_WEIGHT]
        assert (eyes < -0.5).float().mean() > 0.9  # the dark bar lies where eyes are said to be


def test_a_head_that_turns_is_learned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(animator, "FIRSTS", 2)
    unseen = [DrawTurned([gestured(seed) for seed in range(20, 24)], 0)(0)]
    monkeypatch.setattr(animator, "LATERS", 2)
    torch.manual_seed(0)
    model = small()
    model.eyes.requires_grad_(requires_grad=False)
    draw = DrawTurned([gestured(seed) for seed in range(8)], 0)
    learn(Learner(name="animator", module=model, loss=TurnedLoss(model)), draw, 60, tmp_path)
    scores = head_errors(model, unseen)
    assert scores["points"] < 0.7 * scores["points still"]
    assert scores["turned"] < scores["still"]


def test_eyes_that_shut_are_learned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unseen = [DrawLooks([looking(seed) for seed in range(20, 24)], 0)(0)]
    monkeypatch.setattr(animator, "LOOKED_FIRSTS", 4)
    monkeypatch.setattr(animator, "LOOKED_LATERS", 2)
    torch.manual_seed(0)
    model = small()
    model.head.requires_grad_(requires_grad=False)
    draw = DrawLooks([looking(seed) for seed in range(8)], 0)
    learn(Learner(name="animator", module=model, loss=LooksLoss(model)), draw, 50, tmp_path)
    scores = eyes_errors(model, unseen)
    assert scores["painted"] < 0.8 * scores["first"]
    assert scores["painted"] < 0.8 * scores["mistaken"]


def small() -> Animator:
    return Animator(
        Animator.Config(
            widths=(8, 12, 16),
            condition=16,
            eyes_widths=(8, 12),
            eyes_condition=16,
            face_widths=(8, 12),
            face_condition=16,
        )
    )


def learn(learner: Learner, draw: DrawGestured, steps: int, folder: Path) -> None:
    config = LoopConfig(
        steps=steps, learning_rate=4e-3, warmup_steps=1, final_learning_rate=1.0, prefetch=0
    )
    Loop(config, folder, [learner], draw).run()
