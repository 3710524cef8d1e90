"""Shelves full of goods: an aisle of a supermarket, a grocer's with fruit, or clothes on rails."""

import math
from collections import defaultdict

import numpy as np

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
    cloth,
    leaf,
    placed,
    plaster,
    wood,
)
from retrat.train.data.places.streets import Box, balls, boxes, cylinders, planks
from retrat.train.data.places.things import Glazing, pendant, picture, plant, window

PACKS: tuple[Colour, ...] = (
    (0.42, 0.06, 0.04), (0.55, 0.26, 0.07), (0.6, 0.45, 0.14), (0.1, 0.2, 0.08), (0.05, 0.1, 0.22),
    (0.18, 0.06, 0.12), (0.65, 0.61, 0.54), (0.07, 0.2, 0.2), (0.4, 0.25, 0.13), (0.5, 0.3, 0.26),
    (0.2, 0.1, 0.05), (0.42, 0.46, 0.46), (0.26, 0.3, 0.12), (0.03, 0.03, 0.035), (0.6, 0.5, 0.36),
)  # fmt: skip
CLOTHES: tuple[Colour, ...] = (
    (0.5, 0.42, 0.32), (0.7, 0.66, 0.6), (0.04, 0.05, 0.08), (0.02, 0.02, 0.022), (0.3, 0.12, 0.08),
    (0.16, 0.2, 0.13), (0.42, 0.3, 0.2), (0.2, 0.24, 0.3), (0.55, 0.35, 0.3), (0.1, 0.14, 0.22),
)  # fmt: skip
FRUIT: tuple[Colour, ...] = (
    (0.6, 0.05, 0.03), (0.8, 0.32, 0.03), (0.75, 0.62, 0.08), (0.25, 0.42, 0.06),
    (0.12, 0.28, 0.05), (0.2, 0.03, 0.09), (0.7, 0.15, 0.05), (0.45, 0.3, 0.16),
)  # fmt: skip


def build(site: Site, moment: str) -> None:
    assert moment == ""
    side = 1 if site.chance(0.5) else -1
    kind = site.between(0, 1)
    if kind < 0.35:
        _supermarket(site)
    elif kind < 0.65:
        _grocer(site, side)
    else:
        _boutique(site, side)
    site.sky = Sky(zenith=(0.7, 0.72, 0.75), horizon=(0.7, 0.7, 0.7), strength=0.2)


def _goods(
    site: Site, at: Point, size: Point, turn: float, boards_of: Matter | None = None
) -> None:
    """A stand of shelves full of packs in groups; its front is towards the camera where it is not
    turned. `size` is its width, depth and height.
    """
    width, depth, height = size
    rows = round(height / 0.43)
    steel = boards_of or Matter(colour=(0.5, 0.49, 0.46), rough=0.45)
    boards: list[Box] = [((0, depth / 2, 0), (width, 0.03, height))]
    tags: list[Box] = []
    packs: dict[Matter, list[Box]] = defaultdict(list)
    jars: dict[Matter, list[tuple[Point, float, float]]] = defaultdict(list)
    step = (height - 0.15) / rows
    for row in range(rows):
        level = 0.12 + row * step
        boards.append(((0, 0, level - 0.03), (width, depth, 0.03)))
        tags.append(((0, -depth / 2 - 0.008, level - 0.035), (width, 0.01, 0.04)))
        x = -width / 2 + 0.02
        while x < width / 2 - 0.08:
            wide, tall = site.between(0.06, 0.2), step * site.between(0.5, 0.86)
            matter = Matter(colour=site.pick(*PACKS), rough=0.35)
            label = Matter(colour=site.pick(*PACKS), rough=0.35)
            is_round = site.chance(0.4)
            wide = min(wide, 0.11) if is_round else wide
            for _ in range(int(site.rng.integers(2, 6))):
                if x + wide > width / 2 or site.chance(0.04):
                    break
                back = site.between(0.0, 0.05)
                place = (x + wide / 2, back, level)
                if is_round:
                    for off in (-depth / 2 + wide / 2 + 0.02, -depth / 2 + 1.6 * wide):
                        jars[matter].append(((place[0], back + off, level), 0.46 * wide, tall))
                    x += wide
                    continue
                packs[matter].append((place, (wide * 0.94, depth - 0.1, tall)))
                front = (x + wide / 2, back - depth / 2 + 0.047, level + 0.25 * tall)
                packs[label].append((front, (wide * 0.7, 0.01, 0.4 * tall)))
                x += wide
            x += 0.012
    boxes(site, boards, steel, at=at, turn=turn)
    boxes(site, tags, boards_of or WHITE, at=at, turn=turn)
    for matter, some in packs.items():
        boxes(site, some, matter, at=at, turn=turn, bevel=0.004)
    for matter, round_ones in jars.items():
        points = placed(np.array([each[0] for each in round_ones]), at, turn)
        there = [
            ((float(p[0]), float(p[1]), float(p[2])), each[1], each[2])
            for p, each in zip(points, round_ones, strict=True)
        ]
        cylinders(site, there, matter.but(rough=0.15), site.between(0.3, 0.95))


def _supermarket(site: Site) -> None:
    floor = Matter(
        colour=(0.5, 0.48, 0.45), rough=0.22, pattern="checks", second=(0.46, 0.44, 0.41),
        pattern_scale=1.6, vary=0.04,
    )  # fmt: skip
    ceiling = plaster((0.6, 0.6, 0.6)) if site.chance(0.6) else BLACK
    wall = plaster(site.pick((0.5, 0.52, 0.5), (0.3, 0.36, 0.3), (0.5, 0.4, 0.3)))
    site.room((7.0, 17.0, 3.6), wall=wall, floor=floor, ceiling=ceiling)
    half = site.between(1.75, 2.1)
    for side in (-1, 1):
        for number in range(5):
            y = 2.9 + 2.05 * number
            _goods(site, (side * (half + 0.3), y, 0), (2.0, 0.55, 2.1), -side * math.pi / 2)
    for x in (-3.6, -1.2, 1.2, 3.6):
        _goods(site, (x, 16.2, 0), (2.3, 0.6, 2.2), 0.0)
    site.lane((-6.5, 14.4, 0), (6.5, 14.4, 0), often=14)
    site.panel((0, 14.0, 3.4), (0, 16.5, 0.8), (5, 0.4), watts=110, colour=(1.0, 0.95, 0.88))
    lamps: list[Box] = []
    for x in (-1.1, 1.1):
        for number in range(5):
            y = 2.5 + 2.9 * number
            lamps.append(((x, y, 3.3), (0.16, 2.2, 0.06)))
            site.panel((x, y, 3.28), (x, y, 0), (0.16, 2.2), watts=32, colour=(1.0, 0.95, 0.88))
    boxes(site, lamps, Matter(colour=(1.0, 0.95, 0.88), glow=5.0))
    board = Matter(
        colour=site.pick((0.02, 0.16, 0.08), (0.5, 0.06, 0.03), (0.03, 0.1, 0.25)), rough=0.4
    )
    for number in range(3):
        y = 5.0 + 4.0 * number
        x = (-1) ** number * site.between(0.9, 1.2)
        site.box((x, y, 2.55), (0.75, 0.03, 0.34), board)
        for off in (-0.3, 0.3):
            site.rod((x + off, y, 2.89), (x + off, y, 3.6), 0.006, BLACK)
    if site.chance(0.6):
        hand = 1 if site.chance(0.5) else -1
        _crates(site, (hand * (half - 0.45), 3.4, 0), 0.8, 0.45)
    site.view = View(
        at=(site.between(-0.35, 0.35), 0, 1.5),
        to=(site.between(-0.35, 0.35), 4, 1.45),
        stop=site.between(1.8, 2.6),
        exposure=0.1,
    )


def _crates(site: Site, at: Point, wide: float, high: float) -> None:
    """A crate full of fruit, tilted a little."""
    x, y, z = at
    wood_of_crate = wood((0.42, 0.28, 0.14))
    walls: list[Box] = [
        ((0, 0, high), (wide, 0.55, 0.03)),
        ((0, -0.27, high), (wide, 0.02, 0.17)),
        ((0, 0.27, high), (wide, 0.02, 0.24)),
    ]
    walls += [((off * wide / 2, 0, high), (0.02, 0.55, 0.2)) for off in (-1, 1)]
    walls += [((off * (wide / 2 - 0.06), 0, 0), (0.06, 0.45, high)) for off in (-1, 1)]
    boxes(site, walls, wood_of_crate, at=at)
    colour, radius = site.pick(*FRUIT), site.between(0.032, 0.055)
    some = []
    for a in np.arange(-wide / 2 + radius, wide / 2 - 0.5 * radius, 2 * radius):
        for b in np.arange(-0.25 + radius, 0.27 - radius, 2 * radius):
            lift = 0.06 + 0.14 * (b + 0.25) / 0.5 + site.between(0, 0.04)
            some.append(
                ((x + float(a) + site.between(-0.01, 0.01), y + float(b), z + high + lift + radius),
                 radius * site.between(0.85, 1.08))
            )  # fmt: skip
    balls(site, some, Matter(colour=colour, rough=0.35, vary=0.2, vary_scale=8))
    if site.chance(0.3):
        green = leaf((0.12, 0.3, 0.06), moves="")
        site.leaves((x, y, z + high + 0.22), (wide / 2, 0.25, 0.12), green, count=160, size=0.06)


def _grocer(site: Site, side: int) -> None:
    """Crates in steps along one side, shelves with packs behind, a window on the other side."""
    tiles = Matter(
        colour=(0.6, 0.6, 0.56), rough=0.25, pattern="bricks", second=(0.4, 0.4, 0.38), vary=0.06
    )
    wall = (
        tiles
        if site.chance(0.5)
        else plaster(site.pick((0.45, 0.42, 0.34), (0.2, 0.27, 0.2), (0.5, 0.35, 0.2)))
    )
    site.room(
        (2.9, 7.0, 3.2),
        wall=wall,
        side=plaster((0.6, 0.56, 0.48)),
        floor=BLACK,
        ceiling=plaster((0.5, 0.48, 0.44)),
    )
    planks(site, 2.9, 7.0, (0.28, 0.17, 0.09))
    oak = wood(site.pick((0.35, 0.2, 0.1), (0.2, 0.1, 0.05)))
    for step in range(3):
        x = side * (1.5 + 0.58 * step)
        for number in range(6):
            _crates(site, (x, 2.9 + 0.66 * number, 0), 0.55, 0.4 + 0.28 * step)
    for number in range(3):
        x = -side * (0.3 + 1.5 * number) + side * 1.2
        if abs(x) < 2.3:
            _goods(site, (x, 6.65, 0), (1.42, 0.42, site.between(2.0, 2.4)), 0.0, oak)
    for number in range(3):
        at = (-side * site.between(1.9, 2.3), 3.6 + 0.85 * number, 0.0)
        _crates(site, at, site.between(0.6, 0.8), site.between(0.3, 0.7))
    at, turn = (-side * 2.85, 3.8, 0.9), side * math.pi / 2
    window(
        site, at, (2.6, 2.0), Glazing(panes=(3, 2), watts=260, strength=2.2, frame=oak), turn=turn
    )
    for number in range(4):
        at = (
            -2.1 + 1.4 * number + site.between(-0.15, 0.15),
            site.between(3.6, 5.4),
            site.between(2.1, 2.35),
        )
        pendant(site, at, ceiling=3.2, watts=12, shade=BLACK if site.chance(0.6) else BRASS)
    if site.chance(0.7):
        plant(site, (-side * 2.5, 6.4, 0), height=1.3)
    site.view = View(
        to=(side * site.between(-0.3, 0.6), 4, 1.45), stop=site.between(1.8, 2.4), exposure=0.4
    )


def _boutique(site: Site, side: int) -> None:
    """Clothes on rails, folded ones on shelves, a table, a mirror, warm spots."""
    wall = plaster(
        site.pick(
            (0.6, 0.55, 0.48),
            (0.5, 0.4, 0.34),
            (0.2, 0.23, 0.2),
            (0.55, 0.52, 0.47),
            (0.3, 0.16, 0.12),
        )
    )
    oak = wood(site.pick((0.4, 0.24, 0.12), (0.22, 0.12, 0.06), (0.5, 0.36, 0.22)))
    floor = Matter(colour=(0.26, 0.25, 0.23), rough=0.35, vary=0.12, vary_scale=1.2)
    if site.chance(0.65):
        planks(site, 2.9, 7.5, site.pick((0.34, 0.21, 0.11), (0.22, 0.13, 0.07), (0.4, 0.3, 0.2)))
    ceiling = plaster((0.5, 0.48, 0.45)) if site.chance(0.5) else plaster((0.05, 0.05, 0.05))
    site.room((2.6, 6.8, 2.9), wall=wall, floor=floor, ceiling=ceiling)
    rail = BRASS if site.chance(0.5) else BLACK
    _rail(site, (side * 2.05, 4.5, 0), 2.6, math.pi / 2, rail)
    _rail(site, (-side * 2.15, 3.7, 0), 1.7, math.pi / 2, rail)
    _rail(site, (side * site.between(0.7, 1.0), 6.35, 0), 2.0, 0.0, rail)
    _folded(site, (-side * 1.5, 6.55, 0), 2.1, oak)
    _stacks(site, (-side * site.between(1.35, 1.6), 4.9, 0), oak)
    if site.chance(0.5):
        site.box((side * 2.56, 2.9, 0.3), (0.05, 0.8, 1.9), BRASS)
        mirror = Matter(colour=(0.85, 0.85, 0.85), rough=0.03, metal=1.0)
        site.box((side * 2.52, 2.9, 0.36), (0.04, 0.7, 1.78), mirror, bevel=0)
    _folded(site, (-side * 2.4, 5.7, 0), 1.3, oak, side * math.pi / 2)
    for x in (0.7, 1.5):
        _bags(site, (side * x, 6.68, 1.95), oak)
    picture(site, (side * 1.9, 6.77, 1.9), (0.8, 0.6), site.pick((0.4, 0.2, 0.1), (0.1, 0.2, 0.25)))
    plant(site, (side * 2.1, 6.2, 0), height=site.between(1.2, 1.7), pot=(0.5, 0.4, 0.32))
    site.panel((-side * 2.5, 1.2, 1.8), (side * 1.4, 5, 0.9), (2.6, 2.0), watts=190)
    for number in range(3):
        x = side * (0.95 + 0.45 * number)
        at = (x, site.between(4.2, 5.2), site.between(1.95, 2.2))
        pendant(site, at, ceiling=2.9, watts=8, shade=rail, radius=site.between(0.12, 0.18))
    for x in (-1.6, 0.0, 1.6):
        for y in (3.6, 5.6):
            site.rod((x, y, 2.72), (x, y, 2.9), 0.045, BLACK)
            site.panel(
                (x, y, 2.66),
                (1.2 * x, y + 0.8, 0),
                (0.12, 0.12),
                watts=26,
                colour=(1.0, 0.74, 0.48),
            )
            site.ball((x, y, 2.71), 0.04, Matter(colour=WARM, glow=30))
    site.view = View(
        to=(side * site.between(-0.5, 0.5), 4, 1.45), stop=site.between(1.8, 2.4), exposure=0.25
    )


def _rail(site: Site, at: Point, long: float, turn: float, matter: Matter) -> None:
    """A rail on two feet with clothes on hangers."""
    ends = placed(np.array([(-long / 2, 0, 0), (long / 2, 0, 0)]), at, turn)
    tops = [(float(e[0]), float(e[1]), 1.55) for e in ends]
    for end, top in zip(ends, tops, strict=True):
        site.rod((float(end[0]), float(end[1]), 0), top, 0.018, matter)
    site.rod(tops[0], tops[1], 0.018, matter)
    x = -long / 2 + 0.1
    tones = [site.pick(*CLOTHES) for _ in range(4)]
    while x < long / 2 - 0.08:
        colour = tones[int(site.rng.integers(4))] if site.chance(0.8) else site.pick(*CLOTHES)
        tall, wide = site.between(0.6, 1.1), site.between(0.2, 0.25)
        _garment(site, (at, turn, x), (wide, tall), cloth(colour))
        x += site.between(0.045, 0.11)


def _garment(
    site: Site, where: tuple[Point, float, float], size: tuple[float, float], matter: Matter
) -> None:
    """Seen from its edge: shoulders that fall, folds that widen downwards."""
    at, turn, x = where
    half, tall = size
    across = np.linspace(-1, 1, 15)
    drop = 0.1 * np.abs(across) ** 1.6
    phase, lean = site.between(0, 6), site.between(-0.02, 0.02)
    rows = []
    for share in (0.0, 0.15, 0.5, 1.0):
        wave = (0.008 + 0.03 * share) * np.sin(across * 9 + phase + 2 * share)
        width = half * (1.0 + 0.18 * share)
        z = 1.5 - drop * (1 - 0.6 * share) - tall * share
        rows.append(np.stack([x + wave + lean * share, across * width, z], axis=1))
    front = np.concatenate(rows)
    points = np.concatenate([front, front + np.array([0.028, 0, 0])])
    faces = [
        (r * 15 + i, r * 15 + i + 1, r * 15 + i + 16, r * 15 + i + 15)
        for r in range(3)
        for i in range(14)
    ]
    faces += [tuple(60 + c for c in face) for face in faces]  # type: ignore[misc]
    faces += [
        (r * 15 + e, r * 15 + e + 15, r * 15 + e + 75, r * 15 + e + 60)
        for r in range(3)
        for e in (0, 14)
    ]
    site.mesh(placed(points, at, turn), faces, matter, is_smooth=True)


def _folded(site: Site, at: Point, width: float, oak: Matter, turn: float = 0.0) -> None:
    """Shelves on a wall with piles of folded clothes."""
    boards: list[Box] = [((0, 0, 0.4 + 0.45 * n), (width, 0.38, 0.035)) for n in range(5)]
    boards += [((x, 0, 0), (0.035, 0.38, 2.3)) for x in (-width / 2, 0, width / 2)]
    boxes(site, boards, oak, at=at, turn=turn)
    for row in range(4):
        x = -width / 2 + 0.24
        while x < width / 2 - 0.15:
            if site.chance(0.93) and abs(x) > 0.16:
                spot = placed(np.array([(x, 0, 0.435 + 0.45 * row)]), at, turn)[0]
                _pile(
                    site,
                    (float(spot[0]), float(spot[1]), float(spot[2])),
                    int(site.rng.integers(3, 8)),
                )
            x += site.between(0.36, 0.42)


def _pile(site: Site, at: Point, count: int) -> None:
    level = at[2]
    colour = site.pick(*CLOTHES)
    for _ in range(count):
        colour = site.pick(*CLOTHES) if site.chance(0.4) else colour
        tall = site.between(0.03, 0.05)
        size = (0.3 + site.between(-0.02, 0.02), 0.3, tall)
        x = at[0] + site.between(-0.012, 0.012)
        site.box((x, at[1], level), size, cloth(colour), bevel=0.014)
        level += tall


def _bags(site: Site, at: Point, oak: Matter) -> None:
    """A board on the wall with a bag or shoes on it."""
    x, y, z = at
    site.box((x, y - 0.03, z), (0.7, 0.26, 0.03), oak)
    colour = site.pick(
        (0.3, 0.13, 0.05), (0.03, 0.025, 0.025), (0.35, 0.05, 0.04), (0.5, 0.4, 0.28)
    )
    leather = Matter(colour=colour, rough=0.4)
    site.box((x - 0.15, y - 0.04, z + 0.03), (0.28, 0.12, 0.2), leather, bevel=0.04)
    for hand in (-1, 1):
        site.rod(
            (x - 0.15 + hand * 0.07, y - 0.04, z + 0.2),
            (x - 0.15, y - 0.04, z + 0.36),
            0.008,
            leather,
        )
    for off in (0.1, 0.23):
        shoe = leather.but(colour=site.pick(*CLOTHES))
        site.box((x + off, y - 0.05, z + 0.03), (0.08, 0.24, 0.07), shoe, bevel=0.025)


def _stacks(site: Site, at: Point, oak: Matter) -> None:
    """A low table with folded clothes, a bag and a box on it."""
    x, y, z = at
    parts: list[Box] = [((0, 0, 0.68), (1.5, 0.8, 0.05))]
    parts += [((a, b, 0), (0.06, 0.06, 0.68)) for a in (-0.68, 0.68) for b in (-0.33, 0.33)]
    boxes(site, parts, oak, at=at)
    for off in (-0.5, -0.12, 0.26):
        _pile(site, (x + off, y + site.between(-0.1, 0.1), z + 0.73), int(site.rng.integers(2, 6)))
    leather = Matter(
        colour=site.pick((0.3, 0.13, 0.05), (0.04, 0.03, 0.03), (0.4, 0.05, 0.04)), rough=0.4
    )
    site.box((x + 0.58, y, z + 0.73), (0.26, 0.14, 0.22), leather, turn=0.3, bevel=0.04)
