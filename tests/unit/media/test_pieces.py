import io
import wave
from pathlib import Path

import numpy as np
from files import write_photo, write_sound
from PIL import Image

from retrat.media.pieces import decoded_matte, decoded_picture, encoded_picture, sound_as_wav


def test_a_picture_comes_back_to_the_last_bit() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (8, 9, 3), np.uint8)
    first = encoded_picture(pixels)
    assert first == encoded_picture(pixels)
    with Image.open(io.BytesIO(first)) as image:
        assert (np.asarray(image) == pixels).all()


def test_a_picture_says_what_of_it_is_somebody_if_it_knows() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (8, 9, 4), np.uint8)
    whole = encoded_picture(pixels)
    assert (decoded_picture(whole) == pixels[..., :3]).all()
    matte = decoded_matte(whole)
    assert matte is not None
    assert (matte == pixels[..., 3]).all()
    assert decoded_matte(encoded_picture(pixels[..., :3].copy())) is None


def test_sound_as_a_file_and_its_absence(tmp_path: Path) -> None:
    found = sound_as_wav(write_sound(tmp_path / "a.m4a"))
    assert found is not None
    with wave.open(io.BytesIO(found)) as file:
        assert (file.getframerate(), file.getnchannels()) == (24_000, 1)
        assert abs(file.getnframes() / 24_000 - 3) < 0.1
    assert sound_as_wav(write_photo(tmp_path / "a.png")) is None
