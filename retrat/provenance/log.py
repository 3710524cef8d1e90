"""What happened here, in order, as a chain of hashes: consents, revocations, clips, verifications.

Every line is JSON: index, time, kind, data, the hash of the line before, its own hash, and this
installation's signature of that hash. `log.head` repeats the last hash, signed, so that lines cut
off the end are missed too. Entries hold ids and hashes, never a name, a prompt or a file's place,
so erasing a person leaves nothing of theirs here. The chain shows changes; someone who holds
the installation key can write another one (docs/safety.md).

A line is written before what it tells of: whatever lies beside the log has its entry. So a log that
is gone is missed while anything lies there, and `retrat audit` misses single entries. An older log
put back together with an older cast and older outputs is not found.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock

from retrat.errors import ProvenanceError
from retrat.provenance.beside import traces
from retrat.provenance.home import Home, canonical, write_private
from retrat.provenance.keys import InstallationKey, installation_key, is_signed

CLOCK_TOLERANCE = timedelta(minutes=10)
KINDS = (
    "consent",
    "import",
    "revocation",
    "erasure",
    "generation",
    "verification",
    "clock",
    "spoken",
)
START = "0" * 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of the log."""

    index: int
    time: str
    kind: str
    data: Mapping[str, Any]
    previous: str
    hash: str
    signature: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LogCheck:
    """Every entry that could be read and, if the chain is broken, where and how."""

    entries: tuple[Entry, ...]
    problem: str | None = None
    broken_at: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.problem is None


def utc_now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def spell_time(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_time(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def append(
    home: Home,
    kind: str,
    data: Mapping[str, Any],
    *,
    now: datetime | None = None,
    require: Callable[[], None] | None = None,
) -> Entry:
    """Add one entry; refused when the chain is broken or the clock went back.

    `require` is asked last, when nothing can be added by others any more, and may refuse, too.
    """
    assert kind in KINDS, kind
    key = installation_key(home)
    with _locked(home):
        last = _last(home, key)
        if require is not None:
            require()
        time = now or utc_now()
        _refuse_early_clock(last, time, kind)
        index, previous = (last.index + 1, last.hash) if last else (0, START)
        body: dict[str, Any] = {
            "index": index,
            "time": spell_time(time),
            "kind": kind,
            "data": dict(data),
        }
        hashed = _hash(previous, body)
        entry = Entry(**body, previous=previous, hash=hashed, signature=key.sign(hashed.encode()))
        if last is None:  # so that lines never stand without a head
            _write_head(home, key, count=0, last=START)
        _write_line(home.log, canonical(asdict(entry)) + b"\n")
        _write_head(home, key, count=index + 1, last=hashed)
    return entry


def check(home: Home) -> LogCheck:
    """Read the log from its first line to its last and compare every hash and signature."""
    key = installation_key(home)
    had_head = (home.root / "log.head").exists()
    head, lines = _read_both(home, key)
    entries: list[Entry] = []
    previous = START
    for index, line in enumerate(lines):
        entry, problem = _read(line, index=index, previous=previous, public=key.public)
        if entry is None:
            return LogCheck(entries=tuple(entries), problem=problem, broken_at=index)
        entries.append(entry)
        previous = entry.hash
    if head is None and (entries or had_head):
        return LogCheck(entries=tuple(entries), problem="log.head is missing or changed")
    if head and head[0] > len(entries):
        problem = f"the log has {len(entries)} entries but had {head[0]}: its end was cut off"
        return LogCheck(entries=tuple(entries), problem=problem, broken_at=len(entries))
    if head and head[1] != (entries[head[0] - 1].hash if head[0] else START):
        return LogCheck(entries=tuple(entries), problem="log.head tells of another log")
    if not entries and _is_gone(home, key):
        return LogCheck(entries=(), problem="it is gone, but what it told of lies beside it")
    return LogCheck(entries=tuple(entries))


def touch(home: Home) -> None:
    """What the last line tells of is done: whoever reads the cast when the log changes reads it."""
    os.utime(home.log)


def entries(home: Home) -> tuple[Entry, ...]:
    """The log, or a ProvenanceError when it was changed."""
    checked = check(home)
    if checked.problem:
        raise ProvenanceError(_broken(home, checked.problem, checked.broken_at))
    return checked.entries


def untold(home: Home) -> tuple[Path, ...]:
    """What lies beside the log without an entry: it was added by hand, or entries are missing."""
    found = tuple(traces(home, installation_key(home).public))  # before the lines, never after
    told = {
        (entry.kind, entry.data.get("file_id") or entry.data.get("consent_id"))
        for entry in entries(home)
    }
    return tuple(
        trace.path for trace in found if not any((kind, trace.id) in told for kind in trace.kinds)
    )


def latest_time(home: Home) -> datetime | None:
    """When the last entry was written."""
    lines, _ = _lines(home.log)
    try:
        return read_time(json.loads(lines[-1])["time"]) if lines else None
    except (ValueError, KeyError, TypeError):
        raise ProvenanceError(_broken(home, "a line cannot be read", len(lines) - 1)) from None


def accept_clock(home: Home, *, now: datetime | None = None) -> Entry:
    """Go on from the clock as it is now, and say so in the log."""
    latest = latest_time(home)
    return append(home, "clock", {"was": spell_time(latest) if latest else None}, now=now)


def require_clock(home: Home, now: datetime) -> None:
    """Refuse to work with a clock that stands before the last entry."""
    latest = latest_time(home)
    if latest and now < latest - CLOCK_TOLERANCE:
        raise ProvenanceError(_clock_went_back(now, latest))


def require_ready(home: Home, now: datetime) -> None:
    """Refuse to begin what ends in the log, so that nothing is left behind when it can't be."""
    require_clock(home, now)
    entries(home)


def _refuse_early_clock(last: Entry | None, time: datetime, kind: str) -> None:
    if last and kind != "clock" and time < read_time(last.time) - CLOCK_TOLERANCE:
        raise ProvenanceError(_clock_went_back(time, read_time(last.time)))


def _clock_went_back(now: datetime, latest: datetime) -> str:
    return (
        f"This machine's clock says {spell_time(now)}, but the log already reaches "
        f"{spell_time(latest)}. Set the clock right, or run `retrat audit --accept-clock`."
    )


def _broken(home: Home, problem: str, index: int | None) -> str:
    where = f" at entry {index}" if index is not None else ""
    return (
        f"The log {home.log} was changed{where}: {problem}. Nothing is generated until it is whole "
        "again: put it back from a backup, or move the folder away and enrol again."
    )


def _hash(previous: str, body: Mapping[str, Any]) -> str:
    return hashlib.sha256(previous.encode() + canonical(body)).hexdigest()


def _read(line: bytes, *, index: int, previous: str, public: str) -> tuple[Entry | None, str]:
    try:
        entry = Entry(**json.loads(line))
    except (ValueError, TypeError):
        return None, "a line that cannot be read"
    body = {key: getattr(entry, key) for key in ("index", "time", "kind", "data")}
    if entry.index != index or entry.previous != previous:
        return None, "a line was removed, added or moved"
    if entry.hash != _hash(previous, body):
        return None, "a line was edited"
    if not is_signed(entry.hash.encode(), signature=entry.signature, public=public):
        exchanged = ": the key or the log was exchanged" if index == 0 else ""
        return None, f"a line that this installation did not sign{exchanged}"
    return entry, ""


def _lines(path: Path) -> tuple[list[bytes], bool]:
    """Whole lines, and whether a last one was torn by a crash."""
    if not path.exists():
        return [], False
    parts = path.read_bytes().split(b"\n")
    return parts[:-1], bool(parts[-1])


def _read_both(home: Home, key: InstallationKey) -> tuple[tuple[int, str] | None, list[bytes]]:
    """The head before the lines: others may add lines meanwhile, so that it tells of too few."""
    head, (lines, _) = _head(home, key), _lines(home.log)
    if head is None and lines:  # the first line may have been written in between
        head, (lines, _) = _head(home, key), _lines(home.log)
    return head, lines


def _is_gone(home: Home, key: InstallationKey) -> bool:
    """Whether there is no log where there must have been one."""
    return any(traces(home, key.public)) and not _lines(home.log)[0]


def _last(home: Home, key: InstallationKey) -> Entry | None:
    """The entry to build on: checked against the signed head, a torn line cut off first."""
    lines, torn = _lines(home.log)
    if torn:
        write_private(home.log, b"".join(line + b"\n" for line in lines))
    head = _head(home, key)
    if not lines:
        if any(traces(home, key.public)):
            raise ProvenanceError(_broken(home, "it is gone or empty but had entries", None))
        if head == (0, START) or not (home.root / "log.head").exists():
            return None
        raise ProvenanceError(_broken(home, "it is empty but had entries", 0))
    try:
        previous = json.loads(lines[-2])["hash"] if len(lines) > 1 else START
    except (ValueError, KeyError):
        raise ProvenanceError(_broken(home, "a line cannot be read", len(lines) - 2)) from None
    index = len(lines) - 1
    last, problem = _read(lines[-1], index=index, previous=previous, public=key.public)
    if last is None:
        raise ProvenanceError(_broken(home, problem, index))
    # The head may stand one behind: the machine stopped between the line and the head.
    if head is None:
        raise ProvenanceError(_broken(home, "log.head is missing or changed", None))
    if head not in ((len(lines), last.hash), (len(lines) - 1, previous)):
        raise ProvenanceError(_broken(home, "its end is not the one that was signed", index))
    return last


def _write_line(path: Path, line: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def _write_head(home: Home, key: InstallationKey, *, count: int, last: str) -> None:
    body = {"count": count, "hash": last}
    signed = {**body, "signature": key.sign(canonical(body))}
    write_private(home.root / "log.head", canonical(signed))


def _head(home: Home, key: InstallationKey) -> tuple[int, str] | None:
    """How many entries there were and the hash of the last, if this installation signed it."""
    path = home.root / "log.head"
    try:
        head = json.loads(path.read_bytes())
        body = {"count": int(head["count"]), "hash": str(head["hash"])}
        signature = str(head["signature"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not is_signed(canonical(body), signature=signature, public=key.public):
        return None
    return body["count"], body["hash"]  # type: ignore[return-value]


@contextmanager
def _locked(home: Home) -> Iterator[None]:
    with FileLock(str(home.log.with_suffix(".lock")), timeout=30):
        yield
