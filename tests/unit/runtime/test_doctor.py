import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from retrat.runtime.doctor import diagnose

ROOT = Path(__file__).parents[3]


def test_everything_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RETRAT_CONFIG", str(tmp_path / "retrat.toml"))
    monkeypatch.setenv("RETRAT_THREADS", "1")
    found = diagnose()
    assert list(found) == ["machine", "will use", "settings", "packages", "models", "fits"]
    assert found["will use"]["threads"] == "1"
    assert found["settings"]["threads"] == "1 (environment)"
    assert found["settings"]["dtype"] == "auto (default)"
    assert "nano" in found["models"]
    assert json.dumps(found)


def test_onednn_held_to_an_older_instruction_set() -> None:
    """In a process of its own, as a user would: the number format is float32, and it says why."""
    environment = os.environ | {"ONEDNN_MAX_CPU_ISA": "AVX2", "PYTHONPATH": str(ROOT)}
    program = "import sys; from retrat.cli import main; sys.exit(main(['doctor', '--json']))"
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(run.stdout)
    if found["will use"]["device"] == "cpu":
        assert found["will use"]["numbers"].startswith("float32")
        assert "AVX2" in found["will use"]["numbers"]
    assert "GOMP_SPINCOUNT=" in found["will use"]["waiting threads"]
    assert "not set" not in found["will use"]["waiting threads"]
