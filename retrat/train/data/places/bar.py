"""A bar in the evening: a counter with stools and lamps, shelves of bottles behind it; a wooden
pub, a cocktail bar whose shelves are lit from behind, or a bright one with tiles.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from retrat.train.data.places.drinks import DRINKS, Stock
from retrat.train.data.places.equipment import painting
from retrat.train.data.places.halls import arc, arch, boxes, candle, spandrel
from retrat.train.data.places.interiors import (
    hanging_lamp,
    house_plant,
    mirrored,
    tiles,
    trailing_plant,
)
from retrat.train.data.places.site import (
    BLACK,
    BRASS,
    STEEL,
    WARM,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    cloth,
    glowing,
    mixed,
    plaster,
    wood,
)
from retrat.train.data.places.streets import balls

PUB, COCKTAIL, TILED = 0, 1, 2
DEEP = 0.65  # metres: the counter; then who serves, then cupboards, then the wall
CUPBOARD, WALL = 1.45, 1.9
TOP = 1.1
MIXED: tuple[Colour, ...] = (*DRINKS[:3], DRINKS[7], DRINKS[12])


@dataclass(frozen=True, kw_only=True, slots=True)
class _Bar:
    """Where it is, and what it is made of; its far end is to the right."""

    kind: int
    front: float  # y of the counter's front
    end: float  # x of the wall there
    height: float
    oak: Matter
    top: Matter
    metal: Matter
    glow: Colour

    @property
    def wall(self) -> float:
        return self.front + WALL


def build(site: Site, moment: str) -> None:
    assert not moment
    is_along, is_flipped = site.seed % 2 == 0, site.chance(0.5)
    bar = _bar_of(site, site.seed % 3, is_along)
    _room(site, bar)
    stock = Stock(site)
    _back(site, bar, stock)
    _counter(site, bar)
    _on_counter(site, bar, stock)
    stock.put()
    _stools(site, bar)
    _lamps(site, bar)
    _end(site, bar)
    _key(site, bar)
    yaw = site.between(0.75, 0.98) if is_along else site.between(0.1, 0.32)
    if is_flipped:
        mirrored(site)
        yaw = -yaw
    hand, y = -1 if is_flipped else 1, bar.front + 1.05
    begin = 0.7 if is_along else -3.4  # nobody comes from behind the camera
    site.lane((hand * begin, y, 0), (hand * 5.4, y, 0), often=5)
    site.view = View(
        to=(4 * math.sin(yaw), 4 * math.cos(yaw), 1.5),
        stop=site.between(1.3, 1.7),
        exposure={PUB: 0.9, COCKTAIL: 0.8, TILED: 0.35}[bar.kind],
    )


def _bar_of(site: Site, kind: int, is_along: bool) -> _Bar:
    if kind == PUB:
        oak = wood(site.pick((0.16, 0.065, 0.028), (0.1, 0.045, 0.022), (0.22, 0.1, 0.045)), 0.32)
        top, metal = oak.but(rough=0.2), BRASS
    elif kind == COCKTAIL:
        oak = wood(site.pick((0.03, 0.028, 0.03), (0.06, 0.032, 0.02), (0.02, 0.03, 0.04)), 0.3)
        top = Matter(colour=(0.025, 0.025, 0.028), rough=0.12, vary=0.4, vary_scale=6)
        metal = BRASS if site.chance(0.5) else STEEL
    else:
        oak = wood(site.pick((0.36, 0.2, 0.09), (0.2, 0.1, 0.05), (0.45, 0.28, 0.14)), 0.35)
        top = Matter(colour=(0.62, 0.6, 0.57), rough=0.15, vary=0.25, vary_scale=4)
        metal = BRASS
    glow = site.pick((0.45, 0.16, 1.0), (0.75, 0.1, 0.6), (0.05, 0.5, 0.65), (0.12, 0.2, 1.0),
                     (1.0, 0.16, 0.1), (1.0, 0.4, 0.07))  # fmt: skip
    return _Bar(
        kind=kind,
        front=site.between(1.75, 2.0) if is_along else site.between(2.3, 2.7),
        end=site.between(5.6, 6.4),
        height=site.between(2.9, 3.3),
        oak=oak,
        top=top,
        metal=metal,
        glow=glow,
    )


def _room(site: Site, bar: _Bar) -> None:
    """Open behind the camera, where some lamps are, for the mirrors."""
    if bar.kind == PUB:
        wall = plaster(site.pick((0.06, 0.1, 0.06), (0.2, 0.05, 0.035), (0.3, 0.2, 0.1)))
        floor, ceiling = wood((0.16, 0.085, 0.045), 0.35), plaster((0.36, 0.27, 0.17))
    elif bar.kind == COCKTAIL:
        wall = plaster(mixed((0.045, 0.045, 0.05), bar.glow, 0.06))
        floor, ceiling = Matter(colour=(0.05, 0.048, 0.05), rough=0.16, vary=0.3), BLACK
    else:
        wall = plaster(site.pick((0.6, 0.5, 0.36), (0.5, 0.27, 0.2), (0.3, 0.36, 0.28),
                                 (0.12, 0.2, 0.26), (0.64, 0.58, 0.48)))  # fmt: skip
        dark = site.pick((0.05, 0.05, 0.05), (0.06, 0.14, 0.11), (0.25, 0.08, 0.05))
        floor = Matter(colour=(0.6, 0.56, 0.48), second=dark, pattern="checks",
                       pattern_scale=3.3, rough=0.25)  # fmt: skip
        ceiling = plaster((0.72, 0.68, 0.6))
    near, left = -3.0, -4.2
    wide, long = bar.end - left, bar.wall - near
    x, y = (bar.end + left) / 2, (bar.wall + near) / 2
    site.plane((x, y, 0), (wide, long), floor)
    site.box((x, y, bar.height), (wide, long, 0.1), ceiling, bevel=0)
    site.box((x, bar.wall + 0.05, 0), (wide, 0.1, bar.height), wall, bevel=0)
    for side in (left - 0.05, bar.end + 0.05):
        site.box((side, y, 0), (0.1, long, bar.height), wall, bevel=0)
    if bar.kind == PUB:
        beams: list[Point] = [(k, y, bar.height - 0.17) for k in np.arange(left, bar.end, 1.3)]
        boxes(site, beams, [(0.16, long, 0.17)] * len(beams), bar.oak, bevel=0.012)
    else:
        edge = bar.oak if bar.kind == COCKTAIL else ceiling
        site.box((x, bar.wall - 0.05, bar.height - 0.1), (wide, 0.1, 0.1), edge, bevel=0.03)
    spots = [
        ((site.between(-4, 6), site.between(-2.8, -0.8), site.between(1.6, 2.4)), 0.05)
        for _ in range(16)
    ]
    balls(site, spots, glowing(WARM, 12))


def _back(site: Site, bar: _Bar, stock: Stock) -> None:
    """Cupboards, and above them what holds the bottles."""
    left, right = -3.2, bar.end - 0.5
    y, wide, x = bar.front + (CUPBOARD + WALL) / 2, right - left, (left + right) / 2
    site.box((x, y, 0), (wide, WALL - CUPBOARD, 0.92), bar.oak)
    site.box((x, y - 0.01, 0.92), (wide + 0.04, WALL - CUPBOARD + 0.02, 0.04), bar.top)
    if bar.kind == TILED:
        _tiled_back(site, bar, stock, (left, right))
        return
    bays = round(wide / site.between(1.1, 1.4))
    pitch = wide / bays
    is_arched = site.chance(0.6)
    for number in range(bays):
        middle = left + pitch * (number + 0.5)
        if bar.kind == PUB:
            _pub_bay(site, bar, stock, (middle, pitch), is_arched)
        else:
            _lit_bay(site, bar, stock, (middle, pitch))
    if bar.kind == PUB:
        top = 2.62 if not is_arched else 2.2 + pitch / 2 + 0.05
        _cornice(site, bar, (left, right), min(top, bar.height - 0.3))


def _pub_bay(
    site: Site, bar: _Bar, stock: Stock, told: tuple[float, float], is_arched: bool
) -> None:
    """A mirror between turned pillars, with boards before it."""
    middle, pitch = told
    wall, half = bar.wall, pitch / 2 - 0.06
    silver = Matter(colour=(0.62, 0.58, 0.5), rough=0.07, metal=1.0, vary=0.1, vary_scale=3)
    site.box((middle, wall - 0.03, 0.96), (pitch, 0.03, 1.9), silver, bevel=0)
    spring = 2.2 if is_arched else 2.6
    for x in (middle - pitch / 2, middle + pitch / 2):
        site.box((x, wall - 0.12, 0.96), (0.11, 0.2, 0.2), bar.oak)
        site.box((x, wall - 0.12, spring - 0.14), (0.12, 0.22, 0.14), bar.oak, bevel=0.02)
        profile = [(0.05, 0), (0.035, 0.05), (0.045, 0.3), (0.03, 0.9), (0.05, 0.95)]
        tall = spring - 0.14 - 1.16
        site.lathe((x, wall - 0.16, 1.16), [(r, h * tall / 0.95) for r, h in profile], bar.oak)
    if is_arched:
        outline = arc(half, 2.2 - 0.96)
        arch(site, (middle, wall - 0.12, 0.96), outline, (0.06, 0.2), bar.oak)
        spandrel(site, (middle, wall - 0.1, 0.96), outline, half + 1.4, bar.oak)
    for level in (1.34, 1.72, 2.1):
        site.box((middle, wall - 0.13, level), (2 * half, 0.2, 0.025), bar.oak)
        stock.row(middle - half, middle + half, (wall - 0.15, level + 0.025), glasses=0.12)
    stock.row(middle - half, middle + half, (wall - 0.2, 0.96), glasses=0.25)
    strip = (2 * half - 0.1, 0.03)
    site.panel((middle, wall - 0.22, spring + 0.1), (middle, wall - 0.2, 0), strip, watts=3.5,
               colour=WARM)  # fmt: skip


def _cornice(site: Site, bar: _Bar, ends: tuple[float, float], low: float) -> None:
    """Mouldings over the pub's shelves, with small bulbs."""
    x, wide, y = (ends[0] + ends[1]) / 2, ends[1] - ends[0], bar.wall
    site.box((x, y - 0.1, low), (wide, 0.22, bar.height - low), bar.oak, bevel=0)
    for z, out in ((low, 0.26), (low + 0.12, 0.24), (bar.height - 0.1, 0.34)):
        site.box((x, y - out / 2, z), (wide + 0.1, out, 0.06), bar.oak, bevel=0.02)
    bulbs = [((k, y - 0.27, low + 0.09), 0.02) for k in np.arange(ends[0] + 0.2, ends[1], 0.42)]
    balls(site, bulbs, glowing((1.0, 0.66, 0.32), 14))


def _lit_bay(site: Site, bar: _Bar, stock: Stock, told: tuple[float, float]) -> None:
    """Dark boards before a wall of light that is brightest above each of them."""
    middle, pitch = told
    wall, half = bar.wall, pitch / 2 - 0.03
    levels = (0.96, 1.36, 1.76, 2.16, 2.56)
    for low, high in pairwise(levels):
        for step in range(5):
            z, tall = low + (high - low) * step / 5, (high - low) / 5
            lit = glowing(bar.glow, 0.85 * 0.5**step)
            site.box((middle, wall - 0.02, z), (2 * half, 0.02, tall), lit, bevel=0)
        site.box((middle, wall - 0.14, high), (2 * half, 0.24, 0.03), bar.oak)
        stock.row(middle - half, middle + half, (wall - 0.15, low + 0.03), glasses=0.16)
    for x in (middle - pitch / 2, middle + pitch / 2):
        site.box((x, wall - 0.14, 0.96), (0.06, 0.26, bar.height - 0.96), bar.oak)
    site.panel((middle, wall - 0.3, 1.8), (middle, wall - 2, 1.5), (pitch, 1.4), watts=5,
               colour=bar.glow)  # fmt: skip
    site.panel((middle, wall - 0.27, 2.55), (middle, wall - 0.2, 0), (pitch - 0.2, 0.03), watts=5,
               colour=mixed(bar.glow, (1, 0.9, 0.8), 0.6))  # fmt: skip


def _tiled_back(site: Site, bar: _Bar, stock: Stock, ends: tuple[float, float]) -> None:
    """Glazed tiles, with boards on brackets of brass."""
    tone = site.pick((0.7, 0.68, 0.62), (0.1, 0.26, 0.2), (0.62, 0.5, 0.36), (0.12, 0.24, 0.32),
                     (0.36, 0.5, 0.44), (0.62, 0.3, 0.24))  # fmt: skip
    glazes = [Matter(colour=mixed(tone, (0, 0, 0), k), rough=0.1) for k in (0, 0.07, 0.14)]
    x, wide = (ends[0] + ends[1]) / 2, ends[1] - ends[0] + 1.0
    size = (0.2, 0.1) if site.chance(0.5) else (0.11, 0.11)
    site.box((x, bar.wall - 0.005, 0.9), (wide, 0.01, 1.5), plaster((0.5, 0.48, 0.44)), bevel=0)
    tiles(site, (x, bar.wall - 0.01, 0.9), (wide, 1.5), size, glazes)
    site.box((x, bar.wall - 0.02, 2.4), (wide, 0.04, 0.05), bar.oak)
    start = ends[0]
    while start < ends[1] - 0.6:
        end = min(start + site.between(1.3, 2.2), ends[1])
        for level in (1.4, 1.78, 2.16):
            board = ((start + end) / 2, bar.wall - 0.13, level)
            site.box(board, (end - start, 0.22, 0.03), bar.oak)
            for k in (start + 0.15, end - 0.15):
                site.box((k, bar.wall - 0.13, level - 0.03), (0.02, 0.2, 0.03), BRASS)
                site.box((k, bar.wall - 0.025, level - 0.16), (0.02, 0.02, 0.16), BRASS)
            stock.row(start, end, (bar.wall - 0.14, level + 0.03), glasses=0.1)
        if site.chance(0.7):
            trailing_plant(site, (end - 0.12, bar.wall - 0.14, 2.19), drop=site.between(0.3, 0.5))
        start = end + site.between(0.12, 0.4)
    stock.row(ends[0], ends[1], (bar.wall - 0.2, 0.96), glasses=0.2)


def _counter(site: Site, bar: _Bar) -> None:
    left, right = -3.2, bar.end - 1.4
    x, wide, y = (left + right) / 2, right - left, bar.front
    site.box((x, y + DEEP / 2, 0), (wide, DEEP, TOP - 0.05), bar.oak)
    site.box((x, y + DEEP / 2 - 0.06, TOP - 0.05), (wide + 0.1, DEEP + 0.16, 0.05), bar.top,
             bevel=0.015)  # fmt: skip
    if bar.kind == PUB:
        ats: list[Point] = [(k, y - 0.012, 0.22) for k in np.arange(left + 0.35, right, 0.62)]
        boxes(site, ats, [(0.5, 0.04, 0.66)] * len(ats), bar.oak, bevel=0.018)
        site.box((x, y - 0.02, TOP - 0.14), (wide, 0.05, 0.07), bar.oak, bevel=0.02)
    elif bar.kind == COCKTAIL:
        slats: list[Point] = [(k, y - 0.012, 0.1) for k in np.arange(left + 0.04, right, 0.07)]
        boxes(site, slats, [(0.045, 0.03, 0.86)] * len(slats), bar.oak, bevel=0.008)
        site.box((x, y - 0.05, TOP - 0.075), (wide, 0.02, 0.02), glowing(bar.glow, 6), bevel=0)
        site.panel((x, y - 0.06, TOP - 0.09), (x, y - 0.1, 0), (wide, 0.02), watts=26,
                   colour=bar.glow)  # fmt: skip
    else:
        tone = site.pick((0.08, 0.2, 0.16), (0.6, 0.57, 0.5), (0.1, 0.16, 0.24), (0.4, 0.1, 0.07))
        glazes = [Matter(colour=mixed(tone, (0, 0, 0), k), rough=0.12) for k in (0, 0.1, 0.2)]
        tiles(site, (x, y - 0.005, 0.14), (wide, TOP - 0.2), (0.07, 0.21), glazes)
    site.rod((left, y - 0.16, 0.2), (right, y - 0.16, 0.2), 0.024, bar.metal)
    for k in np.arange(left + 0.3, right, 1.2):
        site.rod((float(k), y, 0.2), (float(k), y - 0.16, 0.2), 0.018, bar.metal)


def _on_counter(site: Site, bar: _Bar, stock: Stock) -> None:
    y, taps = bar.front + 0.34, site.between(-0.9, 2.6)
    _taps(site, bar, (taps, y + 0.12, TOP))
    x = -2.8
    while x < bar.end - 1.7:
        at = (x, y + site.between(-0.2, 0.06), TOP)
        kind = int(site.rng.integers(5))
        if abs(x - taps) < 0.45 or kind == 0:
            pass
        elif kind == 1:
            tumbler = ((0.9, 0.0), (1.0, 1.0))
            stock.turned(at, tumbler, (0.04, 0.02), (cloth((0.5, 0.42, 0.3)), 14))
            drink = Matter(colour=site.pick(*MIXED), rough=0.05, thin=0.5)
            stock.turned((x, at[1], TOP + 0.02), tumbler, (0.034, 0.075), (drink, 16))
            stock.glass((x, at[1], TOP + 0.02), is_stemmed=False)
        elif kind == 2:
            site.lathe(at, [(0.04, 0), (0.045, 0.075)], glowing((1.0, 0.4, 0.1), 2.2), sides=16)
            site.lamp((x, at[1], TOP + 0.12), watts=2.5, colour=(1.0, 0.6, 0.3), radius=0.03)
        elif kind == 3:
            for number in range(3):
                stock.glass((x + 0.1 * number, at[1] + 0.05, TOP), is_stemmed=bar.kind != PUB)
        elif bar.kind == PUB:
            _beer(stock, at)
        else:
            _fruit(site, at)
        x += site.between(0.3, 0.6)
    if bar.kind == PUB and site.chance(0.6):
        _rack(site, bar, stock)


def _taps(site: Site, bar: _Bar, at: Point) -> None:
    """Of beer: a bridge on feet with handles."""
    x, y, z = at
    for k in (-0.22, 0.22):
        site.lathe((x + k, y, z), [(0.05, 0), (0.03, 0.03), (0.025, 0.3)], bar.metal, sides=18)
    site.rod((x - 0.3, y, z + 0.31), (x + 0.3, y, z + 0.31), 0.04, bar.metal, 18)
    for k in (-0.3, 0.3):
        site.ball((x + k, y, z + 0.31), 0.042, bar.metal)
    for k in (-0.2, 0.0, 0.2):
        tone = site.pick((0.5, 0.04, 0.03), (0.02, 0.02, 0.02), (0.7, 0.66, 0.58), (0.05, 0.2, 0.1))
        site.rod((x + k, y, z + 0.3), (x + k, y - 0.12, z + 0.27), 0.014, bar.metal)
        site.rod((x + k, y - 0.12, z + 0.28), (x + k, y - 0.12, z + 0.2), 0.012, bar.metal)
        handle = [(0.012, 0), (0.018, 0.05), (0.024, 0.15), (0.012, 0.19)]
        site.lathe((x + k, y - 0.04, z + 0.35), handle, Matter(colour=tone, rough=0.2), sides=14)


def _beer(stock: Stock, at: Point) -> None:
    pint, (x, y, z) = ((0.72, 0.0), (1.0, 1.0)), at
    beer = Matter(colour=(0.75, 0.33, 0.04), rough=0.05, thin=0.4)
    stock.turned(at, pint, (0.043, 0.13), (beer, 16))
    foam = Matter(colour=(0.85, 0.78, 0.64), rough=0.9)
    stock.turned((x, y, z + 0.13), ((1.0, 0.0), (1.04, 1.0)), (0.043, 0.025), (foam, 16))


def _fruit(site: Site, at: Point) -> None:
    """Lemons or limes in a bowl."""
    site.lathe(at, [(0.06, 0), (0.12, 0.06), (0.13, 0.08)], BRASS, sides=20)
    tone = site.pick((0.85, 0.62, 0.05), (0.25, 0.45, 0.06), (0.85, 0.32, 0.03))
    around = site.rng.uniform(0, 2 * math.pi, 6)
    heap = [
        ((at[0] + 0.06 * math.cos(a), at[1] + 0.06 * math.sin(a), at[2] + 0.09), 0.035)
        for a in around
    ]
    balls(site, [*heap, ((at[0], at[1], at[2] + 0.13), 0.035)], Matter(colour=tone, rough=0.4))


def _rack(site: Site, bar: _Bar, stock: Stock) -> None:
    """Glasses that hang over the counter."""
    y, z, left, right = bar.front + 0.5, 2.3, -3.0, bar.end - 1.6
    for k in (-0.14, 0.0, 0.14):
        site.rod((left, y + k, z), (right, y + k, z), 0.008, BRASS)
    for x in np.arange(left, right + 0.1, 1.1):
        site.box((float(x), y, z), (0.03, 0.34, 0.02), BRASS)
        site.rod((float(x), y, z), (float(x), y, bar.height), 0.01, BRASS)
    for x in np.arange(left + 0.1, right, 0.11):
        if site.chance(0.75):
            stock.glass((float(x), y - 0.07, z), is_stemmed=True, is_hung=True)


def _stools(site: Site, bar: _Bar) -> None:
    tone = site.pick((0.2, 0.035, 0.025), (0.05, 0.1, 0.08), (0.25, 0.12, 0.05),
                     (0.04, 0.04, 0.045), (0.06, 0.09, 0.16))  # fmt: skip
    leather = Matter(colour=tone, rough=0.4)
    x = -2.9 + site.between(0, 0.5)
    while x < bar.end - 1.7:
        at = (x, bar.front - 0.45 + site.between(-0.05, 0.05), 0.0)
        if bar.kind == COCKTAIL:
            _swivel(site, at, leather, bar.metal)
        else:
            seat = leather if bar.kind == PUB else bar.oak
            _stool(site, at, seat, bar.oak if bar.kind == PUB else BLACK)
        x += site.between(0.62, 0.78)


def _stool(site: Site, at: Point, seat: Matter, legs: Matter) -> None:
    """Four legs that spread, two rings, a round seat."""
    x, y, _ = at
    turn = site.between(0, 1.5)
    corners = [turn + k * math.pi / 2 for k in range(4)]
    for a in corners:
        c, s = math.cos(a), math.sin(a)
        site.rod((x + 0.22 * c, y + 0.22 * s, 0), (x + 0.13 * c, y + 0.13 * s, 0.72), 0.017, legs)
    for z, out in ((0.25, 0.19), (0.5, 0.158)):
        ring = [(x + out * math.cos(a), y + out * math.sin(a), z) for a in corners]
        for start, end in zip(ring, [*ring[1:], ring[0]], strict=True):
            site.rod(start, end, 0.011, legs)
    site.lathe((x, y, 0.71), [(0.16, 0), (0.18, 0.02), (0.18, 0.05), (0.15, 0.07)], seat)


def _swivel(site: Site, at: Point, leather: Matter, metal: Matter) -> None:
    """A padded seat with a low back, on a foot."""
    x, y, _ = at
    site.lathe(at, [(0.21, 0), (0.21, 0.015), (0.03, 0.035), (0.028, 0.68)], metal)
    site.lathe((x, y, 0.27), [(0.17, 0), (0.17, 0.02)], metal)
    site.lathe((x, y, 0.68), [(0.18, 0), (0.21, 0.03), (0.21, 0.08), (0.17, 0.11)], leather)
    turn = -math.pi / 2 + site.between(-0.5, 0.5)
    around = np.linspace(turn - 1.1, turn + 1.1, 16)
    rings = [
        np.stack([x + r * np.cos(around), y + r * np.sin(around), np.full(16, z)], axis=1)
        for r, z in ((0.2, 0.74), (0.225, 0.74), (0.245, 0.97), (0.215, 0.97), (0.2, 0.74))
    ]
    faces = [
        (16 * k + i, 16 * k + i + 1, 16 * k + 17 + i, 16 * k + 16 + i)
        for k in range(4)
        for i in range(15)
    ]
    site.mesh(np.concatenate(rings), faces, leather, is_smooth=True)


def _lamps(site: Site, bar: _Bar) -> None:
    """Over the counter."""
    z, y, pitch = site.between(2.0, 2.2), bar.front + 0.12, site.between(0.85, 1.15)
    kind = int(site.rng.integers(2))
    green = Matter(colour=(0.02, 0.13, 0.07), rough=0.15)
    shade = (green if site.chance(0.4) else BRASS) if bar.kind == PUB else bar.metal
    for x in np.arange(-2.9 + site.between(0, 0.8), bar.end - 1.4, pitch):
        at = (float(x), y, z + (site.between(-0.12, 0.12) if bar.kind == COCKTAIL else 0.0))
        if bar.kind == PUB or (bar.kind == COCKTAIL and kind):
            hanging_lamp(site, at, bar.height, watts=17, matter=shade,
                         radius=0.16 if bar.kind == PUB else 0.1)  # fmt: skip
            continue
        radius = 0.13 if bar.kind == TILED else 0.08
        site.rod((at[0], y, at[2] + radius), (at[0], y, bar.height), 0.007, bar.metal)
        site.lathe((at[0], y, at[2] + 0.9 * radius), [(0.05, 0), (0.03, 0.05)], bar.metal)
        site.ball(at, radius, glowing((1.0, 0.76, 0.48), 3.0 if bar.kind == TILED else 5.0))
        site.lamp((at[0], y, at[2] - 0.2), watts=18, colour=WARM, radius=0.08)


def _end(site: Site, bar: _Bar) -> None:
    """The far wall: a window on the night or paintings, and a plant before it."""
    x, y = bar.end, bar.front - 0.4
    turn = -math.pi / 2
    if site.chance(0.6):
        night = Matter(colour=(0.01, 0.013, 0.03), glow=0.4)
        site.box((x - 0.02, y - 0.6, 0.9), (0.02, 2.6, 1.6), night, bevel=0)
        for k in (-1.9, -1.03, -0.17, 0.7):
            site.box((x - 0.03, y + k, 0.9), (0.06, 0.05, 1.6), bar.oak)
        for z in (0.87, 1.9, 2.5):
            site.box((x - 0.03, y - 0.6, z), (0.06, 2.65, 0.05), bar.oak)
        for _ in range(30):
            tone = site.pick((1.0, 0.55, 0.2), (1.0, 0.8, 0.5), (0.5, 0.7, 1.0), (1.0, 0.2, 0.1))
            spot = (x - 0.04, y + site.between(-1.85, 0.65), 0.95 + 1.3 * site.rng.random() ** 1.5)
            site.ball(spot, site.between(0.014, 0.03), glowing(tone, site.between(3, 8)))
    else:
        for k in (0.0, -1.2):
            size = (site.between(0.7, 0.95), site.between(0.8, 1.0))
            painting(site, (x - 0.03, y + k, 1.3), size, bar.metal, turn=turn)
            site.lamp((x - 0.35, y + k, 2.4), watts=8, colour=WARM)
    house_plant(site, (x - 0.5, bar.front + 0.1, 0), site.between(1.2, 1.6))
    candle(site, (x - 1.9, bar.front + 0.3, TOP), height=0.15, radius=0.02, watts=3)


def _key(site: Site, bar: _Bar) -> None:
    """What light comes from the room behind the camera."""
    warm = (1.0, 0.76, 0.52)
    if bar.kind == PUB:  # its mirrors would show a panel
        for x in (-2.2, 0.3, 2.6):
            site.lamp((x, -0.6, bar.height - 0.6), watts=38, colour=warm, radius=0.08)
    else:
        watts = 80.0 if bar.kind == TILED else 60.0
        site.panel((-1.5, -0.8, bar.height - 0.2), (1.2, bar.front + 0.5, 0.9), (1.6, 1.2),
                   watts=watts, colour=warm)  # fmt: skip
    strength = 0.22 if bar.kind == TILED else 0.09
    site.sky = Sky(zenith=(0.5, 0.36, 0.24), horizon=(0.5, 0.36, 0.24), strength=strength)
