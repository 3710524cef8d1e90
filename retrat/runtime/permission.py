"""Nobody's face or voice without their consent: asked before any work, and again at the exit."""

from collections.abc import Callable
from pathlib import Path

from retrat.errors import RequestError
from retrat.provenance.cast import Enrolment, enrol_self, propose, require_consent
from retrat.provenance.consent import Grant, Use
from retrat.provenance.home import Home
from retrat.runtime.checks import Materials

SELF = "self"


def permitted(
    materials: Materials, home: Home, *, show: Callable[[str], None]
) -> tuple[Grant, ...]:
    """Permission for every face and voice of the order.

    With consent "self" the person at the machine enrols what is not known yet; the statement they
    agree to is shown to them.
    """
    use = Use(mode=materials.order.mode)
    try:
        return require_consent(home, materials.uses, use)
    except RequestError:
        if materials.order.consent != SELF:
            raise
    enrolment = _enrolment(materials)
    show(propose(enrolment))
    enrol_self(home, enrolment)
    return require_consent(home, materials.uses, use)


def _enrolment(materials: Materials) -> Enrolment:
    order = materials.order
    faces = {use.field for use in materials.uses if use.kind == "face"}
    pictures = (*order.references, *((order.image,) if order.image and "image" in faces else ()))
    recordings: tuple[Path | None, ...] = (order.voice, order.audio)
    return Enrolment(
        name=SELF,
        photos=pictures,
        voices=tuple(path for path in recordings if path is not None),
        evidence="self",
    )
