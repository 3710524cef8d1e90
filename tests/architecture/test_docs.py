"""Pages that are generated are up to date, and every command and setting has its words."""

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from retrat.runtime.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="argparse words its help by version")
def test_the_pages_of_the_commands_are_up_to_date() -> None:
    run = subprocess.run(
        [sys.executable, "tools/write_docs.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_make_target_is_explained() -> None:
    text = (ROOT / "Makefile").read_text()
    for target in ("demo", "test", "check", "bench", "evaluate", "docs", "setup"):
        assert f"\n{target}:" in text
        assert f"#   make {target} " in text, target


def test_every_setting_is_shown_by_doctor() -> None:
    from retrat.runtime.doctor import diagnose

    shown = diagnose()["settings"]
    assert {field.name for field in fields(Settings)} <= set(shown)
