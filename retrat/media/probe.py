"""What a media file holds, without decoding all of it."""

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av

from retrat.errors import RequestError
from retrat.media.opening import open_media


@dataclass(frozen=True, kw_only=True, slots=True)
class VideoTrack:
    codec: str
    pixel_format: str
    width: int
    height: int
    frames_per_second: float
    frames: int
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class AudioTrack:
    codec: str
    sample_rate: int
    channels: int
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Probe:
    """A file's tracks, its settings (ours, as JSON in the comment) and whether it streams."""

    video: VideoTrack | None
    audio: AudioTrack | None
    settings: dict[str, Any] | None
    is_indexed_in_front: bool


def probe(path: str | Path, *, field: str = "file") -> Probe:
    """Look at a media file."""
    path = Path(path)
    try:
        with open_media(path, field=field) as container:
            settings = _settings(container.metadata)
            video = _video(container)
            audio = _audio(container)
    except (av.FFmpegError, OSError, ValueError):
        text = f"{path} can't be read as a video or sound."
        text = f"{text} Give an MP4, WebM, WAV or MP3 file that plays."
        raise RequestError(text, field=field) from None
    return Probe(
        video=video,
        audio=audio,
        settings=settings,
        is_indexed_in_front=_index_comes_first(path),
    )


def _settings(metadata: dict[str, str]) -> dict[str, Any] | None:
    try:
        found = json.loads(metadata.get("comment", ""))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _video(container: av.container.InputContainer) -> VideoTrack | None:
    if not container.streams.video:
        return None
    stream = container.streams.video[0]
    rate = float(stream.average_rate or 0)
    return VideoTrack(
        codec=stream.codec_context.name,
        pixel_format=stream.codec_context.pix_fmt or "",
        width=stream.width,
        height=stream.height,
        frames_per_second=rate,
        frames=stream.frames,
        seconds=_seconds(stream, container),
    )


def _audio(container: av.container.InputContainer) -> AudioTrack | None:
    if not container.streams.audio:
        return None
    stream = container.streams.audio[0]
    return AudioTrack(
        codec=stream.codec_context.name,
        sample_rate=stream.rate or 0,
        channels=stream.channels,
        seconds=_seconds(stream, container),
    )


def _seconds(stream: av.stream.Stream, container: av.container.InputContainer) -> float:
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return (container.duration or 0) / av.time_base


def _index_comes_first(path: Path) -> bool:
    """Whether an MP4's moov box stands before its mdat; False for other files."""
    try:
        with path.open("rb") as file:
            while len(head := file.read(8)) == 8:
                size, name = struct.unpack(">I4s", head)
                if name in (b"moov", b"mdat"):
                    return name == b"moov"
                if size == 1:
                    size = struct.unpack(">Q", file.read(8))[0] - 8
                if size < 8:
                    return False
                file.seek(size - 8, 1)
    except (OSError, ValueError, OverflowError, struct.error):
        return False  # what looked like a box is none: another format's bytes
    return False
