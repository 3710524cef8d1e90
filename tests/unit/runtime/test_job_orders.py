from pathlib import Path

import pytest
from files import write_photo, write_sound

from retrat.errors import ConsentError, ReleaseError, RequestError
from retrat.provenance.cast import Enrolment, enrol, revoke
from retrat.provenance.home import Home
from retrat.runtime.assets import AssetStore
from retrat.runtime.casting import CastBook
from retrat.runtime.job_orders import Sources, cast_of, check_request, order_of
from retrat.runtime.settings import Settings
from retrat.weights.releases import CARD, SHIPPED

RAIN = {"prompt": "Rain", "model": "tiny-random", "seed": 1}


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    home = Home(root=tmp_path / "home")
    return Sources(assets=AssetStore(tmp_path / "assets"), cast=CastBook(home), settings=Settings())


def keep(sources: Sources, path: Path) -> str:
    with path.open("rb") as file:
        return sources.assets.keep(file, name=path.name).id


def test_plain_values_become_an_order(sources: Sources, tmp_path: Path) -> None:
    order = order_of({**RAIN, "size": "320x192", "seconds": 2, "title": "t"}, sources)
    assert (order.size, order.seconds, order.seed, order.mode) == ((320, 192), 2, 1, "text")
    check_request(RAIN, sources)
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / CARD).write_bytes((SHIPPED / "nano" / CARD).read_bytes())
    with pytest.raises(ReleaseError, match="is missing"):
        check_request({**RAIN, "model": str(empty)}, sources)
    with pytest.raises(RequestError, match="one person"):
        order_of({**RAIN, "people": [{"cast": "a"}, {"cast": "b"}]}, sources)


def test_files_of_the_wrong_kind_are_refused(sources: Sources, tmp_path: Path) -> None:
    photo = keep(sources, write_photo(tmp_path / "a.png"))
    sound = keep(sources, write_sound(tmp_path / "a.wav"))
    assert order_of({**RAIN, "image": photo, "audio": sound}, sources).mode == "audio"
    for wrong in ({"image": sound}, {"audio": photo}, {"people": [{"photos": [sound]}]}):
        with pytest.raises(RequestError, match="takes"):
            order_of({**RAIN, **wrong}, sources)


def test_somebody_who_withdrew_is_refused_at_once(sources: Sources, tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "a.png")
    record = enrol(sources.cast.home, Enrolment(name="Ann", photos=[photo]))
    request = {**RAIN, "people": [{"cast": "Ann"}]}
    assert cast_of(request, sources) == (record.consent_id,)
    order = order_of(request, sources)
    assert order.consent == "Ann"
    assert order.references[0].read_bytes() == photo.read_bytes()
    revoke(sources.cast.home, "Ann")
    with pytest.raises(ConsentError, match="withdrew"):
        order_of(request, sources)
