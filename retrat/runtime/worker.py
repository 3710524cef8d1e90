"""A worker: claims jobs one after the other, and keeps each alive while it is worked on.

The lease is extended by a thread, so a step may take longer than a lease; a process that is killed
extends nothing, its lease runs out, and the next worker goes on from the last checkpoint.
"""

import json
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError

from retrat.errors import Cancelled, RequestError, RetratError, code_of
from retrat.runtime.job_values import Failure, Lease, LeaseLost, State, StoredJob
from retrat.runtime.jobs import JobStore

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How often a worker does what, in seconds."""

    lease: float = 30.0
    heartbeat: float = 5.0
    poll: float = 0.5


PACE = Pace()


def never() -> bool:
    """Nobody asks the worker to go."""
    return False


@dataclass(kw_only=True, slots=True)
class Attempt:
    """A job in the hands of a worker: what `execute` reports to, and where it is stopped."""

    store: JobStore
    lease: Lease
    should_stop: Callable[[], bool] = never
    is_cancelled: bool = False
    is_lost: bool = False

    @property
    def job(self) -> StoredJob:
        """As it was claimed; `job.checkpoint` is where to go on from, if there is one."""
        return self.lease.job

    def on_step(self, phase: str) -> Callable[[int, int], None]:
        """An `on_step(done, total)` for one phase; it raises when the work should stop."""
        return lambda done, total: self.report(phase, done, total)

    def report(
        self, phase: str, done: int, total: int, *, seconds_left: float | None = None
    ) -> None:
        """Say how far the work is; raises when it should stop."""
        try:
            wanted = self.store.leases.report(
                self.lease, phase, done, total, seconds_left=seconds_left
            )
            self.is_cancelled = self.is_cancelled or wanted
        except SQLAlchemyError:  # news may be missed; the heartbeat knows when all is lost
            _log.warning("progress of %s was not stored", self.job.id, exc_info=True)
        self.check()

    def save_checkpoint(self, path: str | os.PathLike[str]) -> None:
        """A whole file, already on disk, from which another attempt can go on."""
        try:
            self.store.leases.save_checkpoint(self.lease, os.fspath(path))
        except SQLAlchemyError:
            _log.warning("a checkpoint of %s was not noted", self.job.id, exc_info=True)

    def announce(self, kind: str) -> None:
        """News that changes nothing in the job, such as a new preview."""
        try:
            self.store.leases.announce(self.lease, kind)
        except SQLAlchemyError:
            _log.warning("news of %s were not stored", self.job.id, exc_info=True)

    def check(self) -> None:
        """Raise when the work should stop: cancelled, lost to another, or the worker must go."""
        if self.is_lost:
            raise LeaseLost(f"Job {self.job.id} is no longer this worker's.")
        if self.is_cancelled:
            raise Cancelled("Stopped; nothing was written.")
        if self.should_stop():
            raise Cancelled("The worker is stopping; the job waits for another.")


Execute = Callable[[Attempt], Mapping[str, Any]]


def run_worker(
    store: JobStore,
    execute: Execute,
    *,
    name: str | None = None,
    pace: Pace = PACE,
    should_stop: Callable[[], bool] = never,
    until_empty: bool = False,
) -> int:
    """Work until told to stop, or until nothing is queued or running; how many attempts it made.

    `execute` returns the job's result as plain values. It has to be repeatable: a lost worker's
    job is executed again from its checkpoint.
    """
    name = name or f"{socket.gethostname()}-{os.getpid()}"
    attempts = 0
    while not should_stop():
        try:
            lease = store.leases.claim(name, seconds=pace.lease)
            if lease is None and until_empty and _is_empty(store):
                break
        except (OperationalError, InterfaceError):
            _log.exception("the store is away")
            lease = None
        if lease is None:
            time.sleep(pace.poll)
            continue
        attempts += 1
        _work(Attempt(store=store, lease=lease, should_stop=should_stop), execute, pace)
    return attempts


def _is_empty(store: JobStore) -> bool:
    counts = store.counts()
    return counts[State.QUEUED] + counts[State.RUNNING] == 0


def _work(attempt: Attempt, execute: Execute, pace: Pace) -> None:
    """One attempt, and what comes of it."""
    leases, lease = attempt.store.leases, attempt.lease
    try:
        with _heartbeat(attempt, pace):
            try:
                result = dict(execute(attempt))
                json.dumps(result, allow_nan=False)
            except LeaseLost:
                raise
            except Cancelled:
                if attempt.is_cancelled:
                    leases.cancelled(lease)
                else:
                    leases.give_back(lease)
            except Exception as error:
                leases.fail(lease, _failure(attempt.job.id, error))
            except (KeyboardInterrupt, SystemExit):
                leases.give_back(lease)
                raise
            else:
                leases.finish(lease, result)
    except LeaseLost:
        _log.warning("job %s went to another worker; this attempt does not count", attempt.job.id)
    except SQLAlchemyError:  # the lease runs out, and the job is executed again
        _log.exception("the store was away when job %s ended", attempt.job.id)


def _failure(job_id: str, error: Exception) -> Failure:
    """What a person is told; errors that nobody raised on purpose may pass."""
    if isinstance(error, RetratError):
        field = error.field if isinstance(error, RequestError) else None
        return Failure(code=code_of(error), message=str(error), field=field)
    _log.error("job %s failed", job_id, exc_info=error)
    text = f"{type(error).__name__}: {error}"
    return Failure(code="internal", message=text, may_retry=True)


@contextmanager
def _heartbeat(attempt: Attempt, pace: Pace) -> Iterator[None]:
    """Extend the lease from a thread for as long as the block runs."""
    ended = threading.Event()

    def beat() -> None:
        held_until = time.monotonic() + pace.lease
        while not ended.wait(pace.heartbeat):
            asked = time.monotonic()
            try:
                wanted = attempt.store.leases.extend(attempt.lease, seconds=pace.lease)
                attempt.is_cancelled = attempt.is_cancelled or wanted
                held_until = asked + pace.lease
            except LeaseLost:
                attempt.is_lost = True
                return
            except SQLAlchemyError:  # the store is away; the lease still holds for a while
                _log.warning("no heartbeat for %s", attempt.job.id, exc_info=True)
                attempt.is_lost = time.monotonic() > held_until
                if attempt.is_lost:
                    return

    thread = threading.Thread(target=beat, name=f"heartbeat {attempt.job.id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
