"""Stored jobs as the native API tells them."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from retrat.runtime.assets import Asset
from retrat.runtime.job_values import JobEvent, State, StoredJob
from retrat.runtime.jobs import JobStore
from retrat.server import schema
from retrat.server.service import Service

# The share of a usual job's time that each phase takes, for a bar that moves evenly.
PHASES = {
    "check": 0.04,
    "load": 0.06,
    "generate": 0.70,
    "mark": 0.08,
    "encode": 0.08,
    "sign": 0.04,
}
# What a stored request holds beside a JobRequest's own fields.
HIDDEN = ("via", "client", "webhook_url")


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def asset_view(asset: Asset) -> schema.Asset:
    return schema.Asset(
        id=asset.id,
        kind=asset.kind,
        media_type=asset.media_type,
        name=asset.name,
        bytes=asset.bytes_,
        width=asset.width,
        height=asset.height,
        seconds=asset.seconds,
        created=moment(asset.created),
        url=f"/v1/assets/{asset.id}/content",
    )


def request_of(job: StoredJob) -> dict[str, Any]:
    """The JobRequest in a stored request."""
    return {name: value for name, value in job.request.items() if name not in HIDDEN}


def mode_of(request: Mapping[str, Any]) -> schema.ModeName:
    """What the files of a request ask for."""
    if request.get("audio"):
        return "audio"
    if request.get("people"):
        return "reference"
    return "image" if request.get("image") or request.get("continues") else "text"


def new_from(job: StoredJob) -> float:
    """Where what the request asks for begins, in seconds; before is what it goes on from."""
    if job.result is None or job.request.get("continues") is None:
        return 0.0
    return round(max(0.0, job.result["seconds"] - job.result["settings"]["seconds"]), 3)


def job_view(job: StoredJob, service: Service, *, place: int | None = None) -> schema.Job:
    """A job with the links to go on from it."""
    request = request_of(job)
    base = f"/v1/jobs/{job.id}"
    is_done = job.state == State.DONE
    can_cancel = not job.has_ended and not job.cancel_requested
    can_retry = job.state in (State.FAILED, State.CANCELLED)
    return schema.Job(
        id=job.id,
        number=job.number,
        state=job.state.value,
        request=request,
        mode=mode_of(request),
        via=job.request.get("via", "native"),
        priority=job.priority,
        place=place,
        batch=job.batch,
        cast=list(job.cast),
        cloned_from=job.cloned_from,
        attempts=job.attempts,
        most_attempts=job.most_attempts,
        is_cancel_requested=job.cancel_requested,
        progress=progress_of(job),
        preview_url=_preview_url(job, service),
        result=_result(job, service),
        error=_error(job),
        created=moment(job.created),
        started=moment(job.started) if job.started is not None else None,
        finished=moment(job.finished) if job.finished is not None else None,
        links=schema.JobLinks(
            self=base,
            events=f"{base}/events",
            cancel=f"{base}/cancel" if can_cancel else None,
            retry=f"{base}/retry" if can_retry else None,
            clone=f"{base}/clone",
            result=f"{base}/result" if is_done else None,
        ),
    )


def progress_of(job: StoredJob) -> schema.Progress:
    """How far a job is as a whole."""
    fraction = 1.0 if job.state == State.DONE else fraction_of(job.phase, job.done, job.total)
    return schema.Progress(
        phase=job.phase,
        done=job.done,
        total=job.total,
        fraction=fraction,
        seconds_left=None,
    )


def fraction_of(phase: str | None, done: int, total: int) -> float:
    """The share of a whole job, from a phase and how far it is."""
    if phase not in PHASES:
        return 0.0
    names = list(PHASES)
    before = math.fsum(PHASES[name] for name in names[: names.index(phase)])
    return round(min(0.99, before + PHASES[phase] * (done / total if total else 0.0)), 4)


_KINDS: Mapping[str, schema.EventKind] = {"progress": "progress", "preview": "preview"}


def event_view(event: JobEvent, store: JobStore) -> schema.Event | None:
    """One line of the log for a reader; None for what is nobody's business."""
    del store
    if event.kind == "checkpoint":
        return None
    kind = _KINDS.get(event.kind, "status")
    progress = None
    if kind == "progress":
        phase, done, total = (event.data[name] for name in ("phase", "done", "total"))
        progress = schema.Progress(
            phase=phase,
            done=done,
            total=total,
            fraction=fraction_of(phase, done, total),
            seconds_left=event.data.get("seconds_left"),
        )
    preview = f"/v1/jobs/{event.job_id}/preview?v={event.seq}" if kind == "preview" else None
    return schema.Event(
        seq=event.seq,
        job=event.job_id,
        at=moment(event.at),
        kind=kind,
        state=_STATES.get(event.kind),
        progress=progress,
        preview_url=preview,
        detail=event.kind if kind == "status" else None,
    )


# The state that a line of the log says a job is in from then on.
_STATES: dict[str, Any] = {
    "submitted": "queued",
    "resumed": "queued",
    "returned": "queued",
    "retried": "queued",
    "paused": "paused",
    "claimed": "running",
    "done": "done",
    "failed": "failed",
    "cancelled": "cancelled",
}


def _preview_url(job: StoredJob, service: Service) -> str | None:
    path = service.places.preview(job.id)
    if job.state != State.RUNNING or not path.exists():
        return None
    return f"/v1/jobs/{job.id}/preview?v={path.stat().st_mtime_ns // 1_000_000}"


def _result(job: StoredJob, service: Service) -> schema.JobResult | None:
    if job.result is None:
        return None
    has_thumbnail = service.places.thumbnail(job.id).exists()
    return schema.JobResult(
        **job.result,
        new_from=new_from(job),
        url=f"/v1/jobs/{job.id}/result",
        thumbnail_url=f"/v1/jobs/{job.id}/thumbnail" if has_thumbnail else None,
    )


def _error(job: StoredJob) -> schema.Problem | None:
    if job.error_code is None or job.error_message is None:
        return None
    return schema.Problem(code=job.error_code, message=job.error_message, field=job.error_field)
