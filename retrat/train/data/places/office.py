"""An office with rows of desks, screens and chairs beside large windows; lamps in its ceiling."""

import math

from retrat.train.data.places.equipment import (
    PALETTES,
    QUARTER,
    Hall,
    Pile,
    Windows,
    bar_lamp,
    ceiling_grid,
    clock,
    daylight,
    desk_lamp,
    full_bookcase,
    hall,
    lamp_panel,
    monitor,
    night_city,
    office_chair,
    painting,
    papers,
    turned_view,
)
from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    WHITE,
    Colour,
    Matter,
    Site,
    Sky,
    cloth,
    plaster,
    wood,
)
from retrat.train.data.places.things import BRIGHT, cup, desk, floor_lamp, pendant, plant, sofa

FOLDERS: tuple[Colour, ...] = (
    (0.7, 0.7, 0.68), (0.05, 0.07, 0.12), (0.3, 0.32, 0.34), (0.08, 0.2, 0.3), (0.55, 0.5, 0.42),
)  # fmt: skip


def build(site: Site, moment: str) -> None:
    is_day = moment == "by day"
    side = 1 if site.chance(0.5) else -1
    yaw = side * site.between(0.1, 0.24)
    is_loft = site.chance(0.45)
    room = _room(site, side, is_loft)
    hall(site, room)
    _ceiling(site, room, is_day, math.tan(yaw))
    if is_day:
        site.sky = Sky(
            zenith=(0.25, 0.42, 0.75), horizon=(0.8, 0.88, 0.95), strength=2.2, cover=0.4
        )
        daylight(site, room, watts=site.between(750, 1000))
        if site.chance(0.5):
            site.sun(site.between(28, 45), side * site.between(50, 75), watts=5)
    else:
        site.sky = Sky(zenith=(0.01, 0.02, 0.06), horizon=(0.05, 0.07, 0.14), strength=0.6)
        night_city(site, room)
    _back(site, room, math.tan(yaw) * room.depth)
    top = wood(site.pick((0.45, 0.28, 0.14), (0.3, 0.16, 0.08)), 0.4)
    if site.chance(0.4):
        top = WHITE
    seat = site.pick((0.03, 0.03, 0.035), (0.12, 0.13, 0.14), (0.06, 0.13, 0.2), (0.3, 0.14, 0.05))
    for y in (3.7, 5.5, 7.3):
        if y < room.depth - 0.9:
            x = math.tan(yaw) * y - side * site.between(1.75, 1.95)
            _place(site, (x + 0.4, y), -QUARTER, (top, seat, is_day))
            _place(site, (x - 0.4, y), QUARTER, (top, seat, is_day))
    for y in (3.6, 5.5, 7.2):
        if y < room.depth - 0.9 and site.chance(0.85):
            at = (side * (room.half_width - 0.5), y + site.between(-0.15, 0.15))
            _place(site, at, -side * QUARTER, (top, seat, is_day))
    plant(
        site,
        (side * (room.half_width - 0.5), room.depth - 0.6, 0),
        height=site.between(1.1, 1.6),
    )
    site.view = turned_view(yaw, stop=site.between(1.8, 2.4), exposure=0.35 if is_day else 0.1)


def _room(site: Site, side: int, is_loft: bool) -> Hall:
    walls = plaster(site.pick((0.7, 0.69, 0.66), (0.62, 0.64, 0.64), (0.5, 0.55, 0.54)))
    carpet = cloth(site.pick((0.14, 0.15, 0.17), (0.2, 0.19, 0.17), (0.1, 0.13, 0.16)))
    bricks = Matter(
        colour=(0.34, 0.14, 0.08), rough=0.9, pattern="bricks", second=(0.42, 0.38, 0.33), vary=0.3
    )
    accent = plaster(site.pick((0.1, 0.2, 0.22), (0.25, 0.3, 0.24), (0.5, 0.3, 0.18)))
    height = 3.5 if is_loft else 2.8
    return Hall(
        half_width=site.between(3.3, 3.9),
        depth=site.between(8.0, 9.0),
        height=height,
        wall=walls,
        floor=wood((0.3, 0.19, 0.1), 0.35) if is_loft else carpet,
        ceiling=Matter(colour=(0.24, 0.24, 0.25), rough=0.9, bump=0.3) if is_loft else WHITE,
        side=side,
        windows=Windows(
            first=1.2 + site.between(0, 0.5),
            width=site.between(1.5, 2.1),
            gap=0.25,
            count=3,
            sill=0.55 if is_loft else 0.85,
            height=2.4 if is_loft else 1.6,
            panes=(2, 3) if is_loft else (2, 1),
            frame=BLACK if is_loft else WHITE,
        ),
        back=bricks if is_loft and site.chance(0.6) else accent,
        skirting=WHITE,
    )


def _ceiling(site: Site, room: Hall, is_day: bool, slope: float) -> None:
    if room.height > 3:
        duct = STEEL.but(rough=0.45)
        x = -room.side * site.between(0.5, 1.2)
        site.rod((x, -2, 3.2), (x, room.depth, 3.2), 0.19, duct, sides=24)
        for y in (2.5, 4.4, 6.3, 8.2):
            site.rod((x, y - 0.03, 3.2), (x, y + 0.03, 3.2), 0.205, duct, sides=24)
        for x in (-1.9, 0.3, 2.5):
            for y in (3.6, 6.4):
                at = (x * room.side, y, site.between(2.5, 2.6))
                bar_lamp(site, at, 1.7, ceiling=3.5, watts=9 if is_day else 16)
        return
    ceiling_grid(site, room)
    for x in (-2.4, 0.0, 2.4):
        for y in (2.1, 3.9, 5.7, 7.5):
            watts = 17.0 if is_day else 9.0 * (y > 7)
            lamp_panel(site, (x, y, 2.795), (0.58, 0.58), watts=watts)
    if not is_day:
        for y in (3.6, 5.2, 6.8):
            at = (slope * y - 1.85 * room.side, y, site.between(1.85, 2.0))
            pendant(site, at, ceiling=2.8, watts=20, shade=BLACK, radius=0.22)
        site.panel((0, -1, 2.6), (0, 4, 1), (2, 1), watts=14, colour=(1.0, 0.8, 0.6))


def _back(site: Site, room: Hall, axis: float) -> None:
    """What stands before the back wall; `axis` is where the view meets it."""
    y = room.depth
    pile = Pile()
    board = wood((0.42, 0.26, 0.13)) if site.chance(0.6) else WHITE
    choice = site.between(0, 3)
    if choice < 1:
        for number in range(3):
            x = axis + room.side * (number - 1.6) * 1.25
            told = (0.0, FOLDERS, 0.4)
            full_bookcase(site, pile, (x, y - 0.2, 0), (1.2, 0.36, 2.05), board, told)
    elif choice < 2:
        oak, x = wood((0.42, 0.25, 0.12)), axis - 3.2
        while x < axis + 3.2:
            pile.box((x, y - 0.03, 0.1), (0.045, 0.05, room.height - 0.3), oak)
            x += 0.085
        fabric = cloth(site.pick((0.3, 0.33, 0.33), (0.1, 0.2, 0.26), (0.45, 0.25, 0.12)))
        sofa(site, (axis - 1.2 * room.side, y - 0.6, 0), 1.7, fabric)
        floor_lamp(site, (axis - 2.5 * room.side, y - 0.5, 0), watts=35)
    else:
        white = Matter(colour=(0.82, 0.82, 0.8), rough=0.2)
        x = axis - 1.3 * room.side
        pile.box((x, y - 0.03, 0.95), (2.0, 0.03, 1.15), white)
        pile.box((x, y - 0.06, 0.93), (2.0, 0.07, 0.03), STEEL)
        for number in range(14):
            note = Matter(colour=site.pick(*BRIGHT), rough=0.9)
            place = (x - 0.8 + 0.12 * (number % 7) + site.between(-0.02, 0.02), y - 0.05)
            level = 1.7 - 0.14 * (number // 7) + site.between(-0.02, 0.02)
            pile.box((*place, level), (0.076, 0.004, 0.076), note)
        frame = BLACK if site.chance(0.5) else wood((0.4, 0.25, 0.12))
        painting(site, (axis + 1.5 * room.side, y, 1.2), (1.2, 0.9), frame)
    pile.put(site)
    if choice > 1:
        clock(site, (axis + 0.4 * room.side, y, 2.35))


def _place(
    site: Site, at: tuple[float, float], turn: float, told: tuple[Matter, Colour, bool]
) -> None:
    """A desk with what is on it, and its chair; who works there looks along +y where it is not
    turned.
    """
    top, seat, is_day = told
    foot = (*at, 0.0)
    desk(site, foot, (1.55, 0.75, 0.74), top, legs=STEEL, turn=turn)
    c, s = math.cos(turn), math.sin(turn)

    def on(x: float, y: float, z: float = 0.74) -> tuple[float, float, float]:
        return (at[0] + c * x - s * y, at[1] + s * x + c * y, z)

    away = site.between(0.55, 0.8)
    office_chair(site, on(site.between(-0.2, 0.2), -away, 0.0), seat, turn=turn + math.pi + 0.3)
    monitor(site, on(-0.1, 0.18), turn=turn + site.between(-0.2, 0.2), is_on=site.chance(0.8))
    if site.chance(0.4):
        monitor(site, on(0.5, 0.15), turn=turn - 0.35)
    site.box(on(-0.1, -0.12), (0.42, 0.14, 0.02), WHITE, turn=turn)
    papers(site, on(0.5, -0.1), int(site.rng.integers(2, 9)))
    if site.chance(0.6):
        cup(site, on(-0.45, -0.05), Matter(colour=site.pick(*BRIGHT), rough=0.3))
    if site.chance(0.5):
        colours = PALETTES[int(site.rng.integers(len(PALETTES)))]
        shade = Matter(colour=colours[1], rough=0.4)
        desk_lamp(site, on(-0.6, 0.2), shade, watts=0 if is_day else 14, turn=turn)
    elif site.chance(0.6):
        plant(site, on(-0.62, 0.2), height=0.3)
    site.box(on(0.5, 0.05, 0.05), (0.42, 0.5, 0.6), WHITE, turn=turn)
