"""The judge of scenes, actions and clothes: minutes on two cores.

    python -m recipes.scene_classifier --train DIR --validation DIR --folder DIR

DIRs hold samples (`python -m retrat.train.data.clips samples`) of training and validation people.
Copy the file it names to retrat/evaluate/scene_classifier.safetensors.
"""

import argparse
from pathlib import Path

from retrat.train.loop import LoopConfig
from retrat.train.scene_classifier import SceneClassifierRun, train_scene_classifier


def scene_classifier(train: Path, validation: Path, *, steps: int = 1500) -> SceneClassifierRun:
    loop = LoopConfig(
        steps=steps,
        learning_rate=1e-3,
        weight_decay=0.05,
        ema_decay=0.99,
        log_every=50,
        save_every=250,
        sample_every=10**9,
    )
    return SceneClassifierRun(train=train, validation=validation, loop=loop)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--validation", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=1500)
    given = parser.parse_args()
    run = scene_classifier(given.train, given.validation, steps=given.steps)
    print(train_scene_classifier(run, given.folder))
