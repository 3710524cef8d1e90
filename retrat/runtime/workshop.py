"""A worker process: one device, warm models, one job after the other. Its supervisor starts it.

python -m retrat.runtime.workshop --home DIR [--device NAME]     (RETRAT_JOBS: the queue's place)
"""

import argparse
import hashlib
import logging
import os
import re
import shutil
import signal
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from retrat.flow.solver import Solve
from retrat.media import probe
from retrat.media.stills import write_thumbnail
from retrat.pipeline.components import Components
from retrat.pipeline.generate import geometry_of
from retrat.pipeline.request import GenerateRequest
from retrat.provenance.home import Home, private_folder
from retrat.runtime.assets import AssetStore
from retrat.runtime.cast_book import CastBook
from retrat.runtime.checkpoint import Checkpoint
from retrat.runtime.engine import Engine, Made, Watch
from retrat.runtime.job_orders import Sources, order_of
from retrat.runtime.job_values import request_text
from retrat.runtime.jobs import JobStore
from retrat.runtime.places import Places
from retrat.runtime.preview import Preview
from retrat.runtime.progress import Moment
from retrat.runtime.settings import resolve_settings
from retrat.runtime.supervisor import worker_name
from retrat.runtime.worker import Attempt, run_worker

_log = logging.getLogger(__name__)
_NEWS_SECONDS = 0.2


@dataclass(kw_only=True, slots=True)
class Workshop:
    """Makes what jobs ask for."""

    places: Places
    sources: Sources
    engine: Engine
    checkpoint_seconds: float = 5.0
    preview_seconds: float = 1.0

    def execute(self, attempt: Attempt) -> Mapping[str, Any]:
        """One job, from where an earlier attempt came to; its result as plain values."""
        job = attempt.job
        bench = self.places.bench(job.id)
        shutil.rmtree(bench, ignore_errors=True)  # of an attempt that was killed
        output = private_folder(bench) / "clip.mp4"
        order = order_of(job.request, self.sources)
        news = News(attempt=attempt)
        watch = Watch(observer=news, solver=self._solver_for(attempt))
        try:
            made = self.engine.make(order, output, watch)
        finally:
            self.places.preview(job.id).unlink(missing_ok=True)
        write_thumbnail(output, self.places.thumbnail(job.id))
        result = _result(made, output)
        output.replace(self.places.result(job.id))
        shutil.rmtree(bench, ignore_errors=True)
        self.places.checkpoint(job.id).unlink(missing_ok=True)
        return result

    def _solver_for(self, attempt: Attempt) -> Any:
        job = attempt.job

        def solver(parts: Components, request: GenerateRequest) -> Solve:
            preview = Preview(
                self.places.preview(job.id),
                parts,
                geometry_of(request, parts),
                told=lambda: attempt.announce("preview"),
                seconds=self.preview_seconds,
            )
            return Checkpoint(
                self.places.checkpoint(job.id),
                hashlib.sha256(request_text(job.request).encode()).hexdigest(),
                saved=attempt.save_checkpoint,
                look=preview,
                seconds=self.checkpoint_seconds,
            )

        return solver


@dataclass(kw_only=True, slots=True)
class News:
    """Tells the queue how far a job is, not more often than anybody can read."""

    attempt: Attempt
    _told: float = field(default=0.0)

    def __call__(self, moment: Moment) -> None:
        """Beginnings are always told, and every telling asks whether to stop."""
        now = time.monotonic()
        if moment.done == 0 or now - self._told >= _NEWS_SECONDS:
            self._told = now
            self.attempt.report(
                moment.stage, moment.done, moment.total, seconds_left=moment.seconds_left
            )
        else:
            self.attempt.check()


def _result(made: Made, output: Path) -> dict[str, Any]:
    video = probe(output).video
    assert video is not None
    return {
        "file_id": made.file_id,
        "bytes": output.stat().st_size,
        "seconds": round(video.seconds, 3),
        "size": f"{video.width}x{video.height}",
        "stage_seconds": {name: round(spent, 3) for name, spent in made.seconds.items()},
        "peak_memory_bytes": made.peak_memory_bytes,
        "device": made.device,
        "compute": made.compute,
        "settings": dict(made.settings),
        "notes": list(made.notes),
    }


def run(home: Home, device: str, jobs: str | None, should_stop: threading.Event) -> None:
    """Work until told to stop. Only one worker of an installation has a device at a time.

    Whoever has the device knows that what its name still holds belongs to a process that is gone.
    """
    settings = resolve_settings({"device": device}).settings
    places = Places.of(home, jobs)
    store = JobStore(places.jobs)
    name = worker_name(home, device)
    lock = FileLock(places.root / f"worker-{re.sub(r'[^a-z0-9]', '-', device)}.lock")
    if not _acquired(lock, should_stop):
        return
    with lock:
        store.leases.return_from(name)
        sources = Sources(assets=AssetStore(places.assets), cast=CastBook(home), settings=settings)
        shop = Workshop(places=places, sources=sources, engine=Engine(settings, home=home))
        run_worker(store, shop.execute, name=name, should_stop=should_stop.is_set)
    store.close()


def _acquired(lock: FileLock, should_stop: threading.Event) -> bool:
    while not should_stop.is_set():
        try:
            lock.acquire(timeout=0.2)
        except Timeout:
            continue
        return True
    return False


def _stop_when_alone(should_stop: threading.Event) -> None:
    """The supervisor holds the other end of standing input; it closes when that ends."""

    def wait() -> None:
        while sys.stdin.buffer.read(1024):
            pass
        should_stop.set()

    threading.Thread(target=wait, name="supervisor's end", daemon=True).start()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--device", default="auto")
    given = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    should_stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: should_stop.set())
    _stop_when_alone(should_stop)
    run(Home(root=given.home), given.device, os.environ.get("RETRAT_JOBS"), should_stop)
    return 0


if __name__ == "__main__":
    sys.exit(main())
