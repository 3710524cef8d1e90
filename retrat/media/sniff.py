"""What a file is by its first bytes, never by its name; only formats that hold nothing but media.

Playlists and scripts, which some readers would follow to other files and addresses, are not on the
list, so nothing that a stranger sends reaches such a reader.
"""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image, UnidentifiedImageError

from retrat.errors import RequestError
from retrat.media.images import MOST_PIXELS
from retrat.media.probe import probe

MediaKind = Literal["image", "audio", "video"]
_HEAD = 16
# Pillow's name of a picture format: its media type and how its files end.
PICTURES = {
    "JPEG": ("image/jpeg", ".jpg"),
    "MPO": ("image/jpeg", ".jpg"),
    "PNG": ("image/png", ".png"),
    "WEBP": ("image/webp", ".webp"),
    "BMP": ("image/bmp", ".bmp"),
    "TIFF": ("image/tiff", ".tiff"),
}
_OPENED = [name for name in PICTURES if name != "MPO"]  # opened as the JPEG that it begins with
# What a container is called when it holds a picture track, and when it holds sound alone.
CONTAINERS = {
    "riff": ("video/x-msvideo", ".avi", "audio/wav", ".wav"),
    "mp3": ("audio/mpeg", ".mp3", "audio/mpeg", ".mp3"),
    "ogg": ("video/ogg", ".ogv", "audio/ogg", ".ogg"),
    "flac": ("audio/flac", ".flac", "audio/flac", ".flac"),
    "mp4": ("video/mp4", ".mp4", "audio/mp4", ".m4a"),
    "matroska": ("video/webm", ".webm", "audio/webm", ".weba"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sniffed:
    """A file's true kind; pixels of pictures and videos, seconds of sounds and videos."""

    kind: MediaKind
    media_type: str
    suffix: str
    width: int | None = None
    height: int | None = None
    seconds: float | None = None


def sniff(path: Path, *, name: str, field: str = "file") -> Sniffed:
    """Look at the first bytes, then at the header; refuses what is neither picture nor sound."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise RequestError(f"{name} is empty. Give another file.", field=field)
    container = _container(head)
    if container is None:
        return _picture(path, name, field)
    found = probe(path, field=field)
    video_type, video_suffix, audio_type, audio_suffix = CONTAINERS[container]
    if found.video is not None and container not in ("mp3", "flac"):  # theirs are cover pictures
        return Sniffed(
            kind="video",
            media_type=video_type,
            suffix=video_suffix,
            width=found.video.width,
            height=found.video.height,
            seconds=found.video.seconds,
        )
    if found.audio is None:
        raise _unknown(name, field)
    return Sniffed(
        kind="audio", media_type=audio_type, suffix=audio_suffix, seconds=found.audio.seconds
    )


def _container(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] in (b"WAVE", b"AVI "):
        return "riff"
    if head[:3] == b"ID3" or (head[0] == 0xFF and head[1:2] and head[1] & 0xE6 == 0xE2):
        return "mp3"
    if head[4:8] == b"ftyp":
        return "mp4"
    starts = {b"OggS": "ogg", b"fLaC": "flac", b"\x1aE\xdf\xa3": "matroska"}
    return starts.get(head[:4])


def _picture(path: Path, name: str, field: str) -> Sniffed:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=_OPENED) as image:
                width, height = image.size
                media_type, suffix = PICTURES[str(image.format)]
    except Image.DecompressionBombError:
        width = height = MOST_PIXELS
        media_type = suffix = ""
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError):
        raise _unknown(name, field) from None
    if width * height > MOST_PIXELS:
        most = MOST_PIXELS // 1_000_000
        text = f"{name} has more than {most} million pixels. Make it smaller first."
        raise RequestError(text, field=field)
    return Sniffed(kind="image", media_type=media_type, suffix=suffix, width=width, height=height)


def _unknown(name: str, field: str) -> RequestError:
    text = f"{name} is neither a picture (JPEG, PNG, WebP, BMP, TIFF) nor sound or video"
    return RequestError(f"{text} (WAV, MP3, Ogg, FLAC, MP4, WebM). Give another.", field=field)
