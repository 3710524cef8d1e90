"""What happens, as it happens: server-sent events, for one job or for all.

A reader that lost its connection sends the id of the last event it saw and misses nothing: events
come from the queue's log, not from memory. Asking with GET stays the truth; this is an extra.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from retrat.runtime.job_values import ENDED, JobEvent
from retrat.server import schema
from retrat.server.service import Service, Serving
from retrat.server.views import event_view

router = APIRouter(prefix="/v1", tags=["events"])
_POLL_SECONDS = 0.3
_ALIVE_SECONDS = 15.0
_BATCH = 200
_ENDS = {str(state) for state in ENDED} | {"deleted"}


class EventStream(StreamingResponse):
    """Server-sent events; the media type under which the document describes them."""

    media_type = "text/event-stream"


STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "model": schema.Event,
        "description": "Each event's data is an `Event`; its id is `seq`, its name is `kind`.",
    }
}
LastSeen = Annotated[int | None, Header(alias="Last-Event-ID", ge=0)]
After = Annotated[int | None, Query(ge=0, description="As Last-Event-ID, for first connections.")]


@router.get("/jobs/{job}/events", response_class=EventStream, responses=STREAM)
async def job_events(
    job: str, request: Request, service: Serving, seen: LastSeen = None, after: After = None
) -> EventStream:
    """One job's events from its beginning (or after the last seen) until it ends."""
    await run_in_threadpool(service.store.get, job)
    start = seen if seen is not None else after or 0
    return _stream(_events(request, service, job, start))


@router.get("/events", response_class=EventStream, responses=STREAM)
async def all_events(
    request: Request, service: Serving, seen: LastSeen = None, after: After = None
) -> EventStream:
    """Every job's events from now on (or after the last seen), without end."""
    start = seen if seen is not None else after
    if start is None:
        start = await run_in_threadpool(service.store.last_event)
    return _stream(_events(request, service, None, start))


def _stream(events: AsyncIterator[str]) -> EventStream:
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return EventStream(events, headers=headers)


async def _events(
    request: Request, service: Service, job: str | None, seen: int
) -> AsyncIterator[str]:
    """Events as text; a comment now and then shows proxies that somebody is there."""
    quiet = 0.0
    yield "retry: 1000\n\n"
    while not await request.is_disconnected():
        found = await run_in_threadpool(service.store.events, job, after=seen, limit=_BATCH)
        for event in found:
            seen = event.seq
            if text := _spelt(event, service):
                yield text
        if job is not None and found and found[-1].kind in _ENDS:
            return
        if len(found) == _BATCH:
            continue
        quiet = 0.0 if found else quiet + _POLL_SECONDS
        if quiet >= _ALIVE_SECONDS:
            quiet = 0.0
            yield ": here\n\n"
        await asyncio.sleep(_POLL_SECONDS)


def _spelt(event: JobEvent, service: Service) -> str:
    shown = event_view(event, service.store)
    if shown is None:
        return ""
    data: schema.Event = shown
    return f"id: {data.seq}\nevent: {data.kind}\ndata: {data.model_dump_json()}\n\n"
