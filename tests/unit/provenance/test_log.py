import json
import multiprocessing
from datetime import datetime, timedelta
from typing import Any

import pytest

from retrat.errors import ProvenanceError
from retrat.provenance import log
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
