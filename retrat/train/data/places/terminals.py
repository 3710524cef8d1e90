"""What stands in an airport's halls: seats, suitcases, desks, shops, signs and boards without
writing. A front faces the camera where it is not turned.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    WARM,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    glowing,
    mixed,
    placed,
    wood,
)
from retrat.train.data.places.streets import Box, balls, boxes, cylinders
from retrat.train.data.places.vessels import wires

CASES: tuple[Colour, ...] = (
    (0.3, 0.04, 0.04), (0.03, 0.06, 0.14), (0.5, 0.34, 0.08), (0.03, 0.03, 0.035),
    (0.05, 0.22, 0.24), (0.4, 0.4, 0.4), (0.12, 0.2, 0.1), (0.42, 0.2, 0.16),
)  # fmt: skip
# Of signs: their ground, and what is on them.
SIGNS: tuple[tuple[Colour, Colour], ...] = (
    ((0.85, 0.52, 0.02), (0.02, 0.02, 0.02)), ((0.85, 0.52, 0.02), (0.02, 0.02, 0.02)),
    ((0.02, 0.022, 0.026), (0.9, 0.62, 0.06)), ((0.015, 0.07, 0.22), (0.85, 0.85, 0.82)),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Signage:
    """The colours of signs, of what is on them, and how high the ceiling is they hang from."""

    ground: Colour
    ink: Colour
    high: float


def bench(site: Site, at: Point, count: int, turn: float, hide: Matter) -> None:
    """Seats in a row on a beam; who sits there looks towards the camera where it is not turned."""
    pitch, half = 0.6, 0.26
    outline = np.array(
        [(-0.26, 0.4), (-0.24, 0.44), (0.14, 0.41), (0.2, 0.45), (0.36, 0.9), (0.33, 0.92),
         (0.16, 0.49), (0.11, 0.47), (-0.22, 0.5), (-0.28, 0.46)]
    )  # fmt: skip
    points, faces, parts = [], [], []
    size = len(outline)
    for number in range(count):
        x = (number - (count - 1) / 2) * pitch
        first = 2 * size * number
        for end in (x - half, x + half):
            points += [(end, y, z) for y, z in outline]
        for i in range(size):
            after = (i + 1) % size
            faces.append((first + i, first + after, first + size + after, first + size + i))
        for low in (first, first + size):
            ends = ((0, 1, 8, 9), (1, 2, 7, 8), (2, 3, 6, 7), (3, 4, 5, 6))
            faces += [(low + a, low + b, low + c, low + d) for a, b, c, d in ends]
    site.mesh(placed(np.array(points), at, turn), faces, hide, bevel=0.012)
    long = count * pitch
    parts += [((0.0, 0.05, 0.34), (long, 0.07, 0.06))]
    for number in range(count + 1):
        x = (number - count / 2) * pitch
        parts += [((x, -0.02, 0.64), (0.045, 0.4, 0.03)), ((x, 0.16, 0.4), (0.03, 0.05, 0.25))]
    for x in (-long / 2 + 0.45, long / 2 - 0.45):
        parts += [((x, 0.05, 0.03), (0.07, 0.07, 0.32)), ((x, 0.05, 0), (0.08, 0.62, 0.035))]
    boxes(site, parts, STEEL, at=at, turn=turn)


def suitcase(site: Site, at: Point) -> None:
    """A suitcase on wheels."""
    x, y, _ = at
    turn, tall = site.between(0, 3), site.between(0.5, 0.72)
    shell = Matter(colour=site.pick(*CASES), rough=0.35)
    wide = 0.62 * tall
    boxes(site, [((0, 0, 0.06), (wide, 0.26, tall))], shell, at=(x, y, 0), turn=turn, bevel=0.05)
    ribs: list[Box] = [
        ((k * wide, 0, 0.14), (0.02, 0.275, tall - 0.16)) for k in (-0.3, -0.1, 0.1, 0.3)
    ]
    boxes(site, ribs, shell, at=(x, y, 0), turn=turn)
    rods: list[Box] = [((k, 0.1, tall), (0.02, 0.02, 0.4)) for k in (-0.1, 0.1)]
    rods.append(((0, 0.1, tall + 0.38), (0.24, 0.03, 0.03)))
    rods += [
        ((k * 0.8 * wide, j, 0), (0.04, 0.05, 0.06)) for k in (-0.5, 0.5) for j in (-0.09, 0.09)
    ]
    boxes(site, rods, BLACK, at=(x, y, 0), turn=turn)


def arrow(site: Site, at: Point, size: float, angle: float, matter: Matter) -> None:
    """On a sign towards the camera."""
    outline = size * np.array(
        [
            (0, 0.5),
            (0.45, 0.05),
            (0.2, 0.05),
            (0.2, -0.5),
            (-0.2, -0.5),
            (-0.2, 0.05),
            (-0.45, 0.05),
        ]
    )
    c, s = math.cos(angle), math.sin(angle)
    x, z = outline[:, 0] * c - outline[:, 1] * s, outline[:, 0] * s + outline[:, 1] * c
    points = np.stack([x, np.zeros(7), z], axis=1) + np.array(at)
    site.mesh(points, [(0, 1, 5, 6), (2, 3, 4, 5), (1, 2, 5, 5)], matter)


def sign(site: Site, signs: Signage, at: Point, width: float) -> None:
    """A panel that hangs from the ceiling, with arrows and bars; `at` is its lower edge."""
    x, y, z = at
    tall = 0.46
    ground = Matter(colour=signs.ground, rough=0.4, glow=0.9 if max(signs.ground) > 0.5 else 0.0)
    ink = Matter(colour=signs.ink, rough=0.5, glow=1.2 if max(signs.ink) > 0.5 else 0.0)
    site.box((x, y, z - 0.02), (width + 0.06, 0.12, tall + 0.04), BLACK, bevel=0.01)
    site.box((x, y - 0.062, z), (width, 0.01, tall), ground, bevel=0)
    hand = 1 if site.chance(0.5) else -1
    angle = site.pick((0, 0, 0), (1.57, 0, 0), (-1.57, 0, 0), (0.785, 0, 0))[0]
    arrow(site, (x + hand * (width / 2 - 0.28), y - 0.07, z + tall / 2), 0.32, angle, ink)
    bars: list[Box] = []
    left = -width / 2 + (0.15 if hand > 0 else 0.6)
    end = left + width - 0.8
    while left < end - 0.2:
        long = min(site.between(0.2, 0.5), end - left)
        bars.append(((x + left + long / 2, y - 0.07, z + 0.25), (long, 0.006, 0.1)))
        part = long * site.between(0.5, 0.9)
        bars.append(((x + left + part / 2, y - 0.07, z + 0.12), (part, 0.006, 0.05)))
        left += long + 0.12
    boxes(site, bars, ink, bevel=0)
    hang = [((x + k * width, y, z + tall), (x + k * width, y, signs.high)) for k in (-0.4, 0.4)]
    wires(site, hang, 0.012, STEEL)


def departures(site: Site, signs: Signage, at: Point, size: tuple[float, float]) -> None:
    """Departures: rows of small cells of light; `at` is the middle of its lower edge."""
    (x, y, z), (width, tall) = at, size
    site.box((x, y, z - 0.05), (width + 0.1, 0.2, tall + 0.1), BLACK, bevel=0.02)
    cells: dict[Colour, list[Box]] = {}
    amber, white, green = (1.0, 0.6, 0.1), (0.9, 0.92, 0.95), (0.2, 0.85, 0.3)
    rows = int(tall / 0.14)
    for row in range(1, rows):
        up = z + tall - 0.05 - 0.14 * row
        for start, end, tone in ((0.02, 0.12, amber), (0.17, 0.5, white), (0.56, 0.64, amber),
                                 (0.7, 0.78, white), (0.83, 0.97, green)):  # fmt: skip
            colour = amber if tone == green and site.chance(0.4) else tone
            long = (end - start) * width * (site.between(0.5, 1) if end - start > 0.12 else 0.95)
            left = start * width
            while left < start * width + long - 0.05:
                wide = site.between(0.05, 0.16)
                place = (x - width / 2 + left + wide / 2, y - 0.105, up)
                cells.setdefault(colour, []).append((place, (wide - 0.02, 0.006, 0.07)))
                left += wide
    for colour, some in cells.items():
        boxes(site, some, glowing(colour, 2.2), bevel=0)
    head: list[Box] = [((x, y - 0.105, z + tall - 0.09), (width - 0.06, 0.006, 0.09))]
    boxes(site, head, Matter(colour=signs.ground, glow=0.8), bevel=0)
    hang = [((x + k * width, y, z + tall), (x + k * width, y, signs.high)) for k in (-0.4, 0.4)]
    wires(site, hang, 0.025, STEEL)


def gate_desk(site: Site, signs: Signage, at: Point) -> None:
    """A gate's desk, with a lit sign over it."""
    x, y, _ = at
    front = wood((0.3, 0.18, 0.09)) if site.chance(0.5) else Matter(colour=signs.ground, rough=0.4)
    site.box((x, y, 0), (1.7, 0.6, 1.05), front, bevel=0.02)
    site.box((x, y - 0.03, 1.05), (1.8, 0.72, 0.04), WHITE)
    for off in (-0.4, 0.4):
        site.box((x + off, y, 1.09), (0.42, 0.04, 0.3), BLACK)
    site.box((x, y + 0.5, 0), (0.1, 0.1, 2.7), STEEL)
    sign(site, signs, (x, y + 0.4, 2.4), 1.3)


def counters(site: Site, signs: Signage, left: float) -> None:
    """Desks to check in along a wall, a screen over each."""
    side = -1 if left > 0 else 1
    front = Matter(colour=mixed(signs.ground, (0.3, 0.3, 0.3), 0.4), rough=0.35)
    desks: list[Box] = []
    tops: list[Box] = []
    lit: list[Box] = []
    dark: list[Box] = []
    for y in np.arange(4.6, 21, 2.1).tolist():
        desks.append(((left + side * 1.5, y, 0), (0.6, 1.3, 1.05)))
        tops.append(((left + side * 1.5, y, 1.05), (0.75, 1.4, 0.04)))
        dark.append(((left + side * 0.35, y, 2.1), (0.1, 1.5, 0.62)))
        lit.append(((left + side * 0.41, y, 2.14), (0.02, 1.42, 0.54)))
        dark.append(((left + side * 1.35, y + 0.3, 1.09), (0.05, 0.4, 0.3)))
    boxes(site, desks, front)
    boxes(site, tops, WHITE)
    boxes(site, dark, BLACK)
    boxes(site, lit, glowing(site.pick((0.1, 0.3, 0.7), (0.8, 0.5, 0.08), (0.08, 0.4, 0.4)), 1.3))
    strip: list[Box] = [((left + side * 0.12, 13, 2.95), (0.06, 17.5, 0.14))]
    boxes(site, strip, Matter(colour=(1.0, 0.93, 0.8), glow=4), bevel=0)


def shops(site: Site, at: Point) -> None:
    """Fronts with light and goods in them, at the far end; `at` is the middle of their foot."""
    middle, y, _ = at
    for number in range(3):
        x = middle + (number - 1) * 3.2
        colour = site.pick((1.0, 0.72, 0.42), (1.0, 0.84, 0.62), (0.8, 0.88, 1.0))
        site.box((x, y, 0.15), (2.7, 0.2, 2.5), Matter(colour=colour, glow=0.8), bevel=0)
        band = Matter(colour=site.pick(*CASES), rough=0.4, glow=0.4)
        site.box((x, y - 0.15, 2.6), (2.9, 0.2, 0.5), band)
        goods: dict[Colour, list[Box]] = {}
        for level in (0.4, 0.95, 1.5, 2.0):
            for k in np.arange(-1.2, 1.25, 0.3).tolist():
                size = (site.between(0.1, 0.27), 0.1, site.between(0.15, 0.4))
                goods.setdefault(site.pick(*CASES), []).append(((x + k, y - 0.15, level), size))
        for tone, some in goods.items():
            boxes(site, some, Matter(colour=tone, rough=0.5))


def kiosk(site: Site, signs: Signage, at: Point) -> None:
    """A small bar: a counter, lit shelves behind it, lamps over it."""
    x, y, _ = at
    oak = wood(site.pick((0.34, 0.2, 0.1), (0.2, 0.11, 0.06), (0.5, 0.34, 0.19)))
    tone = Matter(colour=site.pick(*CASES), rough=0.5)
    site.box((x, y, 0), (3.0, 0.6, 1.05), oak, bevel=0.02)
    site.box((x, y - 0.05, 1.05), (3.15, 0.8, 0.05), WHITE)
    site.box((x, y + 1.7, 0), (3.2, 0.15, 2.6), tone, bevel=0.01)
    site.box((x, y + 0.6, 2.6), (3.4, 2.5, 0.28), oak, bevel=0.02)
    lit = Matter(colour=(1.0, 0.62, 0.3), glow=1.4)
    site.box((x, y + 1.61, 1.15), (2.9, 0.03, 1.2), lit, bevel=0)
    shelves: list[Box] = [((x, y + 1.5, z), (2.9, 0.24, 0.03)) for z in (1.1, 1.5, 1.9)]
    boxes(site, shelves, oak)
    for colour in (CASES[0], CASES[2], (0.06, 0.12, 0.06), (0.6, 0.5, 0.36)):
        jars = [
            ((x + site.between(-1.35, 1.35), y + 1.5, z + 0.03), 0.045, site.between(0.18, 0.3))
            for z in (1.1, 1.5, 1.9) for _ in range(6)
        ]  # fmt: skip
        cylinders(site, jars, Matter(colour=colour, rough=0.25), 0.5)
    bulbs: list[tuple[Point, float]] = [((x + k, y, 2.1), 0.075) for k in (-1.0, 0.0, 1.0)]
    balls(site, bulbs, glowing(WARM, 12))
    wires(site, [((a, b, c), (a, b, 2.6)) for (a, b, c), _ in bulbs], 0.008, BLACK)
    site.lamp((x, y, 1.95), watts=45, colour=WARM, radius=0.1)
    site.box((x, y - 0.66, 2.66), (1.6, 0.03, 0.16), Matter(colour=signs.ground, glow=1.0), bevel=0)
