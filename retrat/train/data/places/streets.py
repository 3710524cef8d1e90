"""What stands along streets: houses with shop fronts, cars, lamp posts; and many boxes, balls or
lights as one mesh. `at` is the middle of what they stand on; a front faces the camera where it is
not turned.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrat.train.data.places.site import (
    BEVEL,
    BLACK,
    STEEL,
    WARM,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    ball_profile,
    cloth,
    glowing,
    placed,
    wood,
)

PLASTERS: tuple[Colour, ...] = (
    (0.62, 0.5, 0.36), (0.66, 0.6, 0.5), (0.5, 0.3, 0.2), (0.42, 0.44, 0.42), (0.6, 0.42, 0.32),
    (0.68, 0.56, 0.34), (0.4, 0.16, 0.1), (0.3, 0.34, 0.38), (0.55, 0.56, 0.54),
)  # fmt: skip
PAINTS: tuple[Colour, ...] = (
    (0.02, 0.02, 0.025), (0.55, 0.55, 0.54), (0.25, 0.26, 0.28), (0.3, 0.02, 0.02),
    (0.02, 0.06, 0.18), (0.7, 0.68, 0.64), (0.05, 0.1, 0.09), (0.4, 0.32, 0.2),
)  # fmt: skip
SHOPS: tuple[Colour, ...] = (
    (0.03, 0.09, 0.07), (0.2, 0.03, 0.03), (0.03, 0.05, 0.12), (0.02, 0.02, 0.022),
    (0.35, 0.2, 0.08), (0.5, 0.46, 0.38), (0.06, 0.2, 0.22), (0.4, 0.1, 0.06),
)  # fmt: skip
GOODS: tuple[Colour, ...] = (
    (0.7, 0.6, 0.45), (0.5, 0.15, 0.1), (0.15, 0.25, 0.3), (0.6, 0.4, 0.15), (0.75, 0.72, 0.66),
    (0.1, 0.12, 0.08),
)  # fmt: skip
PANE = Matter(colour=(0.03, 0.04, 0.05), rough=0.06)
GROUND, STOREY, SILL = 3.7, 3.1, 0.85  # metres: the shop's height, a storey's, a sill's over it
Box = tuple[Point, Point]  # the middle of its bottom, its size


@dataclass(frozen=True, kw_only=True, slots=True)
class House:
    """`lit` in [0, 1] is the share of its windows with light in them, `shop` how bright the shop
    is.
    """

    width: float
    storeys: int
    wall: Matter
    lit: float = 0.0
    shop: float = 0.7

    @property
    def height(self) -> float:
        return GROUND + self.storeys * STOREY + 0.5


def boxes(
    site: Site,
    all_of_them: Sequence[Box],
    matter: Matter,
    *,
    at: Point = (0.0, 0.0, 0.0),
    turn: float = 0.0,
    bevel: float = BEVEL,
) -> None:
    """Many boxes of one matter as one mesh."""
    if not all_of_them:
        return
    unit = np.array([(x, y, z) for z in (0, 1) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))])
    faces = np.array(
        [(0, 3, 2, 1), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)]
    )
    middles, sizes = np.array([b[0] for b in all_of_them]), np.array([b[1] for b in all_of_them])
    points = middles[:, None] + unit * (sizes * (0.5, 0.5, 1.0))[:, None]
    corners = faces[None] + 8 * np.arange(len(middles))[:, None, None]
    width = min(bevel, float(sizes.min()) / 3)
    site.mesh(placed(points.reshape(-1, 3), at, turn), corners.reshape(-1, 4), matter, bevel=width)


def balls(site: Site, all_of_them: Sequence[tuple[Point, float]], matter: Matter) -> None:
    """Many balls of one matter as one mesh: the middle of each, and its radius."""
    if not all_of_them:
        return
    sides, rings = 12, 7
    around = np.linspace(0, 2 * math.pi, sides, endpoint=False)
    unit = np.concatenate(
        [
            np.stack([r * np.cos(around), r * np.sin(around), np.full(sides, h)], axis=1)
            for r, h in ball_profile(1.0, rings - 1)
        ]
    )
    first = (np.arange(rings - 1)[:, None] * sides + np.arange(sides)).ravel()
    after = (np.arange(rings - 1)[:, None] * sides + (np.arange(sides) + 1) % sides).ravel()
    faces = np.stack([first, after, after + sides, first + sides], axis=1)
    middles = np.array([b[0] for b in all_of_them])
    points = middles[:, None] + unit * np.array([b[1] for b in all_of_them])[:, None, None]
    corners = faces[None] + len(unit) * np.arange(len(middles))[:, None, None]
    site.mesh(points.reshape(-1, 3), corners.reshape(-1, 4), matter, is_smooth=True)


def cylinders(
    site: Site, all_of_them: Sequence[tuple[Point, float, float]], matter: Matter, neck: float
) -> None:
    """Many upright jars or bottles as one mesh: where each stands, its radius and height; `neck` is
    how wide it is above, as a share.
    """
    if not all_of_them:
        return
    sides = 12
    around = np.linspace(0, 2 * math.pi, sides, endpoint=False)
    profile = ((0.9, 0.0), (1.0, 0.03), (1.0, 0.62), (neck, 0.8), (neck, 1.0), (0.01, 1.0))
    unit = np.concatenate(
        [
            np.stack([r * np.cos(around), r * np.sin(around), np.full(sides, h)], axis=1)
            for r, h in profile
        ]
    )
    first = (np.arange(len(profile) - 1)[:, None] * sides + np.arange(sides)).ravel()
    after = (np.arange(len(profile) - 1)[:, None] * sides + (np.arange(sides) + 1) % sides).ravel()
    faces = np.stack([first, after, after + sides, first + sides], axis=1)
    middles = np.array([each[0] for each in all_of_them])
    sizes = np.array([(each[1], each[1], each[2]) for each in all_of_them])
    points = middles[:, None] + unit * sizes[:, None]
    corners = faces[None] + len(unit) * np.arange(len(middles))[:, None, None]
    site.mesh(points.reshape(-1, 3), corners.reshape(-1, 4), matter, is_smooth=True)


def planks(site: Site, half: float, depth: float, colour: Colour) -> None:
    """A floor of boards away from the camera, no two quite alike."""
    tones = [
        wood((*(tone * part for part in colour),), rough=0.38).but(stretch=(12, 1, 12))  # type: ignore[arg-type]
        for tone in (0.78, 0.92, 1.0, 1.15)
    ]
    boards: list[list[Box]] = [[] for _ in tones]
    wide = 0.16
    for number in range(int(2 * half / wide) + 1):
        y = -3.0 - site.between(0, 2)
        while y < depth:
            long = site.between(1.4, 2.4)
            tone = int(site.rng.integers(len(tones)))
            place = (-half + wide * (number + 0.5), y + long / 2, -0.016)
            boards[tone].append((place, (wide - 0.004, long - 0.004, 0.02)))
            y += long
    for matter, some in zip(tones, boards, strict=True):
        boxes(site, some, matter, bevel=0)


def discs(site: Site, all_of_them: Sequence[tuple[Point, float]], matter: Matter) -> None:
    """Many round sheets towards the camera as one mesh, such as far lights."""
    if not all_of_them:
        return
    around = np.linspace(0, 2 * math.pi, 8, endpoint=False)
    unit = np.stack([np.cos(around), np.zeros(8), np.sin(around)], axis=1)
    middles = np.array([b[0] for b in all_of_them])
    points = middles[:, None] + unit * np.array([b[1] for b in all_of_them])[:, None, None]
    site.mesh(points.reshape(-1, 3), np.arange(8 * len(middles)).reshape(-1, 8), matter)


def house(site: Site, at: Point, told: House, *, turn: float = 0.0) -> None:
    """A shop below, storeys of windows above it, a cornice and a roof."""
    half, top = told.width / 2, told.height
    trim = Matter(
        colour=site.pick((0.62, 0.58, 0.5), (0.5, 0.47, 0.42), (0.7, 0.68, 0.63)), rough=0.8
    )
    bays = max(2, round(told.width / site.between(2.0, 2.7)))
    bay, wide = told.width / bays, site.between(1.0, 1.25)
    tall = site.between(1.6, 1.95)
    walls: list[Box] = [((0, 4.4, 0), (told.width, 8, top))]
    walls.append(((0, 0.2, GROUND - 0.5), (told.width, 0.4, 0.5 + SILL)))
    trims: list[Box] = [
        ((0, -0.05, GROUND - 0.14), (told.width, 0.3, 0.16)),
        ((0, -0.1, top - 0.3), (told.width + 0.1, 0.6, 0.18)),
        ((0, -0.02, top - 0.5), (told.width, 0.4, 0.14)),
    ]
    panes: dict[Matter, list[Box]] = {}
    for storey in range(told.storeys):
        sill = GROUND + storey * STOREY + SILL
        for number in range(bays + 1):
            end = number in (0, bays)
            x, pier = number * bay - half, (bay - wide) / (2 if end else 1)
            x += 0 if not end else pier / 2 * (1 if number == 0 else -1)
            walls.append(((x, 0.2, sill), (pier, 0.4, tall)))
        rest = STOREY - tall if storey < told.storeys - 1 else top - sill - tall - 0.3
        walls.append(((0, 0.2, sill + tall), (told.width, 0.4, rest)))
        for number in range(bays):
            x = (number + 0.5) * bay - half
            _window((x, 0.3, sill), (wide, tall), trims, panes.setdefault(_pane(site, told), []))
    boxes(site, walls, told.wall, at=at, turn=turn, bevel=0)
    boxes(site, trims, trim, at=at, turn=turn)
    for matter, some in panes.items():
        boxes(site, some, matter, at=at, turn=turn, bevel=0)
    slates = Matter(colour=(0.12, 0.1, 0.1), rough=0.7, vary=0.3, vary_scale=2)
    low, high = top - 0.15, top + 2.6
    site.mesh(
        placed(
            np.array([(-half, -0.3, low), (half, -0.3, low), (half, 4, high), (-half, 4, high)]),
            at,
            turn,
        ),
        [(0, 1, 2, 3)],
        slates,
    )
    _shop(site, at, told, turn)


def _pane(site: Site, told: House) -> Matter:
    if site.chance(told.lit):
        warm = site.pick((1.0, 0.5, 0.18), (1.0, 0.62, 0.3), (1.0, 0.72, 0.45), (0.7, 0.85, 1.0))
        return glowing(warm, float(np.round(site.between(1, 3))))
    if site.chance(0.35):
        grey = float(np.round(site.between(0.15, 0.4), 1))
        return PANE.but(colour=(grey, grey, 0.92 * grey), rough=0.2)
    return PANE


def _window(at: Point, size: tuple[float, float], trims: list[Box], panes: list[Box]) -> None:
    x, y, z = at
    wide, tall = size
    panes.append(((x, y + 0.05, z), (wide, 0.04, tall)))
    trims.append(((x, -0.06, z - 0.08), (wide + 0.2, 0.3, 0.08)))
    trims.append(((x, -0.04, z + tall), (wide + 0.2, 0.2, 0.12)))
    for offset in (-wide / 2 + 0.03, 0.0, wide / 2 - 0.03):
        trims.append(((x + offset, y, z), (0.06, 0.06, tall)))
    bar = z + tall * 0.68
    trims += [((x, y, level), (wide, 0.06, 0.06)) for level in (z, bar, z + tall - 0.06)]


def _shop(site: Site, at: Point, told: House, turn: float) -> None:
    """A front of wood and glass, what is in the window, a board above, perhaps an awning."""
    half = told.width / 2
    colour = site.pick(*SHOPS)
    front = Matter(colour=colour, rough=0.4)
    light = site.pick((1.0, 0.62, 0.3), (1.0, 0.74, 0.46), (0.95, 0.9, 0.8))
    boards: list[Box] = [((0, -0.06, GROUND - 0.85), (told.width - 0.3, 0.2, 0.62))]
    for x in (-half + 0.2, half - 0.2):
        boards.append(((x, 0.02, 0), (0.4, 0.2, GROUND - 0.4)))
    door = site.between(-0.7, 0.7) * (half - 0.9)
    parts = [(-half + 0.4, door - 0.5), (door + 0.5, half - 0.4)]
    goods: dict[Matter, list[Box]] = {}
    for left, right in parts:
        boards.append((((left + right) / 2, 0.05, 0), (right - left, 0.25, 0.55)))
        for x in np.linspace(left, right, max(2, 1 + round((right - left) / 1.4))):
            boards.append(((float(x), 0.04, 0), (0.07, 0.12, GROUND - 0.7)))
        boards.append((((left + right) / 2, 0.04, 2.3), (right - left, 0.08, 0.07)))
        _fill(site, (left, right), goods, told.shop)
    boards.append(((door, 0.3, 0), (1.0, 0.06, 0.8)))
    boxes(site, boards, front, at=at, turn=turn)
    back = Matter(colour=light, glow=told.shop)
    boxes(site, [((0, 0.38, 0.5), (told.width - 0.7, 0.02, 2.6))], back, at=at, turn=turn, bevel=0)
    for matter, some in goods.items():
        boxes(site, some, matter, at=at, turn=turn)
    if site.chance(0.5):
        _awning(site, at, (told.width - 0.8, site.between(0.9, 1.4)), turn)


def _fill(
    site: Site, ends: tuple[float, float], goods: dict[Matter, list[Box]], light: float
) -> None:
    for level in (0.55, 1.25, 1.85):
        x = ends[0] + 0.1
        while x < ends[1] - 0.15:
            wide, tall = site.between(0.08, 0.35), site.between(0.15, 0.62)
            colour = site.pick(*GOODS)
            lit = Matter(colour=colour, rough=0.6, glow=0.35 * light)
            goods.setdefault(lit, []).append(((x + wide / 2, 0.26, level), (wide, 0.14, tall)))
            x += wide + site.between(0.03, 0.4)


def _awning(site: Site, at: Point, size: tuple[float, float], turn: float) -> None:
    wide, deep = size
    colours = (site.pick(*SHOPS), (0.75, 0.72, 0.64))
    if site.chance(0.4):
        colours = (colours[0], colours[0])
    edges = np.linspace(-wide / 2, wide / 2, max(4, round(wide / 0.35)) + 1)
    for parity in (0, 1):
        points = [
            (x, y, z)
            for left, right in zip(edges[parity:-1:2], edges[parity + 1 :: 2], strict=False)
            for y, z in (((0, 3.05)), ((-deep, 2.55)), ((-deep - 0.01, 2.32)))
            for x in (left, right)
        ]
        first = 6 * np.arange(len(points) // 6)[:, None]
        faces = np.concatenate([first + np.array(face) for face in ((0, 1, 3, 2), (2, 3, 5, 4))])
        matter = cloth(colours[parity]).but(thin=0.25)
        site.mesh(placed(np.array(points), at, turn), faces, matter)


def row(
    site: Site, x: float, ends: tuple[float, float], *, lit: float = 0.0, shop: float = 0.7
) -> None:
    """Houses in a row along the street, which face its middle."""
    y = ends[0]
    side = 1 if x > 0 else -1
    while y < ends[1]:
        width = site.between(6.0, 10.5)
        colour = site.pick(*PLASTERS)
        wall = Matter(colour=colour, rough=0.9, vary=0.12, vary_scale=0.7, bump=0.12, bump_scale=25)
        told = House(
            width=width, storeys=int(site.rng.integers(2, 5)), wall=wall, lit=lit,
            shop=shop * site.between(0.5, 1.4),
        )  # fmt: skip
        house(
            site,
            (x + side * site.between(0, 0.25), y + width / 2, 0),
            told,
            turn=-side * math.pi / 2,
        )
        y += width


def car(site: Site, at: Point, paint: Colour, *, turn: float = 0.0, lit: bool = False) -> None:
    """Its front is towards the camera where it is not turned."""
    long, half = site.between(4.0, 4.6), 0.9
    roof, is_estate = site.between(1.42, 1.62), site.chance(0.6)
    share = np.array([0.0, 0.015, 0.06, 0.15, 0.27, 0.4, 0.55, 0.7, 0.82, 0.93, 0.985, 1.0])
    belt = np.array([0.62, 0.7, 0.76, 0.84, 0.93, 0.95, 0.96, 0.98, 1.0, 0.98, 0.92, 0.8])
    wide = half * (1 - 0.16 * np.abs(2 * share - 1) ** 5)
    side = [(0.86, 0.0), (0.98, 0.16), (1.0, 0.5), (0.97, 0.84), (0.86, 0.98), (0.4, 1.0)]
    ring = [*side, *[(-x, z) for x, z in reversed(side)]]
    body = np.array(
        [
            [(w * x, (s - 0.5) * long, 0.24 + (b - 0.24) * z) for x, z in ring]
            for s, b, w in zip(share, belt, wide, strict=True)
        ]
    )
    shine = Matter(colour=paint, rough=0.18, metal=0.15)
    _loft(site, body, (at, turn), shine)
    back = 0.97 if is_estate else 0.9
    along = np.array([0.25, 0.29, 0.4, 0.44, 0.62, back - 0.16, back - 0.11, back])
    lift = np.array([0.0, 0.25, 0.92, 1.0, 1.0, 0.96, 0.88, 0.0])
    low = np.interp(along, share, belt) - 0.03
    top = low + lift * (roof - low)
    for shape, matter in (((0.93, 0.76, 0.0), PANE), ((0.77, 0.6, 0.012), shine)):
        over = [(shape[0], 0.0), (shape[1], 0.93), (0.6, 1.0)]
        if shape[2]:
            over = [(0.765, 0.955), (0.7, 0.99), (0.5, 1.0)]
        chosen = slice(0, None) if not shape[2] else slice(2, 7)
        both = [*over, *[(-x, z) for x, z in reversed(over)]]
        cabin = np.array(
            [
                [(half * x, (s - 0.5) * long, under + (t - under) * z + shape[2]) for x, z in both]
                for s, under, t in zip(along[chosen], low[chosen], top[chosen], strict=True)
            ]
        )
        _loft(site, cabin, (at, turn), matter)
    _car_details(site, (at, turn), long, lit)


def _car_details(site: Site, where: tuple[Point, float], long: float, lit: bool) -> None:
    at, turn = where
    tyre = Matter(colour=(0.02, 0.02, 0.021), rough=0.85)
    ring = np.linspace(0, 2 * math.pi, 24, endpoint=False)
    for y in (-0.31 * long, 0.3 * long):
        for x in (-1, 1):
            for radius, out, matter in (
                (0.37, 0.865, BLACK),
                (0.32, 0.905, tyre),
                (0.21, 0.915, STEEL),
            ):
                rings = np.array(
                    [
                        [(x * a, y + r * math.cos(t), 0.32 + r * math.sin(t)) for t in ring]
                        for r, a in (
                            (radius, 0.6),
                            (radius, out - 0.02),
                            (0.9 * radius, out),
                            (0.05, out),
                        )
                    ]
                )
                _loft(site, rings, where, matter)
    end = long / 2
    head = glowing((1.0, 0.93, 0.8), 40) if lit else Matter(colour=(0.7, 0.72, 0.74), rough=0.1)
    tail = glowing((1.0, 0.03, 0.02), 12) if lit else Matter(colour=(0.3, 0.01, 0.01), rough=0.15)
    for matter, y, z in ((head, -end + 0.08, 0.62), (tail, end - 0.02, 0.74)):
        boxes(
            site,
            [((x, y, z), (0.32, 0.14, 0.13)) for x in (-0.6, 0.6)],
            matter, at=at, turn=turn, bevel=0.03,
        )  # fmt: skip
    boxes(site, [((0, -end + 0.04, 0.4), (0.9, 0.12, 0.16))], BLACK, at=at, turn=turn)
    plates: list[Box] = [((0, y, 0.48), (0.5, 0.03, 0.11)) for y in (-end - 0.02, end + 0.005)]
    boxes(site, plates, WHITE, at=at, turn=turn)


def _loft(site: Site, rings: np.ndarray, where: tuple[Point, float], matter: Matter) -> None:
    """A skin over rings of as many points each, closed at both ends."""
    count, sides = rings.shape[:2]
    first = (np.arange(count - 1)[:, None] * sides + np.arange(sides)).ravel()
    after = (np.arange(count - 1)[:, None] * sides + (np.arange(sides) + 1) % sides).ravel()
    faces = np.stack([first, after, after + sides, first + sides], axis=1)
    ends = [rings[0].mean(axis=0), rings[-1].mean(axis=0)]
    around = np.arange(sides)
    caps = [
        np.stack(
            [
                np.full(sides, count * sides + number),
                base + around,
                base + (around + 1) % sides,
                base + (around + 1) % sides,
            ],
            axis=1,
        )
        for number, base in enumerate((0, (count - 1) * sides))
    ]
    points = np.concatenate([rings.reshape(-1, 3), ends])
    site.mesh(placed(points, *where), np.concatenate([faces, *caps]), matter, is_smooth=True)


def turned(
    site: Site, at: Point, profile: Sequence[tuple[float, float]], matter: Matter, sides: int = 18
) -> None:
    """Turned on a lathe that lies along x: (radius, distance along x), in order."""
    around = np.linspace(0, 2 * math.pi, sides, endpoint=False)
    rings = np.array(
        [[(along, r * math.cos(a), r * math.sin(a)) for a in around] for r, along in profile]
    )
    _loft(site, rings, (at, 0.0), matter)


def lamp_post(site: Site, at: Point, *, watts: float = 0.0, height: float = 4.2) -> None:
    """An old lantern on a pole, which may be lit."""
    x, y, z = at
    iron = Matter(colour=(0.02, 0.025, 0.024), rough=0.45, metal=0.3)
    site.lathe(
        at,
        [(0.16, 0), (0.16, 0.2), (0.09, 0.3), (0.08, 0.9), (0.05, 1.0), (0.04, height - 0.1)],
        iron,
        sides=14,
    )
    bulb = (
        Matter(colour=WARM, glow=10, moves="lights")
        if watts
        else Matter(colour=(0.75, 0.73, 0.66), rough=0.3)
    )
    site.lathe((x, y, z + height - 0.1), [(0.09, 0), (0.17, 0.42)], bulb, sides=8)
    site.lathe((x, y, z + height + 0.32), [(0.21, 0), (0.15, 0.1), (0.03, 0.24)], iron, sides=8)
    if watts:
        site.lamp((x, y - 0.3, z + height - 0.25), watts=watts, radius=0.15)
