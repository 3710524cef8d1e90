"""Where a prompt plays, and when."""

import pytest

from retrat.conditioning.named_places import place_in
from retrat.train.data.caption_words import SCENE_WORDS
from retrat.train.data.scenes import scene_from_seed

WAYS = (
    "A woman waves {}.",
    "{}, a man with a grey beard in a red sweater smiles.",
    "Close-up of a young woman {}, looking into the camera",
    "The person in image 1 {} says:",
)


@pytest.mark.parametrize("name", SCENE_WORDS)
def test_every_place_of_the_world_is_understood_in_all_its_wordings(name: str) -> None:
    for words in SCENE_WORDS[name]:
        for way in WAYS:
            found = place_in(way.format(words))
            assert found is not None, words
            assert found.name == name, way.format(words)


@pytest.mark.parametrize("name", SCENE_WORDS)
def test_moments_are_those_of_the_renderer(name: str) -> None:
    for seed in range(20):
        moment = scene_from_seed(name, seed).moment
        found = place_in(f"A woman {SCENE_WORDS[name][0]} {moment}.")
        assert found is not None
        assert not moment or moment in found.moments or name == "rain_window", moment


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("An office worker on a beach", "beach"),
        ("A chef with a kitchen knife in a park", "park"),
        ("A woman in a space suit on a beach", "beach"),
        ("A teacher in front of a blackboard talks about space", "classroom"),
        ("A man talks about the sea in his office", "office"),
        ("A man in a school uniform in a library", "library"),
        ("A kitchen in the morning", "kitchen"),
        ("She sits on a sofa", "living_room"),
        ("A WOMAN\nIN THE  WOODS", "forest"),
        ("A man on a street at night", "city_night"),
        ("A man on a sunny street", "city_day"),
        ("A girl in a city park", "park"),
        ("A woman walks along the sea", "beach"),
    ],
)
def test_where_somebody_is_counts(prompt: str, name: str) -> None:
    found = place_in(prompt)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "prompt",
    [
        "A man says",
        "Portrait of a woman",
        "A man in a car park",
        "A girl in a desert",
        "A woman in a space suit",
        "A man in a sea of people",
        "A woman with stars on her dress",
        "A theme park ranger",
    ],
)
def test_what_is_called_after_a_place_is_none(prompt: str) -> None:
    assert place_in(prompt) is None
