"""One person in one place, quite still, whose face alone changes: calm, then one expression after
another, each more or less of it.

What a face's painter learns from. The mouth says nothing meanwhile, and no tooth is bared but in a
grin: what speaks is moved later, by others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float

from retrat.models.animator import EXPRESSIONS
from retrat.train.data import expressions as world
from retrat.train.data.clips import split_stream
from retrat.train.data.gestures import Gestured, photographed, still_take

if TYPE_CHECKING:
    from numpy import ndarray
    from numpy.random import Generator

    from retrat.train.data.motion import Take
    from retrat.train.data.render import Renderer
    from retrat.train.data.splits import Split

CALM = 2  # pictures: the first without any expression, the second nearly so
MIXED = 1
PICTURES = CALM + len(EXPRESSIONS) + MIXED
_LEAST, _MOST = 0.55, 1.15  # of an expression
_RESTING = 0.5  # of a smile, at most: as people look at cameras
_SPEAKS = ("jawOpen",)


def moods_from_seed(seed: int, split: Split, renderer: Renderer) -> Gestured:
    """Its gestures are how much of each of EXPRESSIONS a picture shows."""
    rng = np.random.default_rng([seed, split_stream(split), 29])
    take = still_take(rng, split, renderer, PICTURES, expression="neutral")
    shown = drawn_expressions(rng)
    return photographed(expressing(take, shown), shown, renderer)


def drawn_expressions(rng: Generator) -> Float[ndarray, "f e"]:
    """How much of each expression every picture shows."""
    kinds = len(EXPRESSIONS)
    shown = np.zeros((PICTURES, kinds))
    shown[1, EXPRESSIONS.index("smile")] = rng.uniform(0, _RESTING)
    shown[CALM : CALM + kinds] = np.diag(rng.uniform(_LEAST, _MOST, kinds))
    mixed = rng.choice(kinds, size=2, replace=False)
    shown[-MIXED:, mixed] = rng.dirichlet([2, 2])
    return shown


def expressing(take: Take, shown: Float[ndarray, "f e"]) -> Take:
    """A still take whose face shows so much of each expression."""
    face = dict(take.face)
    for name, curve in zip(EXPRESSIONS, shown.T, strict=True):
        for action, value in world.EXPRESSIONS[name].items():
            if name == "grin" or action not in _SPEAKS:
                face[action] = face.get(action, 0) + value * curve
    return replace(take, face={name: np.clip(curve, 0, 1) for name, curve in face.items()})
