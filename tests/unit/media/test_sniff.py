from pathlib import Path

import pytest
from files import CODECS, write_photo, write_sound
from PIL import Image

from retrat.errors import RequestError
from retrat.media.sniff import sniff


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "bmp", "tiff"])
def test_pictures_are_known_whatever_they_are_called(tmp_path: Path, kind: str) -> None:
    path = write_photo(tmp_path / f"a.{kind}").rename(tmp_path / "a.mp4")
    found = sniff(path, name="a.mp4")
    assert (found.kind, found.width, found.height, found.suffix) == ("image", 512, 512, f".{kind}")


@pytest.mark.parametrize("kind", sorted(CODECS))
def test_sounds_are_known_whatever_they_are_called(tmp_path: Path, kind: str) -> None:
    path = write_sound(tmp_path / f"a.{kind}").rename(tmp_path / "a.jpg")
    found = sniff(path, name="a.jpg")
    assert (found.kind, found.suffix) == ("audio", f".{kind}")
    assert found.seconds is not None
    assert abs(found.seconds - 3) < 0.2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"#EXTM3U\nhttp://10.0.0.1/a.ts\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.4",
        b"GIF89a" + bytes(20),
        b"RIFF\0\0\0\0WAVE",
        b"\0\0\0\x18ftypmp42" + bytes(40),
        b"OggS" + bytes(40),
        b"\xff\xd8\xff" + bytes(40),
    ],
)
def test_everything_else_and_what_is_broken_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "part"
    path.write_bytes(content)
    with pytest.raises(RequestError):
        sniff(path, name="a.mp4")


def test_a_picture_with_too_many_pixels_is_refused_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    Image.new("1", (20_000, 20_000)).save(path)
    with pytest.raises(RequestError, match="million pixels"):
        sniff(path, name="bomb.png")
