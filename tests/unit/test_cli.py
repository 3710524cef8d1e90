import json
from pathlib import Path

import pytest

from retrat import __version__
from retrat.cli import main
from retrat.cli.main import parser
from retrat.cli.terminal import Terminal
from retrat.errors import Cancelled, ReleaseError
from retrat.runtime import engine
from retrat.runtime.progress import Moment


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"retrat {__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["generate", "x", "--seconds", "long"]])
def test_what_cannot_be_parsed_ends_with_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("retrat: ")
    assert said.endswith(" --help`.\n")
    assert said.count("\n") == 1, "one sentence, without the usage"


def test_a_complaint_is_no_longer_than_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["generate", "x", "--seed", "1" * 5000])
    assert len(capsys.readouterr().err) < 400


@pytest.mark.parametrize("option", ["--voice", "--image", "--place", "--audio", "--from"])
def test_a_file_given_twice_is_refused(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["generate", "x", option, "a", option, "b"])
    assert end.value.code == 2
    assert f"{option} takes one file, and a and b are given" in capsys.readouterr().err
    given = parser().parse_args(["generate", "x", option, "a"])
    assert Path("a") in vars(given).values()


def test_a_file_is_not_made_again_over_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("retrat.mp4").write_bytes(b"x")
    assert main(["generate", "--from", str(tmp_path / "retrat.mp4")]) == 2
    assert "would be overwritten" in capsys.readouterr().err
    assert Path("retrat.mp4").read_bytes() == b"x"


def test_what_is_refused_is_not_announced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RETRAT_HOME", str(tmp_path / "home"))
    assert main(["generate", "x", "--seconds", "99", "--device", "cpu"]) == 2
    assert capsys.readouterr().err == (
        "retrat: seconds=99 is outside what the model was made for. Use 1 to 10.\n"
    )
    assert main(["generate", "x", "--purpose", "sale", "--device", "cpu"]) == 2
    assert capsys.readouterr().err == (
        "retrat: purpose='sale': give private, family, school or publish, or leave it out.\n"
    )


def test_what_is_accepted_is_announced_once(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal(title="nano on cpu", titled_from="load")
    said = []
    for stage in ("check", "load", "load"):
        terminal(Moment(stage=stage, done=0, total=1, seconds=0.0, seconds_left=None))
        said.append(capsys.readouterr().err.count("nano on cpu"))
    assert said == [0, 1, 0]


def test_models_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["models"]
    assert [row["name"] for row in rows] == ["nano"]
    assert main(["models"]) == 0
    assert "nano" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["evaluate", "trust", "--people", "0"], "people=0 is not a number of files"),
        (["evaluate", "conversation", "--clips", "x"], "Leave --clips out"),
    ],
)
def test_evaluate_says_what_it_needs(
    arguments: list[str], answer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert answer in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "answer"),
    [
        (Cancelled("x"), 130, "stopped; nothing was written"),
        (KeyboardInterrupt(), 130, "stopped; nothing was written"),
        (ReleaseError("The file is missing."), 2, "retrat: The file is missing."),
    ],
)
def test_errors_become_one_sentence(
    error: BaseException,
    code: int,
    answer: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(engine.Engine, "make", fail)
    assert main(["generate", "Rain", "--quiet"]) == code
    assert answer in capsys.readouterr().err


def moment(done: int, total: int, left: float | None) -> Moment:
    return Moment(stage="generate", done=done, total=total, seconds=2.0, seconds_left=left)


def test_progress_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal()
    terminal.is_live = True
    terminal(moment(0, 4, None))
    terminal(moment(1, 4, 6.0))
    assert "1/4, about 6 s left" in capsys.readouterr().err
    terminal(moment(4, 4, None))
    assert "2.0 s\n" in capsys.readouterr().err


def test_progress_elsewhere_is_one_line_a_stage(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal()
    terminal.is_live = False
    terminal(moment(1, 4, 6.0))
    assert capsys.readouterr().err == ""
    terminal(moment(4, 4, None))
    assert capsys.readouterr().err.count("\n") == 1
    Terminal(is_quiet=True).say("hello")
    assert capsys.readouterr().err == ""
