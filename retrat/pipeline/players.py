"""Who is seen in a clip: each one's face, and when it is their turn to speak.

Several people whose photos are given are put together into one picture (`conditioning.company`),
as is one who is to be seen from near or from afar. Each is moved alone: lips while they speak, head
and eyes always. Whoever listens looks at whoever speaks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor

from retrat.conditioning.casting import cast_row, matte_of_row, picture_of
from retrat.conditioning.company import BUST, Company, company, room_for_one
from retrat.conditioning.mattes import person_of
from retrat.conditioning.motions import Asked
from retrat.conditioning.parts import Parts
from retrat.conditioning.shots import closeness
from retrat.conditioning.sizes import resized
from retrat.media.busts import BUST_EYES
from retrat.pipeline.face_windows import FacePlace, FindFaces
from retrat.pipeline.request import GenerateRequest
from retrat.types import Audio

APART = 0x9E3779B9  # between the seeds of people in one clip: nobody moves as another does
SOFT_FRAMES = 3  # over which a turn begins and ends


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Player:
    """Somebody in the picture. `turn` is 1 in the frames in which they speak, if anybody does;
    `matte` what of the picture they are and `behind` what they stand before, where that is known;
    `attends` where the one who speaks is seen from them, -1 (left in the picture) to 1, 0 where
    nobody else speaks; `does` what their body is asked to do, `drinks` whether a cup goes to their
    mouth; `says` is 1 in the frames of their sentences.
    """

    face: FacePlace
    turn: Float[Tensor, " f"]
    attends: Float[Tensor, " f"]
    matte: Float[Tensor, "1 y x"] | None = None
    behind: Float[Tensor, "3 y x"] | None = None
    does: Sequence[Asked] = ()
    drinks: bool = False
    says: Float[Tensor, " f"] | None = None

    @property
    def words(self) -> Float[Tensor, " f"]:
        """1 in the frames in which they say something, or, where that is not known, may."""
        return self.turn if self.says is None else self.says

    def said(self, audio: Audio) -> Audio:
        """Their share of the sound."""
        samples = audio.samples
        share = F.interpolate(self.turn[None, None].to(samples), samples.shape[-1])[0]
        return replace(audio, samples=samples * share)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Group:
    """Who is put into the first picture: numbers of people from 0, and their busts."""

    people: Sequence[int]
    busts: Sequence[Float[Tensor, "3 v u"]]
    together: Company


def group_of(request: GenerateRequest, parts: Parts) -> Group | None:
    """Everybody of whom there is a photo, in their seats; None where the picture is given, and
    where one person is to be seen as in their photo.
    """
    if request.image is not None or parts.matting is None:
        return None
    people = [person for person, each in enumerate(request.references) if each.busts]
    given = [request.references[person] for person in people]
    busts = [each.busts[0] for each in given]
    known = [next(iter(each.mattes), None) for each in given]
    row = None if people else cast_row(request.casting_prompt, request.seed, parts)
    if row is not None:
        people, busts = [0], [picture_of(row, request.prompt, parts)]
        known = [matte_of_row(row, parts)]
    width, height = request.size
    side = request.scale * BUST
    near = closeness(request.prompt) * room_for_one(height, side)
    is_their_photo = near == 1.0 and height <= side
    if not people or (len(people) == 1 and is_their_photo):
        return None
    busts = [resized(bust, side, side) for bust in busts]
    cut_out = [
        person_of(bust, matte, parts.matting, request.scale)
        for bust, matte in zip(busts, known, strict=True)
    ]
    together = company(cut_out, height, width, near)
    return Group(people=people, busts=busts, together=together)


def players_of(
    first: Float[Tensor, "3 y x"],
    group: Group | None,
    turns: Float[Tensor, "f p"],
    find_faces: FindFaces,
) -> list[Player]:
    """Everybody who moves in a clip with this first picture; `turns` as `turns_in_frames`."""
    if group is None:
        whole = turns.sum(dim=1, keepdim=True).clamp(0, 1)
        faces, turns = _met(find_faces(first.cpu()), turns, whole)
    else:
        faces = _seated(group, find_faces)
    players = []
    for person, face in faces.items():
        attends = torch.zeros(len(turns))
        for other, there in faces.items():
            if other != person:
                attends += turns[:, other] * (1.0 if there.x > face.x else -1.0)
        matte = None
        if group is not None:
            matte = group.together.mattes[list(group.people).index(person)]
        turn = _soft(turns[:, person])
        players.append(Player(face=face, turn=turn, attends=_soft(attends), matte=matte))
    return players


def _met(
    found: Sequence[FacePlace], turns: Float[Tensor, "f p"], whole: Float[Tensor, "f 1"]
) -> tuple[dict[int, FacePlace], Float[Tensor, "f q"]]:
    """Faces that nobody has put there, by person. If several people speak they are meant from left
    to right; otherwise, or where there are too few faces, the largest says everything.
    """
    several = int(turns.any(dim=0).sum()) > 1
    if several and len(found) >= turns.shape[1]:
        silent = turns.new_zeros(len(turns), len(found) - turns.shape[1])
        return dict(enumerate(found)), torch.cat([turns, silent], dim=1)
    largest = sorted(found, key=lambda face: face.scale)[-1:]
    return dict(enumerate(largest)), whole


def _seated(group: Group, find_faces: FindFaces) -> dict[int, FacePlace]:
    """Faces of a group in the whole picture, by person."""
    faces = {}
    for person, bust, seat in zip(group.people, group.busts, group.together.seats, strict=True):
        found = find_faces(bust.cpu()) or [framed(bust.shape[-1])]
        face, share = max(found, key=lambda each: each.scale), seat.side / bust.shape[-1]
        x, y = seat.left + share * face.x, seat.top + share * face.y
        faces[person] = FacePlace(x=x, y=y, scale=share * face.scale)
    return faces


def framed(side: int, top: int = 0, left: int = 0) -> FacePlace:
    """Where a face is in a bust of so many pixels that lies there in a picture: busts are cropped
    around it, whether or not it is found again.
    """
    x, y = (round(part * side) for part in BUST_EYES)
    return FacePlace(x=float(left + x), y=float(top + y), scale=side / BUST)


def turns_in_frames(
    speakers: Int[Tensor, " a"], people: int, frames: int, latents_per_frame: float
) -> Float[Tensor, "f p"]:
    """1 where a person (counted from 1 in `speakers`) speaks in a frame."""
    at = (torch.arange(frames) * latents_per_frame).long().clamp(max=len(speakers) - 1)
    return F.one_hot(speakers[at].cpu() - 1, people).float()


def _soft(curve: Float[Tensor, " f"]) -> Float[Tensor, " f"]:
    reach = SOFT_FRAMES // 2
    padded = F.pad(curve[None, None], (reach, reach), mode="replicate")
    return F.avg_pool1d(padded, SOFT_FRAMES, stride=1)[0, 0]
