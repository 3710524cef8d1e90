"""The melody of a sentence: what its marks and its first word make a voice do.

Could you open it?    rises at the end
Who is there?         begins high, and falls
Tea or coffee?        falls, too
What a day!           higher, livelier
One, two, three.      rises a little before each comma
"""

import re
from collections.abc import Sequence
from enum import Enum

import torch
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.delivery import CHANNELS, EFFORT, PITCH, RANGE
from retrat.conditioning.phones import PAUSE, TimedPhone


class Melody(Enum):
    TELLS = "tells"
    ASKS = "asks"
    """To be answered with yes or no, or asked back: "Really?"."""
    WONDERS = "wonders"
    """Who, what, where; or one of two."""
    EXCLAIMS = "exclaims"


_WONDERING = re.compile(
    r"^\W*(?:(?:and|so|but|then|well|now|oh|okay|hey|sorry|excuse me),? )*"
    r"(?:who|whom|whose|what|when|where|why|which|how)(?:'s|'re|'d|'ll|'ve)?\b"
)
_CHOOSING = re.compile(r"\bor\b(?! not\W*$)")
_TAG = re.compile(  # ", isn't it?" and what else asks for a yes
    r", (?:right|okay|ok|yes|no|eh|huh"
    r"|(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|wo|ca)(?:n't)?"
    r" (?:i|you|he|she|it|we|they|there))\W*$"
)
SHORT_WORDS = 2  # "Really?", "And you?" ask back, whatever they begin with

RISE_SECONDS, RISE = 0.38, 0.6  # octaves
START_SECONDS, START = 0.5, 0.22
FALL = -0.12
COMMA_SECONDS, COMMA = 0.22, 0.16
LIVELY = {PITCH: 0.08, RANGE: 0.35, EFFORT: 0.25}
HOLD_SECONDS = 0.05  # a melody lasts a little longer than its sound


def melody_of(sentence: str) -> Melody:
    """The melody of a sentence, written as it is said (`phones.spoken`)."""
    sentence = sentence.strip().lower()
    end = re.search(r"[.!?]+$", re.sub(r"[^\w.!?]+$", "", sentence))
    marks = "" if end is None else end.group()
    if "?" in marks:
        words = re.findall(r"[\w']+", sentence)
        wonders = bool(_WONDERING.search(sentence)) and len(words) > SHORT_WORDS
        if _TAG.search(sentence):
            return Melody.ASKS
        return Melody.WONDERS if wonders or _CHOOSING.search(sentence) else Melody.ASKS
    return Melody.EXCLAIMS if "!" in marks else Melody.TELLS


def contour(
    melody: Melody, phones: Sequence[TimedPhone], frames: int, rate: int
) -> Float[Tensor, "f 4"]:
    """What a sentence of these phones adds to a delivery, `rate` times a second."""
    told = torch.zeros(frames, len(CHANNELS))
    clauses = clauses_of(phones)
    if not clauses:
        return told
    at = (torch.arange(frames) + 0.5) / rate
    start, end = clauses[0][0], clauses[-1][1]
    for begun, ended in clauses[:-1]:
        told[:, PITCH] += ramp(at, max(begun, ended - COMMA_SECONDS), ended, COMMA)
    begun = clauses[-1][0]
    if melody is Melody.ASKS:
        told[:, PITCH] += ramp(at, max(begun, end - RISE_SECONDS), end, RISE)
    elif melody is Melody.WONDERS:
        left = 1 - (at - start) / START_SECONDS
        told[:, PITCH] += START * left.clamp(0, 1) * (at >= start)
        told[:, PITCH] += ramp(at, max(begun, end - RISE_SECONDS), end, FALL)
    elif melody is Melody.EXCLAIMS:
        inside = (at >= start) & (at < end + HOLD_SECONDS)
        for channel, more in LIVELY.items():
            told[:, channel] += more * inside
    return told


def ramp(at: Float[Tensor, " f"], begins: float, end: float, height: float) -> Float[Tensor, " f"]:
    """From nothing at `begins` to `height` at `end`, and nothing after."""
    share = ((at - begins) / max(end - begins, 1e-3)).clamp(0, 1)
    return height * share * (at < end + HOLD_SECONDS)


def clauses_of(phones: Sequence[TimedPhone]) -> list[tuple[float, float]]:
    """Start and end, in seconds, of what lies between pauses."""
    clauses: list[tuple[float, float]] = []
    begun = None
    for each in phones:
        if each.phone == PAUSE and begun is not None:
            clauses.append((begun, each.start))
            begun = None
        elif each.phone != PAUSE and begun is None:
            begun = each.start
    if begun is not None:
        clauses.append((begun, phones[-1].end))
    return clauses
