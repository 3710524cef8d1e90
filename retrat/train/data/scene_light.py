"""The light on a person, and the colours from which scenes are mixed.

Colours are display RGB until `lit` turns them into linear light.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

Colour = Sequence[float] | np.ndarray
Vector = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Light:
    """Light on the person, linear RGB; directions point from the person to the light.

    x is right, y up, z towards the camera. The key is a lamp or the sun; sky and ground are the two
    halves of a hemisphere light; the rim comes from behind and draws the outline.
    """

    key_direction: Vector
    key_color: Vector
    sky_color: Vector
    ground_color: Vector
    rim_direction: Vector
    rim_color: Vector
    haze_color: Vector = (0.0, 0.0, 0.0)  # air between camera and person
    haze: float = 0.0
    pulse: float = 0.0  # how much the rim comes and goes
    pulse_rate: float = 0.0  # times a second


def _rgb(code: str) -> np.ndarray:
    return np.array([int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)])


def near(rng: Generator, colour: Colour | str, spread: float = 0.035) -> np.ndarray:
    """A colour close to the one given: a little lighter or darker, a little warmer or colder."""
    base = _rgb(colour) if isinstance(colour, str) else np.asarray(colour, float)
    return np.clip(base * rng.normal(1, spread) + rng.normal(0, spread * 0.6, 3), 0.0, 1.0)


def pick(rng: Generator, *codes: str, spread: float = 0.03) -> np.ndarray:
    return near(rng, str(rng.choice(codes)), spread)


def _linear(colour: Colour, gain: float = 1.0) -> Vector:
    r, g, b = gain * np.clip(np.asarray(colour, float), 0.0, 1.0) ** 2.2
    return float(r), float(g), float(b)


def _paler(colour: Colour) -> np.ndarray:
    """Lamps look more coloured than the skin they light, because eyes and cameras balance white."""
    whole = np.asarray(colour, float)
    return whole + 0.4 * (whole.max() - whole)


def _towards(x: float, y: float, z: float) -> Vector:
    length = (x * x + y * y + z * z) ** 0.5
    return x / length, y / length, z / length


def lit(
    key: tuple[Vector, Colour, float],
    sky: tuple[Colour, float],
    ground: tuple[Colour, float],
    rim: tuple[Vector, Colour, float],
    pulse: tuple[float, float] = (0.0, 0.0),
    haze: tuple[Colour, float] = ((0.0, 0.0, 0.0), 0.0),
) -> Light:
    """Colours in display RGB with a strength each."""
    return Light(
        key_direction=_towards(*key[0]),
        key_color=_linear(_paler(key[1]), key[2]),
        sky_color=_linear(*sky),
        ground_color=_linear(*ground),
        rim_direction=_towards(*rim[0]),
        rim_color=_linear(rim[1], rim[2]),
        haze_color=_linear(haze[0]),
        haze=haze[1],
        pulse=pulse[0],
        pulse_rate=pulse[1],
    )


def sided(value: float) -> float:
    return -1.0 if value < 0.5 else 1.0
