"""What the one exit does to a clip: marks before encoding, a signed manifest and a record after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from retrat.provenance.cast import require_standing
from retrat.provenance.consent import Grant
from retrat.provenance.home import Home
from retrat.provenance.manifest import Making, sign
from retrat.provenance.payload import Payload, new_payload
from retrat.provenance.picture_mark import mark_picture
from retrat.provenance.record import Record, remember
from retrat.provenance.sound_mark import mark_sound
from retrat.types import Clip


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a clip comes from: the installation, the model, the order's mode, the permissions.

    `settings` may say nothing about a person: numbers, sizes, names of models. `purpose` is what
    the clip was said to be for, None where nothing was said.
    """

    home: Home
    version: str
    model: str
    weights_sha256: str
    mode: str
    settings: Mapping[str, str | int | float | bool]
    grants: Sequence[Grant] = ()
    purpose: str | None = None


def payload_for(origin: Origin) -> Payload:
    """An id for one file; refused when a consent was withdrawn since the work began."""
    _require_standing(origin)
    return new_payload(shows_person=bool(origin.grants))


def mark(clip: Clip, payload: Payload) -> Clip:
    """The clip with its id in the picture and in the sound."""
    marked = mark_picture(clip, payload)
    if marked.audio is None:
        return marked
    return replace(marked, audio=mark_sound(marked.audio, payload))


def seal(source: Path, output: Path, origin: Origin, *, payload: Payload, seconds: float) -> Record:
    """Sign the encoded file into `output`, and remember it.

    Consents are asked for a last time while nobody else can write to the log: whoever withdraws
    either stops this file or does it after the file was logged.
    """
    making = Making(
        payload=payload,
        version=origin.version,
        model=origin.model,
        weights_sha256=origin.weights_sha256,
        mode=origin.mode,
        seconds=seconds,
        settings=origin.settings,
        grants=origin.grants,
        purpose=origin.purpose,
    )
    manifest = sign(origin.home, source, output, making)
    return remember(
        origin.home,
        making,
        path=output,
        manifest=manifest,
        require=lambda: _require_standing(origin),
    )


def _require_standing(origin: Origin) -> None:
    require_standing(origin.home, [grant.consent_id for grant in origin.grants])
