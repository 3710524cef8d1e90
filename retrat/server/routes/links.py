"""Private pages of results: made, listed and taken back by the owner; opened by whoever has one."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from retrat.runtime import job_links
from retrat.runtime.job_values import StoredJob
from retrat.server import schema
from retrat.server.media import clip_path, clip_response, picture_response
from retrat.server.service import Service, Serving
from retrat.server.views import moment, new_from

router = APIRouter(prefix="/v1", tags=["links"])


@router.post("/jobs/{job}/links", status_code=201)
def make_link(
    job: str, request: Request, service: Serving, wanted: schema.LinkRequest | None = None
) -> schema.Link:
    """A private page of a finished job's result. Its address is told this once."""
    wanted = wanted or schema.LinkRequest()
    link, secret = service.store.links.make(
        job, seconds=wanted.seconds, shows_prompt=wanted.shows_prompt
    )
    return _view(link, url=f"{service.address(request)}/r/{secret}")


@router.get("/jobs/{job}/links")
def list_links(job: str, service: Serving) -> schema.LinkList:
    """A job's links, without their addresses."""
    return schema.LinkList(links=[_view(link) for link in service.store.links.of(job)])


@router.delete("/links/{link}")
def revoke_link(link: str, service: Serving) -> schema.Link:
    """Take a link back; from now on it leads nowhere."""
    return _view(service.store.links.revoke(link))


@router.get("/shared/{secret}")
def shared(secret: str, service: Serving) -> schema.SharedResult:
    """What the page of a link shows; needs no token."""
    link = service.store.links.open(secret, counts=True)
    job = service.store.get(link.job_id)
    clip_path(service, job)
    assert job.result is not None
    base = f"/v1/shared/{secret}"
    return schema.SharedResult(
        video_url=f"{base}/video",
        thumbnail_url=f"{base}/thumbnail" if service.places.thumbnail(job.id).exists() else None,
        prompt=job.request["prompt"] if link.shows_prompt else None,
        seconds=job.result["seconds"],
        new_from=new_from(job),
        size=job.result["size"],
        made=moment(job.finished or job.created),
        expires=moment(link.expires),
        file_id=job.result["file_id"],
    )


@router.get("/shared/{secret}/video", response_class=FileResponse, responses=schema.MP4)
def shared_video(secret: str, service: Serving, download: bool = False) -> Response:
    """The clip behind a link; never kept by caches, so that a revoked link is really gone."""
    response = clip_response(service, _job(secret, service), is_download=download)
    response.headers["cache-control"] = "no-store"
    response.headers["content-disposition"] = (
        f'{"attachment" if download else "inline"}; filename="retrat.mp4"'
    )
    return response


@router.get("/shared/{secret}/thumbnail", response_class=FileResponse, responses=schema.WEBP)
def shared_thumbnail(secret: str, service: Serving) -> Response:
    """A still of the clip behind a link."""
    path = service.places.thumbnail(_job(secret, service).id)
    return picture_response(path, is_final=False)


def _job(secret: str, service: Service) -> StoredJob:
    return service.store.get(service.store.links.open(secret).job_id)


def _view(link: job_links.Link, *, url: str | None = None) -> schema.Link:
    return schema.Link(
        id=link.id,
        job=link.job_id,
        url=url,
        created=moment(link.created),
        expires=moment(link.expires),
        revoked=None if link.revoked is None else moment(link.revoked),
        views=link.views,
    )
