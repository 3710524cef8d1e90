"""A statement is read aloud to the server, by a synthesiser's voices."""

import itertools
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from files import say

from retrat.provenance import spoken
from retrat.runtime import speakers

pytest.importorskip("pocketsphinx")

ENROLLED = (  # one short sentence is too little to know a voice by
    "The children walked along the river and sang until the evening came. Then they went home, "
    "had bread and soup, and told their mother what they had seen. In the morning it rained, so "
    "everybody stayed in bed and read a book about the sea."
)


def given(client: TestClient, path: Path) -> str:
    """A file as the studio sends it: first the file, then its hash."""
    with path.open("rb") as file:
        return client.post("/v1/assets", files={"file": (path.name, file)}).json()["id"]


def test_the_server_hears_who_reads_the_statement(
    flite: str, client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not speakers.knows_voices():
        pytest.skip("Resemblyzer is not installed")
    words = itertools.cycle(("amber", "river", "window", "paper", "garden"))
    monkeypatch.setattr(spoken.secrets, "choice", lambda _: next(words))
    voice = given(client, say(flite, tmp_path / "ana.wav", ENROLLED))
    wanted = {"name": "Ana", "covers": ["voice"], "purposes": ["private"]}
    asked = client.post("/v1/cast/statement", json=wanted).json()
    assert asked["can_be_heard"]
    body = {"name": "Ana", "voices": [voice], "purposes": ["private"], "has_agreed": True}
    body |= {"statement": asked["text"]}
    stranger = say(flite, tmp_path / "stranger.wav", asked["spoken"], voice="rms")
    answer = client.post("/v1/cast", json={**body, "recording": given(client, stranger)})
    error = answer.json()["error"]
    assert (answer.status_code, error["field"]) == (400, "recording"), error
    assert "stranger.wav" in error["message"]
    assert "is not the one in Ana's recordings" in error["message"]
    assert str(tmp_path) not in error["message"]
    assert client.get("/v1/cast").json()["members"] == []
    read = given(client, say(flite, tmp_path / "read.wav", asked["spoken"]))
    answer = client.post("/v1/cast", json={**body, "recording": read})
    assert answer.status_code == 201, answer.text
    assert answer.json()["evidence"] == "spoken"
    again = client.post("/v1/cast", json={**body, "recording": read}).json()["error"]
    assert "No code for Ana" in again["message"], "it is good once"
