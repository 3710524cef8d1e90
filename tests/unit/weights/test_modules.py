from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from retrat.errors import ReleaseError
from retrat.weights import config_to_json, filled, load_module, metadata_of, save_module


class Small(nn.Module):
    @dataclass(frozen=True, kw_only=True, slots=True)
    class Config:
        width: int

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.linear = nn.Linear(config.width, config.width)
        self.register_buffer("mean", torch.full((config.width,), 1 / 3))
        self.register_buffer("count", torch.tensor(7))

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(x - self.mean)


class Other(Small):
    pass


@pytest.fixture
def small() -> Small:
    torch.manual_seed(0)
    return Small(Small.Config(width=8))


def test_the_module_comes_back(small: Small, tmp_path: Path) -> None:
    save_module(small, tmp_path / "a.safetensors", metadata={"commit": "abc"})
    back = load_module(Small, tmp_path / "a.safetensors")
    assert back.config == small.config
    assert torch.equal(back.linear.weight, small.linear.weight.bfloat16().float())
    assert torch.equal(back.mean, small.mean), "statistics keep float32"
    assert back.count.item() == 7
    assert not back.training
    assert not any(parameter.requires_grad for parameter in back.parameters())
    assert metadata_of(tmp_path / "a.safetensors")["commit"] == "abc"


def test_the_disk_holds_half_the_bytes(small: Small, tmp_path: Path) -> None:
    save_module(small, tmp_path / "a.safetensors", metadata={})
    stored = load_file(tmp_path / "a.safetensors")
    assert stored["linear.weight"].dtype == torch.bfloat16
    assert stored["linear.bias"].dtype == torch.bfloat16
    assert stored["mean"].dtype == torch.float32


def test_computing_in_another_format(small: Small, tmp_path: Path) -> None:
    save_module(small, tmp_path / "a.safetensors", metadata={})
    back = load_module(Small, tmp_path / "a.safetensors", dtype=torch.bfloat16)
    assert back(torch.zeros(1, 8, dtype=torch.bfloat16)).dtype == torch.bfloat16
    assert back.count.dtype == torch.int64


def change(path: Path, tensors: dict[str, Tensor], kind: str = "Small") -> Path:
    config = config_to_json(Small.Config(width=8))
    save_file(tensors, path, metadata={"class": kind, "config": config})
    return path


@pytest.mark.parametrize("fault", ["missing", "extra", "shape"])
def test_every_key_is_known(small: Small, tmp_path: Path, fault: str) -> None:
    tensors = dict(small.state_dict())
    if fault == "missing":
        del tensors["linear.bias"]
    elif fault == "extra":
        tensors["linear.scale"] = torch.ones(1)
    else:
        tensors["linear.bias"] = torch.ones(9)
    path = change(tmp_path / "a.safetensors", tensors)
    with pytest.raises(ReleaseError, match=r"linear\.(bias|scale)"):
        load_module(Small, path)


def test_another_module_is_refused(small: Small, tmp_path: Path) -> None:
    save_module(small, tmp_path / "a.safetensors", metadata={})
    with pytest.raises(ReleaseError, match="holds Small, not Other"):
        load_module(Other, tmp_path / "a.safetensors")


def test_files_that_are_missing_or_damaged(small: Small, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="is missing"):
        load_module(Small, tmp_path / "a.safetensors")
    save_module(small, tmp_path / "a.safetensors", metadata={})
    whole = (tmp_path / "a.safetensors").read_bytes()
    (tmp_path / "a.safetensors").write_bytes(whole[:-9])
    with pytest.raises(ReleaseError, match="is damaged"):
        load_module(Small, tmp_path / "a.safetensors")
    (tmp_path / "a.safetensors").write_bytes(b"")
    with pytest.raises(ReleaseError, match="is damaged"):
        metadata_of(tmp_path / "a.safetensors")


def test_a_table_that_was_never_filled_is_our_mistake() -> None:
    class Forgetful(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.register_buffer("table", torch.ones(3), persistent=False)

    with torch.device("meta"):
        module = Forgetful()
    with pytest.raises(AssertionError, match="table"):
        filled(module, {}, source="here")
