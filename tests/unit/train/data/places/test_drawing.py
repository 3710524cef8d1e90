"""From a site to its file, and with Blender to a picture."""

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from retrat.train.data.places.drawing import draw, main, saved
from retrat.train.data.places.site import WHITE, Matter, Site, glowing

RED = Matter(colour=(0.8, 0.02, 0.02), moves="water")


def wall() -> Site:
    """Red to the right, something that glows to the left."""
    site = Site(seed=0)
    site.sheet([(0, 3, -3), (6, 3, -3), (6, 3, 6), (0, 3, 6)], RED)
    site.box((-0.8, 3, 0), (0.6, 0.1, 1.4), glowing((0.2, 0.3, 1.0), 3))
    site.box((3, 2.9, 0), (0.1, 0.1, 0.1), WHITE)
    site.box((3, 2.9, 1), (0.1, 0.1, 0.1), WHITE)
    return site


def test_a_file_has_every_shape_and_each_matter_once(tmp_path: Path) -> None:
    with np.load(saved(wall(), tmp_path / "wall.npz")) as file:
        told = json.loads(str(file["told"]))
        assert file["vertices0"].tolist()[1] == [6, 3, -3]
        assert file["corners1"].shape == (6, 4)
    assert [each["matter"] for each in told["shapes"]] == [0, 1, 2, 2]
    assert [each["moves"] for each in told["matters"]] == ["water", "lights", ""]
    assert told["view"]["stop"] == wall().view.stop
    assert told["sky"]["elevation"] is None


def test_a_drawing_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python without bpy."""
    monkeypatch.setenv("RETRAT_BLENDER", sys.executable)
    with pytest.raises(RuntimeError, match=r"(?s)could not draw wall.png.*bpy"):
        draw(wall(), tmp_path / "wall.png")
    assert not list(tmp_path.iterdir()), "nothing is left behind"


def test_the_command_draws_the_first_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[object, ...]] = []
    name = "retrat.train.data.places.drawing"
    monkeypatch.setattr(f"{name}.site_of", lambda *given: told.append(given))
    monkeypatch.setattr(f"{name}.draw", lambda site, path, **_: told.append((path,)))
    picture = tmp_path / "cafe.png"
    monkeypatch.setattr(sys, "argv", ["drawing", str(picture), "--place", "cafe", "--seed", "4"])
    main()
    assert told == [("cafe", 4, "by day"), (picture,)]


@pytest.mark.skipif("RETRAT_BLENDER" not in os.environ, reason="needs a Python with bpy")
def test_blender_draws_what_is_there_and_what_moves(tmp_path: Path) -> None:
    picture, motion = tmp_path / "wall.png", tmp_path / "motion.png"
    draw(wall(), picture, pixels=48, samples=8, motion=motion)
    seen, moves = (np.asarray(Image.open(path).convert("RGB")) / 255 for path in (picture, motion))
    right, left = seen[10:30, 36:44].mean(axis=(0, 1)), seen[30:44, 6:12].mean(axis=(0, 1))
    assert right[0] > right[2] + 0.2
    assert left[2] > left[0]
    assert moves[:, 48:].mean(axis=(0, 1)) == pytest.approx([1, 0, 0], abs=0.02)
    assert moves[40:60, 8:16].mean(axis=(0, 1))[2] > 0.5
    assert moves[:20, :20].max() < 0.05
