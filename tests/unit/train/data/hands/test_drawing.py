"""Hands as pictures."""

import ast
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from retrat.models.made_hands import HAND_HIGH, HAND_WIDE
from retrat.train.data import hands
from retrat.train.data.assets import Pack
from retrat.train.data.hands import drawing
from retrat.train.data.hands.drawing import METRES, PIXELS, SIDE, creases, drawn
from retrat.train.data.hands.poses import POSES, open_joints
from retrat.train.data.headshots import sitting

SOURCE = (Path(hands.__file__).with_name("blender.py")).read_text()
SEED = 40_000_069


def test_what_is_told_is_what_is_posed(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, np.ndarray] = {}

    def traced(_: Path, file: Path, picture: Path, *words: object) -> None:
        with np.load(file) as kept:
            told.update({name: kept[name] for name in kept.files})
        size = round(int(str(words[0])) * HAND_WIDE / HAND_HIGH), int(str(words[0]))
        Image.new("RGBA", size, (1, 2, 3, 4)).save(picture)
        Image.new("RGB", size, (5, 6, 7)).save(picture.with_suffix(".told.png"))

    monkeypatch.setattr(drawing, "traced", traced)
    colours, matter = drawn(POSES["open"], sitting(SEED, pack).person, pack)
    assert colours[0, 0].tolist() == [1, 2, 3, 4]
    assert matter[0, 0].tolist() == [5, 6, 7]
    assert colours.shape[0] == PIXELS
    skin, cloth = told["told0"], told["told1"]
    assert skin[:, 0].max() == 0
    assert cloth[:, 0].min() == 1
    assert (skin[:, 2] > 0.5).any(), "nails"
    assert len(told["points0"]) == len(told["flat0"]) == len(skin)


def test_joints_are_creased_on_both_sides_and_the_palm_has_lines(pack: Pack) -> None:
    joints = open_joints(sitting(SEED, pack).person, pack)
    picture = creases(joints)

    def around(place: np.ndarray, reach: int = 6) -> np.ndarray:
        column = round((place[0] / METRES + 0.5) * SIDE)
        row = round((1 - place[1] / METRES) * SIDE)
        return picture[row - reach : row + reach, column - reach : column + reach].max(axis=(0, 1))

    for number in range(2, 6):
        inner, outer, _ = around(joints[f"finger{number}-2.R"])
        assert min(inner, outer) > 40
    palm = (joints["finger3-1.R"] + joints["wrist.R"]) / 2
    inner, outer, _ = around(palm, 24)
    assert inner > 80 > 40 > outer
    assert picture[: SIDE // 20].max() == 0


def test_blenders_script_knows_nothing_of_retrat() -> None:
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(ast.parse(SOURCE))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported == {"sys", "pathlib", "bpy", "matters", "numpy", "mathutils"}


@pytest.mark.skipif("RETRAT_BLENDER" not in os.environ, reason="needs a Python with bpy")
def test_blender_draws_it(pack: Pack) -> None:
    colours, matter = drawn(POSES["open"], sitting(SEED, pack).person, pack, pixels=64, samples=2)
    there = colours[..., 3] > 128
    assert 0.1 < there.mean() < 0.6
    assert there[:32].any()
    assert matter[-1, there[-1], 0].min() > 200, "a sleeve below"
    assert (matter[16, there[16], 1] > 200).mean() > 0.8, "the palm above"
    skin = colours[16, there[16], :3].astype(float).mean(axis=0)
    assert skin[0] > skin[1] > skin[2]
