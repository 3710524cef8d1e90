import json
import os
from pathlib import Path

import pytest
from files import write_photo

from retrat.errors import RequestError
from retrat.provenance.home import Home
from retrat.runtime.assets import AssetStore
from retrat.runtime.job_values import Submission
from retrat.runtime.jobs import JobStore
from retrat.runtime.places import Places
from retrat.runtime.retention import DAY, check_days, tidy

NOW = 2e9
LONG_AGO = NOW - 31 * DAY


def age(path: Path, at: float) -> Path:
    os.utime(path, (at, at))
    return path


def keep(assets: AssetStore, folder: Path, name: str, *, at: float = LONG_AGO) -> str:
    photo = write_photo(folder / f"{name}.png")
    photo.write_bytes(photo.read_bytes() + name.encode())
    with photo.open("rb") as file:
        asset = assets.keep(file, name=photo.name)
    age(assets.path(asset.id).with_suffix(".json"), at)
    return asset.id


def test_uploads_go_when_nothing_uses_them_any_more(tmp_path: Path) -> None:
    places = Places.of(Home(root=tmp_path / "home"))
    store, assets = JobStore(places.jobs), AssetStore(places.assets)
    used, known, unused = (keep(assets, tmp_path, name) for name in "abc")
    new = keep(assets, tmp_path, "d", at=NOW - 29 * DAY)
    job = store.submit(Submission(request={"prompt": "x", "people": [{"photos": [used]}]}))
    (places.characters / "char_1.json").write_text(json.dumps({"photo": known, "voice": None}))
    found = tidy(store, assets, places, days=30, now=NOW)
    assert found.uploads == 1
    assert {asset.id for asset in assets.all()} == {used, known, new} - {unused}
    store.cancel(job.id)
    assert tidy(store, assets, places, days=30, now=NOW).uploads == 0, "it may be tried again"
    store.delete(job.id)
    assert tidy(store, assets, places, days=30, now=NOW).uploads == 1
    store.close()


def test_giving_a_file_again_makes_it_new(tmp_path: Path) -> None:
    assets = AssetStore(tmp_path / "assets")
    asset_id = keep(assets, tmp_path, "a", at=1.0)
    assert assets.given(asset_id) == 1.0
    with (tmp_path / "a.png").open("rb") as file:
        assets.keep(file, name="b.png")
    assert assets.given(asset_id) > 1e9


def test_what_deleted_jobs_left_goes_and_nothing_else(tmp_path: Path) -> None:
    places = Places.of(Home(root=tmp_path / "home"))
    store = JobStore(places.jobs)
    kept, gone, late = (store.submit(Submission(request={"prompt": "x"})).id for _ in range(3))
    for job_id in (gone, late):
        store.cancel(job_id)
        store.delete(job_id)
    foreign = "job_" + "0" * 32
    for job_id in (kept, gone, foreign):
        for path in (places.result(job_id), places.thumbnail(job_id), places.checkpoint(job_id)):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"x")
            age(path, NOW - 2 * DAY)
        places.bench(job_id).mkdir(parents=True)
        (places.bench(job_id) / "part.mp4").write_bytes(b"x")
        age(places.bench(job_id), NOW - 2 * DAY)
    places.result(late).write_bytes(b"x")
    age(places.result(late), NOW - DAY / 2)
    found = tidy(store, AssetStore(places.assets), places, days=30, now=NOW)
    left = [job_id for job_id, _ in places.belongings()]
    assert found.leftovers == 4
    assert {job: left.count(job) for job in left} == {kept: 4, foreign: 4, late: 1}
    store.close()


@pytest.mark.parametrize("days", [0, 0.5, -1, 4000, float("nan")])
def test_files_are_not_forgotten_at_once(days: float) -> None:
    with pytest.raises(RequestError, match="1 to 3650"):
        check_days(days)
