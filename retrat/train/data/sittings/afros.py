"""Round cuts of curls that grow out of the head of somebody who sits for a photo: springs in tufts
over a shell that no light goes through, thin and short where hair ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float, Int
from scipy.spatial import cKDTree

from retrat.train.data.sittings.fields import noise

if TYPE_CHECKING:
    from numpy import ndarray
    from numpy.random import Generator

    from retrat.train.data.sittings.cuts import Head

CURLED = 26  # points of a hair


@dataclass(frozen=True, kw_only=True, slots=True)
class Curly:
    """A round cut of curls: how far it stands out, the radius of a curl, how many to a metre, and
    how many hairs.
    """

    out: float
    radius: float = 0.0022
    turns: float = 130.0
    count: int = 60_000


def inward(head: Head) -> Float[ndarray, " n"]:
    """How far from where hair ends places of a head lie, in metres of the template; 0 outside."""
    skin = head.skin
    bare = (head.grows < 0.4) & (skin.canon[:, 1] > 0.62)
    away, _ = cKDTree(skin.canon[bare]).query(skin.canon)
    found: ndarray = np.where(head.grows < 0.4, 0, away)
    return found


def shell(head: Head, curly: Curly) -> tuple[Float[ndarray, "n 3"], Float[ndarray, " n"]]:
    """What no light goes through: the head's places pushed out, and how much of hair they are."""
    full = _full(inward(head)) * head.grows.clip(0, 1)
    lumps = 0.75 + 0.5 * noise(head.skin.canon * 60)
    pushed = 0.45 * curly.out * np.clip((full - 0.45) / 0.55, 0, 1) * lumps
    return head.skin.positions + pushed[:, None] * _outward(head), full


def _full(inside: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
    return np.clip(0.12 + inside / 0.030, 0.12, 1.0) ** 0.8


def _outward(head: Head) -> Float[ndarray, "n 3"]:
    """Between what is straight out of the skin and away from the middle of the head: round."""
    skin = head.skin
    scalp = skin.positions[head.grows > 0.5]
    middle = (scalp.min(axis=0) + scalp.max(axis=0)) / 2
    away = skin.positions - middle
    away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
    found: ndarray = 0.5 * skin.normals + 0.5 * away
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


def curled(head: Head, curly: Curly, rng: Generator) -> Float[ndarray, "k p 3"]:
    """Springs from the shell outward, in tufts."""
    skin = head.skin
    rows, shares = skin.roots(head.grows[skin.triangles].mean(axis=1), curly.count, rng)
    full = skin.at((_full(inward(head)) * head.grows)[:, None], rows, shares)[:, 0]
    canon = skin.at(skin.canon, rows, shares)
    lumps = 0.72 + 0.56 * noise(canon * 60)
    place = skin.at(skin.positions, rows, shares)
    way = skin.at(_outward(head), rows, shares) + rng.normal(0, 0.22, place.shape)
    way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
    aside = np.cross(way, rng.normal(0, 1, way.shape))
    aside /= np.maximum(np.linalg.norm(aside, axis=1, keepdims=True), 1e-9)
    other = np.cross(way, aside)
    reach = (curly.out * full * lumps * rng.uniform(0.75, 1.1, len(rows)))[:, None]
    start = 0.25 * reach * (full > 0.3)[:, None]
    part = np.linspace(0, 1, CURLED)
    out = start + (reach - start) * part
    turns = 2 * np.pi * (curly.turns * out + rng.random((len(rows), 1)))
    radius = curly.radius * rng.uniform(0.5, 1.3, (len(rows), 1)) * np.clip(out / 0.006, 0.1, 1)
    ring = [(radius * turn(turns))[..., None] for turn in (np.cos, np.sin)]
    drawn: ndarray = place[:, None] + out[..., None] * way[:, None]
    return drawn + ring[0] * aside[:, None] + ring[1] * other[:, None]


def faces_of(head: Head) -> Int[ndarray, "t 3"]:
    """Triangles where hair grows."""
    grown = head.grows[head.skin.triangles].max(axis=1) > 0.3
    found: ndarray = head.skin.triangles[grown]
    return found
