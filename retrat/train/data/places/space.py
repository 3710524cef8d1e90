"""Space: a planet with clouds and a rim of air, or a far one, stars and a nebula."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Bool, Float, Int

from retrat.train.data.places.halls import painted
from retrat.train.data.places.site import Colour, Matter, Site, Sky, View, hills

# Sea, lowland, highland, cloud, air.
PLANETS: tuple[tuple[Colour, Colour, Colour, Colour, Colour], ...] = (
    (
        (0.008, 0.05, 0.16),
        (0.05, 0.12, 0.025),
        (0.36, 0.22, 0.09),
        (0.9, 0.92, 0.95),
        (0.25, 0.55, 1.0),
    ),
    ((0.01, 0.07, 0.15), (0.15, 0.11, 0.03), (0.5, 0.32, 0.15), (0.9, 0.9, 0.9), (0.3, 0.6, 1.0)),
    ((0.24, 0.09, 0.04), (0.38, 0.16, 0.07), (0.55, 0.3, 0.16), (0.75, 0.5, 0.35), (0.9, 0.5, 0.3)),
    ((0.03, 0.1, 0.12), (0.08, 0.2, 0.2), (0.4, 0.42, 0.36), (0.8, 0.9, 0.88), (0.3, 0.9, 0.8)),
)
RADIUS = 1000.0
_Chart = tuple[Int[np.ndarray, "y x"], Int[np.ndarray, "y x"]]


def build(site: Site, moment: str) -> None:
    del moment  # out there is none
    tones = PLANETS[int(site.rng.choice(len(PLANETS), p=(0.4, 0.3, 0.15, 0.15)))]
    aside = 1 if site.chance(0.5) else -1
    is_low = site.chance(0.6)
    _nebula(site, 0.35 if is_low else 1.0)
    _stars(site)
    if is_low:
        # As from an orbit: the planet's edge across the picture, a little askew.
        away = site.between(1.07, 1.16) * RADIUS
        down = math.acos(RADIUS / away)
        rise = site.between(-0.1, 0.12)
        dip = math.pi / 2 - (down - rise)
        middle = away * np.array([site.between(-0.25, 0.25) * aside, math.cos(dip), -math.sin(dip)])
        middle *= away / np.linalg.norm(middle)
    else:
        away = site.between(2.6, 4.2) * RADIUS
        middle = away * np.array([aside * site.between(0.16, 0.3), 1.0, site.between(-0.05, 0.28)])
    _planet(site, middle, tones)
    up = site.between(30, 58) if is_low else site.between(14, 40)
    around = site.between(85, 130) * (aside if is_low else -aside)
    _rim(site, middle, tones[4], (up, around))
    if site.chance(0.6):
        _moon(site, -aside)
    site.sun(up, around, watts=4.2, colour=(1.0, 0.97, 0.92), angle=0.009)
    site.sky = Sky(zenith=(0.02, 0.03, 0.06), horizon=(0.02, 0.03, 0.06), strength=0.8)
    site.view = View(stop=4.5, exposure=0.55)


def _seen(
    middle: Float[np.ndarray, "3"], radius: float, cells: int
) -> tuple[Float[np.ndarray, "y x 3"], Bool[np.ndarray, "y-1 x-1"]]:
    """A ball as a net whose cells look alike from the origin, and which of them lie on it."""
    z, x = np.meshgrid(
        np.linspace(0.47, -0.47, cells + 1), np.linspace(-0.47, 0.47, cells + 1), indexing="ij"
    )
    ray = np.stack([x, np.ones_like(x), z], axis=-1)
    ray /= np.linalg.norm(ray, axis=-1, keepdims=True)
    along = ray @ middle
    rest = along**2 - middle @ middle + radius**2
    hit = rest > 0
    points = ray * (along - np.sqrt(np.maximum(rest, 0)))[..., None]
    return points, hit[:-1, :-1] & hit[1:, :-1] & hit[:-1, 1:] & hit[1:, 1:]


def _chart(normal: Float[np.ndarray, "y x 3"], middle: Float[np.ndarray, "3"], size: int) -> _Chart:
    """Where in square pictures of a ball's near side its points lie."""
    to_us = -middle / np.linalg.norm(middle)
    aside = np.cross(to_us, (0.0, 0.0, 1.0))
    aside /= np.linalg.norm(aside)
    up = np.cross(aside, to_us)
    flat = np.stack([normal @ up, normal @ aside], axis=0)
    reach = np.abs(flat).max() + 1e-9
    places = ((flat / reach + 1) / 2 * (size - 1)).round().astype(int)
    return places[0], places[1]


def _planet(
    site: Site,
    middle: Float[np.ndarray, "3"],
    tones: tuple[Colour, Colour, Colour, Colour, Colour],
) -> None:
    cells, size = 400, 900
    points, keep = _seen(middle, RADIUS, cells)
    centres = points[:-1, :-1]
    normal = np.where(
        keep[..., None], (centres - middle) / RADIUS, -middle / np.linalg.norm(middle)
    )
    rows, columns = _chart(normal, middle, size)
    sea, low, high, cloud, air = (np.array(tone) for tone in tones)
    shape = (size, size)
    land = (hills(site.rng, shape, 8, 0.58) + site.between(-0.2, 0.1))[rows, columns]
    detail = hills(site.rng, shape, 8, 0.8)[rows, columns]
    height = np.clip(1.1 * land + 0.25 * detail, 0, 1)[..., None]
    coast = np.clip(14 * (land + 0.05 * detail) + 0.5, 0, 1)[..., None]
    deep = sea * (1 + 0.2 * detail[..., None]) + 0.04 * (air + 0.2) * coast
    ground = (low + (high - low) * height) * np.clip(1 + 0.3 * detail[..., None], 0.4, 1.7)
    colour = deep + (ground - deep) * coast
    # Clouds that the wind has drawn out: they are looked up where another noise has moved them.
    bend = (60 * hills(site.rng, shape, 3))[rows, columns].astype(int)
    streaks = hills(site.rng, shape, 8, 0.66)
    wisps = hills(site.rng, shape, 8, 0.85)[rows, columns]
    drawn = streaks[(rows + bend) % size, (columns + 2 * bend) % size]
    cover = np.clip(1.3 * drawn + 0.4 * wisps + site.between(-0.2, 0.15), 0, 1)[..., None] ** 0.9
    colour = colour + (cloud - colour) * cover
    towards = -centres / np.maximum(1e-9, np.linalg.norm(centres, axis=-1, keepdims=True))
    grazing = 1 - np.clip((normal * towards).sum(-1, keepdims=True), 0, 1)
    haze = 0.03 + 0.7 * grazing**4
    colour = colour + (air * 0.85 - colour) * haze
    matter = Matter(colour=(0.5, 0.5, 0.5), rough=0.8)
    painted(site, points, colour, matter, shades=200, keep=keep)


def _rim(
    site: Site, middle: Float[np.ndarray, "3"], air: Colour, sun_at: tuple[float, float]
) -> None:
    """Air beyond the planet's edge, brighter where the sun is."""
    away = float(np.linalg.norm(middle))
    to_us = -middle / away
    right = np.cross(to_us, (0.0, 0.0, 1.0))
    right /= np.linalg.norm(right)
    up = np.cross(right, to_us)
    # The circle at which a view touches the ball.
    centre, ring = middle + to_us * RADIUS**2 / away, RADIUS * math.sqrt(1 - (RADIUS / away) ** 2)
    around = np.linspace(0, 2 * math.pi, 361)
    rise = np.linspace(0.985, 1.05, 40)
    radius, angle = np.meshgrid(ring * rise, around, indexing="ij")
    points = centre + radius[..., None] * (
        np.cos(angle)[..., None] * right + np.sin(angle)[..., None] * up
    )
    normal = (points - middle) / np.linalg.norm(points - middle, axis=-1, keepdims=True)
    high, sideways = (math.radians(angle) for angle in sun_at)
    sun = np.array(
        [math.cos(high) * math.sin(sideways), math.cos(high) * math.cos(sideways), math.sin(high)]
    )
    lit = np.clip(0.25 + normal @ sun, 0.02, 1)[:-1, :-1]
    fade = np.exp(-np.maximum(0, rise - 1.0) / 0.011)[:-1, None] * (rise[:-1, None] < 1.049)
    white = np.exp(-np.maximum(0, rise - 1.0) / 0.003)[:-1, None, None] * 0.6
    tone = np.array(air) * (1 - white) + white
    keep = fade[..., None] * lit[..., None] * tone
    painted(
        site,
        points,
        keep,
        Matter(colour=(0, 0, 0), glow=1.3, rough=1.0),
        shades=64,
        keep=keep.max(axis=-1) > 0.02,
    )


def _moon(site: Site, side: int) -> None:
    at = 5000 * np.array([side * site.between(0.2, 0.36), 1.0, site.between(0.2, 0.34)])
    points, keep = _seen(at, 5000 * site.between(0.03, 0.075), 400)
    grey = 0.28 + 0.12 * hills(site.rng, (400, 400), 8, 0.8)
    tone = np.array(site.pick((1.0, 0.97, 0.9), (1.0, 0.8, 0.62), (0.85, 0.9, 1.0)))
    colour = np.clip(grey, 0.05, 1)[..., None] * tone
    painted(site, points, colour, Matter(colour=(0, 0, 0), rough=1), shades=60, keep=keep)


def _nebula(site: Site, strength: float) -> None:
    """A sheet of glowing dust far away."""
    cells = 420
    line = np.linspace(-9000, 9000, cells + 1)
    z, x = np.meshgrid(line[::-1], line, indexing="ij")
    points = np.stack([x, np.full_like(x, 16000.0), z + 500], axis=-1)
    shape = (cells, cells)
    first = np.array(
        site.pick((0.5, 0.1, 0.25), (0.1, 0.25, 0.6), (0.35, 0.15, 0.55), (0.6, 0.28, 0.1))
    )
    second = np.array(site.pick((0.08, 0.25, 0.5), (0.1, 0.4, 0.4), (0.6, 0.3, 0.2)))
    slope = site.between(-0.9, 0.9)
    across = (z[:-1, :-1] - slope * x[:-1, :-1] - site.between(-500, 3500)) / 9000
    bend = 0.3 * hills(site.rng, shape, 4)
    band = np.exp(-(((across + bend) / 0.3) ** 2))
    dust = np.clip(0.55 + 0.75 * hills(site.rng, shape, 7, 0.62), 0, 1.6) ** 2
    dark = np.clip(1.1 - 1.6 * np.abs(hills(site.rng, shape, 6, 0.6)), 0, 1)
    lanes = 1 - 0.8 * dark**3 * band
    mix = np.clip(0.5 + 0.9 * hills(site.rng, shape, 3), 0, 1)[..., None]
    glow = (0.05 + band * dust * lanes)[..., None] * (first * mix + second * (1 - mix))
    faint = site.rng.random(shape) ** 400 * site.rng.random(shape)
    colour = 0.012 * np.array([0.5, 0.7, 1.2]) + 0.65 * strength * glow + faint[..., None]
    painted(site, points, colour, Matter(colour=(0, 0, 0), glow=1.0, rough=1.0), shades=96)


def _stars(site: Site) -> None:
    """Before the nebula, most of them faint."""
    for tone, count in (((1.0, 1.0, 1.0), 130), ((0.7, 0.82, 1.0), 80), ((1.0, 0.82, 0.6), 60)):
        for size, share, glow in ((16.0, 0.7, 1.5), (22.0, 0.24, 3.0), (30.0, 0.06, 8.0)):
            many = int(share * count)
            at = np.stack(
                [site.rng.uniform(-7500, 7500, many), np.full(many, 15000.0),
                 site.rng.uniform(-7000, 7500, many)], axis=1,
            )  # fmt: skip
            r = size * site.rng.uniform(0.6, 1.3, (many, 1))
            across, up = r * np.array([[1.0, 0, 0]]), r * np.array([[0, 0, 1.0]])
            points = np.stack([at - across, at - up, at + across, at + up], axis=1).reshape(-1, 3)
            faces = np.arange(4 * many).reshape(many, 4)
            site.mesh(points, faces, Matter(colour=tone, glow=glow, moves="lights"))
