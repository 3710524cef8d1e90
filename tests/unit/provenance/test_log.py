import json
import multiprocessing
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from retrat.errors import ProvenanceError
from retrat.provenance import cast, log
from retrat.provenance.home import Home
from retrat.provenance.keys import KEY_FILE, installation_key


@pytest.fixture
def filled(home: Home, now: datetime) -> Home:
    for index in range(4):
        log.append(home, "consent", {"consent_id": str(index)}, now=now)
    return home


def test_entries_in_order(filled: Home) -> None:
    entries = log.entries(filled)
    assert [entry.data["consent_id"] for entry in entries] == ["0", "1", "2", "3"]
    assert log.check(filled).is_whole
    assert filled.log.stat().st_mode & 0o777 == 0o600


def test_an_empty_log_is_whole(home: Home) -> None:
    assert log.check(home).is_whole
    assert log.entries(home) == ()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda lines: [lines[0], lines[1].replace(b'"1"', b'"9"'), *lines[2:]], "edited"),
        (lambda lines: [lines[0], *lines[2:]], "removed, added or moved"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "removed, added or moved"),
        (lambda lines: lines[:-1], "cut off"),
        (lambda lines: [lines[0], b"{}", *lines[2:]], "cannot be read"),
        (lambda lines: [], "cut off"),
    ],
)
def test_every_change_is_seen(filled: Home, change, problem: str) -> None:
    lines = filled.log.read_bytes().splitlines()
    filled.log.write_bytes(b"".join(line + b"\n" for line in change(lines)))
    assert problem in (log.check(filled).problem or "")
    with pytest.raises(ProvenanceError, match="was changed"):
        log.entries(filled)


def test_nothing_is_added_to_a_log_whose_end_was_changed(filled: Home) -> None:
    lines = filled.log.read_bytes().splitlines()
    for changed in (lines[:-1], [*lines[:-1], lines[-1].replace(b'"3"', b'"8"')], []):
        filled.log.write_bytes(b"".join(line + b"\n" for line in changed))
        with pytest.raises(ProvenanceError, match="was changed"):
            log.append(filled, "consent", {})


def test_a_line_hashed_again_is_not_signed(filled: Home) -> None:
    lines = filled.log.read_bytes().splitlines()
    last = json.loads(lines[-1])
    body = {key: last[key] for key in ("index", "time", "kind", "data")}
    body["data"] = {"consent_id": "forged"}
    last |= body | {"hash": log._hash(last["previous"], body)}
    lines[-1] = json.dumps(last).encode()
    filled.log.write_bytes(b"".join(line + b"\n" for line in lines))
    assert "did not sign" in (log.check(filled).problem or "")


def test_a_lost_head(filled: Home) -> None:
    (filled.root / "log.head").unlink()
    assert "log.head" in (log.check(filled).problem or "")
    with pytest.raises(ProvenanceError):
        log.append(filled, "consent", {})


def test_a_stop_between_line_and_head(filled: Home, now: datetime) -> None:
    head = (filled.root / "log.head").read_bytes()
    log.append(filled, "consent", {"consent_id": "4"}, now=now)
    (filled.root / "log.head").write_bytes(head)
    assert log.check(filled).is_whole
    log.append(filled, "consent", {"consent_id": "5"}, now=now)
    assert len(log.entries(filled)) == 6


def test_a_torn_last_line_is_no_entry(filled: Home, now: datetime) -> None:
    with filled.log.open("ab") as file:
        file.write(b'{"index": 4, "ti')
    assert log.check(filled).is_whole
    log.append(filled, "consent", {"consent_id": "4"}, now=now)
    assert [entry.data["consent_id"] for entry in log.entries(filled)] == list("01234")


def test_a_clock_set_back(filled: Home, now: datetime) -> None:
    early = now - timedelta(days=2)
    with pytest.raises(ProvenanceError, match="--accept-clock"):
        log.append(filled, "consent", {}, now=early)
    with pytest.raises(ProvenanceError, match="clock says 2026-11-20"):
        log.require_clock(filled, early)
    log.accept_clock(filled, now=early)
    log.append(filled, "consent", {}, now=early)
    assert log.check(filled).is_whole


def test_a_key_that_changed(filled: Home) -> None:
    (filled.keys / KEY_FILE).unlink()
    other = Home(root=filled.root.with_name("other"))
    log.append(other, "consent", {})
    (other.keys / KEY_FILE).rename(filled.keys / KEY_FILE)
    assert "the key or the log was exchanged" in (log.check(filled).problem or "")
    with pytest.raises(ProvenanceError, match="at entry 0: a line that this installation did not"):
        log.entries(filled)
    with pytest.raises(ProvenanceError, match="was changed"):
        log.append(filled, "generation", {})


def _append_some(root: Home) -> None:
    for _ in range(5):
        log.append(root, "verification", {})


def _key_of(root: Home, found: Any, start: Any) -> None:
    start.wait()
    found.put(installation_key(root).public)


def test_processes_that_make_the_key_at_once_get_the_same_one(home: Home) -> None:
    context = multiprocessing.get_context("fork")
    for attempt in range(12):
        one = Home(root=home.root / str(attempt))
        found, start = context.Queue(), context.Barrier(4)
        workers = [context.Process(target=_key_of, args=(one, found, start)) for _ in range(4)]
        for worker in workers:
            worker.start()
        keys = {found.get(timeout=30) for _ in workers}
        for worker in workers:
            worker.join()
        assert len(keys) == 1
        assert [path.name for path in one.keys.glob("[!.]*")] == [KEY_FILE]


def test_two_processes_write_one_chain(home: Home) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_append_some, args=(home,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(log.entries(home)) == 10


def test_lines_that_others_add_meanwhile_are_no_change(filled: Home) -> None:
    def write() -> None:
        for _ in range(60):
            log.append(filled, "verification", {})

    writer = threading.Thread(target=write)
    writer.start()
    problems = set()
    while writer.is_alive():
        problems.add(log.check(filled).problem)
    writer.join()
    assert problems == {None}


def test_a_line_between_two_looks_is_no_change(filled: Home, monkeypatch) -> None:
    """The same, without chance: somebody writes right after the head and the lines were read."""
    for name in ("_head", "_lines"):
        look, did = getattr(log, name), []

        def and_write(*given: Any, look=look, did=did) -> Any:
            found = look(*given)
            if not did:
                did.append(log)
                log.append(filled, "verification", {})
            return found

        with monkeypatch.context() as patched:
            patched.setattr(log, name, and_write)
            assert log.check(filled).is_whole, name


def test_the_first_line_is_no_change_either(home: Home, monkeypatch) -> None:
    look, did = log._head, []

    def and_write(*given: Any) -> Any:
        found = look(*given)
        if not did:
            did.append(log)
            log.append(home, "verification", {})
        return found

    monkeypatch.setattr(log, "_head", and_write)
    assert log.check(home).is_whole


def test_a_log_cut_to_its_first_line_is_not_signed_anew(filled: Home) -> None:
    filled.log.write_bytes(filled.log.read_bytes().splitlines(keepends=True)[0])
    (filled.root / "log.head").unlink()
    with pytest.raises(ProvenanceError, match=r"log\.head is missing"):
        log.append(filled, "verification", {})
    assert not log.check(filled).is_whole


def test_a_stop_before_the_first_line(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(log, "_write_line", _stop)
        with pytest.raises(KeyboardInterrupt):
            log.append(home, "verification", {})
    assert (home.root / "log.head").exists()
    assert log.check(home).is_whole
    log.append(home, "verification", {})
    assert len(log.entries(home)) == 1


def test_a_stop_after_the_first_line(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    write = log._write_head
    with monkeypatch.context() as patched:
        patched.setattr(
            log,
            "_write_head",
            lambda *at, count, last: (_stop if count else write)(*at, count=count, last=last),
        )
        with pytest.raises(KeyboardInterrupt):
            log.append(home, "verification", {})
    assert len(log.entries(home)) == 1
    log.append(home, "verification", {})
    assert len(log.entries(home)) == 2


def _stop(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


def test_a_log_that_is_gone_while_what_it_told_of_is_here(
    home: Home, photo: Path, now: datetime
) -> None:
    record = cast.enrol(home, cast.Enrolment(name="Ana", photos=[photo]), now=now)
    cast.revoke_all(home, "Ana", now=now)
    tombstone = home.cast / record.consent_id / "revoked.json"
    kept = tombstone.read_bytes()
    home.log.unlink()
    (home.root / "log.head").unlink()
    for content in (kept, None):
        tombstone.unlink() if content is None else tombstone.write_bytes(content)
        assert "gone" in (log.check(home).problem or "")
        with pytest.raises(ProvenanceError, match="gone"):
            log.append(home, "verification", {}, now=now)
        with pytest.raises(ProvenanceError, match="was changed"):
            log.require_ready(home, now)
    home.root.rename(home.root.with_name("broken"))  # what the sentence advises
    cast.enrol(home, cast.Enrolment(name="Ana", photos=[photo]), now=now)
    assert log.check(home).is_whole


def test_what_lies_beside_an_older_log_is_missed(home: Home, photo: Path, now: datetime) -> None:
    log.append(home, "verification", {}, now=now)
    older = home.log.read_bytes(), (home.root / "log.head").read_bytes()
    record = cast.enrol(home, cast.Enrolment(name="Ana", photos=[photo]), now=now)
    cast.revoke_all(home, "Ana", now=now)
    (home.outputs / "00000000000007.json").write_bytes(b"{}")
    folder = home.cast / record.consent_id
    assert log.untold(home) == (home.outputs / "00000000000007.json",)
    home.log.write_bytes(older[0])
    (home.root / "log.head").write_bytes(older[1])
    assert log.check(home).is_whole, "what only the audit can tell"
    beside = {folder / "revoked.json", folder / "record.json"}
    assert set(log.untold(home)) == {home.outputs / "00000000000007.json", *beside}


def test_who_refuses_at_the_last_moment_adds_nothing(filled: Home) -> None:
    with pytest.raises(KeyboardInterrupt):
        log.append(filled, "generation", {}, require=_stop)
    assert len(log.entries(filled)) == 4
