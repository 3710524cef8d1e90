"""The studio in a real browser, against a running server with untrained models."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STUDIO = ROOT / "studio"
START = "import sys; from retrat.cli import main; sys.exit(main())"
HAS_BROWSER = (
    shutil.which("node") is not None
    and Path(os.environ.get("CHROMIUM", "/usr/bin/chromium")).exists()
    and (STUDIO / "node_modules" / "playwright-core").is_dir()
)
pytestmark = pytest.mark.skipif(
    not HAS_BROWSER, reason="needs node, chromium and `npm ci` in studio/"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, with a home of its own."""
    home = tmp_path_factory.mktemp("studio")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", START, "serve", "--port", str(port), "--model", "tiny-random"]
    places = {"RETRAT_HOME": str(home), "RETRAT_CONFIG": str(home / "retrat.toml")}
    log = home / "server.txt"
    with log.open("w") as output:
        server = subprocess.Popen(
            command, env={**os.environ, **places}, stdout=output, stderr=subprocess.STDOUT
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, server, log)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=60)


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not start: {log.read_text()}")


def browse(name: str, address: str, **files: Path) -> None:
    """One of the studio's tests in node; what it says when it fails is what fails here."""
    given = {key.upper(): str(path) for key, path in files.items()}
    run = subprocess.run(
        ["node", "--test", f"tests/{name}.test.mjs"],
        cwd=STUDIO,
        env={**os.environ, "STUDIO_URL": address, **given},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_views_are_sound(address: str) -> None:
    browse("views", address)


@pytest.mark.slow
def test_from_a_person_to_a_verified_clip(address: str, photo: Path, voice: Path) -> None:
    browse("journey", address, photo=photo, voice=voice)
