"""Halls with windows, and what stands in offices, schools, laboratories and galleries."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float

from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    WARM,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    View,
    cloth,
    glowing,
    hills,
    leaf,
    placed,
)
from retrat.train.data.places.things import Glazing, window

QUARTER = math.pi / 2
PAPER = Matter(colour=(0.78, 0.77, 0.73), rough=0.9)
NEUTRAL: Colour = (1.0, 0.93, 0.84)  # white lamps
PALETTES: tuple[tuple[Colour, ...], ...] = (
    ((0.02, 0.05, 0.16), (0.05, 0.16, 0.36), (0.25, 0.42, 0.5), (0.75, 0.6, 0.3), (0.8, 0.76, 0.7)),
    ((0.14, 0.03, 0.02), (0.5, 0.09, 0.04), (0.75, 0.3, 0.06), (0.85, 0.6, 0.25), (0.3, 0.3, 0.3)),
    ((0.02, 0.07, 0.04), (0.06, 0.18, 0.07), (0.28, 0.36, 0.1), (0.65, 0.6, 0.3), (0.5, 0.6, 0.7)),
    ((0.02, 0.02, 0.03), (0.12, 0.12, 0.13), (0.5, 0.48, 0.44), (0.8, 0.77, 0.7), (0.6, 0.12, 0.1)),
    ((0.2, 0.06, 0.16), (0.5, 0.2, 0.3), (0.75, 0.5, 0.45), (0.2, 0.32, 0.36), (0.85, 0.75, 0.6)),
)  # fmt: skip


def there(offset: Point, at: Point, turn: float) -> Point:
    """Where a point of a thing lies, once the thing is turned and put there."""
    x, y, z = placed(np.array([offset], float), at, turn)[0]
    return float(x), float(y), float(z)


@dataclass(kw_only=True, slots=True)
class Pile:
    """Many boxes without bevels that become one mesh for each matter."""

    parts: dict[Matter, list[Float[np.ndarray, "8 3"]]] = field(default_factory=dict)

    def box(self, at: Point, size: Point, matter: Matter, turn: float = 0.0) -> None:
        x, y = size[0] / 2, size[1] / 2
        points = [
            (a, b, c) for c in (0.0, size[2]) for a, b in ((-x, -y), (x, -y), (x, y), (-x, y))
        ]
        self.parts.setdefault(matter, []).append(placed(np.array(points), at, turn))

    def put(self, site: Site) -> None:
        faces = np.array(
            [(0, 3, 2, 1), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)]
        )
        for matter, boxes in self.parts.items():
            firsts = 8 * np.arange(len(boxes))[:, None, None]
            site.mesh(np.concatenate(boxes), (faces[None] + firsts).reshape(-1, 4), matter)


@dataclass(frozen=True, kw_only=True, slots=True)
class Windows:
    """A row of windows in a wall along y; `first` is where the nearest begins."""

    first: float
    width: float = 1.5
    gap: float = 0.4
    count: int = 4
    sill: float = 0.9
    height: float = 1.6
    panes: tuple[int, int] = (2, 1)
    frame: Matter = WHITE

    def starts(self) -> list[float]:
        return [self.first + number * (self.width + self.gap) for number in range(self.count)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hall:
    """A closed room; its windows are in the wall on the `side` 1 (right) or -1."""

    half_width: float
    depth: float
    height: float
    wall: Matter
    floor: Matter
    ceiling: Matter
    side: int = 1
    windows: Windows | None = None
    back: Matter | None = None  # the back wall, where it is another matter; None for `wall`
    has_back: bool = True
    skirting: Matter = WHITE


def hall(site: Site, told: Hall) -> None:
    near, far, wide = -3.0, told.depth, 2 * told.half_width
    middle, long = (near + far) / 2, told.depth + 3.0
    site.plane((0, middle, 0), (wide + 0.6, long), told.floor)
    site.box((0, middle, told.height), (wide + 0.6, long, 0.2), told.ceiling, bevel=0)
    site.box((0, near - 0.1, 0), (wide + 0.6, 0.2, told.height), told.wall, bevel=0)
    if told.has_back:
        back = told.back or told.wall
        site.box((0, far + 0.1, 0), (wide + 0.6, 0.2, told.height), back, bevel=0)
        site.box((0, far - 0.01, 0), (wide, 0.02, 0.1), told.skirting)
    for side in (-1, 1):
        x = side * told.half_width
        site.box((x - 0.01 * side, middle, 0), (0.02, long, 0.1), told.skirting)
        if told.windows and side == told.side:
            _windowed_wall(site, told, told.windows)
        else:
            site.box((x + 0.15 * side, middle, 0), (0.3, long, told.height), told.wall, bevel=0)


def _windowed_wall(site: Site, told: Hall, windows: Windows) -> None:
    near, far, side = -3.0, told.depth, told.side
    x, middle, long = side * (told.half_width + 0.15), (near + far) / 2, far - near
    top = windows.sill + windows.height
    site.box((x, middle, 0), (0.3, long, windows.sill), told.wall, bevel=0)
    site.box((x, middle, top), (0.3, long, told.height - top), told.wall, bevel=0)
    last = near
    for start in [*windows.starts(), far]:
        if start > last:
            pier = (0.3, start - last, windows.height)
            site.box((x, (start + last) / 2, windows.sill), pier, told.wall, bevel=0)
        last = start + windows.width
    for start in windows.starts():
        at = (x + 0.03 * side, start + windows.width / 2, windows.sill)
        site.box(
            (at[0] - 0.1 * side, at[1], at[2] - 0.03), (0.32, windows.width + 0.1, 0.035), WHITE
        )
        _frame(site, at, windows)


def _frame(site: Site, at: Point, windows: Windows) -> None:
    x, y, z = at
    across, up = windows.panes
    for number in range(across + 1):
        thick = 0.07 if number in (0, across) else 0.05
        place = y + windows.width * (number / across - 0.5)
        site.box((x, place, z), (0.06, thick, windows.height), windows.frame)
    for number in range(up + 1):
        level = z + windows.height * number / up - 0.03
        site.box((x, y, level), (0.06, windows.width, 0.06), windows.frame)


def daylight(site: Site, told: Hall, watts: float = 900.0) -> None:
    """Light of the sky through the windows of a hall, and what grows and stands outside."""
    side, x = told.side, told.half_width
    site.panel((side * (x + 2.2), 2.5, 3.4), (0, 3.6, 0.6), (7.5, 3.2), watts=watts)
    ground = Matter(colour=(0.16, 0.2, 0.1), rough=1.0, vary=0.3, vary_scale=0.2)
    site.plane((side * (x + 40.5), 20, -2.5), (80, 120), ground)
    green = leaf(site.pick((0.12, 0.26, 0.06), (0.16, 0.3, 0.08), (0.1, 0.2, 0.07)))
    for number in range(5):
        away = site.between(4, 16)
        middle = (side * (x + away), 7.0 + 2.3 * away * site.between(0.7, 1.1), site.between(-1, 1))
        reach = site.between(1.6, 2.8)
        site.leaves(middle, (reach, reach, reach), green, count=900, size=0.22)
        site.rod((*middle[:2], -2.5), middle, 0.16, BLACK.but(colour=(0.1, 0.07, 0.05)))
        if number < 3:
            _house(site, (side * (x + 14 + 11 * number), 52 + site.between(-8, 8)), 0.0)


def garden_window(site: Site, at: Point, size: tuple[float, float], *, is_day: bool = True) -> None:
    """A window on a back wall, with leaves and sky or the night behind it; `at` is the middle of
    its sill.
    """
    x, y, z = at
    width, height = size
    if is_day:
        sky = site.pick((0.7, 0.84, 1.0), (0.85, 0.9, 0.95))
        window(site, at, size, Glazing(panes=(2, 3), outside=sky, strength=1.7, watts=25))
        for _ in range(4):
            tone = site.pick((0.2, 0.4, 0.1), (0.3, 0.48, 0.16), (0.12, 0.3, 0.1))
            green = leaf(tone).but(glow=0.9)
            middle = (
                x + site.between(-0.2, 0.2) * width,
                y + 0.01,
                z + 0.08 + site.between(0.2, 0.4) * height,
            )
            reach = (0.27 * width, 0.008, 0.18 * height)
            site.leaves(middle, reach, green, count=220, size=0.035)
        return
    window(
        site, at, size, Glazing(panes=(2, 3), outside=(0.03, 0.05, 0.1), strength=0.6, watts=0.5)
    )
    for _ in range(9):
        far = glowing(site.pick((1.0, 0.6, 0.25), (1.0, 0.85, 0.6)), 3)
        spot_at = (
            x + site.between(-0.45, 0.45) * width,
            y + 0.01,
            z + site.between(0, 0.5) * height,
        )
        site.box(spot_at, (0.03, 0.01, 0.04), far, bevel=0)


def night_city(site: Site, told: Hall) -> None:
    """Houses with lit windows before the windows of a hall."""
    side, x = told.side, told.half_width
    for number in range(6):
        at = (side * (x + 7 + 11 * number), 52 + site.between(-8, 14))
        _house(site, at, site.between(0.2, 0.45))


def _house(site: Site, at: tuple[float, float], lit: float) -> None:
    """A far house; `lit` is the share of its windows in which there is light."""
    wide, tall = site.between(7, 12), site.between(8, 22)
    stone = site.pick((0.4, 0.36, 0.3), (0.3, 0.3, 0.32), (0.36, 0.24, 0.18))
    air, share = ((0.02, 0.03, 0.06), 0.5) if lit else ((0.75, 0.82, 0.9), 0.5)
    wall = Matter(colour=stone, rough=0.9).far(air, share)
    site.box((*at, -4), (wide, wide, tall + 4), wall, bevel=0)
    pane = Matter(colour=(0.1, 0.13, 0.17), rough=0.2).far(air, share)
    glows = [glowing((1.0, 0.66, 0.3), 2.5), glowing((1.0, 0.85, 0.6), 1.6)]
    pile = Pile()
    for level in np.arange(-2.5, tall - 1.5, 2.9):
        for x in np.arange(-wide / 2 + 1.2, wide / 2 - 0.6, 2.1):
            is_lit = site.chance(lit)
            matter = glows[int(site.chance(0.4))] if is_lit else pane
            pile.box((at[0] + x, at[1] - wide / 2, level), (1.1, 0.1, 1.5), matter)
    pile.put(site)


def turned_view(yaw: float, *, stop: float, exposure: float) -> View:
    """A view so many radians to the right."""
    to = (4 * math.sin(yaw), 4 * math.cos(yaw), 1.46)
    return View(to=to, stop=stop, exposure=exposure)


def ceiling_grid(site: Site, told: Hall, every: float = 0.6) -> None:
    """The bars between the tiles of a ceiling."""
    pile, z, half = Pile(), told.height - 0.006, told.half_width
    bar = Matter(colour=(0.55, 0.55, 0.54), rough=0.5)
    for x in np.arange(every / 2 - half, half, every):
        pile.box((float(x), told.depth / 2, z), (0.02, told.depth, 0.01), bar)
    for y in np.arange(0.3, told.depth, every):
        pile.box((0, float(y), z), (2 * half, 0.02, 0.01), bar)
    pile.put(site)


def lamp_panel(
    site: Site, at: Point, size: tuple[float, float], *, watts: float, colour: Colour = NEUTRAL
) -> None:
    """A lit sheet in a ceiling."""
    x, y, z = at
    site.box((x, y, z - 0.012), (size[0] + 0.05, size[1] + 0.05, 0.012), WHITE)
    if watts > 0:
        bright = min(4.5, max(2.0, watts / (math.pi * size[0] * size[1])))
        lit = Matter(colour=colour, glow=bright)
        site.box((x, y, z - 0.018), (*size, 0.01), lit, bevel=0)
        site.panel((x, y, z - 0.02), (x, y, 0), size, watts=watts, colour=colour)


def bar_lamp(
    site: Site, at: Point, length: float, *, ceiling: float, watts: float, turn: float = QUARTER
) -> None:
    """A long lamp that hangs on two wires."""
    for end in (-0.4, 0.4):
        low = there((end * length, 0, 0.05), at, turn)
        site.rod(low, (low[0], low[1], ceiling), 0.004, BLACK)
    site.box(at, (length, 0.07, 0.06), BLACK, turn=turn)
    lit = Matter(colour=NEUTRAL, glow=7)
    site.box((at[0], at[1], at[2] - 0.006), (length - 0.03, 0.05, 0.008), lit, turn=turn, bevel=0)
    size = (0.05, length) if abs(turn) > 0.7 else (length, 0.05)
    site.panel(
        (at[0], at[1], at[2] - 0.02),
        (at[0], at[1], 0),
        size,
        watts=watts,
        colour=NEUTRAL,
    )


def spot(site: Site, at: Point, to: Point, *, watts: float, ceiling: float) -> None:
    """A small lamp on a ceiling that shines on something."""
    a, b = np.array(at), np.array(to)
    along = (b - a) / np.linalg.norm(b - a)
    tail, nose = a - 0.09 * along, a + 0.1 * along
    shell = BLACK if site.chance(0.7) else WHITE
    site.rod(tuple(tail), tuple(nose), 0.042, shell, sides=16)
    site.rod((*at[:2], at[2]), (*at[:2], ceiling), 0.012, shell)
    # Deep within the tube, so that its rim makes a cone of the light.
    site.panel(at, to, (0.05, 0.05), watts=watts, colour=(1.0, 0.86, 0.68))


def office_chair(site: Site, at: Point, colour: Colour, *, turn: float = 0.0) -> None:
    """On five castors; who sits there looks towards the camera where it is not turned."""
    matter = cloth(colour)
    for number in range(5):
        around = 2 * math.pi * number / 5 + turn
        foot = (at[0] + 0.3 * math.cos(around), at[1] + 0.3 * math.sin(around), at[2] + 0.06)
        site.rod((at[0], at[1], at[2] + 0.1), foot, 0.018, BLACK)
        site.ball((foot[0], foot[1], at[2] + 0.03), 0.03, BLACK)
    site.rod((at[0], at[1], at[2] + 0.08), (at[0], at[1], at[2] + 0.44), 0.025, STEEL)
    site.box(there((0, 0, 0.44), at, turn), (0.5, 0.48, 0.08), matter, turn=turn, bevel=0.035)
    site.box(there((0, 0.24, 0.6), at, turn), (0.46, 0.06, 0.5), matter, turn=turn, bevel=0.03)
    site.box(there((0, 0.27, 0.42), at, turn), (0.06, 0.03, 0.4), BLACK, turn=turn)
    for x in (-0.29, 0.29):
        site.box(there((x, 0, 0.66), at, turn), (0.06, 0.26, 0.03), BLACK, turn=turn, bevel=0.012)
        site.box(there((x, 0.02, 0.46), at, turn), (0.03, 0.05, 0.2), BLACK, turn=turn)


def monitor(site: Site, at: Point, *, turn: float = 0.0, is_on: bool = True) -> None:
    """A screen with some windows on it, towards the camera where it is not turned."""
    width, height = 0.58, 0.34
    site.box(there((0, 0.02, 0), at, turn), (0.22, 0.17, 0.012), STEEL, turn=turn)
    site.box(there((0, 0.05, 0), at, turn), (0.05, 0.02, 0.24), STEEL, turn=turn)
    site.box(there((0, 0.02, 0.13), at, turn), (width, 0.03, height), BLACK, turn=turn)
    if not is_on:
        return
    pile, dark = Pile(), site.pick((0.03, 0.06, 0.12), (0.05, 0.05, 0.06), (0.3, 0.36, 0.42))
    inner = (width - 0.03, 0.004, height - 0.03)
    pile.box(there((0, 0.004, 0.145), at, turn), inner, _lit(dark, 2.0), turn)
    for number in range(3):
        wide, tall = site.between(0.12, 0.3), site.between(0.08, 0.24)
        x = site.between(-0.27 + wide / 2, 0.27 - wide / 2)
        z = site.between(0.15, 0.44 - tall)
        tone = site.pick((0.5, 0.55, 0.6), (0.1, 0.25, 0.4), (0.5, 0.3, 0.15), (0.12, 0.12, 0.14))
        front = there((x, 0.001 - 0.0005 * number, z), at, turn)
        pile.box(front, (wide, 0.004, tall), _lit(tone, 1.8), turn)
    pile.put(site)


def _lit(colour: Colour, strength: float) -> Matter:
    return Matter(colour=colour, rough=0.3, glow=strength, moves="lights")


def desk_lamp(site: Site, at: Point, shade: Matter, *, watts: float, turn: float = 0.0) -> None:
    site.lathe(at, [(0.09, 0), (0.09, 0.015), (0.015, 0.025)], BLACK)
    elbow, head = there((0, 0.12, 0.3), at, turn), there((0, -0.1, 0.46), at, turn)
    site.rod((at[0], at[1], at[2] + 0.02), elbow, 0.009, STEEL)
    site.rod(elbow, head, 0.009, STEEL)
    site.lathe(
        (head[0], head[1], head[2] - 0.07), [(0.08, 0), (0.07, 0.04), (0.03, 0.11)], shade, sides=20
    )
    if watts > 0:
        site.lamp((head[0], head[1], head[2] - 0.09), watts=watts, colour=WARM, radius=0.04)


def papers(site: Site, at: Point, count: int = 5) -> None:
    """A small heap of sheets and a book or two."""
    for number in range(count):
        place = (at[0] + site.between(-0.06, 0.06), at[1] + site.between(-0.05, 0.05))
        level = at[2] + 0.006 * number
        site.box((*place, level), (0.21, 0.297, 0.005), PAPER, turn=site.between(-0.5, 0.5))


def spines(
    site: Site, pile: Pile, at: Point, size: Point, *, turn: float, colours: Sequence[Colour]
) -> None:
    """A row of books from `at`, its left end, on; `size` is its width, depth and height."""
    width, depth, height = size
    x = 0.0
    tall_row = site.between(0.72, 0.95)
    while x < width - 0.02:
        if site.chance(0.03):
            x += site.between(0.03, 0.12)
            continue
        thick = min(site.between(0.018, 0.055), width - x)
        tall = height * min(1.0, max(0.55, tall_row * site.between(0.85, 1.12)))
        deep = depth * site.between(0.75, 1.0)
        matter = Matter(colour=site.pick(*colours), rough=0.55, vary=0.2, vary_scale=14)
        pile.box(
            there((x + thick / 2, deep / 2 + site.between(0, 0.015), 0), at, turn),
            (thick - 0.002, deep, tall),
            matter,
            turn,
        )
        x += thick


def full_bookcase(
    site: Site, pile: Pile, at: Point, size: Point, matter: Matter, told: tuple
) -> None:
    """Full of books, open to the camera where it is not turned; `told` is its turn, the books'
    colours and the distance of the boards.
    """
    turn, colours, every = told
    width, depth, height = size
    for x in (-width / 2, width / 2):
        pile.box(there((x, 0, 0), at, turn), (0.04, depth, height), matter, turn)
    pile.box(there((0, depth / 2 - 0.01, 0), at, turn), (width, 0.02, height), matter, turn)
    rows = max(1, round(height / every))
    for row in range(rows + 1):
        level = 0.06 + row * (height - 0.1) / rows
        pile.box(there((0, 0, level), at, turn), (width, depth, 0.03), matter, turn)
        if row < rows and site.chance(0.97):
            start = there((-width / 2 + 0.025, -depth / 2 + 0.02, level + 0.03), at, turn)
            inner = (width - 0.05, 0.7 * depth, (height - 0.1) / rows - 0.05)
            spines(site, pile, start, inner, turn=turn, colours=colours)


def clock(site: Site, at: Point, turn: float = 0.0) -> None:
    """On a wall."""
    around = np.linspace(0, 2 * math.pi, 29)[:-1]
    for radius, out, matter in ((0.17, 0.0, BLACK), (0.155, 0.012, WHITE)):
        ring = np.stack([radius * np.cos(around), 0 * around - out, radius * np.sin(around)], 1)
        points = placed(np.concatenate([ring, ring - np.array([0, 0.03, 0])]), at, turn)
        caps = [(28, 28 + i, 29 + i, 29 + i) for i in range(1, 27)]
        walls = [(i, (i + 1) % 28, 28 + (i + 1) % 28, 28 + i) for i in range(28)]
        site.mesh(points, caps + walls, matter)
    for wide, tall in ((0.016, 0.11), (0.1, 0.016)):
        site.box(there((wide / 2 - 0.008, -0.045, 0), at, turn), (wide, 0.004, tall), BLACK)


def painting(
    site: Site, at: Point, size: tuple[float, float], frame: Matter, *, turn: float = 0.0
) -> None:
    """An abstract one in a frame on a wall; `at` is the middle of its lower edge."""
    width, height = size
    bar = site.between(0.03, 0.07)
    for x in (-1, 1):
        post = (x * (width - bar) / 2, -0.02, 0)
        site.box(there(post, at, turn), (bar, 0.05, height), frame, turn=turn, bevel=0.012)
    for z in (0.0, height - bar):
        site.box(there((0, -0.02, z), at, turn), (width, 0.05, bar), frame, turn=turn, bevel=0.012)
    colours = PALETTES[int(site.rng.integers(len(PALETTES)))]
    inner = (width - 2 * bar, height - 2 * bar)
    ground = Matter(colour=site.pick(*colours[2:]), rough=0.7, vary=0.3, vary_scale=5)
    site.box(there((0, 0, bar), at, turn), (inner[0], 0.03, inner[1]), ground, turn=turn, bevel=0)
    strokes = _dabs(site, inner) if site.chance(0.6) else _fields(site, inner)
    for colour, each in zip(colours, strokes, strict=True):
        if len(each):
            raised = np.array([0, -0.017, bar + inner[1] / 2])
            points = placed(each.reshape(-1, 3) + raised, at, turn)
            paint = Matter(colour=colour, rough=0.6, vary=0.2, vary_scale=9)
            site.mesh(points, np.arange(len(points)).reshape(-1, 4), paint)


def _dabs(site: Site, size: tuple[float, float]) -> list[Float[np.ndarray, "dabs 4 3"]]:
    """Brush strokes along a field, by colour."""
    count, cells = 1100, 64
    u, v = site.rng.uniform(-0.5, 0.5, (2, count))
    cell = (((v + 0.5) * (cells - 1)).astype(int), ((u + 0.5) * (cells - 1)).astype(int))
    tone = hills(site.rng, (cells, cells), 4)[cell] + site.between(0.4, 1.6) * v
    angle = 2.5 * hills(site.rng, (cells, cells), 2)[cell] + site.rng.normal(0, 0.2, count)
    rank = np.argsort(np.argsort(tone + site.rng.normal(0, 0.12, count))) * 5 // count
    long = np.minimum(size[0], size[1]) * site.rng.uniform(0.03, 0.075, count)
    wide = long * site.rng.uniform(0.25, 0.5, count)
    along = np.stack([np.cos(angle), 0 * angle, np.sin(angle)], 1)
    aside = np.stack([-np.sin(angle), 0 * angle, np.cos(angle)], 1)
    middle = np.stack([u * size[0], -site.rng.uniform(0, 0.006, count), v * size[1]], 1)
    quads = np.stack(
        [middle + a * long[:, None] * along + b * wide[:, None] * aside
         for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))], 1,
    )  # fmt: skip
    for axis, half in ((0, size[0] / 2), (2, size[1] / 2)):
        quads[..., axis] = np.clip(quads[..., axis], -half, half)
    return [quads[rank == number] for number in range(5)]


def _fields(site: Site, size: tuple[float, float]) -> list[Float[np.ndarray, "fields 4 3"]]:
    """Large, slanted areas one over another, by colour."""
    strokes = []
    for number in range(5):
        quads = []
        for _ in range(int(site.rng.integers(1, 4))):
            middle = site.rng.uniform(-0.4, 0.4, 2)
            half = site.rng.uniform(0.06, 0.3, 2)
            corners = middle + half * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
            corners += site.rng.normal(0, 0.03, (4, 2))
            corners = np.clip(corners, -0.5, 0.5) * np.array(size)
            deep = np.full(4, -0.001 * (number + site.between(0, 0.8)))
            quads.append(np.stack([corners[:, 0], deep, corners[:, 1]], 1))
        strokes.append(np.array(quads))
    return strokes
