"""What is heard around whoever speaks: their place, their steps where they walk, their hands where
they clap.

A place is heard more where nobody speaks, and so are rain, and thunder after lightning. What sounds
like them is made by rules (`media/ambience.py`), as pictures of places are; of a place that is not
known, the tower's is all.
"""

from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.bustle import is_hushed, is_without_music
from retrat.conditioning.hands import CLAP, hand_in
from retrat.conditioning.named_places import NamedPlace
from retrat.conditioning.score import music_in
from retrat.conditioning.weather import NIGHT, Weather, is_rained_on
from retrat.media.ambience import place_sound
from retrat.media.noises import SAMPLE_RATE, clap, hiss, rain, step, thunder
from retrat.pipeline.curves import around
from retrat.pipeline.motions import footfalls
from retrat.pipeline.players import APART, Player
from retrat.pipeline.reaching import claps_at
from retrat.pipeline.request import GenerateRequest
from retrat.pipeline.scenery import STUDIO, is_peopled, named_in, told_of_where, weather_at
from retrat.pipeline.weather import flashes_at
from retrat.types import Audio

STREAM = 0x5E4  # of the seed
LEVEL, ALONE, DUCKED = -44.0, 11.0, -12.0  # dB of full scale; more where nobody speaks, under words
# How much louder than that a place is, in dB.
LOUDER = {
    "nightclub": 10, "stadium": 7, "train": 4, "market": 4, "bar": 4, "aeroplane": 4, "station": 3,
    "city_day": 3, "rain_window": 3, "jungle": 3, "beach": 3, "workshop": 2, "airport": 2,
    "library": -6, "museum": -5, "church": -3, "bedroom": -9, "bathroom": -5, "classroom": -3,
    "meeting_room": -10, "corridor": -6, "hospital": -4, "laboratory": -5, "living_room": -5,
    "office": -3, "studio": -15, "news_studio": -14, "podcast": -16, "space": -3, "castle": -3,
}  # fmt: skip
# What steps fall on; else it is stone.
GROUND = {
    **dict.fromkeys(("beach", "desert"), "sand"),
    **dict.fromkeys(("snow", "mountains"), "snow"),
    **dict.fromkeys(("forest", "jungle"), "leaves"),
    **dict.fromkeys(("field", "farm", "lake"), "grass"),
    **dict.fromkeys(("park", "garden"), "gravel"),
    **dict.fromkeys(("stage", "library", "living_room", "bedroom", "boat", "harbour"), "wood"),
}
# dB of full scale where nobody speaks: rain as usual, what comes of it through walls, thunder.
RAIN, RAIN_OUTSIDE, THUNDER = -41.0, -46.0, -33.0
RAINDROPS, AFTER_A_FLASH = 60, 0.6  # near ones a second; seconds
RAINED_ON = 0.5  # of a place's own sounds is left: birds are silent then
# Of what is heard in places where music plays, where other music is asked for, or none.
MUSICAL, UNDER_MUSIC = ("bar", "gym", "nightclub"), 0.2
STEP, CLAP_LEVEL = 0.06, 0.07  # of full scale
HEARD, NEAR, SOFTLY = 0.012, 0.12, 0.5  # root mean square of words; seconds around; of change
FADE = 0.03  # seconds at both ends


def in_its_place(audio: Audio, request: GenerateRequest, players: Sequence[Player]) -> Audio:
    """The sound of a clip that was made, with what is heard of its place, of steps and of claps."""
    told, is_given = told_of_where(request), request.image is not None or request.place is not None
    named = named_in(request, is_peopled=is_peopled(request) and not is_given)
    place = STUDIO if isinstance(named, tuple) else named  # before a wall
    weather = weather_at(request, None if is_given else place)
    is_quiet = weather.rain == 0 and not weather.thunders
    if (place is None and is_quiet) or is_hushed(told):
        return audio
    assert audio.sample_rate == SAMPLE_RATE, "sounds of places are made at that rate"
    # Of a place that is not known the tower's sound is all, but for what falls there.
    is_told = request.speaks or place is None
    said = audio.samples[0] if is_told else torch.zeros_like(audio.samples[0])
    heard = sound_of_weather(weather, place, request, len(said)).to(said)
    if place is not None:
        share = RAINED_ON if weather.rain else 1.0
        if place.name in MUSICAL and (is_without_music(told) or music_in(request.casting_prompt)):
            share *= UNDER_MUSIC
        heard = heard + share * sound_around(place, request, len(said)).to(said)
    heard = heard * (under_words(said) if request.speaks else of_decibels(ALONE))
    steps = steps_of(place.name if place else "", players, request.seed, len(said)).to(said)
    steps = steps + claps_of(request, players, len(said)).to(said)
    ends = torch.arange(len(said)).to(said) / (FADE * SAMPLE_RATE)
    heard = (heard + steps) * torch.minimum(ends, ends.flip(0)).clamp(max=1)
    return replace(audio, samples=(said + heard).clamp(-1, 1)[None])


def sound_around(place: NamedPlace, request: GenerateRequest, samples: int) -> Float[Tensor, " z"]:
    """The sound of a place, as loud as it is; another in each shot."""
    rng = np.random.default_rng(((request.seed ^ STREAM) % 2**63, crc32(request.prompt.encode())))
    made = place_sound(place.name, rng, samples, at_night=bool(NIGHT & place.moments))
    made = made / max(float(np.sqrt(np.mean(made**2))), 1e-9)
    level = of_decibels(LEVEL + LOUDER.get(place.name, 0))
    return torch.from_numpy(np.tanh(level * made)).float()


def sound_of_weather(
    weather: Weather, place: NamedPlace | None, request: GenerateRequest, samples: int
) -> Float[Tensor, " z"]:
    """Rain, through walls where somebody is not in it, and thunder after each flash."""
    rng = np.random.default_rng(((request.seed ^ STREAM) % 2**63, crc32(b"weather")))
    heard = np.zeros(samples)
    if weather.rain:
        made = rain(rng, samples, RAINDROPS * weather.rain)
        heard += made * weather.rain**0.5 * of_decibels(RAIN) / np.sqrt(np.mean(made**2))
    elif (
        place is not None
        and place.name != "rain_window"
        and is_rained_on(told_of_where(request)[:2])
    ):
        heard += hiss(rng, samples, 120, 900, -3) * of_decibels(RAIN_OUTSIDE)
    if weather.thunders:
        for at in flashes_at(samples / SAMPLE_RATE, request.seed):
            _add(heard, of_decibels(THUNDER) * thunder(rng), at + AFTER_A_FLASH)
    return torch.from_numpy(np.tanh(heard)).float()


def under_words(said: Float[Tensor, " z"], ducked: float = DUCKED) -> Float[Tensor, " z"]:
    """How much of a place is heard: less while somebody speaks, by so many dB, changing softly."""
    reach = round(NEAR * SAMPLE_RATE / 2)
    speaks = (around(said.square(), reach).sqrt() > HEARD).float()
    soft = around(speaks, round(SOFTLY * SAMPLE_RATE / 2))
    return 1 - (1 - of_decibels(ducked)) * soft


def steps_of(place: str, players: Sequence[Player], seed: int, samples: int) -> Float[Tensor, " z"]:
    """Of everybody who walks or runs there, when their feet come down."""
    heard = np.zeros(samples)
    for number, player in enumerate(players):
        own = seed + number * APART
        rng = np.random.default_rng(((own ^ STREAM) % 2**63, number))
        for at in footfalls(player.does, samples / SAMPLE_RATE, own):
            _add(heard, STEP * step(rng, GROUND.get(place, "stone")), at)
    return torch.from_numpy(heard).float()


def claps_of(
    request: GenerateRequest, players: Sequence[Player], samples: int
) -> Float[Tensor, " z"]:
    """Of everybody who claps, when their hands meet."""
    heard = np.zeros(samples)
    for number, player in enumerate(players):
        hand = hand_in(request.prompt, number + 1, len(players))
        if hand is None or hand.pose != CLAP or player.matte is None:
            continue
        rng = np.random.default_rng((((request.seed + number * APART) ^ STREAM) % 2**63, number))
        for at in claps_at(hand, samples / SAMPLE_RATE):
            _add(heard, CLAP_LEVEL * clap(rng), at)
    return torch.from_numpy(heard).float()


def _add(heard: Float[np.ndarray, " z"], sound: Float[np.ndarray, " y"], at: float) -> None:
    """What of a sound that begins so many seconds on is still heard."""
    start = round(at * SAMPLE_RATE)
    part = sound[: max(0, len(heard) - start)]
    heard[start : start + len(part)] += part


def of_decibels(level: float) -> float:
    return float(10 ** (level / 20))
