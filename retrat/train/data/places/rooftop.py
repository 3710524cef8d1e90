"""A roof terrace high over a city: a parapet, planters, seats or vents, and towers behind."""

import math

import numpy as np

from retrat.train.data.places.landscape import blades, clear_day, hazy, low_sun, sun_disc
from retrat.train.data.places.site import (
    BLACK,
    Colour,
    Matter,
    Point,
    Site,
    View,
    cloth,
    glowing,
    leaf,
    mixed,
    wood,
)
from retrat.train.data.places.streets import Box, balls, boxes
from retrat.train.data.places.things import cushion, sofa, table
from retrat.train.data.places.vessels import wires

TOWERS: tuple[Colour, ...] = (
    (0.42, 0.36, 0.29), (0.3, 0.3, 0.3), (0.22, 0.12, 0.08), (0.52, 0.5, 0.46), (0.16, 0.2, 0.24),
    (0.36, 0.24, 0.16), (0.1, 0.13, 0.16), (0.45, 0.42, 0.38),
)  # fmt: skip
BRICK = Matter(
    colour=(0.26, 0.1, 0.063), pattern="bricks", second=(0.38, 0.35, 0.3), rough=0.9,
    pattern_scale=4.4,
)  # fmt: skip
DEEP = -75.0  # metres: the streets below
Panes = dict[Matter, list[np.ndarray]]


def build(site: Site, moment: str) -> None:
    side = 1 if site.chance(0.5) else -1
    is_sunset = moment == "at sunset"
    if is_sunset:
        low_sun(site, side)
        if site.chance(0.6):
            sun_disc(site, site.between(2.5, 6), -side * site.between(14, 20), (1.0, 0.6, 0.25))
        site.panel((side * 3.0, -2.0, 3.2), (0, 3, 0.5), (3, 2), watts=70, colour=(1.0, 0.76, 0.55))
        site.view = View(exposure=0.5, stop=site.between(2.8, 3.6))
    else:
        clear_day(site, side)
        site.view = View(exposure=0.15, stop=site.between(2.8, 3.8))
    edge = site.between(5.0, 6.8)
    _deck(site, edge)
    _parapet(site, edge)
    _city(site, is_sunset)
    if site.chance(0.62):
        _lounge(site, side, edge, is_sunset)
    else:
        _vents(site, side, edge)
        _planters(site, edge, (-side * 2.6, -side * 3.7), 0.5)
    if is_sunset or site.chance(0.6):
        _string_lights(site, edge, is_sunset)


def _deck(site: Site, edge: float) -> None:
    """Boards or slabs."""
    if site.chance(0.6):
        colour = site.pick((0.3, 0.19, 0.11), (0.26, 0.23, 0.2), (0.2, 0.12, 0.07))
        tones = [wood(mixed(colour, (0, 0, 0), k), 0.6).but(stretch=(12, 1, 12))
                 for k in (0.0, 0.12, 0.25)]  # fmt: skip
        boards: list[list[Box]] = [[], [], []]
        for number in range(110):
            y = -2.0 - site.between(0, 2)
            while y < edge:
                long = site.between(1.8, 3.0)
                place = (-7.7 + 0.14 * number, y + long / 2, -0.03)
                boards[int(site.rng.integers(3))].append((place, (0.134, long - 0.005, 0.03)))
                y += long
        for matter, some in zip(tones, boards, strict=True):
            boxes(site, some, matter, bevel=0)
    else:
        grey = site.pick((0.3, 0.29, 0.27), (0.36, 0.32, 0.27))
        kinds = [Matter(colour=mixed(grey, (0.1, 0.1, 0.1), k), rough=0.85, vary=0.2, bump=0.2)
                 for k in (0.0, 0.15, 0.3)]  # fmt: skip
        slabs: list[list[Box]] = [[], [], []]
        for row in range(17):
            for column in range(26):
                at = (-7.8 + 0.6 * column, -3.0 + 0.6 * row, -0.04)
                slabs[int(site.rng.integers(3))].append((at, (0.592, 0.592, 0.04)))
        for matter, some in zip(kinds, slabs, strict=True):
            boxes(site, some, matter, bevel=0)
    dark = Matter(colour=(0.05, 0.05, 0.05), rough=1.0)
    site.box((0, edge / 2 - 2, -0.4), (18, edge + 4.4, 0.36), dark, bevel=0)


def _parapet(site: Site, edge: float) -> None:
    """A wall with a coping, a wall with a rail, or glass between posts."""
    wall = Matter(
        colour=site.pick((0.5, 0.46, 0.4), (0.34, 0.33, 0.31), (0.6, 0.57, 0.52)), rough=0.9,
        vary=0.15, vary_scale=1.2, bump=0.15,
    )  # fmt: skip
    if site.chance(0.3):
        wall = BRICK
    iron = Matter(colour=(0.03, 0.03, 0.033), rough=0.5, metal=0.3)
    has_rail = site.chance(0.55)
    high = site.between(0.35, 0.6) if has_rail else site.between(0.85, 1.0)
    sides: list[Box] = [((x, edge / 2, 0), (0.24, edge, high)) for x in (-7.6, 7.6)]
    for at, size in (((0, edge + 0.12, 0), (18, 0.24, high)), *sides):
        site.box(at, size, wall)
        cap = wall.but(colour=mixed(wall.colour, (0.55, 0.53, 0.5), 0.6), pattern="")
        site.box((at[0], at[1], high), (size[0] + 0.08, size[1] + 0.08, 0.06), cap)
    if has_rail:
        posts = [
            ((x, edge + 0.12, high), (x, edge + 0.12, 1.12)) for x in np.arange(-7.4, 7.5, 1.3)
        ]
        rows = np.linspace(high + 0.2, 1.12, 3 if site.chance(0.5) else 5)
        bars = [((-7.5, edge + 0.12, float(z)), (7.5, edge + 0.12, float(z))) for z in rows[:-1]]
        wires(site, [(a, b) for a, b in posts], 0.022, iron)
        wires(site, bars, 0.008, iron)
        site.box((0, edge + 0.12, 1.1), (15, 0.07, 0.04), iron)


def _city(site: Site, is_sunset: bool) -> None:
    """Towers in many rows, the farther the paler, over roofs and streets."""
    ground = hazy(Matter(colour=(0.2, 0.19, 0.18), rough=1.0, vary=0.3, vary_scale=0.02),
                  site.sky.horizon, 0.25)  # fmt: skip
    site.plane((0, 4000, DEEP), (12000, 9000), ground)
    centre, spread = site.between(-0.25, 0.25), site.between(0.14, 0.25)
    lit = site.between(0.14, 0.3) if is_sunset else 0.0
    for row, away in enumerate((75, 110, 155, 210, 280, 370, 480, 640, 850, 1200, 1700)):
        air = 1 - math.exp(-away / 1500)
        x = -0.62 * away
        while x < 0.62 * away:
            wide = site.between(16, 34) * (1 + 0.3 * (away > 600))
            close = math.exp(-((((x + wide / 2) / away - centre) / spread) ** 2))
            base = site.between(30, 82) + close * site.between(0.03, 0.24) * max(away, 300)
            if row < 3:
                base = min(base, 72 + 0.1 * away) if site.chance(0.75) else base + 28
            if abs((x + wide / 2) / away) < 0.12 and row < 2:
                base = min(base, 62)
            gap = site.between(1, 9)
            y = away + site.between(0, 0.2) * away
            _tower(site, (x + wide / 2, y, DEEP), (wide, site.between(14, 26), base), (air, lit))
            x += wide + gap


def _tower(site: Site, at: Point, size: Point, told: tuple[float, float]) -> None:
    """Storeys of windows, perhaps set back above, and what stands on its roof; `told` is how hazy
    it is and how many of its windows are lit.
    """
    x, y, z = at
    wide, deep, tall = size
    air, lit = told
    sky = site.sky.horizon
    colour = site.pick(*TOWERS)
    wall = hazy(Matter(colour=colour, rough=0.85), sky, air, 0.25)
    parts = [(wide, deep, 0.0, tall)]
    if tall > 55 and site.chance(0.55):
        cut, shrink = site.between(0.6, 0.85) * tall, site.between(0.55, 0.8)
        parts = [(wide, deep, 0.0, cut), (shrink * wide, shrink * deep, cut, tall)]
    is_curtain = site.chance(0.35)
    panes: Panes = {}
    for w, d, low, high in parts:
        site.box((x, y, z + low), (w, d, high - low), wall, bevel=0)
        if y < 900:
            bays = (
                (site.between(2.4, 3.6), 3.4) if not is_curtain else (site.between(1.6, 2.2), 3.6)
            )
            start = max(low + 1.5, 18.0)
            _front(site, (x, y - d / 2 - 0.05, z), (w, start, high - 1.0), bays, (air, lit, panes))
            hand = -1 if x > 0 else 1
            _flank(site, (x + hand * (w / 2 + 0.05), y, z), (d, start, high - 1.0), bays,
                   (air, lit, panes))  # fmt: skip
    for matter, some in panes.items():
        points = np.concatenate(some).reshape(-1, 3)
        site.mesh(points, np.arange(len(points)).reshape(-1, 4), matter)
    _on_top(site, (x, y, z + tall), (parts[-1][0], parts[-1][1]), wall, y)


def _on_top(site: Site, at: Point, size: tuple[float, float], wall: Matter, away: float) -> None:
    x, y, z = at
    site.box((x + 0.15 * size[0], y, z), (0.4 * size[0], 0.5 * size[1], site.between(2.5, 5)), wall,
             bevel=0)  # fmt: skip
    if site.chance(0.22):
        site.rod((x, y, z), (x, y, z + site.between(10, 28)), 0.35, wall, 6)
    if away < 170 and site.chance(0.4):
        dark = wall.but(colour=mixed(wall.colour, (0.1, 0.06, 0.04), 0.7))
        tank = (x - 0.2 * size[0], y - 0.2 * size[1], z + 2.4)
        site.lathe(tank, [(2.0, 0), (2.0, 3.6), (2.2, 3.6), (0.1, 5.0)], dark, sides=14)
        legs = [((tank[0] + a, tank[1] + b, z), (tank[0] + a, tank[1] + b, z + 2.5))
                for a in (-1.4, 1.4) for b in (-1.4, 1.4)]  # fmt: skip
        wires(site, legs, 0.15, dark)


def _grid(
    site: Site, size: tuple[float, float, float], bays: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray, float, float]:
    wide, low, high = size
    columns, rows = max(2, int((wide - 1.5) / bays[0])), max(1, int((high - low) / bays[1]))
    u = (np.arange(columns) + 0.5) / columns * (wide - 1.2) - (wide - 1.2) / 2
    v = low + (np.arange(rows) + 0.2) / rows * (high - low)
    slim = site.between(0.5, 0.8)
    across, up = (each.ravel() for each in np.meshgrid(u, v))
    return across, up, slim * (wide - 1.2) / columns / 2, site.between(0.45, 0.65) * bays[1]


def _sort(site: Site, quads: np.ndarray, told: tuple[float, float, Panes]) -> None:
    """Shares the windows out: dark ones, those that mirror the sky, curtains, and lit ones."""
    air, lit, panes = told
    sky = site.sky.horizon
    glassy = mixed((0.05, 0.07, 0.09), sky, air)
    kinds = [
        Matter(colour=glassy, rough=0.08, glow=0.25 * air),
        Matter(colour=mixed((0.12, 0.15, 0.18), sky, air), rough=0.12, glow=0.25 * air),
        Matter(colour=mixed((0.3, 0.28, 0.25), sky, air), rough=0.5, glow=0.25 * air),
        glowing((1.0, 0.6, 0.26), 1.2),
    ]
    which = site.rng.choice(4, len(quads), p=[0.5 - lit / 2, 0.32 - lit / 2, 0.18, lit])
    for number, matter in enumerate(kinds):
        if (which == number).any():
            panes.setdefault(matter, []).append(quads[which == number])


def _front(
    site: Site, at: Point, size: tuple[float, float, float], bays: tuple[float, float],
    told: tuple[float, float, Panes],
) -> None:  # fmt: skip
    u, v, half, tall = _grid(site, size, bays)
    x, y, z = u + at[0], np.full_like(u, at[1]), v + at[2]
    quads = np.stack(
        [np.stack([x + k * half, y, z + h * tall], axis=1)
         for k, h in ((-1, 0), (1, 0), (1, 1), (-1, 1))], axis=1,
    )  # fmt: skip
    _sort(site, quads, told)


def _flank(
    site: Site, at: Point, size: tuple[float, float, float], bays: tuple[float, float],
    told: tuple[float, float, Panes],
) -> None:  # fmt: skip
    u, v, half, tall = _grid(site, size, bays)
    x, y, z = np.full_like(u, at[0]), u + at[1], v + at[2]
    quads = np.stack(
        [np.stack([x, y + k * half, z + h * tall], axis=1)
         for k, h in ((-1, 0), (1, 0), (1, 1), (-1, 1))], axis=1,
    )  # fmt: skip
    _sort(site, quads, told)


def _lounge(site: Site, side: int, edge: float, is_sunset: bool) -> None:
    """Seats, a low table, plants along the parapet."""
    fabric = cloth(site.pick((0.3, 0.29, 0.27), (0.12, 0.13, 0.14), (0.45, 0.4, 0.32)))
    x = side * site.between(1.35, 1.6)
    sofa(site, (x + side * 0.55, edge - 1.9, 0), 1.9, fabric, turn=-side * math.pi / 2)
    for number in range(3):
        colour = site.pick(
            (0.5, 0.2, 0.06), (0.08, 0.2, 0.22), (0.55, 0.45, 0.3), (0.4, 0.06, 0.06)
        )
        cushion(site, (x + side * 0.62, edge - 2.5 + 0.6 * number, 0.5), colour,
                turn=-side * math.pi / 2 + site.between(-0.3, 0.3))  # fmt: skip
    table(site, (x - side * 0.5, edge - 1.7, 0), wood((0.35, 0.2, 0.1)), radius=0.38, height=0.45)
    lantern = (x - side * 0.4, edge - 1.75, 0.45)
    site.box(lantern, (0.16, 0.16, 0.26), BLACK)
    if is_sunset:
        site.box((lantern[0], lantern[1], 0.49), (0.17, 0.12, 0.17), glowing((1.0, 0.55, 0.2), 5))
        site.lamp((lantern[0], lantern[1], 0.9), watts=8)
    _planters(site, edge, (-side * 1.5, -side * 2.9, -side * 4.3), 0.6)
    _planters(site, edge, (side * 3.9,), 0.6)
    if site.chance(0.5):
        _parasol(site, (side * site.between(3.1, 3.6), edge - 1.2, 0))


def _parasol(site: Site, at: Point) -> None:
    x, y, z = at
    site.rod(at, (x, y, z + 2.6), 0.025, wood((0.3, 0.18, 0.09)))
    around = np.linspace(0, 2 * math.pi, 9)
    points = [(x, y, z + 2.65)]
    points += [(x + 1.35 * math.cos(a), y + 1.35 * math.sin(a), z + 2.15) for a in around[:-1]]
    faces = [(0, 1 + k, 1 + (k + 1) % 8, 1 + (k + 1) % 8) for k in range(8)]
    colour = site.pick((0.6, 0.55, 0.46), (0.5, 0.2, 0.1), (0.1, 0.18, 0.22))
    site.mesh(points, faces, cloth(colour).but(thin=0.4))


def _planters(site: Site, edge: float, spots: tuple[float, ...], deep: float) -> None:
    """Troughs of shrubs, grasses or flowers along the parapet."""
    box = Matter(
        colour=site.pick((0.07, 0.07, 0.075), (0.3, 0.17, 0.09), (0.45, 0.42, 0.38)), rough=0.7,
        vary=0.1,
    )  # fmt: skip
    for x0 in spots:
        x, y, wide = x0 + site.between(-0.1, 0.1), edge - deep / 2 - 0.1, site.between(0.9, 1.25)
        tall = site.between(0.45, 0.6)
        site.box((x, y, 0), (wide, 0.45, tall), box)
        kind = site.between(0, 1)
        if kind < 0.45:
            count = 900
            roots = np.stack(
                [x + site.rng.uniform(-0.45, 0.45, count) * wide,
                 y + site.rng.uniform(-0.18, 0.18, count), np.full(count, tall)], axis=1,
            )  # fmt: skip
            tone = site.pick((0.2, 0.24, 0.07), (0.4, 0.33, 0.15), (0.14, 0.22, 0.1))
            green = Matter(colour=tone, rough=0.6, thin=0.4, vary=0.3, moves="leaves")
            blades(site, roots, site.rng.uniform(0.4, 1.0, count), green, wide=0.012, lean=0.28)
            continue
        shade = site.pick((0.08, 0.18, 0.05), (0.12, 0.2, 0.06), (0.1, 0.16, 0.09))
        for number in range(4):
            middle = (x + (number - 1.5) * wide / 4.4, y, tall + site.between(0.15, 0.4))
            size = site.between(0.24, 0.38)
            site.leaves(middle, (size, 0.26, 1.1 * size), leaf(shade), count=420, size=0.045)
        if kind > 0.7:
            petals = Matter(colour=site.pick((0.65, 0.1, 0.2), (0.75, 0.7, 0.66), (0.4, 0.15, 0.5)),
                            rough=0.7, thin=0.3, moves="leaves")  # fmt: skip
            site.leaves((x, y - 0.05, tall + 0.42), (wide / 2, 0.28, 0.25), petals, count=170,
                        size=0.03, hollow=0.8)  # fmt: skip


def _vents(site: Site, side: int, edge: float) -> None:
    """What stands on a plain roof: machines, pipes, a hut, a water tank."""
    zinc = Matter(colour=(0.45, 0.46, 0.47), rough=0.45, metal=0.7, vary=0.2, vary_scale=2)
    x = side * site.between(1.7, 2.1)
    for number in range(2):
        at = (x + side * 1.1 * number, edge - 1.3, 0.12)
        site.box(at, (0.95, 0.75, 0.85), zinc)
        site.lathe((at[0], at[1], 0.97), [(0.32, 0), (0.32, 0.08), (0.26, 0.09)], BLACK)
        slats: list[Box] = [
            ((at[0], at[1] - 0.38, 0.2 + 0.07 * k), (0.8, 0.02, 0.025)) for k in range(9)
        ]
        boxes(site, slats, BLACK, bevel=0)
    pipe = (-side * site.between(1.4, 1.8), edge - 1.0, 0)
    site.lathe(pipe, [(0.12, 0), (0.12, 1.0), (0.22, 1.02), (0.22, 1.14), (0.03, 1.3)], zinc)
    site.rod((x, edge - 0.7, 0.3), (-side * 6, edge - 0.7, 0.3), 0.06, zinc)
    hut = -side * site.between(3.3, 3.8)
    site.box((hut, edge - 1.5, 0), (2.6, 2.2, 2.6), BRICK)
    site.box((hut, edge - 1.5, 2.6), (2.9, 2.5, 0.12), zinc)
    door = Matter(
        colour=site.pick((0.06, 0.14, 0.16), (0.3, 0.05, 0.04), (0.3, 0.3, 0.3)), rough=0.5
    )
    site.box((hut + side * 0.6, edge - 2.62, 0), (0.85, 0.06, 2.05), door)


def _string_lights(site: Site, edge: float, is_lit: bool) -> None:
    """Bulbs on lines between posts, across or towards the camera."""
    iron = Matter(colour=(0.03, 0.03, 0.03), rough=0.6)
    far, half = edge - 0.3, site.between(2.7, 3.6)
    high = site.between(2.6, 3.1)
    for x in (-half, half):
        site.rod((x, far, 0), (x, far, high), 0.03, iron)
    ends = [((-half, far), (half, far))]
    kind = site.between(0, 1)
    if kind < 0.4:
        ends += [((-half, far), (1.4, 1.6)), ((half, far), (-1.4, 1.6))]
    elif kind < 0.75:
        shift = site.between(-0.5, 0.5)
        ends += [((-half, far - k), (half, far - k + shift)) for k in (1.2, 2.4)]
    sag = site.between(0.8, 1.5)
    lines, bulbs = [], []
    for (xa, ya), (xb, yb) in ends:
        last = None
        count = int(2.3 * math.hypot(xb - xa, yb - ya))
        for share in np.linspace(0, 1, count):
            s = float(share)
            point = (xa + (xb - xa) * s, ya + (yb - ya) * s, high - sag * s * (1 - s))
            if last is not None:
                lines.append((last, point))
            bulbs.append(((point[0], point[1], point[2] - 0.06), 0.028))
            last = point
    wires(site, lines, 0.006, iron)
    bulb = glowing((1.0, 0.55, 0.2), 9) if is_lit else Matter(colour=(0.8, 0.76, 0.66), rough=0.2)
    balls(site, bulbs, bulb)
