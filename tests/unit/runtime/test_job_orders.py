from dataclasses import replace
from pathlib import Path

import pytest
import torch
from files import write_photo, write_sound

from retrat.errors import ConsentError, ReleaseError, RequestError
from retrat.provenance.cast import Enrolment, enrol, require_consent, revoke_all
from retrat.provenance.consent import ReferenceUse, Use
from retrat.provenance.home import Home
from retrat.provenance.seal import Origin
from retrat.runtime.assets import AssetStore
from retrat.runtime.cast_book import CastBook
from retrat.runtime.checks import check_words
from retrat.runtime.deliver import deliver
from retrat.runtime.job_orders import Sources, cast_of, check_request, order_of
from retrat.runtime.models import release_named
from retrat.runtime.settings import Settings
from retrat.types import Clip, FrameRate
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
    order = order_of(
        {**RAIN, "size": "320x192", "seconds": 2, "label": "ca", "purpose": "school", "title": "t"},
        sources,
    )
    assert (order.label, order.purpose) == ("ca", "school")
    assert (order.size, order.seconds, order.seed, order.mode) == ((320, 192), 2, 1, "text")
    check_request(RAIN, sources)
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / CARD).write_bytes((SHIPPED / "nano" / CARD).read_bytes())
    with pytest.raises(ReleaseError, match="is missing"):
        check_request({**RAIN, "model": str(empty)}, sources)


def test_several_people_as_far_as_the_weights_were_trained(
    sources: Sources, tmp_path: Path
) -> None:
    photos = [write_photo(tmp_path / f"{name}.png") for name in ("a", "b")]
    for name, photo in zip(("Ann", "Bea"), photos, strict=True):
        enrol(sources.cast.home, Enrolment(name=name, photos=[photo]))
    stranger = {"photos": [keep(sources, photos[0])]}
    two = {**RAIN, "prompt": 'character2 says "Hi."', "people": [{"cast": "Ann"}, {"cast": "Bea"}]}
    order = order_of(two, sources)
    assert [person.consent for person in order.people] == ["Ann", "Bea"]
    assert len(cast_of(two, sources)) == 2
    check_request(two, sources)
    with pytest.raises(RequestError, match="3 people given; tiny-random was trained for 2"):
        check_request({**two, "people": [*two["people"], stranger]}, sources)
    crowd = replace(order, model="nano", others=order.people * 3)
    with pytest.raises(RequestError, match="trained for 4"):
        check_words(crowd, release_named("nano"))
    with pytest.raises(RequestError, match="character2 speaks"):
        check_request({**two, "people": two["people"][:1]}, sources)


def test_files_of_the_wrong_kind_are_refused(sources: Sources, tmp_path: Path) -> None:
    photo = keep(sources, write_photo(tmp_path / "a.png"))
    sound = keep(sources, write_sound(tmp_path / "a.wav"))
    assert order_of({**RAIN, "image": photo, "audio": sound}, sources).mode == "audio"
    for wrong in ({"image": sound}, {"audio": photo}, {"people": [{"photos": [sound]}]}):
        with pytest.raises(RequestError, match="takes"):
            order_of({**RAIN, **wrong}, sources)


def test_a_clip_that_goes_on_shows_who_was_in_it(sources: Sources, tmp_path: Path) -> None:
    home = sources.cast.home
    record = enrol(home, Enrolment(name="Ann", photos=[write_photo(tmp_path / "a.png")]))
    use = ReferenceUse(kind="face", field="reference", sha256=record.photos[0])
    origin = Origin(
        home=home,
        version="0",
        model="x",
        weights_sha256="0" * 64,
        mode="reference",
        settings={},
        grants=require_consent(home, [use], Use(mode="reference")),
    )
    clip = Clip(pixels=torch.zeros(4, 3, 192, 320), frame_rate=FrameRate(numerator=24))
    made = deliver(clip, tmp_path / "a.mp4", settings={}, origin=origin)
    request = {**RAIN, "continues": keep(sources, made.path)}
    order = order_of(request, sources)
    assert order.continues is not None
    assert (order.continues.read_bytes(), order.mode) == (made.path.read_bytes(), "image")
    assert order.size == (320, 192), "one clip has one size"
    check_request(request, sources)
    with pytest.raises(RequestError, match="Ask for 320x192"):
        check_request({**request, "size": "256x256"}, sources)
    assert cast_of(request, sources) == (record.consent_id,), "so that it stops when they withdraw"
    revoke_all(home, "Ann")
    with pytest.raises(ConsentError, match="withdrawn"):
        check_request(request, sources)


def test_somebody_who_withdrew_is_refused_at_once(sources: Sources, tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "a.png")
    record = enrol(sources.cast.home, Enrolment(name="Ann", photos=[photo]))
    request = {**RAIN, "people": [{"cast": "Ann"}]}
    assert cast_of(request, sources) == (record.consent_id,)
    order = order_of(request, sources)
    assert order.consent == "Ann"
    assert order.references[0].read_bytes() == photo.read_bytes()
    revoke_all(sources.cast.home, "Ann")
    with pytest.raises(ConsentError, match="withdrew"):
        order_of(request, sources)
