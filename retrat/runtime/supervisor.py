"""One worker process a device, started, watched, and started again when it dies.

A worker reads from a pipe that only its supervisor holds. When the supervisor ends, however it
ends, the pipe closes; the worker gives its job back within one step and goes. So no worker is
left behind that another would compete with.
"""

import hashlib
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from retrat.provenance.home import Home
from retrat.runtime.places import Places

_log = logging.getLogger(__name__)
_STEADY_SECONDS = 60.0  # a worker that lived so long starts again at once
_WAITS = (0.0, 0.5, 2.0, 5.0, 15.0)
_POLL_SECONDS = 0.2


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkerStatus:
    """A worker as its supervisor sees it."""

    name: str
    device: str
    is_alive: bool
    restarts: int
    pid: int | None


def worker_name(home: Home, device: str) -> str:
    """The one worker of this installation on a device: the same before and after a restart."""
    place = hashlib.sha256(str(home.root.resolve()).encode()).hexdigest()[:8]
    return f"{socket.gethostname()}/{place}/{device}"


@dataclass(kw_only=True, slots=True)
class _Post:
    """The place of one worker, whoever fills it."""

    device: str
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    restarts: int = -1
    quick_deaths: int = 0
    next_start: float = 0.0


@dataclass(kw_only=True, slots=True)
class Supervisor:
    """Keeps workers alive from a thread; without devices it does nothing."""

    home: Home
    places: Places
    devices: Sequence[str] = ()
    _posts: list[_Post] = field(default_factory=list)
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._ended.clear()
        self._posts = [_Post(device=device) for device in self.devices]
        if self._posts:
            self._watch()
            self._thread = threading.Thread(target=self._run, name="supervisor", daemon=True)
            self._thread.start()

    def stop(self, *, seconds: float = 30.0) -> None:
        """Ask every worker to give its job back and go; those that don't are ended."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
        alive = [post.process for post in self._posts if post.process is not None]
        for process in alive:
            if process.stdin is not None:
                process.stdin.close()
        until = time.monotonic() + seconds
        for process in alive:
            try:
                process.wait(timeout=max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._posts = []

    def statuses(self) -> list[WorkerStatus]:
        """Every worker now."""
        return [
            WorkerStatus(
                name=worker_name(self.home, post.device),
                device=post.device,
                is_alive=post.process is not None and post.process.poll() is None,
                restarts=max(0, post.restarts),
                pid=post.process.pid if post.process is not None else None,
            )
            for post in self._posts
        ]

    def _run(self) -> None:
        while not self._ended.wait(_POLL_SECONDS):
            self._watch()

    def _watch(self) -> None:
        for post in self._posts:
            if post.process is not None and post.process.poll() is not None:
                self._note_death(post)
            if post.process is None and time.monotonic() >= post.next_start:
                self._start(post)

    def _note_death(self, post: _Post) -> None:
        assert post.process is not None
        lived = time.monotonic() - post.started
        post.quick_deaths = 0 if lived > _STEADY_SECONDS else post.quick_deaths + 1
        wait = _WAITS[min(post.quick_deaths, len(_WAITS) - 1)]
        code = post.process.returncode
        _log.warning("worker on %s ended with %s; next in %.1f s", post.device, code, wait)
        if post.process.stdin is not None:
            post.process.stdin.close()
        post.process, post.next_start = None, time.monotonic() + wait

    def _start(self, post: _Post) -> None:
        command = [sys.executable, "-m", "retrat.runtime.workshop", "--device", post.device]
        post.process = subprocess.Popen(
            [*command, "--home", str(self.home.root)],
            stdin=subprocess.PIPE,
            # A URL may hold a password, and other people can read arguments.
            env={**os.environ, "RETRAT_JOBS": self.places.jobs},
            start_new_session=True,  # Ctrl-C goes to the server, which then asks the workers
        )
        post.started, post.restarts = time.monotonic(), post.restarts + 1
