"""Seats and people of a stand, as small sheets: what is left of them from afar."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from jaxtyping import Float

from retrat.train.data.places.site import Colour, Matter, Point, Site, placed

Spots = Float[np.ndarray, "n 3"]
PITCH = 0.52  # metres from seat to seat
STEP = 0.85  # from row to row


def cards(
    site: Site, feet: Spots, size: tuple[float, float], matter: Matter, where: tuple[Point, float]
) -> None:
    """Upright sheets with cut corners as one mesh, each on the middle of its foot, which face the
    camera where they are not turned; `where` is the place they belong to, and its turn.
    """
    if not len(feet):
        return
    half, high = size[0] / 2, size[1]
    outline = np.array([
        (-half, 0, 0), (half, 0, 0), (half, 0, 0.7 * high), (0.55 * half, 0, high),
        (-0.55 * half, 0, high), (-half, 0, 0.7 * high),
    ])  # fmt: skip
    scale = site.rng.uniform(0.85, 1.12, (len(feet), 1, 1))
    points = feet[:, None] + outline * scale
    points[:, 3:5, 1] += 0.08
    corners = np.arange(6 * len(feet)).reshape(-1, 6)
    site.mesh(placed(points.reshape(-1, 3), *where), corners, matter)


def seats_of(site: Site, width: float, rows: int, rise: Callable[[float], float]) -> Spots:
    """Where the seats of a stand are, with stairs between blocks of them."""
    spots = []
    stairs = site.between(11, 16)
    for row in range(rows):
        x = np.arange(-width / 2 + 0.4, width / 2 - 0.3, PITCH)
        x = x[np.mod(x + 100 * stairs, stairs) > 1.3]
        out = STEP * row
        spots.append(
            np.stack([x, np.full_like(x, out + 0.5), np.full_like(x, 1.2 + rise(out))], axis=1)
        )
    return np.concatenate(spots)


def crowd_colours(club: tuple[Colour, Colour]) -> tuple[Colour, ...]:
    """Of coats: the club's own two, then all sorts."""
    return (
        *club,
        (0.04, 0.045, 0.055), (0.34, 0.33, 0.31), (0.03, 0.05, 0.11), (0.18, 0.05, 0.04),
        (0.13, 0.12, 0.11), (0.08, 0.12, 0.16), (0.24, 0.19, 0.13), (0.02, 0.02, 0.022),
        (0.07, 0.1, 0.06), (0.05, 0.05, 0.06), (0.3, 0.2, 0.07), (0.02, 0.025, 0.04),
    )  # fmt: skip
