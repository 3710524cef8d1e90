"""The studio in a real browser, against a running server with untrained models."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from people import astronaut
from PIL import Image
from serving import Server

STUDIO = Path(__file__).resolve().parents[2] / "studio"
HAS_BROWSER = (
    shutil.which("node") is not None
    and Path(os.environ.get("CHROMIUM", "/usr/bin/chromium")).exists()
    and (STUDIO / "node_modules" / "playwright-core").is_dir()
)
pytestmark = pytest.mark.skipif(
    not HAS_BROWSER, reason="needs node, chromium and `npm ci` in studio/"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own, with a home of its own."""
    running = Server(tmp_path_factory.mktemp("studio")).start()
    yield running
    running.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server that has no clips of other tests."""
    running = Server(tmp_path / "own").start()
    yield running
    running.stop()


def browse(name: str, server: Server, **given: Path | str) -> None:
    """One of the studio's tests in node; what it says when it fails is what fails here."""
    values = {key.upper(): str(value) for key, value in given.items()}
    run = subprocess.run(
        ["node", "--test", f"tests/{name}.test.mjs"],
        cwd=STUDIO,
        env={**os.environ, "STUDIO_URL": server.url, **values},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_views_are_sound(server: Server) -> None:
    browse("views", server)


def test_what_was_not_heeded_stands_beside_the_clip(server: Server) -> None:
    browse("notes", server)


def test_the_queue_is_ordered_by_pointer_and_keyboard(server: Server) -> None:
    browse("queue", server)


def test_a_clip_becomes_longer(server: Server) -> None:
    browse("longer", server)


def test_a_person_is_added_by_camera_and_microphone(
    server: Server, voice: Path, tmp_path: Path
) -> None:
    browse("devices", server, film=write_film(tmp_path / "me.y4m"), voice=voice)


def test_the_page_outlives_its_server(server: Server) -> None:
    acts = {"/kill": lambda: kill_all(server), "/start": server.start}
    with switch(acts) as address:
        browse("outage", server, switch=address)


@pytest.mark.slow
def test_from_a_person_to_a_verified_clip(own_server: Server, photo: Path, voice: Path) -> None:
    browse("journey", own_server, photo=photo, voice=voice)


def write_film(path: Path) -> Path:
    """A still of 640x480 as Y4M, which Chromium's pretended camera plays over and over."""
    picture = Image.fromarray(astronaut()).crop((0, 0, 512, 384)).resize((640, 480))
    light, *colours = picture.convert("YCbCr").split()
    planes = [light, *(plane.resize((320, 240)) for plane in colours)]
    frame = b"FRAME\n" + b"".join(plane.tobytes() for plane in planes)
    path.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + frame * 2)
    return path


def kill_all(server: Server) -> None:
    """The server and its worker at once, as a machine that loses its power does."""
    assert server.process is not None
    tasks = Path(f"/proc/{server.process.pid}/task").glob("*/children")
    workers = [int(pid) for task in tasks for pid in task.read_text().split()]
    assert workers, "no worker runs"
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    server.kill()


@contextmanager
def switch(acts: Mapping[str, Callable[[], object]]) -> Iterator[str]:
    """An address at which a browser's test can have something done here."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            acts[self.path]()
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = Thread(target=listening.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_port}"
        finally:
            listening.shutdown()
            thread.join()
