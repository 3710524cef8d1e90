"""Private pages of results: an address that nobody guesses, that ends, and that can be taken back.

Only the hash of an address is stored, so the store gives no page away.
"""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from retrat.errors import RequestError
from retrat.runtime.job_tables import Database, find, links
from retrat.runtime.job_values import State, WrongState


class UnknownLink(RequestError):
    """No such link, or it ended, or it was taken back; which one is not told."""

    def __init__(self) -> None:
        text = "This link leads nowhere: it has ended or was taken back. Ask for a new one."
        super().__init__(text, field="link")


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A page of one job's result. Times are seconds since 1970."""

    id: str
    job_id: str
    shows_prompt: bool
    created: float
    expires: float
    revoked: float | None
    views: int


class Links:
    """Makes, opens and takes back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, job_id: str, *, seconds: float, shows_prompt: bool) -> tuple[Link, str]:
        """A link to a finished job's result, and its secret, which is told this once."""
        secret, now = secrets.token_urlsafe(24), self._database.clock()
        with self._database.writing() as connection:
            job = find(connection, job_id)
            if job.state != State.DONE:
                text = f"Job {job_id} is {job.state}; only a finished one has a result to show."
                raise WrongState(f"{text} Wait for it.", field="job")
            values = {
                "id": f"link_{secrets.token_hex(8)}",
                "secret_sha256": _hash(secret),
                "job_id": job_id,
                "shows_prompt": shows_prompt,
                "created": now,
                "expires": now + seconds,
            }
            row = connection.execute(links.insert().values(values).returning(links)).one()
        return _link(row), secret

    def of(self, job_id: str) -> tuple[Link, ...]:
        """A job's links, the newest first."""
        query = sa.select(links).where(links.c.job_id == job_id).order_by(links.c.created.desc())
        with self._database.reading() as connection:
            find(connection, job_id)
            return tuple(_link(row) for row in connection.execute(query))

    def open(self, secret: str, *, counts: bool = False) -> Link:
        """The link behind an address, while it holds; `counts` a view."""
        query = sa.select(links).where(
            links.c.secret_sha256 == _hash(secret),
            links.c.revoked.is_(None),
            links.c.expires > self._database.clock(),
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise UnknownLink
        if counts:
            with self._database.writing() as connection:
                same = links.update().where(links.c.id == row.id)
                connection.execute(same.values(views=links.c.views + 1))
        return _link(row)

    def revoke(self, link_id: str) -> Link:
        """Take a link back; a second time changes nothing."""
        with self._database.writing() as connection:
            query = links.update().where(links.c.id == link_id)
            now = sa.func.coalesce(links.c.revoked, self._database.clock())
            row = connection.execute(query.values(revoked=now).returning(links)).one_or_none()
        if row is None:
            raise UnknownLink
        return _link(row)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _link(row: sa.Row[Any]) -> Link:
    values = dict(row._mapping)
    del values["secret_sha256"]
    return Link(**values)
