"""Windows around faces and what is true of them; a run that learns an expression."""

from pathlib import Path

import numpy as np
import pytest
import torch

from retrat.models.animator import EXPRESSIONS, FACE_SIDE, SIDE
from retrat.train import moods
from retrat.train.data.gestures import Gestured
from retrat.train.data.moods import CALM, PICTURES
from retrat.train.data.shot import LANDMARKS
from retrat.train.loop import Learner
from retrat.train.moods import FIRSTS, LATERS, MOUTH_WEIGHT, DrawMoods, MoodsLoss, face_errors
from tests.unit.train.test_animator import learn, small

SMILE, SAD = EXPRESSIONS.index("smile"), EXPRESSIONS.index("sad")
EYES, MOUTH = (
    {"left eye": (148, 92), "right eye": (108, 92)},
    {"left mouth": 148, "right mouth": 108},
)


def faced(seed: int) -> Gestured:
    """A bar for a mouth that is high where somebody smiles and low where they are sad."""
    rng = np.random.default_rng(seed)
    shown = np.zeros((PICTURES, len(EXPRESSIONS)), np.float32)
    shown[CALM:, SMILE] = rng.integers(0, 2, PICTURES - CALM)
    shown[CALM:, SAD] = 1 - shown[CALM:, SMILE]
    frames = np.full((PICTURES, SIDE, SIDE, 3), 190, np.uint8)
    rows = (138 - 6 * shown[:, SMILE] + 6 * shown[:, SAD]).astype(int)
    for picture, row in zip(frames, rows, strict=True):
        picture[row - 4 : row + 4, 108:148] = (120, 30, 30)
    landmarks = np.full((PICTURES, len(LANDMARKS), 2), 128.0, np.float32)
    for name, place in EYES.items():
        landmarks[:, LANDMARKS.index(name)] = place
    for name, x in MOUTH.items():
        landmarks[:, LANDMARKS.index(name)] = np.stack([np.full(PICTURES, x), rows], axis=1)
    points = np.repeat(landmarks[:, [LANDMARKS.index(name) for name in MOUTH]], 20, axis=1)
    return Gestured(frames=frames, gestures=shown, points=points, landmarks=landmarks)


def test_batches_are_the_step_s_alone() -> None:
    draw = DrawMoods([faced(seed) for seed in range(3)], 0)
    batch = draw(7)
    assert all(torch.equal(draw(7)[name], batch[name]) for name in batch)
    assert not torch.equal(draw(8)["first"], batch["first"])
    assert batch["first"].shape == (FIRSTS, 3, FACE_SIDE, FACE_SIDE)
    assert len(batch["later"]) == len(batch["expressions"]) == FIRSTS * LATERS


def test_the_mouth_weighs_where_it_is_and_points_lie_on_it() -> None:
    draw = DrawMoods([faced(seed) for seed in range(3)], 0)
    for step in range(5):
        batch = draw(step)
        firsts = batch["first"].repeat_interleave(LATERS, dim=0)
        is_lips = firsts[:, 1] < -0.4
        assert is_lips.any()
        assert (batch["weights"][:, 0][is_lips] >= MOUTH_WEIGHT).all()
        up = batch["came_from"][:, :, 1].mean(dim=1)
        smiles = batch["expressions"][:, SMILE] - batch["expressions"][:, SAD]
        calm = firsts.shape[0]
        assert calm == len(up)
        assert (up * smiles >= -4).all()  # who smiles has come from lower


def test_an_expression_is_learned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unseen = [DrawMoods([faced(seed) for seed in range(20, 24)], 0)(0)]
    monkeypatch.setattr(moods, "FIRSTS", 4)
    monkeypatch.setattr(moods, "LATERS", 3)
    torch.manual_seed(0)
    model = small()
    model.requires_grad_(requires_grad=False)
    model.face.requires_grad_(requires_grad=True)
    draw = DrawMoods([faced(seed) for seed in range(8)], 0)
    learn(Learner(name="animator", module=model, loss=MoodsLoss(model)), draw, 50, tmp_path)
    scores = face_errors(model, unseen)
    assert scores["painted"] < 0.8 * scores["first"]
    assert scores["painted"] < 0.8 * scores["mistaken"]


def test_no_mirror_shows_an_expression_that_has_sides() -> None:
    sample = faced(1)
    sample.gestures[CALM:] = 0
    sample.gestures[CALM : CALM + 5, EXPRESSIONS.index("sceptical")] = 1
    sample.gestures[CALM + 5 :, SAD] = 1
    sample.frames[:, 92:100, 80:88] = 255  # a mole at the left
    draw, mirrored = DrawMoods([sample], 0), 0
    for step in range(6):
        batch = draw(step)
        left, right = batch["later"].mean(dim=1).amax(dim=1).split(FACE_SIDE // 2, dim=1)
        is_mirrored = right.amax(dim=1) > left.amax(dim=1)
        is_sceptical = batch["expressions"][:, EXPRESSIONS.index("sceptical")] > 0
        assert not (is_mirrored & is_sceptical).any()
        mirrored += int(is_mirrored.sum())
        assert is_sceptical.any()
    assert mirrored > 20
