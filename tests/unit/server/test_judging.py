"""The quality of a clip over HTTP: judged once, by judges that are really asked."""

import subprocess
from pathlib import Path

import numpy as np
import pytest
import torch
from fastapi.testclient import TestClient
from files import write_photo
from jobs import finish, refused, submit
from people import astronaut, grace_hopper
from PIL import Image

from retrat.media.video import encode_clip
from retrat.server import judging
from retrat.server.service import Service
from retrat.types import Clip, FrameRate

pytest.importorskip("pocketsphinx")
pytest.importorskip("pyworld")


def film(path: Path, picture: np.ndarray) -> bytes:
    """Half a second of a photograph."""
    small = np.asarray(Image.fromarray(picture).crop((90, 0, 390, 300)).resize((256, 256)))
    pixels = torch.from_numpy(small.copy()).permute(2, 0, 1)[None].float() / 127.5 - 1
    clip = Clip(pixels=pixels.repeat(12, 1, 1, 1), frame_rate=FrameRate(numerator=24), audio=None)
    encode_clip(clip, path)
    return path.read_bytes()


def photo_of(client: TestClient, path: Path, picture: np.ndarray) -> str:
    with write_photo(path, picture).open("rb") as file:
        return client.post("/v1/assets", files={"file": file}).json()["id"]


def made(
    client: TestClient, service: Service, tmp_path: Path, shown: np.ndarray
) -> tuple[str, str]:
    """A finished job that asked for the astronaut, and her photo."""
    photo = photo_of(client, tmp_path / "her.jpg", astronaut())
    submit(client, people=[{"photos": [photo]}])
    return finish(service, film(tmp_path / "clip.mp4", shown)), photo


def test_a_clip_is_judged_once_and_forgotten_with_its_job(
    client: TestClient, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, _ = made(client, service, tmp_path, astronaut())
    found = client.get(f"/v1/jobs/{job}/quality").json()
    assert found["face_distances"][0] < 0.4
    assert (found["faces_found"], found["voice_similarity"], found["words_asked"]) == (
        1.0,
        None,
        [],
    )
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("judged again"))
    assert client.get(f"/v1/jobs/{job}/quality").json() == found
    assert client.delete(f"/v1/jobs/{job}").status_code == 204
    assert not service.places.quality(job).exists()
    refused(client.get(f"/v1/jobs/{job}/quality"), 404, "not_found", "job")


def test_somebody_else_is_seen(client: TestClient, service: Service, tmp_path: Path) -> None:
    job, _ = made(client, service, tmp_path, grace_hopper())
    assert client.get(f"/v1/jobs/{job}/quality").json()["face_distances"][0] > 0.6


def test_who_is_gone_is_not_compared(client: TestClient, service: Service, tmp_path: Path) -> None:
    job, photo = made(client, service, tmp_path, astronaut())
    service.assets.delete(photo)
    assert client.get(f"/v1/jobs/{job}/quality").json()["face_distances"] == []


def test_refusals(
    client: TestClient, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = submit(client)["id"]
    refused(client.get(f"/v1/jobs/{waiting}/quality"), 409, "wrong_state", "job")
    job = finish(service, b"not a video")
    assert "log" in refused(client.get(f"/v1/jobs/{job}/quality"), 500, "internal")
    assert not service.places.quality(job).exists()
    monkeypatch.setattr(judging, "JUDGES", ("scipy", "nobody_like_it"))
    text = refused(client.get(f"/v1/jobs/{job}/quality"), 501, "judges_missing")
    assert "nobody_like_it" in text
    assert "retrat[evaluate]" in text
    assert "scipy" not in text
    monkeypatch.setattr(judging, "JUDGES", ())
    monkeypatch.setattr(judging, "_WAIT_SECONDS", 0.01)
    with judging._ONE:
        refused(client.get(f"/v1/jobs/{job}/quality"), 503, "judges_busy")
