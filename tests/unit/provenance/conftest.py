"""A fresh installation and three people who gave consent in it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from retrat.provenance.home import Home

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(root=tmp_path / "home")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "ana.png"
    path.write_bytes(b"a picture of Ana")
    return path


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    path = tmp_path / "ana.wav"
    path.write_bytes(b"the voice of Ana")
    return path
