"""A railway carriage: rows of seats along an aisle, windows to fields and trees, luggage racks."""

import math

import numpy as np

from retrat.train.data.places.landscape import Relief, wood_of
from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    Colour,
    Matter,
    Quad,
    Site,
    Sky,
    View,
    cloth,
    glowing,
    mixed,
    wood,
)
from retrat.train.data.places.streets import Box, boxes
from retrat.train.data.places.things import curtain
from retrat.train.data.places.vessels import padded, surface, wires

HALF, TOP = 1.4, 2.25  # metres: half the carriage's width, its height
SILL, HEAD = 0.92, 1.78  # of its windows
CEILING = Matter(colour=(0.55, 0.54, 0.5), rough=0.7)
SEATS: tuple[Colour, ...] = (
    (0.03, 0.07, 0.2), (0.22, 0.03, 0.035), (0.03, 0.13, 0.1), (0.13, 0.13, 0.14),
    (0.1, 0.05, 0.14), (0.3, 0.15, 0.06), (0.04, 0.16, 0.24),
)  # fmt: skip
BAGS: tuple[Colour, ...] = (
    (0.03, 0.03, 0.035), (0.25, 0.08, 0.03), (0.06, 0.1, 0.2), (0.3, 0.24, 0.15),
    (0.35, 0.04, 0.05), (0.12, 0.16, 0.1),
)  # fmt: skip


def build(site: Site, moment: str) -> None:
    assert moment == ""
    side = 1 if site.chance(0.5) else -1
    middle = side * (site.between(0.35, 0.6) if site.chance(0.5) else site.between(0.0, 0.15))
    pitch = site.between(1.7, 1.95)
    end = 2.2 + 6 * pitch + 0.5
    wall = Matter(colour=site.pick((0.62, 0.6, 0.55), (0.55, 0.5, 0.42), (0.5, 0.52, 0.54)),
                  rough=0.45, vary=0.04)  # fmt: skip
    if site.chance(0.3):
        veneer = site.pick((0.3, 0.17, 0.08), (0.42, 0.27, 0.14))
        wall = wood(veneer, rough=0.35).but(stretch=(9, 1, 9))
    _walls(site, middle, (pitch, end), wall)
    _end(site, middle, end, wall)
    fabric = cloth(site.pick(*SEATS)).but(vary=0.16, vary_scale=55)
    _seats(site, middle, pitch, fabric)
    if site.chance(0.5):
        _curtains(site, middle, (pitch, end))
    _racks(site, middle, end)
    _lamps(site, middle, end)
    _outside(site, side)
    windows: list[Quad] = []
    for hand in (-1, 1):
        x = middle + hand * (HALF + 0.3)
        windows.append(((x, -1, -1.4), (x, 40, -1.4), (x, 40, 3), (x, -1, 3)))
    site.drives(windows, speed=26.0, height=2.9)
    _light(site, middle, side)
    aside = site.between(-0.1, 0.1)
    site.view = View(to=(0.35 * middle + aside, 4, 1.5), stop=site.between(2.0, 2.6), exposure=0.2)


def _light(site: Site, middle: float, side: int) -> None:
    site.sky = Sky(
        zenith=(0.3, 0.45, 0.75), horizon=(0.8, 0.86, 0.92), strength=1.1,
        cover=site.between(0.3, 0.6),
    )  # fmt: skip
    low = site.chance(0.4)
    site.sun(
        site.between(14, 22) if low else site.between(26, 36),
        side * site.between(60, 125),
        watts=6.0,
        colour=(1.0, 0.76, 0.5) if low else (1.0, 0.92, 0.8),
        angle=0.02,
    )
    for hand, watts in ((side, 65), (-side, 45)):
        x = middle + hand * (HALF + 0.1)
        site.panel((x, 4.0, 1.4), (middle, 4.0, 1.1), (8.0, 0.8), watts=watts)
    x = middle + side * (HALF - 0.1)
    site.panel((x, 0.3, 1.5), (middle, 2.2, 1.2), (1.4, 0.8), watts=16)


def _walls(site: Site, middle: float, long: tuple[float, float], wall: Matter) -> None:
    """Curved sides with a window to every bay, a ceiling, and the floor."""
    pitch, end = long
    profile = np.array(
        [(HALF, 0.0), (HALF, 0.5), (HALF, SILL), (HALF - 0.02, HEAD), (HALF - 0.09, 2.0),
         (HALF - 0.3, 2.17), (0.8, TOP - 0.03), (0.0, TOP)]
    )  # fmt: skip
    share = np.linspace(0, 7, 57)
    x = np.interp(share, np.arange(8), profile[:, 0])
    z = np.interp(share, np.arange(8), profile[:, 1])
    y = np.arange(-1.0, end + 0.05, 0.04)
    at = 0.5 * (y[1:] + y[:-1])
    high = 0.5 * (z[1:] + z[:-1])
    along = np.mod(at - 0.3, pitch)
    beside = np.minimum(along - 0.16, pitch - 0.16 - along)[:, None]
    inside = np.minimum(beside, np.minimum(high - SILL - 0.02, HEAD - 0.02 - high)[None])
    keep = inside < 0
    lower = high[None] + 0 * at[:, None] < 0.62
    kick = wall.but(colour=mixed(wall.colour, (0.06, 0.06, 0.07), 0.75))
    for hand in (-1, 1):
        grid = np.stack(np.broadcast_arrays(middle + hand * x[None], y[:, None], z[None]), -1)
        above = high[None] + 0 * at[:, None] > HEAD + 0.1
        surface(site, grid, wall, keep & ~lower & ~above)
        surface(site, grid, CEILING, above)
        surface(site, grid, kick, keep & lower)
        frames: list[Box] = []
        for number in range(math.ceil(end / pitch) + 1):
            y0 = 0.3 + pitch * (number - 1)
            if y0 + pitch - 0.16 > end:
                continue
            side = middle + hand * (HALF - 0.005)
            for edge in (y0 + 0.16, y0 + pitch - 0.16):
                frames.append(((side, edge, SILL), (0.05, 0.03, HEAD - SILL)))
            for level in (SILL, HEAD - 0.03):
                frames.append(((side, y0 + pitch / 2, level), (0.05, pitch - 0.32, 0.03)))
            if number % 3 == 1:
                frames.append(((side, y0 + pitch / 2, HEAD - 0.28), (0.04, pitch - 0.32, 0.025)))
        boxes(site, frames, Matter(colour=(0.05, 0.05, 0.055), rough=0.5), bevel=0.005)
        sills: list[Box] = [
            ((middle + hand * (HALF - 0.05), end / 2, SILL - 0.03), (0.1, end, 0.03))
        ]
        boxes(site, sills, STEEL)
    site.plane((middle, end / 2, 0), (2 * HALF, end + 4),
               Matter(colour=(0.1, 0.1, 0.11), rough=0.6, vary=0.3, vary_scale=60))  # fmt: skip
    carpet = cloth(site.pick((0.08, 0.09, 0.12), (0.14, 0.05, 0.05), (0.09, 0.1, 0.09)))
    site.box((middle, end / 2, 0), (0.62, end + 4, 0.008), carpet, bevel=0)


def _curtains(site: Site, middle: float, long: tuple[float, float]) -> None:
    """Gathered at the edges of every window."""
    pitch, end = long
    tone = site.pick((0.3, 0.2, 0.1), (0.2, 0.03, 0.04), (0.05, 0.1, 0.2), (0.4, 0.34, 0.24))
    matter = cloth(tone).but(thin=0.3)
    y = 0.3
    while y < end - 0.3:
        for hand in (-1, 1):
            x = middle + hand * (HALF - 0.07)
            for edge in (y - 0.17, y + 0.17):
                size = (site.between(0.15, 0.26), HEAD - SILL + 0.06)
                curtain(site, (x, edge, SILL - 0.02), size, matter, turn=math.pi / 2, fold=0.03)
        y += pitch


def _end(site: Site, middle: float, end: float, wall: Matter) -> None:
    """A wall with a glass door to the next carriage."""
    beside = HALF - 0.42
    for hand in (-1, 1):
        x = middle + hand * (0.42 + beside / 2)
        panel = wood((0.3, 0.18, 0.09)) if site.chance(0.5) else wall
        site.box((x, end, 0), (beside, 0.06, TOP), panel, bevel=0)
    site.box((middle, end, 2.0), (0.9, 0.06, TOP - 2.0), wall, bevel=0)
    grey = Matter(colour=(0.35, 0.36, 0.38), rough=0.4)
    frame: list[Box] = [
        ((middle + hand * 0.37, end - 0.02, 0), (0.1, 0.05, 2.0)) for hand in (-1, 1)
    ]
    frame += [
        ((middle, end - 0.02, 0), (0.84, 0.05, 0.9)),
        ((middle, end - 0.02, 1.85), (0.84, 0.05, 0.15)),
    ]
    boxes(site, frame, grey)
    site.rod((middle + 0.27, end - 0.08, 0.95), (middle + 0.27, end - 0.08, 1.25), 0.015, STEEL)
    beyond = Matter(colour=(0.55, 0.54, 0.5), rough=0.8)
    site.box((middle, end + 3, 0), (2.4, 0.1, TOP), beyond, bevel=0)
    site.lamp((middle, end + 1.2, 2.0), watts=18, colour=(1.0, 0.9, 0.75))
    sign = glowing((0.15, 0.5, 0.25), 0.8).but(moves="")
    site.box((middle + 0.02, end - 0.05, 2.06), (0.34, 0.03, 0.09), sign)


def _seats(site: Site, middle: float, pitch: float, fabric: Matter) -> None:
    """In bays face to face with tables, or in rows one behind another."""
    has_covers = site.chance(0.75)
    cover = Matter(colour=(0.6, 0.58, 0.54), rough=0.9) if has_covers else fabric
    one_way = 1 if site.chance(0.4) else -1
    is_bays = site.chance(0.5)
    for hand in (-1, 1):
        x = middle + hand * 0.86
        for number in range(7 if is_bays else 13):
            if is_bays:
                y = 1.8 + pitch * number
                _bay(site, (x, y), hand, fabric, (-1, cover))
                _bay(site, (x, y + 0.34), hand, fabric, (1, cover))
                if number < 6 and site.chance(0.8):
                    _table(site, (x, y + 0.17 + pitch / 2, 0.72), hand)
            else:
                _bay(site, (x, 1.8 + pitch / 2 * number), hand, fabric, (one_way, cover))


def _bay(
    site: Site, at: tuple[float, float], hand: int, fabric: Matter, told: tuple[int, Matter]
) -> None:
    """Two seats side by side; `told` is 1 where their backs are towards the camera, else -1, and
    what covers their heads.
    """
    (x, y), (faces, cover) = at, told
    lean = 0.16 * -faces
    shell = Matter(colour=(0.16, 0.165, 0.18), rough=0.45)
    high = 1.18
    for offset in (-0.25, 0.25):
        padded(site, (x + offset, y, 0.42), (0.47, 0.13, 0.72), fabric, lean=lean)
        padded(site, (x + offset, y + 0.3 * faces, 0.36), (0.46, 0.5, 0.15), fabric)
        head = y + 0.75 * math.sin(lean) - faces * 0.005
        padded(site, (x + offset, head, high - 0.22), (0.38, 0.125, 0.2), fabric, lean=lean)
        if site.chance(0.85):
            place = (x + offset, head + faces * 0.004, high - 0.14)
            padded(site, place, (0.3, 0.135, 0.13), cover, lean=lean)
    padded(site, (x, y - faces * 0.05, 0.36), (0.98, 0.09, 0.78), shell, lean=lean)
    aisle = x - hand * 0.5
    padded(site, (aisle, y + faces * 0.2, 0.58), (0.06, 0.42, 0.07), BLACK)
    padded(site, (aisle, y + 0.7 * math.sin(lean), high - 0.16), (0.05, 0.09, 0.13), BLACK)
    boxes(site, [((x, y + faces * 0.15, 0), (0.9, 0.06, 0.38))], shell)


def _table(site: Site, at: tuple[float, float, float], hand: int) -> None:
    x, y, z = at
    top = Matter(colour=(0.5, 0.47, 0.42), rough=0.35)
    site.box((x + hand * 0.05, y, z), (0.85, 0.5, 0.03), top, bevel=0.012)
    site.box((x + hand * 0.2, y, 0), (0.06, 0.06, z), STEEL)
    spot = (x + site.between(-0.25, 0.2), y + site.between(-0.12, 0.12), z + 0.03)
    if site.chance(0.5):
        site.lathe(spot, [(0.03, 0), (0.042, 0.1), (0.044, 0.105)],
                   Matter(colour=(0.75, 0.72, 0.66), rough=0.6))  # fmt: skip
    else:
        site.box(spot, (0.22, 0.15, 0.025), Matter(colour=site.pick(*BAGS), rough=0.6), turn=0.4)


def _racks(site: Site, middle: float, end: float) -> None:
    """Shelves over the windows, with what people brought."""
    rail = Matter(colour=(0.42, 0.43, 0.45), rough=0.35, metal=0.5)
    for hand in (-1, 1):
        outer = middle + hand * (HALF - 0.06)
        inner = middle + hand * (HALF - 0.48)
        bars = [((outer - hand * k, 0.5, 1.86), (outer - hand * k, end, 1.86))
                for k in np.linspace(0.05, 0.36, 5)]  # fmt: skip
        wires(site, [((a[0], a[1], a[2]), (b[0], b[1], b[2])) for a, b in bars], 0.009, rail)
        site.rod((inner, 0.5, 1.87), (inner, end, 1.87), 0.022, rail)
        arms: list[Box] = [(((outer + inner) / 2, y, 1.83), (0.42, 0.03, 0.03))
                           for y in np.arange(0.9, end, 0.95)]  # fmt: skip
        boxes(site, arms, rail)
        y = site.between(1.8, 2.4)
        while y < end - 0.6:
            if site.chance(0.62):
                _bag(site, ((outer + inner) / 2, y))
            y += site.between(0.55, 0.85)


def _bag(site: Site, at: tuple[float, float]) -> None:
    x, y = at
    colour = site.pick(*BAGS)
    if site.chance(0.55):
        size = (0.36, site.between(0.35, 0.55), site.between(0.2, 0.25))
        site.box((x, y, 1.875), size, Matter(colour=colour, rough=0.4, bump=0.15), bevel=0.04)
        site.box((x, y, 1.875), (0.365, 0.03, size[2] + 0.004), BLACK)
    else:
        size = (0.36, site.between(0.3, 0.5), site.between(0.18, 0.27))
        padded(site, (x, y, 1.875), size, cloth(colour), turn=site.between(-0.3, 0.3))


def _lamps(site: Site, middle: float, end: float) -> None:
    lit = Matter(colour=(1.0, 0.93, 0.82), glow=1.6)
    rim = Matter(colour=(0.55, 0.55, 0.55), rough=0.4)
    spots = [-0.28, 0.28] if site.chance(0.5) else [0.0]
    for x in spots:
        y = 0.4
        while y < end - 1.2:
            site.box((middle + x, y + 0.6, TOP - 0.035), (0.2, 1.24, 0.03), rim)
            site.box((middle + x, y + 0.6, TOP - 0.045), (0.15, 1.18, 0.02), lit, bevel=0)
            y += 1.6
    for y in (1.2, 4.0, 7.0, 10.0):
        site.panel((middle, y, TOP - 0.08), (middle, y, 0), (0.5, 1.2), watts=9,
                   colour=(1.0, 0.88, 0.7))  # fmt: skip
    grille = Matter(colour=(0.3, 0.3, 0.3), rough=0.7)
    if len(spots) == 2:
        site.box((middle, end / 2, TOP - 0.02), (0.16, end, 0.02), grille, bevel=0)


def _outside(site: Site, side: int) -> None:
    """Fields, with trees on both sides of the line, those towards the sun farther off."""
    green = site.pick((0.12, 0.2, 0.05), (0.22, 0.24, 0.08), (0.34, 0.28, 0.1))
    field = Matter(colour=green, rough=1.0, vary=0.35, vary_scale=0.1)
    site.plane((0, 100, -1.4), (900, 900), field)
    for hand in (-1, 1):
        count = 260
        x = hand * site.rng.uniform(7 if hand != side else 30, 130, count)
        y = site.rng.uniform(-5, 260, count)
        groups = Relief(site, 40.0, 3)(x, y) > -0.05
        near = np.abs(x) < 14
        chosen = groups | near
        x, y = x[chosen], y[chosen]
        for shade, part in (
            ((0.1, 0.17, 0.04), 0),
            ((0.17, 0.22, 0.06), 1),
            ((0.07, 0.13, 0.04), 2),
        ):
            some = np.arange(len(x)) % 3 == part
            matter = Matter(colour=shade, rough=0.8, thin=0.3, vary=0.3, vary_scale=0.6,
                            moves="leaves")  # fmt: skip
            wood_of(site, _level, (x[some], y[some]), (2.5, 8.0), matter, 900)


def _level(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    flat: np.ndarray = 0 * x + 0 * y - 1.5
    return flat
