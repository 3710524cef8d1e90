"""A city as it is seen from high windows: rows of towers, the farther the paler."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from retrat.train.data.places.landscape import hazy
from retrat.train.data.places.site import Colour, Matter, Point, Site, glowing, mixed

STONES: tuple[Colour, ...] = (
    (0.5, 0.39, 0.28), (0.3, 0.31, 0.32), (0.55, 0.5, 0.42), (0.16, 0.2, 0.25), (0.38, 0.18, 0.1),
    (0.5, 0.4, 0.3), (0.12, 0.13, 0.15),
)  # fmt: skip
STOREY = 3.5  # metres


def skyline(site: Site, ground: float, *, is_day: bool) -> None:
    """All over the view, on a `ground` that far below; by night much of it is lit."""
    earth = hazy(Matter(colour=(0.16, 0.17, 0.16), rough=1.0), site.sky.horizon, 0.3, 0.2)
    site.plane((0, 900, ground), (4000, 1800), earth)
    for away in (80, 105, 140, 180, 250, 350, 490, 700, 1000):
        x = -0.75 * away
        while x < 0.75 * away:
            wide = site.between(12, 24) * (1 + 0.4 * (away > 400))
            tall = site.between(34, 74) + max(0, away - 120) * site.between(0.0, 0.1)
            if site.chance(0.16):
                tall += 14 + 0.13 * away
            at = (x + wide / 2, away + site.between(0, 0.25) * away, ground)
            _tower(site, at, (wide, tall), is_day=is_day)
            x += wide + site.between(2, 14)


def _tower(site: Site, at: Point, size: tuple[float, float], *, is_day: bool) -> None:
    """With windows on its front and on the side that is seen, perhaps a narrower part on top."""
    (x, y, z), (wide, tall) = at, size
    air = 1 - math.exp(-y / 1400)
    sky = mixed(site.sky.horizon, site.sky.zenith, 0.25)
    stone = hazy(Matter(colour=site.pick(*STONES), rough=0.8), sky, air, 0.45 if is_day else 0.4)
    site.box(at, (wide, wide, tall), stone, bevel=0)
    top = (0.5 * wide, 0.5 * wide, site.between(2, 5))
    site.box((x + site.between(-0.2, 0.2) * wide, y, z + tall), top, stone, bevel=0)
    if y < 600:
        bays = 1 if site.chance(0.3) else max(3, int(wide / site.between(2.2, 3.4)))
        _panes(site, _windows(at, size, bays), (sky, air), is_day=is_day)


def _windows(at: Point, size: tuple[float, float], bays: int) -> Float[np.ndarray, "n 4 3"]:
    """Of its upper half, on two of its sides, so many in a row."""
    (x, y, z), (wide, tall) = at, size
    rows = int(tall / STOREY)
    column, row = np.meshgrid((np.arange(bays) + 0.5) / bays - 0.5, np.arange(rows // 2, rows))
    half = 0.47 if bays == 1 else 0.33 / bays
    hand = -1 if x > 0 else 1
    quads = []
    for offset, high in ((-half, 0.0), (half, 0.0), (half, 1.9), (-half, 1.9)):
        along, up = (column.ravel() + offset) * wide, z + STOREY * row.ravel() + 1 + high
        front = np.stack([x + along, np.full_like(along, y - wide / 2 - 0.05), up], axis=1)
        flank = np.stack([np.full_like(along, x + hand * (wide / 2 + 0.05)), y + along, up], axis=1)
        quads.append(np.concatenate([front, flank]))
    return np.stack(quads, axis=1)


def _panes(
    site: Site, quads: Float[np.ndarray, "n 4 3"], told: tuple[Colour, float], *, is_day: bool
) -> None:
    """Dark ones, some that mirror the sky, and in the evening many with light in them."""
    sky, air = told
    warm = site.pick((1.0, 0.55, 0.22), (1.0, 0.68, 0.4), (1.0, 0.8, 0.58))
    kinds = [
        hazy(Matter(colour=(0.06, 0.08, 0.1), rough=0.2), sky, air, 0.5),
        hazy(Matter(colour=(0.2, 0.25, 0.3), rough=0.2), sky, air, 0.5),
        glowing(warm, site.between(0.35, 0.8)),
    ]
    lit = 0.0 if is_day else site.between(0.08, 0.42)
    which = site.rng.choice(3, len(quads), p=[0.6 * (1 - lit), 0.4 * (1 - lit), lit])
    for number, matter in enumerate(kinds):
        some = quads[which == number].reshape(-1, 3)
        if len(some):
            site.mesh(some, np.arange(len(some)).reshape(-1, 4), matter)
