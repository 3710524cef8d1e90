"""Fingers that bend to the palm, thumbs that point where they are told to."""

import functools

import numpy as np
import pytest

from retrat.models.made_hands import HAND_HIGH, HAND_LOW, HAND_WIDE, HELD_WIDE, WRIST
from retrat.train.data.assets import Pack, load_pack
from retrat.train.data.hands.poses import FINGERS, POSES, Mesh, Pose, open_joints, posed
from retrat.train.data.hands.props import PROPS
from retrat.train.data.headshots import sitting
from tests.unit.train.data.hands.test_props import surface

SEED = 40_000_069


@functools.cache
def arm_of(name: str) -> list[Mesh]:
    pack = load_pack()
    return posed(POSES[name], sitting(SEED, pack).person, pack)


def skin_of(pose: Pose, pack: Pack) -> Mesh:
    names = [name for name, each in POSES.items() if each is pose]
    person = sitting(SEED, pack).person
    skin, sleeve, *_ = arm_of(names[0]) if names else posed(pose, person, pack)
    assert (skin.material, sleeve.material) == ("skin", "cloth")
    return skin


def tips(mesh: Mesh, pack: Pack) -> dict[str, np.ndarray]:
    """Where each finger's nail is, found where it is in an open hand."""
    joints = open_joints(sitting(SEED, pack).person, pack)
    nails = mesh.nail > 0.5
    found = {}
    for number, finger in enumerate(FINGERS, start=1):
        last = joints[f"finger{number}-3.R"]
        near = np.linalg.norm(mesh.flat - last, axis=1)
        others = [
            np.linalg.norm(mesh.flat - joints[f"finger{other}-3.R"], axis=1)
            for other in range(1, 6)
            if other != number
        ]
        own = nails & (near < np.min(others, axis=0))
        assert own.any(), finger
        found[finger] = mesh.points[own].mean(axis=0)
    return found


def test_an_open_hand_points_up_with_its_palm_to_the_viewer_and_its_thumb_at_the_right(
    pack: Pack,
) -> None:
    mesh = skin_of(POSES["open"], pack)
    at = tips(mesh, pack)
    assert all(at[finger][1] > WRIST + 0.12 for finger in FINGERS[1:])
    across = [at[finger][0] for finger in ("little", "ring", "middle", "index", "thumb")]
    assert across == sorted(across)
    seen = mesh.palm > 0.5
    assert mesh.points[seen, 2].mean() > mesh.points[~seen, 2].mean()


def test_folded_fingers_lie_before_the_palm(pack: Pack) -> None:
    opened, fist = (tips(skin_of(POSES[name], pack), pack) for name in ("open", "fist"))
    for finger in FINGERS[1:]:
        assert fist[finger][1] < opened[finger][1] - 0.06
        assert fist[finger][2] > 0.0, "not behind the hand"


@pytest.mark.parametrize(
    ("name", "up"),
    [
        ("finger", ("index",)),
        ("victory", ("index", "middle")),
        ("ring", ("middle", "ring", "little")),
        ("fist", ()),
    ],
)
def test_those_fingers_are_up_that_should_be(pack: Pack, name: str, up: tuple[str, ...]) -> None:
    at, opened = (tips(skin_of(POSES[each], pack), pack) for each in (name, "open"))
    high = [finger for finger in FINGERS[1:] if at[finger][1] > opened[finger][1] - 0.04]
    assert tuple(high) == up


def test_a_ring_closes(pack: Pack) -> None:
    at = tips(skin_of(POSES["ring"], pack), pack)
    assert np.linalg.norm(at["thumb"][:2] - at["index"][:2]) < 0.05


def test_a_thumb_that_is_held_up_is_highest(pack: Pack) -> None:
    mesh = skin_of(POSES["thumb"], pack)
    at = tips(mesh, pack)
    assert at["thumb"][1] == max(place[1] for place in at.values())
    assert at["thumb"][1] > mesh.points[mesh.nail <= 0.5, 1].max() - 0.03


def test_a_thumb_points_where_it_is_told_to(pack: Pack) -> None:
    ways = ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    up, out = (tips(skin_of(Pose(thumb=(way, way, way)), pack), pack)["thumb"] for way in ways)
    base = open_joints(sitting(SEED, pack).person, pack)["finger1-1.R"]
    for tip, way in ((up, ways[0]), (out, ways[1])):
        along = (tip - base) / np.linalg.norm(tip - base)
        assert along @ np.array(way) > 0.95


def test_fingers_are_spread(pack: Pack) -> None:
    spread, shut = (tips(skin_of(pose, pack), pack) for pose in (POSES["open"], Pose()))
    for one, other in (("index", "middle"), ("middle", "ring"), ("ring", "little")):
        apart = [np.linalg.norm((at[one] - at[other])[:2]) for at in (spread, shut)]
        assert apart[0] > apart[1] + 0.003


@pytest.mark.parametrize("name", POSES)
def test_hands_are_within_their_pictures(pack: Pack, name: str) -> None:
    wide = HAND_WIDE if POSES[name].prop is None else HELD_WIDE
    for mesh in arm_of(name):
        shown = mesh.points[mesh.points[:, 1] > HAND_LOW]
        assert np.abs(shown[:, 0]).max() < wide / 2
        assert shown[:, 1].max() < HAND_LOW + HAND_HIGH
        assert mesh.faces.max() < len(mesh.points)


def test_only_the_arm_is_there(pack: Pack) -> None:
    mesh = skin_of(POSES["open"], pack)
    assert len(np.unique(mesh.faces[mesh.faces >= 0])) == len(mesh.points)
    assert mesh.points[:, 1].min() > -0.1


@pytest.mark.parametrize("name", PROPS)
def test_a_prop_is_upright_in_the_hand(pack: Pack, name: str) -> None:
    skin, _, *pieces = arm_of(name)
    assert {piece.material for piece in pieces} == {"prop"}
    points = np.concatenate([piece.points for piece in pieces])
    own = np.concatenate([piece.flat for piece in pieces])
    low, high = np.quantile(own[:, 1], (0.1, 0.9))
    up = points[own[:, 1] >= high].mean(axis=0) - points[own[:, 1] <= low].mean(axis=0)
    assert up[1] > 0.9 * np.linalg.norm(up)
    whole = np.concatenate([surface(piece.points, piece.faces) for piece in pieces])
    grip = tips(skin, pack)["middle"]
    assert np.linalg.norm(whole - grip, axis=1).min() < 0.025, "fingers are about it"


def test_a_wrist_bends_to_the_little_finger(pack: Pack) -> None:
    straight, bent = (tips(skin_of(Pose(wrist=wrist), pack), pack) for wrist in (0.0, 30.0))
    assert bent["middle"][0] < straight["middle"][0] - 0.05
    assert abs(bent["middle"][2] - straight["middle"][2]) < 0.005
