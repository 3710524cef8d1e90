"""Jobs: submit, look, change one's mind, fetch the result."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import FileResponse

from retrat.runtime.job_values import LONGEST_KEY, JobFilter, State, StoredJob, Submission
from retrat.server import schema
from retrat.server.fetch import target_of
from retrat.server.judging import quality_of
from retrat.server.media import clip_response, file_name, kept_clip, picture_response
from retrat.server.service import Service, Serving
from retrat.server.submitting import edited, stored, submit
from retrat.server.views import asset_view, job_view

router = APIRouter(prefix="/v1", tags=["jobs"])
Key = Annotated[
    str | None,
    Header(alias="Idempotency-Key", max_length=LONGEST_KEY, min_length=1),
]


@router.post("/jobs", status_code=201)
def submit_job(
    wanted: schema.JobSubmission, service: Serving, response: Response, key: Key = None
) -> schema.Job:
    """Queue a clip. The same Idempotency-Key and request again give the same job."""
    if wanted.webhook_url is not None:
        private = service.options.allows_private_urls
        target_of(wanted.webhook_url, field="webhook_url", allows_private=private)
    request = stored(wanted.request, key=key, via="native", webhook_url=wanted.webhook_url)
    submission = Submission(
        request=request,
        priority=wanted.priority,
        batch=wanted.batch,
        is_paused=wanted.is_paused,
        idempotency_key=key,
    )
    job = submit(service, submission)
    response.headers["location"] = f"/v1/jobs/{job.id}"
    return _view(service, job)


@router.get("/jobs")
def list_jobs(query: Annotated[schema.JobQuery, Query()], service: Serving) -> schema.JobPage:
    """A page of jobs, newest first or as the queue will take them."""
    which = JobFilter(
        states=tuple(State(name) for name in query.state),
        batch=query.batch,
        cast=query.cast,
        words=query.q,
        mode=query.mode,
        in_queue_order=query.order == "queue",
    )
    found = service.store.list_jobs(which, limit=query.limit, after=query.after)
    return schema.JobPage(
        jobs=[job_view(job, service) for job in found.jobs],
        next=found.next,
        total=service.store.count(which),
    )


@router.get("/jobs/{job}")
def get_job(job: str, service: Serving) -> schema.Job:
    """A job as it is now; ask again, or follow its events."""
    return _view(service, service.store.get(job))


@router.patch("/jobs/{job}")
def change_job(job: str, change: schema.JobChange, service: Serving) -> schema.Job:
    """Change a waiting job: its request, its priority, whether it is paused."""
    found = service.store.get(job)
    if change.request is not None or change.priority is not None:
        request, cast = None, None
        if change.request is not None:
            request, cast = edited(service, found, change.request)
        found = service.store.edit(job, request=request, priority=change.priority, cast=cast)
    if change.is_paused is True and found.state == State.QUEUED:
        found = service.store.pause(job)
    elif change.is_paused is False and found.state == State.PAUSED:
        found = service.store.resume(job)
    elif change.is_paused is not None and found.state not in (State.QUEUED, State.PAUSED):
        found = service.store.pause(job)  # says what state it is in
    return _view(service, found)


@router.delete("/jobs/{job}", status_code=204)
def delete_job(job: str, service: Serving) -> None:
    """Forget an ended job, its request and its files."""
    service.store.delete(job)
    service.places.forget(job)


@router.post("/jobs/{job}/cancel")
def cancel_job(job: str, service: Serving) -> schema.Job:
    """Waiting jobs end at once, running ones within a step; ended ones stay as they are."""
    return _view(service, service.store.cancel(job))


@router.post("/jobs/{job}/retry")
def retry_job(job: str, service: Serving) -> schema.Job:
    """Queue a failed or cancelled job again."""
    return _view(service, service.store.retry(job))


@router.post("/jobs/{job}/clone", status_code=201)
def clone_job(job: str, service: Serving, wanted: schema.JobClone | None = None) -> schema.Job:
    """A new job like this one, or with another request."""
    request, cast = None, None
    if wanted is not None and wanted.request is not None:
        request, cast = edited(service, service.store.get(job), wanted.request)
    return _view(service, service.store.clone(job, request=request, cast=cast))


@router.post("/jobs/{job}/move")
def move_job(job: str, move: schema.JobMove, service: Serving) -> schema.Job:
    """Put a waiting job right before another one, or at the end."""
    return _view(service, service.store.move(job, before=move.before))


@router.get("/jobs/{job}/result", response_class=FileResponse, responses=schema.MP4)
def get_result(job: str, service: Serving, download: bool = False) -> Response:
    """The MP4; range requests are answered."""
    return clip_response(service, service.store.get(job), is_download=download)


@router.post("/jobs/{job}/asset", status_code=201)
def keep_result(job: str, service: Serving) -> schema.Asset:
    """The result as a file that a request can name, for `continues`; it outlives the job."""
    found = service.store.get(job)
    return asset_view(kept_clip(service, found, name=file_name(found), field="job"))


@router.get("/jobs/{job}/quality", responses=schema.JUDGES)
def get_quality(job: str, service: Serving) -> schema.Quality:
    """What independent judges say of the result. The first answer takes them some seconds."""
    return quality_of(service, service.store.get(job))


@router.get("/jobs/{job}/thumbnail", response_class=FileResponse, responses=schema.WEBP)
def get_thumbnail(job: str, service: Serving) -> Response:
    """A still of the result, 320 pixels wide at most."""
    return picture_response(service.places.thumbnail(service.store.get(job).id), is_final=True)


@router.get("/jobs/{job}/preview", response_class=FileResponse, responses=schema.WEBP)
def get_preview(job: str, service: Serving) -> Response:
    """A small moving picture of a running job, as far as it can be seen."""
    return picture_response(service.places.preview(service.store.get(job).id), is_final=False)


def _view(service: Service, job: StoredJob) -> schema.Job:
    return job_view(job, service, place=service.store.place(job))
