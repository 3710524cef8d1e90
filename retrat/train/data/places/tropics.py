"""Palms, tree ferns, bananas and other large-leaved plants of warm and wet countries."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from retrat.train.data.places.greenery import UP, Numbers, Spots, tube, unit
from retrat.train.data.places.interiors import fronds
from retrat.train.data.places.site import Colour, Matter, Point, Site, mixed
from retrat.train.data.places.vessels import wires

STEM = Matter(
    colour=(0.2, 0.17, 0.12), rough=0.95, vary=0.4, bump=0.9, bump_scale=14, stretch=(1, 1, 3)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Frond:
    """A feathered leaf: its length, how far it droops, how many leaflets a side, and how long and
    how slim those are as shares of it.
    """

    length: float
    droop: float
    leaflets: int = 30
    reach: float = 0.3
    slim: float = 0.07
    sweep: float = 0.6


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Blades:
    """Broad leaves: where their stalks end, where their tips point, where they face, and how long
    they are.
    """

    spots: Spots
    aims: Spots
    faces: Spots
    sizes: Numbers


def feathers(site: Site, roots: Spots, aims: Spots, told: Frond, green: Matter) -> None:
    """Fronds of a palm or a fern: a rib each and two rows of leaflets."""
    count = len(roots)
    share = np.linspace(0.1, 1, told.leaflets)[None, :, None]
    long = told.length * site.rng.uniform(0.75, 1.15, (count, 1, 1))
    aims = unit(aims)[:, None]
    rib = roots[:, None] + aims * long * share - told.droop * long * share**2 * UP
    along = unit(aims - 2 * told.droop * share * UP)
    aside = unit(np.cross(along, UP + site.rng.normal(0, 0.12, (count, 1, 3))))
    reach = told.reach * long * np.sin(math.pi * (0.1 + 0.86 * share)) ** 0.7
    quads = []
    for hand in (-1, 1):
        bent = site.rng.normal(0, 0.12, (count, told.leaflets, 3))
        way = unit(hand * aside + told.sweep * along - 0.3 * UP + bent)
        half = told.slim * told.reach * long * along
        middle = rib + 0.45 * reach * way + 0.06 * reach * UP
        tip = rib + reach * way - 0.12 * reach * UP
        quads.append(np.stack([rib, middle - half, tip, middle + half], axis=2).reshape(-1, 3))
    points = np.concatenate(quads)
    site.mesh(points, np.arange(len(points)).reshape(-1, 4), green)
    ribs = np.concatenate([roots[:, None], rib[:, :: max(1, told.leaflets // 7)]], axis=1)
    bars = [(_point(start), _point(end)) for each in ribs.tolist() for start, end in pairwise(each)]
    wires(
        site, bars, 0.006 * told.length, green.but(colour=mixed(green.colour, (0.1, 0.1, 0), 0.4))
    )


def crown(site: Site, top: Spots, count: int, lift: tuple[float, float]) -> tuple[Spots, Spots]:
    """Roots and aims of fronds all around a point, the inner ones steeper."""
    around = np.arange(count) * 2.4 + site.rng.uniform(-0.3, 0.3, count)
    rise = np.linspace(*lift, count)
    aims = np.stack([np.cos(around), np.sin(around), rise], axis=1)
    return np.repeat(top[None], count, 0) + 0.03 * aims, aims


def stem(site: Site, at: Point, size: tuple[float, float], matter: Matter) -> Spots:
    """A bent, ringed one, `size` its height and radius; returns its top."""
    tall, radius = size
    share = np.linspace(0, 1, 22)[:, None]
    lean = np.array([*site.rng.normal(0, 0.1, 2), 0.0])
    path = np.array(at) + tall * (share * UP + share**2 * lean) - 0.1 * UP
    rings = 1 + 0.09 * np.cos(np.arange(22) * math.pi)
    points, faces = tube(path, radius * rings * (1.15 - 0.35 * share[:, 0]), 10)
    site.mesh(points, faces, matter, is_smooth=True)
    end: Spots = path[-1]
    return end


def palm(site: Site, at: Point, tall: float, greens: Sequence[Matter], bark: Matter) -> None:
    top = stem(site, at, (tall, 0.075), bark)
    told = Frond(length=site.between(1.5, 2.3), droop=0.75, leaflets=34, reach=0.3, slim=0.06)
    roots, aims = crown(site, top, int(site.rng.integers(12, 17)), (0.25, 1.9))
    feathers(site, roots, aims, told, greens[0])


def tree_fern(site: Site, at: Point, tall: float, greens: Sequence[Matter], bark: Matter) -> None:
    top = stem(site, at, (tall, 0.11), bark.but(colour=mixed(bark.colour, (0.02, 0.01, 0), 0.7)))
    told = Frond(
        length=site.between(1.4, 1.9), droop=0.6, leaflets=40, reach=0.24, slim=0.09, sweep=0.25
    )
    roots, aims = crown(site, top, 17, (0.1, 1.1))
    feathers(site, roots, aims, told, greens[-1])


def fern(site: Site, at: Point, long: float, green: Matter) -> None:
    told = Frond(length=long, droop=0.75, leaflets=22, reach=0.24, slim=0.13, sweep=0.3)
    roots, aims = crown(site, np.array(at), 13, (0.5, 1.8))
    feathers(site, roots, aims, told, green)


def banana(site: Site, at: Point, tall: float, greens: Sequence[Matter], bark: Matter) -> None:
    top = stem(
        site, at, (0.5 * tall, 0.07), bark.but(colour=mixed(bark.colour, (0.2, 0.3, 0.05), 0.5))
    )
    roots, aims = crown(site, top, 10, (0.6, 3.0))
    green = greens[-1].but(rough=0.35)
    fronds(site, roots, aims, (0.75 * tall, 0.1 * tall), green, droop=0.55)


def elephant_ears(site: Site, at: Point, high: float, green: Matter) -> None:
    """Stalks from the ground, each with one large leaf."""
    count = 13
    around = np.arange(count) * 2.4 + site.between(0, 6)
    tall = high * site.rng.uniform(0.55, 1.0, count)
    flat = np.stack([np.cos(around), np.sin(around), 0 * around], axis=1)
    ends = np.array(at) + flat * (0.42 * tall)[:, None] + tall[:, None] * UP
    bend = np.array(at) + 0.3 * (ends - at) * (0.6, 0.6, 1.9)
    stalks = [(at, _point(each)) for each in bend]
    stalks += [(_point(low), _point(end)) for low, end in zip(bend, ends, strict=True)]
    green = green.but(rough=0.75)
    wires(site, stalks, 0.014, green)
    aims = flat - 0.55 * UP + site.rng.normal(0, 0.2, (count, 3))
    told = Blades(spots=ends, aims=aims, faces=UP + 0.55 * flat, sizes=0.3 * tall + 0.1)
    broad(site, told, green, cut=0.3 if site.chance(0.4) else 0.0)


def broad(site: Site, told: Blades, matter: Matter, cut: float = 0.0) -> None:
    """Heart-shaped leaves; `cut` in [0, 1] is how deep into their edges."""
    steps = 13
    share = np.linspace(0, 1, steps)
    middle, edge = -0.06 + 1.06 * share, -0.36 + 1.36 * share
    half = 0.62 * np.sin(math.pi * np.clip(0.02 + share, 0, 1) ** 0.62) ** 0.85
    half[-1] = 0.0
    half[1:-1:2] *= 1 - cut
    along = unit(told.aims)
    aside = unit(np.cross(along, unit(told.faces)))
    normal = np.cross(aside, along)
    scale = (told.sizes * site.rng.uniform(0.8, 1.15, len(told.spots)))[:, None, None]
    sag = -0.22 * share**2

    def row(u: Numbers, v: Numbers, up: Numbers) -> np.ndarray:
        flat = u[:, None] * along[:, None] + v[:, None] * aside[:, None]
        there: np.ndarray = told.spots[:, None] + scale * (flat + up[:, None] * normal[:, None])
        return there

    left, right = (row(edge, hand * half, sag + 0.16 * half) for hand in (-1.0, 1.0))
    points = np.stack([left, row(middle, 0 * half, sag), right], axis=2).reshape(-1, 3)
    first = (3 * np.arange(steps - 1)[:, None] + np.arange(2)).ravel()
    corners = np.stack([first, first + 1, first + 4, first + 3], axis=1)
    corners = corners[None] + 3 * steps * np.arange(len(told.spots))[:, None, None]
    site.mesh(points, corners.reshape(-1, 4), matter, is_smooth=True)


def _point(where: Sequence[float] | np.ndarray) -> Point:
    x, y, z = (float(each) for each in where)
    return x, y, z


def rooted(at: Point, count: int) -> Spots:
    """The same place, for so many leaves."""
    return np.repeat(np.array(at)[None], count, 0)


def moss_on(colour: Colour, moss: Colour, share: float) -> Matter:
    return Matter(
        colour=mixed(colour, moss, share), rough=1.0, sheen=0.3, vary=0.4, bump=0.9, bump_scale=18
    )
