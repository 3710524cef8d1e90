"""The server as one ASGI application: who may come in, the routes, and what is started with it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from retrat import __version__
from retrat.provenance.home import Home
from retrat.runtime.assets import AssetStore
from retrat.runtime.cast_book import CastBook
from retrat.runtime.job_orders import Sources
from retrat.runtime.jobs import JobStore
from retrat.runtime.places import Places
from retrat.runtime.settings import resolve_settings
from retrat.runtime.supervisor import Supervisor
from retrat.server import pages, schema
from retrat.server.dialects import dashscope, openai
from retrat.server.errors import add_handlers
from retrat.server.housekeeping import Housekeeper
from retrat.server.options import Options
from retrat.server.routes import assets, cast, events, files, jobs, links, machine, verify
from retrat.server.security import Door
from retrat.server.service import Service
from retrat.server.webhooks import Sender

ROUTERS = (machine, jobs, events, links, assets, cast, verify, files, dashscope, openai)
ERRORS: dict[int | str, dict[str, object]] = {
    "4XX": {"model": schema.ErrorAnswer, "description": "Refused, with the reason."},
}


def create_service(
    home: Home,
    options: Options,
    *,
    jobs_place: str | None = None,
    devices: Sequence[str] = ("auto",),
) -> Service:
    """Everything the routes work with, opened; no devices means that nobody works here."""
    options.validate()
    places = Places.of(home, jobs_place)
    settings = resolve_settings().settings
    return Service(
        home=home,
        options=options,
        places=places,
        store=JobStore(places.jobs),
        sources=Sources(assets=AssetStore(places.assets), cast=CastBook(home), settings=settings),
        supervisor=Supervisor(home=home, places=places, devices=tuple(devices)),
    )


def create_app(service: Service | None, options: Options | None = None) -> FastAPI:
    """The application; without a service only its OpenAPI document is of use."""
    app = FastAPI(
        title="Retrat",
        version=__version__,
        description="A photo, a voice and a sentence become a talking video, on your own machine.",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
        responses=ERRORS,
        separate_input_output_schemas=False,
    )
    app.state.service = service
    for module in ROUTERS:
        app.include_router(module.router)
    app.include_router(dashscope.host_router)
    app.include_router(pages.router)
    add_handlers(app)
    chosen = options or (service.options if service is not None else Options())
    app.add_middleware(Door, options=chosen)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Workers start with the server and give their jobs back with it."""
    service: Service | None = app.state.service
    if service is None:
        yield
        return
    service.supervisor.start()
    helpers: tuple[Sender | Housekeeper, ...] = (Sender(service), Housekeeper(service))
    for helper in helpers:
        helper.start()
    try:
        yield
    finally:
        for helper in helpers:
            await run_in_threadpool(helper.stop)
        await run_in_threadpool(service.supervisor.stop)
        service.store.close()
