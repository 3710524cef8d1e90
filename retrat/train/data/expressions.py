"""What a face does beside speaking: expressions, gaze, blinks, and a mouth that babbles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float

if TYPE_CHECKING:
    from numpy import ndarray
    from numpy.random import Generator

EXPRESSIONS: dict[str, dict[str, float]] = {
    "neutral": {},
    "smile": {"mouthSmileLeft": 0.85, "mouthSmileRight": 0.85, "mouthDimpleLeft": 0.2,
    "mouthDimpleRight": 0.2, "cheekSquintLeft": 0.4, "cheekSquintRight": 0.4,
              "eyeSquintLeft": 0.2, "eyeSquintRight": 0.2},
    "grin": {"mouthSmileLeft": 1.0, "mouthSmileRight": 1.0, "mouthUpperUpLeft": 0.45,
    "mouthUpperUpRight": 0.45,
             "mouthLowerDownLeft": 0.2, "mouthLowerDownRight": 0.2, "jawOpen": 0.06,
             "cheekSquintLeft": 0.6,
             "cheekSquintRight": 0.6, "eyeSquintLeft": 0.35, "eyeSquintRight": 0.35},
    "sad": {"mouthFrownLeft": 0.7, "mouthFrownRight": 0.7, "browInnerUp": 0.8,
    "mouthShrugLower": 0.3,
            "eyeSquintLeft": 0.15, "eyeSquintRight": 0.15},
    "angry": {"browDownLeft": 0.9, "browDownRight": 0.9, "mouthPressLeft": 0.4,
    "mouthPressRight": 0.4,
              "noseSneerLeft": 0.35, "noseSneerRight": 0.35, "eyeSquintLeft": 0.25,
              "eyeSquintRight": 0.25},
    "surprised": {"browInnerUp": 0.8, "browOuterUpLeft": 0.8, "browOuterUpRight": 0.8,
    "eyeWideLeft": 0.7,
                  "eyeWideRight": 0.7, "jawOpen": 0.18},
    "worried": {"browInnerUp": 0.9, "mouthStretchLeft": 0.35, "mouthStretchRight": 0.35,
    "eyeWideLeft": 0.25,
                "eyeWideRight": 0.25, "mouthFrownLeft": 0.25, "mouthFrownRight": 0.25},
    "sceptical": {"browDownLeft": 0.6, "browOuterUpRight": 0.9, "browInnerUp": 0.15,
    "mouthLeft": 0.3,
                  "mouthPressRight": 0.35, "eyeSquintLeft": 0.3},
    "disgusted": {"noseSneerLeft": 0.9, "noseSneerRight": 0.9, "mouthUpperUpLeft": 0.4,
    "mouthUpperUpRight": 0.4,
                  "browDownLeft": 0.5, "browDownRight": 0.5, "eyeSquintLeft": 0.4,
                  "eyeSquintRight": 0.4},
    "thoughtful": {"browInnerUp": 0.3, "browDownLeft": 0.25, "browDownRight": 0.25,
    "mouthPucker": 0.35,
                   "mouthRight": 0.25},
}  # fmt: skip


BEAM = "beam"
"""A grin as people have on photographs, both rows of teeth bare; captions call it a grin."""


def beaming(rng: Generator) -> dict[str, float]:
    """One of many."""
    both = {
        "mouthSmile": rng.uniform(0.85, 1.0),
        "mouthUpperUp": rng.uniform(0.6, 1.0),
        "mouthLowerDown": rng.uniform(0.15, 0.75),
        "mouthStretch": rng.uniform(0.2, 0.8),
        "mouthDimple": rng.uniform(0.0, 0.5),
        "cheekSquint": rng.uniform(0.5, 0.9),
        "eyeSquint": rng.uniform(0.1, 0.4),
    }
    sides = {f"{name}{side}": value for name, value in both.items() for side in ("Left", "Right")}
    return {**sides, "jawOpen": rng.uniform(0.02, 0.12)}


def smooth_noise(
    seconds: Float[ndarray, " f"], period: float, rng: Generator
) -> Float[ndarray, " f"]:
    """A wandering curve of unit strength whose bends are about `period` seconds apart."""
    waves = sum(
        np.sin(2 * np.pi * (seconds / (period * stretch) + rng.random())) * weight
        for stretch, weight in ((1.0, 0.6), (1.618, 0.5), (0.55, 0.3))
    )
    return np.asarray(waves)


def pulse(
    seconds: Float[ndarray, " f"], start: float, end: float, ease: float = 0.3
) -> Float[ndarray, " f"]:
    """0, then 1 between start and end, with soft shoulders."""
    up = np.clip((seconds - start) / ease, 0, 1)
    down = np.clip((end - seconds) / ease, 0, 1)
    level = np.minimum(up, down)
    return level * level * (3 - 2 * level)


def expression_for(action: str, rng: Generator) -> str:
    if action == "laugh":
        return "grin"
    chances = np.array(
        [
            6.0 if name == "neutral" else 4.0 if name == "smile" else 2.0 if name == "grin" else 1.0
            for name in EXPRESSIONS
        ]
    )
    return str(rng.choice(list(EXPRESSIONS), p=chances / chances.sum()))


def expression_curves(
    expression: str, action: str, seconds: ndarray, rng: Generator
) -> dict[str, ndarray]:
    weight = 0.0 if action == "laugh" else rng.uniform(0.75, 1.1)
    level = weight * (0.9 + 0.1 * smooth_noise(seconds, 1.7, rng))
    actions = beaming(rng) if expression == BEAM else EXPRESSIONS[expression]
    return {name: value * level for name, value in actions.items()}


def add_curves(face: dict[str, ndarray], more: dict[str, ndarray]) -> None:
    for name, curve in more.items():
        face[name] = face.get(name, 0) + curve


def wandering_gaze(seconds: ndarray, rng: Generator) -> Float[ndarray, "f 2"]:
    """Fixations of 0.4 to 1.6 seconds, joined by quick jumps; mostly near the camera."""
    gaze, at = np.zeros((len(seconds), 2)), 0.0
    while at < seconds[-1] + 1e-6:
        hold = rng.uniform(0.4, 1.6)
        spread = 0.22 if rng.random() < 0.25 else 0.05
        gaze[seconds >= at] = rng.normal(0, spread, 2) * [1.0, 0.5]
        at += hold
    kernel = np.array([0.25, 0.5, 0.25])
    padded = np.pad(gaze, ((1, 1), (0, 0)), mode="edge")
    return np.stack([np.convolve(padded[:, axis], kernel, "valid") for axis in range(2)], axis=1)


def blinks(seconds: ndarray, rng: Generator) -> dict[str, ndarray]:
    curve, at = np.zeros(len(seconds)), rng.exponential(1.6)
    while at < seconds[-1]:
        curve = np.maximum(curve, np.clip(1.6 - np.abs(seconds - at) / 0.065, 0, 1))
        at += 0.4 + rng.exponential(2.4)
    return {"eyeBlinkLeft": curve, "eyeBlinkRight": curve}


def lids_with_gaze(gaze: ndarray) -> dict[str, ndarray]:
    """Lids follow the eyes up and down."""
    up, down = np.clip(gaze[:, 1], 0, 1) * 2.2, np.clip(-gaze[:, 1], 0, 1) * 2.2
    return {
        "eyeLookUpLeft": up,
        "eyeLookUpRight": up,
        "eyeLookDownLeft": down,
        "eyeLookDownRight": down,
    }


def babble(seconds: ndarray, rng: Generator) -> dict[str, ndarray]:
    """A mouth that talks when no words are given."""
    opening = np.clip(0.5 * smooth_noise(seconds, 0.28, rng) + 0.25, 0, 1)
    wide = smooth_noise(seconds, 0.45, rng)
    return {
        "jawOpen": 0.30 * opening,
        "mouthFunnel": 0.45 * np.clip(wide, 0, 1) * opening,
        "mouthStretchLeft": 0.3 * np.clip(-wide, 0, 1),
        "mouthStretchRight": 0.3 * np.clip(-wide, 0, 1),
        "mouthLowerDownLeft": 0.3 * opening,
        "mouthLowerDownRight": 0.3 * opening,
    }
