"""People who walk by behind whoever stands in a made place.

The picture of a place says where people walk and what hides them there; pictures of a few of them,
phase by phase, are drawn into it as its lens would see them. Who crosses has gone when a clip ends,
so that another one can go on from it.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F
from jaxtyping import Float, UInt8
from torch import Tensor

from retrat.models.made_places import HIGH, PHASES, WIDE, Lane, Spot
from retrat.pipeline.surroundings import Surroundings, cut_out_of, disc

STREAM = 0x9A55  # of the seed
CYCLE_SECONDS = 1.08  # of two steps
PACES = (0.88, 1.08)  # of what the stride makes of that
MOST = 6  # people in a clip
LEAST_SEEN = 0.8  # seconds
STAYS = 12.0  # metres: who has gone so far may be seen at the end
GREY, LEAST_GAIN, MOST_GAIN = 0.36, 0.24, 1.15  # of what people wear; how dark, how bright it gets
TINT = 0.25  # of a place's colour that its people have
STEP = 8  # pixels of height: phases are made as large as they are drawn in such steps
LOOKS = 200  # places of a lane of which is known whether they are seen
SHADOW, SHADOW_SIZE = 0.45, (0.24, 0.05)  # how dark, how wide and high it is, in metres
NEAR = 2.0  # metres: nearer than that nobody is drawn


@dataclass(frozen=True, kw_only=True, slots=True)
class Passer:
    """Somebody on their way: which of the walkers, from where to where, and how many metres along
    they are in each frame.
    """

    walker: int
    lane: Lane
    phase: float  # of their cycle, at the lane's start
    stride: float
    along: Float[Tensor, " f"]

    @property
    def side(self) -> str:
        across, _, away = way_of(self.lane)
        if abs(across) > abs(away):
            return "aside"
        return "away" if away > 0 else "towards"

    def place(self, frame: int) -> Spot:
        return there(self.lane, float(self.along[frame]))

    def step(self, frame: int) -> float:
        """Where in the cycle they are, in phases."""
        return PHASES * ((self.phase + float(self.along[frame]) / self.stride) % 1.0)


def way_of(lane: Lane) -> Spot:
    x, y, z = (b - a for a, b in zip(lane.start, lane.end, strict=True))
    return x, y, z


def there(lane: Lane, along: float) -> Spot:
    share = along / math.dist(lane.start, lane.end)
    x, y, z = (a + share * b for a, b in zip(lane.start, way_of(lane), strict=True))
    return x, y, z


def seen_on(lane: Lane, around: Surroundings) -> tuple[float, float] | None:
    """From where to where on a lane somebody is within the picture, in metres."""
    low, high = (edge / around.side - 0.5 for edge in around.across)
    found = []
    for along in torch.linspace(0, math.dist(lane.start, lane.end), LOOKS).tolist():
        x, _, z = there(lane, along)
        reach = around.ways.lens * WIDE / 2 / z
        if z > NEAR and low - reach < around.ways.lens * x / z < high + reach:
            found.append(along)
    return (found[0], found[-1]) if len(found) > 1 else None


def passers_of(around: Surroundings, frames: int, rate: float, seed: int) -> list[Passer]:
    """Who walks by in a clip, the same for the same seed."""
    rng = torch.Generator().manual_seed((seed ^ STREAM) % 2**63)

    def share() -> float:
        return float(torch.rand((), generator=rng))

    seconds, strides = frames / rate, around.places.config.strides
    order = torch.randperm(len(strides), generator=rng).tolist()
    found: list[Passer] = []
    for lane in around.ways.lanes:
        expected = around.bustle * lane.often * seconds / 60
        for _ in range(math.floor(expected + share())):
            if len(found) == min(MOST, len(order)):
                return found
            way = lane if share() < 0.5 else lane._replace(start=lane.end, end=lane.start)
            walker, seen = order[len(found)], seen_on(way, around)
            if seen is None:
                continue
            speed = strides[walker] / CYCLE_SECONDS * (PACES[0] + share() * (PACES[1] - PACES[0]))
            goes = speed * seconds
            if way.end[2] >= STAYS:  # far away somebody may be seen at the end
                last = seen[0] + goes + share() * max(0.0, seen[1] - seen[0] - goes)
            else:
                last = seen[1] + share() ** 2 * max(0.0, goes - LEAST_SEEN * speed)
            along = last - goes + speed * torch.arange(1, frames + 1) / rate
            found.append(
                Passer(walker=walker, lane=way, phase=share(), stride=strides[walker], along=along)
            )
    return found


def passed(
    pixels: Float[Tensor, "f 3 y x"],
    place: Float[Tensor, "3 y x"],
    people: UInt8[Tensor, "f 1 y x"] | None,
    around: Surroundings,
    *,
    rate: float,
    seed: int,
) -> Float[Tensor, "f 3 y x"]:
    """The clip with those who walk by; `place` is what it shows where nobody is, `people` who
    stands before it in each frame, of 255.
    """
    passers = passers_of(around, len(pixels), rate, seed)
    painters = [_Painter(each, around, place) for each in passers]
    for frame in range(len(pixels)) if painters else ():
        behind = place
        for painter in sorted(painters, key=lambda each: -each.passer.place(frame)[2]):
            drawn = painter.drawn(frame)
            if drawn is None:
                continue
            rows, columns, colours, share = drawn
            change = share * (colours - behind[:, rows, columns])
            behind = behind.clone()
            behind[:, rows, columns] += change
            if people is not None:  # the place still shows at their borders
                change = change * (1 - people[frame, :, rows, columns].to(change) / 255)
            pixels[frame, :, rows, columns] += change
    return pixels.clamp_(-1, 1) if painters else pixels


class Drawn(NamedTuple):
    """A part of a picture: its colours in [-1, 1], and how much of each pixel they are."""

    rows: slice
    columns: slice
    colours: Float[Tensor, "3 v u"]
    share: Float[Tensor, "1 v u"]


class _Painter:
    """Draws one passer into frames."""

    def __init__(self, passer: Passer, around: Surroundings, place: Float[Tensor, "3 y x"]) -> None:
        self.passer, self.around = passer, around
        self.height, self.width = place.shape[1:]
        across = way_of(passer.lane)[0] * (-1 if around.is_mirrored else 1)
        cells = cut_out_of(around.places.walker(passer.walker, passer.side)).to(place)
        share = cells[3:]
        cells = torch.cat([cells[:3], share + (1 - share) * _shadow(share)])
        self.cells = torch.stack(cells.chunk(PHASES, dim=-1))
        if passer.side == "aside" and across < 0:
            self.cells = self.cells.flip(-1)
        self.gain = self._gain(place)
        self._blurred: tuple[float, int, Float[Tensor, "p 4 v u"]] | None = None

    def drawn(self, frame: int) -> Drawn | None:
        """None where they are not in the picture."""
        x, y, z = self.passer.place(frame)
        along, long = float(self.passer.along[frame]), math.dist(*self.passer.lane[:2])
        if z < NEAR or not 0 <= along <= long:
            return None
        ways, side = self.around.ways, self.around.side
        scale = side * ways.lens / z  # pixels of a metre
        across = side * 0.5 + scale * x - self.around.corner[0]
        if self.around.is_mirrored:
            across = self.width - across
        feet = side * 0.5 - scale * y - self.around.corner[1]
        cells, edge = self._soft(HIGH * scale, side * ways.blur * abs(z - ways.focus) / z)
        left, right = across - WIDE * scale / 2 - edge, across + WIDE * scale / 2 + edge
        top, bottom = feet - HIGH * scale - edge, feet + edge
        rows, columns = _within(top, bottom, self.height), _within(left, right, self.width)
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return None
        step = self.passer.step(frame)
        cell = torch.lerp(cells[int(step)], cells[(int(step) + 1) % PHASES], step % 1.0)
        v = (torch.arange(rows.start, rows.stop) + 0.5 - top) / (bottom - top) * 2 - 1
        u = (torch.arange(columns.start, columns.stop) + 0.5 - left) / (right - left) * 2 - 1
        grid = torch.stack(torch.meshgrid(v, u, indexing="ij")[::-1], dim=-1).to(cell)
        seen = F.grid_sample(cell[None], grid[None], align_corners=False)[0]
        share = seen[3:]
        colours = 2 * (seen[:3] / share.clamp(min=1e-3) * self.gain).clamp(0, 1) - 1
        if (number := self.passer.lane.screen) >= 0:
            share = share * self.around.screens[number : number + 1, rows, columns]
        return Drawn(rows, columns, colours, share)

    def _soft(self, height: float, blur: float) -> tuple[Float[Tensor, "p 4 v u"], float]:
        """Phases as the lens blurs them, about as high as they are drawn, and how many pixels of
        the picture there are around them.
        """
        whole = self.cells.shape[-2]
        part = min(1.0, math.ceil(height / STEP) * STEP / whole)
        pixel = height / (part * whole)  # of the picture, for one of a cell
        reach = max(1, math.ceil(blur / pixel / 2))
        if self._blurred is None or self._blurred[:2] != (part, reach):
            cells = self.cells
            if part < 1.0:
                cells = F.interpolate(cells, scale_factor=part, mode="bilinear", antialias=True)
            lens = disc(max(blur / pixel / 2, 0.5)).to(cells)
            cells = F.pad(cells.flatten(0, 1)[:, None], [2 * reach] * 4)
            cells = F.conv2d(cells, lens / lens.sum())
            self._blurred = part, reach, cells.unflatten(0, (PHASES, 4))[:, :, 0]
        return self._blurred[2], reach * pixel

    def _gain(self, place: Float[Tensor, "3 y x"]) -> Float[Tensor, "3 1 1"]:
        """How bright people are there: as what is around them."""
        _, y, z = self.passer.place(len(self.passer.along) // 2)
        scale = self.around.side * self.around.ways.lens / z
        feet = round(self.around.side * 0.5 - scale * y) - self.around.corner[1]
        rows = slice(max(0, feet - round(2 * scale)), max(1, min(self.height, feet)))
        around = (place[:, rows].flatten(1).mean(dim=1) + 1) / 2
        mean = around.mean()
        tinted = TINT * around + (1 - TINT) * mean
        return (tinted / GREY).clamp(LEAST_GAIN, MOST_GAIN)[:, None, None]


def _within(start: float, end: float, size: int) -> slice:
    """The pixels of a stretch that are in a picture."""
    return slice(max(0, math.floor(start)), min(size, math.ceil(end)))


def _shadow(share: Float[Tensor, "1 y x"]) -> Float[Tensor, "1 y x"]:
    """What lies on the ground under each phase's feet: black, as if the light were everywhere."""
    height, width = share.shape[1], share.shape[2] // PHASES
    metre = height / HIGH
    down = (torch.arange(height) - height) / (metre * SHADOW_SIZE[1])
    across = (torch.arange(width) - (width - 1) / 2) / (metre * SHADOW_SIZE[0])
    dark = SHADOW * torch.exp(-down.square()[:, None] - across.square())
    return dark.repeat(1, PHASES)[None].to(share)
