"""A tiled bathroom: a basin with a mirror, a tub or a shower, towels, plants, a bright window."""

import math

import numpy as np

from retrat.train.data.places.interiors import (
    RIGHT,
    Opening,
    Shell,
    daylight,
    hanging,
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
    Colour,
    Matter,
    Point,
    Site,
    cloth,
    mixed,
    plaster,
    wood,
)

GLAZES: tuple[Colour, ...] = (
    (0.7, 0.69, 0.66), (0.2, 0.36, 0.3), (0.34, 0.44, 0.46), (0.6, 0.5, 0.4), (0.14, 0.24, 0.34),
    (0.62, 0.42, 0.36), (0.44, 0.47, 0.36),
)  # fmt: skip
WALLS: tuple[Colour, ...] = (
    (0.7, 0.68, 0.63),
    (0.45, 0.5, 0.46),
    (0.62, 0.5, 0.42),
    (0.5, 0.52, 0.55),
    (0.66, 0.6, 0.5),
)
TOWELS: tuple[Colour, ...] = (
    (0.75, 0.73, 0.69), (0.5, 0.3, 0.2), (0.22, 0.32, 0.32), (0.6, 0.5, 0.36), (0.2, 0.22, 0.25),
    (0.55, 0.36, 0.33),
)  # fmt: skip
PORCELAIN = Matter(colour=(0.8, 0.79, 0.77), rough=0.1)
SILVER = Matter(colour=(0.85, 0.86, 0.86), rough=0.01, metal=1.0)


def build(site: Site, moment: str) -> None:
    del moment
    start = site.between(1.3, 1.7)
    wall = plaster(site.pick(*WALLS))
    tone = site.pick((0.5, 0.48, 0.44), (0.2, 0.21, 0.22), (0.36, 0.26, 0.18))
    shell = Shell(
        half_width=site.between(1.85, 2.15),
        depth=site.between(3.5, 3.9),
        height=site.between(2.55, 2.75),
        wall=wall,
        back_wall=wall,
        floor=Matter(
            colour=tone,
            rough=0.25,
            pattern="checks",
            second=mixed(tone, (0.75, 0.73, 0.7), 0.7),
            pattern_scale=4,
        ),
        right=Opening(start=start, end=start + 1.25, low=1.25, high=2.3),
    )
    shell.build(site)
    daylight(site, shell, watts=120, sunny=site.chance(0.8))
    high = shell.height if site.chance(0.35) else site.between(1.2, 1.5)
    _tiling(site, shell, high)
    metal = (BRASS, BLACK, STEEL)[int(site.between(0, 3))]
    _basin(site, shell, metal)
    if site.chance(0.55):
        _tub(site, (1.15, shell.depth - 0.85, 0), metal)
        _beside_tub(site, shell)
        _ladder(site, (0.95, shell.depth - 0.03, 0), metal)
    else:
        _shower(site, shell, metal)
    place = (-shell.half_width + 0.35, shell.depth - 1.25, 0)
    house_plant(site, place, site.between(1.2, 1.7))
    _hung_up(site, shell.depth, metal)
    if site.chance(0.5):
        mirrored(site)
    site.view = view_of(site, exposure=-0.3)


def _tiling(site: Site, shell: Shell, high: float) -> None:
    tone = site.pick(*GLAZES)
    matters = [
        Matter(colour=mixed(tone, other, 0.12), rough=0.1, vary=0.08, vary_scale=9)
        for other in ((0.8, 0.8, 0.8), tone, (0.1, 0.1, 0.1))
    ]
    tile = ((0.2, 0.065), (0.12, 0.12), (0.075, 0.2), (0.3, 0.15))[int(site.between(0, 4))]
    grout = Matter(colour=(0.55, 0.53, 0.5), rough=0.9)
    wide, depth = 2 * shell.half_width, shell.depth
    site.box((0, depth - 0.001, 0), (wide, 0.004, high), grout, bevel=0)
    tiles(site, (0, depth - 0.003, 0), (wide, high), tile, matters)
    side = min(high, 1.2)
    for x, turn in ((shell.half_width, RIGHT), (-shell.half_width, -RIGHT)):
        inner = x - math.copysign(0.003, x)
        site.box((inner, 2.0, 0), (0.004, 2 * depth - 4, side), grout, bevel=0)
        at = (inner, depth - 1.5, 0.0)
        tiles(site, at, (3.0, side), tile, matters, turn=turn)
    if high < shell.height:
        edge = matters[2].but(rough=0.2)
        site.box((0, depth - 0.008, high), (wide, 0.022, 0.03), edge, bevel=0.008)


def _basin(site: Site, shell: Shell, metal: Matter) -> None:
    """A cupboard with a basin on it, a mirror and lamps above."""
    x, y, wide = -1.08, shell.depth - 0.25, site.between(1.0, 1.25)
    oak = wood(site.pick((0.4, 0.23, 0.11), (0.16, 0.08, 0.04), (0.5, 0.37, 0.24)))
    body = oak if site.chance(0.6) else Matter(colour=site.pick(*GLAZES, *WALLS), rough=0.4)
    site.box((x, y, 0.35), (wide, 0.46, 0.45), body)
    for side in (-1, 1):
        place = (x + side * wide / 4, y - 0.235, 0.38)
        site.box(place, (wide / 2 - 0.02, 0.016, 0.4), body, bevel=0.004)
        site.rod((place[0] - 0.06, y - 0.26, 0.7), (place[0] + 0.06, y - 0.26, 0.7), 0.006, metal)
    stone = Matter(colour=(0.66, 0.64, 0.6), rough=0.15, vary=0.12, vary_scale=4)
    site.box((x, y, 0.8), (wide + 0.04, 0.5, 0.03), stone)
    profile = [(0.1, 0), (0.19, 0.06), (0.205, 0.13), (0.195, 0.132), (0.17, 0.07), (0.03, 0.03)]
    site.lathe((x, y - 0.02, 0.83), profile, PORCELAIN, sides=40)
    _tap(site, (x, y + 0.2, 0.83), metal)
    _small_things(site, (x - wide / 2 + 0.12, y + 0.08, 0.83))
    _small_things(site, (x + wide / 2 - 0.2, y + 0.08, 0.83))
    _mirror(site, (x, shell.depth - 0.03, 1.22), metal if site.chance(0.6) else oak)
    offset = site.between(0.5, 0.6)
    for side in (-1, 1):
        lit = (x + side * offset, shell.depth - 0.12, 1.6)
        if site.chance(0.5) and side > 0:
            hanging_lamp(
                site, (lit[0], lit[1] - 0.1, 1.65), shell.height, watts=4, matter=metal, radius=0.1
            )
        else:
            site.rod((lit[0], shell.depth, 1.6), lit, 0.012, metal)
            site.ball(lit, 0.065, Matter(colour=(1.0, 0.84, 0.62), glow=3.0))
            site.lamp((lit[0], lit[1] - 0.1, 1.6), watts=4, colour=WARM)


def _mirror(site: Site, at: Point, frame: Matter) -> None:
    """Round, or with an arch; `at` is the middle of its lower edge."""
    x, y, z = at
    radius = site.between(0.32, 0.4)
    around = np.linspace(0, 2 * math.pi, 49)[:-1]
    tall = 0.0 if site.chance(0.55) else site.between(0.2, 0.35)
    for grown, matter, front in ((0.018, frame, 0.0), (0.0, SILVER, -0.012)):
        sine = np.sin(around)
        edge_z = np.where(sine > 0, sine * (radius + grown) + tall, sine * (radius + grown))
        if tall:
            edge_z = np.where(sine > 0, edge_z, np.clip(edge_z * 4, -radius - grown, 0))
        edge_x = np.cos(around) * (radius + grown)
        if tall:
            edge_x = np.where(
                sine > 0, edge_x, np.clip(edge_x * 3, -radius - grown, radius + grown)
            )
        points = np.stack([edge_x, np.full(48, front), edge_z + radius], axis=1)
        behind = points + np.array([0, 0.028, 0])
        sides = [(i, i + 48, (i + 1) % 48 + 48, (i + 1) % 48) for i in range(48)]
        site.mesh(np.concatenate([points, behind]) + np.array([x, y, z]), sides, frame)
        site.mesh(points + np.array([x, y, z]), np.arange(48)[None], matter)


def _tap(site: Site, at: Point, metal: Matter) -> None:
    bow = [
        (0.0, -0.07 + 0.07 * math.cos(a), 0.2 + 0.07 * math.sin(a)) for a in np.linspace(0, 3, 6)
    ]
    points = [(0.0, 0.0, 0.0), *bow, (0.0, -0.14, 0.16)]
    for number in range(len(points) - 1):
        site.rod(there(points[number], at, 0), there(points[number + 1], at, 0), 0.013, metal)
    x, y, z = at
    site.rod((x + 0.01, y, z + 0.1), (x + 0.07, y, z + 0.13), 0.007, metal)


def _small_things(site: Site, at: Point) -> None:
    """Soap, a beaker, a pot."""
    x, y, z = at
    for number in range(3):
        clay = Matter(colour=site.pick(*GLAZES, (0.25, 0.12, 0.04), (0.05, 0.05, 0.05)), rough=0.25)
        tall, radius = site.between(0.09, 0.19), site.between(0.025, 0.04)
        place = (x + 0.09 * number, y + site.between(-0.05, 0.05), z)
        profile = [(radius, 0), (radius, 0.7 * tall), (0.4 * radius, 0.8 * tall)]
        site.lathe(place, [*profile, (0.35 * radius, tall)], clay, sides=20)
        if site.chance(0.4):
            top = (place[0], place[1], z + tall)
            site.rod(top, (top[0], top[1], top[2] + 0.03), 0.005, BLACK)
            site.rod(
                (top[0], top[1], top[2] + 0.03),
                (top[0], top[1] - 0.035, top[2] + 0.03),
                0.006,
                BLACK,
            )


def _tub(site: Site, at: Point, metal: Matter) -> None:
    """A tub that stands free, its length away from the camera."""
    x, y, z = at
    outer = Matter(
        colour=site.pick((0.78, 0.77, 0.75), (0.1, 0.16, 0.16), (0.5, 0.34, 0.28)), rough=0.2
    )
    around = np.linspace(0, 2 * math.pi, 49)[:-1]
    c, s = np.cos(around), np.sin(around)
    shape = np.stack([np.sign(c) * np.abs(c) ** 0.75, np.sign(s) * np.abs(s) ** 0.75], axis=1)
    outside = [(0.28, 0.6, 0.0), (0.31, 0.66, 0.06), (0.36, 0.76, 0.4), (0.4, 0.84, 0.58)]
    inside = [(0.4, 0.84, 0.58), (0.385, 0.825, 0.595), (0.35, 0.79, 0.58), (0.29, 0.66, 0.2)]
    for rings, matter in ((outside, outer), ([*inside, (0.1, 0.3, 0.17)], PORCELAIN)):
        points = [
            np.stack([wide * shape[:, 0], long * shape[:, 1], np.full(48, high)], axis=1)
            for wide, long, high in rings
        ]
        faces = [
            (48 * k + i, 48 * k + (i + 1) % 48, 48 * k + 48 + (i + 1) % 48, 48 * k + 48 + i)
            for k in range(len(rings) - 1)
            for i in range(48)
        ]
        site.mesh(np.concatenate(points) + np.array(at), faces, matter, is_smooth=True)
    pipe = (x - 0.5, y + 0.1, z)
    site.rod(pipe, (pipe[0], pipe[1], 0.82), 0.016, metal)
    site.rod((pipe[0], pipe[1], 0.82), (pipe[0] + 0.2, pipe[1], 0.8), 0.014, metal)
    towel = cloth(site.pick(*TOWELS)).but(bump=0.8, bump_scale=70)
    hanging(site, (x - 0.4, y - 0.42, 0.2), (0.36, 0.42), towel, turn=-RIGHT)


def _beside_tub(site: Site, shell: Shell) -> None:
    """A stool with towels and candles."""
    oak = wood((0.36, 0.2, 0.1))
    x, y = 1.35, shell.depth - 1.95
    site.lathe((x, y, 0.46), [(0.17, 0), (0.17, 0.035)], oak)
    for around in (0.5, 2.6, 4.7):
        foot = (x + 0.17 * math.cos(around), y + 0.17 * math.sin(around), 0.0)
        site.rod(foot, (x + 0.1 * math.cos(around), y + 0.1 * math.sin(around), 0.46), 0.016, oak)
    _folded(site, (x - 0.03, y + 0.03, 0.495))
    if site.chance(0.6):
        trailing_plant(site, (x + 0.1, y - 0.08, 0.495), drop=0.2)


def _hung_up(site: Site, back: float, metal: Matter) -> None:
    """Towels on hooks or on a rail, a board with pots above."""
    left = site.between(-0.25, -0.1)
    soft = cloth(site.pick(*TOWELS)).but(bump=0.8, bump_scale=70)
    site.rod((left, back - 0.06, 1.3), (left + 0.55, back - 0.06, 1.3), 0.01, metal)
    wide, drop = site.between(0.32, 0.42), site.between(0.5, 0.7)
    hanging(site, (left + 0.28, back - 0.09, 1.32 - drop), (wide, drop), soft)
    site.box((left + 0.28, back - 0.075, 1.27), (wide, 0.08, 0.055), soft, bevel=0.025)
    oak = wood((0.36, 0.2, 0.1))
    site.box((left + 0.3, back - 0.1, 1.78), (0.75, 0.2, 0.03), oak)
    _small_things(site, (left + 0.02, back - 0.1, 1.81))
    trailing_plant(site, (left + 0.52, back - 0.11, 1.81), drop=site.between(0.3, 0.5))


def _folded(site: Site, at: Point) -> None:
    x, y, z = at
    for _ in range(int(site.between(2, 5))):
        soft = cloth(site.pick(*TOWELS)).but(bump=0.8, bump_scale=70)
        site.box((x, y, z), (0.24, 0.2, 0.06), soft, turn=site.between(-0.15, 0.15), bevel=0.025)
        z += 0.055


def _ladder(site: Site, at: Point, metal: Matter) -> None:
    """Leans on the wall, hung with towels."""
    x, y, _ = at
    rails = metal if site.chance(0.5) else wood((0.4, 0.23, 0.11))
    for side in (-0.22, 0.22):
        site.rod((x + side, y - 0.3, 0.0), (x + side, y - 0.02, 1.75), 0.016, rails)
    for number, high in enumerate((0.45, 0.8, 1.15, 1.5)):
        deep = y - 0.3 + 0.28 * high / 1.75
        site.rod((x - 0.22, deep, high), (x + 0.22, deep, high), 0.013, rails)
        if number in (1, 3):
            towel = cloth(site.pick(*TOWELS)).but(bump=0.8, bump_scale=70)
            drop, wide = site.between(0.38, 0.55), site.between(0.28, 0.38)
            hanging(
                site, (x + site.between(-0.03, 0.03), deep - 0.03, high - drop), (wide, drop), towel
            )
            site.rod((x - wide / 2, deep, high), (x + wide / 2, deep, high), 0.035, towel)


def _shower(site: Site, shell: Shell, metal: Matter) -> None:
    """A corner with a rain shower behind slim bars, as of a glass wall."""
    left, back = 0.72, shell.depth
    near = back - 1.1
    for y in (near, near + 0.5, back - 0.02):
        site.box((left, y, 0.05), (0.02, 0.022, 2.05), metal, bevel=0)
    for z in (0.05, 0.72, 1.39, 2.08):
        site.box((left, (near + back) / 2, z), (0.02, back - near, 0.022), metal, bevel=0)
    x = left + 0.5
    site.rod((x, back - 0.05, 0.9), (x, back - 0.05, 2.2), 0.013, metal)
    site.rod((x, back - 0.05, 2.2), (x, back - 0.42, 2.2), 0.013, metal)
    site.lathe((x, back - 0.42, 2.16), [(0.13, 0), (0.13, 0.015), (0.02, 0.03)], metal)
    site.box((x, back - 0.05, 1.05), (0.26, 0.05, 0.05), metal)
    site.box((x + 0.35, back - 0.07, 1.25), (0.34, 0.12, 0.02), metal)
    _small_things(site, (x + 0.25, back - 0.07, 1.27))
    towel = cloth(site.pick(*TOWELS)).but(bump=0.8, bump_scale=70)
    hanging(site, (left + 0.02, near + 0.28, 0.75), (0.34, 0.62), towel, turn=RIGHT)
    stool = wood((0.36, 0.2, 0.1))
    site.box((shell.half_width - 0.35, near - 0.5, 0), (0.36, 0.36, 0.45), stool)
    _folded(site, (shell.half_width - 0.35, near - 0.5, 0.45))
    house_plant(site, (shell.half_width - 0.3, near - 0.1, 0), site.between(0.9, 1.3))
