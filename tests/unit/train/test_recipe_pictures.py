"""`recipes.pictures`: who renders what, and how a run is put into a release."""

import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from recipes.pictures import join, shared
from retrat.weights.releases import read_release

NANO = Path(__file__).parents[3] / "retrat/weights/releases/nano"


@pytest.mark.parametrize("processes", [2, 3, 8, 14])
@pytest.mark.parametrize("moving", [True, False])
def test_processes_are_shared_out(processes: int, moving: bool) -> None:
    told = shared(processes, moving=moving)
    assert told["portraits"] >= max(told["living"], told["moving"]) >= 1
    assert (told["moving"] > 0) == moving
    if processes > 2:
        assert sum(told.values()) == processes


def test_nothing_is_rendered_where_all_lies_there() -> None:
    assert shared(0, moving=True) == {}


def test_a_run_without_a_codec_changes_the_picture_tower_alone(tmp_path: Path) -> None:
    release = tmp_path / "nano"
    release.mkdir()
    for name in ("release.toml", "transformer.safetensors"):
        shutil.copy(NANO / name, release / name)
    before = load_file(NANO / "transformer.safetensors")
    tower = {
        name.removeprefix("video."): value + (1.0 if name == "video.out.bias" else 0.0)
        for name, value in before.items()
        if name.startswith("video.")
    }
    save_file(tower, tmp_path / "tower-0.safetensors")
    codec = read_release(release).files["video_vae"]
    join(tmp_path, release)
    after = load_file(release / "transformer.safetensors")
    changed = {
        name
        for name, value in before.items()  # as it is stored: biases in bfloat16
        if not torch.equal(value.to(after[name].dtype), after[name])
    }
    assert changed == {"video.out.bias"}
    told = read_release(release)
    assert told.files["video_vae"] == codec
    assert told.files["transformer"].sha256 != read_release(NANO).files["transformer"].sha256
