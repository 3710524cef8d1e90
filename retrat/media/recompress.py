"""Frames and sound through a lossy codec and back, in memory: what marks must survive."""

import io
import os

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from jaxtyping import Float, UInt8

Frames = UInt8[np.ndarray, "f y x 3"]
Sound = Float[np.ndarray, " z"]

_BT709 = 1
_CONTAINERS = {"libmp3lame": "mp3", "libopus": "ogg", "aac": "mp4"}


def recompress_frames(
    frames: Frames, *, codec: str = "libx264", quality: int = 23, preset: str = "medium"
) -> Frames:
    """The frames as a player shows them after coding; `quality` is the constant rate factor."""
    _, height, width, _ = frames.shape
    os.environ.setdefault("SVT_LOG", "1")  # SVT-AV1 says errors alone
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as container:
        stream = container.add_stream(codec, rate=24)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.options = _options(codec, quality, preset)
        stream.codec_context.color_range = ColorRange.MPEG
        stream.codec_context.colorspace = _BT709
        for frame in frames:
            picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24")
            coded = picture.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709)
            container.mux(stream.encode(coded))
        container.mux(stream.encode(None))
    file.seek(0)
    with av.open(file, "r") as coded_file:
        decoded = [frame.to_ndarray(format="rgb24") for frame in coded_file.decode(video=0)]
    return np.stack(decoded)


def recompress_sound(
    samples: Sound, sample_rate: int, *, codec: str = "aac", bit_rate: int = 64_000
) -> Sound:
    """Mono sound after coding, at the same rate and length, without the codec's delay."""
    coded_rate = 48_000 if codec == "libopus" else sample_rate
    file = io.BytesIO()
    with av.open(file, "w", format=_CONTAINERS[codec]) as container:
        stream = container.add_stream(codec, rate=coded_rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        stream.bit_rate = bit_rate
        for frame in _resampled(samples, sample_rate, coded_rate, stream.format.name):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    file.seek(0)
    with av.open(file, "r") as coded_file:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=sample_rate)
        parts = [
            part.to_ndarray()
            for frame in coded_file.decode(audio=0)
            for part in resampler.resample(frame)
        ]
        parts += [part.to_ndarray() for part in resampler.resample(None)]
    found = np.concatenate(parts, axis=1)[0][: len(samples)]
    return np.pad(found, (0, len(samples) - len(found))).astype(np.float32)


def _options(codec: str, quality: int, preset: str) -> dict[str, object]:
    if codec == "libsvtav1":
        return {"crf": str(quality), "preset": "8", "svtav1-params": "lp=1"}
    options: dict[str, object] = {"crf": str(quality), "preset": preset}
    if codec == "libx265":
        options["x265-params"] = "log-level=error"
    return options


def _resampled(
    samples: Sound, sample_rate: int, coded_rate: int, layout: str
) -> list[av.AudioFrame]:
    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(samples[None], dtype=np.float32), format="flt", layout="mono"
    )
    frame.sample_rate = sample_rate
    frame.pts = 0
    resampler = av.AudioResampler(format=layout, layout="mono", rate=coded_rate)
    return [*resampler.resample(frame), *resampler.resample(None)]
