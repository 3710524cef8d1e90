"""Bodies that move before what stays."""

from dataclasses import replace

import pytest
import torch

from retrat.conditioning.motions import LASTING, Asked, Motion
from retrat.conditioning.sizes import enlarged
from retrat.models.animator import GESTURES
from retrat.models.moving import moved
from retrat.pipeline.face_windows import FacePlace
from retrat.pipeline.motions import (
    METRES,
    Body,
    body_of,
    idle,
    moments_of,
    moves_body,
    shoulders_of,
)
from retrat.pipeline.players import framed

RATE, SIZE = 24.0, 128
FACE = framed(SIZE)
METRE = SIZE / METRES
MOMENTARY = [Motion.SHRUG, Motion.LEAN, Motion.BOW, Motion.BREATH]
LOOKS = [each for each in Motion if each not in LASTING and each not in MOMENTARY]


def asked(motion: Motion, *, in_the_end: bool = False) -> Asked:
    return Asked(motion=motion, start=0, end=4, in_the_end=in_the_end)


def of(motion: Motion, seconds: float = 4.0, seed: int = 1, *, in_the_end: bool = False) -> Body:
    return body_of([asked(motion, in_the_end=in_the_end)], round(seconds * RATE), RATE, seed)


def once(**told: float) -> Body:
    return replace(Body.still(1), **{name: torch.tensor([value]) for name, value in told.items()})


def spot_after(body: Body, x: float, y: float, face: FacePlace = FACE) -> tuple[float, float]:
    """Where a spot of a picture goes."""
    rows, columns = torch.meshgrid(
        torch.arange(SIZE) + 0.5, torch.arange(SIZE) + 0.5, indexing="ij"
    )
    bell = torch.exp(-((columns - x) ** 2 + (rows - y) ** 2) / 18)[None, None]
    (seen,) = moved(bell, body.seen_at(face, SIZE, SIZE))[0]
    return float((seen * columns).sum() / seen.sum()), float((seen * rows).sum() / seen.sum())


def test_who_is_asked_for_nothing_and_breathes_not_is_left_alone() -> None:
    assert not Body.still(3).seen_at(FACE, SIZE, SIZE).any()
    assert not idle(48, RATE, 1, liveliness=0.0).seen_at(FACE, SIZE, SIZE).any()
    assert not body_of([], 48, RATE, 1).seen_at(FACE, SIZE, SIZE).any()


@pytest.mark.parametrize(
    ("body", "right", "down"),
    [
        (once(right=0.02), 0.02, 0.0),
        (once(down=0.02), 0.0, 0.02),
        (once(turned=0.05), 0.03, 0.0),  # about hips .6 m below
        (once(larger=0.1), 0.0, -0.06),
    ],
)
def test_a_body_moves_about_its_hips(body: Body, right: float, down: float) -> None:
    x, y = spot_after(body, FACE.x, FACE.y)
    assert x - FACE.x == pytest.approx(right * METRE, abs=0.4)
    assert y - FACE.y == pytest.approx(down * METRE, abs=0.4)


def test_shoulders_rise_alone() -> None:
    raised = once(shoulders=0.02)
    at_shoulder, at_eyes = (FACE.x + 0.3 * SIZE, FACE.y + 0.42 * SIZE), (FACE.x, FACE.y)
    assert spot_after(raised, *at_shoulder)[1] - at_shoulder[1] < -0.015 * METRE
    for still in (at_eyes, (FACE.x, FACE.y + 0.4 * SIZE)):
        assert spot_after(raised, *still) == pytest.approx(still, abs=0.3)
    share = shoulders_of(FACE, SIZE, SIZE)
    assert torch.allclose(share, share.flip(1), atol=1e-6)
    assert share[-1].max() < 0.5 * share.max(), "a chest moves less than what is above it"


@pytest.mark.parametrize("motion", [each for each in Motion if each not in LOOKS])
def test_who_is_twice_as_near_moves_twice_as_far(motion: Motion) -> None:
    body = of(motion).some(torch.arange(0, 96, 10))
    small = body.seen_at(FACE, SIZE, SIZE)
    large = body.seen_at(FacePlace(x=2 * FACE.x, y=2 * FACE.y, scale=2 * FACE.scale), 256, 256)
    assert small.abs().max() > 1.0
    inner = (..., slice(8, -8), slice(8, -8))
    apart = large - 2 * enlarged(small, 2)
    assert (
        apart[(..., slice(16, -16), slice(16, -16))].abs().max() < 0.06 * small[inner].abs().max()
    )


@pytest.mark.parametrize("seconds", [1.0, 4.0, 10.0])
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("motion", MOMENTARY)
def test_what_is_done_once_is_done_between_two_stillnesses(
    motion: Motion, late: bool, seconds: float
) -> None:
    field = of(motion, seconds, in_the_end=late).seen_at(FACE, SIZE, SIZE).flatten(1)
    far = field.abs().amax(dim=1)
    assert far[0] == 0
    assert far[-1] < 0.05 * far.max()
    assert far.max() > 2.0
    if seconds == 10.0 and motion is not Motion.LEAN:
        assert (int(far.argmax()) > 5 * RATE) == late


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("lasts", [2.0, 6.0, 10.0])
def test_one_thing_is_done_after_another(lasts: float, late: bool) -> None:
    told = [asked(each, in_the_end=late) for each in (Motion.LOOK_UP, Motion.SHRUG, Motion.BOW)]
    done = moments_of(told, lasts)
    assert [each.motion for each in done] == [each.motion for each in told]
    ends = 0.0
    for _, begins, *times in done:
        assert begins >= ends - 1e-6
        ends = begins + sum(times)
    assert ends <= lasts
    if late:
        assert ends == pytest.approx(lasts, abs=0.11)
    else:
        assert done[0].begins <= 0.2


def test_who_closes_their_eyes_does_the_rest_with_closed_eyes() -> None:
    told = [asked(Motion.EYES), asked(Motion.BREATH), asked(Motion.SHRUG, in_the_end=True)]
    eyes, breath, shrug = moments_of(told, 6.0)
    assert eyes.begins + eyes.rises < breath.begins + breath.rises
    assert eyes.begins + eyes.rises + eyes.stays > shrug.begins


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("motion", LOOKS)
def test_who_looks_somewhere_looks_back(motion: Motion, late: bool) -> None:
    body = of(motion, 6.0, in_the_end=late)
    assert not body.seen_at(FACE, SIZE, SIZE).any(), "only heads and eyes move"
    told = body.gestures.abs().amax(dim=1)
    assert told[0] == 0
    assert told[-1] < 0.1
    assert told.max() > 1.0
    early, end = told[: 3 * 24].max(), told[3 * 24 :].max()
    assert (early < 0.01 * end) == late
    if motion is not Motion.EYES:
        assert (end < 0.01 * early) == (not late)


def test_left_is_the_picture_s_left() -> None:
    left, right = (
        of(each).gestures[36, [GESTURES.index("head yaw"), GESTURES.index("gaze side")]]
        for each in (Motion.LOOK_LEFT, Motion.LOOK_RIGHT)
    )
    assert (left < -1).all()
    assert torch.equal(left, -right)
    sides = {float(of(Motion.LOOK_ASIDE, seed=seed).gestures[36, 1].sign()) for seed in range(9)}
    assert sides == {-1.0, 1.0}


@pytest.mark.parametrize("motion", [Motion.DANCE, Motion.SWAY])
def test_who_dances_begins_and_ends_standing(motion: Motion) -> None:
    field = of(motion).seen_at(FACE, SIZE, SIZE).flatten(1).abs().amax(dim=1)
    assert field[[0, -1]].max() == 0
    leans = of(motion).turned[12:-12]
    assert leans.min() < -0.02
    assert leans.max() > 0.02
    assert (of(motion).right * of(motion).turned >= 0).all(), "to the side to which they lean"


def test_walkers_go_down_twice_a_stride_and_runners_farther_and_oftener() -> None:
    def dips(body: Body) -> int:
        low = body.down
        return int(((low[1:-1] > low[:-2]) & (low[1:-1] >= low[2:])).sum())

    walk, run = of(Motion.WALK, 8.0), of(Motion.RUN, 8.0)
    assert dips(walk) in (14, 15)
    assert dips(run) > 1.3 * dips(walk)
    assert run.down.max() > 1.5 * walk.down.max()
    assert min(float(each.down.min()) for each in (walk, run)) >= 0, "nobody leaves the ground"
    lowest = walk.right[walk.down > 0.98 * walk.down.max()]
    assert lowest.abs().max() < 0.3 * walk.right.max(), "between both legs"


def test_a_head_goes_along_and_two_people_are_not_in_step() -> None:
    assert of(Motion.BOW).gestures[:, GESTURES.index("head pitch")].max() > 2
    assert not torch.equal(of(Motion.WALK, seed=1).right, of(Motion.WALK, seed=2).right)
    assert torch.equal(of(Motion.WALK, seed=1).right, of(Motion.WALK, seed=1).right)


def test_several_motions_are_one() -> None:
    both = body_of([asked(Motion.WALK), asked(Motion.SHRUG)], 96, RATE, 1)
    assert torch.equal(both.down, of(Motion.WALK).down + of(Motion.SHRUG).down)
    assert torch.equal(both.shoulders, of(Motion.SHRUG).shoulders)


@pytest.mark.parametrize("seed", range(4))
def test_breath_is_faint_and_ends_as_it_begins(seed: int) -> None:
    body = idle(144, RATE, seed)
    field = body.seen_at(FACE, SIZE, SIZE).flatten(1).abs().amax(dim=1)
    assert field[0] == field[-1] == 0
    assert 0.4 < field.max() < 0.02 * SIZE
    assert (body.shoulders >= 0).all()


@pytest.mark.parametrize("motion", list(Motion))
def test_a_body_is_taken_out_only_where_more_than_a_head_moves(motion: Motion) -> None:
    assert moves_body([asked(motion)]) == (motion not in LOOKS)
    assert not moves_body([])
