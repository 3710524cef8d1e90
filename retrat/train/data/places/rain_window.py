"""A warm dark room beside a big window with rain drops, blurred wet city lights outside, a lamp."""

import math

import numpy as np
from jaxtyping import Float

from retrat.train.data.places.interiors import (
    Opening,
    Shell,
    hanging,
    house_plant,
    mirrored,
    pillow,
    table_lamp,
    trailing_plant,
)
from retrat.train.data.places.site import (
    BLACK,
    Colour,
    Matter,
    Point,
    Site,
    Sky,
    View,
    cloth,
    hills,
    mixed,
    plaster,
    wood,
)
from retrat.train.data.places.things import books, cup

LIGHTS: tuple[Colour, ...] = (
    (1.0, 0.36, 0.07), (1.0, 0.5, 0.16), (1.0, 0.3, 0.05), (1.0, 0.05, 0.03), (0.75, 0.85, 1.0),
    (0.08, 0.6, 0.45), (0.15, 0.3, 1.0), (1.0, 0.1, 0.3), (1.0, 0.6, 0.25), (1.0, 0.42, 0.1),
)  # fmt: skip
WALLS: tuple[Colour, ...] = (
    (0.2, 0.12, 0.09),
    (0.09, 0.12, 0.11),
    (0.08, 0.1, 0.15),
    (0.3, 0.22, 0.16),
    (0.17, 0.15, 0.13),
)
CLOTHS: tuple[Colour, ...] = (
    (0.4, 0.16, 0.06), (0.45, 0.38, 0.3), (0.1, 0.16, 0.17), (0.35, 0.08, 0.07), (0.4, 0.27, 0.1),
    (0.14, 0.16, 0.1),
)  # fmt: skip
DROP = Matter(colour=(1.0, 1.0, 1.0), rough=0.0, glass=1.0, moves="water")
STREET = -5.5  # metres under the floor


def build(site: Site, moment: str) -> None:
    del moment
    left, low = site.between(-0.42, -0.3), site.between(0.6, 0.75)
    oak = wood(site.pick((0.25, 0.13, 0.06), (0.12, 0.06, 0.03)))
    frame = BLACK if site.chance(0.5) else oak
    panes = ((2, 1), (3, 2), (2, 2))[int(site.between(0, 3))]
    shell = Shell(
        half_width=2.0,
        depth=site.between(2.3, 2.6),
        height=2.8,
        wall=plaster(site.pick(*WALLS)),
        back_wall=plaster(site.pick(*WALLS)),
        floor=wood((0.2, 0.11, 0.05)),
        ceiling=plaster((0.4, 0.36, 0.3)),
        back=Opening(start=left, end=1.75, low=low, high=2.45, panes=panes, frame=frame),
    )
    shell.build(site)
    _city(site, shell.depth)
    _rain(site, shell)
    _room(site, shell, oak)
    warm = (1.0, 0.7, 0.42)
    site.panel((-1.2, -1.2, 2.4), (0.3, 2.4, 1.0), (1.2, 1.2), watts=16, colour=warm)
    if site.chance(0.5):
        mirrored(site)
    yaw = site.between(-0.2, 0.2)
    site.view = View(
        at=(-0.5 * yaw, 0.0, 1.5), to=(yaw, 4.0, 1.5), stop=2.4, exposure=0.6, focus=1.4
    )


def _city(site: Site, near: float) -> None:
    haze = site.pick((0.4, 0.26, 0.22), (0.18, 0.28, 0.46), (0.3, 0.22, 0.36), (0.16, 0.3, 0.34))
    site.sky = Sky(zenith=(0.05, 0.08, 0.18), horizon=haze, strength=0.7)
    for _ in range(18):
        far = near + site.between(22, 70)
        wide, high = site.between(6, 13), site.between(5, 10) + far * site.between(0.1, 0.5)
        aside = site.between(-0.5, 0.6) * far
        air = mixed(
            (0.004, 0.006, 0.012), haze, min(0.75, (far - 18) / 60) * site.between(0.6, 1.1)
        )
        facade = Matter(colour=air, rough=1.0, glow=0.5)
        site.box((aside, far, STREET), (wide, 6, high), facade, bevel=0)
        _lit_windows(site, (aside, far - 3.05, STREET), (wide, high))
    wet = Matter(colour=(0.02, 0.02, 0.025), rough=0.16, bump=0.35, bump_scale=2, moves="water")
    site.plane((0, 60, STREET), (300, 110), wet)
    for colour in LIGHTS:
        count = int(site.between(7, 16))
        y = near + site.rng.uniform(14, 45, count)
        x = y * site.rng.uniform(-0.45, 0.6, count)
        z = 1.5 + y * np.clip(site.rng.normal(-0.07, 0.13, count), -0.3, 0.3)
        z = np.maximum(z, STREET + 0.6)
        radius = y * site.rng.uniform(0.006, 0.02, count)
        lit = Matter(colour=colour, glow=site.between(0.7, 1.8), moves="lights")
        _discs(site, np.stack([x, y, z], axis=1), radius, lit)


def _lit_windows(site: Site, at: Point, size: tuple[float, float]) -> None:
    wide, high = size
    columns, rows = int(wide / 1.3), int(high / 2.6)
    points: list[Point] = []
    faces: list[tuple[int, int, int, int]] = []
    for column in range(columns):
        for row in range(rows):
            if not site.chance(0.3):
                continue
            x = at[0] - wide / 2 + (column + 0.5) * wide / columns
            z = at[2] + 1.0 + row * 2.6
            first = len(points)
            points += [
                (x + a, at[1], z + b) for a, b in ((-0.3, 0), (0.3, 0), (0.3, 1.0), (-0.3, 1.0))
            ]
            faces.append((first, first + 1, first + 2, first + 3))
    if faces:
        tone = site.pick((1.0, 0.42, 0.1), (1.0, 0.55, 0.2), (0.7, 0.8, 1.0), (1.0, 0.35, 0.08))
        lit = Matter(colour=tone, glow=site.between(0.35, 0.9), moves="lights")
        site.mesh(np.array(points), faces, lit)


def _discs(
    site: Site, middles: Float[np.ndarray, "n 3"], radii: Float[np.ndarray, "n"], matter: Matter
) -> None:
    """Round, towards the camera: lights as a lens blurs them."""
    around = np.linspace(0, 2 * math.pi, 25)[:-1]
    ring = np.stack([np.cos(around), np.zeros(24), np.sin(around)], axis=1)
    points = middles[:, None] + radii[:, None, None] * ring
    faces = 24 * np.arange(len(middles))[:, None] + np.arange(24)
    site.mesh(points.reshape(-1, 3), faces, matter)


def _rain(site: Site, shell: Shell) -> None:
    """Drops on the glass, and the tracks of those that run down."""
    opening = shell.back
    assert opening is not None
    y = shell.depth + 0.16
    wide, tall = opening.size
    count = 1500
    radius = np.clip(site.rng.lognormal(-5.2, 0.5, count), 0.002, 0.014)
    x = opening.start + wide * site.rng.random(count)
    z = opening.low + tall * site.rng.random(count)
    long = radius * site.rng.uniform(1.0, 1.5, count)
    _drops(site, np.stack([x, np.full(count, y), z], axis=1), radius, long)
    for _ in range(26):
        x0, top = opening.start + wide * site.between(0, 1), site.between(0.2, 1.0)
        run = site.between(0.12, 0.6)
        steps = int(run / 0.016)
        share = np.linspace(0, 1, steps)
        bend = 0.012 * hills(site.rng, (2, steps), 4)[0]
        zs = opening.low + tall * top - run * share
        size = 0.003 + 0.003 * site.rng.random(steps) + 0.006 * (share > 0.97)
        keep = (zs > opening.low) & ((site.rng.random(steps) < 0.75) | (share > 0.97))
        middles = np.stack([x0 + bend, np.full(steps, y), zs], axis=1)[keep]
        if len(middles):
            _drops(site, middles, size[keep], 2.4 * size[keep])


def _drops(
    site: Site,
    middles: Float[np.ndarray, "n 3"],
    wide: Float[np.ndarray, "n"],
    tall: Float[np.ndarray, "n"],
) -> None:
    """Flat lenses on the glass, a little fuller below."""
    rings, sides = 4, 10
    around = np.linspace(0, 2 * math.pi, sides, endpoint=False)
    shape = []
    for ring in range(rings):
        out = math.cos(0.5 * math.pi * ring / rings)
        deep = -0.55 * math.sin(0.5 * math.pi * ring / rings)
        shape.append(
            np.stack([out * np.cos(around), np.full(sides, deep), out * np.sin(around)], 1)
        )
    unit = np.concatenate([*shape, [[0, -0.55, 0], [0, 0, 0]]])
    faces = []
    for side in range(sides):
        after = (side + 1) % sides
        for ring in range(rings - 1):
            a, b = ring * sides, (ring + 1) * sides
            faces.append((a + side, a + after, b + after, b + side))
        last = (rings - 1) * sides
        faces.append((last + side, last + after, rings * sides, rings * sides))
        faces.append((after, side, rings * sides + 1, rings * sides + 1))
    scale = np.stack([wide, wide, tall], axis=1)[:, None]
    points = middles[:, None] + unit[None] * scale
    base = (len(unit) * np.arange(len(middles)))[:, None, None]
    corners = (base + np.array(faces)[None]).reshape(-1, 4)
    site.mesh(points.reshape(-1, 3), corners, DROP, is_smooth=True)


def _room(site: Site, shell: Shell, oak: Matter) -> None:
    """A seat along the window with cushions, a table with a lamp, a curtain."""
    opening, back = shell.back, shell.depth
    assert opening is not None
    site.box((0.5, back - 0.14, opening.low - 0.08), (3.0, 0.34, 0.05), oak)
    curtain = cloth(site.pick(*CLOTHS)).but(thin=0.25)
    wide = site.between(0.3, 0.42)
    hanging(site, (opening.start + wide / 2 - 0.28, back - 0.12, 0.02), (wide, 2.58), curtain)
    site.rod((-1.8, back - 0.12, 2.6), (1.9, back - 0.12, 2.6), 0.014, BLACK)
    top = opening.low - 0.03
    x = site.between(-0.8, -0.72)
    site.box((x - 0.1, back - 0.4, 0.0), (0.5, 0.5, 0.72), oak)
    table_lamp(site, (x + 0.05, back - 0.42, 0.72), watts=20, tall=0.36)
    books(site, (x - 0.3, back - 0.35, 0.72), 0.2)
    _sill(site, (0.0, back - 0.16, top))
    if site.chance(0.6):
        house_plant(site, (site.between(1.05, 1.25), back - 0.55, 0), site.between(1.3, 1.6))
    else:
        soft = cloth(site.pick(*CLOTHS))
        pillow(site, (0.95, back - 0.25, top), (0.45, 0.16, 0.45), soft, turn=-0.5)
        pillow(
            site, (0.75, back - 0.33, top), (0.38, 0.15, 0.38), cloth(site.pick(*CLOTHS)), turn=0.2
        )


def _sill(site: Site, at: Point) -> None:
    x, y, z = at
    side = site.between(0.42, 0.5)
    cup(site, (x + 1.2 * side, y - 0.02, z + 0.09), Matter(colour=site.pick(*CLOTHS), rough=0.3))
    for number in range(3):
        flat = Matter(colour=site.pick(*CLOTHS), rough=0.6)
        place = (x + 1.15 * side, y, z + 0.03 * number)
        site.box(place, (0.22, 0.16, 0.028), flat, turn=site.between(-0.2, 0.2), bevel=0.003)
    if site.chance(0.6):
        trailing_plant(site, (x + side + 0.45, y + 0.02, z), drop=0.15)
    flame = Matter(colour=(1.0, 0.6, 0.22), glow=14, moves="lights")
    wax = Matter(colour=(0.7, 0.6, 0.45), rough=0.5, thin=0.3)
    for number in range(int(site.between(1, 4))):
        place = (x + side + 0.16 + 0.09 * number, y + site.between(-0.04, 0.04), z)
        tall = site.between(0.06, 0.14)
        site.lathe(place, [(0.032, 0), (0.032, tall)], wax, sides=18)
        tip = (place[0], place[1], z + tall)
        site.lathe(tip, [(0.002, 0), (0.009, 0.014), (0.001, 0.04)], flame, sides=10)
    site.lamp((x + side + 0.2, y - 0.05, z + 0.2), watts=3, colour=(1.0, 0.6, 0.3))
