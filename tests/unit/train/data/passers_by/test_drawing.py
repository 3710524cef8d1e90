"""Walks as pictures."""

import ast
import os
from pathlib import Path

import numpy as np
import pytest

from retrat.models.made_places import HIGH, PHASES, SIDES, WIDE
from retrat.train.data import passers_by
from retrat.train.data.passers_by import drawing
from retrat.train.data.passers_by.drawing import PIXELS, drawn
from retrat.train.data.passers_by.walking import Walk

SOURCE = (Path(passers_by.__file__).with_name("blender.py")).read_text()


def rod() -> Walk:
    """A sheet 1.5 m high that points forward and to the left, and leans further in each phase."""
    corners = np.array([(0, 0, 0), (0.1, 0, 0.3), (0.1, 1.5, 0.3)], float)
    lean = np.linspace(0, 0.2, PHASES)[:, None] * np.array([(0, 0, 1.0)])
    return Walk(
        points=(corners[None] + lean[:, None]).astype(np.float32),
        triangles=np.array([(0, 1, 2)], np.int32),
        colours=np.array([(0.9, 0.1, 0.1)], np.float32),
        stride=1.3,
    )


@pytest.mark.parametrize(
    ("side", "right"), [("aside", (0.3, 0.0)), ("towards", (0.1, 0.0)), ("away", (-0.1, 0.0))]
)
def test_each_phase_lies_beside_the_last_as_it_is_seen_from_there(
    monkeypatch: pytest.MonkeyPatch, side: str, right: tuple[float, float]
) -> None:
    """Forward is right where somebody walks aside; who comes has their left at our right."""
    told: dict[str, np.ndarray] = {}

    def traced(_: Path, file: Path, picture: Path, *words: object) -> None:
        with np.load(file) as kept:
            told.update({name: kept[name] for name in kept.files})
        from PIL import Image

        Image.new("RGBA", (80 * PHASES, int(str(words[0])))).save(picture)

    monkeypatch.setattr(drawing, "traced", traced)
    assert drawn(rod(), side).shape == (PIXELS, 80 * PHASES, 4)
    points = told["points"].reshape(PHASES, 3, 3)
    first = points[0, 1] - points[0, 0]
    assert first[:2] == pytest.approx(right, abs=1e-6)
    apart = (points[1:, 0] - points[:-1, 0])[:, 0]
    forward = 0.2 / (PHASES - 1) if side == "aside" else 0.0
    assert apart == pytest.approx(np.full(PHASES - 1, WIDE + forward), abs=1e-6)
    assert tuple(told["size"]) == (PHASES * WIDE, HIGH)
    assert len(told["colours"]) == len(told["triangles"]) == PHASES


def test_every_side_can_be_drawn() -> None:
    assert set(drawing._AXES) == set(SIDES)
    for axes in drawing._AXES.values():
        assert np.linalg.det(np.array(axes, float)) == pytest.approx(1), "nobody is mirrored"
    assert (PIXELS * WIDE / HIGH).is_integer(), "whole pixels"


def test_blenders_script_knows_nothing_of_retrat() -> None:
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(ast.parse(SOURCE))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported == {"sys", "bpy", "numpy", "mathutils"}


@pytest.mark.skipif("RETRAT_BLENDER" not in os.environ, reason="needs a Python with bpy")
def test_blender_draws_it() -> None:
    made = drawn(rod(), "aside", pixels=64, samples=2)
    assert made.shape == (64, 40 * PHASES, 4)
    first = made[:, :40]
    rows, columns = np.nonzero(first[..., 3] > 128)
    assert rows.max() >= 62, "on the ground"
    assert columns.mean() > 20, "forward is right"
    assert first[rows, columns, 0].mean() > 2 * first[rows, columns, 1].mean()
