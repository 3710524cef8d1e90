"""Trees, bushes, grass and flowers: what grows outdoors, thousands of leaves to a mesh."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Bool, Float

from retrat.train.data.places.site import Colour, Matter, Point, Site, leaf, mixed

Spots = Float[np.ndarray, "n 3"]
Numbers = Float[np.ndarray, " n"]
Keep = Callable[[Numbers, Numbers], Bool[np.ndarray, " n"]]
Heights = Callable[[Numbers, Numbers], Numbers]

UP = np.array((0, 0, 1.0))


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A kind of tree. Of its height it is `bare` below its crown, which is `wide` times as wide as
    the tree is high; `leaf` is half a leaf's length in metres.
    """

    greens: tuple[Matter, ...]
    bark: Matter
    leaf: float = 0.06
    count: int = 9000
    clumps: int = 46
    clump: float = 0.34  # a clump's radius over the crown's
    bare: float = 0.3
    wide: float = 0.7
    trunk: float = 0.022  # its radius over the height

    def but(self, **changes: object) -> Kind:
        return replace(self, **changes)  # type: ignore[arg-type]

    def far(self, air: Colour, share: float) -> Kind:
        """As seen through so much air, and drawn with fewer and larger leaves."""
        return self.but(
            greens=tuple(each.far(air, share) for each in self.greens),
            bark=self.bark.far(air, share),
            leaf=2.6 * self.leaf,
            count=self.count // 5,
            clumps=self.clumps // 2,
            clump=1.2 * self.clump,
        )


def greens(*colours: Colour) -> tuple[Matter, ...]:
    return tuple(leaf(each) for each in colours)


def bark(colour: Colour) -> Matter:
    return Matter(
        colour=colour, rough=0.95, vary=0.45, vary_scale=3, bump=0.9, bump_scale=9,
        stretch=(2.5, 2.5, 0.7),
    )  # fmt: skip


def unit(vectors: np.ndarray) -> np.ndarray:
    lengths: np.ndarray = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.maximum(1e-9, lengths)


def blades(
    site: Site,
    spots: Spots,
    along: Spots,
    size: Numbers | float,
    matters: Sequence[Matter],
    slim: float = 0.5,
) -> None:
    """A leaf at every spot, its blade mostly level; the matters are shared out at random, those of
    neighbours alike.
    """
    count = len(spots)
    if not count:
        return
    along = unit(along)
    normal = unit(site.rng.normal(size=(count, 3)) * 0.6 + UP)
    aside = unit(np.cross(along, normal))
    long = np.broadcast_to(np.asarray(size, float), (count,)) * site.rng.uniform(0.6, 1.4, count)
    reach, half = along * long[:, None], aside * slim * long[:, None]
    sag = np.array([0, 0, -0.25]) * long[:, None]
    points = np.stack(
        [
            spots - reach,
            spots + half - 0.1 * reach,
            spots + reach + sag,
            spots - half - 0.1 * reach,
        ],
        axis=1,
    )
    toned = np.sin(spots @ site.rng.normal(size=3) * 1.7 + site.between(0, 6)) * 0.5 + 0.5
    tone = 0.55 * toned + 0.45 * site.rng.random(count)
    which = np.minimum((tone * len(matters)).astype(int), len(matters) - 1)
    for number, matter in enumerate(matters):
        chosen = points[which == number].reshape(-1, 3)
        if len(chosen):
            site.mesh(chosen, np.arange(len(chosen)).reshape(-1, 4), matter)


def foliage(site: Site, centres: Spots, radius: Numbers, kind: Kind, *, flat: float = 0.75) -> None:
    """Clumps of twigs full of leaves, dense within and loose at their ends."""
    rng, clumps, twigs = site.rng, len(centres), 11
    count = kind.count
    share = radius**2 / np.sum(radius**2)
    which = rng.choice(clumps, count, p=share)
    twig = unit(rng.normal(size=(clumps, twigs, 3)) + 0.25 * UP) * (1, 1, flat)
    twig *= rng.uniform(0.65, 1.2, (clumps, twigs, 1))
    towards = twig[which, rng.integers(twigs, size=count)]
    out = rng.uniform(0.25, 1.0, count) ** 0.8
    loose = rng.normal(size=(count, 3)) * 0.15
    offset = towards * out[:, None] + loose
    spots = centres[which] + offset * radius[which][:, None]
    along = towards + rng.normal(size=(count, 3)) * 0.7 - 0.25 * UP
    blades(site, spots, along, kind.leaf, kind.greens)
    inner = max(60, count // 7)
    within = rng.choice(clumps, inner, p=share)
    dark = tuple(each.but(colour=mixed(each.colour, (0, 0, 0), 0.35)) for each in kind.greens[:1])
    spots = centres[within] + rng.normal(size=(inner, 3)) * 0.27 * radius[within][:, None]
    blades(site, spots, rng.normal(size=(inner, 3)), 2.4 * kind.leaf, dark)


def spread(site: Site, count: int, reach: Point, tries: int = 12) -> Spots:
    """Points in an ellipsoid that keep away from each other, more of them outside."""
    chosen: list[np.ndarray] = []
    for _ in range(count):
        towards = unit(site.rng.normal(size=(tries, 3)))
        some = towards * site.rng.uniform(0.15, 1.0, (tries, 1)) ** 0.5
        if chosen:
            gaps = np.linalg.norm(some[:, None] - np.array(chosen)[None], axis=-1).min(axis=1)
            chosen.append(some[int(np.argmax(gaps))])
        else:
            chosen.append(some[0])
    return np.array(chosen) * np.asarray(reach)


def tube(path: Spots, radii: Numbers, sides: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """A bent, tapering bar: its vertices and its faces."""
    along = unit(np.gradient(path, axis=0))
    guide = np.where(np.abs(along[:, 2:3]) < 0.9, (0, 0, 1.0), (1.0, 0, 0))
    guide = np.broadcast_to(guide[len(guide) // 2], along.shape)
    aside = unit(np.cross(along, guide))
    other = np.cross(along, aside)
    around = np.linspace(0, 2 * math.pi, sides, endpoint=False)[None, :, None]
    rings = path[:, None] + radii[:, None, None] * (
        np.cos(around) * aside[:, None] + np.sin(around) * other[:, None]
    )
    first = (np.arange(len(path) - 1)[:, None] * sides + np.arange(sides)[None]).ravel()
    after = (
        np.arange(len(path) - 1)[:, None] * sides + (np.arange(sides)[None] + 1) % sides
    ).ravel()
    faces = np.stack([first, after, after + sides, first + sides], axis=1)
    return rings.reshape(-1, 3), faces


def joined(parts: Sequence[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Meshes as one."""
    starts = np.cumsum([0, *(len(points) for points, _ in parts)])
    faces = [part[1] + start for part, start in zip(parts, starts, strict=False)]
    return np.concatenate([points for points, _ in parts]), np.concatenate(faces)


def trunk(site: Site, at: Point, height: float, kind: Kind, ends: Spots | None = None) -> None:
    """A stem that flares at its foot, with boughs to these ends."""
    steps = 16
    share = np.linspace(0, 1, steps)
    lean, wobble = site.rng.normal(size=2) * 0.02 * height, site.rng.normal(size=(2, 3))
    path = np.zeros((steps, 3))
    path[:, 2] = share * height
    for axis in (0, 1):
        path[:, axis] = lean[axis] * share + 0.008 * height * np.sin(
            share * (2 + wobble[axis, 0]) * 2.2 + wobble[axis, 1]
        )
        path[:, axis] -= path[0, axis]
    path += np.asarray(at) - 0.1 * UP
    radii = kind.trunk * height * (1 - 0.75 * share + 0.55 * np.exp(-share * height / 0.3))
    parts = [tube(path, radii, 14)]
    for end in ends if ends is not None else ():
        rise = float(end[2] - at[2]) / height
        start = float(np.clip(rise * site.between(0.45, 0.75), 0.6 * kind.bare, 0.92))
        root = path[int(start * (steps - 1))]
        bend = np.stack([root, root + (end - root) * (0.5, 0.5, 0.3), end])
        t = np.linspace(0, 1, 7)[:, None]
        curve = (1 - t) ** 2 * bend[0] + 2 * t * (1 - t) * bend[1] + t**2 * bend[2]
        thick = kind.trunk * height * 0.3 * (1.1 - start)
        parts.append(tube(curve, thick * (1 - 0.8 * t[:, 0]) + 0.006, 6))
    points, faces = joined(parts)
    site.mesh(points, faces, kind.bark, is_smooth=True)


def tree(site: Site, at: Point, height: float, kind: Kind) -> None:
    """A stem and boughs, and a crown of clumps of leaves."""
    wide, tall = 0.5 * kind.wide * height, 0.5 * (1 - kind.bare) * height
    middle = np.asarray(at) + (1 + kind.bare) * 0.5 * height * UP
    centres = spread(site, kind.clumps, (wide, wide, tall))
    # Round above, narrower below.
    low = np.clip(-centres[:, 2:3] / tall, 0, 1)
    centres[:, :2] *= 1 - 0.35 * low
    centres = centres * (1 - kind.clump * 0.55) + middle
    radius = kind.clump * min(wide, tall) * site.rng.uniform(0.7, 1.3, len(centres))
    boughs = centres[site.rng.permutation(len(centres))[: min(18, len(centres))]]
    trunk(site, at, 0.9 * height, kind, boughs)
    foliage(site, centres, radius, kind)


def bush(site: Site, at: Point, size: Point, kind: Kind) -> None:
    """A round shrub, leaves down to the ground; `size` is its width, depth and height."""
    centres = spread(site, kind.clumps, (size[0] / 2, size[1] / 2, size[2] / 2)) * 0.8
    centres += np.asarray(at) + 0.47 * size[2] * UP
    radius = kind.clump * min(size) / 2 * site.rng.uniform(0.8, 1.4, len(centres))
    foliage(site, centres, radius, kind)


def hedge(site: Site, start: Point, end: Point, size: tuple[float, float], kind: Kind) -> None:
    """A clipped one along a line; `size` is its depth and height."""
    a, b = np.asarray(start, float), np.asarray(end, float)
    length = float(np.linalg.norm(b - a))
    along = (b - a) / length
    across = np.array([-along[1], along[0], 0.0])
    count, depth, height = kind.count, *size
    share = site.rng.random(count) * length
    uneven = 0.05 * (np.sin(share * 2.1) + np.sin(share * 5.3 + 1) + np.sin(share * 0.7 + 2))
    # Half of the leaves are on top or on the two long sides.
    u, v = site.rng.uniform(-1, 1, count), site.rng.random(count)
    is_side = site.rng.random(count) < 0.7
    u = np.where(is_side, np.sign(u) * (1 - np.abs(site.rng.normal(size=count)) * 0.1), u)
    v = np.where(is_side, v, 1 - np.abs(site.rng.normal(size=count)) * 0.06)
    u += site.rng.normal(size=count) * 0.04 + uneven
    v += uneven * v
    spots = a + along * share[:, None] + across * (0.5 * depth * u)[:, None]
    spots[:, 2] += v * height
    out = across * np.sign(u)[:, None] + 0.5 * UP + site.rng.normal(size=(count, 3)) * 0.8
    blades(site, spots, out, kind.leaf, kind.greens)
    dark = kind.greens[0].but(colour=mixed(kind.greens[0].colour, (0, 0, 0), 0.5), thin=0.0)
    turn = math.atan2(along[1], along[0])
    middle = (a + b) / 2
    site.box(
        (float(middle[0]), float(middle[1]), float(middle[2])),
        (length, 0.82 * depth, 0.93 * height), dark, turn=turn,
    )  # fmt: skip


def scattered(
    site: Site, count: int, near: float, far: float, keep: Keep | None = None
) -> tuple[Numbers, Numbers]:
    """Spots on the ground before the camera, as many for every piece of the picture."""
    y = near * (far / near) ** site.rng.random(count)
    x = y * site.rng.uniform(-0.5, 0.5, count)
    if keep is not None:
        kept = keep(x, y)
        x, y = x[kept], y[kept]
    return x, y


def grass(
    site: Site,
    spots: tuple[Numbers, Numbers],
    height: float,
    matters: Sequence[Matter],
    heights: Heights | None = None,
) -> None:
    """A tuft of eight blades at every spot, those far away wider."""
    x, y = (np.repeat(each, 8) for each in spots)
    count = len(x)
    rng = site.rng
    x = x + rng.normal(size=count) * 0.012 * y
    y = y + rng.normal(size=count) * 0.012 * y
    z = heights(x, y) if heights is not None else np.zeros(count)
    patch = 0.75 + 0.3 * np.sin(1.3 * x + 0.7 * y) * np.sin(0.9 * y - 0.5 * x + 2)
    tall = height * patch * rng.uniform(0.45, 1.2, count)
    wide = 0.0035 * np.maximum(1, y / 3.2) * rng.uniform(0.7, 1.5, count)
    turn, bend = rng.uniform(0, 2 * math.pi, count), tall * rng.uniform(0.15, 0.8, count)
    lean = np.stack([np.cos(turn), np.sin(turn), np.zeros(count)], axis=1)
    side = np.stack([-np.sin(turn), np.cos(turn), np.zeros(count)], axis=1) * wide[:, None]
    root = np.stack([x, y, z], axis=1)
    up = np.stack([np.zeros(count), np.zeros(count), tall], axis=1)
    middle = root + 0.6 * up + lean * 0.3 * bend[:, None]
    tip = root + up * 0.95 + lean * bend[:, None]
    points = np.stack([root - side, root + side, middle + 0.8 * side, middle - 0.8 * side, tip], 1)
    which = rng.integers(len(matters), size=count)
    for number, matter in enumerate(matters):
        chosen = points[which == number]
        first = 5 * np.arange(len(chosen))[:, None]
        faces = np.concatenate([first + np.array((0, 1, 2, 3)), first + np.array((3, 2, 4, 4))])
        site.mesh(chosen.reshape(-1, 3), faces, matter)


def flowers(site: Site, heads: Spots, size: float, colour: Matter, heart: Matter) -> None:
    """Five petals around a heart, each head turned its own way, on a stem to the ground."""
    count = len(heads)
    if not count:
        return
    rng = site.rng
    faced = unit(rng.normal(size=(count, 3)) * 0.45 + np.array((0, -0.35, 0.9)))
    one = unit(np.cross(faced, (1.0, 0, 0)))
    two = np.cross(faced, one)
    big = size * rng.uniform(0.7, 1.3, count)[:, None]
    petals = []
    for number in range(5):
        angle = 2 * math.pi * number / 5 + rng.uniform(-0.2, 0.2, (count, 1))
        out = np.cos(angle) * one + np.sin(angle) * two + 0.3 * faced
        side = -np.sin(angle) * one + np.cos(angle) * two
        petals.append(
            np.stack(
                [
                    heads,
                    heads + big * (0.6 * out + 0.42 * side),
                    heads + big * out,
                    heads + big * (0.6 * out - 0.42 * side),
                ],
                axis=1,
            )
        )
    points = np.concatenate(petals).reshape(-1, 3)
    site.mesh(points, np.arange(len(points)).reshape(-1, 4), colour)
    middle = heads + 0.12 * big * faced
    corners = [middle + 0.26 * big * each for each in (one, two, -one, -two)]
    points = np.stack(corners, axis=1).reshape(-1, 3)
    site.mesh(points, np.arange(len(points)).reshape(-1, 4), heart)


def fallen(
    site: Site, spots: tuple[Numbers, Numbers], size: float, matters: Sequence[Matter]
) -> None:
    """Leaves or petals that lie on the ground."""
    x, y = spots
    z = site.rng.uniform(0.005, 0.04, len(x))
    along = site.rng.normal(size=(len(x), 3)) * (1, 1, 0.3)
    still = [each.but(moves="") for each in matters]
    blades(site, np.stack([x, y, z], axis=1), along, size * np.maximum(1, y / 9), still)


def ribbon(
    site: Site, middle: Callable[[Numbers], Numbers], wide: float, ends: tuple[float, float],
    matter: Matter,
) -> None:  # fmt: skip
    """A path over the ground; `middle` is where it runs, by the distance."""
    y = ends[0] * (ends[1] / ends[0]) ** np.linspace(0, 1, 80)
    x = middle(y)
    columns = []
    for side in (-0.5, 0.5):
        edge = x + side * wide + 0.06 * np.sin(y * 3.1 + side) + 0.04 * np.sin(y * 7.7 + 2 * side)
        columns.append(np.stack([edge, y, np.full_like(y, 0.015)], axis=1))
    first = np.arange(79)
    faces = np.stack([first, first + 80, first + 81, first + 1], axis=1)
    site.mesh(np.concatenate(columns), faces, matter)


def treeline(site: Site, y: float, count: int, kinds: Sequence[Kind], height: float) -> None:
    """A row of far trees right across the picture, bushes between their stems."""
    half = 0.5 * y + height
    for number in range(count):
        x = -half + 2 * half * (number + site.between(0.1, 0.9)) / count
        kind = kinds[int(site.rng.integers(len(kinds)))]
        deep = y + site.between(-0.12, 0.12) * y
        tree(site, (x, deep, 0), height * site.between(0.65, 1.15), kind.but(bare=0.12))
    clumps = 5 * count
    radius = height * site.rng.uniform(0.06, 0.16, clumps)
    along = site.rng.uniform(-half, half, clumps)
    far = y * site.rng.uniform(1.0, 1.15, clumps)
    low = kinds[int(site.rng.integers(len(kinds)))]
    centres = np.stack([along, far, 0.7 * radius], axis=1)
    foliage(site, centres, radius, low.but(count=low.count * count // 3))


def daylight(
    site: Site, elevation: float, azimuth: float, *, watts: float = 4.2, warm: float = 0.0
) -> None:
    """The sun, and what of the sky's colour it has; `warm` in [0, 1] for a low sun."""
    colour = mixed((1.0, 0.94, 0.85), (1.0, 0.6, 0.3), warm)
    site.sun(elevation, azimuth, watts=watts, colour=colour, angle=0.012)
