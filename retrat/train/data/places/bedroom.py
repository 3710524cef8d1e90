"""A bed with pillows and blankets, bedside lamps, a window with curtains, plants and pictures."""

import math

import numpy as np

from retrat.train.data.places.interiors import (
    Opening,
    Shell,
    art,
    daylight,
    draped,
    drapes,
    dusk,
    hanging_lamp,
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
    BRASS,
    Colour,
    Matter,
    Point,
    Site,
    cloth,
    plaster,
    wood,
)
from retrat.train.data.places.things import books, chair, cup, desk, vase

WALLS: tuple[Colour, ...] = (
    (0.64, 0.6, 0.54), (0.3, 0.36, 0.34), (0.52, 0.38, 0.33), (0.2, 0.25, 0.32), (0.6, 0.52, 0.42),
    (0.36, 0.38, 0.28), (0.5, 0.5, 0.52), (0.58, 0.44, 0.34),
)  # fmt: skip
LINENS: tuple[Colour, ...] = (
    (0.76, 0.74, 0.7), (0.6, 0.53, 0.44), (0.4, 0.44, 0.46), (0.62, 0.45, 0.38), (0.3, 0.35, 0.28),
    (0.72, 0.68, 0.6),
)  # fmt: skip
ACCENTS: tuple[Colour, ...] = (
    (0.5, 0.22, 0.1), (0.58, 0.42, 0.18), (0.12, 0.2, 0.26), (0.3, 0.1, 0.1), (0.2, 0.26, 0.17),
    (0.45, 0.3, 0.3), (0.1, 0.1, 0.13), (0.6, 0.55, 0.48),
)  # fmt: skip


def build(site: Site, moment: str) -> None:
    is_day = moment == "by day"
    is_beside = site.chance(0.4)
    start = site.between(1.5, 2.1)
    wall = plaster(site.pick(*WALLS))
    shell = Shell(
        half_width=site.between(2.1, 2.4),
        depth=site.between(4.0, 4.5),
        height=site.between(2.5, 2.75),
        wall=plaster((0.66, 0.63, 0.58)) if site.chance(0.5) else wall,
        back_wall=wall,
        floor=wood(site.pick((0.32, 0.18, 0.08), (0.2, 0.11, 0.05), (0.46, 0.33, 0.2))),
        right=Opening(start=start, end=start + site.between(1.3, 1.7), low=0.7, high=2.2),
        back=Opening(start=0.8, end=1.9, low=0.75, high=2.2) if is_beside else None,
    )
    shell.build(site)
    if is_day:
        daylight(site, shell, watts=140, sunny=site.chance(0.8))
    else:
        dusk(site, shell, fill=5)
    sheer = Matter(colour=site.pick((0.78, 0.75, 0.7), (0.66, 0.56, 0.46)), rough=1, thin=0.5)
    heavy = Matter(colour=site.pick(*LINENS), rough=1, thin=0.2)
    drapes(site, shell, sheer if is_day else heavy)
    rug(site, (0, 2.2, 0), (3.2, 1.8), site.pick(*LINENS), site.pick(*ACCENTS))
    if is_beside:
        drapes(site, shell, heavy, is_right=False)
        _bed_beside(site, shell, is_day)
    else:
        _bed_ahead(site, shell, is_day)
    if site.chance(0.5):
        mirrored(site)
    site.view = view_of(site, exposure=-0.2 if is_day else 0.65)


def _bed_ahead(site: Site, shell: Shell, is_day: bool) -> None:
    """The bed's head is at the far wall, with a table and a lamp on each side."""
    back, wide = shell.depth, 1.7
    oak = wood(site.pick((0.4, 0.24, 0.12), (0.15, 0.075, 0.04), (0.5, 0.36, 0.22)))
    _headboard(site, (0, back - 0.06, 0), wide + 0.3, oak)
    site.box((0, back - 1.1, 0.12), (wide, 2.05, 0.2), oak)
    site.box((0, back - 1.1, 0.32), (wide - 0.04, 2.0, 0.2), cloth((0.76, 0.74, 0.7)), bevel=0.05)
    _bedding(site, (0, back - 2.12, 0.55), wide)
    for x in (-0.42, 0.42):
        _pillows(site, (x, back - 0.3, 0.53))
    is_hanging = site.chance(0.35)
    for side in (-1, 1):
        x = side * (wide / 2 + site.between(0.32, 0.4))
        _bedside(site, (x, back - 0.27, 0), oak)
        if is_hanging:
            shade = Matter(
                colour=site.pick((0.7, 0.6, 0.42), (0.7, 0.68, 0.62)), rough=0.8, thin=0.3
            )
            at = (x, back - 0.3, site.between(1.3, 1.4))
            hanging_lamp(site, at, shell.height, watts=5 if is_day else 18, matter=shade)
        elif side < 0 or site.chance(0.8):
            table_lamp(site, (x + 0.04 * side, back - 0.27, 0.5), watts=5 if is_day else 20)
        else:
            vase(site, (x, back - 0.27, 0.5), flowers=site.pick((0.75, 0.65, 0.55), *ACCENTS))
    for side in (-1, 1):
        wide_art = site.between(0.4, 0.6)
        at = (side * site.between(0.95, 1.15), back, site.between(1.45, 1.6))
        if not is_hanging and site.chance(0.75):
            art(site, at, (wide_art, site.between(0.5, 0.7)), ACCENTS + LINENS)
    house_plant(site, (1.85, back - 0.55, 0), site.between(1.2, 1.6))
    if site.chance(0.6):
        _wardrobe(site, (-shell.half_width + 0.3, back - 1.4, 0), oak)


def _bed_beside(site: Site, shell: Shell, is_day: bool) -> None:
    """The bed stands along the left, before a wall with pictures; a window is ahead."""
    back = shell.depth
    oak = wood(site.pick((0.4, 0.24, 0.12), (0.15, 0.075, 0.04), (0.5, 0.36, 0.22)))
    x = -shell.half_width + 0.85
    site.box((x, back - 1.1, 0.12), (1.4, 2.1, 0.2), oak)
    _headboard(site, (x, back - 0.06, 0), 1.6, oak)
    site.box((x, back - 1.1, 0.32), (1.36, 2.0, 0.2), cloth((0.76, 0.74, 0.7)), bevel=0.05)
    _bedding(site, (x, back - 2.12, 0.55), 1.4)
    for offset in (-0.32, 0.34):
        _pillows(site, (x + offset, back - 0.3, 0.53))
    for number in range(2):
        at = (x - 0.45 + 0.75 * number, back, site.between(1.35, 1.55))
        art(site, at, (site.between(0.42, 0.6), site.between(0.5, 0.75)), ACCENTS + LINENS)
    _bedside(site, (x + 0.95, back - 0.27, 0), oak)
    table_lamp(site, (x + 0.95, back - 0.27, 0.5), watts=5 if is_day else 22)
    desk(site, (1.4, back - 0.4, 0), (1.2, 0.55, 0.74), oak, legs=oak)
    books(site, (0.95, back - 0.35, 0.74), 0.3)
    trailing_plant(site, (1.85, back - 0.3, 0.74), drop=0.25)
    chair(site, (1.35, back - 0.85, 0), oak, turn=math.pi + site.between(-0.4, 0.4), legs=oak)
    if not is_day:
        standing_lamp(site, (shell.half_width - 0.3, back - 1.0, 0), watts=20)
    house_plant(site, (shell.half_width - 0.35, back - 1.5, 0), site.between(1.0, 1.4))


def _headboard(site: Site, at: Point, width: float, oak: Matter) -> None:
    x, y, _ = at
    kind = site.between(0, 1)
    if kind < 0.4:
        soft = cloth(site.pick(*ACCENTS, *LINENS))
        count = round(width / 0.2)
        for number in range(count):
            part = width / count
            place = (x - width / 2 + (number + 0.5) * part, y, 0.3)
            site.box(place, (part, 0.1, 0.85), soft, bevel=0.035)
    elif kind < 0.75:
        site.box((x, y, 0.2), (width, 0.05, 0.85), oak, bevel=0.01)
        site.box((x, y - 0.03, 0.98), (width + 0.04, 0.1, 0.05), oak, bevel=0.01)
    else:
        metal = BRASS if site.chance(0.5) else Matter(colour=(0.02, 0.02, 0.02), rough=0.4)
        for share in np.linspace(-0.5, 0.5, 12):
            bar = x + float(share) * width
            site.rod((bar, y, 0.3), (bar, y, 1.1), 0.01, metal)
        for z in (0.55, 1.1):
            site.rod((x - width / 2, y, z), (x + width / 2, y, z), 0.018, metal)


def _bedding(site: Site, at: Point, width: float) -> None:
    """A quilt, and a throw across its near end."""
    x, y, z = at
    quilt = cloth(site.pick(*LINENS)).but(bump=0.2, bump_scale=12)
    draped(site, at, (width + 0.06, 1.5, 0.34), quilt, crease=0.035)
    edge = quilt.but(colour=site.pick(*LINENS))
    draped(site, (x, y + 1.3, z + 0.035), (width + 0.08, 0.3, 0.3), edge, crease=0.025)
    throw = cloth(site.pick(*ACCENTS)).but(bump=0.8, bump_scale=50)
    draped(site, (x, y + 0.12, z + 0.035), (width + 0.09, 0.62, 0.32), throw, crease=0.03)


def _pillows(site: Site, at: Point) -> None:
    x, y, z = at
    white = cloth((0.76, 0.74, 0.7))
    tones = cloth(site.pick(*LINENS))
    size = (0.72, 0.2, 0.46)
    pillow(site, at, size, white, turn=site.between(-0.1, 0.1), lean=0.35)
    front = (x + site.between(-0.04, 0.04), y - 0.15, z)
    pillow(site, front, (0.66, 0.18, 0.42), tones, turn=site.between(-0.12, 0.12), lean=0.5)
    if site.chance(0.7):
        small = site.between(0.34, 0.42)
        front = (x + site.between(-0.1, 0.1), y - 0.32, z)
        soft = cloth(site.pick(*ACCENTS))
        pillow(site, front, (small, 0.15, small), soft, turn=site.between(-0.4, 0.4), lean=0.45)


def _bedside(site: Site, at: Point, oak: Matter) -> None:
    x, y, _ = at
    site.box((x, y, 0.16), (0.44, 0.36, 0.33), oak)
    site.box((x, y - 0.185, 0.19), (0.4, 0.012, 0.13), oak, bevel=0.004)
    site.box((x, y - 0.185, 0.335), (0.4, 0.012, 0.13), oak, bevel=0.004)
    for z in (0.255, 0.4):
        site.ball((x, y - 0.2, z), 0.013, BRASS)
    for side in (-1, 1):
        site.box((x + 0.18 * side, y, 0), (0.035, 0.3, 0.17), oak)
    for number in range(int(site.between(1, 4))):
        flat = Matter(colour=site.pick(*ACCENTS), rough=0.6)
        place = (x - 0.1, y - 0.06, 0.49 + 0.026 * number)
        site.box(place, (0.14, 0.2, 0.025), flat, turn=site.between(-0.3, 0.3), bevel=0.003)
    if site.chance(0.5):
        cup(site, (x + 0.12, y - 0.1, 0.49))


def _wardrobe(site: Site, at: Point, oak: Matter) -> None:
    x, y, _ = at
    site.box((x, y, 0), (0.58, 1.3, 2.1), oak)
    for along in (-0.325, 0.325):
        site.box((x + 0.295, y + along, 0.08), (0.02, 0.63, 1.98), oak, bevel=0.008)
        knob = y + along - 0.27 * (1 if along > 0 else -1)
        site.rod((x + 0.32, knob, 1.0), (x + 0.32, knob, 1.2), 0.008, BRASS)
