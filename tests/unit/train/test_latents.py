"""Caches of latents: whole shards, every sample in its place."""

from pathlib import Path

import numpy as np
import pytest
import torch

from retrat.train.latents import NO_TEXT, Cache, shards, write_shard


def row(index: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(index)
    return {
        "text": rng.normal(size=(6, 8)).astype(np.float16),
        "phones": rng.integers(1, 40, 48).astype(np.int8),
        "voice": rng.integers(-9000, 9000, 240).astype(np.int16),
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert write_shard(tmp_path / "shard-00000", [row(0), row(1), row(2)]) == 3
    write_shard(tmp_path / "shard-00001", [row(3)])
    np.save(tmp_path / NO_TEXT, np.ones((2, 8), np.float16))
    return tmp_path


def test_every_sample_is_found_in_its_shard(folder: Path) -> None:
    cache = Cache([folder])
    assert len(cache) == 4
    rows = cache.rows([3, 0, 2], ["text", "phones"])
    for at, index in enumerate((3, 0, 2)):
        assert torch.equal(rows["text"][at], torch.from_numpy(row(index)["text"]).float())
        assert rows["phones"][at].tolist() == row(index)["phones"].tolist()


def test_values_come_in_the_types_that_models_take(folder: Path) -> None:
    rows = Cache([folder]).rows([1], ["text", "phones", "voice"])
    types = {name: values.dtype for name, values in rows.items()}
    assert types == {"text": torch.float32, "phones": torch.int64, "voice": torch.int16}
    assert Cache([folder]).no_text.shape == (2, 8)


def test_a_shard_cut_off_while_writing_is_not_one(folder: Path) -> None:
    (folder / "shard-00002.part").mkdir()
    assert [path.name for path in shards(folder)] == ["shard-00000", "shard-00001"]


def test_an_empty_cache_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=tmp_path.name):
        Cache([tmp_path])
