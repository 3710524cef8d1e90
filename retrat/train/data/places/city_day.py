"""A street between houses with shop fronts, parked cars, trees and lamp posts along a pavement."""

import math

from retrat.train.data.places.site import (
    Matter,
    Site,
    Sky,
    View,
    leaf,
    wood,
)
from retrat.train.data.places.streets import PAINTS, boxes, car, lamp_post, row
from retrat.train.data.places.things import chair, plant, table, tree

STONE = Matter(colour=(0.34, 0.32, 0.29), rough=0.9, vary=0.15, vary_scale=2.5, bump=0.15)


def build(site: Site, moment: str) -> None:
    is_sunny = moment == "on a sunny day"
    side = 1 if site.chance(0.5) else -1
    near, kerb, far = site.between(2.3, 3.0), site.between(2.5, 3.1), site.between(11.5, 13.5)
    _light(site, is_sunny, side)
    _ground(site, side, kerb, far, is_sunny)
    row(site, -side * near, (1.0, 62), shop=0.45)
    row(site, side * far, (9.0, 70), shop=0.4)
    _closing(site, side)
    _along_the_kerb(site, side, kerb)
    _cars(site, side, kerb, far)
    _before_the_shops(site, side, near)
    for share, often in ((0.3, 7.0), (0.75, 7.0)):
        x = side * ((1 - share) * (1.5 - near) + share * (kerb - 1.3))
        site.lane((1.6 * x, 3.2, 0), (x, 34, 0), often=often, is_free=True)
    site.view = View(
        at=(0, 0, 1.5),
        to=(side * site.between(-0.25, 0.2), 4, 1.55),
        stop=site.between(1.9, 2.6),
        exposure=0.15 if is_sunny else 0.55,
    )


def _light(site: Site, is_sunny: bool, side: int) -> None:
    if is_sunny:
        site.sky = Sky(
            zenith=(0.08, 0.2, 0.5), horizon=(0.66, 0.78, 0.9), strength=1.0,
            cover=site.between(0.2, 0.5),
        )  # fmt: skip
        azimuth = side * (site.between(28, 60) if site.chance(0.5) else site.between(120, 160))
        site.sun(site.between(34, 46), azimuth, watts=4.2, colour=(1.0, 0.9, 0.76), angle=0.015)
    else:
        site.sky = Sky(
            zenith=(0.55, 0.6, 0.66), horizon=(0.75, 0.78, 0.8), strength=1.1, cover=0.6,
            cloud=(0.62, 0.65, 0.7),
        )  # fmt: skip
        site.sun(60, side * 70, watts=0.8, colour=(0.95, 0.97, 1.0), angle=0.8)


def _ground(site: Site, side: int, kerb: float, far: float, is_sunny: bool) -> None:
    asphalt = Matter(
        colour=(0.09, 0.09, 0.095), rough=0.85 if is_sunny else 0.45, vary=0.2, vary_scale=0.8,
        bump=0.25, bump_scale=60,
    )  # fmt: skip
    site.plane((0, 100, -0.12), (120, 240), asphalt)
    site.box((side * (kerb - 7.0), 60, -0.12), (14.0, 126, 0.12), STONE, bevel=0.01)
    site.box((side * (far + 5.0), 60, -0.12), (16.0, 126, 0.12), STONE, bevel=0.01)
    joints = Matter(colour=(0.2, 0.19, 0.17), rough=1.0)
    lines = [
        ((side * (kerb - 2.6), 0.6 * number, 0.0), (5.0, 0.015, 0.002)) for number in range(70)
    ]
    lines += [((side * (kerb - 0.3 - 0.6 * n), 25, 0.0), (0.015, 52, 0.002)) for n in range(8)]
    boxes(site, lines, joints, bevel=0)
    curb = Matter(colour=(0.42, 0.4, 0.37), rough=0.9, vary=0.1)
    site.box((side * (kerb - 0.09), 60, -0.1), (0.18, 126, 0.11), curb)
    paint = Matter(colour=(0.6, 0.6, 0.57), rough=0.8)
    middle = side * (kerb + far - 3.0) / 2
    boxes(site, [((middle, 4 + 4.5 * n, -0.12), (0.12, 1.8, 0.004)) for n in range(22)], paint)


def _closing(site: Site, side: int) -> None:
    """Where the street bends away: trees, and a hazy block."""
    haze = Matter(colour=(0.5, 0.5, 0.5), rough=1.0).far((0.62, 0.7, 0.8), 0.5)
    for number in range(7):
        x = -24 + 8 * number + site.between(-2, 2)
        site.box((x, 96 + site.between(0, 8), 0), (8.5, 10, site.between(9, 19)), haze, bevel=0)
    green = leaf((0.12, 0.22, 0.06))
    for x in (-6, 1, 7, 13):
        at = (side * x + site.between(-1, 1), 78 + site.between(-4, 4), -0.1)
        tree(site, at, height=site.between(8, 11), green=green, count=1800, size=0.3)


def _along_the_kerb(site: Site, side: int, kerb: float) -> None:
    autumn = site.chance(0.2)
    green = leaf((0.4, 0.2, 0.03) if autumn else site.pick((0.1, 0.24, 0.04), (0.14, 0.27, 0.05)))
    iron = Matter(colour=(0.03, 0.03, 0.03), rough=0.6)
    first = site.between(7.0, 8.5)
    for number in range(6):
        y = first + 7.5 * number
        x = side * (kerb - 0.45)
        tree(site, (x, y, 0), height=site.between(6.0, 7.5), green=green, count=3200, size=0.13)
        site.box((x, y, 0), (0.9, 0.9, 0.012), iron)
        if number % 2 == 0:
            lamp_post(site, (x, y + 3.6, 0))
    bars = [((side * (kerb - 0.3), 3.4 + 1.4 * n, 0), (0.09, 0.09, 0.85)) for n in range(3)]
    boxes(site, bars, iron, bevel=0.03)


def _cars(site: Site, side: int, kerb: float, far: float) -> None:
    y = site.between(4.6, 6.0)
    while y < 50:
        if site.chance(0.85):
            car(
                site,
                (side * (kerb + 1.1 + site.between(-0.06, 0.1)), y + 2.2, -0.12),
                site.pick(*PAINTS),
                turn=math.pi * int(site.chance(0.85)),
            )
        y += 5.3 + site.between(0, 0.8)
    for number in range(6):
        at = (side * (far - 4.2), 14 + 6.5 * number + site.between(-1, 1), -0.12)
        car(site, at, site.pick(*PAINTS))


def _before_the_shops(site: Site, side: int, near: float) -> None:
    """Small tables, or pots and crates, along the fronts."""
    oak, dark = wood((0.4, 0.22, 0.1)), wood(site.pick((0.1, 0.05, 0.03), (0.05, 0.12, 0.1)))
    x = -side * (near - 0.65)
    if site.chance(0.6):
        for number in range(3):
            y = 4.2 + 2.1 * number + site.between(-0.2, 0.2)
            table(site, (x, y, 0), oak, radius=0.3)
            for offset, turn in ((-0.6, math.pi), (0.6, 0.0)):
                chair(site, (x, y + offset, 0), dark, turn=turn + site.between(-0.4, 0.4))
    else:
        crates = [((x, 4.6 + 0.75 * n, 0.0), (0.5, 0.6, site.between(0.3, 0.75))) for n in range(4)]
        boxes(site, crates, oak)
        for at, size in crates:
            site.leaves(
                (at[0], at[1], size[2] + 0.12), (0.25, 0.28, 0.16),
                leaf((0.1, 0.25, 0.06)), count=160, size=0.05,
            )  # fmt: skip
            flowers = Matter(colour=site.pick((0.7, 0.1, 0.15), (0.8, 0.6, 0.1), (0.7, 0.5, 0.6)))
            site.leaves(
                (at[0], at[1], size[2] + 0.2), (0.24, 0.27, 0.12), flowers, count=90, size=0.03
            )
    for number in range(3):
        y = 9.5 + 5.5 * number + site.between(-1, 1)
        plant(site, (-side * (near - 0.35), y, 0), height=site.between(0.8, 1.3))
