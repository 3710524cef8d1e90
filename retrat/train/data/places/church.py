"""A church's nave: columns and pointed arches, pews, coloured windows, an altar with candles."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from retrat.train.data.places.halls import (
    arc,
    arch,
    boxes,
    candlestick,
    column,
    painted,
    spandrel,
)
from retrat.train.data.places.site import (
    BRASS,
    Colour,
    Matter,
    Site,
    Sky,
    View,
    cloth,
    plaster,
    wood,
)
from retrat.train.data.places.things import vase

GLASSES: tuple[tuple[Colour, ...], ...] = (
    ((0.03, 0.1, 0.6), (0.65, 0.03, 0.04), (0.85, 0.6, 0.1), (0.05, 0.4, 0.2), (0.4, 0.7, 0.95)),
    ((0.05, 0.25, 0.6), (0.1, 0.5, 0.55), (0.85, 0.8, 0.5), (0.5, 0.1, 0.4), (0.9, 0.9, 0.85)),
    ((0.7, 0.25, 0.04), (0.85, 0.6, 0.12), (0.6, 0.05, 0.05), (0.15, 0.3, 0.6), (0.95, 0.85, 0.6)),
)
BAY = 2.6
END = 15.5


def build(site: Site, moment: str) -> None:
    del moment  # its windows are bright, and that is all one sees of the day
    tone = site.pick((0.5, 0.44, 0.34), (0.55, 0.53, 0.49), (0.3, 0.26, 0.21), (0.48, 0.36, 0.25))
    stone = Matter(colour=tone, rough=0.85, vary=0.16, vary_scale=3, bump=0.25, bump_scale=9)
    white = plaster(site.pick((0.7, 0.66, 0.58), (0.6, 0.56, 0.5)))
    glass = GLASSES[int(site.rng.integers(len(GLASSES)))]
    aside = 1 if site.chance(0.5) else -1
    half = site.between(2.35, 2.6)
    _floor(site)
    for side in (-1, 1):
        _arcade(site, side, half, stone, white)
        _aisle(site, side, white, glass, side == aside)
    _choir(site, half, stone, white, glass)
    _vault(site, half, stone, white)
    _pews(site, half)
    _altar(site)
    if site.chance(0.7):
        _lanterns(site)
    warm, cool = (1.0, 0.86, 0.66), (0.85, 0.92, 1.0)
    site.panel((aside * 2.2, 1.0, 4.6), (-aside * 1.4, 7, 1.2), (1.5, 3), watts=190, colour=warm)
    site.panel((-aside * 2.0, 5.0, 6.2), (aside * 1.0, 11, 1.0), (2, 2), watts=70, colour=cool)
    site.sky = Sky(zenith=(0.5, 0.52, 0.55), horizon=(0.5, 0.5, 0.5), strength=0.16)
    site.view = View(stop=2.4, exposure=0.25)


def _floor(site: Site) -> None:
    tiles = Matter(
        colour=(0.42, 0.37, 0.3), rough=0.25, pattern="checks", second=(0.16, 0.13, 0.11),
        pattern_scale=2.0, vary=0.15,
    )  # fmt: skip
    plain = Matter(colour=(0.32, 0.28, 0.23), rough=0.3, vary=0.25, vary_scale=1.5)
    site.plane((0, 7, 0), (14, 24), tiles if site.chance(0.5) else plain)
    if site.chance(0.5):
        red = cloth(site.pick((0.3, 0.02, 0.03), (0.1, 0.02, 0.06), (0.03, 0.06, 0.15)))
        site.box((0, 6, 0.0), (1.15, 14, 0.012), red)


def _arcade(site: Site, side: int, half: float, stone: Matter, white: Matter) -> None:
    """Columns, arches over them, and the wall that these carry."""
    outline = arc(BAY / 2 - 0.26, 3.3, peak=1.25)
    for number in range(5):
        y = 3.4 + BAY * number
        column(site, (side * half, y, 0), 3.3, 0.27, stone, shafts=8)
        middle = (side * half, y + BAY / 2, 0.0)
        arch(site, middle, outline, (0.22, 0.62), stone, turn=math.pi / 2)
        spandrel(site, middle, outline, 8.5, white, turn=math.pi / 2)
        for dx in (-0.06, 0.0, 0.06):
            site.rod(
                (side * (half - 0.2), y + dx, 3.3), (side * (half - 0.2), y + dx, 6.5), 0.045, stone
            )
        site.box((side * half, y, 3.3), (0.5, 0.54, 5.2), white, bevel=0)
    site.box((side * (half - 0.05), 8.0, 4.95), (0.3, 15, 0.12), stone, bevel=0.03)


def _aisle(site: Site, side: int, white: Matter, glass: tuple[Colour, ...], is_sunny: bool) -> None:
    x = side * 4.9
    site.box((side * 5.0, 7.5, 0), (0.1, 20, 6.5), white, bevel=0)
    site.box((side * 3.7, 7.5, 5.2), (2.6, 20, 0.1), white, bevel=0)
    for number in range(6):
        y = 2.1 + BAY * number
        _window(site, (x, y, 1.5), (0.55, 1.7), glass, turn=-side * math.pi / 2, glow=1.4)
        if number % 2 == 0:
            site.panel((x - 0.3 * side, y + 0.5, 2.8), (0, y + 0.3, 0.8), (1.0, 2.4),
                       watts=150 if is_sunny else 60, colour=(1.0, 0.9, 0.75))  # fmt: skip


def _window(
    site: Site,
    at: tuple[float, float, float],
    size: tuple[float, float],
    glass: tuple[Colour, ...],
    *,
    turn: float = 0.0,
    glow: float = 1.6,
) -> None:
    """A pointed one of coloured pieces; `size` is its half width and where its arch begins."""
    half, spring = size
    outline = arc(half, spring, peak=1.6)
    rows, columns = 90, 40
    top = float(outline[:, 1].max())
    z, x = np.meshgrid(
        np.linspace(top, 0, rows + 1), np.linspace(-1, 1, columns + 1), indexing="ij"
    )
    wide = np.interp(
        z[:, 0], outline[: len(outline) // 2 + 1, 1], -outline[: len(outline) // 2 + 1, 0]
    )
    wide = np.where(z[:, 0] < spring, half, wide)
    flat = np.stack([x * wide[:, None], np.zeros_like(x), z], axis=-1)
    c, s = math.cos(turn), math.sin(turn)
    points = flat @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1.0]]) + np.array(at)
    colours = _pieces(site, flat[:-1, :-1, 0], z[:-1, :-1], half, glass)
    painted(site, points, colours, Matter(colour=(0, 0, 0), glow=glow, rough=0.3), shades=32)
    stone = Matter(colour=(0.42, 0.38, 0.32), rough=0.9, vary=0.15)
    arch(site, at, outline, (0.1, 0.25), stone, turn=turn)


def _pieces(
    site: Site,
    x: Float[np.ndarray, "y x"],
    z: Float[np.ndarray, "y x"],
    half: float,
    glass: tuple[Colour, ...],
) -> Float[np.ndarray, "y x 3"]:
    """Cells around scattered points, with lead between them, and a border."""
    many = 110
    seeds = np.stack(
        [site.rng.uniform(-half, half, many), site.rng.uniform(0, z.max(), many)], axis=1
    )
    tones = np.array([site.pick(*glass) for _ in range(many)]) * site.rng.uniform(
        0.6, 1.1, (many, 1)
    )
    # The left is as the right, as in many such windows.
    far = np.hypot(np.abs(x)[..., None] - np.abs(seeds[:, 0]), z[..., None] - seeds[:, 1])
    order = np.sort(far, axis=-1)
    colour = tones[far.argmin(axis=-1)]
    middle = np.hypot(x, z - 0.72 * z.max()) / half
    rose = (
        np.array(glass[2]) * (0.6 + 0.4 * np.cos(6 * np.arctan2(z - 0.72 * z.max(), x)))[..., None]
    )
    colour = np.where((middle < 0.55)[..., None], rose, colour)
    lead = (order[..., 1] - order[..., 0] < 0.012) | (np.abs(middle - 0.55) < 0.04)
    lead |= np.abs(x) < 0.012
    edge = np.abs(x) > 0.86 * half
    colour = np.where(
        edge[..., None], np.array(glass[1]) * (0.5 + 0.5 * (np.sin(22 * z) > 0))[..., None], colour
    )
    return np.where(lead[..., None], 0.015, colour)


def _choir(
    site: Site, half: float, stone: Matter, white: Matter, glass: tuple[Colour, ...]
) -> None:
    """Three tall windows in the end wall, behind a great arch."""
    site.box((0, END + 0.1, 0), (11, 0.1, 10), white, bevel=0)
    for x, tall in ((-1.75, 3.2), (0.0, 4.0), (1.75, 3.2)):
        _window(site, (x, END, 2.3), (0.68, tall), glass, glow=1.5)
        site.panel(
            (x, END - 0.3, 4.5),
            (0.5 * x, END - 5, 0.5),
            (1.2, 3.5),
            watts=120,
            colour=(0.95, 0.92, 0.85),
        )
    for side in (-1, 1):
        for dx in (0.0, 0.25):
            site.rod(
                (side * (half - 0.15 + dx), 13.2, 0),
                (side * (half - 0.15 + dx), 13.2, 5.2),
                0.13,
                stone,
                16,
            )
    arch(site, (0, 13.2, 0), arc(half - 0.2, 5.2, peak=1.2), (0.5, 0.6), stone)
    spandrel(site, (0, 13.25, 0), arc(half - 0.2, 5.2, peak=1.2), 10, white)


def _vault(site: Site, half: float, stone: Matter, white: Matter) -> None:
    """A pointed tunnel with ribs."""
    outline = arc(half, 6.4, peak=1.15)
    ys = np.linspace(0.0, END, 12)
    points = np.concatenate(
        [np.stack([outline[:, 0], np.full(len(outline), y), outline[:, 1]], axis=1) for y in ys]
    )
    n = len(outline)
    faces = [
        (n * row + i, n * row + i + 1, n * row + n + i + 1, n * row + n + i)
        for row in range(len(ys) - 1)
        for i in range(n - 1)
    ]
    site.mesh(points, faces, white, is_smooth=True)
    for number in range(5):
        y = 3.4 + BAY * number
        arch(site, (0, y, 0), arc(half - 0.14, 6.4, peak=1.15), (0.18, 0.22), stone)
        for side in (-1, 1):
            # From a column to the opposite one of the next bay.
            path = outline * (0.97, 0.985)
            steps = np.linspace(0, BAY, n) if side > 0 else np.linspace(BAY, 0, n)
            for i in range(0, n - 2, 2):
                site.rod(
                    (path[i, 0], y + steps[i], path[i, 1]),
                    (path[i + 2, 0], y + steps[i + 2], path[i + 2, 1]),
                    0.07,
                    stone,
                    8,
                )


def _pews(site: Site, half: float) -> None:
    oak = wood(site.pick((0.22, 0.11, 0.05), (0.12, 0.06, 0.03), (0.3, 0.17, 0.08)), rough=0.35)
    seats: list[tuple[tuple[float, float, float], tuple[float, float, float]]] = []
    for row in range(9):
        y = 2.9 + 0.95 * row
        for side in (-1, 1):
            inner, outer = 0.82, half - 0.1
            x, wide = side * (inner + outer) / 2, outer - inner
            seats += [
                ((x, y, 0.42), (wide, 0.38, 0.04)),
                ((x, y + 0.2, 0.3), (wide, 0.035, 0.55)),
                ((x, y + 0.2, 0.85), (wide, 0.07, 0.04)),
                ((x, y + 0.34, 0.8), (wide, 0.2, 0.03)),
                ((side * inner, y + 0.08, 0), (0.06, 0.52, 0.95)),
                ((side * inner, y + 0.08, 0.95), (0.09, 0.4, 0.06)),
            ]
    boxes(site, [a for a, _ in seats], [s for _, s in seats], oak, bevel=0.012)
    for row in range(9):
        for side in (-1, 1):
            if site.chance(0.4):
                book = Matter(
                    colour=site.pick((0.25, 0.02, 0.03), (0.03, 0.05, 0.15), (0.04, 0.03, 0.03))
                )
                at = (side * site.between(1.0, half - 0.3), 3.24 + 0.95 * row, 0.83)
                site.box(at, (0.13, 0.18, 0.03), book, turn=site.between(-0.3, 0.3))


def _altar(site: Site) -> None:
    step = Matter(colour=(0.4, 0.36, 0.3), rough=0.4, vary=0.15)
    for number in range(3):
        site.box(
            (0, 13.9, 0.16 * number),
            (4.4 - 0.7 * number, 2.6 - 0.6 * number, 0.16),
            step,
            bevel=0.02,
        )
    site.box(
        (0, 14.1, 0.48),
        (1.9, 0.75, 0.98),
        Matter(colour=(0.6, 0.56, 0.5), rough=0.4, vary=0.1),
        bevel=0.02,
    )
    site.box((0, 14.1, 1.46), (2.1, 0.85, 0.03), cloth((0.8, 0.78, 0.72)))
    site.box(
        (0, 13.71, 0.7),
        (0.9, 0.02, 0.78),
        cloth(site.pick((0.3, 0.03, 0.05), (0.1, 0.2, 0.08), (0.2, 0.05, 0.25))),
    )
    for x in (-0.85, -0.6, 0.6, 0.85):
        candlestick(site, (x, 14.1, 1.49), height=0.4)
    for side in (-1, 1):
        vase(site, (0.36 * side, 14.0, 1.49), flowers=site.pick((0.8, 0.75, 0.7), (0.75, 0.3, 0.3)))
        site.lathe(
            (1.5 * side, 13.4, 0.32), [(0.16, 0), (0.03, 0.06), (0.03, 1.2), (0.1, 1.25)], BRASS
        )
        candlestick(site, (1.5 * side, 13.4, 1.57), height=0.15, watts=9)


def _lanterns(site: Site) -> None:
    """On long chains, in two rows."""
    for y in (4.7, 7.3, 9.9, 12.5):
        for x in (-1.55, 1.55):
            site.lathe((x, y, 3.3), [(0.08, 0), (0.14, 0.1), (0.14, 0.13)], BRASS, sides=18)
            light = Matter(colour=(1.0, 0.72, 0.4), glow=4)
            site.lathe((x, y, 3.42), [(0.11, 0), (0.1, 0.24)], light, sides=18)
            site.lathe((x, y, 3.66), [(0.13, 0), (0.03, 0.12)], BRASS, sides=18)
            site.rod((x, y, 3.75), (x, y, 9), 0.008, BRASS, 6)
            site.lamp((x, y, 3.15), watts=22, colour=(1.0, 0.7, 0.4), radius=0.1)
