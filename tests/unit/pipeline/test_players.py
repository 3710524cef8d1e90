"""Who is seen, whose turn it is, and what that moves and sounds like."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from retrat.conditioning.company import seats
from retrat.conditioning.sizes import enlarged, shrunk
from retrat.pipeline.components import Components
from retrat.pipeline.face_windows import FacePlace
from retrat.pipeline.generate import generate
from retrat.pipeline.given import conditions_of
from retrat.pipeline.keeping import given_person
from retrat.pipeline.players import (
    framed,
    group_of,
    players_of,
    turns_in_frames,
)
from retrat.pipeline.request import GenerateRequest, Windows
from retrat.types import Audio, Clip
from tests.unit.pipeline.test_generate import noise, person
from tests.unit.pipeline.test_generate import parts as parts_at_once

at_once = parts_at_once
BOTH = 'character1 says: "Hello." character2 answers: "Good evening."'
FACE = FacePlace(x=128.0, y=92.0, scale=1.0)


class KnowsTheMiddle(nn.Module):
    """Matting that says that people are in the middle."""

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        matte = torch.zeros(len(pixels), 1, *pixels.shape[2:])
        matte[..., 64:-64] = 1.0
        return matte


@pytest.fixture(scope="module")
def parts(at_once: Components) -> Components:
    windows = Windows(picture=3, sound=20, sound_overlap=4, picture_steps=1, is_anchored=True)
    recommended = replace(at_once.recommended, windows=windows)
    return replace(at_once, recommended=recommended, matting=KnowsTheMiddle())


def request(prompt: str = BOTH, people: int = 2) -> GenerateRequest:
    references = tuple(person(10 * (n + 1)) for n in range(people))
    return GenerateRequest(prompt=prompt, references=references, seconds=2.0, steps=1)


def sound(clip: Clip) -> torch.Tensor:
    assert clip.audio is not None
    return clip.audio.samples[0]


def test_turns_as_frames_see_them() -> None:
    turns = turns_in_frames(torch.tensor([1, 1, 2, 2, 2]), 3, frames=4, latents_per_frame=1.0)
    assert turns.tolist() == [[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0]]


def test_only_photos_make_a_company(parts: Components) -> None:
    asked = request()
    found = group_of(asked, parts)
    assert found is not None
    assert found.together.picture.shape == (3, 256, 256)
    heard = replace(asked.references[1], busts=(), faces=())
    alone = replace(asked, references=(asked.references[0], heard))
    assert group_of(alone, parts) is None
    assert group_of(replace(asked, image=noise(0, 3, 256, 256)), parts) is None
    assert group_of(asked, replace(parts, matting=None)) is None


def test_who_is_known_sits_there_exactly(parts: Components) -> None:
    known = torch.zeros(1, 256, 256)
    known[:, 100:, 90:170] = 1.0
    asked = request()
    first, second = asked.references
    found = group_of(replace(asked, references=(replace(first, mattes=(known,)), second)), parts)
    exact, usual = (group.together.mattes for group in (found, group_of(asked, parts)))
    assert torch.equal(exact[1][:, :60], usual[1][:, :60]), "the other is found as usual"
    seat = found.together.seats[0]
    assert exact[0].sum() == pytest.approx(80 * 156 * (seat.side / 256) ** 2, rel=0.03)
    assert exact[0].sum() < 0.7 * usual[0].sum()


def test_faces_of_a_company_are_where_their_seats_are(parts: Components) -> None:
    asked = request()
    group = group_of(asked, parts)
    turns = turns_in_frames(torch.tensor([1, 1, 2, 2]), 2, frames=40, latents_per_frame=0.1)
    one, other = players_of(noise(0, 3, 256, 256), group, turns, lambda _: [FACE])
    for player, seat in zip((one, other), seats(2, 256, 256), strict=True):
        share = seat.side / 256
        assert player.face.scale == pytest.approx(share)
        assert player.face.x == pytest.approx(seat.left + share * FACE.x)
        assert player.face.y == pytest.approx(seat.top + share * FACE.y)
        assert player.matte is not None
    assert one.turn[:18].min() == 1 > one.turn[22:].max() == 0
    assert other.turn[:18].max() == 0 < other.turn[22:].min() == 1
    # Who listens looks at who speaks: the second sits to the right of the first.
    assert one.attends[:18].max() == 0 < one.attends[22:].min() == 1
    assert other.attends[:18].max() == -1 < other.attends[22:].min() == 0
    recording = Audio(samples=torch.ones(1, 4000), sample_rate=2400)
    assert other.said(recording).samples[0, :1700].max() == 0
    assert other.said(recording).samples[0, 2300:].min() == 1


def test_whose_face_is_not_found_again_has_it_where_their_bust_has_it(parts: Components) -> None:
    group = group_of(request(), parts)
    turns = turns_in_frames(torch.tensor([1, 2]), 2, frames=4, latents_per_frame=0.5)
    first = noise(0, 3, 256, 256)
    known = players_of(first, group, turns, lambda _: [FACE])
    lost = players_of(first, group, turns, lambda _: [])
    assert [each.face for each in lost] == [each.face for each in known]
    assert framed(256) == FACE
    assert framed(512, top=32, left=-64) == FacePlace(x=192, y=216, scale=2.0)


def test_in_a_given_picture_people_are_meant_from_left_to_right(parts: Components) -> None:
    faces = [replace(FACE, x=40.0, scale=0.5), replace(FACE, x=200.0, scale=0.9)]
    first = noise(0, 3, 256, 256)
    turns = turns_in_frames(torch.tensor([1, 2]), 2, frames=20, latents_per_frame=0.1)
    left, right = players_of(first, None, turns, lambda _: faces)
    assert (left.face.x, right.face.x) == (40.0, 200.0)
    assert left.turn[0] == right.turn[-1] == 1
    assert left.matte is None
    (only,) = players_of(first, None, turns, lambda _: faces[:1])  # one says it all
    assert only.turn.min() == 1
    (largest,) = players_of(first, None, turns[:, :1] * 0 + 1, lambda _: faces)
    assert largest.face.x == 200.0
    assert players_of(first, None, turns, lambda _: []) == []


def test_steps_of_every_voice_are_counted(parts: Components) -> None:
    told: list[tuple[int, int]] = []
    generate(parts, request(), on_step=lambda done, total: told.append((done, total)))
    # 48 frames: 13 latents, so 6 windows of two; 50 sound latents in 3 stretches, twice; a still
    assert {total for _, total in told} == {3 * 2 + 1 + 6}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (13, 13)


def test_both_are_seen_and_both_move(parts: Components) -> None:
    asked = request()
    with_faces = generate(parts, asked, find_faces=lambda _: [FACE]).pixels
    swapped = replace(asked, references=asked.references[::-1])
    other = generate(parts, swapped, find_faces=lambda _: [FACE]).pixels
    assert not torch.allclose(with_faces[0, ..., :110], other[0, ..., :110], atol=0.1)
    unmoved = replace(parts, animator=None, lip_sync=None)
    still = generate(unmoved, asked, find_faces=lambda _: [FACE]).pixels
    for seat in seats(2, 256, 256):
        middle = seat.left + round(seat.side / 256 * FACE.x)
        head = (with_faces - still)[..., middle - 25 : middle + 25]  # of one, not of the other
        assert head.abs().amax() > 0.05
        assert (head - head[0]).abs().amax() > 0.05, "and not all the time in the same way"


def test_one_person_is_as_in_their_photo_where_the_clip_is_as_high_as_that(
    parts: Components,
) -> None:
    """In a low one they are seen with their whole head, in a high one with the rest of it."""
    asked = request("A man on a beach", people=1)
    assert group_of(asked, parts) is None
    low, high = (group_of(replace(asked, size=size), parts) for size in ((320, 192), (192, 320)))
    assert low is not None
    assert high is not None
    assert low.together.seats[0].top == 0
    assert 192 < low.together.seats[0].side < 256
    assert (high.together.seats[0].side, high.together.seats[0].top) == (256, 64)


def test_one_person_is_seen_from_near_or_from_afar(parts: Components) -> None:
    asked = request("A man on a beach", people=1)
    assert group_of(asked, parts) is None
    sides = {}
    for how in ("close-up", "wide shot"):
        group = group_of(replace(asked, prompt=f"A {how} of a man on a beach"), parts)
        assert group is not None
        (seat,) = group.together.seats
        sides[how] = seat.side
        assert seat.top + seat.side >= 256  # nobody floats
        assert group.together.matte[0, -1].max() == 1
    assert sides["wide shot"] < 256 < sides["close-up"]


def test_the_only_photo_is_seen_whoever_it_is_of(parts: Components) -> None:
    asked = request()
    heard = replace(asked.references[0], busts=(), faces=())
    only = replace(asked, references=(heard, asked.references[1]))
    kept = given_person(only, parts)
    assert kept is not None
    inside = (..., slice(64 + 8, -64 - 8))  # around them it is no photo any more
    assert kept.matte[inside].min() > 0.95
    assert torch.equal(kept.picture[inside], asked.references[1].busts[0][inside])
    names = [type(each).__name__ for each in conditions_of(only, None, 1)]
    assert names == ["ReferencePictures", "Identity", "Voice", "ReferenceVoice", "SpokenLines"]
    assert generate(parts, only).pixels.shape[0] == 48


def test_everybody_sits_where_they_do_in_a_smaller_clip(parts: Components) -> None:
    asked, turns = request(), torch.ones(20, 2)
    large = tuple(
        replace(each, busts=(enlarged(noise(n, 3, 16, 16), 32).clamp(-1, 1),))
        for n, each in enumerate(asked.references)
    )
    asked = replace(asked, references=large, size=(640, 384))
    fine, small = group_of(asked, parts), group_of(asked.as_made(), parts)
    assert fine is not None
    assert small is not None
    assert fine.together.picture.shape == (3, 384, 640)
    assert small.together.picture.shape == (3, 192, 320)
    assert [bust.shape[-1] for bust in (*fine.busts, *small.busts)] == [512, 512, 256, 256]
    for one, other in zip(fine.together.seats, small.together.seats, strict=True):
        assert one.side == pytest.approx(2 * other.side, abs=2)
        assert one.left == pytest.approx(2 * other.left, abs=2)
    there = shrunk(fine.together.picture, 2) - small.together.picture
    assert there.abs().mean() < 0.1 * small.together.picture.abs().mean()
    first = noise(0, 3, 384, 640)
    larger = replace(FACE, x=256.0, y=184.0, scale=2.0)
    ones = players_of(first, fine, turns, lambda _: [larger])
    others = players_of(shrunk(first, 2), small, turns, lambda _: [FACE])
    for one, other in zip(ones, others, strict=True):
        assert one.face.x == pytest.approx(2 * other.face.x, abs=3)
        assert one.face.y == pytest.approx(2 * other.face.y, abs=3)
        assert one.face.scale == pytest.approx(2 * other.face.scale, rel=0.02)


def test_one_person_from_near_is_as_near_in_a_larger_clip(parts: Components) -> None:
    asked = request("A close-up of a man", people=1)
    fine = group_of(replace(asked, size=(512, 512)), parts)
    small = group_of(asked, parts)
    assert fine is not None
    assert small is not None
    assert fine.together.seats[0].side == 2 * small.together.seats[0].side
