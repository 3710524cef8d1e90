"""Things that stand in more than one place. `at` is the middle of what they stand on."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from retrat.train.data.places.site import (
    BLACK,
    GLASS,
    WARM,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    cloth,
    glowing,
    leaf,
    placed,
    wood,
)

BARK: Colour = (0.12, 0.08, 0.05)
SPINES: tuple[Colour, ...] = (
    (0.35, 0.03, 0.03), (0.04, 0.1, 0.2), (0.05, 0.14, 0.07), (0.5, 0.34, 0.12), (0.6, 0.52, 0.4),
    (0.02, 0.03, 0.05), (0.25, 0.1, 0.04), (0.1, 0.2, 0.25), (0.45, 0.1, 0.05), (0.7, 0.66, 0.58),
)  # fmt: skip
BRIGHT: tuple[Colour, ...] = (
    (0.6, 0.05, 0.04), (0.75, 0.35, 0.05), (0.8, 0.6, 0.1), (0.1, 0.35, 0.12), (0.05, 0.2, 0.5),
    (0.3, 0.08, 0.35), (0.75, 0.72, 0.66), (0.05, 0.35, 0.38),
)  # fmt: skip


def table(
    site: Site, at: Point, matter: Matter, *, radius: float = 0.36, height: float = 0.74
) -> None:
    """A round one on a foot."""
    x, y, z = at
    site.lathe(
        at, [(0.78 * radius, 0), (0.78 * radius, 0.02), (0.03, 0.04), (0.03, height - 0.03)], BLACK
    )
    site.lathe((x, y, z + height - 0.03), [(radius, 0), (radius, 0.03)], matter, sides=40)


def desk(
    site: Site, at: Point, size: Point, matter: Matter, *, legs: Matter = BLACK, turn: float = 0.0
) -> None:
    """Four legs and a top; `size` is its width, depth and height."""
    width, depth, height = size
    for x in (-1, 1):
        for y in (-1, 1):
            leg = (x * (width / 2 - 0.06), y * (depth / 2 - 0.06), 0.0)
            site.box(_there(leg, at, turn), (0.05, 0.05, height - 0.04), legs, turn=turn)
    site.box(_there((0, 0, height - 0.04), at, turn), (width, depth, 0.04), matter, turn=turn)


def chair(
    site: Site, at: Point, matter: Matter, *, turn: float = 0.0, legs: Matter = BLACK
) -> None:
    """Its back is away from the camera where it is not turned."""
    for x in (-0.18, 0.18):
        for y in (-0.18, 0.18):
            site.box(_there((x, y, 0), at, turn), (0.035, 0.035, 0.45), legs, turn=turn)
    site.box(_there((0, 0, 0.44), at, turn), (0.43, 0.43, 0.045), matter, turn=turn, bevel=0.02)
    site.box(_there((0, 0.2, 0.58), at, turn), (0.42, 0.03, 0.34), matter, turn=turn, bevel=0.015)
    for x in (-0.18, 0.18):
        site.box(_there((x, 0.2, 0.45), at, turn), (0.035, 0.03, 0.16), legs, turn=turn)


def sofa(site: Site, at: Point, width: float, matter: Matter, *, turn: float = 0.0) -> None:
    site.box(_there((0, 0, 0.12), at, turn), (width, 0.9, 0.25), matter, turn=turn, bevel=0.04)
    site.box(_there((0, 0.36, 0.3), at, turn), (width, 0.22, 0.55), matter, turn=turn, bevel=0.08)
    for x in (-1, 1):
        arm = (x * (width / 2 + 0.08), 0, 0.12)
        site.box(_there(arm, at, turn), (0.2, 0.92, 0.5), matter, turn=turn, bevel=0.07)
    seats = max(2, round(width / 0.75))
    for number in range(seats):
        seat = ((number + 0.5) * width / seats - width / 2, -0.06, 0.36)
        site.box(
            _there(seat, at, turn),
            (width / seats - 0.02, 0.72, 0.16),
            matter,
            turn=turn,
            bevel=0.06,
        )


def cushion(site: Site, at: Point, colour: Colour, *, turn: float = 0.0) -> None:
    site.box(at, (0.42, 0.16, 0.4), cloth(colour), turn=turn, bevel=0.07)


def pendant(
    site: Site,
    at: Point,
    *,
    ceiling: float,
    watts: float = 25,
    shade: Matter = BLACK,
    radius: float = 0.17,
) -> None:
    """A lamp that hangs; `at` is its lower edge."""
    x, y, z = at
    site.rod((x, y, z + 0.2), (x, y, ceiling), 0.007, BLACK)
    site.lathe(
        at, [(radius, 0), (0.9 * radius, 0.06), (0.25 * radius, 0.2), (0.15 * radius, 0.26)], shade
    )
    site.ball((x, y, z + 0.03), 0.28 * radius, glowing((1.0, 0.72, 0.42), 50))
    site.lamp((x, y, z - 0.1), watts=watts, colour=WARM)


def floor_lamp(site: Site, at: Point, *, height: float = 1.5, watts: float = 40) -> None:
    x, y, z = at
    site.lathe(at, [(0.14, 0), (0.14, 0.02), (0.012, 0.04), (0.012, height)], BLACK)
    shade = Matter(colour=(0.9, 0.75, 0.52), rough=0.9, thin=0.6, moves="lights")
    site.lathe((x, y, z + height), [(0.22, 0), (0.15, 0.3)], shade)
    site.lamp((x, y, z + height + 0.12), watts=watts, colour=WARM, radius=0.05)


def books(site: Site, at: Point, width: float, *, turn: float = 0.0, height: float = 0.26) -> None:
    """A row of them, spines to the camera, from its left end on."""
    x = 0.0
    while x < width - 0.03:
        thick = min(site.between(0.02, 0.05), width - x)
        if site.chance(0.06):
            x += site.between(0.05, 0.15)
            continue
        tall, deep = height * site.between(0.72, 1.0), site.between(0.15, 0.2)
        matter = Matter(colour=site.pick(*SPINES), rough=0.6, vary=0.15, vary_scale=12)
        book = (x + thick / 2, 0.12 - 0.1 + deep / 2 + site.between(0, 0.02), 0)
        site.box(_there(book, at, turn), (thick, deep, tall), matter, turn=turn, bevel=0.003)
        x += thick + 0.002


def plant(site: Site, at: Point, *, height: float = 1.0, pot: Colour = (0.75, 0.72, 0.66)) -> None:
    """Long leaves in a pot."""
    x, y, z = at
    foot = 0.35 * height
    site.lathe(at, [(0.14 * height, 0), (0.2 * height, foot)], Matter(colour=pot, rough=0.5))
    green = leaf(site.pick((0.07, 0.22, 0.06), (0.1, 0.28, 0.08), (0.05, 0.18, 0.09)), moves="")
    points, faces = [], []
    for number in range(46):
        around, up = site.between(0, 2 * math.pi), site.between(0.3, 1.45)
        long = height * site.between(0.4, 0.8)
        along = np.array(
            [math.cos(around) * math.cos(up), math.sin(around) * math.cos(up), math.sin(up)]
        )
        aside = np.cross(along, (0, 0, 1.0))
        aside *= 0.06 * height / max(1e-6, float(np.linalg.norm(aside)))
        root = np.array([x, y, z + foot])
        middle, tip = root + 0.55 * long * along, root + long * along - (0, 0, 0.15 * long)
        points += [root, middle + aside, tip, middle - aside]
        faces.append((4 * number, 4 * number + 1, 4 * number + 2, 4 * number + 3))
    site.mesh(np.array(points), faces, green)


def tree(
    site: Site,
    at: Point,
    *,
    height: float = 6.0,
    green: Matter | None = None,
    count: int = 2500,
    size: float = 0.11,
) -> None:
    """A trunk, some boughs, and clouds of leaves around their ends."""
    x, y, z = at
    green = green or leaf((0.12, 0.26, 0.05))
    rough = Matter(colour=BARK, rough=0.95, vary=0.4, vary_scale=6, bump=0.6, bump_scale=14)
    fork = 0.42 * height
    site.lathe(
        at, [(0.05 * height, 0), (0.032 * height, 0.06 * height), (0.022 * height, fork)], rough
    )
    boughs = 7
    for number in range(boughs):
        around = 2 * math.pi * (number + site.between(-0.3, 0.3)) / boughs
        out, up = site.between(0.12, 0.26) * height, site.between(0.2, 0.5) * height
        end = (x + out * math.cos(around), y + out * math.sin(around), z + fork + up)
        site.rod((x, y, z + 0.8 * fork), end, 0.008 * height, rough)
        reach = site.between(0.13, 0.2) * height
        site.leaves(
            end, (reach, reach, 0.75 * reach), green, count=count // (boughs + 1), size=size
        )
    top = (x, y, z + 0.85 * height)
    site.leaves(
        top,
        (0.2 * height, 0.2 * height, 0.16 * height),
        green,
        count=count // (boughs + 1),
        size=size,
    )


def cup(site: Site, at: Point, matter: Matter = WHITE) -> None:
    site.lathe(at, [(0.075, 0), (0.08, 0.012)], matter)
    site.lathe(at, [(0.03, 0.012), (0.043, 0.085), (0.042, 0.09)], matter)


def bottle(
    site: Site, at: Point, colour: Colour, *, height: float = 0.28, radius: float = 0.04
) -> None:
    matter = Matter(colour=colour, rough=0.15)
    site.lathe(
        at,
        [
            (radius, 0),
            (radius, 0.6 * height),
            (0.35 * radius, 0.78 * height),
            (0.35 * radius, height),
        ],
        matter,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Glazing:
    """A window's frame and panes, and the plain light outside, so bright and of so many watts."""

    frame: Matter = WHITE
    panes: tuple[int, int] = (2, 2)
    outside: Colour = (0.75, 0.88, 1.0)
    strength: float = 2.5
    watts: float = 80.0


def window(
    site: Site,
    at: Point,
    size: tuple[float, float],
    glazing: Glazing,
    *,
    turn: float = 0.0,
) -> None:
    """A bright window on a wall, towards the camera where it is not turned; `at` is the middle of
    its sill.
    """
    width, height = size
    frame, panes = glazing.frame, glazing.panes
    bright = Matter(colour=glazing.outside, glow=glazing.strength)
    site.box(_there((0, 0.03, 0), at, turn), (width, 0.02, height), bright, turn=turn, bevel=0)
    for x in np.linspace(-width / 2, width / 2, panes[0] + 1):
        site.box(_there((float(x), 0, 0), at, turn), (0.06, 0.07, height), frame, turn=turn)
    for z in np.linspace(0, height, panes[1] + 1):
        site.box(
            _there((0, 0, float(z) - 0.03), at, turn), (width + 0.06, 0.07, 0.06), frame, turn=turn
        )
    site.panel(
        _there((0, -0.1, height / 2), at, turn),
        _there((0, -2, height / 3), at, turn),
        size,
        watts=glazing.watts,
        colour=glazing.outside,
    )


def screen(
    site: Site,
    at: Point,
    size: tuple[float, float],
    *,
    turn: float = 0.0,
    colour: Colour = (0.25, 0.4, 0.7),
    glow: float = 1.5,
) -> None:
    """A monitor on a foot, its picture towards the camera where it is not turned."""
    width, height = size
    site.box(_there((0, 0, 0), at, turn), (0.25, 0.18, 0.015), BLACK, turn=turn)
    site.box(_there((0, 0.03, 0), at, turn), (0.04, 0.03, 0.2), BLACK, turn=turn)
    site.box(_there((0, 0, 0.14), at, turn), (width, 0.03, height), BLACK, turn=turn)
    lit = Matter(colour=colour, glow=glow, moves="lights")
    site.box(
        _there((0, -0.02, 0.155), at, turn), (width - 0.03, 0.01, height - 0.03), lit, turn=turn
    )


def picture(
    site: Site, at: Point, size: tuple[float, float], colour: Colour, *, turn: float = 0.0
) -> None:
    """In a frame on a wall; `at` is the middle of its lower edge."""
    width, height = size
    site.box(_there((0, 0, 0), at, turn), (width, 0.03, height), BLACK, turn=turn)
    site.box(
        _there((0, -0.01, 0.03), at, turn), (width - 0.06, 0.025, height - 0.06), WHITE, turn=turn
    )
    painted = Matter(colour=colour, rough=0.7, vary=0.8, vary_scale=5)
    site.box(
        _there((0, -0.015, 0.09), at, turn),
        (width - 0.18, 0.025, height - 0.18),
        painted,
        turn=turn,
    )


def curtain(
    site: Site,
    at: Point,
    size: tuple[float, float],
    matter: Matter,
    *,
    turn: float = 0.0,
    fold: float = 0.04,
) -> None:
    """Folds that hang; `at` is the middle of its lower edge."""
    width, height = size
    across = np.linspace(-width / 2, width / 2, max(8, int(width * 40)))
    deep = fold * np.sin(across * 2 * math.pi / 0.16 + site.between(0, 6)) + 0.3 * fold * np.sin(
        across * 23
    )
    points = np.concatenate(
        [np.stack([across, deep, np.full_like(across, z)], axis=1) for z in (0.0, height)]
    )
    count = len(across)
    faces = [(i, i + 1, count + i + 1, count + i) for i in range(count - 1)]
    site.mesh(placed(points, at, turn), faces, matter, is_smooth=True)


def vase(
    site: Site, at: Point, *, colour: Colour = (0.7, 0.68, 0.62), flowers: Colour = (0.7, 0.2, 0.25)
) -> None:
    x, y, z = at
    site.lathe(
        at, [(0.05, 0), (0.08, 0.1), (0.04, 0.2), (0.05, 0.23)], Matter(colour=colour, rough=0.3)
    )
    site.leaves(
        (x, y, z + 0.34), (0.12, 0.12, 0.12), leaf((0.1, 0.25, 0.07), moves=""), count=40, size=0.05
    )
    site.leaves(
        (x, y, z + 0.4), (0.13, 0.13, 0.1), Matter(colour=flowers, rough=0.7), count=60, size=0.035
    )


def glass(site: Site, at: Point, *, height: float = 0.14, radius: float = 0.035) -> None:
    site.lathe(at, [(radius, 0), (radius, height)], GLASS)


def shelf(site: Site, at: Point, width: float, *, depth: float = 0.28, turn: float = 0.0) -> None:
    """A board on a wall with jars on it."""
    site.box(at, (width, depth, 0.035), wood((0.35, 0.2, 0.1)), turn=turn)
    x = -width / 2 + 0.08
    while x < width / 2 - 0.06:
        radius, tall = site.between(0.035, 0.075), site.between(0.1, 0.24)
        jar = Matter(colour=site.pick(*BRIGHT, *SPINES), rough=0.25)
        profile = [
            (radius, 0),
            (radius, 0.7 * tall),
            (0.5 * radius, 0.85 * tall),
            (0.5 * radius, tall),
        ]
        site.lathe(_there((x, 0, 0.035), at, turn), profile, jar, sides=18)
        x += 2 * radius + site.between(0.03, 0.14)


def _there(offset: Point, at: Point, turn: float) -> Point:
    x, y, z = placed(np.array([offset], float), at, turn)[0]
    return float(x), float(y), float(z)
