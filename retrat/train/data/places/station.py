"""A platform with a train under a roof of steel and glass, or a hall with tall windows."""

import math

import numpy as np

from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    WARM,
    Colour,
    Matter,
    Site,
    Sky,
    View,
    leaf,
    plaster,
    wood,
)
from retrat.train.data.places.streets import PANE, Box, boxes
from retrat.train.data.places.things import plant, tree

DAYLIGHT = Matter(colour=(0.85, 0.93, 1.0), glow=1.6)


def build(site: Site, moment: str) -> None:
    assert moment == ""
    side = 1 if site.chance(0.5) else -1
    if site.chance(0.55):
        _platform(site, side)
    else:
        _hall(site, side)


def _platform(site: Site, side: int) -> None:
    stone = Matter(
        colour=(0.2, 0.185, 0.165), rough=0.5, vary=0.2, vary_scale=1.2, bump=0.08, bump_scale=40
    )
    edge = site.between(2.0, 2.6)
    site.box((side * (edge - 5), 45, -0.9), (10, 100, 0.9), stone, bevel=0.02)
    yellow = Matter(colour=(0.65, 0.42, 0.03), rough=0.8, vary=0.15)
    site.box((side * (edge - 0.7), 45, 0), (0.3, 100, 0.006), yellow, bevel=0)
    white = Matter(colour=(0.65, 0.64, 0.6), rough=0.8, vary=0.1)
    site.box((side * (edge - 0.06), 45, 0), (0.12, 100, 0.005), white, bevel=0)
    joints: list[Box] = [((0, 0.9 * n, 0), (12, 0.012, 0.002)) for n in range(60)]
    boxes(site, joints, Matter(colour=(0.16, 0.15, 0.14), rough=1.0), bevel=0)
    _train(site, side, edge + 0.12)
    _roof(site, side, edge)
    _far_platform(site, side, edge)
    _furniture(site, side, edge)
    _trees(site, -side * (12.5 - edge))
    site.sky = Sky(zenith=(0.45, 0.6, 0.85), horizon=(0.8, 0.85, 0.9), strength=0.85, cover=0.4)
    site.sun(
        site.between(32, 46), -side * site.between(50, 75), watts=4.2, colour=(1.0, 0.84, 0.62)
    )
    for away in (1.25, 2.05):
        x = side * (edge - away)
        site.lane((x, 3.2, 0), (x, 40, 0), often=7, is_free=True)
    site.view = View(
        to=(side * site.between(-0.15, 0.35), 4, 1.52), stop=site.between(1.8, 2.4), exposure=0.1
    )


def _train(site: Site, side: int, x: float) -> None:
    """Coaches along the edge: a skirt, a band of windows, doors, a rounded roof."""
    paint = site.pick(
        (0.32, 0.33, 0.34),
        (0.35, 0.03, 0.03),
        (0.03, 0.12, 0.22),
        (0.7, 0.68, 0.62),
        (0.05, 0.2, 0.14),
    )
    skin = Matter(colour=paint, rough=0.25, metal=0.2)
    band = Matter(
        colour=site.pick((0.02, 0.02, 0.022), (0.6, 0.58, 0.54), (0.5, 0.3, 0.03)), rough=0.3
    )
    inside = Matter(colour=(1.0, 0.86, 0.62), glow=0.9)
    grey = Matter(colour=(0.1, 0.1, 0.105), rough=0.6)
    profile = [
        (0.02, -0.4),
        (0.0, 0.3),
        (0.0, 1.0),
        (0.02, 2.2),
        (0.12, 2.6),
        (0.5, 2.95),
        (1.4, 3.1),
        (2.8, 2.7),
    ]
    for coach in range(3):
        start, end = 3.2 + 20.4 * coach, 23.2 + 20.4 * coach
        points = [(side * (x + out), y, z) for y in (start, end) for out, z in profile]
        count = len(profile)
        faces = [(i, i + 1, count + i + 1, count + i) for i in range(count - 1)]
        site.mesh(points, faces, skin)
        site.box((side * (x + 1.4), start, -0.8), (2.7, 0.05, 3.7), grey)
        stripes: list[Box] = [((side * (x - 0.004), (start + end) / 2, 0.25), (0.01, 19.9, 0.12))]
        dark: list[Box] = [((side * (x - 0.002), (start + end) / 2, 1.05), (0.02, 19.4, 1.0))]
        lit: list[Box] = []
        y = start + 2.9
        for number in range(9):
            if number not in (2, 6):
                lit.append(((side * (x - 0.012), y, 1.55), (0.012, 1.3, 0.32)))
            else:
                stripes.append(((side * (x - 0.02), y, 0.02), (0.03, 1.5, 2.15)))
                dark.append(((side * (x - 0.04), y - 0.33, 0.95), (0.02, 0.45, 0.95)))
                dark.append(((side * (x - 0.04), y + 0.33, 0.95), (0.02, 0.45, 0.95)))
                dark.append(((side * (x - 0.04), y, 0.02), (0.02, 0.02, 2.1)))
            y += 1.85
        boxes(site, stripes, band)
        boxes(site, dark, PANE, bevel=0)
        boxes(site, lit, inside, bevel=0)


def _roof(site: Site, side: int, edge: float) -> None:
    """Trusses on pillars, and sheets between bands of glass."""
    steel = Matter(
        colour=site.pick(
            (0.06, 0.09, 0.08), (0.1, 0.1, 0.11), (0.35, 0.34, 0.31), (0.12, 0.03, 0.03)
        ),
        rough=0.5,
    )
    sheet = Matter(colour=(0.22, 0.2, 0.18), rough=0.8, vary=0.15)
    high, middle = site.between(4.4, 5.2), side * (edge - 3.6)
    for number in range(12):
        y = 5.5 + 6 * number
        site.rod((middle, y, 0), (middle, y, high), 0.11, steel, 16)
        site.lathe((middle, y, 0), [(0.2, 0), (0.2, 0.5), (0.12, 0.6)], steel, sides=16)
        for hand in (-1, 1):
            tip = (middle + hand * 3.6, y, high + 0.55)
            site.rod((middle, y, high - 0.05), tip, 0.07, steel)
            site.rod((middle, y, high - 1.3), (middle + hand * 1.6, y, high + 0.2), 0.045, steel)
    for hand in (-1, 1):
        for near, far in ((0.0, 1.5), (2.2, 4.1)):
            rise = (high + 0.1 + 0.16 * near, high + 0.1 + 0.16 * far)
            site.sheet(
                [
                    (middle + hand * near, -3, rise[0]),
                    (middle + hand * far, -3, rise[1]),
                    (middle + hand * far, 80, rise[1]),
                    (middle + hand * near, 80, rise[0]),
                ],
                sheet,
            )
        site.rod(
            (middle + hand * 2, -3, high + 0.35), (middle + hand * 2, 80, high + 0.35), 0.05, steel
        )
    lamps: list[Box] = [
        ((side * (edge - 1.8), 4.5 + 4.5 * n, high - 0.35), (0.14, 1.4, 0.06)) for n in range(12)
    ]
    boxes(site, lamps, Matter(colour=(1.0, 0.9, 0.75), glow=6.0))
    for number in range(3):
        site.lamp((side * (edge - 1.8), 5 + 7 * number, high - 0.5), watts=45, radius=0.3)


def _far_platform(site: Site, side: int, edge: float) -> None:
    """On the other hand: rails, another platform, a wall with tall windows."""
    hand = -side
    left = 10 - edge
    ballast = Matter(colour=(0.13, 0.11, 0.1), rough=1.0, vary=0.4, vary_scale=12, bump=0.8)
    site.plane((0, 60, -0.92), (80, 160), ballast)
    rails: list[Box] = [
        ((hand * (left + off), 45, -0.85), (0.07, 110, 0.14)) for off in (0.9, 2.35)
    ]
    boxes(site, rails, STEEL)
    stone = plaster((0.45, 0.36, 0.27))
    site.box((hand * (left + 12), 45, -0.9), (16, 110, 0.9), Matter(colour=(0.3, 0.29, 0.27)))
    site.box((hand * (left + 9), 50, 0), (0.6, 110, 7), stone)
    panes: list[Box] = [
        ((hand * (left + 8.68), 6 + 4.4 * n, 1.2), (0.06, 2.1, 3.8)) for n in range(20)
    ]
    boxes(site, panes, PANE.but(colour=(0.1, 0.13, 0.16)))
    tall = Matter(colour=(0.42, 0.44, 0.46), rough=1.0).far((0.7, 0.78, 0.86), 0.5)
    for number in range(7):
        x = -30 + 10 * number
        site.box((x, 115 + site.between(0, 10), -1), (9, 10, site.between(6, 20)), tall, bevel=0)


def _trees(site: Site, x: float) -> None:
    """On the other platform, and masts for the wires."""
    green = leaf(site.pick((0.1, 0.22, 0.05), (0.16, 0.24, 0.05), (0.35, 0.2, 0.04)))
    for number in range(7):
        y = 11 + 7 * number + site.between(-1.5, 1.5)
        tree(site, (x, y, 0), height=site.between(4.5, 6.5), green=green, count=1500, size=0.14)
    iron = Matter(colour=(0.08, 0.09, 0.085), rough=0.6)
    hand = 1 if x > 0 else -1
    for number in range(4):
        y = 16 + 14 * number
        site.rod((x - hand * 1.9, y, -0.9), (x - hand * 1.9, y, 6.4), 0.1, iron)
        site.rod((x - hand * 1.9, y, 5.9), (x - hand * 5.0, y, 6.1), 0.05, iron)
    for off in (3.3, 4.75):
        site.rod((x - hand * off, 0, 5.4), (x - hand * off, 90, 5.4), 0.012, iron)


def _furniture(site: Site, side: int, edge: float) -> None:
    oak, steel = wood((0.3, 0.15, 0.06)), Matter(colour=(0.05, 0.05, 0.055), rough=0.4)
    middle = side * (edge - 3.6)
    for number in range(3):
        y = 7.6 + 6 * number
        slats: list[Box] = [
            ((middle + side * (0.3 + 0.12 * n), y, 0.43), (0.1, 1.8, 0.03)) for n in range(4)
        ]
        slats += [((middle + side * 0.22, y, 0.55 + 0.13 * n), (0.03, 1.8, 0.1)) for n in range(3)]
        boxes(site, slats, oak)
        boxes(
            site,
            [((middle + side * 0.45, y + off, 0), (0.4, 0.05, 0.43)) for off in (-0.7, 0.7)],
            steel,
        )
    site.lathe((middle - side * 0.2, 5.6, 0), [(0.22, 0), (0.22, 0.85), (0.19, 0.9)], steel)
    if site.chance(0.5):
        plant(site, (middle, 9.9, 0), height=1.0)
    board = Matter(
        colour=site.pick((0.02, 0.05, 0.14), (0.02, 0.02, 0.025), (0.03, 0.1, 0.08)), rough=0.3
    )
    x = side * (edge - 2.6)
    site.box((x, 9.0, 2.9), (1.3, 0.1, 0.42), board, bevel=0.02)
    for off in (-0.5, 0.5):
        site.rod((x + off, 9.0, 3.3), (x + off, 9.0, 4.8), 0.015, BLACK)
    _clock(site, (x + side * 1.05, 9.0, 3.1), 0.3)
    cases = [(0.04, 0.06, 0.1), (0.3, 0.05, 0.04), (0.1, 0.16, 0.12)]
    for number in range(2):
        at = (middle + side * (0.9 - 0.1 * number), 6.2 + 6.4 * number, 0.05)
        colour = cases[int(site.rng.integers(3))]
        site.box(at, (0.42, 0.26, 0.62), Matter(colour=colour, rough=0.5), turn=0.4, bevel=0.05)


def _clock(site: Site, at: tuple[float, float, float], radius: float) -> None:
    x, y, z = at
    around = np.linspace(0, 2 * math.pi, 40, endpoint=False)
    for r, front, matter in (
        (radius * 1.1, 0.0, BLACK),
        (radius, 0.06, Matter(colour=(0.85, 0.84, 0.8), rough=0.4, glow=0.3)),
    ):
        points = [(x + r * math.cos(a), y - front, z + r * math.sin(a)) for a in around]
        site.mesh(points, [tuple(range(40))], matter)
    for angle, share in ((site.between(0, 6), 0.55), (site.between(0, 6), 0.85)):
        end = (x + share * radius * math.cos(angle), y - 0.08, z + share * radius * math.sin(angle))
        site.rod((x, y - 0.08, z), end, 0.02 * radius / 0.3, BLACK)


def _hall(site: Site, side: int) -> None:
    """Arched windows at the end and on one side, columns, benches, a kiosk, a clock."""
    stone = plaster(site.pick((0.5, 0.38, 0.25), (0.52, 0.44, 0.34), (0.42, 0.33, 0.26)))
    half, deep, high = site.between(5.5, 6.8), site.between(22, 28), 12.5
    floor = Matter(
        colour=(0.34, 0.29, 0.23), rough=0.16, pattern="checks", second=(0.2, 0.17, 0.14),
        pattern_scale=1.0, vary=0.1,
    )  # fmt: skip
    site.plane((0, deep / 2 - 3, 0), (2 * half, deep + 10), floor)
    site.box(
        (0, deep / 2 - 3, high), (2 * half, deep + 10, 0.2), plaster((0.5, 0.46, 0.4)), bevel=0
    )
    _arches(site, (0, deep, 0), 2 * half, stone, 0.0)
    for hand in (-1, 1):
        turn = -hand * math.pi / 2
        if hand == side:
            _arches(site, (hand * half, deep / 2 + 2, 0), deep - 4, stone, turn)
        else:
            site.box((hand * (half + 0.2), deep / 2 - 3, 0), (0.4, deep + 10, high), stone, bevel=0)
            _kiosks(site, hand * (half - 0.9), deep)
    for number in range(5):
        for hand in (-1, 1):
            _column(site, (hand * (half - 1.9), 6.5 + 4.5 * number, 0), high, stone)
    site.panel(
        (side * (half - 0.4), 9, 6),
        (-side * 1, 10, 0),
        (14, 7),
        watts=500,
        colour=(1.0, 0.92, 0.8),
    )
    site.panel((0, deep - 0.5, 6.5), (0, 4, 0), (10, 7), watts=300)
    site.sky = Sky(zenith=(0.5, 0.62, 0.8), horizon=(0.85, 0.9, 0.95), strength=0.9)
    site.sun(site.between(34, 42), side * site.between(50, 75), watts=9, colour=(1.0, 0.85, 0.64))
    site.box((0, -4, 0), (2 * half, 0.2, high), stone)
    _benches(site, side, half)
    _clock(site, (side * site.between(1.6, 2.2), 12.0, 3.7), 0.55)
    site.rod((side * 1.9, 12.05, 4.2), (side * 1.9, 12.05, high), 0.025, BLACK)
    for number in range(3):
        x = -side * (half - 1.4)
        site.lamp((x, 7 + 6 * number, 3.1), watts=60, colour=WARM, radius=0.2)
    for y in (7.3, 10.1):
        site.lane((1.2 - half, y, 0), (half - 1.2, y, 0), often=9)
    site.view = View(
        stop=site.between(1.8, 2.4), exposure=0.0, to=(side * site.between(-0.5, 0.3), 4, 1.6)
    )


def _arches(
    site: Site, at: tuple[float, float, float], width: float, stone: Matter, turn: float
) -> None:
    """A wall of tall windows with round tops, lit from outside."""
    count = max(3, round(width / 4.6))
    step, wide = width / count, 2.7
    dim, outside = Matter(colour=(0.07, 0.07, 0.07), rough=0.6), DAYLIGHT
    walls: list[Box] = [((0, 0.25, 0), (width, 0.5, 2.4)), ((0, 0.25, 10.2), (width, 0.5, 3))]
    bars: list[Box] = []
    lights: list[Box] = []
    for number in range(count + 1):
        walls.append(((number * step - width / 2, 0.25, 2.4), (step - wide, 0.5, 7.8)))
    for number in range(count):
        x = (number + 0.5) * step - width / 2
        lights.append(((x, 0.45, 2.4), (wide, 0.02, 7.8)))
        bars += [((x + off, 0.35, 2.4), (0.07, 0.07, 7.6)) for off in (-0.67, 0.0, 0.67)]
        bars += [((x, 0.35, 2.4 + 1.3 * n), (wide, 0.07, 0.06)) for n in range(6)]
        for part in range(10):
            low, top = math.radians(9 * part), math.radians(9 * part + 9)
            reach = wide / 2 * (1 - math.cos(low + 0.08))
            z0, z1 = 8.85 + 1.35 * math.sin(low), 8.85 + 1.35 * math.sin(top)
            for hand in (-1, 1):
                block = (
                    (x + hand * (wide / 2 - reach / 2), 0.25, z0),
                    (reach + 0.01, 0.5, z1 - z0 + 0.01),
                )
                walls.append(block)
    boxes(site, walls, stone, at=at, turn=turn, bevel=0)
    boxes(site, bars, dim, at=at, turn=turn, bevel=0)
    if not turn:
        boxes(site, lights, outside, at=at, turn=turn, bevel=0)


def _column(site: Site, at: tuple[float, float, float], high: float, stone: Matter) -> None:
    x, y, z = at
    site.box((x, y, z), (1.0, 1.0, 0.9), stone, bevel=0.04)
    profile = [(0.42, 0.9), (0.36, 1.1), (0.33, high - 1.4), (0.45, high - 1.0), (0.45, high)]
    site.lathe((x, y, 0), profile, stone, sides=24)


def _kiosks(site: Site, x: float, deep: float) -> None:
    """Lit counters along a wall."""
    y = 6.0
    while y < deep - 3:
        long = site.between(2.8, 4.2)
        front = wood(site.pick((0.12, 0.06, 0.03), (0.03, 0.08, 0.07), (0.2, 0.1, 0.05)))
        light: Colour = site.pick((1.0, 0.7, 0.38), (1.0, 0.84, 0.6))
        site.box((x, y, 0), (1.2, long, 1.1), front)
        site.box((x, y, 2.5), (1.4, long, 0.5), front)
        site.box((x * 1.08, y, 1.1), (0.1, long, 1.4), Matter(colour=light, glow=1.0), bevel=0)
        goods: dict[Matter, list[Box]] = {}
        for level in (1.15, 1.6, 2.0):
            spot = y - long / 2 + 0.2
            while spot < y + long / 2 - 0.2:
                wide = site.between(0.08, 0.3)
                kind = Matter(
                    colour=site.pick(
                        (0.5, 0.12, 0.05), (0.6, 0.45, 0.2), (0.1, 0.2, 0.25), (0.7, 0.66, 0.6)
                    )
                )
                goods.setdefault(kind, []).append(
                    ((x * 1.02, spot, level), (0.2, wide, site.between(0.1, 0.3)))
                )
                spot += wide + site.between(0.04, 0.2)
        for matter, some in goods.items():
            boxes(site, some, matter)
        y += long + site.between(0.8, 2.0)


def _benches(site: Site, side: int, half: float) -> None:
    oak = wood((0.28, 0.14, 0.06))
    for number in range(4):
        y = 5.4 + 3.2 * number
        for hand in (-1, 1):
            x = hand * (half - 3.3 - 0.3 * site.between(0, 1))
            parts: list[Box] = [
                ((x, y, 0.42), (1.9, 0.5, 0.05)),
                ((x, y + 0.26, 0.5), (1.9, 0.04, 0.5)),
            ]
            parts += [((x + off, y, 0), (0.06, 0.5, 0.42)) for off in (-0.85, 0.85)]
            boxes(site, parts, oak, bevel=0.01)
    case = Matter(
        colour=site.pick((0.3, 0.05, 0.04), (0.04, 0.06, 0.1), (0.5, 0.35, 0.1)), rough=0.45
    )
    site.box((side * 2.0, 4.9, 0.05), (0.45, 0.28, 0.65), case, turn=0.3, bevel=0.05)
