from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import torch
from torch import nn

from retrat.errors import ReleaseError, RequestError
from retrat.weights import (
    Release,
    find_release,
    load_part,
    publish_part,
    read_release,
    releases,
    write_release,
)


class Small(nn.Module):
    @dataclass(frozen=True, kw_only=True, slots=True)
    class Config:
        width: int

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.linear = nn.Linear(config.width, config.width)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A release of one part in a folder of releases."""
    folder = tmp_path / "small"
    folder.mkdir()
    card = Release(
        name="small",
        version="1",
        licence="Apache-2.0",
        summary='says "hello"',
        folder=folder,
        settings={"steps": 4, "shift": 1.5, "sizes": [[256, 256], [320, 192]], "is_own": True},
        files={},
    )
    write_release(folder, card, {})
    publish_part(folder, "part", Small(Small.Config(width=4)), metadata={"commit": "abc"})
    return folder


def test_what_is_published_is_found_and_loads(folder: Path) -> None:
    release = find_release("small", [folder.parent])
    assert release.summary == 'says "hello"'
    assert release.settings["sizes"] == [[256, 256], [320, 192]]
    assert release.settings["shift"] == 1.5
    assert release.bytes_ == (folder / "part.safetensors").stat().st_size
    release.verify()
    assert load_part(release, "part", Small).linear.weight.dtype == torch.float32
    assert find_release(str(folder)).name == "small"


def test_publishing_twice_replaces(folder: Path) -> None:
    before = read_release(folder).files["part"]
    publish_part(folder, "part", Small(Small.Config(width=6)), metadata={})
    after = read_release(folder)
    assert after.files["part"] != before
    assert load_part(after, "part", Small).config.width == 6


def test_a_missing_file_says_which_and_how_to_get_it(folder: Path) -> None:
    release = find_release("small", [folder.parent])
    (folder / "part.safetensors").unlink()
    with pytest.raises(ReleaseError, match=r"part\.safetensors is missing") as caught:
        release.verify()
    assert f"Put part.safetensors of small 1, whole, into {folder}." in str(caught.value)


def test_damage_is_seen(folder: Path) -> None:
    release = find_release("small", [folder.parent])
    path = folder / "part.safetensors"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(ReleaseError, match=r"part\.safetensors is damaged: its SHA-256"):
        release.verify()
    path.write_bytes(whole[:-1])
    with pytest.raises(ReleaseError, match="bytes instead of"):
        release.verify()


def test_a_shipped_release_comes_back_with_the_source() -> None:
    shipped = releases()
    for release in shipped.values():
        for file in release.files.values():
            assert "git checkout" in release.remedy(file)


def test_names_that_are_not_known(folder: Path) -> None:
    with pytest.raises(RequestError, match="model='huge' is not known; there are") as caught:
        find_release("huge", [folder.parent])
    assert caught.value.field == "model"
    release = read_release(folder)
    with pytest.raises(ReleaseError, match="no decoder"):
        release.path("decoder")


def test_names_that_no_folder_can_have(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RequestError, match=r"model='x{60}\.\.\.' is not known"):
        find_release("x" * 300, [folder.parent])

    def closed(path: Path) -> bool:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "is_file", closed)
    with pytest.raises(RequestError, match="is not known"):
        find_release("/root/secret", [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name = 3",
        "name = [",
        "[files]\n[settings]\nodd = 1",
        "name = '\xe9'",
        "a=" + "[" * 9999,
    ],
)
def test_a_card_that_is_damaged(tmp_path: Path, text: str) -> None:
    (tmp_path / "release.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(ReleaseError, match="is damaged"):
        read_release(tmp_path)
    with pytest.raises(ReleaseError, match="is missing"):
        read_release(tmp_path / "none")


def test_settings_survive_a_new_card(folder: Path) -> None:
    release = read_release(folder)
    write_release(folder, replace(release, settings={**release.settings, "own": {"a": 1}}), {})
    assert read_release(folder).settings["own"] == {"a": 1}
