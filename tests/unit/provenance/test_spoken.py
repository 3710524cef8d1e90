import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from retrat.errors import ProvenanceError, RequestError
from retrat.provenance import log, spoken
from retrat.provenance.home import Home
from retrat.provenance.spoken import LIFE, WORDS, issue, take, waiting


def test_a_code_is_good_once(home: Home, now: datetime) -> None:
    asked = issue(home, "Ana", now=now)
    assert set(asked.code.split()) <= set(WORDS)
    assert asked.text.startswith("I, Ana, agree that the pictures and recordings of me that I give")
    assert asked.text.endswith(f"The code is {asked.code}.")
    assert waiting(home, "Ana", now=now) == (asked,)
    take(home, asked, now=now)
    with pytest.raises(RequestError, match="was used before"):
        take(home, asked, now=now)
    with pytest.raises(RequestError, match="No code for Ana was given out or is left"):
        waiting(home, "Ana", now=now)


def test_a_code_ends_after_a_quarter_of_an_hour(home: Home, now: datetime) -> None:
    issue(home, "Ana", now=now)
    waiting(home, "Ana", now=now + LIFE - timedelta(seconds=1))
    with pytest.raises(RequestError, match="more than 15 minutes ago"):
        waiting(home, "Ana", now=now + LIFE)


def test_a_code_is_for_one_person_and_one_guardian(home: Home, now: datetime) -> None:
    asked = issue(home, "Tim", guardian="Ana", now=now)
    assert asked.text.startswith(
        "I, Ana, agree that the pictures and recordings of Tim that I give"
    )
    for name, guardian in (("Tim", None), ("Ana", None), ("Tim", "Eva")):
        with pytest.raises(RequestError, match="No code"):
            waiting(home, name, guardian=guardian, now=now)
    assert waiting(home, "Tim", guardian="Ana", now=now) == (asked,)


def test_codes_that_nobody_uses_are_not_kept_without_end(
    home: Home, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spoken, "_MOST", 2)
    for name in ("Ana", "Eva"):
        issue(home, name, now=now)
    with pytest.raises(RequestError, match="2 statements wait"):
        issue(home, "Ona", now=now)
    issue(home, "Ona", now=now + LIFE)


def test_a_clock_set_back_revives_no_code(home: Home, now: datetime) -> None:
    issue(home, "Ana", now=now)
    log.append(home, "clock", {}, now=now + timedelta(hours=2))
    with pytest.raises(ProvenanceError, match="clock"):
        waiting(home, "Ana", now=now)


def test_codes_of_another_installation_and_damaged_ones(home: Home, tmp_path, now) -> None:
    issue(home, "Ana", now=now)
    with pytest.raises(RequestError, match="No code"):
        waiting(Home(root=tmp_path / "other"), "Ana", now=now)
    (home.root / "codes.json").write_text("{")
    with pytest.raises(ProvenanceError, match="is damaged"):
        waiting(home, "Ana", now=now)
    assert (home.root / "codes.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda told, _: told["codes"][0].update(expires="2027-01-01T00:00:00Z"),
        lambda told, _: told["codes"][0].update(name="Eva"),
        lambda told, _: told["codes"].append({**told["codes"][0], "code": "amber apple arrow"}),
        lambda told, other: told.update(signature=other["signature"]),
        lambda told, _: told.update(signature=7),
    ],
    ids=["time", "name", "code", "another key", "no signature at all"],
)
def test_codes_that_were_changed_by_hand_are_refused(
    home: Home, tmp_path, now: datetime, change: Callable[[Any, Any], None]
) -> None:
    other = Home(root=tmp_path / "other")
    asked = issue(home, "Ana", now=now)
    issue(other, "Ana", now=now)
    path = home.root / "codes.json"
    told = json.loads(path.read_bytes())
    change(told, json.loads((other.root / "codes.json").read_bytes()))
    changed = json.dumps(told)
    path.write_text(changed)
    for use in (
        lambda: issue(home, "Ana", now=now),
        lambda: waiting(home, "Eva", now=now),
        lambda: take(home, asked, now=now),
    ):
        with pytest.raises(ProvenanceError, match="was changed, and not by this installation"):
            use()
    assert path.read_text() == changed, "nothing is lost"


def test_a_file_put_back_makes_no_used_code_fresh(home: Home, now: datetime) -> None:
    asked, left = issue(home, "Ana", now=now), issue(home, "Ana", now=now)
    before = (home.root / "codes.json").read_bytes()
    take(home, asked, now=now)
    (home.root / "codes.json").write_bytes(before)
    assert waiting(home, "Ana", now=now) == (left,)
    with pytest.raises(RequestError, match="was used before"):
        take(home, asked, now=now)
    assert "Ana" not in home.log.read_text()
    assert not set(asked.code.split()) & set(home.log.read_text().split('"'))


def test_codes_of_a_version_that_did_not_sign_are_asked_for_anew(home: Home, now: datetime) -> None:
    issue(home, "Ana", now=now)
    path = home.root / "codes.json"
    told = json.loads(path.read_bytes())
    del told["signature"]
    path.write_text(json.dumps(told))
    with pytest.raises(RequestError, match="No code for Ana was given out or is left"):
        waiting(home, "Ana", now=now)
    asked = issue(home, "Ana", now=now)
    assert waiting(home, "Ana", now=now) == (asked,)
