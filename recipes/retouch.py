"""The picture decoder of nano finishes what its towers make.

python -m recipes.retouch --release nano --latents PORTRAITS --folder RUN --steps 2500 \\
    --export retrat/weights/releases/nano
"""

from __future__ import annotations

import argparse
import copy
from dataclasses import replace
from pathlib import Path

import torch
from torch import nn

from retrat.models.video_vae import VideoVAE
from retrat.pipeline.components import Components
from retrat.runtime.models import components_of, release_named
from retrat.train.checkpoint import current_commit
from retrat.train.latents import Cache
from retrat.train.loop import Learner, Loop, LoopConfig
from retrat.train.pictures import bytes_of, write_sheet
from retrat.train.retouch import DrawMade, Made, RetouchLoss, make, retouched, shown
from retrat.weights.releases import publish_part

LOOP = LoopConfig(
    steps=2500,
    learning_rate=2e-3,
    warmup_steps=50,
    final_learning_rate=0.03,
    weight_decay=0.0,
    ema_decay=0.995,
    log_every=20,
    save_every=200,
    sample_every=250,
)
SHOWN = 6
PICTURES = "made.pt"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--release", required=True, help="whose towers make the pictures")
    parser.add_argument("--latents", type=Path, action="append", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--pictures", type=int, default=1500)
    parser.add_argument("--steps", type=int, default=LOOP.steps)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--export", type=Path, help="a release's folder")
    given = parser.parse_args()
    config = replace(LOOP, steps=given.steps, minutes=given.minutes, device=given.device)
    parts = components_of(release_named(given.release), "cpu")
    draw = DrawMade(_pictures(given, parts), config.seed)
    before = parts.video_vae
    vae = copy.deepcopy(before).train()
    vae.requires_grad_(requires_grad=False)
    vae.decoder.key.requires_grad_(requires_grad=True)
    vae.decoder.key.linear.requires_grad_(requires_grad=False)

    def write(step: int, averages: dict[str, nn.Module], folder: Path) -> None:
        averaged = averages["vae"]
        assert isinstance(averaged, VideoVAE)
        scores = retouched(averaged, before, draw.held_out())
        print(step, {name: round(value, 2) for name, value in scores.items()}, flush=True)
        _write_sheet(folder / f"{step:07d}.png", averaged, before, draw.held_out())

    learner = Learner(name="vae", module=vae, loss=RetouchLoss(vae, before))
    loop = Loop(config, given.folder, [learner], draw, write)
    loop.run()
    if given.export:
        metadata = {"commit": current_commit(), "recipe": "retouch", "steps": str(loop.step)}
        publish_part(given.export, "video_vae", loop.averages["vae"], metadata=metadata)


def _pictures(given: argparse.Namespace, parts: Components) -> Made:
    """What the towers made, kept in the run's folder."""
    path = given.folder / PICTURES
    if not path.exists():
        given.folder.mkdir(parents=True, exist_ok=True)
        pictures = make(parts, Cache(given.latents), given.pictures, LOOP.seed)
        torch.save({"true": pictures.true.half(), "made": pictures.made.half()}, path)
    stored = torch.load(path, weights_only=True)
    return Made(true=stored["true"].float(), made=stored["made"].float())


def _write_sheet(path: Path, vae: VideoVAE, before: VideoVAE, pictures: Made) -> None:
    """True, made as it was shown and as it is shown now."""
    some = Made(true=pictures.true[::8][:SHOWN], made=pictures.made[::8][:SHOWN])
    columns = [shown(before, some.true), shown(before, some.made), shown(vae, some.made)]
    rows = [
        ("true | before | now", [bytes_of(x[i][:, None])[0] for x in columns])
        for i in range(len(some.true))
    ]
    write_sheet(path, rows)


if __name__ == "__main__":
    main()
