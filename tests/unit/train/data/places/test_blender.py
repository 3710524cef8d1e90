"""The script that Blender runs, which can't be imported without it."""

import ast
from pathlib import Path

from retrat.train.data import places
from retrat.train.data.places.site import MOVES, Matter, Sky, View

SOURCE = (Path(places.__file__).with_name("blender.py")).read_text()


def words(source: str) -> set[str]:
    return {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_it_reads_everything_that_a_site_says() -> None:
    for kind in (Matter, Sky, View):
        unread = set(kind.__dataclass_fields__) - words(SOURCE)
        assert not unread, f"{kind.__name__} says {unread}, and nobody reads it"


def test_it_shows_all_that_can_move() -> None:
    assert set(MOVES) <= words(SOURCE)


def test_it_knows_nothing_of_retrat() -> None:
    """It runs in another environment, with another numpy."""
    imported = {
        name.name.split(".")[0]
        for node in ast.walk(ast.parse(SOURCE))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            node.names if isinstance(node, ast.Import) else [ast.alias(name=str(node.module))]
        )
    }
    assert imported == {"json", "math", "sys", "bpy", "numpy", "mathutils"}
