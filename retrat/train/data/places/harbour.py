"""A quay of stone, moored sailing and fishing boats, a village, a lighthouse and hills beyond."""

import math

import numpy as np

from retrat.train.data.places.landscape import (
    Relief,
    clear_day,
    fan,
    hazy,
    low_sun,
    patches,
    smooth,
    strewn,
    sun_disc,
    wood_of,
)
from retrat.train.data.places.site import Matter, Site, View, mixed, wood
from retrat.train.data.places.streets import PANE, PLASTERS, Box, balls, boxes, lamp_post
from retrat.train.data.places.vessels import (
    HULLS,
    Boat,
    fishing_boat,
    rowing_boat,
    sailing_boat,
    wires,
)

LEVEL = -1.1  # of the water
HAZES = 8
IRON = Matter(colour=(0.025, 0.026, 0.028), rough=0.6, metal=0.4)


def build(site: Site, moment: str) -> None:
    side = 1 if site.chance(0.5) else -1
    if moment == "at sunset":
        low_sun(site, side)
        if site.chance(0.5):
            sun_disc(site, site.between(2.5, 5), side * site.between(14, 19), (1.0, 0.6, 0.25))
        site.panel(
            (-side * 3.0, -2.5, 3.0), (0, 4, 0.5), (3, 3), watts=60, colour=(1.0, 0.75, 0.55)
        )
        site.view = View(exposure=0.45, stop=site.between(2.8, 3.6))
    else:
        clear_day(site, side)
        site.view = View(exposure=0.1, stop=site.between(2.8, 3.6))
    end = site.between(3.6, 4.6)
    _water(site, end)
    _quay(site, side, end)
    _shore(site, side)
    if site.chance(0.55):
        _marina(site, side, end)
    else:
        _fishing_boats(site, side, end)
    _on_the_quay(site, side, end)
    _breakwater(site, -side)


def _water(site: Site, end: float) -> None:
    deep = site.pick((0.008, 0.035, 0.05), (0.01, 0.045, 0.045), (0.01, 0.03, 0.06))
    swell, ripple, calm = Relief(site, 2.2, 3), Relief(site, 0.6, 2), Relief(site, 40.0, 3)
    x, y = fan(end - 0.3, 2500, 260, 170)
    z = LEVEL + (0.022 * swell(0.5 * x, y) + 0.007 * ripple(0.6 * x, y)) * np.exp(-y / 50)
    kinds = np.clip((1.5 + 1.6 * calm(0.3 * x, y)).astype(int), 0, 2)
    matters = [
        Matter(
            colour=deep, rough=rough, bump=bump, bump_scale=2.2, stretch=(0.5, 1.2, 1),
            moves="water",
        )
        for rough, bump in ((0.05, 0.2), (0.07, 0.35), (0.1, 0.5))
    ]  # fmt: skip
    patches(site, (x, y, z), kinds, matters)


def _quay(site: Site, side: int, end: float) -> None:
    """Where the camera stands, and an arm of it with sheds away from the camera at one side."""
    colour = site.pick((0.3, 0.27, 0.22), (0.26, 0.26, 0.25), (0.34, 0.28, 0.2))
    stone = Matter(colour=colour, rough=0.85, vary=0.25, vary_scale=1.4, bump=0.4, bump_scale=14)
    dark = stone.but(colour=mixed(colour, (0.05, 0.06, 0.04), 0.5))
    site.box((0, end / 2 - 2, -3), (40, end + 4, 3), stone, bevel=0.03)
    arm = -side * site.between(5.0, 6.5)
    site.box((arm - side * 10, end + 35, -3), (20, 72, 3.0), dark, bevel=0.03)
    slabs: list[Box] = []
    for row in range(2):
        x = -7.0 + site.between(0, 0.6)
        while x < 7:
            wide = site.between(0.8, 1.5)
            slabs.append(
                (
                    (x + wide / 2, end - 0.27 - 0.56 * row, 0),
                    (wide - 0.015, 0.54, 0.03 - 0.012 * row),
                )
            )
            x += wide
    boxes(site, slabs, stone.but(colour=mixed(colour, (0.45, 0.42, 0.37), 0.5)), bevel=0.012)
    y = end + site.between(6, 9)
    while y < 75:
        wide = site.between(5, 9)
        _shed(site, (arm - side * site.between(4.5, 5.5), y + wide / 2, 0), wide, side)
        y += wide + site.between(0.2, 3.0)
    for number in range(5):
        lamp_post(site, (arm - side * 0.9, end + 4 + 9.5 * number, 0), height=4.4)


def _shed(site: Site, at: tuple[float, float, float], wide: float, side: int) -> None:
    """A gabled one with doors, its front towards the water."""
    x, y, _ = at
    colour = site.pick((0.35, 0.06, 0.04), (0.1, 0.2, 0.28), (0.6, 0.56, 0.48), (0.5, 0.35, 0.12),
                       (0.12, 0.13, 0.12), (0.35, 0.42, 0.36))  # fmt: skip
    wall = Matter(colour=colour, rough=0.9, vary=0.25, vary_scale=1.5, stretch=(6, 6, 0.6))
    tall, deep = site.between(2.9, 5.2), 7.0
    site.box((x, y, 0), (deep, wide, tall), wall, bevel=0)
    ridge = tall + 0.32 * wide
    roof = Matter(
        colour=site.pick((0.1, 0.1, 0.11), (0.28, 0.1, 0.05), (0.18, 0.17, 0.16)), rough=0.8,
        vary=0.3, vary_scale=2,
    )  # fmt: skip
    half, out = deep / 2 + 0.3, wide / 2 + 0.3
    for hand in (-1, 1):
        site.sheet(
            [(x - half, y + hand * out, tall - 0.1), (x + half, y + hand * out, tall - 0.1),
             (x + half, y, ridge + 0.1), (x - half, y, ridge + 0.1)], roof,
        )  # fmt: skip
        face = x + hand * deep / 2
        site.mesh([(face, y - wide / 2, tall), (face, y + wide / 2, tall), (face, y, ridge)],
                  [(0, 1, 2, 2)], wall)  # fmt: skip
    front = x + side * deep / 2
    door = Matter(colour=mixed(colour, (0.02, 0.03, 0.03), 0.6), rough=0.7)
    site.box((front, y + 0.1 * wide, 0), (0.08, 1.9, 2.3), door)
    panes: list[Box] = [
        ((front, y + k * wide, 1.1), (0.07, 0.9, 1.0)) for k in (-0.34, -0.16, 0.36)
    ]
    if tall > 4:
        panes += [((front, y + k * wide, 3.2), (0.07, 0.8, 0.9)) for k in (-0.3, 0.0, 0.3)]
    boxes(site, panes, PANE, bevel=0)
    trims = [((front - side * 0.02, p[1], z), (0.1, 1.05, 0.08))
             for _, p, z in ((b, b[0], b[0][2] - 0.08) for b in panes)]  # fmt: skip
    boxes(site, trims, Matter(colour=(0.7, 0.68, 0.62)), bevel=0)


def _paint(site: Site) -> tuple[float, float, float]:
    return site.pick(*HULLS)


def _yacht(site: Site, at: tuple[float, float], turn: float) -> None:
    long = site.between(7.5, 11.0)
    paint = (0.72, 0.71, 0.68) if site.chance(0.65) else _paint(site)
    sailing_boat(
        site,
        Boat(
            at=(at[0], at[1], LEVEL), turn=turn + site.between(-0.05, 0.05), length=long,
            beam=0.31 * long, free=0.105 * long, rise=0.25, paint=paint,
            trim=site.pick((0.3, 0.16, 0.07), (0.02, 0.05, 0.15), (0.5, 0.5, 0.5)),
        ),
    )  # fmt: skip


def _trawler(site: Site, at: tuple[float, float], turn: float) -> None:
    long = site.between(7.5, 10.5)
    fishing_boat(
        site,
        Boat(
            at=(at[0], at[1], LEVEL), turn=turn + site.between(-0.06, 0.06), length=long,
            beam=0.34 * long, free=1.05, rise=0.8, paint=_paint(site),
            trim=site.pick((0.6, 0.58, 0.52), (0.4, 0.04, 0.03), (0.03, 0.1, 0.25)),
        ),
    )  # fmt: skip


def _marina(site: Site, side: int, end: float) -> None:
    """A pontoon with yachts on both sides."""
    planks = wood((0.3, 0.25, 0.2), rough=0.85)
    x0, lean = side * site.between(0.6, 1.6), side * site.between(0.02, 0.09)
    boards: list[Box] = []
    y = end + 0.5
    while y < 60:
        boards.append(((x0 + lean * (y - end), y, LEVEL + 0.4), (1.9, 0.16, 0.05)))
        y += 0.175
    boxes(site, boards, planks, bevel=0)
    piles = [(x0 + lean * (y - end) + 1.1, y) for y in range(9, 60, 9)]
    for px, py in piles:
        site.rod((px, py, LEVEL - 1), (px, py, 1.0), 0.14, wood((0.1, 0.08, 0.06), rough=0.9))
    for hand in (-1, 1):
        y = end + site.between(3.2, 4.4)
        while y < 58:
            if site.chance(0.9):
                reach = 1.3 + site.between(5.0, 5.6)
                x = x0 + lean * (y - end) + hand * reach
                turn = -hand * math.pi / 2 + (math.pi if site.chance(0.5) else 0)
                (_yacht if site.chance(0.85) else _trawler)(site, (x, y), turn)
            y += site.between(3.9, 4.7)


def _fishing_boats(site: Site, side: int, end: float) -> None:
    """Along the arm of the quay, some at the near quay and some at buoys in the harbour."""
    y = end + site.between(4.5, 6.0)
    while y < 60:
        x = -side * (5.0 - 1.9)
        _trawler(site, (x, y + 2), math.pi if site.chance(0.6) else 0.0)
        y += site.between(10.5, 13)
    parallel = math.pi / 2 if site.chance(0.5) else -math.pi / 2
    at = (side * site.between(4.2, 5.6), end + site.between(4.6, 6.0))
    _trawler(site, at, parallel + site.between(-0.15, 0.15))
    for _ in range(9):
        away = site.between(17, 75)
        x = side * site.between(-0.12, 0.5) * away
        turn = site.between(0.3, 0.7) + (math.pi if site.chance(0.3) else 0)
        (_yacht if site.chance(0.65) else _trawler)(site, (x, away), turn)
    place = (side * site.between(1.5, 2.6), end + site.between(1.0, 1.4), LEVEL)
    rowing_boat(
        site,
        Boat(
            at=place, turn=parallel + site.between(-0.2, 0.2), length=site.between(3.2, 3.9),
            beam=1.45, free=0.5, rise=0.25, paint=_paint(site), trim=(0.3, 0.17, 0.08),
        ),
    )  # fmt: skip


def _shore(site: Site, side: int) -> None:
    """A hillside with a village across the harbour, and hills far away."""
    bays, knolls = Relief(site, 150.0, 4), Relief(site, 60.0, 4)
    away, steep = site.between(105, 160), site.between(0.1, 0.22)

    def height(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        near = away + 18 * bays(x, y) + 70 * smooth(side * x / (y + 3) + 0.1)
        up = np.clip(steep * (y - near), -2, 75) * (1 + 0.3 * knolls(x, y))
        return np.where(up > 0, np.clip(up, 0.5, 90), up) + LEVEL

    x, y = fan(60, 900, 150, 200)
    bank = Matter(colour=site.pick((0.1, 0.13, 0.05), (0.16, 0.15, 0.07)), rough=1.0, vary=0.4,
                  vary_scale=0.15)  # fmt: skip
    share = 1 - np.exp(-y / 2400)
    matters = [hazy(bank, site.sky.horizon, number / HAZES) for number in range(HAZES)]
    patches(site, (x, y, height(x, y)), (share * HAZES).astype(int), matters)
    x, y = strewn(site, 260, 95, 260)
    z = height(x, y)
    for k in np.flatnonzero((z > LEVEL + 0.4) & (z < 32)):
        _far_house(site, (float(x[k]), float(y[k]), float(z[k])))
    x, y = strewn(site, 900, 100, 500)
    ashore = height(x, y) > LEVEL + 2.5
    for shade in ((0.06, 0.11, 0.035), (0.09, 0.13, 0.035)):
        chosen = ashore & (site.rng.random(len(x)) < 0.5)
        leafy = Matter(colour=shade, rough=0.8, thin=0.25, vary=0.3, vary_scale=0.4)
        wood_of(site, height, (x[chosen], y[chosen]), (4, 10), leafy, 2200)
    x, y = fan(700, 9000, 110, 200)
    forms = Relief(site, site.between(1300, 2200), 6, 0.48)
    z = smooth((y - 700) / 4200) * site.between(350, 800) * forms.crests(x, y) - 4
    slope = Matter(colour=(0.07, 0.09, 0.05), rough=1.0)
    share = 1 - np.exp(-y / 4800)
    matters = [hazy(slope, site.sky.horizon, number / HAZES) for number in range(HAZES)]
    patches(site, (x, y, z), np.clip((share * HAZES).astype(int), 0, HAZES - 1), matters)


def _far_house(site: Site, at: tuple[float, float, float]) -> None:
    """A plain one with windows, its roof's ridge across the view."""
    x, y, z = at
    wide, deep, tall = site.between(6, 11), site.between(6, 8), site.between(4, 8.5)
    pale = mixed(site.pick(*PLASTERS), (0.75, 0.72, 0.66), site.between(0.1, 0.7))
    wall = hazy(Matter(colour=pale, rough=0.9), site.sky.horizon, 0.08)
    site.box((x, y, z - 3), (wide, deep, tall + 3), wall, bevel=0)
    tile = hazy(Matter(colour=site.pick((0.3, 0.1, 0.05), (0.22, 0.09, 0.05), (0.1, 0.1, 0.11)),
                       rough=0.9), site.sky.horizon, 0.1)  # fmt: skip
    w, d, top = wide / 2 + 0.3, deep / 2 + 0.4, z + tall
    ridge = top + 0.3 * deep
    points = [(x - w, y - d, top), (x + w, y - d, top), (x + w, y, ridge), (x - w, y, ridge),
              (x - w, y + d, top), (x + w, y + d, top)]  # fmt: skip
    site.mesh(points, [(0, 1, 2, 3), (3, 2, 5, 4), (0, 3, 4, 4), (1, 5, 2, 2)], tile)
    panes: list[Box] = []
    for level in np.arange(1.0, tall - 1.5, 2.8):
        for k in np.arange(-wide / 2 + 1.1, wide / 2 - 0.9, 1.9):
            panes.append(((x + float(k), y - deep / 2, z + float(level)), (0.9, 0.1, 1.3)))
    boxes(site, panes, PANE.far(site.sky.horizon, 0.12), bevel=0)


def _on_the_quay(site: Site, side: int, end: float) -> None:
    """Bollards, ropes, pots and crates."""
    for x in (-2.6, 0.9 * side, 2.9):
        at = (x + site.between(-0.2, 0.2), end - 0.45, 0.03)
        site.lathe(at, [(0.15, 0), (0.1, 0.05), (0.09, 0.26), (0.16, 0.33), (0.15, 0.4)], IRON)
    rope = Matter(colour=site.pick((0.4, 0.32, 0.2), (0.1, 0.2, 0.35)), rough=1.0, bump=0.8)
    x, y = -side * site.between(1.15, 1.5), end - 1.0
    for turn in range(5):
        radius = 0.17 + 0.055 * turn
        site.lathe((x, y, 0), [(radius, 0), (radius + 0.02, 0.04), (radius, 0.08 - 0.01 * turn)],
                   rope, sides=24)  # fmt: skip
    pile: list[Box] = []
    for number in range(7):
        level = 0.4 * (number % 3 if site.chance(0.8) else 0)
        pile.append(((side * site.between(1.7, 2.7), end - site.between(0.7, 1.5), level),
                     (0.58, 0.42, 0.36)))  # fmt: skip
    colours = ((0.05, 0.18, 0.38), (0.6, 0.36, 0.05), (0.45, 0.44, 0.4))
    for part, colour in enumerate(colours):
        boxes(site, pile[part::3], Matter(colour=colour, rough=0.6), bevel=0.02)
    net = Matter(colour=(0.04, 0.2, 0.18), rough=0.95, vary=0.4, vary_scale=9)
    middle = (-side * site.between(2.0, 2.6), end - 0.9, 0.15)
    site.leaves(middle, (0.6, 0.4, 0.32), net, count=900, size=0.06, hollow=0.2)
    x, y, _ = middle
    floats = [
        ((x + site.between(-0.5, 0.5), y - 0.2, site.between(0.15, 0.4)), 0.08) for _ in range(8)
    ]
    balls(site, floats, Matter(colour=(0.75, 0.25, 0.04), rough=0.5))
    if site.chance(0.45):
        bars = [((-9.0, end - 0.12, z), (9.0, end - 0.12, z)) for z in (0.5, 0.95)]
        bars += [((k, end - 0.12, 0.0), (k, end - 0.12, 0.97)) for k in np.arange(-9, 9.1, 1.5)]
        wires(site, [(a, b) for a, b in bars], 0.022, IRON)


def _breakwater(site: Site, side: int) -> None:
    """With a lighthouse at its end."""
    grey = hazy(Matter(colour=(0.25, 0.24, 0.22), rough=1.0, vary=0.3), site.sky.horizon, 0.05)
    away, x = site.between(80, 100), side * site.between(13, 20)
    site.box((x + side * 40, away, LEVEL - 2), (80, 6, 4.2), grey, bevel=0.2)
    tall = site.between(10, 15)
    white = Matter(colour=(0.75, 0.73, 0.69), rough=0.7)
    red = Matter(colour=(0.45, 0.05, 0.04), rough=0.6)
    bands = 5
    base = (x + side * 2.5, away)
    is_striped = site.chance(0.6)
    for band in range(bands):
        low, high = band / bands, (band + 1) / bands
        matter = red if is_striped and band % 2 else white
        site.lathe((*base, LEVEL + 2 + tall * low),
                   [(1.9 - 0.7 * low, 0), (1.9 - 0.7 * high, tall / bands)], matter)  # fmt: skip
    top = LEVEL + 2 + tall
    site.lathe((*base, top), [(1.6, 0), (1.6, 0.2)], IRON)
    glass = Matter(colour=(1.0, 0.85, 0.55), glow=1.2, moves="lights")
    site.lathe((*base, top + 0.2), [(0.85, 0), (0.85, 1.6)], glass)
    site.lathe((*base, top + 1.8), [(1.1, 0), (0.7, 0.6), (0.05, 1.2)], red)
