"""Pages that are generated are up to date, and every command and setting has its words."""

import importlib.util
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from retrat.runtime.order import Order, Person, settings_of
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
    targets = re.search(r"^\.PHONY: (.*)$", text, re.M)[1].split()
    assert targets
    for target in targets:
        assert f"\n{target}:" in text
        assert f"#   make {target} " in text, target


def test_every_setting_is_shown_by_doctor() -> None:
    from retrat.runtime.doctor import diagnose

    shown = diagnose()["settings"]
    assert {field.name for field in fields(Settings)} <= set(shown)


def test_the_table_of_settings_is_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")  # as the tool sets it, and afterwards no longer
    spec = importlib.util.spec_from_file_location("write_docs", ROOT / "tools" / "write_docs.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    page = (ROOT / "docs" / "settings.md").read_text()
    assert tool.settings_page() == page, "make docs"
    for field in fields(Settings):
        assert f"| `RETRAT_{field.name.upper()}` |" in page


def test_the_fields_of_each_of_others_are_told(tmp_path: Path) -> None:
    photo = tmp_path / "a.png"
    photo.write_bytes(b"x")
    order = Order(prompt="x", references=(photo,), others=(Person(references=(photo,)),))
    (other,) = settings_of(order)["others"]
    page = (ROOT / "docs" / "formats.md").read_text()
    part = page.split("### Each of others")[1].split("##")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", part, re.M)) == set(other)
