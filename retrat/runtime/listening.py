"""Is this recording the statement, read aloud just now by the person who enrols?

pocketsphinx listens for the statement's words and for all words that codes are made of, in any
order, so that it can hear something else than what it should. A name that its dictionary lacks is
not listened for. The voice is compared by `runtime/speakers.py`.
"""

import re
import threading
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from retrat.errors import RequestError
from retrat.media import decode_audio
from retrat.provenance import spoken
from retrat.provenance.home import Home
from retrat.provenance.spoken import WORDS, Spoken
from retrat.runtime.likeness import THRESHOLDS, enrolled_voice
from retrat.runtime.speakers import knows_voices
from retrat.types import Audio

_RATE = 16_000
_PEAK, _PAUSE = 0.6, 0.3  # of full scale; seconds of silence around what is said
_ALIKE = 0.7  # share of the statement's words that must be heard, in order; flite's reach .9
_FIELD = "spoken"
_OR = "Install retrat[evaluate], or leave the recording out."
_ONE = threading.Lock()  # a recogniser hears one thing at a time


def can_hear(*, needs_voice: bool) -> bool:
    """Whether the packages that a spoken statement is checked by are installed here."""
    return find_spec("pocketsphinx") is not None and (knows_voices() or not needs_voice)


def check_spoken(
    home: Home,
    recording: Path,
    *,
    name: str,
    guardian: str | None = None,
    voices: Sequence[Path] = (),
) -> Spoken:
    """What was said, its code used up; refused if it is not fresh, other words or another voice."""
    asked = spoken.waiting(home, name, guardian=guardian)
    audio = decode_audio(recording, sample_rate=_RATE, field=_FIELD)
    said = _said(audio, asked, recording)
    if guardian is None and voices:
        _require_voice(recording, voices, name)
    spoken.take(home, said)
    return said


def words_of(text: str) -> list[str]:
    """Lower-case words without punctuation."""
    return re.findall(r"[a-z]+(?:'[a-z]+)*", text.lower())


def hear(audio: Audio, vocabulary: frozenset[str]) -> list[str]:
    """The words of a vocabulary that are heard in 16 kHz sound, in order."""
    samples = audio.samples.mean(dim=0).numpy()
    peak = float(np.abs(samples).max(initial=0.0))
    if peak < 1e-4:
        return []
    pcm = np.pad(samples * (_PEAK / peak), round(_PAUSE * _RATE)) * 32767
    with _ONE:
        decoder = _decoder(vocabulary)
        decoder.start_utt()
        decoder.process_raw(pcm.astype(np.int16).tobytes(), no_search=False, full_utt=True)
        decoder.end_utt()
        best = decoder.hyp()
    return [] if best is None else words_of(best.hypstr)


def _said(audio: Audio, asked: Sequence[Spoken], recording: Path) -> Spoken:
    """Which of the statements was read; the code has to be heard to the letter.

    Small words that are heard between its words ("saddle I orange") are breath.
    """
    vocabulary = frozenset(WORDS).union(*(words_of(each.text) for each in asked))
    heard = hear(audio, vocabulary)
    for each in asked:
        if _contains([word for word in heard if word in WORDS], each.code.split()):
            wanted = [word for word in words_of(each.text) if word in _known(vocabulary)]
            alike = sum(
                block.size for block in SequenceMatcher(None, wanted, heard).get_matching_blocks()
            )
            if alike >= _ALIKE * len(wanted):
                return each
            text = f"{recording} has the code in it, but not the rest of the statement."
            raise RequestError(f"{text} Read all of it: {each.text}", field=_FIELD)
    text = f"The code is not heard in {recording}."
    say = f"Read the whole statement aloud, clearly and without noise: {asked[-1].text}"
    raise RequestError(f"{text} {say}", field=_FIELD)


def _require_voice(recording: Path, voices: Sequence[Path], name: str) -> None:
    if not knows_voices():
        text = "The voice of the statement is compared by Resemblyzer, which is not installed."
        raise RequestError(f"{text} {_OR}", field=_FIELD)
    known, asked = enrolled_voice(voices), enrolled_voice([recording])
    likeness = float((known @ asked.T).max()) if len(known) and len(asked) else 0.0
    if likeness < THRESHOLDS.voice:
        text = f"The voice in {recording} is not the one in {name}'s recordings"
        need = f"({likeness:.2f}, at least {THRESHOLDS.voice:g} is needed)"
        raise RequestError(f"{text} {need}. {name} has to read it.", field=_FIELD)


def _contains(heard: Sequence[str], wanted: Sequence[str]) -> bool:
    size = len(wanted)
    return any(list(heard[at : at + size]) == list(wanted) for at in range(len(heard) - size + 1))


@lru_cache(maxsize=2)  # the last people's words; a server hears many
def _known(vocabulary: frozenset[str]) -> frozenset[str]:
    """The words that the recogniser's dictionary has."""
    decoder = _listener()
    return frozenset(word for word in vocabulary if decoder.lookup_word(word) is not None)


@lru_cache(maxsize=2)
def _decoder(vocabulary: frozenset[str]) -> Any:
    """Listens for these words in any order."""
    decoder = _listener()
    words = " | ".join(sorted(_known(vocabulary)))
    decoder.add_jsgf_string("said", f"#JSGF V1.0; grammar said; public <said> = ( {words} )+;")
    decoder.activate_search("said")
    return decoder


def _listener() -> Any:
    try:
        from pocketsphinx import Decoder
    except ImportError:
        text = "The words of the statement are heard by pocketsphinx, which is not installed."
        raise RequestError(f"{text} {_OR}", field=_FIELD) from None
    return Decoder(lm=None, samprate=_RATE, loglevel="FATAL")
