"""The server as people meet it: a job over HTTP with its events, and nothing lost to kill -9."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from serving import Server, wait_until

from retrat.media import decode_video, probe
from retrat.provenance.home import Home
from retrat.runtime.places import Places

RAIN = {"prompt": "Rain", "model": "tiny-random", "seconds": 1, "seed": 3}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("home")).start()
    yield running
    running.stop()


def job_of(server: Server, job: str) -> dict:
    return httpx.get(f"{server.url}/v1/jobs/{job}").raise_for_status().json()


def submit(server: Server, **values) -> str:
    body = {"request": {**RAIN, **values}}
    return httpx.post(f"{server.url}/v1/jobs", json=body).raise_for_status().json()["id"]


def events_of(server: Server, job: str, after: int = 0) -> list[dict]:
    found = []
    headers = {"Last-Event-ID": str(after)}
    url = f"{server.url}/v1/jobs/{job}/events"
    with httpx.stream("GET", url, headers=headers, timeout=240) as lines:
        for line in lines.iter_lines():
            if line.startswith("data: "):
                found.append(json.loads(line[6:]))
    return found


def test_a_job_with_its_events_and_its_file(server: Server, tmp_path: Path) -> None:
    job = submit(server)
    events = events_of(server, job)
    assert events[0]["detail"] == "submitted"
    assert events[-1]["state"] == "done"
    fractions = [event["progress"]["fraction"] for event in events if event["progress"]]
    assert fractions == sorted(fractions)
    middle = events[len(events) // 2]["seq"]
    assert events_of(server, job, after=middle) == [e for e in events if e["seq"] > middle]
    told = job_of(server, job)
    assert (told["state"], told["progress"]["fraction"]) == ("done", 1.0)
    part = httpx.get(server.url + told["result"]["url"], headers={"range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")
    path = tmp_path / "clip.mp4"
    path.write_bytes(httpx.get(server.url + told["result"]["url"]).content)
    assert probe(path).settings == told["result"]["settings"]
    with path.open("rb") as file:
        verified = httpx.post(f"{server.url}/v1/verify", files={"file": file}, timeout=240).json()
    assert (verified["verdict"], verified["file_id"]) == ("intact", told["result"]["file_id"])


def test_a_server_that_is_killed_loses_nothing(server: Server) -> None:
    whole, job = submit(server, seed=9, steps=6), None
    wait_until(lambda: job_of(server, whole)["state"] == "done")
    job, later = submit(server, seed=9, steps=6), submit(server, seed=10)
    wait_until(lambda: job_of(server, job)["progress"]["phase"] == "generate")
    server.kill()
    server.start()
    wait_until(lambda: job_of(server, later)["state"] == "done")
    assert job_of(server, job)["state"] == "done"
    places = Places.of(Home(root=server.home))
    one, other = (decode_video(places.result(each)) for each in (whole, job))
    assert (one.pixels == other.pixels).all()
    assert httpx.get(f"{server.url}/v1/queue").json()["counts"]["done"] >= 3


@pytest.mark.skipif(
    "RETRAT_TEST_POSTGRES" not in os.environ,
    reason="no server: RETRAT_TEST_POSTGRES=postgresql://... names an empty database",
)
def test_a_queue_in_postgresql_outlives_the_server(tmp_path: Path) -> None:
    server = Server(tmp_path, "--jobs", os.environ["RETRAT_TEST_POSTGRES"]).start()
    try:
        job = submit(server, seed=9, steps=6)
        wait_until(lambda: job_of(server, job)["progress"]["phase"] == "generate")
        server.kill()
        server.start()
        wait_until(lambda: job_of(server, job)["state"] == "done")
        assert events_of(server, job)[-1]["state"] == "done"
        assert httpx.get(f"{server.url}/v1/jobs", params={"q": "rain"}).json()["total"] == 1
        assert httpx.delete(f"{server.url}/v1/jobs/{job}").status_code == 204
    finally:
        server.stop()
