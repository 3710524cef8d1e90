"""Scenes compile, differ, move, and give the person light."""

from collections.abc import Iterator
from ctypes.util import find_library
from dataclasses import fields

import numpy as np
import pytest

from retrat.errors import RequestError
from retrat.train.data.scene_sheet import SceneCanvas
from retrat.train.data.scenes import COLOURS, PARAMETERS, SCENE_NAMES, scene_from_seed

SIZE = 48


@pytest.fixture(scope="module")
def canvas() -> Iterator[SceneCanvas]:
    if find_library("EGL") is None:
        pytest.skip("libEGL is not installed (Debian: libegl1, libgl1-mesa-dri)")
    with SceneCanvas(SIZE, SIZE) as opened:
        yield opened


def picture(canvas: SceneCanvas, name: str, seed: int = 0, time: float = 0.0) -> np.ndarray:
    return canvas.draw(scene_from_seed(name, seed), time).astype(float)


def apart(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.abs(a - b).mean())


@pytest.mark.parametrize("name", SCENE_NAMES)
def test_a_scene_is_a_picture_that_lives(canvas: SceneCanvas, name: str) -> None:
    first, again, later = (picture(canvas, name, time=t) for t in (0.0, 0.0, 1.5))
    assert first.shape == (SIZE, SIZE, 3)
    assert first.std() > 5  # not one flat colour
    assert 12 < first.mean() < 245
    assert np.array_equal(first, again)
    assert 0.02 < apart(first, later) < 40  # something moves, not everything at once


@pytest.mark.parametrize("name", SCENE_NAMES)
def test_seeds_vary_a_scene(canvas: SceneCanvas, name: str) -> None:
    pictures = [picture(canvas, name, seed) for seed in range(4)]
    pairs = [apart(a, b) for i, a in enumerate(pictures) for b in pictures[:i]]
    assert np.median(pairs) > 6


def test_scenes_differ_from_each_other(canvas: SceneCanvas) -> None:
    pictures = [picture(canvas, name) for name in SCENE_NAMES]
    assert min(apart(a, b) for i, a in enumerate(pictures) for b in pictures[:i]) > 12


def test_near_things_shift_more_than_far_things(canvas: SceneCanvas) -> None:
    """The beach in a moved camera: its sky stays, its sand and palm do not."""
    scene = scene_from_seed("beach", 10)
    rest = canvas.draw(scene, 0.0).astype(float)
    moved = canvas.draw(scene, 0.0, camera=(0.4, 0.0)).astype(float)
    change = np.abs(moved - rest).mean(axis=(1, 2))
    assert change[SIZE // 2 :].mean() > 1.5 * change[: SIZE // 8].mean()
    assert apart(canvas.draw(scene, 0.0, zoom=1.4), rest) > 1


@pytest.mark.parametrize("name", SCENE_NAMES)
def test_camera_moves_keep_every_scene_finite_and_filled(canvas: SceneCanvas, name: str) -> None:
    scene = scene_from_seed(name, 5)
    for camera, zoom in (((0.6, 0.2), 1.0), ((-0.6, -0.2), 1.5), ((0.0, 0.0), 0.7)):
        drawn = canvas.draw(scene, 3.0, camera=camera, zoom=zoom).astype(float)
        assert drawn.std() > 4


def test_a_scene_follows_from_name_and_seed() -> None:
    assert scene_from_seed("park", 3) == scene_from_seed("park", 3) != scene_from_seed("park", 4)


@pytest.mark.parametrize("name", SCENE_NAMES)
def test_light_is_in_range_and_may_pulse(name: str) -> None:
    for seed in range(20):
        scene = scene_from_seed(name, seed)
        assert len(scene.parameters) == PARAMETERS
        assert len(scene.palette) == COLOURS
        light = scene.light_at(0.7)
        for field in fields(light):
            value = getattr(light, field.name)
            if field.name.endswith("_direction"):
                assert np.linalg.norm(value) == pytest.approx(1.0)
            elif field.name.endswith("_color"):
                assert all(0.0 <= v <= 2.0 for v in value)
        total = sum(np.mean(c) for c in (light.key_color, light.sky_color, light.ground_color))
        assert 0.2 < total < 2.0  # a face can be seen and is not burnt out


def test_a_stage_light_turns_and_a_studio_light_stays() -> None:
    stage, studio = scene_from_seed("stage", 0), scene_from_seed("studio", 0)
    assert stage.light_at(0.0) != stage.light_at(1.0)
    assert studio.light_at(0.0) == studio.light_at(1.0)


def test_snow_falls_before_the_person_too() -> None:
    assert scene_from_seed("snow", 0).has_front
    assert not scene_from_seed("office", 0).has_front


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(RequestError) as refusal:
        scene_from_seed("volcano", 0)
    assert refusal.value.field == "scene"
