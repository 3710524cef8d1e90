"""What is put away by itself: uploads that no job uses any more, and what deleted jobs left.

A file is only called left over when the log says that its job was deleted: the results of another
queue (`--jobs`) may lie in the same folder.
"""

import json
import logging
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from retrat.errors import RequestError
from retrat.runtime.assets import AssetStore
from retrat.runtime.job_values import MOST_PAGE
from retrat.runtime.jobs import JobStore
from retrat.runtime.places import Places

DAY = 86_400.0
UNUSED_DAYS = 30.0
LONGEST_DAYS = 3650.0
_LEFT_DAYS = 1.0  # a worker that lost its lease may write for a while
_ID = re.compile(r"[0-9a-f]{64}")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tidied:
    """How many things were put away."""

    uploads: int
    leftovers: int


def check_days(days: float) -> None:
    """Refuse to put away what a client may still be about to use."""
    if not 1 <= days <= LONGEST_DAYS:
        text = f"{days:g} days: unused uploads are kept for 1 to {LONGEST_DAYS:g}."
        raise RequestError(f"{text} Choose a number between.", field="keep_uploads")


def tidy(store: JobStore, assets: AssetStore, places: Places, *, days: float, now: float) -> Tidied:
    """Delete uploads unused for so many days, and what belongs to deleted jobs."""
    return Tidied(
        uploads=_tidy_uploads(store, assets, places, before=now - days * DAY),
        leftovers=_tidy_leftovers(store, places, before=now - _LEFT_DAYS * DAY),
    )


def _tidy_uploads(store: JobStore, assets: AssetStore, places: Places, *, before: float) -> int:
    old = [asset.id for asset in assets.all() if assets.given(asset.id) < before]
    if not old:
        return 0
    used = {*_used_by_jobs(store), *_used_by_characters(places)}
    unused = [asset_id for asset_id in old if asset_id not in used]
    for asset_id in unused:
        assets.delete(asset_id)
    return len(unused)


def _tidy_leftovers(store: JobStore, places: Places, *, before: float) -> int:
    count = 0
    for job_id, path in list(places.belongings()):
        if path.stat().st_mtime >= before or not store.was_deleted(job_id):
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        count += 1
    return count


def _used_by_jobs(store: JobStore) -> Iterator[str]:
    """Ended jobs count too: they can be tried again, cloned and looked at."""
    after: str | None = None
    while True:
        page = store.list_jobs(limit=MOST_PAGE, after=after)
        for job in page.jobs:
            yield from _ids_in(job.request)
        after = page.next
        if after is None:
            return


def _used_by_characters(places: Places) -> Iterator[str]:
    for path in places.characters.glob("*.json"):
        try:
            yield from _ids_in(json.loads(path.read_bytes()))
        except (OSError, ValueError):
            _log.warning("a character cannot be read: %s", path.stem)


def _ids_in(value: Any) -> Iterator[str]:
    """Everything in a plain value that may be the id of a file."""
    if isinstance(value, str):
        yield from [value] if _ID.fullmatch(value) else []
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _ids_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids_in(inner)
