"""The one exit: every generated file leaves through here, marked, signed, whole or not at all."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from retrat import __version__
from retrat.media import encode_clip, written_whole
from retrat.provenance.home import Home
from retrat.provenance.keys import installation_key
from retrat.provenance.payload import Payload
from retrat.provenance.seal import Origin, mark, payload_for, seal
from retrat.runtime.label import labelled
from retrat.runtime.progress import Stopwatch
from retrat.types import Clip

_ID_BYTES = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """A file that left, the id in its marks, and what it says about itself."""

    path: Path
    settings: Mapping[str, Any]
    file_id: str


def deliver(
    clip: Clip,
    output: Path,
    *,
    settings: Mapping[str, Any],
    origin: Origin,
    stopwatch: Stopwatch | None = None,
    label: str | None = None,
) -> Delivery:
    """Mark picture and sound, encode with the settings inside, sign, and move into place. The
    clip's pixels become the marked ones.

    Refused when a consent was withdrawn since the work began. There is no way around the marks; a
    visible label in the language `label`, if one is asked for, is drawn before them.
    """
    stopwatch = stopwatch or Stopwatch()
    told = {"retrat": __version__, **settings}
    allowed = payload_for(origin)
    with stopwatch.stage("mark"):
        clip = clip if label is None else labelled(clip, label)
        payload = _named(allowed, clip, origin.home)
        marked = mark(clip, payload)
    with written_whole(output) as part:
        plain = part.with_name(f"unsigned-{part.name}")
        with stopwatch.stage("encode"):
            encode_clip(marked, plain, settings=told)
        with stopwatch.stage("sign"):
            seal(plain, part, origin, payload=payload, seconds=clip.seconds)
    return Delivery(path=output, settings=told, file_id=payload.name)


def _named(payload: Payload, clip: Clip, home: Home) -> Payload:
    """The payload with an id drawn from what the clip holds, by a secret of this installation.

    So the same clip, made again, gets the same marks and is the same to the last pixel, while
    nobody else can tell anything from the id.
    """
    content = hashlib.sha256()
    for frame in clip.pixels:  # each alone: a copy of all of them would be large
        content.update(_bytes(frame))
    if clip.audio is not None:
        content.update(_bytes(clip.audio.samples))
    secret = installation_key(home).secret("file id")
    digest = hmac.digest(secret, content.digest(), "sha256")
    file_id = int.from_bytes(digest[:_ID_BYTES]) or 1
    return Payload(file_id=file_id, shows_person=payload.shows_person, is_test=payload.is_test)


def _bytes(tensor: torch.Tensor) -> memoryview:
    return tensor.detach().float().cpu().contiguous().numpy().data.cast("B")
