"""People taken out of a clip, moved, and put back."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
import torch

from retrat.conditioning.motions import Asked, Motion
from retrat.pipeline import decoding
from retrat.pipeline.components import tiny_components
from retrat.pipeline.face_windows import FacePlace
from retrat.pipeline.generate import generate
from retrat.pipeline.gestures import Moved, within
from retrat.pipeline.layers import in_bytes
from retrat.pipeline.motions import METRES, Body
from retrat.pipeline.request import GenerateRequest
from retrat.pipeline.taken_out import coming_away, in_motion, taken_out
from tests.unit.pipeline.test_generate import noise, person
from tests.unit.pipeline.test_keeping import KnowsTheLeft
from tests.unit.pipeline.test_motions import FACE, METRE, RATE, SIZE


def stage(frames: int = 48, width: int = SIZE) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """A clip of a bright board before a dim place, where the board is, and the place."""
    place = 0.3 * noise(3, 3, SIZE, width).clamp(-1, 1)
    share = torch.zeros(1, SIZE, width)
    share[:, 40:, 40:88] = 1
    share[:, 36:40, 40:88] = 0.5
    picture = torch.lerp(place, torch.full_like(place, 0.9), share.expand_as(place))
    return picture.repeat(frames, 1, 1, 1), in_bytes(share).repeat(frames, 1, 1, 1), place


def test_who_is_taken_out_and_put_back_is_as_before() -> None:
    clip, shares, place = stage()
    before = clip.clone()
    people = taken_out(clip, shares, place)
    assert torch.equal(clip, place.expand_as(clip)), "what is behind them stays"
    assert torch.allclose(people.over(clip), before, atol=4e-3)


def test_what_is_behind_somebody_is_guessed_where_it_is_not_known() -> None:
    clip, shares, place = stage(4)
    before = clip.clone()
    people = taken_out(clip, shares, None)
    assert clip.max() < before.max() - 0.2, "nothing is left of them"
    assert torch.allclose(clip[..., :20], place[..., :20].expand(4, -1, -1, -1), atol=1e-6)
    assert torch.allclose(people.over(clip), before, atol=4e-3)


def test_who_moves_comes_before_another_part_of_the_place() -> None:
    clip, shares, place = stage()
    body = replace(Body.still(48), right=torch.linspace(0, 0.05, 48))
    people = in_motion(taken_out(clip, shares, place), [(FACE, body)])
    shown = people.over(clip)
    far = round(0.05 * METRE)
    assert torch.allclose(shown[-1, :, 80:, 60 + far], torch.tensor(0.9), atol=0.02)
    left = shown[-1, :, 60:120, 40 : 40 + far - 2]
    assert torch.allclose(left, place[:, 60:120, 40 : 40 + far - 2], atol=0.02), "it comes to light"
    assert (people.shares[-1, 0, 60] > 128).nonzero()[:, 0].min() == pytest.approx(40 + far, abs=1)


def test_of_two_people_each_moves_as_they_do() -> None:
    left, right = (FacePlace(x=x, y=50.0, scale=0.4) for x in (64.0, 192.0))
    place = torch.zeros(3, SIZE, 2 * SIZE)
    share = torch.zeros(1, SIZE, 2 * SIZE)
    for face in (left, right):
        share[:, 60:, int(face.x) - 10 : int(face.x) + 10] = 1
    clip = torch.lerp(place, torch.ones_like(place), share.expand_as(place)).repeat(2, 1, 1, 1)
    moves = replace(Body.still(2), right=torch.tensor([0.0, 0.04]))
    people = taken_out(clip, in_bytes(share).repeat(2, 1, 1, 1), place)
    people = in_motion(people, [(right, moves), (left, Body.still(2))])
    edges = (people.shares[1, 0, 100] > 128).int().diff().nonzero()[:, 0].tolist()
    by = 0.04 * 0.4 * 256 / METRES
    assert edges == pytest.approx([53, 73, 181 + by, 201 + by], abs=1)


@pytest.mark.parametrize("motion", [Motion.WALK, Motion.RUN])
def test_a_place_comes_away_from_who_walks(motion: Motion) -> None:
    across = torch.linspace(-1, 1, SIZE).expand(1, 3, SIZE, SIZE)
    clip = coming_away(across.repeat(48, 1, 1, 1), [Motion.SHRUG, motion], RATE)
    assert torch.allclose(clip[-1], across[0], atol=1e-5), "and ends as it is"
    wide = clip[:, 0, 64, 96] - clip[:, 0, 64, 32]
    assert (wide.diff() > 0).all()
    assert 1.1 < float(wide[-1] / wide[0]) < 1.35
    long = coming_away(across.repeat(480, 1, 1, 1), [motion], RATE)
    assert float(across[0, 0, 0, 96] / long[0, 0, 64, 96]) < 1.7, "no farther than can be shown"


def test_where_nobody_walks_a_place_stays() -> None:
    clip = noise(2, 4, 3, SIZE, SIZE)
    assert torch.equal(coming_away(clip.clone(), [Motion.DANCE, Motion.BOW], RATE), clip)


def test_in_a_first_frame_a_head_turns_and_no_body_walks(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = replace(tiny_components(0), matting=KnowsTheLeft())
    done: list[list[Motion]] = []
    known = decoding.body_of

    def noted(asked: Sequence[Asked], *given: float) -> Body:
        done.append([each.motion for each in asked])
        return known(asked, *given)

    monkeypatch.setattr(decoding, "body_of", noted)
    request = GenerateRequest(
        prompt="A woman walks and looks up.", seconds=1.0, steps=1, has_sound=False,
        image=noise(5, 3, 256, 256).clamp(-1, 1),
    )  # fmt: skip
    face = FacePlace(x=60.0, y=92.0, scale=1.0)
    generate(parts, request, find_faces=lambda _: [face])
    assert done == [[Motion.LOOK_UP]]


def test_a_prompt_moves_whoever_is_cut_out() -> None:
    parts = replace(tiny_components(0), matting=KnowsTheLeft())
    place = noise(5, 3, 256, 256).clamp(-1, 1)
    request = GenerateRequest(
        prompt="A woman.", seconds=1.0, steps=1, has_sound=False, place=place,
        references=(person(10),),
    )  # fmt: skip
    face = FacePlace(x=60.0, y=92.0, scale=1.0)

    def made(prompt: str) -> torch.Tensor:
        return generate(parts, replace(request, prompt=prompt), find_faces=lambda _: [face]).pixels

    still, dances, walks, away = map(
        made, ("A woman.", "A woman dances.", "A woman walks.", "A woman walks away.")
    )
    wall = (..., slice(0, 200), slice(200, 250))
    assert torch.allclose(dances[wall], still[wall], atol=1e-5), "what is behind them stays"
    assert not torch.allclose(walks[0][wall], still[0][wall], atol=0.1), "or comes away"
    assert torch.allclose(walks[-1][wall], still[-1][wall], atol=1e-4)
    assert (dances[6] - still[6])[..., :120].abs().mean() > 0.02
    assert torch.allclose(dances[0], still[0], atol=4e-3)
    assert torch.allclose(away[wall], still[wall], atol=1e-5), "nobody is seen to leave"
    assert (away[12] - still[12])[..., :120].abs().mean() < 0.01


def test_who_stands_still_hardly_breathes_and_nobody_turns_too_far(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parts = replace(tiny_components(0), matting=KnowsTheLeft())
    bodies: list[Body] = []
    moves = decoding.gesturing

    def noted(pixels: torch.Tensor, body: Body, *given: object) -> Moved:
        bodies.append(body)
        return moves(pixels, body, *given)

    monkeypatch.setattr(decoding, "gesturing", noted)
    request = GenerateRequest(
        prompt="", seconds=1.0, steps=1, has_sound=False, references=(person(10),)
    )
    face = FacePlace(x=60.0, y=92.0, scale=1.0)
    for prompt in ("A woman.", "A woman stands still.", "A woman looks around and looks left."):
        generate(parts, replace(request, prompt=prompt), find_faces=lambda _: [face])
    free, still, turns = bodies
    assert 0 < still.turned.abs().max() < 0.5 * free.turned.abs().max()
    assert torch.equal(turns.gestures, within(turns.gestures))
