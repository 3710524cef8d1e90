"""Bytes in tensors: what modules that learn nothing keep."""

from jaxtyping import Int, UInt8
from torch import Tensor


def file_at(row: int, files: UInt8[Tensor, " z"], ends: Int[Tensor, " n"]) -> bytes:
    """One of several files that lie one after another; `ends` says where each of them does."""
    start = int(ends[row - 1]) if row else 0
    return as_bytes(files[start : int(ends[row])])


def as_bytes(values: UInt8[Tensor, " z"]) -> bytes:
    return bytes(values.cpu().numpy())
