from collections.abc import Iterator
from pathlib import Path

import pytest

from retrat.runtime.job_links import UnknownLink
from retrat.runtime.job_values import Submission, WrongState
from retrat.runtime.jobs import JobStore


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


def test_a_link_opens_until_it_ends_or_is_taken_back(
    store: JobStore, clock: Clock, tmp_path: Path
) -> None:
    job = store.submit(Submission(request={"prompt": "x"}))
    with pytest.raises(WrongState, match="finished"):
        store.links.make(job.id, seconds=60, shows_prompt=False)
    lease = store.leases.claim("w", seconds=9)
    assert lease is not None
    store.leases.finish(lease, {})
    first, secret = store.links.make(job.id, seconds=60, shows_prompt=False)
    other, second = store.links.make(job.id, seconds=600, shows_prompt=True)
    assert store.links.open(secret, counts=True).id == first.id
    assert {link.id: link.views for link in store.links.of(job.id)} == {first.id: 1, other.id: 0}
    assert secret.encode() not in (tmp_path / "jobs.db").read_bytes(), "only its hash is kept"
    clock.now += 61
    with pytest.raises(UnknownLink):
        store.links.open(secret)
    assert store.links.open(second).shows_prompt
    assert store.links.revoke(other.id).revoked == clock.now
    clock.now += 1
    assert store.links.revoke(other.id).revoked == clock.now - 1
    for wrong in (second, "", "guess"):
        with pytest.raises(UnknownLink):
            store.links.open(wrong)
    with pytest.raises(UnknownLink):
        store.links.revoke("link_0")
