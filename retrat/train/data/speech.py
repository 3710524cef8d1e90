"""The speech world: four synthetic voices become thousands of speakers.

    text -- flite (slt, rms, awb, kal16) --> 16 kHz sound + phone times
         -- WORLD analysis --> pitch, spectrum, noisiness, every 5 ms
         -- the speaker's time, pitch, tract, tilt, timbre and breath --> WORLD synthesis, 24 kHz

The timing of the phones, the pitch and the speaker are known exactly. Needs the program `flite`
(Debian package flite) and pyworld; reading a corpus that is already written needs neither.
"""

import argparse
import itertools
import json
import logging
import random
import subprocess
import tempfile
import wave
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, Float32, Float64

from retrat.conditioning.phones import PAUSE, PHONE_IDS, PHONES, VOWELS, TimedPhone, spoken
from retrat.media.vocoder import FRAME_SECONDS, Voicing, analysed, synthesised
from retrat.train.data.splits import Split, split
from retrat.train.data.texts import sentence

SAMPLE_RATE = 24_000
PITCH_RATE = 100
"""Pitch values a second; value i belongs to the time (i + .5) / 100."""
BASE_RATE, BASE_FFT = 16_000, 1024
LATENT_SAMPLES = 960
BANDWIDTH = 7600.0
"""The base voices end at 8 kHz; above this their spectrum is mirrored, softer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Base:
    """A flite voice: its usual pitch, and the pitch of its formants relative to a man's."""

    name: str
    pitch_hertz: float
    formants: float


BASES = (
    Base(name="slt", pitch_hertz=171.0, formants=1.15),
    Base(name="rms", pitch_hertz=99.0, formants=1.0),
    Base(name="awb", pitch_hertz=120.0, formants=1.03),
    Base(name="kal16", pitch_hertz=89.0, formants=1.0),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Speaker:
    """A voice and a manner of speaking."""

    seed: int
    base: Base
    pitch_hertz: float
    pitch_range: float
    """Factor on the semitones around the mean: 0 is a monotone."""
    formants: float
    """Pitch of the formants relative to the base voice: above 1 a shorter vocal tract."""
    bend: float
    """The same again for the upper formants alone."""
    tilt: float
    """Decibels an octave above 500 Hz."""
    timbre: tuple[float, ...]
    """Decibels at TIMBRE_HERTZ."""
    breath: float
    rate: float
    """Above 1 is faster."""
    vowel_stretch: float
    pause_stretch: float
    final_stretch: float
    """Of the last phones before a pause."""
    decibels: float


TIMBRE_HERTZ = (150.0, 400.0, 800.0, 1400.0, 2200.0, 3200.0, 4500.0, 6500.0, 9500.0)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Utterance:
    """A sentence said by a speaker: 24 kHz sound, phones on the clock, pitch (0 = unvoiced)."""

    text: str
    speaker_seed: int
    samples: Float32[np.ndarray, "z"]
    phones: tuple[TimedPhone, ...]
    pitch_hertz: Float32[np.ndarray, "p"]

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


def speaker_seeds(part: Split, count: int) -> list[int]:
    """The first `count` speakers of a split's corpus."""
    first = 1_000_000 * ("train", "validation", "test").index(part)
    belonging = (seed for seed in itertools.count(first) if split(seed) == part)
    return list(itertools.islice(belonging, count))


def speaker_from_seed(
    seed: int, *, masculinity: float | None = None, is_child: bool = False
) -> Speaker:
    """The speaker with this seed. `masculinity` (0-1) and `is_child` make the voice fit a body;
    without them the seed decides.
    """
    rng = random.Random(f"speaker {seed}")
    drawn = rng.betavariate(0.5, 0.5)
    is_child = is_child or (masculinity is None and rng.random() < 0.06)
    share = drawn if masculinity is None else masculinity
    semitones = rng.gauss(0.0, 2.6) + (24.0 if is_child else 16.5 - 10.0 * share)
    wanted_formants = (1.2 if is_child else 1.13 - 0.13 * share) * 2 ** rng.gauss(0.0, 0.065)
    weights = (0.7, 0.1, 0.15, 0.05) if share < 0.5 or is_child else (0.12, 0.38, 0.32, 0.18)
    base = rng.choices(BASES, weights)[0]
    return Speaker(
        seed=seed,
        base=base,
        pitch_hertz=float(np.clip(70 * 2 ** (semitones / 12), 75, 340)),
        pitch_range=rng.uniform(0.45, 1.75),
        formants=float(np.clip(min(wanted_formants, 1.2) / base.formants, 0.86, 1.2)),
        bend=2 ** float(np.clip(rng.gauss(0.0, 0.05), -0.1, 0.1)),
        tilt=rng.gauss(0.0, 1.6),
        timbre=tuple(float(np.clip(rng.gauss(0.0, 3.2), -7, 7)) for _ in TIMBRE_HERTZ),
        breath=rng.random() ** 2.5 * 0.75,
        rate=2 ** rng.uniform(-0.3, 0.4),
        vowel_stretch=2 ** rng.gauss(0.0, 0.16),
        pause_stretch=2 ** rng.gauss(-0.2, 0.35),
        final_stretch=2 ** rng.gauss(0.0, 0.2),
        decibels=rng.uniform(-27, -21),
    )


def utterance(text: str, speaker: Speaker) -> Utterance:
    """`speaker` says `text`; the same every time."""
    source, phones = _flite(spoken(text), speaker.base.name)
    new_phones, old_times = _retimed(phones, speaker)
    base = _at_times(old_times, analysed(source, BASE_RATE, fft=BASE_FFT))
    said = Voicing(
        pitch=_new_pitch(base.pitch, speaker),
        spectrum=_new_spectrum(base.spectrum, speaker),
        noisiness=_new_noisiness(base.noisiness, speaker),
    )
    samples, pitch = synthesised(said, SAMPLE_RATE), said.pitch
    latent_frames = -(-len(samples) // LATENT_SAMPLES)
    samples = np.pad(samples, (0, latent_frames * LATENT_SAMPLES - len(samples)))
    pitches = np.zeros(latent_frames * LATENT_SAMPLES * PITCH_RATE // SAMPLE_RATE, np.float32)
    pitches[: len(pitch[1::2])] = pitch[1::2][: len(pitches)]
    return Utterance(
        text=text,
        speaker_seed=speaker.seed,
        samples=_levelled(samples, speaker.decibels),
        phones=tuple(new_phones),
        pitch_hertz=pitches,
    )


def _flite(text: str, voice: str) -> tuple[Float64[np.ndarray, "z"], list[TimedPhone]]:
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        done = subprocess.run(
            ["flite", "-voice", voice, "-psdur", "-t", text, "-o", file.name],
            capture_output=True,
            text=True,
            check=True,
        )
        with wave.open(file.name) as opened:
            assert opened.getframerate() == BASE_RATE
            samples = np.frombuffer(opened.readframes(opened.getnframes()), np.int16) / 32768.0
    phones: list[TimedPhone] = []
    for word in done.stdout.split():
        phone, end = word.split(":")
        start = phones[-1].end if phones else 0.0
        if phones and phone == PAUSE == phones[-1].phone:
            phones[-1] = TimedPhone(PAUSE, phones[-1].start, float(end))
        else:
            phones.append(TimedPhone(phone, start, float(end)))
    return samples, phones


def _retimed(
    phones: Sequence[TimedPhone], speaker: Speaker
) -> tuple[list[TimedPhone], Float64[np.ndarray, "t"]]:
    """The phones in the speaker's time, and for each new 5 ms frame the time it has in the old."""
    new: list[TimedPhone] = []
    for index, (phone, start, end) in enumerate(phones):
        stretch = 1.0
        if phone == PAUSE:
            stretch *= speaker.pause_stretch
        else:
            stretch *= speaker.vowel_stretch if phone in VOWELS else 1.0
            ahead = [each.phone for each in phones[index + 1 : index + 4]]
            stretch *= speaker.final_stretch if PAUSE in ahead else 1.0
        begin = new[-1].end if new else 0.0
        new.append(TimedPhone(phone, begin, begin + (end - start) * stretch / speaker.rate))
    times = np.arange(0.0, new[-1].end, FRAME_SECONDS)
    return new, np.interp(times, [0.0, *(p.end for p in new)], [0.0, *(p.end for p in phones)])


def _at_times(times: Float64[np.ndarray, "t"], base: Voicing) -> Voicing:
    place = np.clip(times / FRAME_SECONDS, 0, len(base.pitch) - 1.001)
    low, share = place.astype(int), (place % 1)
    near = np.round(place).astype(int)
    voiced = (base.pitch[low] > 0) & (base.pitch[low + 1] > 0)
    between = base.pitch[low] * (1 - share) + base.pitch[low + 1] * share
    mix = share[:, None]
    return Voicing(
        pitch=np.where(voiced, between, base.pitch[near]),
        spectrum=base.spectrum[low] * (1 - mix) + base.spectrum[low + 1] * mix,
        noisiness=base.noisiness[low] * (1 - mix) + base.noisiness[low + 1] * mix,
    )


def _new_pitch(pitch: Float64[np.ndarray, "t"], speaker: Speaker) -> Float64[np.ndarray, "t"]:
    voiced = pitch > 0
    octaves = np.log2(np.where(voiced, pitch, 1.0) / speaker.base.pitch_hertz)
    new = speaker.pitch_hertz * 2.0 ** (octaves * speaker.pitch_range)
    return np.where(voiced, np.clip(new, 60.0, 480.0), 0.0)


def _bins(speaker: Speaker) -> tuple[Float64[np.ndarray, "k"], Float64[np.ndarray, "k"]]:
    """For each new bin: the old frequency it takes its energy from, and decibels to add."""
    hertz = np.linspace(0, SAMPLE_RATE / 2, 513)
    upper = np.clip((hertz - 1500.0) / 1500.0, 0.0, 1.0)
    wanted = hertz / (speaker.formants * speaker.bend**upper)
    beyond = np.maximum(wanted - BANDWIDTH, 0.0)
    source = np.where(wanted > BANDWIDTH, 2 * BANDWIDTH - wanted, wanted)
    octaves = np.log2(np.maximum(hertz, 500.0) / 500.0)
    bark = np.log2(hertz + 300.0)
    timbre = np.interp(bark, np.log2(np.array(TIMBRE_HERTZ) + 300.0), speaker.timbre)
    smooth = np.convolve(
        np.pad(timbre, 12, mode="edge"), np.hanning(25) / np.hanning(25).sum(), mode="valid"
    )
    return source, smooth + speaker.tilt * octaves - 0.004 * beyond


def _new_spectrum(
    spectrum: Float64[np.ndarray, "t k"], speaker: Speaker
) -> Float64[np.ndarray, "t k"]:
    source, decibels = _bins(speaker)
    return _at_bins(spectrum, source) * 10 ** (decibels / 10)


def _new_noisiness(
    noisiness: Float64[np.ndarray, "t k"], speaker: Speaker
) -> Float64[np.ndarray, "t k"]:
    source, _ = _bins(speaker)
    hertz = np.linspace(0, SAMPLE_RATE / 2, 513)
    tonal = 1 - np.clip(_at_bins(noisiness, source), 0, 1)
    tonal = tonal * (1 - speaker.breath * hertz / (hertz + 1500.0))
    return np.clip(1 - tonal, 1e-3, 1.0)


def _at_bins(
    values: Float64[np.ndarray, "t k"], hertz: Float64[np.ndarray, "k"]
) -> Float64[np.ndarray, "t k"]:
    place = np.clip(hertz / 8000.0 * 512, 0, 511.999)
    low, share = place.astype(int), place % 1
    return values[:, low] * (1 - share) + values[:, low + 1] * share


def _levelled(samples: Float[np.ndarray, "z"], decibels: float) -> Float32[np.ndarray, "z"]:
    level = np.sqrt(np.mean(samples**2)) + 1e-9
    samples = samples * (10 ** (decibels / 20) / level)
    return (samples / max(1.0, float(np.abs(samples).max()) / 0.95)).astype(np.float32)


# A corpus on disk: shards of a hundred utterances, sound as int16 or (packed) as one Opus stream.


def write_corpus(
    folder: Path,
    *,
    part: Split,
    utterances: int,
    per_speaker: int = 4,
    seed: int = 0,
    workers: int = 1,
) -> None:
    """Write `utterances` of a split, `per_speaker` by each; goes on where it stopped."""
    folder.mkdir(parents=True, exist_ok=True)
    seeds = speaker_seeds(part, -(-utterances // per_speaker))
    jobs = []
    for first in range(0, utterances, SHARD):
        path = folder / f"{part}-{first // SHARD:04d}.npz"
        wanted = [
            (seeds[i // per_speaker], seed, i) for i in range(first, min(first + SHARD, utterances))
        ]
        if not path.exists():
            jobs.append((path, wanted))
    with ProcessPoolExecutor(workers) as pool:
        for path, seconds in pool.map(_write_shard, jobs):
            logging.info("%s: %.0f s of speech", path.name, seconds)


SHARD = 100


def _write_shard(job: tuple[Path, list[tuple[int, int, int]]]) -> tuple[Path, float]:
    path, wanted = job
    made = [
        utterance(sentence(random.Random(f"text {seed} {index}")), speaker_from_seed(speaker))
        for speaker, seed, index in wanted
    ]
    save_shard(path, made)
    return path, sum(each.seconds for each in made)


def save_shard(
    path: Path, utterances: Sequence[Utterance], *, opus_bits: int | None = None
) -> None:
    """One file; with `opus_bits` (a second) its sound is coded."""
    sound = np.concatenate([each.samples for each in utterances])
    coded: dict[str, Any] = (
        {"opus": _opus_encode(sound, opus_bits)} if opus_bits else {"samples": _int16(sound)}
    )
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        np.savez(
            file,
            **coded,
            sample_counts=np.array([len(each.samples) for each in utterances], np.int32),
            phones=np.array(
                [PHONE_IDS[p.phone] for each in utterances for p in each.phones], np.uint8
            ),
            phone_ends=np.array([p.end for each in utterances for p in each.phones], np.float32),
            phone_counts=np.array([len(each.phones) for each in utterances], np.int32),
            decihertz=np.concatenate(
                [np.round(10 * each.pitch_hertz) for each in utterances]
            ).astype(np.uint16),
            speaker_seeds=np.array([each.speaker_seed for each in utterances], np.int64),
            texts=np.frombuffer(json.dumps([each.text for each in utterances]).encode(), np.uint8),
        )
    partial.replace(path)


def load_shard(path: Path) -> list[Utterance]:
    """What `save_shard` wrote, coded or not."""
    with np.load(path) as saved:
        data = {name: saved[name] for name in saved.files}
    total = int(data["sample_counts"].sum())
    sound = (
        _opus_decode(data["opus"], total) if "opus" in data else data["samples"] / np.float32(32768)
    )
    sounds = np.split(sound, np.cumsum(data["sample_counts"])[:-1])
    pitches = np.split(
        data["decihertz"].astype(np.float32) / 10,
        np.cumsum(data["sample_counts"] * PITCH_RATE // SAMPLE_RATE)[:-1],
    )
    cuts = np.cumsum(data["phone_counts"])[:-1]
    utterances = []
    for index, text in enumerate(json.loads(data["texts"].tobytes())):
        ids, ends = (
            np.split(data["phones"], cuts)[index],
            np.split(data["phone_ends"], cuts)[index].tolist(),
        )
        timed = zip((PHONES[i] for i in ids), [0.0, *ends], ends, strict=False)
        utterances.append(
            Utterance(
                text=text,
                speaker_seed=int(data["speaker_seeds"][index]),
                samples=sounds[index],
                phones=tuple(TimedPhone(*each) for each in timed),
                pitch_hertz=pitches[index],
            )
        )
    return utterances


def load_corpus(folder: Path, *, part: Split = "train") -> Iterator[Utterance]:
    """Every utterance of a split in a corpus folder, in order, one shard in memory at a time."""
    for path in sorted(Path(folder).glob(f"{part}-*.npz")):
        yield from (each for each in load_shard(path) if split(each.speaker_seed) == part)


def pack_corpus(folder: Path, packed: Path, *, opus_bits: int = 24_000) -> None:
    """A small copy of a corpus, for a machine without flite: the same reader reads it."""
    packed.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("*.npz")):
        save_shard(packed / path.name, load_shard(path), opus_bits=opus_bits)


def _int16(samples: Float32[np.ndarray, "z"]) -> np.ndarray:
    return np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16)


def _opus_encode(samples: Float32[np.ndarray, "z"], bits: int) -> np.ndarray:
    import io

    import av

    buffer = io.BytesIO()
    with av.open(buffer, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=SAMPLE_RATE, layout="mono")
        stream.bit_rate = bits
        frame = av.AudioFrame.from_ndarray(_int16(samples)[None], format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return np.frombuffer(buffer.getvalue(), np.uint8)


def _opus_decode(coded: np.ndarray, total: int) -> Float32[np.ndarray, "z"]:
    import io

    import av

    with av.open(io.BytesIO(coded.tobytes()), "r") as container:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
        frames = [*container.decode(audio=0), None]
        pieces = [piece.to_ndarray()[0] for frame in frames for piece in resampler.resample(frame)]
    sound = np.concatenate(pieces)[:total]
    return np.pad(sound, (0, total - len(sound))).astype(np.float32)


def main() -> None:
    """python -m retrat.train.data.speech FOLDER --split train --utterances 4000"""
    parser = argparse.ArgumentParser(
        description="Write a corpus of made speech, or pack one (--pack)."
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", choices=("train", "validation", "test"), default="train")
    parser.add_argument("--utterances", type=int, default=4000)
    parser.add_argument("--per-speaker", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--pack", type=Path, help="write a coded copy of FOLDER there instead")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if options.pack:
        pack_corpus(options.folder, options.pack)
        return
    write_corpus(
        options.folder,
        part=options.split,
        utterances=options.utterances,
        per_speaker=options.per_speaker,
        seed=options.seed,
        workers=options.workers,
    )


if __name__ == "__main__":
    main()
