"""A balcony with a railing, plants and a small table over a bay, an old town or a green valley."""

from __future__ import annotations

import math
from itertools import pairwise, product

import numpy as np
from jaxtyping import Float

from retrat.train.data.places.greenery import Kind, bark, bush, flowers, foliage, greens, tree
from retrat.train.data.places.landscape import (
    Height,
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
from retrat.train.data.places.site import (
    GLASS,
    STEEL,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    View,
    glowing,
    leaf,
    mixed,
    plaster,
    wood,
)
from retrat.train.data.places.streets import PANE, PLASTERS, Box, balls, boxes
from retrat.train.data.places.things import cup, table, vase
from retrat.train.data.places.vessels import Wire, wires

Spots = Float[np.ndarray, "n 3"]
HAZES = 10
IRON = Matter(colour=(0.025, 0.027, 0.028), rough=0.5, metal=0.3)
TILES: tuple[Colour, ...] = ((0.36, 0.15, 0.08), (0.3, 0.13, 0.075), (0.4, 0.2, 0.12))
PETALS: tuple[Colour, ...] = (
    (0.7, 0.05, 0.08), (0.75, 0.2, 0.4), (0.8, 0.78, 0.74), (0.6, 0.12, 0.45), (0.45, 0.3, 0.7),
)  # fmt: skip
SOIL = Matter(colour=(0.04, 0.03, 0.02), rough=1.0)
GREENS = greens((0.1, 0.24, 0.035), (0.17, 0.35, 0.05), (0.26, 0.44, 0.08))
SHRUB = Kind(greens=GREENS, bark=bark((0.16, 0.13, 0.09)), leaf=0.028, count=1500, clumps=16,
             clump=0.55)  # fmt: skip
OLIVE = SHRUB.but(greens=greens((0.17, 0.24, 0.11), (0.27, 0.34, 0.18), (0.14, 0.2, 0.08)))


def build(site: Site, moment: str) -> None:
    is_sunset = moment == "at sunset"
    view, rail = site.between(0, 3), site.between(0, 3)
    side = 1 if site.chance(0.5) else -1
    _light(site, side, is_sunset)
    edge = site.between(3.7, 4.4)
    stone = site.pick((0.55, 0.5, 0.42), (0.62, 0.59, 0.54), (0.5, 0.42, 0.33))
    _floor(site, edge, stone)
    if rail < 1:
        _balustrade(site, edge, stone)
    elif rail < 2:
        _panes(site, edge)
    else:
        _iron(site, edge)
    if view < 1:
        _bay(site, side)
    elif view < 2:
        _town(site)
    else:
        _valley(site)
    _mountains(site)
    _seats(site, side, edge)
    _pots(site, side, edge)
    if site.chance(0.25):
        _pergola(site, edge)
    else:
        _string_lights(site, edge, is_sunset)


def _light(site: Site, side: int, is_sunset: bool) -> None:
    site.view = View(exposure=0.3, stop=site.between(2.6, 3.4))
    if not is_sunset:
        clear_day(site, side, elevation=(32, 48))
        return
    low_sun(site, side)
    site.view = View(exposure=0.8, stop=site.between(2.6, 3.4))
    if site.chance(0.5):
        site.lights.clear()
        site.view = View(exposure=0.6, stop=site.view.stop)
        high, aside = site.between(6, 8), -side * site.between(10, 13)
        site.sun(high, aside, watts=1.6, colour=(1.0, 0.55, 0.25), angle=0.05)
        sun_disc(site, high - 1, aside, (1.0, 0.62, 0.25))
        site.sun(40, 180 + 30 * side, watts=0.9, colour=(0.95, 0.85, 0.85), angle=1.2)
    site.panel((side * 2.5, -2.0, 2.6), (0, 3, 0.6), (2, 2), watts=25, colour=(1.0, 0.78, 0.58))


def _floor(site: Site, edge: float, stone: Colour) -> None:
    """Tiles in two tones, perhaps of clay, and what they lie on."""
    tone = (0.42, 0.2, 0.12) if site.chance(0.4) else stone
    wide = site.between(0.33, 0.5)
    kinds = [Matter(colour=mixed(tone, (0.1, 0.08, 0.06), k), rough=0.7, vary=0.15, bump=0.15)
             for k in (0.0, 0.1, 0.2)]  # fmt: skip
    tiles: list[list[Box]] = [[], [], []]
    for x in np.arange(-3.5, 3.5, wide):
        for y in np.arange(edge - wide / 2 - 0.05, -1.5, -wide):
            place = (float(x), float(y), -0.03)
            tiles[int(site.rng.integers(3))].append((place, (wide - 0.008, wide - 0.008, 0.03)))
    for matter, some in zip(kinds, tiles, strict=True):
        boxes(site, some, matter, bevel=0.002)
    site.box((0, edge / 2 - 1, -0.35), (7.4, edge + 2.4, 0.335), plaster(stone))


def _iron(site: Site, edge: float) -> None:
    """Upright bars between rails."""
    iron = IRON if site.chance(0.7) else WHITE.but(rough=0.5)
    spots = [float(x) for x in np.arange(-3.6, 3.61, 0.12)]
    wires(site, [((x, edge, 0.08), (x, edge, 1.0)) for x in spots], 0.007, iron)
    posts: list[Wire] = [((x, edge, -0.02), (x, edge, 1.04)) for x in spots[::15]]
    wires(site, posts, 0.018, iron)
    boxes(site, [((0, edge, z), (7.3, 0.035, 0.025)) for z in (0.07, 0.87)], iron)
    boxes(site, [((0, edge, 0.985), (7.3, 0.055, 0.03))], iron)


def _balustrade(site: Site, edge: float, stone: Colour) -> None:
    """Turned pillars of stone between a foot and a cap, thick ones between them."""
    matter = Matter(
        colour=mixed(stone, (0.7, 0.68, 0.62), 0.5), rough=0.85, vary=0.15, bump=0.25, bump_scale=30
    )
    boxes(site, [((0, edge, 0), (7.6, 0.3, 0.12)), ((0, edge, 0.86), (7.6, 0.32, 0.1))], matter,
          bevel=0.02)  # fmt: skip
    shift = site.between(-0.3, 0.3)
    thick = [-2.7 + shift, -0.9 + shift, 0.9 + shift, 2.7 + shift]
    boxes(site, [((x, edge, 0.0), (0.34, 0.34, 0.86)) for x in thick], matter, bevel=0.01)
    profile = [(0.075, 0), (0.075, 0.04), (0.045, 0.07), (0.05, 0.12), (0.085, 0.24), (0.075, 0.34),
               (0.04, 0.52), (0.038, 0.6), (0.065, 0.64), (0.05, 0.67), (0.075, 0.7),
               (0.075, 0.75)]  # fmt: skip
    for x in np.arange(-3.6, 3.7, 0.225):
        if min(abs(x - each) for each in thick) > 0.23:
            site.lathe((float(x), edge, 0.115), profile, matter, sides=14)


def _panes(site: Site, edge: float) -> None:
    """Sheets of glass between posts of steel or wood."""
    shift = site.between(-0.4, 0.4)
    spots = [shift + 1.25 * k for k in range(-3, 4)]
    frame = STEEL if site.chance(0.6) else IRON
    boxes(site, [((x, edge, 0), (0.045, 0.045, 1.0)) for x in spots], frame)
    boxes(site, [((0, edge, 1.0), (7.6, 0.06, 0.04))], frame)
    clear = GLASS.but(colour=(0.97, 0.99, 0.985))
    boxes(site, [((x + 0.625, edge, 0.06), (1.15, 0.012, 0.88)) for x in spots], clear, bevel=0)


def _seats(site: Site, side: int, edge: float) -> None:
    """A round table and two chairs at one side, something on the table."""
    x, y = side * site.between(1.0, 1.2), edge - site.between(0.8, 0.95)
    paint = site.pick((0.7, 0.69, 0.65), (0.05, 0.12, 0.13), (0.03, 0.03, 0.03), (0.1, 0.22, 0.2))
    matter = Matter(colour=paint, rough=0.45)
    board = wood((0.4, 0.24, 0.12)) if site.chance(0.5) else matter
    table(site, (x, y, 0), board, radius=0.33, height=0.72)
    _chair(site, (x + side * 0.62, y + 0.02, 0), -side * 1.2 + site.between(-0.3, 0.3), matter)
    _chair(site, (x - side * 0.3, y + 0.52, 0), site.between(-0.4, 0.4), matter)
    if site.chance(0.6):
        vase(site, (x + 0.1, y + 0.08, 0.72), flowers=site.pick(*PETALS))
    else:
        fruit = Matter(colour=site.pick((0.8, 0.35, 0.03), (0.8, 0.6, 0.05), (0.5, 0.05, 0.04)))
        bowl = (x + 0.08, y + 0.06, 0.72)
        site.lathe(bowl, [(0.05, 0), (0.11, 0.04), (0.15, 0.08), (0.14, 0.085)], WHITE)
        heap = [((bowl[0] + 0.06 * math.cos(a), bowl[1] + 0.06 * math.sin(a), 0.82), 0.042)
                for a in np.arange(5) * 1.256]  # fmt: skip
        balls(site, [*heap, ((bowl[0], bowl[1], 0.88), 0.042)], fruit)
    for offset in ((-0.14, -0.1), (0.05, -0.17)):
        cup(site, (x + offset[0], y + offset[1], 0.72))


def _chair(site: Site, at: Point, turn: float, matter: Matter) -> None:
    """A folding one with slats; its back is away from the camera where it is not turned."""
    slats: list[Box] = [((0, -0.17 + 0.068 * k, 0.45), (0.4, 0.055, 0.018)) for k in range(6)]
    slats += [((0, 0.2 + 0.012 * k, 0.62 + 0.09 * k), (0.4, 0.016, 0.06)) for k in range(3)]
    boxes(site, slats, matter, at=at, turn=turn, bevel=0.006)
    bars: list[Box] = [((k, 0.19, 0.0), (0.022, 0.022, 0.88)) for k in (-0.19, 0.19)]
    bars += [((k, -0.18, 0.0), (0.022, 0.022, 0.45)) for k in (-0.19, 0.19)]
    bars += [((k, 0.0, 0.2), (0.018, 0.38, 0.018)) for k in (-0.19, 0.19)]
    bars += [((k, 0.0, 0.43), (0.022, 0.4, 0.022)) for k in (-0.19, 0.19)]
    boxes(site, bars, matter, at=at, turn=turn, bevel=0.004)


def _pots(site: Site, side: int, edge: float) -> None:
    """Shrubs and a small tree in pots along the railing, flowers hung on it."""
    x = -side * site.between(1.0, 1.2)
    for number in range(3):
        tall = site.between(0.5, 0.75) if number else site.between(0.9, 1.55)
        at = (x, edge - site.between(0.42, 0.55) - 0.1 * (number == 1), 0.0)
        _pot(site, at, site.between(0.17, 0.22) + 0.04 * (number == 0), tall)
        x -= side * site.between(0.48, 0.6)
    _pot(site, (side * site.between(2.1, 2.4), edge - 0.4, 0), 0.2, site.between(0.7, 1.2))
    for x in (-1.75, -0.55, 0.65, 1.85):
        if site.chance(0.45):
            _flower_box(site, (x + site.between(-0.15, 0.15), edge + 0.24, 0.72))


def _pot(site: Site, at: Point, radius: float, tall: float) -> None:
    colour = site.pick((0.42, 0.18, 0.1), (0.6, 0.57, 0.5), (0.1, 0.16, 0.22), (0.4, 0.22, 0.14))
    clay = Matter(colour=colour, rough=0.8, vary=0.15, bump=0.1)
    x, y, z = at
    foot = 1.7 * radius
    site.lathe(at, [(0.68 * radius, 0), (0.95 * radius, 0.9 * foot), (1.06 * radius, 0.9 * foot),
                    (1.06 * radius, foot), (0.9 * radius, foot)], clay)  # fmt: skip
    site.lathe((x, y, z + foot - 0.03), [(0.9 * radius, 0), (0.01, 0.01)], SOIL)
    kind = OLIVE if site.chance(0.4) else SHRUB
    top = (x, y, z + foot)
    if tall > 1.1:
        small = kind.but(count=3200, clumps=26, clump=0.4, bare=0.35, wide=0.6, leaf=0.032)
        tree(site, top, tall, small)
        if site.chance(0.6):
            fruit = Matter(colour=site.pick((0.8, 0.38, 0.03), (0.8, 0.62, 0.06)), rough=0.5)
            spots = site.rng.uniform(-1, 1, (14, 3)) * 0.16 + (x, y, z + foot + 0.66 * tall)
            balls(site, [((a, b, c), 0.033) for a, b, c in spots.tolist()], fruit)
        return
    wide = 2.6 * radius
    bush(site, (x, y, z + foot - 0.05), (wide, wide, tall), kind)
    if site.chance(0.65):
        _heads(site, (x, y, z + foot + 0.45 * tall), (0.5 * wide, 0.5 * wide, 0.55 * tall), 60)


def _heads(site: Site, middle: Point, reach: Point, count: int) -> None:
    """Flowers of one colour over the outside of a bush."""
    towards = site.rng.normal(size=(count, 3))
    towards[:, 2] = np.abs(towards[:, 2])
    towards /= np.linalg.norm(towards, axis=1, keepdims=True)
    petal, heart = leaf(site.pick(*PETALS)), leaf((0.6, 0.4, 0.1))
    flowers(site, np.asarray(middle) + towards * reach, 0.04, petal, heart)


def _flower_box(site: Site, at: Point) -> None:
    """A trough that hangs outside of the railing, full of flowers."""
    x, y, z = at
    colour = site.pick((0.42, 0.18, 0.1), (0.6, 0.58, 0.54), (0.05, 0.07, 0.06))
    site.box(at, (0.8, 0.2, 0.2), Matter(colour=colour, rough=0.7))
    bush(site, (x, y, z + 0.12), (0.95, 0.4, 0.36), SHRUB.but(count=1300))
    _heads(site, (x, y, z + 0.3), (0.46, 0.2, 0.2), 90)


def _pergola(site: Site, edge: float) -> None:
    """Beams on posts, a vine all over them that hangs down in places."""
    beam = wood(site.pick((0.3, 0.18, 0.09), (0.6, 0.58, 0.53), (0.22, 0.15, 0.1)), 0.6)
    high, half, front = site.between(2.35, 2.5), site.between(1.85, 2.1), edge - 0.25
    boxes(site, [((x, front, 0), (0.11, 0.11, high)) for x in (-half, half)], beam)
    parts: list[Box] = [((0, front, high), (2 * half + 0.7, 0.09, 0.14))]
    parts += [((float(x), front - 1.6, high + 0.14), (0.06, 3.9, 0.11))
              for x in np.linspace(-half - 0.2, half + 0.2, 9)]  # fmt: skip
    boxes(site, parts, beam)
    clumps = 34
    x = site.rng.uniform(-half - 0.3, half + 0.3, clumps)
    hang = 0.5 * smooth((np.abs(x) - 1.1) / 0.9) * site.rng.random(clumps)
    z = high + 0.12 + site.rng.normal(0, 0.07, clumps) - hang
    centres = np.stack([x, front - np.abs(site.rng.normal(0, 0.45, clumps)), z], axis=1)
    vine = SHRUB.but(leaf=0.05, count=7500, greens=greens((0.15, 0.32, 0.04), (0.28, 0.46, 0.08)))
    foliage(site, centres, site.rng.uniform(0.16, 0.28, clumps), vine)
    hand = 1 if site.chance(0.5) else -1
    up = np.linspace(0.2, high, 12)
    stem = np.stack([hand * half + site.rng.normal(0, 0.05, 12), np.full(12, front - 0.05), up], 1)
    foliage(site, stem, site.rng.uniform(0.1, 0.2, 12), vine.but(count=1800))
    if site.chance(0.5):
        heads = centres[:, None] + site.rng.normal(size=(clumps, 9, 3)) * (0.1, 0.1, 0.07)
        petal = leaf(site.pick((0.7, 0.12, 0.4), (0.4, 0.28, 0.7), (0.8, 0.75, 0.7)))
        flowers(site, heads.reshape(-1, 3), 0.045, petal, petal)


def _string_lights(site: Site, edge: float, is_lit: bool) -> None:
    """Bulbs on lines over the railing."""
    sag, high = site.between(0.35, 0.6), site.between(2.7, 2.9)
    x = np.linspace(-2.4, 2.4, 19)
    z = high + sag * ((x / 2.4) ** 2 - 1)
    for away in (edge - 0.1, edge - 1.3):
        path = [(float(a), away + 0.15 * float(a), float(b)) for a, b in zip(x, z, strict=True)]
        wires(site, list(pairwise(path)), 0.005, IRON)
        bulbs = [((a, b, c - 0.055), 0.026) for a, b, c in path]
        balls(site, bulbs, glowing((1.0, 0.58, 0.24), 9) if is_lit else WHITE.but(rough=0.2))


def _ground(site: Site, height: Height, far: float, fields: tuple[Colour, ...]) -> None:
    """Hilly land in a patchwork of fields, the farther the paler."""
    x, y = fan(8.5, far, 150, 200)
    across, away = strewn(site, 90, 9, far, 0.6)
    gaps = (x[..., None] - across) ** 2 + 0.5 * (y[..., None] - away) ** 2
    field = np.argmin(gaps, axis=-1) % len(fields)
    air = np.clip((HAZES * (1 - np.exp(-y / 5500))).astype(int), 0, HAZES - 1)
    soil = Matter(colour=SOIL.colour, rough=1.0, vary=0.25, vary_scale=0.1)
    matters = [hazy(soil.but(colour=each), site.sky.horizon, k / HAZES)
               for each in fields for k in range(HAZES)]  # fmt: skip
    patches(site, (x, y, height(x, y)), field * HAZES + air, matters)


def _turned(points: np.ndarray, turn: np.ndarray, at: Spots) -> np.ndarray:
    """Points of many things, each turned around z and put in its place."""
    c, s = np.cos(turn)[:, None], np.sin(turn)[:, None]
    x, y = c * points[..., 0] - s * points[..., 1], s * points[..., 0] + c * points[..., 1]
    return np.stack([x, y, points[..., 2]], axis=-1) + at[:, None]


def _houses(site: Site, at: Spots, size: Spots) -> None:
    """Plastered ones with tiled roofs, the farther the paler; `size` is width, depth and height."""
    count = len(at)
    turn = site.rng.choice([0.0, math.pi / 2], count) + site.rng.normal(0, 0.15, count)
    group = site.rng.integers(3, size=count) + 3 * np.searchsorted((60, 150, 350, 900), at[:, 1])
    plasters = [mixed(site.pick(*PLASTERS), (0.7, 0.64, 0.54), 0.4) for _ in range(3)]
    for each in np.unique(group):
        chosen = group == each
        share = 1 - math.exp(-float(at[chosen, 1].mean()) / 5000)
        sky = site.sky.horizon
        wall = hazy(plaster(plasters[each % 3]), sky, share)
        tile = hazy(Matter(colour=TILES[each % 3], rough=0.9, vary=0.35, vary_scale=1.2, bump=0.8,
                           bump_scale=2, stretch=(5, 5, 1)), sky, share)  # fmt: skip
        _bodies(
            site, (at[chosen], size[chosen], turn[chosen]), (wall, tile, hazy(PANE, sky, share))
        )


def _bodies(
    site: Site, told: tuple[Spots, Spots, np.ndarray], matters: tuple[Matter, Matter, Matter]
) -> None:
    """Walls, roofs and windows of houses: where they stand, how large they are and their turns."""
    at, size, turn = told
    w, d, h = (size[:, k, None] * (0.5, 0.5, 1.0)[k] for k in range(3))
    zero = np.zeros_like(w)
    flat = [(-w, -d), (w, -d), (w, d), (-w, d)]
    walls = [np.concatenate([x, y, z], axis=1) for z in (zero, h) for x, y in flat]
    eave = [np.concatenate([1.08 * x, 1.1 * y, h - 0.15], axis=1) for x, y in flat]
    ridge = [np.concatenate([k * (w - 0.55 * d), zero, h + 0.5 * d], axis=1) for k in (-1, 1)]
    sides = [(0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)]
    slopes = [(0, 1, 5, 4), (2, 3, 4, 5), (1, 2, 5, 5), (3, 0, 4, 4)]
    for points, faces, matter in ((walls, sides, matters[0]), (eave + ridge, slopes, matters[1])):
        there = _turned(np.stack(points, axis=1), turn, at)
        corners = np.array(faces)[None] + len(points) * np.arange(len(at))[:, None, None]
        site.mesh(there.reshape(-1, 3), corners.reshape(-1, 4), matter)
    panes = []
    ways = [(1, 0, -1), (1, 0, 1), (0, 1, -1), (0, 1, 1)]
    for level, share, (a, b, out) in product(np.arange(1.2, 12, 3.0), (-0.62, 0.0, 0.62), ways):
        u = a * share * w + b * out * (w + 0.03)
        v = b * share * d + a * out * (d + 0.03)
        fits = (h > level + 1.6) & (site.rng.random(h.shape) < 0.85)
        half, tall = 0.42 * fits, 1.35 * fits
        quad = [np.concatenate([u + k * a * half, v + k * b * half, level + up * tall], axis=1)
                for k, up in ((-1, 0), (1, 0), (1, 1), (-1, 1))]  # fmt: skip
        panes.append(np.stack(quad, axis=1))
    there = np.concatenate([_turned(each, turn, at) for each in panes])
    site.mesh(there.reshape(-1, 3), np.arange(4 * len(there)).reshape(-1, 4), matters[2])


def _size(site: Site, count: int, tall: tuple[float, float]) -> Spots:
    low, high = (7, 6, tall[0]), (12, 8.5, tall[1])
    sizes: Spots = site.rng.uniform(low, high, (count, 3))
    return sizes


def _near_trees(site: Site, height: Height) -> None:
    """Crowns of the garden below, at both sides of the view, and cypresses."""
    for hand in (-1, 1):
        y, kind = site.between(11, 17), OLIVE if site.chance(0.5) else SHRUB
        x = hand * site.between(0.24, 0.42) * y
        low = float(height(np.array(x), np.array(y))) - 0.2
        large = kind.but(leaf=0.1, count=5000, clumps=40, clump=0.36)
        tree(site, (x, y, low), site.between(0.3, 1.4) - low, large)
    x3, y3 = np.arange(3) * 2.2 + site.between(-9, 9), np.arange(3) + site.between(20, 30)
    feet = np.stack([x3, y3, height(x3, y3) - 0.2], axis=1)
    _cypresses(site, feet, site.between(1.0, 3.0) - float(feet[0, 2]))


def _cypresses(site: Site, feet: Spots, tall: float) -> None:
    share = 1 - math.exp(-float(feet[:, 1].mean()) / 5000)
    green = hazy(leaf((0.06, 0.12, 0.035)), site.sky.horizon, share)
    for x, y, z in feet.tolist():
        high = tall * site.between(0.75, 1.1)
        reach = (0.1 * high, 0.1 * high, 0.5 * high)
        site.leaves((x, y, z + 0.51 * high), reach, green, count=600, size=0.03 * high, hollow=0.2)


def _wooded(site: Site, height: Height, ends: tuple[float, float], low: float) -> None:
    """Round trees in groups over what land lies higher than `low`."""
    x, y = strewn(site, 1200, *ends, 0.6)
    kept = (height(x, y) > low) & (Relief(site, 130.0, 3)(x, y) > 0.0)
    green = Matter(colour=(0.08, 0.14, 0.04), rough=0.8, thin=0.25, vary=0.3, vary_scale=0.4)
    wood_of(site, height, (x[kept], y[kept]), (6, 12), green, 5500)


def _mountains(site: Site) -> None:
    x, y = fan(2200, 12000, 110, 260)
    forms, gap = Relief(site, site.between(1500, 2500), 6, 0.48), site.between(-0.3, 0.3)
    dip = 1 - 0.6 * np.exp(-(((x / y - gap) / 0.16) ** 2))
    z = smooth((y - 2200) / 4500) * site.between(350, 700) * forms.crests(x, y) * dip - 60
    slope = Matter(colour=(0.07, 0.1, 0.05), rough=1.0)
    share = np.clip(1 - np.exp(-y / 9000), 0, 0.95)
    matters = [hazy(slope, site.sky.horizon, number / HAZES) for number in range(HAZES)]
    patches(site, (x, y, z), (share * HAZES).astype(int), matters)


def _bay(site: Site, side: int) -> None:
    """The sea deep below, a coast with a village that bends around it."""
    level, bays, knolls = -42.0, Relief(site, 260.0, 4), Relief(site, 300.0, 5)
    bend, near = site.between(1300, 1900), site.between(70, 130)

    def height(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        out = near + 0.12 * y - 2.2 * np.clip(y - bend, 0, 900) + 45 * bays(x, y)
        inland = side * x - out
        up = np.clip(0.3 * inland, -3, 190) * (1 + 0.35 * knolls(x, y))
        terrace = smooth((70 - y) / 60) * 36
        return level + np.maximum(up, terrace - 3)

    x, y = fan(40, 30_000, 200, 160)
    deep = site.pick((0.006, 0.06, 0.11), (0.008, 0.07, 0.1), (0.01, 0.05, 0.1))
    wind = Relief(site, 180.0, 4)(0.3 * x, y)
    kinds = np.clip((1.5 + 1.6 * wind).astype(int), 0, 2)
    water = Matter(colour=deep, bump=0.6, bump_scale=1.2, stretch=(0.5, 1.2, 1), moves="water")
    matters = [water.but(rough=0.2 + 0.12 * k) for k in range(3)]
    patches(site, (x, y, np.full_like(x, level)), kinds, matters)
    _ground(site, height, 3600, ((0.1, 0.14, 0.05), (0.15, 0.16, 0.07), (0.08, 0.12, 0.04)))
    x, y = strewn(site, 700, 150, 1500, 0.6)
    z = height(x, y)
    kept = (z > level + 2) & (z < level + 75)
    at = np.stack([x, y, z - 1.5], axis=1)[kept]
    _houses(site, at, _size(site, len(at), (6, 12)))
    _wooded(site, height, (150, 1600), level + 2)
    _near_trees(site, height)


def _town(site: Site) -> None:
    """Roofs below and around, a church among them, hills behind."""
    rise, folds = site.between(0.02, 0.045), Relief(site, 120.0, 3)
    hand, away = 1 if site.chance(0.5) else -1, site.between(120, 170)

    def height(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        land = -13 + rise * np.clip(y - 60, 0, 420) + 2.5 * folds(x, y)
        return land + np.clip(0.12 * (y - 480), 0, 70) * (1 + 0.3 * folds(0.3 * x, 0.3 * y))

    _ground(site, height, 3400, ((0.12, 0.15, 0.06), (0.2, 0.2, 0.1), (0.1, 0.13, 0.05)))
    rows, columns = np.meshgrid(np.arange(17, 330, 10.5), np.arange(-185, 190, 11), indexing="ij")
    x, y = (each.ravel() + site.rng.uniform(-1.8, 1.8, each.size) for each in (columns, rows))
    x0 = hand * site.between(0.26, 0.32) * away
    kept = (np.abs(x) < 0.55 * y + 14) & (site.rng.random(len(x)) < 0.93)
    kept &= np.hypot(x - x0 + 7 * hand, y - away - 4) > 19
    at = np.stack([x, y, height(x, y) - 2], axis=1)[kept]
    size = _size(site, len(at), (8.5, 13)) * (1.15, 1.15, 1)
    size[:, 2] -= 2.5 * smooth((30 - at[:, 1]) / 12)
    _houses(site, at, size)
    _wooded(site, height, (320, 1800), -50)
    _church(site, (x0, away, float(height(np.array(x0), np.array(away)))))
    x, y = -hand * np.array([18.0, 21, 26]), np.array([62.0, 66, 60])
    _cypresses(site, np.stack([x, y, height(x, y)], axis=1), 14.0)


def _church(site: Site, at: Point) -> None:
    """A nave and a bell tower, with a dome or a pointed roof."""
    x, y, z = at
    air, hand = site.sky.horizon, math.copysign(1, x)
    colour = site.pick((0.6, 0.5, 0.36), (0.62, 0.56, 0.46), (0.5, 0.36, 0.26))
    wall = hazy(plaster(colour), air, 0.04)
    tile = hazy(Matter(colour=site.pick(*TILES, (0.16, 0.3, 0.26)), rough=0.8), air, 0.04)
    tall = site.between(27, 34)
    site.box((x, y, z), (6.5, 6.5, tall), wall)
    for level in (0.62, 0.86, 1.0):
        site.box((x, y, z + level * tall), (7.3, 7.3, 0.6), wall)
    for k in (-1.3, 1.3):
        site.box((x + k, y - 3.2, z + 0.68 * tall), (1.2, 0.3, 0.13 * tall), PANE)
        site.box((x - 3.2 * hand, y + k, z + 0.68 * tall), (0.3, 1.2, 0.13 * tall), PANE)
    dome = [(3.0, 0), (3.0, 1.6), (2.8, 2.8), (2.1, 4.2), (1.0, 5.1), (0.5, 5.3), (0.05, 7.6)]
    roof, sides = (dome, 28) if site.chance(0.5) else ([(4.6, 0), (0.05, 6.5)], 4)
    site.lathe((x, y, z + tall + 0.6), roof, tile, sides=sides)
    nave, size = np.array([[x - 14 * hand, y + 8, z]]), np.array([[22.0, 11.0, 17.0]])
    _bodies(site, (nave, size, np.zeros(1)), (wall, tile, PANE))


def _valley(site: Site) -> None:
    """Fields, farms and woods on hills, cypresses along a way."""
    forms, folds = Relief(site, 700.0, 4), Relief(site, 140.0, 3)

    def height(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        down = -8 - 30 * smooth((y - 15) / 170)
        up = 95 * smooth((y - 380) / 1500) * (0.75 + 0.6 * forms(x, y)) + 0.08 * np.abs(x)
        return down + up + 3.0 * folds(x, y) * smooth(y / 120)

    fields = ((0.1, 0.22, 0.03), (0.2, 0.3, 0.05), (0.44, 0.35, 0.11), (0.09, 0.18, 0.035),
              (0.3, 0.28, 0.08), (0.15, 0.25, 0.045), (0.27, 0.15, 0.07))  # fmt: skip
    _ground(site, height, 3400, fields)
    _wooded(site, height, (90, 2200), -90)
    x, y = strewn(site, 26, 130, 900, 0.45)
    at = np.stack([x, y, height(x, y) - 1], axis=1)
    _houses(site, at, _size(site, len(at), (5, 9)))
    for _ in range(3):
        x0, y0 = site.between(-0.35, 0.35), site.between(120, 420)
        along, turn = np.arange(12) * 7.0, site.between(-0.8, 0.8)
        x, y = x0 * y0 + along * math.cos(turn), y0 + along * math.sin(turn)
        _cypresses(site, np.stack([x, y, height(x, y) - 0.3], axis=1), 13.0)
    _near_trees(site, height)
