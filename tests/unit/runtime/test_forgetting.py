import io
import json
from pathlib import Path

import numpy as np
from files import write_photo

from retrat.provenance.cast import Enrolment, enrol
from retrat.provenance.home import Home
from retrat.runtime.assets import AssetStore
from retrat.runtime.forgetting import forget
from retrat.runtime.places import Places


def test_where_no_server_was_none_is_made(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "home")
    photo = write_photo(tmp_path / "a.jpg", np.full((64, 64, 3), 40, np.uint8))
    assert forget(home, enrol(home, Enrolment(name="Ana", photos=[photo]))) == 0
    assert not (home.root / "server").exists()


def test_copies_that_a_killed_process_left_go(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "home")
    photo = write_photo(tmp_path / "a.jpg", np.full((64, 64, 3), 40, np.uint8))
    left = home.root / "held" / "ab"
    left.mkdir(parents=True)
    (left / "a.jpg").write_bytes(photo.read_bytes())
    left.with_suffix(".lock").touch()
    forget(home, enrol(home, Enrolment(name="Ana", photos=[photo])))
    assert not left.exists()


def test_what_the_server_kept_of_somebody_goes(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "home")
    places = Places.of(home)
    store = AssetStore(places.assets)
    pictures = [np.full((64, 64, 3), level, np.uint8) for level in (40, 200)]
    photos = [write_photo(tmp_path / f"{p[0, 0, 0]}.jpg", p) for p in pictures]
    kept = [store.keep(io.BytesIO(path.read_bytes()), name=path.name).id for path in photos]
    record = enrol(home, Enrolment(name="Ana", photos=photos[:1]))
    for number, photo in enumerate(kept):
        (places.characters / f"char_{number}.json").write_text(json.dumps({"photo": photo}))
        places.checkpoint(f"job_{number}").write_bytes(b"latents")
        places.result(f"job_{number}").write_bytes(b"a clip")
    assert forget(home, record, stopped=["job_0"]) == 3
    assert store.find(kept[0]) is None
    assert store.find(kept[1]) is not None
    assert [path.name for path in places.characters.glob("*.json")] == ["char_1.json"]
    assert not places.checkpoint("job_0").exists()
    assert places.checkpoint("job_1").exists()
    assert places.result("job_0").exists()  # made with consent: until somebody deletes it
    assert forget(home, record) == 0
