"""A prompt that tells several shots: where they begin, and from how far the camera looks.

    A woman with a red scarf. Shot 1 [0-3s]: close-up on a beach. Shot 2 [3-6s]: in a library.

What comes before the first mark belongs to every shot. Times may be left out; then each shot lasts
as long as its words need, and they share what is left. Marks that are not numbered 1, 2, ... are
words like others.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrat.conditioning.lines import QUOTED, lines_of, spoken_seconds
from retrat.errors import RequestError

MARK = re.compile(
    r"\b(?:shot|scene)\s*(\d{1,3})\s*"
    r"(?:[\[(]\s*(\d+(?:\.\d+)?)\s*s?\s*[-\u2013]\s*(\d+(?:\.\d+)?)\s*s?(?:ec(?:onds?)?)?\s*[\])])?\s*:",
    re.IGNORECASE,
)
SHORTEST_SHOT, SHORT_SHOT = 1.0, 2.0  # seconds: at least, and where nobody said how long
BESIDE_WORDS = 0.4  # seconds that a shot lasts longer than what is said in it, at least
AROUND_WORDS = 0.8  # and where nobody said how long
SLACK = 1.05  # of the seconds in which words are usually said: some speak slower
_CLOSE = re.compile(r"\b(extreme |tight )?close[- ]?(up|shot)s?\b", re.IGNORECASE)
_MEDIUM_CLOSE = re.compile(r"\bmedium close", re.IGNORECASE)
_WIDE = re.compile(
    r"\b(wide|long|full|establishing) (shot|view|angle)s?\b|\bfrom (afar|far away|a distance)\b"
    r"|\bin the distance\b",
    re.IGNORECASE,
)
NEAR, FAR = 1.3, 0.64  # of the size that people have in a photo's bust


@dataclass(frozen=True, kw_only=True, slots=True)
class Shot:
    """One shot's own prompt, and when it is, in seconds, if the prompt says so."""

    prompt: str
    start: float | None = None
    end: float | None = None


def shots_of(prompt: str) -> tuple[Shot, ...]:
    """The shots of a prompt; one, the whole, where none are marked."""
    marks = _marks(prompt)
    if len(marks) < 2 or [int(mark.group(1)) for mark in marks] != list(range(1, len(marks) + 1)):
        return (Shot(prompt=prompt),)
    before = prompt[: marks[0].start()].strip()
    ends = [*(mark.start() for mark in marks[1:]), len(prompt)]
    return tuple(
        Shot(
            prompt=f"{before} {prompt[mark.end() : end].strip()}".strip(),
            start=None if mark.group(2) is None else float(mark.group(2)),
            end=None if mark.group(3) is None else float(mark.group(3)),
        )
        for mark, end in zip(marks, ends, strict=True)
    )


def common_words(prompt: str) -> str:
    """What belongs to every shot; nothing where none are marked."""
    shots = shots_of(prompt)
    return prompt[: _marks(prompt)[0].start()].strip() if len(shots) > 1 else ""


def _marks(prompt: str) -> list[re.Match[str]]:
    """Where shots begin, outside of what is said."""
    return list(MARK.finditer(QUOTED.sub(lambda quoted: " " * len(quoted.group()), prompt)))


def told_seconds(shots: Sequence[Shot]) -> float | None:
    """How long the whole is by what the prompt says; None where it leaves that open."""
    return shots[-1].end


def fitting_seconds(shots: Sequence[Shot], unspoken: float, *, speaks: bool) -> float:
    """As long as all shots need, in half seconds: what is said, a moment before it and after. A
    clip in which nobody speaks lasts `unspoken`, or longer if it has many shots.
    """
    if not speaks:
        return max(unspoken, SHORT_SHOT * len(shots))
    spoken = [spoken_seconds(lines_of(shot.prompt)) for shot in shots]
    needed = (SLACK * each + AROUND_WORDS if each else 0.0 for each in spoken)
    return math.ceil(2 * sum(max(SHORT_SHOT, each) for each in needed)) / 2


def seconds_of_shots(shots: Sequence[Shot], seconds: float) -> list[float]:
    """How long each shot lasts of so many seconds; refused where its times do not fit."""
    if len(shots) == 1:
        return [seconds]
    if any(shot.end is not None for shot in shots):
        return _told(shots, seconds)
    least = len(shots) * SHORTEST_SHOT
    if seconds < least:
        text = f"seconds={seconds:g}: {len(shots)} shots need at least {least:g}. Ask for more."
        raise RequestError(text, field="seconds")
    spoken = [spoken_seconds(lines_of(shot.prompt)) for shot in shots]
    needed = [max(SHORTEST_SHOT, each + BESIDE_WORDS) for each in spoken]
    left = seconds - sum(needed)
    if left >= 0:
        return [each + left / len(shots) for each in needed]
    share = (seconds - least) / (sum(needed) - least)
    return [SHORTEST_SHOT + share * (each - SHORTEST_SHOT) for each in needed]


def closeness(prompt: str) -> float:
    """How large people are to be seen: 1 as in a photo's bust, more from near, less from afar."""
    told = QUOTED.sub("", prompt)
    if _WIDE.search(told):
        return FAR
    return NEAR if _CLOSE.search(told) and not _MEDIUM_CLOSE.search(told) else 1.0


def _told(shots: Sequence[Shot], seconds: float) -> list[float]:
    at = 0.0
    for number, shot in enumerate(shots, start=1):
        if shot.start is None or shot.end is None:
            text = f"Shot {number} says no time, and others do."
            raise RequestError(f"{text} Give all of them times, or none.", field="prompt")
        if shot.start != at or shot.end - shot.start < SHORTEST_SHOT:
            text = f"Shot {number} is from {shot.start:g} to {shot.end:g} s. Let it begin at"
            text = f"{text} {at:g}, where the one before ends, and last"
            raise RequestError(f"{text} {SHORTEST_SHOT:g} s at least.", field="prompt")
        at = shot.end
    if at != seconds:
        text = f"seconds={seconds:g}, but the last shot ends at {at:g}. Make them the same,"
        raise RequestError(f"{text} or leave seconds out.", field="seconds")
    return [float(shot.end or 0) - float(shot.start or 0) for shot in shots]
