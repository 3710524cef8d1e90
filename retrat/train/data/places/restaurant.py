"""A restaurant in the evening: laid tables with cloths and candles, lamps on panelled walls."""

from __future__ import annotations

import math

import numpy as np

from retrat.train.data.places.halls import boxes, candle, candlestick, drape, there
from retrat.train.data.places.site import (
    BLACK,
    BRASS,
    STEEL,
    WARM,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    cloth,
    glowing,
    mixed,
    plaster,
    wood,
)
from retrat.train.data.places.things import bottle, glass, pendant, picture, plant, vase

WALLS: tuple[Colour, ...] = (
    (0.12, 0.03, 0.03), (0.03, 0.09, 0.08), (0.22, 0.16, 0.1), (0.05, 0.06, 0.1), (0.3, 0.24, 0.17),
)  # fmt: skip
WINE = (0.02, 0.05, 0.02)


def build(site: Site, moment: str) -> None:
    del moment  # people dine in the evening
    aside = 1 if site.chance(0.5) else -1
    tone = site.pick(*WALLS)
    panel = wood(site.pick((0.1, 0.05, 0.025), (0.2, 0.1, 0.045), (0.035, 0.03, 0.03)))
    site.room((3.1, 7.0, 2.9), wall=plaster(tone), floor=wood((0.14, 0.075, 0.04), rough=0.3),
              ceiling=plaster(mixed(tone, (0.3, 0.27, 0.22), 0.5)))  # fmt: skip
    _panelling(site, panel)
    for y in (2.6, 4.2, 5.8):
        site.box((0, y, 2.72), (6.2, 0.2, 0.2), panel, bevel=0.012)
    site.box((0, 6.93, 2.76), (6.2, 0.14, 0.14), panel, bevel=0.03)
    linen = cloth(site.pick((0.72, 0.69, 0.62), (0.78, 0.76, 0.72), (0.55, 0.45, 0.35)))
    seat = cloth(
        site.pick((0.25, 0.03, 0.04), (0.04, 0.12, 0.11), (0.3, 0.2, 0.1), (0.08, 0.09, 0.14))
    )
    for x, y in ((-1.55, 3.3), (1.6, 3.5), (-2.25, 4.9), (0.35, 5.5), (2.3, 5.2)):
        at = (x * aside + site.between(-0.12, 0.12), y + site.between(-0.1, 0.1), 0.0)
        _table(site, at, linen, seat, panel)
    _back(site, aside, panel)
    for x in (-2.75, -0.85, 0.85, 2.75):
        _sconce(site, (x, 6.9, 1.95))
    is_hung = site.chance(0.6)
    for x, y in ((-1.5, 3.5), (1.5, 3.7), (-2.1, 5.2), (2.2, 5.3)) if is_hung else ():
        pendant(site, (x * aside, y, site.between(2.1, 2.25)), ceiling=2.9, watts=24,
                shade=BRASS if site.chance(0.5) else BLACK, radius=0.19)  # fmt: skip
    if site.chance(0.7):
        plant(site, (-2.6 * aside, 6.2, 0), height=site.between(1.2, 1.6), pot=(0.2, 0.12, 0.08))
    site.panel(
        (aside * 1.6, 1.3, 2.9),
        (-aside * 0.4, 4.5, 0.8),
        (0.8, 0.8),
        watts=48,
        colour=(1.0, 0.74, 0.48),
    )
    rows = (6.2, 6.3, 6.4, 6.5, 6.6)
    site.free_lane([((-3.05, y, 0), (3.05, y, 0)) for y in rows], often=6)
    site.sky = Sky(zenith=(0.4, 0.3, 0.2), horizon=(0.4, 0.3, 0.2), strength=0.07)
    site.view = View(stop=1.8, exposure=0.7)


def _panelling(site: Site, panel: Matter) -> None:
    ats: list[Point] = [(-3.2 + 0.8 * n, 6.96, 0.16) for n in range(9)]
    boxes(site, ats, [(0.66, 0.05, 0.78)] * 9, panel, bevel=0.015)
    for z, tall in ((0.0, 0.14), (1.02, 0.07)):
        site.box((0, 6.94, z), (7.2, 0.08, tall), panel, bevel=0.012)
    site.box((0, 6.98, 0.1), (7.2, 0.03, 0.95), panel, bevel=0)
    for x in (-3.07, 3.07):
        site.box((x, 3.5, 0), (0.06, 7, 1.05), panel, bevel=0.01)


def _table(site: Site, at: Point, linen: Matter, seat: Matter, oak: Matter) -> None:
    x, y, _ = at
    radius = site.between(0.44, 0.55)
    _tablecloth(site, at, radius, linen)
    count = 2 if site.chance(0.5) else 3
    start = site.between(0, 6)
    for number in range(count):
        turn = start + 2 * math.pi * number / count
        c, s = math.cos(turn), math.sin(turn)
        _cover(site, (x + 0.62 * radius * c, y + 0.62 * radius * s, 0.757), turn + math.pi / 2)
        _chair(
            site, (x + (radius + 0.2) * c, y + (radius + 0.2) * s, 0), turn - math.pi / 2, seat, oak
        )
    candle(
        site, (x + 0.05, y + 0.04, 0.757), height=site.between(0.06, 0.16), radius=0.025, watts=9.0
    )
    if site.chance(0.5):
        vase(
            site,
            (x - 0.1, y + 0.08, 0.757),
            flowers=site.pick((0.75, 0.7, 0.62), (0.6, 0.05, 0.08), (0.7, 0.35, 0.4)),
        )
    else:
        candlestick(site, (x - 0.1, y + 0.05, 0.757), height=0.16)
    if site.chance(0.5):
        bottle(site, (x + 0.14, y - 0.06, 0.757), WINE, height=0.31)


def _tablecloth(site: Site, at: Point, radius: float, linen: Matter) -> None:
    """Round, hanging in folds."""
    around = np.linspace(0, 2 * math.pi, 97)[:-1]
    wave = np.sin(11 * around + site.between(0, 6)) + 0.5 * np.sin(17 * around + site.between(0, 6))
    rings = [
        (0.02, 0.757, 0.0),
        (0.97, 0.757, 0.0),
        (1.0, 0.75, 0.0),
        (1.02, 0.7, 0.01),
        (1.05, 0.5, 0.03),
        (1.08, 0.22, 0.05),
    ]
    points = np.concatenate(
        [
            np.stack(
                [
                    (share * radius + fold * wave) * np.cos(around),
                    (share * radius + fold * wave) * np.sin(around),
                    np.full(96, z),
                ],
                axis=1,
            )
            for share, z, fold in rings
        ]
    )
    faces = [
        (96 * ring + i, 96 * ring + (i + 1) % 96, 96 * ring + 96 + (i + 1) % 96, 96 * ring + 96 + i)
        for ring in range(len(rings) - 1)
        for i in range(96)
    ]
    site.mesh(points + np.array(at), faces, linen, is_smooth=True)


def _cover(site: Site, at: Point, turn: float) -> None:
    """A plate, a napkin, knife and fork, a wine glass."""
    site.lathe(at, [(0.08, 0), (0.135, 0.012), (0.138, 0.016)], WHITE, sides=28)
    napkin = cloth(site.pick((0.75, 0.73, 0.68), (0.3, 0.04, 0.05), (0.1, 0.14, 0.12)))
    x, y, z = at
    site.lathe((x, y, z + 0.014), [(0.06, 0), (0.045, 0.03), (0.004, 0.12)], napkin, sides=8)
    for dx in (-0.18, 0.18, 0.2):
        site.box(there((dx, 0, 0), at, turn), (0.012, 0.19, 0.004), STEEL, turn=turn, bevel=0)
    if site.chance(0.7):
        foot = there((0.15, 0.16, 0), at, turn)
        site.lathe(foot, [(0.035, 0), (0.004, 0.006), (0.004, 0.08)], STEEL, sides=16)
        glass(site, (foot[0], foot[1], foot[2] + 0.08), height=0.1, radius=0.036)


def _chair(site: Site, at: Point, turn: float, seat: Matter, oak: Matter) -> None:
    """Upholstered, its back away from the table."""
    for dx in (-0.2, 0.2):
        for dy in (-0.19, 0.19):
            site.box(there((dx, dy, 0), at, turn), (0.04, 0.04, 0.42), oak, turn=turn)
    site.box(there((0, 0, 0.4), at, turn), (0.48, 0.47, 0.09), seat, turn=turn, bevel=0.03)
    site.box(there((0, 0.23, 0.5), at, turn), (0.46, 0.08, 0.46), seat, turn=turn, bevel=0.03)


def _sconce(site: Site, at: Point) -> None:
    x, y, z = at
    site.box((x, y + 0.06, z - 0.12), (0.08, 0.03, 0.24), BRASS, bevel=0.01)
    site.rod((x, y + 0.05, z - 0.02), (x, y - 0.08, z - 0.02), 0.012, BRASS)
    shade = Matter(colour=(1.0, 0.72, 0.42), glow=3.2, rough=0.9)
    site.lathe((x, y - 0.08, z), [(0.09, 0), (0.06, 0.17)], shade, sides=20)
    site.lamp((x, y - 0.12, z + 0.28), watts=15, colour=WARM, radius=0.06)
    site.lamp((x, y - 0.12, z - 0.1), watts=9, colour=WARM, radius=0.06)


def _back(site: Site, aside: int, panel: Matter) -> None:
    """A wine rack and a window on the night, or pictures."""
    if site.chance(0.5):
        _rack(site, (-1.75 * aside, 6.75, 0), panel)
        _night(site, (1.75 * aside, 6.93, 1.15))
    else:
        for x in (-1.8, 0.0, 1.8):
            size = (site.between(0.8, 1.15), site.between(0.75, 1.0))
            tone = site.pick(
                (0.3, 0.12, 0.05), (0.1, 0.14, 0.12), (0.35, 0.25, 0.12), (0.1, 0.1, 0.2)
            )
            picture(site, (x, 6.93, 1.35), size, tone)


def _rack(site: Site, at: Point, oak: Matter) -> None:
    x, y, _ = at
    site.box((x, y + 0.18, 0), (1.7, 0.03, 2.6), oak)
    for dx in (-0.85, -0.28, 0.28, 0.85):
        site.box((x + dx, y, 0), (0.03, 0.38, 2.6), oak)
    for row in range(8):
        z = 0.1 + 0.34 * row
        site.box((x, y, z), (1.7, 0.38, 0.025), oak)
        place = -0.78
        while place < 0.8:
            if site.chance(0.75):
                tone = site.pick(WINE, (0.06, 0.015, 0.01), (0.2, 0.16, 0.05), (0.01, 0.01, 0.012))
                bottle(
                    site,
                    (x + place, y - 0.05, z + 0.025),
                    tone,
                    height=site.between(0.27, 0.31),
                    radius=0.036,
                )
            place += site.between(0.095, 0.15)
    strip = Matter(colour=(1.0, 0.75, 0.45), glow=1.6)
    for z in (2.48, 1.46):
        site.box((x, y - 0.15, z - 0.03), (1.6, 0.02, 0.015), strip, bevel=0)
    site.panel((x, y - 0.12, 2.4), (x, y - 0.05, 0), (1.5, 0.06), watts=14, colour=WARM)


def _night(site: Site, at: Point) -> None:
    """A window with the lights of a town, out of focus, and curtains."""
    x, y, z = at
    site.box(
        (x, y + 0.04, z), (2.0, 0.02, 1.6), Matter(colour=(0.012, 0.016, 0.035), glow=0.8), bevel=0
    )
    for dx in (-1.0, -0.33, 0.33, 1.0):
        site.box((x + dx, y, z), (0.05, 0.06, 1.6), BLACK)
    for dz in (0.0, 0.8, 1.55):
        site.box((x, y, z + dz), (2.05, 0.06, 0.05), BLACK)
    for _ in range(34):
        tone = site.pick((1.0, 0.6, 0.25), (1.0, 0.8, 0.5), (0.6, 0.75, 1.0), (1.0, 0.3, 0.2))
        spot = (x + site.between(-0.95, 0.95), y + 0.02, z + 1.3 * site.rng.random() ** 1.6 + 0.1)
        site.ball(spot, site.between(0.016, 0.034), glowing(tone, site.between(2.5, 6)))
    velvet = cloth(site.pick((0.2, 0.03, 0.03), (0.2, 0.15, 0.1), (0.04, 0.08, 0.08)))
    for side in (-1, 1):
        drape(site, (x + 1.2 * side, y - 0.12, 0), (0.55, 2.95), velvet, folds=(0.05, 0.16))
