"""`retrat cast`: from a photo to a consent, and back to nothing."""

from pathlib import Path

import pytest
from files import write_photo, write_sound

from retrat.cli import main
from retrat.provenance.home import Home
from retrat.provenance.store import load_cast, sha256_of
from retrat.runtime import listening


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


def test_it_is_said_how_many_consents_go_and_stay(
    photo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        assert main(["cast", "add", "Ann", "--photo", photo, "--yes"]) == 0
    first, second, *_ = [m.record.consent_id[:8] for m in load_cast(Home.default()).members]
    for arguments, says in (
        (["revoke", first], f"Consent {first} of Ann is withdrawn. 2 others stand: `retrat cast r"),
        (["revoke", second], "1 other stands: `retrat cast revoke Ann` withdraws all.\n"),
        (
            ["erase", second],
            "only its number is kept. 2 others stay of Ann: `retrat cast erase Ann`",
        ),
        (["add", "Ann", "--photo", photo, "--yes"], "Ann is enrolled until"),
        (["revoke", "Ann"], "All 2 consents of Ann are withdrawn: Ann is refused from now on.\n"),
        (["erase", "Ann"], "their numbers are kept. Finished clips stay."),
    ):
        capsys.readouterr()
        assert main(["cast", *arguments]) == 0
        assert says in capsys.readouterr().out


def test_what_was_looked_at_is_what_is_enrolled(
    photo: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody exchanges the files while the statement is heard."""
    files = [Path(photo), write_sound(tmp_path / "ann.wav"), tmp_path / "said.wav"]
    files[2].write_bytes(b"I, Ann, agree.")
    before = [sha256_of(path.read_bytes()) for path in files]

    def heard(home: Home, recording: Path, **_: object) -> None:
        assert recording.read_bytes() == b"I, Ann, agree."
        for path in files:
            path.write_bytes(b"exchanged")

    monkeypatch.setattr(listening, "check_spoken", heard)
    given = ["--photo", photo, "--voice", str(files[1]), "--spoken", str(files[2])]
    assert main(["cast", "add", "Ann", *given, "--yes"]) == 0
    (record,) = [member.record for member in load_cast(Home.default()).members]
    assert [*record.photos, *record.voices, record.evidence_sha256] == before
    assert main(["cast", "add", "Ann", "--photo", photo, "--yes"]) == 2
    assert f"{photo} can't be read as a picture" in capsys.readouterr().err


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
