"""The quality of a clip over HTTP: judged once, by judges that are really asked."""

import subprocess
import threading
from pathlib import Path

import numpy as np
import pytest
import torch
from fastapi.testclient import TestClient
from files import write_photo
from jobs import finish, refused, submit
from people import astronaut, grace_hopper
from PIL import Image

from retrat.errors import ConsentError
from retrat.media.video import encode_clip
from retrat.provenance.cast import Enrolment, enrol, revoke_all
from retrat.server import judging
from retrat.server.service import Service
from retrat.types import Clip, FrameRate

pytest.importorskip("pocketsphinx")
pytest.importorskip("pyworld")


def film(path: Path, picture: np.ndarray) -> bytes:
    """A quarter of a second of a photograph."""
    small = np.asarray(Image.fromarray(picture).crop((90, 0, 390, 300)).resize((256, 256)))
    pixels = torch.from_numpy(small.copy()).permute(2, 0, 1)[None].float() / 127.5 - 1
    clip = Clip(pixels=pixels.repeat(6, 1, 1, 1), frame_rate=FrameRate(numerator=24), audio=None)
    encode_clip(clip, path)
    return path.read_bytes()


def photo_of(client: TestClient, path: Path, picture: np.ndarray) -> str:
    with write_photo(path, picture).open("rb") as file:
        return client.post("/v1/assets", files={"file": file}).json()["id"]


def made(client: TestClient, service: Service, tmp_path: Path) -> tuple[str, str]:
    """A finished job that asked for the astronaut and shows her, and her photo."""
    photo = photo_of(client, tmp_path / "her.jpg", astronaut())
    submit(client, people=[{"photos": [photo]}])
    return finish(service, film(tmp_path / "clip.mp4", astronaut())), photo


def test_a_clip_is_judged_once_and_forgotten_with_its_job(
    client: TestClient, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, _ = made(client, service, tmp_path)
    found = client.get(f"/v1/jobs/{job}/quality").json()
    assert found["people"][0]["face_distance"] < 0.4
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


def test_who_is_gone_is_not_compared(client: TestClient, service: Service, tmp_path: Path) -> None:
    job, photo = made(client, service, tmp_path)
    service.assets.delete(photo)
    told = client.get(f"/v1/jobs/{job}/quality").json()
    assert told["people"] == [{"name": None, "is_compared": False, "face_distance": None}]
    assert not service.places.quality(job).exists(), "the photo may come back"


def test_a_photo_without_a_name_is_not_compared_once_its_person_withdrew(
    client: TestClient, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who it shows is known by the clip's record alone; this clip is given one."""
    job, _ = made(client, service, tmp_path)

    def withdrawn(path: Path, home: object) -> None:
        raise ConsentError("Somebody withdrew consent.", field="continues")

    monkeypatch.setattr(judging, "require_made_here", withdrawn)
    person = client.get(f"/v1/jobs/{job}/quality").json()["people"][0]
    assert (person["is_compared"], person["face_distance"]) == (False, None)
    assert not service.places.quality(job).exists()


def test_of_two_people_whoever_agrees_is_compared(
    client: TestClient, service: Service, tmp_path: Path
) -> None:
    for name, picture in (("Eileen", astronaut()), ("Grace", grace_hopper())):
        photo = write_photo(tmp_path / f"{name}.jpg", picture)
        enrol(service.home, Enrolment(name=name, photos=[photo], voices=[]))
    submit(client, people=[{"cast": "Grace"}, {"cast": "Eileen"}])
    job = finish(service, film(tmp_path / "clip.mp4", astronaut()))
    both = client.get(f"/v1/jobs/{job}/quality").json()
    assert [person["name"] for person in both["people"]] == ["Grace", "Eileen"]
    assert both["people"][0]["face_distance"] > 0.6 > both["people"][1]["face_distance"]
    assert both["faces_found"] == 0.0, "two should be seen and one is"
    assert service.places.quality(job).exists()
    revoke_all(service.home, "Grace")
    one = client.get(f"/v1/jobs/{job}/quality").json()
    assert one["people"][0] == {"name": None, "is_compared": False, "face_distance": None}
    assert one["people"][1] == both["people"][1]
    assert not service.places.quality(job).exists(), "what was known of her is gone"


def test_a_job_that_is_deleted_while_it_is_judged_leaves_nothing(
    client: TestClient, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, _ = made(client, service, tmp_path)

    def ask_slowly(_: dict[str, object]) -> str:
        assert client.delete(f"/v1/jobs/{job}").status_code == 204
        return "{}"

    monkeypatch.setattr(judging, "_asked", ask_slowly)
    refused(client.get(f"/v1/jobs/{job}/quality"), 404, "not_found", "job")
    assert not service.places.quality(job).exists()


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
    monkeypatch.setattr(judging, "_few", threading.BoundedSemaphore(1))
    with judging._few:
        refused(client.get(f"/v1/jobs/{job}/quality"), 503, "judges_busy")


def test_a_judgement_that_takes_too_long_is_stopped(
    client: TestClient, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, _ = made(client, service, tmp_path)
    monkeypatch.setattr(judging, "LONGEST_SECONDS", 0.05)
    text = refused(client.get(f"/v1/jobs/{job}/quality"), 500, "internal")
    assert "0.05 seconds" in text
