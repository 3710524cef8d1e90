"""The workers' side of the queue: claim a job, keep it, say how far it is, bring it to its end.

A claim gives a lease: a token and a time. Everything a worker writes names its token, so a worker
whose lease ran out, and was given to another, changes nothing any more.
"""

import secrets
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from retrat.runtime.job_tables import Database, job_of, jobs, notes
from retrat.runtime.job_values import Failure, Lease, LeaseLost, State, StoredJob

PAUSED = "paused"  # the note that stops claims
_FREE: dict[str, Any] = {"worker": None, "token": None, "lease_until": None, "expected": None}
QUEUE_ORDER = (jobs.c.priority.desc(), jobs.c.position, jobs.c.number)


class Leases:
    """What a worker may do with the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, worker: str, *, seconds: float) -> Lease | None:
        """The first job of the queue, for so long; None if there is nothing to do."""
        with self._database.writing() as connection:
            self._return_expired(connection)
            if connection.execute(sa.select(notes).where(notes.c.name == PAUSED)).first():
                return None
            query = sa.select(jobs.c.id).where(jobs.c.state == State.QUEUED)
            query = query.order_by(*QUEUE_ORDER).limit(1).with_for_update(skip_locked=True)
            job_id = connection.execute(query).scalar_one_or_none()
            if job_id is None:
                return None
            now, token = self._database.clock(), secrets.token_hex(16)
            values = {
                "state": State.RUNNING,
                "worker": worker,
                "token": token,
                "lease_until": now + seconds,
                "attempts": jobs.c.attempts + 1,
                "started": sa.func.coalesce(jobs.c.started, now),
            }
            job = self._database.change(connection, job_id, [State.QUEUED], values)
            self._database.log(connection, job_id, "claimed", worker=worker, attempt=job.attempts)
            return Lease(job=job, worker=worker, token=token)

    def extend(self, lease: Lease, *, seconds: float) -> bool:
        """Still at work: hold the job for so long from now. True if it should be cancelled."""
        with self._database.writing() as connection:
            until = self._database.clock() + seconds
            return self._write(connection, lease, {"lease_until": until}).cancel_requested

    def report(
        self, lease: Lease, phase: str, done: int, total: int, *, seconds_left: float | None = None
    ) -> bool:
        """How far the job is, and how long this phase will take. True if it should be cancelled."""
        with self._database.writing() as connection:
            told = {"phase": phase, "done": done, "total": total}
            expected = None if seconds_left is None else self._database.clock() + seconds_left
            job = self._write(connection, lease, {**told, "expected": expected})
            self._database.log(connection, job.id, "progress", **told, seconds_left=seconds_left)
            return job.cancel_requested

    def announce(self, lease: Lease, kind: str, **data: Any) -> None:
        """Say something about the job that changes nothing in it, such as a new preview."""
        with self._database.writing() as connection:
            self._write(connection, lease, {})
            self._database.log(connection, lease.job.id, kind, **data)

    def save_checkpoint(self, lease: Lease, path: str) -> None:
        """From here the next attempt goes on, should this one be lost."""
        with self._database.writing() as connection:
            self._write(connection, lease, {"checkpoint": path})
            self._database.log(connection, lease.job.id, "checkpoint")

    def finish(self, lease: Lease, result: Mapping[str, Any]) -> StoredJob:
        """The job is done. A wish to cancel that came too late is not followed."""
        with self._database.writing() as connection:
            self._write(connection, lease, {})
            values = {"result": dict(result), "checkpoint": None}
            return self._database.end(connection, lease.job.id, State.DONE, values)

    def fail(self, lease: Lease, failure: Failure) -> StoredJob:
        """The attempt failed; the job goes back to its place if another one may help."""
        with self._database.writing() as connection:
            return self._give_up(connection, self._write(connection, lease, {}), failure)

    def cancelled(self, lease: Lease) -> StoredJob:
        """The job stopped because somebody asked for it."""
        with self._database.writing() as connection:
            self._write(connection, lease, {})
            return self._database.end(connection, lease.job.id, State.CANCELLED, {})

    def give_back(self, lease: Lease) -> StoredJob:
        """The worker has to go; the job waits in its old place and the attempt is not counted."""
        with self._database.writing() as connection:
            if self._write(connection, lease, {}).cancel_requested:
                return self._database.end(connection, lease.job.id, State.CANCELLED, {})
            values = {**_FREE, "state": State.QUEUED, "attempts": jobs.c.attempts - 1}
            job = self._write(connection, lease, values)
            self._database.log(connection, job.id, "returned", reason="worker stopped")
            return job

    def return_from(self, worker: str) -> int:
        """Put back what a worker of this name held: it is known to be gone. How many there were."""
        with self._database.writing() as connection:
            query = sa.select(jobs).where(jobs.c.state == State.RUNNING, jobs.c.worker == worker)
            return self._return(connection, query)

    def _return_expired(self, connection: sa.Connection) -> int:
        query = sa.select(jobs).where(
            jobs.c.state == State.RUNNING, jobs.c.lease_until < self._database.clock()
        )
        return self._return(connection, query)

    def _return(self, connection: sa.Connection, query: sa.Select[Any]) -> int:
        rows = connection.execute(query.with_for_update(skip_locked=True)).all()
        for row in rows:
            text = f"Its worker was lost, in attempt {row.attempts}. Retry it."
            lost = Failure(code="worker_lost", message=text, may_retry=True)
            self._give_up(connection, job_of(row), lost)
        return len(rows)

    def _give_up(self, connection: sa.Connection, job: StoredJob, failure: Failure) -> StoredJob:
        """An attempt that came to nothing: cancelled, back to the queue, or failed for good."""
        if job.cancel_requested:
            return self._database.end(connection, job.id, State.CANCELLED, {})
        if not failure.may_retry or job.attempts >= job.most_attempts:
            names = ("code", "message", "field")
            values = {f"error_{name}": getattr(failure, name) for name in names}
            return self._database.end(connection, job.id, State.FAILED, values)
        values = _FREE | {"state": State.QUEUED}
        changed = self._database.change(connection, job.id, [State.RUNNING], values)
        reason = failure.code
        self._database.log(connection, job.id, "returned", reason=reason, attempt=job.attempts)
        return changed

    def _write(self, connection: sa.Connection, lease: Lease, values: dict[str, Any]) -> StoredJob:
        """Change the job if it still is this lease's."""
        query = jobs.update().where(
            jobs.c.id == lease.job.id,
            jobs.c.state == State.RUNNING,
            jobs.c.token == lease.token,
        )
        values = values or {"token": lease.token}
        row = connection.execute(query.values(values).returning(jobs)).one_or_none()
        if row is None:
            raise LeaseLost(f"Job {lease.job.id} is no longer {lease.worker}'s.")
        return job_of(row)
