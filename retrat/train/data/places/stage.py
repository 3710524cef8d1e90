"""A theatre's or a concert's stage: velvet, a bar of spotlights, beams in the haze."""

from __future__ import annotations

import math

import numpy as np

from retrat.train.data.places.halls import beam, boxes, drape, spot
from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    mixed,
    wood,
)

LIGHTS: tuple[tuple[Colour, Colour], ...] = (
    ((0.15, 0.3, 1.0), (1.0, 0.2, 0.55)),
    ((1.0, 0.55, 0.2), (0.3, 0.35, 1.0)),
    ((0.1, 0.75, 0.85), (0.75, 0.2, 1.0)),
    ((1.0, 0.7, 0.42), (1.0, 0.25, 0.12)),
    ((0.2, 0.35, 1.0), (0.1, 0.8, 0.6)),
)
VELVET: tuple[Colour, ...] = (
    (0.3, 0.012, 0.018),
    (0.02, 0.03, 0.16),
    (0.015, 0.1, 0.1),
    (0.14, 0.01, 0.1),
)


def build(site: Site, moment: str) -> None:
    del moment  # a stage has none
    is_theatre = site.chance(0.5)
    aside = 1 if site.chance(0.5) else -1
    one, two = LIGHTS[int(site.rng.integers(len(LIGHTS)))]
    if is_theatre:
        one = mixed(one, (1.0, 0.72, 0.45), 0.6)
    _floor(site)
    back = 7.4
    velvet = Matter(
        colour=site.pick(*VELVET)
        if is_theatre
        else site.pick((0.03, 0.03, 0.05), (0.05, 0.05, 0.07)),
        rough=0.85,
        sheen=0.8,
        vary=0.12,
        vary_scale=2,
    )
    drape(site, (0, back, 0), (9.0, 6.0), velvet, folds=(0.12, 0.42))
    for side in (-1, 1):
        for number, y in enumerate((3.4, 5.3)):
            x = side * (0.43 * y + 0.5 - 0.1 * number)
            drape(site, (x, y, 0), (1.3, 6.0), velvet, turn=-0.35 * side, folds=(0.1, 0.3))
    if is_theatre:
        drape(site, (0, 4.6, 2.95), (7, 1.6), velvet, folds=(0.08, 0.26))
    _lamps(site, one, two, is_theatre)
    for side in (-1, 1):
        site.panel((2.6 * side, 6.6, 0.3), (1.6 * side, back, 3), (1.6, 0.3), watts=60,
                   colour=two if side == aside else one)  # fmt: skip
    if site.chance(0.75):
        _gear(site, aside)
    site.panel((-2.2 * aside, 0.5, 3.6), (0.5 * aside, 5, 0.8), (1.2, 1.2), watts=90,
               colour=(1.0, 0.8, 0.6))  # fmt: skip
    site.sky = Sky(zenith=(0.2, 0.2, 0.3), horizon=(0.2, 0.2, 0.3), strength=0.12)
    site.view = View(stop=2.0, exposure=0.7)


def _floor(site: Site) -> None:
    boards = wood(
        site.pick((0.08, 0.05, 0.035), (0.14, 0.08, 0.045), (0.03, 0.03, 0.035)), rough=0.28
    )
    ats, sizes = [], []
    for x in np.arange(-5, 5, 0.16):
        y = -2.0 - site.between(0, 2)
        while y < 8:
            long = site.between(1.6, 2.6)
            ats.append((float(x), y + long / 2, -0.05 + site.between(0, 0.003)))
            sizes.append((0.157, long - 0.004, 0.05))
            y += long
    boxes(site, ats, sizes, boards.but(stretch=(12, 1, 12)), bevel=0.003)


def _lamps(site: Site, one: Colour, two: Colour, is_theatre: bool) -> None:
    """A truss, and what hangs on it."""
    y, z = (5.6, 3.45) if not is_theatre else (5.9, 3.6)
    for dy in (-0.15, 0.15):
        for dz in (0.0, 0.3):
            site.rod((-4.5, y + dy, z + dz), (4.5, y + dy, z + dz), 0.025, STEEL)
    for number in range(30):
        x = -4.5 + 0.3 * number
        rise = (0.0, 0.3) if number % 2 else (0.3, 0.0)
        site.rod((x, y - 0.15, z + rise[0]), (x + 0.3, y - 0.15, z + rise[1]), 0.012, STEEL, 6)
    count = int(site.rng.integers(5, 8))
    for number in range(count):
        share = (number + 0.5) / count
        x = -2.5 + 5.0 * share + site.between(-0.12, 0.12)
        colour = one if number % 2 else two
        at = (x, y, z - 0.32)
        to = (
            x * site.between(0.3, 0.9) + site.between(-0.4, 0.4),
            y - site.between(-0.8, 2.2),
            0.0,
        )
        spot(site, at, to, watts=site.between(220, 380), colour=colour)
        beam(site, at, to, 0.8, colour=colour, glow=0.9 if is_theatre else 1.3)
    for side in (-1, 1):
        at = (3.0 * side, 6.4, 3.4)
        to = (0.9 * side, 3.5, 0.2)
        spot(site, at, to, watts=300, colour=two)
        beam(site, at, to, 0.9, colour=two, glow=1.4)


def _gear(site: Site, aside: int) -> None:
    """Loudspeakers, a stand, drums."""
    cabinet = Matter(colour=(0.02, 0.02, 0.022), rough=0.6, bump=0.3, bump_scale=60)
    mesh = Matter(colour=(0.06, 0.06, 0.065), rough=0.5, metal=0.6)
    x = 1.75 * aside
    for level, tall in ((0.0, 0.62), (0.63, 0.45)):
        site.box((x, 4.7, level), (0.75, 0.5, tall), cabinet, turn=-0.2 * aside, bevel=0.02)
        site.box((x, 4.44, level + 0.05), (0.66, 0.02, tall - 0.1), mesh, turn=-0.2 * aside)
    microphone(site, (-1.3 * aside, 3.9, 0), 1.35)
    if site.chance(0.6):
        shell = Matter(
            colour=site.pick((0.4, 0.03, 0.03), (0.03, 0.08, 0.3), (0.5, 0.5, 0.5)), rough=0.2
        )
        for dx, dy, radius, tall in (
            (0, 0.3, 0.22, 0.4),
            (0.5, 0, 0.17, 0.25),
            (-0.45, 0, 0.18, 0.3),
        ):
            at = (-1.5 * aside + dx, 5.6 + dy, 0.35)
            site.lathe(at, [(radius, 0), (radius, tall)], shell)
            site.lathe(
                (at[0], at[1], 0.35 + tall), [(1.04 * radius, 0), (1.04 * radius, 0.025)], STEEL
            )
            for turn in (0.4, 2.5, 4.6):
                foot = (at[0] + radius * math.cos(turn), at[1] + radius * math.sin(turn), 0)
                site.rod(foot, (foot[0], foot[1], 0.5), 0.012, STEEL)
        for dx, z in ((0.75, 1.15), (-0.75, 1.05)):
            top = (-1.5 * aside + dx, 5.8, z)
            site.rod((top[0], 5.8, 0), top, 0.012, STEEL)
            site.lathe(top, [(0.23, 0), (0.04, 0.03), (0.01, 0.04)],
                       Matter(colour=(0.8, 0.55, 0.2), rough=0.25, metal=1.0))  # fmt: skip


def microphone(site: Site, at: Point, height: float) -> None:
    x, y, z = at
    site.lathe(at, [(0.14, 0), (0.14, 0.02), (0.012, 0.04), (0.012, height)], BLACK)
    site.rod((x, y, z + height), (x + 0.02, y - 0.14, z + height + 0.08), 0.016, BLACK)
    site.ball((x + 0.022, y - 0.16, z + height + 0.09), 0.028, STEEL)
