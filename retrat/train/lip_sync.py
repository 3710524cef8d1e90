"""Lips learn in two runs of minutes, beside the towers and without them.

`hears`: latents of speech -> visemes as the world's faces move by, from phones whose times are
known. Latents get a little noise, since those that a tower makes are never quite those of a codec.
`paints`: one frame of a clip and the visemes of another -> that other frame, around the mouth. The
first is one in which the face is at rest, as photos are, smiling or not; pairs between which the
head moves are left out, since what nobody can foresee is learned as blur.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from einops import rearrange, repeat
from jaxtyping import Float, Int, UInt8
from torch import Tensor

from retrat.conditioning.phones import PHONES
from retrat.conditioning.speech import PHONE_RATE
from retrat.media.busts import BUST_EYES, BUST_SIZE
from retrat.models.lip_sync import (
    MOUTH_BELOW_EYES,
    NEIGHBOURS,
    STEPS,
    WINDOW,
    LipSync,
    saying,
)
from retrat.train.data.sample import Sample, load_sample
from retrat.train.data.shot import LANDMARKS
from retrat.train.data.visemes import closed_by, mouth_curves
from retrat.train.encode import EYES_AND_NOSE, mouth_boxes, timed_phones
from retrat.train.latents import Cache
from retrat.train.loop import Batch, Losses, Step

ACTIONS = (
    "jawOpen",
    "mouthStretchLeft",
    "mouthFunnel",
    "mouthPucker",
    "mouthLowerDownLeft",
    "mouthUpperUpLeft",
    "tongueOut",
    "mouthRollLower",
    "mouthPressLeft",
)
"""Of visemes, in this order; how firmly the lips are shut comes last."""
SPREAD = (0.13, 0.12, 0.17, 0.11, 0.12, 0.06, 0.05, 0.09, 0.06, 0.25)
"""About a standard deviation of each in speech: the unit of what the encoder says."""
HEARD_BATCH = 24
MOST_NOISE = 0.35  # in latents of speech
MARGIN = 12  # pixels around a window, for windows that are not quite where they should be
MOST_APART, MOST_TURNED = 3.0, 0.35  # pixels: of a head, and of its points against each other
FIRSTS, LATERS = 6, 5  # of a batch: first frames, and later ones for each
AT_REST = 0.05  # of words being said, at most, in first frames
SCALED, SHIFTED = 0.08, 8.0  # at most: how wrongly faces are found, in shares and in pixels
LIT = 0.25  # each colour is that share brighter or darker, at most: teeth are as the light is
MOUTH_WEIGHT, JAW_WEIGHT, OTHER_WEIGHT = 8.0, 2.0, 0.5
EDGE_WEIGHT = 1.0  # of differences between neighbours, against values
NEAR_WEIGHT = 0.1  # of where the mouth is, against what it looks like
POINTS_WEIGHT = 0.05  # of a pixel that a corner, a lip or the chin comes from too far away
INVENTED_WEIGHT = 0.003  # of each pixel that is new instead of moved
HELD_OUT = 40  # clips
_POINTS = [
    LANDMARKS.index(name)
    for name in ("left mouth", "right mouth", "upper lip", "lower lip", "chin")
]


def true_visemes(
    spoken: Sequence[tuple[str, float, float]], seconds: Float[np.ndarray, " s"]
) -> Float[np.ndarray, "s v"]:
    """What the world's faces do while these phones are heard, in units of their spread."""
    curves, closure = mouth_curves(spoken, seconds)
    face = closed_by(curves, closure)
    whole = [np.broadcast_to(face.get(name, 0.0), seconds.shape) for name in ACTIONS]
    return (np.stack([*whole, closure], axis=-1) / np.array(SPREAD)).astype(np.float32)


def heard_curves(
    spoken: Sequence[tuple[str, float, float]], seconds: Float[np.ndarray, " s"]
) -> Float[np.ndarray, "s e"]:
    """Visemes, and whether words are said, as the painter is told of them."""
    visemes = true_visemes(spoken, seconds)
    steps = (np.arange(round(PHONE_RATE * (seconds[-1] + 1.0))) + 0.5) / PHONE_RATE
    whole = torch.from_numpy(true_visemes(spoken, steps))[None]
    says = np.interp(seconds, steps, saying(whole)[0, :, 0].numpy())
    return np.concatenate([visemes, says[:, None]], axis=-1).astype(np.float32)


def phones_of(phone_ids: Int[np.ndarray, " f"]) -> list[tuple[str, float, float]]:
    """Phones with their times, of ids PHONE_RATE times a second."""
    spoken, at = [], 0
    for number, run in groupby(phone_ids.tolist()):
        length = len(list(run))
        spoken.append((PHONES[number], at / PHONE_RATE, (at + length) / PHONE_RATE))
        at += length
    return spoken


class DrawHeard:
    """A pure function from the step to sounds and their visemes."""

    def __init__(self, cache: Cache, seed: int, length: int) -> None:
        self.seed, self.length = seed, length
        rows = cache.rows(range(len(cache)), ("sound", "phones"))
        self.sound = rows["sound"]
        seconds = (np.arange(rows["phones"].shape[1]) + 0.5) / PHONE_RATE
        self.visemes = torch.from_numpy(
            np.stack([true_visemes(phones_of(ids), seconds) for ids in rows["phones"].numpy()])
        )

    def __call__(self, step: int) -> Batch:
        rng = np.random.default_rng([self.seed, step])
        chosen = torch.from_numpy(rng.integers(len(self.sound) - HEARD_BATCH, size=HEARD_BATCH))
        start = int(rng.integers(self.sound.shape[-1] - self.length + 1))
        stop = start + self.length
        return self.sound[chosen, :, start:stop], self.visemes[chosen, STEPS * start : STEPS * stop]

    def held_out(self) -> Batch:
        return self.sound[-HEARD_BATCH:], self.visemes[-HEARD_BATCH:]


class HeardLoss:
    """Mean squared error of the visemes, in units of their spread."""

    def __init__(self, model: LipSync) -> None:
        self.model = model

    def __call__(self, batch: Batch, step: Step) -> Losses:
        sound, visemes = batch
        level = MOST_NOISE * torch.rand(len(sound), 1, 1, generator=step.rng)
        noise = level * torch.randn(sound.shape, generator=step.rng)
        said = self.model.hears(sound + noise.to(sound.device))
        return {"loss": F.mse_loss(said, visemes)}


@torch.no_grad()
def hearing(model: LipSync, batch: Batch) -> list[float]:
    """Pearson's correlation of each viseme with the true one."""
    sound, visemes = batch
    said = model.hears(sound).flatten(0, 1).double()
    true = visemes.flatten(0, 1).double()
    said, true = said - said.mean(0), true - true.mean(0)
    return ((said * true).sum(0) / (said.norm(dim=0) * true.norm(dim=0) + 1e-9)).tolist()


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Talking:
    """One clip: what is around the mouth, a margin wider than a window, and what is true of it.

    Boxes are left, top, right, bottom in pixels of these pictures.
    """

    pictures: UInt8[np.ndarray, "f y x 3"]
    head: Float[np.ndarray, "f 3 2"]
    points: Float[np.ndarray, "f 5 2"]
    """Corners of the mouth, lips, chin."""
    mouths: Float[np.ndarray, "f 4"]
    jaws: Float[np.ndarray, "f 4"]
    visemes: Float[np.ndarray, "f e"]

    @classmethod
    def of(cls, sample: Sample) -> "Talking":
        """Of a bust that speaks."""
        side, rate = WINDOW + 2 * MARGIN, sample.labels.frame_rate
        left = round(BUST_EYES[0] * BUST_SIZE) - side // 2
        top = round(BUST_EYES[1] * BUST_SIZE + MOUTH_BELOW_EYES) - side // 2
        marks = sample.landmarks - np.array([left, top], np.float32)
        seconds = np.arange(-1, len(sample.frames) + 1) / rate
        at = heard_curves(timed_phones(sample), seconds)
        mouths = mouth_boxes(marks)
        chins = marks[:, LANDMARKS.index("chin")]
        jaws = mouths + np.array([-6, 0, 6, 0], np.float32)
        jaws[:, 3] = np.maximum(mouths[:, 3], chins[:, 1] + 4)
        return cls(
            pictures=sample.frames[:, top : top + side, left : left + side].copy(),
            head=marks[:, EYES_AND_NOSE],
            points=marks[:, _POINTS],
            mouths=mouths,
            jaws=jaws,
            visemes=np.concatenate([at[k : k - 2 or None] for k in range(NEIGHBOURS)], axis=-1),
        )

    @property
    def says(self) -> Float[np.ndarray, " f"]:
        """Whether words are said, in every frame."""
        own = len(self.visemes[0]) // NEIGHBOURS * (NEIGHBOURS // 2 + 1)
        return self.visemes[:, own - 1]

    def moved(self) -> tuple[Float[np.ndarray, "f g"], Float[np.ndarray, "f g"]]:
        """How far the head is in one frame from where it is in another, in pixels, and how far
        its points are from that.
        """
        moved = self.head[:, None] - self.head[None]
        whole = moved.mean(axis=2, keepdims=True)
        turned = np.linalg.norm(moved - whole, axis=-1).mean(axis=-1)
        return np.linalg.norm(whole[:, :, 0], axis=-1), turned


def read_talking(folders: Sequence[Path]) -> list[Talking]:
    """Every clip of some folders of samples in which words are heard: where there are none, nothing
    tells what the mouth does.
    """
    paths = [path for folder in folders for path in sorted(folder.rglob("*.npz"))]
    samples = (load_sample(path) for path in paths)
    return [Talking.of(sample) for sample in samples if len(sample.phones)]


class DrawTalking:
    """A pure function from the step to first frames, and later ones with what is true of them: the
    weight of each pixel, and 1 near mouth and jaw, falling softly to 0.
    """

    def __init__(self, clips: Sequence[Talking], seed: int) -> None:
        self.clips, self.seed = clips, seed
        self.later: list[list[Int[np.ndarray, " k"]]] = []
        for clip in clips:
            far, turned = clip.moved()
            near = (far <= MOST_APART) & (turned <= MOST_TURNED)
            np.fill_diagonal(near, val=False)
            self.later.append([np.flatnonzero(row) for row in near])
        self.firsts = np.array(
            [
                (clip, first)
                for clip, rows in enumerate(self.later)
                for first, later in enumerate(rows)
                if len(later) and clips[clip].says[first] < AT_REST
            ]
        )
        if not len(self.firsts):
            text = f"no face is at rest in any of {len(clips)} clips; give their words a --lead"
            raise ValueError(text)

    def __call__(self, step: int) -> dict[str, Tensor]:
        rng = np.random.default_rng([self.seed, step])
        chosen = self.firsts[rng.integers(len(self.firsts), size=FIRSTS)].tolist()
        drawn = [
            self._of(self.clips[at], begin, self.later[at][begin], rng) for at, begin in chosen
        ]
        rows = {name: torch.cat([each[name] for each in drawn]) for name in drawn[0]}
        mouth, jaw = _shown(rows.pop("boxes").numpy())
        return {
            **rows,
            "weights": OTHER_WEIGHT + JAW_WEIGHT * jaw + MOUTH_WEIGHT * mouth,
            "near": softened(torch.maximum(mouth, jaw)),
        }

    @staticmethod
    def _of(
        clip: Talking, begin: int, near: np.ndarray, rng: np.random.Generator
    ) -> dict[str, Tensor]:
        frames = rng.choice(near, size=LATERS)
        chosen = [begin, *frames]
        scale = float(np.exp(rng.uniform(-SCALED, SCALED)))
        mirror = bool(rng.random() < 0.5)
        # Windows go with the head, so that nothing moves but the face.
        shift = rng.uniform(-SHIFTED, SHIFTED, 2) + (clip.head[chosen] - clip.head[begin]).mean(1)
        light = torch.from_numpy(np.exp(rng.uniform(-LIT, LIT, 3)).astype(np.float32))
        cut = _cut(clip.pictures[chosen], scale, shift, mirror=mirror)
        cut = ((cut + 1) * light[:, None, None] - 1).clamp(-1, 1)
        corners = np.stack([clip.mouths[chosen], clip.jaws[chosen]], axis=1)
        corners = rearrange(corners, "f k (p d) -> f (k p) d", p=2)
        corners = rearrange(
            _cut_points(corners, scale, shift, mirror=mirror), "f (k p) d -> f k p d", p=2
        )
        points = _cut_points(clip.points[chosen], scale, shift, mirror=mirror)
        return {
            "first": cut[:1],
            "later": cut[1:],
            "visemes": torch.from_numpy(clip.visemes[frames]),
            "points": torch.from_numpy(points[1:]),
            "came_from": torch.from_numpy(points[:1] - points[1:]),
            "boxes": torch.from_numpy(np.sort(corners[1:], axis=-2)).flatten(2),
        }


def _cut(
    pictures: UInt8[np.ndarray, "f y x 3"],
    scale: float,
    shift: Float[np.ndarray, "f 2"],
    *,
    mirror: bool,
) -> Float[Tensor, "f 3 v u"]:
    """Windows of them, `scale` times as large as they are and `shift` pixels away."""
    pixels = rearrange(torch.from_numpy(pictures).float() / 127.5 - 1, "f y x c -> f c y x")
    side = pictures.shape[1]
    share = scale * WINDOW / side
    turn = np.zeros((len(pixels), 2, 3), np.float32)
    turn[:, 0, 0], turn[:, 1, 1] = -share if mirror else share, share
    turn[:, :, 2] = 2 * shift / side
    size = [len(pixels), 3, WINDOW, WINDOW]
    grid = F.affine_grid(torch.from_numpy(turn), size, align_corners=False)
    return F.grid_sample(pixels, grid, padding_mode="border", align_corners=False)


def _cut_points(
    points: Float[np.ndarray, "f k 2"],
    scale: float,
    shift: Float[np.ndarray, "f 2"],
    *,
    mirror: bool,
) -> Float[np.ndarray, "f k 2"]:
    """The same points in pixels of those windows."""
    moved = (points - (WINDOW / 2 + MARGIN) - shift[:, None]) / scale
    if mirror:
        moved = moved * np.array([-1, 1])
    return (moved + WINDOW / 2).astype(np.float32)


def _shown(
    boxes: Float[np.ndarray, "f 2 4"],
) -> tuple[Float[Tensor, "f 1 y x"], Float[Tensor, "f 1 y x"]]:
    """1 in the box of each mouth, and of each jaw."""
    at = np.arange(WINDOW) + 0.5
    wide = (at >= boxes[..., 0, None]) & (at < boxes[..., 2, None])
    high = (at >= boxes[..., 1, None]) & (at < boxes[..., 3, None])
    whole = torch.from_numpy((high[..., :, None] & wide[..., None, :]).astype(np.float32))
    return whole[:, :1], whole[:, 1:]


def softened(shown: Float[Tensor, "f 1 y x"]) -> Float[Tensor, "f 1 y x"]:
    for _ in range(2):
        shown = F.avg_pool2d(shown, 9, stride=1, padding=4, count_include_pad=False)
    return shown


class PaintedLoss:
    """Distance of the later frames, most of all at the mouth; of where the mouth is and where its
    points were; and a little for every pixel that is invented.
    """

    def __init__(self, model: LipSync) -> None:
        self.model = model

    def __call__(self, batch: dict[str, Tensor], _: Step) -> Losses:
        painter = self.model.paints
        each = len(batch["later"]) // len(batch["first"])
        seen = [repeat(x, "b c y x -> (b f) c y x", f=each) for x in painter.look(batch["first"])]
        painted = painter(seen, batch["visemes"])
        error, edges = apart(painted.pixels, batch["later"], batch["weights"])
        near = F.binary_cross_entropy_with_logits(painted.near, batch["near"])
        new = painted.invented.mean()
        points = points_apart(painted.come_from, batch)
        loss = error + EDGE_WEIGHT * edges + NEAR_WEIGHT * near
        loss = loss + POINTS_WEIGHT * points + INVENTED_WEIGHT * new
        parts = {"error": error, "edges": edges, "near": near, "points": points, "new": new}
        return {"loss": loss, **parts}


def apart(
    made: Float[Tensor, "f 3 y x"],
    true: Float[Tensor, "f 3 y x"],
    weights: Float[Tensor, "f 1 y x"],
) -> tuple[Float[Tensor, ""], Float[Tensor, ""]]:
    """How wrong values are, and differences of neighbours: what is soft is wrong there."""
    far = made - true
    values = (far.abs() * weights).sum() / (3 * weights.sum())
    across = (far.diff(dim=-1).abs() * weights[..., 1:]).sum()
    down = (far.diff(dim=-2).abs() * weights[..., 1:, :]).sum()
    return values, (across + down) / (6 * weights.sum())


def points_apart(
    come_from: Float[Tensor, "f 2 y x"], batch: dict[str, Tensor]
) -> Float[Tensor, ""]:
    """How wrong it is about where points come from, in pixels."""
    grid = batch["points"][:, :, None] * (2 / come_from.shape[-1]) - 1
    said = F.grid_sample(come_from, grid, align_corners=False)
    return (rearrange(said, "f d k 1 -> f k d") - batch["came_from"]).abs().mean()


@torch.no_grad()
def mouth_errors(model: LipSync, batches: Sequence[dict[str, Tensor]]) -> dict[str, float]:
    """Mean absolute error at the mouth in 8-bit levels: as painted, with another frame's visemes,
    and of the first frame as it is.
    """
    painter, weight = model.paints, 0.0
    totals = dict.fromkeys(("painted", "mistaken", "first"), 0.0)
    for batch in batches:
        each = len(batch["later"]) // len(batch["first"])
        mouth = (batch["weights"] > MOUTH_WEIGHT).float()
        seen = [repeat(x, "b c y x -> (b f) c y x", f=each) for x in painter.look(batch["first"])]
        made = {
            "painted": painter(seen, batch["visemes"]).pixels,
            "mistaken": painter(seen, batch["visemes"].roll(1, 0)).pixels,
            "first": seen[0],
        }
        for name, pixels in made.items():
            totals[name] += float(((pixels - batch["later"]).abs() * mouth).sum())
        weight += float(3 * mouth.sum())
    return {name: 127.5 * total / weight for name, total in totals.items()}
