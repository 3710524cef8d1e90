"""Questions about the queue as SQL: which jobs, and where a page of them ended."""

from typing import Any

import sqlalchemy as sa

from retrat.errors import RequestError
from retrat.runtime.job_tables import cast_links, jobs
from retrat.runtime.job_values import JobFilter, StoredJob
from retrat.runtime.leases import QUEUE_ORDER


def matching(which: JobFilter) -> sa.Select[Any]:
    """The jobs that a filter lets through, in no order."""
    query = sa.select(jobs)
    if which.states:
        query = query.where(jobs.c.state.in_(which.states))
    if which.batch is not None:
        query = query.where(jobs.c.batch == which.batch)
    if which.cast is not None:
        # Looked up job by job, so a page ends as soon as it is full however many jobs match.
        linked = sa.exists().where(
            cast_links.c.name == which.cast, cast_links.c.job_id == jobs.c.id
        )
        query = query.where(linked)
    if which.via is not None:
        query = query.where(jobs.c.request["via"].as_string() == which.via)
    if which.client_model is not None:
        asked = jobs.c.request[("client", "model")].as_string()
        query = query.where(asked == which.client_model)
    if which.since is not None:
        query = query.where(jobs.c.created >= which.since)
    if which.until is not None:
        query = query.where(jobs.c.created <= which.until)
    if which.mode is not None:
        query = query.where(_has_mode(which.mode))
    if which.words:
        texts = (jobs.c.request["prompt"].as_string(), jobs.c.request["title"].as_string())
        for word in which.words.split():
            found = (text.icontains(word, autoescape=True) for text in texts)
            query = query.where(sa.or_(*found))
    return query


def order_of(which: JobFilter) -> tuple[sa.ColumnElement[Any], ...]:
    """The order that a filter asks for."""
    if which.in_queue_order:
        return QUEUE_ORDER
    return (jobs.c.number.asc() if which.oldest_first else jobs.c.number.desc(),)


def _has_mode(mode: str) -> sa.ColumnElement[bool]:
    """What a job's files ask for: the first of these that is there, else text."""
    asked = jobs.c.request
    given = {
        "audio": asked["audio"].as_string().is_not(None),
        "reference": asked[("people", 0)].as_string().is_not(None),
        "image": sa.or_(*(asked[name].as_string().is_not(None) for name in ("image", "continues"))),
    }
    wanted: list[sa.ColumnElement[bool]] = []
    for kind, is_given in given.items():
        if kind == mode:
            return sa.and_(*wanted, is_given)
        wanted.append(sa.not_(is_given))
    return sa.and_(*wanted)


def cursor_of(job: StoredJob) -> str:
    """Where a page ended, in any order."""
    return f"{job.number}_{job.priority}_{job.position.hex()}"


def behind(after: str, which: JobFilter) -> sa.ColumnElement[bool]:
    """What comes after a cursor in the order that a filter asks for."""
    try:
        first, second, third = after.split("_")
        number, priority, position = int(first), int(second), float.fromhex(third)
    except ValueError:
        text = f"after={after!r} is not where a page ended. Use the `next` of the page before."
        raise RequestError(text, field="after") from None
    if not which.in_queue_order:
        return jobs.c.number > number if which.oldest_first else jobs.c.number < number
    same = jobs.c.priority == priority
    return sa.or_(
        jobs.c.priority < priority,
        sa.and_(same, jobs.c.position > position),
        sa.and_(same, jobs.c.position == position, jobs.c.number > number),
    )
