"""Cached latents: the world's samples, encoded once by frozen models, read many times.

A cache is a folder of shards; a shard is a folder with one .npy array a field, first axis = sample,
opened memory-mapped. Fields may be absent (a cache of speech alone has no pictures). Values that
vary in length are padded, with their length beside them as `<field>_count`.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

NO_TEXT = "no-text.npy"  # token states of the empty prompt, beside the shards

Row = Mapping[str, np.ndarray | np.int64]


def write_shard(folder: Path, rows: Iterable[Row]) -> int:
    """Write rows of equal fields and shapes as one shard, whole or not at all; says how many."""
    rows = list(rows)
    partial = folder.with_name(folder.name + ".part")
    partial.mkdir(parents=True, exist_ok=True)
    for field in rows[0]:
        np.save(partial / f"{field}.npy", np.stack([row[field] for row in rows]))
    partial.rename(folder)
    return len(rows)


def shards(folder: Path) -> list[Path]:
    """The whole shards of a cache, oldest first."""
    return sorted(path for path in folder.glob("shard-*") if path.suffix != ".part")


class Cache:
    """All shards of some folders, addressed by one running index."""

    def __init__(self, folders: Iterable[Path]) -> None:
        found = [shard for folder in folders for shard in shards(Path(folder))]
        if not found:
            raise FileNotFoundError(f"no shards of latents in {[str(f) for f in folders]}")
        self.shards = [
            {path.stem: np.load(path, mmap_mode="r") for path in sorted(shard.glob("*.npy"))}
            for shard in found
        ]
        self.no_text = _tensor(np.load(found[0].parent / NO_TEXT))
        self.ends = np.cumsum([len(shard["text"]) for shard in self.shards])

    def __len__(self) -> int:
        return int(self.ends[-1])

    def rows(self, indices: Iterable[int], fields: Iterable[str]) -> dict[str, Tensor]:
        """Those samples' fields, stacked; float16 becomes float32, int8 becomes int64."""
        located = [self._locate(index) for index in indices]
        return {
            field: _tensor(np.stack([self.shards[shard][field][at] for shard, at in located]))
            for field in fields
        }

    def _locate(self, index: int) -> tuple[int, int]:
        shard = int(np.searchsorted(self.ends, index, side="right"))
        return shard, index - int(self.ends[shard - 1] if shard else 0)


def _tensor(values: np.ndarray) -> Tensor:
    if values.dtype == np.float16:
        return torch.from_numpy(values.astype(np.float32))
    if values.dtype == np.int8:
        return torch.from_numpy(values.astype(np.int64))
    return torch.from_numpy(np.ascontiguousarray(values))
