"""Which of our models a client gets who asks for one of another vendor's."""

from typing import Any

from retrat.errors import RequestError
from retrat.runtime.readiness import offers
from retrat.server.missing import UnknownModel
from retrat.server.service import Service


def model_for(asked: Any, service: Service, *, prefixes: tuple[str, ...]) -> str:
    """A release of that name, or the usual one for names that begin so."""
    if not isinstance(asked, str) or not asked:
        raise RequestError("model must be a name. See GET /v1/models.", field="model")
    if asked in offers(service.sources.settings):
        return asked
    if asked.lower().startswith(prefixes):
        return service.options.model
    raise UnknownModel(f"Model {asked[:80]!r} does not exist. See GET /v1/models.", field="model")
