"""Where hands are at each moment."""

from dataclasses import replace

import pytest
import torch

from retrat.conditioning.hands import Hand
from retrat.pipeline.face_windows import FacePlace
from retrat.pipeline.players import Player
from retrat.pipeline.reaching import (
    CLAPS,
    HEART_AT,
    LAID,
    MEETS,
    MOUTH,
    PART,
    RIMS,
    TILTED_UP,
    Arm,
    Raise,
    Stand,
    arm_at,
    claps_at,
    moments_of,
    sides_of,
    sip_at,
    stand_of,
)
from tests.unit.pipeline.test_hands import OPEN, RATE, SIZE, WAVE, somebody


def test_the_seed_says_with_which_hand() -> None:
    _, player = somebody()
    sides = [sides_of(Raise(player=player, hand=OPEN, seed=seed), SIZE)[0] for seed in range(30)]
    assert sides.count(1) == 20, "most people are right-handed"


def test_a_hand_comes_up_where_there_is_room() -> None:
    _, player = somebody()
    near = FacePlace(x=0.3 * SIZE, y=player.face.y, scale=0.5)
    for x, side in ((0.3 * SIZE, -1), (0.7 * SIZE, 1)):
        alone = Raise(
            player=Player(face=FacePlace(x=x, y=45, scale=0.5), turn=torch.ones(1),
                          attends=torch.zeros(1)),
            hand=OPEN,
        )  # fmt: skip
        assert sides_of(alone, SIZE) == [side]
    beside = Raise(player=player, hand=OPEN, others=(near,))
    assert sides_of(beside, SIZE) == [-1], "not between two"
    crowded = stand_of(beside, 1, (SIZE, SIZE), 0.5)
    free = stand_of(Raise(player=player, hand=OPEN), 1, (SIZE, SIZE), 0.5)
    assert crowded.x > free.x + 0.1 * SIZE
    assert crowded.y > free.y, "below the chin, where it would hide a face"


def test_an_arm_is_hidden_before_and_after_and_comes_up_between() -> None:
    _, player = somebody()
    asked = Raise(player=player, hand=WAVE)
    stand = stand_of(asked, 1, (SIZE, SIZE), 0.55)
    arm = arm_at(torch.linspace(0, 4, 97), 4.0, asked, stand)
    assert arm.below[0] == arm.below[-1] == stand.hidden
    assert arm.below.min() == 0
    highest = stand.y - (0.55 - stand.hidden) * stand.metre
    assert SIZE < highest < 1.1 * SIZE, "nothing of it is in the picture, but it is near"


def test_the_other_hand_does_the_rest() -> None:
    _, player = somebody()
    for both in (False, True):
        waving = Hand(pose="open", waves=True, both=both)
        for side in (1, -1):
            assert sides_of(Raise(player=player, hand=waving, side=side), SIZE) == [side]


def test_a_microphone_is_nearer_to_the_mouth_than_a_cup() -> None:
    _, player = somebody(width=3 * SIZE)
    cup, microphone = (
        stand_of(Raise(player=player, hand=Hand(pose=name, stays=True)), 1, (SIZE, 3 * SIZE), 0.5)
        for name in ("cup", "microphone")
    )
    assert cup.x < microphone.x - 0.1 * SIZE
    assert cup.y == microphone.y


#
# hands that talk


def talking(turn: torch.Tensor, side: int = 1) -> Arm:
    """An arm at the frames of a clip in which somebody speaks then."""
    _, player = somebody()
    hand = Hand(pose="talking", both=True)
    asked = Raise(player=replace(player, turn=turn, attends=0 * turn), hand=hand, seed=3)
    stand = stand_of(asked, side, (SIZE, SIZE), 0.5)
    frames = len(turn)
    return arm_at(torch.arange(frames) / RATE, frames / RATE, asked, stand)


def test_hands_talk_while_somebody_speaks() -> None:
    turn = torch.zeros(240)
    turn[60:90], turn[96:120] = 1, 1
    below = talking(turn).below
    assert below[60:120].max() < 0.1, "in pauses, too"
    assert torch.allclose(below[:36], below.max()) and torch.allclose(below[150:], below.max())
    assert below.max() > 0.15


def test_hands_talk_where_nobody_speaks_but_not_at_the_ends() -> None:
    for turn in (torch.zeros(120), torch.ones(120)):
        below = talking(turn).below
        assert torch.allclose(below[[0, -1]], below.max(), atol=1e-3)
        assert below[24:96].max() < 0.1
    assert talking(torch.ones(8)).below.min() > 0.1, "too short for that"


def test_hands_that_talk_are_never_still_and_not_alike() -> None:
    left, right = (talking(torch.ones(240), side) for side in (1, -1))
    for arm in (left, right):
        for each in (arm.leans[36:200], arm.bends[36:200], arm.below[36:200]):
            assert each.max() - each.min() > 0.02
    alike = torch.corrcoef(torch.stack([left.leans[36:200], -right.leans[36:200]]))[0, 1]
    assert alike.abs() < 0.6


#
# what is drunk


def sipping(turn: torch.Tensor, pose: str = "cup") -> tuple[Arm, Raise, Stand]:
    _, player = somebody()
    hand = Hand(pose=pose, stays=True, is_there=True, sips=True)
    asked = Raise(player=replace(player, turn=turn, attends=0 * turn), hand=hand, seed=3)
    stand = stand_of(asked, 1, (SIZE, SIZE), 0.45)
    frames = len(turn)
    return arm_at(torch.arange(frames) / RATE, frames / RATE, asked, stand), asked, stand


@pytest.mark.parametrize("pose", RIMS)
def test_a_rim_comes_to_the_mouth_and_goes_back(pose: str) -> None:
    arm, asked, stand = sipping(torch.zeros(96), pose)
    aside, below = RIMS[pose]
    along = torch.tensor(stand.ends - below)
    inwards = aside * torch.cos(arm.leans) - along * torch.sin(arm.leans)
    high = along * torch.cos(arm.leans) + aside * torch.sin(arm.leans)
    x = stand.x + stand.side * inwards * stand.metre
    y = stand.y - (high - arm.below) * stand.metre
    face, bust = asked.player.face, SIZE
    mouth = face.y + MOUTH * bust - TILTED_UP * stand.metre
    apart = ((x - face.x).square() + (y - mouth).square()).sqrt() / bust
    assert apart[48] < 0.01
    assert apart[[0, -1]].min() > 0.1
    assert arm.below[0] == arm.below[-1] == 0


def test_nobody_drinks_while_they_speak() -> None:
    turn = torch.ones(240)
    turn[120:190] = 0
    leans = sipping(turn)[0].leans
    moved = (leans - leans[0]).abs() > 0.05
    assert bool(moved.any())
    assert not bool(moved[:120].any() or moved[190:].any())
    turn[150:190] = 1  # what is left is too short
    leans = sipping(turn)[0].leans
    assert (leans - leans[0]).abs().max() < 0.05


#
# hands that meet, and one that lies


def place_of(
    arm: Arm, stand: Stand, aside: float, along: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """Where something of a hand is in the picture: metres to its palm's side, and up the arm."""
    inwards = aside * torch.cos(arm.leans) - along * torch.sin(arm.leans)
    high = along * torch.cos(arm.leans) + aside * torch.sin(arm.leans)
    return stand.x + stand.side * inwards * stand.metre, stand.y - (high - arm.below) * stand.metre


@pytest.mark.parametrize("late", [False, True])
def test_hands_meet_in_the_middle_when_they_are_heard(late: bool) -> None:
    _, player = somebody()
    hand = Hand(pose="clap", both=True, in_the_end=late)
    times = torch.tensor(claps_at(hand, 6.0))
    assert torch.allclose(times.diff(), torch.tensor(1 / CLAPS))
    begins, rises, stays, _ = moments_of(hand, 6.0)
    assert begins + rises <= times[0] and times[-1] <= begins + rises + stays
    assert (times[0] > 2.5) == late
    for side in (1, -1):
        asked = Raise(player=player, hand=hand, seed=1)
        stand = stand_of(asked, side, (SIZE, SIZE), 0.5)
        arm = arm_at(times, 6.0, asked, stand)
        x, _ = place_of(arm, stand, MEETS[0], stand.ends - MEETS[1])
        assert (x - player.face.x).abs().max() < 0.01 * SIZE
        apart = arm_at(times[:-1] + 0.5 / CLAPS, 6.0, asked, stand)
        opened = torch.rad2deg(apart.leans - arm.leans[:-1])
        assert torch.allclose(opened, torch.tensor(PART), atol=0.2)


def test_a_hand_lies_on_the_heart() -> None:
    _, player = somebody()
    for side in (1, -1):
        asked = Raise(player=player, hand=Hand(pose="heart"), seed=1)
        stand = stand_of(asked, side, (SIZE, SIZE), 0.5)
        arm = arm_at(torch.tensor([0.0, 1.5, 4.0]), 4.0, asked, stand)
        x, y = place_of(arm, stand, 0.0, stand.ends - LAID)
        wanted = player.face.x - side * HEART_AT[0] * SIZE, player.face.y + HEART_AT[1] * SIZE
        assert abs(float(x[1]) - wanted[0]) < 0.01 * SIZE
        assert abs(float(y[1]) - wanted[1]) < 0.01 * SIZE
        assert side * (player.face.x - stand.x) > 0.4 * SIZE, "its elbow is beside the body"
        assert arm.below[0] == arm.below[2] == stand.hidden


def test_a_sip_needs_silence_and_is_as_long_as_it() -> None:
    seconds, silent = torch.arange(96) / 24, torch.zeros(96)
    share = sip_at(seconds, 4.0, silent)
    assert share.max() == 1
    assert share[0] == share[-1] == 0
    late = silent.clone()
    late[:48] = 1
    assert sip_at(seconds, 4.0, late)[:48].max() == 0 < sip_at(seconds, 4.0, late).max()
    assert sip_at(seconds, 4.0, silent + 1).max() == 0
