"""What independent judges hear in the sound codec, on speakers it never heard.

python -m recipes.audio_vae_judged audio_vae.safetensors --corpus CORPUS --count 40
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from retrat.conditioning.phones import spoken
from retrat.evaluate.voice import hear
from retrat.evaluate.words import word_error_rate
from retrat.models.audio_vae import AudioVAE
from retrat.train.audio_vae import spectral_distance
from retrat.train.data.speech import SAMPLE_RATE, load_corpus
from retrat.weights.modules import load_module


def judge(model: AudioVAE, corpus: Path, *, count: int, words: bool) -> dict[str, float]:
    """Means over utterances: similarity to the original, word errors of both, pitch, mel, speed."""
    rows: list[dict[str, float]] = []
    for each in islice(load_corpus(corpus, part="test"), None, count * 4, 4):
        samples = torch.from_numpy(each.samples)[None]
        with torch.inference_mode():
            latents = model.encode(samples)
            started = time.perf_counter()
            made = model.decode(latents)
            seconds = time.perf_counter() - started
            close = spectral_distance(made, samples, samples)
        row = {"decode_seconds_a_second": seconds / each.seconds, "mel": float(close["mel"])}
        row |= _heard(samples, made)
        if words:
            row |= {
                f"word_errors_{name}": word_error_rate(
                    sound[0].numpy(), rate=SAMPLE_RATE, text=spoken(each.text)
                )
                for name, sound in (("original", samples), ("decoded", made))
            }
        rows.append(row)
    return {name: float(np.nanmean([row[name] for row in rows])) for name in rows[0]}


def _heard(samples: Tensor, made: Tensor) -> dict[str, float]:
    first, second = (hear(sound[0].numpy(), rate=SAMPLE_RATE) for sound in (samples, made))
    if first.embedding is None or second.embedding is None:
        return {"similarity": float("nan"), "pitch_semitones_off": float("nan")}
    return {
        "similarity": float(first.embedding @ second.embedding),
        "pitch_semitones_off": abs(first.pitch_level - second.pitch_level),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--count", type=int, default=40, help="speakers")
    parser.add_argument("--no-words", action="store_true", help="skip the recogniser")
    given = parser.parse_args()
    model = load_module(AudioVAE, given.weights)
    numbers = judge(model, given.corpus, count=given.count, words=not given.no_words)
    sys.stdout.write(json.dumps(numbers, indent=1) + "\n")


if __name__ == "__main__":
    main()
