"""`retrat cast`: from a photo to a consent, and back to nothing."""

from pathlib import Path

import pytest
from files import write_photo

from retrat.cli import main


@pytest.fixture
def photo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("RETRAT_HOME", str(tmp_path / "home"))
    return str(write_photo(tmp_path / "ann.png"))


def test_a_person_comes_travels_and_goes(
    photo: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    until = ["--until", "2099-12-31", "--purpose", "school", "--yes"]
    assert main(["cast", "add", "Ann", "--photo", photo, *until]) == 0
    told = capsys.readouterr().out
    assert "I, Ann," in told
    assert "school" in told
    assert "Ann is enrolled until 2099-12-31" in told
    bundle = str(tmp_path / "ann.zip")
    for arguments, says in (
        (["list"], "face  until 2099-12-31"),
        (["export", "Ann", bundle], bundle),
        (["revoke", "Ann"], "Ann is refused from now on.\n"),
        (["list"], "face  withdrawn"),
        (["erase", "Ann"], "its number is kept. Finished clips stay."),
        (["list"], "Nobody is enrolled."),
    ):
        assert main(["cast", *arguments]) == 0, arguments
        assert says in capsys.readouterr().out, arguments
    monkeypatch.setenv("RETRAT_HOME", str(tmp_path / "another"))
    assert main(["cast", "import", bundle]) == 2
    assert "--accept-key" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "the statement was not agreed to"),
        (["--yes", "--until", "soon"], "until='soon': give a day"),
        (["--yes", "--mode", "song"], "modes: 'song' given; choose from"),
    ],
)
def test_what_is_not_agreed_to_or_not_understood(
    photo: str, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cast", "add", "Ann", "--photo", photo, *arguments]) == 2
    assert says in capsys.readouterr().err
    assert main(["cast", "list"]) == 0
    assert "Nobody is enrolled" in capsys.readouterr().out
