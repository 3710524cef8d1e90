"""A wet street or a river side at night: lit windows, signs, lamps and the lights of cars, far out
of focus.
"""

import math

import numpy as np

from retrat.train.data.places.site import (
    BLACK,
    Colour,
    Matter,
    Site,
    Sky,
    View,
    glowing,
    hills,
)
from retrat.train.data.places.streets import PAINTS, balls, boxes, car, discs, lamp_post, row

NEON: tuple[Colour, ...] = (
    (1.0, 0.08, 0.12), (0.1, 0.4, 1.0), (1.0, 0.15, 0.6), (0.1, 0.9, 0.5), (1.0, 0.5, 0.1),
    (0.5, 0.15, 1.0), (0.1, 0.85, 0.9),
)  # fmt: skip
BULBS: tuple[Colour, ...] = (
    (1.0, 0.48, 0.13), (1.0, 0.56, 0.2), (1.0, 0.68, 0.36), (1.0, 0.38, 0.07), (0.62, 0.8, 1.0),
)  # fmt: skip


def build(site: Site, moment: str) -> None:
    assert moment == "at night"
    side = 1 if site.chance(0.5) else -1
    site.sky = Sky(
        zenith=site.pick((0.012, 0.02, 0.06), (0.02, 0.03, 0.085), (0.02, 0.018, 0.05)),
        horizon=site.pick((0.05, 0.045, 0.08), (0.09, 0.06, 0.07), (0.03, 0.05, 0.1)),
        strength=1.0,
    )
    is_street = site.chance(0.6)
    site.panel(
        (side * 2.5, -1.5, 3.0),
        (0, 4, 0.5),
        (3, 2),
        watts=25 if is_street else 50,
        colour=(1.0, 0.8, 0.6),
    )
    if is_street:
        _street(site, side)
    else:
        _river(site, side)
    site.view = View(
        to=(side * site.between(-0.15, 0.3), 4, 1.52),
        stop=site.between(0.7, 1.1),
        exposure=0.35 if is_street else 0.7,
    )


def _street(site: Site, side: int) -> None:
    near, far, kerb = site.between(2.6, 3.4), site.between(9.5, 12.0), site.between(1.9, 2.5)
    wet = Matter(
        colour=(0.03, 0.03, 0.033), rough=0.16, vary=0.5, vary_scale=0.7, bump=0.12, bump_scale=3
    )
    site.plane((0, 100, -0.1), (140, 240), wet)
    stones = wet.but(colour=(0.06, 0.055, 0.05), rough=0.22, bump=0.3, bump_scale=8)
    site.box((side * (kerb - 7.0), 60, -0.1), (14.0, 126, 0.1), stones, bevel=0.01)
    site.box((side * (far + 5.0), 60, -0.1), (16.0, 126, 0.1), stones, bevel=0.01)
    row(site, -side * near, (2.0, 60), lit=0.3, shop=2.2)
    row(site, side * far, (9.0, 75), lit=0.4, shop=2.4)
    _signs(site, -side * near, (5.0, 40))
    _signs(site, side * far, (16.0, 60))
    for number in range(6):
        x = side * (kerb - 0.4) if number % 2 == 0 else side * (far - 3.2)
        at = (x, 7.5 + 5.5 * number, 0)
        lamp_post(site, at, watts=90 if number < 4 else 1, height=site.between(3.8, 4.4))
    y = site.between(5.0, 6.5)
    while y < 36:
        if site.chance(0.75):
            car(site, (side * (kerb + 1.2), y + 2.2, -0.1), site.pick(*PAINTS), turn=math.pi)
        y += 5.6
    _traffic(site, side * (kerb + 3.6), side * (far - 5.0))
    for x in (0.8 - near, kerb - 1.3):
        site.lane((side * x, 3.2, 0), (side * x, 34, 0), often=7, is_free=True)
    _skyline(site, 90.0, 0.0)
    if site.chance(0.5):
        _garlands(site, (-side * near, side * far))


def _signs(site: Site, x: float, ends: tuple[float, float]) -> None:
    """Boards of light without writing, which stand out from the fronts."""
    out = -1 if x > 0 else 1
    y = ends[0]
    while y < ends[1]:
        lit = glowing(site.pick(*NEON, *BULBS), float(np.round(site.between(2, 5))))
        tall = site.between(0.5, 2.0)
        size = (site.between(0.5, 0.8), 0.12, tall)
        at = (x + out * 0.5, y, site.between(3.0, 4.2))
        site.box((at[0], at[1] + 0.08, at[2] - 0.04), (size[0] + 0.08, 0.1, tall + 0.08), BLACK)
        site.box(at, size, lit, bevel=0.03)
        y += site.between(2.5, 7.0)


def _traffic(site: Site, coming: float, going: float) -> None:
    """Cars on the road: white lights that come, red ones that go."""
    white, red = glowing((1.0, 0.92, 0.78), 160), glowing((1.0, 0.04, 0.02), 50)
    heads, tails = [], []
    y = site.between(14, 18)
    for _ in range(7):
        where = coming + site.between(-0.2, 0.2)
        heads += [((where + x, y, 0.62), 0.09) for x in (-0.62, 0.62)]
        site.box((where, y + 2.2, 0.2), (1.75, 4.2, 1.1), BLACK, bevel=0.3)
        y += site.between(6, 13)
    y = site.between(13, 20)
    for _ in range(6):
        where = (coming + going) / 2 + site.between(-0.3, 0.3)
        tails += [((where + x, y, 0.75), 0.1) for x in (-0.66, 0.66)]
        site.box((where, y + 2.2, 0.2), (1.75, 4.2, 1.1), BLACK, bevel=0.3)
        y += site.between(6, 13)
    discs(site, heads, white)
    discs(site, tails, red)
    far = site.between(30, 40)
    for x in (coming + 1.6, going - 1.2):
        colour = site.pick((0.05, 1.0, 0.35), (1.0, 0.05, 0.03))
        site.rod((x, far, 0), (x, far, 3.4), 0.06, BLACK)
        discs(site, [((x, far - 0.2, 3.1), 0.14)], glowing(colour, 60))


def _skyline(site: Site, away: float, low: float) -> None:
    """Far towers full of lit windows."""
    walls = [
        Matter(colour=colour, rough=0.9, glow=0.3, vary=0.5, vary_scale=0.1)
        for colour in (
            (0.03, 0.034, 0.06),
            (0.05, 0.045, 0.06),
            (0.16, 0.09, 0.05),
            (0.03, 0.05, 0.07),
        )
    ]
    windows: dict[Matter, list[tuple[tuple[float, float, float], float]]] = {}
    kinds = [glowing(colour, strength) for colour in BULBS for strength in (5.0, 14.0)]
    x = -0.75 * away
    while x < 0.75 * away:
        width, height = site.between(9, 16), site.between(14, 38)
        y = away + site.between(0, 12)
        wall = walls[int(site.rng.integers(len(walls)))]
        site.box((x + width / 2, y + 5, low), (width, 10, height), wall, bevel=0)
        for _ in range(int(width * height / 16)):
            at = (
                x + 0.8 + round(site.between(0, width - 1.6) / 1.6) * 1.6,
                y - 0.1,
                low + 2.2 + round(site.between(0, height - 4) / 3.2) * 3.2,
            )
            matter = kinds[int(site.rng.integers(len(kinds)))]
            windows.setdefault(matter, []).append((at, site.between(0.12, 0.34)))
        x += width + site.between(0, 3)
    for matter, some in windows.items():
        discs(site, some, matter)


def _garlands(site: Site, ends: tuple[float, float]) -> None:
    """Strings of small bulbs over the street."""
    bulbs = []
    for number in range(5):
        y = 6.0 + 4.5 * number + site.between(-0.6, 0.6)
        share = np.linspace(0.02, 0.98, 22)
        for part in share:
            x = ends[0] + (ends[1] - ends[0]) * float(part)
            bulbs.append(((x, y, 5.2 - 4.0 * float(part * (1 - part))), 0.04))
    balls(site, bulbs, glowing((1.0, 0.62, 0.28), 50))


def _river(site: Site, side: int) -> None:
    """A railing, lamps along the quay, and the far bank in the water."""
    stones = Matter(
        colour=(0.1, 0.09, 0.08), rough=0.35, vary=0.3, vary_scale=2, bump=0.3, bump_scale=8
    )
    quay = site.between(4.2, 6.0)
    site.box((0, quay / 2 - 2, -3), (60, quay + 4, 3), stones, bevel=0.02)
    water = Matter(
        colour=(0.006, 0.012, 0.02), rough=0.1, bump=0.35, bump_scale=0.8, stretch=(0.5, 1.5, 1),
        moves="water",
    )  # fmt: skip
    waves = 0.05 * hills(site.rng, (160, 120), octaves=7, rough=0.75)
    site.ground(waves - 2.2, (0, quay), (150, 70), water)
    iron = Matter(colour=(0.03, 0.03, 0.032), rough=0.4, metal=0.4)
    for level in (0.35, 0.7, 1.05):
        site.rod((-14, quay - 0.3, level), (14, quay - 0.3, level), 0.025, iron)
    boxes(site, [((-14 + 1.6 * n, quay - 0.3, 0), (0.07, 0.07, 1.08)) for n in range(18)], iron)
    for number in range(3):
        x = side * (-1.9 + 3.9 * number) if number != 1 else side * site.between(2.0, 2.6)
        lamp_post(site, (x - side * 0.2, quay - 0.8, 0), watts=90, height=site.between(3.4, 3.9))
    _skyline(site, 78.0, -1.0)
    lamps, cars = [], []
    for number in range(26):
        lamps.append(((-52 + 4.2 * number + site.between(-0.4, 0.4), 72.0, 2.6), 0.3))
    for _ in range(14):
        cars.append(((site.between(-50, 50), 71.5, 0.2), 0.22))
    bank = Matter(colour=(0.05, 0.045, 0.04), rough=0.9)
    site.box((0, 76, -2.5), (160, 9, 2.4), bank, bevel=0)
    discs(site, lamps, glowing(site.pick(*BULBS[:4]), 30))
    discs(site, cars[:7], glowing((1.0, 0.05, 0.03), 30))
    discs(site, cars[7:], glowing((1.0, 0.9, 0.8), 40))
    if site.chance(0.6):
        _bridge(site, side)
    site.lane((-4, quay - 1.2, 0), (4, quay - 1.2, 0), often=8)


def _bridge(site: Site, side: int) -> None:
    stone = Matter(colour=(0.16, 0.12, 0.09), rough=0.9, glow=0.12)
    x = side * 6.0
    for number in range(6):
        y = 22 + 9 * number
        site.box((x + side * 0.14 * y, y, -3), (3.5, 1.6, 5.0), stone, bevel=0.1)
    points = [(x + side * 3 + side * 0.1, 14), (x + side * 0.14 * 72, 72)]
    (xa, ya), (xb, yb) = points
    turn = math.atan2(yb - ya, xb - xa)
    site.box(
        ((xa + xb) / 2, (ya + yb) / 2, 1.6), (math.hypot(xb - xa, yb - ya), 4.0, 0.8), stone,
        turn=turn,
    )  # fmt: skip
    share = np.linspace(0, 1, 9)
    lamps = [
        ((xa + (xb - xa) * float(s) - side * 2, ya + (yb - ya) * float(s), 4.6), 0.16)
        for s in share
    ]
    balls(site, lamps, glowing(BULBS[1], 9))
