"""Nobody's face or voice without their consent: asked before any work, and again at the exit."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from retrat.errors import ProvenanceError, RequestError
from retrat.media import as_bytes, decode_image
from retrat.provenance.cast import Enrolment, enrol_self, propose, require_consent
from retrat.provenance.consent import Embedding, Grant, ReferenceUse, Use
from retrat.provenance.home import Home
from retrat.provenance.store import files, load_cast, sha256_of, store_embeddings
from retrat.runtime.checks import Materials
from retrat.runtime.likeness import EMBEDDER, THRESHOLDS, enrolled_faces, face_embeddings

SELF = "self"


def permitted(
    materials: Materials, home: Home, *, show: Callable[[str], None]
) -> tuple[Grant, ...]:
    """Permission for every face and voice of the order.

    With consent "self" the person at the machine enrols what is not known yet; the statement they
    agree to is shown to them.
    """
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
    except RequestError:
        if all(use.kind == "voice" for use in uses):
            raise
    _learn_faces(home)
    seen = [_recognisable(use, materials) for use in uses]
    return require_consent(home, seen, use, thresholds=THRESHOLDS, embedder=EMBEDDER)


def _people(materials: Materials) -> tuple[ReferenceUse, ...]:
    """Every use; a picture that shows several people becomes one use for each of them.

    Such a picture is nobody's alone, so its bytes permit nothing: each face has to be recognised.
    """
    people: list[ReferenceUse] = []
    for use in materials.uses:
        faces = _faces(materials.order.image) if use.field == "image" else ()
        if len(faces) < 2:
            people.append(use)
        people += [replace(use, sha256="", embedding=face) for face in faces if len(faces) > 1]
    return tuple(people)


def _recognisable(use: ReferenceUse, materials: Materials) -> ReferenceUse:
    """With what a face is recognised by; a photo with several faces shows whom the order says."""
    if use.kind == "voice" or use.embedding is not None:
        return use
    order = materials.order
    paths = [path for path in (*order.references, order.image) if path is not None]
    path = next(path for path in paths if use.sha256 == sha256_of(path.read_bytes()))
    faces = _faces(path)
    chosen = (order.face or 1) - 1
    return replace(use, embedding=faces[chosen]) if chosen < len(faces) else use


def _learn_faces(home: Home) -> None:
    """Embeddings of everyone whose photos were not looked at yet.

    A photo that shows several people says nothing about which of them enrolled.
    """
    for member in load_cast(home, embedder=EMBEDDER).members:
        record = member.record
        if "face" in member.embeddings or not record.photos:
            continue
        try:
            faces = enrolled_faces(files(home, record, "face"))
        except (ProvenanceError, RequestError):
            continue  # a photo that is gone or cannot be decoded is recognised by its bytes alone
        if len(faces):
            store_embeddings(home, record.consent_id, "face", faces, embedder=EMBEDDER)


def _faces(path: Path | None) -> Sequence[Embedding]:
    if path is None:
        return ()
    return list(face_embeddings(as_bytes(decode_image(path, field="image"))))


def _enrolment(materials: Materials, uses: Sequence[ReferenceUse]) -> Enrolment:
    """The person at the machine, from files that show or let hear nobody else."""
    order = materials.order
    is_alone = any(use.field == "image" and use.sha256 for use in uses if use.kind == "face")
    pictures = (*order.references, *((order.image,) if order.image and is_alone else ()))
    recordings: tuple[Path | None, ...] = (order.voice, order.audio)
    return Enrolment(
        name=SELF,
        photos=pictures,
        voices=tuple(path for path in recordings if path is not None),
        evidence="self",
    )
