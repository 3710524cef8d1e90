from pathlib import Path

import pytest

from retrat.runtime import readiness
from retrat.runtime.readiness import offers, problem_of
from retrat.runtime.settings import Settings
from retrat.weights import Release
from retrat.weights.releases import ReleaseFile


def test_every_release_is_offered_ready_or_not() -> None:
    found = offers(Settings())
    assert found["tiny-random"].problem is None
    assert found["nano"].frames_per_second == 24
    assert [found[name].most_people for name in ("nano", "tiny-random")] == [4, 2]


def test_a_file_is_hashed_again_only_after_it_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(readiness, "require_files", lambda release: asked.append(release.name))
    (tmp_path / "a").write_bytes(b"1")
    file = ReleaseFile(name="a", bytes_=1, sha256="x")
    release = Release(
        name="mine",
        version="1",
        licence="-",
        summary="-",
        folder=tmp_path,
        settings={},
        files={"transformer": file},
    )
    assert [problem_of(release), problem_of(release)] == [None, None]
    assert len(asked) == 1
    (tmp_path / "a").write_bytes(b"12")
    problem_of(release)
    assert len(asked) == 2
