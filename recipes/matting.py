"""The matting network of nano: who is in a bust and what is behind, in minutes.

python -m recipes.matting --data PORTRAITS --photos nano --folder RUN --minutes 15
python -m recipes.matting --data PORTRAITS --photos nano --folder RUN --score VALIDATION \\
    --export retrat/weights/releases/nano
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import torch

from retrat.models.matting import Matting
from retrat.train.checkpoint import current_commit
from retrat.train.loop import LoopConfig
from retrat.train.matting import (
    Busts,
    Photos,
    border_error,
    changed_overlap,
    matting_loop,
    overlap,
)
from retrat.weights.releases import publish_part

LOOP = LoopConfig(
    steps=6000,
    learning_rate=2e-3,
    warmup_steps=100,
    final_learning_rate=0.02,
    weight_decay=0.01,
    ema_decay=0.998,
    log_every=20,
    save_every=250,
    sample_every=500,
)
MOST = 2500  # samples of a folder that are kept in memory
CHANGED = 25  # batches of pictures that are changed, for a score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders of samples")
    parser.add_argument("--photos", type=Path, help="a release's folder: its people and places")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=LOOP.steps)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--score", type=Path, help="samples of people that were held out")
    parser.add_argument("--export", type=Path, help="a release's folder")
    given = parser.parse_args()
    config = replace(LOOP, steps=given.steps, minutes=given.minutes, device=given.device)
    torch.manual_seed(config.seed)
    busts = Busts.joined([Busts.read(each, MOST) for each in given.data])
    photos = Photos.read(given.photos) if given.photos else None
    loop = matting_loop(Matting(Matting.Config.nano()), busts, photos, config, given.folder)
    loop.run()
    net = loop.averages["matting"]
    assert isinstance(net, Matting)
    if given.score:
        print_scores(net, Busts.read(given.score, 200), given.photos)
    if given.export:
        metadata = {"commit": current_commit(), "recipe": "matting", "steps": str(loop.step)}
        publish_part(given.export, "matting", net, metadata=metadata)


def print_scores(net: Matting, busts: Busts, photos: Path | None) -> None:
    """Intersection over union with the mattes of people who were held out, and what is seen of
    them before another place.
    """
    print(f"as drawn {overlap(net, busts):.4f}")
    if photos is not None:
        others = Photos.read(photos, held_out=True)
        print(f"changed as snapshots are {changed_overlap(net, busts, others, CHANGED):.4f}")
        print(f"off near the border, before another place {border_error(net, others):.4f}")


if __name__ == "__main__":
    main()
