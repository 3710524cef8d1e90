"""What goes by outside of a car's or a train's windows.

By day two strips of country go by, as they are seen straight from the side: trees near, woods and
fields far off, and ground in between. Each lies on a sheet along the way, and a window shows where
its rays meet them; the nearer, the faster they go by. By night it is the lights of a street.
"""

from dataclasses import dataclass
from itertools import product

import torch
import torch.nn.functional as F
from jaxtyping import Float, UInt8
from torch import Tensor

from retrat.conditioning.backdrops import Colour
from retrat.models.made_places import FAR, NEAR, Outside, Strip
from retrat.pipeline.surroundings import Surroundings, cut_out_of, disc

STREAM = 0x07D5  # of the seed
COARSE = 2  # pixels: what is outside is out of focus
# Sheets, the farthest first: metres aside, their strip, where it starts, parts of it.
SHEETS = ((90.0, FAR, 0.0), (27.0, NEAR, 0.37), (10.0, NEAR, 0.0))
LEVELS = 8  # of blur of a strip, each twice the last
SHUTTER = 0.5  # of a frame's time
UNSEEN = 0.02  # of a window
HORIZON, ZENITH = (0.84, 0.88, 0.92), (0.62, 0.74, 0.9)  # sRGB
GRASS, ROAD = (0.4, 0.45, 0.27), (0.43, 0.43, 0.44)
ROAD_REACH, RAIL_REACH, LOW = 4.0, 2.5, 2.0  # metres: aside; a car's camera is no higher
UNEVEN, CELL = 0.2, 3.0  # how much lighter and darker ground is, over how many metres
HAZE, MOST_HAZE = 260.0, 0.6  # metres over which things fade, and how far
GAIN = (0.6, 1.5)  # least and most that an outside is darkened and lightened
NIGHT, GLOW = (0.016, 0.02, 0.045), (0.1, 0.075, 0.07)  # above, and near the ground
LAMPS, AHEAD = 260, 120.0  # lights, and how far away the farthest is
BRIGHT = 24.0  # metres: lamps farther away are darker
LARGER = 1.35  # than a point out of focus is a lamp
MIRRORED, STRETCHED = 0.22, 3  # how bright a lamp is on the road, and how much longer
LAMP_COLOURS = (
    (1.0, 0.72, 0.38), (1.0, 0.8, 0.55), (1.0, 0.62, 0.25), (0.8, 0.88, 1.0), (1.0, 0.25, 0.3),
    (0.3, 0.6, 1.0), (1.0, 0.9, 0.75), (1.0, 0.7, 0.4),
)  # fmt: skip


def going_by(
    pixels: Float[Tensor, "f 3 y x"],
    place: Float[Tensor, "3 y x"],
    people: UInt8[Tensor, "f 1 y x"] | None,
    around: Surroundings,
    *,
    rate: float,
    seed: int,
) -> Float[Tensor, "f 3 y x"]:
    """The clip with another outside; `place` is what it shows where nobody is, `people` who stands
    before it in each frame, of 255.
    """
    outside = around.ways.outside
    if outside is None or not around.drives:
        return pixels
    share = around.screens[outside.screen : outside.screen + 1]
    box = _box(share)
    if box is None:
        return pixels
    rng = torch.Generator().manual_seed((seed ^ STREAM) % 2**63)
    share, there = share[box], place[box]
    speed = outside.speed
    if outside.height > LOW and float(torch.rand((), generator=rng)) < 0.5:
        speed = -speed  # nobody sits backwards in a car
    begin = float(torch.rand((), generator=rng)) * NEAR.long
    smear = abs(speed) * SHUTTER / rate
    window = _Window(around=around, outside=outside, box=box, smear=smear)
    scene = (_Lights if outside.is_night else _Country)(window, rng)
    gain = None
    for number in range(len(pixels)):
        seen = scene.seen(begin + speed * number / rate)[None].to(share)
        seen = F.interpolate(seen, share.shape[1:], mode="bilinear", align_corners=False)[0]
        if gain is None:
            gain = 1.0 if outside.is_night else _gain((there + 1) / 2, seen, share)
        free = share
        if people is not None:
            free = share * (1 - people[number][box].to(share) / 255)
        frame = pixels[number][box]
        frame += free * (2 * (seen * gain).clamp(0, 1) - 1 - there)
        frame.clamp_(-1, 1)
    return pixels


def _box(share: Float[Tensor, "1 y x"]) -> tuple[slice, slice, slice] | None:
    """The part of a picture in which there are windows, on whole coarse pixels."""
    edges = []
    for dim in (2, 1):
        seen = (share[0].amax(dim=dim - 1) > UNSEEN).nonzero()[:, 0]
        if not len(seen):
            return None
        start = int(seen[0]) // COARSE * COARSE
        edges.append(slice(start, -(-(int(seen[-1]) + 1) // COARSE) * COARSE))
    return slice(None), edges[0], edges[1]


def _gain(
    known: Float[Tensor, "3 y x"], seen: Float[Tensor, "3 y x"], share: Float[Tensor, "1 y x"]
) -> Float[Tensor, "3 1 1"]:
    """As bright and as warm as what the picture has there."""
    found, new = ((x * share).sum(dim=(1, 2), keepdim=True) for x in (known, seen))
    return (found / new.clamp(min=1e-3)).clamp(*GAIN)


def _mixed(one: Colour, other: Colour, share: Float[Tensor, "y x"]) -> Float[Tensor, "3 y x"]:
    first, second = (torch.tensor(each)[:, None, None] for each in (one, other))
    return first + (second - first) * share


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Window:
    """The part of a picture in which there are windows, in coarse pixels."""

    around: Surroundings
    outside: Outside
    box: tuple[slice, slice, slice]
    smear: float  # metres that something goes by while the shutter is open

    def rays(self) -> Float[Tensor, "3 y x"]:
        """Where each coarse pixel looks: aside, along, up."""
        (left, top), (_, rows, columns) = self.around.corner, self.box
        across = torch.arange(columns.start, columns.stop, COARSE) + COARSE / 2
        if self.around.is_mirrored:
            across = self.around.screens.shape[-1] - across
        down = torch.arange(rows.start, rows.stop, COARSE) + COARSE / 2
        lens = self.around.ways.lens
        x = ((across + left) / self.around.side - 0.5) / lens
        y = (0.5 - (down + top) / self.around.side) / lens
        v, u = torch.meshgrid(y, x, indexing="ij")
        axes = torch.tensor(self.outside.axes)  # right, up and away, each in the way's own axes
        return torch.einsum("ca,cyx->ayx", axes, torch.stack([u, v, torch.ones_like(u)]))

    def places(self, at: Float[Tensor, "3 k"]) -> tuple[Float[Tensor, " k"], Float[Tensor, " k"]]:
        """The row and the column of the coarse pixels that see points (aside, along, up)."""
        around, (_, rows, columns) = self.around, self.box
        x, y, z = torch.tensor(self.outside.axes) @ at
        z = z.clamp(min=0.1)
        across = around.side * (0.5 + around.ways.lens * x / z) - around.corner[0]
        if around.is_mirrored:
            across = around.screens.shape[-1] - across
        down = around.side * (0.5 - around.ways.lens * y / z) - around.corner[1]
        return (down - rows.start) / COARSE - 0.5, (across - columns.start) / COARSE - 0.5


class _Country:
    """Ground, trees and far fields, as rays see them, all of them out of focus."""

    def __init__(self, window: _Window, rng: torch.Generator) -> None:
        around, self.rays = window.around, window.rays()
        self.height, self.smear = window.outside.height, window.smear
        aside, _, up = self.rays
        self.pixel = COARSE / (around.ways.lens * around.side)  # of a ray's length
        self.blur = around.ways.blur / around.ways.lens
        self.sky = _mixed(HORIZON, ZENITH, (up / self.rays.norm(dim=0) / 0.4).clamp(0, 1))
        self.uneven = torch.rand((1, 1, 32, 64), generator=rng)
        self.strips = {strip.name: _pyramid(around.places.strip(strip)) for strip in (NEAR, FAR)}
        self.falls = self.height / (-up).clamp(min=1e-4)  # ray's lengths until it meets the ground
        self.reach = torch.where(up < 0, self.falls * aside.abs(), torch.inf)

    def seen(self, gone: float) -> Float[Tensor, "3 y x"]:
        """sRGB where it has gone on so many metres."""
        (away, strip, start), *nearer = SHEETS
        colours = self._over(self.sky, away, strip, start * strip.long + gone)
        colours = torch.where(self.reach < away, self._ground(gone), colours)
        for away, strip, start in nearer:
            colours = self._over(colours, away, strip, start * strip.long + gone)
        return colours

    def _over(
        self, behind: Float[Tensor, "3 y x"], away: float, strip: Strip, gone: float
    ) -> Float[Tensor, "3 y x"]:
        """With a sheet before it."""
        aside, along, up = self.rays
        far = away / aside.abs().clamp(min=1e-4)
        height = self.height + far * up
        # Neighbouring rays meet a sheet along the way farther and farther apart.
        apart = self.pixel * far * (1 + (along / aside.abs().clamp(min=1e-4)).abs())
        wide = torch.maximum(apart, self.blur * far).clamp(min=self.smear)
        level = torch.log2((wide * strip.columns / strip.long).clamp(min=1)).clamp(max=LEVELS - 1)
        u = torch.remainder((far * along - gone) / strip.long, 1.0) * 2 - 1
        v = (strip.top - height) / (strip.top - strip.bottom) * 2 - 1
        grid = torch.stack([u, v, level / (LEVELS - 1) * 2 - 1], dim=-1)[None, None]
        drawn = F.grid_sample(self.strips[strip.name], grid, align_corners=True)[0, :, 0]
        share = drawn[3:]
        hazy = torch.lerp(drawn[:3], share * _column(HORIZON), _haze(far))
        return hazy + (1 - share) * behind

    def _ground(self, gone: float) -> Float[Tensor, "3 y x"]:
        aside, along, _ = self.rays
        x, y = self.falls * aside / CELL, (self.falls * along - gone) / CELL
        u, v = (torch.remainder(each, 1.0) * 2 - 1 for each in (y / 64, x / 32))
        grid = torch.stack([u, v], dim=-1)[None]
        noise = F.grid_sample(self.uneven, grid, padding_mode="border", align_corners=True)[0]
        fine = (1 - (self.blur * self.falls + self.smear) / CELL).clamp(0, 1)
        light = 1 + UNEVEN * fine * (2 * noise - 1)
        is_way = self.reach < (ROAD_REACH if self.height < LOW else RAIL_REACH)
        colours = _mixed(GRASS, ROAD, is_way.float()) * light
        return torch.lerp(colours, _column(HORIZON).expand_as(colours), _haze(self.falls))


class _Lights:
    """The lights of a street at night, out of focus, and on its wet ground."""

    def __init__(self, window: _Window, rng: torch.Generator) -> None:
        def between(low: float, high: float) -> Float[Tensor, " k"]:
            return low + (high - low) * torch.rand(LAMPS, generator=rng)

        self.window, rays = window, window.rays()
        self.behind = _mixed(GLOW, NIGHT, (rays[2] / rays.norm(dim=0) / 0.25).abs().clamp(0, 1))
        sides = (torch.rand(LAMPS, generator=rng) < 0.5) * 2.0 - 1
        self.aside, self.begin = sides * between(4.5, 9.0), between(0.0, AHEAD)
        self.up = between(0.5, 8.0) - window.outside.height
        which = torch.randint(len(LAMP_COLOURS), (LAMPS,), generator=rng)
        self.colours = torch.tensor(LAMP_COLOURS)[which] * between(0.5, 1.5)[:, None]
        around = window.around
        self.disc = disc(LARGER * around.ways.blur * around.side / COARSE / 2)
        longer = STRETCHED * self.disc.shape[-1]
        self.long = F.interpolate(self.disc, (longer, self.disc.shape[-1]), mode="bilinear")

    def seen(self, gone: float) -> Float[Tensor, "3 y x"]:
        """sRGB where it has gone on so many metres."""
        away = torch.remainder(self.begin + gone, AHEAD)
        fade = ((AHEAD - away) / 15).clamp(0, 1) * (away / 2).clamp(0, 1)
        light = self.colours * (fade * (BRIGHT / away.clamp(min=1)).clamp(max=1))[:, None]
        below = -2 * self.window.outside.height - self.up
        lamps = self._spots(torch.stack([self.aside, away, self.up]), light, self.disc)
        ground = self._spots(torch.stack([self.aside, away, below]), MIRRORED * light, self.long)
        return (self.behind + lamps + ground).clamp(max=1)

    def _spots(
        self,
        at: Float[Tensor, "3 k"],
        light: Float[Tensor, "k 3"],
        kernel: Float[Tensor, "1 1 v u"],
    ) -> Float[Tensor, "3 y x"]:
        """Points as spots of light."""
        v, u = self.window.places(at)
        height, width = self.behind.shape[1:]
        room = max(kernel.shape[-2:])
        canvas = torch.zeros(height + 2 * room, width + 2 * room, 3)
        left, top = u.floor(), v.floor()
        for right, below in product((0, 1), (0, 1)):  # between four pixels
            part = (1 - (u - left - right).abs()) * (1 - (v - top - below).abs())
            row, column = (top + below).long() + room, (left + right).long() + room
            kept = (row >= 0) & (row < len(canvas)) & (column >= 0) & (column < canvas.shape[1])
            spots = (part[:, None] * light)[kept]
            canvas.index_put_((row[kept], column[kept]), spots, accumulate=True)
        spread = F.conv2d(canvas.permute(2, 0, 1)[:, None], kernel, padding="same")[:, 0]
        return spread[:, room : room + height, room : room + width]


def _haze(far: Float[Tensor, "y x"]) -> Float[Tensor, "y x"]:
    return (far / HAZE).clamp(max=MOST_HAZE)


def _column(colour: Colour) -> Float[Tensor, "3 1 1"]:
    return torch.tensor(colour)[:, None, None]


def _pyramid(file: bytes) -> Float[Tensor, "1 4 l v u"]:
    """A strip whose ends meet, its colours times its share, at LEVELS of blur."""
    level = cut_out_of(file)[None]
    levels = [level]
    for number in range(LEVELS - 1):
        off = 2**number
        level = (level.roll(-off // 2, -1) + level + level.roll(-(-off // 2), -1)) / 3
        high = F.pad(level, (0, 0, off, off), mode="constant")
        level = (high[..., : -2 * off, :] + high[..., off:-off, :] + high[..., 2 * off :, :]) / 3
        levels.append(level)
    return torch.stack([torch.cat([each, each[..., :1]], dim=-1) for each in levels], dim=2)
