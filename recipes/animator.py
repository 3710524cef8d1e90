"""Heads that turn, eyes that blink: an animator learns the world's gestures.

python -m retrat.train.data.clips gestures --count 700 --out GESTURES
python -m recipes.animator --data GESTURES --folder RUN --steps 3000 \\
    --export retrat/weights/releases/nano
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import torch
from torch import nn

from retrat.models.animator import Animator
from retrat.train.animator import (
    HELD_OUT,
    LATERS,
    AnimatedLoss,
    DrawGestured,
    gesture_errors,
    read_gestured,
)
from retrat.train.checkpoint import current_commit
from retrat.train.loop import Learner, Loop, LoopConfig
from retrat.train.pictures import bytes_of, write_sheet
from retrat.weights.releases import publish_part

LOOP = LoopConfig(
    steps=3000,
    learning_rate=2e-3,
    warmup_steps=50,
    final_learning_rate=0.02,
    ema_decay=0.995,
    log_every=20,
    save_every=200,
    sample_every=500,
)
SCORED = 8  # batches


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, action="append", required=True, help="gestures")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=LOOP.steps)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--export", type=Path, help="a release's folder")
    given = parser.parse_args()
    config = replace(LOOP, steps=given.steps, minutes=given.minutes, device=given.device)
    torch.manual_seed(config.seed)
    model = Animator(Animator.Config.nano())
    samples = read_gestured(given.data)
    draw = DrawGestured(samples[:-HELD_OUT], config.seed)
    unseen = [DrawGestured(samples[-HELD_OUT:], config.seed)(step) for step in range(SCORED)]
    print(f"{len(samples)} people, {sum(p.numel() for p in model.parameters())} parameters")

    def write(step: int, averages: dict[str, nn.Module], folder: Path) -> None:
        averaged = averages["animator"]
        assert isinstance(averaged, Animator)
        scores = gesture_errors(averaged, unseen)
        print(step, {name: round(value, 3) for name, value in scores.items()}, flush=True)
        _write_sheet(folder / f"{step:07d}.png", averaged, unseen[0])

    learner = Learner(name="animator", module=model, loss=AnimatedLoss(model))
    loop = Loop(config, given.folder, [learner], draw, write)
    loop.run()
    if given.export:
        metadata = {"commit": current_commit(), "recipe": "animator", "steps": str(loop.step)}
        publish_part(given.export, "animator", loop.averages["animator"], metadata=metadata)


@torch.no_grad()
def _write_sheet(path: Path, model: Animator, batch: dict[str, torch.Tensor]) -> None:
    """First, true and animated pictures of people that were held out."""
    rows = []
    for index, first in enumerate(batch["first"]):
        some = slice(index * LATERS, index * LATERS + LATERS)
        true, made = batch["later"][some], model(first, batch["gestures"][some]).pixels
        rows.append(("true", [*bytes_of(torch.stack([first, *true], dim=1))]))
        rows.append(("first, animated", [*bytes_of(torch.stack([first, *made], dim=1))]))
    write_sheet(path, rows)


if __name__ == "__main__":
    main()
