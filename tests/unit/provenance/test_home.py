from pathlib import Path

import pytest

from retrat.errors import ProvenanceError
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


def test_a_place_where_no_folder_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    for root in (tmp_path / "file", tmp_path / "file" / "x", tmp_path / ("x" * 300)):
        with pytest.raises(ProvenanceError, match="Let RETRAT_HOME name a folder"):
            _ = Home(root=root).log

    def closed(
        path: Path, mode: int = 0o777, parents: bool = False, exist_ok: bool = False
    ) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "mkdir", closed)
    with pytest.raises(ProvenanceError, match="permission denied"):
        _ = Home(root=tmp_path / "home").keys


def test_a_disk_that_is_full_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ProvenanceError, match="no space left"):
        write_private(tmp_path / "a", b"1")
    assert list(tmp_path.iterdir()) == []
