import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from retrat.errors import Cancelled, RequestError
from retrat.runtime.job_values import State, StoredJob, Submission
from retrat.runtime.jobs import JobStore
from retrat.runtime.worker import Attempt, Pace, run_worker

QUICK = Pace(lease=30, heartbeat=0.05, poll=0.01)

# A job in steps: each is logged with its worker and followed by a checkpoint; then comes a file.
STEPS = """
import json, os, sys, time
from pathlib import Path
from retrat.runtime.jobs import JobStore
from retrat.runtime.worker import Attempt, run_worker

def execute(attempt):
    folder, steps = Path(attempt.job.request["folder"]), attempt.job.request["steps"]
    begun = attempt.job.checkpoint
    start = json.loads(Path(begun).read_text()) if begun else 0
    on_step = attempt.on_step("generate")
    for step in range(start, steps):
        with (folder / "steps.txt").open("a") as log:
            log.write(f"{step}\\n")
        part = folder / f"{step + 1}.json"
        part.write_text(json.dumps(step + 1))
        attempt.save_checkpoint(part)
        on_step(step + 1, steps)
        if step + 1 == attempt.job.request["hang"] and attempt.lease.worker == "victim":
            time.sleep(60)
    attempt.on_step("deliver")(0, 1)
    if attempt.job.request["hang"] > steps and attempt.lease.worker == "victim":
        time.sleep(60)
    with (folder / "files.txt").open("a") as log:
        log.write("written\\n")
    return {"steps": steps}
"""
VICTIM = STEPS + "run_worker(JobStore(sys.argv[1]), execute, name='victim')\n"


def execute_in_steps(attempt: Attempt) -> Mapping[str, Any]:
    names: dict[str, Any] = {}
    exec(STEPS, names)
    return names["execute"](attempt)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[JobStore]:
    opened = JobStore(tmp_path / "jobs.db")
    yield opened
    opened.close()


def submit(store: JobStore, **values) -> StoredJob:
    return store.submit(Submission(request={"n": 1}, **values))


def wait_for(condition, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


@pytest.mark.parametrize("hang", [1, 3, 6], ids=["first step", "middle", "last stage"])
def test_a_killed_worker_loses_no_job(tmp_path: Path, hang: int) -> None:
    place = tmp_path / "jobs.db"
    store = JobStore(place)
    request = {"folder": str(tmp_path), "steps": 5, "hang": hang}
    job = store.submit(Submission(request=request))
    victim = subprocess.Popen([sys.executable, "-c", VICTIM, str(place)])
    phase, done = ("generate", hang) if hang <= 5 else ("deliver", 0)
    wait_for(lambda: (store.get(job.id).phase, store.get(job.id).done) == (phase, done))
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    assert store.get(job.id).state == State.RUNNING
    store.close()
    later = JobStore(place, clock=lambda: time.time() + 60)  # when the lease has run out
    assert run_worker(later, execute_in_steps, name="second", pace=QUICK, until_empty=True) == 1
    ended = later.get(job.id)
    assert (ended.state, ended.attempts, ended.result) == (State.DONE, 2, {"steps": 5})
    assert (tmp_path / "steps.txt").read_text().split() == list("01234")  # none done twice
    assert (tmp_path / "files.txt").read_text().split() == ["written"]
    kinds = [event.kind for event in later.events(job.id)]
    assert [kind for kind in kinds if kind not in ("progress", "checkpoint")] == [
        "submitted",
        "claimed",
        "returned",
        "claimed",
        "done",
    ]
    later.close()


def test_a_step_may_take_longer_than_the_lease(store: JobStore) -> None:
    job = submit(store)

    def slow(attempt: Attempt) -> Mapping[str, Any]:
        time.sleep(1.5)
        assert store.leases.claim("thief", seconds=9) is None
        return {}

    run_worker(store, slow, pace=Pace(lease=1, heartbeat=0.1, poll=0.01), until_empty=True)
    assert (store.get(job.id).state, store.get(job.id).attempts) == (State.DONE, 1)


def test_cancel_stops_within_one_step(store: JobStore) -> None:
    job, steps = submit(store), []

    def execute(attempt: Attempt) -> Mapping[str, Any]:
        on_step = attempt.on_step("generate")
        for step in range(1, 11):
            if step == 4:
                store.cancel(job.id)
            steps.append(step)
            on_step(step, 10)
        return {}

    run_worker(store, execute, pace=QUICK, until_empty=True)
    assert store.get(job.id).state == State.CANCELLED
    assert steps == [1, 2, 3, 4]


def test_a_worker_told_to_stop_gives_its_job_back(store: JobStore) -> None:
    job, stop = submit(store), threading.Event()

    def execute(attempt: Attempt) -> Mapping[str, Any]:
        on_step = attempt.on_step("generate")
        on_step(1, 3)
        stop.set()
        on_step(2, 3)
        raise AssertionError("should have stopped")

    assert run_worker(store, execute, pace=QUICK, should_stop=stop.is_set) == 1
    assert (store.get(job.id).state, store.get(job.id).attempts) == (State.QUEUED, 0)


def test_a_worker_whose_job_went_to_another_changes_nothing(store: JobStore) -> None:
    job = submit(store)

    def execute(attempt: Attempt) -> Mapping[str, Any]:
        store.leases.finish(attempt.lease, {"by": "another"})
        wait_for(lambda: attempt.is_lost)
        with pytest.raises(Cancelled, match="no longer"):
            attempt.check()
        return {"by": "this one"}

    run_worker(store, execute, pace=QUICK, until_empty=True)
    assert store.get(job.id).result == {"by": "another"}


@pytest.mark.parametrize(
    ("error", "code", "attempts"),
    [
        (RequestError("no face", field="image"), "bad_request", 1),
        (RuntimeError("out of luck"), "internal", 2),
        (None, "internal", 2),
    ],
)
def test_errors_end_a_job_with_a_reason(
    store: JobStore, error: Exception | None, code: str, attempts: int
) -> None:
    job = submit(store, most_attempts=2)

    def execute(attempt: Attempt) -> Mapping[str, Any]:
        if error is None:
            return {"value": object()}  # no JSON
        raise error

    assert run_worker(store, execute, pace=QUICK, until_empty=True) == attempts
    failed = store.get(job.id)
    assert (failed.state, failed.error_code) == (State.FAILED, code)
    assert str(error or "not JSON serializable") in str(failed.error_message)


def test_an_interrupt_gives_the_job_back_and_goes_up(store: JobStore) -> None:
    job = submit(store)

    def execute(attempt: Attempt) -> Mapping[str, Any]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_worker(store, execute, pace=QUICK)
    assert store.get(job.id).state == State.QUEUED
