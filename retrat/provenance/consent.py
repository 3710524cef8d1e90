"""What a person agreed to, as a signed record; and the rule that every face and voice match one.

An allow-list: a reference that matches nobody enrolled is refused. A reference matches by its
bytes (the very photo or recording that was enrolled) or by its embedding (another photo of the
same person); a name that the user gives narrows the search, it never replaces the match.
"""

import hashlib
import math
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np
from jaxtyping import Float

from retrat.errors import ProvenanceError, RequestError
from retrat.provenance.home import canonical
from retrat.provenance.keys import InstallationKey, is_signed
from retrat.provenance.log import read_time, spell_time

Kind = Literal["face", "voice"]
Evidence = Literal["self", "attested", "spoken"]

PURPOSES = ("private", "family", "school", "publish")
MODES = ("image", "reference", "audio")
# What is used so is asked for in this way, too, whatever else the order holds.
_MODES_OF_FIELDS = {"image": "image", "audio": "audio"}
RECORD_VERSION = 1
# An embedding of length one; which network made it is stored beside it.
Embedding = Float[np.ndarray, " d"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """What for, in which ways and until when."""

    purposes: tuple[str, ...] = ("private", "family")
    modes: tuple[str, ...] = MODES
    until: datetime

    def validate(self, now: datetime) -> None:
        _refuse_unknown(self.purposes, PURPOSES, "purposes")
        _refuse_unknown(self.modes, MODES, "modes")
        if self.until <= now:
            raise RequestError(
                f"until={spell_time(self.until)} has passed. Give a time after {spell_time(now)}.",
                field="until",
            )


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentRecord:
    """One person's consent, signed by the installation where it was given."""

    consent_id: str
    name: str
    statement: str
    covers: tuple[Kind, ...]
    purposes: tuple[str, ...]
    modes: tuple[str, ...]
    issued: str
    expires: str
    evidence: Evidence
    guardian: str | None
    photos: tuple[str, ...]
    voices: tuple[str, ...]
    evidence_sha256: str | None
    public_key: str
    signature: str = ""
    version: int = RECORD_VERSION

    @property
    def body(self) -> bytes:
        """What is signed: everything but the signature."""
        fields = asdict(self)
        del fields["signature"]
        return canonical(fields)

    @property
    def sha256(self) -> str:
        """The name of this record in manifests: says nothing about the person."""
        return hashlib.sha256(canonical(asdict(self))).hexdigest()

    @property
    def is_intact(self) -> bool:
        return is_signed(self.body, signature=self.signature, public=self.public_key)

    def is_expired(self, now: datetime) -> bool:
        return now >= read_time(self.expires)


def parse_record(fields: Mapping[str, Any]) -> ConsentRecord:
    """A record from JSON, strictly: every field known, none missing."""
    try:
        if fields["version"] != RECORD_VERSION:
            raise ProvenanceError(
                f"This consent record has version {fields['version']}; this release reads "
                f"version {RECORD_VERSION}. Update retrat."
            )
        tuples = ("covers", "purposes", "modes", "photos", "voices")
        record = ConsentRecord(**{**fields, **{name: tuple(fields[name]) for name in tuples}})
        read_time(record.expires)
        uuid.UUID(record.consent_id)
    except (KeyError, TypeError, ValueError):
        raise ProvenanceError(
            "This is not a consent record: fields are missing or unknown. Export it again."
        ) from None
    return record


def statement(name: str, scope: Scope, covers: Sequence[Kind], *, guardian: str | None) -> str:
    """The sentence a person agrees to, shown before it is signed."""
    what = " and ".join({"face": "my face", "voice": "my voice"}[kind] for kind in covers)
    who = f"I, {name}," if guardian is None else f"I, {guardian}, as the guardian of {name},"
    if guardian is not None:
        what = what.replace("my ", f"{name}'s ")
    return (
        f"{who} agree that {what} may be used on this machine to generate video and sound with "
        f"retrat, for these purposes: {', '.join(scope.purposes)}; in these ways: "
        f"{', '.join(scope.modes)}; until {scope.until.date().isoformat()}. Every file will be "
        "marked as generated. I can withdraw this at any time."
    )


def sign_record(record: ConsentRecord, key: InstallationKey) -> ConsentRecord:
    fields = {**asdict(record), "public_key": key.public, "signature": ""}
    unsigned = parse_record(fields)
    return parse_record({**fields, "signature": key.sign(unsigned.body)})


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """An enrolled person: the record, whether it still stands, and what to compare with."""

    record: ConsentRecord
    revoked: str | None = None
    embeddings: Mapping[Kind, Float[np.ndarray, "n d"]] = field(default_factory=dict)

    def hashes(self, kind: Kind) -> tuple[str, ...]:
        return self.record.photos if kind == "face" else self.record.voices


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferenceUse:
    """One face or one voice that a request would use, and what is known about it.

    `sha256` is of the file's bytes; `embedding` comes from the networks the release carries (None
    while it carries none); `claimed` is the cast name the user gave; `field` is where the request
    names it; `path` is the file and `face` which face in it is meant, from the left, from 1.
    """

    kind: Kind
    field: str
    sha256: str
    embedding: Embedding | None = None
    claimed: str | None = None
    path: Path | None = None
    face: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MatchThresholds:
    """How near two embeddings of one person are: cosine at least this. Belongs to the weights.

    Strangers are compared with every face that somebody enrolled, so with each doubling of those a
    little more is asked for (`doubled`).
    """

    face: float
    voice: float
    doubled: float = 0.0

    def of(self, kind: Kind, enrolled: int = 1) -> float:
        return self.voice if kind == "voice" else self.face + self.doubled * math.log2(enrolled)


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """What a request wants to do with the references; nothing said about what for is private."""

    mode: str
    purpose: str = "private"

    @classmethod
    def of(cls, mode: str, purpose: str | None) -> "Use":
        return cls(mode=mode) if purpose is None else cls(mode=mode, purpose=purpose)


@dataclass(frozen=True, kw_only=True, slots=True)
class Grant:
    """Permission for one reference: whose record, and how it was recognised."""

    consent_id: str
    record_sha256: str
    kind: Kind
    field: str
    expires: str
    matched_by: Literal["file", "embedding"]
    similarity: float | None = None


def grant(
    reference: ReferenceUse,
    members: Sequence[Member],
    use: Use,
    *,
    thresholds: MatchThresholds | None,
    now: datetime,
) -> Grant:
    """Permission for this reference, or a RequestError that says what is missing."""
    candidates = _claimed(reference, members)
    matches = [
        (member, by, similarity)
        for member in candidates
        if (found := _match(reference, member, thresholds)) is not None
        for by, similarity in [found]
    ]
    if not matches:
        raise RequestError(_nobody(reference, members), field=reference.field)
    refusals = [refusal(member, reference, use, now) for member, _, _ in matches]
    for (member, by, similarity), refused in zip(matches, refusals, strict=True):
        if refused is None:
            return Grant(
                consent_id=member.record.consent_id,
                record_sha256=member.record.sha256,
                kind=reference.kind,
                field=reference.field,
                expires=member.record.expires,
                matched_by=by,
                similarity=similarity,
            )
    raise RequestError(next(r for r in refusals if r), field=reference.field)


def is_known(
    reference: ReferenceUse, members: Sequence[Member], *, thresholds: MatchThresholds | None
) -> bool:
    """Whether this is somebody who was enrolled once, whatever they allow now."""
    return any(_match(reference, member, thresholds) is not None for member in members)


def _claimed(reference: ReferenceUse, members: Sequence[Member]) -> list[Member]:
    if reference.claimed is None:
        return list(members)
    named = [m for m in members if m.record.name == reference.claimed]
    if not named:
        known = ", ".join(sorted({m.record.name for m in members})) or "nobody yet"
        raise RequestError(
            f"Nobody called {reference.claimed!r} is enrolled here ({known}). Enrol them, in "
            f"the studio or with `retrat cast add {reference.claimed} --photo FILE`.",
            field=reference.field,
        )
    return named


def _match(
    reference: ReferenceUse, member: Member, thresholds: MatchThresholds | None
) -> tuple[Literal["file", "embedding"], float | None] | None:
    if reference.sha256 in member.hashes(reference.kind):
        return "file", None
    enrolled = member.embeddings.get(reference.kind)
    if reference.embedding is None or enrolled is None or thresholds is None:
        return None
    similarity = float(np.max(enrolled @ reference.embedding))
    needed = thresholds.of(reference.kind, len(enrolled))
    return ("embedding", similarity) if similarity >= needed else None


def _nobody(reference: ReferenceUse, members: Sequence[Member]) -> str:
    option = "--photo" if reference.kind == "face" else "--voice"
    if reference.claimed is not None:
        return (
            f"The {reference.kind} in {reference.field} does not match the one enrolled as "
            f"{reference.claimed!r}. Use a clearer file, or enrol this one, too, "
            f"in the studio or with `retrat cast add {reference.claimed} {option} FILE`."
        )
    enrolled = len([m for m in members if m.revoked is None])
    return (
        f"The {reference.kind} in {reference.field} matches none of the {enrolled} people who gave "
        f"consent on this machine. If the person agrees, enrol them, in the studio or with "
        f"`retrat cast add NAME {option} FILE` (if it is you, `--consent self` does it, too)."
    )


def refusal(member: Member, reference: ReferenceUse, use: Use, now: datetime) -> str | None:
    """Why this person's record does not allow this, or None when it does."""
    record, name = member.record, member.record.name
    again = "Ask them, and enrol them again."
    where = f"the {reference.kind} in {reference.field}"
    if member.revoked is not None:
        return f"{name} withdrew consent on {member.revoked[:10]}, so {where} is not used. {again}"
    if record.is_expired(now):
        return f"{name}'s consent ended on {record.expires[:10]}, so {where} is not used. {again}"
    if reference.kind not in record.covers:
        return f"{name} agreed to {' and '.join(record.covers)}, not {reference.kind}. {again}"
    for mode in (use.mode, _MODES_OF_FIELDS.get(reference.field, use.mode)):
        if mode not in record.modes:
            allowed = ", ".join(record.modes)
            return f"{name} agreed to {allowed}, not to mode {mode!r}. {again}"
    if use.purpose not in record.purposes:
        allowed = ", ".join(record.purposes)
        say = f"If it is for that, say so (purpose={record.purposes[0]})"
        text = f"{name} agreed to {allowed} use, not to purpose {use.purpose!r}. {say}; else ask"
        return f"{text} them, and enrol them again."
    return None


def check_purpose(purpose: str | None) -> None:
    """Refuse a word for what a clip is for that no record knows."""
    if purpose is not None and purpose not in PURPOSES:
        text = f"purpose={purpose!r}: give {', '.join(PURPOSES[:-1])} or {PURPOSES[-1]}, or"
        raise RequestError(f"{text} leave it out.", field="purpose")


def _refuse_unknown(given: Sequence[str], known: Sequence[str], name: str) -> None:
    unknown = [value for value in given if value not in known]
    if unknown or not given:
        got = ", ".join(map(repr, unknown)) if unknown else "none"
        raise RequestError(f"{name}: {got} given; choose from {', '.join(known)}.", field=name)
