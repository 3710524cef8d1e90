"""What several large indoor places share: masonry, arches, columns, drapes, spotlights, flames."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from jaxtyping import Bool, Float
from PIL import Image

from retrat.train.data.places.site import (
    BLACK,
    BRASS,
    Colour,
    Matter,
    Point,
    Site,
    glowing,
    placed,
)

CUBE = np.array(
    [(x, y, z) for z in (0.0, 1.0) for x, y in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))]
)
CUBE_FACES = np.array(
    [(0, 3, 2, 1), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)]
)
WAX = Matter(colour=(0.85, 0.78, 0.6), rough=0.5, thin=0.25)
STONE = Matter(colour=(0.3, 0.27, 0.23), rough=0.92, vary=0.3, vary_scale=5, bump=0.5, bump_scale=9)


def there(offset: Point, at: Point, turn: float = 0.0) -> Point:
    """Where something is that stands beside `at`, both turned."""
    x, y, z = placed(np.array([offset], float), at, turn)[0]
    return float(x), float(y), float(z)


def boxes(
    site: Site,
    ats: Sequence[Point] | np.ndarray,
    sizes: Sequence[Point] | np.ndarray,
    matter: Matter,
    *,
    turn: float = 0.0,
    bevel: float = 0.006,
) -> None:
    """Many of them as one mesh, each turned around its own middle."""
    at, size = np.asarray(ats, float), np.asarray(sizes, float)
    if not len(at):
        return
    corners = CUBE[None] * np.broadcast_to(size, at.shape)[:, None]
    points = placed(corners.reshape(-1, 3), (0, 0, 0), turn).reshape(corners.shape) + at[:, None]
    faces = CUBE_FACES[None] + 8 * np.arange(len(at))[:, None, None]
    site.mesh(points.reshape(-1, 3), faces.reshape(-1, 4), matter, bevel=bevel)


def painted(
    site: Site,
    points: Float[np.ndarray, "y x 3"],
    colours: Float[np.ndarray, "y-1 x-1 3"],
    matter: Matter,
    *,
    shades: int = 48,
    keep: Bool[np.ndarray, "y-1 x-1"] | None = None,
) -> None:
    """A curved sheet whose every face has a colour of its own, of so many in all; without those
    not to `keep`.
    """
    eight = (255 * np.clip(colours, 0, 1) ** (1 / 2.2)).round().astype(np.uint8)
    image = Image.fromarray(eight).quantize(shades)
    numbers = np.asarray(image).ravel().astype(int)
    if keep is not None:
        numbers = np.where(keep.ravel(), numbers, -1)
    palette = np.asarray(image.getpalette(), float).reshape(-1, 3)
    columns = points.shape[1]
    first = (np.arange(points.shape[0] - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    faces = np.stack([first, first + 1, first + columns + 1, first + columns], axis=1)
    flat = points.reshape(-1, 3)
    for number in np.unique(numbers[numbers >= 0]):
        used, corners = np.unique(faces[numbers == number], return_inverse=True)
        red, green, blue = ((palette[number] / 255) ** 2.2).tolist()
        site.mesh(
            flat[used],
            corners.reshape(-1, 4),
            matter.but(colour=(red, green, blue)),
            is_smooth=True,
        )


def wall_grid(
    at: Point, size: tuple[float, float], cells: tuple[int, int], turn: float = 0.0
) -> Float[np.ndarray, "y x 3"]:
    """Points of an upright sheet, its top row first; `at` is the middle of its lower edge."""
    rows, columns = cells
    z, x = np.meshgrid(
        np.linspace(size[1], 0, rows + 1),
        np.linspace(-0.5, 0.5, columns + 1) * size[0],
        indexing="ij",
    )
    flat = np.stack([x, np.zeros_like(x), z], axis=-1).reshape(-1, 3)
    return placed(flat, at, turn).reshape(rows + 1, columns + 1, 3)


def stonework(
    site: Site,
    at: Point,
    size: tuple[float, float],
    matter: Matter,
    *,
    turn: float = 0.0,
    block: tuple[float, float] = (0.62, 0.3),
) -> None:
    """A wall of blocks in rows, each a little different; `at` is the middle of its foot, and it
    faces the camera where it is not turned.
    """
    width, height = size
    deep = 0.18
    kinds: list[list[tuple[Point, Point]]] = [[], [], []]
    z = 0.0
    while z < height - 0.02:
        tall = min(block[1] * site.between(0.85, 1.15), height - z)
        x = -width / 2 - site.between(0, block[0])
        while x < width / 2:
            long = block[0] * site.between(0.6, 1.3)
            left, right = max(x, -width / 2), min(x + long, width / 2)
            x += long
            if right - left < 0.03:
                continue
            out = site.between(0.0, 0.022)
            middle = there(((left + right) / 2, deep / 2 - out, z), at, turn)
            kinds[int(site.rng.integers(3))].append(
                (middle, (right - left - 0.008, deep, tall - 0.008))
            )
        z += tall
    for share, blocks in zip((0.8, 1.0, 1.18), kinds, strict=True):
        red, green, blue = (share * c for c in matter.colour)
        kind = matter.but(colour=(red, green, blue))
        boxes(site, [b[0] for b in blocks], [b[1] for b in blocks], kind, turn=turn, bevel=0.012)
    site.box(
        there((0, 0.6 * deep, 0), at, turn),
        (width, 0.5 * deep, height),
        matter.but(vary=0.1),
        turn=turn,
        bevel=0,
    )


def arc(half: float, spring: float, *, peak: float = 1.0, steps: int = 14) -> np.ndarray:
    """An arch's outline from its left foot on, in x and z: round with a `peak` of 1, else pointed
    and that much higher.
    """
    if peak <= 1.0:
        angles = np.linspace(math.pi, 0, 2 * steps + 1)
        return np.stack([half * np.cos(angles), spring + half * np.sin(angles)], axis=1)
    radius = half * (1 + peak**2) / 2
    last = math.asin(min(1.0, peak * half / radius))
    angles = np.linspace(0, last, steps + 1)
    left = np.stack(
        [-half + radius * (1 - np.cos(angles)), spring + radius * np.sin(angles)], axis=1
    )
    return np.concatenate([left, (left * (-1, 1))[::-1][1:]])


def arch(
    site: Site,
    at: Point,
    outline: Float[np.ndarray, "n 2"],
    section: tuple[float, float],
    matter: Matter,
    *,
    turn: float = 0.0,
) -> None:
    """A band of stone along an outline: `section` is how thick and how deep it is."""
    thick, deep = section
    along = np.gradient(outline, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    outer = outline + thick * np.stack([-along[:, 1], along[:, 0]], axis=1)
    rings = []
    for line, y in (
        (outline, -deep / 2),
        (outer, -deep / 2),
        (outer, deep / 2),
        (outline, deep / 2),
    ):
        rings.append(np.stack([line[:, 0], np.full(len(line), y), line[:, 1]], axis=1))
    points = np.concatenate(rings)
    count = len(outline)
    faces = [
        (ring * count + i, ring * count + i + 1, after * count + i + 1, after * count + i)
        for ring, after in ((0, 1), (1, 2), (2, 3), (3, 0))
        for i in range(count - 1)
    ]
    site.mesh(placed(points, at, turn), faces, matter)


def spandrel(
    site: Site,
    at: Point,
    outline: Float[np.ndarray, "n 2"],
    top: float,
    matter: Matter,
    *,
    turn: float = 0.0,
) -> None:
    """The wall over an arch, up to a height."""
    low = np.stack([outline[:, 0], np.zeros(len(outline)), outline[:, 1]], axis=1)
    high = low.copy()
    high[:, 2] = top
    count = len(outline)
    faces = [(i, i + 1, count + i + 1, count + i) for i in range(count - 1)]
    site.mesh(placed(np.concatenate([low, high]), at, turn), faces, matter)


def pane(
    site: Site,
    at: Point,
    outline: Float[np.ndarray, "n 2"],
    matter: Matter,
    *,
    turn: float = 0.0,
) -> None:
    """What fills an arch, down to its floor."""
    spandrel(site, at, outline, 0.0, matter, turn=turn)


def column(
    site: Site, at: Point, height: float, radius: float, matter: Matter, *, shafts: int = 0
) -> None:
    """With a foot and a capital, and thin shafts around it."""
    r = radius
    foot = [(1.5 * r, 0), (1.5 * r, 0.18), (1.25 * r, 0.24), (1.3 * r, 0.32), (r, 0.4)]
    head = [
        (r, height - 0.5),
        (1.12 * r, height - 0.48),
        (1.05 * r, height - 0.42),
        (1.45 * r, height - 0.14),
        (1.6 * r, height - 0.12),
        (1.6 * r, height),
    ]
    site.lathe(at, [*foot, *head], matter, sides=32)
    for number in range(shafts):
        around = 2 * math.pi * (number + 0.5) / shafts
        x, y = at[0] + 1.05 * r * math.cos(around), at[1] + 1.05 * r * math.sin(around)
        site.rod((x, y, at[2] + 0.3), (x, y, at[2] + height - 0.3), 0.28 * r, matter, 12)


def drape(
    site: Site,
    at: Point,
    size: tuple[float, float],
    matter: Matter,
    *,
    turn: float = 0.0,
    folds: tuple[float, float] = (0.09, 0.3),
) -> None:
    """Heavy cloth that hangs in uneven `folds`, so deep and so wide; `at` is the middle of its
    lower edge.
    """
    width, height = size
    fold, wave = folds
    rows, columns = 24, max(24, int(width / wave * 16))
    across = np.linspace(-width / 2, width / 2, columns)
    step = np.interp(across, np.linspace(-width / 2, width / 2, 9), site.rng.uniform(-1, 1, 9))
    phase = 2 * math.pi * across / wave + 2.4 * step + site.between(0, 6)
    deep = np.interp(
        across, np.linspace(-width / 2, width / 2, 13), site.rng.uniform(0.55, 1.3, 13)
    )
    points = np.empty((rows, columns, 3))
    for row, share in enumerate(np.linspace(0, 1, rows)):
        drift = 0.5 * math.sin(3 * share + site.seed)
        curl = np.sin(phase + drift * step) + 0.35 * np.sin(2 * phase + 1.3 * drift)
        points[row, :, 0] = across + 0.25 * fold * np.cos(phase)
        points[row, :, 1] = fold * deep * curl * (1.15 - 0.4 * share)
        points[row, :, 2] = share * height
    first = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    faces = np.stack([first, first + 1, first + columns + 1, first + columns], axis=1)
    site.mesh(placed(points.reshape(-1, 3), at, turn), faces, matter, is_smooth=True)


def spot(
    site: Site,
    at: Point,
    to: Point,
    *,
    watts: float,
    colour: Colour,
    radius: float = 0.1,
) -> None:
    """A theatre lamp: a black can that throws a pool of light on what it points to."""
    a, b = np.asarray(at, float), np.asarray(to, float)
    along = (b - a) / np.linalg.norm(b - a)
    front, back = a + 0.2 * along, a - 0.2 * along
    site.rod(_point(back), _point(front), radius, BLACK, 18)
    site.rod(_point(front), _point(front + 0.02 * along), 1.15 * radius, BLACK, 18)
    site.ball(_point(a - 0.16 * along), 0.75 * radius, glowing(colour, 22))
    site.rod((at[0], at[1], at[2] + radius), (at[0], at[1], at[2] + 0.32), 0.02, BLACK)
    site.lamp(_point(a - 0.02 * along), watts=watts, colour=colour, radius=0.02)


def beam(
    site: Site,
    at: Point,
    to: Point,
    radius: float,
    *,
    colour: Colour,
    glow: float = 1.0,
) -> None:
    """Light in haze, seen from the side: hair-thin rays that spread from a lamp and fade out."""
    a, b = np.asarray(at, float), np.asarray(to, float)
    along = (b - a) / np.linalg.norm(b - a)
    aside = np.cross(along, (0.0, 1.0, 0.0))
    aside /= np.linalg.norm(aside)
    other = np.cross(along, aside)
    count = 240
    spread = site.rng.normal(size=(count, 2)) * 0.42 * radius
    ends = b + spread[:, :1] * aside + spread[:, 1:] * other
    starts = a + 0.05 * (ends - a)
    ends = a + site.rng.uniform(0.75, 1.0, (count, 1)) * (ends - a)
    wide = np.cross(ends - starts, (0.0, 1.0, 0.0))
    wide *= 0.0006 / np.linalg.norm(wide, axis=1, keepdims=True)
    middle = 0.4 * starts + 0.6 * ends
    points = np.stack([starts, middle - wide, ends, middle + wide], axis=1)
    site.mesh(
        points.reshape(-1, 3),
        np.arange(4 * count).reshape(count, 4),
        glowing(colour, glow),
    )


def flame(site: Site, at: Point, height: float, *, glow: float = 14.0) -> None:
    h = height
    profile = [
        (0.02 * h, 0),
        (0.16 * h, 0.12 * h),
        (0.21 * h, 0.3 * h),
        (0.13 * h, 0.6 * h),
        (0.01 * h, h),
    ]
    site.lathe(at, profile, glowing((1.0, 0.5, 0.14), glow), sides=12)


def candle(
    site: Site, at: Point, *, height: float = 0.2, radius: float = 0.012, watts: float = 0.0
) -> None:
    """With a lamp in its flame where it has `watts`."""
    x, y, z = at
    site.lathe(at, [(radius, 0), (radius, height), (0.6 * radius, height)], WAX, sides=14)
    flame(site, (x, y, z + height + 0.006), 0.05, glow=22)
    if watts:
        site.lamp((x, y, z + height + 0.05), watts=watts, colour=(1.0, 0.6, 0.28), radius=0.03)


def candlestick(site: Site, at: Point, *, height: float = 0.25, watts: float = 0.0) -> None:
    profile = [
        (0.055, 0), (0.05, 0.015), (0.015, 0.04), (0.012, 0.5 * height), (0.02, 0.55 * height),
        (0.011, 0.62 * height), (0.012, 0.92 * height), (0.026, height),
    ]  # fmt: skip
    site.lathe(at, profile, BRASS, sides=18)
    x, y, z = at
    candle(site, (x, y, z + height), height=site.between(0.12, 0.22), watts=watts)


def _point(array: np.ndarray) -> Point:
    x, y, z = array.tolist()
    return x, y, z
