"""A meeting room high up in an office: a long table with chairs, glass and a city behind, a screen
with charts or a whiteboard, lamps over the table.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from retrat.train.data.places.equipment import (
    NEUTRAL,
    QUARTER,
    Hall,
    Pile,
    Windows,
    bar_lamp,
    ceiling_grid,
    hall,
    lamp_panel,
    office_chair,
    painting,
    papers,
    turned_view,
)
from retrat.train.data.places.interiors import house_plant, there
from retrat.train.data.places.site import (
    BLACK,
    BRASS,
    GLASS,
    STEEL,
    WARM,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    cloth,
    glowing,
    plaster,
    wood,
)
from retrat.train.data.places.skyline import skyline
from retrat.train.data.places.sound_gear import tube
from retrat.train.data.places.things import BRIGHT, cup, glass
from retrat.train.data.places.vessels import padded

CHARTS: tuple[tuple[Colour, ...], ...] = (
    ((0.03, 0.2, 0.5), (0.02, 0.42, 0.45), (0.85, 0.4, 0.06)),
    ((0.12, 0.1, 0.42), (0.5, 0.08, 0.3), (0.9, 0.5, 0.12)),
    ((0.03, 0.28, 0.18), (0.3, 0.5, 0.1), (0.05, 0.25, 0.45)),
)
SEATS: tuple[Colour, ...] = (
    (0.03, 0.03, 0.035), (0.3, 0.13, 0.05), (0.06, 0.13, 0.18), (0.22, 0.22, 0.21),
    (0.4, 0.25, 0.06), (0.07, 0.16, 0.13),
)  # fmt: skip
TOP = 0.74  # metres: how high the table is
DEEP = -70.0  # the streets below


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """`side` is where its windows are, 1 for the right; `back` what its far wall is: "city",
    "glass" or "screen".
    """

    side: int
    yaw: float
    back: str
    is_day: bool
    hall: Hall
    oak: Matter
    middle: float  # the x of the table's middle
    is_round: bool

    def across(self, share: float, away: float) -> float:
        """The x so far away that is seen at that share of half the picture's width."""
        return away * math.tan(self.yaw + math.atan(0.4286 * share))


def build(site: Site, moment: str) -> None:
    room = _planned(site, is_day=moment == "by day")
    hall(site, room.hall)
    _outside(site, room)
    if room.back == "city":
        _glazed_back(site, room)
        _board(site, room)
    elif room.back == "glass":
        _partition(site, room)
        _corridor(site, room)
    else:
        _feature_wall(site, room)
    _ceiling(site, room)
    _table(site, room)
    _corners(site, room)
    fill = (1.0, 0.95, 0.9) if room.is_day else (1.0, 0.84, 0.66)
    watts = 34 if room.is_day else 30
    site.panel((-1.2 * room.side, -1.2, 2.6), (0, 4.5, 0.9), (2.4, 1.4), watts=watts, colour=fill)
    site.view = turned_view(
        room.yaw, stop=site.between(2.0, 2.6), exposure=0.12 if room.is_day else 0.25
    )


def _planned(site: Site, *, is_day: bool) -> Room:
    side = 1 if site.chance(0.5) else -1
    back = ("city", "glass", "screen")[int(site.rng.integers(3))]
    yaw = site.between(0.06, 0.16) * (side if back != "city" or site.chance(0.5) else -side)
    frame = site.pick((0.03, 0.03, 0.033), (0.5, 0.5, 0.5))
    carpet = cloth(site.pick((0.13, 0.14, 0.16), (0.2, 0.18, 0.15), (0.07, 0.11, 0.15)))
    has_wood = site.chance(0.4)
    tall = site.between(2.9, 3.1)
    return Room(
        side=side,
        yaw=yaw,
        middle=4.3 * math.tan(yaw) + site.between(-0.5, 0.5),
        is_round=site.chance(0.3),
        back=back,
        is_day=is_day,
        oak=wood(site.pick((0.4, 0.24, 0.12), (0.2, 0.1, 0.05), (0.5, 0.37, 0.23)), 0.3),
        hall=Hall(
            half_width=site.between(2.5, 2.9),
            depth=site.between(6.8, 7.8),
            height=tall,
            wall=plaster(
                site.pick((0.6, 0.58, 0.54), (0.34, 0.4, 0.39), (0.5, 0.43, 0.35), (0.3, 0.34, 0.4))
            ),
            floor=wood((0.32, 0.21, 0.12), 0.35) if has_wood else carpet,
            ceiling=Matter(colour=(0.62, 0.61, 0.59), rough=0.8),
            side=side,
            windows=Windows(
                first=0.2,
                width=1.38,
                gap=0.08,
                count=4,
                sill=0.1,
                height=tall - 0.35,
                panes=(1, 1),
                frame=Matter(colour=frame, rough=0.4, metal=0.5),
            ),
            has_back=back == "screen",
            skirting=Matter(colour=frame, rough=0.5),
        ),
    )


def _outside(site: Site, room: Room) -> None:
    """A city, and the light of its sky through the windows."""
    side, half, depth = room.side, room.hall.half_width, room.hall.depth
    if room.is_day:
        site.sky = Sky(zenith=(0.16, 0.36, 0.75), horizon=(0.62, 0.76, 0.9), strength=1.1,
                       cover=site.between(0.3, 0.6), cloud_scale=2.5)  # fmt: skip
        site.sun(site.between(20, 30), side * site.between(108, 132), watts=4.2,
                 colour=(1.0, 0.92, 0.8))  # fmt: skip
    else:
        glow = site.pick((0.42, 0.25, 0.24), (0.26, 0.22, 0.36), (0.16, 0.25, 0.46))
        site.sky = Sky(zenith=(0.015, 0.04, 0.15), horizon=glow, strength=0.7, cover=0.25,
                       cloud=(0.12, 0.12, 0.2), cloud_scale=2.5)  # fmt: skip
    tint = (0.93, 0.97, 1.0) if room.is_day else (0.35, 0.5, 1.0)
    watts = 330.0 if room.is_day else 26.0
    site.panel((side * (half + 1.6), 3.4, 2.6), (0, 3.8, 0.6), (7, 3), watts=watts, colour=tint)
    if room.back == "city":
        at = (0, depth + 1.2, 2.4)
        site.panel(at, (0, 2, 0.6), (5, 2.6), watts=0.35 * watts, colour=tint)
    skyline(site, DEEP, is_day=room.is_day)


def _glazed_back(site: Site, room: Room) -> None:
    """Windows from the floor to the ceiling."""
    told = room.hall
    frame, half, y = told.windows.frame if told.windows else BLACK, told.half_width, told.depth
    for x in np.linspace(-half, half, 5):
        site.box((float(x), y + 0.06, 0), (0.07, 0.14, told.height), frame)
    for z, tall in ((0.0, 0.12), (0.55, 0.05), (told.height - 0.12, 0.12)):
        site.box((0, y + 0.06, z), (2 * half, 0.12, tall), frame)
    if site.chance(0.5):
        blind = Matter(colour=(0.6, 0.58, 0.54), rough=0.9, thin=0.4)
        drop = site.between(0.3, 0.6)
        site.box((0, y - 0.04, told.height - drop), (2 * half, 0.01, drop), blind, bevel=0)


def _partition(site: Site, room: Room) -> None:
    """Glass towards the corridor, with thin bars and stripes of film."""
    told, y = room.hall, room.hall.depth
    dark = Matter(colour=(0.02, 0.02, 0.022), rough=0.4, metal=0.5)
    for x in np.linspace(-told.half_width, told.half_width, 6):
        site.box((float(x), y, 0), (0.045, 0.06, told.height), dark)
    for z in (0.0, 2.25, told.height - 0.05):
        site.box((0, y, z), (2 * told.half_width, 0.06, 0.05), dark)
    film = Matter(colour=(0.75, 0.78, 0.8), rough=0.8, thin=0.7)
    pile = Pile()
    for z in np.arange(0.1, 0.95, 0.075):
        pile.box((0, y, float(z)), (2 * told.half_width, 0.004, 0.045), film)
    pile.put(site)


def _corridor(site: Site, room: Room) -> None:
    """What is behind the glass: a passage with lamps, doors, pictures and plants."""
    told, y = room.hall, room.hall.depth
    far, wide = y + 3.4, 2 * told.half_width + 5
    tone = site.pick((0.5, 0.43, 0.34), (0.12, 0.24, 0.27), (0.2, 0.26, 0.17), (0.42, 0.23, 0.13))
    site.plane((0, y + 1.7, 0), (wide, 3.4), Matter(colour=(0.3, 0.29, 0.28), rough=0.3))
    site.box((0, y + 1.85, told.height), (wide, 3.5, 0.1), WHITE, bevel=0)
    site.box((0, far + 0.05, 0), (wide, 0.1, told.height), plaster(tone), bevel=0)
    for x in (-wide / 2, wide / 2):
        site.box((x, y + 1.7, 0), (0.1, 3.4, told.height), told.wall, bevel=0)
    for x in (-2.6, -0.9, 0.8, 2.5):
        lamp_panel(site, (x, y + 1.5, told.height - 0.004), (1.0, 0.14), watts=24)
    for share in (-0.75, 0.8):
        x = room.across(share, far)
        if site.chance(0.5):
            site.box((x, far - 0.03, 0), (0.95, 0.06, 2.12), room.oak.but(stretch=(12, 12, 1)))
            site.rod((x + 0.38, far - 0.1, 0.95), (x + 0.38, far - 0.1, 1.15), 0.012, STEEL)
        else:
            painting(site, (x, far, 1.15), (1.3, 0.9), BLACK)
    house_plant(site, (room.across(0.1, far - 0.3), far - 0.35, 0), site.between(1.3, 1.7))
    reach = wide / 2 - 0.6
    site.lane((-reach, y + 1.3, 0), (reach, y + 1.3, 0), often=7)


def _feature_wall(site: Site, room: Room) -> None:
    """A wall of slats or of dark panels with a large screen on it."""
    told, y, pile = room.hall, room.hall.depth, Pile()
    half = told.half_width
    if site.chance(0.5):
        dark, upright = BLACK.but(rough=0.9), room.oak.but(stretch=(12, 12, 1))
        site.box((0, y - 0.02, 0), (2 * half, 0.02, told.height), dark, bevel=0)
        for x in np.arange(-half + 0.03, half, 0.075):
            pile.box((float(x), y - 0.06, 0), (0.042, 0.05, told.height), upright)
    else:
        tone = site.pick(
            (0.09, 0.13, 0.16), (0.2, 0.24, 0.22), (0.3, 0.2, 0.14), (0.36, 0.36, 0.35)
        )
        for x in np.arange(-half + 0.6, half + 0.5, 1.2):
            for z, tall in ((0.1, 1.38), (1.5, told.height - 1.5)):
                pile.box((float(x), y - 0.05, z), (1.185, 0.05, tall), plaster(tone))
    pile.put(site)
    x = max(1.0 - half, min(half - 1.0, room.across(-0.72 * room.side, y)))
    _screen(site, (x, y - 0.12, 1.15), (1.75, 1.0), 0.0)
    other = max(0.5 - half, min(half - 0.5, room.across(0.8 * room.side, y)))
    house_plant(site, (other, y - 0.5, 0), site.between(1.5, 1.9))
    for at in (x - 0.7, x + 0.7, other):
        site.panel((at, y - 0.35, told.height - 0.05), (at, y, 1.0), (0.12, 0.12), watts=7,
                   colour=WARM)  # fmt: skip


def _board(site: Site, room: Room) -> None:
    """On the wall without windows: a whiteboard or a screen."""
    x = -room.side * (room.hall.half_width - 0.03)
    at = (x, room.hall.depth - site.between(1.25, 1.4), 1.0)
    turn = room.side * QUARTER
    if site.chance(0.5):
        _screen(site, at, (2.0, 1.15), turn)
    else:
        _whiteboard(site, at, turn)


def _screen(site: Site, at: Point, size: tuple[float, float], turn: float) -> None:
    """Shows bars, a line and a ring; `at` is the middle of its lower edge."""
    wide, tall = size
    tones = CHARTS[int(site.rng.integers(len(CHARTS)))]
    site.box(at, (wide + 0.05, 0.05, tall + 0.05), BLACK, turn=turn)
    pile = Pile()
    is_dark = site.chance(0.4)
    ground = (0.02, 0.03, 0.06) if is_dark else (0.72, 0.75, 0.78)
    ink = (0.6, 0.65, 0.7) if is_dark else (0.25, 0.28, 0.33)

    def put(
        x: float, z: float, extent: tuple[float, float], tone: Colour, out: float = 0.03
    ) -> None:
        matter = glowing(tone, 0.9)
        place = there((x * wide, -out, 0.025 + z * tall), at, turn)
        pile.box(place, (extent[0] * wide, 0.004, extent[1] * tall), matter, turn)

    put(0, 0.0, (1.0, 1.0), ground, 0.026)
    put(-0.24, 0.87, (0.4, 0.05), ink)
    for row in range(3):
        put(-0.3 + 0.02 * row, 0.78 - 0.045 * row, (0.28 - 0.05 * row, 0.018), ink)
    put(-0.22, 0.1, (0.46, 0.008), ink)
    rise = site.between(0.02, 0.06)
    for number in range(7):
        high = 0.1 + rise * number + site.between(0, 0.14)
        put(-0.4 + 0.06 * number, 0.11, (0.036, high), tones[number % 2])
    for row in range(4):
        put(0.3, 0.1 + 0.06 * row, (site.between(0.15, 0.3), 0.025), tones[row % 3])
    pile.put(site)
    _ring(site, there((0.25 * wide, -0.034, 0.66 * tall), at, turn), 0.2 * tall, tones, turn)


def _ring(site: Site, at: Point, radius: float, tones: tuple[Colour, ...], turn: float) -> None:
    """A round chart of three parts."""
    cuts = [0.0, site.between(0.3, 0.5), site.between(0.6, 0.8), 1.0]
    for number, tone in enumerate(tones):
        angles = 2 * math.pi * np.linspace(cuts[number], cuts[number + 1] - 0.01, 20)
        points = [there((r * math.cos(a), 0, r * math.sin(a)), at, turn)
                  for r in (radius, 0.6 * radius) for a in angles]  # fmt: skip
        faces = [(i, i + 1, 21 + i, 20 + i) for i in range(19)]
        site.mesh(points, faces, glowing(tone, 0.9))


def _whiteboard(site: Site, at: Point, turn: float) -> None:
    """With boxes, arrows and notes on it."""
    pile, wide, tall = Pile(), 2.2, 1.2
    site.box(at, (wide, 0.03, tall), Matter(colour=(0.6, 0.61, 0.6), rough=0.2), turn=turn)
    for z in (-0.02, tall):
        site.box(there((0, 0, z), at, turn), (wide + 0.04, 0.045, 0.02), STEEL, turn=turn)
    ink = Matter(colour=site.pick((0.02, 0.06, 0.3), (0.45, 0.03, 0.03)), rough=0.6)
    for number in range(3):
        x, z = -0.75 + 0.62 * number, 0.6 + site.between(-0.15, 0.15)
        strokes = [(x, z, 0.36), (x, z + 0.22, 0.36), (x, z + 0.08, 0.22), (x, z + 0.14, 0.2)]
        for across, up, long in [*strokes, (x + 0.31, 0.7, 0.16)][: 4 + (number < 2)]:
            pile.box(there((across, -0.018, up), at, turn), (long, 0.004, 0.012), ink, turn)
        for edge in (-0.18, 0.18):
            pile.box(there((x + edge, -0.018, z), at, turn), (0.012, 0.004, 0.23), ink, turn)
    for number in range(10):
        note = Matter(colour=site.pick(*BRIGHT), rough=0.9)
        place = (-0.8 + 0.13 * (number % 5), -0.02, 0.3 - 0.13 * (number // 5))
        pile.box(there(place, at, turn), (0.08, 0.004, 0.08), note, turn)
    pile.put(site)


def _ceiling(site: Site, room: Room) -> None:
    """Lamps over the table: bars, rings or shades; small ones besides."""
    told = room.hall
    middle, high = room.middle, site.between(2.1, 2.25)
    watts = 12.0 if room.is_day else 26.0
    kind = int(site.rng.integers(3))
    if room.is_round:
        _hoop(site, (middle, 3.9, high), 0.6, told.height)
        site.lamp((middle, 3.9, high - 0.1), watts=2 * watts, colour=NEUTRAL, radius=0.2)
    elif kind == 0:
        for y in (3.6, 5.4):
            bar_lamp(site, (middle, y, high + 0.1), 1.5, ceiling=told.height, watts=watts)
    elif kind == 1:
        for y, radius in ((3.5, 0.42), (4.7, 0.55), (5.8, 0.42)):
            _hoop(site, (middle, y, high + site.between(0, 0.25)), radius, told.height)
            site.lamp((middle, y, high - 0.1), watts=watts, colour=NEUTRAL, radius=0.2)
    else:
        shade = site.pick((0.02, 0.02, 0.022), (0.6, 0.58, 0.54), (0.06, 0.14, 0.14))
        for y in (3.3, 4.4, 5.5):
            _dome(site, (middle, y, high), Matter(colour=shade, rough=0.4), told.height, watts)
    if site.chance(0.5):
        ceiling_grid(site, told)
    for x in (-1.7, 1.7):
        for y in (2.4, 4.0, 5.6):
            size = (0.12, 0.9) if kind else (0.3, 0.3)
            lamp_panel(site, (x, y, told.height - 0.004), size, watts=7 if room.is_day else 10)


def _hoop(site: Site, at: Point, radius: float, ceiling: float) -> None:
    """A ring of light on three wires."""
    around = np.linspace(0, 2 * math.pi, 49)
    ring = np.stack([radius * np.cos(around), radius * np.sin(around), 0 * around], axis=1) + at
    raised = ring + np.array([0, 0, 0.025])
    tube(site, ring, 0.022, Matter(colour=NEUTRAL, glow=5.0))
    tube(site, raised, 0.026, BRASS)
    for number in (0, 16, 32):
        a, b, c = raised[number].tolist()
        site.rod((a, b, c), (at[0], at[1], ceiling), 0.003, BLACK)


def _dome(site: Site, at: Point, shade: Matter, ceiling: float, watts: float) -> None:
    """A shade like half a ball, on a cord."""
    x, y, z = at
    angles = np.linspace(0, 0.47 * math.pi, 9)
    profile = [(0.24 * math.cos(a), 0.2 * math.sin(a)) for a in angles]
    site.lathe(at, profile, shade, sides=36)
    site.rod((x, y, z + 0.19), (x, y, ceiling), 0.006, BLACK)
    lit = Matter(colour=(1.0, 0.86, 0.66), glow=5.0)
    site.lathe((x, y, z - 0.012), [(0.2, 0), (0.2, 0.01)], lit)
    site.lamp((x, y, z - 0.1), watts=watts, colour=(1.0, 0.86, 0.68), radius=0.1)


def _table(site: Site, room: Room) -> None:
    """A long one away from the camera with chairs at both sides, or a round one."""
    top = room.oak if site.chance(0.7) else Matter(colour=(0.4, 0.39, 0.37), rough=0.25)
    tone = site.pick(*SEATS)
    is_office = site.chance(0.5)

    def seat(at: Point, turn: float) -> None:
        if is_office:
            office_chair(site, at, tone, turn=turn)
        else:
            _shell_chair(site, at, cloth(tone), turn)

    if room.is_round:
        _round_table(site, room, top, seat)
        return
    x, near, far = room.middle, 2.5, room.hall.depth - site.between(1.3, 1.6)
    wide = site.between(1.15, 1.35)
    _table_top(site, (x, near, TOP), (wide, far - near), top.but(stretch=(12, 1, 12)))
    for y in (near + 0.7, far - 0.7):
        site.box((x, y, 0), (0.62 * wide, 0.09, TOP - 0.05), BLACK)
        site.box((x, y, 0), (0.75 * wide, 0.5, 0.02), BLACK)
    for y in np.arange(near + 0.5, far - 0.3, 0.82):
        for hand in (-1, 1):
            out = x + hand * (wide / 2 + site.between(0.12, 0.34))
            turn = -hand * QUARTER + site.between(-0.3, 0.3)
            seat((out, float(y) + site.between(-0.06, 0.06), 0.0), turn)
            _setting(site, (x + hand * (wide / 2 - 0.28), float(y), TOP), -hand * QUARTER)
    _middle(site, (x, (near + far) / 2 + site.between(-0.5, 0.5), TOP))


def _round_table(site: Site, room: Room, top: Matter, seat: Callable[[Point, float], None]) -> None:
    x, y, radius = room.middle, 3.9, site.between(0.8, 0.95)
    site.lathe((x, y, 0), [(0.42, 0), (0.42, 0.02), (0.08, 0.05), (0.08, TOP - 0.05)], BLACK)
    site.lathe((x, y, TOP - 0.045), [(radius - 0.02, 0), (radius, 0.045)], top, sides=64)
    start = site.between(0, 1)
    for number in range(6):
        around = start + number * math.pi / 3 + site.between(-0.1, 0.1)
        c, s = math.cos(around), math.sin(around)
        out = radius + site.between(0.12, 0.32)
        seat((x + out * c, y + out * s, 0.0), around - QUARTER + site.between(-0.3, 0.3))
        inner = radius - 0.3
        _setting(site, (x + inner * c, y + inner * s, TOP), around + math.pi)
    _middle(site, (x, y, TOP))


def _middle(site: Site, at: Point) -> None:
    """What stands in the middle of a table: a telephone for all, water, a small plant."""
    x, y, z = at
    site.lathe(at, [(0.1, 0), (0.14, 0.03), (0.09, 0.05)], BLACK, sides=24)
    carafe = [(0.055, 0), (0.06, 0.1), (0.03, 0.2), (0.04, 0.26)]
    site.lathe((x + 0.15, y + 0.25, z), carafe, GLASS)
    if site.chance(0.6):
        house_plant(site, (x - 0.2, y + 0.3, z), 0.32)


def _table_top(site: Site, at: Point, size: tuple[float, float], matter: Matter) -> None:
    """Wider in its middle than at its ends; `at` is the middle of its near end."""
    wide, long = size
    share = np.linspace(0, 1, 19)
    half = wide / 2 * (0.84 + 0.16 * np.sin(math.pi * share))
    right = np.stack([half, share * long], axis=1)
    rim = np.concatenate([right, (right * (-1, 1))[::-1]])
    count = len(rim)
    points = [(at[0] + a, at[1] + b, at[2] - drop) for drop in (0.0, 0.045) for a, b in rim]
    sides = [(i, (i + 1) % count, count + (i + 1) % count, count + i) for i in range(count)]
    tops = [(i, i + 1, count - 2 - i, count - 1 - i) for i in range(count // 2 - 1)]
    site.mesh(points, [*sides, *tops], matter, bevel=0.004)


def _shell_chair(site: Site, at: Point, matter: Matter, turn: float) -> None:
    """Soft, with round arms, on four splayed legs; its front is towards the camera where it is not
    turned.
    """
    for x in (-0.2, 0.2):
        for y in (-0.18, 0.18):
            site.rod(
                there((1.2 * x, 1.2 * y, 0), at, turn), there((x, y, 0.42), at, turn), 0.013, BLACK
            )
    padded(site, there((0, 0, 0.4), at, turn), (0.52, 0.5, 0.11), matter, turn=turn)
    padded(site, there((0, 0.22, 0.46), at, turn), (0.52, 0.1, 0.42), matter, turn=turn, lean=0.14)
    for x in (-0.25, 0.25):
        padded(site, there((x, 0.04, 0.46), at, turn), (0.07, 0.42, 0.2), matter, turn=turn)


def _setting(site: Site, at: Point, turn: float) -> None:
    """What somebody has before them: papers or a laptop, a glass or a cup; `turn` is theirs."""
    kind = site.between(0, 1)
    if kind < 0.45:
        papers(site, at, int(site.rng.integers(1, 5)))
    elif kind < 0.72:
        _laptop(site, at, turn + math.pi)
    if site.chance(0.45):
        glass(site, there((0.25, 0.08, 0), at, turn))
    elif site.chance(0.5):
        tone = site.pick(*BRIGHT, (0.7, 0.7, 0.68))
        cup(site, there((-0.27, 0.06, 0), at, turn), Matter(colour=tone, rough=0.3))


def _laptop(site: Site, at: Point, turn: float) -> None:
    """Open; who uses it looks along +y where it is not turned."""
    grey = Matter(colour=(0.2, 0.2, 0.21), rough=0.4, metal=0.6)
    site.box(at, (0.33, 0.23, 0.014), grey, turn=turn)
    low, high = (0.115, 0.014), (0.17, 0.225)
    for inset, out, matter in ((0.0, 0.0, grey), (0.012, 0.004, glowing((0.2, 0.32, 0.5), 1.2))):
        half = 0.165 - inset
        corners = [there((u, v - out, w), at, turn) for u, (v, w) in
                   ((-half, low), (half, low), (half, high), (-half, high))]  # fmt: skip
        site.sheet(corners, matter)


def _corners(site: Site, room: Room) -> None:
    """A plant by the windows, a low cabinet at the other wall."""
    told = room.hall
    x = room.side * (told.half_width - 0.45)
    house_plant(site, (x, told.depth - site.between(0.6, 1.2), 0), site.between(1.3, 1.8))
    low = (-room.side * (told.half_width - 0.26), told.depth - 2.4, 0.0)
    site.box((low[0], low[1], 0.08), (0.44, 1.7, 0.66), room.oak)
    house_plant(site, (low[0], low[1] + site.between(-0.6, 0.6), 0.74), 0.4)
