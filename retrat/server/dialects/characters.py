"""Characters of OpenAI's clients: somebody known by one clip of them.

A clip is no consent. A character can be made, but is used only once the person in it is enrolled:
the face and voice taken from the clip must match somebody of the cast. A consent id is a character
too, so the enrolled cast is at hand without another upload.
"""

import json
import re
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from retrat.errors import RequestError
from retrat.provenance.home import write_private
from retrat.provenance.log import read_time
from retrat.runtime.assets import Asset
from retrat.runtime.portraits import taken_from
from retrat.server.dialects.inputs import Wanted
from retrat.server.missing import UnknownMember
from retrat.server.service import Service

_LONGEST_NAME = 80


def make_character(service: Service, name: Any, clip: Asset) -> dict[str, Any]:
    """Keep who is in a clip, under a new id."""
    if not isinstance(name, str) or not name.strip() or len(name) > _LONGEST_NAME:
        raise RequestError(f"name: give 1 to {_LONGEST_NAME} characters.", field="name")
    taken = taken_from(service.assets, clip, field="video")
    told: dict[str, Any] = {
        "id": f"char_{secrets.token_hex(12)}",
        "created_at": int(time.time()),
        "name": name,
    }
    content = {**told, "photo": taken.photo, "voice": taken.voice}
    write_private(_path(service, told["id"]), json.dumps(content).encode())
    return told


def character(service: Service, character_id: str, *, field: str = "id") -> dict[str, Any]:
    """A character, or somebody of the cast, as these clients read them."""
    found = _read(service, character_id)
    if found is not None:
        return {name: found[name] for name in ("id", "created_at", "name")}
    try:
        record = service.cast.load().find(character_id.removeprefix("char_")).record
    except RequestError as error:
        raise UnknownMember(error.message, field=field) from None
    made = int(read_time(record.issued).timestamp())
    return {"id": record.consent_id, "created_at": made, "name": record.name}


def add_character(wanted: Wanted, service: Service, given: Any) -> None:
    """Put a character into a request."""
    name = given.get("id") if isinstance(given, Mapping) else given
    if not isinstance(name, str) or not name:
        raise RequestError("characters: give objects with an id.", field="characters")
    found = _read(service, name)
    if found is None:
        who = character(service, name, field="characters")["id"]
        wanted.people.append({"cast": who})
        return
    person: dict[str, Any] = {"photos": [found["photo"]]}
    if found["voice"] is not None:
        person["voice"] = found["voice"]
    wanted.people.append(person)


def _read(service: Service, character_id: str) -> dict[str, Any] | None:
    if not re.fullmatch(r"char_[0-9a-f]{24}", character_id):
        return None
    try:
        content: dict[str, Any] = json.loads(_path(service, character_id).read_bytes())
    except (OSError, ValueError):
        return None
    return content


def _path(service: Service, character_id: str) -> Path:
    return service.places.characters / f"{character_id}.json"
