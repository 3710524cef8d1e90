"""A home of its own for every test, and files to give."""

from pathlib import Path

import pytest
from files import write_photo, write_sound


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keys, cast and log of this test alone."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("RETRAT_HOME", str(folder))
    monkeypatch.setenv("RETRAT_CONFIG", str(folder / "retrat.toml"))
    return folder


@pytest.fixture(scope="session")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_photo(tmp_path_factory.mktemp("photo") / "me.jpg")


@pytest.fixture(scope="session")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sound(tmp_path_factory.mktemp("voice") / "me.wav")
