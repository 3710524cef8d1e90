"""What a job is: what was asked, how far it came, and the ways a wish about it is refused."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from retrat.errors import Cancelled, RequestError

MOST_PRIORITY = 100
MOST_PAGE = 500
LONGEST_KEY = 255


class State(StrEnum):
    """Where a job is; the last three are its ends."""

    QUEUED = "queued"
    PAUSED = "paused"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


WAITING = (State.QUEUED, State.PAUSED)
ENDED = (State.DONE, State.FAILED, State.CANCELLED)


class UnknownJob(RequestError):
    """No job has this id."""

    def __init__(self, job_id: str) -> None:
        super().__init__(f"There is no job {job_id!r}. List the jobs to see which.", field="job")


class WrongState(RequestError):
    """The job is not in a state in which this can be done."""


class KeyReused(RequestError):
    """An idempotency key came back with another request."""


class LeaseLost(Cancelled):
    """The job is no longer this worker's; whatever it made of it does not count."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """A request to be queued. Higher priority goes first; `cast` names the people it shows.

    A paused one waits until it is resumed.
    """

    request: Mapping[str, Any]
    is_paused: bool = False
    priority: int = 0
    batch: str | None = None
    cast: tuple[str, ...] = ()
    idempotency_key: str | None = None
    most_attempts: int = 3

    def validate(self) -> None:
        request_text(self.request)
        check_priority(self.priority)
        key = self.idempotency_key
        if key is not None and not 1 <= len(key) <= LONGEST_KEY:
            text = f"The idempotency key has {len(key)} characters. Use 1 to {LONGEST_KEY}."
            raise RequestError(text, field="idempotency_key")
        if self.most_attempts < 1:
            text = f"most_attempts={self.most_attempts}: a job needs at least one. Use 1 or more."
            raise RequestError(text, field="most_attempts")

    @property
    def digest(self) -> str:
        """The same for the same request, whatever the order of its keys."""
        return hashlib.sha256(request_text(self.request).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredJob:
    """A job as it was when it was read. Times are seconds since 1970."""

    number: int  # counts submissions; newer is higher
    id: str
    request: Mapping[str, Any]
    state: State
    priority: int
    position: float  # in the queue, among jobs of one priority
    batch: str | None
    cast: tuple[str, ...]
    idempotency_key: str | None
    cloned_from: str | None
    attempts: int
    most_attempts: int
    worker: str | None
    lease_until: float | None
    cancel_requested: bool
    phase: str | None
    done: int
    total: int
    expected: float | None  # when the phase will end, as far as its steps tell
    checkpoint: str | None  # path of what the next attempt goes on from
    result: Mapping[str, Any] | None
    error_code: str | None
    error_message: str | None
    error_field: str | None
    created: float
    started: float | None
    finished: float | None

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED


@dataclass(frozen=True, kw_only=True, slots=True)
class Lease:
    """One worker's right to a job, until it runs out. The token tells one right from the next."""

    job: StoredJob
    worker: str
    token: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """Why an attempt came to nothing, and whether another may do better."""

    code: str
    message: str
    field: str | None = None
    may_retry: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class JobEvent:
    """One line of the log. `seq` only grows, so a reader goes on after the last it saw."""

    seq: int
    job_id: str
    at: float
    kind: str
    data: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class JobFilter:
    """Which jobs, and in which order: newest first, or as the queue will take them.

    `words` are looked for in the prompt and the title, whatever their case.
    """

    states: tuple[State, ...] = ()
    batch: str | None = None
    cast: str | None = None
    words: str | None = None
    via: str | None = None  # which dialect it came in
    mode: str | None = None  # text, image, reference or audio: what its files ask for
    client_model: str | None = None  # as a dialect's client named it
    since: float | None = None  # submitted then or later
    until: float | None = None  # submitted then or earlier
    in_queue_order: bool = False
    oldest_first: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """Some jobs, and what to pass as `after` for the next; None at the end."""

    jobs: tuple[StoredJob, ...]
    next: str | None


def request_text(request: Mapping[str, Any]) -> str:
    """The request as JSON in one spelling; refuses what JSON can't say."""
    try:
        told = json.dumps(request, ensure_ascii=False, allow_nan=False, sort_keys=True)
    except (TypeError, ValueError) as error:
        text = f"The request can't be stored: {error}. Use plain values."
        raise RequestError(text, field="request") from None
    if r"\u0000" in told.replace(r"\\", ""):  # PostgreSQL could not search it
        raise RequestError("The request has a NUL in a text. Take it out.", field="request")
    return told


def check_priority(priority: int) -> None:
    """Refuse a priority outside the range."""
    if not -MOST_PRIORITY <= priority <= MOST_PRIORITY:
        text = f"priority={priority} is out of range. Use -{MOST_PRIORITY} to {MOST_PRIORITY}."
        raise RequestError(text, field="priority")
