"""The judge of scenes, actions and clothes: minutes on two cores.

    python -m recipes.scene_classifier --train DIR --validation DIR --folder DIR \\
        --sites DIR --photos retrat/weights/releases/nano

DIRs hold samples (`python -m retrat.train.data.clips samples`) of training and validation people.
Pictures of places that are missing in the folder of `--sites` are drawn (`RETRAT_BLENDER`, see
recipes/made_places.py): others than any release carries. The people of a release stand before
them. Copy the file it names to retrat/evaluate/scene_classifier.safetensors.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from jaxtyping import UInt8
from PIL import Image

from retrat.train.data.places.catalogue import MOMENTS, site_of
from retrat.train.data.places.drawing import draw
from retrat.train.data.scenes import SCENE_NAMES
from retrat.train.loop import LoopConfig
from retrat.train.matting import Photos
from retrat.train.scene_classifier import (
    Looks,
    SceneClassifierRun,
    looks_before_sites,
    train_scene_classifier,
)

FIRST_SITE = 100  # a release's pictures have lower seeds
SITES, KEPT = 10, 2  # pictures of every scene; of these are not learned from
SITE_PIXELS, SITE_SAMPLES = 160, 6
LEARNED, SCORED = 16, 8  # clips before each picture
Site = tuple[str, UInt8[np.ndarray, "v u 3"]]


def scene_classifier(
    train: Path, validation: Path, *, steps: int = 3000, sites: tuple[Looks, Looks] | None = None
) -> SceneClassifierRun:
    loop = LoopConfig(
        steps=steps,
        learning_rate=1e-3,
        weight_decay=0.05,
        ema_decay=0.99,
        log_every=50,
        save_every=250,
        sample_every=10**9,
    )
    return SceneClassifierRun(train=train, validation=validation, loop=loop, sites=sites)


def looks_of_sites(folder: Path, release: Path) -> tuple[Looks, Looks]:
    """Clips to learn from, and those of other pictures and people to be scored on."""
    learned, kept = Photos.read(release).people, Photos.read(release, held_out=True).people
    return (
        looks_before_sites(learned, list(drawn(folder, range(KEPT, SITES))), LEARNED, seed=0),
        looks_before_sites(kept, list(drawn(folder, range(KEPT))), SCORED, seed=1),
    )


def drawn(folder: Path, numbers: range) -> Iterator[Site]:
    """Pictures of every scene, each at one of its moments in turn."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        for name in SCENE_NAMES:
            picture = folder / f"{name}-{FIRST_SITE + number}.png"
            if not picture.exists():
                moment = MOMENTS[name][number % len(MOMENTS[name])]
                site = site_of(name, FIRST_SITE + number, moment)
                draw(site, picture, pixels=SITE_PIXELS, samples=SITE_SAMPLES)
            yield name, np.asarray(Image.open(picture).convert("RGB"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--validation", type=Path, required=True)
    parser.add_argument("--sites", type=Path, help="a folder of traced places")
    parser.add_argument("--photos", type=Path, help="a release's folder: its people stand there")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=3000)
    given = parser.parse_args()
    if (given.sites is None) != (given.photos is None):
        parser.error("--sites and --photos belong together: people stand before places")
    sites = looks_of_sites(given.sites, given.photos) if given.sites else None
    run = scene_classifier(given.train, given.validation, steps=given.steps, sites=sites)
    print(train_scene_classifier(run, given.folder))
