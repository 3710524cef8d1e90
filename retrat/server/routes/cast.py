"""The cast: people who agreed to appear. Enrol, look, take back, take along, erase."""

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse

from retrat.errors import ProvenanceError, RequestError
from retrat.provenance import bundle, cast, consent, log, spoken
from retrat.runtime.fitness import fitness_of
from retrat.runtime.forgetting import forget
from retrat.runtime.listening import can_hear, check_spoken
from retrat.runtime.withdrawal import stop_work
from retrat.server import schema, schema_cast
from retrat.server.missing import UnknownMember
from retrat.server.service import Service, Serving

router = APIRouter(prefix="/v1/cast", tags=["cast"])
ZIP: dict[int | str, dict[str, object]] = {200: {"content": {"application/zip": {}}}}
_FILE: dict[int | str, dict[str, object]] = {200: {"content": {"application/octet-stream": {}}}}


@router.get("")
def list_cast(service: Serving) -> schema_cast.CastList:
    """Everybody who was enrolled here and not erased, and records that cannot be trusted."""
    found = service.cast.load()
    members = [member_view(member) for member in found.members]
    return schema_cast.CastList(members=members, problems=dict(found.problems))


@router.post("/statement")
def propose_statement(
    wanted: schema_cast.StatementRequest, service: Serving
) -> schema_cast.Statement:
    """The words that a person agrees to, and a code to read aloud with them."""
    scope = _scope(wanted)
    scope.validate(log.utc_now())
    text = consent.statement(wanted.name, scope, wanted.covers, guardian=wanted.guardian)
    asked = spoken.issue(service.home, wanted.name, guardian=wanted.guardian)
    has_voice = "voice" in wanted.covers and wanted.guardian is None
    return schema_cast.Statement(
        text=text,
        code=asked.code,
        spoken=asked.text,
        can_be_heard=can_hear(needs_voice=has_voice),
        until=scope.until.date(),
        code_expires=log.read_time(asked.expires),
    )


@router.post("", status_code=201)
def enrol(wanted: schema_cast.Enrolment, service: Serving) -> schema_cast.Member:
    """Enrol somebody who read the statement and agreed; their files are checked first.

    The same name again adds to a person: a voice that is enrolled later is theirs.
    """
    enrolment = cast.Enrolment(
        name=wanted.name,
        photos=_files(service, wanted.photos, "photo"),
        voices=_files(service, wanted.voices, "voice"),
        scope=_scope(wanted),
        guardian=wanted.guardian,
        evidence="attested" if wanted.recording is None else "spoken",
        evidence_file=_recording(service, wanted),
    )
    if cast.propose(enrolment) != wanted.statement:
        text = "The statement is not the one for these names, purposes, modes and dates."
        raise RequestError(f"{text} Ask for it again and show it.", field="statement")
    _require_heard(service, wanted, enrolment)
    record = cast.enrol(service.home, enrolment)
    return member_view(service.cast.load().find(record.consent_id))


@router.get("/{member}")
def get_member(member: str, service: Serving) -> schema_cast.Member:
    """Somebody by consent id or name."""
    return member_view(_find(service, member))


@router.post("/{member}/revoke")
def revoke(member: str, service: Serving) -> schema_cast.Revoked:
    """Withdraw: the person is refused from now on, and work with them stops. By name every consent
    of theirs, by id that one.
    """
    _find(service, member)
    return _stopped(service, cast.revoke_all(service.home, member))


@router.delete("/{member}")
def erase(member: str, service: Serving) -> schema_cast.Revoked:
    """Withdraw, and remove face, voice and name, uploads of theirs with them; the log keeps the
    consent's number. Finished clips stay until they are deleted. By name or id, as for revoking.
    """
    _find(service, member)
    records = cast.erase_all(service.home, member)
    stopped = _stopped(service, records)
    for record in records:
        forget(service.home, record, stopped=stopped.cancelled_jobs)
    return stopped


@router.get("/{member}/export", response_class=Response, responses=ZIP)
def export(member: str, service: Serving) -> Response:
    """The record and its files as one bundle, to take to another machine."""
    record = _find(service, member).record
    with tempfile.TemporaryDirectory() as folder:
        path = bundle.export(service.home, record.consent_id, Path(folder) / "consent.zip")
        content = path.read_bytes()
    headers = {"content-disposition": f'attachment; filename="{record.consent_id}.zip"'}
    return Response(content, media_type="application/zip", headers=headers)


@router.get("/{member}/photos/{number}", response_class=FileResponse, responses=_FILE)
def photo(member: str, number: int, service: Serving) -> FileResponse:
    """One of the enrolled pictures, counted from 0."""
    return _enrolled_file(service, member, "face", number)


@router.get("/{member}/voices/{number}", response_class=FileResponse, responses=_FILE)
def voice(member: str, number: int, service: Serving) -> FileResponse:
    """One of the enrolled recordings, counted from 0."""
    return _enrolled_file(service, member, "voice", number)


def member_view(member: consent.Member) -> schema_cast.Member:
    """A member as the API tells them."""
    record = member.record
    is_over = record.is_expired(log.utc_now())
    base = f"/v1/cast/{record.consent_id}"
    return schema_cast.Member(
        id=record.consent_id,
        name=record.name,
        state="revoked" if member.revoked is not None else "expired" if is_over else "standing",
        covers=list(record.covers),
        purposes=list(record.purposes),
        modes=list(record.modes),
        statement=record.statement,
        evidence=record.evidence,
        guardian=record.guardian,
        issued=log.read_time(record.issued),
        expires=log.read_time(record.expires),
        revoked=member.revoked,
        photo_urls=[f"{base}/photos/{number}" for number in range(len(record.photos))],
        voice_urls=[f"{base}/voices/{number}" for number in range(len(record.voices))],
    )


def _find(service: Service, who: str) -> consent.Member:
    try:
        return service.cast.load().find(who)
    except RequestError as error:
        raise UnknownMember(error.message, field="member") from None


def _enrolled_file(service: Service, who: str, kind: consent.Kind, number: int) -> FileResponse:
    try:
        paths = service.cast.files(_find(service, who), kind)
    except ProvenanceError:
        paths = ()
    if not 0 <= number < len(paths):
        raise UnknownMember(f"There is no file {number} of this person's {kind}.", field="number")
    headers = {"cache-control": "no-store"}  # an erased face must not live on in a cache
    return FileResponse(paths[number], headers=headers)


def _scope(wanted: schema_cast.StatementRequest | schema_cast.Enrolment) -> consent.Scope:
    until = cast.default_scope().until
    if wanted.until is not None:
        until = datetime.combine(wanted.until, time(), UTC)
    purposes, modes = tuple(wanted.purposes), tuple(wanted.modes)
    return consent.Scope(purposes=purposes, modes=modes, until=until)


def _files(service: Service, ids: list[schema.AssetId], field: str) -> tuple[Path, ...]:
    """Paths of files that can be used so, or the first reason why not."""
    found = []
    for asset_id in ids:
        asset, path = service.assets.get(asset_id, field=field), service.assets.path(asset_id)
        fit = fitness_of(path, asset, "photo" if field == "photo" else "voice")
        if fit.problem is not None:
            raise RequestError(fit.problem, field=f"{field}s")
        found.append(path)
    return tuple(found)


def _recording(service: Service, wanted: schema_cast.Enrolment) -> Path | None:
    if wanted.recording is None:
        return None
    return service.assets.path(wanted.recording, field="recording")


def _require_heard(
    service: Service, wanted: schema_cast.Enrolment, enrolment: cast.Enrolment
) -> None:
    """Refuse a recording that is not the statement, read aloud with its code by this person."""
    path = enrolment.evidence_file
    if wanted.recording is None or path is None:
        return
    name, guardian = enrolment.name, enrolment.guardian
    try:
        check_spoken(service.home, path, name=name, guardian=guardian, voices=enrolment.voices)
    except RequestError as error:  # says its name instead of where it lies here
        said = error.message.replace(str(path), service.assets.get(wanted.recording).name)
        raise RequestError(said, field="recording") from None


def _stopped(service: Service, records: Sequence[consent.ConsentRecord]) -> schema_cast.Revoked:
    """Cancel everything that shows this person and was not finished."""
    stopped = [job for record in records for job in stop_work(service.store, record)]
    cancelled = list(dict.fromkeys(stopped))
    return schema_cast.Revoked(id=records[0].consent_id, cancelled_jobs=cancelled)
