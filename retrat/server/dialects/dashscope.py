"""The routes of DashScope's clients: submit, task, list, cancel, upload, voices.

Their base address is ours with /api/v1. A task that nobody knows is no error there but a status.
One client writes a slash at the end of an address, so every route is there in both forms.
"""

import json
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from retrat.errors import RequestError
from retrat.runtime.job_values import JobFilter, StoredJob, Submission, UnknownJob
from retrat.server.answers import Refusal, answer
from retrat.server.dialects import dashscope_views as views
from retrat.server.dialects.dashscope_requests import wanted_from
from retrat.server.dialects.dashscope_voices import customized
from retrat.server.dialects.inputs import Wanted, their_words
from retrat.server.dialects.models import model_for
from retrat.server.dialects.uploads import policy, take
from retrat.server.schema import JobRequest
from retrat.server.service import Service, Serving
from retrat.server.submitting import stored, submit

router = APIRouter(prefix="/api/v1", tags=["dashscope"], include_in_schema=False)
host_router = APIRouter(include_in_schema=False)
VIA = "dashscope"
_SUBMIT = "/services/aigc/{group}/video-synthesis"
_MOST_LISTED = 100
_NEVER = ("SUSPENDED", "UNKNOWN")  # statuses of theirs that no task of ours has


def both_forms(method: str, path: str) -> Callable[[Any], Any]:
    """Register a route with and without a slash at its end."""

    def register(route: Any) -> Any:
        for form in (path, f"{path}/"):
            router.add_api_route(form, route, methods=[method], response_class=JSONResponse)
        return route

    return register


@both_forms("POST", _SUBMIT)
async def submit_task(group: str, request: Request, service: Serving) -> Response:
    """Queue a clip; always asynchronously, as the clients ask for it."""
    del group
    if request.headers.get("x-dashscope-async", "").lower() != "enable":
        text = "current user api does not support synchronous calls. Send X-DashScope-Async."
        refusal = Refusal(status=403, code="forbidden", message=text, field="x-dashscope-async")
        return answer(request.url.path, refusal)
    body = await _json(request)
    job = await run_in_threadpool(_submit, service, body)
    output = {"task_id": views.task_id(job), "task_status": views.status(job)}
    return _told({"output": output})


@both_forms("GET", "/tasks/{task}")
def get_task(task: str, request: Request, service: Serving) -> Response:
    """How far a task is, and its result."""
    job = _find(service, task)
    if job is None:
        return _told({"output": {"task_id": task, "task_status": "UNKNOWN"}})
    return _told(views.task(job, service, service.address(request)))


@both_forms("POST", "/tasks/{task}/cancel")
def cancel_task(task: str, request: Request, service: Serving) -> Response:
    """Stop a task; also one that is running, which the original can't."""
    job = _find(service, task)
    if job is None or job.has_ended:
        text = "Failed to cancel the task, please confirm if the task is in PENDING status."
        body = {"request_id": str(uuid.uuid4()), "code": "UnsupportedOperation", "message": text}
        return JSONResponse(body, status_code=400)
    del request
    service.store.cancel(job.id)
    return _told({})


@both_forms("GET", "/tasks")
def list_tasks(request: Request, service: Serving) -> Response:
    """Tasks, the newest first, by page number."""
    query = request.query_params
    page = _whole(query.get("page_no"), 1, "page_no", 10_000)
    size = _whole(query.get("page_size"), 10, "page_size", _MOST_LISTED)
    total, shown = _page(service, query, number=page, size=size)
    tasks = [views.listed(job) for job in shown]
    numbers = {"total": total, "total_page": -(-total // size)}
    return _told({"tasks": tasks, "data": tasks, "page_no": page, "page_size": size, **numbers})


@both_forms("GET", "/uploads")
def get_policy(request: Request, service: Serving) -> Response:
    """Permission to upload files for the next requests."""
    if request.query_params.get("action") != "getPolicy":
        raise RequestError("action must be getPolicy.", field="action")
    found = policy(service, service.address(request))
    return _told({"output": found, "data": found})


@host_router.post("/oss")
@host_router.post("/oss/")
async def upload(request: Request, service: Serving) -> Response:
    """Keep a file as the policy in the form allows; answers exactly 200."""
    async with request.form(max_files=1, max_fields=20) as form:
        file = form.get("file")
        if file is None or isinstance(file, str):
            raise RequestError("The form has no file.", field="file")
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        now = datetime.now(UTC).timestamp()
        await run_in_threadpool(take, service, fields, file.file, now=now)
    return Response(status_code=200)


@both_forms("POST", "/services/audio/tts/customization")
async def customize_voice(request: Request, service: Serving) -> Response:
    """Make, list, look at, change and delete voices for `reference_voice`."""
    body = await _json(request)
    return _told({"output": await run_in_threadpool(customized, service, body)})


def _submit(service: Service, body: Mapping[str, Any]) -> StoredJob:
    asked = body.get("model")
    model = model_for(asked, service, prefixes=("wan",))
    wanted = wanted_from(body, service)
    _require_files(wanted, str(asked))
    client = {"model": asked, "warnings": wanted.warnings}
    with their_words(wanted.names):
        request = JobRequest.model_validate(wanted.body(model))
        return submit(service, Submission(request=stored(request, via=VIA, client=client)))


def _require_files(wanted: Wanted, model: str) -> None:
    """What a model is named for is there; else words alone would pass for it."""
    if "i2v" in model and wanted.image is None:
        text = f"{model} begins with a picture, and none is given. Give img_url, or first_frame in"
        raise RequestError(f"{text} media, or choose a t2v model.", field="img_url")
    if "r2v" in model and not wanted.people:
        text = f"{model} shows somebody, and no reference is given. Give reference_urls, or"
        raise RequestError(f"{text} media, or choose a t2v model.", field="reference_urls")


def _find(service: Service, task: str) -> StoredJob | None:
    try:
        return service.store.get(views.job_id(task))
    except UnknownJob:
        return None


def _page(
    service: Service, query: Mapping[str, str], *, number: int, size: int
) -> tuple[int, tuple[StoredJob, ...]]:
    """How many tasks a list is about, and those of one page."""
    state = query.get("status")
    states = tuple(ours for ours, name in views.STATUSES.items() if state == name)
    if state and not states:
        if state in _NEVER:
            return 0, ()
        names = ", ".join((*dict.fromkeys(views.STATUSES.values()), *_NEVER))
        raise RequestError(f"status={state[:40]!r}: give one of {names}.", field="status")
    which = JobFilter(
        via=VIA,
        states=states,
        client_model=query.get("model_name") or None,
        since=_time(query.get("start_time"), "start_time"),
        until=_time(query.get("end_time"), "end_time"),
    )
    page = service.store.list_jobs(which, limit=size, skip=(number - 1) * size)
    return service.store.count(which), page.jobs


def _time(text: str | None, field: str) -> float | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC).timestamp()
    except ValueError:
        raise RequestError(f"{field}={text!r}: give YYYYMMDDhhmmss.", field=field) from None


def _whole(text: str | None, usual: int, field: str, most: int) -> int:
    if text is None or text == "":
        return usual
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise RequestError(f"{field}={text!r}: give 1 to {most}.", field=field)
    return int(text)


async def _json(request: Request) -> Mapping[str, Any]:
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise RequestError("The body is not valid JSON.", field="body") from None
    if not isinstance(body, Mapping):
        raise RequestError("The body must be a JSON object.", field="body")
    return body


def _told(content: Mapping[str, Any]) -> Response:
    return JSONResponse({"request_id": str(uuid.uuid4()), **content})
