"""Jobs of a server without workers: a test submits them and brings them to their end."""

from fastapi.testclient import TestClient

from retrat.server.service import Service

RAIN = {"prompt": "Rain over a city", "model": "tiny-random", "seconds": 1}
RESULT = {
    "file_id": "00" * 7,
    "bytes": 4,
    "seconds": 1.0,
    "size": "256x256",
    "stage_seconds": {"generate": 2.0, "load": 1.0},
    "peak_memory_bytes": 1,
    "device": "cpu",
    "compute": "float32",
    "settings": {"model": "tiny-random", "steps": None},
}


def submit(client: TestClient, *, key: str | None = None, **values) -> dict:
    headers = {} if key is None else {"Idempotency-Key": key}
    body = {"request": {**RAIN, **values}}
    answer = client.post("/v1/jobs", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


def finish(service: Service, content: bytes = b"0123456789") -> str:
    """What a worker would do, without its work."""
    lease = service.store.leases.claim("w", seconds=60)
    assert lease is not None
    service.store.leases.report(lease, "generate", 1, 4, seconds_left=3.0)
    service.places.result(lease.job.id).write_bytes(content)
    service.store.leases.finish(lease, RESULT)
    return lease.job.id


def refused(answer, status: int, code: str, field: str | None = None) -> str:
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert (error["code"], error["field"]) == (code, field)
    return error["message"]
