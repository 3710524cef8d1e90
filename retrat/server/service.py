"""What every route works with: the queue, the files, the cast's home, and how the server runs."""

import base64
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from retrat.provenance.home import Home
from retrat.provenance.keys import installation_key
from retrat.runtime.assets import AssetStore
from retrat.runtime.cast_book import CastBook
from retrat.runtime.job_orders import Sources
from retrat.runtime.jobs import JobStore
from retrat.runtime.places import Places
from retrat.runtime.supervisor import Supervisor
from retrat.server.options import Options


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """One server's things; safe in many threads."""

    home: Home
    options: Options
    places: Places
    store: JobStore
    sources: Sources
    supervisor: Supervisor

    @property
    def assets(self) -> AssetStore:
        return self.sources.assets

    @property
    def cast(self) -> CastBook:
        return self.sources.cast

    def secret(self, purpose: str) -> bytes:
        """A key that only this installation can derive."""
        return installation_key(self.home).secret(purpose)

    @property
    def webhook_secret(self) -> str:
        """What webhooks are signed with, as Standard Webhooks spells it."""
        return "whsec_" + base64.b64encode(self.secret("webhooks")).decode()

    def address(self, request: Request) -> str:
        """Where the client reached us, for links that it will follow."""
        if self.options.public_url is not None:
            return self.options.public_url.rstrip("/")
        return str(request.base_url).rstrip("/")


def service_of(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


Serving = Annotated[Service, Depends(service_of)]
