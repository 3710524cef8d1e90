"""The native API, route by route, without workers: a job is brought to its end by the test."""

import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from files import write_photo, write_sound
from jobs import RAIN, finish, refused, submit

from retrat.provenance.cast import Enrolment, enrol
from retrat.runtime import listening
from retrat.runtime.listening import words_of
from retrat.server.service import Service


def test_submit_list_search_and_pages(client: TestClient) -> None:
    first, second = submit(client), submit(client, prompt="Snow", title="A winter")
    assert [job["place"] for job in (first, second)] == [0, 1]
    assert isinstance(first["request"]["seed"], int), "a seed is drawn, so attempts are alike"
    page = client.get("/v1/jobs", params={"limit": 1}).json()
    assert (page["total"], [job["id"] for job in page["jobs"]]) == (2, [second["id"]])
    rest = client.get("/v1/jobs", params={"after": page["next"]}).json()
    assert [job["id"] for job in rest["jobs"]] == [first["id"]]
    for words in ("WINTER", "snow"):
        found = client.get("/v1/jobs", params={"q": words, "state": ["queued"]}).json()
        assert [job["id"] for job in found["jobs"]] == [second["id"]]


def test_jobs_by_what_they_are_made_from(client: TestClient, tmp_path: Path) -> None:
    photo, voice = write_photo(tmp_path / "a.png"), write_sound(tmp_path / "a.wav")
    files = [
        client.post("/v1/assets", files={"file": path.read_bytes()}).json()["id"]
        for path in (photo, voice)
    ]
    person = {"photos": [files[0]]}
    given = {
        "text": {},
        "image": {"image": files[0]},
        "reference": {"image": files[0], "people": [person, person]},
        "audio": {"audio": files[1], "people": [person]},
    }
    ids = {mode: submit(client, **values)["id"] for mode, values in given.items()}
    for mode, job in ids.items():
        page = client.get("/v1/jobs", params={"mode": mode}).json()
        assert [(each["id"], each["mode"]) for each in page["jobs"]] == [(job, mode)]
    refused(client.get("/v1/jobs", params={"mode": "dream"}), 422, "invalid", "mode")


def test_the_same_key_is_the_same_job(client: TestClient) -> None:
    first, again = submit(client, key="k"), submit(client, key="k")
    assert first == again
    other = {"request": {**RAIN, "prompt": "Snow"}}
    answer = client.post("/v1/jobs", json=other, headers={"Idempotency-Key": "k"})
    refused(answer, 409, "key_reused", "idempotency_key")


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"prompt": ""}, 422, "invalid", "request.prompt"),
        ({"prompt": "   "}, 400, "bad_request", "prompt"),
        ({"seconds": 99}, 422, "invalid", "request.seconds"),
        ({"size": "9999x9999"}, 400, "bad_request", "size"),
        ({"unknown": 1}, 422, "invalid", "request.unknown"),
        ({"model": "sora"}, 400, "bad_request", "model"),
        ({"model": "/tmp"}, 400, "bad_request", "model"),
        ({"model": "../nano"}, 400, "bad_request", "model"),
        ({"image": "0" * 64}, 404, "asset_missing", "image"),
        ({"image": "/etc/passwd"}, 422, "invalid", "request.image"),
        ({"place": "0" * 64}, 404, "asset_missing", "place"),
        ({"people": [{}]}, 400, "bad_request", "people"),
        ({"people": [{"cast": "Nobody"}]}, 403, "consent_missing", "people"),
        ({"seed": "x"}, 422, "invalid", "request.seed"),
    ],
)
def test_what_cannot_be_made_is_refused_at_once(
    client: TestClient, change: dict, status: int, code: str, field: str | None
) -> None:
    answer = client.post("/v1/jobs", json={"request": {**RAIN, **change}})
    assert refused(answer, status, code, field)
    assert client.get("/v1/jobs").json()["total"] == 0


def test_change_pause_move_clone_cancel_retry_delete(client: TestClient) -> None:
    job, other = submit(client), submit(client)
    url = f"/v1/jobs/{job['id']}"
    changed = client.patch(url, json={"priority": 5, "is_paused": True}).json()
    assert (changed["priority"], changed["state"]) == (5, "paused")
    snow = client.patch(url, json={"request": {**RAIN, "prompt": "Snow"}, "is_paused": False})
    assert (snow.json()["request"]["prompt"], snow.json()["state"]) == ("Snow", "queued")
    client.post(f"/v1/jobs/{other['id']}/move", json={"before": job["id"]})
    queue = client.get("/v1/jobs", params={"order": "queue"}).json()["jobs"]
    assert [each["id"] for each in queue] == [other["id"], job["id"]]
    clone = client.post(f"{url}/clone").json()
    assert (clone["cloned_from"], clone["request"]) == (job["id"], snow.json()["request"])
    assert client.post(f"{url}/cancel").json()["state"] == "cancelled"
    refused(client.patch(url, json={"priority": 1}), 409, "wrong_state", "job")
    assert client.post(f"{url}/retry").json()["state"] == "queued"
    refused(client.delete(url), 409, "wrong_state", "job")
    client.post(f"{url}/cancel")
    assert client.delete(url).status_code == 204
    refused(client.get(url), 404, "not_found", "job")


def test_events_are_replayed_from_the_last_one_seen(client: TestClient, service: Service) -> None:
    job = submit(client)["id"]
    finish(service)
    whole = client.get(f"/v1/jobs/{job}/events").text
    kinds = [line[7:] for line in whole.splitlines() if line.startswith("event: ")]
    assert kinds == ["status", "status", "progress", "status"]
    ids = [int(line[4:]) for line in whole.splitlines() if line.startswith("id: ")]
    rest = client.get(f"/v1/jobs/{job}/events", headers={"Last-Event-ID": str(ids[2])}).text
    assert rest.count("event: ") == 1
    assert '"state":"done"' in rest
    refused(client.get("/v1/jobs/none/events"), 404, "not_found", "job")


def test_results_and_links_that_end(client: TestClient, service: Service) -> None:
    job = submit(client)["id"]
    refused(client.get(f"/v1/jobs/{job}/result"), 409, "wrong_state", "job")
    refused(client.post(f"/v1/jobs/{job}/links"), 409, "wrong_state", "job")
    assert finish(service) == job
    part = client.get(f"/v1/jobs/{job}/result", headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, b"234")
    link = client.post(f"/v1/jobs/{job}/links", json={"shows_prompt": True}).json()
    secret = link["url"].rsplit("/", 1)[1]
    shared = client.get(f"/v1/shared/{secret}").json()
    assert shared["prompt"] == "Rain over a city"
    assert client.get(shared["video_url"]).content == b"0123456789"
    listed = client.get(f"/v1/jobs/{job}/links").json()["links"]
    assert [(each["url"], each["views"]) for each in listed] == [(None, 1)]
    assert client.delete(f"/v1/links/{link['id']}").json()["revoked"]
    for path in ("", "/video", "/thumbnail"):
        refused(client.get(f"/v1/shared/{secret}{path}"), 404, "not_found", "link")
    service.places.result(job).unlink()
    refused(client.get(f"/v1/jobs/{job}/result"), 410, "result_gone", "job")


def test_files_are_kept_once_and_checked(client: TestClient, tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "me.jpg")
    sent = {"file": ("me.mp4", photo.read_bytes())}
    first = client.post("/v1/assets", files=sent).json()
    assert (first["kind"], first["media_type"], first["width"]) == ("image", "image/jpeg", 512)
    assert client.post("/v1/assets", files=sent).json() == first
    assert client.head(f"/v1/assets/{first['id']}").status_code == 200
    assert client.get(first["url"]).content == photo.read_bytes()
    check = client.get(f"/v1/assets/{first['id']}/check", params={"use": "photo"}).json()
    assert check["is_usable"]
    assert len(check["faces"]) == 1
    for content, code in ((b"", "bad_request"), (b"#EXTM3U\nfile:///etc/passwd", "bad_request")):
        refused(client.post("/v1/assets", files={"file": ("a.jpg", content)}), 400, code, "file")
    assert client.delete(f"/v1/assets/{first['id']}").status_code == 204
    refused(client.get(f"/v1/assets/{first['id']}"), 404, "asset_missing", "asset")


def test_a_person_is_enrolled_shown_revoked_and_erased(
    client: TestClient, service: Service, tmp_path: Path
) -> None:
    with write_photo(tmp_path / "a.jpg").open("rb") as file:
        photo = client.post("/v1/assets", files={"file": file}).json()["id"]
    wanted = {"name": "Ann", "covers": ["face"], "purposes": ["private"]}
    said = client.post("/v1/cast/statement", json=wanted).json()
    assert said["code"] in said["spoken"]
    body = {
        "name": "Ann",
        "photos": [photo],
        "purposes": ["private"],
        "has_agreed": True,
        "statement": said["text"],
    }
    changed = {**body, "statement": said["text"] + " and more"}
    refused(client.post("/v1/cast", json=changed), 400, "bad_request", "statement")
    member = client.post("/v1/cast", json=body).json()
    assert (member["name"], member["state"], member["covers"]) == ("Ann", "standing", ["face"])
    assert member["evidence"] == "attested"
    assert client.get(member["photo_urls"][0]).status_code == 200
    assert client.get(f"/v1/cast/{member['id']}/export").content[:2] == b"PK"
    job = submit(client, people=[{"cast": "Ann"}])
    assert job["cast"] == [member["id"]]
    edited, clone = submit(client), submit(client)
    named = {"request": {**RAIN, "people": [{"cast": "Ann"}]}}
    assert client.patch(f"/v1/jobs/{edited['id']}", json=named).json()["cast"] == [member["id"]]
    clone = client.post(f"/v1/jobs/{clone['id']}/clone", json=named).json()
    assert clone["cast"] == [member["id"]]
    stopped = client.post(f"/v1/cast/{member['id']}/revoke").json()
    assert set(stopped["cancelled_jobs"]) == {job["id"], edited["id"], clone["id"]}
    answer = client.post("/v1/jobs", json={"request": {**RAIN, "people": [{"cast": "Ann"}]}})
    assert "withdrew" in refused(answer, 403, "consent_missing", "people")
    kept = client.get(f"/v1/assets/{photo}/content")
    assert (kept.status_code, kept.headers["cache-control"]) == (200, "no-store")
    assert client.delete(f"/v1/cast/{member['id']}").status_code == 200
    assert client.get("/v1/cast").json()["members"] == []
    refused(client.get(f"/v1/assets/{photo}"), 404, "asset_missing", "asset")


def test_a_statement_read_aloud_is_listened_to(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is heard is given here; test_spoken.py lets a voice be heard."""
    photo, sound = write_photo(tmp_path / "a.jpg"), write_sound(tmp_path / "said.wav")
    ids = [
        client.post("/v1/assets", files={"file": (path.name, path.read_bytes())}).json()["id"]
        for path in (photo, sound)
    ]
    asked = {"name": "Ann", "covers": ["face"], "purposes": ["private"]}
    said = client.post("/v1/cast/statement", json=asked).json()
    body = {"name": "Ann", "photos": ids[:1], "purposes": ["private"], "has_agreed": True}
    body |= {"statement": said["text"], "recording": ids[1]}
    monkeypatch.setattr(listening, "hear", lambda *_: ["other", "words"])
    monkeypatch.setattr(listening, "_known", lambda words: words)
    told = refused(client.post("/v1/cast", json=body), 400, "bad_request", "recording")
    assert "The code is not heard in said.wav." in told, "its name, not where it lies"
    assert said["spoken"] in told
    monkeypatch.setattr(listening, "hear", lambda *_: words_of(said["spoken"]))
    assert client.post("/v1/cast", json=body).json()["evidence"] == "spoken"
    told = refused(client.post("/v1/cast", json=body), 400, "bad_request", "recording")
    assert "No code for Ann" in told, "it is good once"
    monkeypatch.undo()
    client.post("/v1/cast/statement", json=asked)
    monkeypatch.setitem(sys.modules, "pocketsphinx", None)
    listening._decoder.cache_clear()
    told = refused(client.post("/v1/cast", json=body), 400, "bad_request", "recording")
    assert "pocketsphinx, which is not installed" in told


def test_what_cannot_be_enrolled_is_refused(client: TestClient, tmp_path: Path) -> None:
    import numpy as np

    empty = write_photo(tmp_path / "wall.jpg", np.full((300, 300, 3), 90, np.uint8))
    with empty.open("rb") as file:
        asset = client.post("/v1/assets", files={"file": file}).json()["id"]
    body = {"name": "A", "photos": [asset], "statement": "I", "has_agreed": True}
    assert "no face" in refused(client.post("/v1/cast", json=body), 400, "bad_request", "photos")


def test_the_machine_says_what_it_is(client: TestClient, service: Service) -> None:
    assert client.get("/health").json()["status"] == "ok"
    models = {model["id"]: model for model in client.get("/v1/models").json()["data"]}
    assert models["tiny-random"]["is_ready"]
    refused(client.get("/v1/models/sora"), 404, "model_missing", "model")
    limits = client.get("/v1/settings").json()["limits"]
    assert (limits["sizes"][0], limits["most_people"]) == ("256x256", 2)
    assert limits["sizes"][3] == "512x512"
    wanted = {"model": "tiny-random", "seconds": 2}
    unknown = client.post("/v1/estimate", json=wanted).json()
    assert (unknown["seconds"], unknown["fits"]) == (None, True)
    submit(client)
    finish(service)
    known = client.post("/v1/estimate", json=wanted).json()
    assert (known["seconds"], known["measured_jobs"]) == (5.0, 1)
    larger = client.post("/v1/estimate", json={**wanted, "size": "512x512"}).json()
    assert (larger["seconds"], larger["measured_jobs"]) == (None, 0)
    assert larger["memory_bytes"] > known["memory_bytes"]
    assert client.post("/v1/queue/pause").json()["is_paused"]
    assert not client.post("/v1/queue/resume").json()["is_paused"]


def test_who_asks_for_no_size_is_told_the_usual_one(client: TestClient) -> None:
    asked = {"prompt": "Rain", "model": "tiny-random"}
    job = client.post("/v1/jobs", json={"request": asked}).json()
    assert job["request"]["size"] == "256x256"
    changed = {**asked, "prompt": "Snow", "size": None}
    job = client.patch(f"/v1/jobs/{job['id']}", json={"request": changed}).json()
    assert (job["request"]["prompt"], job["request"]["size"]) == ("Snow", "256x256")


def test_what_will_not_be_heeded_is_said_before_and_after(
    client: TestClient, service: Service
) -> None:
    wanted = {"prompt": "A man in a tunnel jumps", "model": "tiny-random"}
    notes = client.post("/v1/notes", json=wanted).json()["notes"]
    assert [note.split()[0] for note in notes] == ["Jumping", "The"]
    assert client.post("/v1/notes", json={**wanted, "prompt": "A man"}).json() == {"notes": []}
    refused(client.post("/v1/notes", json={**wanted, "seconds": 99}), 422, "invalid", "seconds")
    refused(client.post("/v1/notes", json={**wanted, "model": "/etc"}), 400, "bad_request", "model")
    assert client.get("/v1/jobs").json()["total"] == 0, "nothing is queued"
    submit(client)
    job = finish(service)
    assert client.get(f"/v1/jobs/{job}").json()["result"]["notes"] == [], "of an earlier version"


def test_places_in_which_nothing_moves_are_estimated_by_their_like(
    client: TestClient, service: Service
) -> None:
    submit(client)
    finish(service)
    still = {"prompt": "A man in a tunnel", "has_image": True}
    moves = {"prompt": "A man in a tunnel"}
    for more, measured in (({}, 1), (moves, 1), (still, 0), ({"has_place": True}, 0)):
        wanted = {"model": "tiny-random", "seconds": 2, **more}
        assert client.post("/v1/estimate", json=wanted).json()["measured_jobs"] == measured, more
    kitchen = {"model": "tiny-random", "prompt": "A man in a kitchen"}
    assert client.post("/v1/estimate", json=kitchen).json()["measured_jobs"] == 0


def test_the_voice_of_somebody_enrolled_is_used(service: Service, tmp_path: Path) -> None:
    from retrat.runtime.job_orders import order_of

    photo, voice = write_photo(tmp_path / "b.jpg"), write_sound(tmp_path / "b.wav")
    enrol(service.home, Enrolment(name="Bea", photos=[photo], voices=[voice]))
    person = {"cast": "Bea"}
    order = order_of({**RAIN, "people": [person]}, service.sources)
    assert order.voice is not None
    assert order.voice.read_bytes() == voice.read_bytes()
    silent = order_of({**RAIN, "people": [person], "has_sound": False}, service.sources)
    assert silent.voice is None
