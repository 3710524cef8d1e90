"""How the cast lies on disk, and what of it can be trusted.

home/cast/<consent id>/record.json       signed; version 1
                      /photos, voices    the very files that were given, by hash
                      /face.npz ...      embeddings to match with, tagged against exchange
                      /revoked.json      signed; outlives everything else
                      /accepted.json     signed; a record from another installation, taken here
"""

import hashlib
import hmac
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float

from retrat.errors import ProvenanceError, RequestError
from retrat.provenance import log
from retrat.provenance.consent import ConsentRecord, Kind, Member, parse_record
from retrat.provenance.home import Home, canonical, private_folder, write_private
from retrat.provenance.keys import installation_key, is_signed

FOLDERS: Mapping[Kind, str] = {"face": "photos", "voice": "voices"}
# Files by hash, with how their names end.
Files = Mapping[str, tuple[bytes, str]]
# Which network's numbers are wanted for a face and for a voice.
Embedders = Mapping[Kind, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cast:
    """Everyone enrolled here, and records that cannot be trusted, each with the reason."""

    members: tuple[Member, ...]
    problems: Mapping[str, str]

    def find(self, who: str) -> Member:
        """By name (the newest that stands) or by the start of a consent id."""
        return self.find_all(who)[0]

    def find_all(self, who: str) -> tuple[Member, ...]:
        """By name everything under it, what stands first, then the newest; by id the one."""
        named = [m for m in self.members if m.record.name == who]
        started = [m for m in self.members if len(who) >= 4 and m.record.consent_id.startswith(who)]
        if not (named or started):
            known = ", ".join(sorted({m.record.name for m in self.members})) or "nobody yet"
            raise RequestError(f"Nobody called {who!r} is enrolled here ({known}).", field="name")
        found = sorted(named or started, key=lambda m: m.record.issued, reverse=True)
        found.sort(key=lambda m: m.revoked is not None)
        return tuple(found) if named else tuple(found[:1])


def load_cast(home: Home, *, embedders: Embedders | None = None) -> Cast:
    """Every record here that is intact, with the embeddings that these networks made."""
    withdrawn = _withdrawn(home)
    members, problems = [], {}
    for folder in sorted(path for path in home.cast.iterdir() if path.is_dir()):
        try:
            member = _load(home, folder, embedders or {})
        except ProvenanceError as error:
            problems[folder.name] = str(error)
            continue
        if member is not None:
            members.append(replace(member, revoked=member.revoked or withdrawn.get(folder.name)))
    return Cast(members=tuple(members), problems=problems)


def files(home: Home, record: ConsentRecord, kind: Kind) -> tuple[Path, ...]:
    """The photos or recordings a person gave, checked against the record."""
    hashes = record.photos if kind == "face" else record.voices
    folder = home.cast / record.consent_id / FOLDERS[kind]
    paths = []
    for sha256 in hashes:
        path = next(folder.glob(f"{sha256}.*"), None)
        if path is None or sha256_of(path.read_bytes()) != sha256:
            raise ProvenanceError(
                f"A {kind} file of consent {record.consent_id[:8]} is missing or was changed. "
                f"Enrol {record.name} again."
            )
        paths.append(path)
    return tuple(paths)


def store_embeddings(
    home: Home,
    consent_id: str,
    kind: Kind,
    vectors: Float[np.ndarray, "n d"],
    *,
    embedder: str,
) -> None:
    """Keep what to match with, unit vectors or means of them, tagged with a secret of this
    installation; what is longer is made as long.
    """
    buffer = io.BytesIO()
    most = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1.0)
    np.savez(buffer, vectors=most.astype(np.float32), embedder=np.array(embedder))
    content = buffer.getvalue()
    tag = _tag(home, consent_id, kind, content)
    write_private(home.cast / consent_id / f"{kind}.npz", tag + content)


def write_member(home: Home, record: ConsentRecord, content: Mapping[str, Files]) -> Path:
    """Files first, the record last: a folder without a record is no consent."""
    folder = private_folder(home.cast / record.consent_id)
    for name, named in content.items():
        for sha256, (file, suffix) in named.items():
            write_private(private_folder(folder / name) / f"{sha256}{suffix}", file)
    write_private(folder / "record.json", canonical(asdict(record)))
    return folder


def _load(home: Home, folder: Path, embedders: Embedders) -> Member | None:
    """A member; None for a tombstone or an unfinished folder."""
    revoked = _revoked(folder)
    path = folder / "record.json"
    if not path.exists():
        return None
    try:
        record = parse_record(json.loads(path.read_bytes()))
    except ValueError:
        raise ProvenanceError("the record cannot be read.") from None
    if record.consent_id != folder.name or not record.is_intact:
        raise ProvenanceError("the record was changed after it was signed.")
    if record.public_key != installation_key(home).public and not _accepted(home, record):
        raise ProvenanceError("the record was signed by another installation.")
    embeddings = {
        kind: vectors
        for kind, embedder in embedders.items()
        if (vectors := _load_embeddings(home, record.consent_id, kind, embedder)) is not None
    }
    return Member(record=record, revoked=revoked, embeddings=embeddings)


def _withdrawn(home: Home) -> dict[str, str]:
    """Revocations that the log remembers, so that deleting a tombstone brings nothing back."""
    kinds = ("revocation", "erasure")
    told = [entry for entry in log.entries(home) if entry.kind in kinds]
    return {str(entry.data["consent_id"]): entry.time for entry in told}


def _revoked(folder: Path) -> str | None:
    """When the consent was withdrawn. Any tombstone counts, even one that cannot be read."""
    path = folder / "revoked.json"
    if not path.exists():
        return None
    try:
        return str(json.loads(path.read_bytes())["time"])
    except (ValueError, KeyError, TypeError):
        return "an unknown day"


def write_tombstone(home: Home, record: ConsentRecord, *, erased: bool, now: datetime) -> None:
    body = {**logged(record), "time": log.spell_time(now), "erased": erased}
    signed = {**body, "signature": installation_key(home).sign(canonical(body))}
    write_private(home.cast / record.consent_id / "revoked.json", canonical(signed))


def _accepted(home: Home, record: ConsentRecord) -> bool:
    try:
        accepted = json.loads((home.cast / record.consent_id / "accepted.json").read_bytes())
        body, signature = str(accepted["body"]).encode(), str(accepted["signature"])
        named = json.loads(body)["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    public = installation_key(home).public
    return named == record.sha256 and is_signed(body, signature=signature, public=public)


def _load_embeddings(
    home: Home, consent_id: str, kind: Kind, embedder: str
) -> Float[np.ndarray, "n d"] | None:
    """Embeddings of this network; None if there are none or they were exchanged."""
    path = home.cast / consent_id / f"{kind}.npz"
    if not path.exists():
        return None
    stored = path.read_bytes()
    tag, content = stored[:32], stored[32:]
    if not hmac.compare_digest(tag, _tag(home, consent_id, kind, content)):
        raise ProvenanceError(f"the stored {kind} was exchanged.")
    with np.load(io.BytesIO(content), allow_pickle=False) as found:
        if str(found["embedder"]) != embedder:
            return None
        vectors: np.ndarray = found["vectors"]
    return vectors


def _tag(home: Home, consent_id: str, kind: Kind, content: bytes) -> bytes:
    secret = installation_key(home).secret("embeddings")
    return hmac.new(secret, f"{consent_id} {kind} ".encode() + content, "sha256").digest()


def logged(record: ConsentRecord) -> dict[str, Any]:
    """What the log may know: ids and hashes."""
    return {"consent_id": record.consent_id, "record_sha256": record.sha256}


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
