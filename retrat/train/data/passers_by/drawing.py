"""Walks become pictures, every phase beside the last: from a side, from before and from behind."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import UInt8
from PIL import Image

from retrat.models.made_places import HIGH, PHASES, WIDE
from retrat.train.data.passers_by.walking import Walk
from retrat.train.data.tracing import traced

if TYPE_CHECKING:
    from numpy import ndarray

PIXELS, SAMPLES = 128, 24  # of the height
_AXES = {
    "aside": ((0, 0, 1), (0, 1, 0), (-1, 0, 0)),
    "towards": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "away": ((-1, 0, 0), (0, 1, 0), (0, 0, -1)),
}  # of the picture (right, up, to the viewer), in the walker's


def drawn(
    walk: Walk, side: str, *, pixels: int = PIXELS, samples: int = SAMPLES
) -> UInt8[ndarray, "y x 4"]:
    """PHASES pictures in a row; where they stand is the middle of the lower edge of each."""
    points = walk.points.astype(np.float64) @ np.array(_AXES[side], float).T
    points[..., 0] += WIDE * (np.arange(PHASES) + 0.5)[:, None]
    many = points.shape[1]
    triangles = walk.triangles[None] + many * np.arange(PHASES)[:, None, None]
    with tempfile.TemporaryDirectory() as folder:
        told, picture = Path(folder) / "walk.npz", Path(folder) / "walk.png"
        np.savez(
            told,
            points=points.reshape(-1, 3),
            triangles=triangles.reshape(-1, 3),
            colours=np.tile(walk.colours, (PHASES, 1)),
            size=np.array([PHASES * WIDE, HIGH]),
        )
        traced(Path(__file__).with_name("blender.py"), told, picture, pixels, samples)
        with Image.open(picture) as file:
            return np.asarray(file.convert("RGBA")).copy()
