"""The queue: jobs that outlive browsers, workers and servers, in SQLite or PostgreSQL.

queued <-> paused        a person
queued -> running        a claim (runtime/leases.py)
running -> queued        its worker was lost or stopped, or an error that may pass
running -> done | failed | cancelled
queued, paused -> cancelled
failed, cancelled -> queued     retry, which goes on from the last checkpoint
"""

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from retrat.errors import RequestError
from retrat.runtime.job_links import Links
from retrat.runtime.job_queries import behind, cursor_of, matching, order_of
from retrat.runtime.job_tables import (
    Database,
    cast_links,
    event_of,
    events,
    find,
    job_of,
    jobs,
    new_id,
    notes,
)
from retrat.runtime.job_values import (
    ENDED,
    MOST_PAGE,
    WAITING,
    JobEvent,
    JobFilter,
    KeyReused,
    Page,
    State,
    StoredJob,
    Submission,
    WrongState,
    check_priority,
    request_text,
)
from retrat.runtime.leases import PAUSED, QUEUE_ORDER, Leases
from retrat.runtime.outbox import Outbox


class JobStore:
    """The people's side of the queue; `leases` is the workers'. Safe in many threads.

    `links` are private pages of results, `outbox` what has to be told to other programs.
    """

    def __init__(self, place: str | Path, *, clock: Callable[[], float] = time.time) -> None:
        self._database = Database(place, clock=clock)
        self.leases = Leases(self._database)
        self.links = Links(self._database)
        self.outbox = Outbox(self._database)

    def close(self) -> None:
        self._database.close()

    # Asking for work

    def submit(self, submission: Submission) -> StoredJob:
        """Queue a request. The same idempotency key again gives the job it gave before."""
        return self.submit_all([submission])[0]

    def submit_all(self, submissions: Iterable[Submission]) -> tuple[StoredJob, ...]:
        """Queue many, in order: all of them or none."""
        wanted = tuple(submissions)
        for submission in wanted:
            submission.validate()
        try:
            return self._submit(wanted)
        except sa.exc.IntegrityError:  # another server took a key in the same moment
            return self._submit(wanted)

    def clone(
        self,
        job_id: str,
        *,
        request: Mapping[str, Any] | None = None,
        cast: tuple[str, ...] | None = None,
    ) -> StoredJob:
        """A new job like this one, or with another request and cast, at the end of the queue."""
        with self._database.writing() as connection:
            job = find(connection, job_id)
            wanted = Submission(
                request=job.request if request is None else request,
                priority=job.priority,
                batch=job.batch,
                cast=job.cast if cast is None else cast,
                most_attempts=job.most_attempts,
            )
            wanted.validate()
            return self._insert(connection, wanted, cloned_from=job.id)

    # Looking

    def get(self, job_id: str) -> StoredJob:
        with self._database.reading() as connection:
            return find(connection, job_id)

    def list_jobs(
        self,
        which: JobFilter | None = None,
        *,
        limit: int = 50,
        after: str | None = None,
        skip: int = 0,
    ) -> Page:
        """A page of jobs; `after` is the `next` of the page before, `skip` leaves some out."""
        which = which or JobFilter()
        if not 1 <= limit <= MOST_PAGE:
            raise RequestError(f"limit={limit}: use 1 to {MOST_PAGE}.", field="limit")
        query = matching(which)
        if after is not None:
            query = query.where(behind(after, which))
        query = query.order_by(*order_of(which)).limit(limit + 1).offset(skip)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        found = tuple(job_of(row) for row in rows[:limit])
        return Page(jobs=found, next=cursor_of(found[-1]) if len(rows) > limit else None)

    def cursor(self, job_id: str) -> str:
        """What to give as `after` for the jobs behind this one."""
        return cursor_of(self.get(job_id))

    def count(self, which: JobFilter | None = None) -> int:
        """How many jobs match, on all pages."""
        found = matching(which or JobFilter())
        query = found.with_only_columns(sa.func.count(), maintain_column_froms=True)
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def place(self, job: StoredJob) -> int | None:
        """How many queued jobs a waiting one has before it; None when it does not wait."""
        if job.state not in WAITING:
            return None
        is_behind = behind(cursor_of(job), JobFilter(in_queue_order=True))
        query = sa.select(sa.func.count()).where(jobs.c.state == State.QUEUED)
        query = query.where(jobs.c.id != job.id, sa.not_(is_behind))
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def events(
        self, job_id: str | None = None, *, after: int = 0, limit: int = 1000
    ) -> tuple[JobEvent, ...]:
        """What happened to a job (or to all) since event `after`; also of one that was deleted."""
        query = sa.select(events).where(events.c.seq > after)
        if job_id is not None:
            query = query.where(events.c.job_id == job_id)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(events.c.seq).limit(limit)).all()
        return tuple(event_of(row) for row in rows)

    def last_event(self) -> int:
        """Where the log ends now."""
        with self._database.reading() as connection:
            return int(connection.execute(sa.select(sa.func.max(events.c.seq))).scalar() or 0)

    def counts(self) -> dict[State, int]:
        """How many jobs are in each state."""
        query = sa.select(jobs.c.state, sa.func.count()).group_by(jobs.c.state)
        with self._database.reading() as connection:
            found = {State(state): count for state, count in connection.execute(query)}
        return {state: found.get(state, 0) for state in State}

    # Changing one's mind

    def edit(
        self,
        job_id: str,
        *,
        request: Mapping[str, Any] | None = None,
        priority: int | None = None,
        cast: tuple[str, ...] | None = None,
    ) -> StoredJob:
        """Change a job that waits; a checkpoint of another request is forgotten."""
        values: dict[str, Any] = {}
        if request is not None:
            request_text(request)
            values |= {"request": dict(request), "checkpoint": None}
        if priority is not None:
            check_priority(priority)
            values["priority"] = priority
        if cast is not None:
            values["cast"] = list(cast)
        if not values:
            return self.get(job_id)
        with self._database.writing() as connection:
            job = self._database.change(connection, job_id, WAITING, values)
            if cast is not None:
                self._link(connection, job_id, cast)
            self._database.log(connection, job_id, "edited", fields=sorted(values))
            return job

    def move(self, job_id: str, *, before: str | None) -> StoredJob:
        """Put a waiting job right before another one, with its priority; None: to the end."""
        with self._database.writing() as connection:
            values: dict[str, Any] = {"position": _end_of_queue(connection)}
            if before is not None and before != job_id:
                values = self._place_before(connection, before, moved=job_id)
            elif before == job_id:
                return find(connection, job_id)
            job = self._database.change(connection, job_id, WAITING, values)
            self._database.log(connection, job_id, "moved")
            return job

    def pause(self, job_id: str) -> StoredJob:
        """A queued job that no worker takes until it is resumed."""
        return self._switch(job_id, State.QUEUED, State.PAUSED, "paused")

    def resume(self, job_id: str) -> StoredJob:
        return self._switch(job_id, State.PAUSED, State.QUEUED, "resumed")

    def cancel(self, job_id: str) -> StoredJob:
        """Waiting jobs end at once, running ones within a step; ended ones stay as they are."""
        with self._database.writing() as connection:
            job = find(connection, job_id)
            if job.has_ended or job.cancel_requested:
                return job
            if job.state == State.RUNNING:
                values = {"cancel_requested": True}
                job = self._database.change(connection, job_id, [State.RUNNING], values)
                self._database.log(connection, job_id, "cancel_requested")
                return job
            return self._database.end(connection, job_id, State.CANCELLED, {})

    def retry(self, job_id: str) -> StoredJob:
        """Queue a job again that failed or was cancelled, with all its attempts."""
        with self._database.writing() as connection:
            values = {
                "state": State.QUEUED,
                "attempts": 0,
                "cancel_requested": False,
                "error_code": None,
                "error_message": None,
                "error_field": None,
                "finished": None,
                "position": _end_of_queue(connection),
            }
            allowed = [State.FAILED, State.CANCELLED]
            job = self._database.change(connection, job_id, allowed, values)
            self._database.log(connection, job_id, "retried")
            return job

    def delete(self, job_id: str) -> None:
        """Forget an ended job and its request; that it was there stays in the log."""
        with self._database.writing() as connection:
            self._database.change(connection, job_id, ENDED, {"checkpoint": None})
            connection.execute(jobs.delete().where(jobs.c.id == job_id))
            connection.execute(cast_links.delete().where(cast_links.c.job_id == job_id))
            self._database.log(connection, job_id, "deleted")

    def was_deleted(self, job_id: str) -> bool:
        """Whether there was such a job in this queue, and is no more."""
        is_logged = sa.exists().where(events.c.job_id == job_id, events.c.kind == "deleted")
        is_there = sa.exists().where(jobs.c.id == job_id)
        with self._database.reading() as connection:
            return bool(connection.execute(sa.select(is_logged & ~is_there)).scalar_one())

    # The whole queue

    @property
    def is_paused(self) -> bool:
        with self._database.reading() as connection:
            query = sa.select(notes).where(notes.c.name == PAUSED)
            return connection.execute(query).first() is not None

    def pause_queue(self) -> None:
        """No more claims; what is running runs on."""
        with self._database.writing() as connection:
            connection.execute(notes.delete().where(notes.c.name == PAUSED))
            connection.execute(notes.insert().values(name=PAUSED, value="yes"))

    def resume_queue(self) -> None:
        with self._database.writing() as connection:
            connection.execute(notes.delete().where(notes.c.name == PAUSED))

    # Inside one transaction

    def _submit(self, wanted: tuple[Submission, ...]) -> tuple[StoredJob, ...]:
        with self._database.writing() as connection:
            return tuple(
                self._known(connection, submission) or self._insert(connection, submission)
                for submission in wanted
            )

    def _known(self, connection: sa.Connection, wanted: Submission) -> StoredJob | None:
        """The job that this idempotency key gave before."""
        if wanted.idempotency_key is None:
            return None
        query = sa.select(jobs).where(jobs.c.idempotency_key == wanted.idempotency_key)
        row = connection.execute(query).one_or_none()
        if row is None:
            return None
        if row.digest != wanted.digest:
            text = f"The idempotency key {wanted.idempotency_key!r} was used for another request."
            raise KeyReused(f"{text} Use a new key.", field="idempotency_key")
        return job_of(row)

    def _insert(
        self, connection: sa.Connection, wanted: Submission, *, cloned_from: str | None = None
    ) -> StoredJob:
        values = {
            "id": new_id(),
            "request": dict(wanted.request),
            "digest": wanted.digest,
            "state": State.PAUSED if wanted.is_paused else State.QUEUED,
            "priority": wanted.priority,
            "position": _end_of_queue(connection),
            "batch": wanted.batch,
            "cast": list(wanted.cast),
            "idempotency_key": wanted.idempotency_key,
            "cloned_from": cloned_from,
            "most_attempts": wanted.most_attempts,
            "created": self._database.clock(),
        }
        job = job_of(connection.execute(jobs.insert().values(values).returning(jobs)).one())
        self._add_links(connection, job.id, wanted.cast)
        self._database.log(connection, job.id, "submitted")
        if wanted.is_paused:
            self._database.log(connection, job.id, "paused")
        return job

    def _link(self, connection: sa.Connection, job_id: str, cast: tuple[str, ...]) -> None:
        connection.execute(cast_links.delete().where(cast_links.c.job_id == job_id))
        self._add_links(connection, job_id, cast)

    def _add_links(self, connection: sa.Connection, job_id: str, cast: tuple[str, ...]) -> None:
        rows = [{"name": name, "job_id": job_id} for name in sorted(set(cast))]
        if rows:
            connection.execute(cast_links.insert(), rows)

    def _switch(self, job_id: str, old: State, new: State, kind: str) -> StoredJob:
        with self._database.writing() as connection:
            job = self._database.change(connection, job_id, [old], {"state": new})
            self._database.log(connection, job_id, kind)
            return job

    def _place_before(
        self, connection: sa.Connection, before: str, *, moved: str
    ) -> dict[str, Any]:
        """Position and priority right before a waiting job; makes room when there is none."""
        for _ in range(2):
            other = find(connection, before)
            if other.state not in WAITING:
                text = f"Job {before} is {other.state}; jobs are moved before waiting ones."
                raise WrongState(f"{text} Choose another.", field="before")
            query = sa.select(sa.func.max(jobs.c.position)).where(
                jobs.c.priority == other.priority,
                jobs.c.position < other.position,
                jobs.c.id != moved,
                jobs.c.state.in_(WAITING),
            )
            low = connection.execute(query).scalar_one()
            place = other.position - 1 if low is None else (low + other.position) / 2
            if low is None or low < place < other.position:
                return {"position": place, "priority": other.priority}
            _spread(connection)
        raise AssertionError("whole numbers have room between them")


def _spread(connection: sa.Connection) -> None:
    """Number the waiting jobs anew, in their order."""
    query = sa.select(jobs.c.id).where(jobs.c.state.in_(WAITING)).order_by(*QUEUE_ORDER)
    start = _end_of_queue(connection)
    for place, job_id in enumerate(connection.execute(query).scalars().all()):
        moved = jobs.update().where(jobs.c.id == job_id)
        connection.execute(moved.values(position=start + place))


def _end_of_queue(connection: sa.Connection) -> float:
    last = connection.execute(sa.select(sa.func.max(jobs.c.position))).scalar_one()
    return float(int(last or 0) + 1)
