"""Files that people give: uploaded once, named by their hash from then on."""

from typing import Annotated, Literal

from fastapi import APIRouter, File, Query, Response, UploadFile
from fastapi.responses import FileResponse

from retrat.runtime.fitness import Fitness, fitness_of
from retrat.server import schema
from retrat.server.service import Serving
from retrat.server.views import asset_view

router = APIRouter(prefix="/v1", tags=["assets"])
Use = Literal["photo", "voice", "image", "place", "audio"]
FILE: dict[int | str, dict[str, object]] = {200: {"content": {"application/octet-stream": {}}}}


@router.post("/assets", status_code=201)
def upload_asset(file: Annotated[UploadFile, File()], service: Serving) -> schema.Asset:
    """Keep a picture, a sound or a video; the same bytes again are the same asset."""
    return asset_view(service.assets.keep(file.file, name=file.filename or "file"))


@router.get("/assets")
def list_assets(service: Serving) -> schema.AssetPage:
    """Everything that was given and not deleted, the newest first."""
    kept = service.assets.all()
    return schema.AssetPage(
        assets=[asset_view(asset) for asset in kept],
        used_bytes=sum(asset.bytes_ for asset in kept),
        most_bytes=service.assets.most_bytes,
    )


@router.get("/assets/{asset}")
def get_asset(asset: schema.AssetId, service: Serving) -> schema.Asset:
    """Whether a file is here already, and what it is; HEAD asks without a body."""
    return asset_view(service.assets.get(asset))


@router.head("/assets/{asset}", include_in_schema=False)
def has_asset(asset: schema.AssetId, service: Serving) -> Response:
    service.assets.get(asset)
    return Response()


@router.get("/assets/{asset}/content", response_class=FileResponse, responses=FILE)
def asset_content(asset: schema.AssetId, service: Serving) -> FileResponse:
    """The file's bytes."""
    found = service.assets.get(asset)
    caching = {"cache-control": "no-store"}  # an erased face must not live on in a cache
    path = service.assets.path(asset)
    return FileResponse(path, media_type=found.media_type, headers=caching)


@router.get("/assets/{asset}/check")
def check_asset(
    asset: schema.AssetId,
    service: Serving,
    use: Annotated[Use, Query(description="What it would be used as.")],
) -> schema.Check:
    """Whether it can be used so: a face, sharp and light enough; speech, loud and clear enough."""
    found = service.assets.get(asset)
    return check_view(fitness_of(service.assets.path(asset), found, use))


@router.delete("/assets/{asset}", status_code=204)
def delete_asset(asset: schema.AssetId, service: Serving) -> None:
    """Remove a file; jobs that name it and were not made yet will fail."""
    service.assets.delete(asset)


def check_view(found: Fitness) -> schema.Check:
    names = ("left", "top", "right", "bottom")
    return schema.Check(
        is_usable=found.problem is None,
        message=found.problem,
        faces=[schema.FaceBox(**dict(zip(names, box, strict=True))) for box in found.faces],
        sharpness=found.sharpness,
        light=found.light,
        level_db=found.level_db,
        noise_db=found.noise_db,
        speech_seconds=found.speech_seconds,
    )
