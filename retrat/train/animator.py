"""An animator learns from pictures of one person between which only gestures change, in two runs.

`head`: any picture serves as the first; any other is what it becomes when told how far head and
body have turned. What is where is known for some points of each person, so that flow is learned
from them before pixels say anything. Eyes, which do what nobody tells here, hardly count.
`eyes`: pictures in which the head is still, around the eyes, and how brows, lids and gaze differ;
what shuts must be open in the first.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from einops import rearrange, repeat
from jaxtyping import Float, Int, UInt8
from torch import Tensor

from retrat.models.animator import EYES_SIDE, GESTURES, SIDE, TURNS, UNITS, Animator
from retrat.models.painter import Painted
from retrat.train.data.gestures import Gestured, load_gestured
from retrat.train.data.shot import LANDMARKS
from retrat.train.lip_sync import apart, points_apart, softened
from retrat.train.loop import Losses, Step

FIRSTS, LATERS = 4, 5  # of a batch: first pictures, and later ones for each
LOOKED_FIRSTS, LOOKED_LATERS = 8, 3
SCALED, SHIFTED, TURNED = 0.12, 12.0, 0.08  # at most: shares, pixels, radians
LIT = 0.2  # each colour is that share brighter or darker, at most
SHARP = (0.3, 1.8)  # of a picture's fine part, at least and at most: photos are softer or sharper
COUNT = 200  # points of each person
OPEN = 0.05  # of a blink: eyes that are open
EYE_BOX = (-15.0, -11.0, 15.0, 11.0)  # around an eye, in pixels of a bust
BROW_BOX = (-22.0, -26.0, 22.0, 14.0)  # with its brow
UNTOLD = 0.9  # of what eyes weigh is left out where looks are not told
EYE_WEIGHT, BROW_WEIGHT, OTHER_WEIGHT = 8.0, 2.0, 0.5
EDGE_WEIGHT = 1.0  # of differences between neighbours, against values
POINTS_WEIGHT = 0.03  # of a pixel that a point comes from too far away
NEAR_WEIGHT = 0.1  # of where eyes and brows are, against what they look like
INVENTED_WEIGHT = 0.01  # of each pixel that is new instead of moved
HELD_OUT = 30  # people
_TURNS = range(len(TURNS))
_LOOKS = range(len(TURNS), len(GESTURES))
_MIRRORED = np.array([-1 if name.endswith(("yaw", "roll", "side")) else 1 for name in GESTURES])
_BLINK = GESTURES.index("blink")
_EYES = [LANDMARKS.index(f"{side} eye") for side in ("left", "right")]


def read_gestured(folders: Sequence[Path]) -> list[Gestured]:
    """Every sample of some folders."""
    return [load_gestured(path) for each in folders for path in sorted(each.glob("*.npz"))]


class DrawGestured(ABC):
    """A pure function from the step to some first pictures, each of one person, and later ones."""

    def __init__(self, samples: Sequence[Gestured], seed: int) -> None:
        self.samples, self.seed = samples, seed

    def __call__(self, step: int) -> dict[str, Tensor]:
        rng = np.random.default_rng([self.seed, step])
        chosen = rng.integers(len(self.samples), size=self.firsts())
        drawn = [self._of(self.samples[at], rng) for at in chosen]
        return {name: torch.cat([each[name] for each in drawn]) for name in drawn[0]}

    @abstractmethod
    def firsts(self) -> int:
        """First pictures of a batch."""

    @abstractmethod
    def _of(self, sample: Gestured, rng: np.random.Generator) -> dict[str, Tensor]:
        """One of them, later ones, and what is true of those."""


class DrawTurned(DrawGestured):
    """A pure function from the step to first pictures, and later ones with what is true of them."""

    def firsts(self) -> int:
        return FIRSTS

    def _of(self, sample: Gestured, rng: np.random.Generator) -> dict[str, Tensor]:
        begin = int(rng.integers(len(sample.frames)))
        others = np.delete(np.arange(len(sample.frames)), begin)
        later = rng.choice(others, size=LATERS, replace=False)
        chosen = np.array([begin, *later])
        view = View(rng, SIDE / 2, SHIFTED, TURNED)
        points = view.placed(sample.points[chosen])
        eyes = boxes(view.placed(sample.landmarks[chosen[1:]][:, _EYES]), EYE_BOX, SIDE)
        pixels = view.seen(sample.frames[chosen], SIDE)
        return {
            "first": pixels[:1],
            "later": pixels[1:],
            "turns": view.told(sample.gestures, chosen, _TURNS),
            "points": torch.from_numpy(as_many(points[1:])),
            "came_from": torch.from_numpy(as_many(points[:1] - points[1:])),
            "weights": 1 - UNTOLD * eyes,
        }


class DrawLooks(DrawGestured):
    """A pure function from the step to windows around open eyes, and later ones with what is true
    of them: the weight of each pixel, and 1 near eyes and brows, falling softly to 0.
    """

    def firsts(self) -> int:
        return LOOKED_FIRSTS

    def _of(self, sample: Gestured, rng: np.random.Generator) -> dict[str, Tensor]:
        is_still = (sample.gestures[:, _TURNS] == 0).all(axis=1)
        is_open = sample.gestures[:, _BLINK] < OPEN
        begin = int(rng.choice(np.flatnonzero(is_still & is_open)))
        is_still[begin] = False
        later = rng.choice(np.flatnonzero(is_still), size=LOOKED_LATERS, replace=False)
        chosen = np.array([begin, *later])
        eyes = sample.landmarks[begin, _EYES]
        view = View(rng, EYES_SIDE / 2, SHIFTED / 2, TURNED, middle=eyes.mean(axis=0))
        pixels = view.seen(sample.frames[chosen], EYES_SIDE)
        places = view.placed(np.repeat(eyes[None], len(later), axis=0))
        eye, brow = (boxes(places, box, EYES_SIDE) for box in (EYE_BOX, BROW_BOX))
        return {
            "first": pixels[:1],
            "later": pixels[1:],
            "looks": view.told(sample.gestures, chosen, _LOOKS),
            "weights": OTHER_WEIGHT + BROW_WEIGHT * brow + EYE_WEIGHT * eye,
            "near": softened(brow),
        }


class View:
    """How some pictures are looked at: turned, scaled, mirrored, in another light."""

    def __init__(
        self,
        rng: np.random.Generator,
        half: float,
        shifted: float,
        turned: float,
        middle: Float[np.ndarray, "2"] | None = None,
    ) -> None:
        """`half` the side of the window that is seen, around `middle`."""
        scale, angle = np.exp(rng.uniform(-SCALED, SCALED)), rng.uniform(-turned, turned)
        cosine, sine = scale * np.cos(angle), scale * np.sin(angle)
        self.turn = np.array([[cosine, -sine], [sine, cosine]])
        self.is_mirrored = bool(rng.random() < 0.5)
        if self.is_mirrored:
            self.turn[:, 0] *= -1
        centre = np.full(2, SIDE / 2) if middle is None else middle
        self.middle = centre + rng.uniform(-shifted, shifted, 2)
        self.half = half
        self.light = np.exp(rng.uniform(-LIT, LIT, 3)).astype(np.float32)
        self.sharpness = float(rng.uniform(*SHARP))

    def seen(self, frames: UInt8[np.ndarray, "f y x 3"], side: int) -> Float[Tensor, "f 3 v u"]:
        pixels = rearrange(torch.from_numpy(frames), "f y x c -> f c y x").float()
        pixels = pixels * torch.from_numpy(self.light)[:, None, None] / 127.5 - 1
        size = frames.shape[1] / 2
        shift = self.middle / size - 1
        matrix = np.concatenate([self.turn * (self.half / size), shift[:, None]], axis=1)
        turns = torch.from_numpy(matrix).float().expand(len(frames), -1, -1)
        grid = F.affine_grid(turns, [len(frames), 3, side, side], align_corners=False)
        found = F.grid_sample(pixels, grid, padding_mode="border", align_corners=False)
        soft = F.avg_pool2d(found, 3, stride=1, padding=1, count_include_pad=False)
        return torch.lerp(soft, found, self.sharpness).clamp(-1, 1)

    def placed(self, points: Float[np.ndarray, "f k 2"]) -> Float[np.ndarray, "f k 2"]:
        """Pixels of a picture in its window."""
        away = (points - self.middle) @ np.linalg.inv(self.turn).T
        return away + self.half

    def told(
        self, gestures: Float[np.ndarray, "f g"], chosen: Int[np.ndarray, " n"], which: range
    ) -> Float[Tensor, "m h"]:
        """Some gestures of the later pictures, less those of the first, as a mirror shows them."""
        apart = (gestures[chosen[1:]] - gestures[chosen[0]]) / UNITS
        if self.is_mirrored:
            apart = apart * _MIRRORED
        return torch.from_numpy(apart[:, which].astype(np.float32))


def as_many(points: Float[np.ndarray, "f k 2"]) -> Float[np.ndarray, "f n 2"]:
    """COUNT of them, some more than once where there are fewer."""
    return points[:, np.arange(COUNT) % points.shape[1]].astype(np.float32)


def boxes(
    eyes: Float[np.ndarray, "f 2 2"], box: tuple[float, float, float, float], side: int
) -> Float[Tensor, "f 1 y x"]:
    """1 in a box (left, top, right, bottom) around either eye."""
    at = np.arange(side) + 0.5
    inside = []
    for axis in (0, 1):
        away = at - eyes[..., axis, None]
        inside.append((away > box[axis]) & (away < box[axis + 2]))
    either = (inside[1][..., :, None] & inside[0][..., None, :]).any(axis=1)
    return torch.from_numpy(either.astype(np.float32))[:, None]


class TurnedLoss:
    """Distance of the later pictures, and of where points come from; and a little for every pixel
    that is invented.
    """

    def __init__(self, model: Animator) -> None:
        self.model = model

    def __call__(self, batch: dict[str, Tensor], _: Step) -> Losses:
        head = self.model.head
        made = head.animated(head.look(batch["first"]), batch["turns"])
        error, edges = apart(made.of(as_often(batch)), batch["later"], batch["weights"])
        points, new = points_apart(made.come_from, batch), made.invented.mean()
        loss = error + EDGE_WEIGHT * edges + POINTS_WEIGHT * points + INVENTED_WEIGHT * new
        return {"loss": loss, "error": error, "edges": edges, "points": points, "new": new}


class LooksLoss:
    """Distance of the later windows, most of all at the eyes, and of where eyes and brows are."""

    def __init__(self, model: Animator) -> None:
        self.model = model

    def __call__(self, batch: dict[str, Tensor], _: Step) -> Losses:
        made = looked(self.model, batch)
        error, edges = apart(made.pixels, batch["later"], batch["weights"])
        near = F.binary_cross_entropy_with_logits(made.near, batch["near"])
        new = made.invented.mean()
        loss = error + EDGE_WEIGHT * edges + NEAR_WEIGHT * near + INVENTED_WEIGHT * new
        return {"loss": loss, "error": error, "edges": edges, "near": near, "new": new}


def looked(model: Animator, batch: dict[str, Tensor]) -> Painted:
    """The later windows of a batch, as the painter has them."""
    seen = model.eyes.look(batch["first"])
    each = len(batch["later"]) // len(batch["first"])
    return model.eyes([repeat(x, "b c y x -> (b f) c y x", f=each) for x in seen], batch["looks"])


def as_often(batch: dict[str, Tensor]) -> Float[Tensor, "f 3 y x"]:
    """The first pictures, each as often as it has later ones."""
    each = len(batch["later"]) // len(batch["first"])
    return repeat(batch["first"], "b c y x -> (b f) c y x", f=each)


@torch.no_grad()
def head_errors(model: Animator, batches: Sequence[dict[str, Tensor]]) -> dict[str, float]:
    """Mean absolute errors in 8-bit levels, and in pixels of where points come from: as turned, and
    of the first picture as it is.
    """
    totals = dict.fromkeys(("turned", "still", "points", "points still"), 0.0)
    for batch in batches:
        made = model.head.animated(model.head.look(batch["first"]), batch["turns"])
        still = as_often(batch)
        for name, pixels in (("turned", made.of(still)), ("still", still)):
            totals[name] += 127.5 * float((pixels - batch["later"]).abs().mean())
        totals["points"] += float(points_apart(made.come_from, batch))
        totals["points still"] += float(batch["came_from"].abs().mean())
    return {name: total / len(batches) for name, total in totals.items()}


@torch.no_grad()
def eyes_errors(model: Animator, batches: Sequence[dict[str, Tensor]]) -> dict[str, float]:
    """Mean absolute errors at the eyes in 8-bit levels: as painted, with another's looks, and of
    the first window as it is.
    """
    totals = dict.fromkeys(("painted", "mistaken", "first"), 0.0)
    for batch in batches:
        eyes = (batch["weights"] > EYE_WEIGHT).float()
        made = {
            "painted": looked(model, batch).pixels,
            "mistaken": looked(model, batch | {"looks": batch["looks"].roll(1, 0)}).pixels,
            "first": as_often(batch),
        }
        for name, pixels in made.items():
            far = (pixels - batch["later"]).abs() * eyes
            totals[name] += 127.5 * float(far.sum() / (3 * eyes.sum())) / len(batches)
    return totals
