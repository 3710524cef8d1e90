"""What DashScope's clients ask of voices: one address, one action in each body."""

from collections.abc import Callable, Mapping
from typing import Any

from retrat.errors import RequestError
from retrat.server.dialects.dashscope_views import spelt
from retrat.server.dialects.inputs import asset_from, number
from retrat.server.dialects.voices import (
    Voice,
    changed_voice,
    delete_voice,
    make_voice,
    voice,
    voices,
)
from retrat.server.service import Service

_MOST_LISTED = 1000
_Given = Mapping[str, Any]


def customized(service: Service, body: _Given) -> dict[str, Any]:
    """The `output` of one action."""
    given = body.get("input")
    if not isinstance(given, Mapping):
        raise RequestError("input must be an object.", field="input")
    action = given.get("action")
    act = _ACTIONS.get(action) if isinstance(action, str) else None
    if act is None:
        text = f"action={str(action)[:40]!r}: give one of {', '.join(_ACTIONS)}."
        raise RequestError(text, field="action")
    return act(service, given)


def _create(service: Service, given: _Given) -> dict[str, Any]:
    made = make_voice(
        service,
        prefix=_text(given, "prefix"),
        target_model=_text(given, "target_model"),
        recording=asset_from(service, given.get("url"), field="url"),
    )
    return {"voice_id": made.id}


def _list(service: Service, given: _Given) -> dict[str, Any]:
    prefix = None if given.get("prefix") is None else _text(given, "prefix")
    size = _whole(given, "page_size", 10, least=1)
    start = _whole(given, "page_index", 0, least=0) * size
    found = [each for each in voices(service) if prefix in (None, each.prefix)]
    return {"voice_list": [_told(each) for each in found[start : start + size]]}


def _query(service: Service, given: _Given) -> dict[str, Any]:
    found = voice(service, _text(given, "voice_id"))
    return {**_told(found), "target_model": found.target_model}


def _update(service: Service, given: _Given) -> dict[str, Any]:
    recording = asset_from(service, given.get("url"), field="url")
    changed_voice(service, _text(given, "voice_id"), recording)
    return {}


def _delete(service: Service, given: _Given) -> dict[str, Any]:
    delete_voice(service, _text(given, "voice_id"))
    return {}


_ACTIONS: dict[str, Callable[[Service, _Given], dict[str, Any]]] = {
    "create_voice": _create,
    "list_voice": _list,
    "query_voice": _query,
    "update_voice": _update,
    "delete_voice": _delete,
}


def _told(found: Voice) -> dict[str, Any]:
    times = {"gmt_create": spelt(found.made), "gmt_modified": spelt(found.changed)}
    return {"voice_id": found.id, "status": "OK", **times}


def _text(given: _Given, name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= 80:
        raise RequestError(f"{name}: give a text of 1 to 80 characters.", field=name)
    return value


def _whole(given: _Given, name: str, usual: int, *, least: int) -> int:
    if given.get(name) is None:
        return usual
    found = number(given[name], field=name)
    if not least <= found <= _MOST_LISTED or found != int(found):
        raise RequestError(f"{name}={found:g}: give {least} to {_MOST_LISTED}.", field=name)
    return int(found)
