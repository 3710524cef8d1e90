"""Looks: palettes fit the shaders, and every time of day comes up."""

from zlib import crc32

import numpy as np
import pytest

from retrat.train.data.scene_looks import LOOKS, Look
from retrat.train.data.scenes import COLOURS, PARAMETERS, scene_from_seed, scene_source


def look(name: str, seed: int) -> Look:
    rng = np.random.default_rng([crc32(name.encode()), seed])
    return LOOKS[name](rng, rng.random(PARAMETERS))


@pytest.mark.parametrize("name", list(LOOKS))
def test_a_palette_has_every_colour_that_its_shader_reads(name: str) -> None:
    source = scene_source(name)
    read = max(i for i in range(COLOURS) if f"u_c[{i}]" in source)
    for seed in range(5):
        palette = np.array(look(name, seed).palette)
        assert read < len(palette) <= COLOURS
        assert np.isfinite(palette).all()


@pytest.mark.parametrize(
    ("name", "moments"), [("beach", 3), ("park", 3), ("forest", 2), ("snow", 2)]
)
def test_the_times_of_a_place_all_come_up(name: str, moments: int) -> None:
    assert len({look(name, seed).moment for seed in range(40)}) == moments


def test_a_sunset_is_warmer_than_noon() -> None:
    scenes = [scene_from_seed("beach", seed) for seed in range(40)]
    warmth = {
        moment: np.mean(
            [s.light.key_color[0] - s.light.key_color[2] for s in scenes if s.moment == moment]
        )
        for moment in ("at sunset", "at noon")
    }
    assert warmth["at sunset"] > warmth["at noon"] + 0.1
