"""What a first picture begins with: a made place or a plain wall that the prompt names, and whoever
is there; a studio where somebody is and no place is named.

Noise laid over such a sketch hides what is small and leaves what is where; the tower paints the
rest anew (Meng et al. 2021, SDEdit). The seed chooses one of a place's pictures; odd seeds mirror
it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.backdrops import Colour, is_nowhere, wall_in
from retrat.conditioning.casting import speaks_of_a_person
from retrat.conditioning.cut_out import CutOut
from retrat.conditioning.first_frame import first_tokens
from retrat.conditioning.lines import QUOTED
from retrat.conditioning.named_places import NamedPlace, place_in
from retrat.conditioning.parts import Parts
from retrat.conditioning.shots import common_words
from retrat.media.images import from_bytes
from retrat.media.pieces import decoded_picture
from retrat.models.made_places import MadePlaces
from retrat.pipeline.keeping import laid
from retrat.pipeline.request import GenerateRequest

STUDIO = NamedPlace(name="studio", moments=frozenset())
# Places in which nothing moves but people; what a small tower imagines to move there is a flicker.
STILL = frozenset(("office", "kitchen", "classroom", "studio", "library", "living_room", "space"))


# Moments of which a place may have no picture, and what they leave of the light of another.
GRADES = {"at sunset": (1.0, 0.76, 0.58), "at night": (0.36, 0.42, 0.58)}
UNGRADED = frozenset(("stage", "studio", "space", "rain_window", "city_night"))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Sketch:
    """Clean tokens of a first latent frame, and whether nothing moves in that place."""

    tokens: Float[Tensor, "1 l c"]
    is_still: bool


def sketch_of(request: GenerateRequest, parts: Parts, person: CutOut | None) -> Sketch | None:
    """None where a picture is given, and where the prompt names no place that there is: a shot's
    own words first, then what is said of all shots, then any of them.
    """
    places = parts.made_places
    if places is None or request.image is not None or request.place is not None:
        return None
    named = named_in(request, is_peopled=person is not None)
    if isinstance(named, NamedPlace):
        row = places.choose(named.name, named.moments, request.seed)
        if row is None:
            return None
        picture = _drawn(row, request, places)
        if (grade := _grade(named, places.labels()[row][1])) is not None:
            picture = (picture + 1) * picture.new_tensor(grade)[:, None, None] - 1
        is_still = named.name in STILL
    elif named is not None:
        picture, is_still = _wall(named, request).to(places.picture_ends.device), True
    else:
        return None
    if person is not None:
        shown, matte = (laid(each, *picture.shape[1:]) for each in person)
        picture = torch.lerp(picture, shown, matte.expand_as(picture))
    return Sketch(tokens=first_tokens(picture, parts), is_still=is_still)


def named_in(request: GenerateRequest, *, is_peopled: bool) -> NamedPlace | Colour | None:
    """A place or a wall; a studio where somebody is and nothing is said of where."""
    told = told_of_where(request)
    for text in told:
        if wall := wall_in(text):
            return wall
        if named := place_in(text):
            return named
    return STUDIO if is_peopled and all(map(is_nowhere, told)) else None


def told_of_where(request: GenerateRequest) -> Sequence[str]:
    """Where to read in which place a shot is: in its own words first, then in those of all."""
    common = common_words(request.casting_prompt)
    texts = (request.prompt.removeprefix(common), common, request.casting_prompt)
    return [QUOTED.sub("", text) for text in texts]


def is_still(request: GenerateRequest) -> bool:
    """Whether nothing moves but people, as far as words tell: before a given place, a wall, or in a
    room of which there is a picture.
    """
    if request.image is not None or request.place is not None:
        return request.image is None
    shots = [replace(request, prompt=shot.prompt, story=request.prompt) for shot in request.shots]
    named = [named_in(shot, is_peopled=is_peopled(shot)) for shot in shots]
    return all(
        each.name in STILL if isinstance(each, NamedPlace) else each is not None for each in named
    )


def is_peopled(request: GenerateRequest) -> bool:
    """Whether somebody is seen, by a photo or by words."""
    has_photo = any(each.busts for each in request.references)
    return has_photo or speaks_of_a_person(request.casting_prompt)


def _wall(colour: Colour, request: GenerateRequest) -> Float[Tensor, "3 y x"]:
    """A plain wall in soft light from above."""
    width, height = request.size
    down, across = torch.linspace(0, 1, height)[:, None], torch.linspace(-1, 1, width)
    light = 1.08 - 0.2 * down - 0.14 * (across - (0.3 if request.seed % 2 else -0.3)).square()
    return 2 * (torch.tensor(colour)[:, None, None] * light).clamp(0, 1) - 1


def _grade(named: NamedPlace, moment: str) -> tuple[float, float, float] | None:
    """What is left of each colour where it is to be another moment than the picture's."""
    asked = next((each for each in GRADES if each in named.moments), None)
    if asked is None or moment in named.moments or named.name in UNGRADED:
        return None
    return GRADES[asked]


def _drawn(row: int, request: GenerateRequest, places: MadePlaces) -> Float[Tensor, "3 y x"]:
    """A place's picture in [-1, 1], filling the clip's."""
    picture = from_bytes(decoded_picture(places.picture(row))).to(places.picture_ends.device)
    width, height = request.size
    side = max(width, height)
    picture = F.interpolate(picture[None], (side, side), mode="bicubic", antialias=True)[0]
    top, left = (side - height) // 2, (side - width) // 2
    picture = picture[:, top : top + height, left : left + width].clamp(-1, 1)
    return picture.flip(-1) if request.seed % 2 else picture
