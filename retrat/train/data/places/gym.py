"""Weights on racks, machines and treadmills on a dark floor, with mirrors and big windows."""

import math

import numpy as np

from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    plaster,
    wood,
)
from retrat.train.data.places.streets import Box, balls, boxes, planks, turned
from retrat.train.data.places.things import plant, screen

ACCENTS: tuple[Colour, ...] = (
    (0.5, 0.05, 0.03), (0.65, 0.33, 0.03), (0.03, 0.14, 0.34), (0.16, 0.26, 0.05), (0.02, 0.2, 0.2),
)  # fmt: skip
RUBBER = Matter(colour=(0.022, 0.022, 0.024), rough=0.7)
FRAME = Matter(colour=(0.03, 0.03, 0.033), rough=0.35, metal=0.4)


def build(site: Site, moment: str) -> None:
    assert moment == ""
    side = 1 if site.chance(0.5) else -1
    accent = Matter(colour=site.pick(*ACCENTS), rough=0.5)
    half, deep, high = site.between(3.1, 3.8), site.between(9.5, 12.0), site.between(3.4, 4.2)
    bricks = Matter(
        colour=(0.34, 0.14, 0.09), rough=0.9, pattern="bricks", second=(0.4, 0.36, 0.3), vary=0.3
    )
    wall = (
        bricks
        if site.chance(0.35)
        else plaster(site.pick((0.5, 0.49, 0.46), (0.14, 0.15, 0.17), (0.4, 0.36, 0.31)))
    )
    floor = Matter(colour=(0.06, 0.06, 0.063), rough=0.45, vary=0.35, vary_scale=45, bump=0.1)
    ceiling = plaster(site.pick((0.05, 0.05, 0.055), (0.2, 0.2, 0.2)))
    site.room((half, deep, high), wall=wall, floor=floor, ceiling=ceiling)
    if site.chance(0.4):
        planks(site, half, deep, site.pick((0.36, 0.22, 0.12), (0.28, 0.2, 0.14)))
    _windows(site, side, (half, deep, high))
    _mirror(site, -side, (half, deep, high))
    _back(site, side, (half, deep, high), accent)
    _dumbbells(site, (-side * (half - 0.45), 5.3, 0), 3.4, -side, accent)
    if site.chance(0.5):
        _rack(site, (-side * (half - 1.3), deep - 2.4, 0), accent)
    else:
        _cables(site, (-side * (half - 1.9), deep - 1.6, 0))
    for number in range(4):
        at = (side * (half - 1.15), 4.0 + 1.3 * number, 0)
        _treadmill(site, at, side * math.pi / 2, accent)
    _lying(site, side, accent)
    _bag(site, (side * site.between(1.2, 1.5), site.between(7.6, 8.6)), high)
    _above(site, (half, deep, high))
    site.sky = Sky(zenith=(0.45, 0.6, 0.85), horizon=(0.85, 0.9, 0.95), strength=0.22)
    site.view = View(
        to=(
            side * (site.between(0.35, 0.9) if site.chance(0.65) else -site.between(0.3, 0.7)),
            4,
            1.47,
        ),
        stop=site.between(1.8, 2.4),
        exposure=0.1,
    )


def _windows(site: Site, side: int, room: tuple[float, float, float]) -> None:
    """A long wall of glass with dark bars."""
    half, deep, high = room
    x = side * (half - 0.04)
    bright = Matter(colour=site.pick((0.78, 0.89, 1.0), (0.95, 0.93, 0.86)), glow=1.7)
    low, top = 0.35, high - 0.4
    site.box((x, deep / 2 + 0.6, low), (0.02, deep - 1.6, top - low), bright, bevel=0)
    green = Matter(colour=(0.2, 0.3, 0.16), glow=0.6, vary=0.5)
    shapes = [
        ((x - side * 0.015, 2.4 + 0.9 * n, low), (0.01, 1.1, site.between(0.5, 1.5)))
        for n in range(int((deep - 3) / 0.9))
    ]
    boxes(site, shapes, green, bevel=0)
    step = site.between(1.3, 1.9)
    bars: list[Box] = [
        ((x - side * 0.05, 1.4 + step * n, low), (0.08, 0.06, top - low))
        for n in range(int((deep - 1.2) / step) + 1)
    ]
    bars += [
        ((x - side * 0.05, deep / 2 + 0.6, z), (0.09, deep - 1.6, 0.06))
        for z in (low, low + (top - low) * 0.6, top)
    ]
    boxes(site, bars, FRAME)
    site.panel(
        (x - side * 0.2, deep / 2 + 0.4, high / 2 + 0.2), (-side * 1.5, deep / 2, 0.4),
        (deep - 2.0, top - low), watts=760, colour=(0.92, 0.96, 1.0),
    )  # fmt: skip


def _mirror(site: Site, side: int, room: tuple[float, float, float]) -> None:
    half, deep, _ = room
    glass = Matter(colour=(0.8, 0.83, 0.82), rough=0.02, metal=1.0)
    sheets: list[Box] = [
        ((side * (half - 0.02), 2.6 + 1.52 * n, 0.35), (0.02, 1.5, 2.0))
        for n in range(int((deep - 3) / 1.52))
    ]
    boxes(site, sheets, glass, bevel=0)


def _back(site: Site, side: int, room: tuple[float, float, float], accent: Matter) -> None:
    """A painted band, wall bars or a shelf of balls, screens."""
    half, deep, high = room
    if site.chance(0.6):
        band = site.between(0.25, 0.5)
        site.box((0, deep - 0.02, 1.0), (2 * half, 0.03, band), accent, bevel=0)
    x = side * site.between(1.7, 2.3)
    oak = wood((0.42, 0.26, 0.13))
    if site.chance(0.5):
        rungs = [
            ((x + off, deep - 0.12, 0.1), (0.05, 0.12, 2.5)) for off in (-1.3, -0.45, 0.4, 1.25)
        ]
        boxes(site, rungs, oak)
        for number in range(13):
            level = 0.25 + 0.18 * number
            site.rod((x - 1.3, deep - 0.16, level), (x + 1.25, deep - 0.16, level), 0.018, oak)
    else:
        for level in (0.5, 1.15, 1.8):
            site.box((x, deep - 0.25, level - 0.2), (2.4, 0.4, 0.04), FRAME)
            for number in range(6):
                ball = Matter(
                    colour=site.pick(
                        accent.colour, (0.03, 0.03, 0.03), (0.2, 0.2, 0.22), (0.5, 0.5, 0.48)
                    ),
                    rough=0.6,
                )
                radius = site.between(0.12, 0.16)
                site.ball(
                    (x - 1.0 + 0.4 * number, deep - 0.25, level - 0.16 + radius), radius, ball
                )
    screen_at = (-side * site.between(0.4, 1.2), deep - 0.3, high - 1.5)
    screen(
        site,
        screen_at,
        (1.1, 0.62),
        colour=site.pick((0.2, 0.35, 0.5), (0.5, 0.25, 0.12), (0.15, 0.4, 0.25)),
        glow=1.2,
    )
    if site.chance(0.7):
        plant(
            site,
            (side * (half - 0.8), deep - 0.7, 0),
            height=site.between(1.1, 1.6),
            pot=(0.1, 0.1, 0.1),
        )


def _dumbbells(site: Site, at: Point, long: float, side: int, accent: Matter) -> None:
    """A rack of three boards along a wall, pairs of dumbbells on each."""
    x, y, _ = at
    frame: list[Box] = [
        ((x + side * 0.12 * n, y, 0.35 + 0.36 * n), (0.34, long, 0.04)) for n in range(3)
    ]
    frame += [
        ((x + side * 0.12, y + off, 0), (0.5, 0.07, 1.15)) for off in (-long / 2, 0, long / 2)
    ]
    boxes(site, frame, FRAME)
    profile = [
        (0.02, -0.17),
        (0.95, -0.16),
        (1.0, -0.13),
        (1.0, -0.07),
        (0.3, -0.055),
        (0.3, 0.055),
        (1.0, 0.07),
        (1.0, 0.13),
        (0.95, 0.16),
        (0.02, 0.17),
    ]
    for row in range(3):
        spot = y - long / 2 + 0.15
        while spot < y + long / 2 - 0.12:
            radius = site.between(0.055, 0.075) + 0.012 * (2 - row)
            matter = RUBBER if site.chance(0.9) else accent
            shape = [(max(0.018, radius * r), z) for r, z in profile]
            turned(site, (x + side * 0.12 * row, spot, 0.4 + 0.36 * row + radius), shape, matter)
            spot += 2 * radius + site.between(0.02, 0.06)


def _plates(site: Site, at: Point, count: int, out: int, accent: Matter) -> None:
    """Discs on one end of a bar along x."""
    x = at[0]
    radius = 0.225
    for number in range(count):
        thick = site.between(0.04, 0.07)
        matter = RUBBER if site.chance(0.6) else accent
        shape = [
            (0.03, -thick / 2),
            (radius, -thick / 2 + 0.008),
            (radius, thick / 2 - 0.008),
            (0.03, thick / 2),
        ]
        turned(site, (x + out * thick / 2, at[1], at[2]), shape, matter)
        x += out * (thick + 0.004)
        radius *= 1.0 if number == 0 else 0.8


def _rack(site: Site, at: Point, accent: Matter) -> None:
    """A cage with a barbell in it, and a bench."""
    x, y, _ = at
    posts: list[Box] = [((a, b, 0), (0.075, 0.075, 2.4)) for a in (-0.6, 0.6) for b in (-0.6, 0.6)]
    posts += [((a, 0, z), (0.075, 1.2, 0.075)) for a in (-0.6, 0.6) for z in (0.02, 0.8, 2.33)]
    posts += [((0, b, 2.33), (1.2, 0.075, 0.075)) for b in (-0.6, 0.6)]
    boxes(site, posts, accent if site.chance(0.5) else FRAME, at=at)
    level = site.between(1.1, 1.5)
    site.rod((x - 1.1, y - 0.68, level), (x + 1.1, y - 0.68, level), 0.015, STEEL, 12)
    for hand in (-1, 1):
        _plates(
            site, (x + hand * 0.72, y - 0.68, level), int(site.rng.integers(2, 5)), hand, accent
        )
        _plates(site, (x + hand * 0.66, y + 0.6, 0.7), 3, hand, accent)
    seat = Matter(colour=(0.03, 0.03, 0.032), rough=0.45)
    boxes(site, [((x, y - 0.1, 0.42), (0.3, 1.2, 0.08))], seat, bevel=0.03)
    boxes(site, [((x, y + off, 0), (0.4, 0.08, 0.42)) for off in (-0.55, 0.4)], FRAME)


def _cables(site: Site, at: Point) -> None:
    """Two towers of weights joined above, with cables and handles."""
    x, y, _ = at
    frame: list[Box] = [((off, 0, 0), (0.1, 0.12, 2.3)) for off in (-1.35, -0.95, 0.95, 1.35)]
    frame += [((0, 0, 2.25), (2.8, 0.14, 0.1))]
    frame += [((off, 0, 0), (0.55, 0.7, 0.06)) for off in (-1.15, 1.15)]
    boxes(site, frame, FRAME, at=at)
    stack: list[Box] = [
        ((off, 0, 0.08 + 0.048 * n), (0.28, 0.16, 0.042))
        for off in (-1.15, 1.15)
        for n in range(18)
    ]
    boxes(site, stack, RUBBER, at=at)
    for hand in (-1, 1):
        inside = x + hand * 0.86
        site.rod((x + hand * 1.15, y, 0.9), (x + hand * 1.15, y, 2.2), 0.006, STEEL)
        site.rod((inside, y - 0.1, 1.2), (inside, y - 0.1, 2.2), 0.006, BLACK)
        site.rod((inside - 0.07, y - 0.1, 1.15), (inside + 0.07, y - 0.1, 1.15), 0.018, STEEL)


def _treadmill(site: Site, at: Point, turn: float, accent: Matter) -> None:
    """Its runner looks away from the camera where it is not turned."""
    base: list[Box] = [((0, 0, 0.06), (0.78, 1.75, 0.14)), ((0, 0.72, 0.2), (0.7, 0.35, 0.12))]
    base += [((off, 0.62, 0.15), (0.06, 0.12, 1.05)) for off in (-0.38, 0.38)]
    base += [((0, 0.62, 1.1), (0.82, 0.16, 0.2)), ((0, 0.7, 1.25), (0.5, 0.05, 0.32))]
    boxes(site, base, Matter(colour=(0.05, 0.05, 0.055), rough=0.4), at=at, turn=turn, bevel=0.02)
    rails: list[Box] = [((off, 0.3, 0.95), (0.045, 0.7, 0.045)) for off in (-0.38, 0.38)]
    rails += [((off, 0, 0.2), (0.09, 1.7, 0.012)) for off in (-0.33, 0.33)]
    boxes(site, rails, Matter(colour=(0.4, 0.4, 0.41), rough=0.4, metal=0.6), at=at, turn=turn)
    boxes(site, [((0, 0, 0.195), (0.52, 1.7, 0.012))], RUBBER, at=at, turn=turn)
    boxes(
        site,
        [((off, 0.53, 0.5), (0.02, 0.012, 0.5)) for off in (-0.38, 0.38)],
        accent,
        at=at,
        turn=turn,
    )
    lit = Matter(colour=(0.2, 0.5, 0.7), glow=1.0, moves="lights")
    boxes(site, [((0, 0.66, 1.32), (0.36, 0.02, 0.2))], lit, at=at, turn=turn, bevel=0)


def _lying(site: Site, side: int, accent: Matter) -> None:
    """Kettlebells, mats, a bench, a big ball, about the floor."""
    bells = []
    for number in range(5):
        x = -side * (2.2 + site.between(-0.1, 0.1)) + 0.02 * number
        y = 3.9 + 0.42 * number
        radius = site.between(0.09, 0.13)
        bells.append(((x, y, radius), radius))
        for hand in (-1, 1):
            site.rod(
                (x + hand * 0.07, y, 1.7 * radius),
                (x + hand * 0.055, y, 2.4 * radius),
                0.015,
                RUBBER,
            )
        site.rod((x - 0.06, y, 2.4 * radius), (x + 0.06, y, 2.4 * radius), 0.016, RUBBER)
    balls(site, bells, RUBBER if site.chance(0.6) else accent)
    mats = Matter(colour=site.pick(accent.colour, (0.08, 0.12, 0.2), (0.25, 0.1, 0.2)), rough=0.85)
    site.box(
        (side * site.between(0.6, 1.0), 5.6, 0),
        (0.65, 1.8, 0.015),
        mats,
        turn=site.between(-0.3, 0.3),
    )
    if site.chance(0.6):
        ball = Matter(
            colour=site.pick(accent.colour, (0.3, 0.3, 0.33), (0.1, 0.25, 0.4)), rough=0.4
        )
        site.ball((side * site.between(1.5, 1.9), site.between(6.5, 7.5), 0.33), 0.33, ball)
    at = (-side * site.between(1.3, 1.6), 4.9, 0.0)
    turn = site.between(-0.5, 0.5)
    pad: list[Box] = [((0, 0, 0.42), (0.3, 1.1, 0.07))]
    boxes(site, pad, Matter(colour=(0.03, 0.03, 0.032), rough=0.4), at=at, turn=turn, bevel=0.03)
    legs: list[Box] = [((0, off, 0), (0.42, 0.07, 0.05)) for off in (-0.45, 0.45)]
    legs += [((0, off, 0), (0.06, 0.06, 0.42)) for off in (-0.45, 0.45)]
    boxes(site, legs, FRAME, at=at, turn=turn)


def _bag(site: Site, at: tuple[float, float], high: float) -> None:
    """A heavy bag on chains, and boxes to jump on beside it."""
    x, y = at
    leather = Matter(
        colour=site.pick((0.02, 0.02, 0.022), (0.25, 0.03, 0.02), (0.12, 0.06, 0.03)), rough=0.4
    )
    site.lathe((x, y, 0.75), [(0.15, 0), (0.18, 0.04), (0.18, 1.1), (0.14, 1.16)], leather)
    for around in (0.3, 2.4, 4.5):
        edge = (x + 0.14 * math.cos(around), y + 0.14 * math.sin(around), 1.9)
        site.rod(edge, (x, y, 2.3), 0.008, STEEL)
    site.rod((x, y, 2.3), (x, y, high), 0.014, STEEL)
    oak = wood((0.42, 0.28, 0.15))
    for number, tall in enumerate((0.75, 0.5, 0.35)):
        site.box((x - 0.2 + 0.55 * number, y + 1.1, 0), (0.5, 0.6, tall), oak, turn=0.1 * number)


def _above(site: Site, room: tuple[float, float, float]) -> None:
    """Long lamps, a pipe."""
    half, deep, high = room
    tubes: list[Box] = []
    for x in (-half / 2, half / 2):
        for number in range(3):
            y = 3.2 + 2.7 * number
            tubes.append(((x, y, high - 0.45), (0.1, 1.6, 0.06)))
            site.panel(
                (x, y, high - 0.47), (x, y, 0), (0.1, 1.6), watts=13, colour=(1.0, 0.93, 0.82)
            )
    boxes(site, tubes, Matter(colour=(1.0, 0.93, 0.82), glow=7))
    pipe = Matter(colour=(0.45, 0.45, 0.46), rough=0.4, metal=0.8)
    site.rod((0.3 * half, -1, high - 0.35), (0.3 * half, deep, high - 0.35), 0.17, pipe, 20)
    for x in np.linspace(-half, half, 6):
        site.box((float(x), deep / 2, high - 0.14), (0.1, deep + 2, 0.14), FRAME)
