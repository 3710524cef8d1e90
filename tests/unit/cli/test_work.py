"""`retrat work`: a worker for a queue that nobody else works on, until it is told to stop."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from serving import ROOT, wait_until

from retrat.cli.main import main
from retrat.media import probe
from retrat.provenance.home import Home
from retrat.runtime.job_values import State, Submission
from retrat.runtime.jobs import JobStore
from retrat.runtime.places import Places

RAIN = {"prompt": "Rain", "model": "tiny-random", "seconds": 1, "seed": 3}


def test_it_makes_what_waits_and_stops_when_told(tmp_path: Path) -> None:
    places = Places.of(Home(root=tmp_path))
    store = JobStore(places.jobs)
    job = store.submit(Submission(request=RAIN))
    worker = subprocess.Popen(
        [sys.executable, "-c", "import sys; from retrat.cli import main; sys.exit(main())", "work"],
        env={**os.environ, "RETRAT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,  # as a service has it: no reason to go
    )
    try:
        wait_until(lambda: store.get(job.id).state is State.DONE)
        assert probe(places.result(job.id)).video is not None
        worker.send_signal(signal.SIGINT)
        assert worker.wait(timeout=60) == 0
    finally:
        worker.kill()
        worker.wait()
        store.close()


def test_a_device_that_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RETRAT_HOME", str(tmp_path))
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        assert main(["work", "--device", "toaster"]) == 2
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    told = capsys.readouterr().err.strip().splitlines()[-1]
    assert told.startswith("retrat: device='toaster'")
