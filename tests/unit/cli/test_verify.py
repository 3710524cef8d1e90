"""`retrat verify` on whatever people have: one sentence, exit code 2, and no entry in the log."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from retrat.cli.main import main
from retrat.media import encode_clip
from retrat.types import Clip, FrameRate


def clip(folder: Path) -> Path:
    pixels = torch.rand(24, 3, 64, 64, generator=torch.Generator().manual_seed(0)) * 0.4 - 0.2
    encode_clip(Clip(pixels=pixels, frame_rate=FrameRate(numerator=24)), folder / "whole.mp4")
    return folder / "whole.mp4"


def holding(content: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / "given.mp4").write_bytes(content)
        return folder / "given.mp4"

    return write


def cut_short(folder: Path) -> Path:
    """Its index promises more than there is left."""
    whole = clip(folder)
    return holding(whole.read_bytes()[: whole.stat().st_size // 8])(folder)


def huge(folder: Path) -> Path:
    """Eight gigabytes of nothing, which take no room on the disk."""
    with (folder / "huge.mp4").open("wb") as file:
        file.truncate(8 * 2**30)
    return folder / "huge.mp4"


def folder_itself(folder: Path) -> Path:
    return folder


def missing(folder: Path) -> Path:
    return folder / "nowhere.mp4"


BAD: dict[str, Callable[[Path], Path]] = {
    "empty": holding(b""),
    "text": holding(b"Dear diary, " * 400),
    "noise": holding(np.random.default_rng(0).bytes(200_000)),
    "cut short": cut_short,
    "huge": huge,
    "folder": folder_itself,
    "missing": missing,
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("option", [[], ["--json"]], ids=["words", "json"])
def test_bad_files(
    bad: Callable[[Path], Path],
    option: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("RETRAT_HOME", str(tmp_path / "home"))
    assert main(["verify", *option, str(bad(tmp_path))]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("retrat: ")
    assert len(said.err.strip().splitlines()) == 1
    assert not (tmp_path / "home" / "log.jsonl").exists()


def test_a_clip_with_bytes_wiped_out_is_still_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RETRAT_HOME", str(tmp_path / "home"))
    whole = clip(tmp_path)
    content = bytearray(whole.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 200] = bytes(200)
    whole.write_bytes(content)
    code, told = main(["verify", "--json", str(whole)]), capsys.readouterr()
    if code == 2:  # what decoders make of it differs
        assert (told.err.startswith("retrat: "), told.out) == (True, "")
    else:
        assert (code, json.loads(told.out)["verdict"]) == (4, "unmarked")
