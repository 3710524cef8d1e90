"""Heads that turn, eyes that blink, faces that smile: an animator learns them, in three runs.

python -m retrat.train.data.clips gestures --count 600 --out GESTURES
python -m recipes.animator head --data GESTURES --folder HEAD_RUN
python -m recipes.animator eyes --data GESTURES --folder RUN --from HEAD_RUN \\
    --export retrat/weights/releases/nano
python -m retrat.train.data.clips moods --count 750 --out MOODS
python -m recipes.animator face --data MOODS --folder FACE_RUN \\
    --from retrat/weights/releases/nano --export retrat/weights/releases/nano
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from retrat.models.animator import Animator
from retrat.train.animator import (
    HELD_OUT,
    DrawGestured,
    DrawLooks,
    DrawTurned,
    LooksLoss,
    TurnedLoss,
    as_often,
    eyes_errors,
    head_errors,
    looked,
    read_gestured,
)
from retrat.train.checkpoint import current_commit, load_checkpoint
from retrat.train.data.gestures import Gestured
from retrat.train.loop import Learner, Loop, LoopConfig, Losses, Step
from retrat.train.moods import DrawMoods, MoodsLoss, expressed, face_errors
from retrat.train.pictures import bytes_of, write_sheet
from retrat.weights.releases import CARD, publish_part, read_release

LOOP = LoopConfig(
    steps=2000,
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
    parser.add_argument("what", choices=tuple(LESSONS))
    parser.add_argument(
        "--data", type=Path, action="append", required=True, help="gestures, or moods"
    )
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument(
        "--from", type=Path, dest="earlier", help="a run or a release to go on from"
    )
    parser.add_argument("--steps", type=int, default=LOOP.steps)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--export", type=Path, help="a release's folder")
    given = parser.parse_args()
    config = replace(LOOP, steps=given.steps, minutes=given.minutes, device=given.device)
    torch.manual_seed(config.seed)
    model = Animator(Animator.Config.nano())
    if given.earlier is not None:
        model.load_state_dict(_known(given.earlier, model))
    samples = read_gestured(given.data)
    print(f"{len(samples)} people", flush=True)
    loop = learned(LESSONS[given.what], model, samples, config, given.folder)
    if given.export:
        metadata = {"commit": current_commit(), "recipe": "animator", "steps": str(loop.step)}
        publish_part(given.export, "animator", loop.averages["animator"], metadata=metadata)


def _known(folder: Path, model: Animator) -> dict[str, Tensor]:
    """Weights of a run, or of a release that may lack a part that is to be learned."""
    if (folder / CARD).exists():
        known = load_file(read_release(folder).path("animator"))
        return model.state_dict() | {name: value.float() for name, value in known.items()}
    state = load_checkpoint(folder)
    if state is None:
        raise FileNotFoundError(f"no checkpoint in {folder}")
    averages: dict[str, Tensor] = state["emas"]["animator"]["module"]
    return averages


class Lesson(NamedTuple):
    """How a part of an animator learns: from which batches, by which loss; how wrong it is about
    people that are held out, and what it makes of a batch.
    """

    part: Callable[[Animator], nn.Module]
    draw: type[DrawGestured]
    loss: Callable[[Animator], Callable[[dict[str, Tensor], Step], Losses]]
    errors: Callable[[Animator, Sequence[dict[str, Tensor]]], dict[str, float]]
    made: Callable[[Animator, dict[str, Tensor]], Tensor]


def turned(model: Animator, batch: dict[str, Tensor]) -> Tensor:
    """The later pictures of a batch, as heads are turned."""
    made = model.head.animated(model.head.look(batch["first"]), batch["turns"])
    return made.of(as_often(batch))


LESSONS = {
    "head": Lesson(lambda model: model.head, DrawTurned, TurnedLoss, head_errors, turned),
    "eyes": Lesson(
        lambda model: model.eyes,
        DrawLooks,
        LooksLoss,
        eyes_errors,
        lambda model, batch: looked(model, batch).pixels,
    ),
    "face": Lesson(
        lambda model: model.face,
        DrawMoods,
        MoodsLoss,
        face_errors,
        lambda model, batch: expressed(model, batch).pixels,
    ),
}


def learned(
    lesson: Lesson, model: Animator, samples: Sequence[Gestured], config: LoopConfig, folder: Path
) -> Loop:
    """The run in its folder; nothing but the lesson's part learns."""
    model.requires_grad_(requires_grad=False)
    lesson.part(model).requires_grad_(requires_grad=True)
    draw = lesson.draw(samples[:-HELD_OUT], config.seed)
    unseen = [lesson.draw(samples[-HELD_OUT:], config.seed)(step) for step in range(SCORED)]

    def write(step: int, averages: dict[str, nn.Module], samples: Path) -> None:
        averaged = _averaged(averages)
        _say(step, lesson.errors(averaged, unseen))
        with torch.no_grad():
            made = lesson.made(averaged, unseen[0])
        _write_sheet(samples / f"{step:07d}.png", unseen[0], made)

    learner = Learner(name="animator", module=model, loss=lesson.loss(model))
    loop = Loop(config, folder, [learner], draw, write)
    loop.run()
    return loop


def _averaged(averages: dict[str, nn.Module]) -> Animator:
    averaged = averages["animator"]
    assert isinstance(averaged, Animator)
    return averaged


def _say(step: int, scores: dict[str, float]) -> None:
    print(step, {name: round(value, 3) for name, value in scores.items()}, flush=True)


def _write_sheet(path: Path, batch: dict[str, Tensor], made: Tensor) -> None:
    """First, true and made pictures of people that were held out."""
    rows, each = [], len(made) // len(batch["first"])
    for index, first in enumerate(batch["first"]):
        some = slice(index * each, (index + 1) * each)
        for name, pictures in (("true", batch["later"][some]), ("made", made[some])):
            rows.append((f"first, {name}", [*bytes_of(torch.stack([first, *pictures], dim=1))]))
    write_sheet(path, rows)


if __name__ == "__main__":
    main()
