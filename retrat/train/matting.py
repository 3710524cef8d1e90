"""Trains the matting network on made people whose mattes are exact.

They are busts of the world's samples, as a game draws people, and a release's photos of made
people, path traced, with single hairs. Photos of real people differ from both in everything but the
shape of a person, so most are set before something else and changed as `train/snapshots.py` does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from einops import rearrange
from jaxtyping import Bool, Float, UInt8
from torch import Tensor
from torch.nn import functional as F

from retrat.conditioning.cut_out import cut_out_of
from retrat.conditioning.mattes import matte_of
from retrat.media.pieces import decoded_matte, decoded_picture
from retrat.models.made_people import MadePeople
from retrat.models.made_places import MadePlaces
from retrat.models.matting import Matting
from retrat.train.data.sample import load_sample
from retrat.train.loop import Learner, Loop, LoopConfig, Losses, Step
from retrat.train.pictures import bytes_of, write_sheet
from retrat.train.snapshots import (
    SIZE,
    Batch,
    before_anything,
    dressed_in_anything,
    moved,
    photographed,
)
from retrat.weights.releases import load_part, read_release

BATCH = 12
KEPT_PLACE = 0.35  # of the pictures of the world stay where they were drawn
OF_PHOTOS = 0.5  # of a batch, where there are any
HELD_OUT = 8  # every so many people and pictures of places of a release are kept for scores
SHOWN = 6
NEAR = 6  # pixels from a border
NO_PLACES = torch.zeros(0, 3, SIZE, SIZE)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Busts:
    """Pictures and their mattes, in memory."""

    pictures: UInt8[np.ndarray, "n 256 256 3"]
    mattes: UInt8[np.ndarray, "n 256 256"]

    def __len__(self) -> int:
        return len(self.pictures)

    @classmethod
    def read(cls, folder: Path, most: int) -> "Busts":
        """The references of up to `most` samples, evenly over the folder."""
        paths = sorted(folder.rglob("*.npz"))
        chosen = [
            paths[i] for i in np.linspace(0, len(paths) - 1, min(most, len(paths)), dtype=int)
        ]
        samples = [load_sample(path) for path in chosen]
        return cls(
            pictures=np.concatenate([sample.references for sample in samples]),
            mattes=np.concatenate([sample.reference_mattes for sample in samples]),
        )

    @classmethod
    def joined(cls, several: Sequence["Busts"]) -> "Busts":
        return cls(
            pictures=np.concatenate([each.pictures for each in several]),
            mattes=np.concatenate([each.mattes for each in several]),
        )

    def chosen(self, rows: np.ndarray) -> Batch:
        pictures = torch.from_numpy(self.pictures[rows]).float() / 127.5 - 1
        mattes = torch.from_numpy(self.mattes[rows]).float() / 255
        return rearrange(pictures, "b y x c -> b c y x"), mattes[:, None]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Photos:
    """What a release has: photos of made people that were cut out exactly, and places."""

    people: Busts
    places: Float[Tensor, "n 3 v u"]

    @classmethod
    def read(cls, folder: Path, *, held_out: bool = False) -> "Photos":
        """Those of a release that are learned from, or those that are kept for scores."""
        release = read_release(folder)
        people = load_part(release, "made_people", MadePeople)
        places = load_part(release, "made_places", MadePlaces)

        def rows(count: int) -> list[int]:
            return [row for row in range(count) if (row % HELD_OUT == 0) == held_out]

        photos = [_photo(people.photo(row)) for row in rows(people.config.people)]
        pictures = [decoded_picture(places.picture(row)) for row in rows(places.config.places)]
        shown = torch.from_numpy(np.stack(pictures)).float() / 127.5 - 1
        return cls(
            people=Busts(
                pictures=np.stack([photo[..., :3] for photo in photos]),
                mattes=np.stack([photo[..., 3] for photo in photos]),
            ),
            places=rearrange(shown, "n v u c -> n c v u"),
        )


def _photo(content: bytes) -> UInt8[np.ndarray, "256 256 4"]:
    """Half as large: a pixel has the colours of what of it is somebody."""
    matte = decoded_matte(content)
    assert matte is not None, "a made person's photo says what of it they are"
    whole = torch.from_numpy(np.dstack([decoded_picture(content), matte])).float() / 255
    whole = rearrange(whole, "y x c -> 1 c y x")
    share = whole[:, 3:]
    colours = F.interpolate(whole[:, :3] * share, size=(SIZE, SIZE), mode="area")
    plain = F.interpolate(whole[:, :3], size=(SIZE, SIZE), mode="area")
    share = F.interpolate(share, size=(SIZE, SIZE), mode="area")
    colours = torch.where(share > 0.02, colours / share.clamp(min=0.02), plain)
    both = torch.cat([colours, share], dim=1)[0].clamp(0, 1) * 255
    return rearrange(both.round().byte(), "c y x -> y x c").numpy()


class DrawBusts:
    """A pure function from the step to pictures and mattes, changed as photos differ."""

    def __init__(self, busts: Busts, seed: int, photos: Photos | None = None) -> None:
        self.busts, self.seed, self.photos = busts, seed, photos

    def __call__(self, step: int) -> Batch:
        rng = np.random.default_rng([self.seed, step])
        people, others = self._read(rng), self._read(rng)
        places = NO_PLACES if self.photos is None else self.photos.places
        there = moved(dressed_in_anything(people, rng), rng, is_open=True)
        pictures, mattes = before_anything(there, others, places, rng)
        stays = torch.from_numpy(rng.random(BATCH) < KEPT_PLACE)
        stays[: self._of_photos] = False
        if stays.any():
            kept = moved((people[0][stays], people[1][stays]), rng)
            pictures[stays], mattes[stays] = kept
        return photographed(pictures, rng), mattes

    @property
    def _of_photos(self) -> int:
        return 0 if self.photos is None else round(OF_PHOTOS * BATCH)

    def _read(self, rng: np.random.Generator) -> Batch:
        rows = rng.integers(len(self.busts), size=BATCH - self._of_photos)
        drawn = self.busts.chosen(rows)
        if self.photos is None:
            return drawn
        rows = rng.integers(len(self.photos.people), size=self._of_photos)
        photos = self.photos.people.chosen(rows)
        return torch.cat([photos[0], drawn[0]]), torch.cat([photos[1], drawn[1]])


class MattingLoss:
    """Cross-entropy of every pixel, how far mattes are from each other on average, and how far
    their differences from pixel to pixel are: borders count most.
    """

    def __init__(self, model: Matting) -> None:
        self.model = model

    def __call__(self, batch: Batch, step: Step) -> Losses:
        pixels, mattes = (each.to(step.device) for each in batch)
        pixels = pixels.contiguous(memory_format=torch.channels_last)
        # Its convolutions are wide enough that AVX-512 halves their time with bfloat16, too.
        fast = torch.is_autocast_enabled(pixels.device.type) or (
            pixels.device.type == "cpu" and torch.cpu._is_avx512_bf16_supported()
        )
        with torch.autocast(pixels.device.type, torch.bfloat16, enabled=fast):
            logits = self.model.logits(pixels).float()
        entropy = F.binary_cross_entropy_with_logits(logits, mattes)
        off = torch.sigmoid(logits) - mattes
        apart = off.abs().mean()
        uneven = off.diff(dim=-1).abs().mean() + off.diff(dim=-2).abs().mean()
        return {"loss": entropy + apart + uneven, "apart": apart}


@torch.no_grad()
def overlap(model: Matting, busts: Busts) -> float:
    """Mean intersection over union with the exact mattes, as drawn, threshold 1/2."""
    scores: list[float] = []
    for start in range(0, len(busts), BATCH):
        pictures, mattes = busts.chosen(np.arange(start, min(start + BATCH, len(busts))))
        scores.extend(_overlaps(model(pictures), mattes))
    return float(np.mean(scores))


@torch.no_grad()
def changed_overlap(model: Matting, busts: Busts, photos: Photos, batches: int) -> float:
    """The same of pictures that are changed as those are from which it learns."""
    draw = DrawBusts(busts, 1, photos)
    scores: list[float] = []
    for step in range(batches):
        pictures, mattes = draw(step)
        scores.extend(_overlaps(model(pictures), mattes))
    return float(np.mean(scores))


@torch.no_grad()
def border_error(model: Matting, photos: Photos) -> float:
    """How far people who are cut out of one place and put before another are from what should be
    seen there: mean difference of colours in [0, 1], within NEAR pixels of their border.
    """
    off: list[float] = []
    pictures, mattes = photos.people.chosen(np.arange(len(photos.people)))
    places = F.interpolate(photos.places, size=(SIZE, SIZE), mode="bilinear", antialias=True)
    for row, (person, matte) in enumerate(zip(pictures, mattes, strict=True)):
        here, there = (places[(row + step) % len(places)] for step in (0, len(places) // 2))
        whole = person * matte + here * (1 - matte)
        cut = cut_out_of(whole, matte_of(whole, model))
        shown = cut.picture * cut.matte + there * (1 - cut.matte)
        apart = (shown - person * matte - there * (1 - matte)).abs().mean(dim=0) / 2
        off.append(float(apart[_border(matte)].mean()))
    return float(np.mean(off))


def _border(matte: Float[Tensor, "1 y x"]) -> Bool[Tensor, "y x"]:
    """What lies near both somebody and what is behind them."""
    size = 2 * NEAR + 1
    grown = F.max_pool2d(matte[None], size, stride=1, padding=NEAR)
    shrunk = -F.max_pool2d(-matte[None], size, stride=1, padding=NEAR)
    return (grown - shrunk)[0, 0] > 0.1


def _overlaps(said: Float[Tensor, "b 1 y x"], mattes: Float[Tensor, "b 1 y x"]) -> list[float]:
    found, true = said > 0.5, mattes > 0.5
    both = (found & true).sum(dim=(1, 2, 3))
    return (both / (found | true).sum(dim=(1, 2, 3)).clamp(min=1)).tolist()


def matting_loop(
    model: Matting, busts: Busts, photos: Photos | None, config: LoopConfig, folder: Path
) -> Loop:
    """The run in `folder`, new or continued; its samples are busts as changed, and cut out."""
    draw = DrawBusts(busts, config.seed, photos)

    def write(step: int, averages: dict[str, torch.nn.Module], out: Path) -> None:
        net = averages["matting"]
        pixels, mattes = draw(-1 % 2**31)
        with torch.no_grad():
            said = net(pixels)
        shown = [
            (
                "changed | exact | found",
                [*bytes_of(torch.stack([p, m.expand(3, -1, -1) * 2 - 1, p * s], dim=1))],
            )
            for p, m, s in zip(pixels[:SHOWN], mattes, said, strict=False)
        ]
        write_sheet(out / f"{step:07d}.png", shown)

    learner = Learner(name="matting", module=model, loss=MattingLoss(model))
    return Loop(config, folder, [learner], draw, write)
