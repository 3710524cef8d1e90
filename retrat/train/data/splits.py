"""Train, validation, test: every seed, of a person or of a speaker, belongs to one, for ever."""

from typing import Literal

import numpy as np

Split = Literal["train", "validation", "test"]


def split(seed: int) -> Split:
    """90 % train, 4 % validation, 6 % test."""
    lot = int(np.random.SeedSequence([seed, 0x5711]).generate_state(1)[0]) % 100
    return "train" if lot < 90 else "validation" if lot < 94 else "test"
