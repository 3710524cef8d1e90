"""An old town of the south: a lane between plastered houses, steps up a hill, or a small square."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from retrat.train.data.places.halls import arc, arch, pane, spandrel
from retrat.train.data.places.old_houses import (
    CLAY,
    DARK,
    IRON,
    TILES,
    TREAD,
    Front,
    Town,
    front_of,
    house,
    pot,
)
from retrat.train.data.places.site import Colour, Matter, Point, Site, Sky, View, cloth, leaf, wood
from retrat.train.data.places.streets import Box, boxes, lamp_post
from retrat.train.data.places.things import chair, table, tree

Middle = Callable[[np.ndarray], np.ndarray]  # where a lane runs, by the distance
LINEN: tuple[Colour, ...] = (
    (0.75, 0.74, 0.7), (0.75, 0.74, 0.7), (0.3, 0.42, 0.55), (0.66, 0.5, 0.4), (0.5, 0.1, 0.09),
    (0.6, 0.55, 0.3),
)  # fmt: skip


def build(site: Site, moment: str) -> None:
    is_day = moment == "by day"
    side = 1 if site.seed.bit_count() % 2 else -1
    tone = site.pick((0.4, 0.34, 0.26), (0.46, 0.41, 0.34), (0.36, 0.33, 0.29))
    stone = Matter(colour=tone, rough=0.9, vary=0.3, vary_scale=3, bump=0.4, bump_scale=14)
    kind = site.seed % 4
    _light(site, is_day, side)
    if kind == 1:
        yaw = _square(site, Town(stone=stone, is_lit=not is_day), side)
    else:
        foot = site.between(5.6, 7.0) if kind == 2 else math.inf
        town = Town(stone=stone, is_lit=not is_day, foot=foot)
        yaw = _lane(site, town, side, has_arch=kind == 0)
    site.view = View(
        to=(4 * math.tan(yaw), 4, 1.7 if kind == 2 else 1.6), stop=site.between(2.2, 2.8),
        exposure=0.25 if kind == 1 else 0.8,
    )  # fmt: skip


def _light(site: Site, is_day: bool, side: int) -> None:
    """The sun from behind a shoulder, so that the wall that is looked at is lit."""
    if is_day:
        site.sky = Sky(
            zenith=(0.1, 0.24, 0.54), horizon=(0.62, 0.76, 0.92), strength=1.3,
            cover=site.between(0.1, 0.45),
        )  # fmt: skip
        site.sun(site.between(48, 57), -side * site.between(128, 148), watts=4.4,
                 colour=(1.0, 0.91, 0.76), angle=0.012)  # fmt: skip
        return
    site.sky = Sky(
        zenith=site.pick((0.14, 0.2, 0.42), (0.2, 0.2, 0.4)),
        horizon=site.pick((0.95, 0.56, 0.36), (1.0, 0.62, 0.32), (0.9, 0.5, 0.42)),
        strength=0.75, cover=site.between(0.25, 0.5), cloud=(0.9, 0.5, 0.4),
    )  # fmt: skip
    site.sun(site.between(13, 17), -side * site.between(152, 164), watts=4.2,
             colour=(1.0, 0.55, 0.26), angle=0.02)  # fmt: skip


def _lane(site: Site, town: Town, side: int, *, has_arch: bool) -> float:
    """Houses along a bend, what closes it and what is over it; returns where to look."""
    near, far = -side * site.between(1.7, 2.1), side * site.between(2.1, 2.7)
    bend = -side * site.between(0.012, 0.024)
    ends = [
        _row(site, town, x, (site.between(-1.5, 0.5), 25.0), bend) for x in (near, far)
    ]  # fmt: skip
    (x0, y0, h0), (x1, y1, _) = ends
    middle, y = (x0 + x1) / 2, max(y0, y1)
    _paving(site, town, (3.0, 24.0), lambda v: middle * (np.maximum(v, 0) / y) ** 2, 3.6)
    end = front_of(site, (middle + 0.1 * y * math.sin(h0), y + 1.5, town.ground(y)), -h0, 9.0, y)
    house(site, town, end, storeys=2)
    _hill(site, middle * 55 / y, town)
    top = town.ground(y)
    _tower(site, (middle * 46 / y + site.between(-1.5, 1.5), 46.0, top), town)
    if has_arch:
        _bridge(site, town, (middle * 0.16, 10.5, 0.0), (near, far))
    over = site.between(4.3, 4.9)
    cords = (4.9, 6.9, 9.0) if town.foot > 50 else (9.0, 12.0)
    is_feast = site.chance(0.5)
    for number, y_cord in enumerate(cords):
        z = over + town.ground(y_cord) + 0.35 * number
        shift = middle * (y_cord / y) ** 2
        ends_of = (near + shift, y_cord, z), (far + shift, y_cord + site.between(-0.6, 0.6), z)
        if is_feast:
            _bunting(site, *ends_of)
        elif number % 2 == 0:
            _laundry(site, *ends_of)
    if town.foot > 50:
        ways = [((x, 3.2, 0.0), (x + 0.35 * middle, 15.0, 0.0)) for x in (-0.6, -0.3, 0.2, 0.6)]
        site.free_lane(ways, often=6, is_free=True)
    return math.atan2(middle, y) + side * site.between(0.18, 0.25)


def _row(
    site: Site, town: Town, x: float, reach: tuple[float, float], bend: float
) -> tuple[float, float, float]:
    """Houses along one side of a lane that bends; returns where it ends, and its direction."""
    side = 1 if x > 0 else -1
    heading, y = 0.0, reach[0]
    last: Colour = (0, 0, 0)
    while y < reach[1]:
        wide = site.between(4.2, 6.6)
        along = np.array([math.sin(heading), math.cos(heading)])
        out = side * np.array([along[1], -along[0]]) * site.between(0.0, 0.3)
        middle = np.array([x, y]) + along * wide / 2 + out
        turn = -side * math.pi / 2 - heading + site.between(-0.02, 0.02)
        at = (float(middle[0]), float(middle[1]), town.ground(float(middle[1]) - wide / 2))
        front = front_of(site, at, turn, wide, y, last)
        last = front.wall.colour
        house(site, town, front, storeys=2 if bend * side > 0 else int(site.rng.integers(2, 4)))
        x, y = x + wide * float(along[0]), y + wide * float(along[1])
        heading += bend * wide if y > 4 else 0.0
    return x, y, heading


def _square(site: Site, town: Town, side: int) -> float:
    """Houses around a small square with a well, a cafe and a tree; returns where to look."""
    yaw = side * site.between(0.1, 0.16)
    near, far = -side * site.between(3.4, 4.2), side * site.between(8.5, 10.0)
    back = site.between(15.5, 18.0)
    gap = math.tan(yaw - side * 0.24) * back
    _row(site, town, near, (2.2, back - 3.4), 0.0)
    _row(site, town, far, (5.0, back - 1.0), 0.0)
    _far_row(site, town, gap, back)
    _paving(site, town, (3.0, back), lambda v: 0.0 * v, 11.0)
    _tower(site, (gap * 52 / back, 52.0, 0.0), town)
    _hill(site, gap * 3.2, town)
    _well(site, town, (math.tan(yaw + side * 0.2) * 9.0, 9.0, 0.0))
    _cafe(site, near + side * 1.6, side)
    green = leaf(site.pick((0.13, 0.22, 0.06), (0.17, 0.24, 0.1), (0.1, 0.2, 0.05)))
    at = (math.tan(yaw + side * 0.36) * 12.5, 12.5, 0.0)
    tree(site, at, height=site.between(5.0, 6.2), green=green, count=5200, size=0.1)
    lamp_post(site, (math.tan(yaw - side * 0.3) * 11.5, 11.5, 0), watts=45 if town.is_lit else 0)
    rows = [((-9.0, float(y), 0.0), (9.0, float(y), 0.0)) for y in np.arange(10.4, back - 1.2, 0.9)]
    site.free_lane(rows, often=9)
    return yaw


def _far_row(site: Site, town: Town, gap: float, back: float) -> None:
    """The houses across the square, on both sides of a street that leads out of it."""
    last: Colour = (0, 0, 0)
    for hand in (-1, 1):
        x = site.between(1.3, 1.7)
        while x < 22.0:
            wide = site.between(4.8, 7.0)
            at = (gap + hand * (x + wide / 2), back + site.between(-0.25, 0.3), 0.0)
            front = front_of(site, at, 0.0, wide, 12.0, last)
            house(site, town, front, storeys=int(site.rng.integers(2, 4)))
            last = front.wall.colour
            x += wide


def _paving(site: Site, town: Town, ends: tuple[float, float], middle: Middle, half: float) -> None:
    """Setts in rows or arcs or large slabs over the ground, up steps where there are any."""
    red, green, blue = town.stone.colour
    stone = Matter(
        colour=(0.8 * red, 0.8 * green, 0.82 * blue), rough=0.62, vary=0.3, vary_scale=4, bump=0.35,
        bump_scale=18,
    )  # fmt: skip
    dark = stone.but(colour=(0.3 * red, 0.29 * green, 0.28 * blue), rough=0.95)
    site.plane((0, 60, -0.04), (160, 170), dark)
    is_slab, bow = (
        site.chance(0.35) and town.foot > 50,
        site.pick((0.0, 0, 0), (0.22, 0, 0), (0.22, 0, 0))[0],
    )
    wide, long = (site.between(0.5, 0.7), 0.42) if is_slab else (0.125, 0.105)
    bow = 0.0 if is_slab or town.foot < 50 else bow
    rows, columns = round((ends[1] - ends[0]) / long), round(2 * half / wide)
    row, column = (each.ravel().astype(float) for each in np.mgrid[0:rows, 0:columns])
    shift = site.rng.uniform(0, 1, rows)[row.astype(int)]
    y = ends[0] + row * long
    x = middle(y) + (column + shift) * wide - half
    y = y + bow * np.abs(np.sin(1.9 * (x - middle(y))))
    z = np.zeros_like(y)
    if town.foot < 50:
        z = np.array([town.ground(each) for each in y.tolist()])
        _treads(site, town, ends[1], middle, half)
        kept = np.abs(np.mod(y - town.foot, TREAD) - 0.37) < 0.2
        kept |= y < town.foot - 0.12
        x, y, z, row = x[kept], y[kept], z[kept], row[kept]
    seam = 0.012 if is_slab else 0.009
    base = np.stack([x, y, z], axis=1)[:, None]
    size = np.array([wide, long, 0]) / 2 - (seam, seam, 0)
    square = np.array([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)]) * size
    top = square * (1 - 0.016 / size[1]) + (0, 0, 0.012)
    tilt = site.rng.normal(0, 0.003, (len(x), 4, 1)) * (0, 0, 0.4 if is_slab else 1.0)
    lift = site.rng.normal(0, 0.002 if is_slab else 0.004, (len(x), 1, 1)) * (0, 0, 1)
    points = np.concatenate([base + square - (0, 0, 0.03), base + top + tilt + lift], axis=1)
    faces = np.array([(4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)])
    kinds = site.rng.integers(0, 4, len(x))
    for number, share in enumerate((0.72, 0.9, 1.05, 1.25)):
        some = points[kinds == number]
        corners = (faces[None] + 8 * np.arange(len(some))[:, None, None]).reshape(-1, 4)
        tone = (share * red * 0.8, share * green * 0.8, share * blue * 0.82)
        site.mesh(some.reshape(-1, 3), corners, stone.but(colour=tone))


def _treads(site: Site, town: Town, end: float, middle: Middle, half: float) -> None:
    """The steps' fill, and a stone along each edge."""
    count = int((end - town.foot) / TREAD) + 1
    y = town.foot + TREAD * np.arange(count)
    x = middle(y)
    edges: list[Box] = []
    fill: list[Box] = []
    for number in range(count):
        at, z = (float(x[number]), float(y[number])), town.ground(float(y[number]) + 0.01)
        edges.append(((at[0], at[1] + 0.05, z - 0.145), (2 * half, 0.15, 0.165)))
        fill.append(((at[0], at[1] + 0.4, z - 0.3), (2 * half, 0.7, 0.27)))
    boxes(site, edges, town.stone, bevel=0.02)
    boxes(site, fill, town.stone.but(colour=(0.17, 0.15, 0.13)), bevel=0)


def _bridge(site: Site, town: Town, at: Point, walls: tuple[float, float]) -> None:
    """An arch over the lane with a room above it."""
    left, right = sorted(walls)
    half, spring, deep = (right - left) / 2 - 0.35, site.between(2.3, 2.7), 3.0
    at = (at[0] + (left + right) / 2, at[1], 0.0)
    top = spring + half + site.between(2.4, 2.9)
    colour = site.pick((0.62, 0.44, 0.24), (0.6, 0.5, 0.38), (0.58, 0.34, 0.2))
    wall = Matter(colour=colour, rough=0.95, vary=0.2, vary_scale=0.9, bump=0.35, bump_scale=9)
    outline = arc(half, spring)
    feet = np.array([(-half, 0.0)]), np.array([(half, 0.0)])
    band = np.concatenate([feet[0], outline, feet[1]])
    for y in (0.0, deep):
        spandrel(site, (at[0], at[1] + y, 0), outline, top, wall)
    arch(site, (at[0], at[1] + deep / 2, 0), band, (0.05, deep - 0.02), wall)
    arch(site, (at[0], at[1] + 0.1, 0), band, (0.3, 0.32), town.stone)
    room = Front(at=at, turn=0.0, width=2 * half + 1.6, is_near=True, wall=wall, shutter=DARK)
    for hand in (-1, 1):
        room.add(wall, ((hand * (half + 0.58), deep / 2, 0), (1.1, deep, top)))
    room.add(town.stone, ((0, 0.0, top - 0.12), (room.width + 0.2, 0.3, 0.14)))
    low = spring + half + 0.75
    room.add(DARK, ((0, 0.0, low), (0.8, 0.03, 1.1)))
    for off in (-0.46, 0.46):
        room.add(town.stone, ((off, -0.02, low), (0.13, 0.12, 1.1)))
    room.add(town.stone, ((0, -0.02, low + 1.1), (1.1, 0.14, 0.13)))
    room.add(town.stone, ((0, -0.06, low - 0.1), (1.2, 0.22, 0.1)))
    frame = wood((0.2, 0.1, 0.05))
    room.add(frame, ((0, -0.02, low), (0.05, 0.05, 1.1)))
    room.add(frame, ((0, -0.02, low + 0.5), (0.8, 0.05, 0.05)))
    room.add(TILES, ((0, deep / 2, top + 0.02), (room.width + 0.3, deep + 0.6, 0.1)))
    room.put(site)


def _tower(site: Site, at: Point, town: Town) -> None:
    """A church's, far off: storeys with cornices, bells behind arches, a cap and a cross."""
    wide, tall = site.between(4.2, 5.0), site.between(15.0, 17.0)
    wall = town.stone.but(
        colour=site.pick((0.56, 0.46, 0.32), (0.6, 0.52, 0.42), (0.54, 0.38, 0.26)), vary_scale=0.6
    )
    trim = town.stone
    shaft: list[Box] = [((0, 0, -2), (wide, wide, tall + 2))]
    ledges: list[Box] = [
        ((0, 0, share * tall), (wide + 0.5, wide + 0.5, 0.35)) for share in (0.45, 0.7, 0.98)
    ]
    boxes(site, shaft, wall, at=at, bevel=0)
    boxes(site, ledges, trim, at=at, bevel=0.05)
    x, y, z = at
    for off in (-0.22 * wide, 0.22 * wide):
        front = (x + off, y - wide / 2 - 0.05, z + 0.76 * tall)
        outline = arc(0.13 * wide, 0.13 * tall)
        pane(site, front, outline, DARK)
        arch(site, front, outline, (0.2, 0.3), trim)
    around = np.linspace(0, 2 * math.pi, 25)[:-1]
    disc = [(x + 0.9 * math.cos(a), y - wide / 2 - 0.06, z + (0.58 * tall + 0.9 * math.sin(a)))
            for a in around.tolist()]  # fmt: skip
    site.mesh(disc, [tuple(range(24))], Matter(colour=(0.66, 0.62, 0.52), rough=0.7))
    for turn, long in ((site.between(0, 6), 0.5), (site.between(0, 6), 0.75)):
        middle = (x, y - wide / 2 - 0.12, z + 0.58 * tall)
        end = (x + long * math.cos(turn), middle[1], middle[2] + long * math.sin(turn))
        site.rod(middle, end, 0.05, IRON)
    top = (x, y, z + tall + 0.3)
    if site.chance(0.5):
        half = wide / 2
        cap = [
            (half * math.cos(a) + 0.02, 1.1 * half * math.sin(a))
            for a in np.linspace(0, math.pi / 2, 11).tolist()
        ]
        site.lathe(top, [(half, 0), *cap], CLAY, sides=32)
        rise = 1.1 * half
    else:
        site.lathe(top, [(0.72 * wide, 0), (0.03, 0.85 * wide)], TILES, sides=4)
        rise = 0.85 * wide
    peak = (x, y, top[2] + rise)
    site.rod(peak, (x, y, peak[2] + 1.3), 0.06, IRON)
    site.rod((x - 0.4, y, peak[2] + 0.9), (x + 0.4, y, peak[2] + 0.9), 0.06, IRON)


def _hill(site: Site, x: float, town: Town) -> None:
    """Houses up a far slope, with cypresses between them."""
    base = 0.6 * town.ground(24.0)
    air: Colour = (0.66, 0.6, 0.6) if town.is_lit else (0.62, 0.72, 0.84)
    panes: list[Box] = []
    for number in range(30):
        y = 52 + 2.2 * number / 3 + site.between(-1, 1)
        at = (x + site.between(-19, 19), y, base - 3 + 0.26 * (y - 48))
        wide, tall = site.between(4, 7), site.between(5.0, 8.0)
        colour = site.pick((0.6, 0.5, 0.36), (0.62, 0.56, 0.48), (0.56, 0.36, 0.24))
        site.box(at, (wide, 6, tall), Matter(colour=colour, rough=0.95).far(air, 0.25), bevel=0)
        half, top = 0.55 * wide, at[2] + tall
        slope = [
            (at[0] + a * half, y + b, top + c)
            for a, b, c in ((-1, -3.4, 0), (1, -3.4, 0), (1, 0.4, 1.4), (-1, 0.4, 1.4))
        ]
        site.mesh(slope, [(0, 1, 2, 3)], TILES.far(air, 0.2))
        panes += [((at[0] + off * wide, y - 3, at[2] + level), (0.7, 0.1, 1.1))
                  for off in (-0.25, 0.22) for level in (0.3 * tall, 0.66 * tall)]  # fmt: skip
    boxes(site, panes, Matter(colour=(0.1, 0.1, 0.1)).far(air, 0.25), bevel=0)
    green = leaf((0.05, 0.1, 0.035)).far(air, 0.2)
    for _ in range(7):
        y, high = site.between(52, 70), site.between(3.5, 5.5)
        at = (x + site.between(-16, 16), y, base + 3 + 0.26 * (y - 48) + high)
        site.leaves(at, (0.8, 0.8, high), green, count=350, size=0.4, hollow=0.2)


def _bunting(site: Site, start: Point, end: Point) -> None:
    """Little flags on a cord across the lane."""
    a, b = np.array(start), np.array(end)
    share = np.linspace(0, 1, 31)[:, None]
    cord = a + (b - a) * share - np.array([0, 0, 1.9]) * share * (1 - share)
    for one, two in zip(cord[:-1:3], cord[3::3], strict=True):
        site.rod(tuple(one.tolist()), tuple(two.tolist()), 0.006, IRON, 5)
    tones = [(0.6, 0.06, 0.05), (0.75, 0.55, 0.1), (0.08, 0.25, 0.4), (0.7, 0.68, 0.6),
             (0.1, 0.3, 0.14), (0.7, 0.3, 0.08)]  # fmt: skip
    for number in range(15):
        left, right = cord[2 * number], cord[2 * number + 2] - 0.2 * (cord[2] - cord[0])
        tip = (left + right) / 2 + (0, site.between(-0.05, 0.05), -0.26)
        flag = cloth(tones[number % len(tones)]).but(thin=0.4, moves="leaves")
        site.mesh(np.array([left, right, tip]), [(0, 1, 2)], flag)


def _laundry(site: Site, start: Point, end: Point) -> None:
    """Sheets, towels and shirts on a line across the lane."""
    a, b = np.array(start), np.array(end)
    site.rod(start, end, 0.005, IRON, 5)
    long = float(np.linalg.norm(b - a))
    place = site.between(0.4, 0.7)
    while place < long - 0.9:
        wide, tall = site.between(0.4, 0.85), site.between(0.5, 1.0)
        across = np.linspace(0, 1, 9)
        wave = 0.05 * np.sin(across * site.between(5, 9) + site.between(0, 6))
        rows = []
        for down in (0.0, 0.5, 1.0):
            points = a + (b - a) * ((place + across * wide) / long)[:, None]
            points[:, 1] += wave * (0.3 + down)
            points[:, 2] -= down * tall + 0.03 * np.sin(3 * across) * down
            rows.append(points)
        first = (np.arange(2)[:, None] * 9 + np.arange(8)).ravel()
        faces = np.stack([first, first + 1, first + 10, first + 9], axis=1)
        matter = cloth(site.pick(*LINEN)).but(thin=0.35, moves="leaves")
        site.mesh(np.concatenate(rows), faces, matter, is_smooth=True)
        place += wide + site.between(0.06, 0.3)


def _well(site: Site, town: Town, at: Point) -> None:
    """A round basin of stone on a step, with an iron arch over it and pots around it."""
    x, y, z = at
    site.lathe(at, [(1.35, 0), (1.35, 0.14)], town.stone, sides=8)
    site.lathe(at, [(0.85, 0.14), (0.78, 0.25), (0.74, 0.8), (0.86, 0.84), (0.86, 0.95),
                    (0.62, 0.95), (0.6, 0.7)], town.stone, sides=8)  # fmt: skip
    outline = arc(0.72, 1.0)
    outline = np.concatenate([[(-0.72, 0.0)], outline, [(0.72, 0.0)]])
    arch(site, (x, y, z + 0.9), outline, (0.04, 0.05), IRON)
    site.lathe((x, y, z + 2.2), [(0.04, 0), (0.09, 0.06), (0.05, 0.18)], IRON, sides=12)
    site.rod((x, y, z + 1.5), (x, y, z + 2.3), 0.01, IRON)
    site.lathe((x, y, z + 1.25), [(0.1, 0), (0.14, 0.25)], wood((0.25, 0.14, 0.07)), sides=14)
    for _ in range(3):
        around = site.between(0, 6.3)
        spot = (x + 1.1 * math.cos(around), y + 1.1 * math.sin(around), z + 0.14)
        pot(site, spot, site.between(0.25, 0.35))


def _cafe(site: Site, x: float, side: int) -> None:
    """Tables under parasols before a house."""
    oak = wood(site.pick((0.3, 0.17, 0.08), (0.16, 0.08, 0.04)))
    canvas = cloth(site.pick((0.66, 0.6, 0.48), (0.5, 0.1, 0.07), (0.7, 0.67, 0.6)))
    for number in range(3):
        y = 5.6 + 2.6 * number
        at = (x + side * site.between(-0.1, 0.2), y, 0.0)
        table(site, at, oak, radius=0.36)
        for turn in (0.2, math.pi - 0.2, -side * math.pi / 2):
            off = (0.62 * math.sin(-turn), 0.62 * math.cos(turn))
            chair(site, (at[0] + off[0], y + off[1], 0), oak, turn=turn)
        pole = (at[0] - side * 0.7, y + 1.2, 0.0)
        site.lathe(pole, [(0.25, 0), (0.25, 0.08), (0.03, 0.1), (0.03, 2.6)], oak, sides=12)
        site.lathe((pole[0], pole[1], 2.2), [(1.3, 0.0), (1.3, 0.02), (0.05, 0.5)],
                   canvas.but(thin=0.35, moves="leaves"), sides=8)  # fmt: skip
