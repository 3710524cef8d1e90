"""What stands in recording studios: microphones, headphones, loudspeakers, mixing desks, neon."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from jaxtyping import Float

from retrat.train.data.places.equipment import Pile
from retrat.train.data.places.interiors import there
from retrat.train.data.places.site import (
    BLACK,
    STEEL,
    WHITE,
    Colour,
    Matter,
    Point,
    Site,
    glowing,
    mixed,
    placed,
)
from retrat.train.data.places.vessels import wires

SATIN = Matter(colour=(0.02, 0.02, 0.022), rough=0.32, metal=0.3)
NICKEL = Matter(colour=(0.5, 0.48, 0.45), rough=0.35, metal=0.9)
MESH = Matter(colour=(0.45, 0.44, 0.42), rough=0.35, metal=1.0, bump=0.6, bump_scale=300)
CAP = Matter(colour=(0.03, 0.03, 0.032), rough=1.0, bump=0.5, bump_scale=220)


def tube(site: Site, points: Float[np.ndarray, "n 3"], radius: float, matter: Matter) -> None:
    """A bent round bar through points."""
    ends = [(tuple(a), tuple(b)) for a, b in pairwise(points)]
    wires(site, ends, radius, matter)


def round_sheet(site: Site, at: Point, radius: float, matter: Matter, *, turn: float = 0.0) -> None:
    """Upright, towards the camera where it is not turned; `at` is its middle."""
    around = np.linspace(0, 2 * math.pi, 33)[:-1]
    ring = radius * np.stack([np.cos(around), 0 * around, np.sin(around)], axis=1)
    site.mesh(placed(ring, at, turn), np.arange(32)[None], matter)


def headphones(site: Site, at: Point, *, turn: float = 0.0) -> None:
    """`at` is the top of their band."""
    angles = np.linspace(-0.35, math.pi + 0.35, 22)
    band = np.stack([0.085 * np.cos(angles), 0 * angles, 0.1 * np.sin(angles) - 0.1], axis=1)
    tube(site, np.array([there(tuple(each), at, turn) for each in band]), 0.011, SATIN)
    for hand in (-1, 1):
        ends = [there((hand * out, 0, -0.16), at, turn) for out in (0.05, 0.075, 0.105)]
        site.rod(ends[0], ends[1], 0.045, BLACK, 20)
        site.rod(ends[1], ends[2], 0.038, SATIN, 20)
        site.ball(ends[2], 0.03, STEEL)


def boom(site: Site, foot: Point, elbow: Point, end: Point) -> None:
    """An arm of two parts of two bars each, clamped to the edge of a desk at its foot."""
    x, y, z = foot
    site.box((x, y - 0.02, z - 0.1), (0.05, 0.09, 0.16), SATIN)
    shoulder = (x, y, z + 0.14)
    site.rod(foot, shoulder, 0.016, SATIN)
    for a, b in ((shoulder, elbow), (elbow, end)):
        for lift in (-0.018, 0.018):
            site.rod((a[0], a[1], a[2] + lift), (b[0], b[1], b[2] + lift), 0.0085, SATIN)
    for joint in (shoulder, elbow, end):
        near, far = (joint[0], joint[1] - 0.022, joint[2]), (joint[0], joint[1] + 0.022, joint[2])
        site.rod(near, far, 0.032, SATIN, 16)


def condenser(site: Site, at: Point) -> None:
    """An upright microphone in an elastic cradle, which hangs at `at`."""
    x, y, z = at
    low = z - 0.3
    body = [(0.018, 0), (0.028, 0.01), (0.028, 0.1), (0.026, 0.105)]
    site.lathe((x, y, low), body, NICKEL)
    head = [(0.027, 0), (0.03, 0.012), (0.03, 0.07), (0.02, 0.095), (0.002, 0.1)]
    site.lathe((x, y, low + 0.105), head, MESH)
    around = np.linspace(0, 2 * math.pi, 25)
    ring = np.stack([x + 0.06 * np.cos(around), y + 0.06 * np.sin(around), 0 * around], axis=1)
    inner = np.array([x, y, 0]) + (ring - (x, y, 0)) * 0.47
    for level in (0.02, 0.09):
        raised = ring + np.array([0, 0, low + level])
        tube(site, raised, 0.005, SATIN)
        outs, ins = raised[:-1:3], np.roll(inner[:-1:3], 1, axis=0)
        strings = [(tuple(a), (b[0], b[1], low + 0.055)) for a, b in zip(outs, ins, strict=True)]
        wires(site, strings, 0.0025, BLACK)
    site.rod((x + 0.06, y, low + 0.02), (x + 0.06, y, low + 0.12), 0.005, SATIN)
    site.rod((x + 0.06, y, low + 0.1), (x + 0.02, y, z), 0.009, SATIN)


def stout_microphone(site: Site, at: Point, side: int) -> None:
    """One with a foam cap in a yoke below `at`, which points away from that side."""
    x, y, z = at
    aim = np.array([-0.86 * side, -0.45, -0.1])
    middle = np.array([x, y, z - 0.1])

    def on(share: float) -> Point:
        a, b, c = (middle + share * aim).tolist()
        return a, b, c

    site.rod(on(-0.1), on(0.0), 0.03, SATIN, 24)
    site.ball(on(-0.1), 0.029, SATIN)
    site.rod(on(0.0), on(0.085), 0.036, CAP, 24)
    site.ball(on(0.085), 0.036, CAP)
    site.rod(on(-0.012), on(-0.004), 0.032, STEEL, 24)
    for hand in (-1, 1):
        beside = (x + 0.016 * hand, y + 0.04 * hand, z - 0.1)
        site.rod(beside, (beside[0], beside[1], z - 0.02), 0.006, SATIN)
    site.rod((x - 0.016, y - 0.04, z - 0.02), (x + 0.016, y + 0.04, z - 0.02), 0.007, SATIN)
    site.rod((x, y, z - 0.02), at, 0.01, SATIN)


def mixing_desk(site: Site, at: Point, tint: Colour) -> None:
    """Rows of knobs and faders, and small lights."""
    pile, (x, y, z) = Pile(), at
    site.box(at, (0.62, 0.4, 0.06), SATIN, bevel=0.012)
    top = z + 0.06
    tones = [Matter(colour=each, rough=0.4) for each in ((0.5, 0.08, 0.05), (0.06, 0.2, 0.45))]
    lit = [glowing(tint, 3), glowing((0.2, 1.0, 0.3), 2), glowing((1.0, 0.5, 0.1), 2)]
    for column in range(12):
        place = x - 0.27 + 0.049 * column
        for row in range(4):
            pile.box((place, y + 0.17 - 0.045 * row, top), (0.018, 0.018, 0.02), tones[row % 2])
        pile.box((place, y - 0.12, top), (0.006, 0.14, 0.002), BLACK)
        pile.box((place, y - 0.12 + site.between(-0.05, 0.05), top), (0.02, 0.03, 0.018), WHITE)
        if site.chance(0.6):
            pile.box((place, y - 0.02, top), (0.012, 0.012, 0.004), lit[column % 3])
    pile.put(site)


def tracks(site: Site, at: Point, tones: tuple[Colour, Colour], *, turn: float = 0.0) -> None:
    """A wide monitor that shows tracks of sound."""
    wide, tall = 0.78, 0.36
    pile = Pile()
    site.box(at, (0.26, 0.18, 0.014), SATIN, turn=turn)
    site.box(there((0, 0.03, 0), at, turn), (0.05, 0.03, 0.3), SATIN, turn=turn)
    site.box(there((0, 0, 0.16), at, turn), (wide, 0.03, tall), BLACK, turn=turn)
    inner = (wide - 0.03, 0.004, tall - 0.03)
    pile.box(there((0, -0.017, 0.175), at, turn), inner, glowing((0.03, 0.035, 0.045), 1.5), turn)
    for track in range(4):
        tone = glowing(mixed(tones[track % 2], (0.3, 0.4, 0.3), 0.2 * track), 0.9)
        level, x, place = 0.215 + 0.075 * track, -0.34, site.between(0, 6)
        while x < 0.33:
            if math.sin(3.1 * x * (1 + track % 2) + place) > -0.55:
                loud = 0.062 * abs(math.sin(11 * x + place)) * site.between(0.2, 1.0) + 0.006
                front = there((x, -0.02, level - loud / 2), at, turn)
                pile.box(front, (0.008, 0.003, loud), tone, turn)
            x += 0.0125
    pile.put(site)


def loudspeaker(site: Site, at: Point, *, turn: float = 0.0, is_yellow: bool = False) -> None:
    """A small one of two cones, as stands on desks."""
    site.box(at, (0.22, 0.24, 0.34), SATIN, turn=turn, bevel=0.015)
    cone = Matter(colour=(0.5, 0.36, 0.08), rough=0.5) if is_yellow else NICKEL
    for level, radius, matter in ((0.125, 0.078, cone), (0.265, 0.034, STEEL)):
        front = [there((0, -0.12 - out, level), at, turn) for out in (-0.01, 0.004)]
        site.rod(front[0], front[1], 1.12 * radius, BLACK, 28)
        round_sheet(site, front[1], radius, matter, turn=turn)
        site.ball(front[0], 0.35 * radius, BLACK)


def neon(site: Site, at: Point, colour: Colour, kind: int) -> None:
    """A line of light on a wall: a wave of sound, headphones, a bolt or rings."""
    x, y, z = at
    share = np.linspace(0, 1, 70)
    around = 2 * math.pi * share
    lines: list[np.ndarray] = []
    if kind == 0:
        swing = 0.16 * np.sin(share * 9 * math.pi) * np.sin(share * math.pi) ** 1.5
        lines.append(np.stack([0.8 * (share - 0.5), swing], axis=1))
    elif kind == 1:
        lines.append(0.2 * np.stack([np.cos(around / 2), np.sin(around / 2) + 0.1], axis=1))
        for hand in (-1, 1):
            oval = [hand * 0.2 + 0.05 * np.cos(around), 0.1 * np.sin(around) - 0.07]
            lines.append(np.stack(oval, axis=1))
    elif kind == 2:
        bolt = [(0.06, 0.26), (-0.12, -0.03), (0.01, -0.03), (-0.06, -0.27), (0.13, 0.05)]
        lines.append(np.array([*bolt, (0.0, 0.05), bolt[0]]))
    else:
        for radius, shift in ((0.22, -0.08), (0.15, 0.16)):
            ring = [shift + radius * np.cos(around), radius * np.sin(around)]
            lines.append(np.stack(ring, axis=1))
    lit = glowing(mixed(colour, (1, 1, 1), 0.03), 2.2)
    for line in lines:
        points = np.stack([x + line[:, 0], np.full(len(line), y), z + line[:, 1]], axis=1)
        tube(site, points, 0.011, lit)
    site.lamp((x, y - 0.12, z), watts=3, colour=colour, radius=0.1)
