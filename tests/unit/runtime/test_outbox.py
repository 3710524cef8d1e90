from collections.abc import Iterator
from pathlib import Path

import pytest

from retrat.runtime.job_values import Submission
from retrat.runtime.jobs import JobStore
from retrat.runtime.outbox import WAITS


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[JobStore]:
    opened = JobStore(tmp_path / "jobs.db", clock=clock)
    yield opened
    opened.close()


def end_one(store: JobStore) -> None:
    request = {"prompt": "x", "webhook_url": "https://example.com/"}
    store.cancel(store.submit(Submission(request=request)).id)


def test_only_jobs_that_ask_are_announced(store: JobStore) -> None:
    store.cancel(store.submit(Submission(request={"prompt": "x"})).id)
    assert store.outbox.take(seconds=1) == ()
    end_one(store)
    (message,) = store.outbox.take(seconds=1)
    assert message.kind == "job.cancelled"


def test_a_message_that_was_taken_comes_back_if_its_sender_dies(
    store: JobStore, clock: Clock
) -> None:
    end_one(store)
    (first,) = store.outbox.take(seconds=60)
    assert store.outbox.take(seconds=60) == ()
    clock.now += 61
    (again,) = store.outbox.take(seconds=60)
    assert again.id == first.id
    store.outbox.delivered(again)
    clock.now += 61
    assert store.outbox.take(seconds=60) == ()


def test_failures_wait_longer_and_end(store: JobStore, clock: Clock) -> None:
    end_one(store)
    for wait in WAITS:
        (message,) = store.outbox.take(seconds=60)
        assert store.outbox.failed(message) == clock.now + wait
        clock.now += wait
    (message,) = store.outbox.take(seconds=60)
    assert store.outbox.failed(message) is None
    clock.now += 1e6
    assert store.outbox.take(seconds=60) == ()
