"""What is heard around whoever speaks."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from retrat.conditioning.hands import hand_in
from retrat.conditioning.motions import motions_in
from retrat.conditioning.named_places import place_in
from retrat.conditioning.weather import Weather
from retrat.pipeline.ambience import (
    AFTER_A_FLASH,
    ALONE,
    LEVEL,
    LOUDER,
    claps_of,
    in_its_place,
    sound_of_weather,
    steps_of,
    under_words,
)
from retrat.pipeline.motions import body_of, footfalls
from retrat.pipeline.players import Player, framed
from retrat.pipeline.reaching import claps_at
from retrat.pipeline.request import GenerateRequest, Reference
from retrat.pipeline.weather import flashes_at
from retrat.types import Audio
from tests.unit.pipeline.test_generate import noise

RATE = 24_000
BEACH = GenerateRequest(prompt="A woman on a beach.", seconds=4.0)
SPEAKS = replace(BEACH, prompt='A woman on a beach says: "Hello."')


def somebody(prompt: str = "A woman walks") -> Player:
    return Player(
        face=framed(256), turn=torch.ones(1), attends=torch.zeros(1), does=motions_in(prompt)
    )


def words() -> Audio:
    """Loud in the second of four seconds, and nothing else."""
    samples = torch.zeros(1, 4 * RATE)
    samples[:, RATE : 2 * RATE] = 0.1 * torch.sin(torch.arange(RATE) * 0.3)
    return Audio(samples=samples, sample_rate=RATE)


def level(samples: torch.Tensor) -> float:
    return float(20 * torch.log10(samples.square().mean().sqrt() + 1e-9))


def heard(request: GenerateRequest, *players: Player) -> torch.Tensor:
    return in_its_place(words(), request, players).samples[0]


def test_a_place_alone_is_heard_and_ends_softly() -> None:
    sound = heard(BEACH)
    assert level(sound) == pytest.approx(LEVEL + ALONE + LOUDER["beach"], abs=0.5)
    assert sound[0] == sound[-1] == 0
    assert torch.equal(sound, heard(BEACH))
    assert not torch.allclose(sound, heard(replace(BEACH, seed=1)))
    assert not torch.allclose(sound, heard(replace(BEACH, prompt="She is on a beach."))), "shots"


def test_words_are_louder_than_their_place_which_gives_way() -> None:
    driven = replace(SPEAKS, prompt='A woman in a car says: "Hello."')
    around = heard(driven) - words().samples[0]
    before, under, after = (around[s * RATE // 4 :][: RATE // 2] for s in (0, 5, 13))
    assert level(under) < level(before) - 4
    assert level(under) < level(after) - 4
    assert level(words().samples[0, RATE : 2 * RATE]) > level(under) + 18


def test_rain_is_heard_and_quiets_what_sings() -> None:
    """Louder in more of it, through walls where somebody is indoors, and at a given place."""
    fair, wet, pouring = (
        level(heard(replace(BEACH, prompt=f"A woman on a beach {words}.")))
        for words in ("at noon", "in the rain", "in heavy rain")
    )
    assert pouring > wet + 1
    assert fair < pouring
    garden = level(heard(replace(BEACH, prompt="A woman in a garden.")))
    assert level(heard(replace(BEACH, prompt="A woman in a garden in the rain."))) > garden + 2
    dry, within = (
        level(heard(replace(BEACH, prompt=f"A woman in a bedroom. {words}")))
        for words in ("It is late.", "It is raining outside.")
    )
    assert within > dry + 2
    given = replace(SPEAKS, prompt='She says: "Hello."', place=noise(1, 3, 256, 256))
    rainy = replace(given, prompt='In the rain she says: "Hello."')
    assert torch.equal(heard(given), words().samples[0])
    assert level(heard(rainy) - words().samples[0]) > -65


def test_thunder_follows_each_flash() -> None:
    storm = replace(BEACH, prompt="A woman on a beach in a thunderstorm.")
    weather = Weather(rain=1.0, thunders=True)
    place = place_in(storm.prompt)
    loud, plain = (
        sound_of_weather(each, place, storm, 4 * RATE) for each in (weather, Weather(rain=1.0))
    )
    thunder = (loud - plain).abs()
    start = flashes_at(4.0, storm.seed)[0] + AFTER_A_FLASH
    assert thunder[: round(start * RATE) - 10].max() < 1e-6
    assert thunder[round(start * RATE) :][: RATE // 2].max() > 0.01


def test_it_gives_way_softly() -> None:
    gain = under_words(words().samples[0])
    assert gain[0] == gain[-1] == 1
    assert gain[int(1.5 * RATE)] < 0.45
    assert gain.diff().abs().max() < 1e-3


@pytest.mark.parametrize(
    "prompt",
    [
        'A woman in a tunnel says: "Hello."',
        'A woman on a beach, no background noise, says: "Hello."',
        'A woman on a beach, in silence. She says: "Hello."',
    ],
)
def test_what_is_not_known_or_not_wanted_is_not_added(prompt: str) -> None:
    assert torch.equal(heard(replace(BEACH, prompt=prompt)), words().samples[0])


def test_words_name_the_sound_of_a_picture_that_is_given_and_nowhere_is_no_studio() -> None:
    image = noise(0, 3, 512, 512).clamp(-1, 1)
    assert level(heard(replace(BEACH, image=image))) > LEVEL
    nowhere = replace(SPEAKS, prompt='A woman says: "Hello."')
    assert torch.equal(heard(replace(nowhere, image=image)), words().samples[0])
    photo = replace(nowhere, references=(Reference(busts=(image,)),))
    quiet = heard(photo) - words().samples[0]
    assert -70 < level(quiet) < -45, "a studio's air"
    assert level(heard(replace(nowhere, prompt="A man before a red wall."))) < -45


def test_steps_are_heard_when_feet_come_down() -> None:
    walker = somebody()
    falls = footfalls(walker.does, 4.0, 7)
    assert len(falls) in (7, 8)
    low = body_of(walker.does, 96, 24.0, 7).down
    for at in falls:
        if 0.1 < at < 3.9:
            near = low[round(at * 24) - 2 : round(at * 24) + 3]
            assert near.max() > 0.97 * low.max()
    sound = steps_of("beach", [walker], 7, 4 * RATE)
    walked = replace(BEACH, seed=7)
    added = (heard(walked, walker) - heard(walked))[RATE // 10 : -RATE // 10]
    assert torch.allclose(added, sound[RATE // 10 : -RATE // 10], atol=1e-5)
    loud = sound.abs()
    for at in falls:
        start = round(at * RATE)
        if at < 3.8:
            assert loud[start : start + 3000].max() > 5 * loud[start - 600 : start].max()


def test_who_stands_makes_no_steps_and_who_runs_makes_more() -> None:
    assert not steps_of("beach", [somebody("A woman smiles")], 7, RATE).any()
    walks, runs = (
        len(footfalls(motions_in(f"A man {does}"), 8.0, 3)) for does in ("walks", "runs")
    )
    assert runs > 1.3 * walks
    one, two = (steps_of("snow", [somebody()] * count, 7, 4 * RATE) for count in (1, 2))
    assert level(two) > level(one)


def test_claps_are_heard_when_hands_meet() -> None:
    claps = replace(BEACH, prompt="A woman on a beach claps.", seed=7)
    who = replace(somebody("A woman"), matte=torch.ones(1, 8, 8))
    sound = claps_of(claps, [who], 4 * RATE)
    (hand,) = [hand_in(claps.prompt)]
    assert hand is not None
    loud = sound.abs()
    for at in claps_at(hand, 4.0):
        start = round(at * RATE)
        assert loud[start : start + 1200].max() > 5 * loud[start - 600 : start].max()
    added = (heard(claps, who) - heard(claps))[RATE // 10 : -RATE // 10]
    assert torch.allclose(added, sound[RATE // 10 : -RATE // 10], atol=1e-5)
    assert not claps_of(claps, [somebody("A woman")], RATE).any(), "no hands are seen either"
    assert not claps_of(BEACH, [who], RATE).any()


def test_nights_have_crickets() -> None:
    day, night = (
        heard(replace(BEACH, prompt=f"A woman in a castle{when}.")).numpy()
        for when in ("", " at night")
    )
    shares = []
    for sound in (day, night):
        power = np.abs(np.fft.rfft(sound)) ** 2
        shares.append(power[4 * 3800 : 4 * 5200].sum() / power.sum())
    assert shares[1] > 2 * shares[0]
