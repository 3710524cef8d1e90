"""The place that a prompt names, as if a picture of it had been given: a made place or a plain
wall; a studio where somebody is and no place is named.

The seed chooses one of a place's pictures; odd seeds mirror it. A place that is not known is
painted by the tower.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from retrat.conditioning.backdrops import Colour, is_nowhere, wall_in
from retrat.conditioning.bustle import bustle_of, drives
from retrat.conditioning.casting import speaks_of_a_person
from retrat.conditioning.lines import QUOTED
from retrat.conditioning.named_places import NamedPlace, place_in, without_moments
from retrat.conditioning.parts import Parts
from retrat.conditioning.shots import common_words
from retrat.conditioning.weather import Weather, weather_of, without_weather
from retrat.media.images import from_bytes
from retrat.media.pieces import decoded_picture
from retrat.models.made_places import MadePlaces
from retrat.pipeline.living import Living
from retrat.pipeline.request import GenerateRequest
from retrat.pipeline.surroundings import Surroundings
from retrat.pipeline.weather import in_weather

STUDIO = NamedPlace(name="studio", moments=frozenset())
SNOWING, SNOWFALL = "in falling snow", Weather(snow=1.0)
# Where weather is that no place is named for.
UNDER_THE_SKY = {
    "fog": "in a forest", "leaves": "in a park in autumn", "petals": "in a park in spring",
    "rain": "on a street", "snow": "in the snow",
}  # fmt: skip
# Moments of which a place may have no picture, and what they leave of the light of another.
GRADES = {"at sunset": (1.0, 0.76, 0.58), "at night": (0.36, 0.42, 0.58)}
DARK_ANYWAY = ("at night", "in the evening", "on a rainy evening")
UNGRADED = frozenset(("stage", "studio", "space", "spaceship", "news_studio"))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Scenery:
    """A picture of a place in [-1, 1], and what of it lives."""

    picture: Float[Tensor, "3 y x"]
    living: Living


def scenery_of(request: GenerateRequest, parts: Parts) -> Scenery | None:
    """None where a first frame is given, or a picture of a place and no weather is asked for, and
    where the prompt names no place that there is: a shot's own words first, then what is said of
    all shots, then any of them.
    """
    places = parts.made_places
    if request.image is not None or parts.matting is None or places is None:
        return None
    if (given := request.place) is not None:
        weather = weather_at(request, None)
        return _in_weather(given, Living.nothing(given), weather) if weather.is_any else None
    named = named_in(request, is_peopled=is_peopled(request))
    if named is None:
        return None
    if not isinstance(named, NamedPlace):
        wall = _wall(named, request).to(places.picture_ends.device)
        return _in_weather(wall, Living.nothing(wall), weather_at(request, STUDIO))
    row = places.choose(named.name, named.moments, request.seed)
    if row is None:
        return None
    picture = _fitted(places.picture(row), request, places)
    moment = places.labels()[row][1]
    if (grade := _grade(named, moment)) is not None:
        picture = (picture + 1) * picture.new_tensor(grade)[:, None, None] - 1
    living = Living.nothing(picture)
    if file := places.motion(row):
        shares = (_fitted(file, request, places) + 1) / 2
        living = replace(living, water=shares[:1], leaves=shares[1:2], lights=shares[2:])
    living = replace(living, around=_around(row, request, places))
    weather = weather_at(request, named)
    if moment == SNOWING:  # and is drawn so
        return Scenery(picture=picture, living=replace(living, weather=SNOWFALL))
    return _in_weather(picture, living, weather)


def _in_weather(picture: Float[Tensor, "3 y x"], living: Living, weather: Weather) -> Scenery:
    picture = in_weather(picture, weather)
    return Scenery(picture=picture, living=replace(living, weather=weather))


def in_scenery(request: GenerateRequest, parts: Parts) -> tuple[GenerateRequest, Living | None]:
    """The request in the place that it names, and what lives there; what comes over a first frame
    that is given.
    """
    if (image := request.image) is not None:
        weather = weather_at(request, None)
        living = replace(Living.nothing(image), weather=weather, rises=True)
        return request, living if weather.is_any else None
    found = scenery_of(request, parts)
    if found is None:
        return request, None
    return replace(request, place=found.picture), found.living


def named_in(request: GenerateRequest, *, is_peopled: bool) -> NamedPlace | Colour | None:
    """A place or a wall; a studio where somebody is and nothing is said of where."""
    told = told_of_where(request)
    for text in told:
        if wall := wall_in(text):
            return wall
        if named := place_in(text):
            return named
    weather, all_told = weather_at(request, None), told[-1]
    sky = next((where for kind, where in UNDER_THE_SKY.items() if getattr(weather, kind)), None)
    if sky is not None:
        told = [without_moments(without_weather(text)) for text in told]
    if not is_peopled or not all(map(is_nowhere, told)):
        return None
    return STUDIO if sky is None else place_in(f"{all_told} {sky}")


def told_of_where(request: GenerateRequest) -> Sequence[str]:
    """Where to read in which place a shot is: in its own words first, then in those of all."""
    common = common_words(request.casting_prompt)
    texts = (request.prompt.removeprefix(common), common, request.casting_prompt)
    return [QUOTED.sub("", text) for text in texts]


def weather_at(request: GenerateRequest, place: NamedPlace | None) -> Weather:
    """Of a shot's own words and of what is said of all, in a place that is known, or is given."""
    return weather_of(told_of_where(request)[:2], place)


def is_still(request: GenerateRequest) -> bool:
    """Whether the tower paints one picture alone, as far as words tell: of a given first frame,
    before a given place, a wall, or in a place of which there is a picture.
    """
    if request.image is not None or request.place is not None:
        return True
    shots = [replace(request, prompt=shot.prompt, story=request.prompt) for shot in request.shots]
    return all(named_in(shot, is_peopled=is_peopled(shot)) is not None for shot in shots)


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
    return None if moment in DARK_ANYWAY else GRADES[asked]


def _around(row: int, request: GenerateRequest, places: MadePlaces) -> Surroundings | None:
    """What passes there; None where nothing can."""
    ways = places.ways(row)
    if ways is None:
        return None
    told, (width, height) = told_of_where(request), request.size
    side = max(width, height)
    file = places.screen(row)
    screens = (_fitted(file, request, places) + 1) / 2 if file else torch.zeros(0, height, width)
    return Surroundings(
        ways=ways,
        screens=screens,
        places=places,
        side=side,
        corner=((side - width) // 2, (side - height) // 2),
        is_mirrored=bool(request.seed % 2),
        bustle=bustle_of(told),
        drives=drives(told),
    )


def _fitted(file: bytes, request: GenerateRequest, places: MadePlaces) -> Float[Tensor, "3 y x"]:
    """A square picture file in [-1, 1], filling the clip's pictures."""
    picture = from_bytes(decoded_picture(file)).to(places.picture_ends.device)
    width, height = request.size
    side = max(width, height)
    picture = F.interpolate(picture[None], (side, side), mode="bicubic", antialias=True)[0]
    top, left = (side - height) // 2, (side - width) // 2
    picture = picture[:, top : top + height, left : left + width].clamp(-1, 1)
    return picture.flip(-1) if request.seed % 2 else picture
