"""From the scores of many clips to the page's numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np

from retrat.evaluate.clip_score import ClipScore


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """One row: how it is computed, and what is asked of one column, given the ceiling."""

    name: str
    of: Callable[[Sequence[ClipScore]], float]
    asked: str = ""
    is_met: Callable[[float, float], bool] | None = None
    digits: int = 2
    asked_of: str = "generated"


def nearest_rate(others_nearer: Sequence[int], *, people: int, among: int) -> float:
    """The chance that the right one is the nearest of `among`, the others drawn from all people."""
    among = min(among, people)
    ways = comb(people - 1, among - 1)
    return float(np.mean([comb(people - 1 - nearer, among - 1) / ways for nearer in others_nearer]))


def finite_median(values: Sequence[float]) -> float:
    """The median with failures (infinite, or missing) counted as the worst."""
    known = [value for value in values if not np.isnan(value)]
    return float(np.median(known)) if known else float("nan")


def _identities(scores: Sequence[ClipScore]) -> list[Any]:
    return [score.identity for score in scores]


def _voices(scores: Sequence[ClipScore]) -> list[Any]:
    return [score.voice for score in scores if score.voice is not None]


def _syncs(scores: Sequence[ClipScore]) -> list[Any]:
    return [score.sync for score in scores if score.sync is not None]


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if np.isfinite(value)]
    return float(np.mean(known)) if known else float("nan")


def _word_errors(scores: Sequence[ClipScore]) -> float:
    return _mean([s.word_error_rate for s in scores if s.word_error_rate is not None])


def numbers(people: int, among: int = 20) -> tuple[Number, ...]:
    """Every row of the page, in its order."""
    among = min(among, people)
    return (
        *_face_numbers(people, among),
        *_voice_numbers(people, among),
        *_speech_numbers(),
        *_label_numbers(),
        *_motion_numbers(),
    )


def codec_numbers() -> tuple[Number, ...]:
    """How near the codecs bring a real clip back; only their column has these."""

    def mean(name: str) -> Callable[[Sequence[ClipScore]], float]:
        def of(scores: Sequence[ClipScore]) -> float:
            found = [getattr(score.fidelity, name) for score in scores if score.fidelity]
            return _mean([value for value in found if value is not None])

        return of

    return (
        Number(
            name="PSNR, dB",
            of=mean("psnr"),
            asked="at least 33",
            is_met=lambda ours, _: ours >= 33,
            digits=1,
            asked_of="codecs",
        ),
        Number(
            name="SSIM",
            of=mean("ssim"),
            asked="at least .95",
            is_met=lambda ours, _: ours >= 0.95,
            digits=3,
            asked_of="codecs",
        ),
        Number(name="mel distance, dB", of=mean("mel_distance"), digits=1, asked_of="codecs"),
        Number(
            name="voice: similarity of copy and original",
            of=mean("voice_similarity"),
            asked="at least .90",
            is_met=lambda ours, _: ours >= 0.9,
            asked_of="codecs",
        ),
        Number(
            name="word error rate, again",
            of=_word_errors,
            asked="ceiling + .05",
            is_met=lambda ours, ceiling: ours <= ceiling + 0.05,
            asked_of="codecs",
        ),
    )


def _face_numbers(people: int, among: int) -> tuple[Number, ...]:
    return (
        Number(
            name=f"right person nearest of {among}",
            of=lambda scores: nearest_rate(
                [each.others_nearer for each in _identities(scores)], people=people, among=among
            ),
            asked="at least .50",
            is_met=lambda ours, _: ours >= 0.5,
        ),
        Number(
            name="distance of the face to its reference, median",
            of=lambda scores: finite_median([each.distance for each in _identities(scores)]),
        ),
        Number(
            name="the same on the worst frame, median",
            of=lambda scores: finite_median([each.worst_distance for each in _identities(scores)]),
        ),
        Number(
            name="drift of that distance, a second, median",
            of=lambda scores: finite_median(
                [each.drift_per_second for each in _identities(scores) if each.found]
            ),
            digits=3,
        ),
        Number(
            name="frames in which a face is found",
            of=lambda scores: _mean([each.found for each in _identities(scores)]),
        ),
    )


def _voice_numbers(people: int, among: int) -> tuple[Number, ...]:
    return (
        Number(
            name=f"right voice nearest of {among}",
            of=lambda scores: nearest_rate(
                [each.others_nearer for each in _voices(scores)] or [people - 1],
                people=people,
                among=among,
            ),
            asked="at least .50",
            is_met=lambda ours, _: ours >= 0.5,
        ),
        Number(
            name="similarity of the voice to its reference",
            of=lambda scores: _mean([each.similarity for each in _voices(scores)]),
        ),
        Number(
            name="pitch level off, semitones, median",
            of=lambda scores: finite_median([each.pitch_level_off for each in _voices(scores)]),
        ),
        Number(
            name="pitch range off, semitones, median",
            of=lambda scores: finite_median([each.pitch_range_off for each in _voices(scores)]),
        ),
        Number(
            name="syllables a second off, median",
            of=lambda scores: finite_median([each.syllable_rate_off for each in _voices(scores)]),
        ),
    )


def _speech_numbers() -> tuple[Number, ...]:
    return (
        Number(
            name="word error rate",
            of=_word_errors,
            asked="at most .50",
            is_met=lambda ours, _: ours <= 0.5,
        ),
        Number(
            name="mouth and speech: correlation, median",
            of=lambda scores: finite_median([each.correlation for each in _syncs(scores)]),
            asked="half the ceiling",
            is_met=lambda ours, ceiling: ours >= ceiling / 2,
        ),
        Number(
            name="lag of the sound, milliseconds, median",
            of=lambda scores: finite_median([each.lag_milliseconds for each in _syncs(scores)]),
            asked="within 80",
            is_met=lambda ours, _: abs(ours) <= 80,
            digits=0,
        ),
        Number(
            name="clips whose mouth can be compared",
            of=lambda scores: _mean([float(np.isfinite(s.correlation)) for s in _syncs(scores)]),
        ),
    )


def _label_numbers() -> tuple[Number, ...]:
    def accuracy(label: str) -> Callable[[Sequence[ClipScore]], float]:
        return lambda scores: _mean(
            [float(score.labels[label]) for score in scores if label in score.labels]
        )

    return tuple(
        Number(name=f"{label.replace('_', ' ')} as asked", of=accuracy(label))
        for label in ("scene", "action", "expression", "garment", "garment_colour")
    )


def _motion_numbers() -> tuple[Number, ...]:
    return (
        Number(
            name="warping error, levels",
            of=lambda scores: _mean([score.motion.warping_error for score in scores]),
        ),
        Number(
            name="flicker, levels",
            of=lambda scores: _mean([score.motion.flicker for score in scores]),
        ),
        Number(
            name="frozen frames",
            of=lambda scores: _mean([score.motion.frozen for score in scores]),
        ),
        Number(
            name="speed, pixels a frame at 128",
            of=lambda scores: _mean([score.motion.speed for score in scores]),
        ),
    )
