"""It learns who is in the picture, whatever stands behind."""

from pathlib import Path

import numpy as np
import pytest
import torch

from retrat.models.matting import Matting
from retrat.train import matting
from retrat.train.loop import Learner, Loop, LoopConfig
from retrat.train.matting import Busts, DrawBusts, MattingLoss, overlap


def discs(count: int, seed: int) -> Busts:
    """People that are bright discs of a size, before dark noise."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[:256, :256]
    pictures = rng.integers(0, 60, (count, 256, 256, 3), dtype=np.uint8)
    mattes = np.zeros((count, 256, 256), np.uint8)
    for picture, matte in zip(pictures, mattes, strict=True):
        y, x = rng.uniform(110, 150, 2)
        inside = (rows - y) ** 2 + (columns - x) ** 2 < rng.uniform(50, 80) ** 2
        picture[inside] = rng.integers(200, 255, 3)
        matte[inside] = 255
    return Busts(pictures=pictures, mattes=mattes)


def test_batches_follow_from_the_step_and_mattes_move_with_their_pictures() -> None:
    draw = DrawBusts(discs(4, 0), seed=1)
    pictures, mattes = draw(3)
    assert torch.equal(pictures, draw(3)[0])
    assert not torch.equal(pictures, draw(4)[0])
    assert pictures.shape[1:] == (3, 256, 256)
    assert 0.05 < float(mattes.mean()) < 0.5
    assert pictures.abs().max() <= 1


def test_it_learns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matting, "BATCH", 4)
    busts, unseen = discs(16, 0), discs(8, 1)
    torch.manual_seed(0)
    model = Matting(Matting.Config(widths=(8, 12)))
    before = overlap(model, unseen)
    learner = Learner(name="matting", module=model, loss=MattingLoss(model))
    config = LoopConfig(steps=40, learning_rate=1e-2, warmup_steps=2, ema_decay=0.5, prefetch=0)
    Loop(config, tmp_path, [learner], DrawBusts(busts, 0)).run()
    assert overlap(model, unseen) > max(0.75, before)
