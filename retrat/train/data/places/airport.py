"""An airport: a high hall, an airliner at its gate behind a slanting wall of glass, seats, signs
and boards without writing.
"""

import math
from dataclasses import dataclass

import numpy as np

from retrat.train.data.places.airliner import (
    PAINTS,
    Airliner,
    airliner,
    bridge,
    carts,
    lorry,
)
from retrat.train.data.places.interiors import house_plant
from retrat.train.data.places.landscape import wood_of
from retrat.train.data.places.site import (
    STEEL,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    glowing,
    mixed,
    placed,
    wood,
)
from retrat.train.data.places.streets import Box, balls, boxes, discs
from retrat.train.data.places.terminals import (
    CASES,
    SIGNS,
    Signage,
    bench,
    counters,
    departures,
    gate_desk,
    kiosk,
    shops,
    sign,
    suitcase,
)
from retrat.train.data.places.vessels import wires

HIDES: tuple[Colour, ...] = (
    (0.04, 0.045, 0.05), (0.03, 0.09, 0.22), (0.3, 0.04, 0.03), (0.3, 0.16, 0.08),
    (0.04, 0.2, 0.2), (0.42, 0.2, 0.03), (0.12, 0.2, 0.06),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Terminal:
    """Its glass is the far wall where it `is_front`, else the wall on the `side` 1 (right) or -1;
    that far away. The ground outside is at `apron`.
    """

    side: int
    is_front: bool
    is_night: bool
    glass: float
    apron: float
    steel: Matter
    signs: Signage

    @property
    def high(self) -> float:
        return self.signs.high

    @property
    def deep(self) -> float:
        """How far away its end is."""
        return self.glass if self.is_front else 30.0

    @property
    def turn(self) -> float:
        """How the glass is turned."""
        return 0.0 if self.is_front else -self.side * math.pi / 2


def build(site: Site, moment: str) -> None:
    is_night = moment == "at night"
    side = 1 if site.chance(0.5) else -1
    is_front = site.chance(0.6)
    pale = site.pick((0.62, 0.62, 0.6), (0.62, 0.62, 0.6), (0.16, 0.17, 0.18))
    ground, ink = SIGNS[int(site.rng.integers(len(SIGNS)))]
    hall = Terminal(
        side=side, is_front=is_front, is_night=is_night,
        glass=site.between(11.0, 13.0) if is_front else site.between(3.9, 4.5),
        apron=-site.between(1.5, 1.9), steel=Matter(colour=pale, rough=0.4),
        signs=Signage(ground=ground, ink=ink, high=site.between(5.3, 6.0)),
    )  # fmt: skip
    _floor(site, hall)
    _glass(site, hall)
    _ceiling(site, hall)
    _apron(site, hall)
    if is_front:
        _lounge(site, hall)
    else:
        _pier(site, hall)
    if is_night:
        _night(site, hall)
    else:
        _day(site, hall)
    yaw = side * (site.between(-0.05, 0.05) if is_front else site.between(0.1, 0.2))
    site.view = View(
        to=(4 * math.tan(yaw), 4, 1.58), stop=site.between(2.2, 3.0),
        exposure=0.45 if is_night else 0.05,
    )  # fmt: skip


def _floor(site: Site, hall: Terminal) -> None:
    """Polished stone in large slabs."""
    tone = site.pick((0.36, 0.35, 0.33), (0.42, 0.38, 0.32), (0.2, 0.2, 0.205), (0.3, 0.32, 0.33))
    if hall.is_night:
        tone = mixed(tone, (0.05, 0.045, 0.04), 0.3)
    stone = Matter(
        colour=tone, rough=0.13, pattern="checks", second=mixed(tone, (0, 0, 0), 0.09),
        pattern_scale=0.8, vary=0.1, vary_scale=1.5,
    )  # fmt: skip
    size = (44.0, hall.deep + 8) if hall.is_front else (hall.glass + 9, hall.deep + 8)
    x = 0.0 if hall.is_front else hall.side * (hall.glass - 9) / 2
    site.box((x, hall.deep / 2, -0.2), (size[0], size[1], 0.2), stone, bevel=0)


def _glass(site: Site, hall: Terminal) -> None:
    """Slanting posts and bars, a foot of metal, and what holds them up inside."""
    long = 44.0 if hall.is_front else 36.0
    at = (0.0, hall.glass, 0.0) if hall.is_front else (hall.side * hall.glass, 15.0, 0.0)
    lean = site.between(0.12, 0.2) * hall.high
    every, rows = site.between(1.7, 2.3), 3 if site.chance(0.5) else 4

    def there(x: float, y: float, z: float) -> Point:
        a, b, c = placed(np.array([(x, y, z)]), at, hall.turn)[0].tolist()
        return a, b, c

    posts, bars = [], []
    shift = site.between(0.2, 0.8) * every
    for x in np.arange(-long / 2 + shift, long / 2, every).tolist():
        posts.append((there(x, 0, 0), there(x, lean, hall.high)))
    for number in range(rows + 1):
        share = number / rows
        y, z = lean * share, 0.12 + (hall.high - 0.12) * share
        bars.append((there(-long / 2, y, z), there(long / 2, y, z)))
    wires(site, posts, 0.04, hall.steel)
    wires(site, bars, 0.03, hall.steel)
    foot: list[Box] = [
        ((0, 0, 0), (long, 0.16, 0.16)),
        ((0, lean, hall.high - 0.1), (long, 1, 0.5)),
    ]
    boxes(site, foot, hall.steel, at=at, turn=hall.turn, bevel=0.01)
    rail = [(there(-long / 2, -0.5, 0.95), there(long / 2, -0.5, 0.95))]
    rail += [(there(x, -0.5, 0), there(x, -0.5, 0.95)) for x in np.arange(-long / 2, long / 2, 1.8)]
    wires(site, rail, 0.022, STEEL)
    step = (4 if hall.is_front else 6) * every
    for x in np.arange(-long / 2 + shift + 2 * every, long / 2, step).tolist():
        foot_at = there(x, -1.3, 0)
        for end in (-0.3, 0.3):
            head = there(x + end * step, lean - 0.35, hall.high)
            site.rod(there(x, -1.3, 2.2), head, 0.1, hall.steel, 14)
        site.rod(foot_at, there(x, -1.3, 2.3), 0.13, hall.steel, 16)


def _ceiling(site: Site, hall: Terminal) -> None:
    """Slats of wood, or white panels, with lines of light between."""
    x = 0.0 if hall.is_front else hall.side * (hall.glass - 9) / 2
    wide = 44.0 if hall.is_front else hall.glass + 10.5
    deep = hall.deep + 8
    dark = Matter(colour=(0.06, 0.06, 0.06), rough=0.9)
    site.box((x, hall.deep / 2, hall.high + 0.25), (wide, deep, 0.1), dark, bevel=0)
    is_wood = site.chance(0.7)
    matter = (
        wood(site.pick((0.5, 0.31, 0.16), (0.36, 0.21, 0.11), (0.55, 0.42, 0.28)), rough=0.6)
        if is_wood
        else Matter(colour=(0.72, 0.71, 0.68), rough=0.7)
    )
    gap = 0.22 if is_wood else 1.3
    slats: list[Box] = []
    for y in np.arange(-3, hall.deep + 2.2, gap).tolist():
        slats.append(((x, y, hall.high), (wide, gap - (0.08 if is_wood else 0.05), 0.16)))
    boxes(site, slats, matter, bevel=0)
    light: Colour = (1.0, 0.9, 0.75) if is_wood else (1.0, 0.95, 0.88)
    lit = Matter(colour=light, glow=6.0 if hall.is_night else 3.5)
    lines: list[Box] = []
    for y in np.arange(1.5, hall.deep, 2.6).tolist():
        for number in range(-4, 5):
            if abs(3.4 * number) < wide / 2 - 1:
                lines.append(((x + 3.4 * number, y, hall.high - 0.03), (2.2, 0.1, 0.04)))
    boxes(site, lines, lit, bevel=0)


def _lounge(site: Site, hall: Terminal) -> None:
    """Seats in rows before the glass, a gate's desk, signs."""
    hide = Matter(colour=site.pick(*HIDES), rough=0.4, bump=0.05, bump_scale=60)
    has_kiosk = site.chance(0.5)
    y = site.between(5.4, 5.9)
    while y < hall.glass - 2.4:
        for hand in (-1, 1):
            inner = site.between(0.9, 1.2)
            for number in range(2):
                if has_kiosk and hand == -hall.side and (number or y > 6):
                    continue
                count = 5 if number == 0 else 6
                x = hand * (inner + 1.5 + 4.5 * number)
                bench(site, (x, y, 0), count, 0.0, hide)
                bench(site, (x, y + 0.82, 0), count, math.pi, hide)
                if site.chance(0.8):
                    suitcase(site, (x + site.between(-1.2, 1.2), y - 0.62, 0))
        y += site.between(2.9, 3.3)
    if has_kiosk:
        kiosk(site, hall.signs, (-hall.side * site.between(3.4, 3.8), 8.0, 0))
    far = hall.side * site.between(1.5, 2.3)
    sign(site, hall.signs, (far, site.between(7.5, 8.6), 3.05), site.between(1.7, 2.3))
    sign(site, hall.signs, (-hall.side * site.between(3.2, 4.2), 10.2, 3.25), 1.9)
    if not has_kiosk:
        at = (-hall.side * site.between(1.9, 2.5), site.between(8.0, 9.0), 2.75)
        departures(site, hall.signs, at, (2.2, 1.25))
    gate_desk(site, hall.signs, (hall.side * site.between(3.2, 4.0), hall.glass - 1.9, 0))
    for hand in (-1, 1):
        at = (hand * site.between(4.2, 5.4), hall.glass - site.between(0.9, 1.3), 0)
        house_plant(site, at, site.between(1.3, 1.8))
    for y in (3.4, 4.3):
        site.lane((-9, y, 0), (9, y, 0), often=7)


def _pier(site: Site, hall: Terminal) -> None:
    """A long hall: glass on one side, counters and lit shops on the other, seats between."""
    side, left = hall.side, -hall.side * 6.0
    hide = Matter(colour=site.pick(*HIDES), rough=0.4, bump=0.05, bump_scale=60)
    for number in range(5):
        y = 5.6 + 4.3 * number
        for off, turn in ((0.0, -side * math.pi / 2), (-0.82, side * math.pi / 2)):
            x = side * (hall.glass - 1.25 + off)
            bench(site, (x, y, 0), 5, turn + math.pi, hide)
        if site.chance(0.8):
            suitcase(site, (side * (hall.glass - 2.75), y + site.between(-1, 1), 0))
    wall = Matter(colour=site.pick((0.66, 0.65, 0.61), (0.5, 0.47, 0.42)), rough=0.6, vary=0.04)
    site.box((left, 13, 0), (0.2, 38, hall.high + 0.2), wall, bevel=0)
    site.box((side * (hall.glass - 9) / 2, hall.deep, 0), (hall.glass + 12, 0.2, hall.high), wall)
    counters(site, hall.signs, left)
    shops(site, (side * (hall.glass - 6) / 2, hall.deep - 0.3, 0))
    departures(
        site, hall.signs, (-side * site.between(1.3, 1.9), site.between(8.5, 9.5), 2.75), (2.6, 1.4)
    )
    for number in range(3):
        at = (side * site.between(1.2, 1.6), 9.5 + 6.5 * number, 3.1)
        sign(site, hall.signs, at, site.between(1.6, 2.2))
    for y in (5.0, 16.0):
        site.rod((left + side * 2.6, y + 3, 0), (left + side * 2.6, y + 3, hall.high), 0.3,
                 hall.steel, 28)  # fmt: skip
    for x in (-side * 0.6, side * 0.5):
        site.lane((x, 3.2, 0), (x, hall.deep - 2, 0), often=6, is_free=True)


def _plane(site: Site, hall: Terminal, at: Point, turn: float) -> Airliner:
    paint, mark = PAINTS[int(site.rng.integers(len(PAINTS)))]
    made = Airliner(
        at=at, turn=turn, paint=paint, mark=mark, is_lit=hall.is_night,
        body=site.pick((0.74, 0.74, 0.72), (0.74, 0.74, 0.72), (0.55, 0.57, 0.6)),
    )  # fmt: skip
    airliner(site, made)
    return made


def _apron(site: Site, hall: Terminal) -> None:
    """Concrete with lines, the airliner at its gate, others, vehicles, and what is far off."""
    concrete = Matter(colour=(0.36, 0.355, 0.34), rough=0.85, vary=0.18, vary_scale=0.15)
    site.plane((0, 280, hall.apron), (1200, 800), concrete)
    joints: list[Box] = [((0, 8 + 7.5 * n, hall.apron), (240, 0.08, 0.006)) for n in range(24)]
    joints += [((7.5 * n - 90, 90, hall.apron), (0.08, 190, 0.006)) for n in range(25)]
    boxes(site, joints, Matter(colour=(0.14, 0.14, 0.135), rough=1.0), bevel=0)
    wall = Matter(colour=site.pick((0.6, 0.6, 0.58), (0.3, 0.33, 0.37)), rough=0.5)
    if hall.is_front:
        turn = hall.side * site.between(0.5, 0.95)
        y = hall.glass + site.between(9.0, 12.0)
        x = hall.side * site.between(0.27, 0.36) * y
        hand = hall.side
        start = (x + hall.side * 16, y + 1.0, hall.apron)
    else:
        turn = hall.turn + hall.side * site.between(0.8, 0.95)
        x, y = hall.side * (hall.glass + site.between(6.0, 7.5)), site.between(28.0, 33.0)
        hand = -hall.side
        start = (hall.side * (hall.glass + 1.2), y + 16.0, hall.apron)
    plane = _plane(site, hall, (x, y, hall.apron), turn)
    bridge(site, plane, start, hand, wall)
    yellow = Matter(colour=(0.65, 0.45, 0.03), rough=0.8)
    line: list[Box] = [((0, 5.0, 0.004), (0.2, 34.0, 0.008)), ((0, 3.4, 0.004), (2.4, 0.2, 0.008))]
    boxes(site, line, yellow, at=plane.at, turn=turn, bevel=0)
    _vehicles(site, plane)
    _far(site, hall)


def _vehicles(site: Site, plane: Airliner) -> None:
    """Beside the airliner, on the side towards the camera and behind it."""
    near = min((-1, 1), key=lambda hand: plane.point(hand * 8.0, 12.0, 0)[1])
    at = plane.point(near * site.between(4.2, 5.0), site.between(7.5, 9.0), 0)
    carts(site, at, 3, CASES, plane.turn + site.between(-0.2, 0.2))
    at = plane.point(-near * 4.4, 29.6, 0)
    lorry(site, at, plane.paint, turn=plane.turn + near * 1.57, is_high=True)
    at = plane.point(near * site.between(11, 14), site.between(26, 30), 0)
    lorry(site, at, site.pick(*CASES), turn=plane.turn + site.between(-0.6, 0.6))
    cones = [plane.point(hand * 17.5, 21.5, 0.0) for hand in (-1, 1)]
    cones += [plane.point(near * 6.0, 10.5, 0.0), plane.point(0, -1.6, 0.0)]
    for cone in cones:
        site.lathe(cone, [(0.25, 0), (0.22, 0.05), (0.17, 0.06), (0.04, 0.7)],
                   Matter(colour=(0.75, 0.2, 0.03), rough=0.6), sides=12)  # fmt: skip


def _far(site: Site, hall: Terminal) -> None:
    """Other airliners, a low terminal, the tower, trees, hills."""
    low = hall.apron
    for number in range(3):
        away = hall.deep + 62 + 34 * number + site.between(-6, 6)
        x = (1 if number % 2 else -1) * hall.side * site.between(0.08, 0.4) * away
        _plane(site, hall, (x, away, low), site.between(0, 2 * math.pi))
    air = site.sky.horizon if not hall.is_night else (0.02, 0.025, 0.045)
    grass = Matter(colour=(0.16, 0.22, 0.08), rough=1.0).far(air, 0.25)
    site.box((0, 420, low), (1600, 260, 0.05), grass, bevel=0)
    pale = Matter(colour=(0.5, 0.5, 0.48), rough=0.8).far((0.6, 0.7, 0.8), 0.3)
    x = -hall.side * site.between(30, 60)
    site.box((x, 230, low), (150, 30, 11), pale, bevel=0)
    lit = (
        Matter(colour=(1.0, 0.8, 0.5), glow=1.2)
        if hall.is_night
        else Matter(colour=(0.06, 0.09, 0.12), rough=0.2)
    )
    boxes(site, [((x, 214.8, low + z), (146, 0.2, 2.2)) for z in (2.5, 6.5)], lit, bevel=0)
    tower = hall.side * site.between(20, 62)
    profile = [(4.5, 0), (2.6, 8), (2.4, 32), (4.8, 36), (5.4, 37), (5.0, 37.2)]
    site.lathe((tower, 190, low), profile, pale, sides=20)
    cab = Matter(colour=(0.9, 0.85, 0.6), glow=0.5) if hall.is_night else lit
    site.lathe((tower, 190, low + 37.2), [(4.4, 0), (5.4, 3.2)], cab, sides=12)
    site.lathe(
        (tower, 190, low + 40.4), [(5.8, 0), (5.8, 0.7), (1.0, 1.2), (0.2, 7)], pale, sides=16
    )
    count = 260
    trees = site.rng.uniform(-260, 260, count), site.rng.uniform(290, 420, count)
    green = Matter(colour=(0.09, 0.15, 0.05), rough=0.9, moves="leaves")
    wood_of(site, lambda x, y: 0 * x + 0 * y + low, trees, (7, 14), green, 1400)


def _day(site: Site, hall: Terminal) -> None:
    warm = site.chance(0.4)
    site.sky = Sky(
        zenith=(0.1, 0.26, 0.62), horizon=(0.6, 0.74, 0.9), strength=1.0,
        cover=site.between(0.3, 0.6), cloud_scale=site.between(2.5, 4.5),
    )  # fmt: skip
    aside = hall.side if not hall.is_front else -hall.side
    turn = site.between(48, 60) if site.chance(0.5) and hall.is_front else site.between(60, 95)
    site.sun(
        site.between(15, 22) if warm else site.between(28, 40), aside * turn,
        watts=4.5, colour=(1.0, 0.78, 0.52) if warm else (1.0, 0.93, 0.82), angle=0.012,
    )  # fmt: skip
    daylight = (0.9, 0.95, 1.0)
    if hall.is_front:
        for x in (-7.0, 7.0):
            site.panel((x, hall.glass - 0.3, 3.0), (0.3 * x, 2, 0.6), (12, 5), watts=420,
                       colour=daylight)  # fmt: skip
        site.panel((aside * 6, 0.5, 4.5), (0, 6, 1.0), (4, 3), watts=160, colour=(1.0, 0.95, 0.88))
    else:
        for y in (4.0, 14.0, 24.0):
            at = (hall.side * (hall.glass - 0.2), y, 3.0)
            site.panel(at, (-hall.side * 3, y, 0.8), (9, 5), watts=260, colour=daylight)
    for y in (3.0, 8.0, 14.0, 20.0):
        site.panel((0, y, hall.high - 0.2), (0, y, 0), (7, 2), watts=45, colour=(1.0, 0.95, 0.88))


def _night(site: Site, hall: Terminal) -> None:
    """Blue dusk, floodlights on the apron, lamps in the hall."""
    site.sky = Sky(
        zenith=site.pick((0.012, 0.022, 0.08), (0.016, 0.028, 0.09)),
        horizon=site.pick((0.09, 0.1, 0.2), (0.32, 0.16, 0.11), (0.2, 0.13, 0.17)), strength=1.0,
    )  # fmt: skip
    heads: list[tuple[Point, float]] = []
    iron = Matter(colour=(0.2, 0.2, 0.2), rough=0.5)
    for number, (x, away) in enumerate(
        ((-24.0, 30.0), (24.0, 36.0), (-34.0, 85.0), (36.0, 95.0), (4.0, 130.0))
    ):
        y = away + (hall.deep if hall.is_front else 8)
        site.rod((x, y, hall.apron), (x, y, 20), 0.2, iron)
        heads += [((x + k, y - 0.3, 20.0), 0.42) for k in (-1.2, 0, 1.2)]
        colour = (1.0, 0.86, 0.66) if number % 2 else (0.95, 0.95, 1.0)
        site.lamp((x * 0.8, y - 12, 18), watts=14000, colour=colour, radius=0.6)
    for along in (-11.0, 11.0):
        out = hall.glass + 4.0
        at = (along, out, 9.5) if hall.is_front else (hall.side * out, along + 22, 9.5)
        site.lamp(at, watts=5000, colour=(1.0, 0.93, 0.82), radius=0.4)
    discs(site, heads, Matter(colour=(1.0, 0.92, 0.8), glow=40))
    blue, white = [], []
    for _ in range(60):
        at = (site.between(-110, 110), site.between(hall.deep + 40, 260), hall.apron + 0.3)
        blue.append((at, 0.2))
    for _ in range(70):
        white.append(((site.between(-240, 240), site.between(300, 420), site.between(0, 9)), 0.6))
    balls(site, blue, glowing((0.1, 0.25, 1.0), 9))
    discs(site, white, glowing(site.pick((1.0, 0.65, 0.3), (1.0, 0.8, 0.55)), 10))
    tone = site.pick((1.0, 0.8, 0.56), (1.0, 0.86, 0.68))
    for away in (1.0, 5.0, 9.0, 15.0, 22.0):
        if away < hall.deep:
            for wide in (-3.4, 3.4):
                x = wide if hall.is_front else wide - hall.side * 1.2
                at = (x, away, hall.high - 0.2)
                site.panel(
                    at, (x, away, 0), (3.0, 0.6), watts=90 if hall.is_front else 68, colour=tone
                )
                up = (x, away, hall.high - 0.6)
                site.panel(up, (x, away, hall.high), (2.0, 1.0), watts=16, colour=tone)
