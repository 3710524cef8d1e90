"""A workshop: tools on a wall of boards, a workbench with a vice, shelves, a dusty window."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from retrat.train.data.places.halls import boxes, stonework, there
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
from retrat.train.data.places.things import SPINES, Glazing, pendant, window

HANDLES: tuple[Colour, ...] = (
    (0.5, 0.28, 0.1), (0.6, 0.05, 0.03), (0.7, 0.45, 0.03), (0.03, 0.03, 0.03), (0.05, 0.15, 0.4),
)  # fmt: skip


def build(site: Site, moment: str) -> None:
    del moment  # its window is bright
    aside = 1 if site.chance(0.5) else -1
    is_garage = site.chance(0.4)
    depth = 6.0
    wall = plaster(site.pick((0.4, 0.38, 0.33), (0.3, 0.34, 0.33), (0.5, 0.47, 0.4)))
    floor = Matter(
        colour=(0.22, 0.21, 0.19), rough=0.6, vary=0.35, vary_scale=1.2, bump=0.2, bump_scale=5
    )
    site.room((2.55, depth, 3.2), wall=wall, floor=floor, ceiling=plaster((0.35, 0.33, 0.3)))
    if site.chance(0.6):
        tone = site.pick((0.32, 0.14, 0.09), (0.5, 0.46, 0.4), (0.38, 0.22, 0.15))
        brick = Matter(colour=tone, rough=0.9, vary=0.2, vary_scale=5, bump=0.3, bump_scale=20)
        stonework(site, (0, depth - 0.02, 0), (6.4, 3.2), brick, block=(0.23, 0.078))
    _bench(site, (site.between(-0.25, 0.25), depth - 0.45, 0), aside)
    _tool_wall(site, (-0.65 * aside, depth - 0.16, 1.32))
    window(
        site,
        (1.6 * aside, depth - 0.14, 1.35),
        (1.2, 1.1),
        Glazing(
            panes=(3, 2),
            frame=wood((0.3, 0.27, 0.22)),
            outside=(0.85, 0.93, 1.0),
            strength=1.7,
            watts=70,
        ),
    )
    _rack(site, (-2.22 * aside, 4.75, 0), -aside)
    if is_garage:
        _tyres(site, (1.75 * aside, 3.9, 0))
        _chest(site, (1.5 * aside, 4.95, 0))
    else:
        _boards(site, (2.2 * aside, 4.6, 0), aside)
        _horse(site, (1.55 * aside, 3.5, 0))
        _shavings(site)
    if site.chance(0.8):
        for x in (-1.3, 1.1):
            pendant(site, (x * aside, 4.3, 2.35), ceiling=3.2, watts=45,
                    shade=Matter(colour=(0.05, 0.12, 0.09), rough=0.4), radius=0.2)  # fmt: skip
    for y in (2.0, 3.4, 4.8):
        site.box((0, y, 2.98), (5.2, 0.16, 0.22), wood((0.2, 0.12, 0.065), rough=0.7), bevel=0.01)
    site.panel((2.5 * aside, 2.6, 1.9), (-0.6 * aside, 5.0, 0.7), (1.6, 1.4), watts=150)
    site.panel((-2.6 * aside, 1.2, 2.6), (0, 5, 1.2), (0.8, 0.8), watts=16, colour=(1.0, 0.8, 0.58))
    site.sky = Sky(zenith=(0.5, 0.55, 0.6), horizon=(0.5, 0.55, 0.6), strength=0.06)
    site.view = View(stop=2.0, exposure=0.3)


def _bench(site: Site, at: Point, aside: int) -> None:
    x, y, _ = at
    beech = wood((0.36, 0.21, 0.1))
    site.box((x, y, 0.82), (3.3, 0.75, 0.09), beech, bevel=0.012)
    for dx in (-1.55, 0.0, 1.55):
        for dy in (-0.28, 0.28):
            site.box((x + dx, y + dy, 0), (0.1, 0.1, 0.82), beech)
    site.box((x, y, 0.2), (3.3, 0.6, 0.04), beech)
    for number in range(3):
        drawer = (x - 1.2 * aside + 0.5 * number * aside, y - 0.36, 0.6)
        site.box(drawer, (0.44, 0.04, 0.19), beech, bevel=0.012)
        site.ball((drawer[0], y - 0.39, 0.7), 0.02, BLACK)
    # A vice, paint pots, boxes and a drill on and under it.
    vice = x + 1.35 * aside
    iron = Matter(colour=(0.03, 0.1, 0.16), rough=0.4, metal=0.4)
    site.box((vice, y - 0.25, 0.91), (0.18, 0.3, 0.06), iron)
    for dy in (-0.42, -0.24):
        site.box((vice, y + dy, 0.97), (0.2, 0.07, 0.12), iron, bevel=0.012)
    site.rod((vice, y - 0.6, 1.0), (vice, y - 0.2, 1.0), 0.02, STEEL)
    site.rod((vice - 0.12, y - 0.58, 1.0), (vice + 0.12, y - 0.58, 1.0), 0.009, STEEL)
    place = -1.6
    while place < 1.5:
        _clutter(site, (x + place, y + site.between(-0.05, 0.24), 0.91))
        place += site.between(0.18, 0.42)
    place = -1.4
    while place < 1.4:
        size = (site.between(0.25, 0.45), 0.4, site.between(0.18, 0.34))
        crate = (
            wood((0.3, 0.2, 0.11))
            if site.chance(0.5)
            else Matter(colour=site.pick(*SPINES), rough=0.5)
        )
        site.box((x + place, y, 0.24), size, crate, bevel=0.012)
        place += size[0] + site.between(0.05, 0.25)


def _clutter(site: Site, at: Point) -> None:
    kind = int(site.rng.integers(6))
    tone = Matter(colour=site.pick(*SPINES, *HANDLES), rough=0.4, vary=0.1)
    if kind == 0:
        radius = site.between(0.05, 0.085)
        site.lathe(
            at,
            [(radius, 0), (radius, 0.15), (1.06 * radius, 0.16)],
            tone if site.chance(0.4) else STEEL,
        )
    elif kind == 1:
        site.box(
            at,
            (site.between(0.15, 0.3), 0.2, site.between(0.08, 0.2)),
            tone,
            turn=site.between(-0.4, 0.4),
        )
    elif kind == 2:
        _plane(site, at, site.between(-0.6, 0.6))
    elif kind == 3:
        for number in range(5):
            lean = (
                at[0] + site.between(-0.05, 0.05),
                at[1] + site.between(-0.03, 0.03),
                at[2] + site.between(0.18, 0.27),
            )
            site.rod(
                (at[0] + 0.012 * number, at[1], at[2] + 0.02),
                lean,
                0.008,
                Matter(colour=site.pick(*HANDLES)),
            )
        site.lathe(at, [(0.05, 0), (0.052, 0.13)], STEEL)
    elif kind == 4:
        turn = site.between(-0.5, 0.5)
        ats = [(at[0], at[1], at[2] + 0.028 * n) for n in range(int(site.rng.integers(2, 6)))]
        boxes(
            site,
            ats,
            [(site.between(0.25, 0.4), 0.1, 0.025) for _ in ats],
            wood((0.45, 0.28, 0.13)),
            turn=turn,
        )
    else:
        site.lathe(at, [(0.04, 0), (0.04, 0.16), (0.012, 0.2), (0.012, 0.25)], tone, sides=16)


def _plane(site: Site, at: Point, turn: float) -> None:
    oak = wood((0.3, 0.14, 0.05))
    site.box(at, (0.32, 0.075, 0.055), oak, turn=turn, bevel=0.01)
    site.box(there((0.02, 0, 0.05), at, turn), (0.05, 0.05, 0.07), STEEL, turn=turn)
    site.ball(there((0.12, 0, 0.08), at, turn), 0.024, oak)
    site.rod(there((-0.1, 0, 0.05), at, turn), there((-0.13, 0, 0.13), at, turn), 0.016, oak)


def _tool_wall(site: Site, at: Point) -> None:
    """A board with tools in rows."""
    x, y, z = at
    board = (
        wood(site.pick((0.42, 0.28, 0.15), (0.3, 0.2, 0.11)))
        if site.chance(0.6)
        else plaster((0.3, 0.34, 0.33))
    )
    site.box((x, y + 0.05, z - 0.12), (2.5, 0.03, 1.35), board)
    for level, tall in ((z + 0.78, 0.38), (z + 0.3, 0.4), (z - 0.06, 0.28)):
        place = -1.12
        while place < 1.1:
            wide = _tool(site, (x + place, y, level), tall)
            place += wide + site.between(0.03, 0.1)


def _tool(site: Site, at: Point, tall: float) -> float:
    """Hangs from above `at`, as tall as that; answers how wide it is."""
    x, y, z = at
    kind = int(site.rng.integers(6))
    grip = Matter(colour=site.pick(*HANDLES), rough=0.4)
    top = z + tall
    if kind == 0:  # a hammer
        site.rod(
            (x + 0.05, y, z + 0.04), (x + 0.05, y, top - 0.04), 0.014, wood((0.45, 0.28, 0.13))
        )
        site.rod((x - 0.01, y, top - 0.04), (x + 0.11, y, top - 0.04), 0.02, STEEL)
        return 0.13
    if kind == 1:  # a screwdriver or a chisel
        middle = z + 0.45 * tall
        site.rod((x + 0.02, y, middle), (x + 0.02, y, top), 0.018, grip, 8)
        site.rod((x + 0.02, y, z + 0.06), (x + 0.02, y, middle), 0.006, STEEL, 8)
        return 0.05
    if kind == 2:  # a handsaw
        long = 0.45
        points = [
            (x, y, z + 0.14),
            (x + long, y, z + 0.2),
            (x + long, y, z + 0.26),
            (x, y, z + 0.27),
        ]
        site.mesh(points, [(0, 1, 2, 3)], STEEL)
        site.box(
            (x - 0.05, y, z + 0.12), (0.12, 0.025, 0.16), wood((0.35, 0.18, 0.08)), bevel=0.012
        )
        return long
    if kind == 3:  # a wrench
        site.rod((x + 0.03, y, z + 0.08), (x + 0.03, y, top - 0.05), 0.011, STEEL, 8)
        for end in (z + 0.07, top - 0.05):
            site.rod((x + 0.03, y - 0.012, end), (x + 0.03, y + 0.012, end), 0.03, STEEL, 12)
        return 0.07
    if kind == 4:  # pliers
        for side in (-1, 1):
            site.rod(
                (x + 0.04 + side * 0.035, y, z + 0.08), (x + 0.04, y, z + 0.22), 0.011, grip, 8
            )
            site.rod(
                (x + 0.04, y, z + 0.22), (x + 0.04 + side * 0.012, y, z + 0.3), 0.012, STEEL, 8
            )
        return 0.09
    angles = np.linspace(0, 2 * math.pi, 15)  # a coil of cord
    for a, b in pairwise(angles):
        site.rod(
            (x + 0.1 + 0.09 * math.cos(a), y, z + 0.22 + 0.11 * math.sin(a)),
            (x + 0.1 + 0.09 * math.cos(b), y, z + 0.22 + 0.11 * math.sin(b)),
            0.016,
            grip,
            8,
        )
    return 0.21


def _rack(site: Site, at: Point, side: int) -> None:
    """Steel shelves along a side wall, full of boxes and pots."""
    x, y, _ = at
    post = Matter(colour=(0.2, 0.22, 0.24), rough=0.4, metal=0.6)
    for dx in (-0.25, 0.25):
        for dy in (-0.9, 0.9):
            site.box((x + dx, y + dy, 0), (0.04, 0.04, 2.3), post)
    for z in (0.25, 0.85, 1.45, 2.05):
        site.box((x, y, z), (0.55, 1.85, 0.03), post)
        place = -0.85
        while place < 0.72:
            wide = site.between(0.14, 0.4)
            tall = site.between(0.12, 0.42)
            card = Matter(colour=(0.38, 0.24, 0.12), rough=0.9, vary=0.1)
            tone = card if site.chance(0.4) else Matter(colour=site.pick(*SPINES), rough=0.45)
            middle = (x - side * site.between(0, 0.06), y + place + wide / 2, z + 0.03)
            if site.chance(0.7):
                site.box(middle, (site.between(0.3, 0.45), wide - 0.02, tall), tone, bevel=0.01)
            else:
                site.lathe(middle, [(wide / 2.4, 0), (wide / 2.4, min(tall, 0.25))], tone, sides=20)
            place += wide + site.between(0.0, 0.08)


def _tyres(site: Site, at: Point) -> None:
    rubber = Matter(colour=(0.018, 0.018, 0.019), rough=0.8, bump=0.5, bump_scale=50)
    x, y, z = at
    for number in range(4):
        ring = [(0.19, 0), (0.29, 0.0), (0.32, 0.04), (0.32, 0.16), (0.29, 0.2), (0.19, 0.2)]
        site.lathe((x + site.between(-0.03, 0.03), y, z + 0.2 * number), ring, rubber, sides=36)


def _chest(site: Site, at: Point) -> None:
    """A red one of drawers, on castors."""
    x, y, z = at
    red = Matter(
        colour=site.pick((0.5, 0.02, 0.02), (0.03, 0.08, 0.3), (0.02, 0.02, 0.02)), rough=0.25
    )
    site.box((x, y, z + 0.12), (0.7, 0.46, 0.75), red, bevel=0.012)
    ats: list[Point] = [(x, y - 0.235, z + 0.16 + 0.14 * n) for n in range(5)]
    boxes(site, ats, [(0.64, 0.02, 0.125)] * 5, red, bevel=0.008)
    boxes(
        site,
        [(a, b - 0.02, c + 0.08) for a, b, c in ats],
        [(0.5, 0.015, 0.018)] * 5,
        STEEL,
        bevel=0,
    )


def _boards(site: Site, at: Point, aside: int) -> None:
    """Planks that lean on a wall."""
    x, y, _ = at
    for number in range(11):
        tone = wood(site.pick((0.45, 0.28, 0.13), (0.3, 0.16, 0.07), (0.52, 0.38, 0.22)), rough=0.7)
        place, tall = y - 0.8 + 0.16 * number, site.between(1.7, 2.7)
        lean = site.between(0.25, 0.4)
        half = site.between(0.05, 0.09)
        low, high = x - aside * lean, x + aside * 0.3
        points = [(a, place + b, c) for a, c in ((low, 0.0), (high, tall)) for b in (-half, half)]
        points += [(a - 0.03 * aside, b, c) for a, b, c in points]
        faces = [(4, 5, 7, 6), (0, 2, 3, 1), (0, 4, 6, 2), (1, 3, 7, 5), (2, 6, 7, 3), (0, 1, 5, 4)]
        site.mesh(points, faces, tone.but(stretch=(12, 12, 1)))


def _horse(site: Site, at: Point) -> None:
    """A sawhorse with a beam across."""
    pine = wood((0.48, 0.31, 0.15), rough=0.6)
    x, y, z = at
    for dy in (-0.4, 0.4):
        for side in (-1, 1):
            site.rod((x + 0.22 * side, y + dy, z), (x, y + dy, z + 0.72), 0.028, pine, 6)
    site.box((x, y, z + 0.7), (0.1, 1.1, 0.09), pine)
    site.box(
        (x, y, z + 0.79), (site.between(0.9, 1.3), 0.16, 0.04), wood((0.42, 0.24, 0.1)), turn=0.12
    )


def _shavings(site: Site) -> None:
    for x in (-0.9, 0.8):
        curl = Matter(colour=(0.55, 0.38, 0.2), rough=0.8, thin=0.2)
        site.leaves((x, 4.4, 0.015), (0.8, 0.5, 0.02), curl, count=90, size=0.018, hollow=0.0)
