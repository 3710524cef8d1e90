"""The judge of scenes learns from pictures that no release carries, and is scored on others."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from recipes import scene_classifier as recipe
from retrat.train.data.scenes import SCENE_NAMES
from retrat.train.matting import Busts, Photos


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pictures as drawn: those to be scored on are white, those to learn from black."""
    for number in range(recipe.SITES):
        for name in SCENE_NAMES:
            level = 255 if number < recipe.KEPT else 0
            picture = np.full((160, 160, 3), level, np.uint8)
            Image.fromarray(picture).save(tmp_path / f"{name}-{recipe.FIRST_SITE + number}.png")
    return tmp_path


def test_what_is_drawn_is_not_drawn_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def draw(site: object, picture: Path, **_: int) -> None:
        asked.append(picture)
        Image.new("RGB", (160, 160)).save(picture)

    monkeypatch.setattr(recipe, "draw", draw)
    missing = folder / f"kitchen-{recipe.FIRST_SITE + 1}.png"
    missing.unlink()
    found = list(recipe.drawn(folder, range(recipe.KEPT)))
    assert asked == [missing]
    assert [name for name, _ in found] == list(SCENE_NAMES) * recipe.KEPT
    assert all(picture.shape == (160, 160, 3) for _, picture in found)


def test_pictures_to_be_scored_on_are_not_learned_from(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mattes = np.zeros((1, 256, 256), np.uint8)
    mattes[:, 100:, 80:176] = 255
    people = Busts(pictures=np.full((1, 256, 256, 3), 100, np.uint8), mattes=mattes)
    few = Photos(people=people, places=torch.zeros(0, 3, 8, 8))
    monkeypatch.setattr(Photos, "read", lambda *_, **__: few)
    monkeypatch.setattr(recipe, "LEARNED", 1)
    monkeypatch.setattr(recipe, "SCORED", 1)
    learned, scored = recipe.looks_of_sites(folder, folder)
    assert len(learned.frames) == len(SCENE_NAMES) * (recipe.SITES - recipe.KEPT)
    assert len(scored.frames) == len(SCENE_NAMES) * recipe.KEPT
    assert (learned.frames[:, :, 1, 1] == 0).mean() > 0.9
    assert (scored.frames[:, :, 1, 1] > 180).mean() > 0.9
