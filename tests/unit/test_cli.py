import json

import pytest

from retrat import __version__
from retrat.cli import main
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
def test_what_cannot_be_parsed_ends_with_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2


def test_models_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["models"]
    assert [row["name"] for row in rows] == ["nano"]
    assert main(["models"]) == 0
    assert "nano" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["evaluate", "trust"], "Name their folder with --clips DIR"),
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
