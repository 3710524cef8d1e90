"""Clips of the made world, from seeds.

    python -m retrat.train.data.clips frames --count 300 --seed 1 --out DIR    pictures alone, for the video VAE
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from retrat.train.data.assets import load_pack
from retrat.train.data.motion import Take, TakeRequest, take_from_seed
from retrat.train.data.people import Split, outfit_from_seed, person_from_seed, seeds_of
from retrat.train.data.render import Renderer
from retrat.train.data.scenes import SCENE_NAMES, scene_from_seed

if TYPE_CHECKING:
    from retrat.train.data.assets import Pack

_SPLIT_STREAM = {"train": 11, "validation": 12, "test": 13}


def random_take(seed: int, part: Split, request: TakeRequest, pack: Pack) -> Take:
    """A take of a random person of one split in a random place, all from one seed."""
    rng = np.random.default_rng([seed, _SPLIT_STREAM[part]])
    person = person_from_seed(seeds_of(part, rng), pack)
    outfit = outfit_from_seed(int(rng.integers(2**31)), person)
    scene = scene_from_seed(str(rng.choice(SCENE_NAMES)), int(rng.integers(2**31)))
    return take_from_seed(int(rng.integers(2**31)), request, person, outfit, scene)


def write_frames(out: Path, part: Split, seed: int, count: int, request: TakeRequest) -> None:
    """One "f y x 3" uint8 .npy file a clip; clips that exist are kept, so an interrupted run continues."""
    out.mkdir(parents=True, exist_ok=True)
    pack = load_pack()
    renderer = Renderer(pack, request.size)
    for index in range(seed, seed + count):
        path = out / f"clip-{index:07d}.npy"
        if path.exists():
            continue
        frames = renderer.render(random_take(index, part, request, pack)).frames
        partial = path.with_suffix(".part")
        with partial.open("wb") as file:
            np.save(file, frames)
        partial.rename(path)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="retrat.train.data.clips", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    frames = commands.add_parser("frames", help="pictures alone: one .npy a clip")
    frames.add_argument("--count", type=int, required=True)
    frames.add_argument("--seed", type=int, default=0)
    frames.add_argument("--out", type=Path, required=True)
    frames.add_argument("--split", choices=("train", "validation", "test"), default="train")
    frames.add_argument("--frames", type=int, default=17)
    frames.add_argument("--size", type=int, nargs=2, default=(256, 256), metavar=("WIDTH", "HEIGHT"))
    given = parser.parse_args(arguments)
    request = TakeRequest(frames=given.frames, size=tuple(given.size))
    write_frames(given.out, given.split, given.seed, given.count, request)


if __name__ == "__main__":
    main(sys.argv[1:])
