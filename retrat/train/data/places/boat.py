"""At sea: the deck of a sailing yacht or of a ferry, open water, a coast or sails far off."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from retrat.train.data.places.interiors import mirrored
from retrat.train.data.places.landscape import (
    Relief,
    clear_day,
    fan,
    hazy,
    low_sun,
    patches,
    smooth,
    sun_disc,
)
from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    View,
    mixed,
    placed,
    wood,
)
from retrat.train.data.places.streets import PANE, Box, balls, boxes
from retrat.train.data.places.vessels import ALLOY, PALE, Wire, padded, surface, wires

HAZES = 8
TEAKS: tuple[Colour, ...] = ((0.36, 0.23, 0.12), (0.3, 0.22, 0.15), (0.42, 0.27, 0.13))
OAK = wood((0.32, 0.16, 0.07), 0.4)
ORANGE = Matter(colour=(0.8, 0.16, 0.02), rough=0.5)
CORD = Matter(colour=(0.6, 0.56, 0.48), rough=0.95, bump=0.6, bump_scale=60)
GELCOAT = Matter(colour=(0.74, 0.73, 0.7), rough=0.3, vary=0.05)
LIFE_RING = (0.29, 0.07)  # metres


def build(site: Site, moment: str) -> None:
    is_sunset = moment == "at sunset"
    _light(site, is_sunset)
    is_flipped, kind = site.chance(0.5), site.between(0, 4)
    if kind < 1:
        _sea(site, -1.25, is_sunset)
        _looking_forward(site)
    elif kind < 2:
        _sea(site, -9.0, is_sunset)
        _at_the_rail(site)
    elif kind < 3:
        _sea(site, -9.0, is_sunset)
        _along_the_ship(site)
    else:
        _sea(site, -1.1, is_sunset, wake=6.0)
        _looking_aft(site)
    if site.chance(0.65):
        _coast(site)
    _far_sails(site, -1.2 if kind < 1 or kind > 3 else -9.0)
    if is_flipped:
        mirrored(site)
    if 1 < kind < 2:
        site.lane((-7, 4.4, 0), (7, 4.4, 0), often=4)


def _light(site: Site, is_sunset: bool) -> None:
    """From the right, or at sunset from ahead as well."""
    site.view = View(exposure=0.15, stop=site.between(2.6, 3.6))
    if not is_sunset:
        clear_day(site, 1, elevation=(30, 50))
        return
    low_sun(site, 1)
    site.view = View(exposure=0.35, stop=site.between(2.6, 3.6))
    if site.chance(0.6):
        site.lights.clear()
        high, aside = site.between(5, 8), site.between(12, 18)
        site.sun(high, aside, watts=1.2, colour=(1.0, 0.55, 0.25), angle=0.05)
        sun_disc(site, high - 2, aside, (1.0, 0.62, 0.25))
        site.sun(38, 150, watts=0.7, colour=(1.0, 0.72, 0.6), angle=1.2)


def _sea(site: Site, level: float, is_sunset: bool, *, wake: float | None = None) -> None:
    """Waves up to the horizon with some crests that break; `wake` is where a ship's begins."""
    deep = site.pick((0.006, 0.05, 0.1), (0.008, 0.06, 0.09), (0.01, 0.045, 0.1))
    if is_sunset:
        deep = mixed(deep, (0.02, 0.025, 0.045), 0.6)
    x, y = fan(2.0 if level > -3 else 12.0, 30_000, 380, 250)
    long, short, chop = Relief(site, 12.0, 3), Relief(site, 3.2, 3), Relief(site, 0.9, 2)
    wind, lace = Relief(site, 70.0, 4), Relief(site, 1.3, 3)
    swell = site.between(0.12, 0.24)
    waves = long(0.35 * x + 0.2 * y, y), short(0.5 * x, y), chop(0.7 * x, y)
    z = level + (swell * waves[0] + 0.09 * waves[1] + 0.03 * waves[2]) * np.exp(-y / 900)
    rougher = 0.8 + 1.3 * wind(0.25 * x, y) + 3.6 * (1 - np.exp(-y / 220))
    kinds = np.clip(rougher.astype(int), 0, 5)
    crest = waves[0] + 0.6 * waves[1]
    kinds[(crest > site.between(1.25, 1.5)) & (lace(x, y) > 0.1) & (y < 700)] = 7
    if wake is not None:
        out, behind = np.abs(x), np.maximum(y - wake, 0)
        froth = np.abs(lace(1.6 * x, 0.8 * y)) + 0.25 * np.abs(waves[2])
        inside = (out < 0.95 + 0.02 * behind + 0.2 * waves[1]) & (y > wake - 2)
        kinds[inside] = 6
        kinds[inside & (froth < 0.05 + 0.3 * np.exp(-behind / 9))] = 7
        arm = np.abs(out - 1.0 - 0.3 * behind) < 0.1 + 0.02 * behind
        kinds[arm & (froth < 0.22) & (behind < 60) & (y > wake)] = 7
    calm = 0.2 if is_sunset else 0.1
    water = Matter(colour=deep, bump_scale=1.5, stretch=(0.5, 1.3, 1), moves="water")
    matters = [water.but(rough=calm + 0.06 * k, bump=0.4 + 0.1 * k) for k in range(6)]
    matters.append(water.but(colour=mixed(deep, (0.2, 0.42, 0.42), 0.4), rough=0.25, bump=0.5))
    matters.append(water.but(colour=(0.8, 0.84, 0.86), rough=0.8, bump=0.6, bump_scale=9))
    patches(site, (x, y, z), kinds, matters)


def _coast(site: Site) -> None:
    """Hills in the haze along a part of the horizon."""
    x, y = fan(3500, 14000, 90, 260)
    forms = Relief(site, site.between(1800, 3000), 6, 0.5)
    side, gap = (1 if site.chance(0.5) else -1), site.between(-0.15, 0.1)
    land = smooth((side * x / y - gap) / 0.25)
    z = land * smooth((y - 3500) / 4000) * site.between(350, 800) * forms.crests(x, y) - 25
    slope = Matter(colour=(0.08, 0.1, 0.06), rough=1.0)
    share = 0.35 + 0.5 * (1 - np.exp(-(y - 3500) / 5000))
    matters = [hazy(slope, site.sky.horizon, number / HAZES) for number in range(HAZES)]
    patches(site, (x, y, z), np.clip((share * HAZES).astype(int), 0, HAZES - 1), matters)


def _far_sails(site: Site, level: float) -> None:
    """Some yachts far off."""
    for _ in range(int(site.rng.integers(0, 4))):
        y, lean = site.between(160, 600), site.between(0.4, 1.2)
        x = (1 if site.chance(0.5) else -1) * site.between(0.13, 0.36) * y
        site.box((x, y, level), (9.5, 2.5, 1.2), PALE)
        for foot, end, top in ((0.5, -4.6, 14.0), (0.9, 5.2, 12.0)):
            tack, head = (x + foot, y, level + 2), (x + 0.6 + lean, y, level + top)
            _sail(site, (tack, head, (x + end, y + 1, level + 2)), 0.3)


def _ring(site: Site, at: Point, size: tuple[float, float], matters: tuple[Matter, ...]) -> None:
    """A torus that faces the camera, of some matters in turn; `size` is its radius and how thick
    it is.
    """
    around = np.linspace(0, 2 * math.pi, 49)[:, None] + np.zeros(13)
    turn = np.linspace(0, 2 * math.pi, 13) + np.zeros((49, 1))
    out = size[0] + size[1] * np.cos(turn)
    ring = (out * np.cos(around), size[1] * np.sin(turn), out * np.sin(around))
    grid = np.stack(ring, axis=-1) + np.array(at)
    part = (np.arange(48)[:, None] + 3 + np.zeros(12, int)) // 6 % len(matters)
    for number, matter in enumerate(matters):
        surface(site, grid, matter, part == number)


def _winch(site: Site, at: Point) -> None:
    profile = [(0.085, 0), (0.09, 0.03), (0.06, 0.06), (0.055, 0.13), (0.075, 0.16), (0.07, 0.18)]
    site.lathe(at, profile, STEEL)


def _half(y: np.ndarray, beam: float, bow: float) -> np.ndarray:
    """Half how wide the yacht is, so far ahead."""
    wide: np.ndarray = beam * (1 - np.clip((y - 2) / (bow - 2), 0, 1) ** 2.1)
    return wide


def _teak(site: Site, lines: list[tuple[float, float, float]], colour: Colour) -> None:
    """Narrow planks away from the camera over dark seams: the x of each, and its ends."""
    tones = [wood(mixed(colour, (0.05, 0.03, 0.02), k), 0.7).but(stretch=(12, 1, 12))
             for k in (0.0, 0.12, 0.22)]  # fmt: skip
    boards: list[list[Box]] = [[], [], []]
    for x, start, end in lines:
        if end - start > 0.1:
            plank = ((x, (start + end) / 2, -0.02), (0.062, end - start, 0.024))
            boards[int(site.rng.integers(3))].append(plank)
    for matter, some in zip(tones, boards, strict=True):
        boxes(site, some, matter, bevel=0)


def _sail(site: Site, corners: tuple[Point, Point, Point], belly: float) -> None:
    """Tack, head and clew, and how far it bends to the left."""
    tack, head, clew = (np.array(each) for each in corners)
    u, v = np.meshgrid(np.linspace(0, 1, 22), np.linspace(0, 1, 34), indexing="ij")
    luff = tack + (head - tack) * v[..., None]
    leech = clew + (head - clew) * v[..., None]
    grid = luff + (leech - luff) * u[..., None]
    grid[..., 0] -= belly * np.sin(math.pi * u**0.7) * (1 - v) ** 0.6
    matter = Matter(colour=(0.82, 0.8, 0.75), rough=0.85, thin=0.35, vary=0.04, vary_scale=1.5)
    surface(site, grid, matter)
    seams = [[(float(a), float(b), float(c)) for a, b, c in grid[:, k]] for k in range(0, 34, 2)]
    wires(site, [pair for seam in seams for pair in pairwise(seam)], 0.006,
          matter.but(colour=(0.5, 0.49, 0.46)))  # fmt: skip


def _looking_forward(site: Site) -> None:
    """From a yacht's side deck to its bow: cabin roof, mast, boom and sails on the left."""
    c, mast, bow, beam = -site.between(0.85, 1.1), site.between(4.7, 5.6), 10.5, 1.95
    teak = site.pick(*TEAKS)
    y = np.linspace(-1, bow, 60)
    x = _half(y, beam, bow)
    site.mesh([(c + s * w, d, -0.03) for s in (-1, 1) for d, w in zip(y, x, strict=True)],
              [(k, 60 + k, 61 + k, k + 1) for k in range(59)], BLACK)  # fmt: skip
    ends = np.linspace(2, bow, 300)
    lines = []
    for u in np.arange(-beam + 0.09, beam - 0.08, 0.068):
        last = float(ends[np.flatnonzero(_half(ends, beam, bow) - 0.06 > abs(u))[-1]])
        lines.append((c + float(u), -1.0, last))
    _teak(site, lines, teak)
    trim = GELCOAT if site.chance(0.6) else OAK
    for s in (-1, 1):
        edge: list[Point] = [(c + s * float(w), float(d), 0.03) for d, w in zip(y, x, strict=True)]
        wires(site, list(pairwise(edge)), 0.045, trim)
        side = np.array([[(a, b, h) for a, b, _ in edge] for h in (0.03, -1.6)])
        surface(site, side, GELCOAT)
    _lifelines(site, c, beam, bow)
    _cabin_roof(site, c, mast)
    _rig(site, c, mast, bow)
    site.box((c, bow - 1.7, 0), (0.55, 0.6, 0.06), GELCOAT)
    site.lathe((c, bow - 0.9, 0), [(0.09, 0), (0.09, 0.1), (0.05, 0.12), (0.1, 0.24)], STEEL)


def _lifelines(site: Site, c: float, beam: float, bow: float) -> None:
    spots = np.array([-0.6, 1.2, 2.9, 4.6, 6.3, 7.9, 9.2])
    wide = 0.97 * _half(spots, beam, bow)
    for s in (-1, 1):
        feet = [(c + s * float(w), float(y)) for y, w in zip(spots, wide, strict=True)]
        wires(site, [((x, y, 0), (x, y, 0.66)) for x, y in feet], 0.014, STEEL)
        lines = [((a, b, high), (d, e, high)) for (a, b), (d, e) in pairwise(feet)
                 for high in (0.34, 0.65)]  # fmt: skip
        wires(site, lines, 0.006, STEEL)
        tip, foot = (c + s * 0.25, bow + 0.1), (c + s * 0.25, bow - 0.2, 0.0)
        bars: list[Wire] = [((*tip, 0.68), foot), ((*tip, 0.68), (c, bow + 0.2, 0.68))]
        bars += [((*feet[-1], high), (*tip, high)) for high in (0.34, 0.67)]
        wires(site, bars, 0.016, STEEL)


def _cabin_roof(site: Site, c: float, mast: float) -> None:
    end = mast + site.between(1.0, 1.8)
    along = np.linspace(-1, end, 50)[:, None] + np.zeros(25)
    around = np.linspace(0, math.pi, 25) + np.zeros((50, 1))
    front = 1 - smooth((along - end + 1.4) / 1.4)
    wide = 0.74 - 0.14 * np.clip(along / end, 0, 1)
    x = c + wide * np.sign(np.cos(around)) * np.abs(np.cos(around)) ** 0.3
    z = (0.03 + 0.45 * front) * np.sin(around) ** 0.3
    grid = np.stack([x, along, z], axis=-1)
    level = 0.25 * (z[1:, 1:] + z[:-1, 1:] + z[1:, :-1] + z[:-1, :-1])
    middle = along[:-1, :-1]
    is_pane = (level > 0.17) & (level < 0.4) & (middle < end - 1.9) & (np.mod(middle, 1.6) < 1.3)
    is_pane &= np.abs(np.cos(around[:-1, :-1])) > 0.6
    surface(site, grid, GELCOAT, ~is_pane)
    surface(site, grid, PANE, is_pane)
    for s in (-1, 1):
        site.rod((c + s * 0.5, 0.0, 0.56), (c + s * 0.5, mast - 0.8, 0.56), 0.018, OAK)
        posts: list[Box] = [((c + s * 0.5, float(y), 0.46), (0.03, 0.06, 0.1))
                            for y in np.arange(0.1, mast - 0.8, 0.75)]  # fmt: skip
        boxes(site, posts, OAK)
    site.box((c, mast - 1.1, 0.47), (0.6, 0.6, 0.05), GELCOAT, bevel=0.02)
    site.box((c, mast - 1.1, 0.515), (0.5, 0.5, 0.015), PANE)
    _winch(site, (c + 0.34, mast - 1.75, 0.47))


def _rig(site: Site, c: float, mast: float, bow: float) -> None:
    """Mast, boom and stays, and either the sails or the covers on them."""
    blue, red, beige = (0.02, 0.06, 0.2), (0.3, 0.03, 0.04), (0.45, 0.4, 0.32)
    canvas = Matter(colour=site.pick(blue, red, beige), rough=0.95, bump=0.3, bump_scale=40)
    top: Point = (c, mast, 15.0)
    site.rod((c, mast, 0.4), top, 0.085, ALLOY, sides=20)
    is_sailing = site.chance(0.6)
    swing = site.between(0.3, 0.5) if is_sailing else 0.0
    boom = (c - 4.1 * math.sin(swing), mast - 4.1 * math.cos(swing), 1.5)
    site.rod((c, mast - 0.1, 1.45), boom, 0.065, ALLOY, sides=14)
    stay = ((c, bow - 0.1, 0.2), (c, mast + 0.1, 14.5))
    if is_sailing:
        _sail(site, ((c, mast - 0.12, 1.6), (c, mast - 0.12, 14.6), (*boom[:2], 1.62)), 0.45)
        if site.chance(0.7):
            clew = (c - site.between(1.3, 1.8), mast - 0.2, 0.95)
            _sail(site, (stay[0], stay[1], clew), 0.7)
            site.rod(clew, (c - 1.5, 2.0, 0.1), 0.008, CORD)
    else:
        padded(site, (c, mast - 2.1, 1.5), (0.26, 3.9, 0.36), canvas)
        site.rod(stay[0], stay[1], 0.05, canvas.but(colour=(0.6, 0.58, 0.52)))
    lines: list[Wire] = [stay]
    for s in (-1, 1):
        arm: Point = (c + s * 1.0, mast - 0.05, 5.6)
        chain: Point = (c + s * 1.75, mast - 0.05, 0.02)
        lines += [(chain, arm), (arm, top), ((c + s * 1.6, mast - 0.35, 0.02), (c, mast, 5.5))]
        site.rod((c, mast, 5.6), arm, 0.03, ALLOY)
    wires(site, lines, 0.007, STEEL)
    site.rod((c, mast - 0.11, 0.5), (c, mast - 0.11, 14), 0.007, CORD)
    _winch(site, (c + 0.16, mast - 0.05, 0.45))


def _looking_aft(site: Site) -> None:
    """From a yacht's cockpit to its stern: two wheels, rails, a flag, and the wake."""
    c = site.between(-0.3, 0.3)
    teak, end = site.pick(*TEAKS), site.between(5.1, 5.6)
    site.box((c, end / 2 - 0.5, -0.6), (3.9, end + 1.05, 0.57), GELCOAT, bevel=0.05)
    lines = [(c + float(u), -1.0, end - 0.06) for u in np.arange(-1.4, 1.42, 0.068)]
    site.plane((c, end / 2 - 0.5, -0.024), (2.9, end + 0.9), BLACK)
    _teak(site, lines, teak)
    rim = BLACK if site.chance(0.5) else OAK
    for s in (-1, 1):
        padded(site, (c + s * 1.72, end / 2 - 0.4, -0.1), (0.62, end + 1.2, 0.72), GELCOAT)
        padded(site, (c + s * 0.98, end - 0.32, -0.05), (0.95, 0.52, 0.5), GELCOAT)
        slats: list[Box] = [((c + s * 0.98, end - 0.5 + 0.075 * k, 0.44), (0.84, 0.065, 0.02))
                            for k in range(6)]  # fmt: skip
        boxes(site, slats, wood(teak, 0.7))
        _winch(site, (c + s * 1.66, 3.3, 0.6))
        _helm(site, (c + s * 0.93, site.between(3.75, 3.9), 0), rim)
        site.rod((c + s * 1.35, end - 0.1, 0.6), (c + s * 0.02, -2.0, 15), 0.006, STEEL)
    _pushpit(site, c, end)
    _flag(site, (c - site.between(1.1, 1.4), end + 0.02, 0.62))
    boom = c + 1.3
    site.rod((c, -2.2, 1.95), (boom, 3.7, 2.15), 0.065, ALLOY, sides=14)
    site.lathe((boom, 3.7, 2.08), [(0.07, 0), (0.075, 0.07), (0.07, 0.14)], BLACK)
    _sail(site, ((c, -2.1, 2.1), (c, -2.1, 14.0), (boom, 3.7, 2.25)), -0.4)
    for k in (0.0, 0.05, 0.1):
        site.rod((boom - k, 3.35, 2.1), (c + 1.1 - 0.6 * k, 3.45, 0.05), 0.007, CORD)


def _helm(site: Site, at: Point, rim: Matter) -> None:
    """A wheel on its pedestal."""
    x, y, z = at
    site.box((x, y + 0.17, z), (0.22, 0.2, 0.98), GELCOAT, bevel=0.05)
    site.box((x, y + 0.17, z + 0.97), (0.26, 0.24, 0.05), BLACK, bevel=0.015)
    site.lathe((x, y + 0.17, z + 1.01), [(0.08, 0), (0.05, 0.07), (0.01, 0.085)], PANE)
    middle = (x, y, z + 0.76)
    _ring(site, middle, (0.43, 0.017), (rim,))
    spokes = [(middle, (x + 0.43 * math.cos(a), y, z + 0.76 + 0.43 * math.sin(a)))
              for a in np.arange(6) * math.pi / 3 + 0.3]  # fmt: skip
    wires(site, spokes, 0.009, STEEL)
    site.rod((x, y - 0.03, z + 0.76), (x, y + 0.1, z + 0.76), 0.045, STEEL)


def _pushpit(site: Site, c: float, end: float) -> None:
    """Rails around the stern with a gate, lifelines, and a buoy."""
    bars: list[Wire] = []
    for s in (-1, 1):
        for high in (0.92, 1.22):
            path: list[Point] = [(c + s * 1.85, 1.0, high), (c + s * 1.85, end - 0.5, high),
                                 (c + s * 1.75, end - 0.15, high), (c + s * 1.5, end, high),
                                 (c + s * 0.5, end, high)]  # fmt: skip
            bars += pairwise(path)
        bars += [((c + s * k, end, 0.0), (c + s * k, end, 1.22)) for k in (0.5, 1.1)]
        bars += [((c + s * 1.85, y, 0.5), (c + s * 1.85, y, 1.22)) for y in (2.6, end - 0.5)]
    wires(site, bars, 0.016, STEEL)
    wires(site, [((c - 0.5, end, 0.9), (c + 0.5, end, 0.9))], 0.006, STEEL)
    soft = Matter(colour=site.pick((0.75, 0.5, 0.03), (0.72, 0.7, 0.66), (0.8, 0.16, 0.02)))
    _ring(site, (c + site.between(1.05, 1.3), end - 0.09, 0.98), (0.2, 0.065), (soft,))


def _flag(site: Site, at: Point) -> None:
    """A pennant in the wind on a slanted staff."""
    x, y, z = at
    top = (x - 0.06, y + 0.55, z + 1.25)
    site.rod(at, top, 0.014, OAK)
    site.ball(top, 0.025, WHITE)
    u, v = np.meshgrid(np.linspace(0, 1, 30), np.linspace(0, 1, 11), indexing="ij")
    wave = 0.07 * np.sin(9 * u + 2 * v) * u**0.6
    grid = np.stack([top[0] - 0.62 * u * (1 - 0.12 * v), top[1] + wave - 0.2 * v + 0.25 * u,
                     top[2] - 0.04 - 0.42 * v - 0.2 * u**1.3 + 0.3 * wave], axis=-1)  # fmt: skip
    colour = site.pick((0.5, 0.03, 0.03), (0.02, 0.08, 0.35), (0.03, 0.28, 0.3))
    is_white = np.arange(29)[:, None] < 10 + np.zeros(10)
    for keep, paint in ((is_white, (0.75, 0.74, 0.7)), (~is_white, colour)):
        matter = Matter(colour=paint, rough=0.9, thin=0.4, moves="leaves")
        surface(site, grid, matter, keep)


def _ship_deck(site: Site, half: float, ends: tuple[float, float]) -> None:
    """Painted steel with seams, or planks."""
    long, middle = ends[1] - ends[0], (ends[0] + ends[1]) / 2
    if site.chance(0.4):
        site.plane((0, middle, -0.025), (2 * half, long), BLACK)
        lines = [(float(x), *ends) for x in np.arange(-half, half, 0.068)]
        _teak(site, lines, site.pick(*TEAKS))
        return
    colour = site.pick((0.05, 0.16, 0.12), (0.2, 0.22, 0.23), (0.06, 0.14, 0.22))
    paint = Matter(colour=colour, rough=0.5, vary=0.2, vary_scale=0.8, bump=0.2, bump_scale=45)
    site.plane((0, middle, 0), (2 * half, long), paint)
    seams: list[Box] = [((0, y, 0), (2 * half, 0.03, 0.006)) for y in np.arange(*ends, 2.4)]
    seams += [((x, middle, 0), (0.03, long, 0.006)) for x in np.arange(-half, half, 1.8)]
    boxes(site, seams, paint.but(colour=mixed(colour, (0.5, 0.5, 0.5), 0.12)), bevel=0)


def _ship_rail(site: Site, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Posts, bars and a cap from one spot on the deck to another."""
    white = Matter(colour=(0.74, 0.74, 0.72), rough=0.35)
    a, b = np.array((*start, 0.0)), np.array((*end, 0.0))
    count = max(2, round(float(np.linalg.norm(b - a)) / 1.5))
    feet = [a + (b - a) * share for share in np.linspace(0, 1, count + 1)]
    bars: list[Wire] = [((x, y, 0.0), (x, y, 1.06)) for x, y, _ in feet]
    wires(site, bars, 0.026, white)
    rows = [((*start, h), (*end, h)) for h in (0.22, 0.42, 0.62, 0.82)]
    wires(site, rows, 0.014, white)
    middle, along = (a + b) / 2, b - a
    size, cap = (float(np.linalg.norm(along)), 0.11, 0.045), OAK if site.chance(0.5) else white
    turn = math.atan2(along[1], along[0])
    site.box((middle[0], middle[1], 1.06), size, cap, turn=turn, bevel=0.015)
    site.box((middle[0], middle[1], 0), (size[0], 0.06, 0.09), white, turn=turn)


def _at_the_rail(site: Site) -> None:
    """A ferry's open deck across the view: rail, life ring, bollards, and a house or a lifeboat."""
    edge = site.between(5.9, 6.8)
    _ship_deck(site, 9.0, (-2.0, edge))
    site.box((0, edge + 0.02, -9.2), (40, 0.1, 9.2), GELCOAT, bevel=0)
    _ship_rail(site, (-9.0, edge), (9.0, edge))
    _ring(site, (site.between(1.1, 1.5), edge - 0.1, 0.66), LIFE_RING, (ORANGE, WHITE))
    left = -site.between(1.5, 1.9)
    kind = site.between(0, 1)
    if kind < 0.4:
        _lifeboat(site, (left - 1.5, edge + 1.35, 2.3), 0.0)
        _bench(site, (left - 0.1, edge - 0.7, 0))
    elif kind < 0.7:
        _house_end(site, -site.between(1.05, 1.2))
    else:
        _bench(site, (left, edge - 0.7, 0))
        site.box((left - 1.6, edge - 0.6, 0), (1.1, 0.6, 0.95), GELCOAT, bevel=0.03)
    iron, x = Matter(colour=(0.04, 0.045, 0.05), rough=0.5), site.between(1.6, 2.2)
    site.box((x, edge - 0.5, 0), (0.75, 0.3, 0.04), iron)
    for k in (x - 0.22, x + 0.22):
        profile = [(0.1, 0), (0.1, 0.36), (0.13, 0.38), (0.13, 0.42)]
        site.lathe((k, edge - 0.5, 0), profile, iron)


def _bench(site: Site, at: Point) -> None:
    """Slats on white feet, its back to the sea."""
    x, y, z = at
    oak = wood(site.pick((0.36, 0.19, 0.08), (0.3, 0.2, 0.12)), 0.5)
    slats: list[Box] = [((x, y - 0.2 + 0.1 * k, z + 0.43), (1.5, 0.085, 0.03)) for k in range(4)]
    slats += [((x, y + 0.24 + 0.02 * k, z + 0.52 + 0.12 * k), (1.5, 0.03, 0.09)) for k in range(3)]
    boxes(site, slats, oak, bevel=0.008)
    feet: list[Box] = [((x + k, y + 0.02, z), (0.05, 0.42, 0.42)) for k in (-0.6, 0.6)]
    feet += [((x + k, y + 0.28, z + 0.3), (0.05, 0.04, 0.55)) for k in (-0.6, 0.6)]
    boxes(site, feet, GELCOAT)


def _house_end(site: Site, x: float) -> None:
    """The wall of the ship's house on the left, with windows."""
    wall = GELCOAT.but(vary=0.1, vary_scale=0.7)
    site.box((x - 2.0, 2.0, 0), (4.0, 4.0, 2.75), wall, bevel=0.06)
    site.box((x - 1.9, 2.1, 2.75), (4.5, 4.5, 0.1), wall, bevel=0.04)
    _wall_windows(site, x + 0.005, (1.35, 3.8))


def _wall_windows(site: Site, x: float, ends: tuple[float, float]) -> None:
    """In a wall along y that looks right: panes in frames, a handrail and lamps."""
    spots = [float(y) for y in np.arange(ends[0] + 0.4, ends[1] - 0.4, 1.45)]
    boxes(site, [((x - 0.01, y, 1.08), (0.06, 0.86, 0.94)) for y in spots], PALE, bevel=0.02)
    boxes(site, [((x, y, 1.15), (0.08, 0.72, 0.8)) for y in spots], PANE, bevel=0.012)
    site.rod((x + 0.05, ends[0], 2.45), (x + 0.05, ends[1], 2.45), 0.025, GELCOAT)
    site.rod((x + 0.09, ends[0], 0.98), (x + 0.09, ends[1], 0.98), 0.022, OAK)
    balls(site, [((x + 0.08, y - 0.6, 2.3), 0.08) for y in spots[::3]], PALE)


def _lifeboat(site: Site, at: Point, turn: float) -> None:
    """A closed one that hangs by two arms; it lies across the view where it is not turned."""
    x, y, z = at
    along = np.linspace(-1, 1, 41)[:, None] + np.zeros(37)
    around = np.linspace(0, 2 * math.pi, 37) + np.zeros((41, 1))
    fine = (1 - np.abs(along) ** 2.6) ** 0.6
    up = np.sin(around)
    high = np.where(up > 0, 0.75 * np.abs(up) ** 0.8, -0.85 * np.abs(up) ** 0.7)
    local = np.stack([2.6 * along, 0.95 * fine * np.cos(around), high * fine**0.7], axis=-1)
    local[..., 2] += 0.12 * along**2
    grid = placed(local.reshape(-1, 3), at, turn).reshape(local.shape)
    level, side = local[:-1, :-1, 2], np.abs(local[:-1, :-1, 0])
    hull = np.sin(around[:-1, :-1] + 0.01) < 0
    pane = ~hull & (level > 0.2) & (level < 0.5) & (side < 1.6) & (np.mod(side, 0.62) > 0.25)
    surface(site, grid, ORANGE, ~pane & ~hull)
    surface(site, grid, GELCOAT, hull)
    surface(site, grid, PANE, pane)
    c, s = math.cos(turn), math.sin(turn)
    for px, py in ((x + c * k, y + s * k) for k in (-1.9, 1.9)):
        bends = ((1.3, 0.0), (1.3, z + 0.6), (0.8, z + 1.6), (0.0, z + 1.75))
        arm: list[Point] = [(px - k * s, py - k * c, high) for k, high in bends]
        wires(site, list(pairwise(arm)), 0.085, GELCOAT)
        site.rod((px, py, z + 1.75), (px, py, z + 0.3), 0.02, BLACK)


def _along_the_ship(site: Site) -> None:
    """A boat deck that leads away: the house on the left, the rail and lifeboats on the right."""
    wall, rail, end = -site.between(1.5, 1.9), site.between(1.5, 2.0), site.between(22, 30)
    _ship_deck(site, 2.2, (-2.0, end))
    site.box((-8, end / 2 - 1, -11), (20.4, end + 2, 10.94), GELCOAT, bevel=0)
    long = end - site.between(7, 10)
    site.box((wall - 4, long / 2 - 1.5, 0), (8, long + 3, 2.7), GELCOAT, bevel=0.05)
    site.box((wall - 3.9, long / 2 - 1.5, 2.7), (8.5, long + 3.3, 0.12), GELCOAT, bevel=0.04)
    _wall_windows(site, wall + 0.005, (1.2, long))
    _ship_rail(site, (rail, -1.0), (rail, end))
    _ship_rail(site, (rail, end), (-8.0, end))
    for y in (8.2, 15.2):
        _lifeboat(site, (rail + 1.35, y, 3.1), math.pi / 2)
    _ring(site, (rail - 0.1, 5.0, 0.66), LIFE_RING, (ORANGE, WHITE))
    colour = site.pick((0.6, 0.08, 0.04), (0.03, 0.1, 0.28), (0.7, 0.4, 0.04))
    at = (wall - 2.2, long - 5, 2.8)
    for low, high, matter in ((0, 2.4, GELCOAT), (2.4, 3.6, Matter(colour=colour, rough=0.4)),
                              (3.6, 4.2, BLACK)):  # fmt: skip
        site.lathe((at[0], at[1], at[2] + low), [(1.3, 0), (1.3, high - low)], matter)
    _bench(site, (wall + 0.9, end - 0.6, 0))
