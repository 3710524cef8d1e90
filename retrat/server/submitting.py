"""From a request that came in to a job that waits: checked as far as is cheap, then queued."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from retrat.errors import RequestError
from retrat.runtime.job_orders import cast_of, check_request
from retrat.runtime.job_values import StoredJob, Submission
from retrat.runtime.models import release_named, usual_size
from retrat.server.schema import JobRequest
from retrat.server.service import Service
from retrat.server.views import HIDDEN

MOST_ATTEMPTS = 5
_SEED_BITS = 31


def stored(request: JobRequest, *, key: str | None = None, **hidden: Any) -> dict[str, Any]:
    """What the queue keeps: plain values, with a seed, so that every attempt makes one clip.

    The same idempotency key draws the same seed, so that a repeated request is the same request.
    """
    plain = request.model_dump(mode="json")
    if plain["seed"] is None:
        plain["seed"] = _seed_of(key) if key is not None else secrets.randbits(_SEED_BITS)
    return {**plain, **{name: value for name, value in hidden.items() if value is not None}}


def submit(service: Service, submission: Submission) -> StoredJob:
    """Queue what passes every cheap check. A key that came before gives the job that it gave."""
    _check(service, submission.request)
    wanted = _sized(service, submission.request)
    cast = cast_of(wanted, service.sources)
    ready = replace(submission, request=wanted, cast=cast, most_attempts=MOST_ATTEMPTS)
    return service.store.submit(ready)


def edited(
    service: Service, job: StoredJob, request: JobRequest
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Another request for a job, with what its client and receiver are, and whom it shows."""
    hidden = {name: job.request.get(name) for name in HIDDEN}
    wanted = stored(request, **hidden)
    _check(service, wanted)
    wanted = _sized(service, wanted)
    return wanted, cast_of(wanted, service.sources)


def require_model_name(service: Service, name: str) -> None:
    """Refuse what is neither a name nor what this server was started with: a client may not name a
    folder of this machine.
    """
    if name != service.options.model and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name):
        text = f"model={name!r} is no model's name. Give one that GET /v1/models lists."
        raise RequestError(text, field="model")


def _check(service: Service, request: Mapping[str, Any]) -> None:
    require_model_name(service, str(request["model"]))
    check_request(request, service.sources)


def _sized(service: Service, request: Mapping[str, Any]) -> dict[str, Any]:
    """The request with the model's usual size where none is asked for and nothing goes on."""
    if request.get("size") is not None or request.get("continues") is not None:
        return dict(request)
    release = release_named(str(request["model"]), service.sources.settings.models)
    width, height = usual_size(release)
    return {**request, "size": f"{width}x{height}"}


def _seed_of(key: str) -> int:
    digest = hashlib.sha256(f"seed {key}".encode()).digest()
    return int.from_bytes(digest[:8]) % 2**_SEED_BITS
