"""The places that nano's first pictures begin with."""

from collections import Counter

import numpy as np
import pytest

from recipes.made_places import EACH, FIRST, PIXELS, table, variants
from retrat.conditioning.named_places import place_in
from retrat.media.pieces import decoded_picture
from retrat.models.made_places import MadePlaces
from retrat.runtime.models import release_named
from retrat.train.data.caption_words import SCENE_WORDS
from retrat.train.data.scenes import SCENE_NAMES
from retrat.weights.releases import load_part


@pytest.mark.parametrize("name", SCENE_NAMES)
def test_every_moment_of_a_place_is_there_as_often(name: str) -> None:
    scenes = variants(name)
    assert len(scenes) == EACH
    assert len({scene.seed for scene in scenes}) == EACH
    assert min(scene.seed for scene in scenes) >= FIRST
    assert len(set(Counter(scene.moment for scene in scenes).values())) == 1


def test_a_table_gives_back_what_was_put_in() -> None:
    scenes = variants("beach")[:2]
    rng = np.random.default_rng(0)
    pictures = [np.full((PIXELS, PIXELS, 3), rng.integers(256, size=3), np.uint8) for _ in scenes]
    places = table(scenes, pictures)
    for row, (scene, picture) in enumerate(zip(scenes, pictures, strict=True)):
        assert places.labels()[row] == (scene.name, scene.moment)
        difference = decoded_picture(places.picture(row)).astype(int) - picture
        assert np.abs(difference).max() <= 4


def test_what_ships_is_found_by_the_words_of_captions() -> None:
    places = load_part(release_named("nano"), "made_places", MadePlaces)
    labels = places.labels()
    assert Counter(name for name, _ in labels) == dict.fromkeys(SCENE_NAMES, EACH)
    for name, moment in set(labels):
        said = place_in(f"A woman {SCENE_WORDS[name][0]} {moment}.")
        assert said is not None
        row = places.choose(said.name, said.moments, 5)
        assert row is not None
        assert labels[row] == (name, moment)
    sizes = {decoded_picture(places.picture(row)).shape for row in range(len(labels))}
    assert sizes == {(PIXELS, PIXELS, 3)}
