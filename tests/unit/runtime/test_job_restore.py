"""From a file's settings back to its request, with what is still here."""

from dataclasses import asdict
from pathlib import Path

import pytest
import torch
from files import write_photo

from retrat.errors import RequestError
from retrat.media import encode_clip
from retrat.provenance.cast import Enrolment, enrol, revoke_all
from retrat.provenance.home import Home
from retrat.runtime.assets import AssetStore
from retrat.runtime.cast_book import CastBook
from retrat.runtime.job_orders import Sources, order_of
from retrat.runtime.job_restore import restored
from retrat.runtime.order import settings_of
from retrat.runtime.settings import Settings
from retrat.types import Clip, FrameRate

RAIN = {"prompt": "Rain", "model": "tiny-random", "seed": 1}


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    home = Home(root=tmp_path / "home")
    return Sources(assets=AssetStore(tmp_path / "assets"), cast=CastBook(home), settings=Settings())


def keep(sources: Sources, path: Path) -> str:
    with path.open("rb") as file:
        return sources.assets.keep(file, name=path.name).id


def test_a_file_of_ours_gives_its_request_back(sources: Sources, tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "a.png")
    request = {**RAIN, "people": [{"photos": [keep(sources, photo)]}], "size": "256x256"}
    request["label"] = "zh"
    before = tmp_path / "before.mp4"
    encode_clip(Clip(pixels=torch.zeros(2, 3, 64, 64), frame_rate=FrameRate(numerator=24)), before)
    request["continues"] = keep(sources, before)
    settings = settings_of(order_of(request, sources))
    again, missing = restored(settings, sources)
    assert not missing
    assert asdict(order_of(again, sources)) == asdict(order_of(request, sources))
    record = enrol(sources.cast.home, Enrolment(name="Ann", photos=[photo]))
    assert restored(settings, sources)[0]["people"][0]["cast"] == record.consent_id
    placed = {**RAIN, "place": keep(sources, write_photo(tmp_path / "place.png"))}
    back, _ = restored(settings_of(order_of(placed, sources)), sources)
    assert back["place"] == placed["place"]
    revoke_all(sources.cast.home, "Ann")
    sources.assets.delete(request["people"][0]["photos"][0])
    assert restored(settings, sources)[1] == [f"{request['people'][0]['photos'][0]}.png"]
    for foreign in (None, {}, {"format": 99, "prompt": "x"}):
        with pytest.raises(RequestError, match="no settings"):
            restored(foreign, sources)
