"""Writes retrat/runtime/voices.npz: what all voices have in common, over made speakers.

python tools/average_voice.py CORPUS --split validation          # writes the mean
python tools/average_voice.py CORPUS --split test --measure-only  # false accepts and rejects

CORPUS is a folder that `python -m retrat.train.data.speech corpus` wrote.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from retrat.errors import RequestError
from retrat.evaluate.trust_likeness import as_likeness_table, measure_likeness
from retrat.runtime import speakers
from retrat.runtime.likeness import THRESHOLDS
from retrat.runtime.voices import voice_sample
from retrat.train.data.speech import load_corpus
from retrat.types import Audio

MEAN = Path(speakers.__file__).with_name("voices.npz")


def recordings(folder: Path, part: str) -> dict[str, list[Audio]]:
    """Speaker -> their sentences, as the gate hears them; what it refuses as no speech is left."""
    found: dict[str, list[Audio]] = {}
    for said in load_corpus(folder, part=part):
        samples = torch.from_numpy(np.array(said.samples, dtype=np.float32))[None]
        heard = Audio(samples=samples, sample_rate=24_000)
        try:
            heard = voice_sample(heard, name="sentence")
        except RequestError:
            continue
        found.setdefault(str(said.speaker_seed), []).append(heard)
    return found


def write_mean(people: dict[str, list[Audio]]) -> None:
    """One vector, of every sentence alike."""
    sentences = [speakers.spoken([one]) for said in people.values() for one in said]
    vectors = [
        vector for said in sentences if (vector := speakers.speaker_vector(said)) is not None
    ]
    np.savez(MEAN, mean=np.mean(vectors, axis=0).astype(np.float32))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--split", default="validation")
    parser.add_argument("--measure-only", action="store_true")
    given = parser.parse_args()
    people = recordings(given.corpus, given.split)
    if not given.measure_only:
        write_mean(people)
    told = [
        (given.split, measure_likeness(people, speakers.voice_of, given=count), THRESHOLDS.voice)
        for count in (1, 2)
    ]
    print(as_likeness_table(told))


if __name__ == "__main__":
    main()
