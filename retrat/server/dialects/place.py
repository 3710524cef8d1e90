"""Which of DashScope's references is a place: the prompt says so, and the picture shows no face."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from retrat.errors import RequestError
from retrat.media import as_bytes, decode_image
from retrat.pipeline.request import GenerateRequest
from retrat.runtime.faces import find_faces
from retrat.server.dialects.inputs import Wanted
from retrat.server.service import Service

MOST = 5  # references that their models take
_IN = r"\b(?:in|inside|into|at|on|before|by|near|outside|against|through|in front of)\s+"
_OF = r"(?:the\s+)?(?:(?:place|room|scene|setting|background)\s+(?:of|in|from|shown in)\s+)?"
_AS = r"\s+(?:as|is)\s+(?:the|a|their)?\s*(?:place|room|scene|setting|background|backdrop)\b"


def take_place(wanted: Wanted, service: Service) -> None:
    """Make the reference that somebody is said to be *in* the place, if it shows no face.

    Clients have one list for whoever appears and for what is around them. Whoever speaks, and
    whoever no sentence puts somebody into, stays a person, even if no face is found: they are
    refused later, and never shown as a background.
    """
    if not 2 <= len(wanted.people) <= MOST:
        return
    if wanted.image is not None or wanted.place is not None:
        return
    speaking = {line.person for line in GenerateRequest(prompt=wanted.prompt).lines}
    for number, person in enumerate(wanted.people, start=1):
        if number in speaking or "voice" in person or not _is_place(wanted.prompt, number):
            continue
        asset = _faceless(person, service)
        if asset is not None:
            del wanted.people[number - 1]
            wanted.place = asset
            wanted.names["place"] = wanted.names.get("photos", "place")
            wanted.prompt = _renumbered(wanted.prompt, number)
            wanted.warn(f"reference {number} shows no face: it is taken as the place.")
            return


def _is_place(prompt: str, number: int) -> bool:
    tag = rf"character\s?{number}\b"
    return re.search(f"{_IN}{_OF}{tag}|{tag}{_AS}", prompt, re.IGNORECASE) is not None


def _faceless(person: Mapping[str, Any], service: Service) -> str | None:
    """The one picture by which somebody is given, if it can be read and shows no face."""
    photos: Sequence[str] = person.get("photos") or []
    if len(photos) != 1 or service.assets.get(photos[0]).kind != "image":
        return None
    try:
        picture = decode_image(service.assets.path(photos[0], field="photos"), field="photos")
    except RequestError:
        return None  # refused as what it was given for, in its words
    return None if find_faces(as_bytes(picture)) else photos[0]


def _renumbered(prompt: str, place: int) -> str:
    """The prompt without a person who is a place."""

    def named(found: re.Match[str]) -> str:
        number = int(found[1])
        if number == place:
            return "this place"
        return f"character{number - (number > place)}"

    return re.sub(r"\bcharacter\s?(\d+)\b", named, prompt, flags=re.IGNORECASE)
