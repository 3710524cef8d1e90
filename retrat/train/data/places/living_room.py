"""A sofa or an armchair, shelves, pictures, plants and lamps beside a window with curtains."""

from retrat.train.data.places.interiors import (
    LEFT,
    Opening,
    Shell,
    art,
    daylight,
    draped,
    drapes,
    dusk,
    house_plant,
    mirrored,
    pillow,
    rug,
    standing_lamp,
    table_lamp,
    trailing_plant,
    view_of,
)
from retrat.train.data.places.site import (
    WARM,
    Colour,
    Matter,
    Point,
    Site,
    cloth,
    plaster,
    wood,
)
from retrat.train.data.places.things import books, desk, sofa, vase

WALLS: tuple[Colour, ...] = (
    (0.62, 0.58, 0.52), (0.34, 0.38, 0.33), (0.5, 0.4, 0.32), (0.16, 0.22, 0.26),
    (0.66, 0.6, 0.5), (0.42, 0.44, 0.46), (0.24, 0.28, 0.2), (0.55, 0.36, 0.28),
)  # fmt: skip
SOFAS: tuple[Colour, ...] = (
    (0.45, 0.4, 0.33), (0.08, 0.16, 0.15), (0.4, 0.17, 0.06), (0.26, 0.27, 0.28), (0.07, 0.1, 0.19),
    (0.5, 0.45, 0.4), (0.17, 0.2, 0.12),
)  # fmt: skip
ACCENTS: tuple[Colour, ...] = (
    (0.55, 0.24, 0.08), (0.62, 0.45, 0.16), (0.12, 0.25, 0.27), (0.6, 0.55, 0.47),
    (0.3, 0.09, 0.07), (0.16, 0.22, 0.12), (0.5, 0.3, 0.26), (0.07, 0.08, 0.1),
)  # fmt: skip


def build(site: Site, moment: str) -> None:
    is_day = moment == "by day"
    start = site.between(1.7, 2.3)
    layout = int(site.between(0, 3))
    wall = plaster(site.pick(*WALLS))
    shell = Shell(
        half_width=site.between(2.2, 2.6),
        depth=site.between(4.3, 5.0),
        height=site.between(2.6, 2.9),
        wall=wall,
        back_wall=wall if site.chance(0.6) else plaster(site.pick(*WALLS)),
        floor=wood(site.pick((0.3, 0.16, 0.07), (0.16, 0.08, 0.04), (0.42, 0.28, 0.16))),
        right=Opening(start=start, end=start + site.between(1.5, 1.9), low=0.55, high=2.3),
        back=Opening(start=0.75, end=2.05, low=0.6, high=2.3) if layout == 2 else None,
    )
    shell.build(site)
    if is_day:
        daylight(site, shell, watts=150, sunny=site.chance(0.8))
    else:
        dusk(site, shell, fill=8)
    linen = Matter(
        colour=site.pick((0.75, 0.72, 0.66), (0.6, 0.5, 0.38), (0.4, 0.42, 0.4)), rough=1, thin=0.4
    )
    drapes(site, shell, linen)
    rug(site, (0, 2.7, 0), (3.0, 2.0), site.pick(*ACCENTS), site.pick(*ACCENTS))
    (_sofa_wall, _book_wall, _window_wall)[layout](site, shell, is_day)
    if layout == 2:
        drapes(site, shell, linen, is_right=False)
    if site.chance(0.5):
        mirrored(site)
    site.view = view_of(site, exposure=-0.2 if is_day else 0.6)


def _sofa_wall(site: Site, shell: Shell, is_day: bool) -> None:
    back = shell.depth
    colour = site.pick(*SOFAS)
    _seat(site, (-0.35, back - 0.55, 0), site.between(2.0, 2.4), colour)
    standing_lamp(site, (-1.75, back - 0.5, 0), watts=8 if is_day else 38, height=1.45)
    house_plant(site, (1.9, back - 0.75, 0), site.between(1.4, 1.9))
    desk(site, (1.35, back - 0.4, 0), (0.42, 0.42, 0.56), wood((0.3, 0.16, 0.07)))
    table_lamp(site, (1.32, back - 0.38, 0.56), watts=5 if is_day else 22)
    x = -1.25
    while x < 0.9:
        wide, tall = site.between(0.36, 0.62), site.between(0.5, 0.8)
        art(site, (x + wide / 2, back, site.between(1.28, 1.5)), (wide, tall), ACCENTS)
        x += wide + site.between(0.1, 0.2)
    _left_side(site, shell, is_day)


def _book_wall(site: Site, shell: Shell, is_day: bool) -> None:
    back = shell.depth
    board = wood(site.pick((0.34, 0.19, 0.09), (0.14, 0.07, 0.035))) if site.chance(0.6) else None
    board = board or Matter(colour=site.pick((0.7, 0.68, 0.63), (0.1, 0.14, 0.15)), rough=0.5)
    left, right = -shell.half_width + 0.1, shell.half_width - site.between(0.5, 1.0)
    _shelves(site, (left, right), back, shell.height - site.between(0.25, 0.5), board)
    house_plant(site, (shell.half_width - 0.4, back - 0.6, 0), site.between(1.3, 1.8))
    _armchair(site, (1.25, 3.3, 0), cloth(site.pick(*SOFAS)), turn=-0.7)
    standing_lamp(site, (1.75, back - 0.55, 0), watts=8 if is_day else 34, height=1.5)
    desk(site, (-1.25, 3.1, 0), (0.5, 0.5, 0.55), board)
    table_lamp(site, (-1.3, 3.1, 0.55), watts=5 if is_day else 26)
    for x in (-1.1, 0.4):
        at, to = (x, back - 1.1, shell.height - 0.05), (x, back, 1.2)
        site.panel(at, to, (0.5, 0.15), watts=1 if is_day else 4, colour=WARM)


def _window_wall(site: Site, shell: Shell, is_day: bool) -> None:
    back = shell.depth
    _seat(site, (-0.9, back - 0.55, 0), 1.9, site.pick(*SOFAS))
    art(site, (-1.05, back, 1.35), (site.between(0.7, 1.0), site.between(0.6, 0.9)), ACCENTS)
    house_plant(site, (0.72, back - 0.45, 0), site.between(1.0, 1.4))
    house_plant(site, (1.95, back - 0.6, 0), site.between(1.2, 1.7))
    desk(site, (1.5, 3.2, 0), (0.45, 0.45, 0.6), wood((0.3, 0.16, 0.07)))
    vase(site, (1.5, 3.2, 0.6), flowers=site.pick((0.75, 0.6, 0.5), (0.6, 0.2, 0.15)))
    standing_lamp(site, (-shell.half_width + 0.4, back - 1.2, 0), watts=8 if is_day else 40)
    _left_side(site, shell, is_day)


def _left_side(site: Site, shell: Shell, is_day: bool) -> None:
    """A sideboard along the left wall with a lamp and what people put there."""
    x, y = -shell.half_width + 0.24, site.between(2.6, 3.0)
    board = wood(site.pick((0.32, 0.17, 0.08), (0.14, 0.07, 0.04), (0.5, 0.34, 0.2)))
    site.box((x, y, 0.16), (0.42, 1.4, 0.56), board)
    for along in (-0.6, 0.6):
        site.box((x, y + along, 0), (0.3, 0.05, 0.16), board)
    for along in (-0.35, 0.35):
        site.box((x + 0.21, y + along, 0.2), (0.02, 0.66, 0.48), board, bevel=0.008)
    table_lamp(site, (x, y + site.between(0.25, 0.5), 0.72), watts=4 if is_day else 20)
    trailing_plant(site, (x + 0.05, y - 0.5, 0.72), drop=0.35)
    for number in range(3):
        flat = Matter(colour=site.pick(*ACCENTS), rough=0.6)
        size = (site.between(0.15, 0.2), site.between(0.2, 0.26), 0.03)
        site.box((x, y - 0.1, 0.72 + 0.03 * number), size, flat, turn=site.between(-0.2, 0.2))
    art(site, (-shell.half_width, y + 0.2, 1.25), (0.6, 0.75), ACCENTS, turn=LEFT)


def _seat(site: Site, at: Point, width: float, colour: Colour) -> None:
    x, y, _ = at
    sofa(site, at, width, cloth(colour))
    for _ in range(int(site.between(3, 6))):
        side = site.pick((-1, 0, 0), (1, 0, 0))[0]
        place = (x + side * site.between(0.3, width / 2 - 0.2), y + site.between(-0.05, 0.1), 0.5)
        size = site.between(0.38, 0.5)
        soft = cloth(site.pick(*ACCENTS))
        pillow(site, place, (size, 0.17, size), soft, turn=site.between(-0.5, 0.5), lean=0.35)
    if site.chance(0.6):
        throw = cloth(site.pick(*ACCENTS)).but(bump=0.7, bump_scale=60)
        place = (x + width / 2 + 0.08, y - 0.3, 0.645)
        draped(site, place, (0.24, 0.5, 0.3), throw)


def _armchair(site: Site, at: Point, matter: Matter, *, turn: float) -> None:
    x, y, _ = at
    sofa(site, at, 0.62, matter, turn=turn)
    soft = cloth(site.pick(*ACCENTS))
    pillow(site, (x, y + 0.1, 0.5), (0.42, 0.15, 0.42), soft, turn=turn)


def _shelves(
    site: Site, span: tuple[float, float], back: float, height: float, board: Matter
) -> None:
    """A wall of shelves, some with books, some with other things."""
    left, right = span
    bays = max(2, round((right - left) / 0.8))
    wide, deep, rows = (right - left) / bays, 0.3, 6
    for bay in range(bays + 1):
        site.box((left + bay * wide, back - deep / 2, 0), (0.03, deep, height), board)
    for row in range(rows + 1):
        z = row * (height - 0.03) / rows
        site.box(((left + right) / 2, back - deep / 2, z), (right - left, deep, 0.03), board)
        for bay in range(bays if row < rows else 0):
            _niche(site, (left + bay * wide + 0.03, back - deep, z + 0.03), wide - 0.06)


def _niche(site: Site, at: Point, width: float) -> None:
    x, y, z = at
    kind = site.between(0, 1)
    part = width * (site.between(0.85, 1.0) if kind < 0.4 else site.between(0.3, 0.6))
    start = x if site.chance(0.6) else x + width - part
    books(site, (start, y + 0.05, z), part, height=site.between(0.24, 0.31))
    if kind < 0.4:
        return
    middle = (x + (part + width) / 2 if start == x else x + (width - part) / 2, y + 0.14, z)
    free = width - part
    if kind < 0.55 and free > 0.3:
        trailing_plant(site, middle, drop=0.3)
    elif kind < 0.8:
        tall, wide = site.between(0.14, 0.28), min(0.4 * free, site.between(0.05, 0.1))
        glazed = Matter(colour=site.pick(*ACCENTS), rough=0.3, vary=0.2, vary_scale=15)
        profile = [(0.6 * wide, 0), (wide, 0.4 * tall), (0.45 * wide, 0.8 * tall)]
        site.lathe(middle, [*profile, (0.55 * wide, tall)], glazed)
    else:
        for number in range(int(site.between(2, 5))):
            flat = Matter(colour=site.pick(*ACCENTS), rough=0.6)
            place = (middle[0], middle[1], z + 0.032 * number)
            size = (min(free - 0.02, 0.24), 0.18, 0.03)
            site.box(place, size, flat, turn=site.between(-0.1, 0.1), bevel=0.003)
