"""Pictures of made places, for people to stand in where a prompt names one.

A small tower paints the colours of a place and few of its things: of noise it makes kitchens
without cupboards. So a release may carry pictures of places, each with one of what in it moves, and
of people who walk by there.
"""

import json
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn

from retrat.models.tables import as_bytes, file_at

Spot = tuple[float, float, float]  # metres from the camera: right, up, away
PHASES = 12  # pictures of a walk's cycle, side by side
WIDE, HIGH = 1.28, 2.048  # metres of each; who walks stands on the middle of its lower edge
SIDES = ("aside", "towards", "away")  # to the right, to the viewer, from the viewer


class Lane(NamedTuple):
    """A line that people walk along, either way; `often` is how many of them begin in a minute,
    `screen` which of a place's screens shows where they are seen, or -1.
    """

    start: Spot
    end: Spot
    often: float
    screen: int


class Strip(NamedTuple):
    """What goes by outside a window, seen straight from the side: `long` metres of the way in so
    many columns, from `bottom` to `top` metres above the ground. It begins as it ends.
    """

    name: str
    long: float
    bottom: float
    top: float
    columns: int


NEAR = Strip("near", 160.0, -0.5, 10.5, 1024)
FAR = Strip("far", 256.0, -2.0, 22.0, 1024)
STRIPS = (NEAR, FAR)


class Outside(NamedTuple):
    """What goes by outside: metres a second, and metres from the camera down to the ground there;
    `axes` are the camera's right, up and away, each as aside, along the way, up. `screen` shows
    where it is seen.
    """

    speed: float
    height: float
    is_night: bool
    axes: tuple[Spot, Spot, Spot]
    screen: int


class Ways(NamedTuple):
    """What passes in a picture. `lens` is its focal length in widths of the picture, `blur` how
    wide, in the same, a point infinitely far away is; it is focused so many metres away.
    """

    lens: float
    blur: float
    focus: float
    lanes: tuple[Lane, ...]
    outside: Outside | None
    clouds: int
    """The screen that shows where the sky is seen that clouds drift over, or -1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MadePlacesConfig:
    """How many, and the bytes of all their pictures, of what moves and of what is said of them."""

    places: int
    picture_bytes: int
    motion_bytes: int
    label_bytes: int
    """JSON: a list of [place, moment]."""
    screen_bytes: int = 0
    way_bytes: int = 0
    """JSON: of each place what Ways has, as a list; None where nothing passes."""
    walkers: int = 0
    walker_bytes: int = 0
    strides: tuple[float, ...] = ()
    """Metres that a cycle goes on, of each walker."""
    strip_bytes: int = 0


class MadePlaces(nn.Module):
    """Nothing is learned here: picture files, and where and when each of them is."""

    Config = MadePlacesConfig
    pictures: Tensor
    picture_ends: Tensor
    motions: Tensor
    motion_ends: Tensor
    written_labels: Tensor
    screens: Tensor
    screen_ends: Tensor
    written_ways: Tensor
    walkers: Tensor
    walker_ends: Tensor
    strips: Tensor
    strip_ends: Tensor

    def __init__(self, config: MadePlacesConfig) -> None:
        super().__init__()
        self.config = config
        files = {
            "pictures": config.picture_bytes, "motions": config.motion_bytes,
            "written_labels": config.label_bytes, "screens": config.screen_bytes,
            "written_ways": config.way_bytes, "walkers": config.walker_bytes,
            "strips": config.strip_bytes,
        }  # fmt: skip
        for name, size in files.items():
            self.register_buffer(name, torch.zeros(size, dtype=torch.uint8))
        for name in ("picture_ends", "motion_ends", "screen_ends"):
            self.register_buffer(name, torch.zeros(config.places, dtype=torch.long))
        counts = {"walker_ends": len(SIDES) * config.walkers, "strip_ends": len(STRIPS)}
        for name, count in counts.items():
            self.register_buffer(name, torch.zeros(count, dtype=torch.long))

    def picture(self, row: int) -> bytes:
        """The file of a place's picture."""
        return file_at(row, self.pictures, self.picture_ends)

    def motion(self, row: int) -> bytes:
        """The file of a small picture that shows water in red, leaves in green and lights in blue;
        no bytes where nothing moves.
        """
        return file_at(row, self.motions, self.motion_ends)

    def ways(self, row: int) -> Ways | None:
        """What passes in a place's picture, if anything does."""
        told = json.loads(as_bytes(self.written_ways) or b"null")
        if told is None or told[row] is None:
            return None
        lens, blur, focus, lanes, there, clouds = told[row]
        outside = None
        if there is not None:
            speed, height, is_night, (right, up, away), screen = there
            axes = tuple(right), tuple(up), tuple(away)
            outside = Outside(speed, height, is_night, axes, screen)
        lines = (Lane(tuple(start), tuple(end), *more) for start, end, *more in lanes)
        return Ways(lens, blur, focus, tuple(lines), outside, clouds)

    def screen(self, row: int) -> bytes:
        """The file of a small picture that shows how much of up to three screens is seen, in red,
        green and blue.
        """
        return file_at(row, self.screens, self.screen_ends)

    def walker(self, number: int, side: str) -> bytes:
        """The file of somebody's PHASES, cut out, as they are seen when they walk to that side."""
        row = len(SIDES) * number + SIDES.index(side)
        return file_at(row, self.walkers, self.walker_ends)

    def strip(self, strip: Strip) -> bytes:
        """The file of one of STRIPS, cut out."""
        return file_at(STRIPS.index(strip), self.strips, self.strip_ends)

    def labels(self) -> list[tuple[str, str]]:
        """Place and moment of every picture; a place whose looks say no time has the moment ""."""
        return [(place, moment) for place, moment in json.loads(as_bytes(self.written_labels))]

    def choose(self, place: str, moments: frozenset[str], seed: int) -> int | None:
        """A row of that place, the same for the same seed; None where there is no such place.

        Prefers the moments that are asked for, else pictures whose moment is "", else any.
        """
        labels = self.labels()
        rows = [row for row, (name, _) in enumerate(labels) if name == place]
        for asked in (moments, {""}):
            if at_that := [row for row in rows if labels[row][1] in asked]:
                rows = at_that
                break
        if not rows:
            return None
        rng = torch.Generator().manual_seed(seed)
        return rows[int(torch.randint(len(rows), (), generator=rng))]
