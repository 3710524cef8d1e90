"""The tables of the queue, in SQLite or PostgreSQL, and how they are opened, read and written.

Every write is one short transaction. SQLite takes its write lock at the start of it (BEGIN
IMMEDIATE), so that two writers wait for each other instead of failing; PostgreSQL locks rows.
"""

import functools
import json
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock

from retrat.errors import RequestError
from retrat.runtime.job_values import ENDED, JobEvent, State, StoredJob, UnknownJob, WrongState

FORMAT = 2
_BUSY_SECONDS = 30.0
_OPENING = 0x52455452  # PostgreSQL's advisory lock while tables are made

metadata = sa.MetaData()

# Counts without gaps of reuse in both: an id that was given is never given again.
_COUNTER = sa.BigInteger().with_variant(sa.Integer, "sqlite")

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("number", _COUNTER, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("request", sa.JSON, nullable=False),
    sa.Column("digest", sa.String, nullable=False),  # of the request as first submitted
    sa.Column("state", sa.String, nullable=False),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("position", sa.Double, nullable=False, index=True),
    sa.Column("batch", sa.String, index=True),
    sa.Column("cast", sa.JSON, nullable=False),
    sa.Column("idempotency_key", sa.String, unique=True),
    sa.Column("cloned_from", sa.String),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("most_attempts", sa.Integer, nullable=False),
    sa.Column("worker", sa.String),
    sa.Column("token", sa.String),
    sa.Column("lease_until", sa.Double),
    sa.Column("cancel_requested", sa.Boolean, nullable=False, default=False),
    sa.Column("phase", sa.String),
    sa.Column("done", sa.Integer, nullable=False, default=0),
    sa.Column("total", sa.Integer, nullable=False, default=0),
    sa.Column("expected", sa.Double),
    sa.Column("checkpoint", sa.String),
    sa.Column("result", sa.JSON(none_as_null=True)),
    sa.Column("error_code", sa.String),
    sa.Column("error_message", sa.String),
    sa.Column("error_field", sa.String),
    sa.Column("created", sa.Double, nullable=False),
    sa.Column("started", sa.Double),
    sa.Column("finished", sa.Double),
    sqlite_autoincrement=True,
)
_QUEUE = (jobs.c.priority.desc(), jobs.c.position, jobs.c.number)
sa.Index("jobs_in_order", jobs.c.state, *_QUEUE)
sa.Index("jobs_of_all_states_in_order", *_QUEUE)

cast_links = sa.Table(
    "job_cast",
    metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("job_id", sa.String, primary_key=True),
)

events = sa.Table(
    "job_events",
    metadata,
    sa.Column("seq", _COUNTER, primary_key=True, autoincrement=True),
    sa.Column("job_id", sa.String, nullable=False),
    sa.Column("at", sa.Double, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("data", sa.JSON, nullable=False),
    sqlite_autoincrement=True,
)
sa.Index("job_events_in_order", events.c.job_id, events.c.seq)

links = sa.Table(
    "job_links",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("secret_sha256", sa.String, nullable=False, unique=True),
    sa.Column("job_id", sa.String, nullable=False, index=True),
    sa.Column("shows_prompt", sa.Boolean, nullable=False),
    sa.Column("created", sa.Double, nullable=False),
    sa.Column("expires", sa.Double, nullable=False),
    sa.Column("revoked", sa.Double),
    sa.Column("views", sa.Integer, nullable=False, default=0),
)

# Webhooks that were not delivered yet; a row goes when its receiver has answered, or never will.
outbox = sa.Table(
    "job_outbox",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("job_id", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("at", sa.Double, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("next_at", sa.Double, nullable=False, index=True),
)

notes = sa.Table(
    "job_notes",
    metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)

# The log only grows; the database itself sees to it.
_ONLY_GROWS = {
    "sqlite": (
        "CREATE TRIGGER job_events_no_{lower} BEFORE {upper} ON job_events "
        "BEGIN SELECT RAISE(ABORT, 'job_events only grows'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION job_events_only_grows() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RAISE EXCEPTION 'job_events only grows'; END $$",
        "CREATE TRIGGER job_events_no_{lower} BEFORE {upper} ON job_events "
        "FOR EACH STATEMENT EXECUTE FUNCTION job_events_only_grows()",
    ),
}
for _dialect, _statements in _ONLY_GROWS.items():
    for _verb in ("UPDATE", "DELETE"):
        for _text in _statements:
            _ddl = sa.DDL(_text.format(lower=_verb.lower(), upper=_verb))
            sa.event.listen(events, "after_create", _ddl.execute_if(dialect=_dialect))


class Database:
    """One open store: a file's path, or a database's URL."""

    def __init__(self, place: str | Path, *, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.engine = _engine(place)
        self._reader = self.engine.execution_options(is_reading=True)
        self._make_tables()

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that may write; keep it short."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A view of one moment; waits for nobody."""
        with self._reader.begin() as connection:
            yield connection

    def log(self, connection: sa.Connection, job_id: str, kind: str, **data: Any) -> None:
        """Append to the log, in the transaction that changes the job.

        That transaction holds the job's row, so one job's events become visible in order.
        """
        values = {"job_id": job_id, "at": self.clock(), "kind": kind, "data": data}
        connection.execute(events.insert().values(values))

    def change(
        self,
        connection: sa.Connection,
        job_id: str,
        allowed: Sequence[State],
        values: dict[str, Any],
    ) -> StoredJob:
        """Change a job that is in one of these states, or say why not."""
        query = jobs.update().where(jobs.c.id == job_id, jobs.c.state.in_(allowed))
        row = connection.execute(query.values(values).returning(jobs)).one_or_none()
        if row is None:
            found = find(connection, job_id)
            text = f"Job {job_id} is {found.state}; this needs {' or '.join(allowed)}."
            raise WrongState(f"{text} Wait, or choose another job.", field="job")
        return job_of(row)

    def end(
        self, connection: sa.Connection, job_id: str, state: State, values: dict[str, Any]
    ) -> StoredJob:
        """Bring a job that has not ended to its end, and log it."""
        assert state in ENDED
        gone = dict.fromkeys(("worker", "token", "lease_until", "expected"))
        free = {**gone, "finished": self.clock()}
        allowed = [other for other in State if other not in ENDED]
        job = self.change(connection, job_id, allowed, {**free, **values, "state": state})
        # The log only grows: what an error says may name somebody who will be erased.
        data = {"code": job.error_code} if job.error_code else {}
        self.log(connection, job_id, str(state), **data)
        if job.request.get("webhook_url"):
            self._announce(connection, job, state)
        return job

    def _announce(self, connection: sa.Connection, job: StoredJob, state: State) -> None:
        """Put a webhook into the outbox, in the transaction that ends the job."""
        now = self.clock()
        row = {"id": f"msg_{secrets.token_hex(12)}", "job_id": job.id, "kind": f"job.{state}"}
        connection.execute(outbox.insert().values({**row, "at": now, "next_at": now}))

    def _make_tables(self) -> None:
        with self.writing() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_OPENING)))
            metadata.create_all(connection)
            for index in jobs.indexes:  # of versions that came later than the table
                index.create(connection, checkfirst=True)
            query = sa.select(notes.c.value).where(notes.c.name == "format")
            found = connection.execute(query).scalar_one_or_none()
            if found is None:
                connection.execute(notes.insert().values(name="format", value=str(FORMAT)))
            elif found != str(FORMAT):
                text = f"The queue has format {found}; this version reads {FORMAT}."
                raise RequestError(f"{text} Update retrat, or choose another place.", field="jobs")


def find(connection: sa.Connection, job_id: str) -> StoredJob:
    """The job of this id."""
    row = connection.execute(sa.select(jobs).where(jobs.c.id == job_id)).one_or_none()
    if row is None:
        raise UnknownJob(job_id)
    return job_of(row)


def job_of(row: sa.Row[Any]) -> StoredJob:
    """A row of the table as a value."""
    values = dict(row._mapping)
    del values["digest"], values["token"]
    values["state"] = State(values["state"])
    values["cast"] = tuple(values["cast"])
    values["position"] = float(values["position"])  # SQLite returns whole ones as int
    return StoredJob(**values)


def event_of(row: sa.Row[Any]) -> JobEvent:
    """A row of the log as a value."""
    return JobEvent(**row._mapping)


def new_id() -> str:
    """A name nobody can guess."""
    return f"job_{secrets.token_hex(16)}"


def _engine(place: str | Path) -> sa.Engine:
    write_json = functools.partial(json.dumps, ensure_ascii=False, allow_nan=False)
    if isinstance(place, Path) or "://" not in place:
        path = Path(place).expanduser().absolute()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)  # requests name people; what SQLite puts beside it is as private
        url = sa.URL.create("sqlite", database=str(path))
        arguments = {"timeout": _BUSY_SECONDS}
        engine = sa.create_engine(url, connect_args=arguments, json_serializer=write_json)
        sa.event.listen(engine, "connect", functools.partial(_prepare_sqlite, path))
        sa.event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        url = sa.make_url(place)
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+pg8000")
        if url.get_backend_name() != "postgresql":
            raise ValueError
        return sa.create_engine(url, pool_pre_ping=True, json_serializer=write_json)
    except ModuleNotFoundError as error:
        text = f"PostgreSQL needs the package {error.name}. Install retrat[postgres]."
    except (ValueError, sa.exc.ArgumentError):
        text = "The place of the queue is neither a file nor a postgresql:// URL. Give one of them."
    raise RequestError(text, field="jobs") from None


def _prepare_sqlite(path: Path, connection: Any, record: object) -> None:
    """One writer beside many readers, and nothing that was committed lost in a power cut."""
    del record
    connection.isolation_level = None  # transactions begin where _begin_sqlite says
    with FileLock(f"{path}.lock"):  # the change to WAL does not wait for others by itself
        connection.execute("PRAGMA journal_mode=WAL").fetchone()
    connection.execute("PRAGMA synchronous=FULL")


def _begin_sqlite(connection: sa.Connection) -> None:
    is_reading = connection.get_execution_options().get("is_reading", False)
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")
