"""A clean voice as somebody's phone records it: a room that answers, its noise, a small microphone.

What a stranger gives as a voice was never recorded in a studio; what is made of it should sound as
if it had been.
"""

import numpy as np
from jaxtyping import Float, Float32

from retrat.train.data.speech import SAMPLE_RATE

LONGEST_ECHO = 0.4  # seconds until an echo is 60 dB softer


def as_recorded(
    samples: Float[np.ndarray, " z"], rng: np.random.Generator
) -> Float32[np.ndarray, " z"]:
    """The same sentence from across a room, as loud as before. 24 kHz.

    Echoes lie 3 to 20 dB below the voice, noise 15 to 40 dB; the microphone loses some of the lows
    and highs.
    """
    count = len(samples)
    level = float(np.sqrt(np.mean(samples**2))) + 1e-9
    echo = _convolved(samples, _room(rng))[:count]
    echo *= level / (float(np.sqrt(np.mean(echo**2))) + 1e-9) * 10 ** (-rng.uniform(3, 20) / 20)
    noise = rng.standard_normal(count) * level * 10 ** (-rng.uniform(15, 40) / 20)
    heard = _through_microphone(samples + echo + noise, rng)
    heard *= level / (float(np.sqrt(np.mean(heard**2))) + 1e-9)
    return np.clip(heard, -1, 1).astype(np.float32)


def _room(rng: np.random.Generator) -> Float[np.ndarray, " k"]:
    """Echoes of a click: noise that dies away, after the sound has gone to a wall and back."""
    seconds = rng.uniform(0.08, LONGEST_ECHO)
    times = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    response = rng.standard_normal(len(times)) * 10 ** (-3 * times / seconds)
    response[: round(rng.uniform(0.002, 0.015) * SAMPLE_RATE)] = 0.0
    return response


def _through_microphone(
    samples: Float[np.ndarray, " z"], rng: np.random.Generator
) -> Float[np.ndarray, " z"]:
    padded = len(samples) + SAMPLE_RATE // 10
    hertz = np.fft.rfftfreq(padded, 1 / SAMPLE_RATE) + 1e-3
    low, high = rng.uniform(40, 220), rng.uniform(4500, 11_500)
    gain = 1 / np.sqrt(1 + (low / hertz) ** 4) / np.sqrt(1 + (hertz / high) ** 8)
    return np.fft.irfft(np.fft.rfft(samples, padded) * gain, padded)[: len(samples)]


def _convolved(
    samples: Float[np.ndarray, " z"], response: Float[np.ndarray, " k"]
) -> Float[np.ndarray, " n"]:
    padded = len(samples) + len(response)
    return np.fft.irfft(np.fft.rfft(samples, padded) * np.fft.rfft(response, padded), padded)
