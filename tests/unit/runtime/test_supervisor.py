"""Workers as processes: started, started again, and never left behind. They are stood in for."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrat.provenance.home import Home
from retrat.runtime import supervisor as supervisors
from retrat.runtime.places import Places
from retrat.runtime.supervisor import Supervisor, worker_name

WAITS = "import sys; sys.stdin.read()"
DIES = "raise SystemExit(3)"


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    home = Home(root=tmp_path)
    made = Supervisor(home=home, places=Places.of(home), devices=("cpu",))
    yield made
    made.stop(seconds=5)


def stand_in(monkeypatch: pytest.MonkeyPatch, program: str) -> list[list[str]]:
    started: list[list[str]] = []
    real = subprocess.Popen

    def popen(command, **more):
        started.append(command)
        return real([sys.executable, "-c", program], **more)

    monkeypatch.setattr(supervisors.subprocess, "Popen", popen)
    return started


def wait_for(condition, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def test_a_killed_worker_is_started_again(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = stand_in(monkeypatch, WAITS)
    supervisor.start()
    (first,) = supervisor.statuses()
    assert (first.is_alive, first.restarts) == (True, 0)
    assert started[0][1:3] == ["-m", "retrat.runtime.workshop"]
    process = supervisor._posts[0].process
    assert process is not None
    process.send_signal(signal.SIGKILL)
    wait_for(lambda: supervisor.statuses()[0].restarts == 1)
    assert supervisor.statuses()[0].pid != first.pid


def test_one_that_dies_at_once_is_waited_for_longer_each_time(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisors, "_WAITS", (0.0, 0.0, 1e9))
    started = stand_in(monkeypatch, DIES)
    supervisor.start()
    wait_for(lambda: supervisor._posts[0].quick_deaths == 2)
    time.sleep(0.5)
    assert len(started) == 2


def test_workers_end_when_they_are_asked_or_left_alone(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, WAITS)
    supervisor.start()
    process = supervisor._posts[0].process
    assert process is not None
    supervisor.stop(seconds=60)
    assert process.returncode == 0, "it went by itself when the pipe closed"


def test_names_are_of_a_device_and_an_installation(tmp_path: Path) -> None:
    one, other = Home(root=tmp_path / "a"), Home(root=tmp_path / "b")
    assert worker_name(one, "cpu") == worker_name(one, "cpu")
    names = {worker_name(one, "cpu"), worker_name(one, "cuda:0"), worker_name(other, "cpu")}
    assert len(names) == 3
