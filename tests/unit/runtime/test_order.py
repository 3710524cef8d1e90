import json
from pathlib import Path

import pytest
from files import write_photo

from retrat.errors import RequestError
from retrat.provenance.home import Home
from retrat.runtime.order import (
    Order,
    Person,
    order_from,
    require_output,
    settings_of,
    size_from_text,
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(root=tmp_path / "home")


def test_modes() -> None:
    assert Order(prompt="x").mode == "text"
    assert Order(prompt="x", image=Path("a")).mode == "image"
    assert Order(prompt="x", image=Path("a"), voice=Path("b")).mode == "reference"
    assert Order(prompt="x", references=(Path("a"),)).mode == "reference"
    assert Order(prompt="x", references=(Path("a"),), audio=Path("b")).mode == "audio"


def test_paths_may_be_text() -> None:
    order = Order(prompt="x", references=("a.jpg",), voice="b.wav")  # type: ignore[arg-type]
    assert order.references == (Path("a.jpg"),)
    assert order.voice == Path("b.wav")


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (Order(prompt="x", references=(Path("a"),) * 6), "reference"),
        (Order(prompt="x", audio=Path("a"), voice=Path("b")), "voice"),
        (Order(prompt="x", voice=Path("b"), has_sound=False), "voice"),
        (Order(prompt="x", audio=Path("b"), has_sound=False), "audio"),
        (Order(prompt="x", image=Path("b"), place=Path("c")), "place"),
        (Order(prompt="x", continues=Path("b"), place=Path("c")), "place"),
    ],
)
def test_contradictions(order: Order, field: str) -> None:
    with pytest.raises(RequestError) as caught:
        order.validate()
    assert caught.value.field == field


def test_settings_bring_the_order_back(tmp_path: Path, home: Home) -> None:
    photo = write_photo(tmp_path / "me.png")
    order = Order(
        prompt='She says: "Hi."', references=(photo,), seed=5, size=(256, 256), consent="self"
    )
    settings = json.loads(json.dumps(settings_of(order)))
    assert "consent" not in settings
    assert str(tmp_path) not in json.dumps(settings)
    back = order_from(settings, folders=[tmp_path], home=home)
    assert back == Order(
        prompt='She says: "Hi."', references=(photo,), seed=5, size=(256, 256), consent=None
    )


def test_several_people_come_back_too(tmp_path: Path, home: Home) -> None:
    first, second = (write_photo(tmp_path / name) for name in ("a.png", "b.png"))
    other = Person(references=(second,), face=2, consent="Bea")
    order = Order(prompt="x", references=(first,), consent="Ann", others=(other,))
    assert [person.consent for person in order.people] == ["Ann", "Bea"]
    assert order.mode == "reference"
    settings = json.loads(json.dumps(settings_of(order)))
    assert (settings["format"], settings["others"][0]["face"]) == (2, 2)
    assert "Bea" not in json.dumps(settings)
    back = order_from(settings, folders=[tmp_path], home=home)
    assert [(p.references, p.face) for p in back.people] == [((first,), None), ((second,), 2)]
    silent = Order(prompt="x", others=(Person(voice=Path("v")),), has_sound=False)
    with pytest.raises(RequestError, match="Leave one out"):
        silent.validate()


def test_a_place_comes_back_and_older_versions_do_not_overlook_it(
    tmp_path: Path, home: Home
) -> None:
    order = Order(prompt="x", place=write_photo(tmp_path / "kitchen.png"))
    settings = json.loads(json.dumps(settings_of(order)))
    assert (settings["format"], settings["place"]["name"]) == (4, "kitchen.png")
    assert order_from(settings, folders=[tmp_path], home=home) == order
    assert "place" not in settings_of(Order(prompt="x"))


def test_a_file_that_changed_is_not_taken(tmp_path: Path, home: Home) -> None:
    photo = write_photo(tmp_path / "me.png")
    settings = settings_of(Order(prompt="x", references=(photo,)))
    photo.write_bytes(b"another")
    with pytest.raises(RequestError, match=r"me\.png, which this file was made from") as caught:
        order_from(settings, folders=[tmp_path], home=home)
    assert caught.value.field == "reference"


def test_names_cannot_lead_out_of_the_folder(tmp_path: Path, home: Home) -> None:
    secret = write_photo(tmp_path / "secret.png")
    settings = settings_of(Order(prompt="x", references=(secret,)))
    inside = tmp_path / "inside"
    inside.mkdir()
    settings["references"][0]["name"] = "../secret.png"
    with pytest.raises(RequestError, match="which this file was made from"):
        order_from(settings, folders=[inside], home=home)


@pytest.mark.parametrize("change", [{"format": 5}, {"prompt": None}, {"references": 3}])
def test_settings_of_somebody_else(home: Home, change: dict[str, object]) -> None:
    settings = settings_of(Order(prompt="x")) | change
    if change.get("prompt", "x") is None:
        del settings["prompt"]
    with pytest.raises(RequestError, match="not those of retrat"):
        order_from(settings, folders=[], home=home)


def test_sizes() -> None:
    assert size_from_text("320x192") == (320, 192)
    assert size_from_text(" 256X256 ") == (256, 256)
    for text in ("256", "ax b", "-1x5", "256x"):
        with pytest.raises(RequestError, match="256x256"):
            size_from_text(text)


def test_outputs(tmp_path: Path) -> None:
    require_output(tmp_path / "a.mp4")
    for path in (tmp_path, tmp_path / "a.mov", tmp_path / "none" / "a.mp4"):
        with pytest.raises(RequestError) as caught:
            require_output(path)
        assert caught.value.field == "output"
    (tmp_path / "folder.mp4").mkdir()
    with pytest.raises(RequestError, match="is a folder"):
        require_output(tmp_path / "folder.mp4")
