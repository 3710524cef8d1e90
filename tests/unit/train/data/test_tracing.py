"""Scripts that draw, run in a Python of their own."""

import sys
from pathlib import Path

import pytest

from retrat.train.data.tracing import traced

DRAWS = "import sys; open(sys.argv[2], 'w').write(' '.join(sys.argv[3:]))"


@pytest.fixture(autouse=True)
def _this_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETRAT_BLENDER", sys.executable)


def run(folder: Path, source: str, *words: object) -> Path:
    script, picture = folder / "script.py", folder / "picture.png"
    script.write_text(source)
    traced(script, folder / "told.npz", picture, *words)
    return picture


def test_the_script_is_told_everything(tmp_path: Path) -> None:
    assert run(tmp_path, DRAWS, 48, "b.png").read_text() == "48 b.png"


@pytest.mark.parametrize("source", ["pass", f"{DRAWS}; raise ValueError('no light')"])
def test_no_picture_or_an_error_is_a_failure(tmp_path: Path, source: str) -> None:
    with pytest.raises(RuntimeError, match=r"(?s)Blender could not draw picture.png"):
        run(tmp_path, source)
