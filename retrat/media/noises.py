"""Sounds made from noise and a few tones: hiss, wind, birds, drops, steps, people far away.

Each is a function of a random generator and a number of samples at 24 kHz, or a short event.
"""

from collections.abc import Callable

import numpy as np
from jaxtyping import Float
from numpy.random import Generator

SAMPLE_RATE = 24_000
BEAT_SECONDS, FIRST_BEAT = 0.5, 0.25  # of music: when whoever dances goes down, too

Sound = Float[np.ndarray, " z"]


def hiss(
    rng: Generator, samples: int, low: float, high: float, slope: float = 0.0, soft: float = 1.2
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


def swell(rng: Generator, samples: int, period_seconds: float, least: float) -> Sound:
    """A slow random envelope between `least` and 1."""
    knots = int(samples / SAMPLE_RATE / period_seconds) + 4
    values = rng.uniform(least, 1.0, knots)
    at = np.arange(samples) / SAMPLE_RATE / period_seconds + rng.random()
    index = at.astype(int)
    part = 0.5 - 0.5 * np.cos(np.pi * (at - index))
    return values[index] * (1 - part) + values[index + 1] * part


def seconds_of(samples: int) -> Sound:
    return np.arange(samples) / SAMPLE_RATE


def scatter(
    rng: Generator, samples: int, per_second: float, event: Callable[[Generator], Sound]
) -> Sound:
    """Short events at random moments, as many as are due: in a short while, too."""
    total = np.zeros(samples)
    count = int(per_second * samples / SAMPLE_RATE + rng.random())
    for number in range(count):
        sound = event(rng)
        start = int(samples * (number + rng.random()) / count) - len(sound) // 4
        begin, end = max(start, 0), min(start + len(sound), samples)
        total[begin:end] += sound[begin - start : end - start]
    return total


def click(rng: Generator, low: float, high: float, milliseconds: float) -> Sound:
    samples = int(SAMPLE_RATE * milliseconds / 1000 * 5)
    decay = np.exp(-seconds_of(samples) * 1000 / milliseconds)
    return hiss(rng, samples, low, high) * decay * rng.uniform(0.2, 1.0)


def chirp(rng: Generator) -> Sound:
    """A bird's phrase: a few gliding whistles, always of one bird."""
    base, syllables = rng.uniform(2400, 5200), int(rng.integers(2, 7))
    length, gap = rng.uniform(0.05, 0.14), rng.uniform(0.03, 0.12)
    glide, trill, depth = rng.uniform(-0.35, 0.35), rng.uniform(15, 45), rng.uniform(0, 0.06)
    t = seconds_of(int(length * SAMPLE_RATE))
    voice = []
    for _ in range(syllables):
        pitch = base * rng.uniform(0.85, 1.15)
        hertz = pitch * (1 + glide * t / length + depth * np.sin(2 * np.pi * trill * t))
        whistle = np.sin(2 * np.pi * np.cumsum(hertz) / SAMPLE_RATE)
        voice += [whistle * np.sin(np.pi * t / length) ** 1.5, np.zeros(int(gap * SAMPLE_RATE))]
    return np.concatenate(voice) * rng.uniform(0.15, 1.0)


def birds(rng: Generator, samples: int, per_second: float) -> Sound:
    return scatter(rng, samples, per_second, chirp)


def wind(rng: Generator, samples: int, high: float = 700) -> Sound:
    low = hiss(rng, samples, 80, high, -4) * swell(rng, samples, 1.6, 0.25)
    whistle = hiss(rng, samples, 0.9 * high, 1.5 * high, -3) * swell(rng, samples, 1.1, 0.0) ** 2
    return low + 0.4 * whistle


def leaves(rng: Generator, samples: int) -> Sound:
    return hiss(rng, samples, 1800, 7500, -3) * swell(rng, samples, 1.0, 0.05) ** 2


def room(rng: Generator, samples: int, mains: float = 0.15) -> Sound:
    t = seconds_of(samples)
    hum = np.sin(2 * np.pi * 100 * t + rng.random() * 6) + 0.4 * np.sin(2 * np.pi * 200 * t)
    return hiss(rng, samples, 50, 1500, -6) + mains * hum


def traffic(rng: Generator, samples: int, cars_per_second: float = 0.35) -> Sound:
    def car(rng: Generator) -> Sound:
        length = int(rng.uniform(2.5, 5.0) * SAMPLE_RATE)
        t = np.linspace(-1, 1, length)
        tyres = hiss(rng, length, 300, 2400, -4) + 0.8 * hiss(rng, length, 60, 220)
        return tyres * np.exp(-8 * t**2) * rng.uniform(0.4, 1.2)

    hum = hiss(rng, samples, 45, 320, -3) * swell(rng, samples, 2.0, 0.6)
    return hum + scatter(rng, samples, cars_per_second, car)


def horn(rng: Generator) -> Sound:
    t = seconds_of(int(rng.uniform(0.2, 0.6) * SAMPLE_RATE))
    pitch = rng.uniform(320, 460)
    tone = sum(np.sin(2 * np.pi * pitch * k * t) / k for k in (1, 1.26, 2, 2.52, 3))
    return np.asarray(tone) * np.minimum(1, np.minimum(t, t[::-1]) * 40) * rng.uniform(0.1, 0.35)


def murmur(rng: Generator, samples: int, voices: int = 6) -> Sound:
    """People talking far away: voiced tones with syllables, no words."""
    t, total = seconds_of(samples), np.zeros(samples)
    for _ in range(voices):
        pitch = rng.uniform(95, 230)
        melody = pitch * (0.85 + 0.3 * swell(rng, samples, 0.35, 0.0))
        phase = 2 * np.pi * np.cumsum(melody) / SAMPLE_RATE
        vowel = 0.5 + 0.5 * np.sin(2 * np.pi * rng.uniform(2.0, 4.0) * t + rng.random() * 6)
        twice_cosine, before, harmonic = 2 * np.cos(phase), np.zeros(samples), np.sin(phase)
        voice = 0.5 * harmonic
        for k in range(2, 13):  # sin(k x) by recursion
            before, harmonic = harmonic, twice_cosine * harmonic - before
            voice += harmonic * (0.6 / k + (0.22 * vowel if k in (4, 5, 9, 10) else 0.0))
        syllables = swell(rng, samples, 0.16, 0.0) ** 2 * swell(rng, samples, 1.3, 0.0)
        total += voice * syllables * rng.uniform(0.4, 1.0)
    return 1.3 * total / np.sqrt(voices) + 0.05 * hiss(rng, samples, 200, 2500, -4)


def gull(rng: Generator) -> Sound:
    cry = []
    for _ in range(int(rng.integers(2, 5))):
        t = seconds_of(int(rng.uniform(0.18, 0.32) * SAMPLE_RATE))
        x = t / t[-1]
        hertz = rng.uniform(1150, 1400) * (1 + 0.35 * np.sin(np.pi * x**0.6))
        phase = 2 * np.pi * np.cumsum(hertz) / SAMPLE_RATE
        cry += [(np.sin(phase) + 0.5 * np.sin(2 * phase)) * np.sin(np.pi * x) ** 0.7]
        cry += [np.zeros(int(0.09 * SAMPLE_RATE))]
    return np.concatenate(cry) * rng.uniform(0.3, 1.0)


def ticks(samples: int, rng: Generator) -> Sound:
    total, tick = np.zeros(samples), click(rng, 1800, 6000, 3)
    for start in range(int(rng.integers(SAMPLE_RATE // 2)), samples - len(tick), SAMPLE_RATE // 2):
        total[start : start + len(tick)] += tick
    return total


def drip(rng: Generator) -> Sound:
    t = seconds_of(int(0.25 * SAMPLE_RATE))
    hertz = rng.uniform(700, 1500) * (1 + 1.5 * t)
    return (
        np.sin(2 * np.pi * np.cumsum(hertz) / SAMPLE_RATE) * np.exp(-t * 28) * rng.uniform(0.2, 1)
    )


def clink(rng: Generator) -> Sound:
    """Glasses, cups, cutlery."""
    t = seconds_of(int(0.4 * SAMPLE_RATE))
    pitch = rng.uniform(2000, 4200)
    ring = sum(np.sin(2 * np.pi * pitch * k * t) * np.exp(-t * 18 * k) for k in (1, 1.47, 2.2))
    return np.asarray(ring) * rng.uniform(0.1, 0.6)


def beep(rng: Generator, pitch: float = 1000.0, length: float = 0.12) -> Sound:
    t = seconds_of(int(length * SAMPLE_RATE))
    edge = np.minimum(1, np.minimum(t, t[::-1]) * 200)
    return np.sin(2 * np.pi * pitch * t) * edge * rng.uniform(0.5, 1)


def thud(rng: Generator, pitch: float = 90.0, length: float = 0.15) -> Sound:
    t = seconds_of(int(length * SAMPLE_RATE))
    low = np.sin(2 * np.pi * pitch * t * (1 - 0.8 * t)) * np.exp(-t * 4 / length)
    return (low + 0.2 * hiss(rng, len(t), 200, 1200) * np.exp(-t * 60)) * rng.uniform(0.4, 1)


def chime(rng: Generator) -> Sound:
    """Before somebody is called at a station or an airport."""
    t = seconds_of(int(1.4 * SAMPLE_RATE))
    total = np.zeros(len(t))
    for start, pitch in ((0.0, 660), (0.45, 523)):
        since = np.clip(t - start, 0, None)
        total += (t >= start) * np.sin(2 * np.pi * pitch * since) * np.exp(-3 * since)
    return total * rng.uniform(0.5, 1)


def crickets(rng: Generator, samples: int, singers: int = 3) -> Sound:
    t, total = seconds_of(samples), np.zeros(samples)
    for _ in range(singers):
        pitch, pulse = rng.uniform(3900, 5100), rng.uniform(22, 34)
        song = np.sin(2 * np.pi * pitch * t) * np.clip(np.sin(2 * np.pi * pulse * t), 0, 1)
        sings = np.clip(np.sin(2 * np.pi * rng.uniform(0.9, 1.8) * t + rng.random() * 6), 0, 1)
        total += song * sings * rng.uniform(0.3, 1)
    return total


def lapping(rng: Generator, samples: int, per_second: float = 0.9) -> Sound:
    """Small waves at a shore or a hull."""

    def lap(rng: Generator) -> Sound:
        length = int(rng.uniform(0.5, 1.3) * SAMPLE_RATE)
        swells = np.sin(np.linspace(0, np.pi, length)) ** 2
        return hiss(rng, length, 250, rng.uniform(1200, 3000), -4) * swells * rng.uniform(0.3, 1)

    bed = 0.25 * hiss(rng, samples, 120, 900, -5)
    bubbles = 0.12 * scatter(rng, samples, 3 * per_second, drip)
    return bed + scatter(rng, samples, per_second, lap) + bubbles


def clatter(rng: Generator, samples: int, seconds: float = 0.72) -> Sound:
    """Two wheels over a joint of the rails, again and again."""
    total, start = np.zeros(samples), rng.random() * seconds
    while start < samples / SAMPLE_RATE:
        for later in (0.0, 0.13):
            knock, at = thud(rng, 140, 0.09), int((start + later) * SAMPLE_RATE)
            part = knock[: max(0, samples - at)]
            total[at : at + len(part)] += part
        start += seconds
    return total


def music(rng: Generator, samples: int) -> Sound:
    """A bass drum and a bass through a wall, two beats a second; hats between."""
    total, root = np.zeros(samples), rng.choice((41.2, 43.7, 49.0, 55.0))
    beats = np.arange(FIRST_BEAT, samples / SAMPLE_RATE, BEAT_SECONDS)
    steps = rng.choice((1.0, 1.0, 1.19, 1.33, 1.5), 8)
    for number, beat in enumerate(beats):
        t = seconds_of(int(0.22 * SAMPLE_RATE))
        drum = np.sin(2 * np.pi * (52 * t + 4 * (1 - np.exp(-t * 30)))) * np.exp(-t * 14)
        hat = 0.12 * hiss(rng, int(0.06 * SAMPLE_RATE), 5000, 10_000)
        hat = hat * np.exp(-seconds_of(len(hat)) * 70)
        t = seconds_of(int(0.2 * SAMPLE_RATE))
        bass = 0.5 * np.sin(2 * np.pi * 2 * root * steps[number // 2 % 8] * t) * np.exp(-t * 6)
        for event, later in ((drum, 0.0), (bass, 0.25), (hat, 0.25)):
            at = int((beat + later) * SAMPLE_RATE)
            part = event[: max(0, samples - at)]
            total[at : at + len(part)] += part
    return total


def rain(rng: Generator, samples: int, drops_per_second: float = 60) -> Sound:
    """Rain on what is around: far drops are a hiss, near ones are heard one by one."""

    def drop(rng: Generator) -> Sound:
        return click(rng, 700, 5000, 6) * rng.uniform(0.3, 1.0)

    far = hiss(rng, samples, 400, 9000, -2.0) * swell(rng, samples, 1.8, 0.8)
    return far + 1.3 * scatter(rng, samples, drops_per_second, drop)


def thunder(rng: Generator, seconds: float = 3.4) -> Sound:
    """A crack far away that rolls on, RMS about 1 where it is loudest."""
    samples = round(seconds * SAMPLE_RATE)
    time = seconds_of(samples)
    rolls = swell(rng, samples, 0.35, 0.25)
    rolls = rolls * np.exp(-time / (0.3 * seconds)) * np.minimum(1, time / 0.05)
    rumble = hiss(rng, samples, 35, 180, -3) * rolls
    return rumble + 0.5 * hiss(rng, samples, 150, 900, -6) * rolls * np.exp(-time / 0.25)


def step(rng: Generator, ground: str) -> Sound:
    """A foot that comes down on snow, sand, grass, leaves, gravel, wood or, else, stone."""
    t = seconds_of(int(0.26 * SAMPLE_RATE))
    if ground in ("snow", "gravel", "leaves"):
        low, high = {"snow": (500, 5000), "gravel": (900, 7000), "leaves": (1500, 8500)}[ground]
        grains = scatter(rng, len(t), 500, lambda rng: click(rng, low, high, 2.0))
        press = np.minimum(1, t * 40) * np.exp(-t * 16)
        return (grains + 0.25 * hiss(rng, len(t), low, high)) * press * rng.uniform(0.7, 1)
    if ground in ("sand", "grass"):
        low, high = {"sand": (200, 2200), "grass": (500, 4500)}[ground]
        return hiss(rng, len(t), low, high, -3) * np.minimum(1, t * 25) * np.exp(-t * 18)
    pitch = 110 if ground == "wood" else 75
    heel = (
        np.minimum(1, t * 500)
        * np.sin(2 * np.pi * pitch * t)
        * np.exp(-t * (26 if ground == "wood" else 45))
    )
    tap = (
        np.minimum(1, t * 500)
        * hiss(rng, len(t), 700, 3500, -3)
        * np.exp(-t * (60 if ground == "wood" else 75))
    )
    return (0.8 * heel + tap) * rng.uniform(0.7, 1)


def clap(rng: Generator) -> Sound:
    """Two hands that meet: a burst about the pitch of the hollow between them."""
    t = seconds_of(int(0.16 * SAMPLE_RATE))
    pitch = rng.uniform(900, 1300)
    burst = hiss(rng, len(t), 0.6 * pitch, 2.4 * pitch) * np.exp(-t * 130)
    snap = hiss(rng, len(t), 2000, 9000) * np.exp(-t * 420)
    room = 0.06 * hiss(rng, len(t), 500, 3000) * np.exp(-t * 28)
    return np.minimum(1, t * 4000) * (burst + 0.5 * snap + room) * rng.uniform(0.75, 1)
