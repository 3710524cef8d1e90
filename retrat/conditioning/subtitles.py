"""Words that are to be read as they are said: whether a prompt asks for them, and which, when."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from retrat.conditioning.lines import QUOTED, Line, said
from retrat.conditioning.parts import Parts
from retrat.conditioning.speech import PHONE_RATE
from retrat.conditioning.unheeded import is_denied
from retrat.conditioning.words import plain, word

LONGEST = 42  # letters that are read at a glance
STAYS = 0.25  # seconds after the last word, where nothing follows
_ASKED = word(
    r"(?:burn(?:ed|t)?[- ]in )?(?:sub-?titles?|(?:closed |open )?captions?)"
    r"(?! (?:under|of|below)\b)"
    r"|sub-?titled|captioned"
)
_SENTENCE_END = re.compile(r"(?<=[.!?\u2026])\s+")


class Cue(NamedTuple):
    """What stands there from one second to another, and who says it (counted from 1)."""

    start: float
    end: float
    words: str
    person: int


def wants_subtitles(prompt: str) -> bool:
    """Whether a prompt asks for them, outside of its quotes."""
    text = plain(QUOTED.sub(" . ", prompt))
    return any(not is_denied(text[: at.start()].split()) for at in _ASKED.finditer(text))


def cues_of(lines: Sequence[Line], parts: Parts, seconds: float) -> list[Cue]:
    """Everything that is said in a clip, in pieces of at most LONGEST letters, each for as long as
    it is said; where a sentence is in two pieces, their letters share its time.
    """
    if not lines:
        return []
    found: list[Cue] = []
    spans = said(lines, parts, round(seconds * PHONE_RATE)).sentences
    for number, line in enumerate(lines):
        own = [span for span in spans if span.line == number]
        sentences = [each for each in _SENTENCE_END.split(line.words) if _is_said(each)]
        if not own or not sentences:
            continue
        if len(own) != len(sentences):  # "Dr. Who" is one sentence
            sentences, own = [line.words], [own[0]._replace(end=own[-1].end)]
        for sentence, span in zip(sentences, own, strict=True):
            found += _shared(sentence, span.start, span.end, line.person)
    ends = [cue.start for cue in found[1:]] + [seconds]
    return [
        cue._replace(end=min(cue.end + STAYS, end)) for cue, end in zip(found, ends, strict=True)
    ]


def _shared(sentence: str, start: float, end: float, person: int) -> Iterator[Cue]:
    pieces = _pieces(sentence)
    letters = sum(map(len, pieces))
    for piece in pieces:
        lasts = (end - start) * len(piece) / max(1, letters)
        letters -= len(piece)
        yield Cue(start=start, end=start + lasts, words=piece, person=person)
        start += lasts


def _pieces(sentence: str) -> list[str]:
    """As few as can be, about as long as each other, broken between words."""
    words = sentence.split()
    count = -(-len(" ".join(words)) // LONGEST)
    goal = len(" ".join(words)) / max(1, count)
    found, now = [], ""
    for each in words:
        longer = f"{now} {each}".strip()
        if now and (len(longer) > LONGEST or len(now) + len(each) / 2 > goal):
            found.append(now)
            now = each
        else:
            now = longer
    return [*found, now] if now else found


def _is_said(words: str) -> bool:
    return any(letter.isalnum() for letter in words)
