"""Jobs made by the real engine with tiny models, by workers that are killed at every stage."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from files import write_photo
from PIL import Image

from retrat.media import decode_video, probe
from retrat.provenance.cast import Enrolment, enrol, revoke_all
from retrat.provenance.home import Home
from retrat.runtime.assets import AssetStore
from retrat.runtime.cast_book import CastBook
from retrat.runtime.engine import Engine
from retrat.runtime.job_orders import Sources
from retrat.runtime.job_values import State, StoredJob, Submission
from retrat.runtime.jobs import JobStore
from retrat.runtime.places import Places
from retrat.runtime.settings import Settings
from retrat.runtime.worker import Attempt, Pace, run_worker
from retrat.runtime.workshop import Workshop

RAIN = {"prompt": "Rain", "model": "tiny-random", "seconds": 1, "steps": 4, "seed": 3}
QUICK = Pace(lease=30, heartbeat=5, poll=0.01)
STAGES = ("check", "load", "generate", "mark", "encode", "sign")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(root=tmp_path / "home")


@pytest.fixture
def shop(home: Home) -> Workshop:
    places, settings = Places.of(home), Settings(threads=1)
    sources = Sources(assets=AssetStore(places.assets), cast=CastBook(home), settings=settings)
    engine = Engine(settings, home=home)
    return Workshop(
        places=places, sources=sources, engine=engine, checkpoint_seconds=0, preview_seconds=0
    )


@pytest.fixture
def store(shop: Workshop) -> Iterator[JobStore]:
    opened = JobStore(shop.places.jobs)
    yield opened
    opened.close()


def submit(store: JobStore, **values) -> StoredJob:
    return store.submit(Submission(request={**RAIN, **values}, most_attempts=20))


def work(store: JobStore, shop: Workshop) -> None:
    run_worker(store, shop.execute, name="w", pace=QUICK, until_empty=True)


@pytest.mark.parametrize(("size", "still_size"), [("256x256", (256, 256)), ("640x384", (320, 192))])
def test_a_job_becomes_a_file_with_news_on_the_way(
    store: JobStore, shop: Workshop, size: str, still_size: tuple[int, int]
) -> None:
    job = submit(store, size=size)
    work(store, shop)
    done = store.get(job.id)
    assert (done.state, done.error_message) == (State.DONE, None)
    result = done.result
    assert result is not None
    path = shop.places.result(job.id)
    assert probe(path).settings == result["settings"]
    assert [note.split(",")[0] for note in result["notes"]] == ["The place is not known"]
    assert (result["size"], result["seconds"], result["bytes"]) == (
        size,
        1.0,
        path.stat().st_size,
    )
    with Image.open(shop.places.thumbnail(job.id)) as still:
        assert still.size == still_size
    events = store.events(job.id)
    phases = [event.data["phase"] for event in events if event.kind == "progress"]
    assert list(dict.fromkeys(phases)) == list(STAGES)
    assert [event.kind for event in events].count("preview") == 4
    assert "Rain" not in str([event.data for event in events]), "no prompt in the log"
    assert not shop.places.preview(job.id).exists()
    assert not shop.places.checkpoint(job.id).exists()


# A process that computes nothing itself and has a child work, which kills itself at a stage.
KILLS = """
import os, signal, sys
from pathlib import Path
from retrat.provenance.home import Home
from retrat.runtime import workshop
from retrat.runtime.assets import AssetStore
from retrat.runtime.cast_book import CastBook
from retrat.runtime.engine import Engine
from retrat.runtime.job_orders import Sources
from retrat.runtime.jobs import JobStore
from retrat.runtime.places import Places
from retrat.runtime.settings import Settings
from retrat.runtime.worker import run_worker

home, settings = Home(root=Path(sys.argv[1])), Settings(threads=1)
places = Places.of(home)
told = workshop.News.__call__

def work(stage):
    def fatal(self, moment):
        told(self, moment)
        if moment.stage == stage and (stage != "generate" or moment.done == 2):
            os.kill(os.getpid(), signal.SIGKILL)
    workshop.News.__call__ = fatal
    sources = Sources(assets=AssetStore(places.assets), cast=CastBook(home), settings=settings)
    shop = workshop.Workshop(
        places=places, sources=sources, engine=Engine(settings, home=home), checkpoint_seconds=0,
        preview_seconds=0)
    run_worker(JobStore(places.jobs), shop.execute, name="w", until_empty=True)

for stage in sys.argv[2:]:
    child = os.fork()
    if child == 0:
        try:
            work(stage)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, (stage, status)
    store = JobStore(places.jobs)
    assert store.leases.return_from("w") == 1, stage
    store.close()
"""


def test_a_worker_killed_at_every_stage_loses_nothing(store: JobStore, shop: Workshop) -> None:
    whole = submit(store)
    work(store, shop)
    job = submit(store)
    command = [sys.executable, "-c", KILLS, str(shop.engine.home.root), *STAGES]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert store.get(job.id).state == State.QUEUED
    work(store, shop)
    done = store.get(job.id)
    assert (done.state, done.attempts) == (State.DONE, len(STAGES) + 1)
    one, other = (decode_video(shop.places.result(each.id)) for each in (whole, job))
    assert torch.equal(one.pixels, other.pixels), "resumed is the same as uninterrupted"
    kinds = [event.kind for event in store.events(job.id)]
    assert kinds.count("preview") == 4, "no step was made twice"
    assert not shop.places.bench(job.id).exists(), "nothing is left of the killed ones"


def test_cancel_stops_within_a_step_and_leaves_nothing(store: JobStore, shop: Workshop) -> None:
    job, steps = submit(store, steps=50), []
    told = Attempt.report

    def report(self: Attempt, phase: str, done: int, total: int, **more) -> None:
        if phase == "generate":
            steps.append(done)
        if phase == "generate" and done == 3:
            store.cancel(job.id)
        told(self, phase, done, total, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrat.runtime.workshop._NEWS_SECONDS", 0.0)
        patch.setattr(Attempt, "report", report)
        work(store, shop)
    assert store.get(job.id).state == State.CANCELLED
    assert steps[-1] == 3
    assert not shop.places.result(job.id).exists()
    store.retry(job.id)
    assert store.get(job.id).state == State.QUEUED


def test_a_worker_told_to_stop_gives_the_job_back(store: JobStore, shop: Workshop) -> None:
    job, stop = submit(store, steps=50), threading.Event()

    def execute(attempt: Attempt):
        stop.set()
        return shop.execute(attempt)

    run_worker(store, execute, name="w", pace=QUICK, should_stop=stop.is_set)
    assert (store.get(job.id).state, store.get(job.id).attempts) == (State.QUEUED, 0)


def test_people_of_the_cast_and_those_who_withdrew(
    store: JobStore, shop: Workshop, home: Home, tmp_path: Path
) -> None:
    photo = write_photo(tmp_path / "ann.png")
    record = enrol(home, Enrolment(name="Ann", photos=[photo]))
    person = {"cast": record.consent_id}
    first, second = submit(store, people=[person]), submit(store, people=[person], seed=4)
    with photo.open("rb") as file:
        asset = shop.sources.assets.keep(file, name="ann.png")
    third = submit(store, people=[{"photos": [asset.id]}], seed=5)

    def execute(attempt: Attempt):
        made = shop.execute(attempt)
        revoke_all(home, "Ann")
        return made

    run_worker(store, execute, name="w", pace=QUICK, until_empty=True)
    assert store.get(first.id).state == State.DONE
    for refused, field in ((second, "people"), (third, "reference")):
        failed = store.get(refused.id)
        assert (failed.state, failed.error_code, failed.error_field) == (
            State.FAILED,
            "consent_missing",
            field,
        )
        assert "withdrew" in str(failed.error_message)
