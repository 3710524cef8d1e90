"""What each place sounds like, made from noise and a few tones: surf, wind, birds, traffic, rain.

`ambient_sound("beach", rng, 10.0)` is ten seconds of mono sound at 24 kHz, 15 to 25 dB below
speech. The same generator state gives the same sound; six seconds take 20 to 300 ms.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
from jaxtyping import Float, Float32
from numpy.random import Generator

from retrat.errors import RequestError

SAMPLE_RATE = 24_000
SPEECH_RMS = 10 ** (-24 / 20)  # of someone speaking

Sound = Float[np.ndarray, " z"]


def ambient_sound(
    scene_name: str, rng: Generator, seconds: float, below_speech_db: float | None = None
) -> Float32[np.ndarray, " z"]:
    """The sound of a place; its level is drawn between 15 and 25 dB below speech unless given."""
    if scene_name not in AMBIENCES:
        raise RequestError(
            f"scene={scene_name!r} has no sound. Use one of: {', '.join(AMBIENCES)}.", field="scene"
        )
    samples = max(1, round(seconds * SAMPLE_RATE))
    below = rng.uniform(15, 25) if below_speech_db is None else below_speech_db
    sound = AMBIENCES[scene_name](rng, max(samples, SAMPLE_RATE // 2))[:samples]
    rms = float(np.sqrt(np.mean(sound**2))) + 1e-9
    sound = sound * (SPEECH_RMS * 10 ** (-below / 20) / rms)
    return np.tanh(sound).astype(np.float32)  # a clap never clips


def _hiss(
    rng: Generator, samples: int, low: float, high: float, slope: float = 0.0, soft: float = 0.35
) -> Sound:
    """Noise of RMS 1 between two frequencies (Hz); slope in dB, soft edges in octaves."""
    padded = -(-samples // 2400) * 2400  # a length that the transform takes quickly
    hertz = np.fft.rfftfreq(padded, 1 / SAMPLE_RATE) + 1e-3
    octave = np.log2(hertz)
    shape = 1 / (1 + np.exp(-(octave - np.log2(low)) / (soft * 0.25)))
    shape /= 1 + np.exp((octave - np.log2(high)) / (soft * 0.25))
    shape *= 10 ** (slope * (octave - np.log2(low)) / 20)
    spectrum = shape * (rng.standard_normal(len(hertz)) + 1j * rng.standard_normal(len(hertz)))
    sound = np.fft.irfft(spectrum, padded)[:samples]
    return sound / (np.sqrt(np.mean(sound**2)) + 1e-9)


def _swell(rng: Generator, samples: int, period_seconds: float, least: float) -> Sound:
    """A slow random envelope between `least` and 1."""
    knots = int(samples / SAMPLE_RATE / period_seconds) + 4
    values = rng.uniform(least, 1.0, knots)
    at = np.arange(samples) / SAMPLE_RATE / period_seconds + rng.random()
    index = at.astype(int)
    part = 0.5 - 0.5 * np.cos(np.pi * (at - index))
    return values[index] * (1 - part) + values[index + 1] * part


def _seconds(samples: int) -> Sound:
    return np.arange(samples) / SAMPLE_RATE


def _scatter(
    rng: Generator, samples: int, per_second: float, event: Callable[[Generator], Sound]
) -> Sound:
    """Short events at random moments."""
    total = np.zeros(samples)
    for _ in range(rng.poisson(per_second * samples / SAMPLE_RATE)):
        sound = event(rng)
        start = int(rng.integers(-len(sound) // 2, samples))
        begin, end = max(start, 0), min(start + len(sound), samples)
        total[begin:end] += sound[begin - start : end - start]
    return total


def _click(rng: Generator, low: float, high: float, milliseconds: float) -> Sound:
    samples = int(SAMPLE_RATE * milliseconds / 1000 * 5)
    decay = np.exp(-_seconds(samples) * 1000 / milliseconds)
    return _hiss(rng, samples, low, high) * decay * rng.uniform(0.2, 1.0)


def _chirp(rng: Generator) -> Sound:
    """A bird's phrase: a few gliding whistles, always of one bird."""
    base, syllables = rng.uniform(2400, 5200), int(rng.integers(2, 7))
    length, gap = rng.uniform(0.05, 0.14), rng.uniform(0.03, 0.12)
    glide, trill, depth = rng.uniform(-0.35, 0.35), rng.uniform(15, 45), rng.uniform(0, 0.06)
    t = _seconds(int(length * SAMPLE_RATE))
    voice = []
    for _ in range(syllables):
        pitch = base * rng.uniform(0.85, 1.15)
        hertz = pitch * (1 + glide * t / length + depth * np.sin(2 * np.pi * trill * t))
        whistle = np.sin(2 * np.pi * np.cumsum(hertz) / SAMPLE_RATE)
        voice += [whistle * np.sin(np.pi * t / length) ** 1.5, np.zeros(int(gap * SAMPLE_RATE))]
    return np.concatenate(voice) * rng.uniform(0.15, 1.0)


def _birds(rng: Generator, samples: int, per_second: float) -> Sound:
    return _scatter(rng, samples, per_second, _chirp)


def _wind(rng: Generator, samples: int, high: float = 700) -> Sound:
    low = _hiss(rng, samples, 80, high, -4) * _swell(rng, samples, 1.6, 0.25)
    whistle = _hiss(rng, samples, 0.9 * high, 1.5 * high, -3) * _swell(rng, samples, 1.1, 0.0) ** 2
    return low + 0.4 * whistle


def _leaves(rng: Generator, samples: int) -> Sound:
    return _hiss(rng, samples, 1800, 7500, -3) * _swell(rng, samples, 1.0, 0.05) ** 2


def _room(rng: Generator, samples: int, mains: float = 0.15) -> Sound:
    t = _seconds(samples)
    hum = np.sin(2 * np.pi * 100 * t + rng.random() * 6) + 0.4 * np.sin(2 * np.pi * 200 * t)
    return _hiss(rng, samples, 50, 1500, -6) + mains * hum


def _traffic(rng: Generator, samples: int, cars_per_second: float = 0.35) -> Sound:
    def car(rng: Generator) -> Sound:
        length = int(rng.uniform(2.5, 5.0) * SAMPLE_RATE)
        t = np.linspace(-1, 1, length)
        tyres = _hiss(rng, length, 300, 2400, -4) + 0.8 * _hiss(rng, length, 60, 220)
        return tyres * np.exp(-8 * t**2) * rng.uniform(0.4, 1.2)

    hum = _hiss(rng, samples, 45, 320, -3) * _swell(rng, samples, 2.0, 0.6)
    return hum + _scatter(rng, samples, cars_per_second, car)


def _horn(rng: Generator) -> Sound:
    t = _seconds(int(rng.uniform(0.2, 0.6) * SAMPLE_RATE))
    pitch = rng.uniform(320, 460)
    tone = sum(np.sin(2 * np.pi * pitch * k * t) / k for k in (1, 1.26, 2, 2.52, 3))
    return np.asarray(tone) * np.minimum(1, np.minimum(t, t[::-1]) * 40) * rng.uniform(0.1, 0.35)


def _murmur(rng: Generator, samples: int, voices: int = 6) -> Sound:
    """People talking far away: voiced tones with syllables, no words."""
    t, total = _seconds(samples), np.zeros(samples)
    for _ in range(voices):
        pitch = rng.uniform(95, 230)
        melody = pitch * (0.85 + 0.3 * _swell(rng, samples, 0.35, 0.0))
        phase = 2 * np.pi * np.cumsum(melody) / SAMPLE_RATE
        vowel = 0.5 + 0.5 * np.sin(2 * np.pi * rng.uniform(2.0, 4.0) * t + rng.random() * 6)
        twice_cosine, before, harmonic = 2 * np.cos(phase), np.zeros(samples), np.sin(phase)
        voice = 0.5 * harmonic
        for k in range(2, 13):  # sin(k x) by recursion
            before, harmonic = harmonic, twice_cosine * harmonic - before
            voice += harmonic * (0.6 / k + (0.22 * vowel if k in (4, 5, 9, 10) else 0.0))
        syllables = _swell(rng, samples, 0.16, 0.0) ** 2 * _swell(rng, samples, 1.3, 0.0)
        total += voice * syllables * rng.uniform(0.4, 1.0)
    return 1.3 * total / np.sqrt(voices) + 0.05 * _hiss(rng, samples, 200, 2500, -4)


def _beach(rng: Generator, samples: int) -> Sound:
    def wave(rng: Generator) -> Sound:
        length = int(rng.uniform(4.5, 8.0) * SAMPLE_RATE)
        t = np.linspace(0, 1, length)
        rise = rng.uniform(0.25, 0.45)
        body = np.where(t < rise, (t / rise) ** 2, np.exp(-4.5 * (t - rise)) * (1 - t) ** 0.3)
        deep, spray = _hiss(rng, length, 90, 900, -4), _hiss(rng, length, 900, 9000, -4)
        return (deep * body + 0.8 * spray * body**2.2) * rng.uniform(0.5, 1.0)

    sea = _hiss(rng, samples, 80, 1400, -5) * 0.22
    gulls = _scatter(rng, samples, 0.12, _gull)
    return sea + _scatter(rng, samples, 0.42, wave) + 0.25 * gulls + 0.08 * _wind(rng, samples)


def _gull(rng: Generator) -> Sound:
    cry = []
    for _ in range(int(rng.integers(2, 5))):
        t = _seconds(int(rng.uniform(0.18, 0.32) * SAMPLE_RATE))
        x = t / t[-1]
        hertz = rng.uniform(1150, 1400) * (1 + 0.35 * np.sin(np.pi * x**0.6))
        phase = 2 * np.pi * np.cumsum(hertz) / SAMPLE_RATE
        cry += [(np.sin(phase) + 0.5 * np.sin(2 * phase)) * np.sin(np.pi * x) ** 0.7]
        cry += [np.zeros(int(0.09 * SAMPLE_RATE))]
    return np.concatenate(cry) * rng.uniform(0.3, 1.0)


def _forest(rng: Generator, samples: int) -> Sound:
    bed = 0.35 * _wind(rng, samples, 500) + 0.25 * _leaves(rng, samples)
    return bed + 0.9 * _birds(rng, samples, rng.uniform(0.5, 1.3))


def _city_day(rng: Generator, samples: int) -> Sound:
    people = 0.25 * _murmur(rng, samples, 4)
    return _traffic(rng, samples, 0.5) + people + _scatter(rng, samples, 0.08, _horn)


def _city_night(rng: Generator, samples: int) -> Sound:
    t = _seconds(samples)
    wail = 700 + 250 * np.sin(2 * np.pi * 0.28 * t + rng.random() * 6)
    siren = np.sin(2 * np.pi * np.cumsum(wail) / SAMPLE_RATE) * _swell(rng, samples, 3.0, 0.0) ** 2
    far = 0.12 * siren if rng.random() < 0.3 else 0.0
    return _traffic(rng, samples, 0.3) + far + 0.18 * _murmur(rng, samples, 3)


def _office(rng: Generator, samples: int) -> Sound:
    def typing(rng: Generator) -> Sound:
        total = np.zeros(int(1.6 * SAMPLE_RATE))
        for start in np.cumsum(rng.uniform(0.07, 0.2, 8)):
            key, at = _click(rng, 1200, 7000, 4), int(start * SAMPLE_RATE)
            total[at : at + len(key)] += key[: len(total) - at]
        return total * 1.6

    fan = _hiss(rng, samples, 120, 2500, -5)
    return fan + _scatter(rng, samples, 0.4, typing) + 0.3 * _murmur(rng, samples, 3)


def _kitchen(rng: Generator, samples: int) -> Sound:
    def bubble(rng: Generator) -> Sound:
        t = _seconds(int(0.06 * SAMPLE_RATE))
        hertz = rng.uniform(350, 900) * (1 + 6 * t)
        return np.sin(2 * np.pi * np.cumsum(hertz) / SAMPLE_RATE) * np.exp(-t * 60) * rng.random()

    def clink(rng: Generator) -> Sound:
        t = _seconds(int(0.5 * SAMPLE_RATE))
        pitch = rng.uniform(1800, 3600)
        ring = sum(np.sin(2 * np.pi * pitch * k * t) * np.exp(-t * 14 * k) for k in (1, 1.51, 2.3))
        return np.asarray(ring) * rng.uniform(0.2, 0.8)

    fridge = 0.6 * _room(rng, samples, 0.5)
    pots = _scatter(rng, samples, 22, bubble) + _scatter(rng, samples, 0.35, clink)
    return fridge + 0.8 * pots + 0.12 * _hiss(rng, samples, 2500, 8000, -2)


def _classroom(rng: Generator, samples: int) -> Sound:
    chalk = partial(_click, low=1500, high=6500, milliseconds=9)
    chairs = partial(_click, low=180, high=900, milliseconds=40)
    events = 0.7 * _scatter(rng, samples, 0.9, chalk) + 0.5 * _scatter(rng, samples, 0.2, chairs)
    return 0.3 * _room(rng, samples) + 0.6 * _murmur(rng, samples, 7) + events


def _stage(rng: Generator, samples: int) -> Sound:
    clap = partial(_click, low=700, high=5000, milliseconds=7)
    swell = _swell(rng, samples, 2.0, 0.0) ** 2
    applause = _scatter(rng, samples, 60, clap) * swell
    return 0.8 * applause + 0.7 * _murmur(rng, samples, 8) + 0.3 * _room(rng, samples)


def _studio(rng: Generator, samples: int) -> Sound:
    return _room(rng, samples, 0.05) + 0.15 * _hiss(rng, samples, 400, 5000, -6)


def _snow(rng: Generator, samples: int) -> Sound:
    return _wind(rng, samples, 420) + 0.1 * _hiss(rng, samples, 3000, 9000, -2)


def _rain(rng: Generator, samples: int) -> Sound:
    drop = partial(_click, low=900, high=6000, milliseconds=5)
    hush = _hiss(rng, samples, 500, 9500, -2.5) * _swell(rng, samples, 1.5, 0.7)
    thunder = _hiss(rng, samples, 30, 160, -3) * _swell(rng, samples, 2.5, 0.0) ** 4
    return hush + 1.2 * _scatter(rng, samples, 45, drop) + 0.5 * thunder


def _park(rng: Generator, samples: int) -> Sound:
    children = 0.18 * _murmur(rng, samples, 5)
    bed = 0.25 * _wind(rng, samples) + 0.35 * _leaves(rng, samples)
    return bed + 0.8 * _birds(rng, samples, rng.uniform(0.6, 1.4)) + children


def _space(rng: Generator, samples: int) -> Sound:
    t, root = _seconds(samples), rng.uniform(46, 70)
    chord = sum(
        np.sin(2 * np.pi * root * k * t + rng.random() * 6) * _swell(rng, samples, 2.5, 0.1) / k
        for k in (1, 1.5, 2, 3, 4.5, 6, 9)
    )
    air = _hiss(rng, samples, 300, 5000, -4) * _swell(rng, samples, 2.0, 0.2)
    return np.asarray(chord) + 0.35 * _hiss(rng, samples, 60, 500, -5) + 0.2 * air


def _library(rng: Generator, samples: int) -> Sound:
    def page(rng: Generator) -> Sound:
        length = int(rng.uniform(0.25, 0.5) * SAMPLE_RATE)
        sweep = np.sin(np.linspace(0, np.pi, length)) ** 2
        return _hiss(rng, length, 1500, 8000, -3) * sweep * rng.uniform(0.3, 0.9)

    clock = _ticks(samples, rng)
    return 0.6 * _room(rng, samples, 0.08) + _scatter(rng, samples, 0.3, page) + 0.5 * clock


def _ticks(samples: int, rng: Generator) -> Sound:
    total, tick = np.zeros(samples), _click(rng, 1800, 6000, 3)
    for start in range(int(rng.integers(SAMPLE_RATE // 2)), samples - len(tick), SAMPLE_RATE // 2):
        total[start : start + len(tick)] += tick
    return total


def _living_room(rng: Generator, samples: int) -> Sound:
    crackle = partial(_click, low=1000, high=8000, milliseconds=3)
    fire = _scatter(rng, samples, 9, crackle) + 0.15 * _hiss(rng, samples, 90, 600, -4)
    cosy = fire if rng.random() < 0.5 else 0.6 * _ticks(samples, rng)
    return 0.55 * _room(rng, samples, 0.1) + cosy


AMBIENCES: dict[str, Callable[[Generator, int], Sound]] = {
    "beach": _beach,
    "forest": _forest,
    "city_day": _city_day,
    "city_night": _city_night,
    "office": _office,
    "kitchen": _kitchen,
    "classroom": _classroom,
    "stage": _stage,
    "studio": _studio,
    "snow": _snow,
    "rain_window": _rain,
    "park": _park,
    "space": _space,
    "library": _library,
    "living_room": _living_room,
}
