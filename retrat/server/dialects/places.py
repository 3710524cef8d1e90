"""A picture among the references that shows no person: where it happens."""

import re

from retrat.media import as_bytes, decode_image
from retrat.runtime.faces import find_faces
from retrat.server.dialects.inputs import Wanted
from retrat.server.service import Service


def take_place(wanted: Wanted, service: Service) -> None:
    """Of several references, the one picture without a face becomes the place.

    Clients have one list for whoever appears and for what is around them. A picture that comes
    with a voice is a person's, and one reference alone is somebody, even if no face is found.
    """
    if len(wanted.people) < 2 or wanted.image is not None or wanted.place is not None:
        return
    without = [
        number
        for number, person in enumerate(wanted.people, start=1)
        if person["photos"] and "voice" not in person and not _shows_face(person, service)
    ]
    if len(without) != 1 or len(wanted.people) == len(without):
        return
    number = without[0]
    wanted.place = wanted.people.pop(number - 1)["photos"][0]
    wanted.names["place"] = wanted.names.get("photos", "place")
    wanted.prompt = _renumbered(wanted.prompt, number)
    wanted.warn(f"reference {number} shows no face: it is taken as the place.")


def _shows_face(person: dict[str, list[str]], service: Service) -> bool:
    path = service.assets.path(person["photos"][0], field="photos")
    return bool(find_faces(as_bytes(decode_image(path, field="photos"))))


def _renumbered(prompt: str, place: int) -> str:
    """The prompt without a person who is a place."""

    def named(found: re.Match[str]) -> str:
        number = int(found[1])
        if number == place:
            return "this place"
        return f"character{number - (number > place)}"

    return re.sub(r"\bcharacter\s?(\d+)\b", named, prompt, flags=re.IGNORECASE)
