from pathlib import Path

import pytest

from retrat.provenance.home import Home, canonical, private_folder, write_private


def test_the_folder_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RETRAT_HOME", str(tmp_path / "x"))
    assert Home.default().root == tmp_path / "x"
    monkeypatch.delenv("RETRAT_HOME")
    assert Home.default().root.name == "retrat"


def test_only_the_owner_reads(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "a" / "b")
    write_private(folder / "file", b"1")
    write_private(folder / "file", b"2")
    assert (folder / "file").read_bytes() == b"2"
    assert (folder / "file").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in folder.iterdir()] == ["file"]


def test_an_open_folder_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir(mode=0o755)
    assert private_folder(folder).stat().st_mode & 0o777 == 0o700


def test_one_spelling() -> None:
    assert canonical({"b": "é", "a": [1, 2]}) == '{"a":[1,2],"b":"é"}'.encode()
