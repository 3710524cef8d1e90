"""What each place sounds like, made from noise and a few tones: surf, birds, traffic, cups.

`place_sound("beach", rng, 240_000)` is ten seconds of mono sound at 24 kHz, of no level in
particular. The same generator state gives the same sound; four seconds take 10 to 400 ms.
"""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from jaxtyping import Float
from numpy.random import Generator

from retrat.media.noises import (
    SAMPLE_RATE,
    Sound,
    beep,
    birds,
    chime,
    clatter,
    click,
    clink,
    crickets,
    drip,
    gull,
    hiss,
    horn,
    lapping,
    leaves,
    murmur,
    music,
    room,
    scatter,
    seconds_of,
    swell,
    thud,
    ticks,
    traffic,
    wind,
)

LEAST_SAMPLES = SAMPLE_RATE // 2


def place_sound(
    name: str, rng: Generator, samples: int, *, at_night: bool = False
) -> Float[np.ndarray, " z"]:
    """The sound of a place of PLACES; crickets instead of birds where it is night."""
    made = (NIGHTS if at_night and name in NIGHTS else PLACES)[name]
    return made(rng, max(samples, LEAST_SAMPLES))[:samples]


def _beach(rng: Generator, samples: int) -> Sound:
    def wave(rng: Generator) -> Sound:
        length = int(rng.uniform(4.5, 8.0) * SAMPLE_RATE)
        t = np.linspace(0, 1, length)
        rise = rng.uniform(0.25, 0.45)
        body = np.where(t < rise, (t / rise) ** 2, np.exp(-4.5 * (t - rise)) * (1 - t) ** 0.3)
        deep, spray = hiss(rng, length, 90, 900, -4), hiss(rng, length, 900, 9000, -4)
        return (deep * body + 0.8 * spray * body**2.2) * rng.uniform(0.5, 1.0)

    sea = hiss(rng, samples, 80, 1400, -5) * 0.22
    gulls = scatter(rng, samples, 0.12, gull)
    return sea + scatter(rng, samples, 0.42, wave) + 0.25 * gulls + 0.08 * wind(rng, samples)


def _forest(rng: Generator, samples: int) -> Sound:
    bed = 0.35 * wind(rng, samples, 500) + 0.25 * leaves(rng, samples)
    return bed + 0.9 * birds(rng, samples, rng.uniform(0.5, 1.3))


def _city_day(rng: Generator, samples: int) -> Sound:
    people = 0.25 * murmur(rng, samples, 4)
    return traffic(rng, samples, 0.5) + people + scatter(rng, samples, 0.08, horn)


def _city_night(rng: Generator, samples: int) -> Sound:
    t = seconds_of(samples)
    wail = 700 + 250 * np.sin(2 * np.pi * 0.28 * t + rng.random() * 6)
    siren = np.sin(2 * np.pi * np.cumsum(wail) / SAMPLE_RATE) * swell(rng, samples, 3.0, 0.0) ** 2
    far = 0.12 * siren if rng.random() < 0.3 else 0.0
    return traffic(rng, samples, 0.3) + far + 0.18 * murmur(rng, samples, 3)


def _office(rng: Generator, samples: int) -> Sound:
    def typing(rng: Generator) -> Sound:
        total = np.zeros(int(1.6 * SAMPLE_RATE))
        for start in np.cumsum(rng.uniform(0.07, 0.2, 8)):
            key, at = click(rng, 1200, 7000, 4), int(start * SAMPLE_RATE)
            total[at : at + len(key)] += key[: len(total) - at]
        return total * 1.6

    fan = hiss(rng, samples, 120, 2500, -5)
    return fan + scatter(rng, samples, 0.4, typing) + 0.3 * murmur(rng, samples, 3)


def _kitchen(rng: Generator, samples: int) -> Sound:
    def bubble(rng: Generator) -> Sound:
        t = seconds_of(int(0.06 * SAMPLE_RATE))
        hertz = rng.uniform(350, 900) * (1 + 6 * t)
        return np.sin(2 * np.pi * np.cumsum(hertz) / SAMPLE_RATE) * np.exp(-t * 60) * rng.random()

    fridge = 0.6 * room(rng, samples, 0.5)
    pots = scatter(rng, samples, 22, bubble) + scatter(rng, samples, 0.35, clink)
    return fridge + 0.8 * pots + 0.12 * hiss(rng, samples, 2500, 8000, -2)


def _classroom(rng: Generator, samples: int) -> Sound:
    chalk = partial(click, low=1500, high=6500, milliseconds=9)
    chairs = partial(click, low=180, high=900, milliseconds=40)
    events = 0.7 * scatter(rng, samples, 0.9, chalk) + 0.5 * scatter(rng, samples, 0.2, chairs)
    return 0.3 * room(rng, samples) + 0.6 * murmur(rng, samples, 7) + events


def _stage(rng: Generator, samples: int) -> Sound:
    clap = partial(click, low=700, high=5000, milliseconds=7)
    applause = scatter(rng, samples, 60, clap) * swell(rng, samples, 2.0, 0.0) ** 2
    return 0.8 * applause + 0.7 * murmur(rng, samples, 8) + 0.3 * room(rng, samples)


def _studio(rng: Generator, samples: int) -> Sound:
    return room(rng, samples, 0.05) + 0.15 * hiss(rng, samples, 400, 5000, -6)


def _snow(rng: Generator, samples: int) -> Sound:
    return wind(rng, samples, 420) + 0.1 * hiss(rng, samples, 3000, 9000, -2)


def _rain(rng: Generator, samples: int) -> Sound:
    drop = partial(click, low=900, high=6000, milliseconds=5)
    hush = hiss(rng, samples, 500, 9500, -2.5) * swell(rng, samples, 1.5, 0.7)
    thunder = hiss(rng, samples, 30, 160, -3) * swell(rng, samples, 2.5, 0.0) ** 4
    return hush + 1.2 * scatter(rng, samples, 45, drop) + 0.5 * thunder


def _park(rng: Generator, samples: int) -> Sound:
    children = 0.18 * murmur(rng, samples, 5)
    bed = 0.25 * wind(rng, samples) + 0.35 * leaves(rng, samples)
    return bed + 0.8 * birds(rng, samples, rng.uniform(0.6, 1.4)) + children


def _space(rng: Generator, samples: int) -> Sound:
    t, root = seconds_of(samples), rng.uniform(46, 70)
    chord = sum(
        np.sin(2 * np.pi * root * k * t + rng.random() * 6) * swell(rng, samples, 2.5, 0.1) / k
        for k in (1, 1.5, 2, 3, 4.5, 6, 9)
    )
    air = hiss(rng, samples, 300, 5000, -4) * swell(rng, samples, 2.0, 0.2)
    return np.asarray(chord) + 0.35 * hiss(rng, samples, 60, 500, -5) + 0.2 * air


def _library(rng: Generator, samples: int) -> Sound:
    def page(rng: Generator) -> Sound:
        length = int(rng.uniform(0.25, 0.5) * SAMPLE_RATE)
        sweep = np.sin(np.linspace(0, np.pi, length)) ** 2
        return hiss(rng, length, 1500, 8000, -3) * sweep * rng.uniform(0.3, 0.9)

    clock = ticks(samples, rng)
    return 0.6 * room(rng, samples, 0.08) + scatter(rng, samples, 0.3, page) + 0.5 * clock


def _living_room(rng: Generator, samples: int) -> Sound:
    crackle = partial(click, low=1000, high=8000, milliseconds=3)
    fire = scatter(rng, samples, 9, crackle) + 0.15 * hiss(rng, samples, 90, 600, -4)
    cosy = fire if rng.random() < 0.5 else 0.6 * ticks(samples, rng)
    return 0.55 * room(rng, samples, 0.1) + cosy


def _aeroplane(rng: Generator, samples: int) -> Sound:
    t = seconds_of(samples)
    drone = np.sin(2 * np.pi * 118 * t) + 0.6 * np.sin(2 * np.pi * 121.5 * t)
    air = hiss(rng, samples, 90, 2600, -3.5) * swell(rng, samples, 3.0, 0.85)
    return air + 0.25 * drone + 0.06 * murmur(rng, samples, 3)


def _airport(rng: Generator, samples: int) -> Sound:
    wheels = scatter(rng, samples, 0.25, partial(thud, pitch=150, length=0.3))
    hall = 0.35 * hiss(rng, samples, 80, 1800, -5) + 0.7 * murmur(rng, samples, 9)
    return hall + 0.35 * scatter(rng, samples, 0.1, chime) + 0.3 * wheels


def _balcony(rng: Generator, samples: int) -> Sound:
    far = 0.45 * traffic(rng, samples, 0.15)
    return far + 0.5 * birds(rng, samples, 0.5) + 0.2 * wind(rng, samples)


def _bar(rng: Generator, samples: int) -> Sound:
    glasses = 0.4 * scatter(rng, samples, 0.9, clink)
    return murmur(rng, samples, 10) + glasses + 0.35 * music(rng, samples)


def _bathroom(rng: Generator, samples: int) -> Sound:
    fan = 0.5 * hiss(rng, samples, 150, 2000, -5)
    return fan + 0.6 * scatter(rng, samples, 0.6, drip)


def _bedroom(rng: Generator, samples: int) -> Sound:
    return 0.7 * room(rng, samples, 0.05) + 0.35 * ticks(samples, rng)


def _boat(rng: Generator, samples: int) -> Sound:
    t = seconds_of(samples)
    engine = np.sin(2 * np.pi * 62 * t) * (0.6 + 0.4 * np.sin(2 * np.pi * 9 * t))
    water = lapping(rng, samples, 1.4) + 0.35 * wind(rng, samples)
    return water + 0.3 * engine + 0.2 * scatter(rng, samples, 0.1, gull)


def _cafe(rng: Generator, samples: int) -> Sound:
    def steam(rng: Generator) -> Sound:
        length = int(rng.uniform(0.8, 1.8) * SAMPLE_RATE)
        return hiss(rng, length, 2500, 9000) * np.sin(np.linspace(0, np.pi, length)) ** 0.5

    cups = 0.45 * scatter(rng, samples, 0.8, clink)
    people = murmur(rng, samples, 8) + 0.2 * hiss(rng, samples, 100, 1500, -5)
    return people + cups + 0.2 * scatter(rng, samples, 0.1, steam)


def _car(rng: Generator, samples: int) -> Sound:
    t = seconds_of(samples)
    engine = np.sin(2 * np.pi * 84 * t) + 0.4 * np.sin(2 * np.pi * 168 * t)
    road = hiss(rng, samples, 50, 900, -5) * swell(rng, samples, 1.2, 0.75)
    return road + 0.2 * engine + 0.1 * scatter(rng, samples, 0.4, partial(thud, pitch=60))


def _castle(rng: Generator, samples: int) -> Sound:
    return 0.7 * wind(rng, samples, 420) + 0.3 * scatter(rng, samples, 0.2, drip)


def _cave(rng: Generator, samples: int) -> Sound:
    drops = scatter(rng, samples, 1.1, drip)
    echoes = sum(0.5**k * np.roll(drops, int(0.19 * k * SAMPLE_RATE)) for k in range(1, 5))
    return drops + np.asarray(echoes) + 0.5 * hiss(rng, samples, 40, 400, -5)


def _church(rng: Generator, samples: int) -> Sound:
    knocks = scatter(rng, samples, 0.15, partial(thud, pitch=180, length=0.2))
    echoes = sum(0.6**k * np.roll(knocks, int(0.13 * k * SAMPLE_RATE)) for k in range(8))
    return 0.5 * hiss(rng, samples, 60, 900, -6) + 0.3 * np.asarray(echoes)


def _corridor(rng: Generator, samples: int) -> Sound:
    doors = scatter(rng, samples, 0.12, partial(thud, pitch=70, length=0.35))
    return room(rng, samples, 0.2) + 0.25 * murmur(rng, samples, 2) + 0.4 * doors


def _desert(rng: Generator, samples: int) -> Sound:
    return wind(rng, samples, 600) + 0.2 * hiss(rng, samples, 2500, 8000) * swell(
        rng, samples, 1.3, 0.0
    )


def _farm(rng: Generator, samples: int) -> Sound:
    def hen(rng: Generator) -> Sound:
        t = seconds_of(int(rng.uniform(0.12, 0.3) * SAMPLE_RATE))
        pitch = 480 * (1 + 0.5 * t / t[-1]) * rng.uniform(0.85, 1.2)
        voice = sum(np.sin(2 * np.pi * k * np.cumsum(pitch) / SAMPLE_RATE) / k for k in (1, 2, 3))
        return np.asarray(voice) * np.sin(np.pi * t / t[-1]) * rng.uniform(0.2, 0.8)

    bed = 0.3 * wind(rng, samples) + 0.6 * birds(rng, samples, 0.8)
    return bed + 0.4 * scatter(rng, samples, 0.9, hen)


def _field(rng: Generator, samples: int) -> Sound:
    grass = 0.4 * wind(rng, samples) + 0.2 * leaves(rng, samples)
    return grass + 0.6 * birds(rng, samples, 0.6) + 0.12 * crickets(rng, samples, 2)


def _garden(rng: Generator, samples: int) -> Sound:
    def bee(rng: Generator) -> Sound:
        t = np.linspace(-1, 1, int(rng.uniform(1.0, 2.2) * SAMPLE_RATE))
        pitch = rng.uniform(190, 240) * (1 - 0.06 * t)
        buzz = np.sign(np.sin(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE))
        return 0.2 * buzz * np.exp(-4 * t**2) * rng.uniform(0.3, 1)

    bed = 0.3 * leaves(rng, samples) + 0.15 * wind(rng, samples)
    return bed + 0.8 * birds(rng, samples, 1.0) + 0.5 * scatter(rng, samples, 0.2, bee)


def _gym(rng: Generator, samples: int) -> Sound:
    weights = scatter(rng, samples, 0.4, partial(thud, pitch=70, length=0.3))
    clanks = scatter(rng, samples, 0.5, partial(click, low=900, high=4500, milliseconds=25))
    hall = 0.4 * hiss(rng, samples, 100, 1600, -5) + 0.3 * murmur(rng, samples, 4)
    return hall + 0.6 * weights + 0.4 * clanks + 0.25 * music(rng, samples)


def _harbour(rng: Generator, samples: int) -> Sound:
    ropes = scatter(rng, samples, 0.7, partial(click, low=1500, high=6000, milliseconds=18))
    gulls = 0.35 * scatter(rng, samples, 0.3, gull)
    return lapping(rng, samples) + gulls + 0.25 * ropes + 0.3 * wind(rng, samples)


def _hospital(rng: Generator, samples: int) -> Sound:
    beeps = scatter(rng, samples, 0.5, partial(beep, pitch=950.0, length=0.1))
    return room(rng, samples, 0.2) + 0.12 * beeps + 0.25 * murmur(rng, samples, 3)


def _jungle(rng: Generator, samples: int) -> Sound:
    insects = 0.3 * crickets(rng, samples, 6) * swell(rng, samples, 2.0, 0.4)
    wet = 0.3 * leaves(rng, samples) + 0.15 * scatter(rng, samples, 2.0, drip)
    return wet + insects + birds(rng, samples, 2.2)


def _laboratory(rng: Generator, samples: int) -> Sound:
    fan = hiss(rng, samples, 120, 3000, -4)
    return fan + 0.2 * room(rng, samples) + 0.1 * scatter(rng, samples, 0.2, beep)


def _lake(rng: Generator, samples: int) -> Sound:
    water = 0.6 * lapping(rng, samples, 0.6) + 0.25 * wind(rng, samples)
    return water + 0.5 * birds(rng, samples, 0.5)


def _market(rng: Generator, samples: int) -> Sound:
    crates = scatter(rng, samples, 0.3, partial(thud, pitch=160, length=0.12))
    return murmur(rng, samples, 14) + 0.3 * crates + 0.15 * hiss(rng, samples, 150, 2500, -4)


def _meeting_room(rng: Generator, samples: int) -> Sound:
    return 0.8 * hiss(rng, samples, 90, 1600, -5) + 0.1 * room(rng, samples)


def _mountains(rng: Generator, samples: int) -> Sound:
    return wind(rng, samples, 550) + 0.12 * birds(rng, samples, 0.2)


def _museum(rng: Generator, samples: int) -> Sound:
    heels = scatter(rng, samples, 0.5, partial(thud, pitch=200, length=0.1))
    hall = 0.6 * room(rng, samples, 0.1) + 0.3 * murmur(rng, samples, 3)
    return hall + 0.2 * heels


def _news_studio(rng: Generator, samples: int) -> Sound:
    return hiss(rng, samples, 100, 2200, -5)


def _nightclub(rng: Generator, samples: int) -> Sound:
    return 1.6 * music(rng, samples) + 0.6 * murmur(rng, samples, 12)


def _old_town(rng: Generator, samples: int) -> Sound:
    street = 0.5 * murmur(rng, samples, 6) + 0.15 * traffic(rng, samples, 0.1)
    return street + 0.5 * birds(rng, samples, 0.5)


def _podcast(rng: Generator, samples: int) -> Sound:
    return hiss(rng, samples, 60, 1200, -6)


def _restaurant(rng: Generator, samples: int) -> Sound:
    plates = 0.4 * scatter(rng, samples, 1.0, clink)
    return murmur(rng, samples, 10) + plates + 0.15 * hiss(rng, samples, 100, 1500, -5)


def _rooftop(rng: Generator, samples: int) -> Sound:
    return 0.6 * wind(rng, samples) + 0.5 * traffic(rng, samples, 0.2)


def _shop(rng: Generator, samples: int) -> Sound:
    till = scatter(rng, samples, 0.3, partial(beep, pitch=1850.0, length=0.07))
    hall = 0.5 * hiss(rng, samples, 90, 1800, -5) + 0.4 * murmur(rng, samples, 5)
    return hall + 0.12 * till


def _spaceship(rng: Generator, samples: int) -> Sound:
    t = seconds_of(samples)
    hum = sum(np.sin(2 * np.pi * k * 55 * t + rng.random() * 6) / k for k in (1, 2, 3, 5))
    panel = scatter(rng, samples, 0.5, partial(beep, pitch=1400.0, length=0.05))
    return np.asarray(hum) + 0.6 * hiss(rng, samples, 80, 1800, -4) + 0.1 * panel


def _stadium(rng: Generator, samples: int) -> Sound:
    clap = partial(click, low=700, high=5000, milliseconds=7)
    roar = hiss(rng, samples, 250, 2600, -3) * swell(rng, samples, 1.8, 0.4)
    return roar + 0.8 * murmur(rng, samples, 14) + 0.4 * scatter(rng, samples, 40, clap)


def _station(rng: Generator, samples: int) -> Sound:
    rumble = hiss(rng, samples, 40, 260, -3) * swell(rng, samples, 2.5, 0.2)
    hall = 0.6 * murmur(rng, samples, 8) + 0.3 * hiss(rng, samples, 100, 2000, -5)
    return hall + 0.8 * rumble + 0.3 * scatter(rng, samples, 0.1, chime)


def _swimming_pool(rng: Generator, samples: int) -> Sound:
    splash = partial(click, low=700, high=6000, milliseconds=90)
    return (
        lapping(rng, samples, 1.2)
        + 0.4 * murmur(rng, samples, 6)
        + 0.3 * scatter(rng, samples, 0.4, splash)
    )


def _train(rng: Generator, samples: int) -> Sound:
    rolls = hiss(rng, samples, 60, 1100, -5) * swell(rng, samples, 1.5, 0.75)
    return rolls + 0.9 * clatter(rng, samples)


def _workshop(rng: Generator, samples: int) -> Sound:
    hammer = scatter(rng, samples, 0.8, partial(click, low=800, high=5000, milliseconds=22))
    machine = room(rng, samples, 0.6) + 0.4 * hiss(rng, samples, 150, 2500, -4)
    return 0.7 * machine + 0.6 * hammer


def _outside_at_night(rng: Generator, samples: int) -> Sound:
    return 0.35 * wind(rng, samples) + 0.8 * crickets(rng, samples, 4)


def _beach_at_night(rng: Generator, samples: int) -> Sound:
    return lapping(rng, samples, 0.5) + 0.15 * wind(rng, samples)


PLACES: Mapping[str, Callable[[Generator, int], Sound]] = {
    "aeroplane": _aeroplane, "airport": _airport, "balcony": _balcony, "bar": _bar,
    "bathroom": _bathroom, "beach": _beach, "bedroom": _bedroom, "boat": _boat, "cafe": _cafe,
    "car": _car, "castle": _castle, "cave": _cave, "church": _church, "city_day": _city_day,
    "city_night": _city_night, "classroom": _classroom, "corridor": _corridor, "desert": _desert,
    "farm": _farm, "field": _field, "forest": _forest, "garden": _garden, "gym": _gym,
    "harbour": _harbour, "hospital": _hospital, "jungle": _jungle, "kitchen": _kitchen,
    "laboratory": _laboratory, "lake": _lake, "library": _library, "living_room": _living_room,
    "market": _market, "meeting_room": _meeting_room, "mountains": _mountains,
    "museum": _museum, "news_studio": _news_studio, "nightclub": _nightclub,
    "office": _office, "old_town": _old_town, "park": _park, "podcast": _podcast,
    "rain_window": _rain, "restaurant": _restaurant, "rooftop": _rooftop, "shop": _shop,
    "snow": _snow, "space": _space, "spaceship": _spaceship, "stadium": _stadium,
    "stage": _stage, "station": _station, "studio": _studio, "swimming_pool": _swimming_pool,
    "train": _train, "workshop": _workshop,
}  # fmt: skip
_QUIET_AT_NIGHT = ("balcony", "castle", "farm", "field", "forest", "garden", "lake", "park")
NIGHTS: Mapping[str, Callable[[Generator, int], Sound]] = {
    **dict.fromkeys(_QUIET_AT_NIGHT, _outside_at_night),
    "beach": _beach_at_night,
    "harbour": lapping,
}
