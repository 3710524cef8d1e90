"""Does it move as a film does? The picture judged against itself, by optical flow.

Warping error: how badly a frame, carried along its own flow, predicts the next one. Flicker: change
of brightness in places that do not move. Freezing: the share of frame pairs in which nothing
changes. All in 8-bit grey levels; to be read beside the same numbers on real renders.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, UInt8
from skimage.registration import optical_flow_ilk
from skimage.transform import resize, warp

JUDGED_SIDE = 128
PAIRS_JUDGED = 24
STILL_PIXELS = 0.25
FROZEN_LEVELS = 0.15


@dataclass(frozen=True, kw_only=True, slots=True)
class MotionScore:
    warping_error: float
    flicker: float
    frozen: float
    speed: float
    """Mean length of the flow, in pixels a frame at a side of 128."""


def _grey(frame: UInt8[np.ndarray, "y x 3"]) -> Float[np.ndarray, "v u"]:
    grey = frame.astype(np.float64) @ np.array([0.299, 0.587, 0.114])
    scale = JUDGED_SIDE / min(grey.shape)
    shape = (round(grey.shape[0] * scale), round(grey.shape[1] * scale))
    return resize(grey, shape, anti_aliasing=scale < 1, preserve_range=True)


def score_motion(frames: UInt8[np.ndarray, "f y x 3"], *, pairs: int = PAIRS_JUDGED) -> MotionScore:
    """Evenly spaced pairs of neighbouring frames."""
    firsts = np.unique(np.linspace(0, len(frames) - 2, pairs).round().astype(int))
    errors, flickers, speeds, frozen = [], [], [], 0
    for first in firsts:
        before, after = _grey(frames[first]), _grey(frames[first + 1])
        if np.abs(after - before).mean() < FROZEN_LEVELS:
            frozen += 1
        flow = optical_flow_ilk(after, before, radius=5)
        rows, columns = np.meshgrid(*map(np.arange, after.shape), indexing="ij")
        carried = warp(
            before, np.array([rows + flow[0], columns + flow[1]]), mode="edge", preserve_range=True
        )
        length = np.hypot(*flow)
        still = length < STILL_PIXELS
        errors.append(np.abs(after - carried).mean())
        flickers.append(np.abs(after - before)[still].mean() if still.any() else np.nan)
        speeds.append(length.mean())
    return MotionScore(
        warping_error=float(np.mean(errors)),
        flicker=float(np.nanmean(flickers)) if np.isfinite(flickers).any() else float("nan"),
        frozen=frozen / len(firsts),
        speed=float(np.mean(speeds)),
    )
