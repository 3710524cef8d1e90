"""Requests that come as a form or as JSON, as one nested value with the files in it.

Forms spell nested values with brackets: `tags[]=a`, `video[id]=x`, `people[][id]=x`.
"""

import json
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import Request

from retrat.errors import RequestError

_MOST_FIELDS, _MOST_FILES, _DEEPEST = 200, 12, 5


@asynccontextmanager
async def body_of(request: Request) -> AsyncIterator[dict[str, Any]]:
    """The request's fields; uploaded files are open until the block ends."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS) as form:
            yield nested(form.multi_items())
        return
    try:
        found = json.loads(await request.body() or b"{}")
    except (ValueError, RecursionError):
        raise RequestError("The body is neither a form nor valid JSON.", field="body") from None
    if not isinstance(found, dict):
        raise RequestError("The body must be a JSON object.", field="body")
    yield found


def nested(items: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Fields with brackets in their names as lists and objects."""
    whole: dict[str, Any] = {}
    for name, value in items:
        head, *rest = re.split(r"\[", name)
        steps = [head, *(part.rstrip("]") for part in rest)]
        if len(steps) > _DEEPEST:
            raise RequestError(f"{name[:80]!r} is nested too deep.", field=head)
        _put(whole, steps, value, name)
    return whole


def _put(target: Any, steps: list[str], value: Any, name: str) -> None:
    step, rest = steps[0], steps[1:]
    if isinstance(target, list):
        _append(target, steps, value, name)
        return
    if not isinstance(target, dict):
        raise RequestError(f"{name[:80]!r} is given as two different things.", field=steps[0])
    if not rest:
        target[step] = value
        return
    inner = target.setdefault(step, [] if rest[0] == "" else {})
    _put(inner, rest, value, name)


def _append(target: list[Any], steps: list[str], value: Any, name: str) -> None:
    """`a[]` adds a value; `a[][b]` adds to the last object, or to a new one if that has a b."""
    rest = steps[1:]
    if not rest:
        target.append(value)
        return
    if not target or not isinstance(target[-1], dict) or rest[0] in target[-1]:
        target.append({})
    _put(target[-1], rest, value, name)
