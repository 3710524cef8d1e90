"""Sound from any file that has some, as float32 in [-1, 1] at the rate asked for."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import torch
from av.audio.resampler import AudioResampler

from retrat.errors import RequestError
from retrat.media.opening import open_media
from retrat.types import Audio


def decode_audio(
    path: str | Path,
    *,
    sample_rate: int = 24_000,
    longest_seconds: float = 60.0,
    field: str = "audio",
) -> Audio:
    """Mono sound of an audio file or of a video's track; what is beyond the limit is not read."""
    path = Path(path)
    try:
        with open_media(path, field=field) as container:
            if not container.streams.audio:
                text = f"{path} has no sound in it. Give an audio file or a video with a track."
                raise RequestError(text, field=field)
            most = round(longest_seconds * sample_rate)
            samples = _collected(_resampled(container, sample_rate), most)
    except (av.FFmpegError, OSError, ValueError, UnicodeError):
        text = f"{path} can't be read as sound. Give a WAV, MP3, M4A, OGG or FLAC file or a video."
        raise RequestError(text, field=field) from None
    samples = np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0)  # of damaged floats
    return Audio(samples=torch.from_numpy(samples).clamp(-1, 1), sample_rate=sample_rate)


def resample(audio: Audio, sample_rate: int) -> Audio:
    """The same sound at another rate; the same channels."""
    if audio.sample_rate == sample_rate:
        return audio
    layout = "mono" if audio.samples.shape[0] == 1 else "stereo"
    resampler = AudioResampler(format="fltp", layout=layout, rate=sample_rate)
    frame = audio_frame(audio)
    parts = [part.to_ndarray() for part in (*resampler.resample(frame), *resampler.resample(None))]
    length = round(audio.samples.shape[-1] * sample_rate / audio.sample_rate)
    samples = torch.from_numpy(np.concatenate(parts, axis=1)[:, :length])
    short = length - samples.shape[-1]
    return Audio(samples=torch.nn.functional.pad(samples, (0, short)), sample_rate=sample_rate)


def audio_frame(audio: Audio) -> av.AudioFrame:
    """The container library's form of the sound."""
    samples = audio.samples.detach().float().cpu().clamp(-1, 1).contiguous().numpy()
    layout = "mono" if samples.shape[0] == 1 else "stereo"
    frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout=layout)
    frame.sample_rate = audio.sample_rate
    frame.pts = 0
    return frame


def _resampled(container: av.container.InputContainer, sample_rate: int) -> Iterator[np.ndarray]:
    """Mono blocks in order, the mean of the channels: the library's own sum would clip.

    A damaged packet inside the file is skipped, as players do.
    """
    resampler = AudioResampler(format="fltp", rate=sample_rate)
    for packet in container.demux(container.streams.audio[0]):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            continue
        for frame in frames:
            frame.pts = None
            for block in resampler.resample(frame):
                yield block.to_ndarray().mean(axis=0, keepdims=True)
    for block in resampler.resample(None):
        yield block.to_ndarray().mean(axis=0, keepdims=True)


def _collected(blocks: Iterator[np.ndarray], most: int) -> np.ndarray:
    """Blocks joined, up to `most` samples."""
    parts: list[np.ndarray] = []
    length = 0
    for block in blocks:
        parts.append(block)
        length += block.shape[1]
        if length >= most:
            break
    if not parts:
        return np.zeros((1, 0), dtype=np.float32)
    return np.concatenate(parts, axis=1)[:, :most].astype(np.float32)
