"""Takes are plain data that say what they show."""

import numpy as np
import pytest

from retrat.train.data.assets import Pack
from retrat.train.data.motion import (
    ACTIONS,
    CAMERA_MOVES,
    FRAMINGS,
    Take,
    TakeRequest,
    take_from_seed,
)
from retrat.train.data.people import outfit_from_seed, person_from_seed
from retrat.train.data.scenes import scene_from_seed


def take(label_pack: Pack, seed: int = 1, **wanted: object) -> Take:
    person = person_from_seed(seed, label_pack)
    request = TakeRequest(frames=49, **wanted)  # type: ignore[arg-type]
    outfit = outfit_from_seed(seed, person)
    return take_from_seed(seed, request, person, outfit, scene_from_seed("studio", seed))


def head(shot: Take, axis: int) -> np.ndarray:
    return np.sum(
        [shot.joints[bone][:, axis] for bone in ("neck01", "neck02", "neck03", "head")], 0
    )


def test_the_same_seed_moves_the_same(label_pack: Pack) -> None:
    one, two = take(label_pack), take(label_pack)
    for bone, curve in one.joints.items():
        np.testing.assert_array_equal(curve, two.joints[bone])
    assert (one.action, one.expression, one.framing) == (two.action, two.expression, two.framing)


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_has_a_value_a_frame_and_faces_in_range(label_pack: Pack, action: str) -> None:
    shot = take(label_pack, action=action)
    assert shot.action == action
    assert all(len(curve) == 49 for curve in [*shot.face.values(), *shot.joints.values()])
    assert all(curve.min() >= 0 and curve.max() <= 1 for curve in shot.face.values())


def test_nodding_pitches_shaking_yaws_and_waving_lifts_one_hand(label_pack: Pack) -> None:
    nod, shake = take(label_pack, action="nod"), take(label_pack, action="shake")
    assert np.ptp(head(nod, 0)) > 2 * np.ptp(head(shake, 0))
    assert np.ptp(head(shake, 1)) > 2 * np.ptp(head(nod, 1))
    wave = take(label_pack, action="wave")
    heights = sorted(hand[-1, 1] for hand in wave.hands.values())
    assert heights[0] < -0.8 < 0.0 < heights[1]


@pytest.mark.parametrize("move", CAMERA_MOVES)
def test_the_camera_does_what_its_label_says(label_pack: Pack, move: str) -> None:
    camera = take(label_pack, camera_move=move).camera
    moves = {
        "push-in": np.ptp(camera.face_pixels) > 1,
        "pan": np.ptp(camera.shift[:, 0]) > 0.05,
        "orbit": np.ptp(camera.yaw) > 0.1,
    }
    assert [name for name, is_seen in moves.items() if is_seen] == (
        [] if move == "still" else [move]
    )


@pytest.mark.parametrize("framing", FRAMINGS)
def test_faces_are_as_large_as_the_framing_says(label_pack: Pack, framing: str) -> None:
    low, high = FRAMINGS[framing]
    face = take(label_pack, framing=framing, camera_move="still").camera.face_pixels
    assert low <= face[0] <= high


def test_a_mouth_with_words_follows_them(label_pack: Pack) -> None:
    phones = (
        ("pau", 0.0, 0.5),
        ("aa", 0.5, 1.0),
        ("m", 1.0, 1.2),
        ("aa", 1.2, 1.6),
        ("pau", 1.6, 3.0),
    )
    jaw = take(label_pack, action="talk", expression="neutral", phones=phones).face["jawOpen"]
    assert jaw[16] > 0.2 > 0.05 > jaw[26]
    assert jaw[4] < 0.05


def test_who_beams_shows_teeth_and_less_of_them_while_speaking(label_pack: Pack) -> None:
    phones = (("pau", 0.0, 1.0), ("aa", 1.0, 1.3), ("iy", 1.3, 1.6))
    shot = take(label_pack, expression="beam", phones=phones)
    assert shot.expression == "grin"
    smile = shot.face["mouthSmileLeft"]
    assert smile[:12].min() > 0.55
    assert smile[26:36].max() < 0.4, "it yields to the words"
    assert smile[46:].min() > smile[30] + 0.2, "and comes back"
    assert shot.face["cheekSquintLeft"][30] > 0.3, "cheeks stay raised"
    other = take(label_pack, seed=2, expression="beam")
    assert other.face["mouthUpperUpLeft"][0] != shot.face["mouthUpperUpLeft"][0]
