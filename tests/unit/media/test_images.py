import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageCms

from retrat.errors import RequestError
from retrat.media import as_bytes, decode_image, from_bytes


def colours(width: int = 40, height: int = 30) -> np.ndarray:
    """Red grows to the right, green downwards."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[..., 0] = np.linspace(0, 255, width)
    picture[..., 1] = np.linspace(0, 255, height)[:, None]
    return picture


def test_bytes_come_back(tmp_path: Path) -> None:
    Image.fromarray(colours()).save(tmp_path / "a.png")
    pixels = decode_image(tmp_path / "a.png")
    assert pixels.dtype == torch.float32
    assert (pixels.min(), pixels.max()) == (-1, 1)
    np.testing.assert_array_equal(as_bytes(pixels), colours())
    np.testing.assert_array_equal(as_bytes(from_bytes(colours())), colours())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_phone_held_any_way_gives_an_upright_picture(tmp_path: Path, orientation: int) -> None:
    upright = Image.fromarray(colours())
    undo = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    stored = upright if undo is None else upright.transpose(undo)
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(tmp_path / "a.png", exif=exif)
    np.testing.assert_array_equal(as_bytes(decode_image(tmp_path / "a.png")), colours())


def test_what_is_transparent_is_white(tmp_path: Path) -> None:
    picture = np.zeros((16, 20, 4), np.uint8)
    picture[:, 10:, 3] = 255
    Image.fromarray(picture).save(tmp_path / "a.png")
    levels = as_bytes(decode_image(tmp_path / "a.png"))
    assert (levels[:, :10] == 255).all()
    assert (levels[:, 10:] == 0).all()


def test_a_palette_with_one_transparent_colour(tmp_path: Path) -> None:
    picture = Image.new("P", (16, 16), 1)
    picture.putpalette([0, 0, 0, 200, 10, 10])
    picture.putpixel((0, 0), 0)
    picture.save(tmp_path / "a.png", transparency=0)
    levels = as_bytes(decode_image(tmp_path / "a.png"))
    assert tuple(levels[0, 0]) == (255, 255, 255)
    assert tuple(levels[3, 3]) == (200, 10, 10)


def test_sixteen_bits_and_greys(tmp_path: Path) -> None:
    greys = np.linspace(0, 65535, 320).astype(np.uint16).reshape(16, 20)
    Image.fromarray(greys).save(tmp_path / "a.png")
    levels = as_bytes(decode_image(tmp_path / "a.png"))
    assert np.abs(levels[..., 0].astype(int) - (greys / 257).round()).max() <= 1
    assert (levels[..., 0] == levels[..., 2]).all()


def test_print_colours(tmp_path: Path) -> None:
    Image.fromarray(colours()).convert("CMYK").save(tmp_path / "a.jpg", quality=98)
    levels = as_bytes(decode_image(tmp_path / "a.jpg"))
    assert np.abs(levels.astype(int) - colours()).mean() < 6


def test_a_profile_is_applied(tmp_path: Path) -> None:
    """Lab has another meaning for the same numbers, so ignoring the profile would show."""
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.fromarray(colours()).save(tmp_path / "a.png", icc_profile=swapped)
    levels = as_bytes(decode_image(tmp_path / "a.png"))
    assert np.abs(levels.astype(int) - colours()).max() <= 2
    Image.fromarray(colours()).save(tmp_path / "b.png", icc_profile=b"broken")
    np.testing.assert_array_equal(as_bytes(decode_image(tmp_path / "b.png")), colours())


def test_a_large_picture_is_made_smaller(tmp_path: Path) -> None:
    Image.fromarray(colours(900, 600)).save(tmp_path / "a.jpg")
    assert decode_image(tmp_path / "a.jpg", longest=300).shape == (3, 200, 300)


def huge_png(width: int, height: int) -> bytes:
    """A PNG whose header promises more pixels than its body holds."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    signature = b"\x89PNG\r\n\x1a\n"
    return (
        signature
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(20_000, 10_000), (11_000, 11_000), (60_000, 60_000)])
def test_too_many_pixels_are_refused_before_decoding(tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "a.png").write_bytes(huge_png(*size))
    with pytest.raises(RequestError, match="at most 120 million") as caught:
        decode_image(tmp_path / "a.png", field="reference")
    assert caught.value.field == "reference"


def test_what_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"nothing")
    with pytest.raises(RequestError, match="can't be read as a picture"):
        decode_image(tmp_path / "a.jpg")
    with pytest.raises(RequestError, match="is not there"):
        decode_image(tmp_path / "b.jpg")
    with pytest.raises(RequestError, match="is a folder"):
        decode_image(tmp_path)
    whole = io.BytesIO()
    Image.fromarray(colours(200, 200)).save(whole, "JPEG")
    (tmp_path / "half.jpg").write_bytes(whole.getvalue()[:900])
    with pytest.raises(RequestError, match="can't be read as a picture"):
        decode_image(tmp_path / "half.jpg")


@pytest.mark.parametrize("size", [(1, 1), (4096, 1), (15, 400), (70_000, 100)])
def test_pictures_too_small_or_too_thin(tmp_path: Path, size: tuple[int, int]) -> None:
    """The last one is when it is made smaller."""
    Image.new("L", size).save(tmp_path / "a.png")
    with pytest.raises(RequestError, match=f"{size[0]}x{size[1]} pixels, too small") as caught:
        decode_image(tmp_path / "a.png", field="place")
    assert caught.value.field == "place"
