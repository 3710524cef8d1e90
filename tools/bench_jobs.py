"""How fast the queue answers when it is long: `python tools/bench_jobs.py [jobs] [place]`.

Beside the clock stands this thread's own time: on a machine that is busy with other work the clock
tells how busy it is, and the thread's time what the queue costs.
"""

import os
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
    """Print the median and the 95th percentile of a call, by the clock and by the thread."""
    clocks = (time.perf_counter, time.thread_time)
    spent: list[list[float]] = [[], []]
    for _ in range(TIMES):
        starts = [clock() for clock in clocks]
        work()
        for times, clock, start in zip(spent, clocks, starts, strict=True):
            times.append((clock() - start) * 1000)
    told = [
        f"{statistics.median(times):6.2f} / {statistics.quantiles(times, n=20)[-1]:6.2f}"
        for times in spent
    ]
    print(f"{name:24} {told[0]}   {told[1]}", flush=True)


def main(count: int, place: str | Path) -> None:
    store = JobStore(place)
    request = {"prompt": "A woman at a window says something. " * 10, "seconds": 4.0, "seed": 1}
    request["via"] = "openai"
    store.submit_all(Submission(request=request, cast=("ann",)) for _ in range(count))
    print(f"{count} jobs; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'median / p95, ms':24} by the clock      of this thread")
    measure("submit", lambda: store.submit(Submission(request=request, cast=("ann",))))
    measure("list, newest 50", store.list_jobs)
    measure("list, queue order 50", lambda: store.list_jobs(JobFilter(in_queue_order=True)))
    measure("list, one person's 50", lambda: store.list_jobs(JobFilter(cast="ann")))
    measure("list, one dialect's 50", lambda: store.list_jobs(JobFilter(via="openai")))
    measure("count, one dialect's", lambda: store.count(JobFilter(via="openai")))
    measure("counts", store.counts)
    measure("claim", lambda: store.leases.claim("bench", seconds=60))
    store.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        jobs = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
        main(jobs, sys.argv[2] if len(sys.argv) > 2 else Path(folder) / "jobs.db")
