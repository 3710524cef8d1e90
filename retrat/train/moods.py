"""A painter learns expressions from pictures of one person between which nothing else changes.

Any picture serves as the first, calm ones most often, as photos are; it is told what expression
another shows, not how that differs, so that who smiles on a photo can look sad. Where points of the
face have come from is known.
"""

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from einops import repeat
from torch import Tensor

from retrat.models.animator import EXPRESSIONS, FACE_BELOW, FACE_SIDE, Animator
from retrat.models.painter import Painted
from retrat.train.animator import (
    BROW_BOX,
    EDGE_WEIGHT,
    EYE_BOX,
    NEAR_WEIGHT,
    SHIFTED,
    TURNED,
    DrawGestured,
    View,
    as_many,
    as_often,
    boxes,
)
from retrat.train.data.gestures import Gestured
from retrat.train.data.moods import CALM
from retrat.train.data.shot import LANDMARKS
from retrat.train.lip_sync import apart, points_apart, softened
from retrat.train.loop import Losses, Step

FIRSTS, LATERS = 8, 4  # of a batch: first windows, and later ones for each
CALM_SHARE = 0.8  # of the first windows
FACE_BOX = (-42.0, -36.0, 42.0, 66.0)  # around the middle between the eyes, in pixels of a bust
MOUTH_BOX = (-26.0, -16.0, 26.0, 18.0)  # around a mouth
EYE_WEIGHT, BROW_WEIGHT, MOUTH_WEIGHT, OTHER_WEIGHT = 4.0, 3.0, 4.0, 0.5
POINTS_WEIGHT, INVENTED_WEIGHT = 0.06, 0.02  # of a pixel too far away, of each that is new
_ONE_SIDED = [EXPRESSIONS.index(name) for name in ("sceptical", "thoughtful")]  # no mirror shows
_EYES = [LANDMARKS.index(f"{side} eye") for side in ("left", "right")]
_MOUTH = [LANDMARKS.index(f"{side} mouth") for side in ("left", "right")]


class DrawMoods(DrawGestured):
    """A pure function from the step to windows around faces, and later ones with what is true of
    them: expression, where points come from, the weight of each pixel, and 1 where the face is.
    """

    def firsts(self) -> int:
        return FIRSTS

    def _of(self, sample: Gestured, rng: np.random.Generator) -> dict[str, Tensor]:
        count = len(sample.frames)
        begin = int(rng.integers(CALM if rng.random() < CALM_SHARE else count))
        eyes = sample.landmarks[begin, _EYES]
        middle = eyes.mean(axis=0)
        below = np.array([0, FACE_BELOW])
        view = View(rng, FACE_SIDE / 2, SHIFTED / 2, TURNED, middle + below)
        one_sided = (sample.gestures[:, _ONE_SIDED] > 0).any(axis=1)
        others = np.flatnonzero(~one_sided) if view.is_mirrored else np.arange(count)
        later = rng.choice(others[others != begin], size=LATERS, replace=False)
        chosen = np.array([begin, *later])
        pixels = view.seen(sample.frames[chosen], FACE_SIDE)
        points = view.placed(sample.points[chosen])

        def inside(points: np.ndarray, box: tuple[float, float, float, float]) -> Tensor:
            placed = view.placed(np.repeat(points[None], len(later), axis=0))
            return boxes(placed, box, FACE_SIDE)

        mouth = sample.landmarks[begin, _MOUTH].mean(axis=0)[None]
        return {
            "first": pixels[:1],
            "later": pixels[1:],
            "expressions": torch.from_numpy(sample.gestures[later]),
            "points": torch.from_numpy(as_many(points[1:])),
            "came_from": torch.from_numpy(as_many(points[:1] - points[1:])),
            "weights": OTHER_WEIGHT
            + BROW_WEIGHT * inside(eyes, BROW_BOX)
            + EYE_WEIGHT * inside(eyes, EYE_BOX)
            + MOUTH_WEIGHT * inside(mouth, MOUTH_BOX),
            "near": softened(inside(middle[None], FACE_BOX)),
        }


class MoodsLoss:
    """Distance of the later windows, most of all where a face speaks without words, and of where
    points come from; and a little for every pixel that is invented.
    """

    def __init__(self, model: Animator) -> None:
        self.model = model

    def __call__(self, batch: dict[str, Tensor], _: Step) -> Losses:
        made = expressed(self.model, batch)
        error, edges = apart(made.pixels, batch["later"], batch["weights"])
        near = F.binary_cross_entropy_with_logits(made.near, batch["near"])
        points, new = points_apart(made.come_from, batch), made.invented.mean()
        loss = error + EDGE_WEIGHT * edges + NEAR_WEIGHT * near
        loss = loss + POINTS_WEIGHT * points + INVENTED_WEIGHT * new
        return {
            "loss": loss,
            "error": error,
            "edges": edges,
            "near": near,
            "points": points,
            "new": new,
        }


def expressed(model: Animator, batch: dict[str, Tensor]) -> Painted:
    """The later windows of a batch, as the painter has them."""
    seen = model.face.look(batch["first"])
    each = len(batch["later"]) // len(batch["first"])
    return model.face(
        [repeat(x, "b c y x -> (b f) c y x", f=each) for x in seen], batch["expressions"]
    )


@torch.no_grad()
def face_errors(model: Animator, batches: Sequence[dict[str, Tensor]]) -> dict[str, float]:
    """Mean absolute errors at eyes, brows and mouth in 8-bit levels: as painted, with another's
    expression, and of the first window as it is.
    """
    totals = dict.fromkeys(("painted", "mistaken", "first"), 0.0)
    for batch in batches:
        there = (batch["weights"] > OTHER_WEIGHT).float()
        turned = batch["expressions"].roll(1, 0)
        made = {
            "painted": expressed(model, batch).pixels,
            "mistaken": expressed(model, batch | {"expressions": turned}).pixels,
            "first": as_often(batch),
        }
        for name, pixels in made.items():
            far = (pixels - batch["later"]).abs() * there
            totals[name] += 127.5 * float(far.sum() / (3 * there.sum())) / len(batches)
    return totals
