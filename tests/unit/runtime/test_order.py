import json
from dataclasses import replace
from pathlib import Path

import pytest
from files import write_photo

from retrat.errors import RequestError
from retrat.provenance.home import Home
from retrat.runtime.order import (
    Order,
    Person,
    order_from,
    require_apart,
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
    for one in ("me.jpg", Path("me.jpg")):
        assert Order(prompt="x", references=one).references == (Path("me.jpg"),)
        assert Person(references=one).references == (Path("me.jpg"),)


@pytest.mark.parametrize(
    "fields", [{"references": None}, {"references": [3]}, {"voice": b"a.wav"}, {"image": 3}]
)
def test_what_is_no_path(fields: dict[str, object]) -> None:
    with pytest.raises(RequestError, match="is no file's path"):
        Order(prompt="x", **fields)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("prompt", 3),
        ("seconds", "4"),
        ("size", "256x256"),
        ("size", [256, 256]),
        ("fps", "24"),
        ("seed", 1.5),
        ("steps", "8"),
        ("face", "1"),
        ("has_sound", "no"),
        ("model", None),
        ("consent", 1),
        ("label", ["en"]),
        ("purpose", 1),
    ],
)
def test_values_of_another_kind(field: str, value: object) -> None:
    name = "frames_per_second" if field == "fps" else field
    with pytest.raises(RequestError, match=f"{field}=.* can't be understood") as caught:
        Order(**{"prompt": "x", name: value}).validate()
    assert caught.value.field == field


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


def test_a_purpose_is_one_that_people_agree_to() -> None:
    Order(prompt="x", purpose="family").validate()
    with pytest.raises(RequestError, match="purpose='fun': give private, family, school") as caught:
        Order(prompt="x", purpose="fun").validate()
    assert caught.value.field == "purpose"


def test_settings_bring_the_order_back(tmp_path: Path, home: Home) -> None:
    photo = write_photo(tmp_path / "me.png")
    order = Order(
        prompt='She says: "Hi."', references=(photo,), seed=5, size=(256, 256), consent="self"
    )
    order = replace(order, purpose="family")
    settings = json.loads(json.dumps(settings_of(order)))
    assert not {"consent", "purpose"} & set(settings)
    assert str(tmp_path) not in json.dumps(settings)
    back = order_from({**settings, "purpose": "publish"}, folders=[tmp_path], home=home)
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


def test_a_file_gives_no_consent(tmp_path: Path, home: Home) -> None:
    """Whoever made the file is not who orders."""
    photo = write_photo(tmp_path / "me.png")
    other = Person(references=(photo,))
    settings = settings_of(Order(prompt="x", references=(photo,), others=(other,)))
    settings |= {"consent": "self"}
    settings["others"][0]["consent"] = "self"
    back = order_from(settings, folders=[tmp_path], home=home)
    assert [person.consent for person in back.people] == [None, None]


@pytest.mark.parametrize(
    "change",
    [
        {"format": 5},
        {"format": [1]},
        {"prompt": None},
        {"prompt": 3},
        {"references": 3},
        {"references": "abc"},
        {"references": [{"name": "x", "sha256": "**"}]},
        {"references": [{"name": "x", "sha256": "A" * 64}]},
        {"references": [{"name": 1, "sha256": "0" * 64}]},
        {"voice": "abc"},
        {"others": [3]},
        {"others": [{"references": [], "voice": None, "face": "1"}]},
        {"seconds": "4"},
        {"size": "256x256"},
        {"size": ["a", "b"]},
        {"size": [1]},
        {"size": [float("nan"), 256]},
        {"frames_per_second": "24"},
        {"seed": "1"},
        {"steps": 2.5},
        {"face": "1"},
        {"has_sound": "no"},
        {"model": None},
        {"label": 5},
    ],
)
def test_settings_of_somebody_else(home: Home, change: dict[str, object]) -> None:
    settings = settings_of(Order(prompt="x")) | change
    if settings["prompt"] is None:
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


@pytest.mark.parametrize("name", ["x" * 300, "x\0y", "\ud800", ""])
def test_names_that_no_file_has(tmp_path: Path, home: Home, name: str) -> None:
    settings = settings_of(Order(prompt="x"))
    settings["references"] = [{"name": name, "sha256": "0" * 64}]
    with pytest.raises(RequestError, match="which this file was made from") as caught:
        order_from(settings, folders=[tmp_path], home=home)
    assert len(str(caught.value)) < 250
    str(caught.value).encode()


def test_output_names_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a" * 237 + ".mp4", "\u00e9" * 120 + ".mp4", "a\0.mp4"):
        with pytest.raises(RequestError, match="at most 240") as caught:
            require_output(tmp_path / name)
        assert caught.value.field == "output"
    with pytest.raises(RequestError, match="can't be looked into"):
        require_output(tmp_path / ("x" * 300) / "a.mp4")

    def closed(path: Path) -> bool:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "is_dir", closed)
    with pytest.raises(RequestError, match="permission denied"):
        require_output(tmp_path / "a.mp4")


def test_an_output_that_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = tmp_path / "talk.mp4"
    given.write_bytes(b"x")
    (tmp_path / "link.mp4").symlink_to(given)
    monkeypatch.chdir(tmp_path)
    for output in (
        given,
        Path("talk.mp4"),
        Path("link.mp4"),
        Path("../") / tmp_path.name / "talk.mp4",
    ):
        with pytest.raises(RequestError, match="would be overwritten") as caught:
            require_apart(output, [tmp_path / "a.wav", given])
        assert caught.value.field == "output"
    require_apart(tmp_path / "other.mp4", [given, Path("a\0b")])
    named = {name: Path(name) for name in ("voice", "image", "place", "audio", "continues")}
    other = Person(references=(Path("c"),), voice=Path("d"))
    everything = Order(prompt="x", references=(Path("a"), Path("b")), others=(other,), **named)
    assert set(everything.files) == {*named.values(), *map(Path, "abcd")}
