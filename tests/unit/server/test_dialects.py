"""What other vendors' clients send, as requests of ours; their tests against a server are e2e."""

import base64
import time
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from files import write_photo, write_sound

from retrat.conditioning.sizes import SIZES
from retrat.errors import RequestError
from retrat.provenance.cast import Enrolment, enrol
from retrat.runtime import retention
from retrat.runtime.job_values import Failure
from retrat.server.dialects import dashscope_requests, dashscope_views, openai_requests
from retrat.server.dialects.forms import nested
from retrat.server.dialects.inputs import (
    Wanted,
    nearest_shape,
    nearest_size,
    number,
    size_text,
    truth,
)
from retrat.server.service import Service

SUBMIT = "/api/v1/services/aigc/video-generation/video-synthesis"
ASYNC = {"X-DashScope-Async": "enable"}


def post(client: TestClient, body: object, **headers: str):
    return client.post(SUBMIT, json=body, headers={**ASYNC, **headers})


def newest(client: TestClient) -> dict:
    return client.get("/v1/jobs").json()["jobs"][0]["request"]


def text(prompt: str = "Rain", **parameters) -> dict:
    return {"model": "wan2.6-t2v", "input": {"prompt": prompt}, "parameters": parameters}


@pytest.mark.parametrize(
    ("parameters", "size"),
    [
        ({"resolution": "720P"}, "1280x720"),
        ({"resolution": "1080P", "ratio": "9:16"}, "720x1280"),
        ({"resolution": "480P"}, "640x384"),
        ({"resolution": "480P", "ratio": "1:1"}, "512x512"),
        ({"ratio": "9:16"}, "384x640"),
    ],
)
def test_a_resolution_is_as_fine_as_it_says(client: TestClient, parameters, size: str) -> None:
    assert post(client, text(**parameters)).status_code == 200
    assert newest(client)["size"] == size


def test_a_text_becomes_a_task_in_both_forms_of_its_address(client: TestClient) -> None:
    answer = post(client, text(size="1280*720", duration=15, seed=42, prompt_extend=True))
    task = answer.json()["output"]
    assert (answer.status_code, task["task_status"]) == (200, "PENDING")
    job = client.get("/v1/jobs").json()["jobs"][0]
    request = job["request"]
    assert (request["size"], request["seconds"], request["seed"]) == ("1280x720", 10.0, 42)
    for address in (f"/api/v1/tasks/{task['task_id']}", f"/api/v1/tasks/{task['task_id']}/"):
        told = client.get(address, params={"duration": 5}).json()["output"]
        assert (told["task_status"], len(told["warnings"])) == ("PENDING", 1)
    listed = client.get("/api/v1/tasks", params={"status": "PENDING"}).json()
    assert (listed["total"], listed["data"][0]["task_id"]) == (1, task["task_id"])
    client.post("/v1/videos", json={"prompt": "of another dialect"})
    later = post(client, {**text(), "model": "wan2.7-t2v"}).json()["output"]["task_id"]
    for query, found in {
        ("status", "RUNNING"): [],
        ("model_name", "wan2.7-t2v"): [later],
        ("start_time", "21000101000000"): [],
        ("end_time", "21000101000000"): [later, task["task_id"]],
        ("page_size", "1"): [later],
    }.items():
        page = client.get("/api/v1/tasks", params=dict([query])).json()
        assert [each["task_id"] for each in page["tasks"]] == found, query
    page = client.get("/api/v1/tasks", params={"page_size": 1, "page_no": 2}).json()
    assert (page["total"], page["total_page"]) == (2, 2)
    assert page["tasks"][0]["task_id"] == task["task_id"]
    cancelled = client.post(f"/api/v1/tasks/{task['task_id']}/cancel/", json={"model": ""})
    assert cancelled.status_code == 200
    again = client.post(f"/api/v1/tasks/{task['task_id']}/cancel")
    assert (again.status_code, again.json()["code"]) == (400, "UnsupportedOperation")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "InvalidParameter"),
        ([], 400, "InvalidParameter"),
        ({"model": "wan2.6-t2v"}, 400, "InvalidParameter"),
        ({"model": "other", "input": {"prompt": "x"}}, 404, "Model.NotExist"),
        ({"model": "wan2.6-i2v", "input": {"prompt": "x"}}, 400, "InvalidParameter"),
        ({"model": "wan2.6-r2v", "input": {"prompt": "x"}}, 400, "InvalidParameter"),
        (text(""), 400, "InvalidParameter"),
        (text("x" * 3000), 400, "InvalidParameter"),
        (text(seed=-1), 400, "InvalidParameter"),
        (text(seed=1.5), 400, "InvalidParameter"),
        (text(duration="soon"), 400, "InvalidParameter"),
        (text(duration=0), 400, "InvalidParameter"),
        (text(size="big"), 400, "InvalidParameter"),
        (text(ratio="0:1"), 400, "InvalidParameter"),
        (text(audio="perhaps"), 400, "InvalidParameter"),
        ({"model": "wan2.7-r2v", "input": {"prompt": "x", "media": [1]}}, 400, "InvalidParameter"),
        (
            {"model": "wan2.6-i2v", "input": {"prompt": "x", "img_url": "./face.jpg"}},
            400,
            "InvalidParameter",
        ),
        (
            {"model": "wan2.6-i2v", "input": {"prompt": "x", "img_url": "file:///etc/passwd"}},
            400,
            "InvalidParameter",
        ),
        (
            {"model": "wan2.6-i2v", "input": {"prompt": "x", "img_url": "http://127.0.0.1:1/a"}},
            400,
            "InvalidParameter",
        ),
    ],
)
def test_bad_requests_have_their_error_shape(
    client: TestClient, body: object, status: int, code: str
) -> None:
    answer = post(client, body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert {"request_id", "code", "message"} == set(answer.json())
    assert client.get("/v1/jobs").json()["total"] == 0


def test_the_visible_label_in_every_dialect(client: TestClient) -> None:
    for parameters, label in (
        ({"watermark": True}, "en"),
        ({"watermark": True, "label": "zh"}, "zh"),
        ({"watermark": False}, None),
        ({"label": "ca"}, "ca"),
    ):
        post(client, text(**parameters))
        assert newest(client)["label"] == label
    made = client.post("/v1/videos", data={"prompt": "Rain", "label": "es"}).json()
    assert (newest(client)["label"], made["warnings"]) == ("es", [])
    remix = client.post(f"/v1/videos/{made['id']}/remix", json={"prompt": "Snow"})
    assert (remix.status_code, newest(client)["label"]) == (200, "es")
    body = {"request": {"prompt": "Rain", "model": "tiny-random", "label": "en"}}
    assert client.post("/v1/jobs", json=body).json()["request"]["label"] == "en"


def test_refusals_name_the_field_that_the_client_gave(
    client: TestClient, service: Service, tmp_path: Path
) -> None:
    with write_photo(tmp_path / "a.png").open("rb") as file:
        photo = client.post("/v1/files", files={"file": file}).json()["id"]
    given = {"prompt": "x", "reference_urls": [photo] * 5}
    told = post(client, {"model": "wan2.6-r2v", "input": given}).json()["message"]
    assert told.startswith("reference_urls: "), told
    for field, value in (
        ("num_inference_steps", 500),
        ("characters", [{"id": "char_nobody"}]),
        ("image_reference", [photo] * 5),
        ("aspect_ratio", "wide"),
    ):
        answer = client.post("/v1/videos", json={"prompt": "x", field: value})
        error = answer.json()["error"]
        assert error["param"] == field, error
    voice = {"prompt": "x", "input_reference": photo, "reference_voice": photo}
    error = client.post("/v1/videos", json=voice).json()["error"]
    assert error["param"] in voice, error


VOICES = "/api/v1/services/audio/tts/customization"


def customize(client: TestClient, action: str, **given):
    return client.post(
        VOICES, json={"model": "voice-enrollment", "input": {"action": action, **given}}
    )


def test_voices_of_dashscopes_clients(client: TestClient, service: Service, tmp_path: Path) -> None:
    recordings = [
        client.post("/v1/files", files={"file": write_sound(tmp_path / name).read_bytes()})
        for name in ("a.wav", "b.mp3")
    ]
    first, second = (each.json()["id"] for each in recordings)
    made = {"prefix": "ana", "target_model": "cosyvoice-v2"}
    ids = [
        customize(client, "create_voice", url=first, **{**made, "prefix": prefix}).json()["output"]
        for prefix in ("ana", "bea")
    ]
    ana, bea = (each["voice_id"] for each in ids)
    for query, found in (({}, [bea, ana]), ({"prefix": "ana"}, [ana]), ({"page_size": 1}, [bea])):
        listed = customize(client, "list_voice", **query).json()["output"]["voice_list"]
        assert [each["voice_id"] for each in listed] == found, query
    assert customize(client, "update_voice", voice_id=ana, url=second).status_code == 200
    told = customize(client, "query_voice", voice_id=ana).json()["output"]
    assert (told["status"], told["target_model"]) == ("OK", "cosyvoice-v2")
    photo = write_photo(tmp_path / "a.png")
    face = client.post("/v1/files", files={"file": photo.read_bytes()}).json()["id"]
    media = [{"type": "reference_image", "url": face, "reference_voice": ana}]
    body = {"model": "wan2.7-r2v", "input": {"prompt": "x", "media": media}}
    assert post(client, body).status_code == 200
    assert newest(client)["people"][0]["voice"] == second.removeprefix("file_")
    assert customize(client, "delete_voice", voice_id=ana).status_code == 200
    refused = [
        post(client, body),
        customize(client, "query_voice", voice_id=ana),
        customize(client, "query_voice", voice_id="../../jobs"),
        customize(client, "create_voice", url=face, **made),
        customize(client, "create_voice", url=first, **{**made, "prefix": "An-a"}),
        customize(client, "create_voice", url="/etc/passwd", **made),
        customize(client, "list_voice", page_size=0),
        customize(client, "sing"),
        client.post(VOICES, json={"input": 5}),
        client.post(VOICES, content=b"{"),
    ]
    for answer in refused:
        assert (answer.status_code, answer.json()["code"]) == (400, "InvalidParameter"), answer.text
    assert used(service) == {first.removeprefix("file_")}, "clean-up keeps the recording of a voice"


def used(service: Service) -> set[str]:
    return set(retention._used_by_characters(service.places))


def test_without_the_asynchronous_header_it_is_refused(client: TestClient) -> None:
    answer = client.post(SUBMIT, json=text())
    assert (answer.status_code, answer.json()["code"]) == (403, "AccessDenied")


def test_an_unknown_task_is_a_status_and_a_failed_one_has_its_code_inside(
    client: TestClient, service: Service
) -> None:
    unknown = client.get("/api/v1/tasks/not-an-id").json()
    assert unknown["output"] == {"task_id": "not-an-id", "task_status": "UNKNOWN"}
    task = post(client, text()).json()["output"]["task_id"]
    lease = service.store.leases.claim("w", seconds=9)
    assert lease is not None
    service.store.leases.fail(lease, Failure(code="consent_missing", message="Nobody agreed."))
    told = client.get(f"/api/v1/tasks/{task}").json()
    assert "code" not in told
    assert told["output"]["code"] == "DataInspectionFailed"
    assert dashscope_views.error_code("internal") == "InternalError"


def upload(client: TestClient, policy: dict, name: str, content: bytes):
    form = {
        "OSSAccessKeyId": policy["oss_access_key_id"],
        "Signature": policy["signature"],
        "policy": policy["policy"],
        "key": f"{policy['upload_dir']}/{name}",
    }
    return client.post("/oss", data=form, files={"file": (name, content)})


def test_uploads_by_policy(client: TestClient, tmp_path: Path) -> None:
    answer = client.get("/api/v1/uploads", params={"action": "getPolicy", "model": "x"}).json()
    policy = answer["output"]
    assert policy == answer["data"]
    assert policy["upload_host"] == "http://127.0.0.1:8750/oss"
    photo = write_photo(tmp_path / "a.jpg").read_bytes()
    voice = write_sound(tmp_path / "a.wav").read_bytes()
    assert upload(client, policy, "a.jpg", photo).status_code == 200
    assert upload(client, policy, "a.jpg", photo).status_code == 200, "the same bytes again"
    assert upload(client, policy, "a.jpg", voice).status_code == 409
    assert upload(client, policy, "a.wav", voice).status_code == 200
    assert upload(client, {**policy, "upload_dir": "other"}, "a.jpg", photo).status_code == 403
    assert upload(client, {**policy, "signature": "0"}, "a.jpg", photo).status_code == 403
    media = [
        {
            "type": "reference_image",
            "url": f"oss://{policy['upload_dir']}/a.jpg",
            "reference_voice": f"oss://{policy['upload_dir']}/a.wav",
        }
    ]
    given = {"prompt": 'Image 1 says "Hello."', "media": media}
    body = {"model": "wan2.7-r2v", "input": given, "parameters": {"ratio": "9:16"}}
    assert post(client, body).status_code == 200
    request = client.get("/v1/jobs").json()["jobs"][0]["request"]
    assert request["prompt"] == 'character1 says "Hello."'
    assert (len(request["people"][0]["photos"]), request["size"]) == (1, "384x640")
    media[0]["url"] = f"oss://{policy['upload_dir']}/other.jpg"
    assert post(client, body).json()["code"] == "InvalidParameter"


def test_pictures_in_the_request_itself(
    client: TestClient, service: Service, tmp_path: Path
) -> None:
    photo = base64.b64encode(write_photo(tmp_path / "a.png").read_bytes()).decode()
    for given in (photo, f"data:image/png;base64,{photo}"):
        body = {"input": {"prompt": "She nods", "img_url": given}}
        wanted = dashscope_requests.wanted_from(body, service)
        assert wanted.image == service.assets.all()[0].id
    assert len(service.assets.all()) == 1


def test_a_reference_that_somebody_is_in_and_that_shows_no_face_is_the_place(
    client: TestClient, service: Service, tmp_path: Path
) -> None:
    wall = np.full((300, 400, 3), 90, np.uint8)
    files = {
        "me": write_photo(tmp_path / "me.png"),
        "wall": write_photo(tmp_path / "wall.png", wall),
        "ana": write_photo(tmp_path / "ana.jpg"),
        "talk": write_sound(tmp_path / "talk.wav"),
    }
    ids = {
        name: client.post("/v1/assets", files={"file": path.read_bytes()}).json()["id"]
        for name, path in files.items()
    }
    prompt = "Image 1 stands in Image 2 and waves to Image 3."

    def asked(*names: str, prompt: str = prompt) -> Wanted:
        kinds = {"talk": "reference_voice"}
        media = [{"type": kinds.get(name, "reference_image"), "url": ids[name]} for name in names]
        body = {"input": {"prompt": prompt, "media": media}}
        return dashscope_requests.wanted_from(body, service)

    wanted = asked("me", "wall", "ana")
    assert wanted.body("nano")["place"] == ids["wall"]
    assert [person["photos"] for person in wanted.people] == [[ids["me"]], [ids["ana"]]]
    assert wanted.prompt == "character1 stands in this place and waves to character2."
    assert any("taken as the place" in warning for warning in wanted.warnings)
    first = asked("wall", "me", "talk", prompt="In the room of Image 1 Image 2 smiles.")
    assert (first.place, first.people[0]["voice"]) == (ids["wall"], ids["talk"])
    assert first.prompt == "In the room of this place character1 smiles."
    for names, words in {
        ("me", "wall"): "Image 1 greets Image 2.",  # nobody is in it: perhaps a face not found
        ("me", "ana"): prompt,  # it shows somebody
        ("wall",): "Image 1 in Image 1.",
        ("me", "ana", "wall"): 'Image 1 in Image 3. Image 3 says: "Hello."',
        ("me", "talk"): prompt,
    }.items():
        assert asked(*names, prompt=words).place is None, words


def test_a_place_for_openais_clients_beside_people_of_any_kind(
    client: TestClient, service: Service, tmp_path: Path
) -> None:
    wall = write_photo(tmp_path / "wall.png", np.full((300, 400, 3), 90, np.uint8))
    photo = write_photo(tmp_path / "a.png")
    consents = [
        enrol(service.home, Enrolment(name=name, photos=[photo])).consent_id
        for name in ("Ann", "Bea")
    ]
    answer = client.post(
        "/v1/videos",
        data={"prompt": "character1 in character2", "characters[][id]": consents},
        files={"place": wall.read_bytes()},
    )
    assert answer.status_code == 200, answer.text
    request = newest(client)
    assert request["place"] == service.assets.all()[0].id
    assert len(request["people"]) == 2


def test_fields_of_openai_and_of_servers_that_extend_it(
    client: TestClient, service: Service, tmp_path: Path
) -> None:
    photo = write_photo(tmp_path / "a.jpg").read_bytes()
    form = {"prompt": "Rain", "model": "sora-2", "seconds": "7", "size": "832x480", "seed": "7"}
    more = {"audio": "false", "lora[]": "a", "nested[a]": "1"}
    answer = client.post("/v1/videos", data={**form, **more}, files={"input_reference": photo})
    video = answer.json()
    assert answer.status_code == 200, answer.text
    assert answer.headers["openai-poll-after-ms"]
    assert (video["status"], video["progress"], video["seconds"]) == ("queued", 0, "7")
    assert (video["model"], len(video["warnings"])) == ("sora-2", 3)
    request = client.get("/v1/jobs").json()["jobs"][0]["request"]
    assert (request["seed"], request["has_sound"]) == (7, False)
    assert request["image"] == service.assets.all()[0].id
    body = {"prompt": "x", "num_frames": 48, "fps": 24, "width": 480, "height": 832}
    wanted = openai_requests.wanted_from(body, service)
    assert wanted.values == {"seconds": 2.0, "size": "384x640"}
    tall = openai_requests.wanted_from({"prompt": "x", "aspect_ratio": "9:16"}, service)
    assert tall.values == {"size": "384x640"}
    voice = (
        "data:audio/wav;base64,"
        + base64.b64encode(write_sound(tmp_path / "a.wav").read_bytes()).decode()
    )
    person = {"prompt": "x", "input_reference": {"file_id": request["image"]}}
    wanted = openai_requests.wanted_from(
        {**person, "audio_reference": f'{{"audio_url": "{voice}"}}'}, service
    )
    assert wanted.people[0]["photos"] == [request["image"]]
    assert wanted.image is None


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "prompt"),
        ({"prompt": 1}, "prompt"),
        ({"prompt": "x", "seconds": "long"}, "seconds"),
        ({"prompt": "x", "seconds": True}, "seconds"),
        ({"prompt": "x", "size": "0x0"}, "size"),
        ({"prompt": "x", "seed": -1}, "seed"),
        ({"prompt": "x", "input_reference": "/etc/passwd"}, "input_reference"),
        ({"prompt": "x", "model": "unheard-of"}, "model"),
        ({"prompt": "x", "characters": [{"name": "x"}]}, "characters"),
        ({"prompt": "x", "n": 2}, "n"),
        ({"prompt": "x", "num_outputs_per_prompt": "many"}, "num_outputs_per_prompt"),
    ],
)
def test_openai_clients_read_why(client: TestClient, body: dict, param: str) -> None:
    answer = client.post("/v1/videos", json=body)
    assert answer.status_code in (400, 404), answer.text
    error = answer.json()["error"]
    assert (error["type"] != "server_error", error["param"]) == (True, param)
    assert set(error) == {"message", "type", "param", "code"}
    assert client.get("/v1/videos").json()["data"] == []


def test_videos_are_listed_by_their_ids(client: TestClient) -> None:
    ids = []
    for number_ in range(3):
        made = client.post("/v1/videos", json={"prompt": str(number_), "seconds": "1"}).json()
        ids.append(made["id"])
    page = client.get("/v1/videos", params={"limit": 2, "order": "asc"}).json()
    assert ([each["id"] for each in page["data"]], page["has_more"]) == (ids[:2], True)
    rest = client.get("/v1/videos", params={"after": page["last_id"], "order": "asc"}).json()
    assert ([each["id"] for each in rest["data"]], rest["has_more"]) == (ids[2:], False)
    assert client.delete(f"/v1/videos/{ids[0]}").json()["deleted"]
    assert client.get(f"/v1/videos/{ids[0]}").status_code == 404
    assert client.get(f"/v1/videos/{ids[1]}/content").json()["error"]["code"] == "wrong_state"
    assert client.post("/v1/videos/extensions", data={"prompt": "x"}).status_code == 400


def test_brackets_in_forms() -> None:
    items = [("a", "1"), ("b[]", "2"), ("b[]", "3"), ("c[d]", "4"), ("e[][id]", "5")]
    items += [("e[][x]", "6"), ("e[][id]", "7")]
    assert nested(items) == {
        "a": "1",
        "b": ["2", "3"],
        "c": {"d": "4"},
        "e": [{"id": "5", "x": "6"}, {"id": "7"}],
    }
    for bad in ([("a", "1"), ("a[b]", "2")], [("a[b][c][d][e][f]", "1")]):
        with pytest.raises(RequestError):
            nested(bad)


def test_values_as_forms_spell_them() -> None:
    assert (number("2.5", field="x"), truth("true", field="x")) == (2.5, True)
    for value in ("nan", "inf", "x", None, True):
        with pytest.raises(RequestError, match="number"):
            number(value, field="x")
    asked = ((1920, 1080), (512, 512), (720, 1280), (832, 1088), (320, 240), (256, 256), (300, 500))
    assert [nearest_size(*size) for size in asked] == [
        "1280x720", "512x512", "720x1280", "960x960", "320x192", "256x256", "384x640",
    ]  # fmt: skip
    assert nearest_size(192, 320) == "192x320"
    assert nearest_size(832, 480) == "640x384"
    assert all(nearest_size(*size) == size_text(size) for size in SIZES)
    assert nearest_shape(16, 9, is_fine=True) == "1280x720"
    assert [nearest_shape(*ratio) for ratio in ((16, 9), (1, 1), (9, 16))] == [
        "640x384", "512x512", "384x640",
    ]  # fmt: skip
    assert dashscope_views.spelt(time.mktime(time.gmtime(0)))[-4] == "."
