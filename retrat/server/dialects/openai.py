"""The routes of OpenAI's clients: videos, characters, files."""

import asyncio
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from retrat.errors import RequestError
from retrat.media.stills import write_spritesheet
from retrat.runtime.job_values import (
    JobFilter,
    State,
    StoredJob,
    Submission,
    UnknownJob,
    WrongState,
)
from retrat.server.dialects import openai_views as views
from retrat.server.dialects.characters import character, make_character
from retrat.server.dialects.forms import body_of
from retrat.server.dialects.inputs import their_words
from retrat.server.dialects.models import model_for
from retrat.server.dialects.openai_requests import file_from, wanted_from
from retrat.server.dialects.openai_sources import VIA, edited, extended, remixed
from retrat.server.media import clip_path, clip_response, picture_response
from retrat.server.schema import JobRequest
from retrat.server.service import Service, Serving
from retrat.server.submitting import stored, submit

router = APIRouter(prefix="/v1", tags=["openai"], include_in_schema=False)
POLL_MILLISECONDS = 500
_PREFIXES = ("sora", "wan", "r2v", "gpt", "veo")
_SYNC_SECONDS = 1800.0
# How the fields of ours that a video brings are called where it is given.
_OF_VIDEOS = {
    "job": "video",
    "image": "video",
    "continues": "video",
    "file": "video",
    "steps": "num_inference_steps",
}


@router.post("/videos")
async def create(request: Request, service: Serving) -> Response:
    """Queue a video, from a form or from JSON."""
    async with body_of(request) as body:
        job = await run_in_threadpool(_submit, service, body, request.headers)
    return _told(views.video(job))


@router.post("/videos/sync")
async def create_and_wait(request: Request, service: Serving) -> Response:
    """Queue a video, wait for it, and answer with its bytes."""
    async with body_of(request) as body:
        job = await run_in_threadpool(_submit, service, body, request.headers)
    until = time.monotonic() + _SYNC_SECONDS
    while not job.has_ended and time.monotonic() < until:
        await asyncio.sleep(POLL_MILLISECONDS / 1000)
        if await request.is_disconnected():
            await run_in_threadpool(service.store.cancel, job.id)
        job = await run_in_threadpool(service.store.get, job.id)
    if job.state == State.FAILED:
        raise RequestError(str(job.error_message), field=job.error_field or "video")
    return clip_response(service, job, is_download=False)


@router.get("/videos")
def list_videos(
    service: Serving,
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    order: Literal["asc", "desc"] = "desc",
) -> Response:
    """Videos, the newest first or last; `after` is the last id of the page before."""
    which = JobFilter(via=VIA, oldest_first=order == "asc")
    page = service.store.list_jobs(which, limit=limit, after=_cursor(service, after))
    data = [views.video(job) for job in page.jobs]
    ends = {"first_id": data[0]["id"], "last_id": data[-1]["id"]} if data else {}
    return _told(
        {
            "object": "list",
            "data": data,
            **{name: ends.get(name) for name in ("first_id", "last_id")},
            "has_more": page.next is not None,
        }
    )


@router.post("/videos/edits")
async def edit(request: Request, service: Serving) -> Response:
    """The same clip with another prompt: one made here, or a file that says how it was made."""
    async with body_of(request) as body:
        job = await run_in_threadpool(_queued, service, edited, body)
    return _told(views.video(job))


@router.post("/videos/extensions")
async def extend(request: Request, service: Serving) -> Response:
    """What comes after a clip: a new one that begins with its last frame."""
    async with body_of(request) as body:
        job = await run_in_threadpool(_queued, service, extended, body)
    return _told(views.video(job))


@router.post("/videos/characters")
async def create_character(request: Request, service: Serving) -> Response:
    """Keep who is in a clip; used only when that person is enrolled."""
    async with body_of(request) as body:
        clip = await run_in_threadpool(file_from, service, body.get("video"), field="video")
        if clip.kind != "video":
            raise RequestError("video must be a clip of the person.", field="video")
        made = await run_in_threadpool(make_character, service, body.get("name"), clip)
    return _told(made)


@router.get("/videos/characters/{id}")
def get_character(id: str, service: Serving) -> Response:  # noqa: A002
    """A character, or somebody of the cast by consent id."""
    return _told(character(service, id))


@router.get("/videos/{video}")
def retrieve(video: str, service: Serving) -> Response:
    """How far a video is."""
    return _told(views.video(views.found(service, video)))


@router.get("/videos/{video}/content")
def content(
    video: str,
    service: Serving,
    variant: Literal["video", "thumbnail", "spritesheet", "0"] = "video",
) -> Response:
    """The MP4, or a still of it."""
    job = views.found(service, video)
    if variant in ("video", "0"):
        return clip_response(service, job, is_download=False)
    if variant == "spritesheet":
        return picture_response(_sheet(service, job), is_final=True)
    return picture_response(service.places.thumbnail(job.id), is_final=True)


@router.delete("/videos/{video}")
def delete(video: str, service: Serving) -> Response:
    """Forget a video; one that is not finished is stopped first."""
    job = service.store.cancel(views.found(service, video).id)
    if not job.has_ended:
        text = f"{video[:80]} is being stopped. Ask again in a moment."
        raise WrongState(text, field="video")
    service.store.delete(job.id)
    service.places.forget(job.id)
    return _told({"id": video, "object": "video.deleted", "deleted": True})


@router.post("/videos/{video}/remix")
async def remix(video: str, request: Request, service: Serving) -> Response:
    """The same clip with another prompt."""
    async with body_of(request) as body:
        job = await run_in_threadpool(_queued, service, _remix_of(video), body)
    return _told(views.video(job))


@router.post("/files")
async def upload_file(request: Request, service: Serving) -> Response:
    """Keep a file, to be named in later requests."""
    async with body_of(request) as body:
        asset = await run_in_threadpool(file_from, service, body.get("file"), field="file")
    told = {
        "id": f"file_{asset.id}",
        "object": "file",
        "bytes": asset.bytes_,
        "created_at": int(asset.created),
        "filename": asset.name,
        "purpose": str(body.get("purpose") or "user_data"),
        "status": "processed",
    }
    return _told(told)


def _submit(service: Service, body: Mapping[str, Any], headers: Mapping[str, str]) -> StoredJob:
    asked = body.get("model") or service.options.model
    model = model_for(asked, service, prefixes=_PREFIXES)
    wanted = wanted_from(body, service)
    key = headers.get("idempotency-key") or None
    client = {"model": asked, "warnings": wanted.warnings}
    with their_words(wanted.names):
        ours = JobRequest.model_validate(wanted.body(model))
        request = stored(ours, key=key, via=VIA, client=client)
        return submit(service, Submission(request=request, idempotency_key=key))


def _sheet(service: Service, job: StoredJob) -> Path:
    """Moments of a finished clip beside each other, drawn when first asked for."""
    clip, sheet = clip_path(service, job), service.places.spritesheet(job.id)
    if not sheet.is_file():
        write_spritesheet(clip, sheet)
    return sheet


def _queued(
    service: Service,
    make: Callable[[Service, Mapping[str, Any]], dict[str, Any]],
    body: Mapping[str, Any],
) -> StoredJob:
    """A job from a video: what `make` makes of the body."""
    with their_words(_OF_VIDEOS):
        return submit(service, Submission(request=make(service, body)))


def _remix_of(video: str) -> Callable[[Service, Mapping[str, Any]], dict[str, Any]]:
    return lambda service, body: remixed(service, video, body)


def _cursor(service: Service, after: str | None) -> str | None:
    if after is None:
        return None
    try:
        return service.store.cursor(views.job_id(after))
    except UnknownJob:
        text = f"after={after[:80]!r} is no video. Use `last_id` of the page before."
        raise RequestError(text, field="after") from None


def _told(content: Mapping[str, Any]) -> Response:
    return JSONResponse(content, headers={"openai-poll-after-ms": str(POLL_MILLISECONDS)})
