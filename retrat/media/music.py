"""Music by rules: chords that follow one another as they do in songs, a bass, a tune, and drums.

Eight moods, each with its tempo, mode, progressions and instruments, which are made of sines, noise
and plucked strings (Karplus and Strong 1983). Key, progression and tune are drawn from a generator.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy.random import Generator
from scipy.signal import lfilter

from retrat.media.noises import SAMPLE_RATE, Sound, hiss, seconds_of

MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)  # semitones above a root
BEATS = 4  # of a bar
MIDDLE_C = 261.63  # Hz
HUMAN = 0.008  # seconds by which notes are early or late


@dataclass(frozen=True, kw_only=True, slots=True)
class Mood:
    """How a piece is made. Progressions are degrees of the scale, 0 the root, a bar each; patterns
    are beats of a bar at which something is played.
    """

    tempo: tuple[float, float]
    """Beats a minute, at least and at most."""
    scale: tuple[int, ...]
    progressions: Sequence[Sequence[int]]
    chords: str
    chord_beats: Sequence[float]
    is_broken: bool = False
    """One note of a chord after another."""
    tune: str | None = None
    tune_beats: Sequence[Sequence[float]] = ()
    tune_octave: int = 1
    bass_beats: Sequence[float] = (0.0,)
    drums: Mapping[str, Sequence[float]] = field(default_factory=dict)
    sevenths: bool = False


_POP = ((0, 4, 5, 3), (0, 5, 3, 4), (3, 0, 4, 5))
_EIGHTHS = tuple(number / 2 for number in range(8))
MOODS: Mapping[str, Mood] = {
    "upbeat": Mood(
        tempo=(112, 124), scale=MAJOR, progressions=_POP, chords="guitar",
        chord_beats=(0, 1, 1.5, 2.5, 3, 3.5), tune="bells",
        tune_beats=((0, 1, 1.5, 2, 3), (0, 0.5, 1.5, 2.5)), bass_beats=(0, 1.5, 2, 3.5),
        drums={"kick": (0, 2), "snare": (1, 3), "hat": _EIGHTHS},
    ),
    "calm": Mood(
        tempo=(66, 76), scale=MAJOR, progressions=((0, 4, 5, 3), (0, 3, 5, 3), (0, 2, 3, 3)),
        chords="piano", chord_beats=_EIGHTHS, is_broken=True, tune="pad",
        tune_beats=((0, 2), (0, 3)), bass_beats=(0,),
    ),
    "sad": Mood(
        tempo=(56, 64), scale=MINOR, progressions=((0, 5, 2, 6), (0, 3, 5, 4), (0, 6, 5, 4)),
        chords="piano", chord_beats=(0, 1, 2, 3), is_broken=True, tune="strings",
        tune_beats=((0, 2), (0, 1.5, 3)), bass_beats=(0,),
    ),
    "epic": Mood(
        tempo=(84, 92), scale=MINOR, progressions=((0, 5, 2, 6), (0, 5, 3, 4)),
        chords="strings", chord_beats=_EIGHTHS, tune="brass", tune_octave=0,
        tune_beats=((0, 2, 3), (0, 1.5, 2, 3)), bass_beats=(0, 2),
        drums={"drum": (0, 1.5, 2, 3, 3.5)},
    ),
    "suspense": Mood(
        tempo=(70, 80), scale=MINOR, progressions=((0, 0, 5, 5), (0, 1, 0, 6)),
        chords="pad", chord_beats=(0,), tune="piano", tune_octave=2, tune_beats=((1.5,), (0.5, 3)),
        bass_beats=_EIGHTHS, drums={"drum": (0, 0.75)},
    ),
    "chill": Mood(
        tempo=(74, 84), scale=MAJOR, progressions=((1, 4, 0, 5), (3, 2, 1, 0), (0, 5, 1, 4)),
        chords="electric piano", chord_beats=(0, 2.5), tune="electric piano",
        tune_beats=((0.5, 1.5, 2), (1, 1.5, 3)), bass_beats=(0, 1.75, 2.5), sevenths=True,
        drums={"kick": (0, 1.75, 2.5), "snare": (1, 3), "hat": _EIGHTHS},
    ),
    "electronic": Mood(
        tempo=(122, 128), scale=MINOR, progressions=((0, 5, 2, 6), (5, 6, 0, 0)),
        chords="saw", chord_beats=(0.5, 1.5, 2.5, 3.5), tune="saw",
        tune_beats=((0, 0.75, 1.5, 2.25, 3), (0, 0.5, 1.5, 2, 3)), bass_beats=(0.5, 1.5, 2.5, 3.5),
        drums={"kick": (0, 1, 2, 3), "snare": (1, 3), "hat": (0.5, 1.5, 2.5, 3.5)},
    ),
    "folk": Mood(
        tempo=(88, 100), scale=MAJOR, progressions=((0, 3, 0, 4), (0, 4, 5, 3)),
        chords="guitar", chord_beats=_EIGHTHS, is_broken=True, tune="flute",
        tune_beats=((0, 1, 2), (0, 1.5, 2, 3)), bass_beats=(0, 2),
    ),
}  # fmt: skip


def played(mood: str, rng: Generator, samples: int) -> Sound:
    """So many samples of a piece, its root mean square 1; it begins at once and fades at no end."""
    how = MOODS[mood]
    beat = 60 / rng.uniform(*how.tempo)
    root = int(rng.integers(-5, 5))
    progression = how.progressions[int(rng.integers(len(how.progressions)))]
    phrases = [_phrase(how, rng) for _ in range(2)]
    bars = int(np.ceil(samples / SAMPLE_RATE / (BEATS * beat)))
    total = np.zeros(samples + SAMPLE_RATE * 4)
    for bar in range(bars):
        start, degree = BEATS * beat * bar, progression[bar % len(progression)]
        chord = [degree, degree + 2, degree + 4] + [degree + 6] * how.sevenths
        for at in how.bass_beats:
            low = _pitch(how, root, degree) / 4
            _add(total, 0.6 * _note("bass", low, 0.9 * beat, rng), start + at * beat)
        for number, at in enumerate(how.chord_beats):
            notes = [chord[(0, 1, 2, 1)[number % 4]]] if how.is_broken else chord
            lasts = (BEATS if len(how.chord_beats) == 1 else 1.2 if how.is_broken else 0.9) * beat
            for each in notes:
                late = abs(rng.normal(0, HUMAN))
                sound = _note(how.chords, _pitch(how, root, each), lasts, rng)
                accent = 0.3 if at % 1 else 0.4
                _add(total, accent * sound, start + at * beat + late)
        if how.tune is not None and bar % 4 != 3:
            for at, lasts, step in phrases[bar % 2]:
                pitch = _pitch(how, root, chord[step % 3] + 7 * how.tune_octave)
                _add(total, 0.3 * _note(how.tune, pitch, lasts * beat, rng), start + at * beat)
        for drum, beats in how.drums.items():
            for at in beats:
                _add(total, _drum(drum, rng), start + at * beat)
    total = total[:samples]
    return total / max(float(np.sqrt(np.mean(total**2))), 1e-9)


def _phrase(how: Mood, rng: Generator) -> list[tuple[float, float, int]]:
    """When notes of a tune begin in a bar, how long they last, and which of a chord they are."""
    if not how.tune_beats:
        return []
    beats = how.tune_beats[int(rng.integers(len(how.tune_beats)))]
    ends = [*beats[1:], float(BEATS)]
    steps = (rng.integers(0, 3) + np.cumsum(rng.integers(1, 3, len(beats)))) % 3  # never the same
    return [(at, end - at, int(step)) for at, end, step in zip(beats, ends, steps, strict=True)]


def _pitch(how: Mood, root: int, degree: int) -> float:
    """Hz of a degree of the scale, 0 the root near middle C."""
    octave, step = divmod(degree, len(how.scale))
    return float(MIDDLE_C * 2 ** ((root + how.scale[step]) / 12 + octave))


def _add(total: Sound, sound: Float[np.ndarray, " y"], at: float) -> None:
    start = round(at * SAMPLE_RATE)
    part = sound[: max(0, len(total) - start)]
    total[start : start + len(part)] += part


# Partials (of the pitch, how loud, how fast they fade a second), seconds in which a note begins,
# whether it is held, and how far it trembles.
_PARTIALS: Mapping[str, tuple[Sequence[tuple[float, float, float]], float, bool, float]] = {
    "piano": ([(1, 1, 1.6), (2.003, 0.45, 2.4), (3.01, 0.2, 3.5), (4.02, 0.1, 5), (5.04, 0.05, 7)],
              0.004, False, 0.0),
    "electric piano": ([(1, 1, 1.8), (2, 0.12, 3), (7, 0.08, 14)], 0.006, False, 0.0),
    "bells": ([(1, 1, 4), (2.76, 0.35, 7), (5.4, 0.15, 12)], 0.002, False, 0.0),
    "bass": ([(1, 1, 3), (2, 0.4, 5), (3, 0.15, 8)], 0.008, False, 0.0),
    "pad": ([(1, 1, 0), (1.004, 0.7, 0), (2, 0.3, 0), (3, 0.12, 0)], 0.35, True, 0.0),
    "strings": ([(k, 1 / k**1.4, 0) for k in range(1, 9)], 0.1, True, 0.004),
    "brass": ([(k, 1 / k**1.1, 0) for k in range(1, 9)], 0.05, True, 0.003),
    "flute": ([(1, 1, 0), (2, 0.18, 0), (3, 0.06, 0)], 0.06, True, 0.005),
    "saw": ([(k * apart, 0.6 / k**1.2, 2) for k in range(1, 10) for apart in (0.997, 1.003)],
            0.008, True, 0.0),
}  # fmt: skip
STAYS = 0.995  # of what goes round a string
RELEASE = 0.12  # seconds in which what is held ends


def _note(instrument: str, pitch: float, lasts: float, rng: Generator) -> Sound:
    """A note of an instrument, loudest about 1; what fades by itself goes on after it."""
    if instrument == "guitar":
        return _plucked(pitch, lasts + 0.6, rng)
    partials, begins, is_held, trembles = _PARTIALS[instrument]
    t = seconds_of(round((lasts + (RELEASE if is_held else 1.0)) * SAMPLE_RATE))
    phase = 2 * np.pi * pitch * t
    if trembles:
        phase = phase + 2 * np.pi * pitch * trembles / 5.5 * np.sin(2 * np.pi * 5.5 * t)
    sound = np.zeros(len(t))
    for ratio, loud, fades in partials:
        if ratio * pitch < 0.45 * SAMPLE_RATE:
            sound += loud * np.exp(-fades * t) * np.sin(ratio * phase + rng.uniform(0, 2 * np.pi))
    gain = np.minimum(1, t / begins)
    if is_held:
        gain = gain * np.clip((t[-1] - t) / RELEASE, 0, 1)
    else:
        gain = gain * np.clip((t[-1] - t) / 0.3, 0, 1)
    return sound * gain


def _plucked(pitch: float, lasts: float, rng: Generator) -> Sound:
    """A string: noise that goes round a delay and loses its highs (Karplus and Strong); a delay of
    whole samples alone would put high notes out of tune.
    """
    period = SAMPLE_RATE / pitch - 0.5  # which averaging two samples adds
    whole = max(2, int(period))
    rest = period - whole
    burst = np.zeros(round(lasts * SAMPLE_RATE))
    burst[:whole] = rng.uniform(-1, 1, whole)
    loop = np.zeros(whole + 3)
    loop[0] = 1.0
    loop[whole:] = -STAYS / 2 * np.array((1 - rest, 1.0, rest))
    t = seconds_of(len(burst))
    return lfilter([1.0], loop, burst) * np.clip((t[-1] - t) / 0.2, 0, 1)


def _drum(name: str, rng: Generator) -> Sound:
    if name == "kick":
        t = seconds_of(round(0.25 * SAMPLE_RATE))
        return 0.9 * np.sin(2 * np.pi * (50 * t + 4 * (1 - np.exp(-t * 35)))) * np.exp(-t * 14)
    if name == "drum":
        t = seconds_of(round(0.9 * SAMPLE_RATE))
        skin = np.sin(2 * np.pi * (62 * t + 3 * (1 - np.exp(-t * 25)))) * np.exp(-t * 5)
        return 0.8 * skin + 0.12 * hiss(rng, len(t), 80, 900, -4) * np.exp(-t * 16)
    t = seconds_of(round((0.18 if name == "snare" else 0.06) * SAMPLE_RATE))
    if name == "snare":
        body = np.sin(2 * np.pi * 185 * t) * np.exp(-t * 28)
        return 0.25 * body + 0.16 * hiss(rng, len(t), 1200, 9000) * np.exp(-t * 24)
    return 0.05 * hiss(rng, len(t), 6000, 11_000) * np.exp(-t * 70)
