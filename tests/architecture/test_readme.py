"""The README's code blocks say what is true: commands parse, targets exist, Python runs."""

import importlib.util
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from retrat.cli.main import parser
from retrat.runtime import engine
from retrat.runtime.models import TINY, release_named

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, flags=re.DOTALL)
LINES = [
    line
    for kind, block in BLOCKS
    if kind == "bash"
    for line in block.replace("\\\n", " ").splitlines()
]
TREE = [block for kind, block in BLOCKS if not kind]


@pytest.mark.parametrize("line", LINES)
def test_command_exists(line: str) -> None:
    words = shlex.split(line, comments=True)
    if words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    elif words[0] == "cp":
        assert (ROOT / words[-2]).is_dir()
    elif words[0] == "retrat":
        assert parser().parse_args(words[1:]).command == words[1]
    else:
        assert words[:2] == ["python", "-m"], f"no way to check {line!r}"
        assert importlib.util.find_spec(words[2]) is not None
        options = {word for word in words[3:] if word.startswith("--")}
        source = Path(importlib.util.find_spec(words[2]).origin).read_text()
        assert not {option for option in options if f'"{option}"' not in source}


def test_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it stands, but by the smallest weights and in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RETRAT_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(engine, "release_named", lambda *_: release_named(TINY))
    blocks = [block for kind, block in BLOCKS if kind == "python"]
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
    assert (tmp_path / "out.mp4").is_file(), "a clip is made"


def test_tree_names_what_is_there_and_nothing_else() -> None:
    """One level of the package, a name a line; of the repository every folder that git knows."""
    (tree,) = TREE
    inside = re.findall(r"^  ([\w.-]+?)/? ", tree, flags=re.MULTILINE)
    package = [path for path in (ROOT / "retrat").iterdir() if not path.name.startswith("_")]
    assert len(inside) > 12
    assert sorted(inside) == sorted(
        path.name for path in package if path.suffix == ".py" or path.is_dir()
    )
    above = re.findall(r"(?:^|  )([\w-]+)/", re.sub(r"^ .*", "", tree, flags=re.MULTILINE), re.M)
    git = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if git.returncode:
        pytest.skip("no checkout")
    places = {line.split("/")[0] for line in git.stdout.splitlines() if "/" in line}
    assert sorted(above) == sorted(place for place in places if not place.startswith("."))


def test_first_command_comes_early() -> None:
    before = README.split("```")[0]
    assert len(before.split()) <= 80
