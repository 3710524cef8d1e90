"""What the fifteen places of the training world sound like, as `media/ambience.py` makes them.

`ambient_sound("beach", rng, 10.0)` is ten seconds of mono sound at 24 kHz, 15 to 25 dB below
speech. The same generator state gives the same sound.
"""

import numpy as np
from jaxtyping import Float32
from numpy.random import Generator

from retrat.errors import RequestError
from retrat.media.ambience import PLACES
from retrat.media.noises import SAMPLE_RATE

SPEECH_RMS = 10 ** (-24 / 20)  # of someone speaking
_NAMES = (
    *("beach", "forest", "city_day", "city_night", "office", "kitchen", "classroom", "stage"),
    *("studio", "snow", "rain_window", "park", "space", "library", "living_room"),
)
AMBIENCES = {name: PLACES[name] for name in _NAMES}


def ambient_sound(
    scene_name: str, rng: Generator, seconds: float, below_speech_db: float | None = None
) -> Float32[np.ndarray, " z"]:
    """The sound of a place; its level is drawn between 15 and 25 dB below speech unless given."""
    if scene_name not in AMBIENCES:
        raise RequestError(
            f"scene={scene_name!r} has no sound. Use one of: {', '.join(AMBIENCES)}.", field="scene"
        )
    samples = max(1, round(seconds * SAMPLE_RATE))
    below = rng.uniform(15, 25) if below_speech_db is None else below_speech_db
    sound = AMBIENCES[scene_name](rng, max(samples, SAMPLE_RATE // 2))[:samples]
    rms = float(np.sqrt(np.mean(sound**2))) + 1e-9
    sound = sound * (SPEECH_RMS * 10 ** (-below / 20) / rms)
    return np.tanh(sound).astype(np.float32)  # a clap never clips
