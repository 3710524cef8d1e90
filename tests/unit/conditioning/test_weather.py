"""Words for weather."""

import pytest

from retrat.conditioning.named_places import place_in
from retrat.conditioning.weather import (
    CLEAR,
    LITTLE,
    MUCH,
    USUAL,
    Weather,
    is_rained_on,
    weather_of,
    without_weather,
)


def weather(prompt: str) -> Weather:
    return weather_of([prompt], place_in(prompt))


@pytest.mark.parametrize(
    ("prompt", "rain"),
    [
        ("A woman on a street in the rain", USUAL),
        ("It is raining on the beach", USUAL),
        ("A man walks through a park, rain falls", USUAL),
        ("A rainy day in the city", USUAL),
        ("A woman in a garden in light rain", LITTLE),
        ("It drizzles in the old town", LITTLE),
        ("A man in a field in pouring rain", MUCH),
        ("A harbour in a downpour, a man waits", MUCH),
        ("A stormy beach", MUCH),
        ("It is raining very hard in the park", MUCH),
        ("A very sad woman on a street in the rain", USUAL),
        ("A man below a street light in the rain", USUAL),
    ],
)
def test_it_rains(prompt: str, rain: float) -> None:
    assert weather(prompt).rain == rain


@pytest.mark.parametrize(
    "prompt",
    [
        "A woman in a raincoat in a park",
        "A woman in a rain coat in a park",
        "A man in a rain forest",
        "A rainbow over a field",
        "A garden after the rain",
        "A street without rain",
        "It does not rain in the desert",
        "A storm of applause in a stadium",
        "A man in a park tells us about the rain",
        "A brainstorm in the garden",
        "A woman in a kitchen in the rain",
        "A woman at a rainy window",
        "A misty-eyed man on a beach",
        "Lightning-fast, a man in a park",
        "A lightning bolt on the shirt of a man in a park",
        "A man in a park",
    ],
)
def test_nothing_falls(prompt: str) -> None:
    assert weather(prompt) == CLEAR
    assert not weather(prompt).is_any


def test_the_rest_of_it() -> None:
    assert weather("A man in a foggy forest").fog == USUAL
    assert weather("A lake in the morning mist").fog == LITTLE
    assert weather("A harbour in thick fog").fog == MUCH
    assert weather("A man on a street in falling snow").snow == USUAL
    assert weather("It snows in the mountains").snow == USUAL
    assert weather("Leaves are falling in a park").leaves == USUAL
    assert weather("Swirling autumn leaves, a man in a garden").leaves == USUAL
    assert weather("Cherry petals drift through a garden").petals == USUAL
    assert weather("Confetti falls in the office").confetti == USUAL
    assert weather("Petals fall in a church").petals == USUAL
    assert weather("Leaves fall in a church") == CLEAR
    both = weather("A man in the city in rain and fog")
    assert both.rain == both.fog == USUAL


def test_thunder_comes_with_rain_where_there_is_a_sky() -> None:
    assert weather("A field with lightning") == Weather(rain=LITTLE, thunders=True)
    assert weather("A castle in a thunderstorm") == Weather(thunders=True)
    assert weather("A spaceship in a thunderstorm") == CLEAR


def test_nights_are_known() -> None:
    assert weather("A city at night in the rain").is_night
    assert not weather("A city in the rain").is_night
    assert weather("A city at night") == CLEAR


def test_of_a_place_that_is_given_words_say_whether_it_is_under_the_sky() -> None:
    assert weather_of(["He stands in the rain"], None).rain == USUAL
    assert weather_of(["He stands inside, it rains outside"], None) == CLEAR


def test_a_shot_counts_before_all() -> None:
    assert weather_of(["in fog", "in the rain"], None) == Weather(fog=USUAL)
    assert weather_of(["he laughs", "in the rain"], None) == Weather(rain=USUAL)


def test_indoors_rain_is_heard() -> None:
    assert is_rained_on(["A man in a kitchen. It is raining outside."])
    assert not is_rained_on(["A man in a kitchen in a raincoat"])


@pytest.mark.parametrize(
    ("prompt", "left"),
    [
        ("A man stands in the pouring rain and waits", "a man stands and waits"),
        ("A woman in a thunderstorm", "a woman"),
        ("On a rainy day he walks", "he walks"),
        ("A man in a raincoat", "a man in a raincoat"),
    ],
)
def test_weather_is_no_place(prompt: str, left: str) -> None:
    assert " ".join(without_weather(prompt).split()) == left
    assert len(without_weather(prompt)) == len(prompt)
