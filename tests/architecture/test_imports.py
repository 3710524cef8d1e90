"""Imports go down, and the linter says so; only one module hands out generated media."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Whoever may write a video: the one exit, and what makes training clips out of renders.
MAY_ENCODE = ("retrat/runtime/deliver.py", "retrat/media/", "retrat/train/data/")
ENCODERS = {"encode_clip", "encode_audio"}


def sources() -> list[Path]:
    return sorted((ROOT / "retrat").rglob("*.py"))


def test_import_contract() -> None:
    run = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def encoders_named_in(source: str) -> set[str]:
    """Encoders that this source imports or reaches through a module."""
    tree = ast.parse(source)
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.name for alias in node.names}
    return names & ENCODERS


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_deliver_is_the_only_exit(path: Path) -> None:
    if str(path.relative_to(ROOT)).startswith(MAY_ENCODE):
        return
    assert not encoders_named_in(path.read_text()), f"{path} writes media; only deliver may"


def test_the_search_for_exits_finds_them() -> None:
    assert encoders_named_in("from retrat.media import encode_clip") == {"encode_clip"}
    assert encoders_named_in("import retrat.media as m\nm.encode_clip(1)") == {"encode_clip"}
    assert not encoders_named_in("from retrat.media import decode_image")


def test_help_answers_at_once_and_without_torch() -> None:
    """Seconds of processor time, so that a busy machine does not fail it."""
    program = (
        "import sys, resource\n"
        "from retrat.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "heavy = {'torch', 'numpy', 'av', 'PIL', 'transformers'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(used.ru_utime + used.ru_stime, file=sys.stderr)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    seconds = []
    for _ in range(3):
        run = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        seconds.append(float(run.stderr.strip().splitlines()[-1]))
    assert min(seconds) < 0.3, f"--help took {min(seconds):.2f} s of processor time"
