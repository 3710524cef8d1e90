"""What independent judges hear when a release speaks, in voices it never heard.

python -m recipes.sound_judged RELEASE --corpus CORPUS --count 60

Every speaker of a corpus' test part gives one sentence as the voice and has another one said; the
words and pitch of the recording are beside what was made of it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float

from retrat.conditioning.phones import spoken
from retrat.evaluate.voice import Voice, hear, score_voice
from retrat.evaluate.words import word_error_rate
from retrat.pipeline.components import Components
from retrat.pipeline.generate import sound_alone
from retrat.pipeline.request import GenerateRequest, Reference
from retrat.runtime.models import components_of
from retrat.train.data.recording import as_recorded
from retrat.train.data.speech import SAMPLE_RATE, Utterance, load_corpus
from retrat.types import Audio
from retrat.weights.releases import read_release

LEAD_SECONDS = 0.5  # room beside the words
NAMES = ("recording", "made")


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """A sentence to say, as its speaker said it, and another one of theirs as the voice."""

    voice: Utterance
    said: Utterance


def trials_of(corpus: Path, count: int) -> list[Trial]:
    """One for each of the first speakers."""
    by_speaker: dict[int, list[Utterance]] = defaultdict(list)
    for each in load_corpus(corpus, part="test"):
        by_speaker[each.speaker_seed].append(each)
    pairs = (said for said in by_speaker.values() if len(said) > 1)
    return [Trial(voice=said[0], said=said[1]) for said in islice(pairs, count)]


def speak(
    parts: Components, trial: Trial, *, seed: int, is_recorded: bool = False
) -> Float[np.ndarray, " z"]:
    """The trial's words in the trial's voice, as a user would get them."""
    given = trial.voice.samples
    if is_recorded:
        given = as_recorded(given, np.random.default_rng(seed))
    voice = Audio(samples=torch.from_numpy(given)[None], sample_rate=SAMPLE_RATE)
    request = GenerateRequest(
        prompt=f'A person says: "{trial.said.text}"',
        references=(Reference(voice=voice),),
        seconds=min(10.0, max(2.0, 1.5 * trial.said.seconds + LEAD_SECONDS)),
        seed=seed,
    )
    return sound_alone(parts, request).mono.numpy()


def judge(
    parts: Components, trials: list[Trial], *, seed: int, is_recorded: bool = False
) -> dict[str, float]:
    """Means over the trials."""
    voices = [_heard(trial.voice.samples) for trial in trials]
    rows: list[dict[str, float]] = []
    for right, trial in enumerate(trials):
        made = speak(parts, trial, seed=seed + right, is_recorded=is_recorded)
        text = spoken(trial.said.text)
        row: dict[str, float] = {}
        for name, samples in zip(NAMES, (trial.said.samples, made), strict=True):
            heard = _heard(samples)
            score = score_voice(heard, voices, right)
            row |= {
                f"{name}_word_errors": word_error_rate(samples, rate=SAMPLE_RATE, text=text),
                f"{name}_right_voice": float(score.is_nearest),
                f"{name}_similarity": score.similarity,
                f"{name}_pitch_semitones_off": score.pitch_level_off,
                f"{name}_pitch_range": heard.pitch_range,
                f"{name}_phones_a_second": _pace(trial, heard),
            }
        rows.append(row)
    numbers = {name: float(np.nanmean([row[name] for row in rows])) for name in rows[0]}
    paces = np.log([[row[f"{name}_phones_a_second"] for row in rows] for name in NAMES])
    numbers["pace_correlation"] = float(np.corrcoef(paces[:, np.isfinite(paces).all(0)])[0, 1])
    return {"speakers": len(rows), **numbers}


def _pace(trial: Trial, heard: Voice) -> float:
    """Phones a second; nan where nobody is heard."""
    return len(trial.said.phones) / heard.speech_seconds if heard.speech_seconds else float("nan")


def _heard(samples: Float[np.ndarray, " z"]) -> Voice:
    return hear(samples, rate=SAMPLE_RATE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("release", type=Path)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--count", type=int, default=60, help="speakers")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--recorded", action="store_true", help="voices are given as phones record them in rooms"
    )
    given = parser.parse_args()
    parts = components_of(read_release(given.release), "cpu")
    trials = trials_of(given.corpus, given.count)
    numbers = judge(parts, trials, seed=given.seed, is_recorded=given.recorded)
    sys.stdout.write(json.dumps(numbers, indent=1) + "\n")


if __name__ == "__main__":
    main()
