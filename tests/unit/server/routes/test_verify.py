from pathlib import Path

from fastapi.testclient import TestClient
from files import write_photo
from jobs import refused


def test_a_file_of_somebody_elses_is_told_about_and_not_kept(
    client: TestClient, tmp_path: Path
) -> None:
    content = write_photo(tmp_path / "a.png").read_bytes()
    given = {"file": ("../me.jpg", content)}
    found = client.post("/v1/verify", files=given).json()
    assert (found["file"], found["verdict"], found["file_id"]) == ("me.png", "unmarked", None)
    assert found["sentences"]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files if path.read_bytes() == content] == ["a.png"]
    refused(client.post("/v1/restore", files=given), 400, "bad_request", "file")
    refused(client.post("/v1/verify", files={"file": ("a.mp4", b"")}), 400, "bad_request", "file")
