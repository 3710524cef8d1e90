"""What has to be told to other programs when a job ends, until they have answered.

A message is written in the transaction that ends its job, so none is lost to a crash; it is sent
again, later each time, until the receiver answers well or the last attempt is spent.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from retrat.runtime.job_tables import Database, outbox

# Seconds from one attempt to the next; the receiver has about a day to come back.
WAITS = (5.0, 30.0, 120.0, 600.0, 1800.0, 7200.0, 21600.0, 43200.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One piece of news for one receiver; `id` stays the same however often it is sent."""

    id: str
    job_id: str
    kind: str
    at: float
    attempts: int
    next_at: float


class Outbox:
    """Messages that wait."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, *, seconds: float, limit: int = 10) -> tuple[Message, ...]:
        """Messages that are due; nobody else gets them for so long."""
        now = self._database.clock()
        with self._database.writing() as connection:
            due = sa.select(outbox.c.id).where(outbox.c.next_at <= now).limit(limit)
            ids = connection.execute(due.with_for_update(skip_locked=True)).scalars().all()
            taken = outbox.update().where(outbox.c.id.in_(ids))
            rows = connection.execute(taken.values(next_at=now + seconds).returning(outbox)).all()
        return tuple(_message(row) for row in rows)

    def delivered(self, message: Message) -> None:
        with self._database.writing() as connection:
            connection.execute(outbox.delete().where(outbox.c.id == message.id))

    def failed(self, message: Message) -> float | None:
        """Try again later; when, or None when it was given up."""
        if message.attempts >= len(WAITS):
            self.delivered(message)
            return None
        next_at = self._database.clock() + WAITS[message.attempts]
        with self._database.writing() as connection:
            row = outbox.update().where(outbox.c.id == message.id)
            connection.execute(row.values(attempts=message.attempts + 1, next_at=next_at))
        return next_at


def _message(row: sa.Row[Any]) -> Message:
    return Message(**row._mapping)
