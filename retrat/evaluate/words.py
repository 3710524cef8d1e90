"""Are these the words? pocketsphinx listens; word errors are counted against the quoted words."""

import re
from functools import cache

import numpy as np
from jaxtyping import Float

from retrat.evaluate.spectra import JUDGE_RATE, resampled

PAD_SECONDS = 0.3
PEAK = 0.6


@cache
def _decoder() -> object:
    from pocketsphinx import Decoder

    return Decoder(samprate=JUDGE_RATE, loglevel="FATAL")


def words_of(text: str) -> list[str]:
    """Lower-case words, apostrophes kept, everything else a space."""
    return re.findall(r"[a-z]+(?:'[a-z]+)*", text.lower().replace("\u2019", "'"))


def transcribe(samples: Float[np.ndarray, "z"], *, rate: int) -> list[str]:
    """What pocketsphinx's American English model hears; nothing in silence."""
    wave = resampled(samples, rate=rate)
    peak = float(np.abs(wave).max(initial=0.0))
    if peak < 1e-4:
        return []
    wave = np.pad(wave * (PEAK / peak), int(PAD_SECONDS * JUDGE_RATE))
    decoder = _decoder()
    decoder.start_utt()  # type: ignore[attr-defined]
    pcm = (wave * 32767).astype(np.int16).tobytes()
    decoder.process_raw(pcm, no_search=False, full_utt=True)  # type: ignore[attr-defined]
    decoder.end_utt()  # type: ignore[attr-defined]
    best = decoder.hyp()  # type: ignore[attr-defined]
    return words_of(best.hypstr) if best is not None else []


def word_errors(wanted: list[str], heard: list[str]) -> int:
    """Insertions, deletions and substitutions that turn one into the other."""
    row = list(range(len(heard) + 1))
    for index, word in enumerate(wanted, 1):
        diagonal, row[0] = row[0], index
        for column, other in enumerate(heard, 1):
            change = diagonal + (word != other)
            diagonal = row[column]
            row[column] = min(change, row[column] + 1, row[column - 1] + 1)
    return row[-1]


def word_error_rate(samples: Float[np.ndarray, "z"], *, rate: int, text: str) -> float:
    """Word errors for each word that should have been said; 1 for silence, at most 1 counted."""
    wanted = words_of(text)
    if not wanted:
        return float("nan")
    return min(1.0, word_errors(wanted, transcribe(samples, rate=rate)) / len(wanted))
