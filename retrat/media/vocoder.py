"""Sound taken apart into pitch, spectrum and noisiness, and put together again.

WORLD: Morise, Yokomori and Ozawa 2016, by way of pyworld.
"""

import warnings
from dataclasses import dataclass
from types import ModuleType

import numpy as np
from jaxtyping import Float64

FRAME_SECONDS = 0.005
LOWEST, HIGHEST = 60.0, 420.0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Voicing:
    """What a voice does, every 5 ms."""

    pitch: Float64[np.ndarray, "t"]
    """In hertz; 0 where nothing is voiced."""
    spectrum: Float64[np.ndarray, "t k"]
    noisiness: Float64[np.ndarray, "t k"]


def pitch_of(
    samples: Float64[np.ndarray, "z"], rate: int, *, highest: float = HIGHEST
) -> Float64[np.ndarray, "t"]:
    """Hertz every 5 ms; 0 where nothing is voiced."""
    world = _world()
    pitch, times = world.dio(samples, rate, f0_floor=LOWEST, f0_ceil=highest)
    return world.stonemask(samples, pitch, times, rate)


def analysed(
    samples: Float64[np.ndarray, "z"], rate: int, *, fft: int, highest: float = HIGHEST
) -> Voicing:
    """Sound, taken apart; `k` is fft / 2 + 1."""
    world, pitch = _world(), pitch_of(samples, rate, highest=highest)
    times = np.arange(len(pitch)) * FRAME_SECONDS
    return Voicing(
        pitch=pitch,
        spectrum=world.cheaptrick(samples, pitch, times, rate, f0_floor=LOWEST, fft_size=fft),
        noisiness=world.d4c(samples, pitch, times, rate, fft_size=fft),
    )


def synthesised(voicing: Voicing, rate: int) -> Float64[np.ndarray, "z"]:
    """Sound of it; spectra reach half the rate."""
    parts = (voicing.pitch, voicing.spectrum, voicing.noisiness)
    return _world().synthesize(*(np.ascontiguousarray(part) for part in parts), rate)


def _world() -> ModuleType:
    with warnings.catch_warnings():  # it asks setuptools for its own version
        warnings.simplefilter("ignore")
        import pyworld

    return pyworld
