"""Sound for judges: resampling, loudness over time. Numpy and scipy only."""

from math import gcd

import numpy as np
from jaxtyping import Float
from scipy.signal import butter, resample_poly, sosfiltfilt

JUDGE_RATE = 16_000


def resampled(
    samples: Float[np.ndarray, "z"], *, rate: int, to: int = JUDGE_RATE
) -> Float[np.ndarray, "z2"]:
    if rate == to:
        return np.asarray(samples, dtype=np.float32)
    common = gcd(rate, to)
    return resample_poly(samples, to // common, rate // common).astype(np.float32)


def speech_envelope(
    samples: Float[np.ndarray, "z"], *, rate: int, at_seconds: Float[np.ndarray, "*n"], width: float
) -> Float[np.ndarray, "*n"]:
    """Root mean square of the 200-3500 Hz band in windows of `width` seconds around given times."""
    nyquist = rate / 2
    band = butter(2, [200 / nyquist, min(3500, 0.95 * nyquist) / nyquist], "band", output="sos")
    power = sosfiltfilt(band, np.asarray(samples, dtype=np.float64)) ** 2
    summed = np.concatenate([[0.0], np.cumsum(power)])
    low = np.clip(((at_seconds - width / 2) * rate).round().astype(int), 0, len(power))
    high = np.clip(((at_seconds + width / 2) * rate).round().astype(int), 0, len(power))
    return np.sqrt(np.maximum(summed[high] - summed[low], 0) / np.maximum(high - low, 1))
