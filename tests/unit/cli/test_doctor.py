import json

import pytest

from retrat.cli import main
from retrat.runtime import doctor


@pytest.mark.parametrize(
    ("models", "code"), [({"nano": "ready"}, 0), ({"nano": "weights are missing"}, 2), ({}, 2)]
)
def test_the_code_says_whether_a_clip_can_be_made(
    models: dict[str, str],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = {"uses": {"device": "cpu"}, "models": models}
    monkeypatch.setattr(doctor, "diagnose", lambda: found)
    assert main(["doctor", "--json"]) == code
    assert json.loads(capsys.readouterr().out) == found
    assert main(["doctor"]) == code
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["uses", "  device             cpu"]
