"""Aboard a spaceship: a ribbed corridor with strips of light, or a bridge before the stars."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from retrat.train.data.places.halls import boxes, painted, there
from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    hills,
    mixed,
)

# Panels, frames, light, screens.
LOOKS: tuple[tuple[Colour, Colour, Colour, Colour], ...] = (
    ((0.62, 0.62, 0.6), (0.25, 0.26, 0.28), (0.9, 0.95, 1.0), (0.15, 0.5, 0.9)),
    ((0.12, 0.14, 0.17), (0.05, 0.055, 0.065), (0.45, 0.8, 1.0), (0.1, 0.6, 0.8)),
    ((0.3, 0.29, 0.26), (0.1, 0.1, 0.1), (1.0, 0.84, 0.62), (0.9, 0.45, 0.12)),
    ((0.35, 0.38, 0.4), (0.09, 0.1, 0.12), (1.0, 0.9, 0.75), (0.2, 0.75, 0.6)),
)


def build(site: Site, moment: str) -> None:
    del moment  # no sun rises there
    look = LOOKS[int(site.rng.integers(len(LOOKS)))]
    aside = 1 if site.chance(0.5) else -1
    if site.chance(0.5):
        _corridor(site, look, aside)
    else:
        _bridge(site, look, aside)
    site.sky = Sky(zenith=(0.25, 0.3, 0.4), horizon=(0.25, 0.3, 0.4), strength=0.1)
    site.view = View(stop=2.2, exposure=0.6)


def _metal(colour: Colour, rough: float = 0.38) -> Matter:
    return Matter(
        colour=colour, rough=rough, metal=0.25, vary=0.14, vary_scale=2.5, bump=0.05, bump_scale=6
    )


def _corridor(site: Site, look: tuple[Colour, Colour, Colour, Colour], aside: int) -> None:
    panel, frame, light, lit = look
    half, high, deep = 1.55, 2.9, 11.0
    outline = np.array(
        [(-0.95, 0.0), (-half, 0.75), (-half, 1.95), (-0.85, high), (0.85, high), (half, 1.95),
         (half, 0.75), (0.95, 0.0)]
    )  # fmt: skip
    for number in range(9):
        y = 1.3 + 1.15 * number
        _rib(site, outline, y, _metal(frame, 0.3))
        _bay(site, outline, (y + 0.13, y + 1.02), panel, number)
    site.plane((0, deep / 2, 0), (1.95, deep + 2), _metal(mixed(frame, (0.2, 0.2, 0.2), 0.3), 0.25))
    tread = [(0.0, 1.0 + 0.28 * n, 0.004) for n in range(36)]
    boxes(
        site,
        tread,
        [(1.1, 0.2, 0.012)] * 36,
        Matter(colour=(0.05, 0.05, 0.055), rough=0.4, metal=0.6),
    )
    strip = Matter(colour=light, glow=7)
    for x, z in ((-0.99, 0.08), (0.99, 0.08), (-0.9, high - 0.12), (0.9, high - 0.12)):
        site.box((x, deep / 2 + 0.5, z), (0.05, deep - 1, 0.03), strip, bevel=0)
    for number in range(4):
        y = 2.45 + 2.3 * number
        site.box((0, y, high - 0.03), (0.8, 0.5, 0.02), Matter(colour=light, glow=4), bevel=0)
        site.panel((0, y, high - 0.06), (0, y, 0), (0.8, 0.5), watts=26, colour=light)
    _port(site, aside, lit)
    _pipes(site, -aside, lit)
    # The far end: a door with a lit frame.
    site.box((0, deep, 0), (4, 0.1, 3.2), _metal(frame))
    site.box((0, deep - 0.1, 0), (1.3, 0.08, 2.3), _metal(panel))
    site.box((0, deep - 0.15, 0), (0.02, 0.02, 2.3), BLACK, bevel=0)
    for x in (-0.72, 0.72):
        site.box((x, deep - 0.14, 0), (0.05, 0.04, 2.35), Matter(colour=lit, glow=5), bevel=0)
    site.panel((1.2 * aside, 2.0, 2.2), (-0.8 * aside, 4, 1.2), (0.6, 1.2), watts=30, colour=light)


def _rib(site: Site, outline: np.ndarray, y: float, matter: Matter) -> None:
    inner = outline * (0.965, 0.965) + (0, 0.03)
    outer = outline * 1.12 - (0, 0.1)
    rings = [(inner, y - 0.07), (outer, y - 0.13), (outer, y + 0.13), (inner, y + 0.07)]
    points = np.concatenate(
        [np.stack([line[:, 0], np.full(8, at), line[:, 1]], axis=1) for line, at in rings]
    )
    faces = [
        (8 * a + i, 8 * a + i + 1, 8 * b + i + 1, 8 * b + i)
        for a, b in ((0, 1), (3, 0), (2, 3))
        for i in range(7)
    ]
    site.mesh(points, faces, matter, bevel=0.01)


def _bay(
    site: Site, outline: np.ndarray, span: tuple[float, float], panel: Colour, number: int
) -> None:
    """Panels between two ribs: each side of the outline is split unevenly."""
    for side in range(7):
        (x0, z0), (x1, z1) = outline[side], outline[side + 1]
        cuts = sorted(site.between(0.2, 0.8) for _ in range(int(site.rng.integers(0, 3))))
        shares = [0.0, *cuts, 1.0]
        for low, high in pairwise(shares):
            tone = site.between(0.75, 1.15)
            red, green, blue = (tone * c for c in panel)
            if site.chance(0.06):
                red, green, blue = 0.55, 0.22, 0.04
            out = 1.03 + site.between(0, 0.035)
            ends = []
            for share in (low + 0.012, high - 0.012):
                x, z = x0 + (x1 - x0) * share, z0 + (z1 - z0) * share
                ends.append((out * x, out * (z - 1.45) + 1.45))
            points = [
                (ends[k][0], span[j], ends[k][1]) for k, j in ((0, 0), (1, 0), (1, 1), (0, 1))
            ]
            site.mesh(points, [(0, 1, 2, 3)], _metal((red, green, blue)))
    if number % 2:
        site.box((-1.5, sum(span) / 2, 1.1), (0.06, 0.5, 0.5), BLACK, bevel=0.02)
        site.box((1.5, sum(span) / 2, 1.1), (0.06, 0.4, 0.3), STEEL, bevel=0.02)


def _port(site: Site, side: int, lit: Colour) -> None:
    """Small displays along a wall."""
    for y in (2.9, 5.2, 7.5):
        size = (site.between(0.35, 0.6), site.between(0.22, 0.4))
        at = (side * 1.5, y, site.between(1.3, 1.5))
        turn = -side * math.pi / 2
        site.box(at, (size[0] + 0.06, 0.05, size[1] + 0.06), BLACK, turn=turn)
        _display(site, there((0, -0.035, 0.03), at, turn), size, turn, lit)


def _display(site: Site, at: Point, size: tuple[float, float], turn: float, lit: Colour) -> None:
    """Rows and dials that say nothing."""
    wide, tall = size
    site.box(
        at,
        (wide, 0.006, tall),
        Matter(colour=mixed(lit, (0, 0, 0), 0.8), glow=0.8, moves="lights"),
        turn=turn,
        bevel=0,
    )
    rows = int(tall / 0.045)
    ats, sizes = [], []
    for row in range(rows):
        long = site.between(0.15, 0.85) * wide
        ats.append(there((-wide / 2 + 0.02 + long / 2, -0.006, 0.015 + 0.045 * row), at, turn))
        sizes.append((long, 0.004, site.between(0.008, 0.025)))
    boxes(site, ats, sizes, Matter(colour=lit, glow=3, moves="lights"), turn=turn, bevel=0)


def _pipes(site: Site, side: int, lit: Colour) -> None:
    for number in range(3):
        x, z = side * (1.38 + 0.05 * number), 2.05 + 0.12 * number
        x -= side * 0.16 * number
        site.rod(
            (x, 0.5, z), (x, 10.9, z), 0.035, Matter(colour=(0.3, 0.25, 0.2), rough=0.35, metal=0.7)
        )
    for y in (3.7, 6.0):
        site.box((side * 1.48, y, 0.95), (0.1, 0.3, 0.5), _metal((0.5, 0.12, 0.05)), bevel=0.02)
        site.box(
            (side * 1.43, y, 1.3), (0.02, 0.1, 0.04), Matter(colour=lit, glow=6, moves="lights")
        )


def _bridge(site: Site, look: tuple[Colour, Colour, Colour, Colour], aside: int) -> None:
    panel, frame, light, _ = look
    dark = _metal(frame)
    hull = _metal(mixed(panel, frame, 0.4))
    site.plane((0, 2, 0), (8, 9), _metal(mixed(frame, (0.08, 0.08, 0.08), 0.5), 0.2))
    site.box((0, 2, 3.4), (8, 8.4, 0.1), dark, bevel=0)
    for x in (-3.45, 3.45):
        site.box((x, 2, 0), (0.1, 8.6, 3.4), hull, bevel=0)
    _outside(site, aside)
    # The window: sill, lintel, leaning struts.
    site.box((0, 5.9, 0), (7, 0.5, 0.85), _metal(panel), bevel=0.05)
    site.box((0, 5.9, 2.95), (7, 0.6, 0.6), _metal(panel), bevel=0.05)
    for x in (-2.75, -1.15, 1.15, 2.75):
        site.rod((x, 5.75, 0.7), (0.88 * x, 5.95, 3.1), 0.075, dark)
    _plates(site, panel, frame)
    strip = Matter(colour=light, glow=7)
    site.box((0, 5.63, 0.86), (6, 0.03, 0.025), strip, bevel=0)
    site.box((0, 5.58, 2.92), (6, 0.03, 0.025), strip, bevel=0)
    for side in (-1, 1):
        for number, y in enumerate((3.0, 4.4)):
            _console(
                site, (side * (1.75 + 0.25 * number), y, 0), -side * (0.95 - 0.25 * number), look
            )
        _seat(site, (side * 1.25, 3.95, 0), -side * 0.4, panel)
        for number in range(5):
            site.box(
                (side * 3.33, 2.0 + 0.9 * number, 0.5), (0.1, 0.75, 1.9), _metal(panel), bevel=0.03
            )
            site.box((side * 3.27, 2.0 + 0.9 * number, 2.5), (0.03, 0.6, 0.04), strip, bevel=0)
    for y in (2.6, 4.6):
        site.box((0, y, 3.37), (2.2, 0.25, 0.03), Matter(colour=light, glow=5), bevel=0)
        site.panel((0.6 * aside, y, 3.3), (0, y, 0), (2.2, 0.3), watts=42, colour=light)
    site.panel(
        (2.6 * aside, 1.6, 2.6), (-1.2 * aside, 4.5, 0.9), (0.8, 1.0), watts=40, colour=light
    )


def _plates(site: Site, panel: Colour, frame: Colour) -> None:
    """Seams and covers on the floor, below the window and overhead."""
    floor, dark = _metal(mixed(frame, (0.1, 0.1, 0.1), 0.4), 0.22), _metal(frame)
    ats: list[Point] = [(-2.8 + 0.8 * n, 0.8 + 0.8 * m, 0.0) for n in range(8) for m in range(6)]
    boxes(site, ats, [(0.775, 0.775, 0.014)] * len(ats), floor, bevel=0.006)
    front: list[Point] = [(-2.8 + 0.7 * n, 5.62, 0.12) for n in range(9)]
    boxes(site, front, [(0.64, 0.05, 0.58)] * 9, _metal(panel), bevel=0.02)
    vents = [(x, 5.585, 0.3 + 0.05 * n) for x in (-1.4, 1.4) for n in range(6)]
    boxes(site, vents, [(0.46, 0.02, 0.025)] * len(vents), Matter(colour=(0.03, 0.03, 0.03)))
    above: list[Point] = [(x, 1.6 + 1.1 * n, 3.28) for x in (-2.3, 2.3) for n in range(4)]
    boxes(site, above, [(1.5, 0.95, 0.12)] * len(above), _metal(panel), bevel=0.02)
    for x in (-1.35, 1.35):
        site.rod((x, 0.5, 3.3), (x, 5.8, 3.3), 0.05, dark)


def _console(
    site: Site, at: Point, turn: float, look: tuple[Colour, Colour, Colour, Colour]
) -> None:
    panel, frame, _, lit = look
    site.box(at, (1.15, 0.55, 0.78), _metal(panel), turn=turn, bevel=0.04)
    site.box(there((0, -0.05, 0.78), at, turn), (1.2, 0.65, 0.05), _metal(frame, 0.2), turn=turn)
    for dx in (-0.34, 0.06, 0.42):
        size = (site.between(0.28, 0.38), site.between(0.22, 0.34))
        foot = there((dx, 0.15, 0.86), at, turn)
        site.box(foot, (size[0] + 0.04, 0.03, size[1] + 0.04), BLACK, turn=turn)
        _display(site, there((0, -0.02, 0.02), foot, turn), size, turn, lit)
    ats = [there((-0.5 + 0.05 * n, -0.22 + 0.06 * (n % 3), 0.83), at, turn) for n in range(20)]
    for number, tone in enumerate(((0.8, 0.25, 0.1), (0.7, 0.7, 0.7), lit)):
        boxes(site, ats[number::3], [(0.028, 0.028, 0.012)] * len(ats[number::3]),
              Matter(colour=tone, glow=1.5, moves="lights"), turn=turn, bevel=0)  # fmt: skip


def _seat(site: Site, at: Point, turn: float, panel: Colour) -> None:
    pad = Matter(colour=mixed(panel, (0.02, 0.02, 0.03), 0.8), rough=0.5, sheen=0.2)
    site.lathe(at, [(0.3, 0), (0.28, 0.03), (0.05, 0.06), (0.05, 0.42)], STEEL)
    site.box(there((0, 0, 0.42), at, turn), (0.55, 0.55, 0.12), pad, turn=turn, bevel=0.04)
    site.box(there((0, -0.26, 0.5), at, turn), (0.52, 0.13, 0.72), pad, turn=turn, bevel=0.05)
    for x in (-0.3, 0.3):
        site.box(there((x, 0, 0.62), at, turn), (0.08, 0.4, 0.06), STEEL, turn=turn, bevel=0.02)


def _outside(site: Site, aside: int) -> None:
    """Stars, dust, and a planet's limb through the window."""
    cells = (130, 200)
    z, x = np.meshgrid(np.linspace(14, -8, 131), np.linspace(-18, 18, 201), indexing="ij")
    points = np.stack([x, np.full_like(x, 30.0), z], axis=-1)
    dust = np.clip(0.4 + 0.8 * hills(site.rng, cells, 7, 0.6), 0, 1.5)[..., None] ** 2
    tone = np.array(
        site.pick((0.1, 0.2, 0.5), (0.4, 0.12, 0.3), (0.1, 0.35, 0.4), (0.45, 0.25, 0.1))
    )
    radius, at = site.between(8, 14), (aside * site.between(7, 11), site.between(-9, -4))
    far = np.hypot(x[:-1, :-1] - at[0], z[:-1, :-1] - at[1]) / radius
    bands = 0.5 + 0.5 * hills(site.rng, cells, 7, 0.65)
    ball = np.array(site.pick((0.12, 0.3, 0.7), (0.7, 0.32, 0.12), (0.4, 0.34, 0.28)))
    shade = np.clip(
        0.35 + 0.07 * (x[:-1, :-1] - at[0]) * -aside + 0.06 * (z[:-1, :-1] - at[1]), 0.03, 1
    )
    planet = (shade * (0.45 + 0.6 * bands))[..., None] * ball
    rim = np.exp(-np.abs(far - 1) / 0.02)[..., None] * shade[..., None] * (0.5 + 0.5 * ball)
    colour = np.where(far[..., None] < 1, planet, 0.01 + 0.22 * dust * tone) + 0.8 * rim
    painted(site, points, colour, Matter(colour=(0, 0, 0), glow=0.8, rough=1.0), shades=120)
    many = 200
    star = np.stack(
        [site.rng.uniform(-17, 17, many), np.full(many, 29.5), site.rng.uniform(-4, 13, many)], 1
    )
    star = star[np.hypot(star[:, 0] - at[0], star[:, 2] - at[1]) > 1.05 * radius]
    size = site.rng.uniform(0.015, 0.035, len(star))[:, None] * np.ones((1, 3))
    boxes(site, star, size, Matter(colour=(0.9, 0.95, 1.0), glow=14, moves="lights"), bevel=0)
