"""Videos made from videos: the same with another prompt, or with what comes after the last frame.

A clip of this installation becomes longer. Of any other file nobody here knows whether it was
generated and who agreed to be in it, so our name cannot be put on it: what comes back is the
continuation alone.
"""

import io
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from retrat.errors import RequestError
from retrat.media import Probe, probe
from retrat.media.pieces import encoded_picture
from retrat.media.sampling import sample_frames
from retrat.runtime.assets import Asset
from retrat.runtime.job_restore import restored
from retrat.runtime.joining import made_here
from retrat.server.dialects import openai_views as views
from retrat.server.dialects.inputs import Wanted, add_label, nearest_size
from retrat.server.dialects.openai_requests import add_numbers, file_from, prompt_of
from retrat.server.media import kept_clip
from retrat.server.schema import JobRequest
from retrat.server.service import Service
from retrat.server.submitting import stored

VIA = "openai"
_MOST_FRAMES = 2000  # decoded at most; a longer video goes on from there
ALONE = (
    "The video was not made here, so it is not part of this one, which begins with its last frame."
)


def edited(service: Service, body: Mapping[str, Any]) -> dict[str, Any]:
    """The request behind a video, with another prompt; of a file, if its settings are in it."""
    known = _id_of(body.get("video"))
    if known is not None:
        return remixed(service, known, body)
    prompt = prompt_of(body)
    asset = _video(service, body)
    found = _readable(service.assets.path(asset.id), asset.name)
    try:
        request, missing = restored(found.settings, service.sources)
    except RequestError as error:
        raise RequestError(error.message, field="video") from None
    if missing:
        text = f"{asset.name} was made from {', '.join(missing)}, which is not here any more."
        raise RequestError(f"{text} Create a video with it instead.", field="video")
    again = JobRequest.model_validate({**request, "prompt": prompt})
    return stored(again, via=VIA, client={"model": again.model, "warnings": []})


def remixed(service: Service, video: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The request of a video that was made here, with another prompt."""
    prompt = prompt_of(body)
    job = views.found(service, video)
    client = {**job.request.get("client", {}), "remixed_from": views.video_id(job)}
    return {**job.request, "prompt": prompt, "via": VIA, "client": client}


def extended(service: Service, body: Mapping[str, Any]) -> dict[str, Any]:
    """A request for a video that goes on: it begins with that, or with its last frame."""
    wanted = Wanted(prompt=prompt_of(body))
    add_numbers(wanted, body)
    add_label(wanted, body.get("label"))
    known = _id_of(body.get("video"))
    job = None if known is None else views.found(service, known)
    if job is None:
        asset = _video(service, body)
    else:
        asset = kept_clip(service, job, name=f"{views.video_id(job)}.mp4", field="video")
    path = service.assets.path(asset.id)
    found = _readable(path, asset.name)
    assert found.video is not None, "what is taken in as a video has a picture"
    wanted.values["size"] = nearest_size(found.video.width, found.video.height)
    before = {} if job is None else job.request
    if made_here(path, service.home) is None:
        wanted.warn(ALONE)
        wanted.image = _last_frame(service, path, asset.name)
    else:
        wanted.values["continues"] = asset.id
        before = before or restored(found.settings, service.sources)[0]
    return _continued(service, wanted, before)


def _readable(path: Path, name: str) -> Probe:
    """What a video holds; says its name instead of where it lies here."""
    try:
        found = probe(path, field="video")
    except RequestError:
        raise _unreadable(name) from None
    if found.video is None:
        raise _unreadable(name)
    return found


def _unreadable(name: str) -> RequestError:
    return RequestError(f"{name} can't be read as a video. Give another one.", field="video")


def _last_frame(service: Service, path: Path, name: str) -> str:
    """The last frame of a video as an asset."""
    try:
        last = deque(sample_frames(path, most=_MOST_FRAMES, field="video"), maxlen=1)
    except RequestError:
        raise _unreadable(name) from None
    if not last:
        raise _unreadable(name)
    picture = io.BytesIO(encoded_picture(np.ascontiguousarray(last[0])))
    return service.assets.keep(picture, name="last-frame.png", field="video").id


def _continued(service: Service, wanted: Wanted, before: Mapping[str, Any]) -> dict[str, Any]:
    """The people, the size, the sound, the label, the purpose and the model stay."""
    kept = ("people", "size", "has_sound", "label", "purpose", "model")
    same = {name: before[name] for name in kept if before.get(name) is not None}
    given = wanted.body(service.options.model)
    if not given["people"]:
        del given["people"]
    request = JobRequest.model_validate({**given, **same})
    asked = before.get("client", {}).get("model") or request.model
    return stored(request, via=VIA, client={"model": asked, "warnings": wanted.warnings})


def _id_of(given: Any) -> str | None:
    """The id in `video[id]`, or in a text that is one."""
    found = given.get("id") if isinstance(given, Mapping) else given
    return found if isinstance(found, str) and found.startswith("video_") else None


def _video(service: Service, body: Mapping[str, Any]) -> Asset:
    asset = file_from(service, body.get("video"), field="video")
    if asset.kind != "video":
        text = f"{asset.name} is no video. Give a file, an address or video[id]."
        raise RequestError(text, field="video")
    return asset
