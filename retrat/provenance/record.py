"""What this machine made: one record and one manifest a file, found again by the id in its marks.

home/outputs/<file id>.json     when, how, with whose consent (ids), the file's hash
             <file id>.c2pa     its manifest, for the day a copy has lost it
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from retrat.errors import ProvenanceError
from retrat.provenance import log
from retrat.provenance.home import Home, canonical, write_private
from retrat.provenance.manifest import Making


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One file that left this machine."""

    name: str
    made: str
    model: str
    mode: str
    seconds: float
    sha256: str
    consent_ids: tuple[str, ...]
    settings: Mapping[str, Any]
    purpose: str | None = None


def remember(
    home: Home,
    making: Making,
    *,
    path: Path,
    manifest: bytes,
    require: Callable[[], None] | None = None,
) -> Record:
    """Write the log, unless `require` refuses at the last moment; keep the record and manifest."""
    record = Record(
        name=making.payload.name,
        made=log.spell_time(log.utc_now()),
        model=making.model,
        mode=making.mode,
        seconds=round(making.seconds, 3),
        sha256=_hash_of(path),
        consent_ids=tuple(sorted({grant.consent_id for grant in making.grants})),
        settings=dict(making.settings),
        purpose=making.purpose if making.grants else None,
    )
    log.append(home, "generation", _told(record), require=require)
    write_private(home.outputs / f"{record.name}.c2pa", manifest)
    write_private(home.outputs / f"{record.name}.json", canonical(asdict(record)))
    return record


def recall(home: Home, start: str) -> Record | None:
    """The record whose id begins so: 14 digits from the picture, 10 from the sound.

    A record that says something else than the log, which is signed, is refused.
    """
    if not re.fullmatch(r"[0-9a-f]{10,14}", start):
        return None
    found = sorted(home.outputs.glob(f"{start}*.json"))
    if len(found) != 1:
        return None
    try:
        fields = json.loads(found[0].read_bytes())
        record = Record(**{**fields, "consent_ids": tuple(fields["consent_ids"])})
    except (ValueError, TypeError, KeyError):
        raise ProvenanceError(
            f"The record {found[0]} is damaged. Put it back from a backup, or remove it."
        ) from None
    if record.name != found[0].stem or _told(record) not in _logged(home, record.name):
        raise ProvenanceError(
            f"The record {found[0]} is not the one that the log tells of. Put it back from a "
            "backup, or remove it."
        )
    return record


def as_left(home: Home, record: Record, path: Path) -> Record | None:
    """The record of exactly this file if it left, to the last bit, under the id of the record.

    A clip that is made again has the same id, other bytes and perhaps other consents.
    """
    sha256 = _hash_of(path)
    for told in _logged(home, record.name):
        if told.get("sha256") == sha256:
            mode, consents = str(told["mode"]), tuple(map(str, told["consent_ids"]))
            left = replace(record, sha256=sha256, mode=mode, consent_ids=consents)
            return replace(left, purpose=told.get("purpose"))
    return None


def is_same_file(home: Home, record: Record, path: Path) -> bool:
    """Whether this is a file that left, to the last bit."""
    return as_left(home, record, path) is not None


def made_with(home: Home, consent_id: str) -> tuple[log.Entry, ...]:
    """What the log says was made with this person's face or voice."""
    return tuple(
        entry
        for entry in log.entries(home)
        if entry.kind == "generation" and consent_id in entry.data.get("consent_ids", ())
    )


def _told(record: Record) -> dict[str, Any]:
    """What the log says of a file."""
    told = {
        "file_id": record.name,
        "sha256": record.sha256,
        "mode": record.mode,
        "consent_ids": list(record.consent_ids),
    }
    return told if record.purpose is None else {**told, "purpose": record.purpose}


def _logged(home: Home, name: str) -> list[Mapping[str, Any]]:
    """Every file that left under this id, the newest first."""
    told = [entry.data for entry in log.entries(home) if entry.kind == "generation"]
    return [data for data in reversed(told) if data.get("file_id") == name]


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
