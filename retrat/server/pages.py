"""The studio as it was built, or one plain page that says how to build it."""

from pathlib import Path

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import FileResponse, HTMLResponse

STATIC = Path(__file__).parent / "static"
NOTHING = "there is nothing here"
_MISSING = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Retrat</title>
<h1>Retrat</h1>
<p>The server runs. Its studio is not built here yet.</p>
<p>Build it with <code>make studio</code> (needs Node 20), then load this page again.</p>
<p>Programs need no studio: the API is described in <a href="/openapi.json">openapi.json</a>.</p>
</html>
"""
# Addresses of the studio's own views; each is the same page, which then shows the right one.
_VIEWS = ("/", "/create", "/queue", "/gallery", "/cast", "/verify", "/gallery/{rest}", "/r/{rest}")

router = APIRouter(include_in_schema=False)


def page() -> Response:
    """The studio's page; never kept, so that a new build is seen at once."""
    index = STATIC / "index.html"
    headers = {"cache-control": "no-cache"}
    if index.is_file():
        return FileResponse(index, media_type="text/html", headers=headers)
    return HTMLResponse(_MISSING, headers=headers)


for _view in _VIEWS:
    router.add_api_route(_view, page, methods=["GET"])


@router.get("/{name:path}")
def static_file(name: str) -> Response:
    """A file of the built studio; nothing outside its folder, and nothing hidden."""
    path = (STATIC / name).resolve()
    is_ours = path.is_relative_to(STATIC.resolve()) and path.is_file()
    if not is_ours or any(part.startswith(".") for part in Path(name).parts):
        raise HTTPException(404, NOTHING)
    is_hashed = "assets" in Path(name).parts
    caching = "public, max-age=31536000, immutable" if is_hashed else "no-cache"
    return FileResponse(path, headers={"cache-control": caching})
