from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from retrat.errors import RequestError
from retrat.provenance import cast
from retrat.provenance.home import Home
from retrat.provenance.store import load_cast, store_embeddings

FACE = np.array([[3.0, 4.0], [0.3, 0.4]])  # the second a mean of unit vectors


@pytest.fixture
def enrolled(home: Home, photo: Path, now: datetime) -> Home:
    enrolment = cast.Enrolment(
        name="Ana", photos=[photo], embeddings={"face": FACE}, embedders={"face": "tiny"}
    )
    cast.enrol(home, enrolment, now=now)
    return home


def test_embeddings_belong_to_one_network(enrolled: Home) -> None:
    (member,) = load_cast(enrolled, embedders={"face": "tiny", "voice": "tiny"}).members
    assert member.embeddings["face"] == pytest.approx(np.array([[0.6, 0.8], [0.3, 0.4]]))
    (other,) = load_cast(enrolled, embedders={"face": "another", "voice": "another"}).members
    assert not other.embeddings


def test_exchanged_embeddings_are_not_trusted(enrolled: Home, home: Home) -> None:
    (member,) = load_cast(enrolled).members
    consent_id = member.record.consent_id
    store_embeddings(enrolled, consent_id, "voice", FACE, embedder="tiny")
    folder = enrolled.cast / consent_id
    (folder / "voice.npz").rename(folder / "face.npz")
    found = load_cast(enrolled, embedders={"face": "tiny", "voice": "tiny"})
    assert not found.members
    assert "exchanged" in found.problems[consent_id]


def test_unfinished_folders_are_no_consent(home: Home) -> None:
    (home.cast / "half").mkdir()
    assert not load_cast(home).members


def test_find(enrolled: Home) -> None:
    found = load_cast(enrolled)
    member = found.find("Ana")
    assert found.find(member.record.consent_id[:8]) is member
    with pytest.raises(RequestError, match=r"Nobody called 'Eva' is enrolled here \(Ana\)"):
        found.find("Eva")
