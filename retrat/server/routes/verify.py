"""Where a file comes from, and how it was made; for any video, sound or picture."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, UploadFile

from retrat.media import probe
from retrat.media.sniff import sniff
from retrat.provenance.verify import verify
from retrat.runtime.job_restore import restored
from retrat.server import schema
from retrat.server.service import Serving

router = APIRouter(prefix="/v1", tags=["verify"])


@router.post("/verify")
def verify_file(file: Annotated[UploadFile, File()], service: Serving) -> schema.Verification:
    """Read the marks and the manifest of a file. It is not kept."""
    with _on_disk(file) as path:
        found = verify(path, home=service.home)
    return schema.Verification(
        file=path.name,
        verdict=found.verdict,
        file_id=found.file_id,
        sentences=list(found.sentences),
        details=found.as_json(),
    )


@router.post("/restore")
def restore_settings(file: Annotated[UploadFile, File()], service: Serving) -> schema.Restored:
    """The request that a file of retrat's was made from, to make it again or something like it."""
    with _on_disk(file) as path:
        request, missing = restored(probe(path).settings, service.sources)
    return schema.Restored(request=request, missing=missing)


@contextmanager
def _on_disk(file: UploadFile) -> Iterator[Path]:
    """The upload as a file whose name ends as its content says, while it is looked at."""
    name = Path((file.filename or "file").replace("\\", "/")).name[:100] or "file"
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "part"
        with part.open("wb") as target:
            shutil.copyfileobj(file.file, target, 1 << 20)
        found = sniff(part, name=name)
        yield part.rename(part.with_name(Path(name).stem[:80] + found.suffix))
