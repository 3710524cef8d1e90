"""Files as answers: clips with range requests, pictures, names that are safe to save."""

import re
from pathlib import Path

from fastapi import Response
from fastapi.responses import FileResponse

from retrat.runtime.assets import Asset
from retrat.runtime.job_values import State, StoredJob, WrongState
from retrat.server.missing import ResultGone
from retrat.server.service import Service

_FOREVER = "private, max-age=31536000, immutable"


def clip_path(service: Service, job: StoredJob) -> Path:
    """The MP4 of a finished job, or why there is none."""
    if job.state != State.DONE:
        text = f"Job {job.id} is {job.state}; only a finished one has a result. Wait for it."
        raise WrongState(text, field="job")
    path = service.places.result(job.id)
    if not path.is_file():
        text = f"The result of job {job.id} is no longer here. Clone the job to make it again."
        raise ResultGone(text, field="job")
    return path


def kept_clip(service: Service, job: StoredJob, *, name: str, field: str) -> Asset:
    """The MP4 of a finished job as a file of its own, which outlives the job."""
    with clip_path(service, job).open("rb") as file:
        return service.assets.keep(file, name=name, field=field)


def clip_response(service: Service, job: StoredJob, *, is_download: bool) -> Response:
    """The MP4, shown or saved."""
    return FileResponse(
        clip_path(service, job),
        media_type="video/mp4",
        filename=file_name(job),
        content_disposition_type="attachment" if is_download else "inline",
        headers={"cache-control": _FOREVER},
    )


def picture_response(path: Path, *, is_final: bool) -> Response:
    """A small picture that was made beside the work."""
    if not path.is_file():
        raise ResultGone("There is no such picture now. Ask for the job again.", field="job")
    caching = _FOREVER if is_final else "no-store"
    return FileResponse(path, media_type="image/webp", headers={"cache-control": caching})


def file_name(job: StoredJob) -> str:
    """A name for saving: the title or the first words, in letters that every system takes."""
    text = str(job.request.get("title") or job.request.get("prompt") or "clip")
    words = re.findall(r"[a-z0-9]+", text.lower())
    return "-".join(["retrat", *words[:6]])[:60] + ".mp4"
