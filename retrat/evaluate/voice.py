"""Whose voice is it, how high, how fast? Resemblyzer's encoder compares; WORLD measures pitch."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float
from scipy.ndimage import binary_dilation, uniform_filter1d
from scipy.signal import find_peaks

from retrat.evaluate.spectra import JUDGE_RATE, resampled, speech_envelope
from retrat.runtime.speakers import speaker_vector

with warnings.catch_warnings():  # both ask setuptools for their version as they are imported
    warnings.simplefilter("ignore")
    import pyworld
    import webrtcvad

LOUDNESS_DECIBELS = -24.0
VAD_SECONDS = 0.03


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Voice:
    """What the judges hear in a recording. Pitch in semitones above 100 Hz; nan where unvoiced."""

    embedding: Float[np.ndarray, "256"] | None
    pitch_level: float
    pitch_range: float
    syllables_per_second: float
    speech_seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class VoiceScore:
    """A clip's voice against the reference it should have. Differences are absolute.

    `others_nearer` counts the other voices that are at least as similar; 0 is a hit.
    """

    others_nearer: int
    similarity: float
    pitch_level_off: float
    pitch_range_off: float
    syllable_rate_off: float

    @property
    def is_nearest(self) -> bool:
        return self.others_nearer == 0


def speech_mask(samples: Float[np.ndarray, "z"]) -> Bool[np.ndarray, "z2"]:
    """Where somebody speaks, for 16 kHz samples, by WebRTC's detector; gaps under .2 s filled."""
    step = int(VAD_SECONDS * JUDGE_RATE)
    pieces = samples[: len(samples) // step * step].reshape(-1, step)
    detector = webrtcvad.Vad(3)
    pcm = (np.clip(pieces, -1, 1) * 32767).astype(np.int16)
    flags = np.array([detector.is_speech(row.tobytes(), JUDGE_RATE) for row in pcm], dtype=float)
    if not len(flags):
        return np.zeros(0, dtype=bool)
    steady = uniform_filter1d(flags, 8, mode="constant") >= 0.5
    return np.repeat(binary_dilation(steady, np.ones(7)), step)


def _levelled(samples: Float[np.ndarray, "z"]) -> Float[np.ndarray, "z"]:
    """At -24 dBFS: the network hears loudness as a part of the voice, which it is not."""
    level = 10 * np.log10(np.mean(samples**2) + 1e-12)
    return samples * 10 ** ((LOUDNESS_DECIBELS - level) / 20)


def pitch_semitones(samples: Float[np.ndarray, "z"]) -> Float[np.ndarray, "n"]:
    """Pitch of the voiced 5 ms frames, in semitones above 100 Hz."""
    wave = np.asarray(samples, dtype=np.float64)
    hertz, seconds = pyworld.dio(wave, JUDGE_RATE, f0_floor=60.0, f0_ceil=500.0)
    hertz = pyworld.stonemask(wave, hertz, seconds, JUDGE_RATE)
    return 12 * np.log2(hertz[hertz > 0] / 100)


def syllables(samples: Float[np.ndarray, "z"]) -> int:
    """Peaks of smoothed loudness, at least 80 ms apart. Right within a sixth on four voices."""
    times = np.arange(0, len(samples) / JUDGE_RATE, 0.01)
    loud = speech_envelope(samples, rate=JUDGE_RATE, at_seconds=times, width=0.03)
    if not np.any(loud):
        return 0
    taper = np.hanning(9)
    padded = np.pad(20 * np.log10(loud + 1e-6), 4, mode="edge")
    decibels = np.convolve(padded, taper / taper.sum(), "valid")
    floor = np.percentile(decibels, 99) - 20
    return len(find_peaks(decibels, height=floor, prominence=1.5, distance=8)[0])


def hear(samples: Float[np.ndarray, "z"], *, rate: int) -> Voice:
    """Everything the voice judges say about a recording; silence has no voice."""
    wave = _levelled(resampled(samples, rate=rate)) if np.any(samples) else np.zeros(1)
    mask = speech_mask(wave)
    spoken = wave[: len(mask)][mask]
    seconds = len(spoken) / JUDGE_RATE
    pitch = pitch_semitones(spoken) if seconds >= 0.3 else np.zeros(0)
    has_pitch = len(pitch) >= 10
    low, middle, high = np.percentile(pitch, [10, 50, 90]) if has_pitch else [float("nan")] * 3
    return Voice(
        embedding=speaker_vector(spoken),
        pitch_level=float(middle),
        pitch_range=float(high - low),
        syllables_per_second=syllables(spoken) / seconds if seconds >= 0.3 else float("nan"),
        speech_seconds=seconds,
    )


def score_voice(heard: Voice, references: Sequence[Voice], right: int) -> VoiceScore:
    """A clip's voice against all reference voices; a clip without speech has none."""
    wanted = references[right]
    similarity, others_nearer = 0.0, len(references) - 1
    if heard.embedding is not None and wanted.embedding is not None:
        to_each = [
            float(heard.embedding @ each.embedding) if each.embedding is not None else -1.0
            for each in references
        ]
        similarity = to_each[right]
        others_nearer = sum(each >= similarity for each in to_each) - 1
    return VoiceScore(
        others_nearer=others_nearer,
        similarity=similarity,
        pitch_level_off=abs(heard.pitch_level - wanted.pitch_level),
        pitch_range_off=abs(heard.pitch_range - wanted.pitch_range),
        syllable_rate_off=abs(heard.syllables_per_second - wanted.syllables_per_second),
    )
