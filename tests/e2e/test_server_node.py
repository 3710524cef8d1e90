"""Clients for Node, as they are published, against a running server with tiny models."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from files import write_photo
from serving import Server

from retrat.media import encode_clip
from retrat.types import Clip, FrameRate

pytestmark = pytest.mark.slow
FOLDER = Path(__file__).parent / "node"


@pytest.fixture(scope="module")
def node() -> str:
    """Node with the clients of package.json, which are installed when they are not there."""
    found = shutil.which("node")
    if found is None or shutil.which("npm") is None:
        pytest.skip("Node is not here: apt-get install nodejs npm")
    if not (FOLDER / "node_modules" / ".package-lock.json").is_file():
        installed = subprocess.run(["npm", "ci"], cwd=FOLDER, capture_output=True, text=True)
        if installed.returncode != 0:
            pytest.skip(f"npm could not install the clients: {installed.stderr.strip()[-200:]}")
    return found


@pytest.fixture(scope="module")
def server(node: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    del node  # nothing is started where nothing can be asked
    # The AI SDK takes no file from an address of this machine, so it is given the file itself.
    running = Server(tmp_path_factory.mktemp("home"), "--video-url-mode", "data").start()
    yield running
    running.stop()


def test_clients_for_node(server: Server, node: str, tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "me.png")
    clip = tmp_path / "holiday.mp4"
    grey = Clip(pixels=torch.zeros(8, 3, 192, 320), frame_rate=FrameRate(numerator=24))
    encode_clip(grey, clip)
    command = [node, "clients.mjs", server.url, str(photo), str(clip)]
    ran = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=900)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["openai"].pop("bytes") > 1000
    assert told["openai"] == {
        "status": "completed",
        "sheet": "image/webp",
        "extension": "1",
        "remixedFrom": True,
        "strange": [True, "video"],
        "inline": [True, "input_reference"],
        "withPhoto": "consent_missing",
        "listed": 4,
        "deleted": True,
        "gone": True,
    }
    assert told["ai"].pop("bytes") > 1000
    assert told["ai"] == {"type": "video/mp4", "refused": [400, True]}
