"""A photographer's studio: a sweep of coloured paper, soft light, stands at its sides."""

from __future__ import annotations

import math

import numpy as np

from retrat.train.data.places.halls import boxes, there
from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    plaster,
    wood,
)
from retrat.train.data.places.things import chair, plant

PAPERS: tuple[Colour, ...] = (
    (0.35, 0.35, 0.36),
    (0.62, 0.58, 0.52),
    (0.05, 0.16, 0.24),
    (0.42, 0.2, 0.15),
    (0.16, 0.22, 0.14),
    (0.55, 0.34, 0.3),
    (0.2, 0.27, 0.38),
    (0.5, 0.38, 0.16),
    (0.12, 0.12, 0.13),
    (0.24, 0.15, 0.26),
)


def build(site: Site, moment: str) -> None:
    del moment  # the light is the photographer's
    aside = 1 if site.chance(0.5) else -1
    paper = Matter(colour=site.pick(*PAPERS), rough=0.9, vary=0.03, vary_scale=0.8)
    back = site.between(3.3, 4.2)
    wide = 2.72 if site.chance(0.65) else 3.6
    middle = site.between(-0.12, 0.12)
    bright = 95 if max(paper.colour) < 0.45 else 55  # watts
    _room(site, back + 1.0)
    _sweep(site, middle, back, wide, paper)
    _support(site, middle, back, wide, paper)
    if site.chance(0.75):
        _softbox(site, (aside * site.between(1.35, 1.6), site.between(2.7, 3.1), 0), -aside)
    side = -aside * site.between(1.3, 1.6)
    if site.chance(0.5):
        _flat(site, (side, 3.0, 0), aside)
    elif site.chance(0.7):
        _tripod(site, (side, 2.9, 0), site.between(1.2, 1.5))
    if site.chance(0.4):
        chair(site, (-aside * 1.25, back - 0.7, 0), wood((0.35, 0.2, 0.1)), turn=2.4 * aside)
    elif site.chance(0.4):
        plant(site, (-aside * 1.3, back - 0.5, 0), height=site.between(0.9, 1.3))
    # A pool of light on the paper, off its middle, and a large soft one from a side.
    site.lamp((middle + 0.5 * aside, back - 0.9, site.between(0.5, 0.9)), watts=0.5 * bright,
              colour=(1.0, 0.95, 0.88), radius=0.25)  # fmt: skip
    site.panel((1.5 * aside, 1.5, 3.2), (-0.3 * aside, back, 1.3), (0.7, 0.7), watts=0.75 * bright,
               colour=(1.0, 0.96, 0.9))  # fmt: skip
    site.panel(
        (-2.6 * aside, 2.0, 2.6), (0, back, 1.0), (1.5, 2.0), watts=22, colour=(0.8, 0.9, 1.0)
    )
    site.sky = Sky(zenith=(0.5, 0.5, 0.55), horizon=(0.5, 0.5, 0.55), strength=0.15)
    site.view = View(stop=2.2, exposure=0.2)


def _room(site: Site, depth: float) -> None:
    brick = Matter(
        colour=(0.55, 0.5, 0.45), rough=0.9, pattern="bricks", second=(0.5, 0.46, 0.42), vary=0.15
    )
    wall = brick if site.chance(0.5) else plaster(site.pick((0.5, 0.48, 0.45), (0.2, 0.2, 0.21)))
    site.room(
        (3.2, depth, 3.6),
        wall=wall,
        floor=Matter(colour=(0.22, 0.21, 0.2), rough=0.4, vary=0.2),
        ceiling=plaster((0.3, 0.3, 0.3)),
    )
    for x in (-2.0, 0.2, 2.2):
        site.rod((x, depth - 0.08, 3.1), (x + 1.4, depth - 0.08, 3.1), 0.03, STEEL)


def _sweep(site: Site, x: float, back: float, wide: float, paper: Matter) -> None:
    """Paper down a wall and out over the floor, in one curve."""
    bend = 0.7
    angles = np.linspace(0, math.pi / 2, 14)
    line = [(0.9, 0.004), *((back - bend + bend * math.sin(a), bend - bend * math.cos(a) + 0.004)
            for a in angles), (back, 2.75)]  # fmt: skip
    across = np.linspace(-wide / 2, wide / 2, 24)
    points = [
        (x + a, y - 0.012 * math.sin(3 * a + z) * (z > 0.4), z) for y, z in line for a in across
    ]
    faces = [
        (24 * row + i, 24 * row + i + 1, 24 * row + i + 25, 24 * row + i + 24)
        for row in range(len(line) - 1)
        for i in range(23)
    ]
    site.mesh(np.array(points), faces, paper, is_smooth=True)


def _support(site: Site, x: float, back: float, wide: float, paper: Matter) -> None:
    site.rod((x - wide / 2, back, 2.78), (x + wide / 2, back, 2.78), 0.06, paper, 20)
    site.rod((x - wide / 2 - 0.2, back, 2.78), (x + wide / 2 + 0.2, back, 2.78), 0.02, STEEL)
    for side in (-1, 1):
        post = x + side * (wide / 2 + 0.15)
        site.rod((post, back, 0.1), (post, back, 2.85), 0.018, BLACK)
        for turn in (0.3, 2.4, 4.5):
            foot = (post + 0.45 * math.cos(turn), back + 0.45 * math.sin(turn), 0.0)
            site.rod((post, back, 0.5), foot, 0.011, BLACK)
        site.box((post, back - 0.03, 2.2), (0.05, 0.05, 0.12), Matter(colour=(0.5, 0.2, 0.05)))
    rolls = [(x + wide / 2 + 0.45 + 0.14 * n, back + 0.5, 0.0) for n in range(4)]
    for at in rolls:
        tone = Matter(colour=site.pick(*PAPERS), rough=0.8)
        site.rod(at, (at[0] + 0.12, at[1] + 0.3, site.between(2.2, 2.7)), 0.055, tone, 14)


def _softbox(site: Site, at: Point, towards: int) -> None:
    """On a stand, its white front turned to the middle."""
    x, y, _ = at
    height = site.between(1.9, 2.25)
    _stand(site, at, height)
    turn = 1.25 * towards
    size = site.between(0.6, 0.85)
    front = Matter(colour=(1.0, 0.97, 0.92), glow=2.2)
    cloth = Matter(colour=(0.02, 0.02, 0.022), rough=0.7)
    middle = (x, y, height - size / 2)
    near, far = -0.02, 0.35
    rim = [
        (a * size / 2, near, size / 2 + b * size / 2)
        for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    hub = [
        (0.25 * a * size, far, size / 2 + 0.25 * b * size)
        for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    points = [there(p, middle, turn) for p in (*rim, *hub)]
    site.mesh(points, [(i, (i + 1) % 4, 4 + (i + 1) % 4, 4 + i) for i in range(4)], cloth)
    site.box(there((0, 0.0, 0), middle, turn), (0.96 * size, 0.01, size), front, turn=turn, bevel=0)
    site.box(there((0, 0.45, 0.4 * size), middle, turn), (0.13, 0.3, 0.14), BLACK, turn=turn)


def _stand(site: Site, at: Point, height: float) -> None:
    x, y, _ = at
    site.rod((x, y, 0.15), (x, y, height), 0.014, STEEL)
    site.rod((x, y, 0.15), (x, y, 1.1), 0.02, BLACK)
    for turn in (0.6, 2.7, 4.8):
        site.rod(
            (x, y, 0.55), (x + 0.45 * math.cos(turn), y + 0.45 * math.sin(turn), 0), 0.012, BLACK
        )


def _flat(site: Site, at: Point, side: int) -> None:
    """Two tall white boards, hinged."""
    for turn in (0.9 * side, 2.1 * side):
        board = there((0.42, 0, 0), at, turn)
        boxes(site, [board], [(0.84, 0.04, 2.3)], WHITE, turn=turn)


def _tripod(site: Site, at: Point, height: float) -> None:
    x, y, _ = at
    for turn in (0.2, 2.3, 4.4):
        site.rod(
            (x, y, height), (x + 0.42 * math.cos(turn), y + 0.42 * math.sin(turn), 0), 0.014, BLACK
        )
    site.box((x, y, height), (0.09, 0.09, 0.08), BLACK)
    site.box((x, y, height + 0.08), (0.15, 0.08, 0.11), BLACK, bevel=0.015)
    site.rod((x, y - 0.04, height + 0.13), (x, y - 0.16, height + 0.13), 0.038, BLACK, 16)
