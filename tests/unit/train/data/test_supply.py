"""Packs from seeds, written whole, taken once; a person who stands still before what moves."""

import time
from pathlib import Path

import numpy as np
import pytest

from retrat.train.data import supply as supplies
from retrat.train.data.supply import (
    BESIDE,
    Supply,
    living_pack,
    load_pack_file,
    portraits_pack,
    save_pack,
)


def test_a_pack_comes_back_as_it_was_written(tmp_path: Path) -> None:
    pack = {"frames": np.arange(6, dtype=np.uint8), "prompts": ["one", "two"]}
    save_pack(tmp_path / "moving-1.npz", pack)
    found = load_pack_file(tmp_path / "moving-1.npz")
    assert found["prompts"] == ["one", "two"]
    np.testing.assert_array_equal(found["frames"], pack["frames"])
    assert [path.name for path in tmp_path.iterdir()] == ["moving-1.npz"]


def test_what_is_taken_is_gone(tmp_path: Path) -> None:
    supply = Supply(tmp_path, {})
    assert not supply.is_rendering
    for seed in (2, 1, 3):
        save_pack(tmp_path / f"moving-{seed:08d}.npz", {"seed": np.array(seed)})
    save_pack(tmp_path / "living-00000009.npz", {"seed": np.array(9)})
    assert [int(pack["seed"]) for pack in supply.take("moving", 2)] == [1, 2]
    assert [int(pack["seed"]) for pack in supply.take("moving", 9)] == [3]
    assert list(supply.take("moving", 9)) == []
    assert [path.name for path in tmp_path.iterdir()] == ["living-00000009.npz"]


def test_portraits_of_a_seed(renderer) -> None:
    pack = portraits_pack(3, renderer)
    count = 3 * (2 + BESIDE)
    for name in ("pictures", "references", "places", "mattes"):
        assert pack[name].shape[:3] == (count, 256, 256)
    assert len(pack["prompts"]) == len(pack["place_prompts"]) == count
    again = portraits_pack(3, renderer)
    np.testing.assert_array_equal(again["pictures"], pack["pictures"])
    assert again["prompts"] == pack["prompts"]


def test_the_person_stands_still_and_the_place_lives(renderer) -> None:
    """Whatever the action of the take was; snow falls, lamps blink, and people do not."""
    alive = 0.0
    for seed in range(5):
        pack = living_pack(seed, renderer)
        assert pack["frames"].shape[0] == supplies.LIVING_FRAMES
        change = np.abs(np.diff(pack["frames"].astype(int), axis=0)).max(axis=(0, 3))
        inside = pack["matte"] == 255
        assert np.median(change[inside]) <= 3
        alive = max(alive, float(change[pack["matte"] == 0].mean()))
    assert alive > 3.0


@pytest.mark.slow
def test_processes_render_until_they_are_stopped(renderer, tmp_path: Path) -> None:
    with Supply(tmp_path, {"moving": 1}) as supply:
        until = time.monotonic() + 60
        packs: list[supplies.Pack] = []
        while len(packs) < 2 and time.monotonic() < until:
            assert supply.is_alive
            packs += supply.take("moving", 5)
            time.sleep(0.1)
    assert len(packs) >= 2
    assert not np.array_equal(packs[0]["frames"], packs[1]["frames"])
