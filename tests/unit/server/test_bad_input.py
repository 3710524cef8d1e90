"""Every field of every dialect, wrong in every way that a client may get it wrong.

Each refusal has its dialect's own shape, names the field, and queues nothing.
"""

import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from files import write_photo

from retrat.runtime import assets
from retrat.server.app import create_app
from retrat.server.options import Options
from retrat.server.service import Service
from retrat.server.signing import signed_path

SUBMIT = "/api/v1/services/aigc/video-generation/video-synthesis"
HEADERS = {"X-DashScope-Async": "enable"}
NUMBERS = ("soon", True, [], {}, "nan", "1e999")
FILES = (5, "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1:1/a.png", "ftp://example.org/a")
DEEP = "[" * 100_000

# For each field: values that are refused, and by which name.
OPENAI = {
    "prompt": (None, "", "   ", 1, [], {}, "x" * 2001),
    "model": (1, "unheard-of", ["sora-2"], {"a": 1}),
    "seconds": (*NUMBERS, -1, 0, 900),
    "num_frames": (*NUMBERS, -5, 10**9),
    "num_inference_steps": (*NUMBERS, -5, 0, 1.5, 201),
    "seed": (*NUMBERS, -1, 1.5, 2**60),
    "size": ("big", "0x0", "00x10", 5, [1], "1x1", "99999999x1"),
    "generate_sound": ("perhaps", 3, [True]),
    "audio": ("perhaps",),
    "label": ("fr", 5, True, [], {"a": 1}),
    "place": FILES,
    "input_reference": (
        *FILES,
        "data:image/png;base64,@@@@",
        {"image_url": 5},
        {"a": 1},
        "{",
        "{]",
    ),
    "reference_url": FILES,
    "image_reference": (*FILES, '{"image_url": 5}', DEEP),
    "video_reference": FILES,
    "reference_voice": FILES,
    "audio_reference": FILES,
    "characters": (5, [5], [{}], [{"id": 5}], [{"id": ""}]),
}
MEDIA = (1, "x", {}, [1], [[]], [{}], [{"type": "x", "url": "y"}], [{"type": "reference_image"}])
DASHSCOPE = {
    "prompt": (None, "", "   ", 1, [], "x" * 2001),
    "media": (*MEDIA, [{"type": "first_frame", "url": 5}], [{"type": "reference_voice"}]),
    "reference_urls": (5, {"a": 1}, [5], ["/etc/passwd"], ["oss://nobody/x.png"]),
    "img_url": (*FILES, {"a": 1}, "oss://nobody/x.png"),
    "audio_url": FILES,
    "duration": (*NUMBERS, 0, -1, 900),
    "seed": (*NUMBERS, -1, 1.5, 2**31),
    "size": ("big", "0*0", "00*10", "10*00", 5, []),
    "ratio": ("0:1", "00:1", "wide", 5, []),
    "audio": ("perhaps", 3, []),
    "watermark": ("perhaps", 3, []),
    "label": ("fr", 5, True, []),
}
INPUTS = ("prompt", "media", "reference_urls", "img_url", "audio_url")
NATIVE = {
    "prompt": (None, "", 1, "x" * 2001),
    "people": (5, [5], [{"photos": "x"}], [{"photos": ["x"]}], [{"voice": 1}], [{"name": "x"}]),
    "image": (5, "x", "0" * 63, "../../etc/passwd"),
    "place": (5, "x", "0" * 63, "../../etc/passwd"),
    "audio": (5, "x"),
    "face": (0, 101, "x"),
    "seconds": ("soon", 0.5, 11, [], "nan", True),
    "size": (5, "big", "1x1", "256*256", "300x300"),
    "seed": (-1, 1.5, 2**60, "x", True),
    "steps": (0, 201, 1.5, "x", True),
    "has_sound": ("perhaps", 3),
    "label": ("fr", "", 5, True),
    "purpose": ("fun", "", 5, True),
    "model": ("", 5, "sora-2"),
    "title": (5, "x" * 201),
}


def cases(table: dict[str, tuple[object, ...]]) -> list[tuple[str, object]]:
    return [(name, value) for name, values in table.items() for value in values]


def nothing_is_queued(client: TestClient) -> bool:
    return client.get("/v1/jobs").json()["total"] == 0


def test_every_field_of_openai(client: TestClient) -> None:
    for name, value in cases(OPENAI):
        answer = client.post("/v1/videos", json={"prompt": "Rain", name: value})
        told = f"{name}={str(value)[:40]}: {answer.status_code} {answer.text[:300]}"
        assert answer.status_code in (400, 403, 404), told
        error = answer.json()["error"]
        assert set(error) == {"message", "type", "param", "code"}, told
        assert error["param"] == name, told
    assert nothing_is_queued(client)


def test_every_field_of_dashscope(client: TestClient) -> None:
    for name, value in cases(DASHSCOPE):
        body = {"model": "wan2.6-t2v", "input": {"prompt": "Rain"}, "parameters": {}}
        body["input" if name in INPUTS else "parameters"][name] = value
        answer = client.post(SUBMIT, json=body, headers=HEADERS)
        told = f"{name}={str(value)[:40]}: {answer.status_code} {answer.text[:300]}"
        assert answer.status_code == (404 if "oss://" in str(value) else 400), told
        assert set(answer.json()) == {"request_id", "code", "message"}, told
        assert answer.json()["code"] == "InvalidParameter", told
    for part in ("input", "parameters"):
        for value in ("x", 5, []):
            body = {"model": "wan2.6-t2v", "input": {"prompt": "Rain"}, part: value}
            assert client.post(SUBMIT, json=body, headers=HEADERS).status_code == 400
    assert nothing_is_queued(client)


def test_every_field_of_the_native_api(client: TestClient) -> None:
    for name, value in cases(NATIVE):
        body = {"request": {"prompt": "Rain", "model": "tiny-random", name: value}}
        answer = client.post("/v1/jobs", json=body)
        told = f"{name}={str(value)[:40]}: {answer.status_code} {answer.text[:300]}"
        assert answer.status_code in (400, 422), told
        assert str(answer.json()["error"]["field"]).removeprefix("request.").startswith(name), told
    for change in ({"priority": 101}, {"batch": ""}, {"webhook_url": "ftp://x"}, {"x": 1}):
        body = {"request": {"prompt": "Rain", "model": "tiny-random"}, **change}
        assert client.post("/v1/jobs", json=body).status_code in (400, 422), change
    assert nothing_is_queued(client)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"1", b"\xff\xfe", DEEP.encode()])
@pytest.mark.parametrize("path", ["/v1/videos", "/v1/jobs", SUBMIT])
def test_bodies_that_are_nothing(client: TestClient, path: str, content: bytes) -> None:
    headers = {**HEADERS, "content-type": "application/json"}
    answer = client.post(path, content=content, headers=headers)
    assert answer.status_code in (400, 422), answer.text
    assert set(answer.json()) in ({"error"}, {"request_id", "code", "message"})


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x"])
def test_forms_that_are_cut_off(client: TestClient, kind: str) -> None:
    content = b'--x\r\ncontent-disposition: form-data; name="prompt"\r\n\r\nRa'
    answer = client.post("/v1/videos", content=content, headers={"content-type": kind})
    assert answer.status_code == 400, answer.text
    assert set(answer.json()["error"]) == {"message", "type", "param", "code"}


def test_files_that_are_not_what_they_say(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = write_photo(tmp_path / "a.png").read_bytes()
    sent = {"input_reference": ("face.jpg", whole[: len(whole) // 2])}
    half = client.post("/v1/assets", files={"file": sent["input_reference"]})
    if half.status_code == 201:  # its head is a picture's; its end is missed when it is looked at
        url = f"/v1/assets/{half.json()['id']}/check"
        assert not client.get(url, params={"use": "photo"}).json()["is_usable"]
    for content in (b"", b"GIF", b"#EXTM3U\nfile:///etc/passwd", b"<svg></svg>", b"\0" * 4096):
        form = {"input_reference": ("face.jpg", content)}
        answer = client.post("/v1/videos", data={"prompt": "x"}, files=form)
        assert (answer.status_code, answer.json()["error"]["param"]) == (400, "input_reference")
    monkeypatch.setitem(assets.MOST_BYTES, "image", 1000)
    answer = client.post("/v1/videos", data={"prompt": "x"}, files={"input_reference": whole})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "input_reference")
    assert nothing_is_queued(client)


def test_things_that_are_not_there(client: TestClient, service: Service) -> None:
    for method in ("GET", "DELETE"):
        answer = client.request(method, "/v1/videos/video_none")
        error = answer.json()["error"]
        assert (answer.status_code, error["type"], error["param"]) == (
            404,
            "not_found_error",
            "video",
        )
        assert "no video 'video_none'" in error["message"], "its own id, not one of ours"
    assert client.post("/v1/chat/completions", json={}).json()["error"]["code"] == "not_found"
    assert client.put("/v1/videos", json={}).status_code == 405
    for path in ("/v1/videos/none/content", "/v1/videos/characters/none"):
        assert client.get(path).json()["error"]["type"] == "not_found_error"
    assert client.get("/v1/videos", params={"after": "none"}).status_code == 400
    assert client.get("/v1/videos", params={"limit": "x"}).json()["error"]["param"] == "limit"
    for query in ({"page_no": "0"}, {"page_no": "\u00b2"}, {"page_size": "x"}, {"end_time": "now"}):
        answer = client.get("/api/v1/tasks", params=query)
        assert (answer.status_code, answer.json()["code"]) == (400, "InvalidParameter"), query
    client.post("/v1/videos", json={"prompt": "Rain"})
    client.post(SUBMIT, json={"model": "wan", "input": {"prompt": "x"}}, headers=HEADERS)
    assert client.get("/api/v1/tasks", params={"status": "SUSPENDED"}).json()["total"] == 0
    nobody = "0" * 64
    for path in ("/v1/jobs/none", f"/v1/assets/{nobody}", "/v1/cast/none", "/v1/shared/none"):
        assert client.get(path).status_code == 404, path


def test_addresses_that_have_ended(client: TestClient, service: Service) -> None:
    job = client.post("/v1/videos", json={"prompt": "Rain"}).json()["id"].replace("video_", "job_")
    path, secret = f"/files/{job}.mp4", service.secret("files")
    old = signed_path(path, secret, seconds=60, now=time.time() - 61)
    for address in (path, old, signed_path(path, b"another", seconds=60), f"{old}0"):
        answer = client.get(address)
        assert answer.status_code in (403, 422), answer.text
        assert job not in answer.text


@pytest.mark.parametrize("token", [None, "Bearer wrong", "Basic dG9rZW4=", "Bearer \u00e9"])
def test_wrong_tokens_in_every_dialect(service: Service, token: str | None) -> None:
    options = Options(host="0.0.0.0", token="t" * 24, hosts=("testserver",), model="tiny-random")
    client = TestClient(create_app(service, options), raise_server_exceptions=False)
    headers = {} if token is None else {"authorization": token.encode("latin-1")}
    answers = [
        client.get(path, headers=headers) for path in ("/v1/videos", "/api/v1/tasks", "/v1/jobs")
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 401]
    videos, tasks, jobs = (answer.json() for answer in answers)
    assert videos["error"]["type"] == "authentication_error"
    assert tasks["code"] == "InvalidApiKey"
    assert jobs["error"]["code"] == "token_missing"
