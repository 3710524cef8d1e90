from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from files import write_photo

from retrat.cli.generate import report
from retrat.errors import Cancelled, RequestError, RetratError
from retrat.media import decode_video
from retrat.pipeline.components import Components
from retrat.pipeline.request import GenerateRequest, Recommended
from retrat.provenance.cast import revoke_all
from retrat.provenance.home import Home
from retrat.provenance.manifest import read
from retrat.runtime import engine as engines
from retrat.runtime.engine import Engine, Watch
from retrat.runtime.order import Order
from retrat.runtime.progress import Moment
from retrat.runtime.settings import Settings
from retrat.types import Clip
from retrat.weights import Release

RAIN = Order(prompt="Rain", model="tiny-random", seconds=1, steps=2, seed=1)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return Engine(Settings(), home=Home(root=tmp_path / "home"))


def test_it_stays_warm(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[str] = []
    real = engines.components_of

    def counted(release: Release, device: str) -> Components:
        loads.append(device)
        return real(release, device)

    monkeypatch.setattr(engines, "components_of", counted)
    first = engine.make(RAIN, tmp_path / "a.mp4")
    second = engine.make(RAIN, str(tmp_path / "b.mp4"))
    assert loads == [engine.device]
    one, two = decode_video(tmp_path / "a.mp4"), decode_video(tmp_path / "b.mp4")
    assert (one.pixels == two.pixels).all(), "the same order, the same picture, marks and all"
    assert first.file_id == second.file_id
    assert first.settings == second.settings
    assert second.peak_memory_bytes > 0


def test_what_is_not_heeded_is_said_before_and_after(engine: Engine, tmp_path: Path) -> None:
    told: list[str] = []
    jumping = replace(RAIN, prompt="A man in a park jumps")
    made = engine.make(jumping, tmp_path / "a.mp4", Watch(say=told.append))
    (note,) = made.notes
    assert note.startswith("Jumping is not shown")
    assert f"note: {note}" in told
    assert report(made)["notes"] == [note]
    assert engine.make(replace(RAIN, prompt="A man in a park"), tmp_path / "b.mp4").notes == ()


def test_what_an_order_leaves_open_is_left_to_the_release(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release may answer differently for the first picture, for motion and for the sound."""
    asked: list[GenerateRequest] = []
    real = engines.generate

    def watched(parts: Components, request: GenerateRequest, **rest: Any) -> Clip:
        asked.append(request)
        return real(parts, request, **rest)

    monkeypatch.setattr(engines, "generate", watched)
    engine.make(replace(RAIN, steps=None), tmp_path / "a.mp4")
    engine.make(RAIN, tmp_path / "b.mp4")
    assert isinstance(asked[0].steps, Recommended)
    assert isinstance(asked[0].guidance, Recommended)
    assert asked[1].steps == 2


def test_progress_and_cancelling(engine: Engine, tmp_path: Path) -> None:
    told: list[Moment] = []

    def stop() -> bool:
        return any(moment.stage == "generate" for moment in told)

    with pytest.raises(Cancelled):
        engine.make(RAIN, tmp_path / "a.mp4", Watch(observer=told.append, should_stop=stop))
    assert [moment.stage for moment in told if moment.is_end] == ["check", "load"]
    assert not (tmp_path / "a.mp4").exists()
    assert not list(tmp_path.glob("*.mp4*"))


def test_a_consent_withdrawn_meanwhile_keeps_the_file_in(engine: Engine, tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "me.png")
    order = Order(
        prompt="x", references=(photo,), consent="self", model="tiny-random", seconds=1, steps=1
    )

    def revoking(moment: Moment) -> None:
        if moment.stage == "generate" and moment.is_end:
            revoke_all(engine.home, "self")

    with pytest.raises(RequestError, match="withdrawn"):
        engine.make(order, tmp_path / "a.mp4", Watch(observer=revoking))
    assert not (tmp_path / "a.mp4").exists()


def test_what_it_was_said_to_be_for_leaves_with_it(engine: Engine, tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "me.png")
    order = Order(
        prompt="x", references=(photo,), consent="self", model="tiny-random", seconds=1, steps=1
    )
    engine.make(replace(order, purpose="family"), tmp_path / "a.mp4")
    engine.make(order, tmp_path / "b.mp4")
    told = [read(tmp_path / name, engine.home).purpose for name in ("a.mp4", "b.mp4")]
    assert told == ["family", None]


def test_no_file_that_was_given_is_overwritten(engine: Engine, tmp_path: Path) -> None:
    given = write_photo(tmp_path / "a.png").rename(tmp_path / "a.mp4")
    with pytest.raises(RequestError, match="is a file that you gave"):
        engine.make(replace(RAIN, image=given), given)


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_number_formats(tmp_path: Path, dtype: str) -> None:
    engine = Engine(Settings(dtype=dtype), home=Home(root=tmp_path / "home"))
    assert engine.compute == dtype
    with engine._number_format():
        product = torch.ones(2, 2) @ torch.ones(2, 2)
    assert str(product.dtype) == f"torch.{dtype}"


@pytest.mark.parametrize("problem", ["file", "closed", "damaged key"])
def test_a_home_that_cannot_be_written_is_seen_before_weights_load(
    problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every clip is signed and logged at the exit, one without people, too."""
    monkeypatch.setattr(engines, "components_of", lambda *_: pytest.fail("weights were loaded"))
    home = tmp_path / "home"
    says = "Let RETRAT_HOME name a folder"
    if problem == "file":
        home.write_text("x")
    elif problem == "closed":
        monkeypatch.setattr("os.access", lambda path, _: not str(path).startswith(str(home)))
    else:
        (home / "keys").mkdir(parents=True)
        (home / "keys" / "installation.pem").write_text("x")
        says = "is damaged"
    with pytest.raises(RetratError, match=says):
        Engine(Settings(), home=Home(root=home)).make(RAIN, tmp_path / "a.mp4")
    assert not (tmp_path / "a.mp4").exists()


def test_a_device_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(RequestError, match="device=cuda:1") as caught:
        Engine(Settings(device="cuda:1"))
    assert caught.value.field == "device"
