"""The drawing command."""

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from retrat.train.data.scene_sheet import SceneCanvas, main, sheet
from retrat.train.data.scenes import scene_from_seed


def test_a_canvas_draws_upright_in_any_shape(egl: None) -> None:
    with SceneCanvas(40, 24) as canvas:
        drawn = canvas.draw(scene_from_seed("beach", 0), 0.0).astype(float)
    assert drawn.shape == (24, 40, 3)
    top, bottom = drawn[:6].mean(axis=(0, 1)), drawn[-4:].mean(axis=(0, 1))
    assert top[2] - top[0] > bottom[2] - bottom[0]  # the sky is bluer than the sand


def test_the_sheet_shows_each_seed_at_two_times(egl: None) -> None:
    drawn = sheet(("studio", "park"), range(2), size=16)
    assert drawn.shape == (32, 64, 3)
    assert not np.array_equal(drawn[16:, :16], drawn[16:, 16:32])


def test_the_command_writes_a_picture(
    egl: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sheet.png"
    arguments = ["scene_sheet", str(path), "--scene", "studio", "--seeds", "1", "--size", "16"]
    monkeypatch.setattr(sys, "argv", arguments)
    main()
    with Image.open(path) as written:
        assert written.size == (32, 16)
