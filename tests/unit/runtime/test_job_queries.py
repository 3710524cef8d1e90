"""Filters and cursors, asked of a real store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrat.errors import RequestError
from retrat.runtime.job_values import JobFilter, Submission
from retrat.runtime.jobs import JobStore

PERSON = {"name": "Ada"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[JobStore]:
    opened = JobStore(tmp_path / "jobs.db")
    for prompt, given in (
        ("text", {}),
        ("image", {"image": "a"}),
        ("reference", {"people": [PERSON], "image": "a"}),
        ("audio", {"audio": "b", "people": [PERSON]}),
    ):
        opened.submit(Submission(request={"prompt": prompt, **given}))
    yield opened
    opened.close()


def prompts(store: JobStore, **which: object) -> list[str]:
    return [job.request["prompt"] for job in store.list_jobs(JobFilter(**which)).jobs]


@pytest.mark.parametrize("mode", ["text", "image", "reference", "audio"])
def test_a_mode_is_the_first_of_what_is_given(store: JobStore, mode: str) -> None:
    assert prompts(store, mode=mode) == [mode]


def test_every_word_must_be_found(store: JobStore) -> None:
    store.submit(Submission(request={"prompt": "A sea at night", "title": "Harbour"}))
    assert prompts(store, words="sea harbour") == ["A sea at night"]
    assert prompts(store, words="sea desert") == []
    assert prompts(store, words="%") == []


def test_pages_follow_each_other_in_every_order(store: JobStore) -> None:
    for order in ({"in_queue_order": True}, {"oldest_first": True}, {}):
        whole = prompts(store, **order)
        read, after = [], None
        while len(read) < len(whole):
            page = store.list_jobs(JobFilter(**order), limit=3, after=after)
            read += [job.request["prompt"] for job in page.jobs]
            after = page.next
        assert read == whole


def test_a_cursor_that_is_none_is_refused(store: JobStore) -> None:
    with pytest.raises(RequestError, match="is not where a page ended"):
        store.list_jobs(JobFilter(), after="seven")
