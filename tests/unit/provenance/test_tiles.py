"""The tile: what is written is heard, at any size, and loud waves drown nothing."""

import numpy as np
import pytest
import torch

from retrat.provenance.tiles import (
    SHORT_SIDE,
    TILE,
    box,
    canonical,
    covering,
    folded,
    heard,
    patterns,
    scaled,
    tile_of,
    weighed,
)


def test_patterns_are_orthonormal() -> None:
    mixed = patterns()
    assert np.allclose(mixed @ mixed.T, np.eye(len(mixed)), atol=1e-4)


def test_what_is_written_is_heard() -> None:
    signs = np.where(np.random.default_rng(0).random(len(patterns())) < 0.5, -1.0, 1.0)
    found = patterns() @ heard(tile_of(signs @ patterns()))
    assert np.mean(np.sign(found) == signs) > 0.99


def test_a_few_loud_waves_drown_nothing() -> None:
    signs = np.where(np.random.default_rng(1).random(len(patterns())) < 0.5, -1.0, 1.0)
    y, x = np.mgrid[:TILE, :TILE] * (2 * np.pi / TILE)
    loud = 1 * (np.sin(5 * x + 2 * y) + np.cos(7 * y - 3 * x) + np.sin(9 * x))
    found = patterns() @ heard(tile_of(signs @ patterns()) + loud.astype(np.float32))
    assert np.mean(np.sign(found) == signs) > 0.97


def test_silence_says_nothing() -> None:
    assert not heard(np.zeros((TILE, TILE), np.float32)).any()


def test_a_covered_picture_folds_into_its_tile() -> None:
    tile = tile_of(patterns()[3])
    light = covering(patterns()[3], (2 * TILE, 3 * TILE))
    assert np.allclose(folded(light), 6 * tile, atol=1e-3)
    assert covering(patterns()[3], (100, 130)).shape == (100, 130)


@pytest.mark.parametrize(("rows", "columns"), [(256, 256), (512, 512), (360, 640), (90, 100)])
def test_every_size_comes_to_whole_blocks(rows: int, columns: int) -> None:
    light = canonical(torch.rand(rows, columns))
    assert light.shape[0] % 8 == light.shape[1] % 8 == 0
    assert SHORT_SIDE <= min(light.shape) < SHORT_SIDE + 8
    assert scaled(light, 0.5).shape == tuple(side // 2 for side in light.shape)


def test_where_there_is_much_less_is_heard() -> None:
    rng = np.random.default_rng(3)
    light = 4 * rng.standard_normal((256, 256)).astype(np.float32)
    light[:, :128] += 40 * rng.standard_normal((256, 128)).astype(np.float32)
    found = weighed(light)
    assert found[:, :112].std() < 0.5 * found[:, 144:].std()


def test_a_mean_over_a_square_repeats_the_edge() -> None:
    light = np.arange(64, dtype=np.float32).reshape(8, 8)
    found = box(light, 3)
    assert found[4, 4] == pytest.approx(light[3:6, 3:6].mean())
    assert found[0, 0] == pytest.approx((4 * 0 + 2 * 1 + 2 * 8 + 9) / 9)
