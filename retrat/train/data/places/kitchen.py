"""Cupboards and a worktop along a tiled wall, shelves or a hood, an island or a table."""

import math

import numpy as np

from retrat.train.data.places.interiors import (
    Opening,
    Shell,
    daylight,
    dusk,
    hanging_lamp,
    house_plant,
    mirrored,
    there,
    tiles,
    trailing_plant,
    view_of,
)
from retrat.train.data.places.site import (
    BLACK,
    BRASS,
    STEEL,
    WARM,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    cloth,
    plaster,
    wood,
)
from retrat.train.data.places.things import books, bottle, chair, cup, desk, vase

FRONTS: tuple[Colour, ...] = (
    (0.72, 0.7, 0.64), (0.2, 0.27, 0.19), (0.05, 0.09, 0.15), (0.5, 0.5, 0.47), (0.3, 0.38, 0.36),
    (0.1, 0.16, 0.13), (0.55, 0.42, 0.3), (0.14, 0.14, 0.15),
)  # fmt: skip
GLAZES: tuple[Colour, ...] = (
    (0.72, 0.7, 0.66), (0.18, 0.32, 0.26), (0.62, 0.55, 0.45), (0.16, 0.26, 0.34), (0.55, 0.3, 0.2),
    (0.7, 0.7, 0.7),
)  # fmt: skip
CLAYS: tuple[Colour, ...] = (
    (0.62, 0.58, 0.5), (0.3, 0.36, 0.36), (0.45, 0.2, 0.1), (0.08, 0.1, 0.12), (0.65, 0.5, 0.3),
    (0.22, 0.28, 0.2), (0.7, 0.68, 0.64),
)  # fmt: skip
OAK = wood((0.4, 0.22, 0.1))
WALNUT = wood((0.16, 0.075, 0.035))


class _Make:
    """The kitchen's own materials, and where its wall is."""

    def __init__(self, site: Site, back: float) -> None:
        self.back = back
        tone = site.pick(*FRONTS)
        is_wood = site.chance(0.25)
        self.front = OAK if is_wood else Matter(colour=tone, rough=0.42, vary=0.03)
        self.top = (
            Matter(colour=(0.68, 0.66, 0.62), rough=0.2, vary=0.1, vary_scale=5)
            if site.chance(0.45) or is_wood
            else OAK.but(colour=site.pick((0.42, 0.24, 0.11), (0.28, 0.14, 0.06)))
        )
        self.knob = BRASS if site.chance(0.5) else BLACK
        self.is_framed = site.chance(0.6)


def build(site: Site, moment: str) -> None:
    is_day = moment == "by day"
    layout = int(site.between(0, 3))
    start = site.between(1.4, 2.0)
    wall = plaster(
        site.pick((0.72, 0.7, 0.65), (0.6, 0.58, 0.5), (0.45, 0.47, 0.42), (0.66, 0.56, 0.44))
    )
    window = Opening(start=0.85, end=1.95, low=1.08, high=2.2)
    shell = Shell(
        half_width=site.between(2.2, 2.5),
        depth=site.between(4.0, 4.6),
        wall=wall,
        back_wall=wall,
        floor=wood(site.pick((0.3, 0.17, 0.08), (0.18, 0.1, 0.05), (0.45, 0.32, 0.2))),
        right=Opening(start=start, end=start + 1.5, low=0.95, high=2.25),
        back=window if layout == 1 else None,
    )
    shell.build(site)
    if is_day:
        daylight(site, shell, watts=150, sunny=site.chance(0.8))
    else:
        dusk(site, shell, fill=7)
    make = _Make(site, shell.depth)
    spans = [(-shell.half_width, shell.half_width)]
    if layout != 1 and site.chance(0.6):
        spans = [(-shell.half_width + 0.75, shell.half_width)]
        _fridge(site, (-shell.half_width + 0.37, shell.depth - 0.36, 0))
    _run(site, make, spans[0])
    _backsplash(site, shell, spans[0], 2.2 if layout == 0 else 1.5)
    if layout == 0:
        _open_shelves(site, shell.depth, (0.45, shell.half_width - 0.25))
        _open_shelves(site, shell.depth, (-1.35, -0.4))
    elif layout == 1:
        _sink(site, (1.4, shell.depth - 0.3, 0.94))
        _uppers(site, make, (-shell.half_width, 0.45))
    else:
        _uppers(site, make, (spans[0][0], -0.55))
        _hood(site, (0.0, shell.depth - 0.22, 1.62), make)
        _uppers(site, make, (0.55, shell.half_width))
    _on_worktop(site, shell.depth, spans[0])
    _under_lights(site, shell, is_day, layout)
    _foreground(site, make, shell, is_day)
    if site.chance(0.5):
        mirrored(site)
    site.view = view_of(site, exposure=-0.1 if is_day else 0.6)


def _run(site: Site, make: _Make, span: tuple[float, float]) -> None:
    """Base cupboards and their worktop."""
    left, right = span
    y, wide = make.back - 0.3, (right - left)
    site.box(((left + right) / 2, y + 0.04, 0), (wide, 0.5, 0.1), BLACK)
    site.box(((left + right) / 2, y, 0.1), (wide, 0.57, 0.78), make.front, bevel=0)
    count = max(3, round(wide / 0.6))
    for number in range(count):
        x = left + (number + 0.5) * wide / count
        if number % 3 == 1:
            for low, tall in ((0.12, 0.3), (0.43, 0.25), (0.69, 0.18)):
                _front(site, (x, y - 0.295, low), (wide / count - 0.008, tall), make)
        else:
            _front(site, (x, y - 0.295, 0.12), (wide / count - 0.008, 0.75), make)
    site.box(((left + right) / 2, y - 0.015, 0.88), (wide, 0.63, 0.035), make.top, bevel=0.004)


def _front(site: Site, at: Point, size: tuple[float, float], make: _Make) -> None:
    """A door or a drawer, plain or framed, with its handle."""
    x, y, z = at
    wide, tall = size
    site.box((x, y, z), (wide, 0.02, tall), make.front, bevel=0.003)
    if make.is_framed and tall > 0.24:
        for side in (-1, 1):
            at = (x + side * (wide / 2 - 0.035), y - 0.014, z)
            site.box(at, (0.07, 0.012, tall), make.front, bevel=0.004)
            low = z if side < 0 else z + tall - 0.07
            site.box((x, y - 0.014, low), (wide - 0.13, 0.012, 0.07), make.front, bevel=0.004)
    if tall > 0.5:
        at = (x + (wide / 2 - 0.05) * (1 if site.chance(0.5) else -1), y - 0.035, z + 0.42)
        high = z + 0.12 if z > 1 else z + tall - 0.25
        site.rod((at[0], at[1], high), (at[0], at[1], high + 0.13), 0.006, make.knob)
    else:
        site.rod(
            (x - 0.08, y - 0.035, z + 0.7 * tall),
            (x + 0.08, y - 0.035, z + 0.7 * tall),
            0.006,
            make.knob,
        )


def _uppers(site: Site, make: _Make, span: tuple[float, float]) -> None:
    left, right = span
    low, tall = 1.5, 0.78
    wide = right - left
    site.box(((left + right) / 2, make.back - 0.17, low), (wide, 0.34, tall), make.front)
    count = max(1, round(wide / 0.5))
    for number in range(count):
        x = left + (number + 0.5) * wide / count
        _front(site, (x, make.back - 0.35, low + 0.01), (wide / count - 0.008, tall - 0.02), make)
    for _ in range(3):
        x = site.between(left + 0.15, right - 0.15)
        if site.chance(0.5):
            _jar(site, (x, make.back - 0.18, low + tall))


def _hood(site: Site, at: Point, make: _Make) -> None:
    x, y, z = at
    metal = STEEL if site.chance(0.6) else make.front
    points = [(-0.42, -0.2, 0.0), (0.42, -0.2, 0.0), (0.42, 0.2, 0.0), (-0.42, 0.2, 0.0)]
    points += [(0.5 * a, 0.6 * b + 0.08, 0.4) for a, b, _ in points]
    faces = [(0, 3, 2, 1), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)]
    site.mesh(np.array(points) + np.array(at), faces, metal, bevel=0.005)
    site.box((x, y + 0.08, z + 0.4), (0.42, 0.24, 0.7), metal)


def _backsplash(site: Site, shell: Shell, span: tuple[float, float], top: float) -> None:
    tone = site.pick(*GLAZES)
    matters = [
        Matter(colour=_toned(tone, share), rough=0.2, vary=0.06, vary_scale=8)
        for share in (0.9, 1.0, 1.06)
    ]
    tile = ((0.15, 0.075), (0.1, 0.1), (0.06, 0.2))[int(site.between(0, 3))]
    left, right = span
    grout = Matter(colour=(0.5, 0.48, 0.44), rough=0.9)
    parts = [(left, right, 0.915, top)]
    if shell.back:
        parts = [
            (left, shell.back.start - 0.02, 0.915, top),
            (shell.back.start - 0.02, shell.back.end + 0.02, 0.915, shell.back.low - 0.04),
            (shell.back.end + 0.02, right, 0.915, top),
        ]
    for start, end, low, high in parts:
        x, size = (start + end) / 2, (end - start, high - low)
        site.box((x, shell.depth - 0.002, low), (size[0], 0.004, size[1]), grout, bevel=0)
        tiles(site, (x, shell.depth - 0.004, low), size, tile, matters)


def _toned(colour: Colour, share: float) -> Colour:
    r, g, b = (min(0.85, share * c) for c in colour)
    return r, g, b


def _open_shelves(site: Site, back: float, span: tuple[float, float]) -> None:
    left, right = span
    for z in (1.42, 1.8):
        site.box(((left + right) / 2, back - 0.13, z), (right - left, 0.24, 0.035), OAK)
        x = left + 0.1
        while x < right - 0.1:
            kind = site.between(0, 1)
            at = (x, back - 0.13 + site.between(-0.02, 0.02), z + 0.035)
            if kind < 0.3:
                _stack(site, at)
                x += 0.24
            elif kind < 0.5:
                cup(site, at, Matter(colour=site.pick(*CLAYS), rough=0.35))
                x += 0.15
            elif kind < 0.6:
                trailing_plant(site, at, drop=0.35)
                x += 0.26
            else:
                _jar(site, at)
                x += 0.15
            x += site.between(0.0, 0.08)
    for x in (left + 0.08, right - 0.08):
        for z in (1.42, 1.8):
            site.box((x, back - 0.1, z - 0.14), (0.02, 0.02, 0.14), BLACK)
            site.rod((x, back - 0.2, z), (x, back - 0.01, z - 0.13), 0.008, BLACK)


def _stack(site: Site, at: Point) -> None:
    """Plates or bowls, one on the other."""
    x, y, z = at
    matter = Matter(colour=site.pick(*CLAYS), rough=0.3, vary=0.1, vary_scale=20)
    if site.chance(0.5):
        for number in range(int(site.between(4, 9))):
            site.lathe(
                (x, y, z + 0.013 * number), [(0.06, 0), (0.105, 0.014), (0.1, 0.016)], matter
            )
    else:
        for number in range(int(site.between(2, 5))):
            profile = [(0.03, 0), (0.065, 0.03), (0.08, 0.065), (0.075, 0.066)]
            site.lathe((x, y, z + 0.03 * number), profile, matter)


def _jar(site: Site, at: Point) -> None:
    x, y, z = at
    radius, tall = site.between(0.04, 0.065), site.between(0.1, 0.24)
    filled = site.pick((0.55, 0.42, 0.25), (0.16, 0.07, 0.03), (0.6, 0.5, 0.36), *CLAYS)
    matter = Matter(colour=filled, rough=0.15, vary=0.2, vary_scale=60)
    profile = [(radius, 0), (radius, 0.85 * tall), (0.75 * radius, 0.95 * tall)]
    site.lathe(at, [*profile, (0.75 * radius, tall)], matter, sides=20)
    lid = OAK if site.chance(0.6) else STEEL
    site.lathe((x, y, z + tall), [(0.8 * radius, 0), (0.8 * radius, 0.025)], lid, sides=20)


def _sink(site: Site, at: Point) -> None:
    x, y, z = at
    metal = BRASS if site.chance(0.4) else STEEL
    site.box((x, y - 0.03, z - 0.028), (0.6, 0.4, 0.006), STEEL)
    points = [(0.0, 0.2, 0.0), (0.0, 0.2, 0.26)]
    points += [
        (0.0, 0.2 - 0.1 + 0.1 * math.cos(a), 0.26 + 0.1 * math.sin(a)) for a in (0.8, 1.6, 2.4, 3.1)
    ]
    points.append((0.0, 0.0, 0.2))
    for number in range(len(points) - 1):
        site.rod(there(points[number], at, 0), there(points[number + 1], at, 0), 0.013, metal)
    bottle(site, (x + 0.3, y + 0.2, z - 0.02), (0.25, 0.13, 0.05), height=0.2)
    trailing_plant(site, (x - 0.42, y + 0.28, z + 0.145), drop=0.12)


def _fridge(site: Site, at: Point) -> None:
    x, y, z = at
    tones = ((0.62, 0.62, 0.62), (0.75, 0.73, 0.68), (0.36, 0.5, 0.46), (0.06, 0.06, 0.065))
    body = Matter(colour=site.pick(*tones), rough=0.3, metal=0.3)
    for low, tall in ((0.05, 0.7), (0.765, 1.15)):
        site.box((x, y, z + low), (0.68, 0.68, tall), body, bevel=0.03)
        handle = z + low + (tall - 0.4 if low < 0.5 else 0.08)
        site.rod((x + 0.26, y - 0.38, handle), (x + 0.26, y - 0.38, handle + 0.32), 0.012, STEEL)
    if site.chance(0.6):
        house_plant(site, (x - 0.1, y, z + 1.915), 0.4)


def _on_worktop(site: Site, back: float, span: tuple[float, float]) -> None:
    top, y = 0.915, back - 0.2
    x = span[0] + 0.22
    kinds: list[int] = []
    while x < span[1] - 0.2:
        kinds = kinds or [int(kind) for kind in site.rng.permutation(7)]
        kind = kinds.pop()
        at = (x, y + site.between(-0.05, 0.05), top)
        if kind == 0:
            for number in range(2):
                size = (site.between(0.22, 0.3), 0.02, site.between(0.32, 0.42))
                board = (x + 0.06 * number, back - 0.06 - 0.03 * number, top)
                site.box(board, size, OAK if number else WALNUT, bevel=0.008)
        elif kind == 3:
            vase(site, at, flowers=site.pick((0.8, 0.7, 0.5), (0.7, 0.2, 0.2), (0.75, 0.7, 0.72)))
        elif kind == 4:
            books(site, (x - 0.1, back - 0.2, top), 0.22, height=0.26)
        elif kind == 6:
            for number in range(3):
                _jar(site, (x + 0.14 * number - 0.12, y + 0.05, top))
        else:
            {1: _crock, 2: _kettle, 5: _fruit}[kind](site, at)
        x += site.between(0.3, 0.55)


def _crock(site: Site, at: Point) -> None:
    x, y, z = at
    glazed = Matter(colour=site.pick(*CLAYS), rough=0.35)
    site.lathe(at, [(0.055, 0), (0.065, 0.08), (0.06, 0.16), (0.05, 0.16)], glazed)
    for _ in range(6):
        end = (x + site.between(-0.09, 0.09), y + site.between(-0.05, 0.05), z + 0.3)
        matter = OAK if site.chance(0.6) else STEEL
        site.rod((x, y, z + 0.1), end, 0.006, matter, sides=6)
        site.lathe(
            (end[0], end[1], end[2] - 0.02), [(0.01, 0), (0.028, 0.03), (0.01, 0.07)], matter
        )


def _kettle(site: Site, at: Point) -> None:
    x, y, z = at
    metal = STEEL if site.chance(0.5) else Matter(colour=site.pick(*FRONTS, *CLAYS), rough=0.2)
    profile = [(0.085, 0), (0.1, 0.03), (0.085, 0.13), (0.05, 0.19), (0.015, 0.2), (0.012, 0.23)]
    site.lathe(at, profile, metal)
    site.rod((x + 0.07, y, z + 0.08), (x + 0.15, y, z + 0.19), 0.013, metal)
    for start, end in (
        ((-0.07, 0.17), (-0.08, 0.27)),
        ((-0.08, 0.27), (0.06, 0.27)),
        ((0.06, 0.27), (0.05, 0.18)),
    ):
        site.rod((x + start[0], y, z + start[1]), (x + end[0], y, z + end[1]), 0.009, BLACK)


def _fruit(site: Site, at: Point) -> None:
    x, y, z = at
    clay = Matter(colour=site.pick(*CLAYS), rough=0.4)
    site.lathe(at, [(0.05, 0), (0.12, 0.04), (0.155, 0.085), (0.148, 0.087), (0.04, 0.02)], clay)
    tones = ((0.75, 0.35, 0.03), (0.75, 0.6, 0.06), (0.5, 0.06, 0.03), (0.35, 0.45, 0.08))
    one = site.pick(*tones)
    for _ in range(8):
        skin = Matter(colour=one if site.chance(0.7) else site.pick(*tones), rough=0.4, vary=0.15)
        around, out = site.between(0, 2 * math.pi), site.between(0.0, 0.085)
        high = z + 0.1 - 0.4 * out + site.between(0, 0.03)
        where = (x + out * math.cos(around), y + out * math.sin(around), high)
        site.ball(where, site.between(0.034, 0.042), skin)


def _under_lights(site: Site, shell: Shell, is_day: bool, layout: int) -> None:
    """The worktop is lit from under the cupboards or shelves."""
    low = 1.38 if layout == 0 else 1.47
    for x in (-1.2, 0.0, 1.2) if layout == 2 else (-1.2, 1.2):
        at, to = (x, shell.depth - 0.2, low), (x, shell.depth - 0.15, 0)
        site.panel(at, to, (0.9, 0.04), watts=2.5 if is_day else 7, colour=WARM)


def _foreground(site: Site, make: _Make, shell: Shell, is_day: bool) -> None:
    """An island or a table, and lamps above it."""
    y = shell.depth - 1.75
    wide = site.between(2.6, 3.2)
    if site.chance(0.55):
        site.box((0, y, 0), (wide - 0.1, 0.7, 0.88), make.front)
        site.box((0, y, 0.88), (wide, 0.85, 0.04), make.top)
        top = 0.92
    else:
        desk(site, (0, y, 0), (wide - 0.6, 0.85, 0.75), OAK, legs=OAK)
        for x in (-1.25, -0.7, 0.75, 1.3):
            matter = make.front if site.chance(0.5) else WALNUT
            chair(site, (x, y + 0.45, 0), matter, turn=site.between(-0.25, 0.25), legs=WALNUT)
        top = 0.75
    _fruit(site, (site.between(0.8, 1.0), y + 0.1, top))
    side = site.between(-1.05, -0.8)
    vase(
        site,
        (side, y + 0.1, top),
        flowers=site.pick((0.8, 0.7, 0.4), (0.75, 0.7, 0.7), (0.7, 0.2, 0.2)),
    )
    cup(site, (side + 0.25, y - 0.15, top), WHITE)
    linen = cloth(site.pick((0.6, 0.55, 0.45), (0.2, 0.3, 0.35), (0.6, 0.3, 0.2)))
    site.box((0.75, y - 0.2, top), (0.3, 0.25, 0.012), linen, turn=0.3, bevel=0.004)
    metals = ((0.02, 0.02, 0.02), (0.7, 0.68, 0.62), (0.12, 0.2, 0.17), (0.55, 0.25, 0.12))
    shade = BRASS if site.chance(0.3) else Matter(colour=site.pick(*metals), rough=0.3)
    radius = site.between(0.13, 0.19)
    for x in (-0.95, 0.95):
        at = (x, y, site.between(1.85, 1.95))
        hanging_lamp(site, at, shell.height, watts=4 if is_day else 26, matter=shade, radius=radius)
