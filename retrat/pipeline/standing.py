"""Somebody who stands in a place of which there is a picture.

The place is given and the person is made, so the tower says which light falls on them there. Only
that light is used: the picture is put together anew, from the place's pixels and the photo's. The
place stays as it is; what the tower imagines to move in a photograph is a haze.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.cut_out import WHOLLY, CutOut
from retrat.conditioning.parts import Parts
from retrat.conditioning.place import Place
from retrat.conditioning.sizes import enlarged
from retrat.pipeline.face_windows import FacePlace, FindFaces
from retrat.pipeline.keeping import laid, light_on, surely, under
from retrat.pipeline.players import Group, Player, players_of
from retrat.types import AVStream


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Standing:
    """A place with whoever stands in it, as a condition."""

    place: Float[Tensor, "3 y x"]
    person: CutOut | None

    def join(self, stream: AVStream, parts: Parts) -> AVStream:
        place, person = self.place, self.person
        if person is None:
            return Place(picture=place, matte=torch.zeros_like(place[:1])).join(stream, parts)
        picture, matte = (laid(each, *place.shape[1:]) for each in person)
        together = torch.lerp(place, picture, matte.expand_as(place))
        return Place(picture=together, matte=matte).join(stream, parts)


def standing(
    shown: Float[Tensor, "3 y x"],
    place: Float[Tensor, "3 v u"],
    person: CutOut | None,
    fine: CutOut | None = None,
) -> Float[Tensor, "1 3 v u"]:
    """The place's own pixels, and a person's in the light in which they are shown: one frame.

    `fine` is the same person as large as the place, which may be larger than what was made.
    """
    if person is None:
        return place[None]
    picture, matte = (laid(each, *shown.shape[1:]) for each in person)
    light = light_on(shown, picture, surely(matte))
    if fine is not None:
        scale = place.shape[-1] // shown.shape[-1]
        height, width = place.shape[1:]
        picture, matte = (laid(each, height, width, scale=scale) for each in fine)
        light = enlarged(light, scale)
    return torch.lerp(place, under(light, picture), matte.expand_as(place))[None]


def players_in_place(
    first: Float[Tensor, "3 y x"],
    place: Float[Tensor, "3 y x"],
    person: Float[Tensor, "1 y x"] | None,
    group: Group | None,
    turns: Float[Tensor, "f p"],
    find_faces: FindFaces,
) -> list[Player]:
    """Everybody who moves before a place; what looks like a face within it does not. `person` is
    what of the first picture is somebody.

    What is behind somebody alone is known; behind one of several may be another.
    """
    if person is None:
        return []
    if group is not None:
        players = players_of(first, group, turns, find_faces)
        return [replace(each, behind=place) for each in players] if len(players) == 1 else players

    def found(picture: Float[Tensor, "3 y x"]) -> Sequence[FacePlace]:
        return [face for face in find_faces(picture) if _is_in(face, person)]

    players = players_of(first, None, turns, found)
    # Known from the photo: before another photograph it is guessed less well.
    return [replace(player, matte=person, behind=place) for player in players]


def _is_in(face: FacePlace, matte: Float[Tensor, "1 y x"]) -> bool:
    height, width = matte.shape[1:]
    row, column = round(face.y), round(face.x)
    return 0 <= row < height and 0 <= column < width and float(matte[0, row, column]) > WHOLLY / 2
