"""Clips from and to files: H.264 with AAC in MP4, the index in front, as any player wants it."""

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import torch
from av.video.reformatter import ColorRange, Colorspace
from einops import rearrange

from retrat.errors import RequestError
from retrat.media.files import written_whole
from retrat.media.opening import open_media
from retrat.media.sound import audio_frame, decode_audio, resample
from retrat.types import Audio, Clip, FrameRate

SETTINGS_TAG = "comment"  # where every player and tagger shows it
_SOUND_RATE = 48_000
_BT709 = 1  # the code for ITU-R BT.709 in primaries, transfer and matrix alike


def decode_video(
    path: str | Path, *, longest_seconds: float = 60.0, field: str = "reference"
) -> Clip:
    """Frames as a player shows them and the sound, up to the limit."""
    path = Path(path)
    try:
        with open_media(path, field=field) as container:
            if not container.streams.video:
                raise RequestError(f"{path} has no pictures in it. Give a video.", field=field)
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            rate = Fraction(stream.average_rate or stream.guessed_rate or 24)
            most = max(1, round(longest_seconds * float(rate)))
            frames = [frame for _, frame in zip(range(most), _upright(container), strict=False)]
            has_sound = bool(container.streams.audio)
    except (av.FFmpegError, OSError, ValueError):
        text = f"{path} can't be read as a video. Give an MP4, MOV, WebM or MKV file."
        raise RequestError(text, field=field) from None
    if not frames:
        raise RequestError(f"{path} has no frame that can be read.", field=field)
    levels = torch.from_numpy(np.stack(frames))
    pixels = rearrange(levels, "f y x c -> f c y x").float() / 127.5 - 1
    sound = decode_audio(path, longest_seconds=longest_seconds, field=field) if has_sound else None
    frame_rate = FrameRate(numerator=rate.numerator, denominator=rate.denominator)
    return Clip(pixels=pixels, frame_rate=frame_rate, audio=sound)


def encode_clip(
    clip: Clip, path: str | Path, *, settings: Mapping[str, Any] | None = None, quality: int = 16
) -> None:
    """Write the clip whole or not at all; `settings` go into the file's comment as JSON.

    Sound is cut or filled with silence to the length of the picture. `quality` is x264's constant
    rate factor: at 16 a compressed frame is hard to tell from the original.
    """
    with written_whole(Path(path)) as part:
        options = {"movflags": "+faststart"}
        with av.open(str(part.absolute()), "w", format="mp4", options=options) as container:
            if settings is not None:
                text = json.dumps(settings, ensure_ascii=False, sort_keys=True)
                container.metadata[SETTINGS_TAG] = text
            picture = _picture_stream(container, clip, quality)
            blocks: Iterator[av.AudioFrame] = iter(())
            if clip.audio is not None:
                heard = _as_long_as(clip, resample(clip.audio, _SOUND_RATE))
                sound = _sound_stream(container, heard)
                blocks = _blocks(heard)
            for index, frame in enumerate(_frames(clip)):
                frame.pts = index
                if clip.audio is not None and index % round(clip.frame_rate.value) == 0:
                    container.mux(sound.encode(next(blocks)))  # a second of sound, then its frames
                container.mux(picture.encode(frame))
            container.mux(picture.encode(None))
            if clip.audio is not None:
                for block in blocks:
                    container.mux(sound.encode(block))
                container.mux(sound.encode(None))


def _upright(container: av.container.InputContainer) -> Iterator[np.ndarray]:
    """Frames turned as the file's display matrix says."""
    for frame in container.decode(video=0):
        turns = round(frame.rotation / 90) % 4
        yield np.rot90(frame.to_ndarray(format="rgb24"), turns)


def _picture_stream(
    container: av.container.OutputContainer, clip: Clip, quality: int
) -> av.video.stream.VideoStream:
    _, _, height, width = clip.pixels.shape
    if height % 2 or width % 2:
        raise ValueError(f"a picture of {width}x{height} can't be subsampled; both must be even")
    rate = Fraction(clip.frame_rate.numerator, clip.frame_rate.denominator)
    stream = container.add_stream("libx264", rate=rate)
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    stream.time_base = 1 / rate
    stream.options = {"crf": str(quality), "preset": "veryfast", "profile": "high"}
    coded = stream.codec_context
    coded.color_primaries = coded.color_trc = coded.colorspace = _BT709
    coded.color_range = ColorRange.MPEG
    return stream


def _sound_stream(
    container: av.container.OutputContainer, audio: Audio
) -> av.audio.stream.AudioStream:
    channels = audio.samples.shape[0]
    layout = "mono" if channels == 1 else "stereo"
    stream = container.add_stream("aac", rate=audio.sample_rate, layout=layout)
    stream.bit_rate = 96_000 * channels
    return stream


def _as_long_as(clip: Clip, audio: Audio) -> Audio:
    """Sound of exactly the picture's length."""
    length = round(clip.seconds * audio.sample_rate)
    samples = audio.samples[:, :length]
    filled = torch.nn.functional.pad(samples, (0, length - samples.shape[-1]))
    return Audio(samples=filled, sample_rate=audio.sample_rate)


def _blocks(audio: Audio) -> Iterator[av.AudioFrame]:
    """The sound second by second."""
    for start in range(0, audio.samples.shape[-1], audio.sample_rate):
        samples = audio.samples[:, start : start + audio.sample_rate]
        block = audio_frame(Audio(samples=samples, sample_rate=audio.sample_rate))
        block.pts = start
        yield block


def _frames(clip: Clip) -> Iterator[av.VideoFrame]:
    """Frames in the layout and colours that H.264 takes, made one at a time."""
    for pixels in clip.pixels:
        levels = ((pixels.float() + 1) * 127.5).round_().clamp_(0, 255).to(torch.uint8)
        frame = rearrange(levels, "c y x -> y x c").cpu().contiguous().numpy()
        yield av.VideoFrame.from_ndarray(frame, format="rgb24").reformat(
            format="yuv420p",
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=Colorspace.ITU709,
        )
