"""Who speaks with which voice: every person has one speaker of their split, for life."""

from collections import defaultdict
from pathlib import Path

import numpy as np
from jaxtyping import Float32
from numpy.random import Generator

from retrat.conditioning.phones import PAUSE
from retrat.errors import RequestError
from retrat.train.data.people import Person
from retrat.train.data.speech import SAMPLE_RATE, Utterance, load_corpus, speaker_from_seed
from retrat.train.data.splits import Split

_DEEP = 155.0  # hertz between the voices given to men and to women
_SAMPLE_SECONDS = 4.0


def last_sound(said: Utterance) -> float:
    """When the last phone that is not a pause ends."""
    return max((phone.end for phone in said.phones if phone.phone != PAUSE), default=0.0)


class Voices:
    """A corpus of speech, by speaker."""

    def __init__(self, folder: Path, part: Split) -> None:
        self._said: dict[int, list[Utterance]] = defaultdict(list)
        for utterance in load_corpus(folder, part=part):
            self._said[utterance.speaker_seed].append(utterance)
        usable = sorted(seed for seed, said in self._said.items() if len(said) > 1)
        if not usable:
            raise RequestError(
                f"{folder} holds no speaker of the split {part!r} with two utterances. "
                f"Write more with "
                f"`python -m retrat.train.data.speech {folder} --split {part}`.",
                field="speech",
            )
        pitches = {seed: speaker_from_seed(seed).pitch_hertz for seed in usable}
        self._of_gender = {
            "man": [seed for seed in usable if pitches[seed] < _DEEP] or usable,
            "woman": [seed for seed in usable if pitches[seed] >= _DEEP] or usable,
        }

    def speaker_of(self, person: Person) -> int:
        seeds = self._of_gender[person.gender]
        return seeds[int(np.random.default_rng([person.seed, 5]).integers(len(seeds)))]

    def of(
        self, person: Person, seconds: float, rng: Generator
    ) -> tuple[Utterance, Float32[np.ndarray, "v"]]:
        """What the person says, preferably within `seconds`, and their voice saying something
        else.
        """
        said = self._said[self.speaker_of(person)]
        fits = [i for i, each in enumerate(said) if last_sound(each) <= seconds]
        chosen = (
            int(rng.choice(fits)) if fits and rng.random() < 0.85 else int(rng.integers(len(said)))
        )
        others = [each.samples for i, each in enumerate(said) if i != chosen]
        order = rng.permutation(len(others))
        voice = np.concatenate([others[i] for i in order])[: int(_SAMPLE_SECONDS * SAMPLE_RATE)]
        return said[chosen], voice
