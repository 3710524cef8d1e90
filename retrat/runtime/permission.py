"""Nobody's face or voice without their consent: asked before any work, and again at the exit."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
from jaxtyping import Float, UInt8

from retrat.errors import ProvenanceError, RequestError
from retrat.media import as_bytes, decode_image
from retrat.provenance.cast import Enrolment, enrol_self, propose, require_consent
from retrat.provenance.consent import Embedding, Grant, Kind, ReferenceUse, Use, is_known
from retrat.provenance.home import Home
from retrat.provenance.store import files, load_cast, store_embeddings
from retrat.runtime.checks import Materials
from retrat.runtime.faces import Face, everybody, find_faces
from retrat.runtime.joining import carried
from retrat.runtime.likeness import (
    EMBEDDERS,
    PLAIN,
    THRESHOLDS,
    embeddings_of,
    enrolled_faces,
    enrolled_voice,
    whitened,
)
from retrat.runtime.order import Order
from retrat.runtime.speakers import knows_voices

SELF = "self"
_FIRST_FRAME = "image"
_NO_NETWORK = (
    "Only the very recording that was enrolled is recognised here; with retrat[evaluate] installed "
    "other recordings of the same person are, too."
)


def permitted(
    materials: Materials, home: Home, *, show: Callable[[str], None]
) -> tuple[Grant, ...]:
    """Permission for every face and voice of the order, and of the clip that it goes on from.

    With consent "self" the person at the machine enrols what nobody enrolled yet; the statement
    they agree to is shown to them. What somebody withdrew or limited stays so.
    """
    order = materials.order
    grants = _of_references(materials, home, show)
    if order.continues is None:
        return grants
    use = Use.of(order.mode, order.purpose)
    return (*grants, *carried(order.continues, home, grants, use))


def _of_references(
    materials: Materials, home: Home, show: Callable[[str], None]
) -> tuple[Grant, ...]:
    uses = _people(materials.uses)
    wanted = Use.of(materials.order.mode, materials.order.purpose)
    try:
        return _granted(home, uses, wanted)
    except RequestError:
        if materials.order.consent != SELF:
            raise
    enrolment = _enrolment(materials.order, _unknown(home, uses, wanted))
    if enrolment.covers:
        show(propose(enrolment))
        enrol_self(home, enrolment)
    return _granted(home, uses, wanted)


def _granted(home: Home, uses: Sequence[ReferenceUse], wanted: Use) -> tuple[Grant, ...]:
    """By the very files that were enrolled or else, which takes longer, by likeness."""
    try:
        return require_consent(home, uses, wanted)
    except RequestError as error:
        if not _could_be_recognised(uses):
            raise RequestError(f"{error.message} {_NO_NETWORK}", field=error.field) from None
    _learn(home)
    return _granted_by_likeness(home, [_recognisable(use) for use in uses], wanted)


def _granted_by_likeness(
    home: Home, seen: Sequence[ReferenceUse], wanted: Use
) -> tuple[Grant, ...]:
    return require_consent(home, seen, wanted, thresholds=THRESHOLDS, embedders=EMBEDDERS)


def _unknown(home: Home, uses: Sequence[ReferenceUse], wanted: Use) -> tuple[ReferenceUse, ...]:
    """What is of nobody who was ever enrolled; refuses what is of somebody who doesn't allow it."""
    seen = [_recognisable(use) for use in uses]
    members = load_cast(home, embedders=EMBEDDERS).members
    are_known = [is_known(use, members, thresholds=THRESHOLDS) for use in seen]
    known = [use for use, is_one in zip(seen, are_known, strict=True) if is_one]
    _granted_by_likeness(home, known, wanted)
    return tuple(use for use, is_one in zip(uses, are_known, strict=True) if not is_one)


def _could_be_recognised(uses: Sequence[ReferenceUse]) -> bool:
    return knows_voices() or any(use.kind == "face" for use in uses)


def _people(uses: Sequence[ReferenceUse]) -> tuple[ReferenceUse, ...]:
    """Every use; a picture that shows several people becomes one use for each face that is used.

    That is each of a first frame, and the chosen one of a reference photo. Such a picture is
    nobody's alone, so its bytes permit nothing: each face has to be recognised.
    """
    people: list[ReferenceUse] = []
    for use in uses:
        faces = _several(use) if use.kind == "face" else ()
        people += [replace(use, sha256="", embedding=face) for face in faces] or [use]
    return tuple(people)


def _several(use: ReferenceUse) -> Sequence[Embedding]:
    """The faces of a picture that are used, if it shows more than one."""
    picture, faces = _seen(use)
    if len(faces) < 2:
        return ()
    used = faces if use.field == _FIRST_FRAME else [faces[(use.face or 1) - 1]]
    return list(embeddings_of(picture, used))


def _seen(use: ReferenceUse) -> tuple[UInt8[np.ndarray, "y x 3"], list[Face]]:
    """A picture and its faces; all of a first frame, which is shown as it is."""
    assert use.path is not None, "checks know whose every use is"
    picture = as_bytes(decode_image(use.path, field=use.field))
    return picture, everybody(picture) if use.field == _FIRST_FRAME else find_faces(picture)


def _recognisable(use: ReferenceUse) -> ReferenceUse:
    """With what it is recognised by: its voice, or the one face that its picture shows."""
    if use.embedding is not None:
        return use
    assert use.path is not None, "checks know whose every use is"
    found = enrolled_voice([use.path]) if use.kind == "voice" else embeddings_of(*_seen(use))
    return replace(use, embedding=found[0]) if len(found) == 1 else use


def _learn(home: Home) -> None:
    """Embeddings of everyone whose photos or recordings were not looked at yet.

    A photo that shows several people says nothing about which of them enrolled; of who was chosen
    there, what was known before vectors were whitened says it.
    """
    looks: Mapping[Kind, Callable[[Sequence[Path]], np.ndarray]]
    looks = {"face": enrolled_faces, "voice": enrolled_voice}
    for member in load_cast(home, embedders=EMBEDDERS).members:
        record = member.record
        for kind, look in looks.items():
            if kind in member.embeddings or kind not in record.covers:
                continue
            found = np.zeros((0, 0))
            # What is gone or cannot be decoded is recognised by its bytes alone.
            with suppress(ProvenanceError, RequestError):
                found = look(files(home, record, kind))
            if kind == "face" and not len(found):
                found = _seen_before(home, record.consent_id)
            if len(found):
                embedder = EMBEDDERS[kind]
                store_embeddings(home, record.consent_id, kind, found, embedder=embedder)


def _seen_before(home: Home, consent_id: str) -> Float[np.ndarray, "n 128"]:
    """The faces of one consent that were kept before vectors were whitened, as they are now."""
    for member in load_cast(home, embedders=PLAIN).members:
        if member.record.consent_id == consent_id and "face" in member.embeddings:
            return whitened(member.embeddings["face"])
    return np.zeros((0, 128))


def _enrolment(order: Order, unknown: Sequence[ReferenceUse]) -> Enrolment:
    """The person at the machine, from files that show or let hear nobody else."""
    pictures, chosen, voices = [], [], []
    for use in unknown:
        assert use.path is not None, "checks know whose every use is"
        if use.field == "reference" and use.path in order.references and use.face == order.face:
            pictures.append(use.path)
            chosen += [] if use.embedding is None else [use.embedding]
        elif use.field == _FIRST_FRAME and use.sha256:
            pictures.append(use.path)
        elif use.path in (order.voice, order.audio):
            voices.append(use.path)
    faces: dict[Kind, np.ndarray] = {}
    if chosen:
        faces["face"] = np.concatenate([chosen, enrolled_faces(pictures)])
    return Enrolment(
        name=SELF,
        photos=tuple(pictures),
        voices=tuple(voices),
        evidence="self",
        embeddings=faces,
        embedders=EMBEDDERS,
    )
