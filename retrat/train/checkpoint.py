"""Checkpoints to resume from, and weights to ship.

A checkpoint is one file that is always whole: it is written beside the old one, flushed to the
disk, and moved into its
place; the one before it is kept. Weights for use are safetensors in float32 with their history in
the metadata.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import nn

CHECKPOINT = "checkpoint.pt"
PREVIOUS = "checkpoint-previous.pt"


def save_checkpoint(folder: Path, state: dict[str, Any]) -> Path:
    """Write `state` (tensors, numbers, strings, lists and dicts of them) so that a crash at any
    moment loses nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path, partial = folder / CHECKPOINT, folder / (CHECKPOINT + ".partial")
    with partial.open("wb") as file:
        torch.save(state, file)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        path.replace(folder / PREVIOUS)
    partial.replace(path)
    return path


def load_checkpoint(folder: Path, *, device: torch.device | str = "cpu") -> dict[str, Any] | None:
    """The newest checkpoint in `folder`, the one before it if a crash fell between the two moves,
    or None.
    """
    for name in (CHECKPOINT, PREVIOUS):
        path = folder / name
        if path.exists():
            state = torch.load(path, map_location=device, weights_only=True)
            assert isinstance(state, dict)
            return state
    return None


def export_weights(path: Path, module: nn.Module, metadata: dict[str, str]) -> None:
    """Safetensors in float32 with `metadata` (config, recipe, steps, data seed) and the commit of
    the code.
    """
    tensors = {
        name: (tensor.float() if tensor.is_floating_point() else tensor).cpu().contiguous().clone()
        for name, tensor in module.state_dict().items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    save_file(tensors, partial, metadata={"commit": current_commit(), **metadata})
    partial.replace(path)


def current_commit() -> str:
    """The commit of the source tree, with "+changes" if files differ from it; "unknown" outside a
    checkout.
    """
    root = Path(__file__).resolve().parents[2]
    try:
        commit = _git(root, "rev-parse", "--short=12", "HEAD")
        changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return commit + ("+changes" if changed else "")


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True, timeout=20
    )
    return done.stdout.strip()
