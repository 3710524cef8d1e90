"""The places that nano's first pictures begin with where a prompt names one: renders of the world.

python -m recipes.made_places --release RELEASE [--sheet sheet.png]
"""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np
import torch
from jaxtyping import UInt8
from PIL import Image

from retrat.models.made_places import MadePlaces
from retrat.train.checkpoint import current_commit
from retrat.train.data.scene_sheet import SceneCanvas
from retrat.train.data.scenes import SCENE_NAMES, Scene, scene_from_seed
from retrat.train.pictures import write_sheet
from retrat.weights.releases import publish_part

FIRST = 50_000_000  # seed; those of clips are below
EACH = 12  # pictures of a place, shared evenly among its moments
PIXELS, QUALITY = 256, 86  # a side; as WebP


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--release", type=Path, required=True)
    parser.add_argument("--sheet", type=Path, help="a picture of them all, to look at")
    given = parser.parse_args()
    scenes = [scene for name in SCENE_NAMES for scene in variants(name)]
    with SceneCanvas(PIXELS, PIXELS) as canvas:
        pictures = [canvas.draw(scene, 0.0) for scene in scenes]
    if given.sheet:
        rows = range(0, len(scenes), EACH)
        write_sheet(given.sheet, [(scenes[at].name, pictures[at : at + EACH]) for at in rows])
    places = table(scenes, pictures)
    metadata = {"commit": current_commit(), "recipe": "made_places"}
    publish_part(given.release, "made_places", places, metadata=metadata)
    print(f"{len(scenes)} places, {places.config.picture_bytes:,} bytes of pictures")


def variants(name: str) -> list[Scene]:
    """A place by the first seeds that there are, at each of its moments as often."""
    moments = sorted({scene_from_seed(name, FIRST + lot).moment for lot in range(100)})
    return [next_one for moment in moments for next_one in _at(name, moment, EACH // len(moments))]


def _at(name: str, moment: str, most: int) -> Iterator[Scene]:
    scenes = (scene_from_seed(name, seed) for seed in count(FIRST))
    fitting = (scene for scene in scenes if scene.moment == moment)
    for _ in range(most):
        yield next(fitting)


def table(scenes: list[Scene], pictures: list[UInt8[np.ndarray, "y x 3"]]) -> MadePlaces:
    """Everything that is kept of them."""
    files = [_file(picture) for picture in pictures]
    labels = json.dumps([[scene.name, scene.moment] for scene in scenes]).encode()
    places = MadePlaces(
        MadePlaces.Config(
            places=len(scenes), picture_bytes=sum(map(len, files)), label_bytes=len(labels)
        )
    )
    kept = {"pictures": b"".join(files), "written_labels": labels}
    state = {
        name: torch.from_numpy(np.frombuffer(each, np.uint8).copy()) for name, each in kept.items()
    }
    state["picture_ends"] = torch.tensor([len(file) for file in files]).cumsum(0)
    places.load_state_dict(state)
    return places


def _file(picture: UInt8[np.ndarray, "y x 3"]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "WEBP", quality=QUALITY, method=6)
    return file.getvalue()


if __name__ == "__main__":
    main()
