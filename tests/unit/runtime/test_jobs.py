import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from retrat.errors import RequestError
from retrat.runtime.job_values import (
    Failure,
    JobFilter,
    KeyReused,
    LeaseLost,
    State,
    StoredJob,
    Submission,
    UnknownJob,
    WrongState,
)
from retrat.runtime.jobs import JobStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[JobStore]:
    opened = JobStore(tmp_path / "jobs.db")
    yield opened
    opened.close()


def submit(store: JobStore, prompt: str, **values) -> StoredJob:
    return store.submit(Submission(request={"prompt": prompt}, **values))


def prompts(store: JobStore, **which) -> list[str]:
    page = store.list_jobs(JobFilter(**which))
    return [job.request["prompt"] for job in page.jobs]


def kinds(store: JobStore, job_id: str) -> list[str]:
    return [event.kind for event in store.events(job_id)]


def test_a_job_is_kept_as_given_by_a_store_opened_anew(tmp_path: Path) -> None:
    first = JobStore(tmp_path / "jobs.db")
    request = {"prompt": 'Une fille dit "¿qué?" 你好', "size": "256x256", "guidance": [1.0, 2.5]}
    job = first.submit(Submission(request=request, priority=3, batch="b", cast=("ann", "bob")))
    first.close()
    second = JobStore(tmp_path / "jobs.db")
    assert second.get(job.id) == job
    assert (job.request, job.state, job.cast) == (request, State.QUEUED, ("ann", "bob"))
    assert kinds(second, job.id) == ["submitted"]
    second.close()


def test_submitting_twice_with_one_key_is_one_job(store: JobStore) -> None:
    first = submit(store, "a", idempotency_key="k")
    store.edit(first.id, request={"prompt": "edited"})
    assert submit(store, "a", idempotency_key="k").id == first.id
    with pytest.raises(KeyReused):
        submit(store, "b", idempotency_key="k")
    assert len(store.list_jobs().jobs) == 1


def test_one_key_from_many_threads_is_one_job(store: JobStore) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(submit(store, "a", idempotency_key="k").id))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_batch_is_queued_whole_or_not_at_all(store: JobStore) -> None:
    submit(store, "a", idempotency_key="k")
    wanted = [Submission(request={"prompt": name}, batch="b") for name in "xyz"]
    clash = Submission(request={"prompt": "other"}, idempotency_key="k")
    with pytest.raises(KeyReused):
        store.submit_all([*wanted, clash])
    assert prompts(store) == ["a"]
    assert len(store.submit_all(wanted)) == 3
    assert prompts(store, batch="b", in_queue_order=True) == ["x", "y", "z"]


def test_filters_and_pages(store: JobStore) -> None:
    for number in range(7):
        cast = ("ann",) if number % 2 else ()
        submit(store, str(number), priority=number // 3, cast=cast)
    assert prompts(store, cast="ann") == ["5", "3", "1"]
    for in_queue_order, expected in ((False, "6543210"), (True, "6345012")):
        which = JobFilter(states=(State.QUEUED,), in_queue_order=in_queue_order)
        seen, after = "", None
        while True:
            page = store.list_jobs(which, limit=2, after=after)
            seen += "".join(job.request["prompt"] for job in page.jobs)
            after = page.next
            if after is None:
                break
        assert seen == expected
    assert store.counts()[State.QUEUED] == 7


@pytest.mark.parametrize("after", ["x", "1_2", "1_2_x"])
def test_a_made_up_page_is_refused(store: JobStore, after: str) -> None:
    with pytest.raises(RequestError, match="next"):
        store.list_jobs(after=after)
    with pytest.raises(RequestError, match="1 to 500"):
        store.list_jobs(limit=501)


def test_jobs_are_moved_before_others_as_often_as_one_likes(store: JobStore) -> None:
    first, second, third = (submit(store, name) for name in "abc")
    urgent = submit(store, "u", priority=5)
    store.move(third.id, before=first.id)
    assert prompts(store, in_queue_order=True) == ["u", "c", "a", "b"]
    for _ in range(70):  # halves the gap until there is none, then makes room
        store.move(second.id, before=first.id)
        store.move(third.id, before=first.id)
    assert prompts(store, in_queue_order=True) == ["u", "b", "c", "a"]
    assert store.move(first.id, before=urgent.id).priority == 5
    store.move(first.id, before=None)
    assert prompts(store, in_queue_order=True) == ["u", "a", "b", "c"]
    store.move(second.id, before=None)
    assert prompts(store, in_queue_order=True) == ["u", "a", "c", "b"]


def test_edit_clone_pause_and_retry(store: JobStore) -> None:
    job = submit(store, "a", cast=("ann",), priority=2)
    edited = store.edit(job.id, request={"prompt": "b"}, priority=7, cast=("bob",))
    assert (edited.request, edited.priority) == ({"prompt": "b"}, 7)
    assert prompts(store, cast="ann") == []
    assert prompts(store, cast="bob") == ["b"]
    copy = store.clone(job.id, request={"prompt": "c"})
    assert (copy.cloned_from, copy.cast, copy.priority) == (job.id, ("bob",), 7)
    store.pause(job.id)
    lease = store.leases.claim("w", seconds=9)
    assert lease is not None
    assert lease.job.id == copy.id
    assert store.leases.claim("w", seconds=9) is None
    store.resume(job.id)
    store.cancel(job.id)
    assert store.retry(job.id).state == State.QUEUED
    names = ["submitted", "edited", "paused", "resumed", "cancelled", "retried"]
    assert kinds(store, job.id) == names


def test_what_a_state_does_not_allow_is_refused(store: JobStore) -> None:
    job = submit(store, "a")
    for wish in (store.resume, store.retry, store.delete):
        with pytest.raises(WrongState, match="is queued"):
            wish(job.id)
    assert store.leases.claim("w", seconds=9) is not None
    for wish in (store.pause, store.retry, store.delete):
        with pytest.raises(WrongState, match="is running"):
            wish(job.id)
    with pytest.raises(WrongState):
        store.edit(job.id, priority=1)
    with pytest.raises(WrongState):
        store.move(submit(store, "b").id, before=job.id)
    for wish in (store.get, store.cancel, store.delete, store.clone):
        with pytest.raises(UnknownJob, match="no job 'x'"):
            wish("x")


def test_a_deleted_job_leaves_its_log(store: JobStore) -> None:
    job = submit(store, "secret words", cast=("ann",))
    store.cancel(job.id)
    store.delete(job.id)
    with pytest.raises(UnknownJob):
        store.get(job.id)
    assert prompts(store, cast="ann") == []
    log = store.events(job.id)
    assert [event.kind for event in log] == ["submitted", "cancelled", "deleted"]
    assert "secret" not in str(log)
    assert store.events(job.id, after=log[0].seq) == log[1:]


def test_a_paused_queue_gives_nothing(tmp_path: Path) -> None:
    store = JobStore(tmp_path / "jobs.db")
    submit(store, "a")
    store.pause_queue()
    store.pause_queue()
    assert store.is_paused
    assert store.leases.claim("w", seconds=9) is None
    store.close()
    store = JobStore(tmp_path / "jobs.db")
    assert store.is_paused
    store.resume_queue()
    assert store.leases.claim("w", seconds=9) is not None
    store.close()


@pytest.mark.skipif(
    "RETRAT_TEST_POSTGRES" not in os.environ,
    reason="no server: RETRAT_TEST_POSTGRES=postgresql://... names an empty database",
)
def test_the_same_on_postgresql() -> None:
    store = JobStore(os.environ["RETRAT_TEST_POSTGRES"])
    first, second = submit(store, "a", cast=("ann",)), submit(store, "b", priority=1)
    store.move(first.id, before=second.id)
    lease = store.leases.claim("w", seconds=9)
    assert lease is not None
    assert lease.job.id == first.id
    other = store.leases.claim("v", seconds=-1)
    assert other is not None
    assert other.job.id == second.id
    again = store.leases.claim("w", seconds=9)
    assert again is not None
    assert again.job.id == second.id
    with pytest.raises(LeaseLost):
        store.leases.finish(other, {})
    assert store.leases.finish(lease, {"file": "ñ.mp4"}).result == {"file": "ñ.mp4"}
    with pytest.raises(Exception, match="only grows"), store._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM job_events")
    assert kinds(store, first.id) == ["submitted", "moved", "claimed", "done"]
    store.cancel(second.id)
    store.leases.cancelled(again)
    for job in (first, second):
        store.delete(job.id)
    store.close()


class QueueMachine(RuleBasedStateMachine):
    """Any order of people's wishes, workers' reports and lost workers, against a plain model."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.now = 0.0
        self.store = JobStore(Path(self.folder.name) / "jobs.db", clock=lambda: self.now)
        self.ids: list[str] = []
        self.leases = []
        self.ends: dict[str, int] = {}

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @rule(priority=st.integers(-1, 1))
    def submit(self, priority: int) -> None:
        wanted = Submission(request={}, priority=priority, most_attempts=2)
        self.ids.append(self.store.submit(wanted).id)

    @rule(name=st.sampled_from(["pause", "resume", "cancel", "retry"]), which=st.integers(0, 9))
    def wish(self, name: str, which: int) -> None:
        if not self.ids:
            return
        job_id = self.ids[which % len(self.ids)]
        before = self.store.get(job_id)
        try:
            after = getattr(self.store, name)(job_id)
        except WrongState:
            assert self.store.get(job_id) == before
            return
        if before.state in (State.DONE, State.RUNNING):
            assert after.state == before.state

    @rule()
    def claim(self) -> None:
        lease = self.store.leases.claim("w", seconds=10)
        if lease is not None:
            queued = self.store.list_jobs(JobFilter(states=(State.QUEUED,))).jobs
            assert all(job.priority <= lease.job.priority for job in queued)
            assert 1 <= lease.job.attempts <= 2
            self.leases.append(lease)

    @rule(
        name=st.sampled_from(["finish", "fail", "cancelled", "give_back", "extend"]),
        which=st.integers(0, 9),
    )
    def report(self, name: str, which: int) -> None:
        if not self.leases:
            return
        lease = self.leases[which % len(self.leases)]
        newest = [other for other in self.leases if other.job.id == lease.job.id][-1]
        before = self.store.get(lease.job.id)
        values = {
            "finish": ({},),
            "fail": (Failure(code="c", message="m", may_retry=True),),
        }.get(name, ())
        named = {
            "extend": {"seconds": 10},
        }.get(name, {})
        try:
            getattr(self.store.leases, name)(lease, *values, **named)
        except LeaseLost:
            assert self.store.get(lease.job.id) == before
            return
        assert lease is newest, "only the last claim of a job may write"
        assert before.state == State.RUNNING

    @rule(seconds=st.sampled_from([1.0, 11.0]))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @invariant()
    def running_jobs_have_a_lease_and_others_do_not(self) -> None:
        for job in self.store.list_jobs().jobs:
            assert (job.lease_until is not None) == (job.state == State.RUNNING)
            assert (job.finished is not None) == job.has_ended
            assert 0 <= job.attempts <= job.most_attempts

    @invariant()
    def every_job_is_still_there(self) -> None:
        assert sum(self.store.counts().values()) == len(self.ids)


TestQueueMachine = QueueMachine.TestCase
TestQueueMachine.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)
