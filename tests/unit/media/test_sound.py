import math
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
import torch

from retrat.errors import RequestError
from retrat.media import decode_audio, encode_clip, resample
from retrat.types import Audio, Clip

CONTAINERS = {
    "wav": "pcm_s16le",
    "mp3": "libmp3lame",
    "m4a": "aac",
    "flac": "flac",
    "opus": "libopus",
    "ogg": "vorbis",
}


def write_sound(path: Path, codec: str, *, rate: int, channels: int, seconds: float = 1.5) -> None:
    """A 440 Hz tone, in both ears where there are two."""
    time = np.arange(round(seconds * rate)) / rate
    tone = (0.5 * np.sin(2 * math.pi * 440 * time)).astype(np.float32)
    if codec == "vorbis":
        soundfile.write(path, np.stack([tone] * channels, axis=1), rate, subtype="VORBIS")
        return
    layout = "mono" if channels == 1 else "stereo"
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        frame = av.AudioFrame.from_ndarray(
            np.stack([tone] * channels), format="fltp", layout=layout
        )
        frame.sample_rate = rate
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def pitch(samples: torch.Tensor, sample_rate: int) -> float:
    spectrum = torch.fft.rfft(samples[0] * torch.hann_window(samples.shape[1])).abs()
    return spectrum.argmax().item() * sample_rate / samples.shape[1]


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize(("rate", "channels"), [(16_000, 1), (48_000, 2)])
def test_every_container_at_any_rate(
    tmp_path: Path, container: str, rate: int, channels: int
) -> None:
    path = tmp_path / f"a.{container}"
    write_sound(path, CONTAINERS[container], rate=rate, channels=channels)
    audio = decode_audio(path)
    assert audio.sample_rate == 24_000
    assert audio.samples.shape[0] == 1
    assert abs(audio.seconds - 1.5) < 0.13  # coders pad to whole blocks
    assert pitch(audio.samples, 24_000) == pytest.approx(440, abs=2)
    middle = audio.samples[0, 8000:24_000]
    assert middle.square().mean().sqrt() == pytest.approx(0.354, abs=0.03)


def test_a_compact_disc_rate(tmp_path: Path) -> None:
    write_sound(tmp_path / "a.wav", "pcm_s16le", rate=44_100, channels=2)
    audio = decode_audio(tmp_path / "a.wav")
    assert abs(audio.seconds - 1.5) < 0.002
    assert pitch(audio.samples, 24_000) == pytest.approx(440, abs=2)


def test_the_sound_of_a_video(clip: Clip, tmp_path: Path) -> None:
    encode_clip(clip, tmp_path / "a.mp4")
    audio = decode_audio(tmp_path / "a.mp4")
    assert abs(audio.seconds - 2) < 0.05
    assert (audio.samples[0, 12_100:14_300].abs() > 0.3).any()


def test_only_the_first_minute_is_read(tmp_path: Path) -> None:
    write_sound(tmp_path / "a.wav", "pcm_s16le", rate=8000, channels=1, seconds=3)
    audio = decode_audio(tmp_path / "a.wav", longest_seconds=2)
    assert audio.samples.shape == (1, 48_000)


def test_resampling_keeps_time_and_level() -> None:
    time = torch.arange(24_000) / 24_000
    tone = Audio(samples=0.5 * torch.sin(math.tau * 440 * time)[None], sample_rate=24_000)
    up = resample(tone, 48_000)
    assert up.samples.shape == (1, 48_000)
    expected = 0.5 * torch.sin(math.tau * 440 * torch.arange(48_000) / 48_000)
    assert (up.samples[0, 500:-500] - expected[500:-500]).abs().max() < 0.01
    assert resample(tone, 24_000) is tone


def test_what_has_no_sound(clip: Clip, tmp_path: Path) -> None:
    encode_clip(Clip(pixels=clip.pixels, frame_rate=clip.frame_rate), tmp_path / "mute.mp4")
    with pytest.raises(RequestError, match="no sound in it") as caught:
        decode_audio(tmp_path / "mute.mp4", field="voice")
    assert caught.value.field == "voice"
    (tmp_path / "a.wav").write_bytes(b"RIFFnothing")
    with pytest.raises(RequestError, match="can't be read as sound"):
        decode_audio(tmp_path / "a.wav")
    with pytest.raises(RequestError, match="is not there"):
        decode_audio(tmp_path / "none.wav")
    with pytest.raises(RequestError, match="is a folder"):
        decode_audio(tmp_path)


def test_samples_that_are_no_numbers_are_silence(tmp_path: Path) -> None:
    samples = np.array([np.nan, np.inf, -np.inf, 0.5] * 6000, dtype=np.float32)
    soundfile.write(tmp_path / "a.wav", samples, 24_000, subtype="FLOAT")
    heard = decode_audio(tmp_path / "a.wav").samples[0, :4]
    assert heard.tolist() == [0.0, 1.0, -1.0, 0.5]
