"""From the settings that a file carries back to a request, as far as its files are still here."""

from collections.abc import Mapping
from typing import Any

from retrat.errors import RequestError
from retrat.runtime.job_orders import Sources
from retrat.runtime.order import FORMATS

_PLAIN = ("prompt", "face", "seconds", "seed", "steps", "has_sound", "label", "model")


def restored(
    settings: Mapping[str, Any] | None, sources: Sources
) -> tuple[dict[str, Any], list[str]]:
    """The request behind a file, and the names of what it used that is not here any more."""
    if settings is None or settings.get("format") not in FORMATS or "prompt" not in settings:
        text = "This file carries no settings of retrat's, or those of a later version."
        raise RequestError(f"{text} Give the prompt and files anew.", field="file")
    request = {name: settings[name] for name in _PLAIN if settings.get(name) is not None}
    size = settings.get("size")
    if size:
        request["size"] = f"{int(size[0])}x{int(size[1])}"
    missing: list[str] = []
    shown = [settings, *(settings.get("others") or ())]
    people = [person for each in shown if (person := _person(each, sources, missing))]
    if people:
        request["people"] = people
    for name in ("image", "place", "audio", "continues"):
        entry = settings.get(name)
        if entry:
            _note(request, name, entry, sources, missing)
    return request, missing


def _person(settings: Mapping[str, Any], sources: Sources, missing: list[str]) -> dict[str, Any]:
    """Who was shown: somebody of the cast, by the very files, or else those files."""
    photos, voice = settings.get("references") or [], settings.get("voice")
    if not photos and not voice:
        return {}
    hashes = {entry["sha256"] for entry in [*photos, *([voice] if voice else [])]}
    for member in sources.cast.load().members:
        record = member.record
        if member.revoked is None and hashes <= {*record.photos, *record.voices}:
            return {"cast": record.consent_id, "uses_voice": bool(voice)}
    person: dict[str, Any] = {"photos": []}
    for entry in photos:
        if sources.assets.find(entry["sha256"]) is None:
            missing.append(entry["name"])
        else:
            person["photos"].append(entry["sha256"])
    if voice:
        _note(person, "voice", voice, sources, missing)
    return person if person["photos"] or "voice" in person else {}


def _note(
    target: dict[str, Any],
    name: str,
    entry: Mapping[str, str],
    sources: Sources,
    missing: list[str],
) -> None:
    if sources.assets.find(entry["sha256"]) is None:
        missing.append(entry["name"])
    else:
        target[name] = entry["sha256"]
