"""Nobody's face or voice without their consent: asked before any work, and again at the exit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from retrat.errors import ProvenanceError, RequestError
from retrat.media import as_bytes, decode_image
from retrat.provenance.cast import Enrolment, enrol_self, propose, require_consent
from retrat.provenance.consent import Embedding, Grant, Kind, ReferenceUse, Use
from retrat.provenance.home import Home
from retrat.provenance.store import files, load_cast, sha256_of, store_embeddings
from retrat.runtime.checks import Materials
from retrat.runtime.faces import find_faces
from retrat.runtime.joining import carried
from retrat.runtime.likeness import (
    EMBEDDERS,
    THRESHOLDS,
    enrolled_faces,
    enrolled_voice,
    face_embeddings,
)
from retrat.runtime.order import Order
from retrat.runtime.speakers import knows_voices

SELF = "self"
_NO_NETWORK = (
    "Only the very recording that was enrolled is recognised here; with retrat[evaluate] installed "
    "other recordings of the same person are, too."
)


def permitted(
    materials: Materials, home: Home, *, show: Callable[[str], None]
) -> tuple[Grant, ...]:
    """Permission for every face and voice of the order, and of the clip that it goes on from.

    With consent "self" the person at the machine enrols what is not known yet; the statement they
    agree to is shown to them.
    """
    grants = _of_references(materials, home, show)
    before = materials.order.continues
    return grants if before is None else (*grants, *carried(before, home, grants))


def _of_references(
    materials: Materials, home: Home, show: Callable[[str], None]
) -> tuple[Grant, ...]:
    uses = _people(materials)
    try:
        return _granted(materials, home, uses)
    except RequestError:
        if materials.order.consent != SELF:
            raise
    enrolment = _enrolment(materials, uses)
    if enrolment.covers:
        show(propose(enrolment))
        enrol_self(home, enrolment)
    return _granted(materials, home, uses)


def _granted(materials: Materials, home: Home, uses: Sequence[ReferenceUse]) -> tuple[Grant, ...]:
    """By the very files that were enrolled or else, which takes longer, by likeness."""
    use = Use(mode=materials.order.mode)
    try:
        return require_consent(home, uses, use)
    except RequestError as error:
        if not _could_be_recognised(uses):
            raise RequestError(f"{error.message} {_NO_NETWORK}", field=error.field) from None
    _learn(home)
    seen = [_recognisable(use, materials.order) for use in uses]
    return require_consent(home, seen, use, thresholds=THRESHOLDS, embedders=EMBEDDERS)


def _could_be_recognised(uses: Sequence[ReferenceUse]) -> bool:
    return knows_voices() or any(use.kind == "face" for use in uses)


def _people(materials: Materials) -> tuple[ReferenceUse, ...]:
    """Every use; a picture that shows several people becomes one use for each face that is used.

    That is each of a first frame, and the chosen one of a reference photo. Such a picture is
    nobody's alone, so its bytes permit nothing: each face has to be recognised.
    """
    people: list[ReferenceUse] = []
    for use in materials.uses:
        faces = _several(use, materials.order) if use.kind == "face" else ()
        people += [replace(use, sha256="", embedding=face) for face in faces] or [use]
    return tuple(people)


def _several(use: ReferenceUse, order: Order) -> Sequence[Embedding]:
    """The faces of a picture that are used, if it shows more than one."""
    path = _path(use, order)
    picture = as_bytes(decode_image(path, field=use.field))
    if len(find_faces(picture)) < 2:
        return ()
    faces = list(face_embeddings(picture))
    chosen = _face_in(path, order) - 1
    return faces if use.field == "image" else faces[chosen : chosen + 1]


def _recognisable(use: ReferenceUse, order: Order) -> ReferenceUse:
    """With what it is recognised by: its voice, or the one face that its picture shows."""
    if use.embedding is not None:
        return use
    path = _path(use, order)
    found = enrolled_voice([path]) if use.kind == "voice" else enrolled_faces([path])
    return replace(use, embedding=found[0]) if len(found) else use


def _path(use: ReferenceUse, order: Order) -> Path:
    paths = _paths(order, use.kind)
    return next(path for path in paths if use.sha256 == sha256_of(path.read_bytes()))


def _paths(order: Order, kind: Kind) -> tuple[Path, ...]:
    """Every file of the order that shows a face or lets a voice be heard."""
    people = order.people
    given: tuple[Path | None, ...]
    if kind == "face":
        given = (*(path for person in people for path in person.references), order.image)
    else:
        given = (*(person.voice for person in people), order.audio)
    return tuple(path for path in given if path is not None)


def _face_in(path: Path, order: Order) -> int:
    """Which face of a picture is meant, from the left; that of the person who gave it."""
    given = (person.face for person in order.people if path in person.references)
    return next(given, order.face) or 1


def _learn(home: Home) -> None:
    """Embeddings of everyone whose photos or recordings were not looked at yet.

    A photo that shows several people says nothing about which of them enrolled.
    """
    looks: Mapping[Kind, Callable[[Sequence[Path]], np.ndarray]]
    looks = {"face": enrolled_faces, "voice": enrolled_voice}
    for member in load_cast(home, embedders=EMBEDDERS).members:
        record = member.record
        for kind, look in looks.items():
            if kind in member.embeddings or kind not in record.covers:
                continue
            try:
                found = look(files(home, record, kind))
            except (ProvenanceError, RequestError):
                continue  # what is gone or cannot be decoded is recognised by its bytes alone
            if len(found):
                embedder = EMBEDDERS[kind]
                store_embeddings(home, record.consent_id, kind, found, embedder=embedder)


def _enrolment(materials: Materials, uses: Sequence[ReferenceUse]) -> Enrolment:
    """The person at the machine, from files that show or let hear nobody else."""
    order = materials.order
    is_alone = any(use.field == "image" and use.sha256 for use in uses if use.kind == "face")
    pictures = (*order.references, *((order.image,) if order.image and is_alone else ()))
    chosen = [use.embedding for use in uses if use.field == "reference" and not use.sha256]
    faces: dict[Kind, np.ndarray] = {}
    if chosen:
        faces["face"] = np.concatenate([chosen, enrolled_faces(pictures)])
    return Enrolment(
        name=SELF,
        photos=pictures,
        voices=tuple(path for path in (order.voice, order.audio) if path is not None),
        evidence="self",
        embeddings=faces,
        embedders=EMBEDDERS,
    )
