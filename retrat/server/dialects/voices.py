"""Voices of DashScope's clients: a recording under a name, to be given as `reference_voice`.

A recording is no consent. A voice can be made of any, but is used only when it matches somebody
enrolled. It is kept beside the characters, so that clean-up knows its recording is used.
"""

import json
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from retrat.errors import RequestError
from retrat.provenance.home import write_private
from retrat.runtime.assets import Asset
from retrat.runtime.fitness import fitness_of
from retrat.server.service import Service

_ID = re.compile(r"voice-[a-z0-9]{1,10}-[0-9a-f]{24}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """A recording that clients know by an id. Times are seconds since 1970."""

    id: str
    prefix: str
    target_model: str
    asset: str
    made: float
    changed: float


def is_voice(text: str) -> bool:
    """Whether a text is the id of a voice, there or not."""
    return _ID.fullmatch(text) is not None


def make_voice(service: Service, *, prefix: str, target_model: str, recording: Asset) -> Voice:
    """A new voice of a recording in which somebody speaks."""
    if not re.fullmatch(r"[a-z0-9]{1,10}", prefix):
        text = f"prefix={prefix[:40]!r}: give 1 to 10 small letters and digits."
        raise RequestError(text, field="prefix")
    _require_speech(service, recording)
    now = time.time()
    name = f"voice-{prefix}-{secrets.token_hex(12)}"
    made = Voice(
        id=name,
        prefix=prefix,
        target_model=target_model,
        asset=recording.id,
        made=now,
        changed=now,
    )
    _write(service, made)
    return made


def changed_voice(service: Service, voice_id: str, recording: Asset) -> Voice:
    """The same voice of another recording."""
    _require_speech(service, recording)
    known = voice(service, voice_id)
    other = replace(known, asset=recording.id, changed=time.time())
    _write(service, other)
    return other


def voice(service: Service, voice_id: str, *, field: str = "voice_id") -> Voice:
    """A voice by its id."""
    try:
        fields: Mapping[str, object] = json.loads(_path(service, voice_id).read_bytes())
        return Voice(**fields)  # type: ignore[arg-type]
    except (OSError, ValueError, TypeError):
        text = f"{voice_id[:60]!r} is no voice that was made here, or was deleted."
        raise RequestError(f"{text} List the voices to see which.", field=field) from None


def voices(service: Service) -> list[Voice]:
    """All voices, the newest first."""
    paths = service.places.characters.glob("voice-*.json")
    found = [voice(service, path.stem) for path in paths if is_voice(path.stem)]
    return sorted(found, key=lambda each: -each.made)


def delete_voice(service: Service, voice_id: str) -> None:
    """Forget a voice; its recording goes when nothing else uses it."""
    _path(service, voice(service, voice_id).id).unlink(missing_ok=True)


def _require_speech(service: Service, recording: Asset) -> None:
    path = service.assets.path(recording.id, field="url")
    if recording.kind == "image":
        text = f"{recording.name} is a picture. Give a recording of somebody who speaks."
        raise RequestError(text, field="url")
    problem = fitness_of(path, recording, "voice").problem
    if problem is not None:
        raise RequestError(problem, field="url")


def _write(service: Service, made: Voice) -> None:
    write_private(_path(service, made.id), json.dumps(asdict(made)).encode())


def _path(service: Service, voice_id: str) -> Path:
    name = voice_id if is_voice(voice_id) else "voice-nobody"
    return service.places.characters / f"{name}.json"
