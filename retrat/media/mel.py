"""Mel spectrograms as networks published by others expect them: Slaney's scale, numpy only."""

from functools import cache

import numpy as np
from jaxtyping import Float


def _mel_of_hertz(hertz: Float[np.ndarray, "n"]) -> Float[np.ndarray, "n"]:
    """Slaney's scale: linear to 1 kHz (15 mels), logarithmic above (27 mels a factor of 6.4)."""
    hertz = np.asarray(hertz, dtype=np.float64)
    above = 15 + 27 * np.log(np.maximum(hertz, 1.0) / 1000) / np.log(6.4)
    return np.where(hertz < 1000, hertz * 3 / 200, above)


def _hertz_of_mel(mel: Float[np.ndarray, "n"]) -> Float[np.ndarray, "n"]:
    return np.where(mel < 15, mel * 200 / 3, 1000 * 6.4 ** ((mel - 15) / 27))


@cache
def mel_filters(rate: int, window: int, mels: int) -> Float[np.ndarray, "m bins"]:
    """Triangles of equal area on Slaney's scale."""
    bins = np.linspace(0, rate / 2, window // 2 + 1)
    top = _mel_of_hertz(np.array([rate / 2]))[0]
    edges = _hertz_of_mel(np.linspace(0, top, mels + 2))
    left, centre, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising, falling = (bins - left) / (centre - left), (right - bins) / (right - centre)
    return np.maximum(0, np.minimum(rising, falling)) * 2 / (right - left)


def mel_power(
    samples: Float[np.ndarray, "z"], *, rate: int, window: int, hop: int, mels: int
) -> Float[np.ndarray, "a m"]:
    """Power in mel bands, one row every `hop` samples, windows centred (Hann, zero-padded)."""
    padded = np.pad(samples, window // 2)
    starts = np.arange(0, len(padded) - window + 1, hop)
    taper = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)
    pieces = padded[starts[:, None] + np.arange(window)] * taper
    power = np.abs(np.fft.rfft(pieces, axis=-1)) ** 2
    return power @ mel_filters(rate, window, mels).T
