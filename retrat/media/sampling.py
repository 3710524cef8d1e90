"""Some frames of a file, without decoding all of it."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from jaxtyping import UInt8

from retrat.errors import RequestError
from retrat.media.opening import open_media


def sample_frames(
    path: Path,
    *,
    start_seconds: float = 0.0,
    every: int = 1,
    most: int = 32,
    only_key_frames: bool = False,
    field: str = "file",
) -> Iterator[UInt8[np.ndarray, "y x 3"]]:
    """At most `most` frames, every so many from a moment on, or key frames alone."""
    try:
        with open_media(path, field=field) as container:
            if not container.streams.video:
                return
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            if only_key_frames:
                stream.codec_context.skip_frame = "NONKEY"
            if start_seconds:
                container.seek(int(start_seconds * av.time_base))
            given = 0
            for index, frame in enumerate(container.decode(stream)):
                if index % every == 0:
                    turns = round(frame.rotation / 90) % 4
                    yield np.rot90(frame.to_ndarray(format="rgb24"), turns)
                    given += 1
                if given == most:
                    return
    except av.error.InvalidDataError:
        return  # a damaged end: what came before counts
    except (av.FFmpegError, OSError, ValueError):
        text = f"{path} can't be read as a video or sound."
        text = f"{text} Give an MP4, WebM, WAV or MP3 file that plays."
        raise RequestError(text, field=field) from None
