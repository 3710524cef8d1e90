"""A laboratory: benches with microscopes, flasks and instruments, cabinets, a fume hood."""

import math

from retrat.train.data.places.equipment import (
    NEUTRAL,
    QUARTER,
    Hall,
    Pile,
    Windows,
    ceiling_grid,
    daylight,
    hall,
    lamp_panel,
    monitor,
    papers,
    there,
    turned_view,
)
from retrat.train.data.places.site import (
    BLACK,
    GLASS,
    STEEL,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    plaster,
)

LIQUIDS: tuple[Colour, ...] = (
    (0.02, 0.2, 0.5), (0.5, 0.06, 0.04), (0.7, 0.4, 0.03), (0.05, 0.36, 0.12), (0.3, 0.05, 0.35),
    (0.02, 0.36, 0.38), (0.7, 0.62, 0.4),
)  # fmt: skip
REAGENTS: tuple[Colour, ...] = (
    (0.25, 0.09, 0.02), (0.2, 0.07, 0.02), (0.75, 0.74, 0.7), (0.6, 0.62, 0.62), (0.1, 0.2, 0.4),
    (0.7, 0.68, 0.6), (0.5, 0.5, 0.48), (0.3, 0.12, 0.03),
)  # fmt: skip
ACCENTS: tuple[Colour, ...] = (
    (0.62, 0.65, 0.66), (0.2, 0.33, 0.4), (0.28, 0.4, 0.36), (0.55, 0.5, 0.42),
)  # fmt: skip


def build(site: Site, moment: str) -> None:
    assert not moment
    side = 1 if site.chance(0.5) else -1
    yaw = side * site.between(0.02, 0.2)
    is_dim = site.chance(0.3)
    room = Hall(
        half_width=site.between(2.6, 3.0),
        depth=site.between(6.6, 7.6),
        height=2.9,
        wall=plaster(site.pick((0.68, 0.7, 0.71), (0.6, 0.66, 0.66), (0.72, 0.7, 0.66))),
        floor=Matter(
            colour=site.pick((0.36, 0.38, 0.4), (0.26, 0.32, 0.36), (0.42, 0.4, 0.36)),
            rough=0.25, vary=0.06,
        ),
        ceiling=WHITE,
        side=side,
        windows=Windows(first=1.6, width=1.7, gap=0.3, count=2, sill=1.1, height=1.45),
        back=plaster(site.pick(*ACCENTS)),
        skirting=STEEL.but(rough=0.5),
    )  # fmt: skip
    hall(site, room)
    ceiling_grid(site, room)
    if is_dim:
        site.sky = Sky(zenith=(0.06, 0.1, 0.22), horizon=(0.2, 0.26, 0.4), strength=0.8)
        daylight(site, room, watts=140)
    else:
        site.sky = Sky(zenith=(0.25, 0.4, 0.7), horizon=(0.8, 0.88, 0.95), strength=2.2)
        daylight(site, room, watts=site.between(650, 850))
    tone = (0.8, 0.92, 1.0) if is_dim else NEUTRAL
    for x in (-1.5, 0.0, 1.5):
        for y in (1.6, 3.4, 5.2):
            watts = 2.5 if is_dim and x < 1 else 4.5
            lamp_panel(site, (x * side, y, 2.895), (0.56, 1.16), watts=watts, colour=tone)
    paint = site.pick((0.7, 0.71, 0.7), (0.12, 0.26, 0.36), (0.3, 0.42, 0.4), (0.62, 0.58, 0.5))
    fronts = Matter(colour=paint, rough=0.35)
    slope = math.tan(yaw)
    axis = slope * room.depth
    _back(site, room, axis, fronts)
    wall = side * (room.half_width - 0.36)
    _bench(site, (wall, 4.1), 4.6, -side * QUARTER, fronts)
    island = slope * 4.0 - side * site.between(1.3, 1.45)
    _bench(site, (island, 4.4), 3.6, side * QUARTER, fronts)
    _bench(site, (island - side * 0.72, 4.4), 3.6, -side * QUARTER, fronts)
    _rack(site, (island - side * 0.36, 4.4), 3.2)
    for y in (3.2, 4.7):
        _stool(site, (island + side * 0.42, y + site.between(-0.3, 0.3)))
        _stool(site, (wall - side * 0.5, y + site.between(-0.3, 0.3)))
    site.view = turned_view(yaw, stop=site.between(1.8, 2.4), exposure=0.4 if is_dim else 0.15)


def _bench(site: Site, at: tuple[float, float], long: float, turn: float, fronts: Matter) -> None:
    """Cupboards with a top and instruments on it; open to the camera where it is not turned."""
    foot = (*at, 0.0)
    top = Matter(colour=site.pick((0.03, 0.03, 0.035), (0.5, 0.51, 0.5)), rough=0.25)
    site.box(there((0, 0.04, 0.1), foot, turn), (long, 0.58, 0.76), WHITE, turn=turn)
    site.box(there((0, 0.06, 0), foot, turn), (long - 0.1, 0.5, 0.1), BLACK, turn=turn)
    doors = max(2, round(long / 0.5))
    for number in range(doors):
        x = (number + 0.5) * long / doors - long / 2
        wide = long / doors - 0.012
        low, tall = (0.12, 0.54) if number % 3 else (0.12, 0.72)
        site.box(there((x, -0.26, low), foot, turn), (wide, 0.02, tall), fronts, turn=turn)
        if number % 3:
            site.box(there((x, -0.26, 0.68), foot, turn), (wide, 0.02, 0.17), fronts, turn=turn)
        site.box(
            there((x, -0.29, low + tall - 0.06), foot, turn), (0.14, 0.02, 0.012), STEEL, turn=turn
        )
    site.box(there((0, 0, 0.86), foot, turn), (long, 0.72, 0.035), top, turn=turn)
    x = -long / 2 + 0.3
    while x < long / 2 - 0.25:
        y = site.between(-0.08, 0.12)
        _thing(site, there((x, y, 0.895), foot, turn), turn + site.between(-0.4, 0.4))
        x += site.between(0.36, 0.62)


def _thing(site: Site, at: Point, turn: float) -> None:
    choice = site.between(0, 7)
    if choice < 1.3:
        _microscope(site, at, turn)
    elif choice < 3:
        for _ in range(3):
            spot = there((site.between(-0.16, 0.16), site.between(-0.12, 0.12), 0), at, turn)
            _flask(site, spot)
    elif choice < 4:
        _tubes(site, at, turn)
    elif choice < 5:
        _instrument(site, at, turn)
    elif choice < 5.7:
        monitor(site, at, turn=turn)
    elif choice < 6.3:
        papers(site, at, 4)
    else:
        for number in range(4):
            spot = there((0.1 * number - 0.15, site.between(-0.05, 0.1), 0), at, turn)
            _reagent(site, spot)


def _flask(site: Site, at: Point) -> None:
    liquid = Matter(colour=site.pick(*LIQUIDS), rough=0.08, thin=0.45)
    x, y, z = at
    size = site.between(0.75, 1.25)
    shape: tuple[tuple[float, float], ...]
    if site.chance(0.5):
        site.lathe(at, [(0.055 * size, 0.002), (0.036 * size, 0.065 * size)], liquid, sides=20)
        shape = ((0.057, 0), (0.02, 0.11), (0.02, 0.16), (0.024, 0.165))
    elif site.chance(0.5):
        site.lathe(at, [(0.043 * size, 0.003), (0.043 * size, 0.06 * size)], liquid, sides=20)
        shape = ((0.046, 0), (0.046, 0.12), (0.05, 0.125))
    else:
        site.lathe(at, [(0.019 * size, 0.02), (0.019 * size, 0.15 * size)], liquid, sides=16)
        site.lathe(at, [(0.05, 0), (0.05, 0.012), (0.02, 0.018)], STEEL, sides=20)
        shape = ((0.021, 0.018), (0.021, 0.27), (0.026, 0.28))
    site.lathe((x, y, z), [(size * r, size * h) for r, h in shape], GLASS, sides=24)


def _reagent(site: Site, at: Point) -> None:
    """A bottle with a cap."""
    matter = Matter(colour=site.pick(*REAGENTS), rough=0.2)
    radius, tall = site.between(0.032, 0.05), site.between(0.11, 0.2)
    profile = [(radius, 0), (radius, 0.7 * tall), (0.45 * radius, 0.85 * tall)]
    site.lathe(at, profile, matter, sides=16)
    cap = Matter(colour=site.pick((0.02, 0.02, 0.02), (0.05, 0.15, 0.4), (0.6, 0.08, 0.05)))
    x, y, z = at
    site.lathe((x, y, z + 0.84 * tall), [(0.55 * radius, 0), (0.55 * radius, 0.03)], cap, sides=16)


def _tubes(site: Site, at: Point, turn: float) -> None:
    """Test tubes in a rack."""
    pile = Pile()
    rack = Matter(colour=site.pick((0.75, 0.75, 0.73), (0.05, 0.2, 0.45), (0.5, 0.3, 0.15)))
    for z in (0.0, 0.09):
        pile.box(there((0, 0, z), at, turn), (0.3, 0.1, 0.01), rack, turn)
    for x in (-0.145, 0.145):
        pile.box(there((x, 0, 0), at, turn), (0.01, 0.1, 0.1), rack, turn)
    pile.put(site)
    for number in range(12):
        spot = there((-0.115 + 0.046 * (number % 6), 0.025 - 0.05 * (number // 6), 0.01), at, turn)
        liquid = Matter(colour=site.pick(*LIQUIDS[:3]), rough=0.1)
        site.lathe(spot, [(0.009, 0), (0.009, 0.1)], liquid, sides=8)
        site.lathe(spot, [(0.01, 0.1), (0.01, 0.15)], WHITE, sides=8)


def _instrument(site: Site, at: Point, turn: float) -> None:
    """A box with a small screen, such as a centrifuge."""
    shell = Matter(colour=site.pick((0.72, 0.72, 0.7), (0.5, 0.52, 0.54), (0.2, 0.22, 0.25)))
    tall = site.between(0.22, 0.38)
    site.box(at, (0.42, 0.4, tall), shell.but(rough=0.35), turn=turn, bevel=0.03)
    site.box(there((0, -0.19, 0.05), at, turn), (0.36, 0.03, 0.09), BLACK, turn=turn)
    lit = Matter(colour=(0.2, 0.5, 0.7), glow=1.2, moves="lights")
    site.box(there((-0.08, -0.203, 0.07), at, turn), (0.12, 0.01, 0.05), lit, turn=turn)
    lid = [(0.16, 0), (0.15, 0.03), (0.05, 0.05)]
    site.lathe((at[0], at[1], at[2] + tall), lid, shell.but(rough=0.2))


def _microscope(site: Site, at: Point, turn: float) -> None:
    body = WHITE.but(rough=0.3)
    site.box(at, (0.19, 0.26, 0.045), body, turn=turn, bevel=0.015)
    site.box(there((0, 0.1, 0.04), at, turn), (0.08, 0.07, 0.27), body, turn=turn, bevel=0.02)
    site.box(there((0, 0, 0.15), at, turn), (0.17, 0.16, 0.018), BLACK, turn=turn)
    site.box(there((0, 0.02, 0.29), at, turn), (0.08, 0.24, 0.06), body, turn=turn, bevel=0.02)
    for offset in (-0.02, 0.01):
        ends = there((offset, -0.03 + offset, 0.3), at, turn), there((offset, -0.03, 0.2), at, turn)
        site.rod(*ends, 0.016, STEEL)
    for x in (-0.03, 0.03):
        ends = there((x, -0.05, 0.34), at, turn), there((x, -0.16, 0.42), at, turn)
        site.rod(*ends, 0.016, BLACK)
    for x in (-0.06, 0.06):
        ends = there((x, 0.1, 0.12), at, turn), there((1.3 * x, 0.1, 0.12), at, turn)
        site.rod(*ends, 0.03, BLACK)


def _rack(site: Site, at: tuple[float, float], long: float) -> None:
    """Shelves with bottles above the middle of two benches, along y."""
    pile, (x, y) = Pile(), at
    for end in (-0.5, 0.0, 0.5):
        pile.box((x, y + end * long, 0.89), (0.05, 0.04, 0.92), STEEL)
    for level in (1.22, 1.6):
        pile.box((x, y, level), (0.3, long, 0.02), WHITE)
        place = y - long / 2 + 0.08
        while place < y + long / 2 - 0.06:
            _reagent(site, (x + site.between(-0.07, 0.07), place, level + 0.02))
            place += site.between(0.1, 0.24)
    pile.put(site)


def _stool(site: Site, at: tuple[float, float]) -> None:
    x, y = at
    for number in range(5):
        around = 2 * math.pi * number / 5
        foot = (x + 0.25 * math.cos(around), y + 0.25 * math.sin(around), 0.03)
        site.rod((x, y, 0.1), foot, 0.016, STEEL)
    site.rod((x, y, 0.05), (x, y, 0.6), 0.022, STEEL)
    site.lathe((x, y, 0.6), [(0.17, 0), (0.18, 0.03), (0.17, 0.06)], BLACK)


def _back(site: Site, room: Hall, axis: float, fronts: Matter) -> None:
    """A fume hood, a cabinet with bottles, a refrigerator."""
    y, side = room.depth, room.side
    x = axis - side * site.between(0.9, 1.4)
    _hood(site, (x, y - 0.42), fronts)
    beyond = x + side * 1.7
    _cabinet(site, (beyond, y - 0.22), fronts)
    _cabinet(site, (beyond + side * 1.15, y - 0.22), fronts)
    cold = WHITE.but(rough=0.25)
    at = (x - side * 1.35, y - 0.36, 0.0)
    site.box((*at[:2], 0.06), (0.75, 0.7, 1.9), cold, bevel=0.015)
    site.box((at[0], y - 0.72, 0.7), (0.73, 0.03, 1.24), cold, bevel=0.01)
    site.rod((at[0] - 0.3, y - 0.77, 0.9), (at[0] - 0.3, y - 0.77, 1.5), 0.014, STEEL)


def _hood(site: Site, at: tuple[float, float], fronts: Matter) -> None:
    x, y = at
    shell = Matter(colour=site.pick((0.6, 0.62, 0.62), (0.4, 0.44, 0.47), (0.55, 0.52, 0.46)))
    site.box((x, y, 0), (1.6, 0.8, 0.86), fronts)
    site.box((x, y, 0.86), (1.66, 0.84, 0.04), BLACK)
    for end in (-0.76, 0.76):
        site.box((x + end, y, 0.9), (0.14, 0.8, 1.5), shell)
    site.box((x, y + 0.37, 0.9), (1.6, 0.05, 1.5), WHITE)
    site.box((x, y, 1.72), (1.66, 0.84, 0.9), shell)
    site.box((x, y - 0.38, 1.5), (1.4, 0.03, 0.24), Matter(colour=(0.2, 0.3, 0.32), rough=0.05))
    site.panel((x, y, 1.7), (x, y, 0.9), (1.2, 0.3), watts=9, colour=(0.9, 0.96, 1.0))
    for number in range(7):
        spot = (x - 0.55 + 0.18 * number, y + site.between(-0.1, 0.2), 0.9)
        (_flask if number % 2 else _reagent)(site, spot)
    site.rod((x, y, 2.5), (x, y, 2.95), 0.13, STEEL, sides=20)


def _cabinet(site: Site, at: tuple[float, float], fronts: Matter) -> None:
    """Tall, open above, with bottles on its boards."""
    pile, (x, y) = Pile(), at
    for end in (-0.53, 0.53):
        pile.box((x + end, y, 0), (0.03, 0.4, 2.1), WHITE)
    pile.box((x, y + 0.19, 0), (1.06, 0.02, 2.1), WHITE)
    pile.box((x, y, 2.08), (1.09, 0.42, 0.03), WHITE)
    pile.box((x, y - 0.19, 0.05), (1.02, 0.02, 0.75), fronts)
    for level in (0.82, 1.12, 1.42, 1.72):
        pile.box((x, y, level), (1.06, 0.38, 0.02), WHITE)
        place = x - 0.45
        while place < x + 0.45:
            _reagent(site, (place, y - 0.06, level + 0.02))
            place += site.between(0.09, 0.17)
    pile.put(site)
    for z in (2.11, 2.3):
        carton = Matter(colour=(0.42, 0.29, 0.17), rough=0.9)
        if site.chance(0.6):
            size = (site.between(0.4, 0.8), 0.35, 0.19)
            site.box((x + site.between(-0.1, 0.1), y, z), size, carton)
