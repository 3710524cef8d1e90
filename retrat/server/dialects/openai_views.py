"""Our jobs as OpenAI's videos."""

from typing import Any

from retrat.runtime.job_values import State, StoredJob, UnknownJob
from retrat.server.missing import UnknownVideo
from retrat.server.service import Service
from retrat.server.views import progress_of

STATUSES = {
    State.QUEUED: "queued",
    State.PAUSED: "queued",
    State.RUNNING: "in_progress",
    State.DONE: "completed",
    State.FAILED: "failed",
    State.CANCELLED: "failed",
}


def video_id(job: StoredJob) -> str:
    return "video_" + job.id.removeprefix("job_")


def job_id(video: str) -> str:
    """Our id of one of their videos, or what nobody has."""
    return "job_" + video.removeprefix("video_")


def found(service: Service, video: str) -> StoredJob:
    """The job behind one of their videos."""
    try:
        return service.store.get(job_id(video))
    except UnknownJob:
        text = f"There is no video {video[:80]!r}. List the videos to see which."
        raise UnknownVideo(text, field="video") from None


def video(job: StoredJob) -> dict[str, Any]:
    """A video as its clients poll it; `seconds` is a text there."""
    client = job.request.get("client", {})
    result = job.result or {}
    seconds = result.get("seconds") or job.request.get("seconds")
    told = {
        "id": video_id(job),
        "object": "video",
        "created_at": int(job.created),
        "completed_at": None if job.finished is None else int(job.finished),
        "expires_at": None,
        "model": client.get("model") or job.request["model"],
        "status": STATUSES[job.state],
        "progress": _progress(job),
        "prompt": job.request["prompt"],
        "size": result.get("size") or job.request.get("size") or "",
        "seconds": f"{seconds:g}" if seconds else "4",
        "remixed_from_video_id": client.get("remixed_from"),
        "error": _error(job),
    }
    return told | {"warnings": client.get("warnings") or []}


def _progress(job: StoredJob) -> int:
    return 100 if job.state == State.DONE else int(progress_of(job).fraction * 100)


def _error(job: StoredJob) -> dict[str, Any] | None:
    if job.state == State.CANCELLED:
        return {"code": "cancelled", "message": "The job was cancelled."}
    if job.error_code is None:
        return None
    return {"code": job.error_code, "message": job.error_message}
