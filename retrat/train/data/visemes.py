"""What the mouth does while it says a phone: facial actions over time, with coarticulation.

Every phone pulls the mouth towards its shape from a little before it is heard; shapes blend as the
phones overlap. Lips meet on m, b and p whatever the face does otherwise: `closure` says how firmly.
"""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from retrat.conditioning.phones import PAUSE
from retrat.models.lip_sync import AFTER_WORDS, BEFORE_WORDS, SOFT

Shape = dict[str, float]


def _shape(
    jaw: float = 0.0,
    wide: float = 0.0,
    round_: float = 0.0,
    pucker: float = 0.0,
    lower: float = 0.0,
    upper: float = 0.0,
    tongue: float = 0.0,
    tuck: float = 0.0,
    press: float = 0.0,
) -> Shape:
    """Facial actions of a mouth: open, spread, rounded, lips drawn apart, tongue tip, lip tucked
    under the teeth.
    """
    actions = {
        "jawOpen": jaw,
        "mouthStretchLeft": wide,
        "mouthStretchRight": wide,
        "mouthFunnel": round_,
        "mouthPucker": pucker,
        "mouthLowerDownLeft": lower,
        "mouthLowerDownRight": lower,
        "mouthUpperUpLeft": upper,
        "mouthUpperUpRight": upper,
        "tongueOut": tongue,
        "mouthRollLower": tuck,
        "mouthPressLeft": press,
        "mouthPressRight": press,
    }
    return {name: value for name, value in actions.items() if value}


_GROUPS: tuple[tuple[str, Shape], ...] = (
    ("m b p", _shape(press=0.30, tuck=0.12)),
    ("f v", _shape(jaw=0.05, tuck=0.55, upper=0.22)),
    ("th dh", _shape(jaw=0.12, lower=0.30, upper=0.12, tongue=0.30)),
    ("t d n l", _shape(jaw=0.12, wide=0.10, lower=0.28, upper=0.10)),
    ("s z", _shape(jaw=0.04, wide=0.28, lower=0.38, upper=0.18)),
    ("sh zh ch jh", _shape(jaw=0.07, round_=0.55, lower=0.25, upper=0.15)),
    ("k g ng hh", _shape(jaw=0.17, lower=0.20)),
    ("r", _shape(jaw=0.10, round_=0.40, pucker=0.15, lower=0.10)),
    ("er", _shape(jaw=0.15, round_=0.40, lower=0.15)),
    ("w", _shape(jaw=0.05, round_=0.35, pucker=0.75)),
    ("y", _shape(jaw=0.09, wide=0.30, lower=0.22)),
    ("iy ih", _shape(jaw=0.13, wide=0.42, lower=0.30, upper=0.12)),
    ("ey eh", _shape(jaw=0.28, wide=0.30, lower=0.32, upper=0.10)),
    ("ae", _shape(jaw=0.42, wide=0.28, lower=0.35, upper=0.12)),
    ("aa ay aw", _shape(jaw=0.50, lower=0.30, upper=0.05)),
    ("ah ax", _shape(jaw=0.27, lower=0.25)),
    ("ao oy", _shape(jaw=0.38, round_=0.50, lower=0.15)),
    ("ow", _shape(jaw=0.28, round_=0.60, pucker=0.35)),
    ("uh", _shape(jaw=0.18, round_=0.50, pucker=0.20)),
    ("uw", _shape(jaw=0.11, round_=0.45, pucker=0.75)),
    ("pau", {}),
)
VISEMES: dict[str, Shape] = {phone: shape for phones, shape in _GROUPS for phone in phones.split()}
CLOSED = ("m", "b", "p")
OPENING = (
    "jawOpen",
    "mouthFunnel",
    "mouthLowerDownLeft",
    "mouthLowerDownRight",
    "mouthUpperUpLeft",
    "mouthUpperUpRight",
    "mouthStretchLeft",
    "mouthStretchRight",
    "tongueOut",
    "mouthShrugLower",
)
_AHEAD = 0.045  # seconds by which the mouth leads the sound
_STEPS = 100  # a second
_EASE = 0.06


def mouth_curves(
    phones: Sequence[tuple[str, float, float]],
    seconds: Float[np.ndarray, "f"],
    strength: float = 1.0,
) -> tuple[dict[str, Float[np.ndarray, "f"]], Float[np.ndarray, "f"]]:
    """Facial actions at each time, and how firmly the lips are closed (1 = shut) by m, b or p."""
    total = np.zeros(len(seconds))
    curves: dict[str, np.ndarray] = {}
    closure = np.zeros(len(seconds))
    for phone, start, end in phones:
        weight = _window(seconds + _AHEAD, start, end)
        if phone in CLOSED:
            closure = np.maximum(
                closure, np.clip(1.5 * _window(seconds + _AHEAD / 2, start, end, ease=0.045), 0, 1)
            )
            weight = weight * 2.0
        total += weight
        for name, value in VISEMES.get(phone, {}).items():
            curves[name] = curves.get(name, 0.0) + value * weight
    scale = strength / np.maximum(total, 1e-3) * np.clip(total * 1.5, 0, 1)
    return {name: curve * scale for name, curve in curves.items()}, closure


def saying(
    phones: Sequence[tuple[str, float, float]], seconds: Float[np.ndarray, "f"]
) -> Float[np.ndarray, "f"]:
    """1 while words are said and in the short pauses between them, rising before the first and
    falling after the last: what `models.lip_sync.saying` hears.
    """
    said = [(start, end) for phone, start, end in phones if phone != PAUSE]
    steps = np.arange(min(0.0, seconds[0]) - 1.0, seconds[-1] + 1.0, 1 / _STEPS)
    level = np.zeros(len(steps))
    for start, end in said:
        level[(steps >= start - BEFORE_WORDS / _STEPS) & (steps < end + AFTER_WORDS / _STEPS)] = 1.0
    soft = np.ones(2 * SOFT + 1) / (2 * SOFT + 1)
    return np.interp(seconds, steps, np.convolve(level, soft, "same"))


def closed_by(
    face: dict[str, Float[np.ndarray, "f"]], closure: Float[np.ndarray, "f"]
) -> dict[str, Float[np.ndarray, "f"]]:
    """The face with everything that opens the lips taken back where they must meet."""
    return {
        name: curve * (1 - closure) if name in OPENING else curve for name, curve in face.items()
    }


def _window(
    seconds: Float[np.ndarray, "f"], start: float, end: float, ease: float = _EASE
) -> Float[np.ndarray, "f"]:
    """1 between start and end, falling softly to 0 on both sides."""
    outside = np.maximum(np.maximum(start - seconds, seconds - end), 0.0) / ease
    return np.clip(1 - outside, 0, 1) ** 2 * (3 - 2 * np.clip(1 - outside, 0, 1))
