"""How fast the queue answers when it is long: `python tools/bench_jobs.py [jobs] [place]`."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from retrat.runtime.job_values import JobFilter, Submission
from retrat.runtime.jobs import JobStore

TIMES = 300


def measure(name: str, work: Callable[[], object]) -> None:
    """Print the median and the 95th percentile of a call, in milliseconds."""
    spent = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        spent.append((time.perf_counter() - start) * 1000)
    p95 = statistics.quantiles(spent, n=20)[-1]
    print(f"{name:24} median {statistics.median(spent):6.2f} ms   p95 {p95:6.2f} ms")


def main(count: int, place: str | Path) -> None:
    store = JobStore(place)
    request = {"prompt": "A woman at a window says something. " * 10, "seconds": 4.0, "seed": 1}
    store.submit_all(Submission(request=request, cast=("ann",)) for _ in range(count))
    measure("submit", lambda: store.submit(Submission(request=request, cast=("ann",))))
    measure("list, newest 50", store.list_jobs)
    measure("list, queue order 50", lambda: store.list_jobs(JobFilter(in_queue_order=True)))
    measure("list, one person's 50", lambda: store.list_jobs(JobFilter(cast="ann")))
    measure("counts", store.counts)
    measure("claim", lambda: store.leases.claim("bench", seconds=60))
    store.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        jobs = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
        main(jobs, sys.argv[2] if len(sys.argv) > 2 else Path(folder) / "jobs.db")
