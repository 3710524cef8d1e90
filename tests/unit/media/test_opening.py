"""Media files and nothing else: no pipe, no address, no script that leads to other files."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from files import write_photo, write_sound

from retrat.errors import RequestError
from retrat.media import decode_audio, decode_image, decode_video, encode_clip, probe
from retrat.media.sampling import sample_frames
from retrat.types import Clip

READERS: dict[str, Callable[[Path], object]] = {
    "audio": lambda path: decode_audio(path, field="voice"),
    "video": lambda path: decode_video(path, field="voice"),
    "image": lambda path: decode_image(path, field="voice"),
    "probe": lambda path: probe(path, field="voice"),
    "sample": lambda path: list(sample_frames(path, field="voice")),
}


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "a.wav")
    return folder / "a.wav"


def loop(folder: Path) -> Path:
    (folder / "a.wav").symlink_to("a.wav")
    return folder / "a.wav"


@pytest.mark.parametrize("reader", sorted(READERS))
@pytest.mark.parametrize(
    ("given", "says"),
    [
        (pipe, "is a pipe or a device"),
        (lambda _: Path("/dev/null"), "is a pipe or a device"),
        (lambda folder: folder, "is a folder"),
        (lambda folder: folder / "none.wav", "is not there"),
        (lambda folder: folder / ("a" * 300), "can't be a file's path"),
        (loop, "can't be a file's path"),
    ],
)
def test_what_is_no_file(
    tmp_path: Path, reader: str, given: Callable[[Path], Path], says: str
) -> None:
    with pytest.raises(RequestError, match=says) as caught:
        READERS[reader](given(tmp_path))
    assert caught.value.field == "voice"


@pytest.mark.parametrize("reader", ["audio", "video", "probe"])
@pytest.mark.parametrize(
    "script",
    [
        b"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nt.mp4\n#EXT-X-ENDLIST\n",
        b"ID3\x04\0\0\0\0\0\0#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nt.mp4\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile t.mp4\n",
    ],
)
@pytest.mark.parametrize("name", ["a.m3u8", "a.wav"])
def test_a_script_is_not_followed(
    clip: Clip, tmp_path: Path, reader: str, script: bytes, name: str
) -> None:
    """Its hash would say nothing about the voice that is heard."""
    encode_clip(clip, tmp_path / "t.mp4")
    (tmp_path / name).write_bytes(script)
    with pytest.raises(RequestError, match="can't be read"):
        READERS[reader](tmp_path / name)


def test_names_with_colons_are_names(
    clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_sound(Path("a.wav")).rename("12:30.wav")
    write_photo(Path("12:30.png"))
    Path("a:b").mkdir()
    assert decode_audio("12:30.wav").seconds > 2
    assert decode_image("12:30.png").shape[0] == 3
    encode_clip(clip, "a:b/o.mp4")
    assert decode_video("a:b/o.mp4").pixels.shape == clip.pixels.shape
    with pytest.raises(RequestError, match="is not there"):
        decode_audio("concat:12:30.wav|12:30.wav")


def test_a_picture_that_is_a_program(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 40 40\n%%EndComments\nshowpage\n%%EOF\n"
    )
    with pytest.raises(RequestError, match="can't be read as a picture"):
        decode_image(tmp_path / "a.jpg")
    # Formats of pixels alone are read as before.
    picture = np.zeros((20, 20, 3), np.uint8)
    assert decode_image(write_photo(tmp_path / "a.gif", picture)).shape == (3, 20, 20)


def test_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_photo(tmp_path / "a.png")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(RequestError, match="you may not read it"):
        decode_image(path)

    def closed(path: Path) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "stat", closed)
    with pytest.raises(RequestError, match="may not look into"):
        decode_image(path)
