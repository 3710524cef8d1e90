"""The people who may appear: enrol, revoke, erase, and ask permission for a face or a voice."""

import shutil
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from jaxtyping import Float

from retrat.errors import RequestError
from retrat.provenance import log
from retrat.provenance.consent import (
    ConsentRecord,
    Evidence,
    Grant,
    Kind,
    MatchThresholds,
    ReferenceUse,
    Scope,
    Use,
    grant,
    sign_record,
    statement,
)
from retrat.provenance.home import Home
from retrat.provenance.keys import installation_key
from retrat.provenance.store import (
    Cast,
    Embedders,
    Files,
    load_cast,
    logged,
    sha256_of,
    store_embeddings,
    write_member,
    write_tombstone,
)

YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True, slots=True)
class Enrolment:
    """What a person gives: pictures, recordings, and what they agree to."""

    name: str
    photos: Sequence[Path] = ()
    voices: Sequence[Path] = ()
    scope: Scope | None = None
    evidence: Evidence = "attested"
    guardian: str | None = None
    evidence_file: Path | None = None
    embeddings: Mapping[Kind, Float[np.ndarray, "n d"]] = field(default_factory=dict)
    embedders: Embedders = field(default_factory=dict)

    @property
    def covers(self) -> tuple[Kind, ...]:
        kinds: list[Kind] = []
        if self.photos:
            kinds.append("face")
        if self.voices:
            kinds.append("voice")
        return tuple(kinds)


def default_scope(now: datetime | None = None) -> Scope:
    """Private and family use, in every mode, for a year."""
    return Scope(until=(now or log.utc_now()) + YEAR)


def propose(enrolment: Enrolment, *, now: datetime | None = None) -> str:
    """The statement to show before it is signed; refuses what could not be enrolled."""
    now = now or log.utc_now()
    if not enrolment.name.strip() or len(enrolment.name) > 80 or not enrolment.name.isprintable():
        raise RequestError(
            f"name={enrolment.name!r}: give a name of 1 to 80 printable characters.", field="name"
        )
    if not enrolment.covers:
        raise RequestError(
            f"{enrolment.name} gave neither a photo nor a voice. Give at least one.",
            field="photo",
        )
    scope = enrolment.scope or default_scope(now)
    scope.validate(now)
    return statement(enrolment.name, scope, enrolment.covers, guardian=enrolment.guardian)


def enrol(home: Home, enrolment: Enrolment, *, now: datetime | None = None) -> ConsentRecord:
    """Store a signed record and the files it speaks of."""
    now = now or log.utc_now()
    text = propose(enrolment, now=now)
    log.require_ready(home, now)
    scope = enrolment.scope or default_scope(now)
    photos, voices = _read_all(enrolment.photos, "photo"), _read_all(enrolment.voices, "voice")
    proof = _read_all([enrolment.evidence_file], "spoken") if enrolment.evidence_file else {}
    key = installation_key(home)
    record = sign_record(
        ConsentRecord(
            consent_id=str(uuid.uuid4()),
            name=enrolment.name,
            statement=text,
            covers=enrolment.covers,
            purposes=scope.purposes,
            modes=scope.modes,
            issued=log.spell_time(now),
            expires=log.spell_time(scope.until),
            evidence=enrolment.evidence,
            guardian=enrolment.guardian,
            photos=tuple(photos),
            voices=tuple(voices),
            evidence_sha256=next(iter(proof), None),
            public_key=key.public,
        ),
        key,
    )
    files = {"photos": photos, "voices": voices, "evidence": proof}
    log.append(home, "consent", logged(record), now=now)
    write_member(home, record, files)
    for kind, vectors in enrolment.embeddings.items():
        embedder = enrolment.embedders[kind]
        store_embeddings(home, record.consent_id, kind, vectors, embedder=embedder)
    log.touch(home)
    return record


def enrol_self(home: Home, enrolment: Enrolment, *, now: datetime | None = None) -> ConsentRecord:
    """`--consent self`: the person at the machine, in one step; the statement was shown to them."""
    return enrol(home, replace(enrolment, evidence="self"), now=now)


def require_consent(
    home: Home,
    references: Sequence[ReferenceUse],
    use: Use,
    *,
    thresholds: MatchThresholds | None = None,
    embedders: Embedders | None = None,
    now: datetime | None = None,
) -> tuple[Grant, ...]:
    """Permission for every face and voice that is used, or a RequestError about the first without.

    No reference, no question: objects, pets and drawings have no face to find.
    """
    if not references:
        return ()
    now = now or log.utc_now()
    log.require_clock(home, now)
    cast = load_cast(home, embedders=embedders)
    try:
        return tuple(
            grant(reference, cast.members, use, thresholds=thresholds, now=now)
            for reference in references
        )
    except RequestError as error:
        if not cast.problems:
            raise
        damaged = "; ".join(f"{key[:8]}: {why}" for key, why in cast.problems.items())
        raise RequestError(
            f"{error.message} Records that cannot be trusted were left out ({damaged})",
            field=error.field,
        ) from None


def require_standing(
    home: Home, consent_ids: Iterable[str], *, now: datetime | None = None
) -> None:
    """Refuse when a consent that allowed a job was withdrawn or ended since.

    Asked when queued work starts and again before a file leaves.
    """
    now = now or log.utc_now()
    log.require_clock(home, now)
    cast = load_cast(home)
    standing = {m.record.consent_id: m for m in cast.members}
    for consent_id in consent_ids:
        member = standing.get(consent_id)
        if member is None or member.revoked is not None:
            raise RequestError(
                f"Consent {consent_id[:8]}, which this work was allowed by, was withdrawn or "
                "removed. Nothing was written.",
                field="consent",
            )
        if member.record.is_expired(now):
            raise RequestError(
                f"Consent {consent_id[:8]}, which this work was allowed by, ended on "
                f"{member.record.expires[:10]}. Nothing was written.",
                field="consent",
            )


def who_agreed(home: Home, consent_ids: Iterable[str]) -> tuple[str, ...]:
    """The names of those who gave these consents, each once and in order, and what has become of
    their consent; who was erased has no name.
    """
    wanted, names = tuple(consent_ids), dict[str, None]()
    cast = load_cast(home) if wanted else Cast(members=(), problems={})
    given = {member.record.consent_id: member for member in cast.members}
    for consent_id in wanted:
        if consent_id in given:
            member = given[consent_id]
            since = " (withdrawn since)" if member.revoked else ""
            names[f"{member.record.name}{since}"] = None
        elif consent_id in cast.problems:
            names["somebody whose record was damaged since"] = None
        else:
            names["somebody who was erased since"] = None
    return tuple(sorted(names))


def revoke_all(home: Home, who: str, *, now: datetime | None = None) -> tuple[ConsentRecord, ...]:
    """Withdraw: from now on the person is refused. Their files stay until `erase_all`.

    By name every consent of that name that stands, by id that one alone; the newest comes first.
    """
    found = load_cast(home).find_all(who)
    records = [m.record for m in found if m.revoked is None] or [found[0].record]
    for record in records:
        log.append(home, "revocation", logged(record), now=now)
        write_tombstone(home, record, erased=False, now=now or log.utc_now())
    log.touch(home)
    return tuple(records)


def erase_all(home: Home, who: str, *, now: datetime | None = None) -> tuple[ConsentRecord, ...]:
    """Withdraw, and remove face, voice, embeddings and name. The tombstones hold ids alone.

    By name every consent of that name, withdrawn ones too; by id that one alone.
    """
    records = tuple(member.record for member in load_cast(home).find_all(who))
    for record in records:
        log.append(home, "erasure", logged(record), now=now)
        write_tombstone(home, record, erased=True, now=now or log.utc_now())
        _empty(home.cast / record.consent_id)
    log.touch(home)
    return records


def _empty(folder: Path) -> None:
    """All but the tombstone; the record last, so that an erasure cut short can be found again."""
    for path in sorted(folder.iterdir(), key=lambda path: path.name == "record.json"):
        if path.name != "revoked.json":
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _read_all(paths: Sequence[Path], name: str) -> Files:
    found = {}
    for path in paths:
        try:
            content = Path(path).read_bytes()
        except OSError as error:
            reason = error.strerror or "not readable"
            raise RequestError(f"{name} {path} cannot be read: {reason}.", field=name) from None
        if not content:
            raise RequestError(f"{name} {path} is empty. Give another file.", field=name)
        found[sha256_of(content)] = (content, Path(path).suffix.lower() or ".bin")
    return found
