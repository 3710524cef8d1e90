"""What the audio VAE listens to: speech, places, speech in places, near silence.

Crops of a corpus held in memory, mixed anew for every step from the step's number alone.
"""

from collections.abc import Iterable

import numpy as np
import torch
from jaxtyping import Float32, Int16
from torch import Tensor

from retrat.train.data.ambience import AMBIENCES, ambient_sound
from retrat.train.data.speech import LATENT_SAMPLES, PITCH_RATE, SAMPLE_RATE, Utterance

FRAME_SAMPLES = SAMPLE_RATE // PITCH_RATE


class Sounds:
    """A library of speech and places; `batch(step)` is a pure function of the step."""

    def __init__(
        self, utterances: Iterable[Utterance], *, seed: int, ambience_seconds: float = 8.0
    ) -> None:
        self.seed = seed
        self.speech: list[tuple[Int16[np.ndarray, " z"], Float32[np.ndarray, " p"]]] = []
        for each in utterances:
            pcm = (each.samples * 32767).astype(np.int16)
            self.speech.append((pcm, each.pitch_hertz))
        self.places = [
            ambient_sound(name, np.random.default_rng((seed, index, take)), ambience_seconds)
            for take in range(3)
            for index, name in enumerate(AMBIENCES)
        ]

    def batch(self, step: int, *, size: int, latent_frames: int) -> dict[str, Tensor]:
        """Sound "b z"; the pitch of the voice in it "b f", 100 a second, 0 where there is none."""
        rng = np.random.default_rng((self.seed, step))
        length = latent_frames * LATENT_SAMPLES
        sounds, pitches = zip(*(self._sound(rng, length) for _ in range(size)), strict=True)
        return {
            "samples": torch.from_numpy(np.stack(sounds)),
            "pitch_hertz": torch.from_numpy(np.stack(pitches)),
        }

    def _sound(
        self, rng: np.random.Generator, length: int
    ) -> tuple[Float32[np.ndarray, " z"], Float32[np.ndarray, " p"]]:
        kind = rng.choice(("speech", "both", "place", "quiet"), p=(0.56, 0.24, 0.17, 0.03))
        samples: np.ndarray = np.zeros(length, np.float32)
        pitch = np.zeros(length // FRAME_SAMPLES, np.float32)
        if kind in ("speech", "both"):
            samples, pitch = self._speech(rng, length)
        if kind in ("both", "place"):
            louder = rng.uniform(0, 14) if kind == "place" else rng.uniform(-4, 8)
            samples = samples + self._place(rng, length) * np.float32(10 ** (louder / 20))
        if kind == "quiet":
            samples = _quiet(rng, length)
        gain = rng.choice((-1, 1)) * 10 ** (rng.uniform(-8, 5) / 20)
        return np.clip(samples * gain, -1, 1).astype(np.float32), pitch

    def _speech(
        self, rng: np.random.Generator, length: int
    ) -> tuple[Float32[np.ndarray, " z"], Float32[np.ndarray, " p"]]:
        pcm, pitch = self.speech[rng.integers(len(self.speech))]
        frames = length // FRAME_SAMPLES
        at = int(rng.integers(min(0, len(pitch) - frames), max(0, len(pitch) - frames) + 1))
        first, last = max(0, at), min(len(pitch), at + frames)
        samples, pitches = np.zeros(length, np.float32), np.zeros(frames, np.float32)
        piece = pcm[first * FRAME_SAMPLES : last * FRAME_SAMPLES] / np.float32(32767)
        samples[(first - at) * FRAME_SAMPLES :][: len(piece)] = piece
        pitches[first - at :][: last - first] = pitch[first:last]
        return samples, pitches

    def _place(self, rng: np.random.Generator, length: int) -> Float32[np.ndarray, " z"]:
        place = self.places[rng.integers(len(self.places))]
        at = int(rng.integers(0, len(place) - length + 1))
        return place[at : at + length]


def _quiet(rng: np.random.Generator, length: int) -> Float32[np.ndarray, " z"]:
    return (rng.standard_normal(length) * 10 ** rng.uniform(-6, -3)).astype(np.float32)
