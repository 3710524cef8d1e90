"""Trains the matting network on busts of the world whose mattes are exact.

Photos differ from renders in everything but the shape of a person, so each picture is set before
something else (another bust's place, noise of many scales, shapes, one colour), moved, and changed
in colour, sharpness and grain; some become grey as old photographs are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from einops import rearrange, repeat
from jaxtyping import Float, UInt8
from torch import Tensor
from torch.nn import functional as F

from retrat.models.matting import Matting
from retrat.train.data.sample import load_sample
from retrat.train.loop import Learner, Loop, LoopConfig, Losses, Step
from retrat.train.pictures import bytes_of, write_sheet

BATCH = 12
SIZE = 256
KEPT_PLACE = 0.35  # of the pictures
GREY = 0.15
SHOWN = 6

Batch = tuple[Float[Tensor, "b 3 y x"], Float[Tensor, "b 1 y x"]]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Busts:
    """Pictures and their mattes, in memory."""

    pictures: UInt8[np.ndarray, "n 256 256 3"]
    mattes: UInt8[np.ndarray, "n 256 256"]

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


class DrawBusts:
    """A pure function from the step to pictures and mattes, changed as photos differ."""

    def __init__(self, busts: Busts, seed: int) -> None:
        self.busts, self.seed = busts, seed

    def __call__(self, step: int) -> Batch:
        rng = np.random.default_rng([self.seed, step])
        torch_rng = torch.Generator().manual_seed(int(rng.integers(2**31)))
        count = len(self.busts.pictures)
        pictures, mattes = self._read(rng.integers(count, size=BATCH))
        others, other_mattes = self._read(rng.integers(count, size=BATCH))
        places = _places(others, other_mattes, rng, torch_rng)
        stays = torch.from_numpy(rng.random(BATCH) < KEPT_PLACE)[:, None, None, None]
        toned = _toned(pictures, rng)
        whole = torch.where(stays, pictures, toned * mattes + places * (1 - mattes))
        whole, mattes = _moved(whole, mattes, rng)
        return _photographed(whole, rng, torch_rng), mattes

    def _read(self, chosen: np.ndarray) -> Batch:
        pictures = torch.from_numpy(self.busts.pictures[chosen]).float() / 127.5 - 1
        mattes = torch.from_numpy(self.busts.mattes[chosen]).float() / 255
        return rearrange(pictures, "b y x c -> b c y x"), mattes[:, None]


def _places(
    others: Float[Tensor, "b 3 y x"],
    mattes: Float[Tensor, "b 1 y x"],
    rng: np.random.Generator,
    torch_rng: torch.Generator,
) -> Float[Tensor, "b 3 y x"]:
    """What stands behind: another place turned upside down or not, noise, shapes, a colour."""
    kinds = rng.choice(4, size=len(others), p=(0.35, 0.3, 0.25, 0.1))
    made = []
    for kind, other, matte in zip(kinds, others, mattes, strict=True):
        colour = torch.from_numpy(rng.uniform(-1, 1, (3, 1, 1)).astype(np.float32))
        if kind == 0:
            filled = other * (1 - matte) + colour * matte
            made.append(filled.flip(-2) if rng.random() < 0.5 else filled.flip(-1))
        elif kind == 1:
            made.append(_clouds(rng, torch_rng))
        elif kind == 2:
            made.append(_shapes(colour, rng))
        else:
            made.append(colour.expand(3, SIZE, SIZE))
    return torch.stack(made)


def _clouds(rng: np.random.Generator, torch_rng: torch.Generator) -> Float[Tensor, "3 y x"]:
    """Noise of several scales, in colour."""
    whole = torch.zeros(1, 3, SIZE, SIZE)
    for scale in (2, 4, 8, 16, 32, 64, 128):
        size = max(2, SIZE // scale)
        noise = torch.randn(1, 3, size, size, generator=torch_rng)
        share = float(rng.random() ** 2) * scale**0.3 * 0.3
        whole += share * F.interpolate(noise, size=(SIZE, SIZE), mode="bilinear")
    middle = torch.from_numpy(rng.uniform(-0.8, 0.8, (1, 3, 1, 1)).astype(np.float32))
    return (whole + middle)[0].clamp(-1, 1)


def _shapes(colour: Float[Tensor, "3 1 1"], rng: np.random.Generator) -> Float[Tensor, "3 y x"]:
    """Overlapping boxes and discs, as furniture, windows and lamps are."""
    whole = colour.expand(3, SIZE, SIZE).clone()
    rows, columns = torch.meshgrid(torch.arange(SIZE), torch.arange(SIZE), indexing="ij")
    for _ in range(int(rng.integers(4, 24))):
        y, x = rng.integers(SIZE, size=2)
        high, wide = rng.integers(4, 120, size=2)
        near = ((rows - y).abs() < high) & ((columns - x).abs() < wide)
        if rng.random() < 0.4:
            near = ((rows - y) / high) ** 2 + ((columns - x) / wide) ** 2 < 1
        paint = torch.from_numpy(rng.uniform(-1, 1, (3, 1)).astype(np.float32))
        whole[:, near] = paint
    return whole


def _toned(
    pictures: Float[Tensor, "b 3 y x"], rng: np.random.Generator
) -> Float[Tensor, "b 3 y x"]:
    """The person's own light: other gains of the colours, another gamma."""
    count = len(pictures)
    gains = torch.from_numpy(rng.uniform(0.75, 1.3, (count, 3, 1, 1)).astype(np.float32))
    gamma = torch.from_numpy(rng.uniform(0.7, 1.5, (count, 1, 1, 1)).astype(np.float32))
    light = ((pictures + 1) / 2).clamp(1e-4, 1)
    return ((light**gamma) * gains).clamp(0, 1) * 2 - 1


def _moved(
    pictures: Float[Tensor, "b 3 y x"], mattes: Float[Tensor, "b 1 y x"], rng: np.random.Generator
) -> Batch:
    """Turned, scaled, shifted, mirrored a little: faces are never found exactly."""
    count = len(pictures)
    angle = rng.normal(0, 0.1, count)
    scale = np.exp(rng.normal(0, 0.12, count))
    turn = np.zeros((count, 2, 3), np.float32)
    mirror = np.where(rng.random(count) < 0.5, -1.0, 1.0)
    turn[:, 0, 0], turn[:, 0, 1] = mirror * scale * np.cos(angle), -scale * np.sin(angle)
    turn[:, 1, 0], turn[:, 1, 1] = mirror * scale * np.sin(angle), scale * np.cos(angle)
    turn[:, :, 2] = rng.normal(0, 0.08, (count, 2))
    both = torch.cat([pictures, mattes], dim=1)
    grid = F.affine_grid(torch.from_numpy(turn), list(both.shape), align_corners=False)
    moved = F.grid_sample(both, grid, padding_mode="border", align_corners=False)
    return moved[:, :3], moved[:, 3:]


def _photographed(
    pictures: Float[Tensor, "b 3 y x"], rng: np.random.Generator, torch_rng: torch.Generator
) -> Float[Tensor, "b 3 y x"]:
    """Exposure, contrast, grey, softness and grain of the whole picture."""
    count = len(pictures)

    def each(low: float, high: float) -> Tensor:
        return torch.from_numpy(rng.uniform(low, high, (count, 1, 1, 1)).astype(np.float32))

    x = pictures * each(0.6, 1.25) + each(-0.25, 0.25)
    grey = repeat(x.mean(dim=1), "b y x -> b c y x", c=3)
    x = torch.where(torch.from_numpy(rng.random((count, 1, 1, 1)) < GREY), grey, x)
    soft = F.interpolate(F.avg_pool2d(x, 2), scale_factor=2, mode="bilinear", align_corners=False)
    x = torch.where(torch.from_numpy(rng.random((count, 1, 1, 1)) < 0.3), soft, x)
    grain = torch.randn(x.shape, generator=torch_rng) * each(0.0, 0.08)
    return (x + grain).clamp(-1, 1)


class MattingLoss:
    """Cross-entropy of every pixel, and how far mattes are from each other on average."""

    def __init__(self, model: Matting) -> None:
        self.model = model

    def __call__(self, batch: Batch, step: Step) -> Losses:
        pixels, mattes = (each.to(step.device) for each in batch)
        logits = self.model.logits(pixels)
        entropy = F.binary_cross_entropy_with_logits(logits, mattes)
        apart = (torch.sigmoid(logits) - mattes).abs().mean()
        return {"loss": entropy + apart, "apart": apart}


@torch.no_grad()
def overlap(model: Matting, busts: Busts) -> float:
    """Mean intersection over union with the exact mattes, as drawn, threshold 1/2."""
    scores: list[float] = []
    for start in range(0, len(busts.pictures), BATCH):
        pictures = torch.from_numpy(busts.pictures[start : start + BATCH]).float() / 127.5 - 1
        said = model(rearrange(pictures, "b y x c -> b c y x"))[:, 0].numpy() > 0.5
        true = busts.mattes[start : start + BATCH] > 127
        both = (said & true).sum((1, 2))
        scores.extend(both / np.maximum((said | true).sum((1, 2)), 1))
    return float(np.mean(scores))


def matting_loop(
    model: Matting, data: Sequence[Path], config: LoopConfig, folder: Path, most: int
) -> Loop:
    """The run in `folder`, new or continued; its samples are busts as changed, and cut out."""
    read = [Busts.read(path, most) for path in data]
    busts = Busts(
        pictures=np.concatenate([each.pictures for each in read]),
        mattes=np.concatenate([each.mattes for each in read]),
    )
    draw = DrawBusts(busts, config.seed)

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
