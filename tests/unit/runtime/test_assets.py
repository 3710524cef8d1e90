import hashlib
import io
import os
from pathlib import Path

import pytest
from files import write_photo, write_sound

from retrat.errors import RequestError
from retrat.runtime import assets
from retrat.runtime.assets import AssetStore, UnknownAsset


@pytest.fixture
def store(tmp_path: Path) -> AssetStore:
    return AssetStore(tmp_path / "assets")


def keep(store: AssetStore, path: Path, **more):
    with path.open("rb") as file:
        return store.keep(file, name=path.name, **more)


def test_a_file_is_kept_by_its_hash_for_its_owner_alone(store: AssetStore, tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "me.jpg")
    asset = keep(store, photo)
    assert asset.id == hashlib.sha256(photo.read_bytes()).hexdigest()
    assert keep(store, photo) == asset
    path = store.path(asset.id)
    assert path.read_bytes() == photo.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert [each.id for each in AssetStore(tmp_path / "assets").all()] == [asset.id]
    store.delete(asset.id)
    with pytest.raises(UnknownAsset):
        store.get(asset.id)


@pytest.mark.parametrize("name", ["../../x.jpg", "C:\\a\\x.jpg", ""])
def test_names_lead_nowhere(store: AssetStore, tmp_path: Path, name: str) -> None:
    content = write_photo(tmp_path / "a.jpg").read_bytes()
    asset = store.keep(io.BytesIO(content), name=name)
    assert asset.name in ("x.jpg", "file")
    with pytest.raises(UnknownAsset):
        store.path("../" * 10 + "etc/passwd")
    (tmp_path / "codes.json").write_text("{}")
    inner = AssetStore(tmp_path / "server" / "assets")
    assert inner.find("../codes") is None  # not even whether it is there


def test_what_is_too_much_is_refused_and_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo, sound = write_photo(tmp_path / "a.png"), write_sound(tmp_path / "a.wav")
    few = AssetStore(tmp_path / "few", most_files=1)
    keep(few, photo)
    with pytest.raises(RequestError, match="1 files"):
        keep(few, sound)
    small = AssetStore(tmp_path / "small", most_together=1000)
    with pytest.raises(RequestError, match="together"):
        keep(small, photo)
    monkeypatch.setitem(assets.MOST_BYTES, "image", 100)
    with pytest.raises(RequestError, match="an image file may have"):
        keep(AssetStore(tmp_path / "limited"), photo)
    with pytest.raises(RequestError, match="neither a picture"):
        AssetStore(tmp_path / "other").keep(io.BytesIO(os.urandom(100)), name="x.jpg")
    left = [path for path in tmp_path.glob("*/**/*") if path.suffix in (".png", ".wav", "")]
    assert not [path for path in left if path.name == "part"]
