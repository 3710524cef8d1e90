"""Somebody withdrew: work that shows them stops at once, whether it waits or runs.

A job uses a person when it names their consent, or a file that they were enrolled with. Work that
shows them in some other photo is known only when it starts; it is refused then, and at the exit.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from retrat.provenance.consent import ConsentRecord
from retrat.provenance.home import Home
from retrat.runtime.places import Places

if TYPE_CHECKING:  # the queue needs an extra that the command line can do without
    from retrat.runtime.job_values import StoredJob
    from retrat.runtime.jobs import JobStore

_PAGE = 500


def stop_work(store: "JobStore", record: ConsentRecord) -> tuple[str, ...]:
    """Cancel every unfinished job that uses this person; the ids of those that were."""
    shown = [job.id for job in _unfinished(store) if _uses(job, record)]
    return tuple(store.cancel(job_id).id for job_id in shown)


def stop_work_here(home: Home, record: ConsentRecord) -> tuple[str, ...]:
    """The same in this installation's queue, if it ever had one."""
    places = Places.of(home, os.environ.get("RETRAT_JOBS"))
    if "://" not in places.jobs and not Path(places.jobs).exists():
        return ()
    from retrat.runtime.jobs import JobStore

    store = JobStore(places.jobs)
    try:
        return stop_work(store, record)
    finally:
        store.close()


def _unfinished(store: "JobStore") -> Iterator["StoredJob"]:
    from retrat.runtime.job_values import ENDED, JobFilter, State

    which = JobFilter(states=tuple(state for state in State if state not in ENDED))
    after: str | None = None
    while True:
        page = store.list_jobs(which, limit=_PAGE, after=after)
        yield from page.jobs
        if page.next is None:
            return
        after = page.next


def _uses(job: "StoredJob", record: ConsentRecord) -> bool:
    if record.consent_id in job.cast:
        return True
    asked = json.dumps(dict(job.request))  # files are named by their hashes, wherever they stand
    return any(sha256 in asked for sha256 in (*record.photos, *record.voices))
