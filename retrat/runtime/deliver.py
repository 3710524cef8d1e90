"""The one exit: every generated file leaves through here, marked, signed and whole, or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrat import __version__
from retrat.media import encode_clip, written_whole
from retrat.provenance.seal import Origin, mark, payload_for, seal
from retrat.types import Clip


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """A file that left, the id in its marks, and what it says about itself."""

    path: Path
    settings: Mapping[str, Any]
    file_id: str


def deliver(
    clip: Clip, output: Path, *, settings: Mapping[str, Any], origin: Origin
) -> Delivery:
    """Mark picture and sound, encode with the settings inside, sign, move the whole into place.

    Nothing skips a step. A consent withdrawn since the work began refuses here.
    """
    told = {"retrat": __version__, **settings}
    payload = payload_for(origin)
    marked = mark(clip, payload)
    with written_whole(output) as part, written_whole(output.with_suffix(".raw.mp4")) as raw:
        encode_clip(marked, raw, settings=told)
        seal(raw, part, origin, payload=payload, seconds=clip.seconds)
    return Delivery(path=output, settings=told, file_id=payload.name)
