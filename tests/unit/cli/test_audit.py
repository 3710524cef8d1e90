import json
from pathlib import Path

import pytest

from retrat.cli.main import main
from retrat.provenance import log
from retrat.provenance.cast import Enrolment, enrol, revoke_all
from retrat.provenance.home import Home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("RETRAT_HOME", str(tmp_path / "home"))
    return Home.default()


def enrolled(home: Home, name: str) -> str:
    photo = home.root.parent / f"{name}.png"
    photo.write_bytes(name.encode())
    return enrol(home, Enrolment(name=name, photos=(photo,))).consent_id


def generated(home: Home, file_id: str, *consents: str) -> None:
    log.append(home, "generation", {"file_id": file_id, "consent_ids": list(consents)})


def asked(capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    assert main(["audit", "--json", *options]) == 0
    entries = json.loads(capsys.readouterr().out)["entries"]
    return [entry["data"]["file_id"] for entry in entries if entry["kind"] == "generation"]


def test_what_was_made_with_one_person(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    ana, ben = enrolled(home, "Ana"), enrolled(home, "Ben")
    generated(home, "01", ana)
    generated(home, "02", ben)
    revoke_all(home, "Ana")
    again = enrolled(home, "Ana")
    generated(home, "03", ben, again)
    assert asked(capsys) == ["01", "02", "03"]
    assert asked(capsys, "--made-with", "Ana") == ["01", "03"]
    assert main(["audit", "--made-with", "Ana"]) == 0
    assert "2 files with Ana" in capsys.readouterr().out


def test_nobody_of_that_name(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    enrolled(home, "Ana")
    assert main(["audit", "--made-with", "Eva"]) == 2
    assert "Nobody called 'Eva'" in capsys.readouterr().err


def test_a_changed_log_is_refused_in_one_sentence(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    enrolled(home, "Ana")
    home.log.write_bytes(home.log.read_bytes().replace(b"consent", b"contest", 1))
    assert main(["audit"]) == 2
    told = capsys.readouterr().err
    assert "was changed at entry 0" in told
    assert len(told.strip().splitlines()) == 1


def test_what_the_log_does_not_tell_of(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    enrolled(home, "Ana")
    older = home.log.read_bytes(), (home.root / "log.head").read_bytes()
    ben = enrolled(home, "Ben")
    assert main(["audit"]) == 0
    home.log.write_bytes(older[0])
    (home.root / "log.head").write_bytes(older[1])
    assert main(["audit"]) == 2
    told = capsys.readouterr().err
    assert f"tells nothing of {home.cast / ben / 'record.json'}." in told
    assert len(told.strip().splitlines()) == 1
