"""What falls through the air of a clip: flakes, rain, leaves, petals, confetti.

Each kind falls in layers, those nearest before people, the others behind them. Curves end as they
begin, so that another clip can go on from this one.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int, UInt8
from torch import Tensor

from retrat.conditioning.weather import Weather

STREAM = 0x11FE  # of the seed
RISES = 1.2  # seconds until all of it is there
DRIFT = 0.02  # of the height, aside


@dataclass(frozen=True, kw_only=True, slots=True)
class Wind:
    """Curves over a clip's frames and smooth fields over its pictures, all of one seed. Where it
    `rises` nothing falls yet in the first picture, which is given.
    """

    frames: int
    rate: float
    seed: int
    size: tuple[int, int]
    scale: int = 1
    rises: bool = False

    def there(self, number: int) -> float:
        """How much of what falls or drifts is there in a frame, of all of it."""
        return min(1.0, number / self.rate / RISES) if self.rises else 1.0

    def turns(self, per_second: float) -> Float[Tensor, "f 1 1"]:
        """An angle that turns about so often, and a whole number of times."""
        count = max(1, round(per_second * self.frames / self.rate))
        share = torch.arange(self.frames) / self.frames
        return (2 * math.pi * count * share)[:, None, None]

    def field(self, cells: int, number: int) -> Float[Tensor, "1 y x"]:
        """Smooth, in [0, 1], its bumps a `cells`th of the height apart."""
        coarse = torch.rand((1, 1, cells, cells), generator=self.random(7919 * number))
        return F.interpolate(coarse, self.size, mode="bicubic")[0].clamp(0, 1)

    def random(self, number: int = 0) -> torch.Generator:
        return torch.Generator().manual_seed((self.seed ^ STREAM) % 2**32 + number)


class Layer(NamedTuple):
    """Of something that falls: how many there are, how large (of the height), how many heights a
    second, how much of it covers what is behind, whether before people.
    """

    pieces: int
    size: float
    speed: float
    share: float
    is_near: bool


FLAKES = (
    Layer(240, 0.0022, 0.10, 0.55, False),
    Layer(90, 0.0042, 0.17, 0.75, False),
    Layer(16, 0.012, 0.3, 0.5, True),
)
# A drop falls some eight metres a second, and a shutter is open for a fiftieth of one: `size` is
# how long a streak is. Far away a height is many metres.
DROPS = (
    Layer(1300, 0.022, 1.6, 0.16, False),
    Layer(260, 0.07, 3.4, 0.2, False),
    Layer(26, 0.2, 7.0, 0.13, True),
)
LEAVES = (Layer(26, 0.011, 0.2, 1.0, False), Layer(5, 0.026, 0.34, 0.9, True))
PETALS = (Layer(90, 0.0065, 0.13, 1.0, False), Layer(16, 0.013, 0.22, 0.9, True))
CONFETTI = (Layer(70, 0.0075, 0.24, 1.0, False), Layer(16, 0.014, 0.38, 0.95, True))
WATER = (0.80, 0.83, 0.87)  # of rain, of white
SLANT, WIDTHS = 0.09, (0.5, 0.6, 1.1)  # aside per down; of a streak, pixels at a height of 256
THINNEST = 0.55  # pixels: a thinner streak would be a row of dots
# Colours of what tumbles, and how long it is for its width.
TINTS: Mapping[str, tuple[tuple[float, float, float], ...]] = {
    "leaves": ((0.78, 0.45, 0.10), (0.70, 0.26, 0.08), (0.83, 0.64, 0.18), (0.48, 0.27, 0.12)),
    "petals": ((0.96, 0.78, 0.83), (0.98, 0.87, 0.90), (0.93, 0.68, 0.76)),
    "confetti": (
        (0.90, 0.20, 0.24), (0.98, 0.80, 0.20), (0.20, 0.62, 0.90), (0.24, 0.74, 0.36),
        (0.93, 0.46, 0.72), (0.96, 0.96, 0.96),
    ),
}  # fmt: skip
TUMBLING = {"leaves": LEAVES, "petals": PETALS, "confetti": CONFETTI}
LONG = {"leaves": 1.7, "petals": 1.35, "confetti": 1.5}
WANDERS, TUMBLES = 0.09, 0.8  # of the height, aside; turns a second
EDGE_ON = 0.18  # of its width, seen from its edge
LIT, DARKEST = 0.35, 0.3  # places as bright as this show its colours; of them by night
SOFT = 0.4  # of its width, where it is out of focus
RIB = 0.6  # of a leaf's colour, along its middle


def falling(
    pixels: Float[Tensor, "f 3 y x"],
    weather: Weather,
    wind: Wind,
    people: UInt8[Tensor, "f 1 y x"] | None,
    near: Sequence[bool] = (False, True),
) -> Float[Tensor, "f 3 y x"]:
    """The clip with all that falls, into the same memory: layers that are `near`, or not. `people`,
    of 255, stand before what is not near.
    """
    if weather.snow:
        pixels = _snowed(pixels, weather.snow, wind, people, near)
    if weather.rain:
        pixels = _rained(pixels, weather.rain, wind, people, near)
    for kind in TUMBLING:
        if much := getattr(weather, kind):
            pixels = _tumbled(pixels, kind, much, wind, people, near)
    return pixels


def _snowed(
    pixels: Float[Tensor, "f 3 y x"],
    much: float,
    wind: Wind,
    people: UInt8[Tensor, "f 1 y x"] | None,
    near: Sequence[bool],
) -> Float[Tensor, "f 3 y x"]:
    """Flakes, white and round."""
    (height, width), rng = wind.size, wind.random()
    seconds = len(pixels) / wind.rate
    for layer in FLAKES:
        x, y, own = torch.rand((3, round(much * layer.pieces)), generator=rng)
        if layer.is_near not in near:
            continue
        falls = torch.clamp((layer.speed * seconds * (0.8 + 0.4 * own)).round(), min=1)
        sways = 1 + (3 * own).floor()
        kernel = _flake(layer.size * height)
        for number in range(len(pixels)):
            down = (y + number * falls / len(pixels)) % 1.0
            turn = 2 * math.pi * (sways * number / len(pixels) + own)
            across = (x + DRIFT * torch.sin(turn)) % 1.0
            at = (down * (height - 1)).long(), (across * (width - 1)).long()
            strength = wind.there(number) * layer.share * (0.6 + 0.4 * own)
            seen = _stamped(at, strength, kernel, (height, width)).clamp(max=1).to(pixels)
            seen = _behind(seen, layer, people, number)
            pixels[number].lerp_(torch.ones_like(pixels[number]), seen.expand(3, -1, -1))
    return pixels


def _rained(
    pixels: Float[Tensor, "f 3 y x"],
    much: float,
    wind: Wind,
    people: UInt8[Tensor, "f 1 y x"] | None,
    near: Sequence[bool],
) -> Float[Tensor, "f 3 y x"]:
    """Streaks that slant as one: a sheet of them that goes round and round, which no eye sees."""
    (height, width), rng = wind.size, wind.random(1)
    colour = (2 * pixels.new_tensor(WATER) - 1)[:, None, None]
    seconds = len(pixels) / wind.rate
    for layer, wide in zip(DROPS, WIDTHS, strict=True):
        count = round(much * layer.pieces * width / height)
        sheet = _streaks(count, layer.size * height, max(THINNEST, wide * height / 256), wind, rng)
        rounds = max(1, round(layer.speed * seconds))
        if layer.is_near not in near:
            continue
        sheet = layer.share * sheet.clamp(max=1).to(pixels)
        for number in range(len(pixels)):
            down = round(rounds * height * number / len(pixels))
            seen = wind.there(number) * torch.roll(
                sheet, (down, round(SLANT * down)), dims=(-2, -1)
            )
            seen = _behind(seen, layer, people, number)
            pixels[number].lerp_(colour.expand_as(pixels[number]), seen.expand(3, -1, -1))
    return pixels


def _streaks(
    count: int, length: float, wide: float, wind: Wind, rng: torch.Generator
) -> Float[Tensor, "1 y x"]:
    """Slanting lines that fade at both ends, and go on at the other side of the picture."""
    height, width = wind.size
    x, y, own = torch.rand((3, count, 1, 1), generator=rng)
    long = max(3, round(length))
    reach = math.ceil(2 * wide)
    along, aside = torch.arange(long)[:, None], torch.arange(-reach, reach + 1)
    across = x * width + SLANT * along
    off = aside - (across - across.floor())
    profile = torch.exp(-0.5 * (off / wide) ** 2) * torch.sin(math.pi * (along + 0.5) / long)
    rows = ((y * height).long() + along) % height
    columns = (across.long() + aside) % width
    found = torch.zeros(height * width)
    values = (0.4 + 0.6 * own) * profile
    found.index_add_(0, (rows * width + columns).flatten(), values.flatten())
    return found.view(1, height, width)


def _tumbled(
    pixels: Float[Tensor, "f 3 y x"],
    kind: str,
    much: float,
    wind: Wind,
    people: UInt8[Tensor, "f 1 y x"] | None,
    near: Sequence[bool],
) -> Float[Tensor, "f 3 y x"]:
    """Flat things that turn as they fall, as bright as the place is."""
    height, rng = wind.size[0], wind.random(sorted(TINTS).index(kind) + 2)
    light = ((pixels[0].mean().cpu() + 1) / 2 / LIT).clamp(DARKEST, 1)
    tints = 2 * torch.tensor(TINTS[kind]) * light - 1
    for layer in TUMBLING[kind]:
        count = round(much * layer.pieces * max(1.0, wind.size[1] / height))
        pieces = _Pieces.thrown(count, layer, wind, rng)
        if layer.is_near not in near:
            continue
        own = tints[torch.arange(count) % len(tints)]
        for number in range(len(pixels)):
            shares, colours = pieces.drawn(number, kind, own, soft=SOFT if layer.is_near else 0.0)
            shares = wind.there(number) * layer.share * shares
            seen = _behind(shares.to(pixels), layer, people, number)
            pixels[number].lerp_(colours.to(pixels), seen.expand(3, -1, -1))
    return pixels


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Pieces:
    """Where flat things are at first, how they fall, and how they turn."""

    wind: Wind
    size: float
    x: Float[Tensor, " n"]
    y: Float[Tensor, " n"]
    own: Float[Tensor, " n"]
    falls: Float[Tensor, " n"]
    turns: Float[Tensor, " n"]

    @classmethod
    def thrown(cls, count: int, layer: Layer, wind: Wind, rng: torch.Generator) -> "_Pieces":
        x, y, own = torch.rand((3, count), generator=rng)
        seconds = wind.frames / wind.rate
        falls = torch.clamp((layer.speed * seconds * (0.7 + 0.6 * own)).round(), min=1)
        turns = torch.clamp((TUMBLES * seconds * (0.5 + own.flip(0))).round(), min=1)
        size = layer.size * wind.size[0]
        return cls(wind=wind, size=size, x=x, y=y, own=own, falls=falls, turns=turns)

    def drawn(
        self, number: int, kind: str, tints: Float[Tensor, "n 3"], soft: float
    ) -> tuple[Float[Tensor, "1 y x"], Float[Tensor, "3 y x"]]:
        """How much of each pixel they cover in a frame, and with which colour."""
        (height, width), long = self.wind.size, LONG[kind]
        share = number / self.wind.frames
        turn = 2 * math.pi * (self.turns * share + self.own)
        # A picture higher than the clip's: nothing comes out of its upper edge at once.
        margin = 2 * self.size * long / height
        y = ((self.y + self.falls * share) % 1.0 * (1 + 2 * margin) - margin) * height
        x = (self.x * width + WANDERS * height * torch.sin(turn / self.turns.clamp(min=1))) % width
        reach = math.ceil(1.2 * self.size * long) + 1
        off = torch.arange(-reach, reach + 1)
        rows, columns = y.long()[:, None, None] + off[:, None], x.long()[:, None, None] + off
        down, right = rows - y[:, None, None], columns - x[:, None, None]
        angle = (2.4 * math.pi * self.own + 0.7 * torch.sin(turn))[:, None, None]
        flat = (EDGE_ON + (1 - EDGE_ON) * torch.cos(turn).abs())[:, None, None]
        along = (right * torch.cos(angle) + down * torch.sin(angle)) / (self.size * long)
        aside = (down * torch.cos(angle) - right * torch.sin(angle)) / (self.size * flat)
        inside = _within(kind, along, aside) * self.size * flat
        cover = (inside / (1 + soft * self.size) + 0.5).clamp(0, 1)
        shade = (0.72 + 0.28 * torch.cos(turn))[:, None, None].expand_as(cover)
        if kind == "leaves":
            shade = shade * (RIB + (1 - RIB) * (aside.abs() / 0.2).clamp(max=1))
        shade = shade[..., None]
        is_in = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        at = (rows * width + columns)[is_in]
        total = torch.zeros(height * width).index_add_(0, at, cover[is_in])
        colour = ((tints[:, None, None] + 1) * shade - 1).expand(*cover.shape, 3)
        painted = (colour * cover[..., None])[is_in]
        colours = torch.zeros(height * width, 3).index_add_(0, at, painted)
        colours = (colours / total.clamp(min=1e-4)[:, None]).T.reshape(3, height, width)
        return total.clamp(max=1).view(1, height, width), colours


def _within(
    kind: str, along: Float[Tensor, "n k k"], aside: Float[Tensor, "n k k"]
) -> Float[Tensor, "n k k"]:
    """How far within its outline each place of a piece is, 1 in its middle, below 0 outside: paper
    has corners, a petal is round, a leaf has two points.
    """
    if kind == "confetti":
        return 1 - torch.maximum(along.abs(), aside.abs())
    if kind == "petals":
        return 1 - (along**2 + aside**2).sqrt()
    return (1 - along**2) - aside.abs()


def _behind(
    seen: Float[Tensor, "1 y x"],
    layer: Layer,
    people: UInt8[Tensor, "f 1 y x"] | None,
    number: int,
) -> Float[Tensor, "1 y x"]:
    """How much of a layer is seen in a frame: nothing behind people."""
    if layer.is_near or people is None:
        return seen
    return seen * (1 - people[number].to(seen) / 255)


def _stamped(
    at: tuple[Int[Tensor, " n"], Int[Tensor, " n"]],
    strength: Float[Tensor, " n"],
    stamp: Float[Tensor, "k k"],
    size: tuple[int, int],
) -> Float[Tensor, "1 y x"]:
    """A stamp at each of some rows and columns, so strong, added up: a convolution of what is
    almost nowhere.
    """
    off = torch.arange(len(stamp)) - len(stamp) // 2
    rows, columns = at[0][:, None, None] + off[:, None], at[1][:, None, None] + off
    is_in = (rows >= 0) & (rows < size[0]) & (columns >= 0) & (columns < size[1])
    found = torch.zeros(size[0] * size[1])
    found.index_add_(0, (rows * size[1] + columns)[is_in], (strength[:, None, None] * stamp)[is_in])
    return found.view(1, *size)


def _flake(radius: float) -> Float[Tensor, "k k"]:
    """A soft round spot, 1 in its middle."""
    reach = math.ceil(2 * radius)
    off = torch.arange(-reach, reach + 1).square()
    return (1 - (off[:, None] + off).sqrt() / (2 * radius)).clamp(min=0).sqrt()
