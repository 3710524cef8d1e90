"""An animator learns from pictures of one person between which only gestures change.

Any picture with open eyes serves as the first; any other is what it becomes when told how the two
differ. What is where is known for some points of each person, so that flow is learned from them
before pixels say anything.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from einops import rearrange, repeat
from jaxtyping import Float
from torch import Tensor

from retrat.models.animator import GESTURES, SIDE, UNITS, Animator
from retrat.train.data.gestures import Gestured, load_gestured
from retrat.train.data.shot import LANDMARKS
from retrat.train.loop import Losses, Step

FIRSTS, LATERS = 4, 5  # of a batch: first pictures, and later ones for each
SCALED, SHIFTED, TURNED = 0.12, 12.0, 0.08  # at most: shares, pixels, radians
LIT = 0.2  # each colour is that share brighter or darker, at most
COUNT = 200  # points of each person
OPEN = 0.05  # of a blink: eyes that are open
EYE_SIZE = (30, 22)  # pixels of a bust
EYE_WEIGHT = 4.0
EDGE_WEIGHT = 1.0  # of differences between neighbours, against values
POINTS_WEIGHT = 0.03  # of a pixel that a point comes from too far away
INVENTED_WEIGHT = 0.01  # of each pixel that is new instead of moved
HELD_OUT = 30  # people
_MIRRORED = np.array([-1 if name.endswith(("yaw", "roll", "side")) else 1 for name in GESTURES])
_BLINK = GESTURES.index("blink")
_EYES = [LANDMARKS.index(f"{side} eye") for side in ("left", "right")]


def read_gestured(folders: Sequence[Path]) -> list[Gestured]:
    """Every sample of some folders."""
    return [load_gestured(path) for each in folders for path in sorted(each.glob("*.npz"))]


class DrawGestured:
    """A pure function from the step to first pictures, and later ones with what is true of them."""

    def __init__(self, samples: Sequence[Gestured], seed: int) -> None:
        self.samples, self.seed = samples, seed

    def __call__(self, step: int) -> dict[str, Tensor]:
        rng = np.random.default_rng([self.seed, step])
        chosen = rng.integers(len(self.samples), size=FIRSTS)
        drawn = [self._of(self.samples[at], rng) for at in chosen]
        return {name: torch.cat([each[name] for each in drawn]) for name in drawn[0]}

    @staticmethod
    def _of(sample: Gestured, rng: np.random.Generator) -> dict[str, Tensor]:
        begin = int(rng.choice(np.flatnonzero(sample.gestures[:, _BLINK] < OPEN)))
        others = np.delete(np.arange(len(sample.frames)), begin)
        later = rng.choice(others, size=LATERS, replace=False)
        gestures = sample.gestures[later] - sample.gestures[begin]
        is_mirrored = bool(rng.random() < 0.5)
        if is_mirrored:
            gestures = gestures * _MIRRORED
        chosen = [begin, *later]
        turn = _turn(rng, is_mirrored=is_mirrored)
        light = np.exp(rng.uniform(-LIT, LIT, 3)).astype(np.float32)
        pixels = rearrange(torch.from_numpy(sample.frames[chosen]), "f y x c -> f c y x").float()
        pixels = (pixels * torch.from_numpy(light)[:, None, None] / 127.5 - 1).clamp(-1, 1)
        matrix = torch.from_numpy(turn).float().expand(len(chosen), -1, -1)
        grid = F.affine_grid(matrix, list(pixels.shape), align_corners=False)
        pixels = F.grid_sample(pixels, grid, padding_mode="border", align_corners=False)
        points, eyes = (
            _placed(at[chosen], turn) for at in (sample.points, sample.landmarks[:, _EYES])
        )
        return {
            "first": pixels[:1],
            "later": pixels[1:],
            "gestures": torch.from_numpy((gestures / UNITS).astype(np.float32)),
            "points": torch.from_numpy(_as_many(points[1:])),
            "came_from": torch.from_numpy(_as_many(points[:1] - points[1:])),
            "weights": 1 + EYE_WEIGHT * _around(eyes[1:]),
        }


def _turn(rng: np.random.Generator, *, is_mirrored: bool) -> Float[np.ndarray, "2 3"]:
    """Places of a new picture to those of the old one, both from -1 to 1."""
    scale, angle = np.exp(rng.uniform(-SCALED, SCALED)), rng.uniform(-TURNED, TURNED)
    cosine, sine = scale * np.cos(angle), scale * np.sin(angle)
    turn = np.array([[cosine, -sine], [sine, cosine]])
    if is_mirrored:
        turn[:, 0] *= -1
    return np.concatenate([turn, rng.uniform(-SHIFTED, SHIFTED, (2, 1)) * 2 / SIDE], axis=1)


def _placed(
    points: Float[np.ndarray, "f k 2"], turn: Float[np.ndarray, "2 3"]
) -> Float[np.ndarray, "f k 2"]:
    """Pixels of the old picture in the new one."""
    old = points * (2 / SIDE) - 1
    return ((old - turn[:, 2]) @ np.linalg.inv(turn[:, :2]).T + 1) * (SIDE / 2)


def _as_many(points: Float[np.ndarray, "f k 2"]) -> Float[np.ndarray, "f n 2"]:
    """COUNT of them, some more than once where there are fewer."""
    return points[:, np.arange(COUNT) % points.shape[1]].astype(np.float32)


def _around(eyes: Float[np.ndarray, "f 2 2"]) -> Float[Tensor, "f 1 y x"]:
    """1 in a box around either eye."""
    at = np.arange(SIDE) + 0.5
    near = [np.abs(at - eyes[..., axis, None]) < EYE_SIZE[axis] / 2 for axis in (0, 1)]
    boxes = near[1][..., :, None] & near[0][..., None, :]
    return torch.from_numpy(boxes.any(axis=1).astype(np.float32))[:, None]


class AnimatedLoss:
    """Distance of the later pictures, most of all at the eyes; of where points come from; and a
    little for every pixel that is invented.
    """

    def __init__(self, model: Animator) -> None:
        self.model = model

    def __call__(self, batch: dict[str, Tensor], _: Step) -> Losses:
        each = len(batch["later"]) // len(batch["first"])
        seen = [
            repeat(x, "b c y x -> (b f) c y x", f=each) for x in self.model.look(batch["first"])
        ]
        made = self.model.animated(seen, batch["gestures"])
        apart, weights = made.pixels - batch["later"], batch["weights"]
        error = (apart.abs() * weights).sum() / (3 * weights.sum())
        across = (apart.diff(dim=-1).abs() * weights[..., 1:]).sum()
        down = (apart.diff(dim=-2).abs() * weights[..., 1:, :]).sum()
        edges = (across + down) / (6 * weights.sum())
        points = points_apart(made.come_from, batch)
        new = made.invented.mean()
        loss = error + EDGE_WEIGHT * edges + POINTS_WEIGHT * points + INVENTED_WEIGHT * new
        return {"loss": loss, "error": error, "edges": edges, "points": points, "new": new}


def points_apart(
    come_from: Float[Tensor, "f 2 y x"], batch: dict[str, Tensor]
) -> Float[Tensor, ""]:
    """How wrong it is about where points come from, in pixels."""
    grid = batch["points"][:, :, None] * (2 / SIDE) - 1
    said = F.grid_sample(come_from, grid, align_corners=False)
    return (rearrange(said, "f d k 1 -> f k d") - batch["came_from"]).abs().mean()


@torch.no_grad()
def gesture_errors(model: Animator, batches: Sequence[dict[str, Tensor]]) -> dict[str, float]:
    """Mean absolute errors in 8-bit levels, and in pixels of where points come from: as animated,
    and of the first picture as it is.
    """
    names = ("animated", "still", "eyes animated", "eyes still", "points", "points still")
    totals = dict.fromkeys(names, 0.0)
    for batch in batches:
        each = len(batch["later"]) // len(batch["first"])
        seen = [repeat(x, "b c y x -> (b f) c y x", f=each) for x in model.look(batch["first"])]
        made = model.animated(seen, batch["gestures"])
        eyes = (batch["weights"] > 1).float()
        for name, pixels in (("animated", made.pixels), ("still", seen[0])):
            apart = (pixels - batch["later"]).abs()
            totals[name] += 127.5 * float(apart.mean())
            totals[f"eyes {name}"] += 127.5 * float((apart * eyes).sum() / (3 * eyes.sum()))
        totals["points"] += float(points_apart(made.come_from, batch))
        totals["points still"] += float(batch["came_from"].abs().mean())
    return {name: total / len(batches) for name, total in totals.items()}
