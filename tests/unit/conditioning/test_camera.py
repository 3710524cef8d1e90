"""How a prompt wants the camera to move."""

import pytest

from retrat.conditioning.camera import BRISK, MOST_MOVES, SLOW, Move, before_a_picture, camera_moves
from retrat.train.data.caption_words import CAMERA_WORDS

WAYS = ("A woman in a kitchen. {}.", "{}, a man on a beach", 'She says: "Hello." {}')
OF_THE_WORLD = {"push-in": Move.PUSH_IN, "pan": Move.PAN_RIGHT, "orbit": Move.ORBIT}


def moves(prompt: str) -> list[Move]:
    return [each.move for each in camera_moves(prompt)]


@pytest.mark.parametrize("name", CAMERA_WORDS)
def test_every_move_of_the_world_is_understood_in_all_its_wordings(name: str) -> None:
    wanted = [OF_THE_WORLD[name]] if name in OF_THE_WORLD else []
    for words in CAMERA_WORDS[name]:
        for way in WAYS:
            assert moves(way.format(words)) == wanted, way.format(words)


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("The camera zooms out to reveal the beach", [Move.PULL_OUT]),
        ("Camera zooms in and then out", [Move.PUSH_IN, Move.PULL_OUT]),
        ("The camera pulls back", [Move.PULL_OUT]),
        ("The camera moves from left to right", [Move.PAN_RIGHT]),
        ("The camera pans from right to left", [Move.PAN_LEFT]),
        ("The camera pans from the right", [Move.PAN_LEFT]),
        ("whip pan to the left", [Move.PAN_LEFT]),
        ("The camera slowly zooms in, then pans to the left", [Move.PUSH_IN, Move.PAN_LEFT]),
        ("The shot slowly tightens on her face", [Move.PUSH_IN]),
        ("camera movement: slow dolly in", [Move.PUSH_IN]),
        ("The camera rises", [Move.TILT_UP]),
        ("crane shot down", [Move.TILT_DOWN]),
        ("A 360 degree shot of a man", [Move.ORBIT]),
        ("Handheld camera, vlog style", [Move.HANDHELD]),
        ("A tracking shot of a man on a beach", [Move.PAN_RIGHT]),
    ],
)
def test_moves_are_understood(prompt: str, wanted: list[Move]) -> None:
    assert moves(prompt) == wanted


@pytest.mark.parametrize(
    "prompt",
    [
        "A chef with a frying pan in a kitchen",
        "He pushes in the door and moves closer",
        "A woman zooms in on the map with her phone",
        "An astronaut orbiting the earth",
        "He tilts his head up",
        "A close-up shot of a woman in a park",
        "She looks at the camera and moves her hands up",
        "He steps back from the camera and goes away",
        "A cameraman moves away",
        "A man with a camera going around town",
        "The camera does not move",
        "No camera movement, no zoom",
        "The camera never zooms in, and it doesn't pan left",
        "Not a slow zoom in, no push-in",
        "Static camera. A man moves in",
        "A wide shot of a man, walking in the sand",
        'A woman says: "The camera zooms in."',
    ],
)
def test_nothing_moves_where_no_camera_is_told_to(prompt: str) -> None:
    assert camera_moves(prompt) == ()


def test_how_briskly_is_said_within_the_same_part_of_the_sentence() -> None:
    slow, usual = camera_moves("A woman turns quickly. The camera slowly pushes in, then pans left")
    assert (slow.pace, usual.pace) == (SLOW, 1.0)
    assert camera_moves("A quick zoom in")[0].pace == BRISK


def test_a_clip_has_time_for_few_moves() -> None:
    prompt = "The camera zooms in, then pans left, then pans right, then zooms out"
    assert len(camera_moves(prompt)) == MOST_MOVES


def test_before_a_picture_without_anybody_it_comes_slowly_nearer() -> None:
    (move,) = before_a_picture("A lake in the mountains.")
    assert move.move is Move.PUSH_IN
    assert move.pace < 1
    assert before_a_picture("A lake, a static shot.") == ()
    assert before_a_picture('A sign says: "Stand still."') != ()
