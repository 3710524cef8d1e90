"""How much of a mark is allowed, beside the judge that measures structural similarity."""

import numpy as np
import pytest
import torch
from einops import rearrange

from retrat.evaluate.codec import ssim
from retrat.provenance.faintness import SIMILARITY, share_allowed

SIDE = 128


def frame(kind: str) -> np.ndarray:
    """Levels: a sky, cloth, grain, or nearly black."""
    rng = np.random.default_rng(2)
    grain = {"sky": 2.0, "cloth": 10.0, "grain": 40.0, "night": 0.5}[kind]
    light = np.full((SIDE, SIDE, 1), 4.0 if kind == "night" else 130.0)
    return np.clip(light + grain * rng.standard_normal((SIDE, SIDE, 3)), 0, 255).round()


def waves(levels: float) -> np.ndarray:
    y, x = np.mgrid[:SIDE, :SIDE]
    return levels * (np.sin(x / 2.3) + np.cos(y / 3.1))[..., None]


def share_of(shown: np.ndarray, added: np.ndarray) -> float:
    pixels = rearrange(torch.from_numpy(shown), "y x c -> 1 c y x").float() / 127.5 - 1
    residuals = rearrange(torch.from_numpy(added), "y x 1 -> 1 1 y x").float() / 127.5
    return share_allowed(pixels, residuals)


@pytest.mark.parametrize(("kind", "levels"), [("sky", 3.0), ("cloth", 5.0), ("night", 3.0)])
def test_what_is_left_is_as_similar_as_it_has_to_be(kind: str, levels: float) -> None:
    shown, added = frame(kind), waves(levels)
    share = share_of(shown, added)
    assert 0.05 < share < 0.8
    marked = np.clip(shown + share * added, 0, 255).round()
    assert ssim(shown.astype(np.uint8), marked.astype(np.uint8)) == pytest.approx(
        SIMILARITY, abs=0.001
    )


def test_texture_hides_all_of_it() -> None:
    assert share_of(frame("grain"), waves(2.0)) == 1.0


def test_nothing_needs_no_share() -> None:
    assert share_of(frame("sky"), waves(0.0)) == 1.0


def test_what_cannot_be_shown_does_not_count() -> None:
    white = np.full((SIDE, SIDE, 3), 255.0)
    assert share_of(white, np.abs(waves(9.0))) == 1.0
    assert share_of(white, -np.abs(waves(9.0))) < 1.0
