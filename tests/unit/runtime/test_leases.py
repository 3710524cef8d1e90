import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from retrat.runtime.job_values import Failure, LeaseLost, State, StoredJob, Submission
from retrat.runtime.jobs import JobStore


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

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


def submit(store: JobStore, **values) -> StoredJob:
    return store.submit(Submission(request={}, **values))


def claim(store: JobStore, worker: str = "w"):
    lease = store.leases.claim(worker, seconds=10)
    assert lease is not None
    return lease


def test_claims_follow_priority_then_order(store: JobStore) -> None:
    low, first, second = submit(store, priority=-1), submit(store), submit(store)
    high = submit(store, priority=1)
    taken = [claim(store).job.id for _ in range(4)]
    assert taken == [high.id, first.id, second.id, low.id]
    assert store.leases.claim("w", seconds=10) is None


def test_an_expired_lease_goes_to_the_next_and_the_first_may_write_no_more(
    store: JobStore, clock: Clock
) -> None:
    job = submit(store)
    old = claim(store, "first")
    store.leases.save_checkpoint(old, "latents.safetensors")
    clock.now += 9
    store.leases.extend(old, seconds=10)
    clock.now += 9
    assert store.leases.claim("second", seconds=10) is None
    clock.now += 2
    new = claim(store, "second")
    assert (new.job.attempts, new.job.checkpoint) == (2, "latents.safetensors")
    for write in (
        lambda: store.leases.extend(old, seconds=10),
        lambda: store.leases.report(old, "generate", 1, 2),
        lambda: store.leases.save_checkpoint(old, "x"),
        lambda: store.leases.finish(old, {}),
        lambda: store.leases.fail(old, Failure(code="c", message="m", may_retry=True)),
        lambda: store.leases.cancelled(old),
        lambda: store.leases.give_back(old),
    ):
        with pytest.raises(LeaseLost):
            write()
    done = store.leases.finish(new, {"file": "a.mp4"})
    assert (done.state, done.worker, done.checkpoint) == (State.DONE, None, None)
    with pytest.raises(LeaseLost):
        store.leases.finish(new, {})
    kinds = [event.kind for event in store.events(job.id)]
    assert kinds == ["submitted", "claimed", "checkpoint", "returned", "claimed", "done"]


def test_a_job_that_loses_its_workers_fails_after_its_attempts(
    store: JobStore, clock: Clock
) -> None:
    job = submit(store, most_attempts=2)
    for _ in range(2):
        claim(store)
        clock.now += 11
    assert store.leases.claim("w", seconds=10) is None
    lost = store.get(job.id)
    assert (lost.state, lost.error_code, lost.attempts) == (State.FAILED, "worker_lost", 2)
    assert store.retry(job.id).attempts == 0
    assert claim(store).job.id == job.id


def test_a_job_given_back_keeps_its_place_and_its_attempts(store: JobStore) -> None:
    first, _ = submit(store), submit(store)
    assert store.leases.give_back(claim(store)).attempts == 0
    assert claim(store).job.id == first.id


def test_cancel_reaches_the_worker_and_outlives_it(store: JobStore, clock: Clock) -> None:
    told, lost = submit(store), submit(store)
    lease = claim(store)
    claim(store)
    assert not store.leases.report(lease, "generate", 1, 20)
    for job in (told, lost, told):
        assert store.cancel(job.id).state == State.RUNNING
    assert store.leases.report(lease, "generate", 2, 20)
    assert store.leases.extend(lease, seconds=10)
    assert store.leases.cancelled(lease).state == State.CANCELLED
    clock.now += 11
    assert store.leases.claim("w", seconds=10) is None
    assert store.get(lost.id).state == State.CANCELLED


def test_a_job_that_was_cancelled_is_not_given_back(store: JobStore) -> None:
    job = submit(store)
    lease = claim(store)
    store.cancel(job.id)
    assert store.leases.give_back(lease).state == State.CANCELLED


def test_failures_that_may_pass_are_tried_again(store: JobStore) -> None:
    job = submit(store, most_attempts=2)
    error = Failure(code="internal", message="why", field="prompt")
    assert store.leases.fail(claim(store), replace(error, may_retry=True)).state == State.QUEUED
    assert store.leases.fail(claim(store), replace(error, may_retry=True)).state == State.FAILED
    other = submit(store)
    assert store.leases.fail(claim(store), error).state == State.FAILED
    failed = store.get(other.id)
    assert (failed.error_message, failed.error_field) == ("why", "prompt")
    assert store.get(job.id).has_ended
    logged = [event.data for event in store.events(other.id)]
    assert {"code": "internal"} in logged
    assert "why" not in str(logged)  # it may name somebody, and the log only grows


CLAIMS = """
import sys
from retrat.runtime.jobs import JobStore
store = JobStore(sys.argv[1])
while lease := store.leases.claim(sys.argv[2], seconds=60):
    print(lease.job.id)
    store.leases.finish(lease, {})
"""


def test_processes_claim_every_job_once(tmp_path: Path) -> None:
    store = JobStore(tmp_path / "jobs.db")
    made = store.submit_all(Submission(request={}) for _ in range(60))
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", CLAIMS, str(tmp_path / "jobs.db"), name],
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("a", "b", "c")
    ]
    taken = [line for worker in workers for line in worker.communicate()[0].split()]
    assert all(worker.returncode == 0 for worker in workers)
    assert sorted(taken) == sorted(job.id for job in made)
    assert store.counts()[State.DONE] == 60
    store.close()
