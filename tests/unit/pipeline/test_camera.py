"""A clip as a camera that moves sees it."""

from dataclasses import replace

import pytest
import torch

from retrat.conditioning.camera import BRISK, CameraMove, Move
from retrat.conditioning.sizes import enlarged, shrunk
from retrat.pipeline.camera import Filming, filmed, planes
from retrat.pipeline.components import tiny_components
from retrat.pipeline.generate import generate
from retrat.pipeline.layers import in_bytes
from retrat.pipeline.request import GenerateRequest

RATE, SIDE = 24.0, 64
ALL = tuple(Move)


def told(*moves: Move, pace: float = 1.0, seed: int = 0, begins_given: bool = False) -> Filming:
    return Filming(
        moves=tuple(CameraMove(move=move, pace=pace) for move in moves),
        rate=RATE,
        seed=seed,
        begins_given=begins_given,
    )


def clip(frames: int = 48) -> torch.Tensor:
    """The same in every frame: a disc of 1 in the middle, before a slope."""
    at = torch.arange(SIDE) - (SIDE - 1) / 2
    picture = (at / SIDE).expand(3, SIDE, SIDE).clone()
    picture[:, (at[:, None] ** 2 + at**2).sqrt() < SIDE / 5] = 1.0
    return picture.repeat(frames, 1, 1, 1)


def area(pixels: torch.Tensor) -> torch.Tensor:
    return (2 * (pixels[:, 0] - 0.5)).clamp(0, 1).sum(dim=(1, 2))


def middle(pixels: torch.Tensor) -> torch.Tensor:
    """Column and row of the disc's middle."""
    disc = (pixels[:, 0] > 0.75).float()
    at = torch.arange(SIDE) + 0.5
    across = (disc.sum(dim=1) * at).sum(dim=1) / disc.sum(dim=(1, 2))
    down = (disc.sum(dim=2) * at).sum(dim=1) / disc.sum(dim=(1, 2))
    return torch.stack([across, down], dim=1)


def seen(*moves: Move, pace: float = 1.0, begins_given: bool = False) -> torch.Tensor:
    filming = told(*moves, pace=pace, seed=3, begins_given=begins_given)
    return filmed(clip(), filming, face=(SIDE / 2, SIDE / 2))


def test_without_moves_nothing_changes() -> None:
    assert torch.equal(filmed(clip(), told()), clip())


def test_what_is_pushed_in_to_grows_and_what_is_pulled_out_from_shrinks() -> None:
    areas = area(seen(Move.PUSH_IN))
    assert areas[-1] > 1.15 * areas[0]
    areas = area(seen(Move.PULL_OUT))
    assert areas[0] > 1.15 * areas[-1]
    assert torch.equal(seen(Move.PUSH_IN)[0], clip()[0])
    assert torch.equal(seen(Move.PULL_OUT)[-1], clip()[0])


@pytest.mark.parametrize(
    ("move", "axis", "sign"),
    [
        (Move.PAN_LEFT, 0, 1),
        (Move.PAN_RIGHT, 0, -1),
        (Move.TILT_UP, 1, 1),
        (Move.TILT_DOWN, 1, -1),
    ],
)
def test_things_go_the_other_way_than_the_camera_turns(move: Move, axis: int, sign: int) -> None:
    gone = middle(seen(move))[[0, -1]].diff(dim=0)[0]
    assert gone[axis] * sign > 1
    assert abs(gone[1 - axis]) < 0.5


@pytest.mark.parametrize("begins_given", [False, True])
@pytest.mark.parametrize("pace", [0.65, 1.0, BRISK])
@pytest.mark.parametrize("move", ALL)
def test_nothing_is_seen_but_the_picture(move: Move, pace: float, *, begins_given: bool) -> None:
    moves = (move, Move.PAN_LEFT, Move.HANDHELD)
    both = planes(told(*moves, pace=pace, seed=5, begins_given=begins_given), 240)
    for plane in both:
        away = plane.come_from((SIDE / 2, SIDE / 2), SIDE, SIDE)
        at = torch.arange(SIDE) + 0.5
        come_from = torch.stack([away[:, 0] + at, away[:, 1] + at[:, None]])
        assert come_from.min() > -1.5  # a hand that shakes turns a corner out by a pixel at most
        assert come_from.max() < SIDE + 1.5


@pytest.mark.parametrize("move", ALL)
def test_a_first_frame_that_is_given_stays(move: Move) -> None:
    assert torch.equal(seen(move, begins_given=True)[0], clip()[0])


@pytest.mark.parametrize("move", [move for move in ALL if move is not Move.PULL_OUT])
def test_it_moves_on_from_a_first_frame_that_is_given(move: Move) -> None:
    assert (seen(move, begins_given=True)[-1] - clip()[0]).abs().max() > 0.05


def test_who_is_near_grows_more_than_what_is_behind() -> None:
    near, far = planes(told(Move.PUSH_IN), 48)
    assert near.larger[-1] > far.larger[-1] > 1


def test_a_camera_that_goes_around_somebody_keeps_them_in_place() -> None:
    near, far = planes(told(Move.ORBIT), 48)
    assert not near.right.any()
    assert far.right[[0, -1]].diff().abs() > 0.03


def test_people_move_as_the_near_plane_does() -> None:
    """The disc is a person: a camera around them leaves it, and the slope behind it goes."""
    people = (255 * (clip()[:, :1] > 0.75)).to(torch.uint8)
    orbit = filmed(clip(), told(Move.ORBIT), people=people, face=(SIDE / 2, SIDE / 2))
    assert (middle(orbit) - middle(orbit)[0]).abs().max() < 1
    assert (orbit[-1, 0, :, 4] - orbit[0, 0, :, 4]).abs().mean() > 0.02


def test_people_are_near_where_they_are_in_each_frame() -> None:
    """Who moves aside in a clip is seen as if they had stood there all the time."""
    moving = torch.stack([frame.roll(-n // 4, -1) for n, frame in enumerate(clip())])
    people = in_bytes((moving[:, :1] > 0.75).float())
    last = people[-1:].expand_as(people)
    orbits = [
        filmed(pixels.clone(), told(Move.ORBIT), people=where, face=(SIDE / 2, SIDE / 2))
        for pixels, where in ((moving, people), (moving[-1:].expand_as(moving), last))
    ]
    assert torch.equal(orbits[0][-1], orbits[1][-1])


def test_moves_follow_one_another() -> None:
    areas = area(seen(Move.PUSH_IN, Move.PULL_OUT))
    assert areas[24] > 1.03 * areas[0]
    assert areas[-1] < 1.02 * areas[0]


def test_a_brisk_move_is_over_sooner() -> None:
    def half_way(pace: float) -> int:
        near, _ = planes(told(Move.PUSH_IN, pace=pace), 96)
        grown = near.larger - 1
        return int((grown < grown[-1] / 2).sum())

    assert half_way(BRISK) < half_way(1.0) / 2


def test_a_prompt_s_camera_moves_a_clip() -> None:
    parts = tiny_components(0)
    still, moving = (
        generate(parts, GenerateRequest(prompt=f"A stone. {camera}", seconds=1, has_sound=False))
        for camera in ("Static camera.", "The camera quickly pushes in.")
    )
    assert still.pixels.shape == moving.pixels.shape
    apart = (still.pixels - moving.pixels).abs().mean(dim=(1, 2, 3))
    assert apart[-1] > 2 * apart[1]


def test_whoever_is_at_the_side_stays_there_while_they_are_pushed_in_to() -> None:
    at = (SIDE * 0.25, SIDE * 0.5)
    disc = torch.zeros(48, 3, SIDE, SIDE)
    rows, columns = torch.meshgrid(torch.arange(SIDE), torch.arange(SIDE), indexing="ij")
    disc[..., ((rows + 0.5 - at[1]) ** 2 + (columns + 0.5 - at[0]) ** 2).sqrt() < 6] = 1.0
    seen = filmed(disc.clone(), told(Move.PUSH_IN), face=at)
    assert (middle(seen) - middle(disc)).abs().max() < 0.5
    aside = filmed(disc.clone(), told(Move.PAN_LEFT, pace=BRISK), face=(2.0, 2.0))
    assert torch.equal(aside, filmed(disc.clone(), told(Move.PAN_LEFT, pace=BRISK)))


@pytest.mark.parametrize("move", ALL)
@pytest.mark.parametrize("is_cut_out", [False, True])
def test_a_larger_clip_is_filmed_as_the_small_one(move: Move, *, is_cut_out: bool) -> None:
    filming, at = told(move, seed=3), torch.arange(SIDE) / 6
    small = (0.6 * torch.sin(at)[:, None] * torch.cos(at)).expand(30, 3, -1, -1)
    large = enlarged(small, 2)
    disc = (clip(30)[:, :1] == 1).float()
    people = in_bytes(disc) if is_cut_out else None
    fine = in_bytes(enlarged(disc, 2)) if is_cut_out else None
    seen_small = filmed(small.clone(), filming, people=people, face=(SIDE / 2, 0.4 * SIDE))
    seen_large = filmed(
        large.clone(), replace(filming, scale=2), people=fine, face=(SIDE, 2 * 0.4 * SIDE)
    )
    assert seen_large.shape == (30, 3, 2 * SIDE, 2 * SIDE)
    apart = torch.stack([shrunk(frame, 2) for frame in seen_large]) - seen_small
    moved = float((seen_small - small).abs().mean())
    assert float(apart.abs().mean()) < 0.085 * moved
