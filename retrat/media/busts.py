"""What a bust is: how a face lies in it, and what of it is seen at a glance."""

import numpy as np
from jaxtyping import Bool, Float, Shaped

BUST_SIZE = 256
# Between the eyes and the base of the nose lies this part of the picture's height ...
BUST_NOSE = 0.125
# ... and the middle between the eyes is here.
BUST_EYES = (0.5, 0.36)
SIMILAR, SMOOTH = 3, 2.5  # rows that are alike; pixels over which a colour goes on
SCREEN = (0, 177, 64)  # around what is drawn, for a network that cuts people out
_CHEEK = 0.1  # of the side, from the middle of a face


def face_of(bust: Shaped[np.ndarray, "s s 3"]) -> Shaped[np.ndarray, "v u 3"]:
    """From below the eyes to below the nose."""
    size = len(bust)
    top, bottom = (round((BUST_EYES[1] + part * BUST_NOSE) * size) for part in (0.4, 1.2))
    left, right = (round((BUST_EYES[0] + part) * size) for part in (-_CHEEK, _CHEEK))
    return bust[top:bottom, left:right]


def like_ends(line: Float[np.ndarray, "s 3"]) -> Bool[np.ndarray, " s"]:
    """Which pixels of a row look like its ends rather than like its middle."""
    size = len(line)
    ends = np.where(np.arange(size)[:, None] < size / 2, line[2], line[-3])
    middle = line[size // 2 - 2 : size // 2 + 3].mean(axis=0)
    like: Bool[np.ndarray, " s"] = np.abs(line - middle).sum(1) >= np.abs(line - ends).sum(1)
    return like
