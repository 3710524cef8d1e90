"""Trains the judge of scenes, actions and clothes on renders of training people.

Its pictures never reach a model that it judges, and its score on people of another split is written
beside its weights: a judge that is right in 80 % of real clips cannot say more than that. Clips of
nano show path traced places instead of those of the world, so it may learn scenes of such pictures,
too: others than a release carries, behind people of the release.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from einops import rearrange
from jaxtyping import Float, Int, UInt8
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from retrat.models.scene_classifier import FRAMES, SIDE, SceneClassifier
from retrat.train.data.sample import SampleLabels, load_sample
from retrat.train.loop import Learner, Loop, LoopConfig, Step
from retrat.train.matting import Busts
from retrat.weights import save_module

LABELS = ("scene", "action", "expression", "garment", "garment_colour")
BATCH = 24
UNKNOWN = -1  # the place of a value that has none
SITE_PIXELS = 128  # in which people are put before a site
NOTHING: Mapping[Any, Any] = {int: 0, float: 0.0, str: ""}
NOTHING_KNOWN: Mapping[str, Any] = {
    field.name: NOTHING.get(field.type, ())
    for field in fields(SampleLabels)
    if field.name != "scene"
}


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Looks:
    """Small clips and what is true of them."""

    frames: UInt8[np.ndarray, "n f v u 3"]
    labels: tuple[SampleLabels, ...]

    def and_those(self, others: "Looks") -> "Looks":
        """Both."""
        return Looks(
            frames=np.concatenate([self.frames, others.frames]), labels=self.labels + others.labels
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class SceneClassifierRun:
    """Where the samples are, and how long to learn from them."""

    train: Path
    validation: Path
    loop: LoopConfig
    widths: tuple[int, ...] = (32, 64, 96, 128)
    sites: tuple[Looks, Looks] | None = None
    """Clips before traced places, to learn from and to be scored on."""


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


def looks_before_sites(
    people: Busts, sites: Sequence[tuple[str, UInt8[np.ndarray, "v u 3"]]], each: int, seed: int
) -> Looks:
    """`each` clips of every picture of a site, by name: somebody stands before a part of it and
    moves a little. Of what they do and wear nothing is known.
    """
    rng = np.random.default_rng(seed)
    frames = [
        small(_before_site(people, picture, rng)) for _, picture in sites for _ in range(each)
    ]
    labels = (SampleLabels(**NOTHING_KNOWN, scene=name) for name, _ in sites for _ in range(each))
    return Looks(frames=np.stack(frames), labels=tuple(labels))


def _before_site(
    people: Busts, site: UInt8[np.ndarray, "v u 3"], rng: np.random.Generator
) -> UInt8[np.ndarray, "f y x 3"]:
    picture, matte = people.chosen(rng.integers(len(people), size=1))
    side = int(rng.integers(round(0.75 * len(site)), len(site) + 1))
    top, left = (int(rng.integers(len(site) - side + 1)) for _ in "yx")
    place = Image.fromarray(site[top : top + side, left : left + side])
    if rng.random() < 0.5:
        place = place.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    behind = np.asarray(place.resize((SITE_PIXELS, SITE_PIXELS), Image.Resampling.BICUBIC))
    scale, aside = float(rng.uniform(0.9, 1.6)), float(rng.normal(0, 0.15))
    sways = rng.normal(0, 0.01, (FRAMES, 2)).cumsum(axis=0)
    turns = np.tile(
        np.array([[scale, 0, aside], [0, scale, 1 - scale]], np.float32), (FRAMES, 1, 1)
    )
    turns[:, :, 2] += sways
    both = torch.cat([picture, matte], dim=1).expand(FRAMES, -1, -1, -1)
    size = [FRAMES, 4, SITE_PIXELS, SITE_PIXELS]
    grid = F.affine_grid(torch.from_numpy(turns), size, align_corners=False)
    shown = F.grid_sample(both, grid, align_corners=False).permute(0, 2, 3, 1).numpy()
    share = shown[..., 3:]
    whole = behind * (1 - share) + (shown[..., :3] + 1) * 127.5 * share
    return whole.round().clip(0, 255).astype(np.uint8)


def config_for(looks: Looks, widths: tuple[int, ...]) -> SceneClassifier.Config:
    """Heads for every value that occurs."""
    values = {
        label: sorted({str(getattr(each, label)) for each in looks.labels} - {""})
        for label in LABELS
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
    """The place of each true value among its label's names; UNKNOWN for one that is not known."""
    found = {}
    for label, names in zip(config.labels, config.names, strict=True):
        places = {name: place for place, name in enumerate(names)}
        values = (str(getattr(looks.labels[index], label)) for index in chosen)
        found[label] = torch.tensor([places.get(value, UNKNOWN) for value in values])
    return found


def train_scene_classifier(run: SceneClassifierRun, folder: Path) -> Path:
    """Train, score on the other split, and save; returns the file of weights."""
    looks, others = read_looks(run.train), read_looks(run.validation)
    if run.sites is not None:
        looks = looks.and_those(run.sites[0])
    config = config_for(looks, run.widths)
    torch.manual_seed(run.loop.seed)
    model = SceneClassifier(config)

    def loss(batch: Batch, step: Step) -> dict[str, Tensor]:
        frames, wanted = batch
        logits = model(frames.to(step.device))
        each = {
            label: _surprise(logits[label], wanted[label].to(step.device))
            for label in config.labels
        }
        return {"loss": torch.stack(list(each.values())).sum(), **each}

    learner = Learner(name="judge", module=model, loss=loss)
    loop = Loop(run.loop, folder, [learner], Drawer(looks, config, run.loop.seed))
    loop.run()
    judge = loop.averages["judge"]
    scores = accuracies(judge, others, config)
    if run.sites is not None:
        scores["traced_scene"] = accuracies(judge, run.sites[1], config)["scene"]
    path = folder / "scene_classifier.safetensors"
    notes = {
        "steps": str(run.loop.steps),
        "seed": str(run.loop.seed),
        "clips": str(len(looks.labels)),
    }
    save_module(judge, path, metadata=notes | {"validation": json.dumps(scores)})
    return path


def _surprise(logits: Float[Tensor, "b n"], wanted: Int[Tensor, " b"]) -> Float[Tensor, ""]:
    """Cross-entropy of what is known; 0 where nothing is."""
    known = wanted != UNKNOWN
    if not known.any():
        return 0 * logits.sum()
    return F.cross_entropy(logits[known], wanted[known], label_smoothing=0.05)


@torch.inference_mode()
def accuracies(
    judge: torch.nn.Module, looks: Looks, config: SceneClassifier.Config
) -> dict[str, float]:
    """How often it is right on clips it has not seen, of what is known of them."""
    device = next(judge.parameters()).device
    judge.eval()
    wanted = targets(looks, config, range(len(looks.labels)))
    parts = [
        judge(as_input(part).to(device)) for part in np.array_split(looks.frames, 16) if len(part)
    ]
    right = {}
    for label in config.labels:
        guessed = torch.cat([part[label].argmax(dim=1).cpu() for part in parts])
        known = wanted[label] != UNKNOWN
        if known.any():
            right[label] = round(float((guessed == wanted[label])[known].float().mean()), 4)
    return right
