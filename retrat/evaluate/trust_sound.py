"""What the mark in the sound survives: the attack suite for sound, over anybody's recordings.

Every recording is marked with an id of its own; three seconds from anywhere in it are attacked and
read. A mark counts as read only when all 40 bits are right.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import av
import numpy as np
import torch
from av.filter import Graph

from retrat.evaluate.trust import FalseAlarms, Survival, counted
from retrat.media.recompress import recompress_sound
from retrat.media.sound import resample
from retrat.provenance.payload import new_payload
from retrat.provenance.sound_mark import mark_sound, read_sound
from retrat.types import Audio

Attack = Callable[[Audio], Audio]
READ_SECONDS = 3.0


def sound_attacks() -> Mapping[str, Attack]:
    """Name -> what is done to the sound."""
    return {
        "none": lambda audio: audio,
        "AAC 32k": lambda audio: _coded(audio, "aac", 32_000),
        "MP3 64k": lambda audio: _coded(audio, "libmp3lame", 64_000),
        "Opus 32k": lambda audio: _coded(audio, "libopus", 32_000),
        "Opus 16k": lambda audio: _coded(audio, "libopus", 16_000),
        "8 kHz": lambda audio: resample(resample(audio, 8000), audio.sample_rate),
        "noise 20 dB below": lambda audio: _noisy(audio, 20),
        "tempo x1.25": lambda audio: _at_tempo(audio, 1.25),
        "tempo x0.8": lambda audio: _at_tempo(audio, 0.8),
        "speed and pitch x1.05": lambda audio: _on_tape(audio, 1.05),
        "speed and pitch x0.95": lambda audio: _on_tape(audio, 0.95),
        "pitch x1.05": lambda audio: _at_tempo(_on_tape(audio, 1.05), 1 / 1.05),
        "pitch x0.95": lambda audio: _at_tempo(_on_tape(audio, 0.95), 1 / 0.95),
        "1 s of it": lambda audio: _part(audio, 1.0, 1.0),
    }


def measure_sound(
    sounds: Iterable[Audio], chosen: Sequence[str] | None = None, *, seed: int = 0
) -> tuple[Survival, ...]:
    """Mark, cut, attack and read every recording."""
    every = sound_attacks()
    table = {name: every[name] for name in (chosen or every)}
    rng = np.random.default_rng(seed)
    found: dict[str, list[tuple[bool, float]]] = {name: [] for name in table}
    for sound in sounds:
        payload = new_payload(shows_person=False, is_test=True)
        start = rng.uniform(0, max(sound.seconds - READ_SECONDS, 0))
        part = _part(mark_sound(sound, payload), start, READ_SECONDS)
        for name, attack in table.items():
            reading = read_sound(attack(part))
            found[name].append((reading.name == payload.name[:10], round(reading.score, 2)))
    return tuple(
        Survival(
            attack=name,
            clips=len(tries),
            read=sum(is_read for is_read, _ in tries),
            scores=tuple(score for _, score in tries),
        )
        for name, tries in found.items()
    )


def sound_false_alarms(sounds: Iterable[Audio]) -> FalseAlarms:
    """Read unmarked sound with every search; every score counts, no alarm may."""
    readings = (read_sound(sound) for sound in sounds)
    return counted((reading.score, reading.name is not None) for reading in readings)


def _part(audio: Audio, start: float, seconds: float) -> Audio:
    first = round(start * audio.sample_rate)
    samples = audio.samples[:, first : first + round(seconds * audio.sample_rate)]
    return Audio(samples=samples, sample_rate=audio.sample_rate)


def _coded(audio: Audio, codec: str, bit_rate: int) -> Audio:
    mono = audio.samples.mean(0).numpy()
    coded = recompress_sound(mono, audio.sample_rate, codec=codec, bit_rate=bit_rate)
    return Audio(samples=torch.from_numpy(coded)[None], sample_rate=audio.sample_rate)


def _noisy(audio: Audio, decibels: float) -> Audio:
    noise = np.random.default_rng(0).standard_normal(audio.samples.shape)
    level = float(audio.samples.square().mean().sqrt()) * 10 ** (-decibels / 20)
    samples = audio.samples + level * torch.from_numpy(noise).float()
    return Audio(samples=samples.clamp(-1, 1), sample_rate=audio.sample_rate)


def _on_tape(audio: Audio, factor: float) -> Audio:
    """Faster and higher at once."""
    pretended = Audio(samples=audio.samples, sample_rate=round(audio.sample_rate * factor))
    return resample(pretended, audio.sample_rate)


def _at_tempo(audio: Audio, factor: float) -> Audio:
    """Faster at the same pitch, by FFmpeg's atempo filter."""
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=audio.sample_rate, format="flt", layout="mono", time_base=None
    )
    tempo, sink = graph.add("atempo", f"{factor:.6f}"), graph.add("abuffersink")
    source.link_to(tempo)
    tempo.link_to(sink)
    graph.configure()
    mono = audio.samples.mean(0, keepdim=True).numpy()
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(mono), format="flt", layout="mono")
    frame.sample_rate, frame.pts = audio.sample_rate, 0
    graph.push(frame)
    graph.push(None)
    parts = []
    while True:
        try:
            parts.append(graph.pull().to_ndarray())
        except (av.BlockingIOError, EOFError):
            break
    samples = torch.from_numpy(np.concatenate(parts, axis=1))
    return Audio(samples=samples, sample_rate=audio.sample_rate)
