"""The machine: is it well, what can it make, what will it take, who may speak to it."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from retrat import __version__
from retrat.media.images import MOST_PIXELS
from retrat.pipeline import request as limits
from retrat.provenance.consent import MODES, PURPOSES
from retrat.runtime.assets import MOST_BYTES
from retrat.runtime.checks import notes_before
from retrat.runtime.estimates import Size, is_still_clip, memory_of, seconds_of
from retrat.runtime.job_orders import order_of
from retrat.runtime.job_values import JobFilter, State
from retrat.runtime.joining import LONGEST_SECONDS as LONGEST_JOINED
from retrat.runtime.machine import this_machine
from retrat.runtime.models import device_name, release_named, usual_size
from retrat.runtime.order import size_from_text
from retrat.runtime.readiness import Offer, offers
from retrat.runtime.settings import compute_format
from retrat.runtime.voices import LONGEST_SECONDS as LONGEST_VOICE
from retrat.server import schema
from retrat.server.missing import UnknownModel
from retrat.server.security import COOKIE, is_allowed, session_of
from retrat.server.service import Service, Serving
from retrat.server.submitting import require_model_name

router = APIRouter(tags=["machine"])
_MEASURED = 50
_COOKIE_SECONDS = 30 * 86400


@router.get("/health")
@router.get("/v1/health")
def health() -> schema.Health:
    """Whether the server answers; needs no token, no weights and no worker."""
    return schema.Health(status="ok", version=__version__)


@router.get("/v1/models")
def list_models(service: Serving) -> schema.ModelList:
    """Every release at hand, ready or not."""
    known = offers(service.sources.settings)
    return schema.ModelList(object="list", data=[_model(offer) for offer in known.values()])


@router.get("/v1/models/{model}")
def get_model(model: str, service: Serving) -> schema.Model:
    """One release."""
    known = offers(service.sources.settings)
    if model not in known:
        text = f"model={model!r} is not known; there are {', '.join(sorted(known))}."
        raise UnknownModel(f"{text} Choose one.", field="model")
    return _model(known[model])


@router.post("/v1/estimate")
def estimate(wanted: schema.EstimateRequest, service: Serving) -> schema.Estimate:
    """Memory as it is planned, seconds as earlier clips took; null seconds mean nobody knows."""
    settings = service.sources.settings
    require_model_name(service, wanted.model)
    release = release_named(wanted.model, settings.models)
    pixels = usual_size(release) if wanted.size is None else size_from_text(wanted.size)
    size = Size(model=wanted.model, seconds=wanted.seconds, size=pixels, steps=wanted.steps)
    if wanted.prompt is not None or wanted.has_place:
        told = {"prompt": wanted.prompt, "place": wanted.has_place or None}
        begins = {"image": wanted.has_image or None, "continues": wanted.continues}
        size = replace(size, is_still=is_still_clip({**told, **begins}))
    if wanted.continues is not None:
        before = service.assets.get(wanted.continues, field="continues")
        size = replace(size, seconds_before=before.seconds or 0.0)
    memory = memory_of(size, settings, this_machine())
    done = service.store.list_jobs(JobFilter(states=(State.DONE,)), limit=_MEASURED).jobs
    seconds, measured = seconds_of(size, [job.result for job in done if job.result is not None])
    return schema.Estimate(
        memory_bytes=memory.planned,
        memory_budget_bytes=memory.budget,
        fits=memory.planned <= memory.budget,
        seconds=seconds,
        measured_jobs=measured,
    )


@router.post("/v1/notes")
def notes(wanted: schema.JobRequest, service: Serving) -> schema.Notes:
    """What of a request will not be heeded, and what to do instead; it is not queued."""
    require_model_name(service, wanted.model)
    order = order_of(wanted.model_dump(mode="json"), service.sources)
    release = release_named(order.model, service.sources.settings.models)
    return schema.Notes(notes=list(notes_before(order, release)))


@router.get("/v1/settings")
def settings(service: Serving) -> schema.ServerSettings:
    """What this machine computes with, and the limits of what it accepts."""
    machine, used = this_machine(), service.sources.settings
    device = device_name(used.device)
    return schema.ServerSettings(
        version=__version__,
        device=device,
        compute=compute_format(used, machine, device=device)[0],
        cores=machine.cores,
        memory_bytes=machine.memory_bytes,
        home=str(service.home.root),
        needs_token=service.options.token is not None,
        public_url=service.options.public_url,
        limits=_limits(service),
        purposes=list(PURPOSES),
        modes=list(MODES),
    )


@router.get("/v1/queue")
def queue(service: Serving) -> schema.QueueState:
    """How many jobs are in each state, and who works on them."""
    return _queue(service)


@router.post("/v1/queue/pause")
def pause_queue(service: Serving) -> schema.QueueState:
    """No more jobs are taken; what is running runs on."""
    service.store.pause_queue()
    return _queue(service)


@router.post("/v1/queue/resume")
def resume_queue(service: Serving) -> schema.QueueState:
    """Jobs are taken again."""
    service.store.resume_queue()
    return _queue(service)


@router.get("/v1/session")
def session(request: Request, service: Serving) -> schema.Session:
    """Whether this browser has to show a token first."""
    token = service.options.token
    return schema.Session(
        needs_token=token is not None, is_allowed=is_allowed(request.headers, token)
    )


@router.post("/v1/session")
def open_session(
    wanted: schema.SessionRequest, response: Response, service: Serving
) -> schema.Session:
    """Show the token once; a cookie that scripts can't read stands for it from then on."""
    token = service.options.token
    allowed = is_allowed({"authorization": f"Bearer {wanted.token}"}, token)
    if allowed and token is not None:
        response.set_cookie(
            COOKIE,
            session_of(token),
            max_age=_COOKIE_SECONDS,
            httponly=True,
            samesite="strict",
            secure=service.options.is_https,
        )
    return schema.Session(needs_token=token is not None, is_allowed=allowed)


@router.get("/v1/webhooks/secret")
def webhook_secret(service: Serving) -> schema.WebhookSecret:
    """What receivers check `webhook-signature` with."""
    return schema.WebhookSecret(secret=service.webhook_secret)


def _model(offer: Offer) -> schema.Model:
    return schema.Model(
        id=offer.name,
        object="model",
        created=0,
        owned_by="retrat",
        version=offer.version,
        licence=offer.licence,
        summary=offer.summary,
        bytes=offer.bytes_,
        is_ready=offer.problem is None,
        problem=offer.problem,
        frames_per_second=offer.frames_per_second,
        steps=offer.steps,
    )


def _limits(service: Service) -> schema.Limits:
    usual = offers(service.sources.settings).get(service.options.model)
    return schema.Limits(
        most_prompt_characters=limits.MOST_CHARACTERS,
        shortest_seconds=limits.SHORTEST_SECONDS,
        longest_seconds=limits.LONGEST_SECONDS,
        longest_joined_seconds=LONGEST_JOINED,
        sizes=[f"{width}x{height}" for width, height in limits.SIZES],
        most_steps=limits.MOST_STEPS,
        most_people=1 if usual is None else usual.most_people,
        most_photos=limits.MOST_PICTURES,
        most_image_bytes=MOST_BYTES["image"],
        most_sound_bytes=MOST_BYTES["audio"],
        most_video_bytes=MOST_BYTES["video"],
        most_pixels=MOST_PIXELS,
        longest_voice_seconds=LONGEST_VOICE,
    )


def _queue(service: Service) -> schema.QueueState:
    running = service.store.list_jobs(JobFilter(states=(State.RUNNING,))).jobs
    jobs = {job.worker: job.id for job in running}
    workers = []
    for status in service.supervisor.statuses():
        job = jobs.get(status.name)
        state: schema.WorkerStateName = (
            "working" if job else "idle" if status.is_alive else "stopped"
        )
        workers.append(
            schema.WorkerState(device=status.device, state=state, job=job, restarts=status.restarts)
        )
    counts: dict[schema.StateName, int] = {
        state.value: count for state, count in service.store.counts().items()
    }
    return schema.QueueState(counts=counts, is_paused=service.store.is_paused, workers=workers)
