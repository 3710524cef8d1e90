"""What independent judges hear of the way in which a release is asked to speak.

python -m recipes.delivery_judged RELEASE --corpus CORPUS --count 12

Voices that it never heard say the same sentence in every way; each way is compared with the same
voice's plain one. Pitch is WORLD's, words are pocketsphinx'.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float

from recipes.sound_judged import LEAD_SECONDS, trials_of
from retrat.conditioning.lines import lines_of, spoken_seconds
from retrat.evaluate.spectra import JUDGE_RATE, resampled
from retrat.evaluate.voice import speech_mask
from retrat.evaluate.words import word_error_rate
from retrat.media.vocoder import analysed
from retrat.pipeline.components import Components
from retrat.pipeline.generate import sound_alone
from retrat.pipeline.request import GenerateRequest, Reference
from retrat.runtime.models import components_of
from retrat.train.data.speech import SAMPLE_RATE
from retrat.types import Audio
from retrat.weights.releases import read_release

SENTENCES = (
    "You can open the garden door",
    "The train is late again",
    "We never saw the old captain",
    "They want to sing together",
)
PLAIN = "plain"
WAYS: Mapping[str, str] = {
    PLAIN: 'A person says: "{}."',
    "asks": 'A person says: "{}?"',
    "exclaims": 'A person says: "{}!"',
    "whispers": 'A person whispers: "{}."',
    "shouts": 'A person shouts: "{}."',
    "softly": 'A person says softly: "{}."',
    "sad": 'A sad person says: "{}."',
    "angry": 'An angry person says: "{}."',
    "excited": 'An excited person says: "{}."',
    "deep": 'A person says in a deep voice: "{}."',
    "high": 'A person says in a high voice: "{}."',
    "monotone": 'A person says in a monotone: "{}."',
}
END_FRAMES = 24  # of 5 ms: where a melody ends
BRIGHT_HERTZ, HIGHEST = 1000.0, 620.0
LOW_BINS, NOISE = 60, 0.7  # below 1 kHz; what is noisier there has no pitch, whatever is found


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """What is measured in one sentence; nan where nothing is voiced."""

    pitch: float
    """Median, semitones above 100 Hz."""
    range: float
    """From the tenth to the ninetieth percentile, semitones."""
    rise: float
    """The last voiced eighth of a second against the median, semitones."""
    voiced: float
    """The share of speech that has a pitch."""
    brightness: float
    """Decibels above 1 kHz against those below."""
    seconds: float
    word_errors: float


def heard_in(samples: Float[np.ndarray, " z"], text: str) -> Heard:
    wave = np.asarray(resampled(samples, rate=SAMPLE_RATE), dtype=np.float64)
    mask = speech_mask(wave)
    spoken = wave[: len(mask)][mask] if mask.any() else wave
    voicing = analysed(spoken, JUDGE_RATE, fft=1024, highest=HIGHEST)
    is_voiced = (voicing.pitch > 0) & (voicing.noisiness[:, :LOW_BINS].mean(axis=1) < NOISE)
    pitch = 12 * np.log2(voicing.pitch[is_voiced] / 100)
    power = np.abs(np.fft.rfft(spoken)) ** 2
    bins = np.fft.rfftfreq(len(spoken), 1 / JUDGE_RATE)
    high, low = power[bins > BRIGHT_HERTZ].sum(), power[bins <= BRIGHT_HERTZ].sum()
    has_pitch = len(pitch) > 2 * END_FRAMES
    tenth, middle, most = np.percentile(pitch, [10, 50, 90]) if has_pitch else [float("nan")] * 3
    return Heard(
        pitch=float(middle),
        range=float(most - tenth),
        rise=float(np.median(pitch[-END_FRAMES:]) - middle) if has_pitch else float("nan"),
        voiced=float(is_voiced.mean()),
        brightness=float(10 * np.log10(high / low)),
        seconds=len(spoken) / JUDGE_RATE,
        word_errors=word_error_rate(samples, rate=SAMPLE_RATE, text=text),
    )


def speak(
    parts: Components, way: str, text: str, voice: Audio, seed: int
) -> Float[np.ndarray, " z"]:
    """The sentence said in a way."""
    prompt = WAYS[way].format(text)
    seconds = spoken_seconds(lines_of(prompt)) + 2 * LEAD_SECONDS
    request = GenerateRequest(
        prompt=prompt, references=(Reference(voice=voice),), seconds=min(10.0, seconds), seed=seed
    )
    return sound_alone(parts, request).mono.numpy()


def judge(parts: Components, corpus: Path, count: int, seed: int) -> dict[str, dict[str, float]]:
    """Means over the voices: of the plain way as it is, of the others beside it."""
    names = [field.name for field in fields(Heard)]
    rows: dict[str, list[list[float]]] = {way: [] for way in WAYS}
    for number, trial in enumerate(trials_of(corpus, count)):
        voice = Audio(samples=torch.from_numpy(trial.voice.samples)[None], sample_rate=SAMPLE_RATE)
        text = SENTENCES[number % len(SENTENCES)]
        for way, said in rows.items():
            heard = heard_in(speak(parts, way, text, voice, seed + number), text)
            said.append([getattr(heard, name) for name in names])
    plain = np.array(rows[PLAIN])
    numbers: dict[str, dict[str, float]] = {}
    for way, said in rows.items():
        values = np.array(said) if way == PLAIN else np.array(said) - plain
        numbers[way] = {
            name: round(float(np.nanmean(column) if np.isfinite(column).any() else np.nan), 3)
            for name, column in zip(names, values.T, strict=True)
        }
    return numbers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("release", type=Path)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--count", type=int, default=12, help="speakers")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    parts = components_of(read_release(given.release), "cpu")
    numbers = judge(parts, given.corpus, given.count, given.seed)
    sys.stdout.write(json.dumps(numbers, indent=1) + "\n")


if __name__ == "__main__":
    main()
