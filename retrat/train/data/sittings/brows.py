"""Brows of somebody who sits for a photo: hairs along an arch on the skin, at places of the
template. The brows' meshes of the world are drawn for small pictures, and some of them scowl.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from retrat.train.data.sittings.fields import noise, step
from retrat.train.data.sittings.hair import Grown, Surface, sprouted

if TYPE_CHECKING:
    from jaxtyping import Float
    from numpy import ndarray
    from numpy.random import Generator

    from retrat.train.data.people import Person

COUNT = 1500  # of both sides
NEAR, FAR = 0.0118, 0.0560  # of the template, where a brow begins and ends
RAISED = 0.0011  # metres: brows bulge, and their hairs lie
HAIR = Grown(count=COUNT, length=(0.0058, 0.0088), stands=0.08, differs=0.13)


def arch(person: Person) -> tuple[float, float, float]:
    """Height of its ends, how much higher its middle is, and half its width (template, metres)."""
    rng = np.random.default_rng([person.seed, 59])
    if person.gender == "woman":
        rise, half = rng.uniform(0.0050, 0.0075), rng.uniform(0.0018, 0.0027)
    else:
        rise, half = rng.uniform(0.0035, 0.0055), rng.uniform(0.0026, 0.0038)
    return 0.7385, float(rise), float(half)


def brows(skin: Surface, person: Person, rng: Generator) -> Float[ndarray, "k p 3"]:
    """Up beside the nose, outward above the eye, down at the end."""
    near = _near(skin)[skin.triangles].any(axis=1)
    rows, shares = skin.roots(near.astype(float), 40 * COUNT, rng)
    canon = skin.at(skin.canon, rows, shares)
    weight, along, high = _within(canon, person)
    kept = np.flatnonzero(rng.random(len(rows)) < weight)[:COUNT]
    rows, shares, canon, along, high = (each[kept] for each in (rows, shares, canon, along, high))
    rise = arch(person)[1]
    slope = np.arctan(4 * rise * (1 - along / 0.62) / (FAR - NEAR))
    up = np.radians(62 * step(0.34, 0.0, along) + 12 * (1 - along) - 14 * along - 20 * high)
    turned = slope + up
    side = np.sign(canon[:, 0])
    way = np.stack([side * np.cos(turned), np.sin(turned), -0.5 * along], axis=1)
    place, normal = skin.at(skin.positions, rows, shares), skin.at(skin.normals, rows, shares)
    long = (0.80 + 0.25 * step(0.05, 0.35, along) - 0.40 * along**2) * rng.uniform(
        0.8, 1.1, len(along)
    )
    if person.gender == "woman":
        long = 0.82 * long
    place = place + RAISED * normal
    return sprouted(place, normal, way, (HAIR, long), rng)


def _near(skin: Surface) -> Float[ndarray, " n"]:
    x, y, z = np.abs(skin.canon[:, 0]), skin.canon[:, 1], skin.canon[:, 2]
    found: ndarray = (x < 0.07) & (y > 0.725) & (y < 0.765) & (z > 0.08)
    return found


def _within(
    canon: Float[ndarray, "n 3"], person: Person
) -> tuple[Float[ndarray, " n"], Float[ndarray, " n"], Float[ndarray, " n"]]:
    """How thick it grows at places, how far along it they are, and how high across (-1 to 1)."""
    x, y, z = np.abs(canon[:, 0]), canon[:, 1], canon[:, 2]
    ends, rise, half = arch(person)
    along = (x - NEAR) / (FAR - NEAR)
    bent = along / 0.62
    middle = ends + rise * (2 * bent - bent**2)
    half = half * (0.85 + 0.35 * step(0.0, 0.2, along) - 0.85 * along**2)
    high = (y - middle + 0.0007 * (noise(canon * 300) - 0.5)) / np.maximum(half, 2e-4)
    inside = step(1.25, 0.75, np.abs(high)) * (z > 0.08)
    ends_at = step(-0.02, 0.22, along) * step(1.02, 0.80, along)
    weight = inside * (0.10 + 0.90 * ends_at) * (along > -0.04) * (along < 1.02)
    return weight, along.clip(0, 1), high.clip(-1, 1)
