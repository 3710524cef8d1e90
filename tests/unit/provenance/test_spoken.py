from datetime import datetime, timedelta

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
    take(home, asked)
    with pytest.raises(RequestError, match="was used before"):
        take(home, asked)
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
