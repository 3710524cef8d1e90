"""What a seed changes in each place: colours, time of day, and the light on the person.

A look is chosen after the 16 uniform parameters were drawn; the comment at the head of each shader
names what its parameters and colours mean. Palettes are display RGB, light is linear.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from retrat.train.data.scene_light import Colour, Light, lit, near, pick, sided


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    palette: Sequence[Colour]
    light: Light
    moment: str = ""


def _beach(rng: Generator, p: np.ndarray) -> Look:
    moment = str(rng.choice(["at noon", "at sunset", "in the morning"]))
    sand, leaf = pick(rng, "e8d3a6", "dcc191", "f0e0c0"), pick(rng, "3f7a3a", "4f8c3c")
    x = 2.4 * (p[0] - 0.5)
    if moment == "at sunset":
        p[1] = 0.25 * p[1]
        sky, low = (
            pick(rng, "5a6fa8", "6b5b95", "47608f"),
            pick(rng, "ffb070", "ff9a5c", "ffc48a"),
        )
        sun = near(rng, "ffc070")
        palette = [
            sky,
            low,
            near(rng, "f2a58a"),
            near(rng, "36507a"),
            near(rng, "7d88a0"),
            sand * (0.8, 0.66, 0.6),
            sun,
            leaf * (0.45, 0.4, 0.45),
        ]
        light = lit(
            (((1.6 * x), 0.5, 0.7), sun, 0.75), (low, 0.32), (sand, 0.22), ((x, 0.35, -1), sun, 1.1)
        )
    else:
        sky, low = pick(rng, "3f8fd8", "4aa0e6", "5b9bd5"), pick(rng, "bfe3f5", "d5ecf7")
        warm = near(rng, "fff3d6" if moment == "at noon" else "ffe2b4")
        palette = [
            sky,
            low,
            near(rng, "ffffff", 0.01),
            pick(rng, "1f6fa8", "17659c"),
            pick(rng, "58c4c0", "66cfc4", "6fbfd0"),
            sand,
            warm,
            leaf,
        ]
        height = 1.3 if moment == "at noon" else 0.5
        light = lit(
            ((x + 0.3, height, 0.8), warm, 0.85),
            (low, 0.42),
            (sand, 0.3),
            ((-x, 0.6, -1), warm, 0.35),
        )
    return Look(palette=palette, light=light, moment=moment)


def _forest(rng: Generator, p: np.ndarray) -> Look:
    autumn, side = rng.random() < 0.25, sided(p[0])
    sun = pick(rng, "fff0b8", "ffe6a0", "fff6d0")
    if autumn:
        leaves, dark, fern = (
            pick(rng, "e0a040", "d88a38"),
            near(rng, "8a4f24"),
            pick(rng, "a8702c", "b5803a"),
        )
        far, ground = near(rng, "f6dfa6"), near(rng, "7a5530")
    else:
        leaves, dark = pick(rng, "86b84a", "74a848", "98c052"), pick(rng, "2c5a2c", "28502f")
        fern, far, ground = (
            pick(rng, "4c8a3a", "5a9440"),
            pick(rng, "dcecb0", "cfe6b8"),
            near(rng, "5f5a38"),
        )
    palette = [far, leaves, dark, pick(rng, "6a5038", "5c4a3a", "77604a"), ground, sun, fern]
    light = lit(
        ((0.9 * side, 1.1, 0.7), sun, 0.62),
        (far, 0.36),
        (fern, 0.2),
        ((-0.7 * side, 0.8, -1), sun, 0.5),
    )
    return Look(palette=palette, light=light, moment="in autumn" if autumn else "")


def _city_day(rng: Generator, p: np.ndarray) -> Look:
    grey = rng.random() < 0.3
    sky = pick(rng, "9fb0c0", "a8b4be") if grey else pick(rng, "5b9be0", "6aa8e6", "4f8fd4")
    low = pick(rng, "d5dade", "dde0e0") if grey else pick(rng, "dbeaf5", "f0e8da")
    sun = near(rng, "f0f2f4" if grey else "fff0d4")
    palette = [
        sky,
        low,
        near(rng, "fbfbfb", 0.01),
        pick(rng, "c98f6a", "d8b48c", "b5705a", "cdbfa8"),
        pick(rng, "a8a39a", "8d98a5", "d9cfbb"),
        pick(rng, "6d7076", "7a7a7c"),
        pick(rng, "5c8f3f", "6a9a48", "4f8240"),
        sun,
    ]
    side = -sided(p[5])
    strength = 0.4 if grey else 0.75
    light = lit(
        ((0.9 * -side, 1.0, 0.8), sun, strength),
        (low, 0.5 if grey else 0.4),
        (palette[5], 0.5),
        ((side, 0.7, -1), sun, 0.3),
    )
    return Look(palette=palette, light=light, moment="on a grey day" if grey else "on a sunny day")


def _city_night(rng: Generator, _p: np.ndarray) -> Look:
    a, b = (
        pick(rng, "ffb45a", "ff9a3c", "ffd080"),
        pick(rng, "ff4f8a", "4fa8ff", "38d0c8", "b06aff"),
    )
    top, glow = pick(rng, "0a0f24", "10122c", "0c1a2c"), pick(rng, "2c2a4e", "33294a", "1f3550")
    palette = [
        top,
        glow,
        pick(rng, "161a30", "1a1c2c"),
        near(rng, "ffcf80"),
        near(rng, "a8d0ff"),
        a,
        b,
        glow * 0.6,
    ]
    side = float(rng.choice([-1.0, 1.0]))
    light = lit(
        ((0.9 * side, 0.4, 0.8), a, 0.75),
        (glow + 0.16, 1.0),
        (a * 0.6, 0.4),
        ((-side, 0.3, -0.8), b, 0.9),
        pulse=(0.12, 0.4),
    )
    return Look(palette=palette, light=light, moment="at night")


def _office(rng: Generator, _p: np.ndarray) -> Look:
    wall, sky = (
        pick(rng, "e9e7e2", "dfe5e8", "eee6da", "d5dcd8"),
        pick(rng, "9cc8ee", "b4d4ea", "c8d8e2"),
    )
    palette = [
        wall,
        pick(rng, "8a8d92", "a08a72", "6f7f8c"),
        sky,
        pick(rng, "c8a272", "e6e2dc", "8a6242"),
        pick(rng, "2f6fb0", "d8703a", "2f9a88", "c23f4f", "7a5ab0"),
        near(rng, "4a8c46"),
        near(rng, "f4f4f2", 0.01),
        near(rng, "ffffff", 0.01),
    ]
    side = float(rng.choice([-1.0, 1.0]))
    light = lit(
        ((0.5 * side, 1.0, 0.9), near(rng, "fffaf0"), 0.68),
        (wall, 0.52),
        (palette[1], 0.4),
        ((-side, 0.4, -1), sky, 0.45),
    )
    return Look(palette=palette, light=light)


def _kitchen(rng: Generator, p: np.ndarray) -> Look:
    wall, day = pick(rng, "f2ead8", "e8eee6", "f5e6cf", "e4ebf0"), pick(rng, "d8eefb", "f7f0d8")
    palette = [
        wall,
        pick(rng, "e8e6e0", "bcd4d8", "d8e2c8", "f0d8c0", "9fbcc8"),
        pick(rng, "f0ece4", "7f9a8c", "4f6f8c", "c99a62", "a85a48", "dcd4c4"),
        pick(rng, "b58a5c", "5a5a5e", "d8d2c8"),
        day,
        pick(rng, "6aa04c", "7fae5a"),
        pick(rng, "d8a03c", "c2503f", "3f7a8c", "e0b060"),
        pick(rng, "b89a78", "c8c4bc", "8c6f54"),
    ]
    side = -sided(p[0]) * -1.0
    light = lit(
        ((0.9 * side, 0.7, 0.7), near(rng, "fff2dc"), 0.72),
        (wall, 0.52),
        (palette[7], 0.35),
        ((side, 0.4, -0.9), day, 0.4),
    )
    return Look(palette=palette, light=light)


def _classroom(rng: Generator, p: np.ndarray) -> Look:
    wall, day = pick(rng, "f0e6c8", "dfe8e0", "e6e2da", "f2dcc0"), pick(rng, "eaf5fb", "fbf3dc")
    palette = [
        wall,
        pick(rng, "2f5f4a", "27503f", "2c3a38", "385c50"),
        pick(rng, "9a6a3c", "b5834c", "84583a"),
        pick(rng, "b08a62", "9aa09a"),
        pick(rng, "e05a4a", "3f86c8", "e8b03c"),
        pick(rng, "4fa868", "f0c84a", "8a62b8"),
        day,
        near(rng, "f6f4ee", 0.01),
    ]
    side = sided(p[0])
    light = lit(
        ((0.8 * side, 0.8, 0.8), day, 0.72),
        (wall, 0.52),
        (palette[3], 0.35),
        ((-side, 0.5, -1), day, 0.3),
    )
    return Look(palette=palette, light=light)


def _stage(rng: Generator, _p: np.ndarray) -> Look:
    pairs = [
        ("4f7dff", "ff4fa0"),
        ("38c8ff", "ffb03c"),
        ("b050ff", "40e0c0"),
        ("ff5a4a", "ffd24a"),
        ("5aff9a", "5a7dff"),
    ]
    a, b = (near(rng, code) for code in pairs[int(rng.integers(len(pairs)))])
    warm = near(rng, "ffe2b0")
    palette = [
        pick(rng, "b01c2c", "8c1a3a", "7a1f6a", "1f3f8c"),
        pick(rng, "1a1428", "141a2c", "241420"),
        a,
        b,
        pick(rng, "8a5a3a", "6a4a3c", "4a4450"),
        warm,
    ]
    side = float(rng.choice([-1.0, 1.0]))
    light = lit(
        ((0.35 * side, 0.9, 0.9), warm, 0.85),
        (a, 0.22),
        (palette[4], 0.25),
        ((-side, 0.7, -0.8), b, 1.2),
        pulse=(0.45, float(rng.uniform(0.15, 0.4))),
    )
    return Look(palette=palette, light=light)


def _studio(rng: Generator, p: np.ndarray) -> Look:
    paper = pick(
        rng,
        "b8bcc2",
        "8fa8c0",
        "d8cbb8",
        "c89a8c",
        "7fa08c",
        "a892c0",
        "e6e2dc",
        "d8b04c",
        "5a6a80",
    )
    light_colour = near(rng, "fffaf2", 0.01)
    palette = [
        paper,
        paper * rng.uniform(0.42, 0.62),
        light_colour,
        pick(rng, "4f6fc0", "c05a4a", "3fa08c", "806040"),
    ]
    side = sided(p[0])
    light = lit(
        ((0.9 * side, 0.7, 1.0), light_colour, 0.8),
        (paper, 0.3),
        (paper, 0.25),
        ((-side, 0.5, -0.9), light_colour, 0.6),
    )
    return Look(palette=palette, light=light)


def _snow(rng: Generator, p: np.ndarray) -> Look:
    clear = rng.random() < 0.5
    top, low = (
        (pick(rng, "5f9bd8", "78aee0"), pick(rng, "dcebf5", "f5dcd0"))
        if clear
        else (pick(rng, "aab8c8", "b8c2cc"), pick(rng, "dfe5ea", "d4dce4"))
    )
    sun = near(rng, "ffe8c8" if clear else "e8eef5")
    palette = [
        top,
        low,
        pick(rng, "7088a8", "6a7f98"),
        pick(rng, "2f5548", "2a4a44", "3a5a50", spread=0.015),
        near(rng, "f8fbff", 0.01),
        pick(rng, "b4c8e4", "c0d0e4"),
        sun,
        pick(rng, "7a4a30", "8c3a30", "5c4436"),
    ]
    x = 2.0 * (p[5] - 0.5)
    light = lit(
        ((x, 0.8, 0.8), sun, 0.65 if clear else 0.35),
        (low, 0.5),
        (palette[4], 0.4),
        ((-x, 0.5, -1), low, 0.35),
        haze=(low, 0.03),
    )
    return Look(
        palette=palette, light=light, moment="on a clear winter day" if clear else "in falling snow"
    )


def _rain_window(rng: Generator, p: np.ndarray) -> Look:
    top, low = pick(rng, "3a4a66", "46566a", "2c3a58"), pick(rng, "6f8296", "7a8a9c", "5a6a88")
    lamp = pick(rng, "ffb868", "ffc880", "ffa85a")
    palette = [
        pick(rng, "7a5f50", "5f6a6a", "6a5a6f", "80664a"),
        top,
        low,
        near(rng, "ffcf80"),
        pick(rng, "ff6a4a", "8ac8ff", "7affc0"),
        lamp,
        pick(rng, "8c4a40", "4f6a80", "b09a78", "6a7a5a"),
        pick(rng, "e8e0d4", "4a3a30", "8a7058"),
    ]
    side = sided(p[0]) * -1.0
    light = lit(
        ((0.9 * side, 0.3, 0.7), lamp, 0.9),
        (low, 0.28),
        (palette[0], 0.3),
        ((-side, 0.4, -0.9), low, 0.5),
    )
    return Look(palette=palette, light=light, moment="on a rainy evening")


def _park(rng: Generator, p: np.ndarray) -> Look:
    season = str(rng.choice(["in summer", "in spring", "in autumn"], p=[0.45, 0.3, 0.25]))
    crowns = {
        "in summer": ("3f7f36", "6aa844"),
        "in spring": ("7fb850", "f0b8cc"),
        "in autumn": ("c8782c", "e0a838"),
    }[season]
    lawn = (
        pick(rng, "b0a850", "9aa04a")
        if season == "in autumn"
        else pick(rng, "6aae42", "78b84c", "5c9f40")
    )
    if season == "in summer":
        p[4] = 0.0
    sun = near(rng, "fff0cc")
    sky, low = pick(rng, "5aa0e4", "6cb0ea", "7ab4e0"), pick(rng, "d8ecf8", "eef2ea")
    palette = [
        sky,
        low,
        near(rng, "ffffff", 0.01),
        lawn,
        near(rng, crowns[0]),
        near(rng, crowns[1]),
        pick(rng, "d8c49c", "c8b08a", "c4beb4"),
        pick(rng, "4f8fb8", "5a9aa8"),
    ]
    side = float(rng.choice([-1.0, 1.0]))
    light = lit(
        ((0.8 * side, 1.0, 0.8), sun, 0.75), (low, 0.42), (lawn, 0.28), ((-side, 0.7, -1), sun, 0.4)
    )
    return Look(palette=palette, light=light, moment=season)


def _space(rng: Generator, p: np.ndarray) -> Look:
    world = int(rng.integers(4))
    p[2] = 0.5 * p[2] + (0.5 if world == 2 else 0.0)
    land = [("2f6fc0", "5a9a50"), ("d8783c", "a84a2c"), ("e0c090", "b5845a"), ("4fb0c8", "3a6fa8")][
        world
    ]
    air = ["7fc0ff", "ffb080", "ffe0b0", "90f0ff"][world]
    palette = [
        pick(rng, "05060f", "080512", "03080f"),
        pick(rng, "3a1f6a", "1f2f7a", "5a1f5a", "0f4a5a"),
        pick(rng, "8a2f6a", "2f5fa8", "a84a2f", "2f8a80"),
        near(rng, land[0]),
        near(rng, land[1]),
        near(rng, "ffffff", 0.01),
        near(rng, air),
        near(rng, "f4f6ff", 0.01),
    ]
    side = 1.0 if p[0] < 0.5 else -1.0
    light = lit(
        ((0.9 * side, 0.5, 0.8), near(rng, "fff8f0", 0.01), 0.9),
        (palette[1], 0.5),
        (palette[3], 0.3),
        ((-side, 0.2, -0.8), near(rng, air), 0.8),
    )
    return Look(palette=palette, light=light)


def _library(rng: Generator, _p: np.ndarray) -> Look:
    wood, lamp = (
        pick(rng, "8a5a34", "6f4428", "a06f42", "5a3a28"),
        pick(rng, "ffd08a", "ffc878", "ffe0a8"),
    )
    palette = [
        wood,
        pick(rng, "8c2f2c", "a8483a", "7a2a3a"),
        pick(rng, "2f5a48", "2c4a70", "3f6a6a"),
        pick(rng, "c8a05a", "d8c8a0", "b5703a"),
        pick(rng, "8a5f3c", "7a5a48"),
        lamp,
        pick(rng, "d8c8b0", "a08468"),
    ]
    side = float(rng.choice([-1.0, 1.0]))
    light = lit(
        ((0.7 * side, 0.9, 0.7), lamp, 0.9),
        (palette[6], 0.35),
        (wood, 0.4),
        ((-side, 0.6, -0.9), lamp, 0.45),
    )
    return Look(palette=palette, light=light)


def _living_room(rng: Generator, p: np.ndarray) -> Look:
    evening, fire = p[3] > 0.6, p[2] > 0.55
    wall = pick(rng, "e6dcc8", "c8d4d0", "d8c0ac", "b8c4d4", "a8b89c", "e8d8a8")
    lamp, day = pick(rng, "ffc878", "ffd498"), pick(rng, "e0f0fa", "f8eed4")
    palette = [
        wall * ((0.66, 0.58, 0.54) if evening else 1.0),
        pick(rng, "4f7a8c", "8c8478", "b0563f", "5a6a4a", "d8c8b0", "7a4a6a"),
        pick(rng, "e0a03c", "d8603f", "3f8a8a", "e8d8c0"),
        pick(rng, "d8c8b0", "8ca0b0", "b07a5a", "e8e2d8"),
        pick(rng, "a87a4c", "8a5f3c", "c09a6c"),
        lamp,
        pick(rng, "4f8a4a", "5f9a50"),
        day,
    ]
    side = sided(p[0]) * -1.0
    key, strength = (lamp, 0.9) if evening else (day, 0.72)
    rim = (near(rng, "ff9a4a"), 0.8) if fire else (key, 0.35)
    light = lit(
        ((0.9 * side, 0.6, 0.8), key, strength),
        (palette[0], 0.5),
        (palette[4], 0.35),
        ((-side, 0.0, -0.8), *rim),
        pulse=(0.3, 1.3) if fire else (0.0, 0.0),
    )
    return Look(palette=palette, light=light, moment="in the evening" if evening else "by day")


LOOKS: dict[str, Callable[[Generator, np.ndarray], Look]] = {
    "beach": _beach,
    "forest": _forest,
    "city_day": _city_day,
    "city_night": _city_night,
    "office": _office,
    "kitchen": _kitchen,
    "classroom": _classroom,
    "stage": _stage,
    "studio": _studio,
    "snow": _snow,
    "rain_window": _rain_window,
    "park": _park,
    "space": _space,
    "library": _library,
    "living_room": _living_room,
}
