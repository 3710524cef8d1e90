"""A picture and a sound taken out of something larger, as files' bytes; the same in, the same out.

This is for what people give (a clip of themselves), never for what was generated.
"""

import io
import wave
from pathlib import Path

import numpy as np
from jaxtyping import UInt8
from PIL import Image

from retrat.errors import RequestError
from retrat.media.sound import decode_audio

_RATE = 24_000


def encoded_picture(pixels: UInt8[np.ndarray, "y x c"]) -> bytes:
    """A PNG; a fourth channel says how much of each pixel is somebody."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def decoded_picture(content: bytes) -> UInt8[np.ndarray, "y x 3"]:
    """The pixels of a picture file of our own."""
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))


def decoded_matte(content: bytes) -> UInt8[np.ndarray, "y x"] | None:
    """How much of each pixel of a picture file of our own is somebody, where it says that."""
    picture = Image.open(io.BytesIO(content))
    return np.asarray(picture.getchannel("A")) if "A" in picture.getbands() else None


def sound_as_wav(path: Path, *, longest_seconds: float = 30.0) -> bytes | None:
    """The sound of a video as a WAV file; None if it has none."""
    try:
        heard = decode_audio(path, sample_rate=_RATE, longest_seconds=longest_seconds)
    except RequestError:
        return None
    mono = heard.samples.mean(dim=0).numpy()
    levels = (mono * 32767).round().clip(-32768, 32767).astype("<i2")
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(levels.tobytes())
    return buffer.getvalue()
