"""Pictures of takes: the same each time, with true labels."""

from dataclasses import replace

import numpy as np
import pytest

from retrat.train.data.motion import Take, TakeRequest, take_from_seed
from retrat.train.data.people import outfit_from_seed, person_from_seed
from retrat.train.data.scene_sheet import SceneCanvas
from retrat.train.data.scenes import scene_from_seed
from retrat.train.data.shot import LANDMARKS

SIZE = (96, 96)


@pytest.fixture(scope="module")
def take(pack) -> Take:
    person = person_from_seed(4, pack)
    request = TakeRequest(
        frames=5, size=SIZE, action="talk", camera_move="still", framing="close-up"
    )
    scene = scene_from_seed("studio", 1)
    return take_from_seed(2, request, person, outfit_from_seed(1, person), scene)


def test_a_take_renders_the_same_twice(renderer, take: Take) -> None:
    one, two = renderer.render(take), renderer.render(take)
    assert one.frames.shape == (5, 96, 96, 3)
    np.testing.assert_array_equal(one.frames, two.frames)
    assert one.frames.std() > 10


def test_another_context_in_between_changes_nothing(renderer, take: Take) -> None:
    before = renderer.render(take).frames
    canvas = SceneCanvas(32, 32)
    np.testing.assert_array_equal(renderer.render(take).frames, before)
    canvas.context.release()
    np.testing.assert_array_equal(renderer.render(take).frames, before)


def test_labels_lie_on_the_face(renderer, take: Take) -> None:
    rendered = renderer.render(take)
    left, top, right, bottom = rendered.face_box.T
    assert (bottom - top > 0).all()
    assert (bottom - top < 96).all()
    points = dict(zip(LANDMARKS, rendered.landmarks[0], strict=True))
    assert (
        points["left eye"][0] > points["right eye"][0]
    )  # the person's left is the picture's right
    assert points["forehead"][1] < points["nose"][1] < points["upper lip"][1] < points["chin"][1]
    assert (left < points["nose"][0]).all() and (points["nose"][0] < right).all()


def test_an_open_jaw_opens_the_mouth_in_label_and_picture(renderer, take: Take) -> None:
    ones = np.ones(5)
    shut = replace(take, face={"jawOpen": 0 * ones})
    wide = replace(take, face={"jawOpen": 0.6 * ones})
    closed, opened = renderer.render(shut), renderer.render(wide)
    assert opened.mouth_open.min() > closed.mouth_open.max() + 0.05
    mouth = opened.landmarks[0][LANDMARKS.index("upper lip")].astype(int)
    window = (slice(mouth[1], mouth[1] + 8), slice(mouth[0] - 4, mouth[0] + 5))
    assert np.abs(opened.frames[0][window].astype(int) - closed.frames[0][window]).mean() > 8


def test_turning_left_is_measured_as_left(renderer, take: Take) -> None:
    turned = replace(take, joints={"head": np.tile([0.0, 0.5, 0.0], (5, 1))})
    ahead = replace(take, joints={})
    difference = renderer.render(turned).head_yaw - renderer.render(ahead).head_yaw
    np.testing.assert_allclose(difference, 0.5, atol=0.06)


def test_the_matte_is_the_person(renderer, take: Take) -> None:
    here, there = (
        renderer.render(
            replace(take, scene=replace(scene_from_seed(name, 1), light=take.scene.light))
        )
        for name in ("beach", "city_night")
    )
    np.testing.assert_array_equal(here.mattes, there.mattes)
    apart = np.abs(here.frames.astype(int) - there.frames).max(axis=-1)
    assert apart[here.mattes == 255].max() < 3  # the same person under the same light
    assert np.median(apart[here.mattes == 0]) > 20  # before another place
    nose = here.landmarks[0][LANDMARKS.index("nose")].astype(int)
    assert here.mattes[0, nose[1], nose[0]] == 255
