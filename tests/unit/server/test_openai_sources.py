"""Videos from videos: edits, remixes and extensions, without workers."""

from pathlib import Path

import pytest
import torch
from fastapi.testclient import TestClient
from PIL import Image

from retrat.media import encode_clip
from retrat.provenance.seal import Origin
from retrat.runtime.deliver import deliver
from retrat.server.service import Service
from retrat.types import Clip, FrameRate

RESULT = {
    "file_id": "00" * 7,
    "bytes": 4,
    "seconds": 1.0,
    "size": "320x192",
    "stage_seconds": {"generate": 2.0},
    "peak_memory_bytes": 1,
    "device": "cpu",
    "compute": "float32",
    "settings": {"model": "tiny-random", "steps": None},
}
SETTINGS = {"format": 1, "prompt": "Rain", "seed": 7, "model": "tiny-random", "seconds": 1}


def write_clip(path: Path, settings: dict) -> Path:
    """A second that goes from black to white."""
    levels = torch.linspace(-1, 1, 24).view(24, 1, 1, 1)
    clip = Clip(pixels=levels.expand(24, 3, 192, 320), frame_rate=FrameRate(numerator=24))
    encode_clip(clip, path, settings=settings)
    return path


def made(service: Service, seconds: int = 1) -> Path:
    """A clip that left this installation, marked and signed."""
    origin = Origin(
        home=service.home,
        version="0",
        model="tiny-random 1",
        weights_sha256="0" * 64,
        mode="text",
        settings={},
    )
    levels = torch.linspace(-1, 1, 24 * seconds).view(-1, 1, 1, 1).repeat(1, 3, 192, 320)
    clip = Clip(pixels=levels, frame_rate=FrameRate(numerator=24))
    path = service.places.root / "made.mp4"
    deliver(clip, path, settings=SETTINGS, origin=origin)
    return path


def finished(client: TestClient, service: Service) -> str:
    """A video that was made here, by somebody else than a worker."""
    body = {"prompt": "Rain", "model": "sora-2", "seconds": "1", "seed": "7", "size": "320x192"}
    video = client.post("/v1/videos", data=body).json()
    finish(service)
    return video["id"]


def finish(service: Service) -> None:
    """What waits is made."""
    lease = service.store.leases.claim("w", seconds=60)
    assert lease is not None
    write_clip(service.places.result(lease.job.id), SETTINGS)
    service.store.leases.finish(lease, RESULT)


def newest(client: TestClient) -> dict:
    return client.get("/v1/jobs").json()["jobs"][0]["request"]


def test_an_extension_begins_with_the_last_frame(client: TestClient, service: Service) -> None:
    video = finished(client, service)
    form = {"prompt": "It clears up", "seconds": "2", "video[id]": video}
    made = client.post("/v1/videos/extensions", data=form)
    assert made.status_code == 200, made.text
    assert (made.json()["model"], made.json()["seconds"]) == ("sora-2", "2")
    assert any("last frame" in text for text in made.json()["warnings"])
    request = newest(client)
    assert (request["prompt"], request["size"]) == ("It clears up", "320x192")
    with Image.open(service.assets.path(request["image"])) as frame:
        assert frame.size == (320, 192)
        assert min(frame.getpixel((5, 5))) > 240, "the first frame was black"


def test_a_clip_of_ours_becomes_longer(client: TestClient, service: Service) -> None:
    video = finished(client, service)
    made(service).replace(service.places.result(video.replace("video_", "job_")))
    form = {"prompt": "It clears up", "seconds": "2", "video[id]": video, "label": "ca"}
    answer = client.post("/v1/videos/extensions", data=form).json()
    request = newest(client)
    assert (answer["warnings"], request["image"], request["size"]) == ([], None, "320x192")
    assert request["label"] == "ca"
    kept = service.assets.path(request["continues"]).read_bytes()
    client.delete(f"/v1/videos/{video}")
    assert client.get(f"/v1/assets/{request['continues']}/content").content == kept
    sent = {"video": ("mine.mp4", kept)}
    again = client.post("/v1/videos/extensions", data={"prompt": "Snow"}, files=sent)
    assert (again.status_code, newest(client)["continues"]) == (200, request["continues"])


def test_what_goes_on_is_for_the_same(client: TestClient, service: Service) -> None:
    request = {"prompt": "Rain", "model": "tiny-random", "seconds": 1, "size": "320x192"}
    request["purpose"] = "school"
    job = client.post("/v1/jobs", json={"request": request}).json()["id"]
    finish(service)
    made(service).replace(service.places.result(job))
    form = {"prompt": "It clears up", "seconds": "2", "video[id]": job.replace("job_", "video_")}
    answer = client.post("/v1/videos/extensions", data=form)
    assert (answer.status_code, newest(client)["prompt"]) == (200, "It clears up"), answer.text
    assert newest(client)["purpose"] == "school"


def test_only_clips_of_ours_are_gone_on_from(
    client: TestClient, service: Service, tmp_path: Path
) -> None:
    files = {"file": ("b.mp4", write_clip(tmp_path / "b.mp4", SETTINGS).read_bytes())}
    foreign = client.post("/v1/assets", files=files).json()["id"]
    request = {"prompt": "Rain", "model": "tiny-random", "size": "320x192", "continues": foreign}
    answer = client.post("/v1/jobs", json={"request": request})
    error = answer.json()["error"]
    assert (answer.status_code, error["field"]) == (400, "continues"), error
    assert "was not made here" in error["message"]
    files = {"file": ("c.mp4", made(service).read_bytes())}
    ours = client.post("/v1/assets", files=files).json()["id"]
    request["continues"] = ours
    job = client.post("/v1/jobs", json={"request": request}).json()
    assert (job["mode"], job["request"]["continues"]) == ("image", ours)
    found = client.get("/v1/jobs", params={"mode": "image"}).json()["jobs"]
    assert [each["id"] for each in found] == [job["id"]]
    alone, joined = (
        client.post("/v1/estimate", json={"model": "tiny-random", "seconds": 2, **more}).json()
        for more in ({}, {"continues": ours})
    )
    held = joined["memory_bytes"] - alone["memory_bytes"]
    assert held == 24 * 24 * 256 * 256, "a second as floats, twice"
    lease = service.store.leases.claim("w", seconds=60)
    assert lease is not None
    result = {**RESULT, "seconds": 3.0, "settings": {**SETTINGS, "seconds": 2.0}}
    service.store.leases.finish(lease, result)
    assert client.get(f"/v1/jobs/{job['id']}").json()["result"]["new_from"] == 1.0


def test_a_result_is_a_file_that_a_request_can_name(client: TestClient, service: Service) -> None:
    job = finished(client, service).replace("video_", "job_")
    made(service).replace(service.places.result(job))
    kept = client.post(f"/v1/jobs/{job}/asset")
    assert kept.status_code == 201, kept.text
    told = kept.json()
    assert (told["kind"], told["width"], told["name"]) == ("video", 320, "retrat-rain.mp4")
    client.delete(f"/v1/jobs/{job}")
    request = {"prompt": "Snow", "model": "tiny-random", "continues": told["id"]}
    waiting = client.post("/v1/jobs", json={"request": request})
    assert waiting.status_code == 201, "its size is that of what it goes on from"
    other = {**request, "size": "192x320"}
    error = client.post("/v1/jobs", json={"request": other}).json()["error"]
    assert (error["code"], error["field"]) == ("bad_request", "size")
    unfinished = client.post(f"/v1/jobs/{waiting.json()['id']}/asset").json()["error"]
    assert (unfinished["code"], unfinished["field"]) == ("wrong_state", "job")


def test_an_extension_of_a_file(client: TestClient, tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "holiday.mp4", {})
    with clip.open("rb") as file:
        sent = {"video": ("holiday.mp4", file, "application/octet-stream")}
        answer = client.post("/v1/videos/extensions", data={"prompt": "Snow"}, files=sent)
    assert answer.status_code == 200, answer.text
    assert newest(client)["people"] == []


def test_edits_of_a_video_and_of_its_file(
    client: TestClient, service: Service, tmp_path: Path
) -> None:
    video = finished(client, service)
    edit = client.post("/v1/videos/edits", data={"prompt": "Snow", "video[id]": video}).json()
    assert edit["remixed_from_video_id"] == video
    assert (newest(client)["prompt"], newest(client)["seed"]) == ("Snow", 7)
    with service.places.result(video.replace("video_", "job_")).open("rb") as file:
        answer = client.post("/v1/videos/edits", data={"prompt": "Hail"}, files={"video": file})
    assert answer.status_code == 200, answer.text
    assert (newest(client)["prompt"], newest(client)["seed"]) == ("Hail", 7)


@pytest.mark.parametrize("way", ["edits", "extensions"])
@pytest.mark.parametrize(
    ("form", "status", "param"),
    [
        ({}, 400, "prompt"),
        ({"prompt": "x"}, 400, "video"),
        ({"prompt": "x", "video[id]": "video_none"}, 404, "video"),
        ({"prompt": "x", "video": "/etc/passwd"}, 400, "video"),
    ],
)
def test_what_is_no_video_is_refused(
    client: TestClient, way: str, form: dict, status: int, param: str
) -> None:
    answer = client.post(f"/v1/videos/{way}", data=form)
    error = answer.json()["error"]
    assert (answer.status_code, error["param"]) == (status, param), error


def test_a_strange_file_and_an_unfinished_video_are_refused(
    client: TestClient, tmp_path: Path
) -> None:
    with write_clip(tmp_path / "a.mp4", {"camera": "x"}).open("rb") as file:
        answer = client.post("/v1/videos/edits", data={"prompt": "x"}, files={"video": file})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "video")
    waiting = client.post("/v1/videos", data={"prompt": "Rain"}).json()["id"]
    form = {"prompt": "x", "video[id]": waiting}
    answer = client.post("/v1/videos/extensions", data=form)
    assert answer.json()["error"]["code"] == "wrong_state", answer.text


def test_a_sheet_of_moments(client: TestClient, service: Service, tmp_path: Path) -> None:
    video = finished(client, service)
    url = f"/v1/videos/{video}/content"
    sheet = client.get(url, params={"variant": "spritesheet"})
    (tmp_path / "sheet.webp").write_bytes(sheet.content)
    with Image.open(tmp_path / "sheet.webp") as picture:
        assert picture.size == (5 * 160, 2 * 96)
        cells = [picture.getpixel((160 * column + 80, 48))[0] for column in range(5)]
    assert cells == sorted(cells)
    assert cells[4] - cells[0] > 60
    client.delete(f"/v1/videos/{video}")
    assert not list(service.places.root.glob("results/*"))
    assert client.get(url, params={"variant": "reel"}).json()["error"]["param"] == "variant"
