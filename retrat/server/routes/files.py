"""Results for whoever has a signed address: clients that fetch without showing a token."""

from fastapi import APIRouter, Response

from retrat.server.media import clip_response
from retrat.server.service import Serving
from retrat.server.signing import require_signature

router = APIRouter(include_in_schema=False)


@router.get("/files/{job}.mp4")
@router.head("/files/{job}.mp4")
def signed_file(job: str, service: Serving, expires: str = "", signature: str = "") -> Response:
    """The MP4 of a job, until the address ends."""
    secret = service.secret("files")
    require_signature(f"/files/{job}.mp4", secret, expires=expires, given=signature)
    return clip_response(service, service.store.get(job), is_download=False)
