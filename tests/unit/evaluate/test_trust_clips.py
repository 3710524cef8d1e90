"""The ten clips on which marks are tried."""

import numpy as np
import pytest

pytest.importorskip("scipy")
pytest.importorskip("skimage")

from retrat.evaluate.trust_clips import SIDE, standard_clips


def test_ten_clips_the_same_every_time() -> None:
    clips, again = dict(standard_clips(3)), dict(standard_clips(3))
    assert len(clips) == 10
    for name, frames in clips.items():
        assert frames.shape == (3, SIDE, SIDE, 3)
        assert frames.dtype == np.uint8
        np.testing.assert_array_equal(frames, again[name])
        assert frames.std() > 10


def test_what_should_move_moves() -> None:
    for name, frames in standard_clips(12):
        moved = np.abs(frames[0].astype(int) - frames[-1]).mean()
        assert (moved == 0) == ("still" in name), name
