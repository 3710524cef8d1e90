"""Lips that follow the sound, in two runs.

python -m recipes.lip_sync hears  --latents SPEECH --folder RUN --steps 2000
python -m recipes.lip_sync paints --data SAMPLES --folder RUN --from HEARS_RUN --steps 6000 \\
    --export retrat/weights/releases/nano
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import torch
from torch import nn

from retrat.models.lip_sync import LipSync
from retrat.train.checkpoint import current_commit, load_checkpoint
from retrat.train.latents import Cache
from retrat.train.lip_sync import (
    HELD_OUT,
    LATERS,
    DrawHeard,
    DrawTalking,
    HeardLoss,
    PaintedLoss,
    hearing,
    mouth_errors,
    read_talking,
)
from retrat.train.loop import Learner, Loop, LoopConfig
from retrat.train.pictures import bytes_of, write_sheet
from retrat.weights.releases import publish_part

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
HEARD = 50  # latents of a sound
SHOWN = 4
SCORED = 8  # batches


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("hears", "paints"))
    parser.add_argument("--latents", type=Path, action="append", default=[], help="of speech")
    parser.add_argument("--data", type=Path, action="append", default=[], help="busts that speak")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument(
        "--from", type=Path, dest="earlier", help="the run of `hears`, or one of `paints` to go on"
    )
    parser.add_argument("--steps", type=int, default=LOOP.steps)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--export", type=Path, help="a release's folder")
    given = parser.parse_args()
    config = replace(LOOP, steps=given.steps, minutes=given.minutes, device=given.device)
    torch.manual_seed(config.seed)
    model = LipSync(LipSync.Config.nano())
    if given.what == "hears":
        loop = hears(model, given.latents, config, given.folder)
    else:
        if given.earlier is None:
            parser.error("`paints` needs --from, the run of `hears`")
        loop = paints(model, given, config)
    if given.export:
        metadata = {"commit": current_commit(), "recipe": "lip_sync", "steps": str(loop.step)}
        publish_part(given.export, "lip_sync", loop.averages["lip_sync"], metadata=metadata)


def hears(model: LipSync, latents: list[Path], config: LoopConfig, folder: Path) -> Loop:
    """Sound to visemes."""
    model.paints.requires_grad_(requires_grad=False)
    draw = DrawHeard(Cache(latents), config.seed, HEARD)
    learner = Learner(name="lip_sync", module=model, loss=HeardLoss(model))
    loop = Loop(config, folder, [learner], draw)
    loop.run()
    averaged = loop.averages["lip_sync"]
    assert isinstance(averaged, LipSync)
    found = hearing(averaged, draw.held_out())
    print("correlation with the true visemes:", *(f"{value:.3f}" for value in found))
    return loop


def paints(model: LipSync, given: argparse.Namespace, config: LoopConfig) -> Loop:
    """Frames and visemes to other frames."""
    state = load_checkpoint(given.earlier)
    if state is None:
        raise FileNotFoundError(f"no checkpoint in {given.earlier}")
    model.load_state_dict(state["emas"]["lip_sync"]["module"])
    model.hears.requires_grad_(requires_grad=False)
    clips = read_talking(given.data)
    draw = DrawTalking(clips[:-HELD_OUT], config.seed)
    unseen = [DrawTalking(clips[-HELD_OUT:], config.seed)(step) for step in range(SCORED)]
    print(f"{len(clips)} clips, {len(draw.firsts)} first frames", flush=True)

    def write(step: int, averages: dict[str, nn.Module], folder: Path) -> None:
        averaged = averages["lip_sync"]
        assert isinstance(averaged, LipSync)
        scores = mouth_errors(averaged, unseen)
        print(step, {name: round(value, 3) for name, value in scores.items()}, flush=True)
        _write_sheet(folder / f"{step:07d}.png", averaged, unseen[0])

    learner = Learner(name="lip_sync", module=model, loss=PaintedLoss(model))
    loop = Loop(config, given.folder, [learner], draw, write)
    loop.run()
    return loop


def _write_sheet(path: Path, model: LipSync, batch: dict[str, torch.Tensor]) -> None:
    """First, true and painted windows of people that were held out."""
    rows = []
    for index, first in enumerate(batch["first"]):
        some = slice(index * LATERS, index * LATERS + SHOWN)
        painted, shown = model(first, batch["visemes"][some])
        made = torch.lerp(first[None], painted, shown)
        pictures = torch.stack([first, *batch["later"][some], *made], dim=1)
        rows.append((f"first | {SHOWN} true | the same painted", [*bytes_of(pictures)]))
    write_sheet(path, rows)


if __name__ == "__main__":
    main()
