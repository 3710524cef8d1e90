"""What years leave in a face: folds from nose to mouth and below it, bags under eyes, lines where
faces are bent most often, necks in rings, spots.

Each line is a path on the template, seen from before (half of a face, the other like it), with a
crease along it and, of some, a fold beside it. Skin is not alike on both sides, nor are its lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float
from scipy.spatial import cKDTree

from retrat.train.data.sittings.fields import ball, noise, step

if TYPE_CHECKING:
    from numpy import ndarray

YOUNG, OLD = 40, 74  # years: from when on lines show, and when all of them do
SAMPLED = 120  # places of a path
UNEVEN = 0.0022  # metres that lines leave their path, on each side in another way


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A path (the template's x, to either side, and y), how deep and wide its crease is, and how
    high and wide the fold is on its outer side (where x grows, or y does, as the path goes
    upwards or outwards). Depths are parts of the relief's range, widths metres.
    """

    path: tuple[tuple[float, float], ...]
    depth: float
    width: float = 0.0011
    fold: float = 0.0
    fold_width: float = 0.007
    from_z: float = 0.09


LINES = {
    "nose to mouth": Line(
        path=((0.0340, 0.6560), (0.0325, 0.6650), (0.0285, 0.6790), (0.0240, 0.6900),
              (0.0205, 0.6975)),
        depth=0.55, width=0.0019, fold=0.40, fold_width=0.011,
    ),
    "below the mouth": Line(
        path=((0.0330, 0.6360), (0.0310, 0.6450), (0.0272, 0.6570)),
        depth=0.3, width=0.0019, fold=0.16, fold_width=0.009,
    ),
    "jowl": Line(path=((0.030, 0.6215), (0.0345, 0.6290), (0.0370, 0.6350)), depth=0.20,
                 width=0.0030, fold=0.16, fold_width=0.008, from_z=0.06),
    "bag": Line(path=((0.0150, 0.7180), (0.0205, 0.7125), (0.0285, 0.7098), (0.0370, 0.7115),
                      (0.0440, 0.7160)), depth=0.36, width=0.0015, fold=0.32, fold_width=0.005),
    "hollow": Line(path=((0.0135, 0.7170), (0.0190, 0.7080), (0.0270, 0.7030), (0.0350, 0.7015)),
                   depth=0.22, width=0.0022),
    "below the eye": Line(path=((0.0215, 0.7175), (0.0290, 0.7150), (0.0380, 0.7165)), depth=0.15,
                          width=0.0008),
    "lid": Line(path=((0.0190, 0.7350), (0.0310, 0.7395), (0.0420, 0.7350), (0.0500, 0.7290)),
                depth=0.24, width=0.0010, fold=0.12, fold_width=0.0035),
    "crow 1": Line(path=((0.0485, 0.7305), (0.0550, 0.7350), (0.0605, 0.7400)), depth=0.30,
                   width=0.0008, from_z=0.07),
    "crow 2": Line(path=((0.0490, 0.7275), (0.0560, 0.7290), (0.0620, 0.7310)), depth=0.34,
                   width=0.0008, from_z=0.07),
    "crow 3": Line(path=((0.0490, 0.7240), (0.0555, 0.7225), (0.0615, 0.7205)), depth=0.34,
                   width=0.0008, from_z=0.07),
    "crow 4": Line(path=((0.0480, 0.7205), (0.0535, 0.7165), (0.0590, 0.7110)), depth=0.28,
                   width=0.0008, from_z=0.07),
    "cheek": Line(path=((0.0480, 0.6560), (0.0500, 0.6700), (0.0530, 0.6850)), depth=0.14,
                  width=0.0018, from_z=0.05),
    "frown": Line(path=((0.0065, 0.7340), (0.0060, 0.7420), (0.0075, 0.7510)), depth=0.2,
                  width=0.0014),
    "bridge": Line(path=((0.0, 0.7300), (0.0060, 0.7290), (0.0100, 0.7260)), depth=0.20,
                   width=0.0009),
    "forehead 1": Line(path=((0.0, 0.7560), (0.0150, 0.7590), (0.0300, 0.7600), (0.0430, 0.7560)),
                       depth=0.34, width=0.0010),
    "forehead 2": Line(path=((0.0, 0.7650), (0.0150, 0.7680), (0.0320, 0.7690), (0.0460, 0.7640)),
                       depth=0.38, width=0.0011),
    "forehead 3": Line(path=((0.0, 0.7750), (0.0150, 0.7775), (0.0320, 0.7780), (0.0450, 0.7720)),
                       depth=0.34, width=0.0011),
    "forehead 4": Line(path=((0.0, 0.7850), (0.0150, 0.7870), (0.0300, 0.7870)), depth=0.22,
                       width=0.0010),
    "neck 1": Line(path=((0.0, 0.5900), (0.0200, 0.5930), (0.0400, 0.6020)), depth=0.40,
                   width=0.0014, fold=0.12, from_z=0.0),
    "neck 2": Line(path=((0.0, 0.5700), (0.0200, 0.5730), (0.0420, 0.5830)), depth=0.40,
                   width=0.0014, fold=0.12, from_z=0.0),
    "neck 3": Line(path=((0.0, 0.5520), (0.0200, 0.5540), (0.0420, 0.5620)), depth=0.30,
                   width=0.0014, from_z=0.0),
    "cord": Line(path=((0.0120, 0.5450), (0.0135, 0.5700), (0.0150, 0.5980)), depth=0.25,
                 width=0.0030, fold=0.30, fold_width=0.005, from_z=0.0),
}  # fmt: skip


def age_of(years: float) -> float:
    """0 for the young to 1 for the old."""
    return float(np.clip((years - YOUNG) / (OLD - YOUNG), 0, 1))


def lined(
    canon: Float[ndarray, "n 3"], seed: int
) -> tuple[Float[ndarray, " n"], Float[ndarray, " n"]]:
    """What lines add to the relief of the oldest (parts of its range), and how much of each place
    lies in a crease, from 0 to 1.
    """
    rng = np.random.default_rng([seed, 83])
    height, crease = np.zeros(len(canon)), np.zeros(len(canon))
    place = canon + (seed % 89) * 0.41
    bent = np.stack([noise(place * 55 + 3 * turn) - 0.5 for turn in range(2)], axis=1)
    flat = np.stack([np.abs(canon[:, 0]), canon[:, 1]], axis=1) + 2 * UNEVEN * bent
    broken = 0.55 + 0.9 * noise(place * 80 + 11)  # no line is as deep all along
    for line in LINES.values():
        strength = float(rng.uniform(0.55, 1.15))
        reach = 3 * max(line.width, line.fold_width if line.fold else 0)
        path = np.array(line.path)
        near = (
            (canon[:, 2] > line.from_z)
            & (flat > path.min(axis=0) - reach).all(axis=1)
            & (flat < path.max(axis=0) + reach).all(axis=1)
        )
        deep, folded = _across(flat[near], path, line)
        deep *= broken[near]
        height[near] += strength * (line.fold * folded - line.depth * deep)
        crease[near] = np.maximum(crease[near], strength * deep * line.depth / 0.5)
    fine = 0.22 * _crepe(canon, place)
    return height - fine, np.clip(crease + 0.3 * fine, 0, 1)


def _across(
    flat: Float[ndarray, "k 2"], path: Float[ndarray, "p 2"], line: Line
) -> tuple[Float[ndarray, " k"], Float[ndarray, " k"]]:
    """How deep in the crease, and how high on the fold places are, both from 0 to 1."""
    at = np.linspace(0, len(path) - 1, SAMPLED)
    along = np.stack([np.interp(at, np.arange(len(path)), path[:, axis]) for axis in (0, 1)], 1)
    for _ in range(8):  # no corners
        along[1:-1] = 0.25 * along[:-2] + 0.5 * along[1:-1] + 0.25 * along[2:]
    ways = np.gradient(along, axis=0)
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    _, nearest = cKDTree(along).query(flat)
    off = flat - along[nearest]
    way = ways[nearest]
    is_wide = np.ptp(path[:, 0]) > np.ptp(path[:, 1])
    side = off[:, 0] * way[:, 1] - off[:, 1] * way[:, 0]  # outer where it goes upwards
    side = -side if is_wide else side  # upper where it goes outwards
    beyond = np.abs((off * way).sum(axis=1))  # of its ends
    part = nearest / (SAMPLED - 1)
    # Lines that begin in the middle of a face go on to its other side.
    begins = 1.0 if path[0, 0] == 0 else step(0.0, 0.22, part)
    window = begins * step(1.0, 0.75, part) * np.exp(-((beyond / 0.002) ** 2))
    deep = np.exp(-((side / line.width) ** 2)) * window
    folded = np.where(
        side > 0,
        np.exp(-((side / line.fold_width) ** 2)),
        np.exp(-((side / (0.6 * line.width)) ** 2)),
    )
    return deep, folded * window


def _crepe(canon: Float[ndarray, "n 3"], place: Float[ndarray, "n 3"]) -> Float[ndarray, " n"]:
    """Fine lines: across upper lips, and where cheeks, lids and necks are thin."""
    x, y, z = np.abs(canon[:, 0]), canon[:, 1], canon[:, 2]
    lip = step(0.024, 0.016, x) * step(0.6690, 0.6715, y) * step(0.6830, 0.6790, y) * (z > 0.12)
    upright = step(0.55, 0.85, noise(place * [620, 60, 60]))
    cheek = np.maximum(
        ball(canon, (0.050, 0.690, 0.115), 0.030), ball(canon, (0.031, 0.713, 0.135), 0.015)
    )
    slanted = np.stack([x + 0.6 * y, y - 0.6 * x, z], axis=1) + place - canon
    woven = step(0.55, 0.9, noise(slanted * [520, 130, 130]))
    woven = np.maximum(woven, step(0.58, 0.9, noise(slanted * [130, 480, 130] + 17)))
    found: ndarray = np.clip(0.5 * lip * upright + 0.6 * cheek * woven, 0, 1)
    return found


def spots(canon: Float[ndarray, "n 3"], seed: int) -> Float[ndarray, " n"]:
    """Where the sun of many years has left brown spots, from 0 to 1."""
    place = canon + (seed % 83) * 0.29
    x, y = np.abs(canon[:, 0]), canon[:, 1]
    where = np.maximum(step(0.755, 0.785, y), step(0.040, 0.060, x) * step(0.660, 0.700, y))
    blotch = step(0.68, 0.80, noise(place * 230)) * step(0.45, 0.65, noise(place * 42))
    found: ndarray = where * blotch
    return found
