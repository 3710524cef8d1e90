"""Trains the judge of scenes, actions and clothes on renders of training people.

Its pictures never reach a model that it judges, and its score on people of another split is written
beside its weights: a judge that is right in 80 % of real clips cannot say more than that.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from einops import rearrange
from jaxtyping import Float, UInt8
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from retrat.models.scene_classifier import FRAMES, SIDE, SceneClassifier
from retrat.train.data.sample import SampleLabels, load_sample
from retrat.train.loop import Learner, Loop, LoopConfig, Step
from retrat.weights import save_module

LABELS = ("scene", "action", "expression", "garment", "garment_colour")
BATCH = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class SceneClassifierRun:
    """Where the samples are, and how long to learn from them."""

    train: Path
    validation: Path
    loop: LoopConfig
    widths: tuple[int, ...] = (32, 64, 96, 128)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Looks:
    """Small clips and what is true of them."""

    frames: UInt8[np.ndarray, "n f v u 3"]
    labels: tuple[SampleLabels, ...]


Batch = tuple[Float[Tensor, "b f 3 v u"], dict[str, Tensor]]


def read_looks(folder: Path) -> Looks:
    """Every sample of a folder at the judge's size; kept beside them, since reading takes long."""
    kept = folder / "looks.npz"
    paths = sorted(folder.glob("sample-*.npz"))
    if kept.exists():
        with np.load(kept) as file:
            told = json.loads(file["labels"].tobytes())
            if len(told) == len(paths):
                return Looks(
                    frames=file["frames"], labels=tuple(SampleLabels(**each) for each in told)
                )
    samples = (load_sample(path) for path in paths)
    pairs = [(small(sample.frames), sample.labels) for sample in samples]
    labels = [{name: getattr(each, name) for name in SampleLabels.__slots__} for _, each in pairs]
    frames = np.stack([look for look, _ in pairs])
    np.savez(kept, frames=frames, labels=np.frombuffer(json.dumps(labels).encode(), np.uint8))
    return Looks(frames=frames, labels=tuple(each for _, each in pairs))


def small(frames: UInt8[np.ndarray, "f y x 3"]) -> UInt8[np.ndarray, "g v u 3"]:
    """Evenly spaced frames at 64 x 64."""
    places = np.linspace(0, len(frames) - 1, FRAMES).round().astype(int)
    pictures = (Image.fromarray(frames[place]) for place in places)
    return np.stack(
        [np.asarray(each.resize((SIDE, SIDE), Image.Resampling.BOX)) for each in pictures]
    )


def config_for(looks: Looks, widths: tuple[int, ...]) -> SceneClassifier.Config:
    """Heads for every value that occurs."""
    values = {
        label: sorted({str(getattr(each, label)) for each in looks.labels}) for label in LABELS
    }
    return SceneClassifier.Config(
        widths=widths, labels=LABELS, names=tuple(tuple(values[label]) for label in LABELS)
    )


def as_input(frames: UInt8[np.ndarray, "b f v u 3"]) -> Float[Tensor, "b f 3 v u"]:
    return rearrange(torch.from_numpy(frames), "b f v u c -> b f c v u").float() / 127.5 - 1


class Drawer:
    """Batches by step: brightness and place vary a little, left and right stay what they are."""

    def __init__(self, looks: Looks, config: SceneClassifier.Config, seed: int) -> None:
        self.looks, self.config, self.seed = looks, config, seed

    def __call__(self, step: int) -> Batch:
        rng = np.random.default_rng([self.seed, step])
        chosen = rng.integers(len(self.looks.frames), size=BATCH)
        frames = as_input(self.looks.frames[chosen])
        gain = torch.from_numpy(rng.uniform(0.85, 1.15, (BATCH, 1, 3, 1, 1)).astype(np.float32))
        shift = torch.from_numpy(rng.uniform(-0.1, 0.1, (BATCH, 1, 1, 1, 1)).astype(np.float32))
        rolls = [tuple(int(n) for n in rng.integers(-3, 4, 2)) for _ in range(BATCH)]
        moved = torch.stack(
            [each.roll(roll, (2, 3)) for each, roll in zip(frames, rolls, strict=True)]
        )
        return moved * gain + shift, targets(self.looks, self.config, chosen)


def targets(
    looks: Looks, config: SceneClassifier.Config, chosen: Sequence[int] | np.ndarray
) -> dict[str, Tensor]:
    """The place of each true value among its label's names; -1 for one that is not known."""
    found = {}
    for label, names in zip(config.labels, config.names, strict=True):
        places = {name: place for place, name in enumerate(names)}
        values = (str(getattr(looks.labels[index], label)) for index in chosen)
        found[label] = torch.tensor([places.get(value, -1) for value in values])
    return found


def train_scene_classifier(run: SceneClassifierRun, folder: Path) -> Path:
    """Train, score on the other split, and save; returns the file of weights."""
    looks, others = read_looks(run.train), read_looks(run.validation)
    config = config_for(looks, run.widths)
    torch.manual_seed(run.loop.seed)
    model = SceneClassifier(config)

    def loss(batch: Batch, step: Step) -> dict[str, Tensor]:
        frames, wanted = batch
        logits = model(frames.to(step.device))
        each = {
            label: F.cross_entropy(
                logits[label], wanted[label].to(step.device), label_smoothing=0.05
            )
            for label in config.labels
        }
        return {"loss": torch.stack(list(each.values())).sum(), **each}

    learner = Learner(name="judge", module=model, loss=loss)
    loop = Loop(run.loop, folder, [learner], Drawer(looks, config, run.loop.seed))
    loop.run()
    judge = loop.averages["judge"]
    scores = accuracies(judge, others, config)
    path = folder / "scene_classifier.safetensors"
    notes = {
        "steps": str(run.loop.steps),
        "seed": str(run.loop.seed),
        "clips": str(len(looks.labels)),
    }
    save_module(judge, path, metadata=notes | {"validation": json.dumps(scores)})
    return path


@torch.inference_mode()
def accuracies(
    judge: torch.nn.Module, looks: Looks, config: SceneClassifier.Config
) -> dict[str, float]:
    """How often it is right on clips it has not seen."""
    device = next(judge.parameters()).device
    judge.eval()
    wanted = targets(looks, config, range(len(looks.labels)))
    parts = [
        judge(as_input(part).to(device)) for part in np.array_split(looks.frames, 16) if len(part)
    ]
    right = {}
    for label in config.labels:
        guessed = torch.cat([part[label].argmax(dim=1).cpu() for part in parts])
        right[label] = round(float((guessed == wanted[label]).float().mean()), 4)
    return right
