"""Hair of a photo drawn anew strand by strand, where a mesh has a smooth surface and a cut edge.

Every strand begins somewhere in the hair, goes where hair lies there, wavers, and is as bright as
the surface under it, a little more or less. At the border of a cut some go on for a few pixels, so
that there is no edge. Curls go anywhere, beards and what is painted on skin are short.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter, map_coordinates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jaxtyping import Bool, Float, UInt8
    from numpy import ndarray
    from numpy.random import Generator

    from retrat.train.data.render import Combed

FINER = 3  # a photo is drawn on so many times larger
STEPS = 12  # of a strand
TONES = 0.18  # by how much strands differ in brightness, as a natural logarithm
BEYOND = 0.3  # of a strand: the most that lies beyond its hair; most have much less
ON_SKIN = 0.3  # of that on the person: hair does not grow into a face
EVENED = 4.0  # pixels over which strands agree where hair lies
FALLING = (0.25, 1.0)  # aside and down, where hair lies nowhere in particular
THICK, THIN, TIP = 2, 1, 8  # pixels of what is drawn on; the step from where on a strand is thin


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """Strands of one kind: how much of a pixel is hair where they grow (from, to; `Combed.hairy`),
    how many there are for a pixel, how long they are, in heights of a photo, and how much they
    waver, in radians.
    """

    hairy: tuple[float, float]
    density: float
    length: tuple[float, float]
    wavering: float


KINDS = (
    Kind(hairy=(0.95, 1.01), density=0.10, length=(0.03, 0.11), wavering=0.06),
    Kind(hairy=(0.6, 0.95), density=0.20, length=(0.008, 0.024), wavering=0.8),
    Kind(hairy=(0.2, 0.6), density=0.10, length=(0.004, 0.010), wavering=0.5),
)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Field:
    """What strands of one kind follow: where they grow, where it lies, how bright it is."""

    is_hair: Bool[ndarray, "y x"]
    is_person: Bool[ndarray, "y x"]
    along: Float[ndarray, "2 y x"]
    bright: Float[ndarray, "3 y x"]


def groomed(
    person: UInt8[ndarray, "y x 4"], combed: Combed, rng: Generator
) -> UInt8[ndarray, "y x 4"]:
    """Somebody cut out, colours and how much of each pixel is theirs, with strands of hair."""
    height, width = person.shape[:2]
    large = (FINER * width, FINER * height)
    plain = Image.fromarray(person[..., :3]).resize(large, Image.Resampling.BICUBIC)
    canvas, cover = plain.copy(), Image.new("L", large)
    pen, covering = ImageDraw.Draw(canvas), ImageDraw.Draw(cover)
    for kind in KINDS:
        field = _field(person[..., :3], combed, kind)
        for places, colours in _strands(field, kind, rng):
            ends = [(FINER * x, FINER * y) for x, y in places.tolist()]
            for step, colour in enumerate(colours.tolist()):
                line, wide = ends[step : step + 2], THICK if step < TIP else THIN
                pen.line(line, fill=tuple(colour), width=wide)
                covering.line(line, fill=255, width=wide)
    # What no strand touches stays as it was: enlarged and made smaller again it would be softer.
    drawn, before, covered = (
        np.asarray(each.resize((width, height), Image.Resampling.BOX)).astype(np.int16)
        for each in (canvas, plain, cover)
    )
    colours = np.clip(person[..., :3] + drawn - before, 0, 255)
    return np.dstack([colours, np.maximum(person[..., 3], covered)]).astype(np.uint8)


def _field(photo: UInt8[ndarray, "y x 3"], combed: Combed, kind: Kind) -> _Field:
    is_hair = (combed.hairy >= kind.hairy[0]) & (combed.hairy < kind.hairy[1])
    share = is_hair.astype(np.float64)
    around = gaussian_filter(share, EVENED) + 1e-6

    def evened(values: Float[ndarray, "y x"]) -> Float[ndarray, "y x"]:
        smooth: ndarray = gaussian_filter(values * share, EVENED) / around
        return smooth

    return _Field(
        is_hair=is_hair,
        is_person=combed.is_person,
        along=np.stack([evened(each) for each in combed.along]),
        bright=np.stack([evened(photo[..., channel]) for channel in range(3)]),
    )


def _strands(
    field: _Field, kind: Kind, rng: Generator
) -> Iterator[tuple[Float[ndarray, "k 2"], UInt8[ndarray, "k-1 3"]]]:
    """Columns and rows along each strand, and the colour of every step."""
    rows, columns = np.nonzero(field.is_hair)
    height, width = field.is_hair.shape
    count = int(kind.density * len(rows))
    if not count:
        return
    roots = rng.integers(len(rows), size=count)
    place = np.stack([columns[roots], rows[roots]], axis=1) + rng.random((count, 2))
    step = height * rng.uniform(*kind.length, size=(count, 1)) / STEPS
    turn, bend = rng.normal(0, kind.wavering, (2, count)) * [[1.0], [1 / STEPS]]
    places, colours = [place], []
    for _ in range(STEPS):
        colours.append(np.stack([_at(each, place) for each in field.bright], axis=1))
        x, y = (_at(each, place) for each in field.along)
        lies = np.hypot(x, y) > FALLING[0]
        x = np.where(lies, x, FALLING[0] * np.sign(place[:, 0] - width / 2))
        y = np.where(lies, y, FALLING[1])
        turn = turn + bend + rng.normal(0, 0.3 * kind.wavering / np.sqrt(STEPS), count)
        way = np.arctan2(y, x) + turn
        place = place + step * np.stack([np.cos(way), np.sin(way)], axis=1)
        places.append(place)
    paths = np.stack(places, axis=1)
    gains = np.exp(rng.normal(0, TONES, (count, 1, 1)))
    tones = np.clip(gains * np.stack(colours, axis=1), 0, 255).astype(np.uint8)
    for path, tone, length in zip(paths, tones, _lengths(field, paths, rng), strict=True):
        yield path[: length + 1], tone[:length]


def _lengths(field: _Field, paths: Float[ndarray, "n k 2"], rng: Generator) -> Float[ndarray, " n"]:
    """How many steps of each strand are drawn: all, or some beyond its hair."""
    ends = paths[:, 1:]
    is_beyond = _at(field.is_hair.astype(float), ends) < 0.5
    is_on_skin = is_beyond & (_at(field.is_person.astype(float), ends) > 0.5)
    gone = np.cumsum(is_beyond + (1 / ON_SKIN - 1) * is_on_skin, axis=1)
    most = BEYOND * STEPS * rng.random((len(paths), 1)) ** 3
    lengths: ndarray = (gone <= most).sum(axis=1)
    return lengths


def _at(values: Float[ndarray, "y x"], places: Float[ndarray, "*n 2"]) -> Float[ndarray, "*n"]:
    """Between pixels; beyond a border as at it."""
    where = [places[..., 1] - 0.5, places[..., 0] - 0.5]
    found: ndarray = map_coordinates(values, where, order=1, mode="nearest")
    return found
