"""What rooms of a home share: walls with windows, what is outside, lamps, plants and soft things.

Rooms have their window to the right; `mirrored` turns half of them around.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float, Int

from retrat.train.data.places.site import (
    BLACK,
    BRASS,
    WARM,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    hills,
    leaf,
    placed,
    plaster,
    wood,
)

RIGHT = -math.pi / 2  # the turn of what stands against the right wall
LEFT = math.pi / 2
GREENS: tuple[Colour, ...] = ((0.06, 0.18, 0.05), (0.1, 0.24, 0.06), (0.04, 0.14, 0.06))
SHADE = Matter(colour=(0.9, 0.76, 0.56), rough=0.9, thin=0.55)
CEILING = plaster((0.7, 0.69, 0.66))
BULB = Matter(colour=(1.0, 0.72, 0.42), glow=12)


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """A window in a wall: from where to where along it, and its heights."""

    start: float
    end: float
    low: float
    high: float
    panes: tuple[int, int] = (2, 2)
    frame: Matter = WHITE

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2

    @property
    def size(self) -> tuple[float, float]:
        return self.end - self.start, self.high - self.low


@dataclass(frozen=True, kw_only=True, slots=True)
class Shell:
    """A closed room; the camera stands in it. `right` is in y, `back` in x."""

    half_width: float = 2.4
    depth: float = 4.4
    height: float = 2.65
    wall: Matter
    back_wall: Matter
    floor: Matter
    ceiling: Matter = CEILING
    right: Opening | None = None
    back: Opening | None = None

    def build(self, site: Site) -> None:
        near, wide = -2.6, 2 * self.half_width
        long = self.depth - near
        middle = (self.depth + near) / 2
        site.plane((0, middle, 0), (wide, long), self.floor)
        site.box((0, middle, self.height), (wide + 0.4, long, 0.1), self.ceiling, bevel=0)
        site.box((0, near, 0), (wide, 0.1, self.height), self.wall, bevel=0)
        site.box((-self.half_width - 0.1, middle, 0), (0.2, long, self.height), self.wall, bevel=0)
        at = (self.half_width, middle, 0.0)
        _pierced(site, at, (long, self.height), self.wall, _against_right(self.right, middle))
        at = (0.0, self.depth, 0.0)
        _pierced(site, at, (wide, self.height), self.back_wall, self.back, is_right=False)
        board = Matter(colour=(0.72, 0.7, 0.66), rough=0.45)
        site.box((0, self.depth - 0.008, 0), (wide, 0.016, 0.09), board)
        for x in (-self.half_width + 0.008, self.half_width - 0.008):
            site.box((x, middle, 0), (0.016, long, 0.09), board)


def _against_right(opening: Opening | None, middle: float) -> Opening | None:
    """On the right wall, what runs along it starts at its far end."""
    if opening is None:
        return None
    return replace(opening, start=middle - opening.end, end=middle - opening.start)


def _pierced(
    site: Site,
    at: Point,
    size: tuple[float, float],
    matter: Matter,
    opening: Opening | None,
    is_right: bool = True,
) -> None:
    width, height = size
    turn = RIGHT if is_right else 0.0
    parts = [(-width / 2, width / 2, 0.0, height)]
    if opening:
        parts = [
            (-width / 2, opening.start, 0.0, height),
            (opening.end, width / 2, 0.0, height),
            (opening.start, opening.end, 0.0, opening.low),
            (opening.start, opening.end, opening.high, height),
        ]
        _sash(site, at, opening, turn)
    for start, end, low, high in parts:
        if end - start > 0.01 and high - low > 0.01:
            box_at = there(((start + end) / 2, 0.1, low), at, turn)
            site.box(box_at, (end - start, 0.2, high - low), matter, turn=turn, bevel=0)


def _sash(site: Site, at: Point, opening: Opening, turn: float) -> None:
    width, height = opening.size
    for number in range(opening.panes[0] + 1):
        x = opening.start + width * number / opening.panes[0]
        bar = 0.07 if number in (0, opening.panes[0]) else 0.045
        place = there((x, 0.14, opening.low), at, turn)
        site.box(place, (bar, 0.06, height), opening.frame, turn=turn)
    for number in range(opening.panes[1] + 1):
        z = opening.low + height * number / opening.panes[1] - 0.025
        place = there((opening.middle, 0.14, z), at, turn)
        site.box(place, (width, 0.06, 0.05), opening.frame, turn=turn)
    place = there((opening.middle, 0.03, opening.low - 0.03), at, turn)
    site.box(place, (width + 0.12, 0.22, 0.035), opening.frame, turn=turn)


def there(offset: Point, at: Point, turn: float) -> Point:
    x, y, z = placed(np.array([offset], float), at, turn)[0]
    return float(x), float(y), float(z)


def view_of(site: Site, *, exposure: float) -> View:
    """From somewhere near the middle, looking a little aside."""
    aside, yaw = site.between(-0.25, 0.25), site.between(-0.55, 0.55)
    at, to = (aside, 0.0, 1.5), (aside + yaw, 4.0, 1.48)
    return View(at=at, to=to, stop=site.between(1.8, 2.3), exposure=exposure)


def mirrored(site: Site) -> None:
    """Left becomes right."""

    def flipped(at: Point) -> Point:
        return -at[0], at[1], at[2]

    site.shapes[:] = [
        replace(each, vertices=each.vertices * (-1, 1, 1), corners=each.corners[:, ::-1])
        for each in site.shapes
    ]
    site.lights[:] = [
        replace(each, at=flipped(each.at), to=flipped(each.to)) for each in site.lights
    ]


def daylight(site: Site, shell: Shell, *, watts: float, sunny: bool) -> None:
    """A garden and a sky outside, and what light they send through the windows."""
    site.sky = Sky(zenith=(0.4, 0.55, 0.85), horizon=(0.85, 0.9, 0.95), strength=1.7, cover=0.4)
    site.plane((0, 4, -0.4), (60, 60), Matter(colour=(0.16, 0.25, 0.07), rough=1, vary=0.4))
    for number in range(14):
        green = leaf(site.pick((0.2, 0.38, 0.08), (0.13, 0.3, 0.07), (0.28, 0.42, 0.1)))
        reach, far = site.between(0.9, 1.9), site.between(3.5, 9)
        at = (shell.half_width + far, site.between(0.8, 2.6) * far, site.between(0.2, 3.4))
        if number % 2:
            at = (site.between(-0.1, 0.5) * (far + 5), shell.depth + far, at[2])
        site.leaves(at, (reach, reach, reach), green, count=900, size=0.13)
    tint = (1.0, 0.97, 0.92) if sunny else (1.0, 0.99, 0.97)
    if shell.right:
        y, z = shell.right.middle, (shell.right.low + shell.right.high) / 2
        at, to = (shell.half_width + 0.25, y, z), (-1.0, y + 0.7, 0.6)
        site.panel(at, to, shell.right.size, watts=watts, colour=tint)
    if shell.back:
        x, z = shell.back.middle, (shell.back.low + shell.back.high) / 2
        at, to = (x, shell.depth + 0.25, z), (0.5 * x, 0.0, 1.0)
        site.panel(at, to, shell.back.size, watts=0.4 * watts, colour=tint)
    if sunny:
        site.sun(site.between(11, 19), site.between(112, 132), watts=4.0, colour=(1.0, 0.82, 0.6))
    at = (-0.6, -1.8, shell.height - 0.1)
    site.panel(at, (0, 3, 1.0), (2.5, 1.5), watts=0.07 * watts, colour=(1.0, 0.95, 0.88))


def dusk(site: Site, shell: Shell, *, fill: float = 8.0) -> None:
    """Blue evening outside, some far lights, and a little of the rooms' own light."""
    site.sky = Sky(zenith=(0.01, 0.025, 0.08), horizon=(0.07, 0.1, 0.2), strength=0.8)
    site.plane((0, 4, -0.4), (80, 80), Matter(colour=(0.02, 0.03, 0.02), rough=1))
    for number in range(26):
        high, far = site.between(0.2, 3.2), site.between(6, 14)
        at = (shell.half_width + far, site.between(1, 22), high)
        if number % 2:
            at = (site.between(-9, 9), shell.depth + far, high)
        warm = site.pick((1.0, 0.6, 0.25), (1.0, 0.75, 0.45), (0.9, 0.85, 0.7))
        lit = Matter(colour=warm, glow=site.between(2, 7), moves="lights")
        site.ball(at, site.between(0.05, 0.1), lit)
    at = (0.4, -1.6, shell.height - 0.1)
    site.panel(at, (0, 3, 1.0), (2, 1.5), watts=fill, colour=(1.0, 0.8, 0.58))


def drapes(site: Site, shell: Shell, matter: Matter, *, is_right: bool = True) -> None:
    """Curtains on both sides of a window, from a rail to the floor."""
    opening = shell.right if is_right else shell.back
    assert opening is not None
    turn = RIGHT if is_right else 0.0
    base = (shell.half_width - 0.1, 0.0, 0.0) if is_right else (0.0, shell.depth - 0.1, 0.0)
    top = min(opening.high + 0.16, shell.height - 0.06)
    middle = -opening.middle if is_right else opening.middle
    wide = opening.size[0] + 0.5
    for sign in (-1, 1):
        part = site.between(0.32, 0.45)
        along = middle + sign * (wide / 2 - part / 2)
        hanging(site, there((along, 0, 0.03), base, turn), (part, top - 0.03), matter, turn=turn)
    ends = [there((middle + sign * (wide / 2 + 0.1), 0, top), base, turn) for sign in (-1, 1)]
    site.rod(ends[0], ends[1], 0.012, BRASS)


def hanging(
    site: Site, at: Point, size: tuple[float, float], matter: Matter, *, turn: float = 0.0
) -> None:
    """A curtain in uneven folds, wider below; `at` is the middle of its lower edge."""
    width, height = size
    across = np.linspace(-0.5, 0.5, max(24, int(width * 90)))
    uneven = 0.35 * hills(site.rng, (2, len(across)), 4)[0]
    phase = across * width * 2 * math.pi / 0.13 + 2.2 * uneven + site.between(0, 6)
    rows = []
    for share in np.linspace(0, 1, 5):
        deep = (0.04 - 0.015 * share) * np.sin(phase + 0.4 * share) + 0.03 * uneven
        x = across * width * (1.08 - 0.08 * share)
        rows.append(np.stack([x, deep, np.full_like(x, share * height)], axis=1))
    points = placed(np.concatenate(rows), at, turn)
    site.mesh(points, _grid(5, len(across)), matter, is_smooth=True)


def _grid(rows: int, columns: int) -> Int[np.ndarray, "f 4"]:
    first = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    return np.stack([first, first + 1, first + columns + 1, first + columns], axis=1)


def pillow(
    site: Site, at: Point, size: Point, matter: Matter, *, turn: float = 0.0, lean: float = 0.3
) -> None:
    """A soft one that leans back; `size` is its width, thickness and height."""
    width, thick, height = size
    s, t = np.meshgrid(np.linspace(-1, 1, 15), np.linspace(-1, 1, 15))
    full = ((1 - s**2) * (1 - t**2)) ** 0.4 * (1 + 0.14 * hills(site.rng, (15, 15), 3))
    x, z = width / 2 * s * (0.92 + 0.08 * t**2), height / 2 * t * (0.92 + 0.08 * s**2)
    faces = _grid(15, 15)
    deep = thick / 2 * full
    points = np.stack([[x, -deep, z], [x, deep, z]]).transpose(0, 2, 3, 1).reshape(-1, 3)
    c, sine = math.cos(lean), math.sin(lean)
    y, up = points[:, 1] * c + points[:, 2] * sine, points[:, 2] * c - points[:, 1] * sine
    points = np.stack([points[:, 0], y, up + height / 2 * c], axis=1)
    corners = np.concatenate([faces, faces[:, ::-1] + 15 * 15])
    site.mesh(placed(points, at, turn), corners, matter, is_smooth=True)


def draped(site: Site, at: Point, size: Point, matter: Matter, *, crease: float = 0.02) -> None:
    """A cloth laid over a long thing, `size` its width, length and the drop on both sides; `at` is
    the middle of its near edge, on top.
    """
    width, length, drop = size
    rows, columns = 46, 60
    along = np.linspace(-width / 2 - drop, width / 2 + drop, columns)
    over = np.clip(np.abs(along) - width / 2 + 0.06, 0, None)
    x = np.sign(along) * (np.minimum(np.abs(along), width / 2) + 0.02 * np.sin(over * 30))
    down = np.where(over < 0.06, over**2 * 4, over - 0.06 + 0.015)
    rough = hills(site.rng, (rows, columns), 5, 0.6)
    ripple = crease * rough + 0.4 * crease * np.sin(9 * hills(site.rng, (rows, columns), 2))
    y = np.linspace(0, length, rows)[:, None] + 0.02 * rough
    z = -down[None] + np.where(over[None] < 0.1, ripple, 0.2 * ripple)
    z = z + 0.12 * drop * rough * (over[None] > 0.1)
    points = np.stack([x[None] + 0.6 * ripple * (over[None] > 0.06), y, z], axis=-1)
    points = placed(points.reshape(-1, 3), at)
    site.mesh(points, _grid(rows, columns), matter, is_smooth=True)


def tiles(
    site: Site,
    at: Point,
    size: tuple[float, float],
    tile: tuple[float, float],
    matters: Sequence[Matter],
    *,
    turn: float = 0.0,
) -> None:
    """Tiles on a wall, none quite level, of some matters; `at` is the middle of the lower edge."""
    width, height = size
    wide, tall = tile
    shifted = 0.5 if wide > 1.9 * tall else 0.0
    rows, columns = math.ceil(height / tall), math.ceil(width / wide) + 1
    row, column = (each.ravel() for each in np.mgrid[0:rows, 0:columns])
    left = -width / 2 + (column - shifted * (row % 2)) * wide
    right = np.clip(left + wide - 0.003, -width / 2, width / 2)
    left = np.clip(left, -width / 2, width / 2)
    low, high = row * tall, np.minimum((row + 1) * tall - 0.003, height)
    fits = right - left > 0.006
    kinds = site.rng.integers(0, len(matters), len(left))
    for number, matter in enumerate(matters):
        chosen = fits & (kinds == number)
        count = int(chosen.sum())
        tilt = site.rng.normal(0, 0.0011, (4, count))
        a, b, c, d = (each[chosen] for each in (left, right, low, high))
        corners = [(a, c), (b, c), (b, d), (a, d)]
        front = [np.stack([u, -0.008 + tilt[k], v], axis=1) for k, (u, v) in enumerate(corners)]
        back = [np.stack([u, np.zeros(count), v], axis=1) for u, v in corners]
        points = np.stack([*front, *back], axis=1).reshape(-1, 3)
        base = 8 * np.arange(count)[:, None, None]
        faces = np.array([(0, 1, 2, 3), (1, 0, 4, 5), (2, 1, 5, 6), (3, 2, 6, 7), (0, 3, 7, 4)])
        site.mesh(placed(points, at, turn), (base + faces).reshape(-1, 4), matter)


def _skin(site: Site, at: Point, profile: Sequence[tuple[float, float]], matter: Matter) -> None:
    """Turned like a lathe's work, but thin and open above and below."""
    around = np.linspace(0, 2 * math.pi, 33)
    rings = [
        np.stack([r * np.cos(around), r * np.sin(around), np.full(33, h)], axis=1)
        for r, h in profile
    ]
    site.mesh(placed(np.concatenate(rings), at), _grid(len(profile), 33), matter, is_smooth=True)


def lampshade(site: Site, at: Point, *, radius: float = 0.16, watts: float = 14) -> None:
    """A shade of cloth with its bulb; `at` is its lower edge."""
    x, y, z = at
    _skin(site, at, [(radius, 0.0), (0.78 * radius, 1.35 * radius)], SHADE)
    site.lamp((x, y, z + 0.6 * radius), watts=watts, colour=WARM, radius=0.04)


def table_lamp(site: Site, at: Point, *, watts: float = 14, tall: float = 0.3) -> None:
    x, y, z = at
    tone = site.pick((0.6, 0.55, 0.48), (0.05, 0.12, 0.16), (0.3, 0.12, 0.06))
    glazed = Matter(colour=tone, rough=0.2, vary=0.2, vary_scale=14)
    belly = site.between(0.06, 0.1)
    profile = [(0.06, 0), (belly, 0.3 * tall), (0.8 * belly, 0.55 * tall), (0.02, 0.8 * tall)]
    site.lathe(at, [*profile, (0.012, tall)], glazed if site.chance(0.7) else BRASS)
    site.rod((x, y, z + tall), (x, y, z + tall + 0.06), 0.008, BRASS)
    lampshade(site, (x, y, z + tall + 0.02), radius=site.between(0.14, 0.19), watts=watts)


def standing_lamp(site: Site, at: Point, *, watts: float = 30, height: float = 1.4) -> None:
    x, y, z = at
    metal = BLACK if site.chance(0.5) else BRASS
    site.lathe(at, [(0.14, 0), (0.14, 0.02), (0.012, 0.035), (0.012, height)], metal)
    lampshade(site, (x, y, z + height - 0.02), radius=0.21, watts=watts)


def hanging_lamp(
    site: Site, at: Point, ceiling: float, *, watts: float, matter: Matter, radius: float = 0.17
) -> None:
    """`at` is its lower edge."""
    x, y, z = at
    site.rod((x, y, z + 0.2), (x, y, ceiling), 0.005, BLACK)
    profile = [(1.0, 0.0), (0.96, 0.3), (0.75, 0.7), (0.35, 1.0), (0.2, 1.1)]
    _skin(site, at, [(radius * r, radius * h) for r, h in profile], matter)
    if watts:
        site.ball((x, y, z + 0.4 * radius), 0.24 * radius, BULB)
        site.lamp((x, y, z - 0.03), watts=watts, colour=WARM, radius=0.05)


def fronds(
    site: Site,
    roots: Float[np.ndarray, "n 3"],
    aims: Float[np.ndarray, "n 3"],
    size: tuple[float, float],
    matter: Matter,
    droop: float = 0.4,
) -> None:
    """Leaves that bend: each from a root along its aim, `size` their length and half width."""
    count, steps = len(roots), 6
    share = np.linspace(0, 1, steps)[None, :, None]
    long = size[0] * site.rng.uniform(0.75, 1.2, (count, 1, 1))
    aims = aims / np.linalg.norm(aims, axis=1, keepdims=True)
    aside = np.cross(aims, (0.1, 0.05, 1.0))
    aside /= np.linalg.norm(aside, axis=1, keepdims=True)
    middle = roots[:, None] + aims[:, None] * long * share
    middle[..., 2] -= (droop * long * share**2)[..., 0]
    wide = size[1] * np.sin(math.pi * (0.04 + 0.94 * share**0.75)) * aside[:, None]
    lift = np.array([0, 0, 0.3 * size[1]]) * np.sin(math.pi * share)
    points = np.stack([middle + wide + lift, middle, middle - wide + lift], axis=2)
    base = (3 * steps * np.arange(count))[:, None]
    faces = (base[..., None] + _grid(steps, 3)[None]).reshape(-1, 4)
    site.mesh(points.reshape(-1, 3), faces, matter, is_smooth=True)


def house_plant(site: Site, at: Point, height: float) -> None:
    """A big-leaved one, a palm, or a bush of upright blades, in a pot."""
    x, y, z = at
    radius = min(0.2, 0.17 * height + 0.03)
    foot = 1.5 * radius
    pots = ((0.7, 0.66, 0.6), (0.4, 0.16, 0.08), (0.06, 0.065, 0.07), (0.5, 0.36, 0.2))
    pot = Matter(colour=site.pick(*pots), rough=0.6, vary=0.12, bump=0.1, bump_scale=40)
    site.lathe(at, [(0.72 * radius, 0), (radius, foot), (0.9 * radius, foot)], pot)
    soil = (x, y, z + foot - 0.02)
    earth = Matter(colour=(0.04, 0.025, 0.015))
    site.lathe(soil, [(0.9 * radius, 0), (0.9 * radius, 0.025)], earth)
    green = leaf(site.pick(*GREENS), moves="")
    rise, kind = height - foot, site.between(0, 1)
    if kind < 0.4:
        _big_leaved(site, soil, rise, green)
    elif kind < 0.75:
        _palm(site, soil, rise, green)
    else:
        count = 24
        aims = site.rng.normal(0, 0.14, (count, 3)) + np.array([0, 0, 1])
        roots = np.asarray(soil) + site.rng.normal(0, 0.35 * radius, (count, 3)) * (1, 1, 0)
        fronds(site, roots, aims, (0.85 * rise, 0.05 * rise + 0.01), green, droop=0.02)


def _big_leaved(site: Site, at: Point, rise: float, green: Matter) -> None:
    count = 26
    around = site.rng.uniform(0, 2 * math.pi, count)
    up = site.rng.uniform(0.25, 0.95, count)
    out = 0.34 * rise * site.rng.uniform(0.3, 1.0, count)
    ends = np.stack([out * np.cos(around), out * np.sin(around), rise * up], axis=1) + at
    stem = green.but(colour=(0.1, 0.16, 0.05))
    for end in ends:
        site.rod(at, tuple(end), 0.006, stem, sides=6)
    aims = np.stack([np.cos(around), np.sin(around), site.rng.uniform(-0.3, 0.4, count)], axis=1)
    fronds(site, ends, aims, (0.3 * rise, 0.095 * rise), green.but(rough=0.35), droop=0.35)


def _palm(site: Site, at: Point, rise: float, green: Matter) -> None:
    roots, aims = [], []
    for _ in range(14):
        around, lean = site.between(0, 2 * math.pi), site.between(0.15, 0.75)
        long = rise * site.between(0.75, 1.1)
        for share in np.linspace(0.3, 1, 17):
            away = long * share * lean * (0.4 + 0.6 * share)
            high = long * share * (1 - 0.35 * lean * share)
            middle = (away * math.cos(around), away * math.sin(around), high)
            for sign in (-1, 1):
                towards = around + sign * site.between(0.7, 1.2)
                roots.append(np.asarray(at) + middle)
                aims.append((math.cos(towards), math.sin(towards), site.between(0.1, 0.7)))
    fronds(site, np.array(roots), np.array(aims), (0.23 * rise, 0.016 * rise), green, droop=0.5)


def trailing_plant(site: Site, at: Point, *, drop: float = 0.5) -> None:
    """A small pot whose strands hang over its edge."""
    x, y, z = at
    tone = site.pick((0.7, 0.67, 0.62), (0.35, 0.15, 0.08), (0.1, 0.1, 0.1))
    pot = Matter(colour=tone, rough=0.5)
    site.lathe(at, [(0.05, 0), (0.075, 0.12), (0.065, 0.12)], pot)
    roots, aims = [], []
    for _ in range(11):
        around, long = site.between(0, 2 * math.pi), site.between(0.3, 1.0) * drop
        for share in np.linspace(0, 1, 9):
            out = 0.05 + 0.1 * min(1.0, 2 * share) + site.between(-0.02, 0.02)
            high = z + 0.14 + 0.05 * math.sin(3 * share) - long * share**1.5
            roots.append((x + out * math.cos(around), y + out * math.sin(around), high))
            turn = around + site.between(-1.2, 1.2)
            aims.append((math.cos(turn), math.sin(turn), site.between(-0.6, 0.5)))
    green = leaf(site.pick(*GREENS, (0.2, 0.32, 0.1)), moves="")
    fronds(site, np.array(roots), np.array(aims), (0.085, 0.028), green, droop=0.5)


def art(
    site: Site, at: Point, size: tuple[float, float], tones: Sequence[Colour], *, turn: float = 0.0
) -> None:
    """A framed print of hills or of soft shapes; `at` is the middle of its lower edge."""
    width, height = size
    wide, tall, edge = 0.7 * width, 0.72 * height, 0.14 * height
    frame = wood((0.35, 0.2, 0.1)) if site.chance(0.5) else BLACK
    paper = Matter(colour=site.pick(*tones), rough=0.8, vary=0.15, vary_scale=6)
    site.box(there((0, -0.012, 0), at, turn), (width, 0.024, height), frame, turn=turn)
    inner = (width - 0.04, 0.012, height - 0.04)
    site.box(there((0, -0.022, 0.02), at, turn), inner, WHITE, turn=turn, bevel=0)
    site.box(there((0, -0.025, edge), at, turn), (wide, 0.01, tall), paper, turn=turn, bevel=0)
    has_hills = site.chance(0.6)
    across = np.linspace(-wide / 2, wide / 2, 24)
    around = np.linspace(0, 2 * math.pi, 49)[:-1]
    for number in range(3):
        if has_hills:
            ridge = tall * (0.62 - 0.2 * number + 0.12 * hills(site.rng, (2, 24), 3)[0])
            x, z = np.concatenate([across, across[::-1]]), np.concatenate([0 * ridge, ridge])
        else:
            reach = site.between(0.12, 0.28) * (1 + 0.15 * np.sin(around * 2 + number))
            x = wide * (site.between(-0.25, 0.25) + reach * np.cos(around))
            z = tall * (site.between(0.25, 0.75) + reach * np.sin(around))
        x, z = np.clip(x, -wide / 2, wide / 2), edge + np.clip(z, 0, tall)
        points = placed(np.stack([x, np.full(48, -0.031 - 0.001 * number), z], axis=1), at, turn)
        blot = Matter(colour=site.pick(*tones), rough=0.8, vary=0.25, vary_scale=9)
        site.mesh(points, np.arange(48)[None], blot)


def rug(site: Site, at: Point, size: tuple[float, float], colour: Colour, other: Colour) -> None:
    """With a border."""
    x, y, z = at
    base = Matter(colour=other, rough=1, sheen=0.3, bump=0.6, bump_scale=60, vary=0.15)
    site.box((x, y, z), (size[0], size[1], 0.012), base)
    site.box((x, y, z), (size[0] - 0.3, size[1] - 0.3, 0.014), base.but(colour=colour))
