"""The inside of a car as it is seen from its windscreen: seats, belts, and a street or a country
road behind its windows.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrat.train.data.places.city_night import BULBS, NEON
from retrat.train.data.places.landscape import Relief, wood_of
from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    Colour,
    Matter,
    Point,
    Quad,
    Site,
    Sky,
    View,
    cloth,
    glowing,
    mixed,
)
from retrat.train.data.places.streets import PAINTS, Box, boxes, car, discs, row
from retrat.train.data.places.things import tree
from retrat.train.data.places.vessels import padded, surface, wires

ROAD = 0.3  # metres: eyes in a car are at 1.2, the camera's at 1.5
BELT, HEAD, ROOF = 1.26, 1.74, 1.93  # of the windows and the lining
START, END = 0.3, 3.3  # of the cabin, away from the camera
LEATHERS: tuple[Colour, ...] = (
    (0.025, 0.025, 0.028), (0.2, 0.09, 0.04), (0.36, 0.29, 0.2), (0.09, 0.09, 0.1),
    (0.3, 0.27, 0.24), (0.12, 0.03, 0.03),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Cabin:
    """`middle` is the x of its middle."""

    middle: float
    lining: Matter
    trim: Matter
    seat: Matter
    core: Matter  # of the seats' middle
    seam: Matter


def build(site: Site, moment: str) -> None:
    is_night = moment == "at night"
    side = 1 if site.chance(0.5) else -1
    middle = side * (site.between(0.33, 0.39) if site.chance(0.7) else site.between(0.0, 0.05))
    colour = site.pick(*LEATHERS)
    is_cloth = site.chance(0.35)
    seat = (
        cloth(colour).but(vary=0.12, vary_scale=60)
        if is_cloth
        else Matter(colour=colour, rough=0.42, bump=0.12, bump_scale=60, vary=0.05)
    )
    core = seat
    if site.chance(0.4):
        core = cloth(mixed(colour, site.pick((0.3, 0.28, 0.25), (0.02, 0.02, 0.022)), 0.65))
    lining = site.pick((0.5, 0.48, 0.43), (0.42, 0.41, 0.4), (0.55, 0.5, 0.42), (0.16, 0.16, 0.165))
    cabin = Cabin(
        middle=middle,
        lining=Matter(colour=lining, rough=0.95, bump=0.1, bump_scale=120),
        trim=Matter(colour=mixed(colour, (0.05, 0.05, 0.055), 0.6), rough=0.55),
        seat=seat,
        core=core,
        seam=Matter(colour=mixed(colour, (0.5, 0.45, 0.38), 0.35), rough=0.8),
    )
    _shell(site, cabin, (0.01, 0.012, 0.02) if is_night else (0.3, 0.48, 0.75))
    _doors(site, cabin)
    _rear(site, cabin)
    for hand in (-1, 1):
        _front_seat(site, cabin, cabin.middle + 0.37 * hand)
    _rear_seat(site, cabin)
    if is_night:
        _night(site, side, cabin)
    elif site.chance(0.5):
        _street(site, side)
    else:
        _country(site)
    if not is_night:
        _daylight(site, side, cabin)
    left, right, back = cabin.middle - 1.0, cabin.middle + 1.0, END + 0.5
    windows: list[Quad] = [
        ((x, -1, 0), (x, back, 0), (x, back, ROOF), (x, -1, ROOF)) for x in (left, right)
    ]
    windows.append(((left, back, 0), (right, back, 0), (right, back, ROOF), (left, back, ROOF)))
    site.drives(windows, speed=14.0, height=1.5 - ROAD, is_night=is_night)
    to = (0.1 * middle + site.between(-0.06, 0.06), 4.0, 1.5)
    site.view = View(to=to, stop=site.between(2.0, 2.6), exposure=1.25 if is_night else 0.75)


def _narrow(y: np.ndarray) -> np.ndarray:
    """The cabin's width there, as a share of its greatest."""
    share: np.ndarray = 1 - 0.09 * np.clip((y - 1.6) / 1.7, 0, 1) ** 2
    return share


def _fall(y: np.ndarray) -> np.ndarray:
    """How much lower the roof is there."""
    low: np.ndarray = 0.11 * np.clip((y - 1.5) / 1.8, 0, 1) ** 2
    return low


def _shell(site: Site, cabin: Cabin, glass: Colour) -> None:
    """Pillars and roof, with holes for the side windows."""
    profile = np.array(
        [(0.76, BELT - 0.04), (0.66, HEAD), (0.6, ROOF - 0.1), (0.5, ROOF - 0.03), (0.3, ROOF),
         (0.0, ROOF + 0.01)]
    )  # fmt: skip
    knots = np.arange(len(profile))
    share = np.concatenate([np.linspace(0, 1, 25), np.linspace(1, 5, 33)[1:]])
    x, z = (np.interp(share, knots, profile[:, k]) for k in (0, 1))
    y = np.linspace(START, END, 200)
    at, high = 0.5 * (y[1:] + y[:-1])[:, None], 0.5 * (z[1:] + z[:-1])[None]
    slant = 0.3 * (high - BELT)  # pillars lean back above
    hole = np.zeros((len(at), high.shape[1]), bool)
    for start, end in ((0.2, 1.5), (1.72, 2.62)):
        hole |= (at > start + slant) & (at < end + 0.6 * slant - 0.08 * (start > 1))
    rear = (at > 2.74 + 0.6 * slant) & (at < 3.12 - 0.9 * (high - BELT))
    hole = (hole | rear) & (high > BELT) & (high < HEAD - 0.5 * _fall(at))
    up = np.clip((z[None] - BELT) / (ROOF - BELT), 0, 1)
    for hand in (-1, 1):
        across = cabin.middle + hand * x[None] * _narrow(y[:, None])
        grid = np.stack(
            np.broadcast_arrays(across, y[:, None], z[None] - up * _fall(y[:, None])), -1
        )
        surface(site, grid, cabin.lining, ~hole)
        seal = Matter(colour=(0.02, 0.02, 0.02), rough=0.7)
        edge = cabin.middle + hand * 0.755
        site.rod((edge, START, BELT), (edge, 1.7, BELT), 0.016, seal)
        site.rod((edge, 1.7, BELT), (cabin.middle + hand * 0.71, 3.0, BELT), 0.016, seal)
        for y0 in (1.05, 2.15):
            top = (cabin.middle + hand * 0.6, y0, HEAD + 0.08)
            _handle(site, top, hand, cabin.trim)
    if site.chance(0.3):
        light = Matter(colour=glass, rough=0.05, glow=0.4)
        site.box((cabin.middle, 1.75, ROOF - 0.045), (0.74, 0.95, 0.02), BLACK)
        site.box((cabin.middle, 1.75, ROOF - 0.05), (0.66, 0.86, 0.02), light, bevel=0)


def _handle(site: Site, at: Point, hand: int, matter: Matter) -> None:
    x, y, z = at
    inner = x - hand * 0.045
    site.rod((inner, y - 0.07, z - 0.035), (inner, y + 0.07, z - 0.035), 0.012, matter)
    for end in (-0.08, 0.08):
        site.rod((x, y + end * 1.15, z), (inner, y + end * 0.9, z - 0.035), 0.013, matter)


def _doors(site: Site, cabin: Cabin) -> None:
    """Below the windows, with arm rests; and the belts on their pillars."""
    y = np.linspace(START - 0.3, END, 60)[:, None]
    z = np.array([0.35, 0.7, 0.86, 0.9, 1.0, 1.18, BELT - 0.02, BELT])[None]
    x = np.array([0.72, 0.74, 0.7, 0.7, 0.755, 0.765, 0.75, 0.77])[None]
    upper = Matter(colour=mixed(cabin.trim.colour, (0.03, 0.03, 0.032), 0.5), rough=0.6, bump=0.1)
    high = 0.5 * (z[:, 1:] + z[:, :-1]) + 0 * y[1:]
    for hand in (-1, 1):
        grid = np.stack(np.broadcast_arrays(cabin.middle + hand * x * _narrow(y), y, z), axis=-1)
        surface(site, grid, upper, high > 0.95)
        surface(site, grid, cabin.seat, high <= 0.95)
        inner = cabin.middle + hand * 0.72
        padded(site, (inner, 1.0, 0.88), (0.1, 0.5, 0.07), cabin.seat)
        site.box((inner + hand * 0.02, 0.75, 1.06), (0.03, 0.13, 0.03), STEEL, bevel=0.01)
        belt = Matter(colour=(0.02, 0.02, 0.022), rough=0.85)
        top = cabin.middle + hand * 0.655
        site.sheet(
            [(top, 1.58, 1.7), (top, 1.63, 1.7), (inner, 1.6, 0.6), (inner, 1.55, 0.6)], belt
        )
        padded(site, (top, 1.6, 1.67), (0.035, 0.07, 0.08), cabin.trim)
    site.plane((cabin.middle, 1.6, 0.4), (1.5, 3.6), cloth((0.04, 0.04, 0.042)))


def _rear(site: Site, cabin: Cabin) -> None:
    """The shelf behind the seats, the rear window's frame, and lights above it."""
    across, up = np.linspace(-1, 1, 80)[None], np.linspace(0, 1, 50)[:, None]
    width = 0.69 - 0.13 * up
    x = cabin.middle + across * width + 0 * up
    y = END + 0.06 - 0.3 * up - 0.07 * across**2
    z = BELT - 0.06 + (ROOF - 0.11 - BELT + 0.07) * up + 0 * across
    u, v = 0.5 * (across[:, 1:] + across[:, :-1]), 0.5 * (up[1:] + up[:-1])
    hole = (np.abs(u) < 0.88) & (v > 0.14) & (v < 0.82)
    corner = (np.abs(u) - 0.78).clip(0) * 0.62, (np.abs(v - 0.48) - 0.27).clip(0) * 0.6
    hole &= np.hypot(*corner) < 0.055
    surface(site, np.stack(np.broadcast_arrays(x, y, z), -1), cabin.lining, ~hole)
    shelf = Matter(colour=(0.035, 0.035, 0.037), rough=0.9)
    site.box((cabin.middle, 3.0, BELT - 0.1), (1.4, 0.62, 0.05), shelf, bevel=0.02)
    red = Matter(colour=(0.25, 0.01, 0.01), rough=0.3)
    site.box((cabin.middle, END - 0.24, HEAD - 0.02), (0.3, 0.05, 0.03), red)
    if site.chance(0.4):
        x0 = cabin.middle + site.between(-0.4, 0.4)
        soft = cloth(site.pick((0.4, 0.25, 0.12), (0.45, 0.08, 0.06), (0.1, 0.2, 0.3)))
        padded(site, (x0, 2.98, BELT - 0.05), (0.36, 0.2, 0.1), soft, turn=site.between(-0.3, 0.3))


def _back(site: Site, cabin: Cabin, at: Point, size: tuple[float, float], lean: float) -> None:
    """The upper part of a seat: panels between two bolsters; `size` is its width and height."""
    x, y, z = at
    width, tall = size
    tilt = math.tan(lean)
    core = width - 0.14
    panels = 4 if width > 0.45 else 3
    for number in range(panels):
        part = tall * 0.92 / panels
        low = number * part
        padded(site, (x, y + tilt * low, z + low), (core, 0.13, 1.12 * part), cabin.core, lean=lean)
    for hand in (-1, 1):
        place = (x + hand * (width / 2 - 0.055), y - 0.025, z)
        padded(site, place, (0.125, 0.18, 0.9 * tall), cabin.seat, lean=lean)
    padded(site, (x, y + 0.05, z), (width - 0.03, 0.12, 0.99 * tall), cabin.trim, lean=lean)
    lines = []
    for hand in (-1, 1):
        edge = x + hand * (core / 2 - 0.004)
        lines.append(
            ((edge, y - 0.068, z), (edge, y - 0.068 + tilt * 0.85 * tall, z + 0.85 * tall))
        )
    wires(site, lines, 0.0035, cabin.seam)


def _head_rest(site: Site, cabin: Cabin, at: Point, width: float) -> None:
    """`at` is the middle of its lower edge."""
    x, y, z = at
    posts = [((x + k, y + 0.01, z - 0.12), (x + k, y + 0.015, z + 0.05)) for k in (-0.06, 0.06)]
    wires(site, posts, 0.008, STEEL)
    padded(site, at, (width, 0.11, 0.19), cabin.seat, lean=0.1)
    padded(site, (x, y + 0.015, z + 0.01), (0.94 * width, 0.11, 0.175), cabin.trim, lean=0.1)


def _front_seat(site: Site, cabin: Cabin, x: float) -> None:
    y = 1.66 + (0.05 if abs(x) < 0.2 else site.between(-0.05, 0.1))
    _back(site, cabin, (x, y, 0.72), (0.5, 0.66), 0.2)
    _head_rest(site, cabin, (x, y + 0.165, 1.425), 0.27)
    padded(site, (x, y - 0.3, 0.56), (0.5, 0.55, 0.18), cabin.seat)


def _rear_seat(site: Site, cabin: Cabin) -> None:
    y = 2.5
    for x, width in ((-0.43, 0.5), (0.0, 0.38), (0.43, 0.5)):
        _back(site, cabin, (cabin.middle + x, y, 0.68), (width, 0.6), 0.26)
    for x in (-0.42, 0.0, 0.42) if site.chance(0.5) else (-0.42, 0.42):
        low = 1.29 if x else 1.25
        _head_rest(site, cabin, (cabin.middle + x, y + 0.19, low), 0.26 if x else 0.2)
    padded(site, (cabin.middle, y - 0.3, 0.55), (1.35, 0.6, 0.2), cabin.seat)
    belt = Matter(colour=(0.02, 0.02, 0.022), rough=0.85)
    for hand in (-1, 1):
        x = cabin.middle + hand * 0.58
        site.sheet(
            [(x, 2.68, 1.32), (x + 0.05, 2.68, 1.32), (x - hand * 0.05 + 0.05, 2.4, 0.8),
             (x - hand * 0.05, 2.4, 0.8)], belt,
        )  # fmt: skip
    if site.chance(0.3):
        _child_seat(site, cabin.middle + (0.43 if cabin.middle > 0 else -0.43), y)
    if site.chance(0.5):
        x = cabin.middle + site.between(-0.45, 0.45)
        bag = Matter(colour=site.pick((0.3, 0.12, 0.05), (0.08, 0.12, 0.2), (0.35, 0.3, 0.2)))
        turn = site.between(-0.4, 0.4)
        padded(site, (x, 2.28, 0.72), (0.36, 0.2, 0.36), bag, turn=turn, lean=0.2)


def _child_seat(site: Site, x: float, y: float) -> None:
    shell = Matter(colour=(0.04, 0.04, 0.045), rough=0.5)
    soft = cloth(site.pick((0.05, 0.12, 0.25), (0.3, 0.05, 0.06), (0.16, 0.17, 0.17)))
    padded(site, (x, y - 0.13, 0.72), (0.44, 0.16, 0.62), shell, lean=0.2)
    padded(site, (x, y - 0.17, 0.74), (0.34, 0.14, 0.58), soft, lean=0.2)
    for hand in (-1, 1):
        padded(site, (x + hand * 0.19, y - 0.18, 1.08), (0.1, 0.26, 0.25), soft, lean=0.2)
        padded(site, (x + hand * 0.21, y - 0.25, 0.74), (0.09, 0.34, 0.2), shell)


def _daylight(site: Site, side: int, cabin: Cabin) -> None:
    site.sky = Sky(
        zenith=(0.14, 0.28, 0.58), horizon=(0.72, 0.82, 0.92), strength=1.0,
        cover=site.between(0.3, 0.6),
    )  # fmt: skip
    site.sun(
        site.between(24, 40), side * site.between(70, 130), watts=4.2,
        colour=site.pick((1.0, 0.93, 0.82), (1.0, 0.84, 0.64)), angle=0.02,
    )  # fmt: skip
    ahead = (cabin.middle + side * 0.35, -0.35, 1.75)
    site.panel(ahead, (cabin.middle, 2.0, 1.25), (1.3, 0.6), watts=15)
    for hand, watts in ((side, 14), (-side, 5)):
        x = cabin.middle + hand * 0.95
        site.panel((x, 1.9, 1.6), (cabin.middle, 2.1, 1.1), (1.8, 0.45), watts=watts)


def _road(site: Site, rough: float) -> None:
    asphalt = Matter(colour=(0.1, 0.1, 0.105), rough=rough, vary=0.2, vary_scale=0.8)
    site.plane((0, 90, ROAD), (240, 260), asphalt)


def _street(site: Site, side: int) -> None:
    """Houses, parked cars and trees on both sides, and cars that follow."""
    _road(site, 0.85)
    near, far = side * site.between(5.0, 6.5), -side * site.between(10, 12)
    paving = Matter(colour=(0.32, 0.3, 0.27), rough=0.9, vary=0.15)
    for x, wide in ((near, 3.0), (far, 4.0)):
        hand = 1 if x > 0 else -1
        site.box((x + hand * (8 - wide), 50, ROAD), (16, 130, 0.12), paving, bevel=0.02)
    row(site, near, (1.0, 52))
    row(site, far, (2.0, 62))
    _cars(site, side, near, far)
    for number in range(6):
        x = far + side * 3.0 if number % 2 else near - side * 1.6
        tree(
            site, (x, 6 + 6.5 * number, ROAD), height=site.between(5.5, 7.5), count=2400, size=0.15
        )
    _far_trees(site, 60.0)


def _cars(site: Site, side: int, near: float, far: float) -> None:
    for number in range(3):
        x = site.between(-0.3, 0.3) - side * 0.1
        car(site, (x, 10.5 + 9.0 * number, ROAD), site.pick(*PAINTS))
    for number in range(5):
        x = near - side * 3.0 if number % 2 else far + side * 4.4
        car(site, (x, 6.0 + 4.6 * number, ROAD), site.pick(*PAINTS), turn=math.pi * (number % 2))


def _country(site: Site) -> None:
    """A road between fields and trees."""
    green = site.pick((0.12, 0.2, 0.05), (0.24, 0.25, 0.08), (0.32, 0.27, 0.1))
    site.plane((0, 150, ROAD - 0.02), (700, 700), Matter(colour=green, rough=1.0, vary=0.35,
                                                        vary_scale=0.15))  # fmt: skip
    asphalt = Matter(colour=(0.12, 0.12, 0.12), rough=0.85, vary=0.15)
    lane = site.between(1.2, 2.0) * (1 if site.chance(0.5) else -1)
    site.box((lane, 100, ROAD - 0.02), (7.0, 220, 0.03), asphalt, bevel=0)
    paint = Matter(colour=(0.6, 0.6, 0.57), rough=0.8)
    lines: list[Box] = [((lane, 4 + 6.0 * n, ROAD + 0.01), (0.14, 2.6, 0.004)) for n in range(30)]
    boxes(site, lines, paint, bevel=0)
    for hand in (-1, 1):
        for number in range(5):
            x = hand * site.between(5.5, 9.5) + lane
            tree(site, (x, 4 + 7.5 * number + site.between(-2, 2), ROAD),
                 height=site.between(5, 8.5), count=2400, size=0.16)  # fmt: skip
    if site.chance(0.6):
        car(site, (lane - 1.7 if lane > 0 else lane + 1.7, site.between(11, 18), ROAD),
            site.pick(*PAINTS))  # fmt: skip
    _far_trees(site, 9.0)


def _far_trees(site: Site, near: float) -> None:
    count = 420
    x, y = site.rng.uniform(-110, 110, count), site.rng.uniform(3, 230, count)
    chosen = (np.abs(x) > near) | (y > 150)
    chosen &= Relief(site, 35.0, 3)(x, y) > -0.1
    x, y = x[chosen], y[chosen]
    for part, shade in enumerate(((0.1, 0.17, 0.04), (0.16, 0.21, 0.06), (0.06, 0.12, 0.04))):
        matter = Matter(colour=shade, rough=0.8, thin=0.3, vary=0.3, vary_scale=0.5, moves="leaves")
        some = np.arange(len(x)) % 3 == part
        wood_of(site, _level, (x[some], y[some]), (4, 10), matter, 2500)


def _level(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    flat: np.ndarray = 0 * x + 0 * y + ROAD - 0.1
    return flat


def _night(site: Site, side: int, cabin: Cabin) -> None:
    """The lights of a city around, and what of them falls into the car."""
    site.sky = Sky(
        zenith=site.pick((0.012, 0.02, 0.055), (0.02, 0.018, 0.05)),
        horizon=site.pick((0.06, 0.045, 0.06), (0.03, 0.05, 0.1)), strength=1.0,
    )  # fmt: skip
    _road(site, 0.25)
    walls = [Matter(colour=c, rough=0.9, glow=0.12, vary=0.6, vary_scale=0.3)
             for c in ((0.05, 0.045, 0.06), (0.09, 0.06, 0.045), (0.03, 0.05, 0.07))]  # fmt: skip
    for hand in (-1, 1):
        y = 0.0
        while y < 70:
            wide = site.between(6, 12)
            x = hand * (site.between(7, 9) + 6)
            wall = walls[int(site.rng.integers(len(walls)))]
            site.box((x, y + wide / 2, ROAD), (10, wide, site.between(9, 20)), wall, bevel=0)
            y += wide
    _lights(site, side)
    tint: Sequence[Colour] = (*BULBS, *NEON)
    for hand, watts in ((side, 6.0), (-side, 2.6)):
        colour = mixed(site.pick(*tint), (1.0, 0.8, 0.6), 0.35)
        x = cabin.middle + hand * 1.0
        site.panel((x, 1.7, 1.75), (cabin.middle, 2.2, 1.1), (1.4, 0.4), watts=watts, colour=colour)
    glow = mixed(site.pick(*BULBS), (0.8, 0.85, 1.0), 0.5)
    site.panel((cabin.middle + side * 0.4, -0.35, 1.75), (cabin.middle, 2, 1.3), (1.2, 0.5),
               watts=4.5, colour=glow)  # fmt: skip
    site.panel((cabin.middle, 3.9, 1.7), (cabin.middle, 2.4, 1.4), (1.2, 0.4), watts=2.5,
               colour=(1.0, 0.8, 0.55))  # fmt: skip


def _lights(site: Site, side: int) -> None:
    """Lamps, windows, signs and cars, far out of focus."""
    spots: dict[Colour, list[tuple[Point, float]]] = {}
    for number in range(22):
        x = (1 if number % 2 else -1) * site.between(5.0, 6.2)
        colour = BULBS[int(site.rng.integers(3))]
        spots.setdefault(colour, []).append(((x, 5 + 3.6 * number, site.between(4.4, 5.4)), 0.17))
    for _ in range(150):
        away = site.between(6, 75)
        x = (1 if site.chance(0.5) else -1) * site.between(6.4, 7.2)
        colour = site.pick(*BULBS, *BULBS, *NEON)
        size = site.between(0.08, 0.22)
        spots.setdefault(colour, []).append(((x, away, site.between(0.9, 8.0)), size))
    for _ in range(36):
        at = (site.between(-14, 14), site.between(76, 90), site.between(1, 12))
        spots.setdefault(site.pick(*BULBS, *NEON), []).append((at, site.between(0.15, 0.4)))
    for colour, some in spots.items():
        discs(site, some, glowing(colour, 6))
    heads, tails = [], []
    for number in range(6):
        y = 12 + 9 * number + site.between(-2, 2)
        lane = site.between(-0.3, 0.3) + (0.0 if number % 2 else side * 3.2)
        heads += [((lane + k, y, ROAD + 0.68), 0.09) for k in (-0.62, 0.62)]
        lane = -side * 3.3
        tails += [((lane + k, y + 3, ROAD + 0.78), 0.09) for k in (-0.64, 0.64)]
    discs(site, heads, glowing((1.0, 0.93, 0.8), 25))
    discs(site, tails, glowing((1.0, 0.04, 0.02), 14))
