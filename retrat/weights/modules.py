"""One module to one safetensors file and back: strict, and without building it twice."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn

from retrat.errors import ReleaseError
from retrat.media.files import written_whole
from retrat.weights.configs import config_from_json, config_to_json

CONFIG, KIND = "config", "class"
M = TypeVar("M", bound=nn.Module)


def save_module(module: nn.Module, path: str | Path, *, metadata: Mapping[str, str]) -> None:
    """Weights with their Config and `metadata` (commit, recipe, data seed, steps).

    Matrices and biases are stored in bfloat16; other vectors (norms, statistics) keep float32.
    """
    tensors = {name: _for_disk(name, tensor) for name, tensor in module.state_dict().items()}
    config = module.config if hasattr(module, "config") else None
    notes = {**metadata, KIND: type(module).__name__, CONFIG: config_to_json(config)}
    with written_whole(Path(path)) as part:
        save_file(tensors, part, metadata=notes)


def load_module(kind: type[M], path: str | Path, *, dtype: torch.dtype = torch.float32) -> M:
    """The module as it was saved, ready to compute in `dtype`: every key and setting known."""
    path = Path(path)
    metadata, tensors = _read(path)
    if metadata.get(KIND) != kind.__name__:
        found = metadata.get(KIND, "no module of ours")
        raise ReleaseError(f"{path} holds {found}, not {kind.__name__}. Get the file again.")
    config_kind = kind.Config  # type: ignore[attr-defined]
    config = config_from_json(config_kind, metadata.get(CONFIG, ""))
    with torch.device("meta"):
        module = kind(config)
    cast = {name: _in_memory(tensor, dtype) for name, tensor in tensors.items()}
    return filled(module, cast, source=str(path))


def filled(module: M, tensors: Mapping[str, torch.Tensor], *, source: str) -> M:
    """A module from the meta device with its tensors in place, all of them and no others."""
    try:
        module.load_state_dict(tensors, strict=True, assign=True)
    except RuntimeError as error:
        first = "; ".join(line.strip() for line in str(error).splitlines()[1:4])
        text = f"{source} does not fit {type(module).__name__}: {first}"
        raise ReleaseError(f"{text}. Get the file again or update retrat.") from None
    everything = (*module.named_parameters(), *module.named_buffers())
    empty = [name for name, tensor in everything if tensor.is_meta]
    assert not empty, f"still without values: {empty}; compute such tables in forward"
    return module.requires_grad_(False).eval()


def metadata_of(path: str | Path) -> dict[str, str]:
    """What a file of weights says about itself, without reading the weights."""
    try:
        with safe_open(str(path), framework="pt") as file:
            return dict(file.metadata() or {})
    except (SafetensorError, OSError):
        raise ReleaseError(f"{path} is damaged. Get the file again.") from None


def _read(path: Path) -> tuple[dict[str, str], dict[str, torch.Tensor]]:
    try:
        with safe_open(str(path), framework="pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            return dict(file.metadata() or {}), tensors
    except FileNotFoundError:
        raise ReleaseError(f"{path} is missing. Get the file again.") from None
    except (SafetensorError, OSError):
        raise ReleaseError(f"{path} is damaged. Get the file again.") from None


def _for_disk(name: str, tensor: torch.Tensor) -> torch.Tensor:
    kept = tensor.detach().cpu().contiguous()
    if tensor.is_floating_point():
        is_exact = tensor.ndim < 2 and not name.endswith("bias")
        kept = kept.to(torch.float32 if is_exact else torch.bfloat16)
    return kept.clone()


def _in_memory(tensor: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    return tensor.to(dtype) if tensor.is_floating_point() else tensor
