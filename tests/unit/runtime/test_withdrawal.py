from collections.abc import Iterator
from pathlib import Path

import pytest

from retrat.cli import main
from retrat.provenance.cast import Enrolment, enrol
from retrat.provenance.consent import ConsentRecord
from retrat.provenance.home import Home
from retrat.runtime.job_values import State, Submission
from retrat.runtime.jobs import JobStore
from retrat.runtime.places import Places
from retrat.runtime.withdrawal import stop_work, stop_work_here


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("RETRAT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("RETRAT_JOBS", raising=False)
    return Home.default()


@pytest.fixture
def store(home: Home) -> Iterator[JobStore]:
    opened = JobStore(Places.of(home).jobs)
    yield opened
    opened.close()


def enrolled(home: Home, name: str, tmp_path: Path) -> ConsentRecord:
    photo = tmp_path / f"{name}.png"
    photo.write_bytes(f"a picture of {name}".encode())
    return enrol(home, Enrolment(name=name, photos=[photo]))


def submit(store: JobStore, *, cast: tuple[str, ...] = (), **request: object) -> str:
    return store.submit(Submission(request={"prompt": "x", **request}, cast=cast)).id


def test_every_unfinished_job_of_the_person_and_of_nobody_else(
    home: Home, store: JobStore, tmp_path: Path
) -> None:
    ana, bea = (enrolled(home, name, tmp_path) for name in ("Ana", "Bea"))
    named = submit(store, cast=(ana.consent_id,))
    by_file = submit(store, people=[{"photos": [ana.photos[0]]}])
    first_frame = submit(store, image=ana.photos[0])
    running = submit(store, cast=(ana.consent_id,))
    others = [submit(store, cast=(bea.consent_id,)), submit(store)]
    store.move(running, before=named)
    claimed = store.leases.claim("worker", seconds=60)
    assert claimed is not None
    assert claimed.job.id == running
    assert set(stop_work(store, ana)) == {named, by_file, first_frame, running}
    assert {store.get(one).state for one in (named, by_file, first_frame)} == {State.CANCELLED}
    assert store.get(running).cancel_requested
    assert {store.get(one).state for one in others} == {State.QUEUED}
    assert stop_work(store, ana) == (running,)  # asked again, its worker has yet to stop


def test_without_a_queue_there_is_nothing_to_stop(home: Home, tmp_path: Path) -> None:
    assert stop_work_here(home, enrolled(home, "Ana", tmp_path)) == ()
    assert not Path(Places.of(home).jobs).exists()


@pytest.mark.parametrize("action", ["revoke", "erase"])
def test_the_command_stops_what_waits(
    action: str,
    home: Home,
    store: JobStore,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ana = enrolled(home, "Ana", tmp_path)
    waiting = submit(store, cast=(ana.consent_id,))
    begun = Places.of(home).checkpoint(waiting)
    begun.write_bytes(b"latents that show Ana")
    assert main(["cast", action, "Ana"]) == 0
    assert store.get(waiting).state == State.CANCELLED
    assert begun.exists() is (action == "revoke")
    assert "1 job that used them was stopped" in capsys.readouterr().out


@pytest.mark.parametrize("action", ["revoke", "erase"])
def test_by_name_the_work_of_every_consent_stops(
    action: str,
    home: Home,
    store: JobStore,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    face = enrolled(home, "Ana", tmp_path)
    (tmp_path / "ana.wav").write_bytes(b"the voice of Ana")
    voice = enrol(home, Enrolment(name="Ana", voices=[tmp_path / "ana.wav"]))
    waiting = [submit(store, cast=(one.consent_id,)) for one in (face, voice)]
    waiting.append(submit(store, cast=(face.consent_id, voice.consent_id)))
    assert main(["cast", action, "Ana"]) == 0
    assert {store.get(one).state for one in waiting} == {State.CANCELLED}
    told = capsys.readouterr().out
    assert "3 jobs that used them were stopped" in told
    if action == "erase":
        assert face.consent_id[:8] in told
        assert voice.consent_id[:8] in told
