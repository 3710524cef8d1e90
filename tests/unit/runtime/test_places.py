from pathlib import Path

from retrat.provenance.home import Home
from retrat.runtime.places import Places


def test_everything_is_in_the_home_and_its_owner_s_alone(tmp_path: Path) -> None:
    places = Places.of(Home(root=tmp_path / "home"))
    job = "job_1"
    kinds = (places.result(job), places.thumbnail(job), places.preview(job), places.checkpoint(job))
    assert len(set(kinds)) == 4
    for path in (*kinds, places.assets, places.bench(job), Path(places.jobs)):
        assert path.is_relative_to(tmp_path / "home" / "server")
    for folder in {path.parent for path in kinds}:
        assert folder.stat().st_mode & 0o077 == 0


def test_the_queue_may_be_elsewhere(tmp_path: Path) -> None:
    url = "postgresql://host/name"
    assert Places.of(Home(root=tmp_path), url).jobs == url
