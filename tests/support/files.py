"""Photos, recordings and videos as people have them, written by code."""

import math
import subprocess
from pathlib import Path

import av
import numpy as np
from people import astronaut, babble
from PIL import Image

from retrat.types import Audio

# How the sound of each container is coded; OGG needs another writer than PyAV's.
CODECS = {"wav": "pcm_s16le", "mp3": "libmp3lame", "m4a": "aac", "flac": "flac", "ogg": "libopus"}


def write_photo(path: Path, picture: np.ndarray | None = None) -> Path:
    Image.fromarray(astronaut() if picture is None else picture).save(path)
    return path


def write_phone_photo(path: Path) -> Path:
    """4000x3000, stored lying on its side as phones do, upright by its EXIF note."""
    large = Image.new("RGB", (3000, 4000), (90, 110, 130))
    large.paste(
        Image.fromarray(astronaut()).resize((2600, 2600), Image.Resampling.BICUBIC), (200, 700)
    )
    exif = Image.Exif()
    exif[0x0112] = 6
    large.transpose(Image.Transpose.ROTATE_90).save(path, quality=85, exif=exif)
    return path


def write_cutout(path: Path) -> Path:
    """A PNG in which everything around the head is transparent."""
    picture = astronaut()
    rows, columns = np.mgrid[: picture.shape[0], : picture.shape[1]]
    inside = ((columns - 225) / 110) ** 2 + ((rows - 120) / 150) ** 2 < 1
    alpha = (inside * 255).astype(np.uint8)
    Image.fromarray(np.dstack([picture, alpha])).save(path)
    return path


def say(flite: str, path: Path, words: str, voice: str = "slt") -> Path:
    """Words read aloud by one of the synthesiser's voices."""
    subprocess.run([flite, "-voice", voice, "-t", words, "-o", str(path)], check=True)
    return path


def write_webcam(path: Path) -> Path:
    """640x480 with noise and hard compression."""
    rng = np.random.default_rng(0)
    frame = np.asarray(Image.fromarray(astronaut()).crop((60, 0, 400, 255)).resize((640, 480)))
    noisy = (frame + rng.normal(0, 12, frame.shape)).clip(0, 255).astype(np.uint8)
    Image.fromarray(noisy).save(path, quality=40)
    return path


def write_sound(
    path: Path, audio: Audio | None = None, *, rate: int = 48_000, channels: int = 1
) -> Path:
    """Talking (or what is given) in the container that the name asks for, at another rate."""
    heard = babble(3.0, sample_rate=rate) if audio is None else audio
    samples = np.repeat(heard.samples.numpy(), channels, axis=0)
    layout = "mono" if channels == 1 else "stereo"
    with av.open(str(path), "w") as container:
        stream = container.add_stream(
            CODECS[path.suffix[1:]], rate=heard.sample_rate, layout=layout
        )
        frame = av.AudioFrame.from_ndarray(samples.astype(np.float32), format="fltp", layout=layout)
        frame.sample_rate = heard.sample_rate
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def tone(seconds: float, *, rate: int = 24_000) -> np.ndarray:
    return (0.3 * np.sin(2 * math.pi * 440 * np.arange(round(seconds * rate)) / rate)).astype(
        np.float32
    )
