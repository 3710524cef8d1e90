"""A queued request, plain values with files by hash and people by name, as an order.

request: prompt, people [{cast, photos, voice, uses_voice}], image, place, audio, continues, face,
seconds, size, seed, steps, has_sound, label, purpose, model. Hashes name files of the asset store;
people of the cast bring the pictures and the voice that they were enrolled with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrat.errors import ReleaseError, RequestError
from retrat.runtime.assets import AssetStore
from retrat.runtime.cast_book import CastBook
from retrat.runtime.checks import check_words
from retrat.runtime.joining import require_joinable, require_made_here
from retrat.runtime.models import release_named
from retrat.runtime.order import Order, Person, size_from_text
from retrat.runtime.readiness import problem_of
from retrat.runtime.settings import Settings

_PLAIN = ("prompt", "face", "seconds", "seed", "steps", "has_sound", "label", "purpose", "model")
_KINDS = {
    "photos": "image",
    "voice": "audio",
    "image": "image",
    "place": "image",
    "audio": "audio",
    "continues": "video",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sources:
    """Where a request's files and people are found."""

    assets: AssetStore
    cast: CastBook
    settings: Settings


def check_request(request: Mapping[str, Any], sources: Sources) -> None:
    """Refuse what can be refused at once: values, unknown files and people, missing weights."""
    order = order_of(request, sources)
    release = release_named(order.model, sources.settings.models)
    wanted = check_words(order, release)
    if order.continues is not None:
        require_made_here(order.continues, sources.cast.home)
        rate = float(release.settings["frames_per_second"])
        require_joinable(order.continues, wanted, rate)
    problem = problem_of(release)
    if problem is not None:
        raise ReleaseError(problem)


def cast_of(request: Mapping[str, Any], sources: Sources) -> tuple[str, ...]:
    """The consent ids of the people a request names, and of those in the clip it goes on from."""
    named = (person.get("cast") for person in request.get("people") or ())
    found = [each for who in named if who for each in sources.cast.consents(who)]
    shown: tuple[str, ...] = ()
    if request.get("continues") is not None:
        before = _file(sources, request["continues"], "continues")
        shown = require_made_here(before, sources.cast.home).consent_ids
    return tuple(dict.fromkeys([*(member.record.consent_id for member in found), *shown]))


def order_of(request: Mapping[str, Any], sources: Sources) -> Order:
    """The order that the engine takes."""
    needs_voice = _needs_voice(request)
    people = [
        person_of(person, sources, needs_voice=needs_voice)
        for person in request.get("people") or ()
    ]
    values = {name: request[name] for name in _PLAIN if request.get(name) is not None}
    if request.get("size") is not None:
        values["size"] = size_from_text(request["size"])
    for name in ("image", "place", "audio", "continues"):
        if request.get(name) is not None:
            values[name] = _file(sources, request[name], name)
    if "continues" in values and "size" not in values:  # one clip has one size
        before = sources.assets.get(request["continues"], field="continues")
        values["size"] = (before.width, before.height)
    first, others = people[:1], people[1:]
    for person in first:
        names = ("references", "voice", "consent")
        values |= {name: getattr(person, name) for name in names}
    return Order(**values, others=tuple(others))


def _needs_voice(request: Mapping[str, Any]) -> bool:
    """Whether anybody will be heard who is not already heard in the recording."""
    return bool(request.get("has_sound", True)) and request.get("audio") is None


def person_of(person: Mapping[str, Any], sources: Sources, *, needs_voice: bool) -> Person:
    """Pictures, voice and whose they are said to be, of one of a request's people; whoever has
    withdrawn consent, or whose files are gone, is refused.
    """
    photos = [_file(sources, asset, "photos") for asset in person.get("photos") or ()]
    given = person.get("voice")
    voice = None if given is None else _file(sources, given, "voice")
    if person.get("cast") is None:
        if not photos and voice is None:
            text = "A person needs a name of the cast, a photo or a voice. Give one of them."
            raise RequestError(text, field="people")
        return Person(references=tuple(photos), voice=voice)
    member = sources.cast.standing(person["cast"], field="people")
    if not photos:
        photos = list(sources.cast.files_of(person["cast"], "face", field="people"))
    uses_voice = needs_voice and person.get("uses_voice", True) and given is None
    if uses_voice:
        voices = sources.cast.files_of(person["cast"], "voice", field="people")
        voice = next(iter(voices), None)
    return Person(references=tuple(photos), voice=voice, consent=member.record.name)


def _file(sources: Sources, asset_id: str, field: str) -> Path:
    asset = sources.assets.get(asset_id, field=field)
    wanted = _KINDS[field]
    # The sound of a video is a recording too.
    if asset.kind != wanted and not (wanted == "audio" and asset.kind == "video"):
        text = f"{asset.name} is {_article(asset.kind)}; {field} takes {_article(wanted)}."
        raise RequestError(f"{text} Give another file.", field=field)
    return sources.assets.path(asset_id, field=field)


def _article(kind: str) -> str:
    return {"image": "a picture", "audio": "a sound", "video": "a video"}[kind]
