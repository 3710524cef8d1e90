"""Do the lips follow the sound? Mouth opening against the loudness of speech, at every lag.

Mouth opening comes from dlib's 68 landmarks (inner lips, in units of the distance between the
eyes) or from the renderer's own labels. Correlation is Pearson's, over lags up to .4 s; a positive
lag means that the sound comes after the picture.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int, UInt8

from retrat.evaluate.identity import find_box, find_landmarks
from retrat.evaluate.spectra import speech_envelope

LONGEST_LAG = 0.4
LAG_STEP = 0.01
FLOOR_DECIBELS = -35.0


@dataclass(frozen=True, kw_only=True, slots=True)
class SyncScore:
    """`correlation` at lag 0, the best one, and the lag that gives it. nan: nothing to compare."""

    correlation: float
    best_correlation: float
    lag_milliseconds: float
    by_lag: tuple[float, ...] = ()


NOTHING = SyncScore(
    correlation=float("nan"), best_correlation=float("nan"), lag_milliseconds=float("nan")
)


def lags_milliseconds() -> Float[np.ndarray, "n"]:
    """The lags that `SyncScore.by_lag` belongs to."""
    steps = round(LONGEST_LAG / LAG_STEP)
    return np.arange(-steps, steps + 1) * LAG_STEP * 1000


def opening(landmarks: Int[np.ndarray, "68 2"]) -> float:
    """Distance between inner lips over the distance between the eyes."""
    points = landmarks.astype(np.float64)
    gaps = np.linalg.norm(points[[61, 62, 63]] - points[[67, 66, 65]], axis=1)
    eyes = np.linalg.norm(points[36:42].mean(axis=0) - points[42:48].mean(axis=0))
    return float(gaps.mean() / max(eyes, 1.0))


def mouth_openings(
    frames: UInt8[np.ndarray, "f y x 3"], *, searched: int = 1
) -> Float[np.ndarray, "f"]:
    """The opening in every frame; nan where no face is found.

    Faces are searched in every `searched`th frame and believed to be there until the next search.
    """
    found = np.full(len(frames), np.nan)
    box = None
    for index, frame in enumerate(frames):
        if index % searched == 0:
            box = find_box(frame)
        if box is not None:
            found[index] = opening(find_landmarks(frame, box))
    return found


def loudness(
    samples: Float[np.ndarray, "z"], *, rate: int, at_seconds: Float[np.ndarray, "*n"], width: float
) -> Float[np.ndarray, "*n"]:
    """Speech level in [0, 1]: decibels below the loudest, floored."""
    envelope = speech_envelope(samples, rate=rate, at_seconds=at_seconds, width=width)
    top = float(envelope.max(initial=0.0))
    if top < 1e-5:
        return np.zeros(at_seconds.shape)
    decibels = 20 * np.log10(envelope / top + 1e-6)
    return np.maximum(decibels, FLOOR_DECIBELS) / -FLOOR_DECIBELS + 1


def _correlation(a: Float[np.ndarray, "n"], b: Float[np.ndarray, "n"]) -> float:
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / scale if scale > 1e-9 else float("nan")


def score_sync(
    openings: Float[np.ndarray, "f"], samples: Float[np.ndarray, "z"], *, rate: int, fps: float
) -> SyncScore:
    """Frame i shows the mouth at (i + .5)/fps. Silence, or a mouth that never moves, is nothing."""
    seen = np.isfinite(openings)
    if seen.sum() < max(8, len(openings) // 2) or np.nanstd(openings) < 1e-4:
        return NOTHING
    seconds = (np.arange(len(openings)) + 0.5) / fps
    lags = lags_milliseconds() / 1000
    times = seconds[seen] + lags[:, None]
    levels = loudness(samples, rate=rate, at_seconds=times, width=1.5 / fps)
    by_lag = np.array([_correlation(openings[seen], level) for level in levels])
    if not np.isfinite(by_lag).any():
        return NOTHING
    best = int(np.nanargmax(by_lag))
    return SyncScore(
        correlation=float(by_lag[len(lags) // 2]),
        best_correlation=float(by_lag[best]),
        lag_milliseconds=float(1000 * lags[best]),
        by_lag=tuple(by_lag.round(4).tolist()),
    )
