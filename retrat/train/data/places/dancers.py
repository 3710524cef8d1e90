"""People who dance far away, out of focus: a few tubes each."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from retrat.train.data.places.site import Colour, Matter, Point, Site, ball_profile, cloth, placed

Tube = tuple[Float[np.ndarray, "v 3"], np.ndarray]
Joint = tuple[float, float, float, float]  # where it is, and how thick
SIDES = 10
SKINS: tuple[Colour, ...] = (
    (0.5, 0.3, 0.22), (0.3, 0.16, 0.1), (0.14, 0.07, 0.04), (0.42, 0.25, 0.16),
)  # fmt: skip
HAIRS: tuple[Colour, ...] = (
    (0.012, 0.01, 0.01), (0.06, 0.03, 0.015), (0.2, 0.11, 0.04), (0.1, 0.03, 0.015),
)  # fmt: skip
CLOTHES: tuple[Colour, ...] = (
    (0.02, 0.02, 0.024), (0.03, 0.035, 0.06), (0.2, 0.19, 0.18), (0.07, 0.07, 0.075),
    (0.14, 0.02, 0.03), (0.05, 0.07, 0.12), (0.12, 0.1, 0.08), (0.04, 0.04, 0.045),
)  # fmt: skip
# Elbow and hand of a right arm in each pose; the left one has another.
ARMS: tuple[tuple[Point, Point], ...] = (
    ((0.31, -0.08, 1.6), (0.22, -0.16, 1.92)),
    ((0.3, -0.06, 1.2), (0.16, -0.28, 1.3)),
    ((0.36, -0.02, 1.38), (0.42, -0.14, 1.68)),
    ((0.27, 0.03, 1.16), (0.3, -0.1, 0.94)),
)


def dancer(site: Site, at: Point, *, turn: float, pose: int) -> None:
    """Who faces away where they are not turned."""
    sway, scale = site.between(-0.07, 0.07), site.between(0.93, 1.05)
    skin = Matter(colour=site.pick(*SKINS), rough=0.5)
    shirt, trousers = cloth(site.pick(*CLOTHES)), cloth(site.pick(*CLOTHES[:2], CLOTHES[5]))
    hair = Matter(colour=site.pick(*HAIRS), rough=0.5)
    parts: dict[Matter, list[Tube]] = {skin: [], shirt: [], trousers: [], hair: []}
    for side in (-1, 1):
        hip, knee = (0.09 * side + sway, 0.0, 0.93, 0.115), (0.13 * side, 0.09, 0.5, 0.08)
        bent = knee[:2] if site.chance(0.7) else (knee[0] + 0.06 * side, 0.16)
        parts[trousers].append(_tube([hip, (*bent, *knee[2:]), (0.14 * side, 0.0, 0.0, 0.062)]))
        elbow, hand = ARMS[pose if side > 0 or site.chance(0.6) else (pose + 2) % 4]
        arm: list[Joint] = [(0.18 * side, 0.0, 1.43, 0.06), (elbow[0] * side, *elbow[1:], 0.045)]
        parts[shirt].append(_tube(arm))
        parts[skin].append(_tube([arm[1], (hand[0] * side, *hand[1:], 0.035)]))
    chest: list[Joint] = [
        (sway, 0.0, 0.84, 0.17), (sway, 0.0, 1.0, 0.18), (0.4 * sway, 0.0, 1.2, 0.16),
        (0.0, 0.0, 1.38, 0.2), (0.0, 0.0, 1.46, 0.15), (0.0, 0.0, 1.5, 0.06),
    ]  # fmt: skip
    parts[shirt].append(_tube(chest, flat=0.62))
    if site.chance(0.25):
        skirt: list[Joint] = [
            (sway, 0.0, 0.56, 0.25),
            (sway, 0.0, 0.9, 0.2),
            (sway, 0.0, 1.1, 0.16),
        ]
        parts[shirt].append(_tube(skirt, flat=0.75))
    parts[skin].append(_tube([(0.0, 0.0, 1.46, 0.055), (0.0, -0.01, 1.6, 0.05)]))
    nod = (0.3 * sway, -0.02)
    parts[skin].append(_egg((*nod, 1.655), (0.085, 0.1, 0.125)))
    parts[hair].append(_egg((nod[0], nod[1] - 0.025, 1.675), (0.097, 0.108, 0.122)))
    if site.chance(0.4):
        parts[hair].append(_tube([(*nod, 1.68, 0.09), (nod[0], -0.08, 1.45, 0.1)], flat=0.5))
    for matter, tubes in parts.items():
        firsts = np.cumsum([0, *(len(points) for points, _ in tubes[:-1])])
        points = scale * np.concatenate([each for each, _ in tubes])
        faces = [each + first for (_, each), first in zip(tubes, firsts, strict=True)]
        site.mesh(placed(points, at, turn), np.concatenate(faces), matter, is_smooth=True)


def _tube(joints: list[Joint], flat: float = 1.0) -> Tube:
    """Through some points, so thick at each; `flat` squeezes it along y."""
    line = np.array(joints)
    along = line[-1, :3] - line[0, :3]
    along /= np.linalg.norm(along)
    aside = np.cross(along, (0.0, 1.0, 0.0) if abs(along[1]) < 0.9 else (1.0, 0.0, 0.0))
    aside /= np.linalg.norm(aside)
    other = np.cross(along, aside)
    around = np.linspace(0, 2 * math.pi, SIDES, endpoint=False)[:, None]
    ring = np.cos(around) * aside + flat * np.sin(around) * other
    points = (line[:, None, :3] + line[:, None, 3:] * ring[None]).reshape(-1, 3)
    return points, _rings(len(joints))


def _egg(at: Point, reach: Point) -> Tube:
    around = np.linspace(0, 2 * math.pi, SIDES, endpoint=False)
    profile = ball_profile(1.0, 7)
    points = np.concatenate(
        [np.stack([r * np.cos(around), r * np.sin(around), 0 * around + h], 1) for r, h in profile]
    )
    return np.array(at) + points * np.array(reach), _rings(len(profile))


def _rings(count: int) -> np.ndarray:
    """Faces between so many rings."""
    ring, side = (each.ravel() for each in np.mgrid[0 : count - 1, 0:SIDES])
    first, after = ring * SIDES + side, ring * SIDES + (side + 1) % SIDES
    return np.stack([first, after, after + SIDES, first + SIDES], axis=1)
