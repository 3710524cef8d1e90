"""A hospital: a ward with beds between curtains, or a long corridor with doors and handrails."""

import math

import numpy as np

from retrat.train.data.places.equipment import (
    QUARTER,
    Hall,
    Windows,
    ceiling_grid,
    clock,
    daylight,
    hall,
    lamp_panel,
    painting,
    there,
    turned_view,
)
from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    cloth,
    hills,
    mixed,
    placed,
    plaster,
    wood,
)
from retrat.train.data.places.things import Glazing, chair, curtain, plant, vase, window

TINTS: tuple[Colour, ...] = (
    (0.36, 0.52, 0.5), (0.34, 0.46, 0.58), (0.5, 0.56, 0.4), (0.6, 0.5, 0.36), (0.5, 0.44, 0.54),
)  # fmt: skip


def build(site: Site, moment: str) -> None:
    assert not moment
    tint = site.pick(*TINTS)
    side = 1 if site.chance(0.5) else -1
    site.sky = Sky(zenith=(0.25, 0.42, 0.75), horizon=(0.8, 0.88, 0.95), strength=2.0, cover=0.4)
    if site.chance(0.6):
        _ward(site, side, tint)
    else:
        _corridor(site, side, tint)


def _vinyl(site: Site, tint: Colour) -> Matter:
    grey = site.pick((0.4, 0.4, 0.38), (0.46, 0.42, 0.36), (0.34, 0.38, 0.4))
    return Matter(colour=mixed(grey, tint, 0.35), rough=0.2, vary=0.05, vary_scale=5)


def _ward(site: Site, side: int, tint: Colour) -> None:
    yaw = side * site.between(0.04, 0.2)
    is_accent = site.chance(0.6)
    room = Hall(
        half_width=site.between(3.2, 3.7),
        depth=site.between(5.8, 6.6),
        height=2.8,
        wall=plaster(mixed((0.68, 0.67, 0.63), tint, 0.12)),
        floor=_vinyl(site, tint),
        ceiling=WHITE,
        side=side,
        windows=Windows(first=1.7, width=1.9, gap=0.3, count=2, sill=0.85, height=1.55),
        back=plaster(mixed((0.62, 0.6, 0.55), tint, 0.75 if is_accent else 0.2)),
        skirting=Matter(colour=mixed((0.3, 0.3, 0.3), tint, 0.5), rough=0.4),
    )
    hall(site, room)
    ceiling_grid(site, room)
    daylight(site, room, watts=site.between(650, 900))
    if site.chance(0.5):
        site.sun(site.between(30, 45), side * site.between(60, 85), watts=4)
    for x in (-1.8, 0.0, 1.8):
        lamp_panel(site, (x, 3.3, 2.795), (0.58, 0.58), watts=9)
        lamp_panel(site, (x, 5.1, 2.795), (0.58, 0.58), watts=9)
    slope, y = math.tan(yaw), room.depth
    folds = cloth(mixed(tint, site.pick((0.1, 0.2, 0.3), (0.6, 0.55, 0.4)), 0.4)).but(thin=0.15)
    blanket = mixed(tint, site.pick((0.06, 0.16, 0.26), (0.5, 0.36, 0.2), (0.1, 0.2, 0.16)), 0.35)
    for aside in (-1.35, 1.35):
        at = (slope * (y - 1.2) + aside + site.between(-0.1, 0.1), y - 1.2, 0.0)
        _bed(site, at, blanket)
        _wall_unit(site, (at[0], y), site.chance(0.7))
        _bedside(site, (at[0] + math.copysign(0.85, aside), y - 0.35))
        _drip(site, (at[0] - math.copysign(0.68, aside), y - site.between(0.5, 1.1)))
    for x in (slope * y - 3.0, slope * y + 3.0, slope * y + site.between(-0.2, 0.2)):
        if abs(x) < room.half_width - 0.1:
            _bed_curtain(site, (x, y), folds, room.height)
    near = slope * 3.4 - side * site.between(1.15, 1.35)
    if site.chance(0.6):
        _trolley(site, (near, site.between(3.0, 3.5)))
    else:
        _armchair(site, (near, 3.2, 0), tint, side)
    for number in (-0.5, 0.5):
        shade = cloth(mixed((0.75, 0.73, 0.68), tint, 0.4)).but(thin=0.4)
        at = (side * (room.half_width - 0.08), 3.8 + 4.4 * number, 0.3)
        curtain(site, at, (0.55, 2.3), shade, turn=QUARTER)
    clock(site, (slope * y + site.between(-0.5, 0.5), y, 2.35))
    site.view = turned_view(yaw, stop=site.between(1.8, 2.4), exposure=-0.2)


def _bed(site: Site, at: Point, blanket: Colour) -> None:
    """Its head is away from the camera."""
    x, y, _ = at
    rail = Matter(colour=(0.7, 0.7, 0.69), rough=0.35)
    board = wood((0.5, 0.33, 0.2)) if site.chance(0.5) else Matter(colour=blanket, rough=0.4)
    for a in (-0.4, 0.4):
        for b in (-0.8, 0.8):
            site.rod((x + a, y + b, 0.12), (x + a, y + b, 0.42), 0.025, STEEL)
            site.rod((x + a - 0.02, y + b, 0.07), (x + a + 0.02, y + b, 0.07), 0.065, BLACK, 16)
    site.box((x, y, 0.36), (0.9, 2.0, 0.1), rail)
    site.box((x, y, 0.46), (0.88, 1.96, 0.16), Matter(colour=(0.2, 0.3, 0.42)), bevel=0.04)
    site.box((x, y - 1.03, 0.4), (0.92, 0.045, 0.5), board, bevel=0.02)
    site.box((x, y + 1.03, 0.4), (0.92, 0.045, 0.72), board, bevel=0.02)
    for side in (-1, 1):
        for level in (0.62, 0.78):
            ends = (x + 0.49 * side, y - 0.25, level), (x + 0.49 * side, y + 0.75, level)
            site.rod(*ends, 0.014, rail)
        for place in (-0.25, 0.25, 0.75):
            ends = (x + 0.49 * side, y + place, 0.45), (x + 0.49 * side, y + place, 0.78)
            site.rod(*ends, 0.014, rail)
    linen = cloth((0.8, 0.8, 0.78))
    site.box((x, y + 0.7, 0.64), (0.66, 0.42, 0.14), linen, bevel=0.06)
    _cover(site, (x, y - 0.25, 0.63), (1.06, 1.5), linen, 0.0)
    _cover(site, (x, y - 0.45, 0.645), (1.08, 1.12), cloth(blanket), 0.05)


def _cover(site: Site, at: Point, size: tuple[float, float], matter: Matter, lift: float) -> None:
    """A blanket that hangs down at both sides of a bed."""
    rows, columns = 40, 44
    across = np.linspace(-0.5, 0.5, columns) * size[0]
    heights = 0.03 * hills(site.rng, (rows, columns), 4) + lift + 0.03
    edge = np.clip(np.abs(across) - 0.43, 0, 1) / (0.5 * size[0] - 0.43)
    heights = heights - 0.24 * edge[None] ** 0.8
    x, y = np.meshgrid(
        np.clip(across, -0.47 - lift, 0.47 + lift), np.linspace(-0.5, 0.5, rows) * size[1]
    )
    points = placed(np.stack([x, y, heights], -1).reshape(-1, 3), at)
    first = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    faces = np.stack([first, first + 1, first + columns + 1, first + columns], 1)
    site.mesh(points, faces, matter, is_smooth=True)


def _wall_unit(site: Site, at: tuple[float, float], is_on: bool) -> None:
    """What is on the wall above a bed: a board with sockets, a lamp, a screen on an arm."""
    x, y = at
    site.box((x, y - 0.04, 1.35), (1.7, 0.08, 0.22), Matter(colour=(0.72, 0.71, 0.67), rough=0.4))
    lamp = Matter(colour=(1.0, 0.88, 0.7), glow=3.5 if is_on else 0.6)
    site.box((x, y - 0.05, 1.575), (1.3, 0.06, 0.035), lamp)
    if is_on:
        site.panel((x, y - 0.1, 1.63), (x, y, 2.6), (1.2, 0.05), watts=7, colour=(1.0, 0.85, 0.65))
    for number in range(6):
        tone = site.pick((0.75, 0.75, 0.73), (0.1, 0.3, 0.15), (0.7, 0.6, 0.1), (0.05, 0.1, 0.3))
        spot = (x - 0.6 + 0.22 * number, y - 0.09, 1.42)
        site.box(spot, (0.075, 0.02, 0.075), Matter(colour=tone, rough=0.4))
    away = x + (0.62 if site.chance(0.5) else -0.62)
    site.rod((away, y - 0.02, 1.75), (away, y - 0.3, 1.8), 0.02, STEEL)
    site.box((away, y - 0.34, 1.66), (0.4, 0.08, 0.3), Matter(colour=(0.5, 0.52, 0.53)), bevel=0.02)
    site.box((away, y - 0.385, 1.69), (0.35, 0.01, 0.24), BLACK)
    for number, tone in enumerate(((0.1, 0.9, 0.2), (0.2, 0.7, 0.9), (0.9, 0.7, 0.1))):
        trace = Matter(colour=tone, glow=1.6, moves="lights")
        level = 1.87 - 0.07 * number
        heights = 0.02 * np.abs(np.sin(np.linspace(0, 9 + 2 * number, 30))) ** 9
        place = np.linspace(-0.15, 0.1, 30)
        low = np.stack([away + place, np.full(30, y - 0.392), level + heights], 1)
        points = np.concatenate([low, low + np.array([0, 0, 0.006])])
        site.mesh(points, [(i, i + 1, 31 + i, 30 + i) for i in range(29)], trace)


def _bedside(site: Site, at: tuple[float, float]) -> None:
    x, y = at
    oak = wood((0.55, 0.38, 0.22), 0.35)
    site.box((x, y, 0.08), (0.45, 0.45, 0.72), oak, bevel=0.015)
    for z in (0.3, 0.6):
        site.box((x, y - 0.24, z), (0.16, 0.03, 0.015), STEEL)
    if site.chance(0.7):
        vase(site, (x - 0.08, y, 0.8), flowers=site.pick((0.75, 0.3, 0.35), (0.8, 0.65, 0.15)))
    water = Matter(colour=(0.6, 0.72, 0.75), rough=0.1)
    site.lathe((x + 0.12, y - 0.1, 0.8), [(0.05, 0), (0.055, 0.18), (0.05, 0.2)], water, sides=20)


def _drip(site: Site, at: tuple[float, float]) -> None:
    """A bag that hangs on a pole on castors."""
    x, y = at
    for number in range(5):
        around = 2 * math.pi * number / 5
        foot = (x + 0.26 * math.cos(around), y + 0.26 * math.sin(around), 0.05)
        site.rod((x, y, 0.1), foot, 0.014, STEEL)
    site.rod((x, y, 0.05), (x, y, 1.95), 0.013, STEEL)
    site.rod((x - 0.14, y, 1.95), (x + 0.14, y, 1.95), 0.008, STEEL)
    bag = Matter(colour=(0.72, 0.76, 0.76), rough=0.15, thin=0.5)
    site.box((x + 0.13, y, 1.64), (0.13, 0.05, 0.27), bag, bevel=0.02)
    site.rod((x + 0.13, y, 1.64), (x + 0.04, y, 1.3), 0.004, WHITE)
    pump = Matter(colour=site.pick((0.65, 0.65, 0.63), (0.1, 0.25, 0.45)), rough=0.4)
    site.box((x, y - 0.06, 1.2), (0.15, 0.12, 0.22), pump, bevel=0.015)


def _bed_curtain(site: Site, at: tuple[float, float], folds: Matter, ceiling: float) -> None:
    """Drawn back to the wall, on a rail."""
    x, y = at
    long = site.between(0.6, 1.5)
    curtain(site, (x, y - 0.15 - long / 2, 0.35), (long, 2.0), folds, turn=QUARTER, fold=0.07)
    site.rod((x, y, 2.38), (x, y - 2.3, 2.38), 0.014, STEEL)
    for away in (0.8, 2.2):
        site.rod((x, y - away, 2.38), (x, y - away, ceiling), 0.006, STEEL)


def _trolley(site: Site, at: tuple[float, float]) -> None:
    """Drawers on castors with boxes on it."""
    x, y = at
    paint = Matter(colour=site.pick((0.7, 0.7, 0.68), (0.12, 0.25, 0.42), (0.45, 0.1, 0.08)))
    site.box((x, y, 0.12), (0.62, 0.5, 0.78), paint.but(rough=0.35), bevel=0.02)
    for z in (0.18, 0.42, 0.66):
        site.box((x, y - 0.255, z), (0.56, 0.02, 0.2), WHITE, bevel=0.01)
        site.box((x, y - 0.28, z + 0.13), (0.2, 0.025, 0.015), STEEL)
    site.box((x, y, 0.9), (0.66, 0.54, 0.03), STEEL)
    for number in range(6):
        spot = (x - 0.22 + 0.15 * (number % 4), y - 0.1 + 0.2 * (number // 4), 0.93)
        tone = site.pick((0.7, 0.7, 0.68), (0.3, 0.5, 0.6), (0.7, 0.55, 0.3), (0.2, 0.4, 0.35))
        size = (0.11, 0.12, site.between(0.05, 0.16))
        site.box(spot, size, Matter(colour=tone), turn=site.between(-0.3, 0.3))
    for a in (-0.25, 0.25):
        site.rod((x + a, y - 0.2, 0.06), (x + a + 0.03, y - 0.2, 0.06), 0.06, BLACK, 14)


def _armchair(site: Site, at: Point, tint: Colour, side: int) -> None:
    """For visitors."""
    turn = side * site.between(0.5, 1.0)
    hide = Matter(colour=mixed(tint, (0.1, 0.12, 0.14), 0.5), rough=0.45)
    site.box(there((0, 0, 0.34), at, turn), (0.56, 0.56, 0.13), hide, turn=turn, bevel=0.04)
    site.box(there((0, 0.27, 0.42), at, turn), (0.56, 0.12, 0.62), hide, turn=turn, bevel=0.04)
    oak = wood((0.5, 0.33, 0.18))
    for x in (-0.31, 0.31):
        site.box(there((x, 0, 0.6), at, turn), (0.06, 0.56, 0.04), oak, turn=turn, bevel=0.015)
        for y in (-0.25, 0.25):
            site.box(there((x, y, 0), at, turn), (0.045, 0.045, 0.6), oak, turn=turn)


def _corridor(site: Site, side: int, tint: Colour) -> None:
    half, depth = site.between(1.45, 1.75), site.between(13, 18)
    yaw = site.between(-0.06, 0.06)
    walls = plaster(mixed((0.7, 0.68, 0.63), tint, 0.08))
    room = Hall(
        half_width=half, depth=depth, height=2.65, wall=walls, floor=_vinyl(site, tint),
        ceiling=WHITE, side=side, skirting=Matter(colour=mixed((0.3, 0.3, 0.3), tint, 0.5)),
        windows=Windows(first=4.2, width=1.7, gap=0.7, count=3, sill=0.95, height=1.4)
        if site.chance(0.6) else None,
    )  # fmt: skip
    hall(site, room)
    ceiling_grid(site, room)
    if room.windows:
        daylight(site, room, watts=700)
    for number in range(7):
        y = 1.2 + 2.4 * number
        lamp_panel(site, (0, y, 2.645), (0.58, 1.16), watts=16)
    window(site, (0, depth - 0.04, 0.3), (1.7, 2.0), Glazing(panes=(2, 2), strength=1.8, watts=40))
    band = Matter(colour=tint, rough=0.4)
    rail = wood((0.42, 0.26, 0.13)) if site.chance(0.6) else Matter(colour=tint, rough=0.3)
    for way in (-1, 1):
        x = way * half
        if not (room.windows and way == side):
            _doors(site, x, depth, tint)
        site.box((x - 0.012 * way, depth / 2, 0.3), (0.024, depth, 0.16), band, bevel=0)
        site.box((x - 0.07 * way, depth / 2, 0.88), (0.035, depth, 0.11), rail, bevel=0.012)
        for y in np.arange(1.5, depth, 1.4):
            site.box((x - 0.035 * way, float(y), 0.9), (0.07, 0.04, 0.05), STEEL)
    line = Matter(colour=mixed(tint, (0.1, 0.2, 0.3), 0.3), rough=0.25)
    site.plane((side * 0.35 * half, depth / 2, 0.003), (0.12, depth), line)
    _along(site, half, depth, side)
    site.view = turned_view(yaw, stop=site.between(1.8, 2.4), exposure=0.0)


def _doors(site: Site, x: float, depth: float, tint: Colour) -> None:
    way = math.copysign(1.0, x)
    leafs = (wood((0.5, 0.34, 0.2), 0.4), Matter(colour=mixed(tint, (0.5, 0.5, 0.48), 0.4)))
    door = leafs[int(site.chance(0.4))]
    y = 3.3 + site.between(0, 0.8)
    while y < depth - 1:
        inward = x - 0.02 * way
        site.box((inward, y, 0), (0.1, 1.24, 2.16), STEEL.but(rough=0.5))
        site.box((x - 0.05 * way, y, 0.01), (0.06, 1.1, 2.09), door)
        pane = Matter(colour=(0.2, 0.26, 0.28), rough=0.05)
        site.box((x - 0.075 * way, y + 0.25, 1.15), (0.02, 0.2, 0.7), pane)
        site.box((x - 0.11 * way, y - 0.42, 1.0), (0.04, 0.14, 0.025), STEEL)
        plate = Matter(colour=site.pick((0.1, 0.2, 0.35), tint), rough=0.4)
        site.box((x - 0.015 * way, y - 0.85, 1.5), (0.03, 0.2, 0.2), plate)
        if site.chance(0.5):
            at = (x - 0.005 * way, y + 1.5, 1.3)
            painting(site, at, (0.8, 0.6), WHITE, turn=-way * QUARTER)
        y += site.between(2.5, 3.4)


def _along(site: Site, half: float, depth: float, side: int) -> None:
    """What stands along a corridor."""
    bed = (-side * (half - 0.65), site.between(5.6, 7.0), 0.0)
    _bed(site, bed, site.pick(*TINTS))
    seat = Matter(colour=site.pick((0.08, 0.2, 0.36), (0.12, 0.3, 0.26), (0.5, 0.28, 0.08)))
    first = site.between(3.4, 4.2)
    for number in range(3):
        at = (side * (half - 0.4), first + 0.56 * number, 0.0)
        chair(site, at, seat, turn=-side * QUARTER, legs=STEEL)
    plant(site, (side * (half - 0.4), first + 2.3, 0), height=site.between(1.0, 1.4))
    if site.chance(0.6):
        _trolley(site, (-side * (half - 0.42), 4.0))
    _drip(site, (-side * (half - 0.35), bed[1] - 1.4))
    plant(site, (-side * (half - 0.4), depth - 0.7, 0), height=1.3)
    clock(site, (0.4 * half * side, depth - 0.02, 2.5))
