from pathlib import Path

import pytest

from retrat.errors import RequestError
from retrat.media import encode_clip, probe
from retrat.media.probe import _index_comes_first, _settings
from retrat.types import Clip


def test_a_clip_of_ours(clip: Clip, tmp_path: Path) -> None:
    encode_clip(clip, tmp_path / "a.mp4", settings={"seed": 1})
    found = probe(tmp_path / "a.mp4")
    assert found.settings == {"seed": 1}
    assert found.is_indexed_in_front


def test_a_comment_of_somebody_else_is_no_settings(clip: Clip, tmp_path: Path) -> None:
    encode_clip(clip, tmp_path / "a.mp4")
    assert probe(tmp_path / "a.mp4").settings is None


def test_an_index_behind_the_frames_is_seen(clip: Clip, tmp_path: Path) -> None:
    encode_clip(clip, tmp_path / "a.mp4")
    data = (tmp_path / "a.mp4").read_bytes()
    moov, mdat = data.index(b"moov"), data.index(b"mdat")
    (tmp_path / "b.mp4").write_bytes(data[: moov - 4] + data[mdat - 4 :])
    assert not _index_comes_first(tmp_path / "b.mp4")


@pytest.mark.parametrize("name", ["none.mp4", "text.mp4", ""])
def test_what_is_no_media_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.mp4").write_text("hello")
    with pytest.raises(RequestError, match=r"Give an MP4|is not there|is a folder"):
        probe(tmp_path / name)


@pytest.mark.parametrize(
    "content",
    [
        b"\0\0\0\1\x67\x64\0\x1f",  # raw H.264: a box of 64 bits, and no size
        b"\0\0\0\1wide" + b"\xff" * 8,
        b"\0\0\0\1wide\0\0",
        b"",
    ],
)
def test_bytes_that_are_no_boxes(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    assert not _index_comes_first(tmp_path / "a")


def test_a_comment_nested_without_end_is_no_settings() -> None:
    assert _settings({"comment": "[" * 200_000}) is None
