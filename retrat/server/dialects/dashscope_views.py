"""Our jobs as DashScope's tasks."""

import base64
import uuid
from datetime import UTC, datetime
from typing import Any

from retrat.runtime.job_values import State, StoredJob
from retrat.server.answers import Refusal, dashscope_code
from retrat.server.service import Service
from retrat.server.signing import signed_path

URL_SECONDS = 24 * 3600
STATUSES = {
    State.QUEUED: "PENDING",
    State.PAUSED: "PENDING",
    State.RUNNING: "RUNNING",
    State.DONE: "SUCCEEDED",
    State.FAILED: "FAILED",
    State.CANCELLED: "CANCELED",
}
# The status that an error of ours would have had as an answer, for its code in a failed task.
_STATUS_OF = {"consent_missing": 403, "bad_request": 400, "memory": 400, "model_unavailable": 503}


def task_id(job: StoredJob) -> str:
    """Their ids are UUIDs; ours are 32 digits behind `job_`, so one is the other."""
    return str(uuid.UUID(job.id.removeprefix("job_")))


def job_id(task: str) -> str:
    """Our id of one of their tasks, or what nobody has."""
    try:
        return f"job_{uuid.UUID(task).hex}"
    except ValueError:
        return task


def status(job: StoredJob) -> str:
    return STATUSES[job.state]


def task(job: StoredJob, service: Service, address: str) -> dict[str, Any]:
    """A task as its clients poll it. A failed one has its code inside, never at the top."""
    output: dict[str, Any] = {
        "task_id": task_id(job),
        "task_status": status(job),
        "submit_time": spelt(job.created),
        "orig_prompt": job.request["prompt"],
    }
    output |= {"scheduled_time": spelt(job.started)} if job.started is not None else {}
    output |= {"end_time": spelt(job.finished)} if job.finished is not None else {}
    warnings = job.request.get("client", {}).get("warnings")
    if warnings:
        output["warnings"] = warnings
    if job.error_code is not None:
        output |= {"code": error_code(job.error_code), "message": job.error_message}
    if job.state != State.DONE or job.result is None:
        return {"output": output}
    output["video_url"] = video_url(job, service, address)
    return {"output": output, "usage": _usage(job)}


def listed(job: StoredJob) -> dict[str, Any]:
    """A task in a list."""
    times = {"start_time": job.started, "scheduled_time": job.started, "end_time": job.finished}
    return {
        "task_id": task_id(job),
        "status": status(job),
        "task_status": status(job),
        "model_name": job.request.get("client", {}).get("model"),
        "submit_time": spelt(job.created),
        **{name: spelt(at) for name, at in times.items() if at is not None},
    }


def video_url(job: StoredJob, service: Service, address: str) -> str:
    """An address that needs no header, or the file itself for clients that refuse private ones."""
    path = service.places.result(job.id)
    if service.options.video_urls == "data" and path.is_file():
        return "data:video/mp4;base64," + base64.b64encode(path.read_bytes()).decode()
    signed = signed_path(f"/files/{job.id}.mp4", service.secret("files"), seconds=URL_SECONDS)
    return address + signed


def error_code(code: str) -> str:
    """Our error's code in their words."""
    refusal = Refusal(status=_STATUS_OF.get(code, 500), code=code, message="")
    return dashscope_code(refusal)


def spelt(at: float) -> str:
    """2026-11-22 10:00:00.123, in UTC."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]


def _usage(job: StoredJob) -> dict[str, Any]:
    assert job.result is not None
    width, height = (int(side) for side in job.result["size"].split("x"))
    seconds = float(job.result["seconds"])
    return {
        "duration": seconds,
        "size": f"{width}*{height}",
        "input_video_duration": 0,
        "output_video_duration": round(seconds),
        "video_count": 1,
        "SR": min(width, height),
    }
