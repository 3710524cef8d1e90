"""A gallery: abstract paintings in frames, sculptures on plinths, small lamps in the ceiling."""

import math

import numpy as np

from retrat.train.data.places.equipment import (
    QUARTER,
    Hall,
    hall,
    painting,
    spot,
    turned_view,
)
from retrat.train.data.places.site import (
    BLACK,
    BRASS,
    STEEL,
    WHITE,
    Matter,
    Point,
    Site,
    Sky,
    plaster,
    wood,
)

GILT = Matter(colour=(0.55, 0.34, 0.1), rough=0.35, metal=0.8, vary=0.3, vary_scale=30)


def build(site: Site, moment: str) -> None:
    assert not moment
    is_white = site.chance(0.5)
    side = 1 if site.chance(0.5) else -1
    yaw = side * site.between(0.0, 0.2)
    dark = site.pick((0.2, 0.03, 0.035), (0.03, 0.07, 0.13), (0.04, 0.1, 0.07), (0.13, 0.13, 0.14))
    paint = plaster((0.76, 0.75, 0.72) if is_white else dark)
    oak = wood(site.pick((0.36, 0.21, 0.1), (0.22, 0.11, 0.05)), 0.22)
    stone = Matter(colour=(0.36, 0.35, 0.34), rough=0.18, vary=0.12, vary_scale=1.2)
    room = Hall(
        half_width=site.between(3.0, 3.8),
        depth=site.between(7.0, 8.4),
        height=site.between(3.9, 4.4),
        wall=paint,
        floor=stone if is_white and site.chance(0.5) else oak,
        ceiling=WHITE if is_white else Matter(colour=(0.1, 0.1, 0.1), rough=0.9),
        side=side,
        has_back=False,
        back=paint if not is_white or site.chance(0.5) else plaster(dark),
        skirting=WHITE if is_white else wood((0.12, 0.06, 0.03)),
    )
    hall(site, room)
    door = math.tan(yaw) * room.depth + side * site.between(0.9, 1.5)
    _next_room(site, room, door, is_white)
    frames = (GILT, GILT, wood((0.12, 0.06, 0.03))) if not is_white else (BLACK, WHITE, oak)
    _paintings(site, room, door, frames)
    _sculptures(site, room, math.tan(yaw))
    _light(site, room, is_white)
    x = math.tan(yaw) * 5.0 + side * site.between(-0.3, 0.3)
    _bench(site, (x, 5.2))
    site.lane((door - 2.5, room.depth + 2.0, 0), (door + 2.5, room.depth + 2.0, 0), often=9)
    site.view = turned_view(yaw, stop=site.between(1.8, 2.4), exposure=0.0 if is_white else 0.7)


def _next_room(site: Site, room: Hall, door: float, is_white: bool) -> None:
    """The back wall with an opening, and the room beyond it."""
    y, half, tall, open_to = room.depth + 0.15, room.half_width, 2.7, 0.85
    wall = room.back or room.wall
    for low, high in ((-half - 0.3, door - open_to), (door + open_to, half + 0.3)):
        site.box(((low + high) / 2, y, 0), (high - low, 0.3, room.height), wall, bevel=0)
    site.box((door, y, tall), (2 * open_to, 0.3, room.height - tall), wall, bevel=0)
    trim = WHITE if is_white else wood((0.12, 0.06, 0.03))
    for x in (-open_to + 0.02, open_to - 0.02):
        site.box((door + x, y - 0.02, 0), (0.05, 0.36, tall), trim)
    beyond = plaster(site.pick((0.7, 0.68, 0.62), (0.3, 0.36, 0.4), (0.46, 0.2, 0.14)))
    far = room.depth + 5.0
    site.plane((door, far - 2, 0), (7, 6), room.floor)
    site.box((door, far, 0), (7, 0.1, 4), beyond, bevel=0)
    for x in (-2.6, 2.6):
        site.box((door + x, far - 2.35, 0), (0.1, 4.7, 4), beyond, bevel=0)
    site.box((door, far - 2.35, 3.8), (7, 4.9, 0.1), WHITE, bevel=0)
    painting(site, (door + site.between(-0.3, 0.3), far - 0.07, 1.0), (1.5, 1.3), GILT)
    site.panel((door, far - 2, 3.7), (door, far, 1), (2.5, 2.5), watts=130, colour=(1, 0.93, 0.85))


def _paintings(site: Site, room: Hall, door: float, frames: tuple[Matter, ...]) -> None:
    y, half = room.depth - 0.02, room.half_width
    for low, high in ((-half + 0.3, door - 1.1), (door + 1.1, half - 0.3)):
        if high - low < 0.8:
            continue
        count = max(1, round((high - low) / 2.2))
        for number in range(count):
            middle = low + (number + 0.5) * (high - low) / count
            wide = min(site.between(0.9, 1.9), (high - low) / count - 0.35)
            tall = min(1.9, wide * site.between(0.7, 1.35))
            at = (middle, y, 1.72 - tall / 2)
            painting(site, at, (wide, tall), frames[int(site.rng.integers(len(frames)))])
            spot(site, (middle, y - 1.5, room.height - 0.35), (middle, y, 1.6),
                 watts=site.between(40, 60), ceiling=room.height)  # fmt: skip
    for side in (-1, 1):
        place = 2.6 + site.between(0, 0.5)
        while place < room.depth - 0.9:
            wide = site.between(0.8, 1.6)
            tall = min(1.8, wide * site.between(0.75, 1.4))
            at = (side * (half - 0.02), place + wide / 2, 1.72 - tall / 2)
            frame = frames[int(site.rng.integers(len(frames)))]
            painting(site, at, (wide, tall), frame, turn=-side * QUARTER)
            lamp = (side * (half - 1.4), at[1], room.height - 0.35)
            spot(site, lamp, (at[0], at[1], 1.6), watts=site.between(38, 55), ceiling=room.height)
            place += wide + site.between(0.6, 1.0)
    for x in (-half + 1.4, half - 1.4):
        site.box((x, room.depth / 2, room.height - 0.03), (0.035, room.depth, 0.03), BLACK)


def _sculptures(site: Site, room: Hall, slope: float) -> None:
    marble = Matter(colour=(0.72, 0.7, 0.66), rough=0.35, vary=0.1, vary_scale=5)
    bronze = Matter(colour=(0.16, 0.09, 0.04), rough=0.4, metal=0.9, vary=0.5, vary_scale=9)
    terracotta = Matter(colour=(0.42, 0.16, 0.08), rough=0.8, vary=0.2, vary_scale=8, bump=0.2)
    matters = (marble, bronze, terracotta, STEEL, BRASS)
    plinth = WHITE if site.chance(0.6) else Matter(colour=(0.06, 0.06, 0.065), rough=0.4)
    for y, aside in ((3.6, -1.15), (4.5, 1.5), (6.2, -1.9), (6.4, 2.2)):
        if site.chance(0.2):
            continue
        x = slope * y + aside + site.between(-0.1, 0.15)
        if abs(x) > room.half_width - 0.5:
            continue
        tall = site.between(0.8, 1.1)
        wide = site.between(0.38, 0.5)
        site.box((x, y, 0), (wide, wide, tall), plinth, turn=site.between(-0.2, 0.2))
        matter = matters[int(site.rng.integers(len(matters)))]
        _sculpture(site, (x, y, tall), matter)
        lamp = (x + (-0.9 if aside > 0 else 0.9), y - 1.0, room.height - 0.3)
        spot(site, lamp, (x, y, tall + 0.2), watts=36, ceiling=room.height)


def _sculpture(site: Site, at: Point, matter: Matter) -> None:
    choice = int(site.rng.integers(5))
    x, y, z = at
    if choice == 0:
        _ribbon(site, at, matter)
    elif choice == 1:
        level = z
        for radius in (0.17, 0.14, 0.1, 0.07):
            size = radius * site.between(0.9, 1.1)
            shift = site.between(-0.03, 0.03)
            squashed = [
                (r, 0.7 * h + 0.7 * size)
                for r, h in ((size * math.sin(a), -size * math.cos(a))
                             for a in np.linspace(0.02, 3.12, 12))
            ]  # fmt: skip
            site.lathe((x + shift, y, level), squashed, matter)
            level += 1.38 * size
    elif choice == 2:
        shape = ((0.1, 0), (0.07, 0.03), (0.16, 0.2), (0.18, 0.34), (0.1, 0.46), (0.055, 0.54))
        site.lathe(at, [*shape, (0.085, 0.6)], matter)
    elif choice == 3:
        around = np.linspace(0, 2 * math.pi, 40, endpoint=False)
        ring = [(x + 0.2 * math.cos(a), y + 0.1 * math.sin(a), z + 0.26 + 0.2 * math.sin(a))
                for a in around]  # fmt: skip
        for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
            site.rod(a, b, 0.055, matter, sides=14)
        site.box(at, (0.2, 0.2, 0.05), BLACK)
    else:
        level = z
        for number in range(4):
            block = (0.3 - 0.05 * number, 0.2, site.between(0.1, 0.2))
            site.box((x + site.between(-0.05, 0.05), y, level), block, matter,
                     turn=site.between(-0.9, 0.9), bevel=0.02)  # fmt: skip
            level += block[2]


def _ribbon(site: Site, at: Point, matter: Matter) -> None:
    """A twisted column."""
    rings, sides = 40, 28
    twist, bend = site.between(1.2, 3.2), site.between(0.03, 0.09)
    up = np.linspace(0, 1, rings)[:, None]
    around = np.linspace(0, 2 * math.pi, sides, endpoint=False)[None]
    radius = 0.1 * (1.15 - 0.5 * up) * (1 + 0.45 * np.cos(2 * around))
    x = radius * np.cos(around + twist * up) + bend * np.sin(4 * up)
    y = radius * np.sin(around + twist * up)
    points = np.stack([at[0] + x, at[1] + y, at[2] + 0.62 * up + 0 * x], -1).reshape(-1, 3)
    first = (np.arange(rings - 1)[:, None] * sides + np.arange(sides)).ravel()
    after = (np.arange(rings - 1)[:, None] * sides + (np.arange(sides) + 1) % sides).ravel()
    site.mesh(
        points, np.stack([first, after, after + sides, first + sides], 1), matter, is_smooth=True
    )


def _light(site: Site, room: Hall, is_white: bool) -> None:
    site.sky = Sky(zenith=(0.5, 0.55, 0.6), horizon=(0.5, 0.55, 0.6), strength=0.3)
    if is_white:
        milk = Matter(colour=(0.9, 0.95, 1.0), glow=2.6)
        for y in (2.6, 5.4):
            at = (0.0, y, room.height - 0.02)
            site.box((0, y, room.height - 0.03), (2.0, 1.7, 0.03), milk, bevel=0)
            for x in (-0.34, 0.34):
                site.box((x, y, room.height - 0.06), (0.05, 1.7, 0.05), WHITE)
            site.panel((*at[:2], at[2] - 0.08), (0.0, y, 0), (2, 1.7), watts=50, colour=milk.colour)
    else:
        site.panel((-1.5 * room.side, 0.5, 3.6), (0, 5, 1.2), (2, 1.5), watts=110,
                   colour=(1.0, 0.85, 0.68))  # fmt: skip


def _bench(site: Site, at: tuple[float, float]) -> None:
    x, y = at
    hide = Matter(colour=site.pick((0.03, 0.03, 0.03), (0.16, 0.07, 0.03)), rough=0.45)
    site.box((x, y, 0.36), (1.7, 0.5, 0.1), hide, bevel=0.03)
    for end in (-0.7, 0.7):
        site.box((x + end, y, 0), (0.05, 0.44, 0.36), STEEL)
