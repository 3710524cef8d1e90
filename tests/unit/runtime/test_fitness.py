from pathlib import Path

import numpy as np
import pytest
from files import tone, write_photo, write_sound
from people import astronaut
from PIL import Image, ImageFilter

from retrat.runtime.assets import Asset, AssetStore
from retrat.runtime.fitness import Fitness, fitness_of


@pytest.fixture
def store(tmp_path: Path) -> AssetStore:
    return AssetStore(tmp_path / "assets")


def look(store: AssetStore, path: Path, use: str) -> Fitness:
    with path.open("rb") as file:
        asset: Asset = store.keep(file, name=path.name)
    return fitness_of(store.path(asset.id), asset, use)


def test_a_photo_is_measured(store: AssetStore, tmp_path: Path) -> None:
    sharp = look(store, write_photo(tmp_path / "a.png"), "photo")
    assert (sharp.problem, len(sharp.faces)) == (None, 1)
    soft = Image.fromarray(astronaut()).filter(ImageFilter.GaussianBlur(2))
    blurred = look(store, write_photo(tmp_path / "b.png", np.asarray(soft)), "photo")
    dark = look(store, write_photo(tmp_path / "c.png", astronaut() // 3), "photo")
    assert sharp.sharpness is not None
    assert blurred.sharpness is not None
    assert sharp.sharpness > 1 > blurred.sharpness
    assert dark.light is not None
    assert sharp.light is not None
    assert dark.light < sharp.light / 2


def test_a_wall_is_a_first_frame_but_no_photo(store: AssetStore, tmp_path: Path) -> None:
    wall = write_photo(tmp_path / "a.png", np.full((300, 300, 3), 90, np.uint8))
    assert look(store, wall, "image").problem is None
    assert "no face" in str(look(store, wall, "photo").problem)
    assert look(store, wall, "place").problem is None
    somebody = look(store, write_photo(tmp_path / "b.png"), "place")
    assert "shows somebody" in str(somebody.problem)


def test_a_voice_is_measured(store: AssetStore, tmp_path: Path) -> None:
    talk = look(store, write_sound(tmp_path / "a.wav"), "voice")
    assert talk.problem is None
    assert talk.level_db is not None
    assert talk.noise_db is not None
    assert talk.level_db > talk.noise_db
    assert talk.speech_seconds is not None
    assert talk.speech_seconds > 0.5


def test_a_tone_is_a_sound_track_but_no_voice(store: AssetStore, tmp_path: Path) -> None:
    import torch

    from retrat.types import Audio

    beep = Audio(samples=torch.from_numpy(tone(2.0))[None], sample_rate=24_000)
    path = write_sound(tmp_path / "a.wav", beep)
    assert look(store, path, "audio").problem is None
    assert "steady tone" in str(look(store, path, "voice").problem)
